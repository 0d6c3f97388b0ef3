//! What the variables and constraints of a market's problem are, in the words of its files.

use crate::engine::{GroupId, Label, Problem};
use crate::explain;
use crate::kernel::{Factor, TAKEN};
use crate::query::Case;
use std::collections::BTreeMap;

/// The names of a market's groups and values, and the texts of its reasons.
pub(super) struct Legend<'a> {
    case: &'a Case<'a>,
    groups: Vec<Named>,
    reasons: BTreeMap<Label, String>,
}

/// A group with its values in words.
struct Named {
    name: String,
    values: Vec<String>,
}

impl Named {
    fn taken(name: String) -> Self {
        let value = |value| if value == TAKEN { "yes" } else { "no" };
        Self { name, values: (0..2).map(|at| value(at).to_owned()).collect() }
    }
}

impl<'a> Legend<'a> {
    /// The legend of a priced case.
    pub fn of(case: &'a Case<'a>) -> Self {
        let problem = &case.lowered().problem;
        let mut groups: Vec<Named> = (0..problem.groups()).map(|at| helper(problem, at)).collect();
        for (group, named) in named_groups(case) {
            groups[group.0 as usize] = named;
        }
        let mut reasons = BTreeMap::from([(Label::STRUCTURE, "structure".to_owned())]);
        for label in problem.labels() {
            let texts = explain::reasons(case, &[label]).into_iter().map(|reason| {
                let place = reason.place.map(|place| format!(" ({place})")).unwrap_or_default();
                format!("reason: {}{place}", reason.text)
            });
            reasons.insert(label, texts.collect::<Vec<_>>().join("; "));
        }
        Self { case, groups, reasons }
    }

    /// "lamp 1.0.0, market US on 2026-11-22".
    pub fn title(&self) -> String {
        let header = &self.case.input.model.header;
        let variant = self.case.variant_name().map(|name| format!(", variant `{name}`")).unwrap_or_default();
        format!(
            "terroir: {} {}{variant}, market {} on {}",
            header.name,
            header.version,
            self.case.code(),
            self.case.input.day
        )
    }

    /// The flags of the request, as typed.
    pub fn flags(&self) -> Vec<String> {
        self.case.typed.iter().map(|typed| format!("flag: {}", typed.text)).collect()
    }

    /// What a unit of each objective counts in the sum.
    pub fn objectives(&self, factors: &[Factor]) -> Vec<String> {
        let listed = self.case.objectives.iter().map(|objective| objective.text());
        let mut names: Vec<String> = listed.filter(|name| name != "regional").collect();
        if factors.len() > names.len() {
            names.insert(0, "departs from all variants of the market".to_owned());
        }
        let line = |(name, Factor { scale, step }): (&String, &Factor)| {
            format!("objective: {name}, a unit counts {scale} x {step}")
        };
        names.iter().zip(factors).map(line).collect()
    }

    pub fn group(&self, group: GroupId) -> &str {
        &self.groups[group.0 as usize].name
    }

    /// "slot `driver` = driver-120@1.0.0".
    pub fn value(&self, group: GroupId, value: u32) -> String {
        let named = &self.groups[group.0 as usize];
        let value = named.values.get(value as usize).map_or("?", String::as_str);
        format!("{} = {value}", named.name)
    }

    pub fn reason(&self, label: Label) -> String {
        self.reasons.get(&label).cloned().unwrap_or_default()
    }
}

/// A group that only helps to say something.
fn helper(problem: &Problem, at: usize) -> Named {
    let size = problem.size(GroupId(at as u32));
    Named { name: format!("helper {at}"), values: (0..size).map(|value| value.to_string()).collect() }
}

fn named_groups(case: &Case<'_>) -> Vec<(GroupId, Named)> {
    let (lowered, model) = (case.lowered(), case.input.model);
    let mut named = Vec::new();
    for slot in &lowered.slots {
        let candidates = slot.candidates.iter().map(|id| model.component_label(*id));
        let values = std::iter::once("(empty)".to_owned()).chain(candidates).collect();
        named.push((slot.group, Named { name: format!("slot `{}`", model.slot_name(slot.slot)), values }));
    }
    for (option, group) in model.options.iter().zip(&lowered.options) {
        let values = option.values.iter().map(|value| value.to_string()).collect();
        named.push((*group, Named { name: format!("option `{}`", option.name), values }));
    }
    for (carrier, group) in case.input.view.carriers.iter().zip(&lowered.carriers) {
        named.extend(group.map(|group| (group, Named::taken(format!("carrier `{}` picked", carrier.id)))));
    }
    for (certificate, group) in case.input.view.certificates.iter().zip(&lowered.planned) {
        named.extend(
            group.map(|group| (group, Named::taken(format!("planned certificate `{}` taken", certificate.scheme)))),
        );
    }
    for part in &lowered.planned_parts {
        let scheme = part.certificate(model).map(|(certificate, _)| certificate.scheme.as_str()).unwrap_or_default();
        let component = model.component_label(part.component);
        named.push((part.group, Named::taken(format!("planned certificate `{scheme}` of {component} taken"))));
    }
    named
}
