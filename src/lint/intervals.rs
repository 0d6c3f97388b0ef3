//! Every market between every two days on which something changes there: within such an interval no answer changes.

use crate::date::Date;
use crate::engine::Label;
use crate::kernel::{Flags, Lowered, MarketInput, Probe, Probes, lower_with_probes};
use crate::model::AreaId;
use crate::overlay::{MarketView, change_points};
use crate::query::Compiled;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A market from a day up to the next change: what holds on that day holds on all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub market: AreaId,
    pub day: Date,
}

/// All intervals. The last of every market comes first: most parts are available by then, so it proves most values alive
/// and leaves the earlier intervals little to search.
pub(super) fn all(compiled: &Compiled) -> Vec<Interval> {
    let mut last = Vec::new();
    let mut earlier = Vec::new();
    for (market, view) in &compiled.markets {
        let mut days: BTreeSet<Date> =
            change_points(&compiled.model, view).into_iter().map(|change_point| change_point.day).collect();
        days.extend(Date::new(1, 1, 1));
        let mut days = days.into_iter().rev().map(|day| Interval { market: *market, day });
        last.extend(days.next());
        earlier.extend(days);
    }
    last.extend(earlier);
    last
}

/// The problem of an interval. Nothing is priced, as the lint does not compare costs.
pub(super) fn lowered(compiled: &Compiled, interval: Interval) -> (Lowered, Probes) {
    let nothing = MarketView::default();
    let view = compiled.markets.get(&interval.market).map_or(&nothing, |view| view);
    lower_with_probes(&MarketInput {
        places: &compiled.places,
        rates: None,
        model: &compiled.model,
        view,
        index: &compiled.index,
        market: interval.market,
        day: interval.day,
        flags: Flags::default(),
        shared_volumes: BTreeMap::new(),
    })
}

/// A digest of the problem of an interval: intervals of equal digest have the same slots, candidates, rules and
/// constraints, so one of them is searched for all.
pub(super) fn digest(compiled: &Compiled, market: AreaId, lowered: &Lowered, probes: &[Probe]) -> [u8; 32] {
    let mut digest = Digest(hmac_sha256::Hash::new());
    for slot in &lowered.slots {
        digest.number(u64::from(slot.slot.0));
        digest.list(slot.candidates.iter().map(|id| u64::from(id.0)));
    }
    let view = compiled.markets.get(&market);
    let rules = probes.iter().filter_map(|probe| view?.rules.get(probe.rule));
    let place = |span: crate::span::Span| (u64::from(span.file.0) << 32) | u64::from(span.start);
    digest.list(rules.map(|rule| place(rule.origin.span)));
    let of_rule: HashMap<Label, u64> = probes.iter().zip(1..).map(|(probe, number)| (probe.label, number)).collect();
    let of_rule = |label: Label| of_rule.get(&label).copied().unwrap_or(0);
    digest.number(lowered.problem.groups() as u64);
    for clause in &lowered.problem.clauses {
        digest.number(of_rule(clause.label));
        digest.number(clause.literals.len() as u64);
        for (group, values) in &clause.literals {
            digest.number(u64::from(group.0));
            digest.list(values.iter().map(u64::from));
        }
    }
    for budget in &lowered.problem.budgets {
        digest.number(of_rule(budget.label));
        digest.text(&format!("{:?} {}", budget.terms, budget.cap));
    }
    digest.0.finalize()
}

struct Digest(hmac_sha256::Hash);

impl Digest {
    fn number(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    fn list(&mut self, numbers: impl Iterator<Item = u64>) {
        let all: Vec<u8> = numbers.flat_map(u64::to_le_bytes).collect();
        self.number(all.len() as u64);
        self.0.update(all);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text);
    }
}
