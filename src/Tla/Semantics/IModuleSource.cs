using Verified.Tla.Source;

namespace Verified.Tla.Semantics;

/// <summary>Where the text of a module comes from when another extends or instantiates it.</summary>
public interface IModuleSource
{
    /// <summary>The text of the module, null where there is none, or a diagnostic where it cannot be read.</summary>
    (SourceText? Text, Diagnostic? Problem) Find(string module);
}
