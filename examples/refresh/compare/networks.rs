//! `carriers.csv` and `cellular_tech.csv`: who operates what.

use super::sheet::{Book, Cells, Market, Report, Row, set};
use std::collections::{BTreeMap, BTreeSet};

/// The sources of the columns that confirm a code.
const COLUMNS: [(&str, &str); 4] = [
    ("itu_e212_wireshark", "itu-e212-wireshark"),
    ("itu_e212_bulletin", "itu-e212-bulletin"),
    ("gnome", "gnome-2025-11"),
    ("aosp", "aosp-2025-03"),
];

/// Columns that say which networks are listed, the technology, and the words that mean it among the frequencies.
const LISTED: [(&str, &str, &str); 4] =
    [("has_2g", "gsm", "GSM"), ("has_3g", "umts", "UMTS"), ("has_lte", "lte", "LTE"), ("has_5g", "nr", "5G")];

/// Carriers that the file still has and that no overlay states: market, what their row says, why.
const CLOSED: [(&str, &str, &str); 2] = [
    ("IN", "Reliance", "a carrier that ended its mobile business in 2017"),
    ("MY", "Celcom, DiGi, Maxis", "a code that several operators share, not one of them"),
];

/// Codes that a later reading found: they are not in the file.
const LATER: [&str; 1] = ["262-23"];

/// Codes of places that have a code of their own in ISO 3166.
const ELSEWHERE: [&str; 12] = [
    "234-03", "234-36", "234-50", "234-55", "234-58", "310-032", "310-110", "310-140", "310-370", "311-470", "311-780",
    "313-790",
];

/// A carrier as the overlays have it.
struct Carrier {
    id: String,
    name: String,
    source: BTreeSet<String>,
    status: String,
    technologies: BTreeSet<String>,
}

/// The carriers of a market by each of their codes.
fn by_code(market: &Market) -> BTreeMap<String, Carrier> {
    let mut found = BTreeMap::new();
    for id in market.ids("carriers", "plmn") {
        let Some(fact) = market.facts.get(&format!("carriers.{id}.plmn")) else { continue };
        let networks = market.facts.get(&format!("carriers.{id}.networks"));
        let networks = networks.and_then(|fact| fact.value.as_array()).cloned().unwrap_or_default();
        let technologies = networks.iter().filter_map(|network| network.get("technology")?.as_str());
        let technologies: BTreeSet<String> = technologies.map(str::to_owned).collect();
        for code in fact.value.as_array().into_iter().flatten().filter_map(|code| code.as_str()) {
            let carrier = Carrier {
                id: id.clone(),
                name: market.word(&format!("carriers.{id}.name")),
                source: fact.source.iter().cloned().collect(),
                status: fact.status.map(|status| status.to_string()).unwrap_or_default(),
                technologies: technologies.clone(),
            };
            found.insert(code.to_owned(), carrier);
        }
    }
    found
}

/// How many families outside Wikipedia confirm a code.
fn families(cells: &Cells<'_>) -> usize {
    let says = |column: &str| usize::from(!cells.cell(column).is_empty());
    says("itu_e212_wireshark").max(says("itu_e212_bulletin")) + says("gnome") + says("aosp")
}

/// All rows of `carriers.csv` at once.
pub fn carriers(rows: &[Row], book: &mut Book, report: &mut Report) {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let market = row.get("iso2").cloned().unwrap_or_default();
        let mut cells = Cells::new(row, &market, report);
        let code = format!("{}-{}", cells.cell("mcc"), cells.cell("mnc"));
        let held = by_code(book.market(&market));
        known.entry(market).or_default().insert(code.clone());
        cells.leave_out(&["bands_wikipedia"], "frequencies in MHz must not be turned into band numbers");
        cells.leave_out(&["itu_name_match", "notes"], "remarks of the file's maker");
        match held.get(&code) {
            Some(carrier) => carrier_row(&mut cells, &code, carrier),
            None => absent(&mut cells, &code),
        }
        cells.finish();
    }
    for market in book.countries() {
        let held: BTreeSet<String> = by_code(book.market(&market)).into_keys().collect();
        let gone = held.difference(known.entry(market.clone()).or_default());
        let gone = gone.filter(|code| !LATER.contains(&code.as_str())).cloned().collect();
        report.sets(&market, "carriers.plmn", &gone, &BTreeSet::new());
    }
}

fn carrier_row(cells: &mut Cells<'_>, code: &str, carrier: &Carrier) {
    let key = format!("carriers.{}", carrier.id);
    cells.together(&["iso2", "mcc", "mnc"], &key, code, code);
    let told = cells.cell("brand").to_lowercase() + " " + &cells.cell("operator").to_lowercase();
    let first = carrier.name.to_lowercase();
    if told.contains(first.split([' ', '(']).next().unwrap_or_default()) {
        cells.together(&["brand", "operator"], &key, code, code);
    } else {
        cells.leave_out(&["brand", "operator"], "a second brand of one operator, under the name of the first");
    }
    for (column, source) in COLUMNS {
        // What one code is confirmed by, the carrier cites; another of its codes may be confirmed by more.
        let cited = carrier.source.contains(source) || cells.cell(column).is_empty();
        cells.word(column, &format!("{key}: source {source}"), if cited { code } else { "" }, code);
    }
    let cited = carrier.source.contains("wikipedia-mcc") || !cells.cell("sources").contains("wikipedia");
    cells.word("sources", &format!("{key}: source wikipedia-mcc"), if cited { code } else { "" }, code);
    let status = match cells.cell("code_status") {
        "one_source" => "single",
        other => other,
    };
    cells.word("code_status", &key, &carrier.status, status);
    for (column, technology, word) in LISTED {
        listed(cells, column, technology, word, carrier);
    }
}

fn listed(cells: &mut Cells<'_>, column: &'static str, technology: &str, word: &str, carrier: &Carrier) {
    let key = format!("carriers.{}.networks", carrier.id);
    if cells.cell(column) != "listed" {
        // A carrier's other codes may have it.
        cells.leave_out(&[column], "not listed for this code, which says nothing");
    } else if !cells.cell("bands_wikipedia").contains(word) {
        cells.leave_out(&[column], "listed, and no network of a technology named here: CDMA, iDEN, WiMAX");
    } else {
        let held = if carrier.technologies.contains(technology) { technology } else { "" };
        cells.word(column, &key, held, technology);
    }
}

/// A code that no overlay has: for a reason, or it is new.
fn absent(cells: &mut Cells<'_>, code: &str) {
    let modern = ["has_lte", "has_5g"].iter().any(|column| cells.cell(column) == "listed");
    let told = format!("{} {}", cells.cell("brand"), cells.cell("operator"));
    let closed = CLOSED.iter().find(|(market, name, _)| *market == cells.market && told.contains(name));
    let reason = if let Some((_, _, reason)) = closed {
        reason
    } else if ELSEWHERE.contains(&code) {
        "a code of a place with a code of its own in ISO 3166"
    } else if families(cells) < 2 {
        "a code that fewer than two families outside Wikipedia confirm"
    } else if !modern {
        "a code without LTE or 5G: railways, tests, what was switched off"
    } else {
        cells.sets("mnc", "carriers.plmn", &BTreeSet::new(), &set([code]));
        return cells.leave_row_out("the rest of a row whose code is new");
    };
    cells.leave_row_out(reason);
}

/// The carriers' columns of `ground_truth.csv`.
pub fn summary(cells: &mut Cells<'_>, market: &Market) {
    let held: BTreeSet<String> = by_code(market).into_keys().collect();
    if CLOSED.iter().any(|(market, ..)| *market == cells.market) {
        return cells.leave_out(&["carriers_3src", "carriers_2src"], "codes of a carrier that is left out");
    }
    for column in ["carriers_3src", "carriers_2src"] {
        let codes = codes_of(cells.cell(column));
        let wanted: BTreeSet<String> = match column {
            "carriers_3src" => codes.into_iter().filter(|code| !ELSEWHERE.contains(&code.as_str())).collect(),
            // What one family outside Wikipedia confirms is stated only beside a code that two confirm.
            _ => codes.into_iter().filter(|code| held.contains(code)).collect(),
        };
        let found = wanted.intersection(&held).cloned().collect();
        cells.sets(column, "carriers.plmn", &found, &wanted);
    }
}

/// `Telekom 262-01; O2 262-03,262-07` → the codes.
fn codes_of(text: &str) -> BTreeSet<String> {
    let parts = text.split([' ', ',', ';']);
    let digits = |part: &&str| part.split_once('-').is_some_and(|(mcc, mnc)| is_code(mcc) && is_code(mnc));
    parts.filter(digits).map(str::to_owned).collect()
}

fn is_code(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.chars().all(|digit| digit.is_ascii_digit())
}

/// A row of `cellular_tech.csv`.
pub fn technologies(cells: &mut Cells<'_>) {
    cells.leave_out(&["lte_mhz"], "frequencies in MHz must not be turned into band numbers");
    cells.leave_row_out("counts of rows of `carriers.csv`, which are compared there");
}
