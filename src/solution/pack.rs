//! Packs: folders of overlays outside the solution, stronger than the built-in ones and weaker than its own.

use crate::schema::FileKind;

/// A folder of overlays that several solutions share: `AREA.toml` files, and perhaps a `sources.toml` whose ids they
/// cite.
///
/// For the same area a pack's value wins over the built-in one, and the solution's own wins over the pack's. Two packs
/// that state different values are a clash, whichever is named first.
///
/// ```
/// use terroir::{Pack, Solution};
/// let pack = Pack::from_sources("packs/acme", [
///     ("moon.toml", "area = 'moon'\nname = 'Moon'\nwithin = ['world']\n[power]\nvoltage_v = [28]\n"),
/// ]);
/// let text = "[solution]\nname = 'rover'\nversion = '1.0.0'\nmarkets = ['moon']\ncurrency = 'USD'\n";
/// let solution = Solution::from_sources_and_packs([("solution.toml", text)], [pack])?;
/// let fact = solution.facts("moon").unwrap_or_default().remove(0);
/// assert_eq!((fact.key.as_str(), fact.place.file.as_str()), ("power.mains.voltage_v", "packs/acme/moon.toml"));
/// # Ok::<(), terroir::Faults>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pack {
    folder: String,
    files: Vec<(String, String)>,
}

impl Pack {
    /// A pack of texts. Messages name its files by the folder, as its user wrote it, and the name in it.
    pub fn from_sources<N: Into<String>, T: Into<String>>(
        folder: impl Into<String>,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let mut files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        files.sort();
        Self { folder: folder.into(), files }
    }

    /// The folder as it was named.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Kind, full name and text of each file, by name.
    pub(super) fn files(&self) -> impl Iterator<Item = (FileKind, String, &str)> {
        self.files.iter().map(|(name, text)| {
            let kind = if name == "sources.toml" { FileKind::Sources } else { FileKind::Overlay };
            (kind, joined(&self.folder, name), text.as_str())
        })
    }
}

/// A file's name below a folder as it was typed.
pub(crate) fn joined(folder: &str, name: &str) -> String {
    let separator = if folder.ends_with(['/', '\\']) { "" } else { "/" };
    format!("{folder}{separator}{name}")
}
