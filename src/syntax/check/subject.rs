//! What a message calls a value.

use crate::syntax::context::quoted;

/// What a message calls the value: a key, or an element of its array.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    key: &'a str,
    is_element: bool,
}

impl<'a> Subject<'a> {
    /// The value of a key.
    pub fn key(key: &'a str) -> Self {
        Self { key, is_element: false }
    }

    /// An element of the array that is the value.
    pub fn element(self) -> Self {
        Self { is_element: true, ..self }
    }
}

impl std::fmt::Display for Subject<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let before = if self.is_element { "an element of " } else { "" };
        write!(formatter, "{before}{}", quoted(self.key))
    }
}
