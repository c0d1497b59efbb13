// Starts the deployment that the service's reference has as its example: start TASK_ID
using System;
using CodeArtsDeploy;
using CodeArtsDeploy.Models;

internal static class Start
{
    // https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
    private const string Body = @"{
  ""params"" : [ {
    ""key"" : ""string"",
    ""value"" : ""test"",
    ""type"" : ""text""
  }, {
    ""key"" : ""env"",
    ""value"" : ""e3144513a4094398857c992606ccba12"",
    ""type"" : ""host_group""
  }, {
    ""key"" : ""enum"",
    ""value"" : ""value1"",
    ""type"" : ""enum""
  } ],
  ""trigger_source"" : 0
}
";

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1) return Advice.Usage("start TASK_ID");
        try
        {
            var reply = StartDeployTaskResponse.Of(Library.StartTask(arguments[0], Body));
            Console.WriteLine("started " + reply.Id);
            return 0;
        }
        catch (CodeArtsDeployException failure)
        {
            return Advice.GiveUp(failure);
        }
    }
}
