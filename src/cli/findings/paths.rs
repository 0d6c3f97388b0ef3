//! Where findings point: always into a file of the repository, even if the cause is in a built-in overlay.

use super::finding::Finding;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use terroir::Code;
use terroir::Solution;
use terroir::load;
use terroir::{Files, Place};

/// The files of a solution by their paths in the repository.
pub struct Paths {
    /// The solution's folder from the root of the repository, with `/` at its end; empty at the root itself.
    prefix: String,
    /// The lines of each own file.
    own: BTreeMap<String, Vec<String>>,
    /// Where the table of each database is named: a reviewer sees the entry of `[[databases]]`, not its rows.
    tables: BTreeMap<String, Place>,
    /// Where each market is named.
    markets: BTreeMap<String, Place>,
    /// `[solution]`.
    header: Place,
}

impl Paths {
    /// The paths of a solution; of a faulty one there are only its files.
    pub fn of(folder: &Path, files: &Files, solution: Option<&Solution>) -> Self {
        let own = files.iter().map(|(_, file)| file).filter(|file| !file.built_in && file.table.is_none());
        let mut markets: BTreeMap<String, Place> = BTreeMap::new();
        let mut header = Place::in_solution("solution.toml", 1, 1);
        if let Some(solution) = solution {
            header = solution.place();
            markets = solution.market_places().map(|(market, place)| (market.to_owned(), place)).collect();
        }
        let lines = |text: &str| text.lines().map(str::to_owned).collect();
        let own = own.map(|file| (file.name.to_string(), lines(&file.text))).collect();
        Self { prefix: prefix(folder), own, tables: load::table_places(files), markets, header }
    }

    /// The place of a finding in the solution's own files: its own, else the first of its labels, else where the market
    /// is named.
    pub fn place(&self, finding: &Finding) -> Place {
        let labels = finding.labels.iter().filter_map(|label| label.place.as_ref());
        let places = finding.place.iter().chain(labels);
        let market = || finding.markets.first().and_then(|market| self.markets.get(market));
        let table = || places.clone().find_map(|place| self.tables.get(&place.file));
        places.clone().find(|place| self.is_own(place)).or_else(table).or_else(market).unwrap_or(&self.header).clone()
    }

    /// Whether a place is in a file of the solution.
    pub fn is_own(&self, place: &Place) -> bool {
        self.line(place).is_some()
    }

    fn line(&self, place: &Place) -> Option<&str> {
        // An overlay of the solution may have the name of a built-in one.
        if place.is_built_in() {
            return None;
        }
        let at = usize::try_from(place.line).ok()?.checked_sub(1)?;
        self.own.get(&place.file)?.get(at).map(String::as_str)
    }

    /// The path of a file from the root of the repository.
    pub fn path(&self, file: &str) -> String {
        format!("{}{file}", self.prefix)
    }

    /// The path as a relative reference (RFC 3986).
    pub fn uri(&self, file: &str) -> String {
        let mut out = String::new();
        for byte in self.path(file).bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    out.push(char::from(byte))
                }
                other => out.push_str(&format!("%{other:02X}")),
            }
        }
        out
    }

    /// What identifies a finding: the code, what it is about, and the lines at its places in the solution's files, which
    /// stay the same when they move. The words of its message may change from version to version.
    pub fn key(&self, finding: &Finding) -> String {
        let labels = finding.labels.iter().filter_map(|label| label.place.as_ref());
        let places = finding.place.iter().chain(labels);
        let mut words: Vec<String> =
            places.filter_map(|place| Some(format!("{}: {}", place.file, self.line(place)?.trim()))).collect();
        words.sort();
        words.dedup();
        // A conflict that no file causes, such as one of a flag, is that of its market.
        if words.is_empty() && finding.code == Code::NO_VALID_BOM {
            words.extend(finding.markets.first().cloned());
        }
        format!("{}\n{}\n{}", finding.code, finding.key, words.join("\n"))
    }
}

/// The folder of the solution from the root of the repository: of the one that a CI job names, else of the nearest
/// folder that holds `.git`.
fn prefix(folder: &Path) -> String {
    let Ok(folder) = folder.canonicalize() else { return String::new() };
    let named = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].iter().filter_map(std::env::var_os);
    let mut named = named.filter_map(|path| PathBuf::from(path).canonicalize().ok());
    let root = named.find(|root| folder.starts_with(root));
    let root = root.or_else(|| folder.ancestors().find(|above| above.join(".git").exists()).map(Path::to_owned));
    let Some(inner) = root.and_then(|root| folder.strip_prefix(root).ok().map(Path::to_owned)) else {
        return String::new();
    };
    inner.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}
