//! The objective `regional` on random small portfolios, against an oracle that tries every joint assignment.
//!
//! `PROPERTY_CASES=20000 cargo test --test core -- --nocapture` tries more of them and prints what they were.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, dead_code, missing_docs)]

mod common;
#[path = "core/horizon.rs"]
mod horizon;
#[path = "core/limits.rs"]
mod limits;
mod oracle;

use common::parallel::{counted, wanted_cases};
use common::template;
use oracle::files::{Block, File, raw, table, text, texts};
use oracle::generator::{Case, Random, add_variants, generate};
use oracle::question::Ground;
use oracle::{Guess, World, each_guess};
use std::collections::BTreeMap;
use terroir::bom::{ExtraCost, PartVerdict};
use terroir::model::{AreaId, ComponentId, Objective};
use terroir::terms::Lifecycle;
use terroir::{Bom, Number, Outcome, Portfolio, Request, Solution};

/// What the random portfolios minimise, in turn.
const OBJECTIVES: [&[&str]; 9] = [
    &["regional"],
    &["regional", "cost"],
    &["cost", "regional"],
    &["core", "parts"],
    &["parts", "regional", "cost"],
    &["regional", "lead-time", "cost"],
    &["lead-time", "regional"],
    &["regional", "sum(power_w)", "cost"],
    &["parts", "regional", "sum(mass_g)"],
];

/// The most joint assignments that the oracle tries in one case.
const MOST: usize = 300_000;

/// A market as the oracle sees it: all that may be part of a joint answer, in the order of preference.
struct Market {
    code: String,
    entries: Vec<Entry>,
}

/// The best of all right assignments with the same lines.
struct Entry {
    guess: Guess,
    /// Component and quantity of each slot.
    lines: Vec<Option<(ComponentId, Number)>>,
    /// The objectives after `regional`.
    levels: Vec<Number>,
    /// The assignment in words.
    text: String,
}

/// `None` where the market has no right assignment.
fn market(world: &World, market: AreaId) -> Option<Market> {
    let listed: Vec<Objective> = world.model.header.objective.iter().map(|one| one.value.clone()).collect();
    let at = listed.iter().position(|one| *one == Objective::Regional).unwrap();
    let values = |guess: &Guess, asked: &[Objective]| -> Vec<Number> {
        asked.iter().map(|objective| world.objective(guess, objective)).collect()
    };
    let volume = world.model.header.volume(market);
    let weighed = |guess: &Guess| -> Vec<Number> {
        let after = &listed[at + 1..];
        let weighed = values(guess, after).into_iter().zip(after).map(|(value, objective)| match objective {
            Objective::Cost => value.checked_mul(volume).unwrap(),
            _ => value,
        });
        weighed.collect()
    };
    let mut least: Option<Vec<Number>> = None;
    let mut best: BTreeMap<Vec<Option<ComponentId>>, (Vec<Number>, Guess)> = BTreeMap::new();
    each_guess(world, &mut |guess| {
        if !world.is_right(guess) {
            return;
        }
        let mut before = vec![Number::from(u64::from(world.departs(guess)))];
        before.extend(values(guess, &listed[..at]));
        if least.as_ref().is_some_and(|least| *least < before) {
            return;
        }
        if least.as_ref().is_none_or(|least| before < *least) {
            best.clear();
            least = Some(before);
        }
        let levels = weighed(guess);
        let known = best.get(&guess.slots);
        let better = known.is_none_or(|(other, held)| {
            levels < *other || levels == *other && world.preference(guess) < world.preference(held)
        });
        if better {
            best.insert(guess.slots.clone(), (levels, guess.clone()));
        }
    });
    let entry = |(slots, (levels, guess)): (Vec<Option<ComponentId>>, (Vec<Number>, Guess))| {
        let lines = slots.iter().enumerate().map(|(slot, id)| id.map(|id| (id, world.quantity(slot)))).collect();
        Entry { text: world.words(&guess), guess, lines, levels }
    };
    let mut entries: Vec<Entry> = best.into_iter().map(entry).collect();
    entries.sort_by(|one, two| world.preference(&one.guess).cmp(&world.preference(&two.guess)));
    let code = world.model.areas.code(market).to_owned();
    (!entries.is_empty()).then_some(Market { code, entries })
}

fn told(bom: &Bom) -> String {
    let slots: Vec<String> =
        bom.lines.iter().map(|line| format!("{}: {}@{}", line.slot, line.component, line.version)).collect();
    let options: Vec<String> = bom.options.iter().map(|one| format!("{} = {}", one.name, one.value)).collect();
    let planned: Vec<&str> = bom.one_off.iter().map(|one| one.scheme.as_str()).collect();
    format!("{slots:?} {options:?} {:?} {planned:?} cost {}", bom.carriers, bom.cost())
}

/// Lines of all markets, less those of slots that all of them fill alike.
fn regional(entries: &[&Entry]) -> usize {
    let slots = entries.first().map_or(0, |entry| entry.lines.len());
    let lines: usize = entries.iter().map(|entry| entry.lines.iter().flatten().count()).sum();
    let alike = |slot: &usize| {
        entries[0].lines[*slot].is_some() && entries.iter().all(|entry| entry.lines[*slot] == entries[0].lines[*slot])
    };
    lines - entries.len() * (0..slots).filter(alike).count()
}

/// What is least: regional lines, then each level summed over the markets; then the first in the order of preference.
type Merit = (usize, Vec<Number>, Vec<usize>);

/// Every choice of one entry a market.
fn each_joint(markets: &[Market], visit: &mut dyn FnMut(&[usize], &[&Entry])) {
    let mut at = vec![0; markets.len()];
    loop {
        let entries: Vec<&Entry> = markets.iter().zip(&at).map(|(market, at)| &market.entries[*at]).collect();
        visit(&at, &entries);
        let Some(next) = (0..at.len()).rev().find(|place| at[*place] + 1 < markets[*place].entries.len()) else {
            return;
        };
        at[next] += 1;
        at[next + 1..].fill(0);
    }
}

/// The joint answer, as one entry a market, and how many lines are regional if each market takes its own best.
fn joint(markets: &[Market]) -> (Merit, usize) {
    let mut best: Option<Merit> = None;
    each_joint(markets, &mut |at, entries| {
        let mut levels = vec![Number::ZERO; entries[0].levels.len()];
        for entry in entries {
            levels.iter_mut().zip(&entry.levels).for_each(|(sum, one)| *sum = sum.checked_add(*one).unwrap());
        }
        let merit = (regional(entries), levels, at.to_vec());
        if best.as_ref().is_none_or(|best| merit < *best) {
            best = Some(merit);
        }
    });
    let alone: Vec<&Entry> =
        markets.iter().map(|market| market.entries.iter().min_by_key(|entry| entry.levels.clone()).unwrap()).collect();
    (best.unwrap(), regional(&alone))
}

/// A random portfolio; some have a third market.
fn portfolio_case(seed: u64) -> Case {
    let mut case = generate(seed, Some(OBJECTIVES[(seed % OBJECTIVES.len() as u64) as usize]));
    if seed.is_multiple_of(3) {
        let markets = case.files[0].blocks[0].keys.iter_mut().find(|(key, _)| key == "markets").unwrap();
        markets.1 = texts(["X2", "X9", "X1"]);
    }
    case.pins.clear();
    // Whole portfolios are asked for, so no variant is.
    add_variants(&mut case, seed);
    case.variant = None;
    case
}

/// A portfolio of three markets whose rules contradict each other: every slot can be alike, but not all at once.
fn contrary_case(seed: u64) -> Case {
    large_contrary_case(seed, 0)
}

/// The same with so many more slots and, in each market, so many more rules.
fn large_contrary_case(seed: u64, more: usize) -> Case {
    let mut random = Random::new(seed ^ 0xc0de);
    let mut case = portfolio_case(seed);
    let mut order = ["X1", "X2", "X3"];
    random.shuffle(&mut order);
    let mut solution = File::new("solution.toml");
    let head = [("name", text("contrary")), ("markets", texts(order)), ("currency", text("USD"))];
    let objective = ("objective", texts(OBJECTIVES[(seed % OBJECTIVES.len() as u64) as usize]));
    solution.push(Block::new("[solution]", head.into_iter().chain([objective])));
    solution.push(Block::new("[volumes]", [("X1", raw(random.below(3) * 500 + 1)), ("X2", raw(700))]));
    let slots = 3 + random.below(2) + more;
    for slot in 0..slots {
        let mut parts = ["p0", "p1", "p2", "p3"];
        random.shuffle(&mut parts);
        let mut block = Block::new(format!("[slots.s{slot}]"), [("choose", texts(&parts[..2 + random.below(2)]))]);
        if random.chance(25) {
            block.keys.push(("optional".to_owned(), raw(true)));
        }
        solution.push(block);
    }
    let mut catalog = File::new("catalog/parts.toml");
    for part in 0..4 {
        let mut block = Block::new("[[components]]", [("id", text(format!("p{part}"))), ("kind", text("hardware"))]);
        block.keys.push(("price".to_owned(), text(1 + random.below(3))));
        block.keys.push(("lead_weeks".to_owned(), raw(random.below(4))));
        let attributes = table([("power_w", raw(random.below(3))), ("mass_g", raw(random.below(3)))]);
        block.keys.push(("attributes".to_owned(), attributes));
        catalog.push(block);
    }
    let mut files = vec![solution, catalog];
    for area in ["X1", "X2", "X3"] {
        let mut file = File::new(&format!("regions/{area}.toml"));
        file.push(Block::new("", [("area", text(area)), ("name", text(area)), ("within", texts(["world"]))]));
        for rule in 0..1 + random.below(4) + more {
            let mut block = Block::new("[[rules]]", [("id", text(format!("{area}-{rule}")))]);
            let held = format!("slot.s{} == p{}", random.below(slots), random.below(4));
            let other = (random.below(slots), random.below(4), random.below(4));
            let then = match random.below(4) {
                0 => format!("not slot.s{}", other.0),
                1 => format!("slot.s{} != p{}", other.0, other.1),
                _ => format!("slot.s{} in (p{}, p{})", other.0, other.1, other.2),
            };
            if random.chance(75) {
                block.keys.push(("if".to_owned(), text(held)));
            }
            block.keys.push(("then".to_owned(), text(then)));
            file.push(block);
        }
        if random.chance(30) {
            let quantity = Block::new("[slots.s0]", [("quantity", raw(2))]);
            file.push(quantity);
        }
        files.push(file);
    }
    case.files = files;
    (case.set, case.without) = (Vec::new(), Vec::new());
    case
}

/// The least total cost of a year for ever fewer lines outside the core, as trying every joint assignment finds it.
fn curve(markets: &[Market]) -> Vec<(usize, Number)> {
    let mut least: BTreeMap<usize, Number> = BTreeMap::new();
    each_joint(markets, &mut |_, entries| {
        let total = entries.iter().fold(Number::ZERO, |sum, entry| sum.checked_add(entry.levels[0]).unwrap());
        let known = least.entry(regional(entries)).or_insert(total);
        *known = total.min(*known);
    });
    let mut points: Vec<(usize, Number)> = Vec::new();
    for (lines, total) in least {
        // More lines are only worth it where that is cheaper.
        if points.last().is_none_or(|(_, last)| total < *last) {
            points.push((lines, total));
        }
    }
    points.reverse();
    points
}

fn check_curve(solution: &Solution, request: &Request, markets: &[Market], seed: u64) -> usize {
    let found = solution.compile().unwrap().commonality(request).unwrap();
    let told: Vec<(usize, Number)> = found.points.iter().map(|point| (point.regional, point.total)).collect();
    assert!(found.complete, "case {seed}");
    assert_eq!(told, curve(markets), "case {seed}");
    for point in &found.points {
        let volumes = found.markets.iter().map(|code| {
            let model = solution.model();
            model.header.volume(model.areas.find(code).unwrap())
        });
        let year = volumes.zip(&point.costs).map(|(volume, cost)| volume.checked_mul(*cost).unwrap());
        assert_eq!(year.fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap()), point.total, "case {seed}");
    }
    told.len()
}

fn case_request(case: &Case) -> Request {
    let day = Request::default().as_of(case.date.parse().unwrap());
    let mut request = case.set.iter().fold(day, |request, (option, value)| request.set(option, value));
    request.without.clone_from(&case.without);
    request
}

fn ask(solution: &Solution, case: &Case) -> Option<Portfolio> {
    let compiled = solution.compile().ok()?;
    let request = case_request(case);
    Some(compiled.portfolio(&request).unwrap_or_else(|error| panic!("{error}\n{}", case.print())))
}

/// What the oracle counts over all cases.
type Counts = BTreeMap<&'static str, u64>;

fn compare(case: &Case, seed: u64, counts: &mut Counts) {
    let Ok(solution) = Solution::from_sources(case.sources()) else { return };
    let Some(answer) = ask(&solution, case) else { return };
    let model = solution.model();
    let mut ground = Ground::of(model, case);
    let mut markets = Vec::new();
    for area in model.header.markets.iter().map(|market| market.value) {
        ground.market = area;
        let volume = |scheme: &str| ground.shared_volume(scheme);
        markets.extend(market(&ground.world(case, &volume), area));
    }
    let resolved: Vec<&Bom> = answer.markets.iter().filter_map(Outcome::bom).collect();
    let codes: Vec<&str> = resolved.iter().map(|bom| bom.market.as_str()).collect();
    let wanted: Vec<&str> = markets.iter().map(|market| market.code.as_str()).collect();
    assert_eq!(codes, wanted, "case {seed}: markets with an answer\n{}", case.print());
    let size: usize = markets.iter().map(|market| market.entries.len()).product();
    if markets.is_empty() || size > MOST {
        *counts.entry(if markets.is_empty() { "impossible" } else { "too many" }).or_default() += 1;
        return;
    }
    let ((lines, _, chosen), alone) = joint(&markets);
    let is: usize = resolved.iter().flat_map(|bom| &bom.lines).filter(|line| !line.core).count();
    assert_eq!(is, lines, "case {seed}: regional lines\n{}", case.print());
    for ((bom, market), at) in resolved.iter().zip(&markets).zip(&chosen) {
        assert_eq!(told(bom), market.entries[*at].text, "case {seed}: {}\n{}", market.code, case.print());
        let own = bom.lines.iter().filter(|line| !line.core).count();
        let objective = bom.objective.iter().find(|one| one.name == "regional").unwrap().value;
        assert_eq!(objective, Number::from(own as u64), "case {seed}");
    }
    if solution.model().header.objective.iter().map(|one| one.value.text()).eq(["regional", "cost"]) {
        let points = check_curve(&solution, &case_request(case), &markets, seed);
        *counts.entry("curves of several points").or_default() += u64::from(points > 1);
    }
    for (kind, happened) in [
        ("compared", true),
        ("several markets", markets.len() > 1),
        ("three markets", markets.len() > 2),
        ("some regional", lines > 0),
        ("fewer than alone", lines < alone),
        ("one left out", markets.len() < answer.markets.len()),
    ] {
        *counts.entry(kind).or_default() += u64::from(happened);
    }
}

/// Compares random portfolios in parallel and adds the counts up.
fn each_case(usual: u64, case: impl Fn(u64) -> Case + Sync) -> Counts {
    let cases = wanted_cases(usual);
    let counts = counted(cases, |seed, counts| compare(&case(seed), seed, counts));
    println!("portfolios: {cases} cases: {counts:?}");
    assert!(counts["compared"] * 2 >= cases, "{counts:?}");
    for kind in ["several markets", "three markets", "some regional", "fewer than alone", "one left out"] {
        assert!(counts[kind] > 10, "hardly any case with {kind}: {counts:?}");
    }
    counts
}

#[test]
fn the_markets_together_get_the_answer_that_trying_every_joint_assignment_finds() {
    each_case(1500, portfolio_case);
}

/// What is said of a component in another market, against the answer with the slot pinned to it.
fn check_verdict(
    solution: &Solution,
    request: &Request,
    bom: &Bom,
    (slot, component): (&str, &str),
    verdict: &PartVerdict,
) {
    let pinned = component.split_once('@').map_or(component.to_owned(), |(id, version)| format!("{id}@={version}"));
    let question = request.for_markets([&bom.market]).pin(slot, pinned);
    let held = match solution.compile().unwrap().resolve(&question) {
        Ok(Outcome::Resolved(other)) => {
            let stands = other.lines.iter().any(|line| line.slot == slot);
            // A pin may also leave the slot empty by another option; whether the component could stand is not told then.
            if !stands && matches!(verdict, PartVerdict::Costs(_)) {
                return;
            }
            stands.then(|| other.cost().checked_sub(bom.cost()).unwrap())
        }
        Ok(_) => None,
        Err(_) => {
            assert_eq!(*verdict, PartVerdict::NoCandidate, "{slot} {component} in {}", bom.market);
            return;
        }
    };
    match verdict {
        PartVerdict::Costs(more) => assert_eq!(held, Some(*more), "{slot} {component} in {}", bom.market),
        PartVerdict::Barred(_) => assert_eq!(held, None, "{slot} {component} in {}", bom.market),
        other => panic!("{other:?}: {slot} {component} in {}", bom.market),
    }
}

#[test]
fn what_is_said_of_a_split_slot_is_what_pins_answer() {
    let (mut verdicts, mut serving) = (0, 0);
    for seed in 1..=400 {
        let case = generate(seed, Some(&["cost"]));
        let Ok(solution) = Solution::from_sources(case.sources()) else { continue };
        let compiled = solution.compile().unwrap();
        let request = Request::default().as_of(case.date.parse().unwrap());
        let portfolio = compiled.portfolio(&request).unwrap();
        for split in compiled.splits(&request, &portfolio).unwrap() {
            let bom = |code: &str| portfolio.markets.iter().find(|one| one.market() == code).unwrap().bom().unwrap();
            for filling in &split.fillings {
                let mut eol = solution.model().components.iter().filter(|one| one.lifecycle == Lifecycle::Eol);
                // A pin takes what is at the end of its life.
                if eol.any(|one| filling.component.split('@').next() == Some(one.id.as_str())) {
                    continue;
                }
                for elsewhere in &filling.elsewhere {
                    let asked = (split.slot.as_str(), filling.component.as_str());
                    check_verdict(&solution, &request, bom(&elsewhere.market), asked, &elsewhere.verdict);
                    verdicts += 1;
                }
            }
            for ExtraCost { market, amount: more, .. } in
                split.one_for_all.iter().filter(|one| one.is_candidate).flat_map(|one| &one.more)
            {
                let part = split.one_for_all.as_ref().unwrap().component.as_str();
                check_verdict(&solution, &request, bom(market), (&split.slot, part), &PartVerdict::Costs(*more));
                serving += 1;
            }
        }
    }
    println!("{verdicts} verdicts, {serving} of parts that serve all");
    assert!(verdicts > 30 && serving > 10, "{verdicts} {serving}");
}

#[test]
fn where_not_all_slots_can_be_alike_at_once_the_right_ones_are() {
    let counts = each_case(1500, contrary_case);
    assert!(counts["curves of several points"] > 10, "{counts:?}");
}

/// The street light with other objectives.
fn street_light(objective: &str) -> Solution {
    let mut files = template("street-light");
    let text = &mut files[0].1;
    assert!(text.contains("objective = [\"cost\"]"));
    *text = text.replacen("objective = [\"cost\"]", &format!("objective = {objective}"), 1);
    Solution::from_sources(files).unwrap()
}

#[test]
fn the_street_light_shares_more_where_that_comes_before_the_cost() {
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    let answer = |objective: &str| street_light(objective).compile().unwrap().portfolio(&request).unwrap();
    let (apart, common) = (answer("[\"cost\", \"regional\"]"), answer("[\"regional\", \"cost\"]"));
    let price = street_light("[\"parts\", \"cost\"]").compile().unwrap().commonality(&request).unwrap();
    assert!(price.complete);
    for (portfolio, point) in [(&apart, price.points.first()), (&common, price.points.last())] {
        let point = point.unwrap();
        let boms: Vec<&Bom> = portfolio.markets.iter().map(|outcome| outcome.bom().unwrap()).collect();
        let regional = boms.iter().flat_map(|bom| &bom.lines).filter(|line| !line.core).count();
        assert_eq!(regional, point.regional);
        assert_eq!(boms.iter().map(|bom| bom.cost()).collect::<Vec<_>>(), point.costs);
    }
    assert!(common.core.share > apart.core.share && common.core.cost_share > apart.core.cost_share);
    let text = format!(
        "{}\n{}",
        terroir::export::core_sentence(&common.core),
        terroir::export::commonality(&price, &common.markets[0].bom().unwrap().currency)
    );
    insta::assert_snapshot!(text);
}

#[cfg(feature = "cli")]
#[test]
fn a_matrix_as_json_tells_what_splits_and_what_it_costs() {
    let arguments = ["matrix", "--as-of", "2026-11-22", "--format", "json", "--commonality"];
    let run = || common::lamp::run(&common::project("examples/street-light"), &arguments).exits(0);
    let value = run().json();
    assert_eq!(value["schema"], "terroir.matrix/1");
    let splits = value["splits"].as_array().unwrap();
    let core = value["core"]["lines"].as_array().unwrap();
    assert!(!splits.is_empty() && !core.is_empty());
    assert!(splits.iter().all(|split| !core.contains(&split["slot"])));
    let points = value["commonality"]["points"].as_array().unwrap();
    assert!(points.len() > 1 && points.iter().all(|point| point["proved"] == true));
    let verdicts = splits.iter().flat_map(|split| split["components"].as_array().unwrap());
    let verdicts = verdicts.flat_map(|component| component["elsewhere"].as_array().unwrap());
    let kinds: std::collections::BTreeSet<&str> = verdicts.map(|one| one["verdict"].as_str().unwrap()).collect();
    assert!(kinds.contains("barred") && kinds.contains("possible"), "{kinds:?}");
    assert_eq!(run().stdout, run().stdout);
}
