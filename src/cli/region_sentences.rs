//! An entry of an overlay as a sentence. What an entry states beside what its sentence is made of follows at its end: no
//! fact is left out.

use super::region_entries::RegionEntry;
use super::value_words::{all_of, joined, words};
use serde_json::Value;
use std::collections::BTreeSet;
use terroir::Fact;

/// The entry in words.
pub fn sentence(entry: &RegionEntry<'_>) -> String {
    let names: BTreeSet<&str> = entry.facts.iter().map(|(name, _)| *name).collect();
    // Versions of an entry at different dates are listed one by one.
    if names.len() < entry.facts.len() {
        return listed(entry);
    }
    let mut stated = Stated { entry, used: BTreeSet::new() };
    let text = match entry.section {
        "identity" => identity(&mut stated),
        "power" => mains(&mut stated),
        "radio" => radio(&mut stated),
        "carriers" => carrier(&mut stated),
        "certification" => scheme(&mut stated),
        "sensors" => sensor(&mut stated),
        "limits" => limit(&mut stated),
        "needs" => need(&mut stated),
        "provides" => offer(&mut stated),
        "gaps" => gap(&mut stated),
        _ => listed(entry),
    };
    let dates = stated.dates();
    let rest = stated.rest();
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", rest.join("; ")) };
    let sentence = format!("{text}{dates}{rest}");
    if sentence.ends_with('.') { sentence } else { format!("{sentence}.") }
}

/// What an entry states, and what of it is in the sentence already.
struct Stated<'e> {
    entry: &'e RegionEntry<'e>,
    used: BTreeSet<&'e str>,
}

impl<'e> Stated<'e> {
    fn take(&mut self, name: &str) -> Option<&'e Value> {
        let (name, fact): &(&str, &Fact) = self.entry.facts.iter().find(|(known, _)| *known == name)?;
        self.used.insert(name);
        Some(&fact.value)
    }

    fn words(&mut self, name: &str) -> Option<String> {
        self.take(name).map(words)
    }

    /// A text in place of a flag that is set.
    fn flag(&mut self, name: &str, text: &str) -> Option<String> {
        self.take(name)?.as_bool()?.then(|| text.to_owned())
    }

    /// `, from 2027-08-01`.
    fn dates(&mut self) -> String {
        let from = self.words("from").map(|day| format!(", from {day}"));
        let until = self.words("until").map(|day| format!(", until {day}"));
        from.into_iter().chain(until).collect()
    }

    fn rest(&self) -> Vec<String> {
        let open = self.entry.facts.iter().filter(|(name, _)| !self.used.contains(name) && !name.is_empty());
        open.map(|(name, fact)| format!("{name} {}", words(&fact.value))).collect()
    }
}

/// The facts one after another: `electricity 40; price 12`.
fn listed(entry: &RegionEntry<'_>) -> String {
    let one = |(name, fact): &(&str, &Fact)| format!("{name} {}", words(&fact.value)).trim().to_owned();
    let all: Vec<String> = entry.facts.iter().map(one).collect();
    format!("`{}`: {}", entry.id, all.join("; "))
}

fn identity(stated: &mut Stated<'_>) -> String {
    let mut parts = Vec::new();
    let codes: Vec<String> = ["iso3", "numeric"].iter().filter_map(|name| stated.words(name)).collect();
    if !codes.is_empty() {
        parts.push(format!("ISO 3166-1 {}", codes.join(", ")));
    }
    if let Some(currency) = stated.words("currency") {
        let places = stated.words("minor_unit").map(|places| format!(" with {places} decimal places"));
        parts.push(format!("currency {currency}{}", places.unwrap_or_default()));
    }
    for (name, text) in [
        ("languages", "official languages"),
        ("measurement", "system of measurement"),
        ("calling_code", "telephone numbers begin with"),
        ("mcc", "mobile country codes"),
        ("time_zones", "time zones"),
    ] {
        parts.extend(stated.take(name).map(|value| format!("{text} {}", all_of(value))));
    }
    parts.join("; ")
}

fn mains(stated: &mut Stated<'_>) -> String {
    let volts = stated.take("voltage_v").map(|value| format!("{} V", all_of(value)));
    let hertz = stated.take("frequency_hz").map(|value| format!("{} Hz", all_of(value)));
    let supply: Vec<String> = volts.into_iter().chain(hertz).collect();
    let plugs = stated.take("plugs").map(|value| format!("plugs of type {}", all_of(value)));
    let all: Vec<String> = Some(supply.join(" at ")).filter(|one| !one.is_empty()).into_iter().chain(plugs).collect();
    format!("Household sockets have {}", joined(&all))
}

fn technology(word: &str) -> &str {
    match word {
        "wifi" => "Wi-Fi",
        "wifi-dsss" => "Wi-Fi 802.11b",
        "wifi-s1g" => "Wi-Fi HaLow (802.11ah)",
        "lora" => "LoRaWAN",
        "srd" => "Short-range devices",
        "gsm" => "GSM",
        "umts" => "UMTS",
        "lte" => "LTE",
        "lte-m" => "LTE-M",
        "nb-iot" => "NB-IoT",
        "nr" => "5G",
        other => other,
    }
}

fn radio(stated: &mut Stated<'_>) -> String {
    let word = stated.words("technology").unwrap_or_default();
    let mut text = technology(&word).to_owned();
    if let Some([low, high]) = stated.take("range_mhz").and_then(Value::as_array).map(Vec::as_slice) {
        text = format!("{text} from {low} to {high} MHz");
    }
    let mut parts: Vec<String> = Vec::new();
    parts.extend(stated.words("plan").map(|plan| format!("channel plan {plan}")));
    parts.extend(stated.words("class").map(|class| format!("class {class}")));
    parts.extend(stated.words("role").map(|role| format!("for {}s", role.replace('-', " "))));
    parts.extend(stated.words("eirp_dbm").map(|power| format!("up to {power} dBm e.i.r.p.")));
    if let Some(power) = stated.words("power_dbm") {
        let kind = match stated.words("power_kind").as_deref() {
            Some("erp") => " e.r.p.".to_owned(),
            Some("eirp") => " e.i.r.p.".to_owned(),
            Some(kind) => format!(" {kind}"),
            None => String::new(),
        };
        parts.push(format!("up to {power} dBm{kind}"));
    }
    for (name, before, after) in [
        ("density_dbm_per_mhz", "up to ", " dBm in 1 MHz"),
        ("width_mhz", "channels up to ", " MHz wide"),
        ("duty_cycle_percent", "on the air up to ", " % of the time"),
        ("dwell_time_ms", "up to ", " ms at a time"),
        ("rx2_mhz", "second receive window at ", " MHz"),
        ("modulation", "", " only"),
    ] {
        parts.extend(stated.words(name).map(|value| format!("{before}{value}{after}")));
    }
    for (name, flag) in [
        ("polite-access-instead", "or with polite access instead"),
        ("power-control", "with power control"),
        ("dfs", "with detection of radar (DFS)"),
        ("indoor", "indoors only"),
        ("no-ir", "only after another station is received (no-IR)"),
        ("afc", "only as a coordination system allows (AFC)"),
        ("auto-bw", "channels may reach into adjoining rules"),
    ] {
        parts.extend(stated.flag(name, flag));
    }
    if parts.is_empty() { text } else { format!("{text}: {}", parts.join(", ")) }
}

fn carrier(stated: &mut Stated<'_>) -> String {
    let name = stated.words("name").unwrap_or_else(|| stated.entry.id.to_owned());
    let codes = stated.words("plmn").map(|codes| format!(", {codes}")).unwrap_or_default();
    let list = stated.take("networks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let networks: Vec<String> = list.iter().map(network).collect();
    let listed = if networks.is_empty() { "no network is listed".to_owned() } else { networks.join("; ") };
    format!("{name} (`{}`{codes}): {listed}", stated.entry.id)
}

/// `LTE in bands 2 and 4`, `UMTS until 2026-03-01 (off: 2026-03), single`.
fn network(value: &Value) -> String {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let mut line = technology(text("technology").unwrap_or_default()).to_owned();
    if let Some(bands) = value.get("bands").filter(|bands| bands.as_array().is_some_and(|list| !list.is_empty())) {
        let word = if bands.as_array().is_some_and(|list| list.len() == 1) { "band" } else { "bands" };
        line = format!("{line} in {word} {}", all_of(bands));
    }
    let flag = |key: &str| value.get(key).and_then(Value::as_bool);
    line.push_str(match flag("sa") {
        Some(true) => ", standalone",
        Some(false) => ", not standalone",
        None => "",
    });
    line.push_str(if flag("redcap") == Some(true) { ", RedCap" } else { "" });
    line.extend(text("from").map(|day| format!(" from {day}")));
    line.extend(text("until").map(|day| format!(" until {day}")));
    line.extend(text("note").map(|note| format!(" ({note})")));
    line.extend(text("status").filter(|status| *status != "agree").map(|status| format!(", {status}")));
    let others = value.get("contenders").map(|others| format!(" (others state: {})", words(others)));
    line.extend(others);
    line
}

fn scheme(stated: &mut Stated<'_>) -> String {
    let scheme = stated.words("scheme").unwrap_or_else(|| stated.entry.id.to_owned());
    let about = [stated.words("kind"), stated.words("authority")].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let applies = stated.words("applies-to");
    let whose = match (stated.words("level").as_deref(), &applies) {
        (Some("component"), Some(capability)) => format!("for each component that provides `{capability}`"),
        (_, Some(capability)) => format!("for a product with a component that provides `{capability}`"),
        (_, None) => "for the product".to_owned(),
    };
    let is_voluntary = stated.take("mandatory").and_then(Value::as_bool) == Some(false);
    let demand = if is_voluntary { "may be held" } else { "is required" };
    let accepted = stated.take("accepts").map(|list| format!("; any of {} counts", all_of(list))).unwrap_or_default();
    let when = stated.words("when").map(|when| format!(", where `{when}`")).unwrap_or_default();
    let months = stated.words("valid_months").map(|months| format!("; a certificate holds for {months} months"));
    format!("`{scheme}` ({about}) {demand} {whose}{when}{accepted}{}", months.unwrap_or_default())
}

fn sensor(stated: &mut Stated<'_>) -> String {
    let measure = stated.words("measure").unwrap_or_else(|| stated.entry.id.to_owned());
    let index = stated.words("index").map(|index| format!(" is reported by the index {index}")).unwrap_or_default();
    let points = stated.words("breakpoints_ugm3").map(|points| format!(", with boundaries at {points} µg/m³"));
    let values = stated.words("breakpoints_index").map(|values| format!(", which are index {values}"));
    format!("`{measure}`{index}{}{}", points.unwrap_or_default(), values.unwrap_or_default())
}

/// Tests of attributes: "`country in CN` and `permanent = false`".
fn tests_of(value: &Value) -> String {
    let test = |(key, value): (&String, &Value)| match value.as_object() {
        Some(operators) => {
            let each = operators.iter().map(|(operator, value)| format!("`{key} {operator} {}`", words(value)));
            joined(&each.collect::<Vec<_>>())
        }
        None => format!("`{key} = {}`", words(value)),
    };
    joined(&value.as_object().into_iter().flatten().map(test).collect::<Vec<_>>())
}

fn limit(stated: &mut Stated<'_>) -> String {
    let capability = stated.words("capability").unwrap_or_default();
    let tests = stated.take("where").map(|tests| format!(" has {}", tests_of(tests)));
    let because = stated.words("because").map(|because| format!(": {because}")).unwrap_or_default();
    let when = stated.words("when").map(|when| format!(", where `{when}`")).unwrap_or_default();
    format!("What provides `{capability}`{}{when}{because}", tests.unwrap_or_default())
}

fn need(stated: &mut Stated<'_>) -> String {
    let one = stated.words("capability").map(|capability| format!("`{capability}`"));
    let names = |list: &Value| {
        let each = list.as_array().into_iter().flatten().filter_map(|one| one.get("capability")?.as_str());
        each.map(|capability| format!("`{capability}`")).collect::<Vec<_>>().join(" or ")
    };
    let wanted = one.or_else(|| stated.take("one-of").map(names)).unwrap_or_default();
    let tests = stated.take("where").map(|tests| format!(" with {}", tests_of(tests)));
    let when = stated.words("when").map(|when| format!(", where `{when}`")).unwrap_or_default();
    let because = stated.words("because").map(|because| format!(": {because}")).unwrap_or_default();
    format!("The product provides {wanted}{}{when}{because}", tests.unwrap_or_default())
}

/// What an area offers; a statement is a text from a source, below what it is about.
fn offer(stated: &mut Stated<'_>) -> String {
    let capability = stated.words("capability").unwrap_or_else(|| stated.entry.id.to_owned());
    let attributes = stated.take("attributes");
    let statement = attributes.and_then(|table| table.get("statement")).and_then(Value::as_str);
    match (statement, attributes) {
        (Some(text), Some(table)) if table.as_object().is_some_and(|table| table.len() == 1) => {
            let about = capability.strip_prefix("regime.").unwrap_or(&capability);
            format!("{}: {text}", about.replace(['.', '_'], " "))
        }
        (_, Some(table)) => format!("`{capability}` {}", words(table)),
        (_, None) => format!("`{capability}` is there"),
    }
}

fn gap(stated: &mut Stated<'_>) -> String {
    let why = stated.words("").unwrap_or_default();
    format!("`{}`: {why}", stated.entry.id)
}
