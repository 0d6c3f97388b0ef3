//! From answers to a lock.

use super::content::{CHANGES, Lock, LockedFact, LockedLine, LockedMarket, LockedOneOff, LockedStatus, LockedWarning};
use super::digest::{Origin, digest, packs, short};
use super::item::{LockedItem, LockedPlan, LockedValue};
use super::stated;
use crate::bom::{Bom, FactUse, HeldCertificate, Line, OneOff, Outcome, Portfolio, Warning};
use crate::compare::{self, NamedText, article_values, content_values, license_values};
use crate::number::Number;
use crate::solution::Solution;
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
            warnings: warnings(&portfolio.warnings),
            stated: Vec::new(),
            tables: Vec::new(),
            plans: LockedPlan::of(portfolio).into_iter().collect(),
            markets: portfolio.markets.iter().filter_map(|outcome| locked_market(outcome, files)).collect(),
        }
    }

    /// This lock with the answers of variants after its own.
    #[must_use]
    pub fn with_variants<'a>(mut self, variants: impl IntoIterator<Item = &'a Portfolio>, files: &Files) -> Self {
        for portfolio in variants {
            self.markets.extend(portfolio.markets.iter().filter_map(|outcome| locked_market(outcome, files)));
            self = self.with_plan_of(portfolio);
        }
        self
    }

    /// This lock with warnings about several markets at once.
    #[must_use]
    pub fn with_warnings(mut self, given: &[Warning]) -> Self {
        self.warnings = warnings(given);
        self
    }

    /// This lock with fingerprints of what a solution's own files state, so that a later difference can name the edit.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD").with_stated(&solution);
    /// assert!(lock.to_text().contains("slots/driver"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_stated(mut self, solution: &Solution) -> Self {
        self.stated = stated::fingerprints(&solution.source_values());
        self
    }
}

fn locked_market(outcome: &Outcome, files: &Files) -> Option<LockedMarket> {
    match outcome {
        Outcome::Resolved(bom) => Some(locked_bom(bom, files)),
        Outcome::Conflict(conflict) => Some(LockedMarket {
            market: conflict.market.clone(),
            variant: conflict.variant.clone(),
            status: LockedStatus::Conflict,
            hardware: String::new(),
            objective: BTreeMap::new(),
            options: BTreeMap::new(),
            carriers: Vec::new(),
            lines: Vec::new(),
            articles: Vec::new(),
            content: Vec::new(),
            licenses: Vec::new(),
            one_off: Vec::new(),
            certificates: Vec::new(),
            sellable_from: None,
            holds_until: None,
            warnings: Vec::new(),
            facts: Vec::new(),
        }),
        Outcome::Undecided(_) => None,
    }
}

fn locked_bom(bom: &Bom, files: &Files) -> LockedMarket {
    let printed = |name: &str, value: Number| match name {
        "cost" => value.to_fixed(bom.minor_unit),
        _ => value.to_string(),
    };
    // The distance to the previous lock says nothing about the answer itself, and would be 0 the next time.
    let listed = bom.objective.iter().filter(|one| one.name != CHANGES);
    LockedMarket {
        market: bom.market.clone(),
        variant: bom.variant.clone(),
        status: LockedStatus::Resolved,
        hardware: bom.hardware_id(),
        objective: listed.map(|one| (one.name.clone(), printed(&one.name, one.value))).collect(),
        options: bom.options.iter().map(|one| (one.name.clone(), one.value.clone())).collect(),
        carriers: bom.carriers.clone(),
        lines: bom.lines.iter().map(|line| locked_line(line, bom.minor_unit)).collect(),
        articles: bom.articles.iter().map(|one| LockedItem::of(article_values(one, bom.minor_unit))).collect(),
        content: bom.content.iter().map(|one| LockedItem::of(content_values(one))).collect(),
        licenses: bom.licenses.iter().map(|one| LockedItem::of(license_values(one, bom.minor_unit))).collect(),
        one_off: bom.one_off.iter().map(|taken| locked_one_off(taken, bom.minor_unit)).collect(),
        certificates: bom.certificates.iter().map(certificate).collect(),
        sellable_from: bom.sellable_from,
        holds_until: bom.holds_until,
        warnings: warnings(&bom.warnings),
        facts: bom.facts.iter().map(|fact| locked_fact(fact, files)).collect(),
    }
}

fn certificate(held: &HeldCertificate) -> NamedText {
    NamedText { name: held.label(), text: compare::authority(held).unwrap_or_default() }
}

/// Warnings by code and key, each once: their messages are not part of the lock.
fn warnings(warnings: &[Warning]) -> Vec<LockedWarning> {
    let mut list: Vec<LockedWarning> = warnings.iter().map(locked_warning).collect();
    list.sort();
    list.dedup();
    list
}

fn locked_warning(warning: &Warning) -> LockedWarning {
    LockedWarning { code: warning.code.to_string(), key: warning.key.clone(), waived: warning.waived }
}

fn locked_fact(fact: &FactUse, files: &Files) -> LockedFact {
    LockedFact {
        key: fact.key.clone(),
        value: short(&fact.value),
        layer: fact.layer.clone(),
        file: fact.place.as_ref().map_or_else(String::new, |place| {
            if place.is_built_in() { place.file_text() } else { file_name(&place.file, files) }
        }),
        status: fact.status.clone(),
        source: fact.source.clone(),
        slots: fact.slots.clone(),
    }
}

/// A file's name; that of a pack's file without the path to the pack, which differs from machine to machine.
fn file_name(name: &str, files: &Files) -> String {
    let is_packed = files.iter().any(|(_, file)| *file.name == *name && file.pack.is_some());
    let start = name.rmatch_indices(['/', '\\']).nth(1).filter(|_| is_packed).map_or(0, |(at, _)| at + 1);
    name.get(start..).unwrap_or(name).to_owned()
}

fn locked_line(line: &Line, minor_unit: u32) -> LockedLine {
    let values = compare::line_values(line, minor_unit).into_iter();
    LockedLine {
        slot: line.slot.clone(),
        component: line.component.clone(),
        version: line.version.clone(),
        quantity: line.quantity,
        values: values.map(|one| LockedValue { key: one.key.to_owned(), value: one.value }).collect(),
    }
}

fn locked_one_off(taken: &OneOff, minor_unit: u32) -> LockedOneOff {
    LockedOneOff {
        scheme: taken.scheme.clone(),
        component: taken.component.clone(),
        id: taken.id.clone(),
        unit_cost: taken.unit_cost.to_fixed(minor_unit),
        weeks: taken.weeks.map(|weeks| weeks.to_string()),
    }
}
