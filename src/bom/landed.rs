//! What makes an answer's landed cost beside its lines: articles that cross a border, licences, and local content.

use crate::number::Number;
use crate::quantity::Quantity;

/// An article as one market gets it: the site that builds it, and what building and shipping it adds to its parts.
///
/// Amounts are exact, of all the articles in one product, in the currency of the [`Bom`](super::Bom).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ArticleLine {
    /// The slot whose hardware it holds; `None`: the whole product.
    pub slot: Option<String>,
    /// The site that builds it.
    pub site: String,
    /// What the article is of, as its site states; `None` where it states nothing.
    pub origin: Option<String>,
    /// How many of it one product takes.
    pub quantity: Quantity,
    /// Its customs value where it leaves its site: parts with their freight and duty, labour, share of the set-up.
    pub value: Number,
    /// Labour.
    pub labour: Number,
    /// Its share of the yearly set-up of its site.
    pub set_up: Number,
    /// Freight from its site.
    pub freight: Number,
    /// Duties where it enters.
    pub duty: Number,
    /// The duties that are owed, by id.
    pub duties: Vec<String>,
    /// Labour, set-up, freight and duty together.
    pub cost: Number,
}

impl ArticleLine {
    /// An article from a site to which nothing is added yet.
    #[must_use]
    pub fn bare(slot: Option<&str>, site: &str) -> Self {
        Self {
            slot: slot.map(str::to_owned),
            site: site.to_owned(),
            origin: None,
            quantity: Quantity::ONE,
            value: Number::ZERO,
            labour: Number::ZERO,
            set_up: Number::ZERO,
            freight: Number::ZERO,
            duty: Number::ZERO,
            duties: Vec::new(),
            cost: Number::ZERO,
        }
    }

    /// Its slot, or `product`.
    #[must_use]
    pub fn title(&self) -> &str {
        self.slot.as_deref().unwrap_or("product")
    }
}

/// How much of an article's value counts for a content rule, and whether that is enough.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ContentShare {
    /// The rule.
    pub id: String,
    /// The share in percent, exact.
    pub percent: Number,
    /// Whether the rule holds.
    pub holds: bool,
}

/// A licence under which a component may be in a market, and its cost a unit.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LicenseUse {
    /// The component.
    pub component: String,
    /// Who gives the licence.
    pub owner: Option<String>,
    /// Who gets it, and acts in the answer.
    pub to: String,
    /// Its cost a unit, exact.
    pub cost: Number,
}
