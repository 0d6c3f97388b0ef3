//! Reasons in words that a product engineer understands, each with its place and the facts behind it.

use crate::kernel::{Cause, Lowered, Question, Reason};
use crate::model::{ComponentId, Formula, OptionId, SlotId};
use crate::overlay::Origin;
use crate::question::{Asked, Compiled, Typed};
use crate::span::{Place, Span};
use crate::{bom, model};

/// What words are made from.
pub(super) struct Words<'a> {
    pub compiled: &'a Compiled,
    pub asked: &'a Asked,
    pub question: &'a Question<'a>,
    pub lowered: &'a Lowered,
}

/// Further lines of a reason, each with its place.
pub(super) type Labels = Vec<(String, Option<Place>)>;
/// A sentence, its further lines, and the sources behind it.
pub(super) type Told = (String, Labels, Vec<String>);

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

    pub(super) fn place(&self, span: Span) -> Place {
        self.compiled.files.place(span)
    }

    pub(super) fn slot(&self, slot: SlotId) -> &str {
        self.compiled.model.slot_name(slot)
    }

    pub(super) fn market(&self) -> &str {
        self.compiled.model.areas.code(self.asked.market)
    }

    pub(super) fn component(&self, id: ComponentId) -> String {
        self.compiled.model.component_label(id)
    }

    fn typed(&self, flag: Typed) -> String {
        let found = self.asked.typed.iter().filter(|(typed, _)| *typed == flag).map(|(_, text)| text.as_str());
        found.collect::<Vec<_>>().join(" ")
    }

    /// ", IEC World Plugs, 2017-10, status single": where a fact comes from.
    pub(super) fn cited(&self, origin: &Origin) -> String {
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

    pub(super) fn sources(origin: &Origin) -> Vec<String> {
        origin.cited.source.iter().map(|id| id.value.clone()).collect()
    }

    fn sentence(&self, reason: &Reason) -> Told {
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
    pub(super) fn each(&self, reason: &Reason, words: &str) -> Labels {
        let label =
            |(id, span): &(ComponentId, Span)| (format!("`{}` {words}", self.component(*id)), Some(self.place(*span)));
        reason.excluded.iter().map(label).collect()
    }

    pub(super) fn names(&self, reason: &Reason) -> String {
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

    fn setting(&self, option: OptionId) -> Told {
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

    fn unknown_facts(&self, slot: SlotId) -> String {
        let group = self.lowered.slots.iter().find(|group| group.slot == slot);
        let when = group.and_then(|group| group.definition.when.as_ref());
        self.unknown_in(when.map(|when| &*when.value).into_iter())
    }

    /// "; `power.mains.voltage_v` is not known of XX" for facts that the market does not state.
    pub(super) fn unknown_in<'f>(&self, formulas: impl Iterator<Item = &'f Formula>) -> String {
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
