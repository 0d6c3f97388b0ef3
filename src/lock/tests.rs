//! Tests of locks made by hand.

#![allow(clippy::unwrap_used, clippy::panic)]

mod plan;

use super::content::{Lock, LockedLine, LockedPack};
use super::digest::{Origin, digest};
use crate::bom::{
    Bom, Conflict, Core, FactUse, Line, ObjectiveValue, OneOff, OptionSetting, OptionValue, Outcome, Portfolio,
    Undecided,
};
use crate::number::Number;
use crate::quantity::Quantity;
use crate::solution::Solution;
use crate::span::{File, Files, Place};

fn line(slot: &str, component: &str) -> Line {
    Line {
        quantity: Quantity::from(2),
        unit_cost: Number::ONE,
        cost: Number::from(2),
        core: true,
        ..Line::bare(slot, component, "1.0.0")
    }
}

fn bom(market: &str, driver: &str) -> Outcome {
    let option = |name: &str, value| OptionSetting { name: name.to_owned(), value };
    Outcome::Resolved(Box::new(Bom {
        market: market.to_owned(),
        variant: None,
        as_of: "2026-11-22".parse().unwrap(),
        currency: "USD".to_owned(),
        minor_unit: 2,
        objective: vec![
            ObjectiveValue { name: "cost".to_owned(), value: "12.345".parse().unwrap() },
            ObjectiveValue { name: "sum(power_w)".to_owned(), value: Number::ONE },
        ],
        options: vec![
            option("uplink", OptionValue::Text("cellular \"a\"\u{7}".to_owned())),
            option("air-quality", OptionValue::Boolean(false)),
            option("arms", OptionValue::Integer(-2)),
        ],
        carriers: vec!["att".to_owned()],
        lines: vec![line("driver", driver), line("lamp", "lamp-1")],
        sellable_from: None,
        articles: Vec::new(),
        content: Vec::new(),
        licenses: Vec::new(),
        one_off: vec![OneOff {
            scheme: "red".to_owned(),
            component: None,
            id: None,
            unit_cost: Number::from(6),
            weeks: None,
        }],
        warnings: Vec::new(),
        certificates: Vec::new(),
        holds_until: None,
        facts: Vec::new(),
    }))
}

fn portfolio(markets: Vec<Outcome>) -> Portfolio {
    let core = Core {
        share: Number::ZERO,
        hardware_share: Number::ZERO,
        cost_share: Number::ZERO,
        markets: markets.len(),
        requested: markets.len(),
        lines: Vec::new(),
        regional: Vec::new(),
    };
    Portfolio {
        solution: "street-light".to_owned(),
        version: "1.0.0".to_owned(),
        as_of: "2026-11-22".parse().unwrap(),
        variant: None,
        markets,
        currency: "USD".to_owned(),
        year_cost: None,
        bounds: None,
        orders: Vec::new(),
        core,
        warnings: Vec::new(),
    }
}

fn conflict(market: &str) -> Outcome {
    Outcome::Conflict(Box::new(Conflict {
        market: market.to_owned(),
        variant: None,
        as_of: "2026-11-22".parse().unwrap(),
        reasons: Vec::new(),
        further: 0,
        context: Vec::new(),
        fixes: Vec::new(),
        warnings: Vec::new(),
    }))
}

fn files() -> Files {
    let mut files = Files::new();
    files.add(File::new("solution.toml", "a"));
    files.add(File::embedded("regions/US.toml", "b"));
    files
}

fn lock(markets: Vec<Outcome>) -> Lock {
    Lock::from_portfolio(&portfolio(markets), &files(), "USD")
}

#[test]
fn serde_reads_back_an_equal_lock() {
    let lock = lock(vec![bom("US", "driver-120"), conflict("BR")]);
    let json = serde_json::to_string(&lock).unwrap();
    assert_eq!(serde_json::from_str::<Lock>(&json).unwrap(), lock, "{json}");
}

#[test]
fn a_lock_reads_back_equal_and_prints_the_same_bytes() {
    let lock = lock(vec![bom("US", "driver-120"), conflict("BR")]);
    let text = lock.to_text();
    let back = Lock::parse(&text).unwrap();
    assert_eq!(back, lock, "{text}");
    assert_eq!(back.to_text(), text);
}

fn fact(key: &str, value: &str, slots: &[&str]) -> FactUse {
    FactUse {
        key: key.to_owned(),
        layer: "US".to_owned(),
        source: vec!["iec-world-plugs".to_owned()],
        status: Some("agree".to_owned()),
        value: value.to_owned(),
        place: Some(Place::in_solution("regions/US.toml", 9, 1)),
        slots: slots.iter().map(|slot| (*slot).to_owned()).collect(),
    }
}

fn stating(driver: &str, facts: Vec<FactUse>) -> Lock {
    let mut answer = bom("US", driver);
    let Outcome::Resolved(bom) = &mut answer else { unreachable!() };
    bom.facts = facts;
    lock(vec![answer])
}

#[test]
fn facts_and_packs_read_back_equal() {
    let mut lock = stating("driver-120", vec![fact("power.mains.plugs", "[\"A\"]", &["driver"])]);
    lock.packs = vec![LockedPack { name: "acme".to_owned(), digest: "sha256:0".to_owned() }];
    lock.markets[0].facts[0].status = None;
    let text = lock.to_text();
    assert_eq!(Lock::parse(&text).unwrap(), lock, "{text}");
}

#[test]
fn a_lock_of_the_first_format_is_still_read() {
    let old = Lock::parse(include_str!("samples/format_1.lock")).unwrap();
    assert_eq!((old.region_version.as_str(), old.packs.len(), old.markets.len()), ("", 0, 2));
    assert!(old.is_of_earlier_format() && old.edits_since(&[]).is_empty());
    let mut new = old.clone();
    new.markets[0].facts =
        stating("x", vec![fact("power.mains.voltage_v", "[230]", &["driver"])]).markets[0].facts.clone();
    assert_eq!(old.differences(&new, &[]), Vec::<String>::new(), "it holds the same answers");
    new.markets[0].lines[0].component = "other".to_owned();
    let differences = old.differences(&new, &[]);
    assert!(differences.len() == 1 && !differences[0].contains("because"), "it holds no facts: {differences:?}");
}

#[test]
fn a_difference_names_the_fact_behind_it() {
    let old = stating("driver-universal", vec![fact("power.mains.voltage_v", "[127, 220]", &["driver"])]);
    let new = stating("driver-230", vec![fact("power.mains.voltage_v", "[220]", &["driver"])]);
    assert_lines(
        &old.differences(&new, &[]).join("\n"),
        &["US: slot `driver`: driver-universal@1.0.0 x2 -> driver-230@1.0.0 x2, because power.mains.voltage_v is now \
           [220] (was [127, 220]; regions/US.toml)"],
    );
}

#[test]
fn a_fact_of_no_changed_line_is_listed_alone_and_an_unchanged_one_is_not_listed() {
    let before = || vec![fact("power.mains.voltage_v", "120", &["lamp"]), fact("needs.language.en", "1", &[])];
    let old = stating("driver-120", before());
    let after = vec![fact("power.mains.voltage_v", "230", &["lamp"]), fact("limits.data.store", "2", &[])];
    assert_lines(
        &old.differences(&stating("driver-120", after.clone()), &[]).join("\n"),
        &[
            "US: fact `limits.data.store of US`: value: none -> 2",
            "US: fact `needs.language.en of US`: value: 1 -> none",
            "US: fact `power.mains.voltage_v of US`: value: 120 -> 230",
        ],
    );
    assert_lines(
        &old.differences(&stating("driver-230", after), &[]).join("\n"),
        &[
            "US: slot `driver`: driver-120@1.0.0 x2 -> driver-230@1.0.0 x2",
            "US: limits.data.store is now 2 (was not stated; regions/US.toml)",
            "US: needs.language.en is no longer stated (was 1; regions/US.toml)",
            "US: power.mains.voltage_v is now 230 (was 120; regions/US.toml)",
        ],
    );
}

#[test]
fn the_version_of_the_region_data_is_reported_with_a_change_but_is_not_one() {
    let (old, mut same) = (lock(vec![bom("US", "driver-120")]), lock(vec![bom("US", "driver-120")]));
    same.region_version = "2030.1.1".to_owned();
    assert_eq!(old.differences(&same, &[]), Vec::<String>::new());
    let other = Lock { region_version: "2030.1.1".to_owned(), ..lock(vec![bom("US", "driver-230")]) };
    let differences = old.differences(&other, &[]);
    assert_eq!(differences[1..], [format!("region data: {} -> 2030.1.1", crate::regions::version())]);
}

#[test]
fn what_a_different_catalogue_asks_about_is_not_a_new_fact() {
    let (one, other) = (fact("power.mains.voltage_v", "120", &[]), fact("power.mains.plugs", "1", &[]));
    let (old, mut new) = (stating("driver-120", vec![one.clone()]), stating("driver-230", vec![one, other]));
    assert_eq!(old.causes(&new, &old.markets[0]).len(), 1);
    new.inputs = "sha256:1".to_owned();
    assert_eq!(old.causes(&new, &old.markets[0]), []);
}

#[test]
fn another_pack_is_a_difference_wherever_its_folder_is() {
    let with = |folder: &str, text: &str| {
        let mut files = files();
        let pack = std::sync::Arc::from(folder);
        files.add(File::of_pack(&pack, &format!("{folder}/XX.toml"), text));
        Lock::from_portfolio(&portfolio(vec![bom("US", "driver-120")]), &files, "USD")
    };
    let (none, here) = (lock(vec![bom("US", "driver-120")]), with("packs/acme", "a"));
    assert_eq!(here.differences(&with("/srv/packs/acme", "a"), &[]), Vec::<String>::new());
    assert_eq!(here.differences(&with("packs/acme", "b"), &[]), ["pack `acme`: its files have changed"]);
    assert_eq!(here.differences(&none, &[]), ["pack `acme`: not given; add `--overlays DIR` with its folder"]);
    assert_eq!(none.differences(&here, &[]), ["pack `acme`: not in the lock -> given"]);
    assert_eq!(here.inputs, none.inputs);
}

#[test]
fn how_much_changed_is_not_frozen() {
    let mut resolved = bom("US", "driver-120");
    let Outcome::Resolved(bom) = &mut resolved else { unreachable!() };
    bom.objective.insert(0, ObjectiveValue { name: "changes".to_owned(), value: Number::ONE });
    let frozen = lock(vec![resolved]);
    assert_eq!(frozen, lock(vec![self::bom("US", "driver-120")]));
    let old = frozen.to_text().replace("objective = { ", "objective = { changes = \"1\", ");
    assert_eq!(Lock::parse(&old).unwrap(), frozen, "nor read from a lock that has it");
}

#[test]
fn an_undecided_market_is_not_frozen() {
    let undecided = Undecided {
        market: "US".to_owned(),
        variant: None,
        as_of: "2026-11-22".parse().unwrap(),
        steps: 9,
        regional: None,
    };
    assert!(lock(vec![Outcome::Undecided(Box::new(undecided))]).markets.is_empty());
}

#[test]
fn the_date_and_the_digests_alone_make_no_difference() {
    let old = lock(vec![bom("US", "driver-120")]);
    let mut new = old.clone();
    new.as_of = "2027-01-01".parse().unwrap();
    new.inputs = "sha256:0".to_owned();
    new.regions = "sha256:1".to_owned();
    assert_eq!(old.differences(&new, &[]), Vec::<String>::new());
}

#[test]
fn every_difference_names_its_market_and_slot() {
    let old = lock(vec![bom("US", "driver-120"), bom("DE", "driver-230"), bom("BR", "driver-230")]);
    let mut new = lock(vec![bom("US", "driver-universal"), conflict("DE"), bom("CN", "driver-230")]);
    new.markets[0].carriers.clear();
    new.markets[0].lines[1].quantity = Quantity::from(3);
    let added = LockedLine { slot: "box".into(), ..new.markets[0].lines[0].clone() };
    new.markets[0].lines.push(added);
    new.markets[0].objective.insert("cost".to_owned(), "9.00".to_owned());
    new.markets[0].options.insert("arms".to_owned(), OptionValue::Integer(1));
    new.markets[0].one_off.clear();
    new.version = "1.1.0".to_owned();
    let text = old.differences(&new, &[]).join("\n");
    assert_lines(
        &text,
        &[
            "version: 1.0.0 -> 1.1.0",
            "US: carriers: att -> none",
            "US: cost: 12.34 -> 9.00 (-3.34)",
            "US: slot `driver`: driver-120@1.0.0 x2 -> driver-universal@1.0.0 x2",
            "US: slot `lamp`: lamp-1@1.0.0 x2 -> lamp-1@1.0.0 x3",
            "US: slot `box`: empty -> driver-universal@1.0.0 x2",
            "US: option `arms`: -2 -> 1",
            "US: planned certificate `red`: unit cost: 6.00 -> none",
            "DE: resolved -> conflict",
            "BR: resolved -> no market of the solution any more",
            "CN: not in the lock -> resolved",
        ],
    );
}

fn assert_lines(text: &str, wanted: &[&str]) {
    assert_eq!(text.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn a_different_order_of_slots_is_a_difference() {
    let old = lock(vec![bom("US", "driver-120")]);
    let mut new = old.clone();
    new.markets[0].lines.reverse();
    assert_eq!(old.differences(&new, &[]), ["US: the order of the lines changed"]);
}

#[test]
fn renewing_one_market_keeps_the_others() {
    let text = "[solution]\nname = 'light'\nmarkets = ['US', 'DE']\ncurrency = 'USD'\n\
                [[variants]]\nname = 'EU'\nmarkets = ['DE']\n";
    let solution = Solution::from_sources([("solution.toml", text)]).unwrap();
    let of_variant = |variant: &str, component: &str| {
        let mut portfolio = portfolio(vec![bom("DE", component)]);
        let Outcome::Resolved(bom) = &mut portfolio.markets[0] else { panic!() };
        bom.variant = Some(variant.to_owned());
        portfolio
    };
    let old = lock(vec![bom("US", "driver-120"), bom("DE", "driver-230"), bom("BR", "x")]);
    let old = old.with_variants(&[of_variant("EU", "driver-eu"), of_variant("gone", "x")], &files());
    assert_eq!(Lock::parse(&old.to_text()).unwrap(), old);
    let new = lock(vec![bom("DE", "driver-universal")]).with_kept(&old, &solution);
    assert_eq!(new.choices_of(Some("EU"))["DE"]["driver"].component, "driver-eu");
    let choices = new.choices();
    assert_eq!(new.markets.iter().map(|market| market.market.as_str()).collect::<Vec<_>>(), ["US", "DE", "DE"]);
    let held = &choices["US"]["driver"];
    assert_eq!((held.component.as_str(), held.version.as_str()), ("driver-120", "1.0.0"));
    assert_eq!(choices["DE"]["driver"].component, "driver-universal");
    assert_eq!(new.only(&["DE".to_owned()]).markets.len(), 2);
}

#[test]
fn a_digest_depends_on_names_and_texts_but_not_on_their_order() {
    let mut turned = Files::new();
    turned.add(File::embedded("regions/US.toml", "b"));
    turned.add(File::new("solution.toml", "a"));
    assert_eq!(digest(&files(), Origin::Own), digest(&turned, Origin::Own));
    assert_ne!(digest(&files(), Origin::Own), digest(&files(), Origin::BuiltIn));
    assert_eq!(digest(&files(), Origin::Own).len(), "sha256:".len() + 64);
}
