//! From answers to a lock.

use super::content::{CHANGES, Lock, LockedFact, LockedLine, LockedMarket, LockedOneOff, LockedStatus};
use super::digest::{Origin, digest, packs, short};
use crate::bom::{Bom, FactUse, Line, OneOff, Outcome, Portfolio};
use crate::number::Number;
use crate::span::Files;
use std::collections::BTreeMap;

impl Lock {
    /// Freezes the answers of a portfolio; undecided markets are left out, because nothing is known about them.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert_eq!(lock.markets().count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn from_portfolio(portfolio: &Portfolio, files: &Files, currency: &str) -> Self {
        Self {
            solution: portfolio.solution.clone(),
            version: portfolio.version.clone(),
            currency: currency.to_owned(),
            as_of: portfolio.as_of,
            inputs: digest(files, Origin::Own),
            regions: digest(files, Origin::BuiltIn),
            region_version: crate::regions::version().to_owned(),
            packs: packs(files),
            tables: Vec::new(),
            markets: portfolio.markets.iter().filter_map(locked_market).collect(),
        }
    }

    /// This lock with the facts of its markets: market → [`Compiled::stated`](crate::Compiled::stated).
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// let facts = compiled.stated("DE", portfolio.as_of)?;
    /// let lock = lock.with_facts(&[("DE".to_owned(), facts)].into(), solution.files());
    /// assert!(lock.to_text().contains("power.mains.voltage_v"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_facts(mut self, stated: &BTreeMap<String, Vec<FactUse>>, files: &Files) -> Self {
        for market in &mut self.markets {
            let facts = stated.get(&market.market).map(Vec::as_slice).unwrap_or_default();
            market.facts = facts.iter().map(|fact| locked_fact(fact, files)).collect();
        }
        self
    }
}

fn locked_market(outcome: &Outcome) -> Option<LockedMarket> {
    match outcome {
        Outcome::Resolved(bom) => Some(locked_bom(bom)),
        Outcome::Conflict(conflict) => Some(LockedMarket {
            market: conflict.market.clone(),
            status: LockedStatus::Conflict,
            hardware: String::new(),
            objective: BTreeMap::new(),
            options: BTreeMap::new(),
            carriers: Vec::new(),
            lines: Vec::new(),
            one_off: Vec::new(),
            facts: Vec::new(),
        }),
        Outcome::Undecided(_) => None,
    }
}

fn locked_bom(bom: &Bom) -> LockedMarket {
    let printed = |name: &str, value: Number| match name {
        "cost" => value.to_fixed(bom.minor_unit),
        _ => value.to_string(),
    };
    // The distance to the previous lock says nothing about the answer itself, and would be 0 the next time.
    let listed = bom.objective.iter().filter(|one| one.name != CHANGES);
    LockedMarket {
        market: bom.market.clone(),
        status: LockedStatus::Resolved,
        hardware: bom.hardware_id(),
        objective: listed.map(|one| (one.name.clone(), printed(&one.name, one.value))).collect(),
        options: bom.options.iter().map(|one| (one.name.clone(), one.value.clone())).collect(),
        carriers: bom.carriers.clone(),
        lines: bom.lines.iter().map(locked_line).collect(),
        one_off: bom.one_off.iter().map(|taken| locked_one_off(taken, bom.minor_unit)).collect(),
        facts: Vec::new(),
    }
}

fn locked_fact(fact: &FactUse, files: &Files) -> LockedFact {
    LockedFact {
        key: fact.key.clone(),
        value: short(&fact.value),
        layer: fact.layer.clone(),
        file: fact.place.as_ref().map_or_else(String::new, |place| file_name(&place.file, files)),
        status: fact.status.clone(),
        slots: fact.slots.clone(),
    }
}

/// A file's name; that of a pack's file without the path to the pack, which differs from machine to machine.
fn file_name(name: &str, files: &Files) -> String {
    let is_packed = files.iter().any(|(_, file)| *file.name == *name && file.pack.is_some());
    let start = name.rmatch_indices(['/', '\\']).nth(1).filter(|_| is_packed).map_or(0, |(at, _)| at + 1);
    name.get(start..).unwrap_or(name).to_owned()
}

fn locked_line(line: &Line) -> LockedLine {
    LockedLine {
        slot: line.slot.clone(),
        component: line.component.clone(),
        version: line.version.clone(),
        quantity: line.quantity,
    }
}

fn locked_one_off(taken: &OneOff, minor_unit: u32) -> LockedOneOff {
    LockedOneOff { scheme: taken.scheme.clone(), id: taken.id.clone(), unit_cost: taken.unit_cost.to_fixed(minor_unit) }
}
