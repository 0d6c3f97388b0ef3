//! Every kind of violation, each by one change to an answer or a question that was fine.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod borders;
mod buying;
mod claims;
mod duties;
mod lamp;
mod market;
mod trade;
mod worked;

use crate::model::{ComponentId, OptionId, SlotId};
use crate::number::Number;
use crate::verify::{CheckInput, PinnedSlot, PinnedTo, Selection, SetOption, cost, violations};
use lamp::{Bench, faults_of, faults_with};

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
