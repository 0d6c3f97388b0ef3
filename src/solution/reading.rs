//! Texts → documents: which of the files given are catalogues, overlays and offers, and which built-in overlays are read whole.

use super::Pack;
use crate::diagnostic::{Diagnostic, Severity, printable};
use crate::model;
use crate::regions::{BUILT_IN, atlas, position};
use crate::schema::{
    Document, FileKind, MappedTable, catalog_patterns, mapped_tables, offer_patterns, overlay_patterns, read,
};
use crate::span::{DatabaseTable, File, FileId, Files, Span};
use crate::terms::code::{NameCode, SourceCode};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The largest file that is read, in bytes.
const LARGEST_FILE: usize = 8 * 1024 * 1024;

/// A file with what was read in it: kept, so that a solution with one other file reads only that one.
#[derive(Clone, Debug)]
pub(super) struct ReadFile {
    file: File,
    document: Document,
    /// What was found while it was read.
    diagnostics: Vec<Diagnostic>,
}

impl ReadFile {
    /// Whether reading a file of this number and kind would find the same.
    fn is_same(&self, id: FileId, kind: FileKind, file: &File) -> bool {
        let own = &self.file;
        let is_named_so = (&own.name, &own.pack, &own.table) == (&file.name, &file.pack, &file.table);
        is_named_so && (self.document.file, self.document.kind) == (id, kind) && own.text == file.text
    }
}

/// The files and documents read so far.
#[derive(Default)]
pub(super) struct Reading<'k> {
    pub files: Files,
    pub documents: Vec<Document>,
    /// The files of the solution and of packs, in the order in which they were read.
    pub read_files: Vec<ReadFile>,
    /// Those of a solution that is much the same.
    known: &'k [ReadFile],
    pub diagnostics: Vec<Diagnostic>,
    /// Areas that markets and own overlays name.
    named: BTreeSet<String>,
    /// Built-in areas that were read as a whole.
    pub read: BTreeSet<&'static str>,
}

impl<'k> Reading<'k> {
    /// Nothing but the built-in files, unread; what is known of a solution that is much the same is not read again.
    pub fn new(known: &'k [ReadFile]) -> Self {
        Self { files: atlas().files(), known, ..Self::default() }
    }

    fn add(&mut self, kind: FileKind, file: File) {
        let id = self.files.add(file.clone());
        if self.files.get(id).is_some_and(|file| file.text.len() > LARGEST_FILE) {
            let message = format!("the file is larger than {} MiB", LARGEST_FILE / 1024 / 1024);
            let diagnostic = Diagnostic::error(SourceCode::FileTooLarge, Span::start_of(id), message);
            self.diagnostics.push(diagnostic.help("split it into several files"));
            return;
        }
        let same = self.known.get(self.read_files.len()).filter(|known| known.is_same(id, kind, &file));
        let read_file = same.cloned().unwrap_or_else(|| {
            let mut diagnostics = Vec::new();
            let document = read(kind, id, &self.files, &mut diagnostics);
            ReadFile { file, document, diagnostics }
        });
        self.diagnostics.extend(read_file.diagnostics.iter().cloned());
        self.documents.push(read_file.document.clone());
        self.read_files.push(read_file);
    }

    /// solution.toml, then catalogues, overlays and offers by its patterns.
    pub fn solution(&mut self, sources: &[(String, String)]) {
        let Some((name, text)) = sources.iter().find(|(name, _)| name == "solution.toml") else {
            self.diagnostics.push(Diagnostic {
                code: SourceCode::MissingSolution.into(),
                severity: Severity::Error,
                key: String::new(),
                message: "there is no `solution.toml`".to_owned(),
                waived: false,
                because: None,
                labels: Vec::new(),
                help: Some("`terroir new DIR` creates a solution that resolves".to_owned()),
            });
            return;
        };
        self.add(FileKind::Solution, File::new(name, text));
        let Some(document) = self.documents.first() else { return };
        let root = document.root.clone();
        let table = root.table("solution");
        let markets = table.into_iter().flat_map(|table| table.texts("markets"));
        self.named = markets.map(|market| market.value.to_owned()).collect();
        let mut taken = BTreeSet::new();
        catalog_patterns(&root).iter().for_each(|one| self.matching(FileKind::Catalog, &one.text, sources, &mut taken));
        self.tables(&mapped_tables(&root), sources);
        overlay_patterns(&root).iter().for_each(|one| self.matching(FileKind::Overlay, &one.text, sources, &mut taken));
        offer_patterns(&root).iter().for_each(|one| self.matching(FileKind::Offers, &one.text, sources, &mut taken));
    }

    /// The files of one pattern by name, each once.
    fn matching<'s>(
        &mut self,
        kind: FileKind,
        pattern: &str,
        sources: &'s [(String, String)],
        taken: &mut BTreeSet<&'s str>,
    ) {
        let mut matching: Vec<&(String, String)> = sources.iter().filter(|(name, _)| matches(pattern, name)).collect();
        matching.sort();
        for (name, text) in matching {
            if taken.insert(name) {
                self.add(kind, File::new(name, text));
            }
        }
    }

    /// The rows of databases, which the caller passes in as CSV.
    fn tables(&mut self, tables: &[MappedTable], sources: &[(String, String)]) {
        let mut known: BTreeMap<&DatabaseTable, Span> = BTreeMap::new();
        for MappedTable { table, table_span, .. } in tables {
            let named = format!("table `{}` of `{}`", printable(&table.table), printable(&table.file));
            if let Some(first) = known.insert(table, *table_span) {
                let diagnostic =
                    Diagnostic::error(NameCode::DuplicateEntry, *table_span, format!("{named} is listed twice"));
                self.diagnostics.push(diagnostic.and(first, "first here"));
                continue;
            }
            let name = table.source_name();
            match sources.iter().find(|(source, _)| *source == name) {
                Some((_, text)) => self.add(FileKind::Catalog, File::of_table(table.clone(), text)),
                None => {
                    let diagnostic = Diagnostic::error(
                        SourceCode::MissingTable,
                        *table_span,
                        format!("no rows of {named} were read"),
                    );
                    let help = format!("pass them in as CSV, under the name `{}`", printable(&name));
                    self.diagnostics.push(diagnostic.help(help));
                }
            }
        }
    }

    /// The files of a pack.
    pub fn pack(&mut self, pack: &Pack) {
        let folder: Arc<str> = pack.folder().into();
        for (kind, name, text) in pack.files() {
            self.add(kind, File::of_pack(&folder, &name, text));
        }
    }

    /// The areas of overlays, and the areas around them, are needed.
    pub fn name_areas(&mut self) {
        let overlays = || self.documents.iter().filter(|document| document.kind == FileKind::Overlay);
        let areas = overlays().filter_map(|document| document.root.text("area")).map(|area| area.value.to_owned());
        let parents = overlays().flat_map(|document| document.root.texts("within").map(|area| area.value.to_owned()));
        let all: Vec<String> = areas.chain(parents).collect();
        self.named.extend(all);
    }

    /// The heads of all built-in overlays, and those overlays in full that the solution uses.
    pub fn built_in(&mut self, further: &[&str]) {
        let codes = || BUILT_IN.iter().map(|overlay| overlay.code);
        let mut wanted: BTreeSet<&'static str> = BTreeSet::new();
        let named = self.named.iter().map(String::as_str).chain(further.iter().copied());
        let mut open: Vec<&str> = named.chain(["world"]).collect();
        while let Some(code) = open.pop() {
            if let Some(known) = position(code).and_then(|at| codes().nth(at)).filter(|known| wanted.insert(known)) {
                let whole = atlas().whole(known).into_iter();
                open.extend(whole.flat_map(|whole| whole.root.texts("within")).map(|parent| parent.value));
            }
        }
        let read = |code| if wanted.contains(code) { atlas().whole(code) } else { atlas().head(code) };
        self.documents.extend(codes().filter_map(read).cloned());
        self.documents.push(atlas().sources().clone());
        self.read = wanted;
    }
}

/// Whether a pattern matches a file's name; `*` and `?` stay within one folder.
fn matches(pattern: &str, name: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), name.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if model::glob(pattern, part) => {}
            _ => return false,
        }
    }
}
