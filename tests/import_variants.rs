//! Names of variants of any text: options, conditions and markets that give every list back.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use terroir::import::{AxisKind, Imported, PartList, Settings, import};
use terroir::{Request, Solution};

fn settings() -> Settings {
    Settings::new("gateway", "2026-11-22".parse().unwrap())
}

/// For each list, the part number at each place.
type Held = Vec<Option<u8>>;

/// One list: place `n` is `Un`; every list has the place `R1`.
fn list(name: &str, held: &[Option<u8>]) -> PartList {
    let rows = held.iter().enumerate().filter_map(|(at, part)| part.map(|part| format!("U{at},EXAMPLE-{part}\n")));
    let text: String = ["Ref,MPN\nR1,EXAMPLE-R\n".to_owned()].into_iter().chain(rows).collect();
    PartList::csv(name, "list.csv", text.as_bytes())
}

fn made(lists: &[(&str, &[Option<u8>])]) -> Imported {
    let lists: Vec<PartList> = lists.iter().map(|(name, held)| list(name, held)).collect();
    import(&lists, &settings()).unwrap_or_else(|error| panic!("{error}"))
}

/// Lists that each hold a part of their own.
fn named(names: &[&str]) -> Imported {
    let own: Vec<Held> = (0..names.len()).map(|at| vec![Some(u8::try_from(at).unwrap())]).collect();
    made(&names.iter().zip(&own).map(|(name, held)| (*name, held.as_slice())).collect::<Vec<_>>())
}

fn text<'a>(made: &'a Imported, file: &str) -> &'a str {
    made.files.iter().find(|one| one.name == file).map_or("", |file| file.text.as_str())
}

fn options(made: &Imported) -> Vec<String> {
    made.axes.iter().map(|axis| format!("{} {}", axis.name, axis.values.join("/"))).collect()
}

fn markets(made: &Imported) -> String {
    let one = |market: &terroir::import::ImportedMarket| format!("{}={}", market.code, market.value);
    made.markets.iter().map(one).collect::<Vec<_>>().join(" ")
}

// A reader of the conditions that import writes, of its own.

/// The values of the options by their names.
type Combination = BTreeMap<String, String>;

fn holds(condition: &str, at: &Combination) -> bool {
    let terms = split(condition, " or ");
    terms.iter().any(|term| {
        let bare = term.strip_prefix('(').and_then(|term| term.strip_suffix(')')).unwrap_or(term);
        split(bare, " and ").iter().all(|one| compares(one, at))
    })
}

/// The parts between a word outside quotes and parentheses.
fn split(text: &str, word: &str) -> Vec<String> {
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ if !quoted && depth == 0 && at >= start && text[at..].starts_with(word) => {
                parts.push(text[start..at].to_owned());
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(text[start..].to_owned());
    parts
}

fn compares(text: &str, at: &Combination) -> bool {
    let value = |name: &str| at.get(name).unwrap_or_else(|| panic!("no option `{name}` in `{text}`"));
    let bare = |word: &str| word.trim_matches('\'').replace("''", "'");
    if let Some((name, word)) = text.split_once(" == ") {
        return *value(name) == bare(word);
    }
    if let Some((name, word)) = text.split_once(" != ") {
        return *value(name) != bare(word);
    }
    if let Some((name, list)) = text.split_once(" in (") {
        return split(list.strip_suffix(')').unwrap(), ", ").iter().any(|word| *value(name) == bare(word));
    }
    match text.strip_prefix("not ") {
        Some(name) => value(name) == "false",
        None => value(text) == "true",
    }
}

/// Every combination of values; `None` if there are too many.
fn grid(made: &Imported) -> Option<Vec<Combination>> {
    let mut all = vec![Combination::new()];
    for axis in &made.axes {
        let longer = |one: &Combination| {
            let set =
                |value: &String| one.iter().chain([(&axis.name, value)]).map(|(a, b)| (a.clone(), b.clone())).collect();
            axis.values.iter().map(set).collect::<Vec<Combination>>()
        };
        all = all.iter().flat_map(longer).collect();
        if all.len() > 5_000 {
            return None;
        }
    }
    Some(all)
}

/// For each place the condition under which it is filled, and those of its parts.
fn conditions(made: &Imported) -> BTreeMap<String, (Option<String>, Vec<String>)> {
    let table = toml::de::DeTable::parse(text(made, "solution.toml")).unwrap().into_inner();
    let word = |value: &toml::de::DeValue<'_>, key: &str| {
        value.get(key).and_then(|one| one.get_ref().as_str()).map(str::to_owned)
    };
    let mut all = BTreeMap::new();
    for (name, slot) in table["slots"].get_ref().as_table().unwrap() {
        all.insert(name.get_ref().to_string(), (word(slot.get_ref(), "when"), Vec::new()));
    }
    for rule in table.get("rules").and_then(|rules| rules.get_ref().as_array()).into_iter().flatten() {
        let then = word(rule.get_ref(), "then").unwrap();
        let slot = then.strip_prefix("slot.").and_then(|then| then.split_once(" == ")).unwrap().0.to_owned();
        all.get_mut(&slot).unwrap().1.push(word(rule.get_ref(), "if").unwrap());
    }
    all
}

/// Nowhere do two conditions of a place hold, nor one where the place is empty.
fn disjoint(made: &Imported) -> Result<(), String> {
    let Some(grid) = grid(made) else { return Ok(()) };
    for (slot, (when, parts)) in conditions(made) {
        for at in &grid {
            let filled = when.as_ref().is_none_or(|when| holds(when, at));
            let held = parts.iter().filter(|part| holds(part, at)).count();
            if held > 1 || (held == 1 && !filled) {
                return Err(format!("{slot}: {held} of {parts:?} hold, when {when:?}, at {at:?}"));
            }
        }
    }
    Ok(())
}

/// The plain answer of every market is one of its own lists.
fn published(made: &Imported) -> Result<(), String> {
    let files = made.files.iter().map(|file| (file.name.clone(), file.text.clone()));
    let compiled = Solution::from_sources(files).unwrap().compile().unwrap();
    for market in &made.markets {
        let request = |request: Request| request.as_of("2026-11-22".parse().unwrap());
        let answer = |asked: Request| -> Result<Vec<(String, Vec<String>)>, String> {
            let answer = compiled.resolve(&request(asked)).map_err(|error| error.to_string())?;
            let bom = answer.bom().ok_or_else(|| format!("{} has no answer", market.code))?;
            Ok(bom.lines.iter().map(|line| (line.component.clone(), line.refdes.clone())).collect())
        };
        let plain = answer(Request::market(&market.code))?;
        let sold = made.variants.iter().filter(|variant| variant.markets.contains(&market.code));
        let known: Result<Vec<_>, String> =
            sold.map(|variant| answer(Request::market(&market.code).variant(variant.name.as_str()))).collect();
        if !known?.contains(&plain) {
            return Err(format!("{} gets what no list has: {plain:?}", market.code));
        }
    }
    Ok(())
}

// Names that people give.

#[test]
fn any_text_names_a_variant() {
    for names in [
        vec!["EU_868", "US_915"],
        vec!["EU-868", "US-915"],
        vec!["868", "915MHz"],
        vec!["w/ case", "w/o case"],
        vec!["rev-1.3", "rev-1.4", "rev-1.4.2"],
        vec!["标准版", "专业版", "标准版 2"],
        vec!["(a) or b == c", "true", "false", "1", "not", "in", "and", "market"],
        vec!["🚀", "🎉", " ", "--", "..5", "-1", "'", "''", "a'b"],
        vec!["a b", "a-b", "a_b", "A B", "a.b"],
        vec!["kit", "kit-not", "kit-1", "kit-not-1"],
        vec!["CN779", "ISM2400", "EU868"],
        vec!["EU", "DE", "global", "UK", "NO"],
        vec!["AS923", "AS923-1", "EU868", "EU433"],
        vec!["LITE", "PRO", "EU868"],
        vec!["x", &"long ".repeat(60)],
    ] {
        let made = named(&names);
        assert_eq!(made.same, names.len(), "{names:?}");
        disjoint(&made).unwrap_or_else(|why| panic!("{names:?}: {why}"));
        published(&made).unwrap_or_else(|why| panic!("{names:?}: {why}"));
    }
}

#[test]
fn sub_plans_and_areas_have_their_markets() {
    let made = named(&["EU868", "US915", "AS923-1", "AS923-2", "AS923-3", "AS923-4"]);
    assert_eq!(markets(&made), "DE=EU868 US=US915 JP=AS923-1 ID=AS923-2 PH=AS923-3 IL=AS923-4");
    let made = named(&["global", "CN", "IN"]);
    assert_eq!(markets(&made), "world=global CN=CN IN=IN");
    assert!(text(&made, "solution.toml").contains("default = \"global\""), "{}", text(&made, "solution.toml"));
    assert_eq!(made.files.iter().filter(|file| file.name.starts_with("regions/")).count(), 2);
    let made = named(&["EU", "DE", "UK"]);
    assert_eq!(markets(&made), "FR=EU DE=DE GB=UK");
    // A word that not every list has says nothing about markets.
    let made = named(&["board", "board-US"]);
    assert_eq!((markets(&made).as_str(), options(&made)), ("world=", vec!["us true/false".to_owned()]));
    assert_eq!(made.axes[0].kind, AxisKind::Boolean);
}

#[test]
fn a_market_sets_what_all_its_lists_have() {
    let made = named(&["EU868-GNSS", "EU868-LITE", "US915-LITE"]);
    assert_eq!(options(&made), ["radio-plan EU868/US915", "variant gnss/lite"]);
    assert!(text(&made, "regions/US.toml").ends_with("[set]\nradio-plan = \"US915\"\nvariant = \"lite\"\n"));
    assert!(text(&made, "regions/DE.toml").ends_with("[set]\nradio-plan = \"EU868\"\n"));
    assert!(text(&made, "solution.toml").contains("values = [\"gnss\", \"lite\"]\ndefault = \"gnss\"\n"));
    published(&made).unwrap();
}

// Laws.

/// Words of which names are made.
const WORDS: [&str; 40] = [
    "EU868",
    "US-915",
    "AS923-1",
    "AS923-2",
    "868M",
    "US",
    "DE",
    "CN",
    "global",
    "GNSS",
    "NON-GNSS",
    "noGNSS",
    "SPI",
    "USB",
    "w/ case",
    "w/o case",
    "A",
    "B",
    "C",
    "rev-1.3",
    "rev-1.4",
    "v2",
    "LITE",
    "PRO",
    "1",
    "2",
    "true",
    "not",
    "in",
    "or",
    "(x)",
    "==",
    "标准版",
    "🚀",
    "",
    ".",
    "'",
    "S",
    "XL",
    "NO",
];

fn names() -> impl Strategy<Value = Vec<String>> {
    let word = (0..WORDS.len()).prop_map(|at| WORDS[at].to_owned());
    let random = prop::collection::vec(word, 1..5).prop_map(|words| words.join("-"));
    let any = prop_oneof![6 => random, 1 => "\\PC{0,12}"];
    let free = prop::collection::vec(any, 2..24);
    // Every combination of some choices.
    let choices =
        [["EU868", "US915", "AS923-2"], ["SPI", "USB", "UART"], ["GNSS", "NON-GNSS", "GNSS"], ["A", "B", "C"]];
    let designed = prop::collection::vec(prop::array::uniform4(0_usize..3), 2..24).prop_map(move |all| {
        let name =
            |one: [usize; 4]| one.iter().zip(&choices).map(|(at, words)| words[*at]).collect::<Vec<_>>().join("-");
        all.into_iter().map(name).collect::<Vec<String>>()
    });
    prop_oneof![free, designed].prop_map(|mut names: Vec<String>| {
        let mut known = BTreeSet::new();
        names.retain(|name| known.insert(name.clone()));
        names
    })
}

/// Names, and for each name what its list holds at six places.
fn sets() -> impl Strategy<Value = Vec<(String, Held)>> {
    let held =
        prop_oneof![2 => Just(None), 3 => Just(Some(0_u8)), 2 => Just(Some(1)), 1 => Just(Some(2)), 1 => Just(Some(3))];
    names().prop_flat_map(move |names| {
        let places = prop::collection::vec(prop::collection::vec(held.clone(), 6), names.len());
        places.prop_map(move |places| names.iter().cloned().zip(places).collect())
    })
}

#[test]
fn any_names_and_holdings_come_back_with_disjoint_conditions() {
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(25) });
    let tried = runner.run(&sets(), |set| {
        let lists: Vec<PartList> = set.iter().map(|(name, held)| list(name, held)).collect();
        let fail = |why: String| TestCaseError::fail(why);
        // That each list comes back exactly is checked by the import itself, for every variant in each of its markets.
        let made = import(&lists, &settings()).map_err(|error| fail(error.to_string()))?;
        prop_assert_eq!(made.same, set.len());
        prop_assert_eq!(made.variants.len(), set.len());
        disjoint(&made).map_err(fail)?;
        published(&made).map_err(fail)?;
        // The other lists make no difference.
        let some: Vec<PartList> = lists.iter().step_by(2).cloned().collect();
        let fewer = import(&some, &settings()).map_err(|error| fail(error.to_string()))?;
        prop_assert_eq!(fewer.same, some.len());
        Ok(())
    });
    tried.unwrap();
    println!("random sets of names and holdings: 25");
}
