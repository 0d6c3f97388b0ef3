//! Two locks: what their answers differ in and, with the solution at hand, why.

use super::values::Compared;
use super::why::{Solvable, why_not};
use super::{Because, Diff, Differing, MarketSide, MarketStatus, Pair, Side};
use crate::bom::{OptionValue, Outcome};
use crate::compare::{self, About, CarrierChange, Change, ComparedLine, ComparedPart, NamedValue};
use crate::date::Date;
use crate::lock::{Lock, LockedItem, LockedLine, LockedMarket, LockedOneOff, LockedStatus, StatedEdit};
use crate::number::Number;
use crate::query::{Compiled, Request, ResolveError};
use std::collections::BTreeMap;

/// A lock with its name in the comparison.
#[derive(Clone, Copy, Debug)]
pub struct NamedLock<'a> {
    /// The name: usually the file's.
    pub name: &'a str,
    /// The lock.
    pub lock: &'a Lock,
}

impl Diff {
    /// What differs between two locks.
    #[must_use]
    pub fn of_locks(left: NamedLock<'_>, right: NamedLock<'_>) -> Self {
        Self::of_edited_locks(left, right, &[])
    }

    /// What differs between two locks, with the edits between their files as causes: those of the second lock's solution
    /// since the first was written ([`Lock::edits_since`]).
    #[must_use]
    pub fn of_edited_locks(left: NamedLock<'_>, right: NamedLock<'_>, edits: &[StatedEdit]) -> Self {
        let compared = Compared { left: left.lock, right: right.lock, edits, tried: &BTreeMap::new() };
        let (mut markets, mut same) = (Vec::new(), Vec::new());
        let find = |lock: &'_ Lock, of: &LockedMarket| lock.markets.iter().find(|market| market.is_about(of)).cloned();
        let added = right.lock.markets.iter().filter(|market| find(left.lock, market).is_none());
        for market in left.lock.markets.iter().chain(added) {
            let (before, after) = (find(left.lock, market), find(right.lock, market));
            let one = market_side(market, before.as_ref(), &left.lock.currency);
            let two = market_side(market, after.as_ref(), &right.lock.currency);
            let mut pair = pair(Pair::new(one, two), before.as_ref(), after.as_ref());
            compared.complete(&mut pair, right.name, before.as_ref(), after.as_ref());
            if pair.is_nothing() {
                same.push(market.title());
            } else {
                markets.push(pair);
            }
        }
        let diff = Self { left: side(left), right: side(right), solution: Vec::new(), markets, same };
        diff.with_solution(&compared)
    }

    /// Adds the facts that differ in the second lock: at the lines whose candidates need them, else at the market.
    #[must_use]
    pub fn with_facts(mut self, left: &Lock, right: &Lock) -> Self {
        for pair in &mut self.markets {
            let is_it =
                |market: &&LockedMarket| (&market.market, &market.variant) == (&pair.left.market, &pair.left.variant);
            let Some(market) = left.markets.iter().find(is_it) else { continue };
            for cause in left.causes(right, market) {
                let (on, text) = (self.right.name.clone(), cause.to_string());
                let because = Because { on, text, place: None, source: Vec::new() };
                let needs_it = |line: &&mut Differing<compare::LineChange>| cause.slots.contains(&line.what.slot);
                let mut bearing = pair.lines.iter_mut().filter(needs_it).peekable();
                if bearing.peek().is_none() {
                    pair.because.push(because);
                } else {
                    bearing.for_each(|line| line.because.push(because.clone()));
                }
            }
        }
        self
    }

    /// Adds the causes that the solution knows, if it still gives the answers of the second lock: what forbids the old
    /// lines today, and the dated things because of which the answer changed between the two days.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn explained(mut self, compiled: &Compiled, request: &Request) -> Result<Self, ResolveError> {
        let (before, after, name) = (self.left.as_of, self.right.as_of, self.right.name.clone());
        let is_absent = |side: &MarketSide| side.status == MarketStatus::Absent;
        for pair in &mut self.markets {
            let area = compiled.model.areas.find(&pair.right.market);
            let is_known = area.is_some_and(|area| compiled.markets.contains_key(&area));
            let is_variant = |name: &String| compiled.model.find_variant(name).is_some();
            let is_known = is_known && pair.right.variant.as_ref().is_none_or(is_variant);
            if !is_known || is_absent(&pair.left) || is_absent(&pair.right) {
                continue;
            }
            let market = pair.right.market.clone();
            let mut request = request.for_markets([&market]).as_of(after);
            request.variant.clone_from(&pair.right.variant);
            let side = Solvable { compiled, request: &request, name: &name, market: &market };
            let outcome = side.answer()?;
            let dated = dates(compiled, &request, before)?;
            if !explain(pair, &side, &outcome)? {
                continue;
            }
            // A date is a cause of every line that it changes, and of the market where there is none.
            if pair.lines.is_empty() {
                pair.because.extend(dated);
            } else {
                pair.lines.iter_mut().for_each(|line| {
                    line.because.splice(0..0, dated.iter().cloned());
                });
            }
        }
        Ok(self)
    }
}

/// Adds what the side's answer shows of a pair; `false` where it is not the answer of the second lock.
fn explain(pair: &mut Pair, side: &Solvable<'_>, outcome: &Outcome) -> Result<bool, ResolveError> {
    match outcome {
        Outcome::Resolved(bom) if pair.right.status == MarketStatus::Resolved => {
            for line in pair.lines.iter_mut().filter(|line| !matches!(line.what.change, Change::Cost | Change::Source))
            {
                if holds(bom, &line.what.slot, line.what.after.as_ref()) {
                    line.because.extend(why_not(side, bom, &line.what.slot, line.what.before.as_ref())?);
                }
            }
        }
        Outcome::Conflict(conflict) if pair.right.status == MarketStatus::Conflict => {
            pair.because.extend(conflict.reasons.iter().map(|reason| Because::of(side.market, reason)));
        }
        Outcome::Resolved(_) | Outcome::Conflict(_) | Outcome::Undecided(_) => return Ok(false),
    }
    Ok(true)
}

/// Whether an answer holds in a slot what the lock holds.
fn holds(bom: &crate::bom::Bom, slot: &str, held: Option<&ComparedPart>) -> bool {
    let line = bom.lines.iter().find(|line| line.slot == slot);
    match (line, held) {
        (None, None) => true,
        (Some(line), Some(held)) => line.component == held.component && line.version == held.version,
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// What begins or ends between two days and changes the answer.
fn dates(compiled: &Compiled, request: &Request, before: Date) -> Result<Vec<Because>, ResolveError> {
    if request.as_of == Some(before) {
        return Ok(Vec::new());
    }
    let causes = compiled.through(request, before)?.into_iter().map(|one| Because {
        on: request.markets.first().cloned().unwrap_or_default(),
        text: one.to_string(),
        place: Some(one.place),
        source: one.source,
    });
    Ok(causes.collect())
}

fn side(named: NamedLock<'_>) -> Side {
    let NamedLock { name, lock } = named;
    let (solution, version) = (lock.solution.clone(), lock.version.clone());
    Side { name: name.to_owned(), solution, version, as_of: lock.as_of }
}

fn market_side(of: &LockedMarket, market: Option<&LockedMarket>, currency: &str) -> MarketSide {
    MarketSide {
        market: of.market.clone(),
        variant: of.variant.clone(),
        status: market.map_or(MarketStatus::Absent, |market| match market.status {
            LockedStatus::Resolved => MarketStatus::Resolved,
            LockedStatus::Conflict => MarketStatus::Conflict,
        }),
        cost: market.and_then(|market| market.objective.get("cost").cloned()),
        currency: currency.to_owned(),
        exact: market.map_or_else(BTreeMap::new, exact),
    }
}

/// The exact costs of lines, and of a unit where they and the one-off costs add up to the cost as printed.
fn exact(market: &LockedMarket) -> BTreeMap<About, Number> {
    let amount = |line: &LockedLine, key: &str| -> Option<Number> {
        line.values.iter().find(|one| one.key == key)?.value.to_string().parse().ok()
    };
    let line_cost = |line: &LockedLine| {
        let cost = amount(line, "unit_cost")?.checked_mul(Number::from(line.quantity))?;
        let further = [amount(line, "freight"), amount(line, "duty")].into_iter().flatten();
        further.into_iter().try_fold(cost, Number::checked_add)
    };
    let costs = market.lines.iter().map(|line| Some((About::Line(line.slot.clone()), line_cost(line)?)));
    let Some(mut all) = costs.collect::<Option<BTreeMap<About, Number>>>() else { return BTreeMap::new() };
    let one_off = market.one_off.iter().map(|one| one.unit_cost.parse().ok());
    let items = market.articles.iter().chain(&market.licenses).map(LockedItem::cost);
    let amounts = all.values().map(|amount| Some(*amount)).chain(items).chain(one_off);
    let sum = amounts.into_iter().try_fold(Number::ZERO, |sum, amount| sum.checked_add(amount?));
    let printed = market.objective.get("cost").map_or("", String::as_str);
    let places = printed.split_once('.').map_or(0, |(_, places)| places.len());
    let is_sum = |sum: &Number| u32::try_from(places).is_ok_and(|places| sum.to_fixed(places) == printed);
    all.extend(sum.filter(is_sum).map(|sum| (About::Market, sum)));
    all
}

/// Two sides with what differs between them.
fn pair(mut pair: Pair, before: Option<&LockedMarket>, after: Option<&LockedMarket>) -> Pair {
    let is_resolved = |market: &&LockedMarket| market.status == LockedStatus::Resolved;
    if let (Some(before), Some(after)) = (before.filter(is_resolved), after.filter(is_resolved)) {
        pair.lines = plain(compare::lines(&fillings(before), &fillings(after)));
        pair.options = plain(compare::named(&options(before), &options(after)));
        pair.certificates = plain(compare::named(&taken(before), &taken(after)));
        pair.carriers = CarrierChange::between(&before.carriers, &after.carriers);
    }
    pair
}

/// Differences whose causes are still to be found.
fn plain<T>(list: Vec<T>) -> Vec<Differing<T>> {
    list.into_iter().map(|what| Differing { what, because: Vec::new() }).collect()
}

fn fillings(market: &LockedMarket) -> Vec<ComparedLine<'_>> {
    market
        .lines
        .iter()
        .map(|line| ComparedLine {
            source: compare::source(line.text("by"), line.text("mpn"), line.text("seller")),
            slot: &line.slot,
            component: &line.component,
            version: &line.version,
            quantity: line.quantity,
            unit: line.unit(),
            cost: None,
            alternates: &[],
        })
        .collect()
}

fn options(market: &LockedMarket) -> Vec<NamedValue> {
    let named = |(name, value): (&String, &OptionValue)| NamedValue { name: name.clone(), value: value.to_string() };
    market.options.iter().map(named).collect()
}

fn taken(market: &LockedMarket) -> Vec<NamedValue> {
    let named = |one: &LockedOneOff| {
        let name = one.id.as_ref().map_or_else(|| one.scheme.clone(), |id| format!("{}:{id}", one.scheme));
        NamedValue { name, value: format!("planned at {} a unit", one.unit_cost) }
    };
    market.one_off.iter().map(named).collect()
}
