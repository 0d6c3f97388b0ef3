//! Wording of rules, and of what an area requires of the product as a whole.

use super::needs::phrase;
use super::wording::{Sentence, Wording, listed, quoted};
use crate::kernel::Cause;
use crate::model::{ComponentId, Need, Section, SlotId};
use crate::overlay::{AreaNeed, Rule};
use crate::schema::Stated;
use crate::schema::rules::{IF, THEN};
use crate::span::Span;
use crate::syntax::Field;
use crate::syntax::condition::Condition;

impl Wording<'_> {
    pub(super) fn rule(&self, at: usize) -> Sentence {
        let Some(rule) = self.case.input.view.rules.get(at) else { return Sentence::plain(String::new()) };
        let message = quoted(rule.message.as_deref());
        let unknown = self.unknown_in(rule.condition.iter().chain([&rule.then]).map(|formula| &**formula));
        let id = &rule.id;
        let text = match (unknown.is_empty(), message.is_empty()) {
            (false, _) => {
                let facts = listed(&unknown, "and");
                format!("rule `{id}` cannot be decided: {facts} is not known for {}", self.market())
            }
            (true, false) => format!("rule `{id}`{message}"),
            (true, true) => format!("rule `{id}` is not met{}", self.statement(rule)),
        };
        Sentence { text, labels: Vec::new(), source: Self::sources(&rule.origin) }
    }

    /// ": if `uplink == cellular` then `slot.modem`", as written.
    fn statement(&self, rule: &Rule) -> String {
        let written = |key: &Field<Condition>| self.written(Section::Rules, &rule.id, rule.origin.span, key);
        match (rule.condition.as_ref().and_then(|_| written(&IF)), written(&THEN)) {
            (Some(condition), Some(then)) => format!(": if `{condition}` then `{then}`"),
            (None, Some(then)) => format!(": {then}"),
            _ => String::new(),
        }
    }

    pub(super) fn area_need(&self, at: usize) -> Sentence {
        let Some(need) = self.case.input.view.needs.get(at) else { return Sentence::plain(String::new()) };
        let failing = self.failing(need);
        let origin = failing.last().map_or(&need.origin, |one| &one.origin);
        let area = self.case.compiled.model.areas.code(origin.area);
        let because: Vec<String> =
            failing.iter().filter_map(|one| one.because.as_ref()).map(|why| format!("\"{why}\"")).collect();
        let because = if because.is_empty() { String::new() } else { format!(": {}", because.join(" and ")) };
        let nobody = self.providers_of(&need.need).is_empty();
        let nobody = if nobody { ", and no candidate of any slot provides it" } else { "" };
        let text = format!("{area} requires {}{because}{}{nobody}", phrase(&need.need), Self::status(origin));
        Sentence { text, labels: Vec::new(), source: Self::sources(origin) }
    }

    /// Where the statement is that fails, if it is one of several under one id.
    pub(super) fn failing_place(&self, cause: &Cause) -> Option<Span> {
        let Cause::AreaNeed(at) = cause else { return None };
        let need = self.case.input.view.needs.get(*at).filter(|need| need.stated.len() > 1)?;
        self.failing(need).last().map(|one| one.origin.span)
    }

    /// The statements of a need that fail: those whose own tests no candidate passes; all, where each alone could be met.
    fn failing<'n>(&self, need: &'n AreaNeed) -> Vec<&'n Stated> {
        let alone = |one: &&Stated| {
            let mut need = need.need.clone();
            need.alternatives.iter_mut().for_each(|alternative| alternative.tests.clone_from(&one.tests));
            self.providers_of(&need).is_empty()
        };
        let failing: Vec<&Stated> = need.stated.iter().filter(|_| need.stated.len() > 1).filter(alone).collect();
        if failing.is_empty() { need.stated.iter().collect() } else { failing }
    }

    /// The candidates that meet a need, each with its slot.
    fn providers_of(&self, need: &Need) -> Vec<(SlotId, ComponentId)> {
        let mut found = Vec::new();
        for alternative in &need.alternatives {
            let meeting = self.case.input.index.meeting(self.case.input.model, alternative);
            for group in &self.lowered.slots {
                let able = group.candidates.iter().filter(|id| meeting.contains(id));
                found.extend(able.map(|id| (group.slot, *id)));
            }
        }
        found
    }

    /// "`socket.zhaga`, which union requires, is provided only by `node-zhaga` in slot `controller`".
    pub(super) fn only_slot(&self, cause: &Cause) -> Option<String> {
        let Cause::AreaNeed(at) = cause else { return None };
        let need = self.case.input.view.needs.get(*at)?;
        let able = self.providers_of(&need.need);
        let (slot, _) = able.first()?;
        if able.iter().any(|(other, _)| other != slot) || able.len() > 4 {
            return None;
        }
        let names: Vec<String> = able.iter().map(|(_, id)| format!("`{}`", self.component(*id))).collect();
        let area = self.case.compiled.model.areas.code(need.origin.area);
        let (names, slot) = (listed(&names, "and"), self.slot(*slot));
        let need = phrase(&need.need);
        Some(format!("only {names} in slot `{slot}` can provide the {need} that {area} requires"))
    }
}
