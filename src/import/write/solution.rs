//! `solution.toml`: options, variants, slots and rules.

use crate::import::draft::Draft;
use crate::import::merge::{Merged, Slot};
use crate::import::settings::Settings;
use crate::import::variant::axes::{Axes, Axis, AxisKind};
use crate::import::variant::condition::Conditions;
use crate::import::variant::markets::ImportedMarket;
use crate::import::variant::variants::ImportedVariant;
use crate::import::variant::variants::{Defaults, set};
use crate::import::write::overlay::literal;
use crate::number::Number;
use crate::syntax::toml_string;
use std::fmt::Write as _;

fn array(words: impl Iterator<Item = impl AsRef<str>>) -> String {
    let words: Vec<String> = words.map(|word| toml_string(word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

/// One line of a comment; nothing in the name of a list can end it.
fn comment(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("# {plain}\n")
}

/// The solution with its variants.
pub(in crate::import) fn solution(draft: &Draft<'_>, settings: &Settings, defaults: &Defaults) -> String {
    let Draft { lists, merged, axes, markets, variants, .. } = *draft;
    let made_from = match lists.len() {
        1 => "Made from one part list:".to_owned(),
        count => format!("Made from {count} part lists, one per variant:"),
    };
    let mut out = comment(&made_from);
    for list in lists {
        out.push_str(&comment(&format!("  {}: {}", list.name, bare(&list.file))));
    }
    let _ = writeln!(
        out,
        "\n[solution]\nname = {}\nversion = \"0.1.0\"\nmarkets = {}\ncurrency = {}",
        toml_string(&settings.name),
        array(markets.iter().map(|market| &market.code)),
        toml_string(draft.currency)
    );
    for (at, axis) in axes.axes.iter().enumerate() {
        out.push_str(&option(axis, defaults.values.get(at).copied().flatten()));
    }
    for one in variants {
        out.push_str(&variant(one, axes, markets));
    }
    let mut conditions = Conditions::new(axes);
    for slot in &merged.slots {
        out.push_str(&place(slot, merged, &mut conditions));
    }
    out
}

/// An option with its default, if it has one.
fn option(axis: &Axis, default: Option<usize>) -> String {
    let values: Vec<String> = axis.values.iter().map(|value| literal(axis, value)).collect();
    let source = match axis.kind {
        AxisKind::Plan | AxisKind::Area => " # the overlays in regions/ set it",
        AxisKind::Boolean | AxisKind::Option => "",
    };
    let mut out = format!("\n[options.{}]{source}\nvalues = [{}]\n", axis.name, values.join(", "));
    if let Some(value) = default.and_then(|at| values.get(at)) {
        let _ = writeln!(out, "default = {value}");
    }
    out
}

/// The product that a list describes.
fn variant(variant: &ImportedVariant, axes: &Axes, markets: &[ImportedMarket]) -> String {
    let mut out = format!("\n[[variants]]\nname = {}\n", toml_string(&variant.name));
    if variant.markets.len() != markets.len() {
        let _ = writeln!(out, "markets = {}", array(variant.markets.iter()));
    }
    let value = |(axis, value): (&Axis, &str)| format!("{} = {}", axis.name, literal(axis, value));
    let set: Vec<String> = set(variant, axes).map(value).collect();
    if !set.is_empty() {
        let _ = writeln!(out, "set = {{ {} }}", set.join(", "));
    }
    out
}

/// A place, and one rule per part if it can hold several.
fn place(slot: &Slot, merged: &Merged, conditions: &mut Conditions<'_>) -> String {
    let parts = slot.parts();
    let id = |part: &usize| merged.parts.get(*part).map_or("", |known| known.id.as_str());
    let mut out = format!("\n[slots.{}]\nchoose = {}\n", slot.name, array(parts.iter().map(id)));
    if slot.quantity != Number::ONE {
        let quantity = slot.quantity.to_string();
        let decimal = slot.quantity.to_integer().is_none();
        let _ = writeln!(out, "quantity = {}", if decimal { toml_string(&quantity) } else { quantity });
    }
    if !slot.references.is_empty() {
        let _ = writeln!(out, "refdes = {}", array(slot.references.iter()));
    }
    let decision = conditions.of(&slot.holds);
    if let Some(when) = &decision.when {
        let _ = writeln!(out, "when = {}", toml_string(when));
    }
    for (number, (part, condition)) in parts.iter().zip(&decision.parts).enumerate() {
        let _ = writeln!(
            out,
            "\n[[rules]]\nid = {}\nif = {}\nthen = {}",
            toml_string(&format!("{}-{}", slot.name, number + 1)),
            toml_string(condition),
            toml_string(&format!("slot.{} == '{}'", slot.name, id(part)))
        );
    }
    out
}

/// A file's name without its folder, so that the solution is the same wherever it is made.
fn bare(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
