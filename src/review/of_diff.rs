//! A review of two locks: what differs between them, and the causes that the comparison of locks finds.
//!
//! What a lock does not hold is not known: the number of SKUs, the shared core, threats, and what units are sold a year.

use super::attribution::{Attribution, Cause};
use super::changes::Change;
use super::edits::{EditSide, FileEdit};
use super::rows::Money;
use super::{BeforeAfter, Review, listed};
use crate::compare::{About, ComparedPart, LineChange, Topic, own_topic};
use crate::diff::{Because, Diff, Differing, MarketSide, MarketStatus, Pair};
use crate::number::Number;
use crate::query::Compiled;
use std::collections::{BTreeMap, BTreeSet};

impl Review {
    /// The review of a difference between two locks, which do not hold the units a year of markets.
    ///
    /// ```
    /// use terroir::{diff::{Diff, NamedLock}, lock::Lock, review::Review};
    /// let head = "version = 1\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";
    /// let market = |status: &str| format!("{head}[[markets]]\nmarket = \"US\"\nstatus = \"{status}\"\n");
    /// let (old, new) = (Lock::parse(&market("resolved"))?, Lock::parse(&market("conflict"))?);
    /// let diff = Diff::of_locks(NamedLock { name: "old", lock: &old }, NamedLock { name: "new", lock: &new });
    /// assert_eq!(Review::of_diff(&diff).lost, ["US"]);
    /// # Ok::<(), terroir::lock::LockError>(())
    /// ```
    #[must_use]
    pub fn of_diff(diff: &Diff) -> Self {
        of_diff(diff, &|_| None)
    }
}

impl Compiled {
    /// The review of a difference between two locks of which the second is this solution's: with its units a year.
    #[must_use]
    pub fn review_of(&self, diff: &Diff) -> Review {
        of_diff(diff, &|market| self.units(market))
    }

    /// Units a year of a market; none of a variant, which is another view of the same units.
    pub(super) fn units(&self, market: &str) -> Option<Number> {
        Some(self.model.areas.find(market).map_or(Number::ZERO, |area| self.model.header.volume(area)))
    }
}

fn of_diff(diff: &Diff, volume: &dyn Fn(&str) -> Option<Number>) -> Review {
    let mut found = Found::default();
    for one in &diff.solution {
        let topic = Topic::new(About::Market, &one.what.name);
        let (before, after) = (one.what.before.clone(), one.what.after.clone());
        found.add(Change { market: None, topic, before, after }, &one.because);
    }
    diff.markets.iter().for_each(|pair| found.pair(pair));
    let currency = diff.markets.first().map_or(String::new(), |pair| pair.right.currency.clone());
    let attribution = Attribution { causes: found.causes, in_runs: 0 };
    let costs: BTreeMap<String, BeforeAfter<Number>> = diff.markets.iter().filter_map(costs).collect();
    let exact: BTreeMap<(String, About), BeforeAfter<Number>> = diff.markets.iter().flat_map(exact).collect();
    let mut review = Review {
        base: diff.left.clone(),
        head: diff.right.clone(),
        minor_unit: crate::bom::minor_unit(&currency),
        currency,
        rows: listed(&found.changes, &attribution, &found.edits, &Money { volume, exact: &exact }),
        year: year(&costs, volume),
        costs,
        lost: Vec::new(),
        gained: Vec::new(),
        changed: Vec::new(),
        same: diff.same.clone(),
        served: BeforeAfter { before: None, after: None },
        skus: BeforeAfter { before: None, after: None },
        core: BeforeAfter { before: None, after: None },
        first_threat: BeforeAfter { before: None, after: None },
        edits: found.edits.len(),
        notes: Vec::new(),
    };
    for pair in &diff.markets {
        let is_resolved = |side: &MarketSide| side.status == MarketStatus::Resolved;
        let list = match (is_resolved(&pair.left), is_resolved(&pair.right)) {
            (true, false) => &mut review.lost,
            (false, true) => &mut review.gained,
            (true, true) | (false, false) => &mut review.changed,
        };
        list.push(pair.left.title());
    }
    review
}

/// The difference of a year's cost, if the units of every market are known.
fn year(costs: &BTreeMap<String, BeforeAfter<Number>>, volume: &dyn Fn(&str) -> Option<Number>) -> Option<Number> {
    let mut sum = Number::ZERO;
    for (market, cost) in costs {
        let more = cost.after?.checked_sub(cost.before?)?;
        sum = sum.checked_add(more.checked_mul(volume(market)?)?)?;
    }
    Some(sum)
}

/// The cost of both sides, exact where both locks show it.
fn costs(pair: &Pair) -> Option<(String, BeforeAfter<Number>)> {
    let exact = |side: &MarketSide| side.exact.get(&About::Market).copied();
    let printed = |side: &MarketSide| side.cost.as_ref()?.parse().ok();
    let both = exact(&pair.left).zip(exact(&pair.right));
    let (before, after) = both.or_else(|| printed(&pair.left).zip(printed(&pair.right)))?;
    Some((pair.left.title(), BeforeAfter { before: Some(before), after: Some(after) }))
}

/// The exact amounts that both locks show.
fn exact(pair: &Pair) -> Vec<((String, About), BeforeAfter<Number>)> {
    let (left, right) = (&pair.left.exact, &pair.right.exact);
    let is_known = |about: &About| *about != About::Market || left.contains_key(about) && right.contains_key(about);
    let keys: BTreeSet<&About> = left.keys().chain(right.keys()).filter(|about| is_known(about)).collect();
    let both = |about: &About| BeforeAfter { before: left.get(about).copied(), after: right.get(about).copied() };
    keys.into_iter().map(|about| ((pair.left.title(), about.clone()), both(about))).collect()
}

/// The changes found so far, each with its cause.
#[derive(Default)]
struct Found {
    changes: Vec<Change>,
    causes: Vec<Cause>,
    /// All causes, each once.
    edits: Vec<FileEdit>,
}

impl Found {
    fn pair(&mut self, pair: &Pair) {
        let market = pair.left.title();
        let status = |side: &MarketSide| Some(side.status.as_str().to_owned());
        let of_market = |key: &str, before: Option<String>, after: Option<String>| Change {
            market: Some(market.clone()),
            topic: Topic::new(About::Market, key),
            before,
            after,
        };
        // What causes a line to change causes the cost of the market to change.
        let mut causes: Vec<Because> = pair.because.clone();
        causes.extend(pair.lines.iter().flat_map(|line| line.because.iter().cloned()));
        let costs = pair.values.iter().filter(|one| one.what.topic.is_money());
        causes.extend(costs.flat_map(|one| one.because.iter().cloned()));
        self.add(of_market("status", status(&pair.left), status(&pair.right)), &pair.because);
        if pair.left.status != pair.right.status {
            return;
        }
        self.add(of_market("cost", pair.left.cost.clone(), pair.right.cost.clone()), &causes);
        if let Some(carriers) = &pair.carriers {
            let text = |list: &[String]| Some(list.join(", "));
            self.add(of_market("carriers", text(&carriers.before), text(&carriers.after)), &pair.because);
        }
        pair.lines.iter().for_each(|line| self.line(&market, line));
        for one in &pair.options {
            let topic = Topic::new(About::Option(one.what.name.clone()), "value");
            let (before, after) = (one.what.before.clone(), one.what.after.clone());
            self.add(Change { market: Some(market.clone()), topic, before, after }, &one.because);
        }
        for one in &pair.values {
            let topic = own_topic(one.what.topic.clone(), &pair.left.market);
            let (before, after) = (one.what.before.clone(), one.what.after.clone());
            self.add(Change { market: Some(market.clone()), topic, before, after }, &one.because);
        }
        for one in &pair.certificates {
            let topic = Topic::new(About::OneOff(one.what.name.clone()), "terms");
            let (before, after) = (one.what.before.clone(), one.what.after.clone());
            self.add(Change { market: Some(market.clone()), topic, before, after }, &one.because);
        }
    }

    fn line(&mut self, market: &str, line: &Differing<LineChange>) {
        let (before, after) = (&line.what.before, &line.what.after);
        let sides = [
            (
                "component",
                before.as_ref().map(|part| part.component.clone()),
                after.as_ref().map(|part| part.component.clone()),
            ),
            (
                "version",
                before.as_ref().map(|part| part.version.clone()),
                after.as_ref().map(|part| part.version.clone()),
            ),
            ("quantity", before.as_ref().map(ComparedPart::with_unit), after.as_ref().map(ComparedPart::with_unit)),
        ];
        for (key, before, after) in sides {
            let topic = Topic::new(About::Line(line.what.slot.clone()), key);
            self.add(Change { market: Some(market.to_owned()), topic, before, after }, &line.because);
        }
    }

    /// Adds a change, unless both sides are equal or it is known already.
    fn add(&mut self, change: Change, because: &[Because]) {
        let is_known = |known: &Change| (&known.market, &known.topic) == (&change.market, &change.topic);
        if change.before == change.after || self.changes.iter().any(is_known) {
            return;
        }
        let mut numbers: Vec<usize> = because.iter().map(|one| self.number(one)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.changes.push(change);
        self.causes.push(Cause::Found(numbers));
    }

    /// The number of a cause among all.
    fn number(&mut self, because: &Because) -> usize {
        let edit = FileEdit { place: because.place.clone(), side: EditSide::Head, text: because.text.clone() };
        self.edits.iter().position(|known| *known == edit).unwrap_or_else(|| {
            self.edits.push(edit);
            self.edits.len() - 1
        })
    }
}
