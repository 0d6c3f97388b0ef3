//! The portfolios of `tests/money/cases.json`, which were worked by hand: the checker counts what the file states.

use crate::model::{ArticleId, ComponentId, ManufacturerPart, Model, OptionId, SiteId, SlotId};
use crate::number::Number;
use crate::overlay::Composer;
use crate::solution::Solution;
use crate::verify::{CheckInput, MarketCosts, OrderCosts, Places, Selection, Served, Way, plan, plan_violations};
use serde_json::Value;
use std::collections::BTreeMap;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/money/cases.json");

#[test]
fn portfolios_that_were_worked_by_hand_are_counted_alike() {
    let text = std::fs::read_to_string(FILE).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let wrong: Vec<String> = cases.iter().flat_map(differences).collect();
    assert!(cases.len() >= 37 && wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A market that the case answers.
struct Answered<'c> {
    expected: &'c Value,
    market: crate::model::AreaId,
    selection: Selection,
}

/// What the checker counts otherwise, or finds wrong.
fn differences(case: &Value) -> Vec<String> {
    let files = case["files"].as_object().unwrap();
    let texts = files.iter().map(|(name, text)| (name.clone(), text.as_str().unwrap().to_owned()));
    let solution = Solution::from_sources(texts).map_err(|faults| faults.to_string()).unwrap();
    let model = &*solution.shared_model();
    let resolved = model.header.markets.iter().filter_map(|market| {
        let expected = &case["expected"]["markets"][model.areas.code(market.value)];
        let is_resolved = expected["status"] == "resolved";
        is_resolved.then(|| Answered { expected, market: market.value, selection: selection(model, expected) })
    });
    let mut answered: Vec<Answered<'_>> = resolved.collect();
    let mut composer = Composer::new(model);
    let views: Vec<_> = answered.iter().map(|one| composer.compose(one.market, &mut Vec::new())).collect();
    for (one, view) in answered.iter_mut().zip(&views) {
        one.selection.carriers = vec![false; view.carriers.len()];
        one.selection.planned = vec![false; view.certificates.len()];
    }
    let served: Vec<Served<'_>> = answered
        .iter()
        .zip(&views)
        .map(|(one, view)| {
            let input = CheckInput {
                model,
                view,
                market: one.market,
                as_of: model.header.as_of.unwrap(),
                set: &[],
                variant: None,
                pins: &[],
                without: &[],
                without_parts: &[],
                without_offers: &[],
                shared_volume: &|_| Number::ONE,
            };
            Served { input, selection: &one.selection, volume: model.header.volume(one.market) }
        })
        .collect();
    let mut found = plan_violations(&served, &Places::of(model));
    if let Ok(costs) = plan(&served, &Places::of(model)) {
        for (one, counted) in answered.iter().zip(&costs.markets) {
            compare_market(model, one.expected, counted, &mut found);
        }
        compare_orders(&case["expected"], &costs.orders, &mut found);
        if !answered.is_empty() {
            compare("year", &case["expected"]["year"], costs.year, &mut found);
        }
    }
    let name = case["name"].as_str().unwrap();
    found.into_iter().map(|fault| format!("{name}: {fault}")).collect()
}

fn selection(model: &Model, expected: &Value) -> Selection {
    let mut slots: Vec<Option<ComponentId>> = vec![None; model.slots.len()];
    let mut ways = BTreeMap::new();
    for (slot, choice) in expected["choices"].as_object().unwrap() {
        let at = model.slots.entries().find(|(_, known)| known.name == *slot).map(|(at, _): (SlotId, _)| at).unwrap();
        let is_it = |id: &ComponentId| {
            let component = &model.components[*id];
            component.id == choice["component"]
                && choice["version"].as_str().is_none_or(|one| component.version.to_string() == one)
        };
        let id = model.components.keys().find(is_it).unwrap();
        slots[at.index()] = Some(id);
        ways.insert(id, way(model, id, choice));
    }
    let sites = model.articles.entries().map(|(id, article)| {
        let name = article.slot.map_or("product", |slot| model.slot_name(slot));
        site(model, id, expected["articles"][name]["site"].as_str()?)
    });
    let value = |option: OptionId| {
        let definition = &model.options[option];
        let wanted = &expected["options"][&definition.name];
        let wanted = wanted.as_str().map_or_else(|| wanted.to_string(), str::to_owned);
        let chosen =
            definition.values.iter().position(|one| one.to_string() == wanted).and_then(|at| u32::try_from(at).ok());
        chosen.or(definition.default.as_ref().map(|default| default.value)).unwrap_or_default()
    };
    let licenses = expected["taken"].as_array().into_iter().flatten();
    Selection {
        slots: slots.into(),
        options: model.options.keys().map(value).collect(),
        ways,
        sites: sites.collect(),
        licenses: licenses.filter_map(|at| usize::try_from(at.as_u64()?).ok()).collect(),
        ..Selection::default()
    }
}

fn way(model: &Model, id: ComponentId, choice: &Value) -> Way {
    let day = model.header.as_of.unwrap();
    let text = |key: &str| choice[key].as_str();
    let made = model.components[id].made.iter().zip(0_u32..);
    let fits = |part: &&(&ManufacturerPart, u32)| {
        text("by").is_none_or(|by| part.0.by.as_deref() == Some(by))
            && text("mpn").is_none_or(|mpn| part.0.mpn.as_deref() == Some(mpn))
            && choice
                .get("origin")
                .is_none_or(|origin| origin.as_str() == part.0.origin.as_ref().map(|one| one.value.as_str()))
    };
    let parts: Vec<_> = made.collect();
    let fitting: Vec<u32> = parts.iter().filter(fits).map(|(_, at)| *at).collect();
    let offer = model.offers.entries().find(|(_, offer)| {
        text("seller") == Some(offer.seller.as_str())
            && choice.get("sku").is_none_or(|sku| sku.as_str() == offer.sku.as_deref())
            && offer.effectivity.holds_on(day)
            && offer.parts.iter().any(|(component, at)| *component == id && fitting.contains(at))
    });
    let of_offer = offer.and_then(|(_, offer)| {
        offer.parts.iter().find(|(component, at)| *component == id && fitting.contains(at)).map(|(_, at)| *at)
    });
    Way { part: of_offer.or(fitting.first().copied()).unwrap(), offer: offer.map(|(id, _)| id) }
}

fn site(model: &Model, article: ArticleId, id: &str) -> Option<SiteId> {
    let day = model.header.as_of.unwrap();
    let mut build = model.articles[article].build.iter().copied();
    build.find(|site| model.sites[*site].id == id && model.sites[*site].effectivity.holds_on(day))
}

fn compare(what: &str, expected: &Value, counted: Number, found: &mut Vec<String>) {
    let Some(expected) = expected.as_str() else { return };
    if Number::from_exact(expected) != Some(counted) {
        found.push(format!("{what} is {counted}, expected {expected}"));
    }
}

fn compare_market(model: &Model, expected: &Value, counted: &MarketCosts, found: &mut Vec<String>) {
    let code = model.areas.code(counted.market);
    compare(&format!("the cost of {code}"), &expected["cost"], counted.total, found);
    for line in &counted.lines {
        let name = model.slot_name(line.slot);
        let wanted = &expected["lines"][name];
        for (key, amount) in [("cost", line.goods), ("freight", line.freight), ("duty", line.duty)] {
            compare(&format!("{code} {name} {key}"), &wanted[key], amount, found);
        }
    }
    for article in &counted.articles {
        let name = model.articles[article.article].slot.map_or("product", |slot| model.slot_name(slot));
        let wanted = &expected["articles"][name];
        for (key, amount) in [
            ("value", article.value),
            ("labour", article.labour),
            ("set_up", article.set_up),
            ("freight", article.freight),
            ("duty", article.duty),
        ] {
            compare(&format!("{code} {name} {key}"), &wanted[key], amount, found);
        }
        let mut owed: Vec<&str> = wanted["owed"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        owed.sort_unstable();
        if owed != article.owed {
            found.push(format!("{code} {name} owes {:?}, expected {owed:?}", article.owed));
        }
    }
    for share in &counted.content {
        let wanted = &expected["content"][&share.id];
        compare(&format!("{code} {}", share.id), &wanted["percent"], share.percent, found);
        if wanted["holds"].as_bool().is_some_and(|holds| holds != share.holds) {
            found.push(format!("{code} {} holds: {}", share.id, share.holds));
        }
    }
}

/// Each expected order is among those counted.
fn compare_orders(expected: &Value, counted: &[OrderCosts], found: &mut Vec<String>) {
    for wanted in expected["orders"].as_array().unwrap() {
        let is_it = |order: &&OrderCosts| {
            [
                ("used", order.used),
                ("attrition", order.attrition),
                ("quantity", order.quantity),
                ("each", order.each),
                ("cost", order.cost),
                ("unit", order.unit),
                ("excess", order.excess),
            ]
            .iter()
            .all(|(key, amount)| wanted[key].as_str().and_then(Number::from_exact) == Some(*amount))
        };
        if !counted.iter().any(|order| is_it(&order)) {
            found.push(format!("no order is {wanted}"));
        }
    }
}
