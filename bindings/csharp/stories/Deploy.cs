// Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
//
// Ctrl-C ends the program and leaves the deployment running.
using System;
using System.Collections.Generic;
using CodeArtsDeploy;
using CodeArtsDeploy.Models;

internal static class Deploy
{
    private static void Show(Document news)
    {
        switch (news.Text("/event"))
        {
            case "state": Console.WriteLine("state " + news.Text("/state")); break;
            case "step": Console.WriteLine($"step {news.Text("/name")}: {news.Text("/state")}"); break;
            case "log": Console.Write(news.Text("/text")); break;
        }
    }

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2) return Advice.Usage("deploy TASK_ID VERSION");
        var version = new DynamicConfigInfo { Key = "version", Value = arguments[1], Type = "text" };
        var request = new DeployRequest { TaskId = arguments[0], Params = new List<DynamicConfigInfo> { version } };
        try
        {
            using (var client = new Client())
            {
                var deployment = DeployResponse.Of(client.Run("deploy", request.Json(), Show));
                Console.WriteLine($"deployed {arguments[1]}, record {deployment.RecordId}");
            }
            return 0;
        }
        catch (CodeArtsDeployException failure)
        {
            return Advice.GiveUp(failure);
        }
    }
}
