using System;
using System.Runtime.InteropServices;

namespace CodeArtsDeploy
{
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer
    {
        public IntPtr Data;
        public UIntPtr Length;
    }

    /// <summary>A handle that is freed once: by hand, or by the garbage collector, and never during a call.</summary>
    internal sealed class ClientHandle : SafeHandle
    {
        public ClientHandle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            Native.cad_client_free(handle);
            return true;
        }
    }

    /// <summary>The same for an operation.</summary>
    internal sealed class OperationHandle : SafeHandle
    {
        public OperationHandle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            Native.cad_operation_free(handle);
            return true;
        }
    }
}
