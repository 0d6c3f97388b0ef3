//! What is not known and could change a reason: an explanation never takes a gap for a no.

use super::ground::{Ground, Unmet};
use super::wording::{Wording, listed};
use crate::bom::{Edit, Fix};
use crate::kernel::{Cause, Reason, offer_passes};
use crate::model::{Attribute, AttributeTest, Check, Formula, SlotId, Test};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, Gap, MarketProvides, Network};
use crate::span::Span;

impl Wording<'_> {
    /// The gap that could hide what meets a capability.
    pub(super) fn gap_of(&self, capability: &str) -> Option<&Gap> {
        let sections = [("power", "power"), ("spectrum", "radio"), ("network", "carriers"), ("carrier", "carriers")];
        let section = sections.iter().find(|(above, _)| is_below(capability, above)).map(|(_, key)| *key);
        let hides = |gap: &Gap| {
            Some(gap.key.as_str()) == section || is_below(capability, &gap.key) || is_below(&gap.key, capability)
        };
        self.case.input.view.gaps.iter().map(|gap| &**gap).find(|gap| hides(gap))
    }

    /// "the power of XX is not known (no source read)".
    pub(super) fn not_known(&self, gap: &Gap) -> String {
        let what = match gap.key.as_str() {
            "power" => "the mains".to_owned(),
            "carriers" => "the carriers".to_owned(),
            "radio" => "the radio rules".to_owned(),
            other => format!("`{other}`"),
        };
        let verb = if matches!(gap.key.as_str(), "power" | "carriers" | "radio") { "are" } else { "is" };
        let place = gap.origin.as_ref().map(|origin| format!(", {}", self.place(origin.span))).unwrap_or_default();
        format!("{what} of {} {verb} not known ({}{place})", self.market(), gap.text)
    }

    /// Networks of a carrier that are on the air and of which a tested attribute is not stated.
    pub(super) fn open_network<'c>(
        &self,
        carrier: &'c CarrierDefinition,
        capability: &str,
        tested: &[&str],
    ) -> Option<&'c Network> {
        let mut networks = carrier.networks.iter().filter(|network| {
            network.effectivity.holds_on(self.case.input.day) && is_below(&network.capability, capability)
        });
        networks.find(|network| tested.iter().any(|name| network.attributes.get(name).is_none()))
    }

    /// What to state so that the reasons are better known; these fixes cannot be tried.
    pub fn facts_to_state(&self) -> Vec<Fix> {
        let mut fixes: Vec<Fix> = Vec::new();
        for reason in self.reasons {
            for (what, text) in self.missing(reason) {
                if !fixes.iter().any(|fix| fix.text == text) {
                    let edits = vec![Edit::State { area: self.market().to_owned(), what }];
                    fixes.push(Fix { text, place: None, edits, cost: None, lead_weeks: None, minor_unit: 0 });
                }
            }
        }
        fixes
    }

    /// What is not known and could change a reason: the key to state, and the sentence of the fix.
    fn missing(&self, reason: &Reason) -> Vec<(String, String)> {
        let mut list = Vec::new();
        let file = self.own_file();
        if let Some(capability) = self.required_capability(reason) {
            list.extend(self.gap_of(&capability).map(|gap| (gap.key.clone(), self.stating(gap, &capability))));
            list.extend(self.carriers_to_state(reason, &capability).map(|(what, names)| {
                let technology = last(&capability);
                let entry = format!("networks = [{{ technology = \"{technology}\", {what} = […] }}]");
                let text = format!("state the {what} of {names} in {file}, if you know them: `{entry}`");
                (format!("{capability}.{what}"), text)
            }));
            list.extend(self.unstated(reason, &capability).into_iter().map(|name| {
                let text = format!("state `{name}` of `{capability}` of {} in {file}, if you know it", self.market());
                (format!("{capability}.{name}"), text)
            }));
        }
        let facts = self.unknown_facts_of(&reason.cause);
        if !facts.is_empty() {
            let text = format!("state {} of {} in {file}, if you know it", listed(&facts, "and"), self.market());
            list.push((facts.join(" ").replace('`', ""), text));
        }
        list
    }

    /// The capability that a reason misses of the market or its carriers.
    fn required_capability(&self, reason: &Reason) -> Option<String> {
        match &reason.cause {
            Cause::Unmeetable(_, capability) | Cause::CarrierLacks(_, _, capability) => Some(capability.clone()),
            Cause::RequestedCarrier(id, _) => {
                let known = self.case.input.view.carriers.iter().any(|carrier| carrier.id == *id);
                (!known).then(|| format!("carrier.{id}"))
            }
            Cause::Need(_, span) => {
                let (id, _) = reason.excluded.first()?;
                self.need_at(*id, *span)?.alternatives.first().map(|one| one.capability.clone())
            }
            Cause::SetFlag(_)
            | Cause::PinFlag(_)
            | Cause::WithoutFlag(_)
            | Cause::Setting(_)
            | Cause::Default(_)
            | Cause::Approval(..)
            | Cause::Scheme(..)
            | Cause::ProductScheme(_)
            | Cause::Territory(..)
            | Cause::Dates(_)
            | Cause::EndOfLife(_)
            | Cause::Rule(_)
            | Cause::AreaNeed(_)
            | Cause::Limit(..)
            | Cause::CarrierLimit(..)
            | Cause::Resource(_)
            | Cause::UnknownSlotCondition(_)
            | Cause::UnknownCondition(_) => None,
        }
    }

    fn stating(&self, gap: &Gap, capability: &str) -> String {
        let (market, file) = (self.market(), self.own_file());
        match gap.key.as_str() {
            "power" => format!(
                "state the mains of {market} in {file}, if you know them: `[power] voltage_v = […], frequency_hz = […]`"
            ),
            "radio" => format!(
                "state the radio rules of {market} in {file}, if you know them: `[[radio]] technology = \"{}\"`",
                last(capability)
            ),
            "carriers" => format!(
                "state the carriers of {market} in {file}, if you know them: `[[carriers]] id = \"…\", networks = […]`"
            ),
            other => format!(
                "state `{other}` of {market} in {file}, if you know it: `[[provides]] capability = \"{other}\"`"
            ),
        }
    }

    /// The file of an own overlay of the market: the one there is, or the one to write.
    pub(super) fn own_file(&self) -> String {
        let model = &self.case.compiled.model;
        let own = model
            .layers
            .iter()
            .find(|layer| layer.area == self.case.input.market && layer.file_origin == crate::span::FileOrigin::Own);
        own.map_or(format!("regions/{}.toml", self.market()), |layer| {
            self.case.compiled.files.name(layer.file).to_owned()
        })
    }

    /// The first required attribute that carriers of a reason do not state, and these carriers.
    fn carriers_to_state(&self, reason: &Reason, capability: &str) -> Option<(String, String)> {
        let tested = self.all_tested(reason);
        let Ground::Need(unmet) = Ground::from(&reason.cause) else { return None };
        let only = match unmet {
            Unmet::ByCarrier(carrier) => Some(carrier),
            Unmet::Nowhere => None,
            Unmet::ByLines | Unmet::OfArea(_) => return None,
        };
        let (mut names, mut attributes) = (Vec::new(), Vec::new());
        for (at, carrier) in self.case.input.view.carriers.iter().enumerate() {
            if only.is_some_and(|only| only != at) {
                continue;
            }
            let Some(network) = self.open_network(carrier, capability, &tested) else { continue };
            names.push(format!("`{}`", carrier.id));
            attributes.extend(tested.iter().filter(|name| network.attributes.get(name).is_none()).copied());
        }
        attributes.dedup();
        (!names.is_empty()).then(|| (attributes.first().copied().unwrap_or("bands").to_owned(), listed(&names, "or")))
    }

    /// Tested attributes that an offer of the market leaves open, though it would serve as far as it is stated.
    pub(super) fn unstated(&self, reason: &Reason, capability: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        if !matches!(reason.cause, Cause::Unmeetable(..)) {
            return names;
        }
        let needs = reason.excluded.iter().filter_map(|(id, span)| self.need_at(*id, *span));
        for alternative in needs.flat_map(|need| &need.alternatives) {
            for offer in self.offers(capability) {
                if self.may_pass(&alternative.tests, offer) {
                    let open = alternative.tests.iter().filter(|one| offer.attributes.get(&one.attribute).is_none());
                    names.extend(open.map(|one| one.attribute.clone()));
                }
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// Whether an offer passes the tests of what it states; a range need only touch what is to be covered.
    fn may_pass(&self, tests: &[AttributeTest], offer: &MarketProvides) -> bool {
        tests.iter().all(|one| match (&one.test, offer.attributes.get(&one.attribute).map(|found| &found.value)) {
            (Test::Version(_), _) => false,
            (_, None) => true,
            (Test::Covers(low, high), Some(Attribute::Range(from, to))) => from <= high && low <= to,
            _ => offer_passes(std::slice::from_ref(one), &offer.attributes, &self.case.compiled.model.areas),
        })
    }

    fn unknown_facts_of(&self, cause: &Cause) -> Vec<String> {
        match cause {
            Cause::Rule(at) => self.case.input.view.rules.get(*at).map_or(Vec::new(), |rule| {
                self.unknown_in(rule.condition.iter().chain([&rule.then]).map(|formula| &**formula))
            }),
            Cause::UnknownSlotCondition(slot) => self.unknown_facts(*slot),
            Cause::UnknownCondition(span) => self.condition_at(*span).map_or(Vec::new(), |(_, facts)| facts),
            Cause::SetFlag(_)
            | Cause::PinFlag(_)
            | Cause::WithoutFlag(_)
            | Cause::Setting(_)
            | Cause::Default(_)
            | Cause::Unmeetable(..)
            | Cause::Need(..)
            | Cause::CarrierLacks(..)
            | Cause::Approval(..)
            | Cause::RequestedCarrier(..)
            | Cause::Scheme(..)
            | Cause::ProductScheme(_)
            | Cause::Territory(..)
            | Cause::Dates(_)
            | Cause::EndOfLife(_)
            | Cause::AreaNeed(_)
            | Cause::Limit(..)
            | Cause::CarrierLimit(..)
            | Cause::Resource(_) => Vec::new(),
        }
    }

    pub(super) fn unknown_slot(&self, slot: SlotId) -> String {
        let (name, facts) = (self.slot(slot), listed(&self.unknown_facts(slot), "and"));
        format!("whether slot `{name}` is filled cannot be decided: {facts} is not known for {}", self.market())
    }

    fn unknown_facts(&self, slot: SlotId) -> Vec<String> {
        let when = self.group(slot).and_then(|group| group.definition.when.as_ref());
        self.unknown_in(when.map(|when| &*when.value).into_iter())
    }

    pub(super) fn unknown_condition(&self, span: Span) -> String {
        let (what, facts) = self.condition_at(span).unwrap_or_default();
        let facts = if facts.is_empty() { "a fact".to_owned() } else { listed(&facts, "and") };
        format!("whether {what} cannot be decided: {facts} is not known for {}", self.market())
    }

    /// What the condition at a place switches, and the facts in it that are not known.
    fn condition_at(&self, span: Span) -> Option<(String, Vec<String>)> {
        let view = self.case.input.view;
        let own = self.case.compiled.model.components.iter().find_map(|component| {
            let need = component.needs.iter().find(|need| need.span == span && need.when.is_some())?;
            Some((format!("`{}` needs {}", component.id, super::needs::phrase(need)), need.when.clone()?))
        });
        let area = || {
            let found = view.needs.iter().find(|need| need.origin.span == span)?;
            let code = self.case.compiled.model.areas.code(found.origin.area);
            Some((format!("{code} requires {}", super::needs::phrase(&found.need)), found.need.when.clone()?))
        };
        let limit = || {
            let found = view.limits.iter().find(|limit| limit.origin.span == span)?;
            Some((format!("the limit on `{}` applies", found.capability), found.when.clone()?))
        };
        let (what, formula) = own.or_else(area).or_else(limit)?;
        Some((what, self.unknown_in(std::iter::once(&*formula))))
    }

    /// The facts in conditions that the market does not state, in backticks.
    pub(super) fn unknown_in<'f>(&self, formulas: impl Iterator<Item = &'f Formula>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for formula in formulas {
            formula.each_check(&mut |check| {
                let Check::Fact(fact) = check else { return };
                let mut offers = self.offers(&fact.path.capability);
                let stated = offers.any(|offer| {
                    offer.capability == fact.path.capability && offer.attributes.get(&fact.path.attribute).is_some()
                });
                if !stated {
                    names.push(format!("`{}.{}`", fact.path.capability, fact.path.attribute));
                }
            });
        }
        names.sort();
        names.dedup();
        names
    }
}

/// The technology of `spectrum.wifi`, `network.lte`.
fn last(capability: &str) -> &str {
    capability.rsplit_once('.').map_or("…", |(_, technology)| technology)
}
