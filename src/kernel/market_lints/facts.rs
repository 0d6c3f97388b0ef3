//! Facts that conditions use and no overlay states.

use crate::diagnostic::Diagnostic;
use crate::model::{Check, Model, Section, Statement, natural_attributes};
use crate::name::{is_below, listed, nearest};
use crate::schema::{power, provides, radio};
use crate::span::{Span, Spanned};
use crate::syntax::condition::{FactPath, Subject};
use crate::syntax::{Key, Node};
use crate::terms::code::NameCode;
use std::collections::{BTreeMap, BTreeSet};

/// What overlays state of what markets offer: capability → attributes.
struct Stated<'a>(BTreeMap<String, BTreeSet<&'a str>>);

/// Reports facts that no overlay of any area states. A market need not state all of them: there they are unknown.
pub(super) fn report(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let stated = Stated::of(model);
    for (path, span) in used(model) {
        diagnostics.extend(stated.unknown(path, span));
    }
}

/// The facts that conditions of own overlays and of components use.
fn used(model: &Model) -> Vec<(&FactPath, Span)> {
    let mut found = Vec::new();
    let is_own = |statement: &&Statement| model.layer(statement.layer).is_some_and(|layer| !layer.built_in);
    for (_, node) in model.statements.iter().filter(is_own).flat_map(Statement::keys) {
        let Node::Condition(condition) = &node.value else { continue };
        condition.each_atom(&mut |atom| match &atom.subject.value {
            Subject::Fact(path) | Subject::Min(path) | Subject::Max(path) | Subject::Known(path) => {
                found.push((path, atom.subject.span));
            }
            Subject::Option(_)
            | Subject::Slot(_)
            | Subject::Component(_)
            | Subject::Provides(_)
            | Subject::Market
            | Subject::Carrier
            | Subject::Count(_)
            | Subject::Sum(_) => {}
        });
    }
    for formula in
        model.components.iter().flat_map(|component| &component.needs).filter_map(|need| need.when.as_deref())
    {
        formula.each_check(&mut |check| {
            if let Check::Fact(fact) = check {
                found.push((&fact.path, fact.span));
            }
        });
    }
    found
}

impl<'a> Stated<'a> {
    fn of(model: &'a Model) -> Self {
        let mut stated: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for ((section, _), ids) in &model.entries {
            let statements = || ids.iter().filter_map(|id| model.statement(*id));
            let keys = || statements().flat_map(Statement::keys);
            let texts = |name: &'static str| keys().filter(move |(key, _)| *key == name).filter_map(text_of);
            let capabilities: Vec<String> = match section {
                Section::Power => vec![power::CAPABILITY.to_owned()],
                Section::Radio => texts(radio::TECHNOLOGY.name()).map(radio::capability_of).collect(),
                Section::Provides => texts(provides::CAPABILITY.name()).map(str::to_owned).collect(),
                Section::Identity
                | Section::Carriers
                | Section::Certification
                | Section::Certificates
                | Section::Sensors
                | Section::Needs
                | Section::Limits
                | Section::Supplies
                | Section::Duties
                | Section::Customs
                | Section::Content
                | Section::Lists
                | Section::Set
                | Section::Slots
                | Section::Rules
                | Section::Gaps
                | Section::Complete
                | Section::Waivers => continue,
            };
            let names: Vec<&str> = match *section == Section::Provides {
                true => keys().filter(|(key, _)| *key == provides::ITS_ATTRIBUTES.name()).flat_map(names_of).collect(),
                false => keys().map(|(key, _)| key.as_ref()).collect(),
            };
            for capability in capabilities {
                stated.entry(capability).or_default().extend(&names);
            }
        }
        Self(stated)
    }

    fn unknown(&self, path: &FactPath, span: Span) -> Option<Diagnostic> {
        let (capability, attribute) = (path.capability.as_str(), path.attribute.as_str());
        // Networks are what carriers offer; a fact is what the market itself states.
        let is_network = is_below(capability, "network");
        let natural = if is_network { Vec::new() } else { natural_attributes(capability) };
        let stated = self.0.get(capability);
        if natural.contains(&attribute) || stated.is_some_and(|names| names.contains(attribute)) {
            return None;
        }
        let name = format!("{capability}.{attribute}");
        let diagnostic = Diagnostic::error(NameCode::UnknownFact, span, format!("no overlay states the fact `{name}`"));
        let known = self.known(capability, &natural);
        let near = nearest(&name, known.iter().map(String::as_str));
        Some(match (near, stated) {
            (Some(_), _) => diagnostic.did_you_mean(near),
            _ if is_network => diagnostic.help("networks belong to carriers; a fact is what the market itself states"),
            (None, Some(names)) => {
                let names: BTreeSet<&str> = names.iter().chain(&natural).copied().collect();
                diagnostic
                    .help(format!("stated facts of `{capability}`: {}", listed(&names.into_iter().collect::<Vec<_>>())))
            }
            (None, None) => {
                diagnostic.help(format!("state it in an overlay: `[[provides]]` with `capability = \"{capability}\"`"))
            }
        })
    }

    /// Every fact that there is, and those that the capability has by its nature.
    fn known(&self, capability: &str, natural: &[&str]) -> Vec<String> {
        let mut known: Vec<String> = natural.iter().map(|name| format!("{capability}.{name}")).collect();
        known.extend(natural_attributes(power::CAPABILITY).iter().map(|name| format!("{}.{name}", power::CAPABILITY)));
        for (capability, names) in &self.0 {
            known.extend(names.iter().map(|name| format!("{capability}.{name}")));
        }
        known
    }
}

fn text_of<'a>((_, node): (&Key, &'a Spanned<Node>)) -> Option<&'a str> {
    node.value.as_text()
}

fn names_of<'a>((_, node): (&Key, &'a Spanned<Node>)) -> impl Iterator<Item = &'a str> {
    node.value.as_table().into_iter().flat_map(|table| &table.entries).map(|(name, _)| &*name.value)
}
