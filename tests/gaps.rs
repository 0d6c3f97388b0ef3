//! What is not known: every gap is told where it matters, and the block that its message shows closes it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod common;
#[allow(dead_code)]
mod oracle;

use common::parallel::{counted, wanted_cases};
use common::{files, project};
use oracle::generator::generate;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use terroir::bom::{Block, Warning};
use terroir::{Code, Compiled, Outcome, Request, Solution};

type Files = Vec<(String, String)>;
type Counts = BTreeMap<&'static str, u64>;

fn print(files: &Files) -> String {
    files.iter().map(|(name, text)| format!("# {name}\n{text}\n")).collect()
}

fn compiled(files: &Files) -> Option<Compiled> {
    Solution::from_sources(files.clone()).ok()?.compile().ok()
}

fn gaps(outcome: &Outcome) -> Vec<&Warning> {
    // An origin is stated of a component, not of a market.
    let of_markets = |one: &&Warning| one.code == Code::GAP && !one.key.starts_with("origin.");
    outcome.warnings().iter().filter(of_markets).collect()
}

/// The files with a block pasted.
fn pasted(files: &Files, block: &Block) -> Files {
    let mut files = files.clone();
    match files.iter_mut().find(|(name, _)| *name == block.file) {
        Some((_, text)) => {
            assert_ne!(block.at, terroir::bom::BlockPlace::NewFile, "{} exists", block.file);
            *text = block.inserted(text);
        }
        None => files.push((block.file.clone(), block.inserted(""))),
    }
    files
}

/// Pastes the block of every gap of a market, and of every fact that an explanation asks for.
fn each_block_closes_its_gap(files: &Files, request: &Request, counts: &mut Counts) {
    let Some(before) = compiled(files) else { return };
    let Ok(outcome) = before.resolve(request) else { return };
    for gap in gaps(&outcome) {
        let block = gap.block.as_ref().unwrap_or_else(|| panic!("{} has no block", gap.message));
        let after_files = pasted(files, block);
        let after = Solution::from_sources(after_files.clone()).and_then(|solution| solution.compile());
        let after = after.unwrap_or_else(|faults| panic!("{}\n{block:?}\n{faults}\n{}", gap.message, print(files)));
        let again = after.resolve(request).unwrap();
        let left = gaps(&again).into_iter().find(|one| one.key == gap.key);
        assert!(left.is_none(), "{}: still there with\n{}\n{}", gap.message, block.text, print(files));
        *counts.entry("blocks").or_default() += 1;
        let kind = gap.key.split('.').next().unwrap_or_default();
        let kind = ["network", "carrier", "power", "spectrum"].into_iter().find(|one| *one == kind).unwrap_or("other");
        *counts.entry(kind).or_default() += 1;
        *counts.entry(if outcome.bom().is_some() { "of an answer" } else { "of a conflict" }).or_default() += 1;
        *counts.entry(if block.text.starts_with("area") { "new file" } else { "own file" }).or_default() += 1;
    }
    all_blocks_fit_together(files, request, &gaps(&outcome), counts);
    if let Outcome::Conflict(conflict) = &outcome {
        let stated: Vec<&Block> = conflict.fixes.iter().filter_map(|fix| fix.block()).collect();
        let told: Vec<&Block> = gaps(&outcome).into_iter().filter_map(|gap| gap.block.as_ref()).collect();
        assert!(stated.iter().all(|block| told.contains(block)), "{stated:?}\n{told:?}");
    }
}

/// Pastes all blocks of an answer, one after the other, in both orders: there is no error, and what they state is known.
fn all_blocks_fit_together(files: &Files, request: &Request, gaps: &[&Warning], counts: &mut Counts) {
    let mut blocks: Vec<&Block> = Vec::new();
    for block in gaps.iter().filter_map(|gap| gap.block.as_ref()) {
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    if blocks.len() > 1 {
        *counts.entry("several blocks").or_default() += 1;
    }
    if gaps.len() > blocks.len() {
        *counts.entry("shared blocks").or_default() += 1;
    }
    for _ in 0..2 {
        let after_files = blocks.iter().fold(files.clone(), |files, block| pasted(&files, block));
        let after = Solution::from_sources(after_files.clone()).and_then(|solution| solution.compile());
        let after = after.unwrap_or_else(|faults| panic!("{blocks:#?}\n{faults}\n{}", print(&after_files)));
        let again = after.resolve(request).unwrap();
        for gap in gaps {
            let is_left = again.warnings().iter().any(|one| one.code == Code::GAP && one.key == gap.key);
            assert!(!is_left, "{}: still there with\n{blocks:#?}\n{}", gap.message, print(&after_files));
        }
        blocks.reverse();
    }
}

/// The files without some tables of own overlays and of built-in markets: everything turns out unknown somewhere.
fn without(files: &Files, header: &str) -> Files {
    let strip = |text: &str| {
        let mut kept = true;
        let lines = text.lines().filter(|line| {
            if line.starts_with('[') {
                kept = !line.starts_with(header);
            }
            kept
        });
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let is_own = |name: &str| !name.starts_with("catalog") && name != "solution.toml";
    files.iter().map(|(name, text)| (name.clone(), if is_own(name) { strip(text) } else { text.clone() })).collect()
}

fn markets(files: &Files) -> Vec<String> {
    let solution = Solution::from_sources(files.clone());
    solution.map(|one| one.markets()).unwrap_or_default()
}

/// The solutions of the project by name: all templates and scenarios, and the tracker where it is at hand.
fn solutions() -> Vec<(String, Files)> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let folders = |of: &str| {
        let entries = fs::read_dir(project(of)).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.join("solution.toml").is_file()).collect::<Vec<_>>()
    };
    let (templates, scenarios) = (folders("examples"), folders("tests/scenarios"));
    assert!(templates.len() >= 4 && scenarios.len() >= 80, "{} and {}", templates.len(), scenarios.len());
    let tracker = Some(project("../shared/cases/tracker")).filter(|path| path.is_dir());
    let all = templates.into_iter().chain(scenarios).chain(tracker);
    all.map(|path| (name(&path), files(&path))).collect()
}

#[test]
fn the_block_of_every_gap_closes_it() {
    let all = solutions();
    let mut counts = Counts::new();
    for (_, files) in &all {
        for header in ["[none]", "[[carriers]]", "[power]", "[[radio]]", "[[provides]]"] {
            let files = without(files, header);
            for market in markets(&files) {
                let request = Request::market(&market).as_of("2026-11-22".parse().unwrap());
                each_block_closes_its_gap(&files, &request, &mut counts);
                *counts.entry("markets").or_default() += 1;
            }
        }
    }
    println!("{} solutions: {counts:?}", all.len());
    assert!(counts.get("blocks").is_some_and(|count| *count >= 60), "{counts:?}");
}

#[test]
fn the_block_of_every_gap_of_a_random_solution_closes_it() {
    let counts = counted(wanted_cases(400), |seed, counts: &mut Counts| {
        let case = generate(seed, None);
        let files: Files =
            case.sources().into_iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        for header in ["[none]", "[[carriers]]", "[power]", "[[radio]]", "[[provides]]"] {
            let files = without(&files, header);
            let request = Request::market(case.market).as_of(case.date.parse().unwrap());
            each_block_closes_its_gap(&files, &request, counts);
        }
    });
    println!("{counts:?}");
    for kind in ["blocks", "network", "power", "spectrum", "other", "of an answer", "of a conflict"] {
        assert!(counts.get(kind).is_some_and(|count| *count >= 5), "{kind}: {counts:?}");
    }
}

/// A solution with one component.
fn board(markets: &[&str], component: &str) -> Files {
    let markets: Vec<String> = markets.iter().map(|market| format!("'{market}'")).collect();
    let solution = format!(
        "solution = {{ name = 'board', markets = [{}], currency = 'USD' }}\nslots = {{ board = {{ choose = ['board-1'] }} }}\n",
        markets.join(", ")
    );
    let catalog = format!("components = [{{ id = 'board-1', kind = 'hardware', price = '1', {component} }}]\n");
    vec![("solution.toml".to_owned(), solution), ("catalog/a.toml".to_owned(), catalog)]
}

/// The codes of the built-in countries.
fn countries() -> Vec<String> {
    let names = fs::read_dir(project("regions")).unwrap().map(|entry| entry.unwrap().file_name());
    let codes = names.filter_map(|name| name.to_string_lossy().strip_suffix(".toml").map(str::to_owned));
    let mut all: Vec<String> = codes.filter(|code| code.len() == 2 && *code == code.to_uppercase()).collect();
    all.sort();
    all
}

#[test]
fn a_board_without_a_radio_has_no_gap_in_any_market() {
    let countries = countries();
    let codes: Vec<&str> = countries.iter().map(String::as_str).collect();
    let compiled = compiled(&board(&codes, "name = 'a bare board'")).unwrap();
    let portfolio = compiled.portfolio(&Request::default().as_of("2026-11-22".parse().unwrap())).unwrap();
    assert!(portfolio.markets.len() > 60);
    for outcome in &portfolio.markets {
        assert!(outcome.bom().is_some() && gaps(outcome).is_empty(), "{}: {:?}", outcome.market(), gaps(outcome));
        assert!(outcome.warnings().iter().any(|one| one.code == Code::UNREAD), "{}", outcome.market());
    }
}

/// All texts of an answer.
fn texts(outcome: &Outcome) -> String {
    let Outcome::Conflict(conflict) = outcome else { return String::new() };
    conflict.reasons.iter().map(|reason| format!("{}\n", reason.text)).collect()
}

#[test]
fn what_no_carrier_lists_is_unknown_and_not_absent() {
    let countries = countries();
    let codes: Vec<&str> = countries.iter().map(String::as_str).collect();
    let (mut unlisted, mut met) = (0, 0);
    for technology in ["gsm", "umts", "lte", "lte-m", "nb-iot", "nr", "ntn", "sigfox"] {
        for tests in ["", "bands = { any-of = [250] }"] {
            let compiled = compiled(&board(&codes, &format!("needs = {{ 'network.{technology}' = {{ {tests} }} }}")));
            let compiled = compiled.unwrap();
            for code in &codes {
                let request = Request::market(*code).as_of("2026-11-22".parse().unwrap());
                let outcome = compiled.resolve(&request).unwrap();
                let text = texts(&outcome);
                assert!(
                    !text.contains("has none") && !text.contains("has no carriers"),
                    "{technology}, {code}: {text}"
                );
                if outcome.bom().is_some() {
                    met += 1;
                } else if !gaps(&outcome).is_empty() {
                    assert!(text.contains("known"), "{technology}, {code}: {text}");
                    unlisted += 1;
                }
            }
        }
    }
    println!("{unlisted} answers where it is not known, {met} where it is met");
    assert!(unlisted > 300 && met > 20, "{unlisted}, {met}");
}

/// The answer of an area of its own for a board that needs NB-IoT in band 20.
fn in_north(overlay: &str) -> Outcome {
    let mut files = board(&["north"], "needs = { 'network.nb-iot' = { bands = { any-of = [20] } } }");
    let overlay = format!("area = 'north'\nname = 'North'\nwithin = ['world']\n{overlay}\n");
    files.push(("regions/north.toml".to_owned(), overlay));
    compiled(&files).unwrap().resolve(&Request::market("north").as_of("2026-11-22".parse().unwrap())).unwrap()
}

#[test]
fn only_what_is_called_complete_is_absent() {
    let unknown = [
        ("", "network.nb-iot", "the carriers of north are not known"),
        ("[[carriers]]\nid = 'k'", "network.nb-iot", "whether `k` operates it is not known"),
        (
            "[complete]\ncarriers = true\n[[carriers]]\nid = 'k'\nnetworks = [{ technology = 'lte' }]",
            "network.nb-iot",
            "whether `k` operates it is not known",
        ),
        (
            "[[carriers]]\nid = 'k'\nnetworks-complete = true\nnetworks = [{ technology = 'nb-iot' }]",
            "network.nb-iot.bands",
            "the bands of `k` are not known",
        ),
    ];
    for (overlay, key, text) in unknown {
        let outcome = in_north(overlay);
        assert_eq!(gaps(&outcome).iter().map(|gap| gap.key.as_str()).collect::<Vec<_>>(), [key], "{overlay}");
        assert!(texts(&outcome).contains(text), "{overlay}: {}", texts(&outcome));
    }
    let absent = [
        ("[complete]\ncarriers = true", "north has no carriers"),
        ("[[carriers]]\nid = 'k'\nnetworks-complete = true\nnetworks = [{ technology = 'lte' }]", "`k` has none"),
        ("[[carriers]]\nid = 'k'\nnetworks = [{ technology = 'nb-iot', bands = [8] }]", "`k` has bands 8"),
    ];
    for (overlay, text) in absent {
        let outcome = in_north(overlay);
        assert!(outcome.bom().is_none() && gaps(&outcome).is_empty(), "{overlay}: {:?}", gaps(&outcome));
        assert!(texts(&outcome).contains(text), "{overlay}: {}", texts(&outcome));
    }
}

/// The blocks of an area of its own, each once, and the answer with all of them pasted.
fn stated_in_north(needs: &str, overlay: &str) -> (Vec<Block>, Files, Outcome) {
    let mut files = board(&["north", "south"], needs);
    let overlay = format!("area = 'north'\nname = 'North'\nwithin = ['world']\n{overlay}\n");
    files.push(("regions/north.toml".to_owned(), overlay));
    // An attribute that nobody has is an error.
    let south = "area = 'south'\nname = 'South'\nwithin = ['world']\n\
        [[carriers]]\nid = 's'\nnetworks = [{ technology = 'lte-m', bands = [8], power_class = 3 }]\n\
        [[provides]]\ncapability = 'environment.ambient'\nattributes = { humidity = 80 }\n";
    files.push(("regions/south.toml".to_owned(), south.to_owned()));
    let request = Request::market("north").as_of("2026-11-22".parse().unwrap());
    let before = Solution::from_sources(files.clone()).and_then(|solution| solution.compile());
    let before = before.unwrap_or_else(|faults| panic!("{faults}\n{}", print(&files))).resolve(&request).unwrap();
    each_block_closes_its_gap(&files, &request, &mut Counts::new());
    let mut blocks: Vec<Block> = gaps(&before).into_iter().filter_map(|gap| gap.block.clone()).collect();
    blocks.dedup();
    let files = blocks.iter().fold(files, |files, block| pasted(&files, block));
    let after = compiled(&files).unwrap_or_else(|| panic!("{blocks:#?}\n{}", print(&files))).resolve(&request).unwrap();
    (blocks, files, after)
}

#[test]
fn a_block_states_only_what_is_not_known() {
    let mains =
        "needs = { 'power.mains' = { voltage_v = { within = [200, 250] }, frequency_hz = { within = [45, 65] } } }";
    let rule = "needs = { 'spectrum.lora' = { plan = 'EU868', eirp_dbm = { at-least = 14 } } }";
    let climate = "needs = { 'environment.ambient' = { temperature_range_c = { within = [-50, 60] }, humidity = { at-most = 90 } } }";
    let network = "needs = { 'network.lte-m' = { bands = { any-of = [20] }, power_class = 3 } }";
    let partly = [
        (mains, "[power]\nvoltage_v = [230]", "voltage_v"),
        (mains, "[power]\n\n# the mains\nvoltage_v = [230]", "voltage_v"),
        (mains, "power = { voltage_v = [230] }", "voltage_v"),
        (rule, "[[radio]]\ntechnology = 'lora'\nplan = 'EU868'", "technology"),
        (rule, "radio = [{ technology = 'lora', plan = 'EU868' }]", "technology"),
        (rule, "[[radio]]\ntechnology = 'lora'\nplan = 'EU868'\nrange_mhz = [863, 870]", "technology"),
        (
            climate,
            "[[provides]]\ncapability = 'environment.ambient'\nattributes = { temperature_range_c = [-30, 50] }",
            "temperature",
        ),
        (
            climate,
            "[[provides]]\ncapability = 'environment.ambient'\n[provides.attributes]\ntemperature_range_c = [-30, 50]",
            "temperature",
        ),
        (
            climate,
            "provides = [{ capability = 'environment.ambient', attributes = { temperature_range_c = [-30, 50] } }]",
            "temperature",
        ),
        (network, "[[carriers]]\nid = 'k'\nnetworks = [{ technology = 'lte-m', bands = [20] }]", "bands"),
        (network, "carriers = [{ id = 'k', networks = [{ technology = 'lte-m', bands = [20] }] }]", "bands"),
        (network, "[[carriers]]\nid = 'k'\n[[carriers.networks]]\ntechnology = 'lte-m'\nbands = [20]", "bands"),
    ];
    for (needs, overlay, known) in partly {
        let (blocks, files, after) = stated_in_north(needs, overlay);
        assert_eq!(blocks.len(), 1, "{overlay}: {blocks:#?}");
        assert!(!blocks[0].text.contains(known), "{overlay}: {blocks:#?}");
        assert!(after.bom().is_some(), "{}\n{}", texts(&after), print(&files));
    }
}

#[test]
fn one_block_states_all_networks_of_one_carrier() {
    let both = "needs = { 'network.nb-iot' = {}, 'network.lte-m' = { bands = { any-of = [20] } } }";
    let overlays = [
        "",
        "[[carriers]]\nid = 'k'",
        "[[carriers]]\nid = 'j'\n[[carriers]]\nid = 'k'\nnetworks = [{ technology = 'nb-iot' }]",
        "[[carriers]]\nid = 'j'\n[[carriers]]\nid = 'k'\nnetworks = [{ technology = 'lte-m' }]",
        "[[carriers]]\nid = 'j'\nnetworks-complete = true\nnetworks = [{ technology = 'nb-iot' }]\n[[carriers]]\nid = 'k'",
        "carriers = [{ id = 'j', networks = [{ technology = 'lte' }] }, { id = 'k', networks = [{ technology = 'lte-m' }] }]",
    ];
    for overlay in overlays {
        let (blocks, files, after) = stated_in_north(both, overlay);
        assert_eq!(blocks.len(), 1, "{overlay}: {blocks:#?}");
        assert!(after.bom().is_some(), "{}\n{}", texts(&after), print(&files));
    }
    // A built-in market, step by step or at once.
    let files = board(&["KE"], "needs = { 'network.nb-iot' = {}, 'network.lte-m' = {} }");
    let request = Request::market("KE").as_of("2026-11-22".parse().unwrap());
    let outcome = compiled(&files).unwrap().resolve(&request).unwrap();
    let told = gaps(&outcome);
    assert_eq!(told.iter().map(|gap| gap.key.as_str()).collect::<Vec<_>>(), ["network.nb-iot", "network.lte-m"]);
    assert_eq!(told[0].block, told[1].block);
    let after = compiled(&pasted(&files, told[0].block.as_ref().unwrap())).unwrap().resolve(&request).unwrap();
    assert!(after.bom().is_some(), "{}", texts(&after));
}

#[test]
fn the_gaps_of_alternatives_fit_into_one_file() {
    let solution = "solution = { name = 'board', markets = ['KE'], currency = 'USD' }\n\
        slots = { modem = { choose = ['nb', 'm1'] }, psu = { choose = ['psu-1'] } }\n";
    let catalog = "components = [\n\
        { id = 'nb', kind = 'hardware', price = '1', needs = { 'network.nb-iot' = {} } },\n\
        { id = 'm1', kind = 'hardware', price = '1', needs = { 'network.lte-m' = {} } },\n\
        { id = 'psu-1', kind = 'hardware', price = '1', needs = { 'spectrum.zigzag' = { range_mhz = { covers = [1, 2] } } } },\n]\n";
    let files =
        vec![("solution.toml".to_owned(), solution.to_owned()), ("catalog/a.toml".to_owned(), catalog.to_owned())];
    let mut counts = Counts::new();
    each_block_closes_its_gap(&files, &Request::market("KE").as_of("2026-11-22".parse().unwrap()), &mut counts);
    let modems = vec![(files[0].0.clone(), solution.replace(", psu = { choose = ['psu-1'] }", "")), files[1].clone()];
    each_block_closes_its_gap(&modems, &Request::market("KE").as_of("2026-11-22".parse().unwrap()), &mut counts);
    assert!(counts.get("shared blocks").is_some_and(|count| *count >= 1), "{counts:?}");
}
