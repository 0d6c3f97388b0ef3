//! Words for what the market asks: certificates, territories, limits, needs, rules; and for resources.

use super::needs::phrase;
use super::units;
use super::words::{Labels, Told, Words};
use crate::kernel::Reason;
use crate::model::{AttributeTest, Component, SlotId, Test};
use crate::name::is_below;

impl Words<'_> {
    pub(super) fn scheme(&self, slot: Option<SlotId>, at: usize, reason: &Reason) -> Told {
        let Some(certification) = self.question.laid.certification.get(at) else {
            return (String::new(), Vec::new(), Vec::new());
        };
        let scheme = &certification.scheme;
        let of = certification
            .applies_to
            .as_deref()
            .map(|what| format!("every `{what}`"))
            .unwrap_or("the product".to_owned());
        let authority = certification.authority.as_deref().map(|who| format!(" ({who})")).unwrap_or_default();
        let area = self.compiled.model.areas.code(certification.origin.area);
        let since = certification.effectivity.from.map(|day| format!(" since {day}")).unwrap_or_default();
        let asks = format!(
            "{area} asks a certificate `{scheme}`{authority} of {of}{since} ({})",
            self.cited(&certification.origin)
        );
        let lacking = match slot {
            Some(slot) => format!(", and none is in force for slot `{}`", self.slot(slot)),
            None => format!(", and `{}` holds and plans none", self.compiled.solution.name()),
        };
        let mut labels: Labels = Vec::new();
        for (id, span) in &reason.excluded {
            let ended = self.compiled.model.component(*id).and_then(|component| {
                let held = component.certificates.iter().filter(|one| certification.accepts.contains(&one.scheme));
                held.filter_map(|one| Some((one, one.effectivity.until?)))
                    .find(|(one, _)| !one.effectivity.holds_on(self.asked.day))
            });
            match ended {
                Some((one, day)) => {
                    let number = one.id.as_deref().unwrap_or_default();
                    labels.push((
                        format!("`{}`'s {scheme} {number} ended on {day}", self.component(*id)),
                        Some(self.place(one.span)),
                    ));
                }
                None => labels.push((format!("`{}` holds none", self.component(*id)), Some(self.place(*span)))),
            }
        }
        (format!("{asks}{lacking}"), labels, Self::sources(&certification.origin))
    }

    pub(super) fn territory(&self, slot: SlotId, reason: &Reason) -> Told {
        let text = format!("{} in slot `{}` may not be used in {}", self.names(reason), self.slot(slot), self.market());
        let labels = reason.excluded.iter().map(|(id, span)| {
            let territories = self.compiled.model.component(*id).and_then(|component| component.territories.as_ref());
            let why = territories.and_then(|one| one.because.as_deref());
            let why = why.map(|why| format!(": \"{why}\"")).unwrap_or_default();
            let list = territories.map(|one| {
                let codes: Vec<&str> = one.areas.iter().map(|area| area.value.as_str()).collect();
                let verb = if one.only { "may be used in" } else { "may not be used in" };
                format!("{verb} {}{}", codes.join(", "), if one.only { " only" } else { "" })
            });
            (format!("`{}` {}{why}", self.component(*id), list.unwrap_or_default()), Some(self.place(*span)))
        });
        (text, labels.collect(), Vec::new())
    }

    pub(super) fn dates(&self, slot: SlotId, reason: &Reason) -> Told {
        let text = format!("candidates of slot `{}` cannot be had on {}", self.slot(slot), self.asked.day);
        let labels = reason.excluded.iter().map(|(id, span)| {
            let dates = self.compiled.model.component(*id).map(|component| component.effectivity).unwrap_or_default();
            let words = match (dates.from, dates.until) {
                (Some(from), _) if self.asked.day < from => format!("begins on {from}"),
                (_, Some(until)) => format!("ended on {until}"),
                _ => String::new(),
            };
            (format!("`{}` {words}", self.component(*id)), Some(self.place(*span)))
        });
        (text, labels.collect(), Vec::new())
    }

    pub(super) fn rule(&self, at: usize) -> Told {
        let Some(rule) = self.question.laid.rules.get(at) else { return (String::new(), Vec::new(), Vec::new()) };
        let message = rule.message.as_deref().map(|text| format!(": \"{text}\"")).unwrap_or_default();
        let unknown = self.unknown_in(rule.condition.iter().chain([&rule.then]).map(|formula| &**formula));
        (format!("rule `{}`{message}{unknown}", rule.id), Vec::new(), Self::sources(&rule.origin))
    }

    pub(super) fn area_need(&self, at: usize) -> Told {
        let Some(need) = self.question.laid.needs.get(at) else { return (String::new(), Vec::new(), Vec::new()) };
        let area = self.compiled.model.areas.code(need.origin.area);
        let because = need.need.because.as_deref().map(|why| format!(": \"{why}\"")).unwrap_or_default();
        let text = format!("{area} asks for {}{because} ({})", phrase(&need.need), self.cited(&need.origin));
        (text, Vec::new(), Self::sources(&need.origin))
    }

    pub(super) fn limit(&self, at: usize, slot: Option<SlotId>, reason: &Reason) -> Told {
        let Some(limit) = self.question.laid.limits.get(at) else { return (String::new(), Vec::new(), Vec::new()) };
        let area = self.compiled.model.areas.code(limit.origin.area);
        let tests = units::all_asked(&limit.tests);
        let because = limit.because.as_deref().map(|why| format!(": \"{why}\"")).unwrap_or_default();
        let of =
            slot.map(|slot| format!(", which candidates of slot `{}` do not", self.slot(slot))).unwrap_or_default();
        let text = format!(
            "{area} wants every `{}` to have {tests}{because} ({}){of}",
            limit.capability,
            self.cited(&limit.origin)
        );
        let labels = reason.excluded.iter().map(|(id, span)| {
            let has = self
                .compiled
                .model
                .component(*id)
                .map(|component| has_in_words(component, &limit.capability, &limit.tests));
            (format!("`{}` has {}", self.component(*id), has.unwrap_or_default()), Some(self.place(*span)))
        });
        (text, labels.collect(), Self::sources(&limit.origin))
    }

    pub(super) fn resource(&self, resource: &str) -> Told {
        let mut labels: Labels = Vec::new();
        for slot in &self.lowered.slots {
            for id in &slot.candidates {
                let Some(component) = self.compiled.model.component(*id) else { continue };
                let pieces = if slot.quantity > 1 { format!(" × {}", slot.quantity) } else { String::new() };
                let uses = component.uses.iter().map(|amount| (amount, "uses"));
                for (amount, verb) in uses.chain(component.supplies.iter().map(|amount| (amount, "supplies"))) {
                    if amount.resource == resource {
                        let text = format!(
                            "`{}` in slot `{}` {verb} {}{pieces}",
                            self.component(*id),
                            self.slot(slot.slot),
                            amount.amount
                        );
                        labels.push((text, Some(self.place(amount.span))));
                    }
                }
            }
        }
        (format!("`{resource}`: more is used than supplied"), labels, Vec::new())
    }
}

/// What a component states of the tested attributes.
fn has_in_words(component: &Component, capability: &str, tests: &[AttributeTest]) -> String {
    let provided = component.provides.iter().filter(|provided| is_below(&provided.capability, capability));
    let mut words = Vec::new();
    for provided in provided {
        for one in tests.iter().filter(|one| !matches!(one.test, Test::Version(_))) {
            words.push(match provided.attributes.get(&one.attribute) {
                Some(value) => units::stated(&one.attribute, &value.value),
                None => format!("no {}", one.attribute),
            });
        }
    }
    if words.is_empty() { "nothing of it stated".to_owned() } else { words.join(", ") }
}
