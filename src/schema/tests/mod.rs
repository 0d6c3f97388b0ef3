//! What is written is read, with its place; what is wrong is told, all of it, at its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout)]

mod catalogues;
mod hostile;
mod places;
mod shapes;
mod syntax;
mod toml_fast;

use super::{Document, FileKind, read};
use crate::diagnostic::{Diagnostic, Severity};
use crate::span::{File, Files};
use crate::syntax::Node;

/// A file that was read, and everything needed to look at it.
pub struct Reading {
    pub files: Files,
    pub document: Document,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn reading(kind: FileKind, name: &str, text: &str) -> Reading {
    let mut files = Files::new();
    let file = files.add(File::new(name, text));
    let mut diagnostics = Vec::new();
    let document = read(kind, file, &files, &mut diagnostics);
    Reading { files, document, diagnostics }
}

impl Reading {
    /// `code line:column` of each diagnostic.
    pub fn codes(&self) -> Vec<String> {
        let place = |one: &Diagnostic| one.place(&self.files).unwrap();
        self.diagnostics.iter().map(|one| format!("{} {}:{}", one.code, place(one).line, place(one).column)).collect()
    }

    pub fn only(&self) -> &Diagnostic {
        assert_eq!(self.diagnostics.len(), 1, "{}", self.told());
        &self.diagnostics[0]
    }

    pub fn told(&self) -> String {
        self.diagnostics.iter().map(|one| one.render(&self.files)).collect()
    }

    pub fn is_sound(&self) -> bool {
        self.diagnostics.iter().all(|one| one.severity != Severity::Error)
    }

    /// The text of the file at the diagnostic's own place.
    pub fn marked(&self, one: &Diagnostic) -> &str {
        let span = one.span().unwrap();
        &self.files.get(span.file).unwrap().text[span.start as usize..span.end as usize]
    }
}

/// A catalogue of one component with these lines.
pub fn component(lines: &str) -> String {
    format!("[[components]]\nid = \"x\"\nkind = \"hardware\"\n{lines}\n")
}

/// An overlay with these lines.
pub fn overlay(lines: &str) -> String {
    format!("area = \"DE\"\n{lines}\n")
}

/// The only fault has this code; with its help's edit in its place, nothing is wrong.
pub fn assert_edit_works(kind: FileKind, text: &str, code: &str) {
    let before = reading(kind, "file.toml", text);
    let fault = before.only();
    assert_eq!(fault.code, code, "{}", before.told());
    let span = fault.span().unwrap();
    let help = fault.help.as_deref().unwrap_or_else(|| panic!("no help: {}", before.told()));
    let edit = help.split('`').nth(1).unwrap();
    let mut edited = text.to_owned();
    if help.starts_with("add ") {
        let line_end = text[span.end as usize..].find('\n').map_or(text.len(), |at| span.end as usize + at);
        edited.insert_str(line_end, &format!("\n{edit}"));
    } else {
        edited.replace_range(span.start as usize..span.end as usize, edit);
    }
    let after = reading(kind, "file.toml", &edited);
    assert!(after.diagnostics.is_empty(), "{edited}\n{}", after.told());
}

pub fn node<'a>(document: &'a Document, path: &[&str]) -> &'a Node {
    let mut table = &*document.root;
    let (last, before) = path.split_last().unwrap();
    for key in before {
        table = match &table.get(key).unwrap().value {
            Node::Table(table) => table,
            Node::Array(elements) => elements[0].value.as_table().unwrap(),
            other => panic!("{key} is {other:?}"),
        };
    }
    &table.get(last).unwrap().value
}
