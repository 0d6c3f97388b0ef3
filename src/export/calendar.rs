//! Lines of an iCalendar file (RFC 5545): escaped, folded, each ending with CR LF.

use crate::date::Date;
use crate::diagnostic::printable;
use std::fmt::Write as _;

/// Maximum octets per line, without its end (RFC 5545, 3.1).
const WIDEST: usize = 75;

/// The lines of a calendar written so far.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property with a word of ours.
    pub fn plain(&mut self, name: &'static str, value: &'static str) {
        self.folded(&format!("{name}:{value}"));
    }

    /// The identifier of an event.
    pub fn uid(&mut self, parts: &[&str]) {
        self.folded(&format!("UID:{}", uid(parts)));
    }

    /// A date with a time: the first of a day.
    pub fn first_of_day(&mut self, name: &'static str, day: Date) {
        self.folded(&format!("{name}:{}T000000Z", compact(day)));
    }

    /// A property of free text.
    pub fn text(&mut self, name: &'static str, value: &str) {
        self.folded(&format!("{name}:{}", escaped(value)));
    }

    /// A property that is a whole day.
    pub fn day(&mut self, name: &'static str, day: Date) {
        self.folded(&format!("{name};VALUE=DATE:{}", compact(day)));
    }

    /// The file.
    pub fn into_text(self) -> String {
        self.0
    }

    /// A long line continues on the next one after a space; no character is split.
    fn folded(&mut self, line: &str) {
        let mut width = 0;
        for letter in line.chars() {
            if width + letter.len_utf8() > WIDEST {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(letter);
            width += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// `20261122`.
fn compact(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// A value of the type TEXT (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("\\n");
        }
        for letter in printable(line).chars() {
            if matches!(letter, '\\' | ';' | ',') {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}

/// An identifier that depends only on the given parts.
fn uid(parts: &[&str]) -> String {
    let mut hash = hmac_sha256::Hash::new();
    for part in parts {
        hash.update(format!("{}\0{part}", part.len()));
    }
    let mut id = String::new();
    for byte in hash.finalize().iter().take(16) {
        let _ = write!(id, "{byte:02x}");
    }
    format!("{id}@terroir")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"电".repeat(60));
        let text = lines.into_text();
        assert!(text.split("\r\n").all(|line| line.len() <= WIDEST), "{text}");
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "电".repeat(60)));
    }

    #[test]
    fn a_text_cannot_start_a_property() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a;b,c\\d\nEND:VEVENT\r\nX:y");
        assert_eq!(lines.into_text(), "SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\u{fffd}\\nX:y\r\n");
    }
}
