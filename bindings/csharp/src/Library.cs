using System;
using System.Runtime.InteropServices;
using System.Text;

namespace CodeArtsDeploy
{
    /// <summary>What needs no client, and the one place where texts go over the border.</summary>
    public static class Library
    {
        /// <summary>The library's version.</summary>
        public static string Version => Static(Native.cad_version());

        /// <summary>
        /// Starts a deployment with what the environment says. A null token is the credential of the environment, and an
        /// empty one is refused; a null body is an empty one.
        /// </summary>
        public static Document StartTask(string taskId, string body = null, string token = null)
        {
            var answer = new Buffer();
            return Result(Native.cad_start_task(Bytes(taskId), Bytes(body), Bytes(token), ref answer), ref answer);
        }

        /// <summary>Checks a request with every rule that the call applies, and sends nothing.</summary>
        public static Document Validate(string operation, string request)
        {
            var answer = new Buffer();
            return Result(Native.cad_validate(Bytes(operation), Bytes(request), ref answer), ref answer);
        }

        /// <summary>Describes an operation; null describes all of them as one OpenAPI document.</summary>
        public static Document Schema(string operation)
        {
            var answer = new Buffer();
            return Result(Native.cad_schema(Bytes(operation), ref answer), ref answer);
        }

        /// <summary>A text as a JSON string, with its quotes, to build a request of it.</summary>
        public static string Quote(string text)
        {
            var answer = new Buffer();
            return Result(Native.cad_quote(Bytes(text), ref answer), ref answer).Json;
        }

        /// <summary>The result of a call, null while there is none; or the error, thrown.</summary>
        internal static Document Result(int status, ref Buffer answer)
        {
            var text = Take(ref answer);
            if (status >= (int)Status.InvalidArgument) throw new CodeArtsDeployException((Status)status, text);
            return text == null ? null : new Document(text);
        }

        /// <summary>Copies the library's text and gives its memory back.</summary>
        internal static string Take(ref Buffer answer)
        {
            try
            {
                if (answer.Data == IntPtr.Zero) return null;
                var bytes = new byte[(int)answer.Length];
                Marshal.Copy(answer.Data, bytes, 0, bytes.Length);
                return Encoding.UTF8.GetString(bytes);
            }
            finally
            {
                Native.cad_buffer_free(ref answer);
            }
        }

        internal static string Static(IntPtr text) => Marshal.PtrToStringAnsi(text);

        /// <summary>
        /// A text as C takes it; null is NULL. A NUL, at which C would end it, and half a surrogate pair, which UTF-8 has
        /// not, become bytes that are no UTF-8: the library refuses them at their place.
        /// </summary>
        internal static byte[] Bytes(string text)
        {
            if (text == null) return null;
            var bytes = new byte[text.Length * 3 + 1];
            var length = 0;
            for (var at = 0; at < text.Length; at++)
            {
                var letter = (int)text[at];
                if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
                    letter = char.ConvertToUtf32(text[at], text[++at]);
                if (letter != 0 && letter < 0x80)
                {
                    bytes[length++] = (byte)letter;
                    continue;
                }
                var more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
                bytes[length++] = (byte)(0xFF00 >> more + 1 & 0xFF | letter >> 6 * more);
                for (var shift = 6 * (more - 1); shift >= 0; shift -= 6) bytes[length++] = (byte)(0x80 | letter >> shift & 0x3F);
            }
            Array.Resize(ref bytes, length + 1);
            return bytes;
        }

        internal static void CheckVersion()
        {
            var has = Native.cad_abi_version();
            if (has < Native.AbiVersion)
                throw new DllNotFoundException(
                    $"libcodearts_deploy has version {has} of its interface; {Native.AbiVersion} is needed");
        }
    }
}
