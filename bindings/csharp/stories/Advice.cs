using System;
using System.Collections.Generic;
using CodeArtsDeploy;

/// <summary>What a failure means for a second try: the end of each story.</summary>
internal static class Advice
{
    private static readonly Dictionary<string, string> Words = new Dictionary<string, string>
    {
        { "not_sent", "Nothing was started: it is safe to try again." },
        { "refused", "The service refused it: change what it objects to, then try again." },
        { "started", "It was started: do not start it again." },
        { "unknown", "It may be running: look at the application's records before you start it again." },
        { "none", "Nothing was to be started." },
    };

    /// <summary>The exit code.</summary>
    internal static int GiveUp(CodeArtsDeployException failure)
    {
        var outcome = failure.Outcome ?? "none";
        Console.Error.WriteLine($"{failure.StatusName}: {failure.Message}\noutcome: {outcome}\n{Words[outcome]}");
        return outcome == "unknown" ? 2 : 1;
    }

    internal static int Usage(string text)
    {
        Console.Error.WriteLine("usage: " + text);
        return 64;
    }
}
