//! The fewest SKUs: laws on random small solutions against an oracle that tries every assignment and every split, and
//! small solutions made for one question each.
//!
//! `PROPERTY_CASES=5000 cargo test --test skus -- --nocapture` tries more of them and prints what they were.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;
#[allow(dead_code)]
mod oracle;

use common::parallel::{counted, wanted_cases};
use oracle::files::{Block, File, raw, text, texts};
use oracle::generator::{Case, Random, generate, rule};
use oracle::question::Ground;
use oracle::{World, each_guess};
use std::collections::{BTreeMap, BTreeSet};
use terroir::bom::{Proof, Skus};
use terroir::model::ComponentId;
use terroir::terms::ComponentKind;
use terroir::{Number, Request, SkuDepth, Solution, export};

/// What fills the hardware slots: slot → component and pieces.
type Hardware = Vec<Option<(ComponentId, Number)>>;

/// A market's hardware sets with the least cost of one product with each.
type Sets = BTreeMap<Hardware, Number>;

/// A random case with up to five markets: further ones lie in the first two and have a rule or two of their own.
fn wide_case(seed: u64) -> (Case, Vec<String>) {
    let mut random = Random::new(seed ^ 0x5c5);
    let mut case = generate(seed, Some(&["cost"]));
    let mut codes = vec!["X1".to_owned(), "X2".to_owned()];
    for at in 3..3 + random.below(4) {
        let code = format!("X{}", at + 7);
        let mut file = File::new(&format!("regions/{code}.toml"));
        let within = if random.chance(50) { "X1" } else { "X2" };
        file.push(Block::new("", [("area", text(&code)), ("name", text(&code)), ("within", texts([within]))]));
        if random.chance(80) {
            file.push(rule(&case.names, seed.wrapping_mul(31).wrapping_add(at as u64)));
        }
        case.files.push(file);
        codes.push(code);
    }
    let head = &mut case.files[0].blocks[0];
    head.keys.iter_mut().filter(|(key, _)| key == "markets").for_each(|(_, value)| *value = texts(&codes));
    head.keys.push(("sku-cost".to_owned(), text(random.pick(&["0", "7.50", "5000"]))));
    if let Some(volumes) = case.files[0].blocks.iter_mut().find(|block| block.header == "[volumes]") {
        codes.iter().skip(2).for_each(|code| volumes.keys.push((code.clone(), raw(50 + random.below(900)))));
    }
    without_flags(&mut case);
    (case, codes)
}

/// The request has no flags, so the oracle's question has none.
fn without_flags(case: &mut Case) {
    case.set.clear();
    case.pins.clear();
    case.without.clear();
}

/// A random case in which markets differ in what they may not have: three slots of which one may hold software, firmware
/// that hangs on hardware, and bans.
fn barred_case(seed: u64) -> (Case, Vec<String>) {
    let mut random = Random::new(seed ^ 0xba2);
    let mut case = generate(seed, Some(&["cost"]));
    let codes: Vec<String> = (1..=2 + random.below(4)).map(|at| format!("X{at}")).collect();
    let focused = random.chance(50);
    let mut solution = File::new("solution.toml");
    let head = [("name", text("barred")), ("markets", texts(&codes)), ("currency", text("USD"))];
    solution.push(Block::new("[solution]", head));
    solution.blocks[0].keys.push(("sku-cost".to_owned(), text(random.pick(&["0", "7.50", "900"]))));
    let units = codes.iter().map(|code| (code.clone(), raw(50 + random.below(4) * 100)));
    solution.push(Block { header: "[volumes]".to_owned(), keys: units.collect() });
    let mut catalog = File::new("catalog/parts.toml");
    for (slot, kinds) in [
        ("s0", ["hardware"; 4]),
        ("s1", ["hardware"; 4]),
        ("s2", ["hardware", "software", "software", "hardware"]),
        ("fw", ["firmware"; 4]),
    ] {
        let count = if slot == "s0" && focused { 3 } else { 2 + random.below(3) };
        let ids: Vec<String> = (0..count).map(|at| format!("{slot}-{at}")).collect();
        for (id, kind) in ids.iter().zip(kinds) {
            let price = text(format!("{}", 1 + random.below(5)));
            let keys = [("id", text(id)), ("version", text("1.0.0")), ("kind", text(kind)), ("price", price)];
            catalog.push(Block::new("[[components]]", keys));
        }
        let mut block = Block::new(format!("[slots.{slot}]"), [("choose", texts(&ids))]);
        if random.chance(20) {
            block.keys.push(("optional".to_owned(), raw(true)));
        }
        if slot == "s1" && random.chance(30) {
            block.keys.push(("quantity".to_owned(), raw(2)));
        }
        solution.push(block);
    }
    for at in 0..random.below(3) {
        let (one, two) = (random.pick(&["s0", "s1", "s2"]), random.pick(&["fw", "s1", "s2"]));
        let rule = [
            ("id", text(format!("link-{at}"))),
            ("if", text(format!("slot.{one} == {one}-{}", random.below(2)))),
            ("then", text(format!("slot.{two} == {two}-{}", random.below(2)))),
        ];
        solution.push(Block::new("[[rules]]", rule));
    }
    case.files = vec![solution, catalog];
    for code in &codes {
        let mut file = File::new(&format!("regions/{code}.toml"));
        file.push(Block::new("", [("area", text(code)), ("name", text(code)), ("within", texts(["world"]))]));
        for at in 0..random.below(4) {
            let slot = if focused { "s0" } else { random.pick(&["s0", "s1", "s2", "fw"]) };
            let then = text(format!("slot.{slot} != {slot}-{}", random.below(if focused { 3 } else { 2 })));
            file.push(Block::new("[[rules]]", [("id", text(format!("ban-{at}"))), ("then", then)]));
        }
        case.files.push(file);
    }
    case.market = "X1";
    without_flags(&mut case);
    (case, codes)
}

/// Every hardware set that serves a market, by trying every assignment.
fn sets_of(ground: &Ground<'_>, code: &str) -> Sets {
    let market = ground.model.areas.find(code).unwrap();
    let volume = |scheme: &str| ground.volume_shared_with(market, scheme);
    let world = World {
        model: ground.model,
        view: &ground.view[&market],
        market,
        date: ground.date,
        set: BTreeMap::new(),
        pins: BTreeMap::new(),
        without: BTreeSet::new(),
        variant: None,
        volume: &volume,
    };
    let mut sets = Sets::new();
    each_guess(&world, &mut |guess| {
        if world.is_right(guess) {
            let filled = guess.slots.iter().enumerate().map(|(slot, id)| {
                let id = (*id)?;
                let hardware = ground.model.components[id].kind == ComponentKind::Hardware;
                hardware.then(|| (id, pieces(&world, slot)))
            });
            let cost = world.cost(guess);
            let known = sets.entry(filled.collect()).or_insert(cost);
            *known = cost.min(*known);
        }
    });
    sets
}

/// Pieces in one product: quantities multiplied up the structure.
fn pieces(world: &World<'_>, slot: usize) -> Number {
    world.quantity(slot)
}

/// The cheapest hardware that serves all of some markets: cost at their volumes, and the hardware; ties go to the earliest.
fn shared(sets: &[Sets], volumes: &[Number], group: &[usize], order: &Order) -> Option<(Number, Hardware)> {
    let (first, rest) = group.split_first()?;
    let common = sets[*first].keys().filter(|hardware| rest.iter().all(|market| sets[*market].contains_key(*hardware)));
    let priced = common.map(|hardware| {
        let each = group.iter().map(|market| sets[*market][hardware].checked_mul(volumes[*market]).unwrap());
        (each.fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap()), order.of(hardware), hardware.clone())
    });
    priced.min().map(|(cost, _, hardware)| (cost, hardware))
}

/// The order of preference of what may fill a slot: nothing, then as the first market that lists it has it.
struct Order(Vec<Vec<(ComponentId, Number)>>);

impl Order {
    fn new(ground: &Ground<'_>, codes: &[String]) -> Self {
        let mut order: Vec<Vec<(ComponentId, Number)>> = vec![Vec::new(); ground.model.slots.len()];
        for code in codes {
            let market = ground.model.areas.find(code).unwrap();
            let view = &ground.view[&market];
            let volume = |_: &str| Number::ONE;
            let (set, pins, without) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
            let world = World {
                model: ground.model,
                view,
                market,
                date: ground.date,
                set,
                pins,
                without,
                variant: None,
                volume: &volume,
            };
            for (slot, definition) in view.slots.iter().enumerate() {
                for id in definition.iter().flat_map(|definition| &definition.candidates) {
                    let filling = (*id, pieces(&world, slot));
                    let is_new = !order[slot].contains(&filling);
                    order[slot].extend(is_new.then_some(filling));
                }
            }
        }
        Self(order)
    }

    fn of(&self, hardware: &Hardware) -> Vec<Option<usize>> {
        let place =
            |(slot, filling): (&Vec<_>, &Option<_>)| filling.map(|one| slot.iter().position(|known| *known == one));
        self.0.iter().zip(hardware).map(|pair| place(pair).flatten()).collect()
    }
}

/// All splits of so many things into groups, each thing in change_point joining an earlier group or opening one.
fn splits(count: usize) -> Vec<Vec<Vec<usize>>> {
    let mut all: Vec<Vec<Vec<usize>>> = vec![Vec::new()];
    for thing in 0..count {
        let mut longer = Vec::new();
        for split in all {
            for at in 0..=split.len() {
                let mut next: Vec<Vec<usize>> = split.clone();
                if at == split.len() {
                    next.push(Vec::new());
                }
                next[at].push(thing);
                longer.push(next);
            }
        }
        all = longer;
    }
    all
}

/// What the oracle says of some markets: their groups and the cost, by the fewest groups, the least cost, the first split.
struct Expected {
    groups: Vec<Vec<usize>>,
    hardware: Vec<Hardware>,
    cost: Number,
}

fn expected(sets: &[Sets], volumes: &[Number], order: &Order, at_most: Option<usize>) -> Option<Expected> {
    let mut best: Option<((usize, Number), Expected)> = None;
    for groups in splits(sets.len()) {
        if at_most.is_some_and(|most| groups.len() > most) {
            continue;
        }
        let found: Option<Vec<(Number, Hardware)>> =
            groups.iter().map(|group| shared(sets, volumes, group, order)).collect();
        let Some(found) = found else { continue };
        let cost = found.iter().fold(Number::ZERO, |sum, (cost, _)| sum.checked_add(*cost).unwrap());
        let key = (if at_most.is_some() { 0 } else { groups.len() }, cost);
        if best.as_ref().is_none_or(|(known, _)| key < *known) {
            let hardware = found.into_iter().map(|(_, hardware)| hardware).collect();
            best = Some((key, Expected { groups, hardware, cost }));
        }
    }
    best.map(|(_, expected)| expected)
}

fn print(ground: &Ground<'_>, hardware: &Hardware) -> Vec<String> {
    let label = |id: ComponentId| {
        let component = &ground.model.components[id];
        format!("{}@{}", component.id, component.version)
    };
    let filled = hardware.iter().enumerate().filter_map(|(slot, filling)| Some((slot, (*filling)?)));
    filled
        .map(|(slot, (id, pieces))| format!("{} {} x{pieces}", ground.model.slots.as_slice()[slot].name, label(id)))
        .collect()
}

fn check_case(seed: u64, counts: &mut BTreeMap<&'static str, u64>) {
    let (case, codes) = if seed.is_multiple_of(3) { wide_case(seed) } else { barred_case(seed) };
    let solution = Solution::from_sources(case.sources()).unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
    let ground = Ground::of(solution.model(), &case);
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
    let request = Request::default().as_of(case.date.parse().unwrap());
    let found = compiled.skus(&request, SkuDepth::UpTo(5), &mut |_| {});
    let found = found.unwrap_or_else(|error| panic!("case {seed}: {error}\n{}", case.print()));
    let all: Vec<Sets> = codes.iter().map(|code| sets_of(&ground, code)).collect();
    let served: Vec<usize> = (0..codes.len()).filter(|at| !all[*at].is_empty()).collect();
    let unservable: Vec<&String> = (0..codes.len()).filter(|at| all[*at].is_empty()).map(|at| &codes[at]).collect();
    let told: Vec<&String> = found.unservable.iter().map(|conflict| &conflict.market).collect();
    assert_eq!(told, unservable, "case {seed}: {}", case.print());
    assert!(found.minimum.is_proved() && found.undecided.is_empty(), "case {seed}: {}", case.print());
    let sets: Vec<Sets> = served.iter().map(|at| all[*at].clone()).collect();
    let volume = |at: &usize| ground.model.header.volume(ground.model.areas.find(&codes[*at]).unwrap());
    let volumes: Vec<Number> = served.iter().map(volume).collect();
    let order = Order::new(&ground, &codes);
    let wanted = expected(&sets, &volumes, &order, None).unwrap();
    compare(&format!("case {seed}: {}", case.print()), &ground, (&codes, &served), &wanted, &found);
    check_curve(seed, &case, (&codes, &served), (&sets, &volumes, &order), &found);
    for (kind, happened) in [
        ("one SKU", wanted.groups.len() == 1),
        ("several SKUs", wanted.groups.len() > 1),
        ("three or more SKUs", wanted.groups.len() > 2),
        ("a SKU for several markets beside another", wanted.groups.len() > 1 && wanted.groups.len() < served.len()),
        ("unservable", !unservable.is_empty()),
        ("none servable", served.is_empty()),
        ("exhaustive", matches!(found.minimum.proof, Proof::Exhaustive { .. })),
        ("pairwise apart", matches!(found.minimum.proof, Proof::PairwiseApart { .. })),
    ] {
        *counts.entry(kind).or_default() += u64::from(happened);
    }
}

fn compare(told: &str, ground: &Ground<'_>, (codes, served): (&[String], &[usize]), wanted: &Expected, found: &Skus) {
    let should: Vec<(Vec<&String>, Vec<String>)> = wanted
        .groups
        .iter()
        .zip(&wanted.hardware)
        .map(|(group, hardware)| (group.iter().map(|at| &codes[served[*at]]).collect(), print(ground, hardware)))
        .collect();
    let is: Vec<(Vec<&String>, Vec<String>)> = found
        .skus
        .iter()
        .map(|sku| {
            let line = |one: &terroir::bom::Fitted| {
                format!("{} {}@{} x{}", one.slot, one.component, one.version, one.quantity)
            };
            (sku.markets.iter().map(|one| &one.market).collect(), sku.hardware.iter().map(line).collect())
        })
        .collect();
    assert_eq!(is, should, "{told}");
    let keeping = found.sku_cost.checked_mul(Number::from(wanted.groups.len() as u64)).unwrap();
    let cost = wanted.cost.checked_add(keeping).unwrap();
    let bounds = found.cost.unwrap();
    assert!(bounds.is_proved(), "{told}");
    assert_eq!(bounds.cost, cost, "{told}");
}

/// Fewer SKUs serve as many markets as any could, and more cost as little as any could.
fn check_curve(
    seed: u64,
    case: &Case,
    (codes, served): (&[String], &[usize]),
    (sets, volumes, order): (&[Sets], &[Number], &Order),
    found: &Skus,
) {
    for point in &found.curve {
        assert!(point.served_proved, "case {seed}: {}", case.print());
        let keep: Vec<usize> = (0..sets.len()).filter(|at| point.served.contains(&codes[served[*at]])).collect();
        let some = |list: &[usize]| list.iter().map(|at| sets[*at].clone()).collect::<Vec<Sets>>();
        let units = |list: &[usize]| list.iter().map(|at| volumes[*at]).collect::<Vec<Number>>();
        let wanted = expected(&some(&keep), &units(&keep), order, Some(point.skus)).unwrap();
        let keeping = found.sku_cost.checked_mul(Number::from(point.skus as u64)).unwrap();
        let bounds = point.cost.unwrap();
        assert_eq!(bounds.cost, wanted.cost.checked_add(keeping).unwrap(), "case {seed}: {point:?} {}", case.print());
        assert!(bounds.is_proved());
        let sum = |list: &[Number]| list.iter().fold(Number::ZERO, |sum, one| sum.checked_add(*one).unwrap());
        let worth = |list: &[usize]| (list.len(), sum(&units(list)));
        for mask in 0..1_usize << sets.len() {
            let other: Vec<usize> = (0..sets.len()).filter(|at| mask >> at & 1 == 1).collect();
            if worth(&other) > worth(&keep) {
                let could = expected(&some(&other), &units(&other), order, Some(point.skus));
                assert!(could.is_none(), "case {seed}: {point:?} could serve {other:?}\n{}", case.print());
            }
        }
    }
}

#[test]
fn the_plan_is_the_one_that_trying_every_assignment_and_every_split_finds() {
    let cases = wanted_cases(600);
    let all = counted(cases, check_case);
    println!("{cases} cases: {all:?}");
    let never: Vec<_> = all.iter().filter(|(_, count)| **count == 0).collect();
    assert!(never.is_empty(), "never seen: {never:?}");
}

/// A solution of one slot `part` that each of some markets fills as it may, all at the same price unless told.
struct Shop {
    /// Market, and the parts it may not have.
    markets: Vec<(&'static str, Vec<&'static str>)>,
    parts: Vec<(&'static str, &'static str)>,
    head: &'static str,
}

impl Shop {
    fn solution(&self) -> Solution {
        let codes: Vec<String> = self.markets.iter().map(|(code, _)| format!("'{code}'")).collect();
        let parts: Vec<String> = self.parts.iter().map(|(id, _)| format!("'{id}'")).collect();
        let mut files = vec![(
            "solution.toml".to_owned(),
            format!(
                "[solution]\nname = 'shop'\nmarkets = [{}]\ncurrency = 'USD'\n{}\n[slots.part]\nchoose = [{}]\n\
                 [slots.firmware]\nchoose = ['fw']\n",
                codes.join(", "),
                self.head,
                parts.join(", ")
            ),
        )];
        let part =
            |(id, price): &(&str, &str)| format!("[[components]]\nid = '{id}'\nkind = 'hardware'\nprice = '{price}'\n");
        let firmware = "[[components]]\nid = 'fw'\nversion = '1.0.0'\nkind = 'firmware'\n";
        files.push(("catalog/parts.toml".to_owned(), self.parts.iter().map(part).collect::<String>() + firmware));
        for (code, barred) in &self.markets {
            let rule = |part: &&str| format!("[[rules]]\nid = 'no-{part}'\nthen = 'slot.part != {part}'\n");
            let rules: String = barred.iter().map(rule).collect();
            files.push((
                format!("regions/{code}.toml"),
                format!("area = '{code}'\nname = '{code}'\nwithin = ['world']\n{rules}"),
            ));
        }
        Solution::from_sources(files).unwrap_or_else(|faults| panic!("{faults}"))
    }

    fn ask(&self, change: impl FnOnce(&mut Request)) -> Skus {
        let mut request = Request::default().as_of("2026-11-22".parse().unwrap());
        change(&mut request);
        self.solution().compile().unwrap().skus(&request, SkuDepth::Usual, &mut |_| {}).unwrap()
    }
}

/// `A part: M1 M2`, one line a SKU.
fn plan(skus: &Skus) -> Vec<String> {
    let line = |sku: &terroir::bom::Sku| {
        let hardware: Vec<&str> = sku.hardware.iter().map(|one| one.component.as_str()).collect();
        let markets: Vec<&str> = sku.markets.iter().map(|one| one.market.as_str()).collect();
        format!("{} {}: {}", sku.id, hardware.join(" "), markets.join(" "))
    };
    skus.skus.iter().map(line).collect()
}

fn three() -> Shop {
    Shop {
        markets: vec![("M1", vec!["a"]), ("M2", vec!["b"]), ("M3", vec!["c"])],
        parts: vec![("a", "1"), ("b", "1"), ("c", "1")],
        head: "",
    }
}

#[test]
fn three_markets_that_share_in_pairs_only_are_a_proof_by_all_splits() {
    let found = three().ask(|_| {});
    assert_eq!(plan(&found), ["A c: M1 M2", "B a: M3"]);
    assert!(found.minimum.is_proved());
    assert!(matches!(found.minimum.proof, Proof::Exhaustive { .. }), "{:?}", found.minimum.proof);
}

#[test]
fn markets_apart_in_pairs_are_told_with_slot_and_reasons() {
    let shop = Shop {
        markets: vec![("M1", vec!["b"]), ("M2", vec!["a"])],
        parts: vec![("a", "1"), ("b", "2")],
        head: "sku-cost = '50'\n[volumes]\nM1 = 10\nM2 = 20",
    };
    let found = shop.ask(|_| {});
    let Proof::PairwiseApart { markets, pairs } = &found.minimum.proof else { panic!("{:?}", found.minimum.proof) };
    assert_eq!(*markets, ["M1", "M2"]);
    let [pair] = &pairs[..] else { panic!("{pairs:?}") };
    assert_eq!(pair.slots, ["part"]);
    let reasons: Vec<&str> = pair.reasons.iter().map(|one| one.market.as_str()).collect();
    assert_eq!(reasons, ["M1", "M2"]);
    // 10 × 1 + 20 × 2 + 2 × 50.
    assert_eq!(found.cost.unwrap().cost, Number::from(150_u32));
    insta::assert_snapshot!(export::skus_table(&found));
    insta::assert_snapshot!(export::skus_markdown(&found));
    insta::assert_snapshot!(export::skus_json(&found).unwrap());
}

#[test]
fn a_market_that_nothing_serves_is_listed_with_its_reasons_and_the_others_are_served() {
    let shop = Shop {
        markets: vec![("M1", vec!["a", "b"]), ("M2", vec!["a"])],
        parts: vec![("a", "1"), ("b", "2")],
        head: "",
    };
    let found = shop.ask(|_| {});
    assert_eq!(plan(&found), ["A b: M2"]);
    let [conflict] = &found.unservable[..] else { panic!("{:?}", found.unservable) };
    assert_eq!((conflict.market.as_str(), conflict.reasons.len()), ("M1", 2));
    let text = export::skus_table(&found);
    assert!(text.contains("no hardware serves M1"), "{text}");
}

#[test]
fn one_more_sku_is_worth_its_keep_only_where_it_saves_more() {
    let shop =
        |head| Shop { markets: vec![("M1", vec!["a"]), ("M2", vec![])], parts: vec![("a", "1"), ("b", "2")], head };
    for (head, costs) in [("", ["4000", "3000"]), ("sku-cost = '2500'", ["6500", "8000"])] {
        let found = shop(head).ask(|_| {});
        assert_eq!(plan(&found), ["A b: M1 M2"]);
        let curve: Vec<String> = found.curve.iter().map(|point| point.cost.unwrap().cost.to_string()).collect();
        assert_eq!(curve, costs);
    }
}

#[test]
fn a_lock_decides_among_plans_of_one_cost_and_with_keep_before_cost() {
    let kept = |part: &str| {
        let held = terroir::LockedComponent { component: part.to_owned(), version: "1.0.0".to_owned() };
        let line = BTreeMap::from([("part".to_owned(), held)]);
        let codes = ["M1", "M2", "M3"];
        Some(codes.iter().map(|code| ((*code).to_owned(), line.clone())).collect::<terroir::LockedChoices>())
    };
    // M1 and M2 share `c` and M3 is alone, or M1 and M3 share `b`, or M2 and M3 share `a`: all cost the same.
    assert_eq!(plan(&three().ask(|_| {})), ["A c: M1 M2", "B a: M3"]);
    assert_eq!(plan(&three().ask(|request| request.locked = kept("b"))), ["A b: M1 M3", "B a: M2"]);
    let dearer = Shop { parts: vec![("a", "1"), ("b", "1.50"), ("c", "1")], ..three() };
    assert_eq!(plan(&dearer.ask(|request| request.locked = kept("b"))), ["A c: M1 M2", "B a: M3"]);
    let keep =
        |request: &mut Request| (request.locked, request.priority) = (kept("b"), terroir::Priority::FewestChanges);
    assert_eq!(plan(&dearer.ask(keep)), ["A b: M1 M3", "B a: M2"]);
}

#[test]
fn past_the_limit_both_bounds_are_told() {
    let (mut undecided, mut open, mut proved) = (0, 0, 0);
    for limit in (0..60).map(|step| step * 8).chain([100_000]) {
        let found = three().ask(|request| request.limit = Some(limit));
        let minimum = &found.minimum;
        assert!(minimum.at_least <= minimum.at_most && minimum.at_least <= 2, "{found:?}");
        let of = if !found.undecided.is_empty() {
            &mut undecided
        } else if minimum.is_proved() {
            &mut proved
        } else {
            assert!(minimum.at_most >= 2, "{found:?}");
            &mut open
        };
        *of += 1;
    }
    assert!(undecided > 0 && open > 0 && proved > 0, "{undecided} {open} {proved}");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let text = || export::skus_json(&three().ask(|_| {})).unwrap();
    assert_eq!(text(), text());
}

#[cfg(feature = "fs")]
#[test]
fn the_street_light_needs_a_sku_a_market() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/street-light");
    let compiled = terroir::load::load(&folder).unwrap().compile().unwrap();
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    let found = compiled.skus(&request, SkuDepth::Usual, &mut |_| {}).unwrap();
    assert!(found.minimum.is_proved());
    insta::assert_snapshot!(without_lines(&export::skus_table(&found)));
}

/// A text without the lines of places, which move with every fact that is added above them.
#[cfg(feature = "fs")]
fn without_lines(text: &str) -> String {
    let mut parts = text.split(".toml:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(".toml");
        out.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    }
    out
}

/// The command's way with flags, forms and the exit status.
#[cfg(feature = "cli")]
#[test]
fn the_command_prints_every_form_and_its_status_says_how_it_went() {
    let lamp = common::lamp::Lamp::of(
        "[solution]\nname = 'shop'\nmarkets = ['M1', 'M2']\ncurrency = 'USD'\nas-of = 2026-11-22\n\
         [slots.part]\nchoose = ['a', 'b']\n",
        "[[components]]\nid = 'a'\nkind = 'hardware'\nprice = '1'\n[[components]]\nid = 'b'\nkind = 'hardware'\nprice = '2'\n",
    );
    for (code, part) in [("M1", "a"), ("M2", "b")] {
        let text = format!(
            "area = '{code}'\nname = '{code}'\nwithin = ['world']\npower = {{ voltage_v = [1], frequency_hz = [1] }}\n\
             radio = []\ncarriers = []\ncertification = []\n[[rules]]\nid = 'r'\nthen = 'slot.part == {part}'\n"
        );
        lamp.write(&format!("regions/{code}.toml"), &text);
    }
    let run = |flags: &[&str]| {
        let done = lamp.run(&[&["skus"], flags].concat());
        (done.status, done.stdout, done.stderr)
    };
    let (status, out, told) = run(&[]);
    assert_eq!(status, Some(0), "{out}{told}");
    assert!(out.contains("2 SKUs serve 2 markets, and no fewer can"), "{out}");
    let (status, out, _) = run(&["--format", "json"]);
    assert!(status == Some(0) && out.contains("\"schema\": \"terroir.skus/1\""), "{out}");
    assert!(out.contains("\"minimum_proved\": true"), "{out}");
    let (_, out, _) = run(&["--format", "md"]);
    assert!(out.starts_with("# shop"), "{out}");
    let (_, out, _) = run(&["--number"]);
    assert!(out.contains("2 SKUs serve 2 markets") && !out.contains("part@") && !out.contains("cost"), "{out}");
    let (_, out, _) = run(&["--market", "M1"]);
    assert!(out.contains("1 SKU serves 1 market\n"), "{out}");
    // Neither market is left with anything.
    let (status, _, told) = run(&["--without", "a"]);
    assert!(status == Some(1) && told.contains("market `M1` has no valid bill of materials"), "{told}");
    let (status, _, told) = run(&["--limit", "1"]);
    assert!(status == Some(2) && told.contains("undecided"), "{told}");
    assert_eq!(run(&["--pin", "nothing=a"]).0, Some(2));
}
