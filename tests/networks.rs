//! The networks of the built-in overlays against the files in `tests/facts`: every value is found again in its market, or is
//! on a list with a reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use terroir::{Outcome, Request, Solution};

#[path = "networks/reading.rs"]
mod reading;
#[path = "networks/verdicts.rs"]
mod verdicts;

type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts")
}

fn rows_of(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn rows(name: &str) -> Vec<Row> {
    rows_of(&folder().join(name))
}

/// Our carriers with their networks, by market.
struct Markets {
    world: Solution,
    carriers: BTreeMap<String, BTreeMap<String, Vec<Value>>>,
}

impl Markets {
    fn read() -> Self {
        Self { world: Solution::world().unwrap(), carriers: BTreeMap::new() }
    }

    fn of(&mut self, market: &str) -> &BTreeMap<String, Vec<Value>> {
        if !self.carriers.contains_key(market) {
            let facts = self.world.facts(market).unwrap_or_else(|| panic!("no market {market}"));
            let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for fact in facts {
                let Some((id, key)) = fact.key.strip_prefix("carriers.").and_then(|rest| rest.rsplit_once('.')) else {
                    continue;
                };
                let networks = found.entry(id.to_owned()).or_default();
                if key == "networks" {
                    networks.clone_from(fact.value.as_array().unwrap());
                }
            }
            self.carriers.insert(market.to_owned(), found);
        }
        &self.carriers[market]
    }

    fn network(&mut self, market: &str, carrier: &str, technology: &str) -> Option<&Value> {
        self.of(market).get(carrier)?.iter().find(|network| network["technology"] == technology)
    }
}

/// Whose operator is whose carrier, and what is left out.
struct Identity {
    ours: BTreeMap<(String, String), String>,
    left_out: BTreeMap<[String; 4], String>,
    used: BTreeSet<[String; 4]>,
}

impl Identity {
    fn read() -> Self {
        let ours = rows("operators.csv").into_iter().map(|mut row| {
            let mut take = |column: &str| row.remove(column).unwrap();
            ((take("market"), take("theirs")), take("ours"))
        });
        let left_out = rows("left_out.csv").into_iter().map(|row| {
            let key = ["file", "market", "theirs", "what"].map(|column| row[column].clone());
            (key, row["reason"].clone())
        });
        Self { ours: ours.collect(), left_out: left_out.collect(), used: BTreeSet::new() }
    }

    /// Our carrier; `None` where the value is left out with a reason.
    fn carrier(&mut self, file: &str, market: &str, theirs: &str, what: &str) -> Option<String> {
        for what in [what, "*"] {
            let key = [file, market, theirs, what].map(str::to_owned);
            if self.left_out.contains_key(&key) {
                self.used.insert(key);
                return None;
            }
        }
        let ours = self.ours.get(&(market.to_owned(), theirs.to_owned()));
        Some(ours.unwrap_or_else(|| panic!("{file}: {market} {theirs} {what} is nobody's and not left out")).clone())
    }
}

/// What was compared, and what was not for a reason that holds for a whole column or word.
#[derive(Default)]
struct Report {
    compared: usize,
    lost: Vec<String>,
    left_out: BTreeMap<&'static str, usize>,
}

impl Report {
    fn expect(&mut self, is_found: bool, what: &dyn Fn() -> String) {
        self.compared += 1;
        if !is_found {
            self.lost.push(what());
        }
    }

    fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}

fn technology_of(word: &str) -> Option<&'static str> {
    match word.split(' ').next().unwrap() {
        "2G" => Some("gsm"),
        "3G" => Some("umts"),
        "LTE-M" => Some("lte-m"),
        "NB-IoT" => Some("nb-iot"),
        _ => None,
    }
}

/// Whether a network's end is the day or within the period that a source names, or that date contends with it.
fn ends(network: Option<&Value>, date: &str) -> bool {
    let Some(network) = network else { return false };
    let Some(until) = network["until"].as_str() else { return false };
    let contends =
        network["contenders"].as_array().into_iter().flatten().any(|one| one.as_str().unwrap().contains(date));
    let is_dated = date.starts_with(|digit: char| digit.is_ascii_digit());
    !is_dated || contends || in_period(until, date)
}

/// `2025-Q4`, `2028-H2`, `2024`, `2025-12`, `2025-12-31`.
fn in_period(day: &str, date: &str) -> bool {
    let month: u32 = day[5..7].parse().unwrap();
    match date
        .split_once("-Q")
        .map(|(year, part)| (year, part, 3))
        .or_else(|| date.split_once("-H").map(|(year, part)| (year, part, 6)))
    {
        Some((year, part, months)) => day.starts_with(year) && (month - 1) / months + 1 == part.parse::<u32>().unwrap(),
        None => day.starts_with(date),
    }
}

fn bands(report: &mut Report, identity: &mut Identity, markets: &mut Markets) {
    for row in rows("band-atlas/network_bands.csv") {
        let (market, theirs, band) = (&row["country"], &row["operator_id"], &row["band"]);
        let Some(ours) = identity.carrier("network_bands", market, theirs, band) else {
            report.leave_out("on the list of what is left out");
            continue;
        };
        let technology = if row["tech"] == "LTE" { "lte" } else { "nr" };
        let number: u64 = band[1..].parse().unwrap();
        let network = markets.network(market, &ours, technology);
        let is_found = network.is_some_and(|one| one["bands"].as_array().unwrap().iter().any(|held| *held == number));
        report.expect(is_found, &|| format!("{market} {ours} {technology} band {band}"));
        for _ in ["layer", "confidence", "main_band", "sources"] {
            report.leave_out(
                "layer, confidence, main band and sources of a band: what the atlas thinks of its own sources",
            );
        }
    }
}

fn networks(report: &mut Report, identity: &mut Identity, markets: &mut Markets) {
    for row in rows("band-atlas/networks.csv") {
        let (market, theirs) = (row["country"].as_str(), row["operator_id"].as_str());
        let Some(ours) = identity.carrier("networks", market, theirs, "") else {
            report.leave_out("on the list of what is left out");
            continue;
        };
        for (column, key, yes, no) in [("sa", "sa", "yes", "nsa"), ("redcap", "redcap", "yes", "")] {
            let word = row[column].as_str();
            if word == yes || (word == no && !no.is_empty()) {
                let network = markets.network(market, &ours, "nr");
                report
                    .expect(network.is_some_and(|one| one[key] == (word == yes)), &|| format!("{market} {ours} {key}"));
            } else {
                report.leave_out("5G without a core of its own or RedCap: a trial, a plan, unclear, or not known");
            }
        }
        for (column, technology) in [("lte_m", "lte-m"), ("nb_iot", "nb-iot")] {
            match row[column].as_str() {
                "yes" => {
                    let network = markets.network(market, &ours, technology);
                    report.expect(network.is_some_and(|one| one["until"].is_null()), &|| {
                        format!("{market} {ours} {column}")
                    });
                }
                "off" => report.expect(ends(markets.network(market, &ours, technology), ""), &|| {
                    format!("{market} {ours} {column} off")
                }),
                _ => report.leave_out("LTE-M or NB-IoT `unlisted`: not on a map, which says nothing"),
            }
        }
        for (column, technology) in [("2g", "gsm"), ("3g", "umts")] {
            if !matches!(row[column].as_str(), "off" | "ending" | "planned") {
                report.leave_out("2G or 3G `none`, `never` or `unknown`: no end is announced, or nothing is known");
            } else if identity.carrier("networks", market, theirs, column).is_none() {
                report.leave_out("on the list of what is left out");
            } else {
                let date = row[&format!("{column}_date")].as_str();
                let network = markets.network(market, &ours, technology);
                report
                    .expect(ends(network, date), &|| format!("{market} {ours} {technology} until {date}: {network:?}"));
            }
        }
    }
}

fn switch_offs(report: &mut Report, identity: &mut Identity, markets: &mut Markets) {
    for row in rows("band-atlas/sunset.csv") {
        let (market, theirs, what) = (row["country"].as_str(), row["operator_id"].as_str(), row["network"].as_str());
        let date = row["date"].as_str();
        let key = ["sunset", market, theirs, what].map(str::to_owned);
        if identity.left_out.contains_key(&key) {
            identity.used.insert(key);
            report.leave_out("on the list of what is left out");
            continue;
        }
        let technology = technology_of(what).unwrap();
        // A row of a whole market holds for at least one of its operators, and none of those it holds for goes on.
        let carriers: Vec<String> = match theirs {
            "" => markets.of(market).keys().cloned().collect(),
            _ => vec![identity.carrier("sunset", market, theirs, what).unwrap()],
        };
        let found: Vec<bool> =
            carriers.iter().map(|ours| ends(markets.network(market, ours, technology), date)).collect();
        report.expect(found.contains(&true), &|| format!("{market} {carriers:?} {technology} until {date}"));
    }
}

fn low_power(report: &mut Report, identity: &mut Identity, markets: &mut Markets) {
    for row in rows("band-atlas/iot_networks.csv") {
        let (market, theirs, what) = (row["market"].as_str(), row["operator"].as_str(), row["technology"].as_str());
        let Some(ours) = identity.carrier("iot_networks", market, theirs, what) else {
            report.leave_out("on the list of what is left out");
            continue;
        };
        let network = markets.network(market, &ours, technology_of(what).unwrap());
        let is_off = row["status"].starts_with("shut down");
        report
            .expect(network.is_some_and(|one| one["until"].is_null() != is_off), &|| format!("{market} {ours} {what}"));
    }
    for row in rows("iot_bands.csv") {
        let (market, technology) = (row["market"].as_str(), row["technology"].as_str());
        let ours = identity.ours[&(market.to_owned(), row["theirs"].clone())].clone();
        let network = markets.network(market, &ours, technology);
        report.expect(
            network.is_some_and(|one| one["bands"] == serde_json::json!([row["bands"].parse::<u64>().unwrap()])),
            &|| format!("{market} {ours} {technology} bands"),
        );
    }
    for row in rows("band-atlas/redcap_networks.csv") {
        let (market, theirs) = (row["market"].as_str(), row["operator"].as_str());
        if theirs.is_empty() {
            report.leave_out("a RedCap trial in a market, without an operator");
        } else if let Some(ours) = identity.carrier("redcap_networks", market, theirs, "redcap") {
            let network = markets.network(market, &ours, "nr");
            report.expect(network.is_some_and(|one| one["redcap"] == true), &|| format!("{market} {ours} RedCap"));
        } else {
            report.leave_out("on the list of what is left out");
        }
    }
}

#[test]
fn every_value_of_the_band_atlas_is_in_the_overlays_or_on_the_list() {
    let (mut report, mut identity, mut markets) = (Report::default(), Identity::read(), Markets::read());
    bands(&mut report, &mut identity, &mut markets);
    networks(&mut report, &mut identity, &mut markets);
    switch_offs(&mut report, &mut identity, &mut markets);
    low_power(&mut report, &mut identity, &mut markets);
    println!("{} values found again; left out:", report.compared);
    for (reason, count) in &report.left_out {
        println!("{count:>6}  {reason}");
    }
    assert!(report.lost.is_empty(), "{:#?}", report.lost);
    assert!(report.compared > 1900, "only {} values", report.compared);
    let idle: Vec<_> = identity.left_out.keys().filter(|key| !identity.used.contains(*key)).collect();
    assert!(idle.is_empty(), "on the list of what is left out, and in no file: {idle:?}");
    assert!(identity.left_out.values().all(|reason| reason.len() > 10), "every line of the list has a reason");
}

#[test]
fn every_operator_of_the_rules_is_a_carrier_of_its_market_and_in_a_file() {
    let mut markets = Markets::read();
    let mut theirs: BTreeSet<(String, String)> = BTreeSet::new();
    let mut take = |file: &str, market: &str, operator: &str| {
        let found = rows(file).into_iter().map(|row| (row[market].clone(), row[operator].clone()));
        theirs.extend(found);
    };
    take("band-atlas/networks.csv", "country", "operator_id");
    take("band-atlas/iot_networks.csv", "market", "operator");
    take("band-atlas/redcap_networks.csv", "market", "operator");
    let mut seen = BTreeSet::new();
    for row in rows("operators.csv") {
        let (market, operator, ours) = (row["market"].clone(), row["theirs"].clone(), row["ours"].clone());
        assert!(markets.of(&market).contains_key(&ours), "{market} has no carrier `{ours}`");
        assert!(theirs.contains(&(market.clone(), operator.clone())), "no file has {market} {operator}");
        assert!(seen.insert((market.clone(), row["by"].clone(), operator.clone())), "{market} {operator} stands twice");
    }
    let ids: Vec<Row> = rows("operators.csv").into_iter().filter(|row| row["by"] == "id").collect();
    let carriers: BTreeSet<(&String, &String)> = ids.iter().map(|row| (&row["market"], &row["ours"])).collect();
    assert_eq!(carriers.len(), ids.len(), "two operators of the atlas are one carrier");
    let named: BTreeSet<&String> = ids.iter().map(|row| &row["market"]).collect();
    assert_eq!(named.len(), 72);
}

#[test]
fn the_networks_of_a_carrier_have_the_status_of_the_weakest_of_them() {
    let world = Solution::world().unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for area in world.areas() {
        for fact in world.facts(&area.code).unwrap().iter().filter(|fact| fact.key.ends_with(".networks")) {
            let weakest = ["unverified", "disputed", "single", "agree"];
            let members = fact.value.as_array().unwrap();
            let member = |word: &&&str| members.iter().any(|one| one["status"] == ***word);
            let expected = weakest.iter().find(member).unwrap();
            assert_eq!(fact.status.unwrap().to_string(), *expected, "{} {}", area.code, fact.key);
            *counts.entry(expected).or_default() += 1;
            let sources: BTreeSet<&str> = members
                .iter()
                .flat_map(|one| one["source"].as_array().unwrap())
                .map(|id| id.as_str().unwrap())
                .collect();
            assert_eq!(fact.source.iter().map(String::as_str).collect::<BTreeSet<_>>(), sources);
        }
    }
    println!("{counts:?}");
    assert_eq!(counts.get("agree"), None, "bands have one source");
}

fn modem(technology: &str, carrier: &str) -> [(&'static str, String); 2] {
    let solution = "[solution]\nname = \"m\"\nmarkets = [\"US\", \"KR\", \"NZ\"]\ncurrency = \"USD\"\n\
                    [slots.modem]\nchoose = [\"modem\"]\n[slots.sim]\nchoose = [\"sim\"]\n";
    let parts = format!(
        "[[components]]\nid = \"modem\"\nkind = \"hardware\"\nprice = \"1\"\nneeds = {{ \"network.{technology}\" = {{}} }}\n\
         [[components]]\nid = \"sim\"\nkind = \"hardware\"\nprice = \"1\"\nneeds = {{ \"carrier.{carrier}\" = {{}} }}\n"
    );
    [("solution.toml", solution.to_owned()), ("catalog/parts.toml", parts)]
}

fn answer(technology: &str, carrier: &str, market: &str) -> Result<(), String> {
    let files = modem(technology, carrier);
    let solution = Solution::from_sources(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap();
    let request = Request::market(market).as_of("2026-12-01".parse().unwrap());
    match solution.compile().unwrap().resolve(&request).unwrap() {
        Outcome::Conflict(conflict) => Err(conflict.reasons.iter().map(|one| one.text.clone()).collect::<String>()),
        other => other.bom().map(|_| ()).ok_or_else(|| panic!("no answer")),
    }
}

#[test]
fn what_a_carrier_does_not_list_is_unknown_and_what_is_switched_off_is_not() {
    assert_eq!(answer("nr", "verizon", "US"), Ok(()));
    let off = answer("gsm", "t-mobile", "US").unwrap_err();
    assert!(!off.contains("not known"), "{off}");
    assert!(answer("umts", "one-nz", "NZ").is_err());
    // No list says what Verizon's second generation was: unknown, not "none".
    let unknown = answer("gsm", "verizon", "US").unwrap_err();
    assert!(unknown.contains("not known") || unknown.contains("nobody"), "{unknown}");
}

#[test]
fn old_lists_are_due_for_review_and_ends_that_they_knew_are_not() {
    let world = Solution::world().unwrap();
    let stale = world.stale("2026-12-01".parse().unwrap(), 365);
    let find = |area: &str, key: &str| stale.iter().find(|one| one.area == area && one.key == key);
    // A carrier whose code only lists of 2025 and before confirm beside Wikipedia.
    let old = find("IN", "carriers.mtnl").unwrap_or_else(|| panic!("MTNL is due"));
    assert!(old.as_of.unwrap() < "2025-12-01".parse().unwrap());
    assert!(find("US", "power").is_some(), "the list of plugs is of 2017");
    // Switched off before the data was read: nothing to read again.
    assert!(find("US", "carriers.att.networks.umts").is_none());
    // Announced, and the day came after the data: to be looked up.
    let later = world.stale("2027-01-15".parse().unwrap(), 365);
    assert!(later.iter().any(|one| one.area == "KR" && one.key == "carriers.kt.networks.umts"));
}

/// Bands written `B3` or `B4(s)`.
fn band(word: &str) -> u64 {
    word.trim_end_matches("(s)").trim_start_matches('B').parse().unwrap()
}

/// Our carrier of a name that the second reading uses: an id, an id of the atlas, or a brand.
fn named(identity: &Identity, markets: &mut Markets, market: &str, name: &str) -> Vec<String> {
    let plain = name.trim_matches(['<', '>']);
    let carriers = markets.of(market);
    if carriers.contains_key(plain) {
        return vec![plain.to_owned()];
    }
    if let Some(ours) = identity.ours.get(&(market.to_owned(), plain.to_owned())) {
        return vec![ours.clone()];
    }
    if plain == "(all)" {
        return carriers.keys().cloned().collect();
    }
    let first = plain.split([' ', '(']).next().unwrap().to_lowercase();
    let world = &markets.world;
    let facts = world.facts(market).unwrap();
    let brands = facts.iter().filter_map(|fact| {
        let id = fact.key.strip_prefix("carriers.")?.strip_suffix(".name")?;
        Some((id.to_owned(), fact.value.as_str()?.to_lowercase()))
    });
    brands.filter(|(id, brand)| brand.contains(&first) || id.contains(&first)).map(|(id, _)| id).collect()
}

/// Brands of the second reading that have another name here.
const BRANDS: [(&str, &str, &str); 12] = [
    ("NL", "<Vodafone>", "vodafone"),
    ("MT", "<Vodafone (now Epic)>", "epic"),
    ("SA", "<stc>", "al-jawal-stc"),
    ("AE", "<e&>", "etisalat"),
    ("HK", "<CMHK>", "cmcc-hk"),
    ("HK", "<HKT>", "1o1o-one2free-new-world-mobility-sunmobile"),
    ("HR", "<HT>", "ht-hr"),
    ("US", "<U.S. Cellular>", "t-mobile"),
    ("MX", "<AT&T>", "att"),
    ("TH", "<True>", "truemove-h"),
    ("PL", "<T-Mobile>", "t-mobile"),
    ("ID", "Smartfren (XLSMART)", "xl"),
];

#[test]
fn every_value_of_the_second_reading_about_carriers_is_found_again() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/updates-2026-11.csv");
    if !path.is_file() {
        println!("skipped: the second reading is not here");
        return;
    }
    let (identity, mut markets, mut report) = (Identity::read(), Markets::read(), Report::default());
    for row in rows_of(&path) {
        let (market, key, value) = (row["area"].as_str(), row["key"].as_str(), row["value"].as_str());
        let Some(rest) = key.strip_prefix("carriers.") else { continue };
        if markets.world.areas().iter().all(|area| area.code != market) {
            report.leave_out("a market that is not built in");
            continue;
        }
        let (who, what) = match rest.split_once(".networks.") {
            Some((who, what)) => (who, what),
            None => (rest.split_once(".plmn").map_or(rest, |(who, _)| who), "plmn"),
        };
        let aliased = BRANDS.iter().find(|(area, name, _)| *area == market && *name == who);
        let all = match aliased {
            Some((_, _, ours)) => vec![(*ours).to_owned()],
            None => named(&identity, &mut markets, market, who),
        };
        second_reading(&mut report, &mut markets, (market, &all, what, value, &row["until"]));
    }
    println!("{} values found again; left out: {:#?}", report.compared, report.left_out);
    assert!(report.lost.is_empty(), "{:#?}", report.lost);
    assert!(report.compared > 380, "only {}", report.compared);
}

/// Rows of the second reading that the overlays do not follow: market, part of the key, why.
const NOT_FOLLOWED: [(&str, &str, &str, &str); 12] = [
    ("BR", "umts.until", "2G/3G (expected", "an expectation for the whole country; no operator names a day"),
    ("US", "umts.until", "3G (Sprint", "CDMA is no technology that overlays name"),
    ("US", "lte.until", "4G (Sprint", "the network of Sprint; that of T-Mobile goes on"),
    ("US", "umts.until", "2G/3G (CDMA)", "CDMA is no technology that overlays name"),
    ("JP", "umts.until", "3G (CDMA2000)", "CDMA is no technology that overlays name"),
    ("KR", "gsm.until", "2G", "no list names a GSM network of a Korean operator: it was of another kind"),
    ("CN", "umts.until", "3G (CDMA", "CDMA is no technology that overlays name"),
    ("CN", "umts.until", "3G (Zhejiang)", "one province only"),
    ("TW", "lte-m", "commercial", "APTG was merged into Far EasTone: whether its LTE-M goes on is not stated"),
    ("TW", "nb-iot", "commercial", "APTG was merged into Far EasTone, which is listed itself"),
    ("RO", "lte.bands", "B3", "Telekom was sold to Vodafone and Digi on 2025-10-01"),
    ("SE", "umts.until", "off", "the atlas has 2023 for Telia, and its file of networks is the newer one"),
];

fn second_reading(report: &mut Report, markets: &mut Markets, row: (&str, &[String], &str, &str, &str)) {
    let (market, all, what, value, until) = row;
    let is_found = match what {
        "plmn" if value.starts_with("Reliance") => !markets.of(market).contains_key("reliance"),
        "plmn" => {
            let codes = |fact: &terroir::Fact| {
                fact.key.ends_with(".plmn") && fact.value.as_array().unwrap().iter().any(|code| code == value)
            };
            markets.world.facts(market).unwrap().iter().any(codes)
        }
        "lte.bands" => all.iter().any(|id| {
            let network = markets.network(market, id, "lte").map(|one| one["bands"].clone()).unwrap_or_default();
            let held: Vec<u64> = network.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
            value.split(' ').all(|word| held.contains(&band(word)))
        }),
        "nr" | "lte-m" | "nb-iot" => {
            all.iter().any(|id| markets.network(market, id, what).is_some_and(|one| one["until"].is_null()))
        }
        _ => {
            let technology = what.strip_suffix(".until").unwrap();
            all.iter().any(|id| ends(markets.network(market, id, technology), until))
        }
    };
    let reason =
        NOT_FOLLOWED.iter().find(|(area, part, words, _)| *area == market && what == *part && value.starts_with(words));
    match reason {
        Some((_, _, _, reason)) if !is_found => report.leave_out(reason),
        _ => report.expect(is_found, &|| format!("{market} {all:?} {what} {value} {until}")),
    }
}
