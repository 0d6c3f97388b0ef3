//! The solution's files.

use super::condition::smallest;
use super::list::Key;
use super::markets::{Market, axis};
use super::merge::{Joined, Known, Slot};
use super::variant_axes::{Axes, Axis, AxisKind};
use super::{PartList, Settings};
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

/// One line of a comment; nothing in a list's name may end it.
fn comment(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("# {plain}\n")
}

/// All files: the solution, its catalogue, and an overlay for each market that sets the variants' choice there.
pub(super) fn files(
    lists: &[PartList],
    joined: &Joined,
    axes: &Axes,
    markets: &[Market],
    settings: &Settings,
) -> Vec<(String, String)> {
    let mut files = vec![
        ("solution.toml".to_owned(), solution(lists, joined, axes, markets, settings)),
        ("catalog/parts.toml".to_owned(), catalogue(&joined.parts)),
    ];
    if let Some(axis) = axis(axes).and_then(|at| axes.axes.get(at)) {
        let overlay = |market: &Market| {
            let text = format!("area = {}\n\n[set]\n{} = {}\n", quoted(&market.code), axis.name, quoted(&market.value));
            (format!("regions/{}.toml", market.code), text)
        };
        files.extend(markets.iter().map(overlay));
    }
    files
}

fn solution(lists: &[PartList], joined: &Joined, axes: &Axes, markets: &[Market], settings: &Settings) -> String {
    let mut out = comment(&format!("Made from {} part lists, one a variant:", lists.len()));
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
    for slot in &joined.slots {
        out.push_str(&place(slot, joined, axes));
    }
    out
}

/// The first variant's value is the default; areas set what stands for them.
fn option(axis: &Axis) -> String {
    let (values, default) = match axis.kind {
        AxisKind::Boolean => ("[true, false]".to_owned(), "true".to_owned()),
        _ => (array(axis.values.iter()), quoted(axis.values.first().map_or("", String::as_str))),
    };
    match axis.kind {
        AxisKind::Plan | AxisKind::Area => {
            format!("\n[options.{}] # the overlays in regions/ set it\nvalues = {values}\n", axis.name)
        }
        _ => format!("\n[options.{}]\nvalues = {values}\ndefault = {default}\n", axis.name),
    }
}

fn place(slot: &Slot, joined: &Joined, axes: &Axes) -> String {
    let parts = slot.parts();
    let id = |part: &usize| joined.parts.get(*part).map_or("", |known| known.id.as_str());
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
        out.push_str(&rules(slot, &parts, joined, axes));
    }
    out
}

/// One rule a part; each but the first leaves out what those before it say, for variants that nobody published.
fn rules(slot: &Slot, parts: &[usize], joined: &Joined, axes: &Axes) -> String {
    let mut out = String::new();
    let mut before: Vec<String> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let Some(known) = joined.parts.get(*part) else { continue };
        let wanted: Vec<bool> = slot.holds.iter().map(|held| held == &Some(*part)).collect();
        let condition = smallest(axes, &wanted).unwrap_or_default();
        let needs_more = before.iter().any(|other| may_meet(axes, other, &condition));
        let shown = if needs_more {
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

/// Whether two conditions could hold at once: they cannot where both are one comparison of one choice.
fn may_meet(axes: &Axes, left: &str, right: &str) -> bool {
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
        _ => [("ipn", ""), ("order", "")],
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

/// A file's name without its folder: the solution reads the same wherever it was made.
fn bare(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}
