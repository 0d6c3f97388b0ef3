//! Counts of valid variants, against an oracle that tries every assignment and against known products.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;
#[allow(dead_code)]
mod oracle;

use common::parallel::{counted, wanted_cases};
use oracle::each_guess;
use oracle::generator::{Case, add_variants, generate};
use oracle::question::Ground;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use terroir::count::MarketCount;
use terroir::{ComponentKind, Request, Solution};

fn request(case: &Case) -> Request {
    let mut request = Request::market(case.market).as_of(case.date.parse().unwrap());
    for (option, value) in &case.set {
        request = request.set(option, value);
    }
    for (slot, component) in &case.pins {
        request = request.pin(slot, component);
    }
    for component in &case.without {
        request = request.without(component);
    }
    request.variant.clone_from(&case.variant);
    request
}

#[test]
fn counts_are_what_trying_every_assignment_finds() {
    let cases = wanted_cases(1000);
    let seen = counted(cases, |seed, seen| {
        let mut case = generate(seed, None);
        add_variants(&mut case, seed);
        let solution = Solution::from_sources(case.sources()).unwrap();
        Ground::of(solution.model(), &case).keep_askable(&mut case);
        let ground = Ground::of(solution.model(), &case);
        let volume = |scheme: &str| ground.shared_volume(scheme);
        let world = ground.world(&case, &volume);
        let (mut all, mut hardware) = (BTreeSet::new(), BTreeSet::new());
        each_guess(&world, &mut |guess| {
            if world.is_right(guess) {
                let is_hardware = |id| world.model.components[id].kind == ComponentKind::Hardware;
                all.insert((guess.slots.clone(), guess.options.clone(), guess.carriers.clone()));
                hardware.insert(guess.slots.iter().map(|id| id.filter(|id| is_hardware(*id))).collect::<Vec<_>>());
            }
        });
        let counts = solution.compile().unwrap().count(&request(&case)).unwrap();
        let MarketCount { all: found, hardware: found_hardware, .. } = &counts.markets[0];
        assert!(found.is_exact && found_hardware.is_exact);
        let is = (found.number.as_str(), found_hardware.number.as_str());
        let (all, hardware) = (all.len().to_string(), hardware.len().to_string());
        assert_eq!(is, (all.as_str(), hardware.as_str()), "case {seed}: {}", case.print());
        *seen.entry(if all == "0" { "none" } else { "some" }).or_default() += 1;
        *seen.entry(if all == hardware { "all hardware" } else { "projected" }).or_default() += 1;
    });
    assert!(["none", "some", "all hardware", "projected"].iter().all(|kind| seen.contains_key(kind)), "{seen:?}");
}

/// Slots with so many candidates each, and more in solution.toml.
fn of_slots(sizes: &[usize], more: &str, of_part: impl Fn(usize, usize) -> String) -> MarketCount {
    let mut head = format!("[solution]\nname = 'many'\nmarkets = ['US']\ncurrency = 'USD'\n{more}\n");
    let mut parts = String::new();
    for (slot, size) in sizes.iter().enumerate() {
        let names: Vec<String> = (0..*size).map(|at| format!("'c{slot}-{at}'")).collect();
        let _ = writeln!(head, "[slots.s{slot}]\nchoose = [{}]", names.join(", "));
        for at in 0..*size {
            let _ = writeln!(parts, "[[components]]\nid = 'c{slot}-{at}'\nkind = 'hardware'\n{}", of_part(slot, at));
        }
    }
    let sources = [("solution.toml".to_owned(), head), ("catalog/c.toml".to_owned(), parts)];
    let compiled = Solution::from_sources(sources).unwrap_or_else(|faults| panic!("{faults}")).compile().unwrap();
    let request = Request::default().as_of("2026-11-22".parse().unwrap()).limit(200_000_000);
    compiled.count(&request).unwrap().markets.remove(0)
}

#[test]
fn independent_slots_multiply() {
    let count = of_slots(&[7; 120], "", |_, _| String::new());
    let mut power = vec![1_u8];
    for _ in 0..120 {
        let mut carry = 0_u32;
        for digit in &mut power {
            carry += u32::from(*digit) * 7;
            *digit = (carry % 10) as u8;
            carry /= 10;
        }
        while carry > 0 {
            power.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    let product: String = power.iter().rev().map(|digit| char::from(b'0' + digit)).collect();
    assert_eq!((count.all.number.as_str(), count.all.is_exact), (product.as_str(), true));
    assert_eq!(count.all, count.hardware);
}

#[test]
fn a_budget_leaves_a_binomial_sum() {
    // 60 slots that take 0 or 1 of 12: Σ over k ≤ 12 of (60 over k).
    let count = of_slots(&[2; 60], "[supplies]\nroom = 12", |_, at| format!("uses = {{ room = {at} }}"));
    let (mut choose, mut sum) = (1_u128, 1_u128);
    for k in 1..=12_u128 {
        choose = choose * (60 - k + 1) / k;
        sum += choose;
    }
    assert_eq!((count.all.number, count.all.is_exact), (sum.to_string(), true));
}

#[test]
fn a_chain_of_rules_is_counted_part_by_part() {
    // No two neighbours both take their second candidate: the words of length n without "11" are the Fibonacci numbers.
    let rules: String = (0..149)
        .map(|at| {
            let next = at + 1;
            format!("[[rules]]\nid = 'r{at}'\nthen = 'not (slot.s{at} == c{at}-1 and slot.s{next} == c{next}-1)'\n")
        })
        .collect();
    let count = of_slots(&[2; 150], &rules, |_, _| String::new());
    let (mut before, mut now) = (1_u128, 2_u128);
    for _ in 1..150 {
        (before, now) = (now, before + now);
    }
    assert_eq!((count.all.number, count.all.is_exact), (now.to_string(), true));
}

#[test]
fn a_limit_leaves_a_lower_bound() {
    let more = "[supplies]\nroom = 12";
    let exact = of_slots(&[2; 30], more, |_, at| format!("uses = {{ room = {at} }}"));
    let sources = |text: &str| ("solution.toml".to_owned(), text.to_owned());
    let mut head = format!("[solution]\nname = 'many'\nmarkets = ['US']\ncurrency = 'USD'\n{more}\n");
    let mut parts = String::new();
    for slot in 0..30 {
        let _ = writeln!(head, "[slots.s{slot}]\nchoose = ['c{slot}-0', 'c{slot}-1']");
        for at in 0..2 {
            let _ = writeln!(parts, "[[components]]\nid = 'c{slot}-{at}'\nkind = 'hardware'\nuses = {{ room = {at} }}");
        }
    }
    let solution = Solution::from_sources([sources(&head), ("catalog/c.toml".to_owned(), parts)]).unwrap();
    let compiled = solution.compile().unwrap();
    let mut bounds = Vec::new();
    for limit in [5_000, 20_000, 80_000, 100_000_000] {
        let request = Request::default().as_of("2026-11-22".parse().unwrap()).limit(limit);
        let count = compiled.count(&request).unwrap().markets.remove(0).all;
        bounds.push((count.number.parse::<u128>().unwrap(), count.is_exact));
    }
    let all: u128 = exact.all.number.parse().unwrap();
    assert!(bounds.iter().all(|(number, is_exact)| *number <= all && (*is_exact == (*number == all))), "{bounds:?}");
    assert!(!bounds[0].1 && bounds[3] == (all, true), "{bounds:?}");
    assert!(bounds[0].0 >= 1, "{bounds:?}");
}

/// The command's numbers, a market without any variant, and a limit that is too small.
#[cfg(feature = "cli")]
#[test]
fn the_command_counts_and_reports_what_it_could_not() {
    let lamp = common::lamp::Lamp::new();
    lamp.edit("solution.toml", "choose = [\"housing\"]", "choose = [\"housing\"]\noptional = true");
    let counts = lamp.run(&["count", "--format", "json"]).exits(0).json();
    assert_eq!(counts["schema"], "terroir.count/1");
    let of =
        |at: usize| (counts["markets"][at]["all"]["number"].clone(), counts["markets"][at]["all"]["exact"].clone());
    assert_eq!((of(0), of(1)), (("2".into(), true.into()), ("2".into(), true.into())));
    lamp.run(&["count", "--pin", "driver=driver-120"])
        .exits(1)
        .tells("market `DE` has no valid variant")
        .tells("terroir explain --market DE");
    lamp.run(&["count", "--limit", "1"]).exits(2).prints("at least").tells("the count is a lower bound");
}
