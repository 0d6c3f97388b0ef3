//! Laws on random small solutions, and an oracle that tries every assignment.
//!
//! `PROPERTY_CASES=20000 cargo test --test properties -- --nocapture` tries more of them and prints what they were.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;
mod oracle;

use common::parallel::{counted, wanted_cases};
use oracle::files::{Value, text};
use oracle::generator::{Case, KINDS, Random, VARIANT_KINDS, add_variants, generate, rule};
use oracle::question::Ground;
use oracle::{Answer, Guess, World, answer, each_guess, structure_fits};
use std::collections::BTreeMap;
use terroir::model::{OptionId, SlotId};
use terroir::verify::{CheckInput, PinnedSlot, PinnedTo, Selection, SetOption, cost, violations};
use terroir::{Bom, Number, Outcome, Request, Solution};

type Counts = BTreeMap<&'static str, u64>;

/// What must turn up among the answers, besides the constructs.
const OUTCOMES: [&str; 10] = [
    "resolved",
    "impossible",
    "carrier picked",
    "two carriers picked",
    "planned taken",
    "two planned taken",
    "decided by preference",
    "alternate",
    "agrees with a variant",
    "departs from all variants",
];

/// Tries random solutions in parallel and adds the counts up.
fn each_case(cases: u64, objective: Option<&[&str]>, test: impl Fn(&mut Case, u64, &mut Counts) + Sync) -> Counts {
    counted(cases, |seed, counts| {
        let mut case = generate(seed, objective);
        add_variants(&mut case, seed);
        test(&mut case, seed, counts);
    })
}

fn read(case: &Case) -> Solution {
    Solution::from_sources(case.sources()).unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()))
}

/// The answer to a case whose files were read.
fn ask(solution: &Solution, case: &Case) -> Outcome {
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
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
    compiled.resolve(&request).unwrap_or_else(|error| panic!("{error}\n{}", case.print()))
}

/// Reads a case and leaves out of its question what would be refused: pins of what is no candidate.
fn read_askable(case: &mut Case) -> Solution {
    let solution = read(case);
    Ground::of(solution.model(), case).keep_askable(case);
    solution
}

/// What the oracle's assignment looks like on a bill of materials.
fn expected(world: &World, answer: &Answer) -> String {
    let (model, guess, objectives) = (world.model, &answer.guess, &answer.objectives);
    let listed = model.header.objective.iter().map(|objective| objective.value.text()).zip(objectives);
    let objectives: Vec<String> = listed.map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{objectives:?} {}", world.words(guess))
}

fn found(world: &World, bom: &Bom) -> String {
    let wanted = world.model.header.objective.iter().map(|objective| objective.value.text());
    let value = |name: &String| bom.objective.iter().find(|one| one.name == *name).map(|one| one.value);
    let objectives: Vec<String> = wanted
        .map(|name| format!("{name} = {}", value(&name).map_or("nothing".to_owned(), |value| value.to_string())))
        .collect();
    let slots: Vec<String> =
        bom.lines.iter().map(|line| format!("{}: {}@{}", line.slot, line.component, line.version)).collect();
    let options: Vec<String> = bom.options.iter().map(|one| format!("{} = {}", one.name, one.value)).collect();
    let planned: Vec<&str> = bom.one_off.iter().map(|one| one.scheme.as_str()).collect();
    let amounts = bom.lines.iter().map(|line| line.cost).chain(bom.one_off.iter().map(|one| one.unit_cost));
    let cost = amounts.fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap());
    assert_eq!(cost, bom.cost(), "lines and one-off costs are not the cost");
    format!("{objectives:?} {slots:?} {options:?} {:?} {planned:?} cost {cost}", bom.carriers)
}

/// Other candidates that the oracle accepts with nothing else changed, by slot.
fn check_alternates(world: &World, guess: &Guess, bom: &Bom, case: &Case) -> bool {
    let mut any = false;
    for line in &bom.lines {
        let slot = world.model.find_slot(&line.slot).unwrap();
        let candidates = &world.view.slots[slot].as_ref().unwrap().candidates;
        let others = candidates.iter().filter(|id| guess.slots[slot.index()] != Some(**id));
        let fitting = others.filter(|id| {
            let mut other = guess.clone();
            other.slots[slot.index()] = Some(**id);
            world.candidates(slot.index()).contains(id) && world.is_right(&other)
        });
        let wanted: Vec<String> = fitting.map(|id| world.model.component_label(*id)).collect();
        let is = &line.alternates;
        assert!(*is == wanted, "alternates of `{}` are {is:?}, should be {wanted:?}: {}", line.slot, case.print());
        any |= !wanted.is_empty();
    }
    any
}

/// The note `unpublished` is given exactly where no variant of the solution has the options of the answer.
fn check_note(solution: &Solution, bom: &Bom, case: &Case) {
    let model = solution.model();
    let value = |at: usize| bom.options[at].value.clone();
    let agrees = model.variants.iter().any(|variant| {
        let mut set = variant.set.iter();
        set.all(|one| model.options[one.option].values[one.value as usize] == value(one.option.index()))
    });
    let is_noted = bom.warnings.iter().any(|warning| warning.code == "unpublished");
    assert_eq!(is_noted, !agrees && !model.variants.is_empty(), "{}", case.print());
}

fn count_answer(answer: &Answer, counts: &mut Counts) {
    let Answer { guess, ties, departs, .. } = answer;
    for (kind, happened) in [
        ("resolved", true),
        ("decided by preference", *ties > 1),
        ("carrier picked", !guess.carriers.is_empty()),
        ("two carriers picked", guess.carriers.len() > 1),
        ("planned taken", !guess.planned.is_empty()),
        ("two planned taken", guess.planned.len() > 1),
        ("departs from all variants", *departs),
    ] {
        *counts.entry(kind).or_default() += u64::from(happened);
    }
}

fn count_kinds(case: &Case, counts: &mut Counts) {
    case.seen.iter().for_each(|kind| *counts.entry(kind).or_default() += 1);
}

fn print_counts(what: &str, cases: u64, counts: &Counts) {
    let counts: Vec<String> = counts.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    println!("{what}: {cases} cases: {}", counts.join(", "));
}

#[test]
fn the_answer_is_the_one_that_trying_every_assignment_finds() {
    let cases = wanted_cases(5000);
    let counts = each_case(cases, None, |case, seed, counts| {
        let solution = read_askable(case);
        let ground = Ground::of(solution.model(), case);
        let volume = |scheme: &str| ground.shared_volume(scheme);
        let world = ground.world(case, &volume);
        count_kinds(case, counts);
        match (ask(&solution, case), answer(&world)) {
            (Outcome::Resolved(bom), Some(answer)) => {
                let (is, should) = (found(&world, &bom), expected(&world, &answer));
                assert_eq!(is, should, "case {seed}: {}", case.print());
                *counts.entry("alternate").or_default() +=
                    u64::from(check_alternates(&world, &answer.guess, &bom, case));
                let prefers = case.variant.is_none() && case.seen.contains("variant");
                *counts.entry("agrees with a variant").or_default() += u64::from(prefers && !answer.departs);
                check_note(&solution, &bom, case);
                count_answer(&answer, counts);
            }
            (Outcome::Conflict(conflict), None) => {
                // Structure is never a reason: only conditions of slots that contradict each other leave none to tell.
                let told = !conflict.reasons.is_empty() || !structure_fits(&world);
                assert!(told, "case {seed}: a conflict without a reason\n{}", case.print());
                *counts.entry("impossible").or_default() += 1;
            }
            (outcome, oracle) => {
                let oracle = oracle.map(|answer| expected(&world, &answer));
                panic!("case {seed}: {outcome:#?}\nthe oracle finds {oracle:?}\n{}", case.print());
            }
        }
    });
    print_counts("answers", cases, &counts);
    let never: Vec<&&str> = KINDS
        .iter()
        .chain(&VARIANT_KINDS)
        .chain(&OUTCOMES)
        .filter(|kind| counts.get(**kind).is_none_or(|count| *count == 0))
        .collect();
    assert!(never.is_empty(), "never seen: {never:?}");
}

#[test]
fn the_checker_accepts_what_the_oracle_accepts_and_counts_the_same_cost() {
    let cases = 300;
    let counts = each_case(cases, None, |case, seed, counts| {
        let solution = read_askable(case);
        let ground = Ground::of(solution.model(), case);
        let volume = |scheme: &str| ground.shared_volume(scheme);
        let world = ground.world(case, &volume);
        let set: Vec<_> = world
            .set
            .iter()
            .map(|(option, value)| SetOption { option: OptionId::at(*option), value: *value })
            .collect();
        let to = |ids: &Option<Vec<_>>| ids.clone().map_or(PinnedTo::Nothing, PinnedTo::OneOf);
        let pins = world.pins.iter().map(|(slot, ids)| PinnedSlot { slot: SlotId::at(*slot), to: to(ids) });
        let pins: Vec<_> = pins.collect();
        let without: Vec<_> = world.without.iter().copied().collect();
        let input = CheckInput {
            model: world.model,
            view: world.view,
            market: world.market,
            as_of: world.date,
            set: &set,
            pins: &pins,
            without: &without,
            without_parts: &[],
            without_offers: &[],
            variant: world.variant.map(|id| &world.model.variants[id]),
            shared_volume: &volume,
        };
        each_guess(&world, &mut |guess| {
            let selection = Selection {
                slots: guess.slots.clone().into(),
                options: guess.options.clone().into(),
                carriers: (0..world.view.carriers.len()).map(|at| guess.carriers.contains(&at)).collect(),
                planned: (0..world.view.certificates.len()).map(|at| guess.planned.contains(&at)).collect(),
                planned_parts: Vec::new(),
                ways: BTreeMap::new(),
                sites: Vec::new(),
                licenses: Vec::new(),
            };
            let (told, is_right) = (violations(&input, &selection), world.is_right(guess));
            assert_eq!(told.is_empty(), is_right, "case {seed}: {guess:?}: {told:?}\n{}", case.print());
            if is_right || guess.planned.is_empty() {
                let same_cost = cost(&input, &selection) == Some(world.cost(guess));
                assert!(same_cost, "case {seed}: {guess:?} costs something else\n{}", case.print());
            }
            *counts.entry(if is_right { "right" } else { "wrong" }).or_default() += 1;
        });
    });
    print_counts("assignments", cases, &counts);
    assert!(counts.contains_key("right") && counts.contains_key("wrong"));
}

/// A bill of materials without the places of its facts: those follow the files.
fn placeless(mut bom: Bom) -> Bom {
    bom.facts.iter_mut().for_each(|fact| fact.place = None);
    bom
}

#[test]
fn the_order_of_files_and_of_keys_changes_nothing() {
    let cases = 300;
    let counts = each_case(cases, None, |case, seed, counts| {
        let solution = read_askable(case);
        let mut random = Random::new(seed ^ 0x5eed);
        let mut other = generate(seed, None);
        add_variants(&mut other, seed);
        (other.set, other.pins, other.without) = (case.set.clone(), case.pins.clone(), case.without.clone());
        other.files = case.files.iter().map(|file| file.shuffled(&mut random)).collect();
        random.shuffle(&mut other.files);
        match (ask(&solution, case), ask(&read(&other), &other)) {
            (Outcome::Resolved(one), Outcome::Resolved(two)) => {
                assert_eq!(placeless(*one), placeless(*two), "case {seed}: {}\nand\n{}", case.print(), other.print());
                *counts.entry("resolved").or_default() += 1;
            }
            (Outcome::Conflict(_), Outcome::Conflict(_)) => *counts.entry("impossible").or_default() += 1,
            (one, two) => panic!("case {seed}: {one:?}\n{two:?}\n{}\nand\n{}", case.print(), other.print()),
        }
    });
    print_counts("orders", cases, &counts);
    assert!(counts.contains_key("resolved") && counts.contains_key("impossible"));
}

#[test]
fn a_market_asked_with_others_gets_the_answer_that_it_gets_alone() {
    let cases = 300;
    let counts = each_case(cases, None, |case, seed, counts| {
        let solution = read(case);
        let compiled = solution.compile().unwrap();
        let request = Request::default().as_of(case.date.parse().unwrap());
        let together =
            compiled.portfolio(&request).unwrap_or_else(|error| panic!("case {seed}: {error}\n{}", case.print()));
        for outcome in together.markets {
            let alone = request.for_markets([outcome.market()]);
            match (outcome, compiled.resolve(&alone).unwrap()) {
                (Outcome::Resolved(mut one), Outcome::Resolved(mut two)) => {
                    // Whether a line is shared is known of all markets together only.
                    one.lines.iter_mut().chain(&mut two.lines).for_each(|line| line.core = false);
                    assert_eq!(one, two, "case {seed}: {}", case.print());
                    *counts.entry("resolved").or_default() += 1;
                }
                (Outcome::Conflict(_), Outcome::Conflict(_)) => *counts.entry("impossible").or_default() += 1,
                (one, two) => panic!("case {seed}: {one:?}\n{two:?}\n{}", case.print()),
            }
        }
    });
    print_counts("markets", cases, &counts);
    assert!(counts.contains_key("resolved") && counts.contains_key("impossible"));
}

/// How an answer changes where the objective is the cost alone.
fn compare_costs(before: &Outcome, after: &Outcome) -> &'static str {
    match (before.bom(), after.bom()) {
        (None, None) => "impossible both",
        (None, Some(_)) => "became possible",
        (Some(_), None) => "became impossible",
        (Some(before), Some(after)) => match after.cost().cmp(&before.cost()) {
            std::cmp::Ordering::Less => "cheaper",
            std::cmp::Ordering::Equal => "same cost",
            std::cmp::Ordering::Greater => "dearer",
        },
    }
}

#[test]
fn one_more_rule_never_makes_possible_or_cheaper() {
    let cases = 300;
    let counts = each_case(cases, Some(&["cost"]), |case, seed, counts| {
        let before = ask(&read_askable(case), case);
        let block = rule(&case.names, seed ^ 0xadd);
        case.files[0].push(block);
        let change = compare_costs(&before, &ask(&read(case), case));
        assert!(!["became possible", "cheaper"].contains(&change), "case {seed}: {change}\n{}", case.print());
        *counts.entry(change).or_default() += 1;
    });
    print_counts("one more rule", cases, &counts);
    assert!(["became impossible", "same cost", "dearer"].iter().all(|change| counts.contains_key(change)));
}

/// Appends a component to the first slot of solution.toml that lists its candidates and does not have it yet.
fn add_candidate(case: &mut Case, seed: u64) -> bool {
    let mut random = Random::new(seed ^ 0xca4d);
    for block in case.files[0].blocks.iter_mut().filter(|block| block.header.starts_with("[slots.")) {
        let choose = block.keys.iter_mut().find(|(key, _)| key == "choose").map(|(_, value)| value);
        let Some(Value::List(listed)) = choose else { continue };
        let part = format!("p{}", random.below(4));
        if !listed.iter().any(|one| matches!((one, text(&part)), (Value::Raw(one), Value::Raw(part)) if *one == part)) {
            listed.push(text(part));
            return true;
        }
    }
    false
}

#[test]
fn one_more_candidate_never_makes_impossible_or_dearer() {
    let cases = 420;
    let counts = each_case(cases, Some(&["cost"]), |case, seed, counts| {
        let before = ask(&read_askable(case), case);
        if !add_candidate(case, seed) {
            return;
        }
        let change = compare_costs(&before, &ask(&read(case), case));
        assert!(!["became impossible", "dearer"].contains(&change), "case {seed}: {change}\n{}", case.print());
        *counts.entry(change).or_default() += 1;
    });
    print_counts("one more candidate", cases, &counts);
    assert!(["became possible", "same cost", "cheaper"].iter().all(|change| counts.contains_key(change)));
    assert!(counts.values().sum::<u64>() >= 300);
}
