using Verified.Corpus;

return CorpusCommand.Create().Parse(args).Invoke();
