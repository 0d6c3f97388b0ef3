//! The built-in overlays: every fact cited, every file in its canonical order, and every value that the fact files have
//! found again in its market.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../examples/refresh/compare/mod.rs"]
mod compare;

use compare::sheet::{Book, number};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use terroir::{Outcome, Request, Solution};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The day up to which sources were read: nothing may be of a later one.
const READ: &str = "2026-12-01";

/// Sections in their canonical order.
const SECTIONS: [&str; 17] = [
    "identity",
    "power",
    "radio",
    "carriers",
    "certification",
    "certificates",
    "sensors",
    "needs",
    "limits",
    "provides",
    "supplies",
    "duties",
    "set",
    "slots",
    "rules",
    "remove",
    "gaps",
];

fn regions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("regions")
}

/// Name and text of every overlay, sorted.
fn overlays() -> Vec<(String, String)> {
    let files_of = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files_of(regions()).chain(files_of(regions().join("tier-2"))).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml") && !path.ends_with("sources.toml"));
    files.sort();
    let code = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (code(path), fs::read_to_string(path).unwrap())).collect()
}

fn parsed<'t>(name: &str, text: &'t str) -> DeTable<'t> {
    DeTable::parse(text).unwrap_or_else(|error| panic!("{name}: {error}")).into_inner()
}

fn text(table: &DeTable<'_>, key: &str) -> Option<String> {
    match table.get(key)?.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

fn texts(table: &DeTable<'_>, key: &str) -> Vec<String> {
    let Some(DeValue::Array(list)) = table.get(key).map(Spanned::get_ref) else { return Vec::new() };
    list.iter().filter_map(|one| one.get_ref().as_str()).map(str::to_owned).collect()
}

fn numbers(table: &DeTable<'_>, key: &str) -> Vec<f64> {
    let Some(DeValue::Array(list)) = table.get(key).map(Spanned::get_ref) else { return Vec::new() };
    let number = |value: &DeValue<'_>| match value {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    };
    list.iter().filter_map(|one| number(one.get_ref())).collect()
}

fn entries<'a, 't>(table: &'a DeTable<'t>, section: &str) -> Vec<&'a DeTable<'t>> {
    match table.get(section).map(Spanned::get_ref) {
        Some(DeValue::Array(list)) => list.iter().filter_map(|one| one.get_ref().as_table()).collect(),
        Some(DeValue::Table(one)) => vec![one],
        _ => Vec::new(),
    }
}

/// The id of each source with its family.
fn families() -> BTreeMap<String, String> {
    let file = fs::read_to_string(regions().join("sources.toml")).unwrap();
    let table = parsed("sources.toml", &file);
    let sources = entries(&table, "sources");
    sources.iter().map(|source| (text(source, "id").unwrap(), text(source, "family").unwrap())).collect()
}

/// Every table that states something, with a name for messages.
fn stating<'a, 't>(name: &str, table: &'a DeTable<'t>) -> Vec<(String, &'a DeTable<'t>)> {
    let mut found = Vec::new();
    if table.contains_key("source") {
        found.push((format!("{name}: its head"), table));
    }
    for section in SECTIONS.iter().filter(|section| **section != "gaps") {
        for entry in entries(table, section) {
            let id = id_of(entry);
            for network in entries(entry, "networks") {
                found.push((
                    format!("{name}: {section} {id} network {}", text(network, "technology").unwrap()),
                    network,
                ));
            }
            found.push((format!("{name}: {section} {id}"), entry));
        }
    }
    found
}

/// The id as written, else what stands for it.
fn id_of(entry: &DeTable<'_>) -> String {
    let ends = numbers(entry, "range_mhz").iter().map(f64::to_string).collect::<Vec<_>>().join("-");
    let radio = text(entry, "technology").map(|one| format!("{one}-{}{ends}", text(entry, "plan").unwrap_or_default()));
    let written = ["id", "scheme", "measure", "capability"].iter().find_map(|key| text(entry, key));
    written.or(radio).unwrap_or_default()
}

fn contender(told: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = told.split_once(' ')?;
    let (value, source) = rest.strip_suffix(')')?.rsplit_once(" (")?;
    Some((key, value, source))
}

#[test]
fn every_fact_is_cited_dated_and_has_a_status() {
    let families = families();
    let mut breaches = Vec::new();
    let mut counted = 0;
    for (name, file) in overlays() {
        let table = parsed(&name, &file);
        for (place, entry) in stating(&name, &table) {
            counted += 1;
            let (sources, status) = (texts(entry, "source"), text(entry, "status").unwrap_or_default());
            let known: BTreeSet<&String> = sources.iter().filter_map(|id| families.get(id)).collect();
            let sorted: BTreeSet<&String> = sources.iter().collect();
            if sources.is_empty() || sources.iter().any(|id| !families.contains_key(id)) {
                breaches.push(format!("{place}: cites {sources:?}"));
            }
            if !sorted.iter().copied().eq(&sources) {
                breaches.push(format!("{place}: its sources are not sorted, or one stands twice"));
            }
            if !["agree", "single", "disputed", "unverified"].contains(&status.as_str()) {
                breaches.push(format!("{place}: status `{status}`"));
            }
            if status == "agree" && known.len() < 2 {
                breaches.push(format!("{place}: `agree` takes two families, and cites {known:?}"));
            }
            match text(entry, "as_of") {
                Some(day) if *day <= *READ => {}
                day => breaches.push(format!("{place}: as of {day:?}")),
            }
            for told in texts(entry, "contenders") {
                match contender(&told) {
                    Some((key, _, source)) if families.contains_key(source) => {
                        let first = key.split('.').next().unwrap();
                        let is_idle = !entry.contains_key(first);
                        breaches.extend(is_idle.then(|| format!("{place}: `{told}` contends for no key")));
                    }
                    _ => breaches.push(format!("{place}: `{told}` is no contender")),
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(counted > 1500, "only {counted} entries");
}

/// The day of a source: its date, the first day of its version where that is a month or a year, else the day of reading.
fn days() -> BTreeMap<String, String> {
    let file = fs::read_to_string(regions().join("sources.toml")).unwrap();
    let table = parsed("sources.toml", &file);
    let first_day = |version: String| {
        let is_day = version.split('-').all(|part| part.parse::<u16>().is_ok()) && version.starts_with("20");
        match version.len() {
            4 if is_day => Some(format!("{version}-01-01")),
            7 if is_day => Some(format!("{version}-01")),
            10 if is_day => Some(version),
            _ => None,
        }
    };
    let day = |source: &DeTable<'_>| {
        let version = || text(source, "version").and_then(first_day);
        text(source, "date").or_else(version).or_else(|| text(source, "read_on")).unwrap()
    };
    entries(&table, "sources").iter().map(|source| (text(source, "id").unwrap(), day(source))).collect()
}

#[test]
fn no_fact_is_newer_than_the_second_family_that_states_it() {
    let (families, days) = (families(), days());
    let (mut breaches, mut counted) = (Vec::new(), 0);
    for (name, file) in overlays() {
        let table = parsed(&name, &file);
        // Networks have a script of their own, and lists of codes that tell no day do not count.
        let sections = ["radio", "certification", "sensors", "needs", "limits", "provides"];
        for entry in sections.iter().flat_map(|section| entries(&table, section)) {
            let mut newest: BTreeMap<&String, &String> = BTreeMap::new();
            for source in texts(entry, "source") {
                let day = newest.entry(&families[&source]).or_insert(&days[&source]);
                *day = (*day).max(&days[&source]);
            }
            let mut told: Vec<&String> = newest.into_values().collect();
            told.sort_unstable_by(|one, other| other.cmp(one));
            let is_one = ["single", "unverified"].contains(&text(entry, "status").unwrap().as_str());
            let last = told[usize::from(!is_one && told.len() > 1)];
            let as_of = text(entry, "as_of").unwrap();
            counted += 1;
            if as_of > *last {
                breaches.push(format!("{name}: {} is as of {as_of}, and its sources are of {last}", id_of(entry)));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    assert!(counted > 800, "only {counted} entries");
}

#[test]
fn every_file_is_in_its_canonical_order() {
    let families = families();
    for (name, file) in overlays() {
        let table = parsed(&name, &file);
        let mut places: Vec<(usize, &str)> =
            table.iter().map(|(key, _)| (key.span().start, &**key.get_ref())).collect();
        places.sort_unstable();
        let order: Vec<&str> = places.into_iter().map(|(_, key)| key).collect();
        let head = ["area", "name", "within", "tier", "source", "as_of", "status", "note"];
        let canonical: Vec<&str> = head.iter().chain(&SECTIONS).copied().filter(|key| order.contains(key)).collect();
        assert_eq!(order, canonical, "{name}: order of sections");
        for section in SECTIONS {
            let entries = entries(&table, section);
            match section {
                "radio" => assert!(entries.is_sorted_by_key(|one| radio_order(one)), "{name}: order of {section}"),
                "carriers" => {
                    let order = |one: &DeTable<'_>| carrier_order(one, &families);
                    assert!(entries.is_sorted_by_key(|one| order(one)), "{name}: order of {section}");
                }
                _ => assert!(entries.is_sorted_by_key(|one| id_of(one)), "{name}: order of {section}"),
            }
            let ids: BTreeSet<String> = entries.iter().map(|one| id_of(one)).collect();
            assert_eq!(ids.len(), entries.len(), "{name}: an id stands twice in {section}");
        }
        assert!(file.ends_with('\n') && !file.contains("\n\n\n") && !file.contains(" \n"), "{name}: blanks");
    }
}

/// Technology, ends in tenths of MHz, plan, id.
fn radio_order(entry: &DeTable<'_>) -> (String, Vec<u64>, String, String) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let ends = numbers(entry, "range_mhz").iter().map(|end| (end * 1000.0) as u64).collect();
    let text = |key: &str| text(entry, key).unwrap_or_default();
    (text("technology"), ends, text("plan"), text("id"))
}

/// Most families first of those that list codes (Wikipedia does not count), then the first code.
fn carrier_order(entry: &DeTable<'_>, families: &BTreeMap<String, String>) -> (std::cmp::Reverse<usize>, String) {
    let cited: BTreeSet<String> = texts(entry, "source").iter().map(|id| families.get(id).unwrap().clone()).collect();
    let outside = cited.iter().filter(|family| ["aosp", "gnome", "itu-e212"].contains(&family.as_str())).count();
    (std::cmp::Reverse(outside), texts(entry, "plmn").first().cloned().unwrap_or_default())
}

#[test]
fn every_market_lies_in_areas_and_none_in_itself() {
    let parents: BTreeMap<String, Vec<String>> =
        overlays().iter().map(|(name, file)| (name.clone(), texts(&parsed(name, file), "within"))).collect();
    let mut markets = 0;
    for (name, file) in overlays() {
        assert_eq!(text(&parsed(&name, &file), "area").as_deref(), Some(name.as_str()));
        let mut above: Vec<&String> = parents.get(&name).unwrap().iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(area) = above.pop() {
            assert_ne!(*area, name, "{name} lies in itself");
            if seen.insert(area.as_str()) {
                above.extend(parents.get(area).unwrap_or_else(|| panic!("{name} lies in `{area}`, which is none")));
            }
        }
        if name == "world" {
            assert!(seen.is_empty());
            continue;
        }
        assert!(seen.contains("world"), "{name} does not lie in the world");
        if name.len() == 2 && name != "eu" {
            markets += 1;
            let regions = ["itu-r1", "itu-r2", "itu-r3"].iter().filter(|region| seen.contains(**region)).count();
            assert_eq!(regions, 1, "{name} lies in {regions} ITU Regions");
        }
    }
    assert_eq!(markets, 72 + 60);
}

#[test]
fn every_source_is_used_and_says_what_it_is() {
    let all: String = overlays().into_iter().map(|(_, text)| text).collect();
    let file = fs::read_to_string(regions().join("sources.toml")).unwrap();
    let table = parsed("sources.toml", &file);
    let sources = entries(&table, "sources");
    assert!(sources.is_sorted_by_key(|source| text(source, "id")), "sources are sorted by id");
    let mut newest = String::new();
    for source in &sources {
        let id = text(source, "id").unwrap();
        for key in ["title", "publisher", "url", "licence", "family", "read_on"] {
            assert!(text(source, key).is_some_and(|word| !word.is_empty()), "{id} has no {key}");
        }
        // A page that tells neither its version nor its date is as old as the day it was read.
        for key in ["date", "read_on"] {
            assert!(text(source, key).is_none_or(|day| *day <= *READ), "{id}: {key} is in the future");
        }
        newest = newest.max(text(source, "read_on").unwrap());
        let cited = all.contains(&format!("\"{id}\"")) || all.contains(&format!(" ({id})\""));
        assert!(cited, "no overlay cites `{id}`");
    }
    let ids: BTreeSet<String> = sources.iter().map(|source| text(source, "id").unwrap()).collect();
    assert_eq!(ids.len(), sources.len(), "an id stands twice");
    assert_eq!(terroir::regions::version(), newest.replace('-', "."), "the version is the newest day of reading");
}

#[test]
fn every_value_of_the_fact_files_is_found_again_in_its_market() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts");
    if !folder.is_dir() {
        println!("skipped: the fact files are not here");
        return;
    }
    let mut book = Book::new().unwrap();
    let (mut compared, mut differences) = (0, Vec::new());
    let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in compare::KINDS {
        let text = fs::read_to_string(folder.join(format!("{kind}.csv"))).unwrap();
        let report = compare::compare(kind, &compare::rows(&text).unwrap(), &mut book).unwrap();
        compared += report.compared;
        differences.extend(report.differences);
        for (reason, count) in report.left_out {
            *left_out.entry(reason).or_default() += count;
        }
    }
    println!("{compared} cells compared, {} differences; left out:", differences.len());
    for (reason, count) in &left_out {
        println!("{count:>6}  {reason}");
    }
    println!(
        "modules.csv and parts.csv are facts about parts, lorawan_regions.csv about channel plans: not of markets"
    );
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(compared > 15_000, "only {compared} cells");
}

#[test]
fn a_changed_cell_and_a_row_more_are_told() {
    let mut book = Book::new().unwrap();
    let header = "iso2,name,lorawan_ttn_2025,lorawan_helium_2023,lorawan_ttn_docs_2024,lorawan_common,lorawan_status\n";
    let same = "DE,Germany,,EU868,,,one_source\n";
    let report = |text: &str, book: &mut Book| {
        compare::compare("lorawan", &compare::rows(&format!("{header}{text}")).unwrap(), book).unwrap()
    };
    let clean = report(same, &mut book).differences;
    assert!(clean.iter().all(|one| one.market != "DE"), "{clean:?}");
    let changed = report("DE,Germany,,EU433,,,one_source\n", &mut book).differences;
    assert!(
        changed.iter().any(|one| one.market == "DE" && one.overlay == "EU868" && one.file == "EU433"),
        "{changed:?}"
    );
    // The overlays of the 71 markets that the file lacks have no row any more.
    assert_eq!(clean.len(), 71);
}

#[test]
fn built_in_facts_by_status_are_counted() {
    let begun = std::time::Instant::now();
    let world = Solution::world().unwrap();
    println!("all built-in overlays read in {:?}", begun.elapsed());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut disputed_without_rival = Vec::new();
    for area in world.areas() {
        for fact in world.facts(&area.code).unwrap().into_iter().filter(|fact| fact.layer == area.code) {
            let Some(status) = fact.status.map(|status| status.to_string()) else { continue };
            let entry = fact.key.starts_with("radio.lora");
            if status == "disputed" && fact.contenders.is_empty() && !entry {
                disputed_without_rival.push(format!("{} {}", area.code, fact.key));
            }
            // Networks have a status each.
            let networks = if fact.key.ends_with(".networks") { fact.value.as_array() } else { None };
            for network in networks.into_iter().flatten() {
                *counts.entry(network["status"].as_str().unwrap().to_owned()).or_default() += 1;
            }
            if networks.is_none() {
                *counts.entry(status).or_default() += 1;
            }
        }
    }
    println!("{} areas, {} sources, facts: {counts:?}", world.areas().len(), families().len());
    assert_eq!(disputed_without_rival, Vec::<String>::new());
    assert!(counts.values().sum::<usize>() > 4000, "{counts:?}");
}

/// The facts of all areas as capabilities with their attributes.
fn provided() -> BTreeMap<String, BTreeSet<String>> {
    let world = Solution::world().unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for area in world.areas() {
        let facts = world.facts(&area.code).unwrap();
        let technology = |fact: &terroir::Fact| {
            let id = fact.key.strip_prefix("radio.")?.strip_suffix(".technology")?;
            Some((id.to_owned(), fact.value.as_str()?.to_owned()))
        };
        let technologies: BTreeMap<String, String> = facts.iter().filter_map(technology).collect();
        for fact in facts {
            let (section, rest) = fact.key.split_once('.').unwrap();
            let (id, name) = rest.rsplit_once('.').unwrap_or((rest, ""));
            match section {
                "power" => drop(found.entry("power.mains".to_owned()).or_default().insert(name.to_owned())),
                "radio" => {
                    let attributes = found.entry(format!("spectrum.{}", technologies[id])).or_default();
                    attributes.extend(["dfs", "indoor", "no-ir"].map(str::to_owned));
                    if !["technology", "from", "until"].contains(&name) {
                        attributes.insert(name.to_owned());
                    }
                }
                "carriers" => {
                    found.entry("carrier.*".to_owned()).or_default();
                    for network in fact.value.as_array().into_iter().flatten().filter_map(|one| one.as_object()) {
                        let technology = network.get("technology").unwrap().as_str().unwrap();
                        let attributes = found.entry(format!("network.{technology}")).or_default();
                        let cites = ["technology", "from", "until", "source", "as_of", "status", "contenders", "note"];
                        attributes.extend(network.keys().filter(|key| !cites.contains(&key.as_str())).cloned());
                    }
                }
                "provides" if name == "attributes" => {
                    let first = id.split('.').next().unwrap();
                    let attributes = found.entry(format!("{first}.*")).or_default();
                    attributes.extend(fact.value.as_object().unwrap().keys().cloned());
                }
                _ => {}
            }
        }
    }
    found
}

/// What limits, sensors and certification of all areas ask for, with the attributes that they test.
fn required() -> BTreeMap<String, BTreeSet<String>> {
    let world = Solution::world().unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for area in world.areas() {
        let facts: BTreeMap<String, serde_json::Value> =
            world.facts(&area.code).unwrap().into_iter().map(|fact| (fact.key, fact.value)).collect();
        for (key, value) in &facts {
            let (head, name) = key.rsplit_once('.').unwrap();
            let word = || value.as_str().unwrap().to_owned();
            match (key.split('.').next().unwrap(), name) {
                ("certification", "applies-to") => drop(found.entry(word()).or_default()),
                ("sensors", "index") => {
                    found.entry("index.air-quality".to_owned()).or_default().insert("standard".to_owned());
                }
                ("limits" | "needs", "capability") => {
                    let tests = facts.get(&format!("{head}.where")).and_then(|tests| tests.as_object());
                    let attributes = found.entry(word()).or_default();
                    attributes.extend(tests.into_iter().flatten().map(|(name, _)| name.clone()));
                }
                _ => {}
            }
        }
    }
    found
}

/// The tables of the page by heading: capability → attributes.
fn documented(heading: &str) -> BTreeMap<String, BTreeSet<String>> {
    let page = fs::read_to_string(regions().join("CAPABILITIES.md")).unwrap();
    let part = page.split("\n## ").find(|part| part.starts_with(heading)).unwrap();
    let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|line| line.split('|').skip(1).take(2).map(words).collect::<Vec<_>>());
    cells.map(|row| (row[0][0].clone(), row[1].iter().cloned().collect())).collect()
}

#[test]
fn the_table_of_capabilities_lists_what_the_overlays_provide_and_require() {
    assert_eq!(documented("What markets provide"), provided());
    assert_eq!(documented("What markets require"), required());
}

fn resolve(files: &[(&str, String)], market: &str) -> Outcome {
    let solution = Solution::from_sources(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap();
    let request = Request::market(market).as_of(READ.parse().unwrap());
    solution.compile().unwrap().resolve(&request).unwrap()
}

fn radio(low: u32, high: u32) -> [(&'static str, String); 2] {
    let solution = "[solution]\nname = \"radio\"\nmarkets = [\"CN\", \"DE\"]\ncurrency = \"USD\"\n[slots.radio]\nchoose = [\"radio\"]\n";
    let part = format!(
        "[[components]]\nid = \"radio\"\nkind = \"hardware\"\nprice = \"1\"\n\
         needs = {{ \"spectrum.wifi\" = {{ range_mhz = {{ covers = [{low}, {high}] }} }} }}\n"
    );
    [("solution.toml", solution.to_owned()), ("catalog/radio.toml", part)]
}

#[test]
fn a_radio_of_5470_to_5725_mhz_is_not_served_by_a_market_that_opens_5735_to_5835() {
    assert!(resolve(&radio(5735, 5835), "CN").bom().is_some());
    let Outcome::Conflict(conflict) = resolve(&radio(5470, 5725), "CN") else { panic!("China does not open it") };
    assert!(conflict.reasons[0].text.contains("spectrum.wifi"), "{:?}", conflict.reasons);
    assert!(resolve(&radio(5470, 5725), "DE").bom().is_some());
    // Two adjoining rules cover together.
    assert!(resolve(&radio(5150, 5350), "DE").bom().is_some());
}

#[test]
fn a_street_light_states_the_circuit_of_its_sites_in_its_own_overlay() {
    let page = fs::read_to_string(regions().join("CAPABILITIES.md")).unwrap();
    let overlay = page.split("```toml\n").find(|block| block.starts_with("area = \"US\"")).unwrap();
    let overlay = overlay.split("```").next().unwrap().to_owned();
    let solution = "[solution]\nname = \"light\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n[slots.driver]\nchoose = [\"narrow\", \"wide\"]\n";
    let driver = |id: &str, price: &str, high: u32| {
        format!(
            "[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"{price}\"\n\
             needs = {{ \"power.mains\" = {{ voltage_v = {{ within = [90, {high}] }} }} }}\n"
        )
    };
    let drivers = driver("narrow", "7", 264) + &driver("wide", "9", 305);
    let sockets = [("solution.toml", solution.to_owned()), ("catalog/drivers.toml", drivers)];
    let chosen = |files: &[(&str, String)]| resolve(files, "US").bom().unwrap().lines[0].component.clone();
    assert_eq!(chosen(&sockets), "narrow");
    let sites: Vec<_> = sockets.into_iter().chain([("regions/US.toml", overlay)]).collect();
    assert_eq!(chosen(&sites), "wide");
}

#[test]
fn a_number_is_compared_as_it_is_shortest() {
    assert_eq!(["20.0", "20", "36.02", "2483.50"].map(number), ["20", "20", "36.02", "2483.5"]);
}
