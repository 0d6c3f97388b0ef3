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
    ($($code:literal $(in $folder:literal)?)*) => {
        &[$(BuiltIn {
            code: $code,
            name: concat!("regions/", $($folder,)? $code, ".toml"),
            text: include_str!(concat!("../regions/", $($folder,)? $code, ".toml")),
        }),*]
    };
}

/// Every built-in overlay, sorted by code; those of the second tier are in a folder of their own.
#[rustfmt::skip]
pub(crate) const BUILT_IN: &[BuiltIn] = built_in! {
    "AD" in "tier-2/" "AE" "AF" in "tier-2/" "AL" in "tier-2/" "AM" in "tier-2/" "AR" "AT" "AU" "AZ" in "tier-2/"
    "BA" in "tier-2/" "BB" in "tier-2/" "BD" in "tier-2/" "BE" "BF" in "tier-2/" "BG" "BH" in "tier-2/"
    "BM" in "tier-2/" "BN" in "tier-2/" "BR" "BS" in "tier-2/" "BW" in "tier-2/" "CA" "CH" "CI" in "tier-2/" "CL" "CN"
    "CO" "CR" "CY" "CZ" "DE" "DK" "DO" in "tier-2/" "DZ" in "tier-2/" "EC" "EE" "EG" "ES" "ET" in "tier-2/" "FI"
    "FO" in "tier-2/" "FR" "GB" "GE" in "tier-2/" "GH" in "tier-2/" "GR" "GT" in "tier-2/" "GY" in "tier-2/" "HK" "HR"
    "HU" "ID" "IE" "IL" "IM" in "tier-2/" "IN" "IR" in "tier-2/" "IS" "IT" "JO" in "tier-2/" "JP" "KE"
    "KH" in "tier-2/" "KR" "KW" "KZ" in "tier-2/" "LB" in "tier-2/" "LC" in "tier-2/" "LI" "LK" in "tier-2/"
    "LS" in "tier-2/" "LT" "LU" "LV" "MA" "MD" in "tier-2/" "ME" in "tier-2/" "MK" in "tier-2/" "MN" in "tier-2/"
    "MO" in "tier-2/" "MT" "MU" in "tier-2/" "MV" in "tier-2/" "MW" in "tier-2/" "MX" "MY" "NA" in "tier-2/" "NG"
    "NI" in "tier-2/" "NL" "NO" "NP" in "tier-2/" "NZ" "OM" in "tier-2/" "PA" in "tier-2/" "PE" "PG" in "tier-2/" "PH"
    "PK" "PL" "PR" in "tier-2/" "PT" "PY" in "tier-2/" "QA" "RE" in "tier-2/" "RO" "RS" "RU" "RW" in "tier-2/" "SA"
    "SE" "SG" "SI" "SK" "SN" in "tier-2/" "SV" in "tier-2/" "TC" in "tier-2/" "TH" "TN" in "tier-2/" "TR"
    "TT" in "tier-2/" "TW" "TZ" in "tier-2/" "UA" "UG" in "tier-2/" "US" "UY" "UZ" in "tier-2/" "VE" in "tier-2/"
    "VI" in "tier-2/" "VN" "ZA" "eea" "eu" "itu-r1" "itu-r2" "itu-r3" "world"
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
    /// The text before the first table: `area`, `name`, `within`, `tier`.
    pub fn head(&self) -> &'static str {
        let end = self.text.find("\n[").map_or(self.text.len(), |at| at + 1);
        self.text.get(..end).unwrap_or(self.text)
    }

    /// Whether only a part of the market was read.
    pub fn is_of_second_tier(&self) -> bool {
        self.head().lines().any(|line| line == "tier = 2")
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
            for key in ["area", "name", "within", "tier"] {
                assert_eq!(head.root.get(key), whole.root.get(key), "{key} of {code}");
            }
        }
    }

    #[test]
    fn the_folder_of_an_overlay_is_that_of_its_tier() {
        for overlay in BUILT_IN {
            assert_eq!(overlay.name.starts_with("regions/tier-2/"), overlay.is_of_second_tier(), "{}", overlay.name);
        }
        assert!(BUILT_IN.iter().filter(|overlay| overlay.is_of_second_tier()).count() > 50);
    }

    #[test]
    fn every_file_of_the_folder_is_in_the_binary() {
        let names_in = |folder: &str| -> Vec<String> {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let files = std::fs::read_dir(path).into_iter().flatten().flatten();
            files.map(|file| format!("{folder}/{}", file.file_name().to_string_lossy())).collect()
        };
        let mut names = [names_in("regions"), names_in("regions/tier-2")].concat();
        names.retain(|name| name.ends_with(".toml") && name != "regions/sources.toml");
        names.sort();
        let mut known: Vec<String> = BUILT_IN.iter().map(|overlay| overlay.name.to_owned()).collect();
        known.sort();
        assert_eq!(names, known);
    }
}
