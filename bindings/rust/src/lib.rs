//! Starts deployments of Huawei Cloud CodeArts Deploy, each at most once, follows them to their end, and reports how
//! they ended. The work is done by the shared library `libcodearts_deploy.so.0`.
//!
//! A client that was dropped cannot be used: that does not compile.

mod document;
mod error;
mod ffi;
mod json;
pub mod models;
mod status;

use std::ffi::{CStr, CString};
use std::ptr;
use std::sync::Arc;

pub use document::Document;
pub use error::{Error, Violation};
pub use json::quote;
pub use status::Status;

pub type Result<T> = std::result::Result<T, Error>;

/// The library's version.
pub fn version() -> &'static str {
    unsafe { CStr::from_ptr(ffi::cad_version()) }.to_str().unwrap_or_default()
}

/// Starts a deployment with what the environment says. `token` `None` is the credential of the environment; an empty
/// one is refused.
pub fn start_task(task_id: &str, body: Option<&str>, token: Option<&str>) -> Result<Document> {
    let (task_id, body, token) = (text(task_id), body.map(text), token.map(text));
    document(|out| unsafe { ffi::cad_start_task(task_id.as_ptr(), pointer(&body), pointer(&token), out) })
}

/// Checks a request with every rule that the call applies, and sends nothing.
pub fn validate(operation: &str, request: &str) -> Result<Document> {
    let (operation, request) = (text(operation), text(request));
    document(|out| unsafe { ffi::cad_validate(operation.as_ptr(), request.as_ptr(), out) })
}

/// Describes an operation; `None` describes all of them as one OpenAPI document.
pub fn schema(operation: Option<&str>) -> Result<Document> {
    let operation = operation.map(text);
    document(|out| unsafe { ffi::cad_schema(pointer(&operation), out) })
}

/// A configuration with its connections. Threads may share one. Dropping it closes the connections.
pub struct Client {
    handle: *mut ffi::Client,
}

// The library takes a client from any number of threads.
unsafe impl Send for Client {}
unsafe impl Sync for Client {}

impl Client {
    /// With a configuration as JSON. What it leaves out comes from the environment: all of it for `"{}"`.
    pub fn new(configuration: &str) -> Result<Client> {
        let has = unsafe { ffi::cad_abi_version() };
        assert!(
            has >= ffi::ABI_VERSION,
            "libcodearts_deploy has version {} of its interface; {} is needed", has, ffi::ABI_VERSION
        );
        let configuration = text(configuration);
        let mut handle = ptr::null_mut();
        document(|out| unsafe { ffi::cad_client_new(configuration.as_ptr(), &mut handle, out) })?;
        Ok(Client { handle })
    }

    /// Runs an operation to its end, on this thread.
    pub fn call(&self, operation: &str, request: &str) -> Result<Document> {
        self.begin(operation, request, ffi::cad_client_prepare)?.wait()
    }

    /// The same in the background, and gives each event to `on_event` while it runs.
    pub fn run(&self, operation: &str, request: &str, mut on_event: impl FnMut(&Document)) -> Result<Document> {
        let mut running = self.submit(operation, request)?;
        while let Some(event) = running.next_event()? {
            on_event(&event);
        }
        running.wait()
    }

    /// Begins an operation in the background. Dropping it cancels it, unless it has ended.
    pub fn submit(&self, operation: &str, request: &str) -> Result<Operation> {
        self.begin(operation, request, ffi::cad_client_submit)
    }

    fn begin(&self, operation: &str, request: &str, begin: Begin) -> Result<Operation> {
        let (operation, request) = (text(operation), text(request));
        let mut handle = ptr::null_mut();
        document(|out| unsafe { begin(self.handle, operation.as_ptr(), request.as_ptr(), &mut handle, out) })?;
        Ok(Operation { handle: Arc::new(Handle(handle)) })
    }
}

type Begin = unsafe extern "C" fn(
    *const ffi::Client, *const std::os::raw::c_char, *const std::os::raw::c_char, *mut *mut ffi::Operation,
    *mut ffi::Buffer,
) -> i32;

impl Drop for Client {
    fn drop(&mut self) {
        unsafe { ffi::cad_client_free(self.handle) }
    }
}

/// An operation that was begun. One thread waits for it; any thread may cancel it, by its `canceller`.
pub struct Operation {
    handle: Arc<Handle>,
}

impl Operation {
    /// Waits for the end.
    pub fn wait(&mut self) -> Result<Document> {
        loop {
            // A signal ends a wait before its time.
            if let Some(result) = self.look(|handle, out| unsafe { ffi::cad_operation_wait(handle, -1, out) })? {
                return Ok(result);
            }
        }
    }

    /// Waits for the next event; `None` after the last.
    pub fn next_event(&mut self) -> Result<Option<Document>> {
        loop {
            let mut status = Status::PENDING;
            let event = self.look(|handle, out| {
                let number = unsafe { ffi::cad_operation_next_event(handle, -1, out) };
                status = Status(number);
                number
            })?;
            if status != Status::PENDING {
                return Ok(event);
            }
        }
    }

    /// What ends it from another thread, or within an event.
    pub fn canceller(&self) -> Canceller {
        Canceller { handle: self.handle.clone() }
    }

    fn look(&mut self, wait: impl FnOnce(*mut ffi::Operation, *mut ffi::Buffer) -> i32) -> Result<Option<Document>> {
        found(|out| wait(self.handle.0, out))
    }
}

/// Cancels an operation, any number of times; waiting for it tells what that means.
#[derive(Clone)]
pub struct Canceller {
    handle: Arc<Handle>,
}

impl Canceller {
    pub fn cancel(&self) {
        unsafe { ffi::cad_operation_cancel(self.handle.0) }
    }
}

/// Freed when neither the operation nor a canceller is left.
struct Handle(*mut ffi::Operation);

// Only `Operation` waits, and it takes `&mut self` to do so; the rest may be called from any thread.
unsafe impl Send for Handle {}
unsafe impl Sync for Handle {}

impl Drop for Handle {
    fn drop(&mut self) {
        unsafe { ffi::cad_operation_free(self.0) }
    }
}

/// A text as C takes it. A NUL, at which C would end it, becomes two bytes that are no UTF-8: the library refuses them
/// at their place.
fn text(text: &str) -> CString {
    let bytes: Vec<u8> = text.bytes().flat_map(|byte| if byte == 0 { vec![0xC0, 0x80] } else { vec![byte] }).collect();
    CString::new(bytes).unwrap_or_default()
}

fn pointer(text: &Option<CString>) -> *const std::os::raw::c_char {
    text.as_ref().map_or(ptr::null(), |text| text.as_ptr())
}

/// Calls a function that ends in `out`: the result, `None` while there is none, or the error.
fn found(call: impl FnOnce(*mut ffi::Buffer) -> i32) -> Result<Option<Document>> {
    let mut out = ffi::Buffer { data: ptr::null_mut(), len: 0 };
    let status = call(&mut out);
    let document = document::taken(&mut out);
    if status >= Status::INVALID_ARGUMENT.0 {
        return Err(Error::new(Status(status), document));
    }
    Ok(document)
}

fn document(call: impl FnOnce(*mut ffi::Buffer) -> i32) -> Result<Document> {
    Ok(found(call)?.unwrap_or_default())
}
