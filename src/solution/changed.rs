//! A solution with other files: those that stay the same are not read again.

use super::{Faults, Given, Solution};
use std::collections::BTreeMap;

impl Solution {
    /// The names and texts of its files, packs aside.
    pub(crate) fn sources(&self) -> &[(String, String)] {
        &self.given.sources
    }

    /// Other files with the same packs.
    pub(crate) fn with_sources(&self, sources: Vec<(String, String)>) -> Result<Self, Faults> {
        self.rebuilt(sources, &[])
    }

    /// The same solution with other texts of some files.
    pub(crate) fn with_texts(&self, texts: &BTreeMap<String, String>) -> Result<Self, Faults> {
        let of = |(name, text): &(String, String)| (name.clone(), texts.get(name).unwrap_or(text).clone());
        let sources = self.given.sources.iter().map(of).collect();
        self.rebuilt(sources, &[])
    }

    /// The same solution with one file changed: `text` takes the place of the file's text, or is a further file. Only that
    /// file is read; what comes of it is what a fresh reading of all files gives.
    ///
    /// ```
    /// # let text = |price| format!("[[components]]\nid = 'driver'\nkind = 'hardware'\nprice = '{price}'");
    /// let solution = terroir::Solution::from_sources([
    ///     ("solution.toml".to_owned(), "
    ///         [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'\n[slots.driver]\nchoose = ['driver']
    ///     ".to_owned()),
    ///     ("catalog/drivers.toml".to_owned(), text("7.10")),
    /// ])?;
    /// let cheaper = solution.with_file("catalog/drivers.toml", text("6.90"))?;
    /// let answer = cheaper.compile()?.resolve(&terroir::Request::market("US").as_of("2026-11-22".parse()?))?;
    /// assert_eq!(answer.bom().map(|bom| bom.cost().to_fixed(2)).as_deref(), Some("6.90"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Solution::from_sources`]: the faults of all files, not only of the changed one.
    pub fn with_file(&self, name: impl Into<String>, text: impl Into<String>) -> Result<Self, Faults> {
        let (name, text) = (name.into(), text.into());
        let mut sources = self.given.sources.clone();
        match sources.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = text,
            None => sources.push((name, text)),
        }
        let further: Vec<&str> = self.further.iter().map(String::as_str).collect();
        self.rebuilt(sources, &further)
    }

    /// Other files with the same packs; those that are the same are not read again.
    fn rebuilt(&self, sources: Vec<(String, String)>, areas: &[&str]) -> Result<Self, Faults> {
        Self::build(Given::new(sources, self.given.packs.iter().cloned()), areas, &self.read_files)
    }
}
