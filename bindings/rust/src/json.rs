//! What requests are written with.

use crate::{document, ffi, text};

/// A text as a JSON string, with its quotes.
///
/// A NUL becomes its escape: every other text of Rust is UTF-8, and can be written.
pub fn quote(plain: &str) -> String {
    let written: Vec<String> = plain
        .split('\0')
        .map(|part| {
            let part = text(part);
            let quoted = document(|out| unsafe { ffi::cad_quote(part.as_ptr(), out) });
            quoted.map(|found| found.0[1..found.0.len() - 1].to_string()).unwrap_or_default()
        })
        .collect();
    format!("\"{}\"", written.join("\\u0000"))
}

/// Something that stands in a request; `None` is left out.
pub trait Member {
    fn json(&self) -> Option<String>;
}

impl Member for String {
    fn json(&self) -> Option<String> {
        Some(quote(self))
    }
}

impl Member for i64 {
    fn json(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Member for bool {
    fn json(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Member> Member for Option<T> {
    fn json(&self) -> Option<String> {
        self.as_ref().and_then(Member::json)
    }
}

impl<T: Member> Member for Vec<T> {
    fn json(&self) -> Option<String> {
        let written: Vec<String> = self.iter().filter_map(Member::json).collect();
        Some(format!("[{}]", written.join(",")))
    }
}

/// An object that is being written.
pub(crate) struct Object(Vec<String>);

impl Object {
    pub(crate) fn new() -> Object {
        Object(Vec::new())
    }

    pub(crate) fn member(&mut self, name: &str, value: &dyn Member) {
        if let Some(value) = value.json() {
            self.0.push(format!("\"{}\":{}", name, value));
        }
    }

    pub(crate) fn end(self) -> String {
        format!("{{{}}}", self.0.join(","))
    }
}
