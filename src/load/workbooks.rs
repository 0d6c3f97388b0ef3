//! Catalogues in workbooks: read as CSV where a pattern matches them, else reported; so are formulas without a result.

use super::patterns::{matching, split};
use super::text::{Text, decode};
use super::{MANIFEST, Problem, Reading};
use crate::diagnostic::{Diagnostic, printable};
use crate::schema::{FilePattern, PatternKey};
use crate::solution::Solution;
use crate::span::{File, Files, Span};
use crate::terms::code::SourceCode;
use std::collections::BTreeSet;
use std::path::Path;

/// A workbook that is not read.
pub(super) struct Unread {
    name: String,
    /// The folder.
    folder: String,
    /// The key of the patterns.
    key: PatternKey,
}

impl Unread {
    /// The solution with a warning about the workbook.
    pub(super) fn reported(solution: Solution, unread: Self) -> Solution {
        let Self { name, folder, key: PatternKey { name: key, defaults, place } } = unread;
        let Some((id, _)) = solution.files().iter().find(|(_, file)| &*file.name == MANIFEST) else { return solution };
        let name = printable(&name);
        let message = format!("`{name}` is not read: no pattern of `{key}` matches it");
        let begin = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let help = format!(
            "add `\"{begin}*.xlsx\"` to `{key}` in `[solution]`, after the patterns that it has: the defaults are `{defaults}`"
        );
        let warning = Diagnostic::warning(SourceCode::UnreadWorkbook, Span::new(id, place), message).about(&name);
        solution.with_warning(warning.help(help))
    }
}

impl Reading {
    /// Notes workbooks that lie among the catalogues or offers and are not read.
    pub(super) fn note_workbooks(&mut self, root: &Path, patterns: &[FilePattern], key: PatternKey) {
        let folders: BTreeSet<&str> = patterns.iter().filter_map(|pattern| Some(split(&pattern.text)?.0)).collect();
        for folder in folders {
            // What cannot be listed was reported with the patterns.
            let names = matching(root, folder, "*.xlsx").unwrap_or_default();
            let unread = names.into_iter().filter(|name| !self.names.contains(name));
            let of = |name| Unread { name, folder: folder.to_owned(), key: key.clone() };
            self.workbooks.extend(unread.map(of));
        }
    }
}

/// A cell of a catalogue's workbook that was read as empty and is not.
pub(super) struct Lost {
    /// The name of the workbook.
    name: String,
    line: u64,
    message: String,
}

impl Lost {
    /// The warning about it.
    pub(super) fn warning(&self, files: &Files) -> Option<Diagnostic> {
        let (id, file) = files.iter().find(|(_, file)| !file.built_in && *file.name == *self.name)?;
        let start = line_start(file, self.line);
        let span = Span::new(id, start..start);
        let warning = Diagnostic::warning(SourceCode::UnreadFormula, span, self.message.clone()).about(&self.name);
        Some(warning.help("open the workbook in a spreadsheet program and save it, or correct the formula"))
    }
}

/// Where a line, counted from 1, begins.
fn line_start(file: &File, line: u64) -> usize {
    let ends = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
    let before = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
    std::iter::once(0).chain(ends).nth(before).unwrap_or(0)
}

/// Whether a catalogue is kept in a workbook.
pub(super) fn is_workbook(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".xlsx")
}

/// A workbook's first sheet as the text of a CSV catalogue, and what was lost of it.
#[cfg(feature = "xlsx")]
pub(super) fn workbook(name: &str, bytes: &[u8]) -> Result<(Text, Vec<Lost>), Problem> {
    let read = crate::import::workbook_as_csv(bytes).map_err(Problem::Workbook)?;
    let lost = read.lost.into_iter().map(|(line, message)| Lost { name: name.to_owned(), line, message });
    Ok((decode(read.text.as_bytes()), lost.collect()))
}

#[cfg(not(feature = "xlsx"))]
pub(super) fn workbook(_: &str, _: &[u8]) -> Result<(Text, Vec<Lost>), Problem> {
    Err(Problem::Workbook("is a workbook, but this terroir was built without the feature `xlsx`".to_owned()))
}
