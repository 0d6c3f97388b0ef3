//! What the rows below a header are read with.

use crate::import::finding::Finding;
use crate::import::list::cell::Marks;
use crate::import::list::header::Header;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads the rows below a header.
pub(super) struct RowReader<'a> {
    pub file: &'a str,
    /// The name of the list's variant.
    pub variant: &'a str,
    pub header: &'a Header,
    /// The index of the header in the list.
    pub number: usize,
    pub findings: &'a mut Vec<Finding>,
    /// Lines that the solution does not hold as the file has them.
    pub inexact: &'a mut BTreeSet<u64>,
    /// Cells that say that nothing is known, by the title of their column.
    pub placeholders: &'a mut BTreeMap<String, usize>,
    /// How the numbers of the list are written.
    pub marks: Marks,
    /// What texts say about not being fitted; lists repeat theirs.
    pub fittings: &'a mut HashMap<String, Option<String>>,
}

/// What a row says about its places.
pub(super) struct Places {
    pub fitted: Vec<String>,
    /// The number of those that are not fitted.
    pub left_out: usize,
    /// A text that is no designator.
    pub unclear: Option<String>,
}

impl RowReader<'_> {
    /// A line that the solution does not hold as the file has it.
    pub fn warn(&mut self, line: u64, message: impl Into<String>) {
        self.findings.push(Finding::warning(self.file, line, message));
        self.inexact.insert(line);
    }

    /// Something for information.
    pub fn note(&mut self, line: u64, message: impl Into<String>) {
        self.findings.push(Finding::note(self.file, line, message));
    }
}
