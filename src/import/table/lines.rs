//! The lines of a text, whatever ends them.

/// A line without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub number: u64,
    pub text: &'a str,
}

/// Lines that end with LF, CR LF or CR alone.
pub(super) struct Lines<'a> {
    rest: Option<&'a str>,
    number: u64,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: Some(text).filter(|text| !text.is_empty()), number: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.rest?;
        self.number += 1;
        let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        let after = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        self.rest = Some(after).filter(|after| !after.is_empty());
        Some(Line { number: self.number, text })
    }
}
