//! What a change does to all markets, grouped by cause: what a reviewer of a pull request reads.
//!
//! | step | module |
//! |---|---|
//! | two sets of files → edits of keys and entries with their places; the files with some taken back | `edits`, on `delta`, `pairing`, `phrase` |
//! | the answers of both sides as flat values | `answers`, on `compare::record` |
//! | the values that differ | `changes` |
//! | the edits that cause a change: without them it is gone | `attribution` |
//! | a difference of two folders with these causes | `of_folders` |
//! | the same of two locks, from their difference | `of_diff` |
//! | equal changes with one cause → rows, the heaviest first | `rows` |
//!
//! ```
//! # fn example(base: &terroir::Compiled, head: &terroir::Compiled) -> Result<(), Box<dyn std::error::Error>> {
//! let request = terroir::Request::default().as_of("2026-11-22".parse()?);
//! let review = head.review_from(&request, "main", base, "pull request")?;
//! for row in &review.rows {
//!     println!("{}: {}", row.values[0].topic, row.why);
//! }
//! # Ok(())
//! # }
//! ```

mod answers;
mod attribution;
mod changes;
mod delta;
mod edits;
mod of_diff;
mod of_folders;
mod pairing;
mod phrase;
mod rows;

pub use crate::compare::{About, Topic, Weight};
pub use edits::{EditSide, FileEdit};
pub use rows::{RowValue, Sides};

use crate::bom::{Outcome, Reason};
use crate::date::Date;
use crate::diff::Side;
use crate::number::Number;
use crate::query::{Compiled, Request, ResolveError};
use answers::{Answers, Wanted};
use attribution::{Attribution, Cause, attribute};
use changes::{Change, changes};
use edits::Edits;
use rows::{Caused, Group, Money, groups};
use std::collections::{BTreeMap, BTreeSet};

/// How far ahead threats are looked for.
const YEARS: u32 = 5;
/// The most rows of lost markets whose reasons are worked out.
const EXPLAINED: usize = 8;

/// What a change does to all markets.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Review {
    /// What was.
    pub base: Side,
    /// What would be.
    pub head: Side,
    /// The currency of all amounts.
    pub currency: String,
    /// Places after the point that it has.
    pub minor_unit: u32,
    /// Markets that had a bill of materials and have none.
    pub lost: Vec<String>,
    /// Markets that had none and have one.
    pub gained: Vec<String>,
    /// Markets whose answers differ otherwise.
    pub changed: Vec<String>,
    /// Markets whose answers are the same.
    pub same: Vec<String>,
    /// How many markets have a bill of materials, also as variants; `None` where a side is a lock.
    pub served: BeforeAfter<usize>,
    /// What differs, the heaviest first.
    pub rows: Vec<Row>,
    /// What the change costs a year at the volumes of `head`, exact; `None` where volumes or currencies are not comparable.
    pub year: Option<Number>,
    /// The exact cost of each market that both sides resolve, by code.
    pub costs: BTreeMap<String, BeforeAfter<Number>>,
    /// The least number of SKUs; `None` where a side is a lock.
    pub skus: BeforeAfter<usize>,
    /// The share of lines in the shared core.
    pub core: BeforeAfter<Number>,
    /// The first day on which any market has no bill of materials, within five years.
    pub first_threat: BeforeAfter<Date>,
    /// How many edits there are between the files.
    pub edits: usize,
    /// What a reader has to know about how causes were found.
    pub notes: Vec<String>,
}

/// A value on both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BeforeAfter<T> {
    /// Of the base.
    pub before: Option<T>,
    /// Of the head.
    pub after: Option<T>,
}

impl<T: PartialEq> BeforeAfter<T> {
    /// Whether both sides are the same.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.before == self.after
    }
}

/// Equal changes over markets with one cause.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Row {
    /// How much it weighs.
    pub weight: Weight,
    /// The values of one thing that differ, the most important first; never empty.
    pub values: Vec<RowValue>,
    /// The markets; none where the row is about all together.
    pub markets: Vec<String>,
    /// What it costs a year, exact, where it changes a cost.
    pub year: Option<Number>,
    /// Why, in a phrase.
    pub why: String,
    /// The edits that cause it.
    pub edits: Vec<FileEdit>,
    /// Whether it takes all of them together; else the change is gone without any one of them.
    pub together: bool,
    /// Why there is no bill of materials, of the first market, where markets are lost.
    pub reasons: Vec<Reason>,
}

impl Review {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Compiled {
    /// What changed from another solution, called `base`, to this one, called `head`, in all markets of both.
    ///
    /// Both are answered on one day: that of the request, else this solution's. Flags of the request hold for both.
    ///
    /// # Errors
    /// As [`Compiled::portfolio`].
    pub fn review_from(
        &self,
        request: &Request,
        base_name: &str,
        base: &Self,
        head_name: &str,
    ) -> Result<Review, ResolveError> {
        let day = request.as_of.or(self.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let request = request.clone().as_of(day);
        let until = day.plus_months(YEARS * 12).unwrap_or(day);
        let wanted = Wanted { skus: true, threats: Vec::new(), until };
        let (mut before, mut after) = (Answers::of(base, &request, &wanted)?, Answers::of(self, &request, &wanted)?);
        // A market that neither side can serve is no threat.
        let own = [base.solution.markets(), self.solution.markets()].concat();
        let is_served = |market: &String| before.is_resolved(market) || after.is_resolved(market);
        let served: BTreeSet<String> = own.into_iter().filter(is_served).collect();
        let wanted = Wanted { threats: served.into_iter().collect(), ..wanted };
        before.add_threats(base, &request, &wanted)?;
        after.add_threats(self, &request, &wanted)?;
        let changes = changes(&before, &after);
        let edits = Edits::between(base.solution.sources(), self.solution.sources());
        let attribution = self.attributed(&request, &edits, &changes, &wanted)?;
        let volume = |market: &str| self.units(market);
        let (costs, exact) = (costs(&before, &after), exact(&before, &after));
        let mut review = Review {
            base: side(base, day, base_name),
            head: side(self, day, head_name),
            currency: self.solution.currency().to_owned(),
            minor_unit: crate::bom::minor_unit(self.solution.currency()),
            year: year(&before, &after, &volume).filter(|_| base.solution.currency() == self.solution.currency()),
            skus: BeforeAfter { before: count(&before), after: count(&after) },
            core: BeforeAfter { before: before.core, after: after.core },
            first_threat: BeforeAfter { before: first(&before), after: first(&after) },
            edits: edits.list.len(),
            notes: notes(&attribution),
            rows: listed(&changes, &attribution, &edits.list, &Money { volume: &volume, exact: &exact }),
            costs,
            served: BeforeAfter { before: Some(before.costs.len()), after: Some(after.costs.len()) },
            lost: Vec::new(),
            gained: Vec::new(),
            changed: Vec::new(),
            same: Vec::new(),
        };
        review.sort_markets(&before, &after, &changes);
        self.explain_losses(&mut review, &request)?;
        Ok(review)
    }

    /// Adds why there is no bill of materials any more, to the first rows with lost markets.
    fn explain_losses(&self, review: &mut Review, request: &Request) -> Result<(), ResolveError> {
        let (lost, own) = (review.lost.clone(), self.solution.markets());
        let is_lost = |row: &&mut Row| row.weight == Weight::Market && row.markets.iter().any(|one| lost.contains(one));
        for row in review.rows.iter_mut().filter(is_lost).take(EXPLAINED) {
            let Some(market) = row.markets.first().filter(|market| own.contains(market)) else { continue };
            if let Outcome::Conflict(conflict) = self.resolve(&request.for_markets([market]))? {
                row.reasons = conflict.reasons;
            }
        }
        Ok(())
    }

    /// The causes of changes among the edits that lead from the base to this solution.
    fn attributed(
        &self,
        request: &Request,
        edits: &Edits,
        changes: &[Change],
        wanted: &Wanted,
    ) -> Result<Attribution, ResolveError> {
        let is_about = |about: &About| changes.iter().any(|change| change.topic.about == *about);
        let threats = changes.iter().filter(|change| change.topic.about == About::Threat);
        let wanted = Wanted {
            skus: is_about(&About::Skus),
            threats: threats.filter_map(|change| change.market.clone()).collect(),
            until: wanted.until,
        };
        attribute(edits.list.len(), changes, &mut |taken| {
            let compiled = self.solution.with_sources(edits.without(taken)).and_then(|solution| solution.compile());
            match compiled {
                Ok(compiled) => Answers::of(&compiled, request, &wanted).map(Some),
                Err(_) => Ok(None),
            }
        })
    }
}

impl Review {
    /// Leaves out changes of a market's cost alone that are less than a share of it: 0.01 is 1 %.
    #[must_use]
    pub fn without_costs_below(mut self, share: Number) -> Self {
        let is_small = |market: &String| self.costs.get(market).is_some_and(|cost| is_below(cost, share));
        let small: BTreeSet<String> = self.changed.iter().filter(|market| is_small(market)).cloned().collect();
        for row in self.rows.iter_mut().filter(|row| row.values.iter().all(|value| value.topic.is_money())) {
            row.leave_out(&small);
        }
        self.rows.retain(|row| row.weight != Weight::Money || !row.markets.is_empty());
        let shown: BTreeSet<&String> = self.rows.iter().flat_map(|row| &row.markets).collect();
        let (changed, same): (Vec<String>, Vec<String>) =
            self.changed.iter().cloned().partition(|market| shown.contains(market));
        if !same.is_empty() {
            let percent = share.checked_mul(Number::from(100)).unwrap_or(share);
            self.notes
                .push(format!("costs of {} markets change by less than {percent} % and are left out", same.len()));
        }
        self.changed = changed;
        self.same.extend(same);
        self
    }

    /// Sorts the markets by what happens to them, in the order of the head and then of the base.
    fn sort_markets(&mut self, before: &Answers, after: &Answers, changes: &[Change]) {
        let differs: BTreeSet<&str> = changes.iter().filter_map(|change| change.market.as_deref()).collect();
        let gone = before.markets.keys().filter(|market| !after.markets.contains_key(*market));
        for market in after.markets.keys().chain(gone) {
            let list = match (before.is_resolved(market), after.is_resolved(market)) {
                (true, false) => &mut self.lost,
                (false, true) => &mut self.gained,
                (true, true) | (false, false) if differs.contains(market.as_str()) => &mut self.changed,
                (true, true) | (false, false) => &mut self.same,
            };
            list.push(market.clone());
        }
    }
}

fn side(compiled: &Compiled, as_of: Date, name: &str) -> Side {
    let solution = &compiled.solution;
    let (name, version) = (name.to_owned(), solution.version().to_owned());
    Side { name, solution: solution.name().to_owned(), version, as_of }
}

/// Whether a cost changes by less than a share of what it was.
fn is_below(cost: &BeforeAfter<Number>, share: Number) -> bool {
    let (Some(before), Some(after)) = (cost.before, cost.after) else { return false };
    let (more, less) = (after.checked_sub(before), before.checked_sub(after));
    let size = more.max(less);
    size.zip(before.checked_mul(share)).is_some_and(|(size, limit)| size < limit)
}

impl Row {
    /// Leaves out some markets.
    fn leave_out(&mut self, markets: &BTreeSet<String>) {
        self.markets.retain(|market| !markets.contains(market));
        for value in &mut self.values {
            value.sides.retain(|one| one.market.as_ref().is_none_or(|market| !markets.contains(market)));
        }
    }
}

fn count(answers: &Answers) -> Option<usize> {
    answers.skus.map(|count| count.at_most)
}

fn first(answers: &Answers) -> Option<Date> {
    answers.threats.values().flatten().min().copied()
}

fn costs(before: &Answers, after: &Answers) -> BTreeMap<String, BeforeAfter<Number>> {
    let both = |(market, cost): (&String, &Number)| {
        let before = before.costs.get(market).copied()?;
        Some((market.clone(), BeforeAfter { before: Some(before), after: Some(*cost) }))
    };
    after.costs.iter().filter_map(both).collect()
}

/// The exact amounts of the markets that both sides resolve.
fn exact(before: &Answers, after: &Answers) -> BTreeMap<(String, About), BeforeAfter<Number>> {
    let is_on_both = |market: &str| before.is_resolved(market) && after.is_resolved(market);
    let keys = before.exact.keys().chain(after.exact.keys()).filter(|(market, _)| is_on_both(market));
    let both = |key: &(String, About)| {
        let amount = |answers: &Answers| answers.exact.get(key).copied();
        (key.clone(), BeforeAfter { before: amount(before), after: amount(after) })
    };
    keys.map(both).collect()
}

/// The difference of a year's cost over the markets that both sides resolve.
fn year(before: &Answers, after: &Answers, volume: &dyn Fn(&str) -> Option<Number>) -> Option<Number> {
    let mut sum = Number::ZERO;
    for (market, cost) in &after.costs {
        let Some(old) = before.costs.get(market) else { continue };
        sum = sum.checked_add(cost.checked_sub(*old)?.checked_mul(volume(market)?)?)?;
    }
    Some(sum)
}

fn notes(attribution: &Attribution) -> Vec<String> {
    let count = attribution.in_runs;
    let note = format!("{count} of the edits were not taken back one by one, so their causes may be named too widely");
    if count == 0 { Vec::new() } else { vec![note] }
}

/// The rows in their order.
fn listed(changes: &[Change], attribution: &Attribution, edits: &[FileEdit], money: &Money<'_>) -> Vec<Row> {
    let caused: Vec<Caused<'_>> =
        changes.iter().zip(&attribution.causes).map(|(change, cause)| Caused { change, cause }).collect();
    let costs: BTreeSet<(Option<&str>, &About)> = changes
        .iter()
        .filter(|change| change.topic.key == "cost")
        .map(|change| (change.market.as_deref(), &change.topic.about))
        .collect();
    let has_cost = |market: &str, about: &About| costs.contains(&(Some(market), about));
    let year = |group: &Group| group.year(money, &has_cost);
    let rows = groups(&caused).into_iter().map(|group| (year(&group), group));
    let mut rows: Vec<Row> = rows.map(|(year, group)| row(group, edits, year)).collect();
    let size = |row: &Row| {
        let year = row.year.unwrap_or(Number::ZERO);
        if year.is_negative() { Number::ZERO.checked_sub(year).unwrap_or(year) } else { year }
    };
    let place = |row: &Row| row.edits.first().and_then(|edit| edit.place.clone());
    rows.sort_by(|one, two| {
        let by_size = size(two).cmp(&size(one)).then(two.markets.len().cmp(&one.markets.len()));
        one.weight.cmp(&two.weight).then(by_size).then_with(|| place(one).cmp(&place(two)))
    });
    rows
}

fn row(group: Group, edits: &[FileEdit], year: Option<Number>) -> Row {
    let (numbers, together) = match &group.cause {
        Cause::Each(numbers) => (numbers, false),
        Cause::Together(numbers) => (numbers, numbers.len() > 1),
        Cause::Found(numbers) => (numbers, false),
    };
    let edits: Vec<FileEdit> = numbers.iter().filter_map(|number| edits.get(*number)).cloned().collect();
    Row {
        weight: group.weight(),
        year,
        why: rows::why(&edits, &group.cause),
        values: group.values,
        markets: group.markets,
        edits,
        together,
        reasons: Vec::new(),
    }
}
