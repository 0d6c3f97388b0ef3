//! Wording of what candidates need: of other lines, of the market, of carriers.

use super::units;
use super::wording::{LabelText, Sentence, Verbs, Wording, listed, quoted, several};
use crate::bom::ReasonLabel;
use crate::kernel::Reason;
use crate::model::{Alternative, ComponentId, Need, SlotId};
use crate::name::is_below;
use crate::overlay::{CarrierDefinition, MarketProvides, Origin};
use crate::span::Span;

/// Most offers, carriers or parts that one sentence lists.
const LISTED: usize = 6;

impl Wording<'_> {
    /// The need at a place.
    pub(super) fn need_at(&self, id: ComponentId, span: Span) -> Option<&Need> {
        self.case.compiled.model.component(id)?.needs.iter().find(|need| need.span == span)
    }

    pub(super) fn unmeetable(&self, slot: SlotId, capability: &str, reason: &Reason) -> Sentence {
        let market = self.market();
        let facts = self.market_facts(capability, reason);
        // A gap beside entries: what is stated is not all there is.
        let beside = self.gap_of(capability).map(|gap| format!("; {}", self.not_known(gap))).unwrap_or_default();
        let unsure = !self.unstated(reason).is_empty() || !beside.is_empty();
        let (text, source) = match facts {
            Some((values, origins)) => {
                let who = match (capability, unsure) {
                    ("power.mains", false) => self.candidates(
                        slot,
                        reason,
                        Verbs { none: "takes", one: "does not take", many: "do not take" },
                    ),
                    ("power.mains", true) => self.candidates(
                        slot,
                        reason,
                        Verbs { none: "is known to take", one: "is not known to take", many: "are not known to take" },
                    ),
                    (_, true) => self.candidates(
                        slot,
                        reason,
                        Verbs { none: "is known to suit", one: "is not known to suit", many: "are not known to suit" },
                    ),
                    _ => self.candidates(
                        slot,
                        reason,
                        Verbs { none: "suits", one: "does not suit", many: "do not suit" },
                    ),
                };
                let what =
                    if capability == "power.mains" { "the mains".to_owned() } else { format!("the `{capability}`") };
                let cited = origins.first().map(|origin| self.cited(origin)).unwrap_or_default();
                let text = format!("{who} {what} of {market}: {values} ({cited}){beside}");
                (text, origins.iter().flat_map(Self::sources).collect())
            }
            None if is_below(capability, "network") => self.unserved(slot, capability, reason),
            None => (self.unprovided(slot, capability, reason), Vec::new()),
        };
        let tests = |(id, span): &(ComponentId, Span)| {
            self.need_at(*id, *span).is_some_and(|need| need.alternatives.iter().any(|one| !one.tests.is_empty()))
        };
        let labels = self.need_labels(reason);
        let labels = if reason.excluded.iter().any(tests) { labels } else { several(labels) };
        Sentence { text, labels, source }
    }

    /// Nothing here provides it, as far as is known.
    fn unprovided(&self, slot: SlotId, capability: &str, reason: &Reason) -> String {
        if let Some(gap) = self.gap_of(capability) {
            let who = self.candidates(slot, reason, KNOWN_TO_HAVE);
            return format!("{who} `{capability}`: {}", self.not_known(gap));
        }
        let who = self.candidates(slot, reason, HAVE);
        let failing = self.failing_providers(slot, capability);
        if failing.is_empty() {
            return format!("{who} `{capability}`: nothing in {} provides it", self.market());
        }
        let provide = if failing.len() == 1 { "provides" } else { "provide" };
        format!("{who} `{capability}`: {} {provide} it, but not as needed", listed(&failing, "and"))
    }

    /// Candidates of other slots that provide a capability though none meets the need: "`fw@2.1.4` in slot `fw`".
    fn failing_providers(&self, but: SlotId, capability: &str) -> Vec<String> {
        let mut found = Vec::new();
        for group in self.lowered.slots.iter().filter(|group| group.slot != but) {
            for id in &group.candidates {
                let component = self.case.compiled.model.component(*id);
                let provides = component.is_some_and(|component| {
                    component.provides.iter().any(|provided| is_below(&provided.capability, capability))
                });
                if provides && found.len() < LISTED {
                    found.push(format!("`{}` in slot `{}`", self.component(*id), self.slot(group.slot)));
                }
            }
        }
        found
    }

    /// No carrier is known to give a network.
    fn unserved(&self, slot: SlotId, capability: &str, reason: &Reason) -> (String, Vec<String>) {
        let tested = self.all_tested(reason);
        let carriers = &self.case.input.view.carriers;
        let unsure = !self.requested_by(reason).is_empty();
        let who = self.candidates(slot, reason, if unsure { KNOWN_TO_HAVE } else { HAVE });
        let why = match self.gap_of(capability).filter(|_| unsure && carriers.is_empty()) {
            Some(gap) => self.not_known(gap),
            None => self.carriers_known(capability, &tested),
        };
        let stating = carriers.iter().filter(|carrier| !is_unlisted(carrier, capability));
        let source = stating.flat_map(|carrier| Self::sources(&carrier.origin)).collect();
        (format!("{who} `{capability}`: {why}"), source)
    }

    /// One label a candidate: what it needs.
    pub(super) fn need_labels(&self, reason: &Reason) -> Vec<ReasonLabel> {
        self.labels(reason, |id, span, name| {
            let requires = self.need_at(id, span).map(tests_in_words).unwrap_or_default();
            LabelText { span, text: format!("{name} needs {requires}") }
        })
    }

    /// The attributes that the needs of a reason test, each once.
    pub(super) fn all_tested(&self, reason: &Reason) -> Vec<&str> {
        let needs = reason.excluded.iter().filter_map(|(id, span)| self.need_at(*id, *span));
        let tests = needs.flat_map(|need| &need.alternatives).flat_map(|one| &one.tests);
        let mut seen: Vec<&str> = Vec::new();
        for test in tests.filter(|one| !matches!(one.test, crate::model::Test::Version(_))) {
            if !seen.contains(&test.attribute.as_str()) {
                seen.push(&test.attribute);
            }
        }
        seen
    }

    /// What the market offers of a capability on the day.
    pub(super) fn offers<'s>(&'s self, capability: &'s str) -> impl Iterator<Item = &'s MarketProvides> {
        let all = self.case.input.view.provides.iter().map(|offer| &**offer);
        all.filter(move |offer| {
            is_below(&offer.capability, capability) && offer.effectivity.holds_on(self.case.input.day)
        })
    }

    /// What the market states of the tested attributes of a capability, and where.
    fn market_facts(&self, capability: &str, reason: &Reason) -> Option<(String, Vec<Origin>)> {
        let tested = self.all_tested(reason);
        let mut shown: Vec<String> = Vec::new();
        let mut origins: Vec<Origin> = Vec::new();
        for offer in self.offers(capability) {
            origins.push(offer.origin.clone());
            let words: Vec<String> = tested.iter().map(|name| value_in_words(offer, name)).collect();
            let words = words.join(", ");
            if !words.is_empty() && !shown.contains(&words) {
                shown.push(words);
            }
        }
        if origins.is_empty() {
            return None;
        }
        let more = shown.len().saturating_sub(LISTED);
        shown.truncate(LISTED);
        if more > 0 {
            shown.push(format!("and {more} more"));
        }
        Some((shown.join("; "), origins))
    }

    /// Which carriers there are, and what is not known of them: unknown bands are no refusal.
    fn carriers_known(&self, capability: &str, tested: &[&str]) -> String {
        let market = self.market();
        let carriers = &self.case.input.view.carriers;
        if carriers.is_empty() {
            return format!("{market} has no carriers");
        }
        let (mut stated, mut open, mut unlisted) = (Vec::new(), Vec::new(), Vec::new());
        for carrier in carriers {
            if self.open_network(carrier, capability, tested).is_some() {
                open.push(format!("`{}`", carrier.id));
            } else if is_unlisted(carrier, capability) {
                unlisted.push(format!("`{}`", carrier.id));
            } else if stated.len() < LISTED {
                stated.push(self.network_of(carrier, capability, tested));
            }
        }
        if !open.is_empty() {
            let what = tested.first().copied().unwrap_or("bands");
            stated.push(format!("the {what} of {} are not known", listed(&open, "and")));
        }
        if !unlisted.is_empty() {
            let verb = if unlisted.len() == 1 { "operates" } else { "operate" };
            let more = unlisted.len().saturating_sub(LISTED);
            unlisted.truncate(LISTED);
            if more > 0 {
                unlisted.push(format!("{more} more"));
            }
            let why = self.gap_of(capability).map(|gap| format!(" ({})", gap.text)).unwrap_or_default();
            stated.push(format!("whether {} {verb} it is not known{why}", listed(&unlisted, "and")));
        }
        format!("in {market}, {}", stated.join("; "))
    }

    /// "`skt` shut it down on 2026-01-01", "`kt` has none", "`att` has bands 2 and 4".
    fn network_of(&self, carrier: &CarrierDefinition, capability: &str, tested: &[&str]) -> String {
        let id = &carrier.id;
        let networks: Vec<_> =
            carrier.networks.iter().filter(|network| is_below(&network.capability, capability)).collect();
        let day = self.case.input.day;
        let on_air = networks.iter().find(|network| network.effectivity.holds_on(day));
        if let Some(network) = on_air {
            let stated = network.attributes.0.iter().filter(|(name, _)| tested.contains(&name.as_ref()));
            let words: Vec<String> = stated.map(|(name, value)| units::stated(name, &value.value)).collect();
            let words = if words.is_empty() { "it".to_owned() } else { words.join(", ") };
            return format!("`{id}` has {words}");
        }
        match networks.first().map(|network| network.effectivity) {
            Some(dates) => match (dates.from, dates.until) {
                (Some(from), _) if day < from => format!("`{id}` launches it on {from}"),
                (_, Some(until)) => format!("`{id}` shut it down on {until}"),
                _ => format!("`{id}` has none"),
            },
            None if is_unlisted(carrier, capability) => format!("it is not known whether `{id}` operates it"),
            None => format!("`{id}` has none"),
        }
    }

    pub(super) fn need(&self, slot: SlotId, span: Span, reason: &Reason) -> Sentence {
        let need = reason.excluded.first().and_then(|(id, _)| self.need_at(*id, span));
        let requires = need.map(phrase).unwrap_or_default();
        let because = quoted(need.and_then(|need| need.because.as_deref()));
        let capability = need.and_then(|need| need.alternatives.first()).map(|one| one.capability.as_str());
        let gap = capability.filter(|capability| !is_below(capability, "network"));
        let gap = gap.and_then(|capability| self.gap_of(capability)).map(|gap| format!("; {}", self.not_known(gap)));
        let verb = if reason.excluded.len() == 1 { "needs" } else { "need" };
        let (names, slot) = (self.names(reason), self.slot(slot));
        Sentence::plain(format!("{names} in slot `{slot}` {verb} {requires}{because}{}", gap.unwrap_or_default()))
    }

    pub(super) fn carrier(&self, at: usize) -> &str {
        self.case.input.view.carriers.get(at).map(|carrier| carrier.id.as_str()).unwrap_or_default()
    }

    pub(super) fn carrier_lacks(&self, slot: SlotId, carrier: usize, capability: &str, reason: &Reason) -> Sentence {
        let Some(definition) = self.case.input.view.carriers.get(carrier) else {
            return Sentence::plain(String::new());
        };
        let (id, cited) = (&definition.id, self.cited(&definition.origin));
        let tested = self.all_tested(reason);
        let text = if is_unlisted(definition, capability) {
            let who = self.candidates(slot, reason, KNOWN_TO_BE_SERVED);
            format!("{who} carrier `{id}`: whether it operates `{capability}` is not known ({cited})")
        } else if self.open_network(definition, capability, &tested).is_some() {
            let what = tested.first().copied().unwrap_or("bands");
            let who = self.candidates(slot, reason, KNOWN_TO_BE_SERVED);
            format!("{who} carrier `{id}`: the {what} of its `{capability}` are not known ({cited})")
        } else {
            let who = self.candidates(
                slot,
                reason,
                Verbs { none: "is served by", one: "is not served by", many: "are not served by" },
            );
            let has = self.network_of(definition, capability, &tested);
            format!("{who} carrier `{id}`: for `{capability}`, {has} ({cited})")
        };
        Sentence { text, labels: self.need_labels(reason), source: Self::sources(&definition.origin) }
    }

    pub(super) fn approval(&self, slot: SlotId, carrier: usize, scheme: &str, reason: &Reason) -> Sentence {
        let Some(definition) = self.case.input.view.carriers.get(carrier) else {
            return Sentence::plain(String::new());
        };
        let holds = self.candidates(slot, reason, Verbs { none: "holds", one: "does not hold", many: "do not hold" });
        let text = format!(
            "carrier `{}` requires the approval `{scheme}`{}, which {holds}",
            definition.id,
            Self::status(&definition.origin)
        );
        let labels = several(self.each(reason, &format!("holds no valid `{scheme}`")));
        Sentence { text, labels, source: Self::sources(&definition.origin) }
    }

    pub(super) fn requested(&self, id: &str, span: Span) -> String {
        let text = format!("{} requests carrier `{id}` in {}", self.place(span).file_text(), self.market());
        let known = self.case.input.view.carriers.iter().any(|carrier| carrier.id == id);
        match self.gap_of("carrier").filter(|_| !known) {
            Some(gap) => format!("{text}; {}", self.not_known(gap)),
            None => text,
        }
    }
}

/// Whether a carrier does not list a network, and may operate it all the same.
fn is_unlisted(carrier: &CarrierDefinition, capability: &str) -> bool {
    let lists = carrier.networks.iter().any(|network| is_below(&network.capability, capability));
    !lists && !carrier.networks_complete
}

const HAVE: Verbs =
    Verbs { none: "gets the required", one: "does not get the required", many: "do not get the required" };

const KNOWN_TO_HAVE: Verbs = Verbs {
    none: "is known to get the required",
    one: "is not known to get the required",
    many: "are not known to get the required",
};

const KNOWN_TO_BE_SERVED: Verbs = Verbs {
    none: "is known to be served by",
    one: "is not known to be served by",
    many: "are not known to be served by",
};

/// "range 5150 to 5250 MHz", "eirp not stated".
fn value_in_words(offer: &MarketProvides, name: &str) -> String {
    match offer.attributes.get(name) {
        Some(value) => units::stated(name, &value.value),
        None => format!("{} not stated", units::named(name)),
    }
}

/// What a need requires: "`power.aux` with voltage 24 V".
pub(super) fn phrase(need: &Need) -> String {
    let words = |alternative: &Alternative| {
        let tests = units::all_tests_in_words(&alternative.tests);
        if tests.is_empty() {
            format!("`{}`", alternative.capability)
        } else {
            format!("`{}` with {tests}", alternative.capability)
        }
    };
    need.alternatives.iter().map(words).collect::<Vec<_>>().join(" or ")
}

/// What a need tests, in words: "voltage within 100 to 130 V".
fn tests_in_words(need: &Need) -> String {
    let words = |alternative: &Alternative| {
        let tests = units::all_tests_in_words(&alternative.tests);
        if tests.is_empty() { format!("`{}`", alternative.capability) } else { tests }
    };
    need.alternatives.iter().map(words).collect::<Vec<_>>().join(" or ")
}
