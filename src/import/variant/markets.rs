//! The markets of the variants: those of a radio plan by the built-in facts, those of a region by its name.

use crate::import::error::ImportError;
use crate::import::settings::Settings;
use crate::import::variant::axes::{Axes, Axis, AxisKind, market_axis};
use crate::solution::Solution;

/// A market of an imported solution.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportedMarket {
    /// Its code.
    pub code: String,
    /// The radio plan or region that its overlay sets; empty if no variant names one.
    pub value: String,
}

/// The area that is everywhere; its options are set by their defaults.
pub(in crate::import) const EVERYWHERE: &str = "world";

/// The largest markets of each plan and area, by the built-in facts; `--market` chooses any other. AS923-2 to AS923-4
/// are those of RP002-1.0.4. None has CN779, and 2.4 GHz is used everywhere.
const USUAL: [(&str, &[&str]); 16] = [
    ("EU868", &["DE", "FR", "IT", "ES"]),
    ("US915", &["US", "CA"]),
    ("AU915", &["AU", "NZ"]),
    ("CN470", &["CN"]),
    ("EU433", &["MA"]),
    ("IN865", &["IN", "PK"]),
    ("KR920", &["KR"]),
    ("RU864", &["RU"]),
    ("AS923", &["JP", "SG"]),
    ("AS923-1", &["JP", "SG"]),
    ("AS923-2", &["ID", "VN"]),
    ("AS923-3", &["PH"]),
    ("AS923-4", &["IL"]),
    ("EU", &["DE", "FR", "IT", "ES", "NL", "PL", "SE", "AT"]),
    ("UK", &["GB"]),
    ("USA", &["US"]),
];

/// Names of areas that are no built-in codes.
const OTHER_NAMES: [&str; 2] = ["uk", "usa"];

/// Whether a word of a variant's name is a built-in area.
pub(in crate::import) fn is_area(world: &Solution, word: &str) -> bool {
    let (low, code) = (word.to_lowercase(), word.to_uppercase());
    let is_built_in = |text: &str| world.areas().iter().any(|area| area.code == text);
    OTHER_NAMES.contains(&low.as_str()) || (code.len() == 2 && (is_built_in(&code) || is_built_in(&low)))
}

/// The choices, with radio plans that decide the market only if each of them has one.
pub(in crate::import) fn sold(mut axes: Axes, settings: &Settings) -> Axes {
    let is_homeless = |value: &&String| chosen(settings, value).is_none() && candidates(value).is_empty();
    for axis in &mut axes.axes {
        // One plan without a market is that of all other areas.
        if axis.kind == AxisKind::Plan && axis.values.iter().filter(is_homeless).count() > 1 {
            axis.kind = AxisKind::Option;
        }
    }
    axes
}

fn chosen<'a>(settings: &'a Settings, value: &str) -> Option<&'a Vec<String>> {
    let choice = settings.markets.iter().find(|choice| choice.value.eq_ignore_ascii_case(value));
    choice.map(|choice| &choice.codes)
}

/// One market per value, or the chosen ones.
pub(in crate::import) fn choose(axes: &Axes, settings: &Settings) -> Result<Vec<ImportedMarket>, ImportError> {
    let Some(axis) = market_axis(axes).and_then(|at| axes.axes.get(at)) else {
        if let Some(wrong) = settings.markets.iter().find(|choice| !choice.value.is_empty()) {
            return Err(ImportError::UnknownValue { value: wrong.value.clone(), known: Vec::new() });
        }
        let everywhere = vec![EVERYWHERE.to_owned()];
        let codes = chosen(settings, "").unwrap_or(&everywhere);
        return Ok(codes.iter().map(|code| ImportedMarket { code: code.clone(), value: String::new() }).collect());
    };
    let is_known = |wanted: &str| axis.values.iter().any(|value| value.eq_ignore_ascii_case(wanted));
    if let Some(wrong) = settings.markets.iter().find(|choice| !is_known(&choice.value)) {
        return Err(ImportError::UnknownValue { value: wrong.value.clone(), known: axis.values.clone() });
    }
    let usual = usual(axis, settings)?;
    let markets = |value: &String| -> Vec<ImportedMarket> {
        let own = usual.iter().filter(|market| market.value == *value).cloned();
        match chosen(settings, value) {
            Some(codes) if !codes.is_empty() => {
                codes.iter().map(|code| ImportedMarket { code: code.clone(), value: value.clone() }).collect()
            }
            Some(_) | None => own.collect(),
        }
    };
    let all: Vec<ImportedMarket> = axis.values.iter().flat_map(markets).collect();
    let without = axis.values.iter().find(|value| !all.iter().any(|market| market.value == **value));
    without.map_or(Ok(all), |value| Err(ImportError::NoMarket(value.clone())))
}

/// A market for each value that no market is chosen for: one that no other value can only have.
fn usual(axis: &Axis, settings: &Settings) -> Result<Vec<ImportedMarket>, ImportError> {
    let mut order: Vec<(&String, Vec<String>)> = Vec::new();
    for value in axis.values.iter().filter(|value| chosen(settings, value).is_none()) {
        let found = candidates(value);
        order.push((value, if found.is_empty() { vec![EVERYWHERE.to_owned()] } else { found }));
    }
    // Values with a single market go before those that may have another.
    order.sort_by_key(|(_, candidates)| candidates.len() > 1);
    let mut markets: Vec<ImportedMarket> = Vec::new();
    for (value, candidates) in order {
        let is_free = |code: &&String| !markets.iter().any(|market| market.code == **code);
        let Some(code) = candidates.iter().find(is_free) else { return Err(ImportError::NoMarket(value.clone())) };
        markets.push(ImportedMarket { code: code.clone(), value: value.clone() });
    }
    Ok(markets)
}

/// The markets that a radio plan or area may have, the usual ones first.
fn candidates(value: &str) -> Vec<String> {
    let usual = USUAL.iter().find(|(one, _)| *one == value).map(|(_, codes)| *codes).unwrap_or_default();
    let is_country = value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase());
    if usual.is_empty() && is_country {
        return vec![value.to_owned()];
    }
    usual.iter().map(|code| (*code).to_owned()).collect()
}

/// Checks that every market is a known area and has one value.
pub(in crate::import) fn check(markets: &[ImportedMarket], world: Option<&Solution>) -> Result<(), ImportError> {
    let known: Vec<String> = world.map(Solution::areas).unwrap_or_default().into_iter().map(|area| area.code).collect();
    for (at, market) in markets.iter().enumerate() {
        if world.is_some() && !known.contains(&market.code) {
            let nearest = world.and_then(|world| world.nearest_area(&market.code));
            return Err(ImportError::Area { code: market.code.clone(), nearest });
        }
        if markets.iter().take(at).any(|other| other.code == market.code) {
            return Err(ImportError::SameMarket(market.code.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn usual_markets_have_their_plans_in_the_built_in_facts() {
        let world = Solution::world().unwrap();
        for (plan, codes) in USUAL.iter().filter(|(plan, _)| plan.len() > 3) {
            for code in *codes {
                let facts = world.facts(code).unwrap();
                let plans: Vec<&str> = facts
                    .iter()
                    .filter(|fact| fact.key.starts_with("radio.") && fact.key.ends_with(".plan"))
                    .filter_map(|fact| fact.value.as_str())
                    .collect();
                assert!(plans.iter().any(|one| one.starts_with(plan)), "{code} has {plans:?}, not {plan}");
            }
        }
    }
}
