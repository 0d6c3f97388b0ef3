//! Reasons in the words of a product engineer, each with its place and the facts it cites.

use crate::bom::{self, ReasonLabel};
use crate::engine::{self, Label};
use crate::kernel::{Cause, Lowered, Reason, SlotGroup};
use crate::model::{ComponentId, OptionId, Section, SlotId, Variant, VariantSetting};
use crate::overlay::{Origin, Setting};
use crate::query::{Case, Compiled, FlagId};
use crate::schema::common::WHEN;
use crate::span::{Place, Span};
use crate::syntax::Field;
use crate::syntax::condition::Condition;
use crate::terms::{FactStatus, Lifecycle};

/// Most slots that a counting argument names.
const COUNTED: usize = 4;

/// A conflict to be put into words.
pub(super) struct Wording<'a> {
    pub case: &'a Case<'a>,
    /// The problem that has no solution: that of the case, or with one value forced or forbidden.
    pub lowered: &'a Lowered,
    /// All reasons of the conflict: what one of them excludes, another need not mention.
    pub reasons: &'a [Reason],
}

/// What is stated of a candidate, and where that is written.
pub(super) struct LabelText {
    pub span: Span,
    pub text: String,
}

/// A reason in words: its sentence, the lines below it, and the sources of the facts it cites.
pub(super) struct Sentence {
    pub text: String,
    pub labels: Vec<ReasonLabel>,
    pub source: Vec<String>,
}

impl Sentence {
    /// A sentence without lines below it and without sources.
    pub fn plain(text: String) -> Self {
        Self { text, labels: Vec::new(), source: Vec::new() }
    }
}

impl Wording<'_> {
    /// All reasons in words.
    pub fn all_reasons(&self) -> Vec<bom::Reason> {
        self.reasons.iter().map(|reason| self.reason(reason)).collect()
    }

    /// A reason with its sentence, place, labels and sources.
    fn reason(&self, reason: &Reason) -> bom::Reason {
        let Sentence { text, labels, mut source } = self.sentence(reason);
        let mut seen = std::collections::BTreeSet::new();
        source.retain(|id| seen.insert(id.clone()));
        let key = super::keys::key(&reason.cause, self.case);
        let place = self.failing_place(&reason.cause).or(reason.span).map(|span| self.place(span));
        bom::Reason { key, text, place, labels, source }
    }

    /// What joins the reasons: the slots that must be filled, and the only slot that could meet an area's need.
    pub fn context(&self) -> Vec<String> {
        let mut slots: Vec<SlotId> = self.reasons.iter().filter_map(|reason| slot_of(&reason.cause)).collect();
        slots.sort_unstable();
        slots.dedup();
        let filled = slots.into_iter().filter_map(|slot| self.must_be_filled(slot));
        let only = self.reasons.iter().filter_map(|reason| self.only_slot(&reason.cause));
        filled.chain(only).chain(self.combined_needs()).chain(self.counted()).collect()
    }

    /// "10 parts need a place, there are 9": why the reasons leave nothing together although each leaves much.
    fn counted(&self) -> Option<String> {
        let labels: Vec<Label> =
            self.reasons.iter().filter_map(|reason| self.lowered.label_of(&reason.cause)).collect();
        let counted = engine::counted(&self.lowered.problem, &labels)?;
        let is_counted = |group: &&SlotGroup| counted.groups.contains(&group.group);
        let slots = self.lowered.slots.iter().filter(is_counted);
        let mut names: Vec<String> = slots.map(|group| format!("`{}`", self.slot(group.slot))).collect();
        let (needed, room) = (counted.needed, counted.room);
        let counts_parts = usize::try_from(needed) == Ok(names.len());
        let more = names.len().saturating_sub(COUNTED);
        names.truncate(COUNTED);
        if more > 0 {
            names.push(format!("{more} more"));
        }
        let names = listed(&names, "and");
        let are = if room == 1 { "is" } else { "are" };
        Some(if counts_parts {
            format!(
                "counted together: {needed} parts need a place, there {are} {room}; the parts are those of slots {names}"
            )
        } else {
            format!("counted together: slots {names} need {needed} places, there {are} {room}")
        })
    }

    fn must_be_filled(&self, slot: SlotId) -> Option<String> {
        let definition = &self.group(slot)?.definition;
        let (name, place) = (self.slot(slot), self.place(definition.origin.span));
        let pinned = self.case.input.flags.pin(slot).is_some();
        if definition.optional && !pinned {
            return None;
        }
        let condition = definition.when.as_ref().map(|_| {
            let written = self.written(Section::Slots, name, definition.origin.span, &WHEN);
            written.map_or(" when its condition is true".to_owned(), |text| format!(" when `{text}`"))
        });
        let parent = definition.part_of.map(|parent| format!(" whenever slot `{}` is", self.slot(parent)));
        let guard = condition.or(parent).unwrap_or_default();
        Some(format!("slot `{name}` must be filled{guard} ({place})"))
    }

    pub(super) fn place(&self, span: Span) -> Place {
        self.case.compiled.files.place(span)
    }

    pub(super) fn slot(&self, slot: SlotId) -> &str {
        self.case.compiled.model.slot_name(slot)
    }

    /// How an edit names a component: this version and no other.
    pub(super) fn exact_component(&self, id: ComponentId) -> String {
        let component = &self.case.compiled.model.components[id];
        format!("{}@={}", component.id, component.version)
    }

    /// A slot of this market with its candidates.
    pub(super) fn group(&self, slot: SlotId) -> Option<&SlotGroup> {
        self.lowered.slots.iter().find(|group| group.slot == slot)
    }

    pub(super) fn market(&self) -> &str {
        self.case.code()
    }

    pub(super) fn component(&self, id: ComponentId) -> String {
        self.case.compiled.model.component_label(id)
    }

    fn typed(&self, flag: FlagId) -> String {
        self.case.typed(flag).join(" ")
    }

    /// "regions/BR.toml:6, IEC World Plugs, 2017-10, status single": where a fact comes from, beyond the reason's own
    /// place.
    pub(super) fn cited(&self, origin: &Origin) -> String {
        let citations = &self.case.compiled.model.citations;
        let first = origin.cited.source.first().map(|id| (&id.value, citations.get(&id.value)));
        let mut parts = vec![self.place(origin.span).to_string()];
        parts.extend(first.map(|(id, known)| known.map_or(id.clone(), |citation| citation.title.clone())));
        let published = first.and_then(|(_, known)| known.and_then(|citation| citation.date.clone()));
        parts.extend(origin.cited.as_of.map(|day| day.to_string()).or(published));
        parts.extend(doubtful(origin).map(|status| format!("status {status}")));
        parts.join(", ")
    }

    /// " (status single)": for a fact at the reason's own place, whose sources are printed beside the place.
    pub(super) fn status(origin: &Origin) -> String {
        doubtful(origin).map(|status| format!(" (status {status})")).unwrap_or_default()
    }

    pub(super) fn sources(origin: &Origin) -> Vec<String> {
        origin.cited.source.iter().map(|id| id.value.clone()).collect()
    }

    fn sentence(&self, reason: &Reason) -> Sentence {
        match &reason.cause {
            Cause::SetFlag(option) => Sentence::plain(self.typed(FlagId::Set(*option))),
            Cause::PinFlag(slot) => Sentence::plain(self.typed(FlagId::Pin(*slot))),
            Cause::WithoutFlag(at) => self.without(*at),
            Cause::Default(option) => Sentence::plain(self.fixed(*option)),
            Cause::Variant(option) => Sentence::plain(self.set_by_variant(*option)),
            Cause::Setting(option) => self.setting(*option),
            Cause::Unmeetable(slot, capability) => self.unmeetable(*slot, capability, reason),
            Cause::Need(slot, span) => self.need(*slot, *span, reason),
            Cause::CarrierLacks(slot, carrier, capability) => self.carrier_lacks(*slot, *carrier, capability, reason),
            Cause::Approval(slot, carrier, scheme) => self.approval(*slot, *carrier, scheme, reason),
            Cause::RequestedCarrier(id, span) => Sentence::plain(self.requested(id, *span)),
            Cause::Scheme(slot, at) => self.scheme(Some(*slot), *at, reason),
            Cause::ProductScheme(at) => self.scheme(None, *at, reason),
            Cause::Territory(slot, _) => self.territory(*slot, reason),
            Cause::Dates(slot) => self.dates(*slot, reason),
            Cause::EndOfLife(slot) => {
                let verbs = Verbs {
                    none: "is still in production",
                    one: "has reached its end of life",
                    many: "have reached their end of life",
                };
                let labels = self.each(reason, verbs.one);
                Sentence { text: self.candidates(*slot, reason, verbs), labels: several(labels), source: Vec::new() }
            }
            Cause::NoOffer(slot) => {
                let verbs = Verbs {
                    none: "can be bought: no offer is in force and no price is written",
                    one: "cannot be bought: no offer is in force and no price is written",
                    many: "cannot be bought: no offer is in force and no price is written",
                };
                let labels = self.each(reason, "has offers, and none of them is in force");
                Sentence { text: self.candidates(*slot, reason, verbs), labels: several(labels), source: Vec::new() }
            }
            Cause::Licensee(at) => {
                let license = self.case.compiled.model.licenses.get(*at as usize);
                let to = license.map_or("", |license| license.to.as_str());
                let names = self.names(reason);
                Sentence::plain(format!("the licence of {names} is for `{to}`, which takes no part in the answer"))
            }
            Cause::Rule(at) => self.rule(*at),
            Cause::AreaNeed(at) => self.area_need(*at),
            Cause::Limit(at, slot) => self.limit(*at, *slot, reason),
            Cause::CarrierLimit(at, carrier) => self.carrier_limit(*at, *carrier),
            Cause::Resource(resource) => self.resource(resource),
            Cause::UnknownSlotCondition(slot) => Sentence::plain(self.unknown_slot(*slot)),
            Cause::UnknownCondition(span) => Sentence::plain(self.unknown_condition(*span)),
        }
    }

    /// A line below a reason, at a place.
    pub(super) fn label(&self, span: Span, text: String) -> ReasonLabel {
        ReasonLabel { text, place: Some(self.place(span)) }
    }

    /// One label a candidate, all with the same words.
    pub(super) fn each(&self, reason: &Reason, words: &str) -> Vec<ReasonLabel> {
        self.labels(reason, |_, span, name| LabelText { span, text: format!("{name} {words}") })
    }

    /// "`a`, `b` and `c`".
    pub(super) fn names(&self, reason: &Reason) -> String {
        listed(&self.run_names(reason), "and")
    }

    /// The beginning of a sentence about the candidates of a slot that a reason excludes: "no candidate of slot `driver`
    /// takes", "`a` in slot `driver` does not take", "`a` and `b` in slot `driver` do not take".
    pub(super) fn candidates(&self, slot: SlotId, reason: &Reason, verbs: Verbs) -> String {
        let Verbs { none, one, many } = verbs;
        let name = self.slot(slot);
        let all = self.group(slot).map_or(0, |group| group.candidates.len());
        match (reason.excluded.len(), self.run_names(reason).len()) {
            (excluded, _) if excluded >= all && all > 1 => format!("no candidate of slot `{name}` {none}"),
            (1, _) => format!("{} in slot `{name}` {one}", self.names(reason)),
            (_, 1..=4) => format!("{} in slot `{name}` {many}", self.names(reason)),
            (excluded, _) => format!("{excluded} candidates of slot `{name}` {many}"),
        }
    }

    /// A flag that excludes components, with the slots that it leaves without a candidate, alone or with other such flags.
    fn without(&self, at: usize) -> Sentence {
        let typed = self.typed(FlagId::Without(at));
        let flags = &self.case.input.flags;
        let model = &self.case.compiled.model;
        let excluded = flags.without.get(at).map(Vec::as_slice).unwrap_or_default();
        let others = self.reasons.iter().filter_map(|reason| {
            if let Cause::WithoutFlag(other) = reason.cause { flags.without.get(other) } else { None }
        });
        let out: Vec<ComponentId> = others.flatten().copied().collect();
        let is_gone = |id: &ComponentId| out.contains(id) || model.components[*id].lifecycle == Lifecycle::Eol;
        let emptied = |group: &&SlotGroup| {
            let (all, optional) = (&group.candidates, group.definition.optional && flags.pin(group.slot).is_none());
            !optional && all.iter().any(|id| excluded.contains(id)) && all.iter().all(is_gone)
        };
        let label = |group: &SlotGroup| {
            let parts = group.candidates.iter().filter(|id| excluded.contains(id));
            let parts: Vec<String> = parts.map(|id| format!("`{}`", self.component(*id))).collect();
            let verb = if parts.len() == 1 { "is" } else { "are" };
            let text = format!("slot `{}`: {} {verb} excluded", self.slot(group.slot), listed(&parts, "and"));
            self.label(group.definition.choose, text)
        };
        let labels: Vec<ReasonLabel> = self.lowered.slots.iter().filter(emptied).map(label).collect();
        let text = match labels.len() {
            0 => typed,
            1 => format!("{typed}: no candidate is left for a slot"),
            slots => format!("{typed}: no candidate is left for {slots} slots"),
        };
        Sentence { text, labels, source: Vec::new() }
    }

    fn fixed(&self, option: OptionId) -> String {
        let definition = self.case.compiled.model.options.get(option);
        let default = definition.and_then(|option| option.default.as_ref()).map(|default| default.value);
        format!("`{}` is the default", self.assignment(option, default.unwrap_or_default()))
    }

    /// `uplink = cellular`.
    pub(super) fn assignment(&self, option: OptionId, value: u32) -> String {
        assignment(self.case.compiled, option, value)
    }

    fn setting(&self, option: OptionId) -> Sentence {
        let Some(setting) = self.setting_of(option) else { return Sentence::plain(String::new()) };
        let area = self.case.compiled.model.areas.code(setting.origin.area);
        let text = format!("`{}` is fixed for `{area}`", self.assignment(option, setting.value));
        Sentence { text, labels: Vec::new(), source: Self::sources(&setting.origin) }
    }

    /// "variant `EU868` sets `radio-plan = EU868`".
    fn set_by_variant(&self, option: OptionId) -> String {
        let value = self.variant_setting(option).map(|setting| setting.value).unwrap_or_default();
        let name = self.variant().map_or("", |variant| variant.name.as_str());
        format!("variant `{name}` sets `{}`", self.assignment(option, value))
    }

    /// The requested variant.
    pub(super) fn variant(&self) -> Option<&Variant> {
        self.case.input.flags.variant.map(|variant| &self.case.compiled.model.variants[variant])
    }

    /// What the requested variant fixes an option to.
    pub(super) fn variant_setting(&self, option: OptionId) -> Option<&VariantSetting> {
        self.variant().and_then(|variant| variant.setting(option))
    }

    /// What an area fixes an option to.
    pub(super) fn setting_of(&self, option: OptionId) -> Option<&Setting> {
        self.case.input.view.settings.iter().find(|setting| setting.option == option).map(|setting| &**setting)
    }

    /// A condition as the files write it: the statement at the place, else the strongest that has the key.
    pub(super) fn written(&self, section: Section, id: &str, span: Span, key: &Field<Condition>) -> Option<String> {
        let model = &self.case.compiled.model;
        let statements = model.statements.iter().filter(|one| one.section == section && one.id == id);
        let text = |one: &crate::model::Statement| one.table.read(key).map(ToString::to_string);
        let found: Vec<(bool, String)> = statements.filter_map(|one| Some((one.span == span, text(one)?))).collect();
        let here = found.iter().find(|(here, _)| *here).or(found.last());
        here.map(|(_, text)| text.clone())
    }
}

/// The verb of a sentence about excluded candidates, by how many of a slot's candidates they are.
#[derive(Clone, Copy)]
pub(super) struct Verbs {
    /// After "no candidate of slot …": all are excluded, and there are several.
    pub none: &'static str,
    /// After the only one that is excluded.
    pub one: &'static str,
    /// After several.
    pub many: &'static str,
}

/// Labels of several candidates; that of a single one would repeat the sentence.
pub(super) fn several(labels: Vec<ReasonLabel>) -> Vec<ReasonLabel> {
    if labels.len() > 1 { labels } else { Vec::new() }
}

/// `uplink = cellular`.
pub(super) fn assignment(compiled: &Compiled, option: OptionId, value: u32) -> String {
    let Some(definition) = compiled.model.options.get(option) else { return String::new() };
    let value = definition.values.get(value as usize).map(ToString::to_string).unwrap_or_default();
    format!("{} = {value}", definition.name)
}

/// "a, b and c".
pub(super) fn listed(names: &[String], last: &str) -> String {
    match names {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => names.join(""),
    }
}

/// ": \"why\"".
pub(super) fn quoted(words: Option<&str>) -> String {
    words.map(|why| format!(": \"{why}\"")).unwrap_or_default()
}

fn doubtful(origin: &Origin) -> Option<&'static str> {
    origin.cited.status.filter(|status| *status != FactStatus::Agree).map(FactStatus::as_str)
}

fn slot_of(cause: &Cause) -> Option<SlotId> {
    if let Cause::PinFlag(slot) = cause { Some(*slot) } else { cause.excluded_slot() }
}
