// The runner of the C# binding. See Tests/Bindings/README.md for its orders.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using CodeArtsDeploy;

internal static class Runner
{
    private static readonly StreamWriter Out =
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };

    private static Client client;

    private static string Text(Document order, string name)
    {
        var digits = order.Text("/" + name + "_hex");
        if (digits == null) return order.Text("/" + name);
        var units = Enumerable.Range(0, digits.Length / 4).Select(at => (char)Convert.ToUInt16(digits.Substring(4 * at, 4), 16));
        return new string(units.ToArray());
    }

    private static Document Run(Document order, List<string> events)
    {
        string operation = Text(order, "operation"), request = Text(order, "request"), cancelOn = order.Text("/cancel_on");
        if (order.Text("/events") != null) return client.Call(operation, request);
        using (var cancellation = new CancellationTokenSource())
        {
            return client.Run(operation, request, news =>
            {
                events.Add(news.Json);
                if (news.Text("/event") == cancelOn) cancellation.Cancel();
            }, cancellation.Token);
        }
    }

    private static string Starts(Document order)
    {
        int left = int.Parse(Text(order, "count")), done = 0;
        var threads = Enumerable.Range(0, int.Parse(Text(order, "threads"))).Select(_ => new Thread(() =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                if (client.Call("start_deploy_task", Text(order, "request")).Text("/id") != null) Interlocked.Increment(ref done);
        })).ToList();
        threads.ForEach(each => each.Start());
        threads.ForEach(each => each.Join());
        return done.ToString();
    }

    private static void Abandon(Document order)
    {
        var running = client.Submit(Text(order, "operation"), Text(order, "request"));
        for (var news = running.Next(); news != null && news.Text("/event") != "started"; news = running.Next()) { }
        new Thread(() => running.Wait()) { IsBackground = true }.Start();
        Out.WriteLine("{\"status\":\"CAD_OK\"}");
        Environment.Exit(0);
    }

    private static void Drop(Document order)
    {
        for (var number = int.Parse(Text(order, "count")); number > 0; number--)
            new Client().Submit(Text(order, "operation"), Text(order, "request"));
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static string CarryOut(Document order, List<string> events)
    {
        var result = new Document("{}");
        string started = null;
        switch (Text(order, "do"))
        {
            case "open":
                var opened = new Client(Text(order, "configuration"));
                client?.Dispose();
                client = opened;
                break;
            case "close": client.Dispose(); break;
            case "run": result = Run(order, events); break;
            case "validate": result = Library.Validate(Text(order, "operation"), Text(order, "request")); break;
            case "schema": result = Library.Schema(Text(order, "operation")); break;
            case "start": result = Library.StartTask(Text(order, "task_id"), Text(order, "body"), Text(order, "token")); break;
            case "starts": started = Starts(order); break;
            case "abandon": Abandon(order); break;
            case "drop": Drop(order); break;
            default: throw new ArgumentException("there is no such order");
        }
        return "{\"status\":\"CAD_OK\",\"document\":" + Library.Quote(result.Json)
            + (started == null ? "" : ",\"ok\":\"" + started + "\"") + Events(events) + "}";
    }

    private static string Events(List<string> events) => ",\"events\":[" + string.Join(",", events.Select(Library.Quote)) + "]";

    private static string Failure(CodeArtsDeployException error, List<string> events)
    {
        var violations = error.Violations.Select(each => "[" + Library.Quote(each.Path) + "," + Library.Quote(each.Rule) + "]");
        return "{\"status\":\"" + error.StatusName + "\",\"message\":" + Library.Quote(error.Message)
            + (error.Outcome == null ? "" : ",\"outcome\":\"" + error.Outcome + "\"")
            + ",\"violations\":[" + string.Join(",", violations) + "],\"document\":" + Library.Quote(error.Document.Json)
            + Events(events) + "}";
    }

    private static void Main()
    {
        var lines = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        for (var line = lines.ReadLine(); line != null; line = lines.ReadLine())
        {
            var events = new List<string>();
            try
            {
                Out.WriteLine(CarryOut(new Document(line), events));
            }
            catch (CodeArtsDeployException error)
            {
                Out.WriteLine(Failure(error, events));
            }
            catch (ObjectDisposedException)
            {
                Out.WriteLine("{\"status\":\"closed\"}");
            }
            catch (Exception error)
            {
                Out.WriteLine("{\"status\":\"crash\",\"message\":" + Library.Quote(error.ToString()) + "}");
            }
        }
    }
}
