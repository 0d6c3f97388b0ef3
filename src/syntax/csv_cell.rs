//! A cell of a CSV file.

use std::ops::Range;

/// A cell: its text, the bytes that it takes in the file, and a map from its text back to the file.
pub struct Cell {
    /// The text without quotes.
    pub text: String,
    /// Its bytes in the file, quotes included.
    pub range: Range<usize>,
    /// The offset in the file of each byte of the text; empty where the bytes are consecutive from `first` on.
    scattered: Vec<usize>,
    first: usize,
}

impl Cell {
    /// The cell in a range of the file, with its text after unquoting.
    #[must_use]
    pub fn new(file: &str, range: Range<usize>, text: String) -> Self {
        let written = file.get(range.clone()).unwrap_or("");
        let is_quoted = written.starts_with('"');
        let first = range.start + usize::from(is_quoted);
        let scattered = if is_quoted && written.get(1..).is_some_and(|inner| inner.contains("\"\"")) {
            scattered(written, range.start)
        } else {
            Vec::new()
        };
        Self { text, range, scattered, first }
    }

    /// The offset in the file of a byte of the text.
    #[must_use]
    pub fn place(&self, offset: usize) -> usize {
        let found = if self.scattered.is_empty() {
            self.first + offset
        } else {
            self.scattered.get(offset).copied().unwrap_or(self.range.end)
        };
        found.min(self.range.end)
    }
}

/// The offsets of the bytes inside quotes, where a doubled quote means one quote.
fn scattered(written: &str, start: usize) -> Vec<usize> {
    let bytes = written.as_bytes();
    let mut places = Vec::with_capacity(bytes.len());
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let is_double = *byte == b'"' && bytes.get(at + 1) == Some(&b'"');
        if *byte == b'"' && !is_double {
            break;
        }
        places.push(start + at);
        at += 1 + usize::from(is_double);
    }
    places.push(start + at);
    places
}
