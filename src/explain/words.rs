//! Reasons in words that a product engineer understands, each with its place and the facts behind it.

use crate::kernel::{Cause, Lowered, Question, Reason};
use crate::model::{Alternative, AttributeTest, ComponentId, Formula, Need, OptionId, SlotId, Test};
use crate::name::is_below;
use crate::overlay::Origin;
use crate::resolve::{Asked, Compiled, Typed};
use crate::span::{Place, Span};
use crate::{bom, model};

/// What words are made from.
pub(super) struct Words<'a> {
    pub compiled: &'a Compiled,
    pub asked: &'a Asked,
    pub question: &'a Question<'a>,
    pub lowered: &'a Lowered,
}

type Labels = Vec<(String, Option<Place>)>;

impl Words<'_> {
    /// A reason with its sentence, place, labels and sources.
    pub fn reason(&self, reason: &Reason) -> bom::Reason {
        let (text, labels, source) = self.sentence(reason);
        bom::Reason { text, place: reason.span.map(|span| self.place(span)), labels, source }
    }

    /// What joins the reasons: the slots that have to be filled.
    pub fn context(&self, reasons: &[&Reason]) -> Vec<String> {
        let mut slots: Vec<SlotId> = reasons.iter().filter_map(|reason| slot_of(&reason.cause)).collect();
        slots.sort_unstable();
        slots.dedup();
        let line = |slot: SlotId| {
            let name = self.slot(slot);
            let definition = self.lowered.slots.iter().find(|group| group.slot == slot)?;
            let place = self.place(definition.definition.origin.span);
            Some(match &definition.definition.when {
                Some(_) => format!("slot `{name}` must be filled while its condition holds ({place})"),
                None => format!("slot `{name}` must be filled ({place})"),
            })
        };
        slots.into_iter().filter_map(line).collect()
    }

    fn place(&self, span: Span) -> Place {
        self.compiled.files.place(span)
    }

    fn slot(&self, slot: SlotId) -> &str {
        self.compiled.model.slot_name(slot)
    }

    fn market(&self) -> &str {
        self.compiled.model.areas.code(self.asked.market)
    }

    fn component(&self, id: ComponentId) -> String {
        self.compiled.model.component_label(id)
    }

    fn typed(&self, flag: Typed) -> String {
        let found = self.asked.typed.iter().filter(|(typed, _)| *typed == flag).map(|(_, text)| text.as_str());
        found.collect::<Vec<_>>().join(" ")
    }

    /// ", IEC World Plugs, 2017-10, status single": where a fact comes from.
    fn cited(&self, origin: &Origin) -> String {
        let model = &self.compiled.model;
        let title = |id: &crate::span::Spanned<String>| {
            model.citations.get(&id.value).map_or(id.value.clone(), |citation| citation.title.clone())
        };
        let mut parts = vec![self.place(origin.span).to_string()];
        parts.extend(origin.cited.source.first().map(title));
        parts.extend(origin.cited.as_of.map(|day| day.to_string()));
        let doubtful = origin.cited.status.as_deref().filter(|status| *status != "agree");
        parts.extend(doubtful.map(|status| format!("status {status}")));
        parts.join(", ")
    }

    fn sources(origin: &Origin) -> Vec<String> {
        origin.cited.source.iter().map(|id| id.value.clone()).collect()
    }

    fn sentence(&self, reason: &Reason) -> (String, Labels, Vec<String>) {
        let plain = |text: String| (text, Vec::new(), Vec::new());
        match &reason.cause {
            Cause::SetFlag(option) => plain(self.typed(Typed::Set(*option))),
            Cause::PinFlag(slot) => plain(self.typed(Typed::Pin(*slot))),
            Cause::WithoutFlag(at) => plain(self.typed(Typed::Without(*at))),
            Cause::Default(option) => plain(self.fixed(*option, "is the default")),
            Cause::Setting(option) => self.setting(*option),
            Cause::Unmeetable(slot, capability) => self.unmeetable(*slot, capability, reason),
            Cause::Need(slot, span) => self.need(*slot, *span, reason),
            Cause::CarrierLacks(slot, carrier, capability) => self.carrier_lacks(*slot, *carrier, capability, reason),
            Cause::Approval(slot, carrier, scheme) => self.approval(*slot, *carrier, scheme, reason),
            Cause::RequestedCarrier(id, span) => plain(format!("{} asks for carrier `{id}`", self.place(*span).file)),
            Cause::Scheme(slot, at) => self.scheme(Some(*slot), *at, reason),
            Cause::ProductScheme(at) => self.scheme(None, *at, reason),
            Cause::Territory(slot, _) => self.territory(*slot, reason),
            Cause::Dates(slot) => self.dates(*slot, reason),
            Cause::EndOfLife(slot) => {
                let text = format!("candidates of slot `{}` are at their end of life", self.slot(*slot));
                (text, self.each(reason, "is `lifecycle = \"eol\"`"), Vec::new())
            }
            Cause::Rule(at) => self.rule(*at),
            Cause::AreaNeed(at) => self.area_need(*at),
            Cause::Limit(at, slot) => self.limit(*at, Some(*slot), reason),
            Cause::CarrierLimit(at, carrier) => {
                let (text, labels, source) = self.limit(*at, None, reason);
                (format!("{text}, which carrier `{}` does not", self.carrier(*carrier)), labels, source)
            }
            Cause::Resource(resource) => self.resource(resource),
            Cause::UnknownSlotCondition(slot) => {
                let text = format!(
                    "the condition of slot `{}` rests on a fact that is not known of {}",
                    self.slot(*slot),
                    self.market()
                );
                plain(format!("{text}{}", self.unknown_facts(*slot)))
            }
            Cause::UnknownCondition(_) => {
                plain(format!("this condition rests on a fact that is not known of {}", self.market()))
            }
        }
    }

    /// One label a candidate, all with the same words.
    fn each(&self, reason: &Reason, words: &str) -> Labels {
        let label =
            |(id, span): &(ComponentId, Span)| (format!("`{}` {words}", self.component(*id)), Some(self.place(*span)));
        reason.excluded.iter().map(label).collect()
    }

    fn names(&self, reason: &Reason) -> String {
        let names: Vec<String> = reason.excluded.iter().map(|(id, _)| format!("`{}`", self.component(*id))).collect();
        names.join(", ")
    }

    fn fixed(&self, option: OptionId, how: &str) -> String {
        let definition = self.compiled.model.options.get(option.index());
        let value = definition.and_then(|option| {
            let at = option.default.as_ref()?.value;
            option.values.get(at as usize).map(ToString::to_string)
        });
        let name = definition.map(|option| option.name.as_str()).unwrap_or_default();
        format!("`{name} = {}` {how}", value.unwrap_or_default())
    }

    fn setting(&self, option: OptionId) -> (String, Labels, Vec<String>) {
        let Some(setting) = self.question.laid.settings.iter().find(|setting| setting.option == option) else {
            return (String::new(), Vec::new(), Vec::new());
        };
        let definition = self.compiled.model.options.get(option.index());
        let name = definition.map(|option| option.name.as_str()).unwrap_or_default();
        let value = definition.and_then(|option| option.values.get(setting.value as usize));
        let value = value.map(ToString::to_string).unwrap_or_default();
        let area = self.compiled.model.areas.code(setting.origin.area);
        (format!("`{name} = {value}` is fixed for `{area}`"), Vec::new(), Self::sources(&setting.origin))
    }

    /// The need at a place.
    fn need_at(&self, id: ComponentId, span: Span) -> Option<&Need> {
        self.compiled.model.component(id)?.needs.iter().find(|need| need.span == span)
    }

    fn unmeetable(&self, slot: SlotId, capability: &str, reason: &Reason) -> (String, Labels, Vec<String>) {
        let market = self.market();
        let facts = self.market_facts(capability);
        let all = self.lowered.slots.iter().find(|group| group.slot == slot);
        let every = all.is_some_and(|group| group.candidates.len() == reason.excluded.len());
        let who = if every { "no candidate" } else { "some candidates" };
        let network = is_below(capability, "network");
        let offer = match (&facts, network) {
            (Some((values, origin)), _) => format!("{market} offers {values} ({})", self.cited(origin)),
            (None, true) => self.carriers_known(capability),
            (None, false) => format!("nothing in {market} provides it"),
        };
        let verb = if every { "can be used" } else { "cannot be used" };
        let text = format!("{who} of slot `{}` {verb}: they need `{capability}`, and {offer}", self.slot(slot));
        let labels = reason.excluded.iter().map(|(id, span)| {
            let asks = self.need_at(*id, *span).map(|need| tests_in_words(need)).unwrap_or_default();
            (format!("`{}` needs {asks}", self.component(*id)), Some(self.place(*span)))
        });
        let source = facts.map(|(_, origin)| Self::sources(&origin)).unwrap_or_default();
        (text, labels.collect(), source)
    }

    /// What the market states of a capability: values and the first place.
    fn market_facts(&self, capability: &str) -> Option<(String, Origin)> {
        let offers = self
            .question
            .laid
            .provides
            .iter()
            .filter(|offer| is_below(&offer.capability, capability) && offer.effectivity.holds_on(self.asked.day));
        let offers: Vec<_> = offers.collect();
        let first = offers.first()?;
        let shown = offers.iter().take(4).map(|offer| {
            let values: Vec<String> = offer
                .attributes
                .0
                .iter()
                .filter_map(|(name, value)| {
                    let flag = matches!(name.as_str(), "dfs" | "indoor" | "no-ir" | "contenders");
                    (!flag).then(|| format!("{name} {}", value.value))
                })
                .collect();
            values.join(", ")
        });
        let shown: Vec<String> = shown.collect();
        let more = if offers.len() > 4 { ", …" } else { "" };
        Some((format!("{}{more}", shown.join("; ")), first.origin.clone()))
    }

    /// Which carriers there are, and what is not known of them: unknown bands are no refusal.
    fn carriers_known(&self, capability: &str) -> String {
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

    fn need(&self, slot: SlotId, span: Span, reason: &Reason) -> (String, Labels, Vec<String>) {
        let need = reason.excluded.first().and_then(|(id, _)| self.need_at(*id, span));
        let asks = need.map(Need::phrase).unwrap_or_default();
        let because =
            need.and_then(|need| need.because.as_deref()).map(|why| format!(": \"{why}\"")).unwrap_or_default();
        (format!("{} in slot `{}` needs {asks}{because}", self.names(reason), self.slot(slot)), Vec::new(), Vec::new())
    }

    fn carrier(&self, at: usize) -> &str {
        self.question.laid.carriers.get(at).map(|carrier| carrier.id.as_str()).unwrap_or_default()
    }

    fn carrier_lacks(
        &self,
        slot: SlotId,
        carrier: usize,
        capability: &str,
        reason: &Reason,
    ) -> (String, Labels, Vec<String>) {
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
        let labels = reason.excluded.iter().map(|(id, span)| {
            let asks = self.need_at(*id, *span).map(|need| tests_in_words(need)).unwrap_or_default();
            (format!("`{}` needs {asks}", self.component(*id)), Some(self.place(*span)))
        });
        let source = definition.map(|carrier| Self::sources(&carrier.origin)).unwrap_or_default();
        (text, labels.collect(), source)
    }

    fn approval(&self, slot: SlotId, carrier: usize, scheme: &str, reason: &Reason) -> (String, Labels, Vec<String>) {
        let text = format!(
            "carrier `{}` wants the approval `{scheme}`, which {} in slot `{}` does not hold",
            self.carrier(carrier),
            self.names(reason),
            self.slot(slot)
        );
        let source = self.question.laid.carriers.get(carrier).map(|carrier| Self::sources(&carrier.origin));
        (text, self.each(reason, &format!("holds no `{scheme}` in force")), source.unwrap_or_default())
    }

    fn scheme(&self, slot: Option<SlotId>, at: usize, reason: &Reason) -> (String, Labels, Vec<String>) {
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

    fn territory(&self, slot: SlotId, reason: &Reason) -> (String, Labels, Vec<String>) {
        let text = format!("candidates of slot `{}` may not be used in {}", self.slot(slot), self.market());
        let labels = reason.excluded.iter().map(|(id, span)| {
            let territories = self.compiled.model.component(*id).and_then(|component| component.territories.as_ref());
            let why = territories
                .and_then(|one| one.because.as_deref())
                .map(|why| format!(": \"{why}\""))
                .unwrap_or_default();
            let list = territories.map(|one| {
                let codes: Vec<&str> = one.areas.iter().map(|area| area.value.as_str()).collect();
                format!("{} {}", if one.only { "only in" } else { "not in" }, codes.join(", "))
            });
            (
                format!("`{}` may be used {}{why}", self.component(*id), list.unwrap_or_default()),
                Some(self.place(*span)),
            )
        });
        (text, labels.collect(), Vec::new())
    }

    fn dates(&self, slot: SlotId, reason: &Reason) -> (String, Labels, Vec<String>) {
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

    fn rule(&self, at: usize) -> (String, Labels, Vec<String>) {
        let Some(rule) = self.question.laid.rules.get(at) else { return (String::new(), Vec::new(), Vec::new()) };
        let message = rule.message.as_deref().map(|text| format!(": \"{text}\"")).unwrap_or_default();
        let unknown = self.unknown_in(rule.condition.iter().chain([&rule.then]).map(|formula| &**formula));
        (format!("rule `{}`{message}{unknown}", rule.id), Vec::new(), Self::sources(&rule.origin))
    }

    fn area_need(&self, at: usize) -> (String, Labels, Vec<String>) {
        let Some(need) = self.question.laid.needs.get(at) else { return (String::new(), Vec::new(), Vec::new()) };
        let area = self.compiled.model.areas.code(need.origin.area);
        let because = need.need.because.as_deref().map(|why| format!(": \"{why}\"")).unwrap_or_default();
        let text = format!("{area} asks for {}{because} ({})", need.need.phrase(), self.cited(&need.origin));
        (text, Vec::new(), Self::sources(&need.origin))
    }

    fn limit(&self, at: usize, slot: Option<SlotId>, reason: &Reason) -> (String, Labels, Vec<String>) {
        let Some(limit) = self.question.laid.limits.get(at) else { return (String::new(), Vec::new(), Vec::new()) };
        let area = self.compiled.model.areas.code(limit.origin.area);
        let tests = all_in_words(&limit.tests);
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

    fn resource(&self, resource: &str) -> (String, Labels, Vec<String>) {
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

    fn unknown_facts(&self, slot: SlotId) -> String {
        let group = self.lowered.slots.iter().find(|group| group.slot == slot);
        let when = group.and_then(|group| group.definition.when.as_ref());
        self.unknown_in(when.map(|when| &*when.value).into_iter())
    }

    /// "; `power.mains.voltage_v` is not known of XX" for facts that the market does not state.
    fn unknown_in<'f>(&self, formulas: impl Iterator<Item = &'f Formula>) -> String {
        let mut names: Vec<String> = Vec::new();
        for formula in formulas {
            formula.each_check(&mut |check| {
                if let model::Check::Fact(fact) = check {
                    let mut offers = self.question.laid.provides.iter().filter(|offer| {
                        offer.capability == fact.path.capability && offer.effectivity.holds_on(self.asked.day)
                    });
                    if !offers.any(|offer| offer.attributes.get(&fact.path.attribute).is_some()) {
                        names.push(format!("`{}.{}`", fact.path.capability, fact.path.attribute));
                    }
                }
            });
        }
        names.sort();
        names.dedup();
        if names.is_empty() {
            String::new()
        } else {
            format!("; {} is not known of {}", names.join(", "), self.market())
        }
    }
}

fn slot_of(cause: &Cause) -> Option<SlotId> {
    match cause {
        Cause::Unmeetable(slot, _)
        | Cause::Need(slot, _)
        | Cause::CarrierLacks(slot, ..)
        | Cause::Approval(slot, ..)
        | Cause::Scheme(slot, _)
        | Cause::Territory(slot, _)
        | Cause::Dates(slot)
        | Cause::EndOfLife(slot)
        | Cause::Limit(_, slot)
        | Cause::PinFlag(slot) => Some(*slot),
        _ => None,
    }
}

/// What a need tests, in words: "voltage_v within 100 to 130".
fn tests_in_words(need: &Need) -> String {
    let words = |alternative: &Alternative| {
        let tests = all_in_words(&alternative.tests);
        if tests.is_empty() { format!("`{}`", alternative.capability) } else { tests }
    };
    need.alternatives.iter().map(words).collect::<Vec<_>>().join(" or ")
}

fn all_in_words(tests: &[AttributeTest]) -> String {
    tests.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}

/// What a component states of the tested attributes.
fn has_in_words(component: &model::Component, capability: &str, tests: &[AttributeTest]) -> String {
    let provided = component.provides.iter().filter(|provided| is_below(&provided.capability, capability));
    let mut words = Vec::new();
    for provided in provided {
        for one in tests.iter().filter(|one| !matches!(one.test, Test::Version(_))) {
            words.push(match provided.attributes.get(&one.attribute) {
                Some(value) => format!("{} {}", one.attribute, value.value),
                None => format!("no {}", one.attribute),
            });
        }
    }
    if words.is_empty() { "nothing of it stated".to_owned() } else { words.join(", ") }
}
