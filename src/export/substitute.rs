//! What may replace the part of a line.

/// A part that may replace the one of a line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Substitute {
    /// The alternate's id, with its version if the id has several; `None` for an approved part of the same component.
    pub component: Option<String>,
    /// Its manufacturer.
    pub manufacturer: Option<String>,
    /// The manufacturer part number.
    pub mpn: Option<String>,
}

impl Substitute {
    /// Its short name: `driver-universal`, `Yageo RC0402FR`.
    #[must_use]
    pub fn label(&self) -> String {
        match (&self.component, &self.manufacturer, &self.mpn) {
            (Some(component), _, _) => component.clone(),
            (None, Some(manufacturer), Some(mpn)) => format!("{manufacturer} {mpn}"),
            (None, manufacturer, mpn) => mpn.clone().or_else(|| manufacturer.clone()).unwrap_or_default(),
        }
    }
}

/// The short names of some, joined.
pub(super) fn labels(substitutes: &[Substitute], is_listed: impl Fn(&Substitute) -> bool) -> String {
    let listed = substitutes.iter().filter(|one| is_listed(one));
    listed.map(Substitute::label).collect::<Vec<_>>().join("; ")
}
