//! The files of the solution.

use super::condition::smallest;
use super::draft::Draft;
use super::imported::{ImportedFile, ImportedMarket};
use super::list::Key;
use super::markets::axis;
use super::merge::{Known, Merged, Slot};
use super::settings::Settings;
use super::variant_axes::{Axes, Axis, AxisKind};
use std::fmt::Write as _;

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn array(words: impl Iterator<Item = impl AsRef<str>>) -> String {
    let words: Vec<String> = words.map(|word| quoted(word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

/// One line of a comment; nothing in the name of a list can end it.
fn comment(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("# {plain}\n")
}

/// All files: the solution, its catalogue, and an overlay for each market that sets the variants' choice there.
pub(super) fn files(draft: &Draft<'_>, settings: &Settings) -> Vec<ImportedFile> {
    let file = |name: &str, text: String| ImportedFile { name: name.to_owned(), text };
    let mut files = vec![
        file("solution.toml", solution(draft, settings)),
        file("catalog/parts.toml", catalogue(&draft.merged.parts)),
    ];
    if let Some(axis) = axis(draft.axes).and_then(|at| draft.axes.axes.get(at)) {
        let overlay = |market: &ImportedMarket| {
            let text = format!("area = {}\n\n[set]\n{} = {}\n", quoted(&market.code), axis.name, quoted(&market.value));
            file(&format!("regions/{}.toml", market.code), text)
        };
        files.extend(draft.markets.iter().map(overlay));
    }
    files
}

fn solution(draft: &Draft<'_>, settings: &Settings) -> String {
    let Draft { lists, merged, axes, markets } = *draft;
    let made_from = match lists.len() {
        1 => "Made from one part list:".to_owned(),
        count => format!("Made from {count} part lists, one per variant:"),
    };
    let mut out = comment(&made_from);
    for list in lists {
        out.push_str(&comment(&format!("  {}: {}", list.name, bare(&list.file))));
    }
    let named = lists.iter().find_map(|list| list.list.as_ref().and_then(|list| list.currency.clone()));
    let currency = settings.currency.clone().or(named).unwrap_or_else(|| "USD".to_owned());
    let _ = writeln!(
        out,
        "\n[solution]\nname = {}\nversion = \"0.1.0\"\nmarkets = {}\ncurrency = {}",
        quoted(&settings.name),
        array(markets.iter().map(|market| &market.code)),
        quoted(&currency)
    );
    for axis in &axes.axes {
        out.push_str(&option(axis));
    }
    for slot in &merged.slots {
        out.push_str(&place(slot, merged, axes));
    }
    out
}

/// The first variant's value is the default; overlays set the options of areas.
fn option(axis: &Axis) -> String {
    let name = &axis.name;
    match axis.kind {
        AxisKind::Boolean => format!("\n[options.{name}]\nvalues = [true, false]\ndefault = true\n"),
        AxisKind::Option => {
            let (values, default) = (array(axis.values.iter()), quoted(axis.values.first().map_or("", String::as_str)));
            format!("\n[options.{name}]\nvalues = {values}\ndefault = {default}\n")
        }
        AxisKind::Plan | AxisKind::Area => {
            let values = array(axis.values.iter());
            format!("\n[options.{name}] # the overlays in regions/ set it\nvalues = {values}\n")
        }
    }
}

fn place(slot: &Slot, merged: &Merged, axes: &Axes) -> String {
    let parts = slot.parts();
    let id = |part: &usize| merged.parts.get(*part).map_or("", |known| known.id.as_str());
    let mut out = format!("\n[slots.{}]\nchoose = {}\n", slot.name, array(parts.iter().map(id)));
    if slot.quantity != 1 {
        let _ = writeln!(out, "quantity = {}", slot.quantity);
    }
    if !slot.references.is_empty() {
        let _ = writeln!(out, "refdes = {}", array(slot.references.iter()));
    }
    let filled: Vec<bool> = slot.holds.iter().map(Option::is_some).collect();
    if let Some(when) = smallest(axes, &filled) {
        let _ = writeln!(out, "when = {}", quoted(&when));
    }
    if parts.len() > 1 {
        out.push_str(&rules(slot, &parts, merged, axes));
    }
    out
}

/// One rule per part; each but the first excludes the conditions before it, for combinations without a list.
fn rules(slot: &Slot, parts: &[usize], merged: &Merged, axes: &Axes) -> String {
    let mut out = String::new();
    let mut before: Vec<String> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let Some(known) = merged.parts.get(*part) else { continue };
        let wanted: Vec<bool> = slot.holds.iter().map(|held| held == &Some(*part)).collect();
        let condition = smallest(axes, &wanted).unwrap_or_default();
        let may_overlap = before.iter().any(|other| may_overlap(axes, other, &condition));
        let shown = if may_overlap {
            let others: Vec<String> = before.iter().map(|one| format!("not ({one})")).collect();
            format!("({condition}) and {}", others.join(" and "))
        } else {
            condition.clone()
        };
        let _ = writeln!(
            out,
            "\n[[rules]]\nid = {}\nif = {}\nthen = {}",
            quoted(&format!("{}-{}", slot.name, number + 1)),
            quoted(&shown),
            quoted(&format!("slot.{} == '{}'", slot.name, known.id))
        );
        before.push(condition);
    }
    out
}

/// Whether two conditions can hold at once: they cannot if each is a single comparison of the same choice.
fn may_overlap(axes: &Axes, left: &str, right: &str) -> bool {
    let plain = |text: &str| {
        let negated = text.strip_prefix("not ").unwrap_or(text);
        axes.axes.iter().position(|axis| negated == axis.name || text.starts_with(&format!("{} == ", axis.name)))
    };
    let compound = |text: &str| text.contains(" and ") || text.contains(" or ");
    compound(left) || compound(right) || plain(left).is_none() || plain(left) != plain(right)
}

fn catalogue(parts: &[Known]) -> String {
    let mut out = String::new();
    for known in parts {
        out.push_str(&component(known));
    }
    out
}

fn component(known: &Known) -> String {
    let part = &known.part;
    let shown = known.key.shown();
    let name = [&part.description, &part.value, &shown].into_iter().find(|text| !text.is_empty()).unwrap_or(&shown);
    let mut out = format!("[[components]]\nid = {}\nkind = \"hardware\"\nname = {}\n", quoted(&known.id), quoted(name));
    let mut line = |key: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "{key} = {}", quoted(text));
        }
    };
    line("manufacturer", &part.manufacturer);
    if let Key::Mpn(mpn) = &known.key {
        line("mpn", mpn);
    }
    line("price", &part.price);
    let own = match &known.key {
        Key::Ipn(number) => [("ipn", number.as_str()), ("order", "")],
        Key::Order(number) => [("ipn", ""), ("order", number.as_str())],
        Key::Mpn(_) | Key::Value(..) => [("ipn", ""), ("order", "")],
    };
    let attributes: Vec<String> = [("value", part.value.as_str()), ("footprint", part.footprint.as_str())]
        .into_iter()
        .chain(own)
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| format!("{key} = {}", quoted(text)))
        .collect();
    if !attributes.is_empty() {
        let _ = writeln!(out, "attributes = {{ {} }}", attributes.join(", "));
    }
    if !part.alternatives.is_empty() {
        let approved: Vec<String> =
            part.alternatives.iter().map(|mpn| format!("{{ mpn = {} }}", quoted(mpn))).collect();
        let _ = writeln!(out, "approved = [{}]", approved.join(", "));
    }
    out.push('\n');
    out
}

/// A file's name without its folder, so that the solution is the same wherever it is made.
fn bare(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
