//! Two locks: what their answers differ in. With the solution at hand, also through what.

use super::why::{Asking, why_not};
use super::{Because, Diff, Differing, Pair, Side};
use crate::bom::{OptionValue, Outcome};
use crate::compare::{self, CarrierChange, Change, ComparedLine, ComparedPart, NamedValue};
use crate::date::Date;
use crate::lock::{Lock, LockedMarket, LockedOneOff, LockedStatus};
use crate::query::{Compiled, Request, ResolveError};

/// A lock with what it is called.
pub type Named<'a> = (&'a str, &'a Lock);

impl Diff {
    /// What differs between two locks.
    #[must_use]
    pub fn of_locks(left: Named<'_>, right: Named<'_>) -> Self {
        let (mut markets, mut same) = (Vec::new(), Vec::new());
        let find = |lock: &'_ Lock, code: &str| lock.markets.iter().find(|market| market.market == code).cloned();
        let added = right.1.markets.iter().filter(|market| find(left.1, &market.market).is_none());
        for code in left.1.markets.iter().chain(added).map(|market| &market.market) {
            let (before, after) = (find(left.1, code), find(right.1, code));
            let pair = pair(code, (before.as_ref(), after.as_ref()), (&left.1.currency, &right.1.currency));
            if pair.is_nothing() {
                same.push(code.clone());
            } else {
                markets.push(pair);
            }
        }
        Self { left: side(left), right: side(right), markets, same }
    }

    /// Adds the facts that the second lock holds otherwise: at the lines whose candidates ask for them, else at the whole.
    #[must_use]
    pub fn with_facts(mut self, left: &Lock, right: &Lock) -> Self {
        for pair in &mut self.markets {
            for cause in left.causes(right, &pair.left) {
                let (on, text) = (self.right.name.clone(), cause.to_string());
                let because = Because { on, text, place: None, source: Vec::new() };
                let asked = |line: &&mut Differing<compare::LineChange>| cause.slots.contains(&line.what.slot);
                let mut bearing = pair.lines.iter_mut().filter(asked).peekable();
                if bearing.peek().is_none() {
                    pair.because.push(because);
                } else {
                    bearing.for_each(|line| line.because.push(because.clone()));
                }
            }
        }
        self
    }

    /// Adds what the solution tells of the causes, if it still gives the answers of the second lock: what forbids the
    /// old lines today, and the dated things through which the answer changed between the two days.
    ///
    /// # Errors
    /// As [`Compiled::resolve`](crate::Compiled::resolve).
    pub fn explained(mut self, compiled: &Compiled, request: &Request) -> Result<Self, ResolveError> {
        let (before, after, name) = (self.left.as_of, self.right.as_of, self.right.name.clone());
        for pair in &mut self.markets {
            let known = compiled.model.areas.find(&pair.right).is_some_and(|area| compiled.markets.contains_key(&area));
            if !known || pair.status.0 == "absent" || pair.status.1 == "absent" {
                continue;
            }
            let request = request.for_markets([&pair.right]).as_of(after);
            let asking = Asking { compiled, request: &request, name: &name, market: &pair.right };
            let outcome = asking.answer()?;
            let dated = dates(compiled, &request, before)?;
            let code = pair.right.clone();
            match &outcome {
                Outcome::Resolved(bom) if pair.status.1 == "resolved" => {
                    for line in pair.lines.iter_mut().filter(|line| line.what.change != Change::Cost) {
                        if holds(bom, &line.what.slot, line.what.after.as_ref()) {
                            line.because.extend(why_not(&asking, bom, &line.what.slot, line.what.before.as_ref())?);
                        }
                    }
                }
                Outcome::Conflict(conflict) if pair.status.1 == "conflict" => {
                    pair.because.extend(conflict.reasons.iter().map(|reason| Because::of(&code, reason)));
                }
                _ => continue,
            }
            // A date stands behind every line that it changes, and behind the whole where there is none.
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

/// Whether an answer holds in a slot what the lock says.
fn holds(bom: &crate::bom::Bom, slot: &str, held: Option<&ComparedPart>) -> bool {
    let line = bom.lines.iter().find(|line| line.slot == slot);
    match (line, held) {
        (None, None) => true,
        (Some(line), Some(held)) => line.component == held.component && line.version == held.version,
        _ => false,
    }
}

/// What begins or ends between two days and changes the answer.
fn dates(compiled: &Compiled, request: &Request, before: Date) -> Result<Vec<Because>, ResolveError> {
    if request.as_of == Some(before) {
        return Ok(Vec::new());
    }
    let told = compiled.through(request, before)?.into_iter().map(|one| Because {
        on: request.markets.first().cloned().unwrap_or_default(),
        text: one.to_string(),
        place: Some(one.place),
        source: one.source,
    });
    Ok(told.collect())
}

fn side((name, lock): Named<'_>) -> Side {
    let (solution, version) = (lock.solution.clone(), lock.version.clone());
    Side { name: name.to_owned(), solution, version, as_of: lock.as_of }
}

fn pair(code: &str, (before, after): (Option<&LockedMarket>, Option<&LockedMarket>), currency: (&str, &str)) -> Pair {
    let status = |market: Option<&LockedMarket>| market.map_or("absent", |market| market.status.as_str());
    let cost = |market: Option<&LockedMarket>| market.and_then(|market| market.objective.get("cost").cloned());
    let mut pair = Pair {
        left: code.to_owned(),
        right: code.to_owned(),
        status: (status(before), status(after)),
        cost: (cost(before), cost(after)),
        currency: (currency.0.to_owned(), currency.1.to_owned()),
        lines: Vec::new(),
        options: Vec::new(),
        carriers: None,
        certificates: Vec::new(),
        because: Vec::new(),
    };
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
            slot: &line.slot,
            component: &line.component,
            version: &line.version,
            quantity: line.quantity,
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
