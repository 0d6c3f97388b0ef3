//! `wifi_rules.csv`, `lorawan.csv` and `subghz.csv`: what may be sent where.

use super::places::status;
use super::sheet::{Book, Cells, Market, Report, Row, number, set, yes};
use std::collections::{BTreeMap, BTreeSet};

const REGDB: &str = "wireless-regdb-2026.09.03";

/// The columns that are one rule.
const RULE: [&str; 10] =
    ["iso2", "band", "start_mhz", "end_mhz", "max_bw_mhz", "max_eirp_dbm", "dfs", "indoor_only", "no_ir", "flags"];

/// Why a column of a driver is no fact of a market.
pub const DRIVER: &str = "a class of countries in a driver, no rule of a market";

/// The markets that a region of `subghz.csv` stands for; none where it is no market of these overlays.
fn region(code: &str) -> Option<&'static str> {
    Some(match code {
        "EU_433" | "EU_868" | "EU_866" => "eea",
        "CN" => "CN",
        "JP" => "JP",
        "US" => "US",
        "ANZ" | "ANZ_433" => "AU|NZ",
        "NZ_865" => "NZ",
        "KR" => "KR",
        "TW" => "TW",
        "IN" => "IN",
        "TH" => "TH",
        "RU" => "RU",
        "UA_433" => "UA",
        "MY_433" | "MY_919" => "MY",
        "SG_923" => "SG",
        "PH_433" | "PH_868" | "PH_915" => "PH",
        "BR_902" => "BR",
        _ => return None,
    })
}

/// Rows of `subghz.csv` that overlays state as the regulator, or a standard that it names, gives them.
const STATED_BY_THE_REGULATOR: [&str; 6] = ["EU_433", "EU_868", "US", "IN", "KR", "PH_868"];

/// A Wi-Fi rule as `wifi_rules.csv` has it: `wifi 5150-5250 @80 23.01 indoor auto-bw`.
fn rule_of(technology: &str, range: &str, width: &str, eirp: &str, flags: &BTreeSet<&str>) -> String {
    let order = ["dfs", "indoor", "no-ir", "auto-bw"];
    let flags: Vec<&str> = order.into_iter().filter(|flag| flags.contains(flag)).collect();
    format!("{technology} {range} @{width} {eirp} {}", flags.join(" ")).trim_end().to_owned()
}

/// Every rule of wireless-regdb in a market, as the overlays have it.
fn rules(market: &Market) -> BTreeSet<String> {
    let ids = market.ids("radio", "technology");
    ids.iter().filter_map(|id| rule(market, id)).collect()
}

/// A radio entry as wireless-regdb has it, which may be a contender; `None` where it has none.
fn rule(market: &Market, id: &str) -> Option<String> {
    let technology = market.word(&format!("radio.{id}.technology"));
    let eirp = market.get(&format!("radio.{id}.eirp_dbm"));
    let fact = market.facts.get(&format!("radio.{id}.range_mhz"))?;
    let own = fact.source.iter().any(|source| source == REGDB);
    let rival = eirp.contenders(&[REGDB]).into_iter().next();
    if !technology.starts_with("wifi") || !(own || rival.is_some()) {
        return None;
    }
    let range: Vec<String> = fact.value.as_array()?.iter().map(|end| number(&end.to_string())).collect();
    let flags = ["dfs", "indoor", "no-ir", "auto-bw"].into_iter();
    let flags = flags.filter(|flag| market.is(&format!("radio.{id}.{flag}"))).collect();
    let width = market.word(&format!("radio.{id}.width_mhz"));
    let eirp = rival.unwrap_or_else(|| eirp.values.into_iter().next().unwrap_or_default());
    Some(rule_of(&technology, &range.join("-"), &width, &eirp, &flags))
}

/// All rows of `wifi_rules.csv` at once: a rule that the file lacks is gone.
pub fn wifi(rows: &[Row], book: &mut Book, report: &mut Report) {
    let mut file: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let market = row.get("iso2").cloned().unwrap_or_default();
        let mut cells = Cells::new(row, &market, report);
        let flags: BTreeSet<&str> = cells.cell("flags").split('|').collect();
        let on = |column: &str, flag: &'static str| (cells.cell(column) == "yes").then_some(flag);
        let shown = [on("dfs", "dfs"), on("indoor_only", "indoor"), on("no_ir", "no-ir")].into_iter().flatten();
        let shown: BTreeSet<&str> = shown.chain(flags.contains("AUTO-BW").then_some("auto-bw")).collect();
        let technology = match (cells.cell("band"), flags.contains("NO-OFDM")) {
            (_, true) => "wifi-dsss",
            ("sub1", _) => "wifi-s1g",
            _ => "wifi",
        };
        let range = format!("{}-{}", number(cells.cell("start_mhz")), number(cells.cell("end_mhz")));
        let (width, eirp) = (number(cells.cell("max_bw_mhz")), number(cells.cell("max_eirp_dbm")));
        let wanted = rule_of(technology, &range, &width, &eirp, &shown);
        let held = rules(book.market(&market));
        let found = held.get(&wanted).map(String::as_str).unwrap_or_default();
        let key = format!("radio.{technology}-{range}");
        cells.together(&RULE, &key, found, &wanted);
        cells.word("source", &key, &REGDB.replace("regdb-", "regdb "), cells.cell("source"));
        cells.leave_out(&["dfs_region"], DRIVER);
        cells.finish();
        file.entry(market).or_default().insert(wanted);
    }
    for market in book.countries() {
        let held = rules(book.market(&market));
        let gone: BTreeSet<String> = held.difference(file.entry(market.clone()).or_default()).cloned().collect();
        report.sets(&market, "radio of wireless-regdb", &gone, &BTreeSet::new());
    }
}

/// LoRaWAN plans that a source names in a market.
pub fn plans(market: &Market, source: Option<&str>) -> BTreeSet<String> {
    let ids = market.ids("radio", "plan");
    let facts = ids.iter().filter_map(|id| market.facts.get(&format!("radio.{id}.plan")));
    let agreed = facts.filter(|fact| match source {
        Some(source) => fact.source.iter().any(|one| one == source),
        None => fact.status == Some(terroir::terms::FactStatus::Agree),
    });
    agreed.filter_map(|fact| fact.value.as_str()).map(str::to_owned).collect()
}

/// `agree`, `DISAGREE` or `one_source`, as a market's plans show it.
pub fn plan_status(market: &Market) -> &'static str {
    let (ttn, helium) = (plans(market, Some("ttn-plans-2025-11-20")), plans(market, Some("helium-2023")));
    match (plans(market, None).is_empty(), ttn.is_empty() || helium.is_empty()) {
        (false, _) => "agree",
        (true, true) => "one_source",
        (true, false) => "DISAGREE",
    }
}

/// A row of `lorawan.csv`.
pub fn lorawan(cells: &mut Cells<'_>, book: &mut Book) {
    let code = cells.market.clone();
    let name = book.name(&code);
    let market = book.market(&code);
    cells.word("iso2", "area", &code, cells.cell("iso2"));
    cells.word("name", "name", &name, cells.cell("name"));
    cells.same("lorawan_ttn_2025", "radio.lora", &plans(market, Some("ttn-plans-2025-11-20")));
    cells.same("lorawan_helium_2023", "radio.lora", &plans(market, Some("helium-2023")));
    cells.same("lorawan_common", "radio.lora", &plans(market, None));
    cells.word("lorawan_status", "radio.lora", plan_status(market), cells.cell("lorawan_status"));
    cells.leave_out(&["lorawan_ttn_docs_2024"], "an older text of the family TTN, in other names for plans");
}

/// All rows of `subghz.csv` at once.
pub fn subghz(rows: &[Row], book: &mut Book, report: &mut Report) {
    let mut file: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let code = row.get("region_code").cloned().unwrap_or_default();
        let mut cells = Cells::new(row, &code, report);
        cells.leave_out(&["cited"], "addresses that the source cites; they were not read");
        let is_stated = STATED_BY_THE_REGULATOR.contains(&code.as_str());
        let Some(areas) = region(&code).filter(|_| !is_stated) else {
            let reason = match code.as_str() {
                "EU_N_868" => "a narrow preset with the values of EU_868",
                _ if is_stated => "a rule of a firmware, where the overlay has that of the regulator or of a standard",
                _ => "a region without a market here",
            };
            cells.leave_row_out(reason);
            continue;
        };
        let wanted = ["start_mhz", "end_mhz", "duty_cycle_pct", "max_dbm"].map(|column| number(cells.cell(column)));
        let wanted = wanted.join(" ");
        for area in areas.split('|') {
            cells.market = area.to_owned();
            let held = short_range(book.market(area));
            let (found, status) = held.get(&wanted).map_or(("", ""), |status| (wanted.as_str(), status));
            let status = if status == "single" || status == "disputed" { "one_source" } else { status };
            let columns = ["region_code", "start_mhz", "end_mhz", "duty_cycle_pct", "max_dbm"];
            cells.together(&columns, "radio.srd", found, &wanted);
            cells.word("status", "radio.srd", status, cells.cell("status"));
            let cited = if cells.cell("source").contains("2026-07-24") { "2026-07-24" } else { "" };
            cells.word("source", "radio.srd", "2026-07-24", cited);
            file.entry(area.to_owned()).or_default().insert(wanted.clone());
        }
        cells.finish();
    }
    let wide = file.get("eea").cloned().unwrap_or_default();
    for market in book.countries().into_iter().chain(["eea".to_owned()]) {
        let held: BTreeSet<String> = short_range(book.market(&market)).into_keys().collect();
        let mut known = file.get(&market).cloned().unwrap_or_default();
        if book.lies_in(&market, "eea") {
            known.extend(wide.iter().cloned());
        }
        let gone = held.difference(&known).cloned().collect();
        report.sets(&market, "radio.srd", &gone, &BTreeSet::new());
    }
}

/// Short-range rules of the firmware alone, with their status.
fn short_range(market: &Market) -> BTreeMap<String, String> {
    let ids = market.ids("radio", "duty_cycle_percent");
    let rule = |id: &String| {
        let cited = &market.facts.get(&format!("radio.{id}.range_mhz"))?.source;
        if cited.len() != 1 || cited.iter().any(|source| source != "meshtastic-2026-07-24") {
            return None;
        }
        let get = |key: &str| market.word(&format!("radio.{id}.{key}"));
        let range = market.facts.get(&format!("radio.{id}.range_mhz"))?.value.as_array()?;
        let ends: Vec<String> = range.iter().map(|end| number(&end.to_string())).collect();
        let status = market.get(&format!("radio.{id}.range_mhz")).status;
        Some((format!("{} {} {}", ends.join(" "), get("duty_cycle_percent"), get("power_dbm")), status))
    };
    ids.iter().filter_map(rule).collect()
}

/// The Wi-Fi columns of `ground_truth.csv`.
pub fn wifi_summary(cells: &mut Cells<'_>, market: &Market) {
    let mut bands: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut ends = Vec::new();
    for text in rules(market).iter().filter(|text| !text.starts_with("wifi-s1g")) {
        let mut parts = text.split(' ').skip(1);
        let (range, width, eirp) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let flags: Vec<&str> = parts.filter(|flag| *flag != "auto-bw").collect();
        let flags = flags.join(" ").replace("dfs", "DFS").replace("no-ir", "no-IR");
        let (low, high) = range.split_once('-').unwrap_or_default();
        let (Ok(low), Ok(high)) = (low.parse::<f64>(), high.parse::<f64>()) else { continue };
        let band = if low < 3000.0 {
            "wifi_2g4"
        } else if low < 5900.0 {
            "wifi_5g"
        } else if low < 8000.0 {
            "wifi_6g"
        } else {
            continue;
        };
        let shown = format!("{range}{width}MHz {eirp}dBm {flags}");
        bands.entry(band).or_default().insert(shown.trim_end().to_owned());
        ends.push((low, high));
    }
    for band in ["wifi_2g4", "wifi_5g", "wifi_6g"] {
        let file = cells.cell(band).split("; ").filter(|rule| !rule.is_empty()).map(str::to_owned).collect();
        cells.sets(band, &format!("radio.{band}"), &bands.remove(band).unwrap_or_default(), &file);
    }
    let reaches = |low: f64, high: f64| ends.iter().any(|(from, to)| *from <= low && *to >= high);
    // Channel 13 ends at 2482 MHz; channel 149, the first of the upper ones, at 5755 MHz.
    cells.word("ch12_13", "radio.wifi", yes(reaches(2462.0, 2482.0)), cells.cell("ch12_13"));
    let high = ends.iter().any(|(from, to)| *from < 5850.0 && *to >= 5755.0);
    cells.word("ch144_165", "radio.wifi", yes(high), cells.cell("ch144_165"));
    six(cells, market, ends.iter().any(|(from, _)| *from > 5900.0 && *from < 8000.0));
    cells.leave_out(&["dfs_region", "rtw89_class"], DRIVER);
}

/// 6 GHz: what wireless-regdb opens, and whether the driver's table says the same.
fn six(cells: &mut Cells<'_>, market: &Market, open: bool) {
    cells.word("wifi6g_allowed_regdb", "radio.wifi at 6 GHz", yes(open), cells.cell("wifi6g_allowed_regdb"));
    let denied = market
        .ids("radio", "range_mhz")
        .iter()
        .any(|id| market.get(&format!("radio.{id}.range_mhz")).contenders(&["rtw89"]).contains("none"));
    let opened = market.word("gaps.spectrum.wifi").contains("rtw89 opens");
    if cells.cell("wifi6g_rtw89") == "?" {
        cells.leave_out(&["wifi6g_rtw89", "wifi6g_status"], "the driver's table has no entry for it");
        return;
    }
    cells.word("wifi6g_rtw89", "radio.wifi at 6 GHz", yes(open && !denied || opened), cells.cell("wifi6g_rtw89"));
    status(cells, "wifi6g_status", "radio.wifi at 6 GHz", denied || opened);
}

/// The LoRaWAN columns of `ground_truth.csv`.
pub fn plan_summary(cells: &mut Cells<'_>, market: &Market) {
    cells.same("lorawan", "radio.lora", &plans(market, None));
    cells.same("lorawan_ttn", "radio.lora", &plans(market, Some("ttn-plans-2025-11-20")));
    cells.same("lorawan_helium", "radio.lora", &plans(market, Some("helium-2023")));
    cells.sets("lorawan_status", "radio.lora", &set([plan_status(market)]), &set([cells.cell("lorawan_status")]));
}
