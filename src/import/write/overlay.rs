//! `regions/CODE.toml`: the options that a market sets.

use crate::import::draft::Draft;
use crate::import::imported::ImportedFile;
use crate::import::variant::axes::{Axis, AxisKind, market_axis};
use crate::import::variant::markets::EVERYWHERE;
use crate::import::variant::variants::Defaults;
use crate::syntax::toml_string;
use std::fmt::Write as _;

/// An overlay for each market that sets options. What holds everywhere else is a default instead, which other areas can
/// overrule.
pub(super) fn overlays(draft: &Draft<'_>, defaults: &Defaults) -> Vec<ImportedFile> {
    let decided = market_axis(draft.axes).and_then(|at| draft.axes.axes.get(at));
    let mut files = Vec::new();
    for market in draft.markets.iter().filter(|market| market.code != EVERYWHERE) {
        let mut set = String::new();
        if let Some(axis) = decided {
            let _ = writeln!(set, "{} = {}", axis.name, toml_string(&market.value));
        }
        for (_, at, value) in defaults.set.iter().filter(|(code, ..)| *code == market.code) {
            if let Some((axis, value)) =
                draft.axes.axes.get(*at).and_then(|axis| Some((axis, axis.values.get(*value)?)))
            {
                let _ = writeln!(set, "{} = {}", axis.name, literal(axis, value));
            }
        }
        if !set.is_empty() {
            let text = format!("area = {}\n\n[set]\n{set}", toml_string(&market.code));
            files.push(ImportedFile { name: format!("regions/{}.toml", market.code), text });
        }
    }
    files
}

/// A value of an option in TOML.
pub(super) fn literal(axis: &Axis, value: &str) -> String {
    match axis.kind {
        AxisKind::Boolean => value.to_owned(),
        AxisKind::Option | AxisKind::Plan | AxisKind::Area => toml_string(value),
    }
}
