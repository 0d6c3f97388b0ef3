//! Words for what candidates need: of other lines, of the market, of carriers.

use super::units;
use super::words::{Labels, Told, Words};
use crate::kernel::Reason;
use crate::model::{Alternative, ComponentId, Need, SlotId};
use crate::name::is_below;
use crate::overlay::Origin;
use crate::span::Span;

impl Words<'_> {
    /// The need at a place.
    pub(super) fn need_at(&self, id: ComponentId, span: Span) -> Option<&Need> {
        self.compiled.model.component(id)?.needs.iter().find(|need| need.span == span)
    }

    pub(super) fn unmeetable(&self, slot: SlotId, capability: &str, reason: &Reason) -> Told {
        let market = self.market();
        let tested: Vec<&str> = reason.excluded.iter().flat_map(|(id, span)| self.tested(*id, *span)).collect();
        let facts = self.market_facts(capability, &tested);
        let group = self.lowered.slots.iter().find(|group| group.slot == slot);
        let every = group.is_some_and(|group| group.candidates.len() == reason.excluded.len());
        let who = if every { "no candidate" } else { "not every candidate" };
        let slot = self.slot(slot);
        let text = match &facts {
            Some((values, origin)) if capability == "power.mains" => {
                format!("{who} of slot `{slot}` takes the mains of {market}: {values} ({})", self.cited(origin))
            }
            Some((values, origin)) => {
                format!(
                    "{who} of slot `{slot}` is served by `{capability}` of {market}: {values} ({})",
                    self.cited(origin)
                )
            }
            None if is_below(capability, "network") => {
                format!(
                    "{who} of slot `{slot}` gets the `{capability}` that it needs: {}",
                    self.carriers_known(capability)
                )
            }
            None => format!("{who} of slot `{slot}` gets the `{capability}` that it needs: nothing here provides it"),
        };
        let source = facts.map(|(_, origin)| Self::sources(&origin)).unwrap_or_default();
        (text, self.asking(reason), source)
    }

    /// One label a candidate: what it needs.
    pub(super) fn asking(&self, reason: &Reason) -> Labels {
        let label = |(id, span): &(ComponentId, Span)| {
            let asks = self.need_at(*id, *span).map(tests_in_words).unwrap_or_default();
            (format!("`{}` needs {asks}", self.component(*id)), Some(self.place(*span)))
        };
        reason.excluded.iter().map(label).collect()
    }

    /// The attributes that the need at a place tests.
    pub(super) fn tested(&self, id: ComponentId, span: Span) -> Vec<&str> {
        let need = self.need_at(id, span);
        let alternatives = need.into_iter().flat_map(|need| &need.alternatives);
        alternatives.flat_map(|one| &one.tests).map(|test| test.attribute.as_str()).collect()
    }

    /// What the market states of the tested attributes of a capability, and the first place.
    pub(super) fn market_facts(&self, capability: &str, tested: &[&str]) -> Option<(String, Origin)> {
        let offers = self
            .question
            .laid
            .provides
            .iter()
            .filter(|offer| is_below(&offer.capability, capability) && offer.effectivity.holds_on(self.asked.day));
        let offers: Vec<_> = offers.collect();
        let first = offers.first()?;
        let mut shown: Vec<String> = Vec::new();
        for offer in &offers {
            let asked = offer.attributes.0.iter().filter(|(name, _)| tested.contains(&name.as_str()));
            let words: Vec<String> = asked.map(|(name, value)| units::stated(name, &value.value)).collect();
            if !words.is_empty() && !shown.contains(&words.join(", ")) {
                shown.push(words.join(", "));
            }
        }
        let more = if shown.len() > 6 { "; …" } else { "" };
        shown.truncate(6);
        let said = if shown.is_empty() { "nothing is stated of what is asked".to_owned() } else { shown.join("; ") };
        Some((format!("{said}{more}"), first.origin.clone()))
    }

    /// Which carriers there are, and what is not known of them: unknown bands are no refusal.
    pub(super) fn carriers_known(&self, capability: &str) -> String {
        let market = self.market();
        let carriers = &self.question.laid.carriers;
        if carriers.is_empty() {
            return format!("no carrier of {market} is known");
        }
        let mut silent = Vec::new();
        let mut ended = Vec::new();
        for carrier in carriers {
            let networks = carrier.networks.iter().filter(|network| is_below(&network.capability, capability));
            for network in networks {
                if !network.effectivity.holds_on(self.asked.day) {
                    ended.extend(network.effectivity.until.map(|day| format!("`{}` ended it on {day}", carrier.id)));
                } else if network.attributes.get("bands").is_none() {
                    silent.push(format!("`{}`", carrier.id));
                }
            }
        }
        let mut parts = ended;
        if !silent.is_empty() {
            parts.push(format!("no band is known for {}", silent.join(", ")));
        }
        if parts.is_empty() {
            return format!("no carrier of {market} is known to give it");
        }
        format!("in {market} {}", parts.join("; "))
    }

    pub(super) fn need(&self, slot: SlotId, span: Span, reason: &Reason) -> Told {
        let need = reason.excluded.first().and_then(|(id, _)| self.need_at(*id, span));
        let asks = need.map(phrase).unwrap_or_default();
        let because =
            need.and_then(|need| need.because.as_deref()).map(|why| format!(": \"{why}\"")).unwrap_or_default();
        (format!("{} in slot `{}` needs {asks}{because}", self.names(reason), self.slot(slot)), Vec::new(), Vec::new())
    }

    pub(super) fn carrier(&self, at: usize) -> &str {
        self.question.laid.carriers.get(at).map(|carrier| carrier.id.as_str()).unwrap_or_default()
    }

    pub(super) fn carrier_lacks(&self, slot: SlotId, carrier: usize, capability: &str, reason: &Reason) -> Told {
        let definition = self.question.laid.carriers.get(carrier);
        let known = definition.is_some_and(|carrier| {
            let mut networks = carrier.networks.iter().filter(|network| is_below(&network.capability, capability));
            networks.any(|network| !network.attributes.0.is_empty())
        });
        let id = self.carrier(carrier);
        let text = if known {
            format!("carrier `{id}` does not serve {} in slot `{}`", self.names(reason), self.slot(slot))
        } else {
            format!(
                "nothing is known of `{capability}` of carrier `{id}`, which {} in slot `{}` needs",
                self.names(reason),
                self.slot(slot)
            )
        };
        let source = definition.map(|carrier| Self::sources(&carrier.origin)).unwrap_or_default();
        (text, self.asking(reason), source)
    }

    pub(super) fn approval(&self, slot: SlotId, carrier: usize, scheme: &str, reason: &Reason) -> Told {
        let text = format!(
            "carrier `{}` wants the approval `{scheme}`, which {} in slot `{}` does not hold",
            self.carrier(carrier),
            self.names(reason),
            self.slot(slot)
        );
        let source = self.question.laid.carriers.get(carrier).map(|carrier| Self::sources(&carrier.origin));
        (text, self.each(reason, &format!("holds no `{scheme}` in force")), source.unwrap_or_default())
    }
}

/// What a need asks for, in words: "`power.aux` with voltage 24 V".
pub(super) fn phrase(need: &Need) -> String {
    let words = |alternative: &Alternative| {
        let tests = units::all_asked(&alternative.tests);
        if tests.is_empty() {
            format!("`{}`", alternative.capability)
        } else {
            format!("`{}` with {tests}", alternative.capability)
        }
    };
    need.alternatives.iter().map(words).collect::<Vec<_>>().join(" or ")
}

/// What a need tests, in words: "voltage_v within 100 to 130".
fn tests_in_words(need: &Need) -> String {
    let words = |alternative: &Alternative| {
        let tests = units::all_asked(&alternative.tests);
        if tests.is_empty() { format!("`{}`", alternative.capability) } else { tests }
    };
    need.alternatives.iter().map(words).collect::<Vec<_>>().join(" or ")
}
