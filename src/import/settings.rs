//! What the lists themselves do not say.

use crate::date::Date;

/// What the lists themselves do not say.
///
/// ```
/// use terroir::import::{MarketChoice, Settings};
/// let mut settings = Settings::new("gateway", "2026-11-22".parse()?);
/// settings.markets.push(MarketChoice { value: "EU868".to_owned(), codes: vec!["DE".to_owned(), "FR".to_owned()] });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Settings {
    /// The solution's name.
    pub name: String,
    /// The currency (ISO 4217) if no list names one; `None`: USD.
    pub currency: Option<String>,
    /// The markets of radio plans and regions; without a choice, one usual market each.
    pub markets: Vec<MarketChoice>,
    /// The as-of date for which the solution is resolved and compared with the lists.
    pub as_of: Date,
}

/// The markets of one radio plan or region.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MarketChoice {
    /// The radio plan or region, such as `EU868`; empty if no variant names one.
    pub value: String,
    /// The codes of its markets.
    pub codes: Vec<String>,
}

impl Settings {
    /// A name and an as-of date; all else is taken from the lists and the built-in overlays.
    #[must_use]
    pub fn new(name: &str, as_of: Date) -> Self {
        Self { name: name.to_owned(), currency: None, markets: Vec::new(), as_of }
    }
}
