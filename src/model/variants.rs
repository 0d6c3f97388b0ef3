//! `[[variants]]` with ids in place of names.

use super::area::Areas;
use super::header::Header;
use crate::diagnostic::Diagnostic;
use crate::name::{listed, nearest};
use crate::schema::variants::{VariantEntry, entries_of};
use crate::schema::{AreaId, OptionDefinition, OptionId, Variant, VariantSetting};
use crate::span::Spanned;
use crate::syntax::Table;
use crate::terms::code::{ModelCode, NameCode};

/// What variants name.
struct Known<'a> {
    header: &'a Header,
    options: &'a [OptionDefinition],
    areas: &'a Areas,
}

/// The variants of solution.toml, in its order. Reports names that are used twice, unknown markets, options and values.
pub(super) fn variants_of(
    root: &Table,
    header: &Header,
    options: &[OptionDefinition],
    areas: &Areas,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Variant> {
    let known = Known { header, options, areas };
    let mut list: Vec<Variant> = Vec::new();
    for entry in entries_of(root) {
        let (name, span) = (entry.name.value, entry.name.span);
        if let Some(first) = list.iter().find(|variant| variant.name == name) {
            let message = format!("variant `{name}` is defined twice");
            let fault = Diagnostic::error(NameCode::DuplicateEntry, span, message).label("here");
            diagnostics.push(fault.and(first.span, "and here").help("give one of them another name"));
            continue;
        }
        let markets = known.markets(&entry, diagnostics);
        let set = known.settings(&entry, diagnostics);
        list.push(Variant { name: name.to_owned(), markets, set, span });
    }
    list
}

impl Known<'_> {
    fn markets(&self, entry: &VariantEntry<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<AreaId> {
        let own = self.header.markets.iter().map(|market| market.value);
        let Some(codes) = &entry.markets else { return own.collect() };
        let mut list = Vec::new();
        for code in codes {
            match self.areas.find(code.value) {
                None => diagnostics.push(self.areas.unknown(code)),
                Some(area) if own.clone().any(|known| known == area) => list.push(area),
                Some(_) => diagnostics.push(self.foreign(entry, code)),
            }
        }
        list
    }

    /// An area that the solution is not sold in.
    fn foreign(&self, entry: &VariantEntry<'_>, code: &Spanned<&str>) -> Diagnostic {
        let (name, code, span) = (entry.name.value, code.value, code.span);
        let message = format!("variant `{name}` has the market `{code}`, which is not a market of the solution");
        let fault = Diagnostic::error(ModelCode::VariantMarket, span, message);
        let fault = fault.and(self.header.span, "its `markets`");
        fault.help(format!("add `\"{code}\"` to `markets` in `[solution]`, or remove it here"))
    }

    fn settings(&self, entry: &VariantEntry<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<VariantSetting> {
        let mut list = Vec::new();
        for (name, node) in &entry.set {
            let Some(at) = self.options.iter().position(|option| option.name == name.value) else {
                let message = format!("unknown option `{}`", name.value);
                let names: Vec<&str> = self.options.iter().map(|option| option.name.as_str()).collect();
                let near = nearest(name.value, names.iter().copied());
                let fault = Diagnostic::error(NameCode::UnknownOption, name.span, message);
                diagnostics.push(match near {
                    None if names.is_empty() => fault.help(format!("define it with `[options.{}]`", name.value)),
                    None => fault.help(format!("the options are {}", listed(&names))),
                    near => fault.did_you_mean(near),
                });
                continue;
            };
            match self.options[at].position(&node.value) {
                Some(value) => list.push(VariantSetting { option: OptionId::at(at), value, span: name.span }),
                None => diagnostics.push(self.options[at].unknown_value(node)),
            }
        }
        list
    }
}
