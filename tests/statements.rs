//! Needs and limits of several areas: without an id they add up, under one id the narrower replaces attribute by attribute,
//! and a reason quotes the statement that failed.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terroir::{Conflict, Outcome, Request, Solution};

const DAY: &str = "2026-11-30";

/// The areas of the market `north`, wide first, each with its file.
const LEVELS: [(&str, &str); 3] =
    [("world", "regions/world.toml"), ("union", "regions/union.toml"), ("north", "regions/north.toml")];

const SOLUTION: &str = r#"[solution]
name = "gateway"
version = "1.0.0"
markets = ["north"]
currency = "EUR"
[slots.probe]
choose = ["probe-0", "probe-1", "probe-2"]
[slots.spare]
choose = ["probe-0", "probe-1", "probe-2"]
optional = true
[slots.store]
choose = ["store-0", "store-1"]
"#;

/// Numbers that look random and are the same on every machine (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// A need or a limit before it is text.
#[derive(Clone, Debug, Default)]
struct Statement {
    section: &'static str,
    id: Option<&'static str>,
    capability: Option<&'static str>,
    tests: BTreeMap<&'static str, &'static str>,
}

impl Statement {
    fn random(random: &mut Random, id: Option<&'static str>) -> Self {
        let section = if random.below(2) == 0 { "needs" } else { "limits" };
        let mut statement = Self { section, id, ..Self::default() };
        let capability = if random.below(3) == 0 { "store" } else { "probe" };
        statement.capability = Some(capability);
        statement.add_tests(random, capability);
        statement
    }

    fn add_tests(&mut self, random: &mut Random, capability: &str) {
        for _ in 0..=random.below(2) {
            let (attribute, test) = if capability == "store" {
                match random.below(2) {
                    0 => ("country", random.of(&["{ any-of = [\"a\"] }", "{ any-of = [\"a\", \"b\"] }"])),
                    _ => ("encrypted", random.of(&["true", "false"])),
                }
            } else {
                match random.below(3) {
                    0 => ("range_c", random.of(&["{ covers = [-40, 60] }", "{ covers = [0, 40] }"])),
                    1 => ("accuracy_k", random.of(&["{ at-most = 0.5 }", "{ at-most = 0.2 }"])),
                    _ => ("body", random.of(&["{ any-of = [\"x\"] }", "{ any-of = [\"y\", \"x\"] }"])),
                }
            };
            self.tests.insert(attribute, test);
        }
    }

    fn text(&self) -> String {
        let mut text = format!("[[{}]]\n", self.section);
        let _ = self.id.map(|id| writeln!(text, "id = \"{id}\""));
        let _ = self.capability.map(|capability| writeln!(text, "capability = \"{capability}\""));
        if !self.tests.is_empty() {
            let tests: Vec<String> = self.tests.iter().map(|(name, test)| format!("{name} = {test}")).collect();
            let _ = writeln!(text, "where = {{ {} }}", tests.join(", "));
        }
        text
    }
}

/// A catalogue, and what each level states.
#[derive(Clone)]
struct Folder {
    catalog: String,
    levels: [Vec<Statement>; 3],
}

fn catalog(random: &mut Random) -> String {
    let mut text = String::new();
    for at in 0..3 {
        let range = random.of(&["range_c = [-55, 125]", "range_c = [0, 40]", "range_c = [-40, 60]"]);
        let accuracy = random.of(&["accuracy_k = 0.1", "accuracy_k = 0.4", "accuracy_k = 0.9"]);
        let body = if at == 0 { ", body = \"x\"" } else { random.of(&["", ", body = \"x\"", ", body = \"y\""]) };
        let country = random.of(&["a", "b", "c"]);
        let encrypted = random.of(&["true", "false"]);
        let _ = write!(
            text,
            "[[components]]\nid = \"probe-{at}\"\nkind = \"hardware\"\nprice = \"1.00\"\n\
             provides = {{ probe = {{ {range}, {accuracy}{body} }} }}\n\
             [[components]]\nid = \"store-{at}\"\nkind = \"hardware\"\nprice = \"1.00\"\n\
             provides = {{ store = {{ country = \"{country}\", encrypted = {encrypted} }} }}\n"
        );
    }
    text
}

impl Folder {
    /// Statements without an id and under one that several levels write, at most one of those a level.
    fn random(random: &mut Random) -> Self {
        let catalog = catalog(random);
        let mut levels: [Vec<Statement>; 3] = Default::default();
        for level in &mut levels {
            for _ in 0..random.below(2) {
                level.push(Statement::random(random, None));
            }
            if random.below(3) == 0 {
                level.push(Statement { section: "limits", ..Statement::random(random, Some("shared")) });
            }
        }
        Self { catalog, levels }
    }

    fn solution(&self) -> Solution {
        let mut sources = vec![("solution.toml".to_owned(), SOLUTION.to_owned())];
        sources.push(("catalog/parts.toml".to_owned(), self.catalog.clone()));
        for ((area, file), statements) in LEVELS.iter().zip(&self.levels) {
            let within = match *area {
                "union" => "name = \"Union\"\nwithin = [\"world\"]\n",
                "north" => "name = \"North\"\nwithin = [\"union\"]\n",
                _ => "",
            };
            let stated: String = statements.iter().map(Statement::text).collect();
            sources.push(((*file).to_owned(), format!("area = \"{area}\"\n{within}{stated}")));
        }
        let texts = sources.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        Solution::from_sources(texts).unwrap_or_else(|faults| panic!("{:?}\n{}", faults.diagnostics, self.print()))
    }

    fn print(&self) -> String {
        let stated = LEVELS.iter().zip(&self.levels).map(|((area, _), statements)| {
            let texts: String = statements.iter().map(Statement::text).collect();
            format!("--- {area}\n{texts}")
        });
        format!("{}{}", stated.collect::<String>(), self.catalog)
    }

    /// Every choice of components that is valid.
    fn valid(&self) -> BTreeSet<[String; 3]> {
        let compiled =
            self.solution().compile().unwrap_or_else(|faults| panic!("{:?}\n{}", faults.diagnostics, self.print()));
        let parts = |kind: &str, count: usize| (0..count).map(|at| format!("{kind}-{at}")).collect::<Vec<_>>();
        let mut valid = BTreeSet::new();
        for probe in parts("probe", 3) {
            for spare in parts("probe", 3).into_iter().chain([String::new()]) {
                for store in parts("store", 2) {
                    let pins = [("probe", &probe), ("spare", &spare), ("store", &store)];
                    let request = Request::market("north").as_of(DAY.parse().unwrap());
                    let request = pins.iter().fold(request, |request, (slot, id)| request.pin(*slot, id.as_str()));
                    let is_valid = matches!(compiled.resolve(&request).unwrap(), Outcome::Resolved(_));
                    valid.extend(is_valid.then(|| [probe.clone(), spare.clone(), store.clone()]));
                }
            }
        }
        valid
    }
}

fn cases(usual: u64) -> u64 {
    std::env::var("TERROIR_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn one_more_need_or_limit_never_makes_more_valid() {
    let (mut fewer, mut same, mut none) = (0, 0, 0);
    for seed in 0..cases(200) {
        let mut random = Random(seed);
        let before = Folder::random(&mut random);
        let mut after = before.clone();
        let level = random.below(3);
        let id = (random.below(3) == 0).then_some("another");
        after.levels[level].push(Statement::random(&mut random, id));
        let (old, new) = (before.valid(), after.valid());
        assert!(
            new.is_subset(&old),
            "case {seed}: adding to {}\n{}\nand\n{}",
            LEVELS[level].0,
            before.print(),
            after.print()
        );
        match (old.is_empty(), new.len() < old.len()) {
            (true, _) => none += 1,
            (false, true) => fewer += 1,
            (false, false) => same += 1,
        }
    }
    println!("statements added: {fewer} leave fewer combinations, {same} as many, {none} folders had none");
    assert!(fewer > 20 && same > 20);
}

/// What the levels together require under one id, by a second implementation of the rule: a level that names another
/// capability starts anew, any other replaces attribute by attribute.
fn flattened(levels: &[Option<Statement>; 3]) -> Option<Statement> {
    let mut whole: Option<Statement> = None;
    for level in levels.iter().flatten() {
        let known = whole.get_or_insert_with(|| Statement { section: level.section, ..Statement::default() });
        if let Some(capability) = level.capability {
            if known.capability != Some(capability) {
                known.tests.clear();
            }
            known.capability = Some(capability);
        }
        known.tests.extend(level.tests.clone());
    }
    whole
}

#[test]
fn under_one_id_tests_are_replaced_attribute_by_attribute() {
    let (mut merged, mut limiting) = (0, 0);
    for seed in 0..cases(200) {
        let mut random = Random(seed ^ 0x0ab5_7a1e);
        let catalog = catalog(&mut random);
        let section = if random.below(2) == 0 { "needs" } else { "limits" };
        let mut levels: [Option<Statement>; 3] = [const { None }; 3];
        let mut capability = "probe";
        for (at, level) in levels.iter_mut().enumerate() {
            if at > 0 && random.below(3) == 0 {
                continue;
            }
            let mut statement = Statement { section, id: Some("one"), ..Statement::default() };
            let says = at == 0 || random.below(3) == 0;
            if says {
                capability = if random.below(4) == 0 { "store" } else { "probe" };
                statement.capability = Some(capability);
            }
            statement.add_tests(&mut random, capability);
            *level = Some(statement);
        }
        let stated = levels.clone().map(|level| level.into_iter().collect());
        let layered = Folder { catalog: catalog.clone(), levels: stated };
        let flat = flattened(&levels).into_iter().collect();
        let flat = Folder { catalog, levels: [Vec::new(), Vec::new(), flat] };
        let valid = layered.valid();
        assert_eq!(valid, flat.valid(), "case {seed}:\n{}\nand\n{}", layered.print(), flat.print());
        merged += usize::from(levels.iter().flatten().count() > 1);
        limiting += usize::from(!valid.is_empty() && valid.len() < 24);
    }
    println!("statements under one id: {merged} in several layers, {limiting} leave some combinations and not all");
    assert!(merged > 50 && limiting > 50);
}

/// A gateway with two probes, one exact and one for the cold, for `north` within `union`.
fn conflict(world: &str, north: &str) -> Box<Conflict> {
    let texts = [
        ("solution.toml", "[solution]\nname = \"g\"\nmarkets = [\"north\"]\ncurrency = \"EUR\"\n[slots.probe]\nchoose = [\"exact\", \"cold\"]\n".to_owned()),
        (
            "catalog/parts.toml",
            "[[components]]\nid = \"exact\"\nkind = \"hardware\"\nprice = \"1\"\nprovides = { probe = { range_c = [0, 40], accuracy_k = 0.1 } }\n\
             [[components]]\nid = \"cold\"\nkind = \"hardware\"\nprice = \"2\"\nprovides = { probe = { range_c = [-60, 60], accuracy_k = 0.9 } }\n"
                .to_owned(),
        ),
        ("regions/world.toml", format!("area = \"world\"\n{world}")),
        ("regions/north.toml", format!("area = \"north\"\nname = \"North\"\nwithin = [\"world\"]\n{north}")),
    ];
    let solution =
        Solution::from_sources(texts.iter().map(|(name, text)| (*name, text.as_str()))).expect("sound files");
    let request = Request::market("north").as_of(DAY.parse().unwrap());
    match solution.compile().expect("sound overlays").resolve(&request).unwrap() {
        Outcome::Conflict(conflict) => conflict,
        other => panic!("{other:?}"),
    }
}

fn reasons(conflict: &Conflict) -> Vec<String> {
    let place = |reason: &terroir::bom::Reason| reason.place.as_ref().map(ToString::to_string).unwrap_or_default();
    conflict.reasons.iter().map(|reason| format!("{} ({})", reason.text, place(reason))).collect()
}

const FROZEN: &str =
    "capability = \"probe\"\nwhere = { range_c = { covers = [-40, 60] } }\nbecause = \"frozen goods\"\n";
const EXACT: &str = "where = { accuracy_k = { at-most = 0.05 } }\nbecause = \"vaccines\"\n";

#[test]
fn a_narrower_need_holds_beside_the_wider_one() {
    let north =
        "[[needs]]\ncapability = \"probe\"\nwhere = { accuracy_k = { at-most = 0.2 } }\nbecause = \"vaccines\"\n";
    let conflict = conflict(&format!("[[needs]]\n{FROZEN}"), north);
    assert_eq!(
        reasons(&conflict),
        [
            "north requires `probe` with accuracy of at most 0.2 K: \"vaccines\" (regions/north.toml:4)",
            "world requires `probe` with range covering -40 to 60 °C: \"frozen goods\" (regions/world.toml:2)"
        ]
    );
}

#[test]
fn a_reason_quotes_the_statement_that_failed() {
    // Nothing is as exact as the narrower statement asks; the wider one's words are about the cold.
    let need = conflict(&format!("[[needs]]\nid = \"p\"\n{FROZEN}"), &format!("[[needs]]\nid = \"p\"\n{EXACT}"));
    let found = reasons(&need);
    assert!(found[0].starts_with("north requires `probe` with"), "{found:?}");
    assert!(found[0].contains("\"vaccines\"") && !found[0].contains("frozen"), "{found:?}");
    assert!(found[0].ends_with("(regions/north.toml:4)"), "{found:?}");
    let limit = conflict(&format!("[[limits]]\nid = \"p\"\n{FROZEN}"), &format!("[[limits]]\nid = \"p\"\n{EXACT}"));
    let found = reasons(&limit);
    assert_eq!(
        found,
        [
            "north requires every `probe` to have accuracy of at most 0.05 K: \"vaccines\", and no candidate of slot `probe` does \
          (regions/north.toml:4)"
        ]
    );
    // Without words of its own, the narrower statement has none.
    let silent = EXACT.replace("because = \"vaccines\"\n", "");
    let limit = conflict(&format!("[[limits]]\nid = \"p\"\n{FROZEN}"), &format!("[[limits]]\nid = \"p\"\n{silent}"));
    assert!(!reasons(&limit)[0].contains("frozen"), "{:?}", reasons(&limit));
}

#[test]
fn statements_without_an_id_have_names_that_follow_what_they_state() {
    let first = "[[needs]]\ncapability = \"probe\"\nwhere = { accuracy_k = { at-most = 0.5 } }\n";
    let second = "[[needs]]\ncapability = \"probe\"\nwhere = { range_c = { covers = [0, 9] } }\n";
    let keys = |one: &str, two: &str| {
        let head = "area = \"north\"\nname = \"North\"\nwithin = [\"world\"]\n";
        let texts = [
            ("solution.toml", "[solution]\nname = \"g\"\nmarkets = [\"north\"]\ncurrency = \"EUR\"\n".to_owned()),
            ("regions/a.toml", format!("{head}{one}")),
            ("regions/b.toml", format!("area = \"north\"\n{two}")),
        ];
        let solution = Solution::from_sources(texts.iter().map(|(name, text)| (*name, text.as_str()))).unwrap();
        let facts = solution.facts("north").unwrap();
        facts
            .into_iter()
            .filter(|fact| fact.key.starts_with("needs"))
            .map(|fact| (fact.key, fact.value.to_string()))
            .collect::<Vec<_>>()
    };
    let found = keys(&format!("{first}{second}"), "");
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(found[0].0, "needs.probe@north#2.capability");
    for (one, two) in [(format!("{second}{first}"), ""), (first.to_owned(), second), (second.to_owned(), first)] {
        assert_eq!(keys(&one, two), found);
    }
}

#[test]
fn built_in_needs_and_limits_have_an_id() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/regions");
    let mut counted = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let blocks = text.split("\n[").filter(|block| block.starts_with("[needs]]") || block.starts_with("[limits]]"));
        for block in blocks {
            assert!(block.contains("\nid = "), "{}: no id in\n[{block}", path.display());
            counted += 1;
        }
    }
    println!("{counted} built-in needs and limits");
    assert!(counted > 0);
}
