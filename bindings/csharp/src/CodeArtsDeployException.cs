using System;
using System.Collections.Generic;

namespace CodeArtsDeploy
{
    /// <summary>A fault of a request or a configuration; line and column count from 1, columns in bytes.</summary>
    public sealed class Violation
    {
        public string Path { get; internal set; }
        public string Rule { get; internal set; }
        public string Message { get; internal set; }
        public long? Line { get; internal set; }
        public long? Column { get; internal set; }
    }

    /// <summary>What the library answers instead of a result. Whether it is safe to try again is in Outcome.</summary>
    public sealed class CodeArtsDeployException : Exception
    {
        internal CodeArtsDeployException(Status status, string json)
            : base(json == null ? "There is no error document: memory ran out." : new Document(json).Text("/message") ?? json)
        {
            Status = status;
            Document = new Document(json ?? "{}");
        }

        /// <summary>What happened.</summary>
        public Status Status { get; }

        /// <summary>The status's name, "CAD_E_BUSY".</summary>
        public string StatusName => Library.Static(Native.cad_status_name((int)Status));

        /// <summary>"not_sent", "refused", "started" or "unknown"; null where nothing was to be started.</summary>
        public string Outcome => Document.Text("/outcome");

        /// <summary>Whether the same request may succeed later, and cannot start a second deployment.</summary>
        public bool IsRetryable => Document.Boolean("/retryable") ?? false;

        public IReadOnlyList<Violation> Violations => Document.Each("/violations", at => new Violation
        {
            Path = Document.Text(at + "/path"), Rule = Document.Text(at + "/rule"), Message = Document.Text(at + "/message"),
            Line = Document.Integer(at + "/line"), Column = Document.Integer(at + "/column"),
        });

        /// <summary>The whole error document.</summary>
        public Document Document { get; }
    }
}
