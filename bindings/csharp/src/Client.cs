using System;
using System.Threading;
using System.Threading.Tasks;

namespace CodeArtsDeploy
{
    /// <summary>
    /// A configuration with its connections. Threads may share one. Once it is disposed, its methods throw
    /// ObjectDisposedException; operations that run go on.
    /// </summary>
    public sealed class Client : IDisposable
    {
        private readonly ClientHandle handle;

        /// <summary>With a configuration as JSON; what it leaves out comes from the environment.</summary>
        public Client(string configuration = "{}")
        {
            Library.CheckVersion();
            var answer = new Buffer();
            Library.Result(Native.cad_client_new(Library.Bytes(configuration), out handle, ref answer), ref answer);
        }

        /// <summary>
        /// Runs an operation to its end. A cancelled token cancels it, and the exception says what that means for the
        /// deployment.
        /// </summary>
        public Document Call(string operation, string request, CancellationToken cancellation = default(CancellationToken))
        {
            using (var running = Submit(operation, request)) return running.Wait(cancellation);
        }

        /// <summary>The same, and gives each event to a function while it runs.</summary>
        public Document Run(
            string operation, string request, Action<Document> onEvent,
            CancellationToken cancellation = default(CancellationToken))
        {
            using (var running = Submit(operation, request))
            {
                for (var news = running.Next(cancellation); news != null; news = running.Next(cancellation)) onEvent(news);
                return running.Wait(cancellation);
            }
        }

        /// <summary>The same as Call on a thread of its own.</summary>
        public Task<Document> CallAsync(
            string operation, string request, CancellationToken cancellation = default(CancellationToken))
        {
            return Task.Factory.StartNew(
                () => Call(operation, request, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        /// <summary>Begins an operation in the background.</summary>
        public Operation Submit(string operation, string request)
        {
            OperationHandle begun;
            var answer = new Buffer();
            Library.Result(Native.cad_client_submit(
                handle, Library.Bytes(operation), Library.Bytes(request), out begun, ref answer), ref answer);
            return new Operation(begun);
        }

        public void Dispose()
        {
            handle.Dispose();
        }
    }

    /// <summary>An operation in the background. One thread at a time waits for it; any thread may cancel it.</summary>
    public sealed class Operation : IDisposable
    {
        private const int SliceMs = 100;
        private readonly OperationHandle handle;

        internal Operation(OperationHandle handle)
        {
            this.handle = handle;
        }

        private delegate int Look(ref Buffer answer);

        /// <summary>Waits for the end.</summary>
        public Document Wait(CancellationToken cancellation = default(CancellationToken))
        {
            return Watch(cancellation, (ref Buffer answer) => Native.cad_operation_wait(handle, SliceMs, ref answer));
        }

        /// <summary>Waits for the next event; null after the last.</summary>
        public Document Next(CancellationToken cancellation = default(CancellationToken))
        {
            return Watch(cancellation, (ref Buffer answer) => Native.cad_operation_next_event(handle, SliceMs, ref answer));
        }

        /// <summary>Ends it, from any thread, any number of times; Wait says what that means.</summary>
        public void Cancel()
        {
            if (!handle.IsClosed) Native.cad_operation_cancel(handle);
        }

        /// <summary>Cancels it unless it has ended, and frees it.</summary>
        public void Dispose()
        {
            Cancel();
            handle.Dispose();
        }

        private Document Watch(CancellationToken cancellation, Look look)
        {
            using (cancellation.Register(Cancel))
            {
                while (true)
                {
                    var answer = new Buffer();
                    var status = look(ref answer);
                    var found = Library.Result(status, ref answer);
                    if (status != (int)Status.Pending) return found;
                }
            }
        }
    }
}
