using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace CodeArtsDeploy
{
    /// <summary>What has a JSON text.</summary>
    public interface ISent
    {
        string Json();
    }

    /// <summary>What the models are written with.</summary>
    internal static class Members
    {
        /// <summary>An object of names and values in turn, without those that are null.</summary>
        internal static string Object(params object[] members)
        {
            var written = new List<string>();
            for (var at = 0; at < members.Length; at += 2)
                if (members[at + 1] != null) written.Add("\"" + members[at] + "\":" + Value(members[at + 1]));
            return "{" + string.Join(",", written) + "}";
        }

        private static string Value(object value)
        {
            if (value is string text) return Library.Quote(text);
            if (value is bool truth) return truth ? "true" : "false";
            if (value is ISent sent) return sent.Json();
            if (value is IEnumerable list) return "[" + string.Join(",", list.Cast<object>().Select(Value)) + "]";
            return value.ToString();
        }
    }
}
