//! What all steps of reading one file share: its text, and the diagnostics reported so far.

use crate::diagnostic::{Diagnostic, printable};
use crate::span::{FileId, Span};
use crate::terms::Code;
use crate::terms::code::SyntaxCode;
use std::collections::{BTreeMap, BTreeSet};

/// The number of errors with one code that are reported one by one; further ones are counted.
const MOST_OF_ONE_CODE: usize = 1000;

/// The number of syntax errors that are reported one by one: most later ones follow from the first few.
const MOST_OF_SYNTAX: usize = 50;

/// The file that is being read.
pub struct Context<'a> {
    /// The file.
    pub file: FileId,
    /// Its whole text.
    pub text: &'a str,
    /// Whether it is CSV, for which edits in TOML syntax would be wrong.
    pub is_csv: bool,
    /// Offsets of syntax errors, sorted: keys near them may be missing because of them.
    faults: Vec<u32>,
    /// Starts of the headers above those errors.
    broken_headers: BTreeSet<u32>,
    counts: BTreeMap<Code, (usize, Span)>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// A file in TOML without diagnostics so far.
    #[must_use]
    pub fn toml(file: FileId, text: &'a str) -> Self {
        let (faults, broken_headers) = (Vec::new(), BTreeSet::new());
        Self { file, text, is_csv: false, faults, broken_headers, counts: BTreeMap::new(), diagnostics: Vec::new() }
    }

    /// A file in CSV without diagnostics so far.
    #[must_use]
    pub fn csv(file: FileId, text: &'a str) -> Self {
        Self { is_csv: true, ..Self::toml(file, text) }
    }

    /// Reports a second byte order mark: readers of the formats overlook it, and other programs read it as a letter.
    pub fn report_second_mark(&mut self) {
        const MARK: char = '\u{feff}';
        if !self.text.starts_with(&[MARK, MARK].iter().collect::<String>()) {
            return;
        }
        let code = if self.is_csv { SyntaxCode::CsvRow } else { SyntaxCode::TomlSyntax };
        let second = self.span(MARK.len_utf8()..2 * MARK.len_utf8());
        self.report(Diagnostic::error(code, second, "the file begins with two byte order marks; one is enough"));
    }

    /// Reports a diagnostic, or counts it if enough with its code were reported.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let span = diagnostic.span().unwrap_or(Span::start_of(self.file));
        let most = most_of(diagnostic.code);
        let count = self.counts.entry(diagnostic.code).or_insert((0, span));
        count.0 += 1;
        if count.0 <= most {
            self.diagnostics.push(diagnostic);
        } else if count.0 == most + 1 {
            count.1 = span;
        }
    }

    /// Whether a diagnostic with this code would still be reported, so that its message is worth building.
    #[must_use]
    pub fn has_room(&self, code: impl Into<Code>) -> bool {
        let code = code.into();
        self.counts.get(&code).is_none_or(|(count, _)| *count < most_of(code))
    }

    /// All diagnostics, in the order of the text.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (code, (count, span)) in &self.counts {
            let most = most_of(*code);
            if *count > most {
                let message = format!("and {} more errors of this kind in this file", count - most);
                self.diagnostics.push(Diagnostic::error(*code, *span, message));
            }
        }
        self.diagnostics.sort_by_key(|one| (one.span().map(|span| (span.start, span.end)), one.code));
        self.diagnostics.dedup();
        self.diagnostics
    }

    /// The place of a byte range of the file.
    #[must_use]
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// The text at a place.
    #[must_use]
    pub fn snippet(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The quote around the text at a place, if any: an edit needs the same.
    #[must_use]
    pub fn quote(&self, span: Span) -> &'static str {
        if self.snippet(span).starts_with(['"', '\'']) { "\"" } else { "" }
    }

    /// Remembers where the syntax is broken; `headers` are the starts of all table headers.
    pub fn remember_faults(&mut self, mut faults: Vec<u32>, mut headers: Vec<u32>) {
        faults.sort_unstable();
        headers.sort_unstable();
        for fault in &faults {
            let before = headers.partition_point(|header| header <= fault);
            let owner = before.checked_sub(1).and_then(|at| headers.get(at));
            self.broken_headers.insert(owner.copied().unwrap_or(u32::MAX));
        }
        self.faults = faults;
    }

    /// Whether a key of the table may be missing only because of a syntax error.
    #[must_use]
    pub fn is_broken(&self, header: Span) -> bool {
        let is_root = header.end == 0;
        let first_inside = self.faults.partition_point(|fault| *fault < header.start);
        let has_inside = self.faults.get(first_inside).is_some_and(|fault| *fault <= header.end);
        let key = if is_root { u32::MAX } else { header.start };
        self.broken_headers.contains(&key) || has_inside || (is_root && !self.faults.is_empty())
    }
}

fn most_of(code: Code) -> usize {
    if code == SyntaxCode::TomlSyntax { MOST_OF_SYNTAX } else { MOST_OF_ONE_CODE }
}

/// The user's words in backticks: safe on a terminal, and cut if they are long.
#[must_use]
pub fn quoted(words: &str) -> String {
    const LONGEST: usize = 60;
    let mut cut: String = words.chars().take(LONGEST).collect();
    if words.chars().nth(LONGEST).is_some() {
        cut.push('…');
    }
    format!("`{}`", printable(&cut))
}

/// Whether a text can be part of a help unchanged: short, and safe on a terminal.
#[must_use]
pub fn is_plain(words: &str) -> bool {
    words.len() <= 80 && printable(words) == words && !words.contains('`')
}
