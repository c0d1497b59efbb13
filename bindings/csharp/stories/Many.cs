// Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID...
using System;
using System.Linq;
using CodeArtsDeploy;

internal static class Many
{
    private static void Show(Document news)
    {
        if (news.Text("/event") == "item") Console.WriteLine($"{news.Text("/name")} {news.Text("/state")}");
    }

    private static int Main(string[] arguments)
    {
        if (arguments.Length == 0) return Advice.Usage("many TASK_ID...");
        var items = arguments.Select((id, at) => $"{{\"task_id\": {Library.Quote(id)}, \"name\": \"app-{at + 1}\"}}");
        var request = $"{{\"items\": [{string.Join(", ", items)}], \"waves\": [1, \"100%\"], \"max_failures\": 0}}";
        try
        {
            using (var client = new Client())
            {
                var release = client.Run("deploy_many", request, Show);
                Console.WriteLine($"released {release.Integer("/counts/succeeded")} of {arguments.Length}");
            }
            return 0;
        }
        catch (CodeArtsDeployException failure)
        {
            return Advice.GiveUp(failure);
        }
    }
}
