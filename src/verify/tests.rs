//! Every kind of violation, each by one change to an answer or a question that was fine.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{CheckInput, PinnedSlot, PinnedTo, Selection, SetOption, cost, violations};
use crate::model::{AreaId, ComponentId, Elsewhere, Model, OptionId, SlotId, build};
use crate::number::Number;
use crate::overlay::{Composer, MarketView};
use crate::schema::{FileKind, read};
use crate::span::{File, Files};

const SOLUTION: &str = r#"
[solution]
name = "lamp"
markets = ["M"]
currency = "USD"
term_months = 10
carriers = { M = ["one"] }
[volumes]
M = 50
[exchange]
EUR = "2"
[options.uplink]
values = ["cellular", "wired"]
default = "cellular"
[options.color]
values = ["red", "blue"]
[slots.driver]
choose = ["driver", "old-driver", "late-driver", "barred-driver"]
[slots.modem]
choose = ["modem", "modem-b"]
when = "uplink == cellular"
quantity = 2
[slots.antenna]
choose = ["antenna", "wifi", "newer", "unsure", "later", "lonely", "ranged", "hardy", "sim", "beacon"]
part-of = "modem"
quantity = 3
optional = true
[slots.plan]
choose = ["plan"]
optional = true
[[certificates]]
scheme = "held"
id = "H1"
[[certificates]]
scheme = "planned"
planned = { cost = "300", weeks = 4 }
"#;

const CATALOG: &str = r#"
[[components]]
id = "driver"
kind = "hardware"
price = [{ from = 1, each = "8" }, { from = 50, each = "6" }, { from = 51, each = "5" }]
hs = "850440"
origin = "F"
provides = { "power.dc" = { voltage_v = [5] } }
needs = { "power.mains" = { voltage_v = { within = [200, 240] } } }
supplies = { uart = 2 }
attributes = { power_w = 2 }
[[components]]
id = "old-driver"
kind = "hardware"
lifecycle = "eol"
provides = { "power.dc" = { voltage_v = [5] } }
supplies = { uart = 2 }
[[components]]
id = "late-driver"
kind = "hardware"
from = 2027-01-01
provides = { "power.dc" = { voltage_v = [5] } }
supplies = { uart = 2 }
[[components]]
id = "barred-driver"
kind = "hardware"
territories = { not = ["F", "world"] }
provides = { "power.dc" = { voltage_v = [12] } }
supplies = { uart = 2 }
[[components]]
id = "modem"
kind = "hardware"
price = "10"
currency = "EUR"
hs = "8517"
provides = { "radio.lte" = { bands = [1, 2] } }
needs = { "power.dc" = { voltage_v = { any-of = [5] } }, "network.lte" = { bands = { any-of = [1] } } }
uses = { uart = 1 }
attributes = { power_w = 1.5 }
certificates = [{ scheme = "approval", id = "A1", until = 2026-12-01 }]
[[components]]
id = "modem-b"
kind = "hardware"
provides = { "radio.lte" = {}, "radio.nb" = {} }
[[components]]
id = "antenna"
kind = "hardware"
price = "0.5"
hs = "8517"
origin = "M"
[[components]]
id = "wifi"
kind = "hardware"
needs = { "spectrum.wifi" = { range_mhz = { covers = [5150, 5350] }, dfs = false } }
[[components]]
id = "newer"
kind = "hardware"
needs = { "power.dc" = { version = "^2" } }
[[components]]
id = "unsure"
kind = "hardware"
needs = [{ capability = "power.dc", when = "fact(env.climate.zone) == 'a'" }]
[[components]]
id = "later"
kind = "hardware"
needs = [{ capability = "lang.zh", from = 2026-06-02 }, { capability = "lang.zh", when = "uplink == wired" }]
[[components]]
id = "lonely"
kind = "hardware"
provides = { "lang.zh" = {} }
needs = { "lang.zh" = {} }
[[components]]
id = "hardy"
kind = "hardware"
needs = { "env.ambient" = { range_c = { within = [-20, 40] } } }
[[components]]
id = "beacon"
kind = "hardware"
provides = { "radio.beacon" = {} }
[[components]]
id = "sim"
kind = "hardware"
certificates = [{ scheme = "approval", id = "A2" }, { scheme = "other", id = "A3" }]
[[components.needs]]
capability = "carrier.one"
[[components.needs]]
one-of = [{ capability = "network.nb" }, { capability = "network.lte", where = { bands = [9] } }]
[[components.needs]]
one-of = [{ capability = "lang.zh" }, { capability = "power.dc" }]
[[components]]
id = "ranged"
kind = "hardware"
needs = { "env.ambient" = { range_c = { equals = [-10, 40] } } }
[[components]]
id = "plan"
kind = "service"
per_month = "0.6"
provides = { "data.store" = { country = ["F", "M"] }, "sense.pm" = { range_ugm3 = [0, 300] } }
"#;

const REGION: &str = r#"
area = "M"
name = "M"
within = ["world"]
[power]
voltage_v = [230]
frequency_hz = [50]
[[carriers]]
id = "one"
networks = [{ technology = "nb" }, { technology = "lte", bands = [1, 3] }]
approvals = ["approval"]
[[carriers]]
id = "two"
networks = [{ technology = "lte", bands = [4] }, { technology = "lte", bands = [1], until = 2020-01-01 }]
until = 2026-01-01
[[certification]]
scheme = "planned"
applies-to = "radio"
[[certification]]
scheme = "held"
[[duties]]
id = "all"
hs = ["85", "99"]
percent = "10"
[[duties]]
id = "foreign"
hs = ["8504"]
origin = "F"
percent = "5"
"#;

const AMBIENT: &str = r#"
[[provides]]
capability = "env.ambient"
attributes = { range_c = [-20, 40], zone = "a", odd = [1, 2], words = ["x", "y"] }
[[provides]]
id = "again"
capability = "env.ambient"
attributes = { zone = "a" }
[[provides]]
id = "before"
capability = "env.ambient"
attributes = { zone = "b" }
until = 2026-06-01
[[provides]]
capability = "env.other"
attributes = { zone = "c" }
"#;

const OTHER: &str = "area = \"F\"\nname = \"F\"\nwithin = [\"world\"]\n";

/// A solution with the overlay of its one market.
struct Bench {
    model: Model,
    view: MarketView,
    market: AreaId,
}

impl Bench {
    /// The lamp with more text at the end of the market's overlay.
    fn with(region: &str) -> Self {
        Self::of(format!("{REGION}\n{region}"))
    }

    /// The lamp in a market with this overlay.
    fn of(region: String) -> Self {
        let texts = [
            (FileKind::Solution, "solution.toml", SOLUTION.to_owned()),
            (FileKind::Catalog, "catalog/a.toml", CATALOG.to_owned()),
            (FileKind::Overlay, "regions/F.toml", OTHER.to_owned()),
            (FileKind::Overlay, "regions/M.toml", region),
        ];
        let (mut files, mut faults) = (Files::new(), Vec::new());
        let documents: Vec<_> = texts
            .iter()
            .map(|(kind, name, text)| {
                let file = files.add(File::new(name, text));
                read(*kind, file, &files, &mut faults)
            })
            .collect();
        let model = build(&documents, &files, &Elsewhere { has_carrier: &|_| false, by_alpha3: |_| None }, &mut faults)
            .unwrap();
        let market = model.areas.find("M").unwrap();
        let view = Composer::new(&model).compose(market, &mut faults);
        let rendered: Vec<String> = faults.iter().map(|fault| fault.render(&files)).collect();
        assert!(!crate::diagnostic::has_errors(&faults), "{}", rendered.join("\n"));
        Self { model, view, market }
    }

    fn component(&self, id: &str) -> ComponentId {
        self.model.versions(id).next().unwrap().0
    }

    /// A selection of components by slot, in the order `driver`, `modem`, `antenna`, `plan`.
    fn selection(&self, components: [&str; 4]) -> Selection {
        let mut slots: Vec<Option<ComponentId>> = vec![None; self.model.slots.len()];
        for (place, id) in slots.iter_mut().zip(components) {
            *place = (!id.is_empty()).then(|| self.component(id));
        }
        Selection {
            slots: slots.into(),
            options: vec![0, 0].into(),
            carriers: vec![true, false],
            planned: vec![false, true],
            planned_parts: Vec::new(),
        }
    }

    fn fine(&self) -> Selection {
        self.selection(["driver", "modem", "antenna", ""])
    }

    /// The usual question: no flags, 2026-06-01.
    fn question<'a>(&'a self, shared_volume: &'a dyn Fn(&str) -> Number) -> CheckInput<'a> {
        let as_of = "2026-06-01".parse().unwrap();
        let (model, view, market) = (&self.model, &self.view, self.market);
        CheckInput { model, view, market, as_of, set: &[], variant: None, pins: &[], without: &[], shared_volume }
    }

    fn faults(&self, selection: &Selection) -> Vec<String> {
        violations(&self.question(&|_| Number::from(100_u32)), selection)
    }
}

/// What is faults about the fine answer where the market's overlay says one thing more.
fn faults_with(region: &str) -> Vec<String> {
    let bench = Bench::with(region);
    bench.faults(&bench.fine())
}

/// What is faults about the usual question after one change to the fine answer.
fn faults_of(change: impl FnOnce(&Bench, &mut Selection)) -> Vec<String> {
    let bench = Bench::with("");
    let mut selection = bench.fine();
    change(&bench, &mut selection);
    bench.faults(&selection)
}

#[test]
fn a_valid_answer_has_no_violation() {
    assert_eq!(faults_with(""), Vec::<String>::new());
}

#[test]
fn an_answer_that_does_not_fit_the_question_has_the_wrong_size() {
    let bench = Bench::with("");
    let faults = bench.faults(&Selection::default());
    for words in ["0 slots; expected 4", "0 options; expected", "0 carriers; expected", "0 certificates; expected"] {
        assert!(faults.iter().any(|one| one.contains(words)), "{words}: {faults:?}");
    }
    let faults = faults_of(|_, selection| selection.slots[SlotId(3)] = Some(ComponentId(99)));
    assert_eq!(faults, ["`plan` holds a component that is not in the catalogue"]);
    let faults = faults_of(|_, selection| selection.options[OptionId(1)] = 7);
    assert_eq!(faults, ["option `color` has no value number 7"]);
}

#[test]
fn slots_are_filled_exactly_while_they_should_be() {
    let faults = faults_of(|_, selection| selection.slots[SlotId(0)] = None);
    assert_eq!(faults[0], "`driver` is empty");
    let faults = faults_of(|_, selection| selection.slots[SlotId(2)] = None);
    assert!(faults.is_empty(), "an optional slot may be empty: {faults:?}");
    let faults = faults_of(|_, selection| selection.slots[SlotId(1)] = None);
    assert!(faults.contains(&"`modem` is empty".to_owned()), "{faults:?}");
    assert!(faults.contains(&"`antenna` is filled, but its condition does not hold".to_owned()), "{faults:?}");
    let faults = faults_with("[remove]\nslots = [\"antenna\"]");
    assert_eq!(
        faults,
        ["`antenna` is filled, but this market has no such slot", "`antenna` in `antenna` is not a candidate"]
    );
    let faults = faults_with("[slots.antenna]\nwhen = \"fact(env.climate.zone) == 'a'\"");
    assert_eq!(faults, ["whether `antenna` is filled depends on a fact that is not stated"]);
}

#[test]
fn a_quantity_past_64_bits_is_counted_exactly() {
    let most = "quantity = 999999999999999999";
    let slots = format!("[slots.modem]\n{most}\n[slots.antenna]\n{most}\n[slots.plan]\n{most}\npart-of = \"antenna\"");
    let bench = Bench::with(&slots);
    let selection = bench.selection(["driver", "modem", "antenna", "plan"]);
    let faults = bench.faults(&selection);
    assert_eq!(faults, ["999999999999999999 of `uart` are used, but 2 are supplied"]);
    assert!(cost(&bench.question(&|_| Number::ONE), &selection).is_some());
}

#[test]
fn what_stands_in_a_slot_may_stand_there() {
    let driver =
        |id: &'static str| faults_of(move |bench, selection| selection.slots[SlotId(0)] = Some(bench.component(id)));
    assert_eq!(driver("old-driver"), ["`old-driver` in `driver` is at the end of its life and not pinned"]);
    assert_eq!(driver("late-driver"), ["`late-driver` in `driver` is not available on 2026-06-01"]);
    assert_eq!(driver("barred-driver")[0], "`barred-driver` in `driver` may not be sold or operated in `M`");
    assert_eq!(driver("plan")[0], "`plan` in `driver` is not a candidate");
}

#[test]
fn options_have_the_value_that_binds_them() {
    let faults = faults_of(|_, selection| selection.options[OptionId(0)] = 1);
    assert_eq!(faults[0], "`modem` is filled, but its condition does not hold");
    assert!(faults.contains(&"option `uplink` is `wired`, but it is fixed to `cellular`".to_owned()), "{faults:?}");
    assert_eq!(faults_with("[set]\ncolor = \"blue\""), ["option `color` is `red`, but it is fixed to `blue`"]);
    let bench = Bench::with("[set]\ncolor = \"blue\"");
    let mut selection = bench.fine();
    for value in [0, 1] {
        selection.options[OptionId(1)] = value;
        let set = [SetOption { option: OptionId(1), value: 0 }];
        let usual = |_: &str| Number::from(100_u32);
        let faults = violations(&CheckInput { set: &set, ..bench.question(&usual) }, &selection);
        assert_eq!(faults.len(), 1, "a flag against an area's value is a conflict: {faults:?}");
    }
}

#[test]
fn flags_bind() {
    let bench = Bench::with("");
    let ask = |pins: &[PinnedSlot], without: &[ComponentId], selection: &Selection| {
        let usual = |_: &str| Number::from(100_u32);
        violations(&CheckInput { pins, without, ..bench.question(&usual) }, selection)
    };
    let (driver, antenna) = (SlotId(0), SlotId(2));
    let old = bench.component("old-driver");
    let mut pinned = bench.fine();
    pinned.slots[SlotId(0)] = Some(old);
    assert!(
        ask(&[PinnedSlot { slot: driver, to: PinnedTo::OneOf(vec![old]) }], &[], &pinned).is_empty(),
        "an end-of-life candidate may be pinned"
    );
    let faults = ask(&[PinnedSlot { slot: driver, to: PinnedTo::OneOf(vec![old]) }], &[], &bench.fine());
    assert_eq!(faults, ["`driver` in `driver` is not what the slot is pinned to"]);
    let faults = ask(&[PinnedSlot { slot: antenna, to: PinnedTo::Nothing }], &[], &bench.fine());
    assert_eq!(faults, ["`antenna` is pinned empty, but it is filled"]);
    let mut empty = bench.fine();
    empty.slots[SlotId(2)] = None;
    assert!(ask(&[PinnedSlot { slot: antenna, to: PinnedTo::Nothing }], &[], &empty).is_empty());
    let faults =
        ask(&[PinnedSlot { slot: antenna, to: PinnedTo::OneOf(vec![bench.component("antenna")]) }], &[], &empty);
    assert_eq!(faults, ["`antenna` is empty"], "a pinned slot is not optional");
    let faults = ask(&[], &[bench.component("driver")], &bench.fine());
    assert_eq!(faults, ["`driver` in `driver` was excluded"]);
}

#[test]
fn needs_are_met_by_others() {
    let faults = faults_of(|bench, selection| selection.slots[SlotId(0)] = Some(bench.component("barred-driver")));
    assert_eq!(faults[1], "`modem` in `modem` needs `power.dc` with voltage_v any of 5, and nothing provides it");
    assert_eq!(
        faults_with("[[needs]]\ncapability = \"power.mains\""),
        ["the market needs `power.mains` (`power.mains@M`), and nothing provides it"],
        "the market does not meet its own need"
    );
    assert!(faults_with("[[needs]]\ncapability = \"power.dc\"").is_empty(), "a line does");
    assert!(faults_with("[[needs]]\ncapability = \"carrier.one\"").is_empty(), "a picked carrier does");
    let either = "[[needs]]\none-of = [{ capability = \"lang.zh\" }, { capability = \"power.dc\" }]";
    assert!(faults_with(either).is_empty(), "one alternative is enough");
    assert!(faults_with("[[needs]]\ncapability = \"network.lte\"\nwhere = { bands = [1, 3] }").is_empty());
    assert_eq!(faults_with("[[needs]]\ncapability = \"carrier.two\"").len(), 1);
    let bench = Bench::with("[[needs]]\ncapability = \"carrier.one\"");
    let mut both = bench.fine();
    both.carriers[1] = true;
    assert!(!bench.faults(&both).iter().any(|one| one.contains("the market needs")), "any picked carrier does");
    assert!(faults_with("[[needs]]\ncapability = \"lang.zh\"\nuntil = 2026-01-01").is_empty(), "out of its dates");
    assert!(faults_with("[[needs]]\ncapability = \"lang.zh\"\nwhen = \"uplink == wired\"").is_empty());
    assert_eq!(
        faults_with("[[needs]]\ncapability = \"power.dc\"\nwhen = \"fact(env.climate.zone) == 'a'\""),
        ["whether the market needs `power.dc` depends on a fact that is not stated"]
    );
}

#[test]
fn limits_are_passed_by_every_provider() {
    let limit = |text: &str| faults_with(&format!("[[limits]]\nid = \"l\"\n{text}"));
    assert_eq!(
        limit("capability = \"radio\"\nwhere = { bands = { none-of = [2] } }"),
        ["`modem` in `modem` does not pass the limit `l`"]
    );
    assert_eq!(
        limit("capability = \"network\"\nwhere = { bands = { all-of = [4] } }"),
        ["carrier `one` does not pass the limit `l`"]
    );
    assert_eq!(
        limit("capability = \"network.lte\"\nwhere = { bands = { all-of = [4] } }"),
        ["carrier `one` does not pass the limit `l`"]
    );
    assert!(limit("capability = \"network.lte\"\nwhere = { bands = { all-of = [1, 3] } }").is_empty());
    assert_eq!(limit("capability = \"carrier\"\nwhere = { grade = 1 }"), ["carrier `one` does not pass the limit `l`"]);
    assert!(
        limit("capability = \"radio\"\nwhere = { bands = { at-most = 2, at-least = 1, all-of = [1] } }").is_empty()
    );
    assert!(limit("capability = \"power.dc\"\nwhere = { voltage_v = { equals = [5] }, version = \"^1\" }").is_empty());
    assert!(limit("capability = \"radio\"\nwhere = { bands = { any-of = [2, 9] } }").is_empty());
    assert!(limit("capability = \"radio\"\nwhere = { bands = { within = [1, 2] } }").is_empty());
    let version = limit("capability = \"network\"\nwhere = { version = \"^1\" }");
    assert_eq!(version, ["carrier `one` does not pass the limit `l`"], "carriers have no version");
    for bands in [
        "[1]",
        "[1, 3]",
        "[1, 2, 3]",
        "{ all-of = [1, 3] }",
        "{ any-of = [3] }",
        "{ within = [1, 1] }",
        "{ none-of = [2, 9] }",
    ] {
        let faults = limit(&format!("capability = \"radio\"\nwhere = {{ bands = {bands} }}"));
        assert_eq!(faults, ["`modem` in `modem` does not pass the limit `l`"], "{bands}");
    }
    assert!(limit("capability = \"radio\"\nwhere = { bands = [7] }\nwhen = \"uplink == wired\"").is_empty());
    assert_eq!(
        limit("capability = \"radio\"\nwhen = \"max(env.climate.grade) > 1\""),
        ["whether the limit `l` counts depends on a fact that is not stated"]
    );
}

#[test]
fn a_range_covers_and_lies_within_with_its_ends() {
    for (test, passes) in [
        ("covers = [0, 300]", true),
        ("covers = [-1, 300]", false),
        ("covers = [0, 301]", false),
        ("within = [0, 300]", true),
        ("within = [1, 300]", false),
        ("within = [0, 299]", false),
        ("equals = [0, 300]", true),
        ("equals = [0, 299]", false),
    ] {
        let limit = format!("[[limits]]\ncapability = \"sense.pm\"\nwhere = {{ range_ugm3 = {{ {test} }} }}");
        let bench = Bench::with(&limit);
        assert_eq!(bench.faults(&bench.selection(["driver", "modem", "", "plan"])).is_empty(), passes, "{test}");
    }
}

#[test]
fn residence_is_tested_by_area() {
    let bench = Bench::with("[[limits]]\ncapability = \"data.store\"\nwhere = { country = { in = \"M\" } }");
    let faults = bench.faults(&bench.selection(["driver", "modem", "", "plan"]));
    assert_eq!(faults, ["`plan` in `plan` does not pass the limit `data.store@M`"]);
    let bench = Bench::with("[[limits]]\ncapability = \"data.store\"\nwhere = { country = { in = \"world\" } }");
    assert!(bench.faults(&bench.selection(["driver", "modem", "", "plan"])).is_empty());
}

#[test]
fn resources_are_counted_over_all_pieces() {
    let bench = Bench::with("");
    let mut selection = bench.selection(["barred-driver", "modem", "", ""]);
    selection.slots[SlotId(0)] = None;
    let faults = bench.faults(&selection);
    assert!(faults.contains(&"2 of `uart` are used, but 0 are supplied".to_owned()), "{faults:?}");
    let faults = faults_with("[slots.driver]\nquantity = 3\n[slots.modem]\nquantity = 6");
    assert!(faults.is_empty(), "three drivers supply six: {faults:?}");
    let faults = faults_with("[slots.driver]\nquantity = 3\n[slots.modem]\nquantity = 7");
    assert_eq!(faults, ["7 of `uart` are used, but 6 are supplied"]);
    let bench = Bench::with("[supplies]\nuart = 2");
    assert!(!bench.faults(&selection).iter().any(|one| one.contains("uart")));
}

#[test]
fn a_rule_that_is_unknown_is_not_met() {
    let rule = |text: &str| faults_with(&format!("{AMBIENT}[[rules]]\nid = \"r\"\n{text}"));
    for holds in [
        "then = \"market == M and market in world and market in (F, M) and not market == F\"",
        "then = \"slot.modem == modem and slot.modem != modem-b and slot.modem in (modem, modem-b)\"",
        "then = \"component.modem and provides(radio) and carrier == one and carrier != two\"",
        "then = \"count(radio) == 2 and count(radio) < 3 and sum(power_w) == 5\"",
        "then = \"fact(env.ambient.zone) == 'a' and fact(env.ambient.zone) in ('a', 'b') and known(env.ambient.zone)\"",
        "then = \"min(env.ambient.odd) == 1 and min(env.ambient.range_c) >= -20 and max(env.ambient.odd) == 2 and not known(env.ambient.zone2)\"",
        "then = \"fact(env.climate.zone) == 'a' or slot.driver\"",
        "if = \"fact(env.climate.zone) == 'a' and slot.plan\"\nthen = \"slot.plan\"",
        "if = \"fact(env.climate.zone) == 'a'\"\nthen = \"slot.driver\"",
        "if = \"slot.plan\"\nthen = \"uplink == wired\"",
        "then = \"slot.plan\"\nfrom = 2026-06-02",
    ] {
        assert_eq!(rule(holds), Vec::<String>::new(), "{holds}");
    }
    for fails in [
        "then = \"slot.plan\"",
        "then = \"color == red => slot.plan\"\nif = \"not slot.plan and color == red\"\nuntil = 2026-06-02",
        "then = \"not (fact(env.climate.zone) == 'a')\"",
        "then = \"slot.plan == plan\"",
        "then = \"fact(env.ambient.odd) == 1\"",
        "then = \"fact(env.ambient.range_c) == 40\"",
        "then = \"min(env.ambient.words) > 1\"",
        "if = \"fact(env.climate.zone) == 'a'\"\nthen = \"slot.plan\"",
    ] {
        assert_eq!(rule(fails), ["the rule `r` is not met"], "{fails}");
    }
}

#[test]
fn carriers_are_picked_where_something_needs_them_and_serve_it() {
    let faults = faults_of(|_, selection| selection.carriers = vec![false, false]);
    assert_eq!(faults, ["`modem` in `modem` needs `network.lte` with bands any of 1, and no carrier is picked"]);
    let faults = faults_of(|_, selection| selection.carriers = vec![false, true]);
    let words = [
        "carrier `two` does not operate on 2026-06-01",
        "carrier `two` does not serve `modem` in `modem`, which needs `network.lte` with bands any of 1",
        "carrier `one` has to be served and is not picked",
    ];
    assert_eq!(faults, words);
    let faults = faults_of(|_, selection| selection.carriers = vec![true, true]);
    assert_eq!(faults, words[..2], "the first is enough for the request");
    let bench = Bench::with("[[rules]]\nid = \"r\"\nthen = \"carrier == one\"");
    let mut both = bench.fine();
    both.carriers[1] = true;
    assert_eq!(bench.faults(&both), words[..2], "one of the picked");
    let bench = Bench::with("");
    let faults = bench.faults(&bench.selection(["driver", "modem-b", "", ""]));
    assert_eq!(faults, ["carriers are picked, and nothing needs a network or a carrier"]);
    let (as_of, usual) = ("2026-12-01".parse().unwrap(), |_: &str| Number::from(100_u32));
    let faults = violations(&CheckInput { as_of, ..bench.question(&usual) }, &bench.fine());
    assert_eq!(faults, ["`modem` in `modem` does not hold `approval`, which carrier `one` requires"]);
}

#[test]
fn planned_certificates_are_taken_where_nothing_held_satisfies() {
    let faults = faults_of(|_, selection| selection.planned = vec![false, false]);
    assert_eq!(faults, ["`planned` is required, and no certificate in force satisfies it"]);
    let faults = faults_of(|_, selection| selection.planned = vec![true, true]);
    assert_eq!(faults, ["the certificate of `held` is held and cannot be taken as planned"]);
    let (whole, own) = (
        "applies-to = \"radio\"",
        "applies-to = \"radio\"\nlevel = \"component\"\naccepts = [\"planned\", \"approval\"]",
    );
    let bench = Bench::of(REGION.replace(whole, own));
    let idle = ["the planned certificate of `planned` is taken, and nothing requires it"];
    assert_eq!(bench.faults(&bench.fine()), idle, "the modem holds one that is accepted");
    let mut other = bench.selection(["driver", "modem-b", "", ""]);
    other.carriers[0] = false;
    assert!(bench.faults(&other).is_empty(), "the other modem holds none");
    let (as_of, usual) = ("2026-12-01".parse().unwrap(), |_: &str| Number::from(100_u32));
    let faults = violations(&CheckInput { as_of, ..bench.question(&usual) }, &bench.fine());
    assert!(!faults.contains(&idle[0].to_owned()), "the modem's has run out: {faults:?}");
    let mut two = bench.selection(["driver", "modem", "beacon", ""]);
    assert!(bench.faults(&two).is_empty(), "the modem holds one, and the beacon holds none");
    two.planned[1] = false;
    assert_eq!(bench.faults(&two), ["`planned` is required, and no certificate in force satisfies it"]);
    let mut bare = bench.selection(["driver", "", "", ""]);
    (bare.carriers[0], bare.planned[1]) = (false, false);
    let asked = |bench: &Bench| bench.faults(&bare).iter().any(|one| one.starts_with("`planned` is required"));
    assert!(!asked(&Bench::with("")), "nothing is a radio");
    assert!(asked(&Bench::of(REGION.replace(whole, ""))), "asked of every product");
    let bench = Bench::of(REGION.replace(whole, "until = 2026-06-01"));
    assert_eq!(bench.faults(&bench.fine()), idle, "out of its dates nothing is required");
}

#[test]
fn radio_ranges_of_one_technology_are_united() {
    let radio = |entries: &[(&str, &str, &str)]| {
        let text: Vec<String> = entries
            .iter()
            .map(|(technology, range, rest)| {
                format!("[[radio]]\ntechnology = \"{technology}\"\nrange_mhz = {range}\n{rest}\n")
            })
            .collect();
        let bench = Bench::with(&text.join(""));
        bench.faults(&bench.selection(["driver", "modem", "wifi", ""])).is_empty()
    };
    let (low, high) = (("wifi", "[5150, 5250]", ""), ("wifi", "[5250, 5350]", ""));
    assert!(radio(&[("wifi", "[5100, 5400]", "")]));
    assert!(radio(&[high, low]), "two that touch");
    assert!(radio(&[("wifi", "[5170, 5230]", ""), low, high, ("wifi", "[5470, 5730]", "")]));
    assert!(!radio(&[low]) && !radio(&[high]));
    assert!(!radio(&[low, ("wifi", "[5251, 5350]", "")]), "a hole");
    assert!(!radio(&[low, ("wifi", "[5250, 5350]", "dfs = true")]), "one fails the other test");
    assert!(!radio(&[low, ("uwb", "[5250, 5350]", "")]), "another technology");
    assert!(!radio(&[low, ("wifi", "[5250, 5350]", "until = 2026-06-01")]), "no longer in force");
}

#[test]
fn a_need_may_ask_for_a_version_and_may_be_conditioned_and_dated() {
    let antenna =
        |id: &'static str| faults_of(move |bench, selection| selection.slots[SlotId(2)] = Some(bench.component(id)));
    assert_eq!(antenna("newer"), ["`newer` in `antenna` needs `power.dc` with version ^2, and nothing provides it"]);
    assert_eq!(
        antenna("unsure"),
        ["whether `unsure` in `antenna` needs `power.dc` depends on a fact that is not stated"]
    );
    assert!(antenna("later").is_empty());
    let bench = Bench::with("");
    let mut both = bench.selection(["driver", "modem", "sim", ""]);
    assert!(bench.faults(&both).is_empty(), "a picked carrier meets a need");
    both.carriers[1] = true;
    assert!(!bench.faults(&both).iter().any(|one| one.contains("`carrier.one`")), "any of them does");
    let faults = antenna("lonely");
    assert_eq!(faults, ["`lonely` in `antenna` needs `lang.zh`, and nothing provides it"], "not by its own line");
    let bench = Bench::with(AMBIENT);
    assert!(bench.faults(&bench.selection(["driver", "modem", "hardy", ""])).is_empty(), "ends are included");
    let faults = bench.faults(&bench.selection(["driver", "modem", "ranged", ""]));
    assert_eq!(faults.len(), 1, "another range is not the same: {faults:?}");
    for colder in ["[-21, 40]", "[-20, 41]"] {
        let bench = Bench::with(&AMBIENT.replace("[-20, 40]", colder));
        assert_eq!(bench.faults(&bench.selection(["driver", "modem", "hardy", ""])).len(), 1, "{colder}");
    }
}

#[test]
fn cost_is_lines_with_tiers_duties_and_terms_and_planned_certificates() {
    let bench = Bench::with("");
    let usual = |_: &str| Number::from(100_u32);
    let cost_of = |selection: &Selection| cost(&bench.question(&usual), selection).map(|cost| cost.to_string());
    // driver: 50 a year, so 6, and 15 % duty; modem: 2 × 10 EUR at 2, 10 %; antenna: 6 × 0.5, made inside; 300 ÷ 100.
    assert_eq!(cost_of(&bench.fine()).as_deref(), Some("56.9"));
    let mut without = bench.selection(["", "", "", "plan"]);
    without.planned = vec![false, false];
    assert_eq!(cost_of(&without).as_deref(), Some("6"), "ten months");
    without.slots[SlotId(0)] = Some(bench.component("old-driver"));
    assert_eq!(cost_of(&without).as_deref(), Some("6"), "a missing price is 0");
    assert_eq!(cost(&bench.question(&|_| Number::ZERO), &bench.fine()), None, "shared by nobody");
}
