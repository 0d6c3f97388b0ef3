//! Reasons that belong together: several who need one thing in different ways, and nothing that gives all of it.

use super::needs::phrase;
use super::units;
use super::wording::{Wording, listed};
use crate::kernel::Cause;
use crate::model::Need;

impl Wording<'_> {
    /// "`mcu` needs `power.rail` with voltage 3.3 V and `lamp` with voltage 5 V: no candidate provides both".
    pub(super) fn combined_needs(&self) -> Vec<String> {
        let required: Vec<(String, &Need)> =
            self.reasons.iter().filter_map(|reason| self.requirement(reason)).collect();
        let mut capabilities: Vec<&str> = required.iter().filter_map(|(_, need)| single(need)).collect();
        capabilities.sort_unstable();
        capabilities.dedup();
        capabilities.into_iter().filter_map(|capability| self.together(capability, &required)).collect()
    }

    fn together(&self, capability: &str, required: &[(String, &Need)]) -> Option<String> {
        let same: Vec<&(String, &Need)> =
            required.iter().filter(|(_, need)| single(need) == Some(capability)).collect();
        let mut tests: Vec<String> = same.iter().map(|(_, need)| tested(need)).collect();
        tests.sort();
        tests.dedup();
        if tests.len() < 2 || tests.iter().any(String::is_empty) {
            return None;
        }
        let gives_all = |id| {
            same.iter().all(|(_, need)| {
                let mut alternatives = need.alternatives.iter();
                alternatives.any(|one| self.case.input.index.meeting(self.case.input.model, one).contains(&id))
            })
        };
        if self.lowered.slots.iter().flat_map(|group| &group.candidates).any(|id| gives_all(*id)) {
            return None;
        }
        let (first, further) = same.split_first()?;
        let first = format!("{} needs {}", first.0, phrase(first.1));
        let further = further.iter().map(|(who, need)| format!("{who} needs it with {}", tested(need)));
        let all: Vec<String> = std::iter::once(first).chain(further).collect();
        let both = if all.len() == 2 { "both" } else { "all of it" };
        Some(format!("{}: no candidate provides {both}", listed(&all, "and")))
    }

    /// Who needs something of another line, and what.
    fn requirement(&self, reason: &crate::kernel::Reason) -> Option<(String, &Need)> {
        match &reason.cause {
            Cause::Need(_, span) => {
                let (id, _) = reason.excluded.first()?;
                let need = self.need_at(*id, *span).filter(|need| !need.is_network())?;
                Some((self.names(reason), need))
            }
            Cause::AreaNeed(at) => {
                let need = self.case.input.view.needs.get(*at)?;
                Some((self.case.compiled.model.areas.code(need.origin.area).to_owned(), &need.need))
            }
            Cause::SetFlag(_)
            | Cause::PinFlag(_)
            | Cause::WithoutFlag(_)
            | Cause::Variant(_)
            | Cause::Setting(_)
            | Cause::Default(_)
            | Cause::Unmeetable(..)
            | Cause::CarrierLacks(..)
            | Cause::Approval(..)
            | Cause::RequestedCarrier(..)
            | Cause::Scheme(..)
            | Cause::ProductScheme(_)
            | Cause::Territory(..)
            | Cause::Dates(_)
            | Cause::EndOfLife(_)
            | Cause::NoOffer(_)
            | Cause::Licensee(_)
            | Cause::Rule(_)
            | Cause::Limit(..)
            | Cause::CarrierLimit(..)
            | Cause::Resource(_)
            | Cause::UnknownSlotCondition(_)
            | Cause::UnknownCondition(_) => None,
        }
    }
}

/// The one capability of a need without alternatives.
fn single(need: &Need) -> Option<&str> {
    match need.alternatives.as_slice() {
        [only] => Some(&only.capability),
        _ => None,
    }
}

fn tested(need: &Need) -> String {
    need.alternatives.first().map(|one| units::all_tests_in_words(&one.tests)).unwrap_or_default()
}
