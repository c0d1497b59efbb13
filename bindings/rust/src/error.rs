//! What the library answers instead of a result.

use std::ffi::CStr;
use std::fmt;

use crate::{ffi, Document, Status};

/// A failure. Whether it is safe to try again is in `outcome()`.
#[derive(Clone, Debug)]
pub struct Error {
    status: Status,
    document: Document,
}

/// A fault of a request or a configuration. Line and column count from 1, columns in bytes.
#[derive(Clone, Debug)]
pub struct Violation {
    pub path: String,
    pub rule: String,
    pub message: String,
    pub line: Option<i64>,
    pub column: Option<i64>,
}

impl Error {
    pub(crate) fn new(status: Status, document: Option<Document>) -> Error {
        Error { status, document: document.unwrap_or_default() }
    }

    /// What happened.
    pub fn status(&self) -> Status {
        self.status
    }

    pub fn message(&self) -> String {
        self.document.text("/message").unwrap_or_else(|| "there is no error document: memory ran out".into())
    }

    /// "not_sent", "refused", "started" or "unknown"; `None` where nothing was to be started.
    pub fn outcome(&self) -> Option<String> {
        self.document.outcome()
    }

    /// Whether the same request may succeed later, and cannot start a second deployment.
    pub fn is_retryable(&self) -> bool {
        self.document.boolean("/retryable").unwrap_or(false)
    }

    pub fn violations(&self) -> Vec<Violation> {
        let text = |pointer: String| self.document.text(&pointer).unwrap_or_default();
        self.document.each("/violations", |at| Violation {
            path: text(format!("{}/path", at)),
            rule: text(format!("{}/rule", at)),
            message: text(format!("{}/message", at)),
            line: self.document.integer(&format!("{}/line", at)),
            column: self.document.integer(&format!("{}/column", at)),
        })
    }

    /// The whole error document.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.status, self.message())
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Status {
    /// Its name, "CAD_E_BUSY".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = unsafe { CStr::from_ptr(ffi::cad_status_name(self.0)) };
        formatter.write_str(name.to_str().unwrap_or_default())
    }
}
