//! What differs between two answers: lines, options, carriers, one-off costs, cost.
//!
//! | question | function |
//! |---|---|
//! | two bills of materials: of two markets, or of one market before and after | [`boms`] |
//! | the answers of all markets, today's and others | [`Compiled::what_if`](crate::Compiled::what_if) |
//!
//! A line is compared by its slot. It is *fitted* (only in the second), *not fitted* (only in the first), *changed*
//! (another component, version or quantity), an *alternate* (another component that either side names as one that could
//! fill the slot with nothing else changed), or the same thing at another *cost*. Equal lines are left out. The order is
//! that of the first list, followed by the lines that only the second list has.

mod items;
mod lines;
mod portfolios;
mod record;
mod topic;
mod value;

pub(crate) use items::{ItemKind, article_values, content_values, license_values, order_values, put_order};
pub use lines::{Change, ComparedPart, LineChange};
pub(crate) use lines::{ComparedLine, SideNames, lines, source};
pub use portfolios::{Comparison, MarketChange};
pub(crate) use portfolios::{Totals, YearlyCost, portfolios};
pub use record::ValueChange;
pub(crate) use record::{authority, exact_amounts, line_values, own_changes, record};
pub use topic::{About, Topic, Weight};
pub(crate) use topic::{Values, own_topic};
pub(crate) use value::LineValue;
pub use value::{NamedText, RecordValue};

use crate::bom::{Bom, OneOff};
use crate::number::Number;
use std::collections::BTreeSet;

/// What differs between two bills of materials; made by [`boms`].
///
/// ```
#[doc = include_str!("../bom/example.txt")]
/// let (us, de) = (compiled.resolve(&request.for_markets(["US"]))?, compiled.resolve(&request.for_markets(["DE"]))?);
/// let difference = terroir::compare::boms(us.bom().ok_or("no BOM")?, de.bom().ok_or("no BOM")?);
/// assert_eq!((difference.lines.len(), difference.options.len()), (1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The lines that differ.
    pub lines: Vec<LineChange>,
    /// The options that differ: name, first value, second value; `None` where a side has no such option.
    pub options: Vec<Named>,
    /// The carriers picked, where they differ.
    pub carriers: Option<CarrierChange>,
    /// The planned certificates that only one side takes, or at another cost: `scheme` or `scheme:id` and cost a unit.
    pub one_off: Vec<Named>,
    /// The articles that other sites build: slot, or `product`, with both sites.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Named>,
    /// Cost of the second less cost of the first, exact; `None` in two currencies.
    pub cost: Option<Number>,
}

/// The carriers picked on two sides, where they differ.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct CarrierChange {
    /// In the first, in order of preference.
    pub before: Vec<String>,
    /// In the second.
    pub after: Vec<String>,
}

impl CarrierChange {
    /// The change between two lists; `None` where they are equal.
    pub(crate) fn between(before: &[String], after: &[String]) -> Option<Self> {
        (before != after).then(|| Self { before: before.to_vec(), after: after.to_vec() })
    }
}

/// A named value on two sides; `None` where a side has none.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Named {
    /// The name.
    pub name: String,
    /// In the first.
    pub before: Option<String>,
    /// In the second.
    pub after: Option<String>,
}

impl Difference {
    /// Whether both sides hold the same things; their costs may differ.
    ///
    /// ```
    #[doc = include_str!("../bom/example.txt")]
    /// let (us, de) = (compiled.resolve(&request.for_markets(["US"]))?, compiled.resolve(&request.for_markets(["DE"]))?);
    /// let difference = terroir::compare::boms(us.bom().ok_or("no BOM")?, de.bom().ok_or("no BOM")?);
    /// assert!(!difference.is_same_bom());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_same_bom(&self) -> bool {
        let same = |line: &LineChange| line.change == Change::Cost;
        let named = [&self.options, &self.one_off, &self.articles];
        self.lines.iter().all(same) && self.carriers.is_none() && named.iter().all(|list| list.is_empty())
    }

    /// The lines that hold something else, without those that only cost something else.
    pub fn exchanged(&self) -> impl Iterator<Item = &LineChange> {
        self.lines.iter().filter(|line| line.change != Change::Cost)
    }
}

/// Compares two bills of materials.
///
/// ```
#[doc = include_str!("../bom/example.txt")]
/// let (us, de) = (compiled.resolve(&request.for_markets(["US"]))?, compiled.resolve(&request.for_markets(["DE"]))?);
/// let difference = terroir::compare::boms(us.bom().ok_or("no BOM")?, de.bom().ok_or("no BOM")?);
/// assert_eq!(difference.exchanged().map(|line| line.slot.as_str()).collect::<Vec<_>>(), ["driver"]);
/// assert_eq!(difference.cost.map(|cost| cost.to_string()), Some("-0.2".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn boms(before: &Bom, after: &Bom) -> Difference {
    let same_money = before.currency == after.currency;
    let options = |bom: &Bom| -> Vec<NamedValue> {
        bom.options.iter().map(|one| NamedValue { name: one.name.clone(), value: one.value.to_string() }).collect()
    };
    let taken = |bom: &Bom| -> Vec<NamedValue> { bom.one_off.iter().map(|one| paid(one, bom)).collect() };
    Difference {
        lines: lines(&filled(before), &filled(after)),
        options: named(&options(before), &options(after)),
        carriers: CarrierChange::between(&before.carriers, &after.carriers),
        one_off: named(&taken(before), &taken(after)),
        articles: named(&sites(before), &sites(after)),
        cost: if same_money { after.cost().checked_sub(before.cost()) } else { None },
    }
}

fn filled(bom: &Bom) -> Vec<ComparedLine<'_>> {
    bom.lines.iter().map(ComparedLine::of).collect()
}

/// The articles with the sites that build them.
fn sites(bom: &Bom) -> Vec<NamedValue> {
    bom.articles.iter().map(|one| NamedValue { name: one.title().to_owned(), value: one.site.clone() }).collect()
}

/// A planned certificate with what it costs a unit, in the bill's currency.
fn paid(one: &OneOff, bom: &Bom) -> NamedValue {
    NamedValue { name: one.title(), value: one.unit_cost.to_fixed(bom.minor_unit) }
}

/// A name with its value on one side.
pub(crate) struct NamedValue {
    pub name: String,
    pub value: String,
}

/// The names whose values differ, first those of the first list in its order, then those that only the second list has.
#[must_use]
pub(crate) fn named(before: &[NamedValue], after: &[NamedValue]) -> Vec<Named> {
    let value = |list: &[NamedValue], name: &str| list.iter().find(|one| one.name == name).map(|one| one.value.clone());
    let mut seen = BTreeSet::new();
    let names = before.iter().chain(after).map(|one| &one.name).filter(|name| seen.insert(name.as_str()));
    let both = names.map(|name| Named { name: name.clone(), before: value(before, name), after: value(after, name) });
    both.filter(|one| one.before != one.after).collect()
}
