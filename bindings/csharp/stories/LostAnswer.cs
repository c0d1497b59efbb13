// Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION
using System;
using System.Collections.Generic;
using CodeArtsDeploy;
using CodeArtsDeploy.Models;

internal static class LostAnswer
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2) return Advice.Usage("lost_answer TASK_ID VERSION");
        var version = new DynamicConfigInfo { Key = "version", Value = arguments[1], Type = "text" };
        var request = new DeployRequest
        {
            TaskId = arguments[0], Params = new List<DynamicConfigInfo> { version }, IntervalMs = 1000,
        };
        try
        {
            using (var client = new Client())
            {
                var deployment = DeployResponse.Of(client.Call("deploy", request.Json()));
                Console.WriteLine((deployment.Adopted == true ? "found " : "deployed ") + deployment.RecordId);
            }
            return 0;
        }
        catch (CodeArtsDeployException failure)
        {
            foreach (var record in failure.Document.Each("/candidates", failure.Document.Text))
                Console.Error.WriteLine("candidate " + record);
            return Advice.GiveUp(failure);
        }
    }
}
