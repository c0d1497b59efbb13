using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace CodeArtsDeploy
{
    /// <summary>A JSON text of the library, or any other; it is read by JSON pointer, "/deployment/state".</summary>
    public sealed class Document
    {
        public Document(string json)
        {
            Json = json;
        }

        /// <summary>The whole text.</summary>
        public string Json { get; }

        /// <summary>A string's text, a number or a truth value as it is written, the JSON of an object or array.</summary>
        public string Text(string pointer)
        {
            var found = new Buffer();
            var status = Read(pointer, (ref Buffer document, byte[] at) => Native.cad_text(ref document, at, ref found));
            var text = Library.Take(ref found);
            if (status == Status.Ok) return text;
            if (status == Status.NotFound) return null;
            throw new ArgumentException(text);
        }

        public long? Integer(string pointer)
        {
            long value = 0;
            var status = Read(pointer, (ref Buffer document, byte[] at) => Native.cad_integer(ref document, at, out value));
            return status == Status.Ok ? value : (long?)null;
        }

        public bool? Boolean(string pointer)
        {
            var value = 0;
            var status = Read(pointer, (ref Buffer document, byte[] at) => Native.cad_boolean(ref document, at, out value));
            return status == Status.Ok ? value != 0 : (bool?)null;
        }

        /// <summary>How many elements an array has, or members an object; 0 where there is none.</summary>
        public int Count(string pointer)
        {
            var value = UIntPtr.Zero;
            Read(pointer, (ref Buffer document, byte[] at) => Native.cad_count(ref document, at, out value));
            return (int)value;
        }

        /// <summary>The object or array that stands there, or null.</summary>
        public Document At(string pointer)
        {
            var text = Text(pointer);
            return text == null ? null : new Document(text);
        }

        /// <summary>What a function makes of each element of an array, given its pointer.</summary>
        public List<T> Each<T>(string pointer, Func<string, T> element)
        {
            var found = new List<T>();
            for (int at = 0, count = Count(pointer); at < count; at++) found.Add(element(pointer + "/" + at));
            return found;
        }

        public override string ToString() => Json;

        private delegate int Reader(ref Buffer document, byte[] pointer);

        private Status Read(string pointer, Reader read)
        {
            var bytes = Encoding.UTF8.GetBytes(Json);
            var pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            try
            {
                var document = new Buffer { Data = pinned.AddrOfPinnedObject(), Length = (UIntPtr)bytes.Length };
                return (Status)read(ref document, Library.Bytes(pointer));
            }
            finally
            {
                pinned.Free();
            }
        }
    }
}
