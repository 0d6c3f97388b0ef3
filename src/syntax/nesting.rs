//! How deep a text is nested, found before it is parsed: brackets and dots of keys, without recursion.
//!
//! A hostile file of a million brackets must cost neither stack nor time; dots count because `a.b.c` makes tables too.
//! The same walk finds brackets that are never closed: a parser would read all lines after one as its content, and
//! report an error in each of them.

/// The deepest nesting that is read.
pub const DEEPEST: usize = 64;

/// What a bracket is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// `[…]` on the right of `=`.
    Array,
    /// `{…}`.
    Table,
    /// `[…]` at the start of a line.
    Header,
}

/// A bracket of a value that is open where the next key or header begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// The byte of the bracket.
    pub open: usize,
    /// The start of the line that cannot belong to it; the end of the text where none follows.
    pub at: usize,
    /// What closes it, and those around it, there.
    pub closing: String,
}

/// An open bracket, its byte, and the dots of the key before it.
#[derive(Clone, Copy)]
struct Open {
    bracket: Bracket,
    at: usize,
    dots: usize,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    unclosed: Vec<Unclosed>,
    cuts: Vec<usize>,
    /// The last byte that is neither a space nor part of a comment.
    last: u8,
    /// Dots of the header that the lines belong to, of the key being read, and of all keys before open brackets.
    header_dots: usize,
    key_dots: usize,
    open_dots: usize,
    in_key: bool,
}

/// What the walk over a document found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brackets {
    /// Brackets that are never closed.
    pub unclosed: Vec<Unclosed>,
    /// Starts of lines outside of all brackets, far apart: pieces between them can be parsed alone.
    pub cuts: Vec<usize>,
    /// How much of the text was walked; less than all where too many brackets are unclosed.
    pub length: usize,
}

/// The most unclosed brackets that are searched for.
const MOST_UNCLOSED: usize = 1000;

/// The least distance of two cuts.
const PIECE: usize = 256 * 1024;

/// The brackets of a document; or the byte at which it becomes too deep.
pub fn brackets(text: &str) -> Result<Brackets, usize> {
    let mut scan = Scan::document(text);
    scan.run()?;
    let length = scan.at.min(text.len());
    scan.end_brackets(length);
    Ok(Brackets { unclosed: scan.unclosed, cuts: scan.cuts, length })
}

/// Whether a single value is too deep.
#[must_use]
pub fn is_too_deep(value: &str) -> bool {
    Scan::value(value).run().is_err()
}

impl<'a> Scan<'a> {
    /// A document begins with a key.
    fn document(text: &'a str) -> Self {
        Self { in_key: true, ..Self::value(text) }
    }

    fn value(text: &'a str) -> Self {
        let (open, unclosed, cuts) = (Vec::new(), Vec::new(), Vec::new());
        let bytes = text.as_bytes();
        let in_key = false;
        Self { bytes, at: 0, open, unclosed, cuts, last: b'\n', header_dots: 0, key_dots: 0, open_dots: 0, in_key }
    }

    fn run(&mut self) -> Result<(), usize> {
        while let Some(byte) = self.bytes.get(self.at)
            && self.unclosed.len() < MOST_UNCLOSED
        {
            self.step(*byte);
            if self.depth() > DEEPEST {
                return Err(self.at.saturating_sub(1));
            }
        }
        Ok(())
    }

    fn depth(&self) -> usize {
        self.open.len() + self.open_dots + self.header_dots + self.key_dots
    }

    fn step(&mut self, byte: u8) {
        if byte == b'#' {
            return self.skip_line();
        }
        if !byte.is_ascii_whitespace() {
            self.last = byte;
        }
        match byte {
            b'"' | b'\'' => return self.skip_string(byte),
            b'[' => self.open_square(),
            b'{' => self.push(Bracket::Table),
            b']' | b'}' => self.close(),
            b'.' if self.in_key => self.count_dot(),
            b'=' => self.in_key = false,
            b',' => self.end_value(),
            b'\n' => self.end_line(),
            _ => {}
        }
        self.at += 1;
    }

    fn count_dot(&mut self) {
        let is_header = self.open.last().is_some_and(|open| open.bracket == Bracket::Header);
        if is_header {
            self.header_dots += 1;
        } else {
            self.key_dots += 1;
        }
    }

    fn open_square(&mut self) {
        let in_header = self.open.iter().all(|open| open.bracket == Bracket::Header);
        if self.in_key && in_header {
            if self.open.is_empty() {
                self.header_dots = 0;
                self.key_dots = 0;
            }
            self.open.push(Open { bracket: Bracket::Header, at: self.at, dots: 0 });
        } else {
            self.push(Bracket::Array);
        }
    }

    fn push(&mut self, bracket: Bracket) {
        self.open.push(Open { bracket, at: self.at, dots: self.key_dots });
        self.open_dots += self.key_dots;
        self.key_dots = 0;
        self.in_key = bracket == Bracket::Table;
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.open_dots -= open.dots;
            self.key_dots = open.dots;
        }
    }

    fn end_value(&mut self) {
        self.in_key = self.open.last().is_some_and(|open| open.bracket == Bracket::Table);
        self.key_dots = 0;
    }

    fn end_line(&mut self) {
        let is_inside = self.open.iter().any(|open| open.bracket != Bracket::Header);
        if is_inside && self.starts_anew() {
            self.end_brackets(self.at + 1);
        } else if !is_inside {
            self.end_brackets(self.at);
        }
        if self.open.is_empty() && self.at + 1 - self.cuts.last().copied().unwrap_or(0) >= PIECE {
            self.cuts.push(self.at + 1);
        }
    }

    /// Closes all brackets; those of values are remembered as unclosed, those of headers are left to the parser.
    fn end_brackets(&mut self, at: usize) {
        let values = || self.open.iter().filter(|open| open.bracket != Bracket::Header);
        if let Some(innermost) = values().next_back() {
            let closing = values().rev().map(|open| if open.bracket == Bracket::Array { ']' } else { '}' }).collect();
            self.unclosed.push(Unclosed { open: innermost.at, at, closing });
        }
        self.open.clear();
        self.key_dots = 0;
        self.open_dots = 0;
        self.in_key = true;
    }

    /// Whether the next line begins a key or a header, which the open bracket cannot contain.
    fn starts_anew(&self) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        if let Some(header) = line.strip_prefix(b"[") {
            let name = header.strip_prefix(b"[").unwrap_or(header).trim_ascii_start();
            let length = name.iter().take_while(|byte| is_word(byte)).count();
            let word = name.get(..length).unwrap_or_default();
            let is_value = matches!(word, b"true" | b"false" | b"inf" | b"nan");
            return word.first().is_some_and(u8::is_ascii_alphabetic) && !is_value;
        }
        let length = line.iter().take_while(|byte| is_word(byte)).count();
        let behind = line.get(length..).unwrap_or_default().trim_ascii_start();
        let is_key = length > 0 && behind.first() == Some(&b'=');
        match self.open.last() {
            Some(open) if is_key && open.bracket == Bracket::Table => self.last != b',' && !self.ends_line(open.at),
            _ => is_key,
        }
    }

    /// Whether nothing but a comment follows a bracket on its line: then a table of several lines is meant.
    fn ends_line(&self, bracket: usize) -> bool {
        let rest = self.bytes.get(bracket + 1..).unwrap_or_default();
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        line.is_empty() || line.starts_with(b"#")
    }

    fn skip_line(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    /// A string of one line ends at the line's end at the latest, as the parser has it.
    fn skip_string(&mut self, quote: u8) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let is_long = rest.starts_with(&[quote; 3]);
        let mut at = if is_long { 3 } else { 1 };
        while let Some(byte) = rest.get(at) {
            let tail = rest.get(at..).unwrap_or_default();
            match *byte {
                b'\\' if quote == b'"' && rest.get(at + 1) != Some(&b'\n') => at += 1,
                b'\n' if !is_long => break,
                found if found == quote && !is_long => {
                    at += 1;
                    break;
                }
                _ if is_long && tail.starts_with(&[quote; 3]) => {
                    // Up to two quotes may come right before the closing three.
                    at += 3 + rest.iter().skip(at + 3).take(2).take_while(|byte| **byte == quote).count();
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        self.at += at.min(rest.len());
    }
}
