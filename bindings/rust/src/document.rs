//! A JSON text of the library, read by JSON pointer.

use std::os::raw::c_char;
use std::ptr;
use std::slice;

use crate::{ffi, text, Status};

/// A JSON text; it is read by JSON pointer, `"/deployment/failed_step/name"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document(pub String);

impl Document {
    /// The whole text.
    pub fn json(&self) -> &str {
        &self.0
    }

    /// A string's text, a number or a truth value as it is written, or the JSON of an object or array.
    pub fn text(&self, pointer: &str) -> Option<String> {
        let mut out = ffi::Buffer { data: ptr::null_mut(), len: 0 };
        let status = self.read(pointer, |document, at| unsafe { ffi::cad_text(document, at, &mut out) });
        taken(&mut out).filter(|_| status == Status::OK).map(|found| found.0)
    }

    pub fn integer(&self, pointer: &str) -> Option<i64> {
        let mut value = 0;
        let status = self.read(pointer, |document, at| unsafe { ffi::cad_integer(document, at, &mut value) });
        Some(value).filter(|_| status == Status::OK)
    }

    pub fn boolean(&self, pointer: &str) -> Option<bool> {
        let mut value = 0;
        let status = self.read(pointer, |document, at| unsafe { ffi::cad_boolean(document, at, &mut value) });
        Some(value != 0).filter(|_| status == Status::OK)
    }

    /// How many elements an array has, or members an object; 0 where there is none.
    pub fn count(&self, pointer: &str) -> usize {
        let mut value = 0;
        self.read(pointer, |document, at| unsafe { ffi::cad_count(document, at, &mut value) });
        value
    }

    /// The object or array that stands there.
    pub fn at(&self, pointer: &str) -> Option<Document> {
        self.text(pointer).map(Document)
    }

    /// What `element` makes of each element of an array, given its pointer.
    pub fn each<T>(&self, pointer: &str, element: impl Fn(&str) -> T) -> Vec<T> {
        (0..self.count(pointer)).map(|index| element(&format!("{}/{}", pointer, index))).collect()
    }

    /// The outcome of an error document.
    pub(crate) fn outcome(&self) -> Option<String> {
        self.text("/outcome")
    }

    fn read(&self, pointer: &str, read: impl FnOnce(*const ffi::Buffer, *const c_char) -> i32) -> Status {
        let pointer = text(pointer);
        let document = ffi::Buffer { data: self.0.as_ptr() as *mut c_char, len: self.0.len() };
        Status(read(&document, pointer.as_ptr()))
    }
}

/// Copies the library's text and gives its memory back.
pub(crate) fn taken(out: &mut ffi::Buffer) -> Option<Document> {
    let found = if out.data.is_null() {
        None
    } else {
        let bytes = unsafe { slice::from_raw_parts(out.data as *const u8, out.len) };
        Some(Document(String::from_utf8_lossy(bytes).into_owned()))
    };
    unsafe { ffi::cad_buffer_free(out) };
    found
}
