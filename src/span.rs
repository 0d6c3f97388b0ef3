//! Places in the text of files: every value, every constraint and every message knows where it came from.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The id of a file in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FileId(pub u32);

/// A piece of a file's text: byte offsets, the end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond 4 GiB saturate (files are limited to 8 MiB).
    #[must_use]
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The empty span at the start of a file.
    #[must_use]
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// A value and the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The value that this one dereferences to, at the same place.
    pub fn as_deref(&self) -> Spanned<&T::Target>
    where
        T: std::ops::Deref,
    {
        Spanned { value: &*self.value, span: self.span }
    }
}

/// Where a file comes from, from weak to strong: for the same area, the stronger statement wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileOrigin {
    /// The overlays in the binary.
    BuiltIn,
    /// A folder of overlays outside the solution.
    Pack,
    /// The solution.
    Own,
}

impl FileOrigin {
    /// The word in messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::BuiltIn => "built-in",
            Self::Pack => "pack",
            Self::Own => "own",
        }
    }

    /// Whether a file is not one of the overlays in the binary.
    fn is_not_built_in(&self) -> bool {
        *self != Self::BuiltIn
    }
}

/// A table or view of a database beside a solution, whose rows are components.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct DatabaseTable {
    /// The database, relative to the solution's folder: `parts.sqlite`.
    pub file: String,
    /// The table's name.
    pub table: String,
}

impl DatabaseTable {
    /// The name under which its rows are read, as CSV: `parts.sqlite/Modules.csv`.
    #[must_use]
    pub fn source_name(&self) -> String {
        format!("{}/{}.csv", self.file, self.table)
    }
}

/// One file's name and text.
#[derive(Clone, Debug)]
pub struct File {
    /// The name shown to people, relative to the solution's folder, with `/`: `catalog/radio.toml`, `regions/BR.toml`.
    pub name: Arc<str>,
    /// The whole text, shared; the text of a built-in overlay is not copied.
    pub text: Arc<Cow<'static, str>>,
    /// Whether the file is one of the built-in overlays.
    pub built_in: bool,
    /// The folder of overlays that the file belongs to, as its user named it; `None` for built-in files and the
    /// solution's own.
    pub pack: Option<Arc<str>>,
    /// The table of a database whose rows are the text, as CSV.
    pub table: Option<Arc<DatabaseTable>>,
    /// Computed on first use, because most files never need it.
    line_starts: Arc<OnceLock<Vec<u32>>>,
}

impl File {
    /// A file of the solution.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        let text = Arc::new(Cow::Owned(text.to_owned()));
        Self { name: name.into(), text, built_in: false, pack: None, table: None, line_starts: Arc::default() }
    }

    /// A built-in file.
    #[must_use]
    pub(crate) fn embedded(name: &str, text: &'static str) -> Self {
        Self { text: Arc::new(Cow::Borrowed(text)), built_in: true, ..Self::new(name, "") }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).map(|start| u32::try_from(start).unwrap_or(u32::MAX)).collect()
        })
    }

    /// The rows of a table of a database, as a CSV catalogue.
    #[must_use]
    pub fn of_table(table: DatabaseTable, text: &str) -> Self {
        let file = Self::new(&table.source_name(), text);
        Self { table: Some(Arc::new(table)), ..file }
    }

    /// A file of a pack: its name begins with the folder that the pack was named by.
    #[must_use]
    pub fn of_pack(pack: &Arc<str>, name: &str, text: &str) -> Self {
        Self { pack: Some(pack.clone()), ..Self::new(name, text) }
    }

    /// Where the file comes from.
    #[must_use]
    pub fn origin(&self) -> FileOrigin {
        match (self.built_in, &self.pack) {
            (true, _) => FileOrigin::BuiltIn,
            (false, Some(_)) => FileOrigin::Pack,
            (false, None) => FileOrigin::Own,
        }
    }

    /// The name without its folders.
    #[must_use]
    pub fn base_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// Line and column of a byte offset, both counted from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line_starts().partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.line_starts().get(line).copied().unwrap_or(0) as usize;
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = self.text.get(start..end).map_or(0, |before| before.chars().count());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (count(line + 1), count(column + 1))
    }

    /// The text of a line (counted from 1) without its line end; empty when there is no such line.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        let index = line.saturating_sub(1) as usize;
        let Some(start) = self.line_starts().get(index) else { return "" };
        let rest = self.text.get(*start as usize..).unwrap_or("");
        rest.split('\n').next().unwrap_or("").trim_end_matches('\r')
    }
}

/// All files of a run: the solution's own and the built-in overlays that it uses.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

impl Files {
    /// How many places after the point the amount at a place was written with.
    pub(crate) fn decimal_places(&self, place: Span) -> u32 {
        let text = self.get(place.file).map(|file| &file.text);
        let written = text.and_then(|text| text.get(place.start as usize..place.end as usize)).unwrap_or_default();
        let places = written.trim_matches(|letter: char| !letter.is_ascii_digit()).split_once('.');
        places.map_or(0, |(_, places)| u32::try_from(places.len()).unwrap_or(0))
    }

    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and returns its id.
    pub fn add(&mut self, file: File) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file with an id; `None` for an id of another collection.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&File> {
        self.files.get(id.0 as usize)
    }

    /// The name of a file; empty for an id of another collection.
    #[must_use]
    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", |file| &file.name)
    }

    /// Whether a file is one of the built-in overlays.
    #[must_use]
    pub fn is_built_in(&self, id: FileId) -> bool {
        self.get(id).is_some_and(|file| file.built_in)
    }

    /// Where a file comes from; the solution for an id of another collection.
    #[must_use]
    pub fn origin(&self, id: FileId) -> FileOrigin {
        self.get(id).map_or(FileOrigin::Own, File::origin)
    }

    /// Name, line and column of the start of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.get(span.file).map_or((1, 1), |file| file.line_column(span.start));
        Place { file: self.name(span.file).to_owned(), line, column, origin: self.origin(span.file) }
    }

    /// All files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(u32::try_from(at).unwrap_or(u32::MAX)), file))
    }
}

/// File, line and column of a place, both counted from 1.
///
/// A built-in overlay and an overlay of the solution may have the same file name. Their places differ in text:
/// `built-in:regions/DE.toml:9` and `regions/DE.toml:9`; so do [`Place::origin`], and `"built_in": true` in JSON.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
    /// Where the file comes from; in JSON `"built_in": true`, and nothing for other files.
    #[serde(rename = "built_in", serialize_with = "is_true", skip_serializing_if = "FileOrigin::is_not_built_in")]
    pub origin: FileOrigin,
}

impl Place {
    /// A place in a file of the solution.
    ///
    /// ```
    /// assert_eq!(terroir::Place::in_solution("solution.toml", 3, 1).to_string(), "solution.toml:3");
    /// ```
    #[must_use]
    pub fn in_solution(file: &str, line: u32, column: u32) -> Self {
        Self { file: file.to_owned(), line, column, origin: FileOrigin::Own }
    }

    /// Whether the place is in one of the overlays in the binary, which no editor can open.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.origin == FileOrigin::BuiltIn
    }

    /// The name of the file as people read it: `built-in:regions/DE.toml`, `regions/DE.toml`; on a disk it may have any
    /// letters, so those that a terminal obeys are replaced.
    ///
    /// ```
    /// let world = terroir::Solution::world()?;
    /// let fact = &world.facts("DE").ok_or("no area")?[0];
    /// assert!(fact.place.file_text().starts_with("built-in:regions/"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file_text(&self) -> String {
        let name = printable(&self.file);
        if self.is_built_in() { format!("built-in:{name}") } else { name }
    }
}

/// A text that is safe on a terminal: control and direction characters become `\u{fffd}`, a tab becomes a space.
#[must_use]
pub fn printable(text: &str) -> String {
    let harmless = |letter: char| match letter {
        '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other if other.is_control() => '\u{fffd}',
        other => other,
    };
    text.chars().map(harmless).collect()
}

fn is_true<S: serde::Serializer>(_: &FileOrigin, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(true)
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}", self.file_text(), self.line)
    }
}
