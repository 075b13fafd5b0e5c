using Afterglow.Core;
using Afterglow.Core.Sessions;

namespace Afterglow.Chairside.Entry;

/// <summary>What a form makes of its fields: a command, or why there is none.</summary>
public readonly record struct Filled
{
    public ISessionCommand? Command { get; private init; }

    public Refusal? Refusal { get; private init; }

    public static Filled In(ISessionCommand command) => new() { Command = command };

    public static implicit operator Filled(Refusal refusal) => new() { Refusal = refusal };
}
