//! The markets of the variants: those of a radio plan by the built-in facts, those of a region by its name.

use super::error::ImportError;
use super::imported::ImportedMarket;
use super::settings::Settings;
use super::variant_axes::{Axes, AxisKind};
use crate::solution::Solution;

/// The largest market of each plan that several have; `--market` chooses any other.
const USUAL: [(&str, &str); 8] = [
    ("EU868", "DE"),
    ("US915", "US"),
    ("AU915", "AU"),
    ("CN470", "CN"),
    ("IN865", "IN"),
    ("KR920", "KR"),
    ("AS923", "JP"),
    ("EU", "DE"),
];

/// Whether a word of a variant's name is a built-in area.
pub(super) fn is_area(world: &Solution, word: &str) -> bool {
    let code = word.to_uppercase();
    code.len() == 2 && world.areas().iter().any(|area| area.code == code || area.code == word.to_lowercase())
}

/// The axis whose values are markets.
pub(super) fn axis(axes: &Axes) -> Option<usize> {
    let is_market = |kind| match kind {
        AxisKind::Plan | AxisKind::Area => true,
        AxisKind::Option | AxisKind::Boolean => false,
    };
    axes.axes.iter().position(|axis| is_market(axis.kind))
}

/// One market per value, or the chosen ones.
pub(super) fn choose(
    axes: &Axes,
    settings: &Settings,
    world: Option<&Solution>,
) -> Result<Vec<ImportedMarket>, ImportError> {
    let chosen = |value: &str| {
        let choice = settings.markets.iter().find(|choice| choice.value.eq_ignore_ascii_case(value));
        choice.map(|choice| &choice.codes)
    };
    let Some(axis) = axis(axes).and_then(|at| axes.axes.get(at)) else {
        if let Some(wrong) = settings.markets.iter().find(|choice| !choice.value.is_empty()) {
            return Err(ImportError::UnknownValue { value: wrong.value.clone(), known: Vec::new() });
        }
        let everywhere = vec!["world".to_owned()];
        let codes = chosen("").unwrap_or(&everywhere);
        return Ok(codes.iter().map(|code| ImportedMarket { code: code.clone(), value: String::new() }).collect());
    };
    let is_known = |wanted: &str| axis.values.iter().any(|value| value.eq_ignore_ascii_case(wanted));
    if let Some(wrong) = settings.markets.iter().find(|choice| !is_known(&choice.value)) {
        return Err(ImportError::UnknownValue { value: wrong.value.clone(), known: axis.values.clone() });
    }
    let mut all = Vec::new();
    for value in &axis.values {
        let codes = match (chosen(value), axis.kind) {
            (Some(codes), _) => codes.clone(),
            (None, AxisKind::Plan) => planned(value, world).into_iter().collect(),
            (None, AxisKind::Area | AxisKind::Option | AxisKind::Boolean) => {
                vec![usual(value).unwrap_or(value).to_owned()]
            }
        };
        if codes.is_empty() {
            return Err(ImportError::NoMarket(value.clone()));
        }
        all.extend(codes.into_iter().map(|code| ImportedMarket { code, value: value.clone() }));
    }
    Ok(all)
}

/// Checks that every market is a known area and has one value.
pub(super) fn check(markets: &[ImportedMarket], world: Option<&Solution>) -> Result<(), ImportError> {
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

fn usual(value: &str) -> Option<&'static str> {
    USUAL.iter().find(|(one, _)| *one == value).map(|(_, code)| *code)
}

/// A market whose built-in facts name the plan: the usual one, else the first by code.
fn planned(plan: &str, world: Option<&Solution>) -> Option<String> {
    let world = world?;
    let has = |code: &str| {
        let facts = world.facts(code).unwrap_or_default();
        facts.iter().any(|fact| {
            let is_plan = fact.key.starts_with("radio.") && fact.key.ends_with(".plan");
            is_plan && fact.value.as_str().is_some_and(|value| value.starts_with(plan))
        })
    };
    let is_country = |code: &&str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let usual = usual(plan).filter(|code| has(code)).map(str::to_owned);
    usual.or_else(|| {
        let areas = world.areas();
        let mut codes: Vec<&str> = areas.iter().map(|area| area.code.as_str()).filter(is_country).collect();
        codes.sort_unstable();
        codes.into_iter().find(|code| has(code)).map(str::to_owned)
    })
}
