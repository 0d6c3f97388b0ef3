//! Which markets the variants stand for: a radio plan's by the built-in facts, a region's by its own name.

use super::variant_axes::{Axes, AxisKind};
use super::{ImportError, Settings};
use crate::solution::Solution;

/// A market, with the value of the radio plan or region that its overlay sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Market {
    pub code: String,
    /// Empty where no variant names a market.
    pub value: String,
}

/// The large market of each plan, where several have it; any other is one `--market` away.
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

/// The axis whose values markets stand for.
pub(super) fn axis(axes: &Axes) -> Option<usize> {
    axes.axes.iter().position(|axis| matches!(axis.kind, AxisKind::Plan | AxisKind::Area))
}

/// One market a value, or those that were asked for.
pub(super) fn choose(axes: &Axes, settings: &Settings, world: Option<&Solution>) -> Result<Vec<Market>, ImportError> {
    let asked =
        |value: &str| settings.markets.iter().find(|(one, _)| one.eq_ignore_ascii_case(value)).map(|(_, codes)| codes);
    let Some(axis) = axis(axes).and_then(|at| axes.axes.get(at)) else {
        if let Some((wrong, _)) = settings.markets.iter().find(|(value, _)| !value.is_empty()) {
            return Err(ImportError::NoMarket(wrong.clone()));
        }
        let everywhere = vec!["world".to_owned()];
        let codes = asked("").unwrap_or(&everywhere);
        return Ok(codes.iter().map(|code| Market { code: code.clone(), value: String::new() }).collect());
    };
    if let Some((wrong, _)) =
        settings.markets.iter().find(|(one, _)| !axis.values.iter().any(|value| value.eq_ignore_ascii_case(one)))
    {
        return Err(ImportError::NoMarket(wrong.clone()));
    }
    let mut all = Vec::new();
    for value in &axis.values {
        let codes = match (asked(value), axis.kind) {
            (Some(codes), _) => codes.clone(),
            (None, AxisKind::Plan) => planned(value, world).into_iter().collect(),
            (None, _) => vec![usual(value).unwrap_or(value).to_owned()],
        };
        if codes.is_empty() {
            return Err(ImportError::NoMarket(value.clone()));
        }
        all.extend(codes.into_iter().map(|code| Market { code, value: value.clone() }));
    }
    Ok(all)
}

/// Every market is an area, and stands for one value.
pub(super) fn check(markets: &[Market], world: Option<&Solution>) -> Result<(), ImportError> {
    let known: Vec<String> = world.map(Solution::areas).unwrap_or_default().into_iter().map(|area| area.code).collect();
    for (at, market) in markets.iter().enumerate() {
        if world.is_some() && !known.contains(&market.code) {
            let near = world.and_then(|world| world.nearest_area(&market.code));
            return Err(ImportError::Area(market.code.clone(), near));
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

/// A market whose built-in facts name the plan: the usual one, else the first by its code.
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
