//! The built-in overlays: the files of `regions/`, in the binary.

use crate::schema::{Document, FileKind, read};
use crate::span::{File, FileId, Files};
use std::sync::OnceLock;

/// The head of a file is enough to know how areas nest; the rest is read for the areas that a solution uses.
pub(crate) struct BuiltIn {
    /// The area's code, which is the file's name.
    pub code: &'static str,
    /// The name shown to people.
    pub name: &'static str,
    /// The whole text.
    pub text: &'static str,
}

macro_rules! built_in {
    ($($code:literal)*) => {
        &[$(BuiltIn {
            code: $code,
            name: concat!("regions/", $code, ".toml"),
            text: include_str!(concat!("../regions/", $code, ".toml")),
        }),*]
    };
}

/// Every built-in overlay, sorted by code.
pub(crate) const BUILT_IN: &[BuiltIn] = built_in! {
    "AE" "AR" "AT" "AU" "BE" "BG" "BR" "CA" "CH" "CL" "CN" "CO" "CR" "CY" "CZ" "DE" "DK" "EC" "EE" "EG" "ES"
    "FI" "FR" "GB" "GR" "HK" "HR" "HU" "ID" "IE" "IL" "IN" "IS" "IT" "JP" "KE" "KR" "KW" "LI" "LT" "LU" "LV"
    "MA" "MT" "MX" "MY" "NG" "NL" "NO" "NZ" "PE" "PH" "PK" "PL" "PT" "QA" "RO" "RS" "RU" "SA" "SE" "SG" "SI"
    "SK" "TH" "TR" "TW" "UA" "US" "UY" "VN" "ZA" "eea" "eu" "itu-r1" "itu-r2" "itu-r3" "world"
};

/// The sources that built-in facts cite.
pub(crate) const SOURCES: &str = include_str!("../regions/sources.toml");

/// The version of the built-in region data, which locks name: `2026.11.22`.
///
/// It is written in `regions/sources.toml` and changes whenever a built-in fact does.
///
/// ```
/// let parts: Vec<&str> = terroir::regions::version().split('.').collect();
/// assert_eq!(parts.len(), 3);
/// ```
#[must_use]
pub fn version() -> &'static str {
    let stated = SOURCES.lines().find_map(|line| line.strip_prefix("version = "));
    stated.unwrap_or_default().trim_matches('"')
}

/// The index of an area's overlay among the built-in ones.
pub(crate) fn position(code: &str) -> Option<usize> {
    BUILT_IN.binary_search_by_key(&code, |overlay| overlay.code).ok()
}

impl BuiltIn {
    /// The text before the first table: `area`, `name`, `within`.
    pub fn head(&self) -> &'static str {
        let end = self.text.find("\n[").map_or(self.text.len(), |at| at + 1);
        self.text.get(..end).unwrap_or(self.text)
    }
}

/// The built-in files and the documents read from them so far. They never change, so each is read once per process.
pub(crate) struct Atlas {
    files: Files,
    /// The heads of the overlays; each has the id of its file.
    beginnings: Files,
    heads: Vec<OnceLock<Document>>,
    wholes: Vec<OnceLock<Document>>,
    sources: OnceLock<Document>,
}

/// The atlas of the process.
pub(crate) fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| {
        let (mut files, mut beginnings) = (Files::new(), Files::new());
        for overlay in BUILT_IN {
            beginnings.add(File::embedded(overlay.name, overlay.head()));
            files.add(File::embedded(overlay.name, overlay.text));
        }
        files.add(File::embedded("regions/sources.toml", SOURCES));
        let unread = || BUILT_IN.iter().map(|_| OnceLock::new()).collect();
        Atlas { files, beginnings, heads: unread(), wholes: unread(), sources: OnceLock::new() }
    })
}

impl Atlas {
    /// All built-in files, with the ids that spans in their documents have.
    pub fn files(&self) -> Files {
        self.files.clone()
    }

    /// The head of an overlay.
    pub fn head(&self, code: &str) -> Option<&Document> {
        overlay(code, &self.heads, &self.beginnings)
    }

    /// A whole overlay. A test proves that it has no errors.
    pub fn whole(&self, code: &str) -> Option<&Document> {
        overlay(code, &self.wholes, &self.files)
    }

    /// The list of sources.
    pub fn sources(&self) -> &Document {
        let file = FileId(u32::try_from(BUILT_IN.len()).unwrap_or(u32::MAX));
        self.sources.get_or_init(|| read(FileKind::Sources, file, &self.files, &mut Vec::new()))
    }
}

/// An overlay, read on first use.
fn overlay<'a>(code: &str, read_so_far: &'a [OnceLock<Document>], files: &Files) -> Option<&'a Document> {
    let at = position(code)?;
    let file = FileId(u32::try_from(at).ok()?);
    Some(read_so_far.get(at)?.get_or_init(|| read(FileKind::Overlay, file, files, &mut Vec::new())))
}

/// The code of the built-in area with an ISO 3166-1 alpha-3 code: `DE` for `DEU`.
pub(crate) fn code_of_alpha3(word: &str) -> Option<&'static str> {
    let line = format!("iso3 = \"{word}\"");
    let is_it = |overlay: &&BuiltIn| overlay.text.lines().any(|known| known == line);
    BUILT_IN.iter().find(is_it).map(|overlay| overlay.code)
}

/// Whether any built-in overlay names a carrier.
pub(crate) fn names_carrier(id: &str) -> bool {
    let written = format!("\nid = \"{id}\"\n");
    BUILT_IN.iter().any(|overlay| overlay.text.contains(&written))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn no_built_in_file_has_a_fault() {
        let mut told = Vec::new();
        for (id, _) in atlas().files.iter() {
            let kind = if id.0 as usize == BUILT_IN.len() { FileKind::Sources } else { FileKind::Overlay };
            let _document = read(kind, id, &atlas().files, &mut told);
        }
        assert_eq!(told, []);
    }

    #[test]
    fn the_version_is_the_one_that_the_list_of_sources_states() {
        let stated = atlas().sources().root.text("version").map(|version| version.value);
        assert_eq!(stated, Some(version()));
        assert!(version().split('.').all(|part| part.parse::<u32>().is_ok()), "{}", version());
    }

    #[test]
    fn files_are_sorted_by_code() {
        assert!(BUILT_IN.is_sorted_by_key(|overlay| overlay.code));
    }

    #[test]
    fn a_head_says_what_the_whole_file_says() {
        for BuiltIn { code, .. } in BUILT_IN {
            let [head, whole] = [atlas().head(code), atlas().whole(code)].map(Option::unwrap);
            for key in ["area", "name", "within"] {
                assert_eq!(head.root.get(key), whole.root.get(key), "{key} of {code}");
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_binary() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/regions");
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| name.ends_with(".toml") && name != "sources.toml");
        names.sort();
        let mut known: Vec<String> = BUILT_IN.iter().map(|overlay| format!("{}.toml", overlay.code)).collect();
        known.sort();
        assert_eq!(names, known);
    }
}
