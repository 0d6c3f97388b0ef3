//! Wording of what a market requires of candidates: certificates, territories, dates, limits.

use super::units;
use super::wording::{LabelText, Sentence, Verbs, Wording, quoted, several};
use crate::bom::ReasonLabel;
use crate::kernel::Reason;
use crate::model::{AttributeTest, Certificate, Component, Section, SlotId, TerritoryKind, Test};
use crate::name::is_below;
use crate::overlay::{CertificateDefinition, Certification, Level, Limit};
use crate::schema::Validity;
use crate::schema::common::WHEN;

impl Wording<'_> {
    pub(super) fn scheme(&self, slot: Option<SlotId>, at: usize, reason: &Reason) -> Sentence {
        let Some(certification) = self.case.input.view.certification.get(at) else {
            return Sentence::plain(String::new());
        };
        let whole = certification.level == Level::Solution;
        let holder = if whole && slot.is_some() { Holder::Solution } else { Holder::Component };
        let requires = self.certificate_requirement(certification, holder);
        let status = Self::status(&certification.origin);
        let (text, mut labels) = match slot {
            Some(slot) if whole => {
                let takes = self.takes_such(slot, reason);
                (format!("{requires}{status}, and {takes}"), self.covered(certification, reason))
            }
            Some(slot) => {
                let holds = self.candidates(
                    slot,
                    reason,
                    Verbs {
                        none: "holds a valid one",
                        one: "does not hold a valid one",
                        many: "do not hold a valid one",
                    },
                );
                (format!("{requires}{status}, and {holds}"), self.holdings(certification, reason))
            }
            None => (format!("{requires}{status}"), Vec::new()),
        };
        if whole || slot.is_none() {
            labels.push(self.solution_holds(certification));
        } else if let Some(ended) = self.out_of_force(certification) {
            labels.push(self.label(ended.origin.span, self.dated(certification, ended)));
        }
        Sentence { text, labels, source: Self::sources(&certification.origin) }
    }

    /// "CN requires a certificate `srrc` (MIIT) for every `radio` since 2013-01-01".
    fn certificate_requirement(&self, certification: &Certification, holder: Holder) -> String {
        let area = self.case.compiled.model.areas.code(certification.origin.area);
        let of = match certification.applies_to.as_deref() {
            Some(what) => format!("every `{what}`"),
            None => "the product".to_owned(),
        };
        let authority = certification.authority.as_deref().map(|who| format!(" ({who})")).unwrap_or_default();
        let others: Vec<String> = certification
            .accepts
            .iter()
            .filter(|other| **other != certification.scheme)
            .map(|other| format!("`{other}`"))
            .collect();
        let or = if others.is_empty() { String::new() } else { format!(" (or {})", others.join(", ")) };
        let since = certification.effectivity.from.map(|day| format!(" since {day}")).unwrap_or_default();
        let holder = match holder {
            Holder::Component => "requires",
            Holder::Solution => "requires the solution to hold",
        };
        let (section, id) = (Section::Certification, &certification.id);
        let written = certification.when.as_ref().and_then(|_| {
            self.written(section, id, certification.origin.span, &WHEN).map(|when| format!(" when `{when}`"))
        });
        let when = written.unwrap_or_default();
        format!("{area} {holder} a certificate `{}`{or}{authority} for {of}{when}{since}", certification.scheme)
    }

    /// "every candidate of slot `radio` is one".
    fn takes_such(&self, slot: SlotId, reason: &Reason) -> String {
        let name = self.slot(slot);
        let all = self.group(slot).map_or(0, |group| group.candidates.len());
        match reason.excluded.len() {
            1 => format!("{} in slot `{name}` is one", self.names(reason)),
            some if some < all => format!("{some} candidates of slot `{name}` are"),
            _ => format!("every candidate of slot `{name}` is one"),
        }
    }

    /// One label a candidate: that the solution needs a certificate for it, whatever it holds itself.
    fn covered(&self, certification: &Certification, reason: &Reason) -> Vec<ReasonLabel> {
        let capability = certification.applies_to.as_deref().unwrap_or_default();
        self.labels(reason, |id, span, name| {
            let certificates =
                self.case.compiled.model.component(id).map(|component| component.certificates.as_slice());
            let mut own = certificates.unwrap_or_default().iter();
            let holds = own.any(|one| one.planned.is_none() && certification.accepts.contains(&one.scheme));
            let but = if holds { "; its own certificate does not count" } else { "" };
            LabelText { span, text: format!("{name} is a `{capability}`{but}") }
        })
    }

    /// One label a candidate: what it held until when, or that it holds none.
    fn holdings(&self, certification: &Certification, reason: &Reason) -> Vec<ReasonLabel> {
        self.labels(reason, |id, span, name| {
            match self.case.compiled.model.component(id).and_then(|one| ended(one, certification, self.case.input.day))
            {
                Some(certificate) => {
                    let dates = dates_in_words(certification, certificate.validity(), self.case.input.day);
                    let number = certificate.id.as_deref().map(|id| format!(" `{id}`")).unwrap_or_default();
                    let text = format!("`{}` certificate{number} of {name} {dates}", certificate.scheme);
                    LabelText { span: certificate.span, text }
                }
                None => LabelText { span, text: format!("{name} holds none") },
            }
        })
    }

    /// What the solution itself holds: one that ended, or none, at the header that could have stated it.
    fn solution_holds(&self, certification: &Certification) -> ReasonLabel {
        match self.out_of_force(certification) {
            Some(certificate) => self.label(certificate.origin.span, self.dated(certification, certificate)),
            None => {
                let text =
                    format!("`{}` neither holds nor plans such a certificate", self.case.compiled.solution.name());
                self.label(self.case.compiled.model.header.span, text)
            }
        }
    }

    fn dated(&self, certification: &Certification, certificate: &CertificateDefinition) -> String {
        let number = certificate.id.as_deref().map(|id| format!(" `{id}`")).unwrap_or_default();
        let dates = dates_in_words(certification, certificate.validity(), self.case.input.day);
        format!("`{}` certificate{number} of `{}` {dates}", certificate.scheme, self.case.compiled.solution.name())
    }

    /// A certificate that the solution holds and that would count on another day.
    pub(super) fn out_of_force(&self, certification: &Certification) -> Option<&CertificateDefinition> {
        let all = self.case.input.view.certificates.iter().map(|certificate| &**certificate);
        let counting = all.filter(|one| certification.accepts.contains(&one.scheme) && one.planned.is_none());
        let day = self.case.input.day;
        let other = counting.filter(|one| !certification.is_met_by(&one.scheme, one.validity(), day));
        other.min_by_key(|one| nearness(certification, one.validity(), day))
    }

    pub(super) fn territory(&self, slot: SlotId, reason: &Reason) -> Sentence {
        let first = reason.excluded.first().and_then(|(id, _)| self.case.compiled.model.component(*id));
        let Some(territories) = first.and_then(|component| component.territories.as_ref()) else {
            return Sentence::plain(String::new());
        };
        let codes: Vec<&str> = territories.areas.iter().map(|area| area.value.as_str()).collect();
        let names = match self.run_names(reason).len() {
            0..=4 => self.names(reason),
            _ => format!("{} candidates", reason.excluded.len()),
        };
        let may = match (territories.kind, codes.as_slice()) {
            (TerritoryKind::Only, _) => format!("may be used in {} only", codes.join(", ")),
            (TerritoryKind::Not, [only]) if *only == self.market() => format!("may not be used in {only}"),
            (TerritoryKind::Not, _) => {
                format!("may not be used in {}, which {} is part of", codes.join(", "), self.market())
            }
        };
        let because = quoted(territories.because.as_deref());
        let text = format!("{names} in slot `{}` {may}{because}", self.slot(slot));
        Sentence { text, labels: several(self.each(reason, &may)), source: Vec::new() }
    }

    pub(super) fn dates(&self, slot: SlotId, reason: &Reason) -> Sentence {
        let available = self.candidates(
            slot,
            reason,
            Verbs { none: "is available", one: "is not available", many: "are not available" },
        );
        let labels = self.labels(reason, |id, span, name| {
            let dates =
                self.case.compiled.model.component(id).map(|component| component.effectivity).unwrap_or_default();
            let words = match (dates.from, dates.until) {
                (Some(from), _) if self.case.input.day < from => format!("from {from}"),
                (_, until) => until.map(|until| format!("only before {until}")).unwrap_or_default(),
            };
            LabelText { span, text: format!("{name} is available {words}") }
        });
        Sentence { text: format!("{available} on {}", self.case.input.day), labels, source: Vec::new() }
    }

    pub(super) fn limit(&self, at: usize, slot: SlotId, reason: &Reason) -> Sentence {
        let Some(limit) = self.case.input.view.limits.get(at) else { return Sentence::plain(String::new()) };
        let has = self.candidates(slot, reason, Verbs { none: "does", one: "does not", many: "do not" });
        let labels = self.labels(reason, |id, span, name| {
            let component = self.case.compiled.model.component(id);
            let has = component.map(|component| has_in_words(component, &limit.capability, &limit.tests));
            LabelText { span, text: format!("{name} has {}", has.unwrap_or_default()) }
        });
        let text = format!("{}, and {has}", self.limit_text(limit));
        Sentence { text, labels, source: Self::sources(&limit.origin) }
    }

    pub(super) fn carrier_limit(&self, at: usize, carrier: usize) -> Sentence {
        let Some(limit) = self.case.input.view.limits.get(at) else { return Sentence::plain(String::new()) };
        let text = format!("{}, and carrier `{}` does not", self.limit_text(limit), self.carrier(carrier));
        Sentence { text, labels: Vec::new(), source: Self::sources(&limit.origin) }
    }

    /// "IN requires every `data.store` to have country in IN".
    fn limit_text(&self, limit: &Limit) -> String {
        let area = self.case.compiled.model.areas.code(limit.origin.area);
        let (tests, because) = (units::all_tests_in_words(&limit.tests), quoted(limit.because.as_deref()));
        format!("{area} requires every `{}` to have {tests}{because}{}", limit.capability, Self::status(&limit.origin))
    }
}

/// Who has to hold a certificate.
enum Holder {
    /// Each component that the requirement applies to, or the product.
    Component,
    /// The solution, once for all its components.
    Solution,
}

/// The certificate of a component that would count on another day.
pub(super) fn ended<'c>(
    component: &'c Component,
    certification: &Certification,
    day: crate::date::Date,
) -> Option<&'c Certificate> {
    let held = component.certificates.iter().filter(|one| certification.accepts.contains(&one.scheme));
    let other = held.filter(|one| one.planned.is_none() && !certification.is_met_by(&one.scheme, one.validity(), day));
    other.min_by_key(|one| nearness(certification, one.validity(), day))
}

/// What ended last comes first, then what begins first.
fn nearness(certification: &Certification, validity: Validity, day: crate::date::Date) -> impl Ord + use<> {
    let dates = certification.dates_of(validity);
    let ended = dates.until.filter(|until| *until <= day);
    (ended.is_none(), std::cmp::Reverse(ended), dates.from)
}

/// "is valid from 2027-01-01", "expired; its last day was 2026-01-01", "was issued on 2021-01-01 and is accepted for 60 months".
fn dates_in_words(certification: &Certification, validity: Validity, day: crate::date::Date) -> String {
    let dates = certification.dates_of(validity);
    match (dates.from, validity.effectivity.until, validity.issued, certification.valid_months) {
        (Some(from), ..) if day < from => format!("is valid from {from}"),
        (_, Some(until), ..) => format!("expired; its last day was {}", until.previous().unwrap_or(until)),
        (_, None, Some(issued), Some(months)) => {
            format!("was issued on {issued} and is accepted for {months} months only")
        }
        (_, None, None, _) | (_, None, _, None) => String::new(),
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
                None => format!("no stated {}", units::named(&one.attribute)),
            });
        }
    }
    if words.is_empty() { "no stated value".to_owned() } else { words.join(", ") }
}
