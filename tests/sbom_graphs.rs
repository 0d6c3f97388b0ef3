//! The law of dependency graphs: no circle, and no need is lost, whatever needs what and whatever is part of what.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::schemas;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terroir::Solution;
use terroir::export::{Release, SpecVersion, cyclonedx};

const ROUNDS: u64 = 300;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// A solution of one component a slot: its parents and its needs, by slots.
#[derive(Debug)]
struct Plan {
    kinds: Vec<&'static str>,
    part_of: Vec<Option<usize>>,
    needs: Vec<BTreeSet<usize>>,
}

impl Plan {
    fn random(dice: &mut Dice) -> Self {
        let count = 2 + dice.below(8);
        let kinds = ["hardware", "hardware", "hardware", "firmware", "software", "service", "document"];
        let density = 1 + dice.below(3);
        let mut needs_of = |at: usize| (0..count).filter(|on| *on != at && dice.below(count) < density).collect();
        let needs = (0..count).map(&mut needs_of).collect();
        Self {
            kinds: (0..count).map(|_| kinds[dice.below(kinds.len())]).collect(),
            part_of: (0..count).map(|at| (at > 0 && dice.below(2) == 0).then(|| dice.below(at))).collect(),
            needs,
        }
    }

    /// The texts of the solution and of its catalogue.
    fn files(&self) -> (String, String) {
        let mut solution = "[solution]\nname = \"one\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n".to_owned();
        let mut parts = String::new();
        for (at, kind) in self.kinds.iter().enumerate() {
            write!(solution, "\n[slots.s{at}]\nchoose = [\"c{at}\"]\n").unwrap();
            if let Some(parent) = self.part_of[at] {
                writeln!(solution, "part-of = \"s{parent}\"").unwrap();
            }
            let needs: Vec<String> = self.needs[at].iter().map(|target| format!("\"have.n{target}\" = {{}}")).collect();
            write!(parts, "[[components]]\nid = \"c{at}\"\nkind = \"{kind}\"\nversion = \"1.0.0\"\n").unwrap();
            writeln!(parts, "provides = {{ \"have.n{at}\" = {{}} }}\nneeds = {{ {} }}\n", needs.join(", ")).unwrap();
        }
        (solution, parts)
    }
}

/// All components with those that each is within.
fn nested<'a>(list: &'a Value, parent: Option<&'a str>, found: &mut BTreeMap<&'a str, (&'a Value, Option<&'a str>)>) {
    for one in list.as_array().into_iter().flatten() {
        let name = one["bom-ref"].as_str().unwrap();
        assert!(found.insert(name, (one, parent)).is_none(), "`{name}` is there twice");
        nested(&one["components"], Some(name), found);
    }
}

fn slot_of(reference: &str) -> usize {
    reference.split_once('/').unwrap().0[1..].parse().unwrap()
}

/// A number for each line that is greater than those of all it depends on; none if there is a circle.
fn heights(edges: &BTreeMap<usize, BTreeSet<usize>>) -> Option<BTreeMap<usize, usize>> {
    let mut heights = BTreeMap::new();
    while heights.len() < edges.len() {
        let is_ready = |at: &usize| !heights.contains_key(at) && edges[at].iter().all(|on| heights.contains_key(on));
        let ready: Vec<usize> = edges.keys().copied().filter(is_ready).collect();
        if ready.is_empty() {
            return None;
        }
        let height = heights.len();
        heights.extend(ready.into_iter().map(|at| (at, height)));
    }
    Some(heights)
}

/// Checks a document against what it was made from; how many needs are no edges.
fn check(plan: &Plan, document: &Value) -> usize {
    let mut found = BTreeMap::new();
    nested(&document["components"], None, &mut found);
    nested(&document["services"], None, &mut found);
    assert_eq!(found.len(), plan.kinds.len(), "{plan:?}");
    let is_service = |at: usize| plan.kinds[at] == "service";
    for (name, (_, parent)) in &found {
        let at = slot_of(name);
        let within = plan.part_of[at].filter(|parent| !is_service(at) && !is_service(*parent));
        assert_eq!(parent.map(slot_of), within, "`{name}` is within what it is part of: {plan:?}");
    }
    let root = document["metadata"]["component"]["bom-ref"].as_str().unwrap();
    let (mut edges, mut of_product) = (BTreeMap::new(), None);
    for one in document["dependencies"].as_array().unwrap() {
        let below: BTreeSet<usize> =
            one["dependsOn"].as_array().unwrap().iter().map(|below| slot_of(below.as_str().unwrap())).collect();
        match one["ref"].as_str().unwrap() {
            name if name == root => of_product = Some(below),
            name => assert!(edges.insert(slot_of(name), below).is_none(), "two entries of `{name}`"),
        }
    }
    let top = found.iter().filter(|(_, (_, parent))| parent.is_none()).map(|(name, _)| slot_of(name));
    assert_eq!(of_product, Some(top.collect()), "the product depends on what is not within another: {plan:?}");
    assert!(heights(&edges).is_some(), "a circle: {edges:?} of {plan:?}");
    let mutual: BTreeMap<usize, BTreeSet<usize>> = found
        .iter()
        .map(|(name, (one, _))| {
            let own = one["properties"].as_array().unwrap().iter().filter(|own| own["name"] == "terroir:mutual-need");
            (slot_of(name), own.map(|own| slot_of(own["value"].as_str().unwrap())).collect())
        })
        .collect();
    for (at, needs) in plan.needs.iter().enumerate() {
        let written: BTreeSet<usize> = edges[&at].union(&mutual[&at]).copied().collect();
        assert_eq!(written, *needs, "no need is lost, and being part of something is none: s{at} of {plan:?}");
        for target in &mutual[&at] {
            let mut closed = edges.clone();
            closed.get_mut(&at).unwrap().insert(*target);
            assert!(heights(&closed).is_none(), "s{at} → s{target} could be an edge: {plan:?}");
        }
    }
    let named = document["compositions"].as_array().into_iter().flatten().flat_map(|one| {
        assert_eq!(one["aggregate"], "incomplete");
        one["dependencies"].as_array().unwrap().iter().map(|name| slot_of(name.as_str().unwrap()))
    });
    let incomplete: BTreeSet<usize> = mutual.iter().filter(|(_, list)| !list.is_empty()).map(|(at, _)| *at).collect();
    assert_eq!(named.collect::<BTreeSet<_>>(), incomplete, "{plan:?}");
    mutual.values().map(BTreeSet::len).sum()
}

#[test]
fn no_dependency_graph_has_a_circle_and_no_need_is_lost() {
    let validators = [schemas::cyclonedx("1.6"), schemas::cyclonedx("1.7")];
    let (mut dice, mut mutual, mut with_parts) = (Dice(7), 0, 0);
    for round in 0..ROUNDS {
        let plan = Plan::random(&mut dice);
        let (solution, parts) = plan.files();
        let files = [("solution.toml", solution.as_str()), ("catalog/parts.toml", parts.as_str())];
        let compiled = Solution::from_sources(files).unwrap_or_else(|fault| panic!("{fault}\n{solution}\n{parts}"));
        let compiled = compiled.compile().unwrap();
        let request = terroir::Request::default().as_of("2026-11-22".parse().unwrap());
        let portfolio = compiled.portfolio(&request).unwrap();
        let release = Release::of(&compiled, &portfolio).unwrap();
        let market = release.markets.first().unwrap_or_else(|| panic!("no answer:\n{solution}\n{parts}"));
        let is_new = round % 2 == 1;
        let version = if is_new { SpecVersion::V1_7 } else { SpecVersion::V1_6 };
        let text = cyclonedx(&release, market, "sha256:0", version).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        if round % 10 < 2 {
            schemas::assert_valid(&validators[usize::from(is_new)], &document);
        }
        let count = check(&plan, &document);
        mutual += usize::from(count > 0);
        with_parts += usize::from(plan.part_of.iter().any(Option::is_some));
    }
    println!("{ROUNDS} documents: {mutual} with needs in a circle, {with_parts} with parts of parts");
    assert!(mutual > 50 && with_parts > 150, "the solutions vary: {mutual}, {with_parts}");
}
