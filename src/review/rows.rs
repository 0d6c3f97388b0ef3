//! Changes of single values → rows: equal changes over markets, with one cause, are one row.

use super::BeforeAfter;
use super::attribution::Cause;
use super::changes::Change;
use super::edits::FileEdit;
use crate::compare::{About, Topic, Weight};
use crate::number::Number;
use std::collections::BTreeMap;

/// A change with its cause.
pub(super) struct Caused<'c> {
    pub change: &'c Change,
    pub cause: &'c Cause,
}

/// What the money of a row is counted with.
pub(super) struct Money<'a> {
    /// Units a year of a market.
    pub volume: &'a dyn Fn(&str) -> Option<Number>,
    /// The exact cost of a unit in each market that both sides serve, and of its lines and one-off costs.
    pub exact: &'a BTreeMap<(String, About), BeforeAfter<Number>>,
}

/// Equal changes with one cause: what a review lists.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The values that differ, the most important first.
    pub values: Vec<RowValue>,
    pub markets: Vec<String>,
    pub cause: Cause,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RowValue {
    /// What it is.
    pub topic: Topic,
    /// What it was and is: one entry without a market where that is the same in all markets of the row.
    pub sides: Vec<Sides>,
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[non_exhaustive]
pub struct Sides {
    /// The market; `None`: in all of the row.
    pub market: Option<String>,
    /// Before; `None` where there was none.
    pub before: Option<String>,
    /// After; `None` where there is none.
    pub after: Option<String>,
}

/// Groups changes: first each value over its markets, then the values of one thing that changed in the same markets.
pub(super) fn groups(changes: &[Caused<'_>]) -> Vec<Group> {
    let mut values: BTreeMap<(&Topic, &Cause, Option<Sides>), Vec<Sides>> = BTreeMap::new();
    for Caused { change, cause } in changes {
        let sides = Sides { market: change.market.clone(), before: change.before.clone(), after: change.after.clone() };
        // Amounts differ from market to market where duties or volumes do, and facts always; they are still one change.
        let is_of_each = change.topic.is_money() || matches!(change.topic.about, About::Fact(_));
        let equal = (!is_of_each).then(|| Sides { market: None, ..sides.clone() });
        values.entry((&change.topic, cause, equal)).or_default().push(sides);
    }
    let mut rows: BTreeMap<(About, Cause, Vec<String>), Vec<RowValue>> = BTreeMap::new();
    for ((topic, cause, _), sides) in values {
        let mut markets: Vec<String> = sides.iter().filter_map(|one| one.market.clone()).collect();
        markets.sort();
        let key = (topic.about.clone(), cause.clone(), markets);
        rows.entry(key).or_default().push(RowValue { topic: topic.clone(), sides: folded(sides) });
    }
    let row = |((_, cause, markets), mut values): ((About, Cause, Vec<String>), Vec<RowValue>)| {
        values.sort_by_key(|one| rank(&one.topic));
        Group { values, markets, cause }
    };
    rows.into_iter().map(row).collect()
}

/// One entry where all markets have the same.
fn folded(sides: Vec<Sides>) -> Vec<Sides> {
    let pair = |one: &Sides| (one.before.clone(), one.after.clone());
    let first = sides.first().map(pair);
    if sides.iter().all(|one| Some(pair(one)) == first) {
        return first.into_iter().map(|(before, after)| Sides { market: None, before, after }).collect();
    }
    sides
}

/// The most important value of a thing first: what it is before what it costs.
fn rank(topic: &Topic) -> (usize, Topic) {
    const FIRST: [&str; 10] = [
        "status",
        "component",
        "version",
        "mpn",
        "manufacturer",
        "quantity",
        "cost",
        "unit_cost",
        "certificates",
        "origin",
    ];
    let at = FIRST.iter().position(|key| *key == topic.key).unwrap_or(FIRST.len());
    (at, topic.clone())
}

impl Group {
    /// How much the row weighs: as its heaviest value.
    pub fn weight(&self) -> Weight {
        // A market that neither side serves is neither lost nor gained.
        let is_served =
            |one: &Sides| [&one.before, &one.after].into_iter().flatten().any(|status| status == "resolved");
        let weight = |value: &RowValue| {
            let weight = value.topic.weight();
            let is_lighter = match weight {
                Weight::Market => !value.sides.iter().any(is_served),
                Weight::Line => self.markets.is_empty(),
                Weight::Money
                | Weight::Certificate
                | Weight::Skus
                | Weight::Core
                | Weight::Threat
                | Weight::Gap
                | Weight::Other => false,
            };
            if is_lighter { Weight::Other } else { weight }
        };
        self.values.iter().map(weight).min().unwrap_or(Weight::Other)
    }

    /// What it changes a year: the difference of its cost at each market's volume; `None` without a cost. A price whose
    /// cost is a change of its own, as `has_cost` says, does not count again.
    pub fn year(&self, money: &Money<'_>, has_cost: &dyn Fn(&str, &About) -> bool) -> Option<Number> {
        let about = &self.values.first()?.topic.about;
        if self.markets.is_empty() {
            return None;
        }
        let find = |key: &str| self.values.iter().find(|one| one.topic.key == key);
        let value = find("cost").or_else(|| find("unit_cost"))?;
        let is_part_of_cost = |market: &String| value.topic.key == "unit_cost" && has_cost(market, about);
        let mut sum = Number::ZERO;
        for market in self.markets.iter().filter(|market| !is_part_of_cost(market)) {
            let units = (money.volume)(market)?;
            let more = match money.exact.get(&(market.clone(), about.clone())) {
                Some(exact) => exact.after.unwrap_or(Number::ZERO).checked_sub(exact.before.unwrap_or(Number::ZERO))?,
                None if matches!(about, About::Line(_)) && value.topic.key == "unit_cost" => return None,
                None => printed_difference(value, market)?,
            };
            sum = sum.checked_add(more.checked_mul(units)?)?;
        }
        Some(sum)
    }
}

/// How much more a value is in a market, as far as it is printed.
fn printed_difference(value: &RowValue, market: &String) -> Option<Number> {
    let sides = value.sides.iter().find(|one| one.market.as_ref().is_none_or(|named| named == market))?;
    let amount = |text: &Option<String>| text.as_ref().map_or(Some(Number::ZERO), |text| text.parse().ok());
    amount(&sides.after)?.checked_sub(amount(&sides.before)?)
}

/// Why something changed: the edits that cause it.
pub(super) fn why(edits: &[FileEdit], cause: &Cause) -> String {
    const MOST: usize = 4;
    let texts: Vec<&str> = edits.iter().map(|edit| edit.text.as_str()).collect();
    match (texts.as_slice(), cause) {
        ([], Cause::Found(_)) => "the locks do not show the cause".to_owned(),
        ([], _) => "no edit of the files causes it".to_owned(),
        ([only], _) => (*only).to_owned(),
        ([first, second, ..], cause) if texts.len() > MOST => {
            let word = if matches!(cause, Cause::Found(_)) { "causes" } else { "edits together" };
            format!("{} {word}, such as: {first}; {second}", texts.len())
        }
        // Of several edits without any one of which the change is gone, none causes it alone.
        (all, Cause::Together(_) | Cause::Each(_)) => format!("these edits together: {}", all.join("; ")),
        (all, Cause::Found(_)) => all.join("; "),
    }
}
