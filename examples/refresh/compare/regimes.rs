//! `aqi.csv` and `regimes.csv`: what is measured how, and what is asked for.

use super::sheet::{Book, Cells, Market, number, words_of};

/// Which index of `aqi.csv` a market's overlay names, and how.
const INDEXES: [(&str, &str, &str); 4] = [
    ("HJ 633-2026 (China)", "CN", "HJ 633-2026"),
    ("US EPA AQI (May 2024 revision)", "US", "US EPA AQI 2024"),
    ("LQI (Germany, UBA)", "DE", "UBA LQI"),
    ("CPCB NAQI (India)", "IN", "CPCB NAQI"),
];

/// Rows of `regimes.csv` that overlays state in sections of their own: market, field, key, and the value that the row
/// must hold (of a test: its JSON).
const LOWERED: [(&str, &str, &str, &str); 14] = [
    ("EU/EEA", "red.cyber.applies_from", "certification.red-cyber.from", "2025-08-01"),
    ("EU/EEA", "cra.applies_from", "certification.cra.from", "2027-12-11"),
    ("CN", "rohs.standard", "limits.gb-26572-2025.from", "2027-08-01"),
    ("CN", "aqi", "sensors.pm2_5.breakpoints_ugm3", "35/60/115/150/250/350/500"),
    ("DE", "aqi", "sensors.pm2_5.breakpoints_ugm3", "5/15/30/50"),
    ("IN", "wifi6.rule", "radio.wifi-5925-6425-lpi.eirp_dbm", "30"),
    ("IN", "wifi6.rule", "radio.wifi-5925-6425-lpi.density_dbm_per_mhz", "11"),
    ("IN", "wifi6.rule", "radio.wifi-5925-6425-lpi.width_mhz", "320"),
    ("IN", "wifi6.rule", "radio.wifi-5925-6425-vlp.eirp_dbm", "14"),
    ("IN", "wifi6.rule", "radio.wifi-5925-6425-vlp.density_dbm_per_mhz", "1"),
    ("BR", "permanent_roaming", "limits.no-permanent-roaming.where", "{\"permanent\":false}"),
    ("TR", "permanent_roaming", "limits.no-permanent-roaming.where", "{\"permanent\":false}"),
    ("GB", "3g_off.vmo2", "networks o2 umts", "2025-12-31"),
    ("RU", "localisation", "limits.data-in-russia.where", "{\"country\":{\"in\":\"RU\"}}"),
];

/// Rows whose statement was read again in other pages: the overlay has their words and status.
const READ_AGAIN: [(&str, &str); 3] = [("BR", "anatel.local"), ("IN", "transfer"), ("TH", "nbtc.classes")];

/// A row of `aqi.csv`.
pub fn index(cells: &mut Cells<'_>, book: &mut Book) {
    let name = cells.cell("index");
    cells.leave_out(&["sources", "note"], "words about the sources, which the overlay cites by id");
    let Some((_, market, index)) = INDEXES.iter().find(|(known, ..)| *known == name) else {
        return cells.leave_row_out("an index that is superseded, voluntary, or to be read again before it is shipped");
    };
    cells.market = (*market).to_owned();
    let facts = book.market(market);
    cells.together(&["index", "markets"], "sensors.pm2_5.index", &facts.word("sensors.pm2_5.index"), index);
    let points = cells.words("pm25_upper").iter().map(|point| number(point)).collect();
    let held = facts.get("sensors.pm2_5.breakpoints_ugm3");
    cells.sets("pm25_upper", "sensors.pm2_5.breakpoints_ugm3", &held.values, &points);
    if cells.cell("index_upper").starts_with(|digit: char| digit.is_ascii_digit()) {
        let held = facts.get("sensors.pm2_5.breakpoints_index").values;
        cells.same("index_upper", "sensors.pm2_5.breakpoints_index", &held);
    } else {
        cells.leave_out(&["index_upper"], "classes in words, not numbers");
    }
    // Where the families agree on one boundary only, all of them together count as single.
    let file = if cells.cell("status") == "agree" { "agree" } else { "single" };
    cells.word("status", "sensors.pm2_5.breakpoints_ugm3", &held.status, file);
}

/// A row of `regimes.csv`.
pub fn regime(cells: &mut Cells<'_>, book: &mut Book) {
    cells.leave_out(
        &["n_sources", "sources", "read_on", "note"],
        "words about the sources, which the overlay cites by id",
    );
    let (areas, field) = (cells.cell("market"), cells.cell("field"));
    if cells.cell("status") == "unverified" {
        return cells.leave_row_out("a row that no source was read for");
    }
    if READ_AGAIN.contains(&(areas, field)) {
        return cells.leave_row_out("a statement that was read again in other pages");
    }
    let lowered: Vec<_> = LOWERED.iter().filter(|(market, name, ..)| *market == areas && *name == field).collect();
    if lowered.is_empty() {
        return statement(cells, book);
    }
    for (_, _, key, value) in lowered {
        cells.market = area_of(areas).to_owned();
        let facts = book.market(area_of(areas));
        let held = lowered_value(facts, key);
        cells.together(&["market", "kind", "field"], key, &held, value);
        // The row says it in words; what the overlay states must stand among them.
        let told = value.starts_with('{') || cells.cell("value").contains(value);
        cells.word("value", key, if told { value } else { "" }, value);
    }
    cells.leave_out(&["status"], "a statement lowered to an entry that has a status of its own");
}

fn area_of(market: &str) -> &str {
    if market == "EU/EEA" { "eea" } else { market }
}

fn lowered_value(facts: &Market, key: &str) -> String {
    if let Some((carrier, technology)) = key.strip_prefix("networks ").and_then(|wanted| wanted.split_once(' ')) {
        return sunset(facts, carrier, technology);
    }
    let Some(fact) = facts.facts.get(key) else { return String::new() };
    match &fact.value {
        serde_json::Value::Array(items) => items.iter().flat_map(words_of).collect::<Vec<_>>().join("/"),
        serde_json::Value::Object(_) => fact.value.to_string(),
        other => words_of(other).into_iter().collect(),
    }
}

/// On which day a carrier's network of a technology ends.
fn sunset(facts: &Market, carrier: &str, technology: &str) -> String {
    let networks = facts.facts.get(&format!("carriers.{carrier}.networks")).and_then(|fact| fact.value.as_array());
    let mut found =
        networks.into_iter().flatten().filter(|one| one.get("technology").is_some_and(|it| it == technology));
    found.find_map(|network| network.get("until")?.as_str()).unwrap_or_default().to_owned()
}

/// A row that is stated in words: `regime.<kind>.<field>`.
fn statement(cells: &mut Cells<'_>, book: &mut Book) {
    let field = cells.cell("field").replace('|', "-");
    let key = format!("provides.regime.{}.{field}.attributes", cells.cell("kind"));
    let areas = cells.cell("market");
    let areas = if areas == "EU/EEA" { "eea" } else { areas };
    for area in areas.split('|') {
        cells.market = area.to_owned();
        let fact = book.market(area).facts.get(&key).cloned();
        let fact = fact.as_ref();
        let held = fact.and_then(|fact| fact.value.get("statement")?.as_str()).unwrap_or_default();
        cells.together(&["market", "kind", "field", "value"], &key, held, cells.cell("value"));
        let file = match cells.cell("status") {
            "DISAGREE" => "disputed",
            "one_source" | "one_source_official" => "single",
            _ => "agree",
        };
        let status = fact.and_then(|fact| fact.status).map(terroir::terms::FactStatus::as_str).unwrap_or_default();
        let publishers = fact.map_or(0, |fact| book.families(&fact.source));
        if status == "unverified" {
            cells.leave_out(&["status"], "its page was not found again: only the name of a site is known");
        } else if status == "single" && file == "agree" && publishers == 1 {
            cells.leave_out(&["status"], "agreement of two pages of one publisher, which count once");
        } else {
            cells.word("status", &key, status, file);
        }
    }
}
