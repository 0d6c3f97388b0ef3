//! Violations of what a market requires: rules, carriers, certificates, radio ranges, versions; and what an answer costs.

use super::lamp::{AMBIENT, Bench, REGION, faults_of, faults_with};
use crate::model::SlotId;
use crate::number::Number;
use crate::verify::{CheckInput, Selection, cost, violations};

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
