//! Twenty kinds of products in all markets: what each market requires of each, and which kinds of certification nobody read.
//! The table is kept in `tests/archetypes/`; `UPDATE_ARCHETYPES=1 cargo test --test archetypes` writes it anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use terroir::terms::CertificationKind;
use terroir::{Code, Fact, Outcome, Request, Solution};

const DAY: &str = "2026-12-01";

/// The products: what their components provide, beside a name.
const PRODUCTS: [(&str, &[&str]); 20] = [
    ("mains lamp without a radio", &["equipment.lamp.integrated", "equipment.mains"]),
    (
        "street light with LTE",
        &["equipment.lamp", "equipment.mains", "equipment.connected", "radio.lte", "radio.module"],
    ),
    (
        "smart lamp with Wi-Fi",
        &["equipment.lamp", "equipment.mains", "equipment.connected", "equipment.consumer", "radio.wifi"],
    ),
    ("BLE sensor with a coin cell", &["equipment.connected", "radio.ble", "battery.portable"]),
    (
        "Wi-Fi 6E access point",
        &["equipment.router", "equipment.mains", "equipment.connected", "equipment.consumer", "radio.wifi"],
    ),
    (
        "4G router",
        &[
            "equipment.router",
            "equipment.mains",
            "equipment.connected",
            "equipment.consumer",
            "radio.wifi",
            "radio.lte",
            "radio.module",
        ],
    ),
    (
        "LTE-M tracker",
        &[
            "equipment.tracker",
            "equipment.connected",
            "radio.lte-m",
            "radio.module",
            "battery.lithium-ion",
            "battery.portable",
        ],
    ),
    (
        "LTE-M and 2G tracker",
        &[
            "equipment.tracker",
            "equipment.connected",
            "radio.lte-m",
            "radio.gsm",
            "radio.module",
            "battery.lithium-ion",
        ],
    ),
    ("2G tracker", &["equipment.tracker", "equipment.connected", "radio.gsm", "battery.lithium-ion"]),
    ("LoRaWAN meter", &["equipment.meter", "equipment.connected", "radio.lora", "battery.lithium-ion"]),
    (
        "NB-IoT meter",
        &["equipment.meter", "equipment.connected", "radio.nb-iot", "radio.module", "battery.lithium-ion"],
    ),
    (
        "LoRaWAN soil station",
        &[
            "equipment.environmental-monitor",
            "equipment.connected",
            "radio.lora",
            "radio.module",
            "battery.lithium-ion",
        ],
    ),
    (
        "wearable",
        &[
            "equipment.wearable",
            "equipment.consumer",
            "equipment.connected",
            "equipment.rechargeable",
            "radio.ble",
            "battery.lithium-ion",
            "battery.portable",
        ],
    ),
    ("USB charger", &["equipment.charger", "equipment.mains"]),
    (
        "IoT gateway with Ethernet and LoRa",
        &["equipment.gateway", "equipment.mains", "equipment.connected", "radio.lora"],
    ),
    (
        "5G CPE",
        &[
            "equipment.router",
            "equipment.mains",
            "equipment.connected",
            "equipment.consumer",
            "radio.nr",
            "radio.lte",
            "radio.wifi",
        ],
    ),
    ("Zigbee plug", &["equipment.mains", "equipment.connected", "equipment.consumer", "radio.zigbee"]),
    (
        "Thread thermostat",
        &["equipment.connected", "equipment.consumer", "radio.thread", "radio.ble", "battery.portable"],
    ),
    (
        "laptop",
        &[
            "equipment.laptop",
            "equipment.charger",
            "equipment.connected",
            "radio.wifi",
            "radio.ble",
            "battery.lithium-ion",
        ],
    ),
    ("air monitor without a radio", &["equipment.environmental-monitor", "equipment.mains"]),
];

/// Products that do not say what they are, or not all: what they provide and need, and the root that they leave out.
const SILENT: [(&str, &[&str], &[&str]); 4] = [
    ("nothing declared", &[], &[]),
    ("nothing declared, on the mains", &[], &["power.mains"]),
    ("equipment, on the mains", &["equipment.lamp"], &["power.mains"]),
    ("equipment, with Wi-Fi", &["equipment.lamp", "equipment.mains"], &["spectrum.wifi"]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/archetypes")
}

fn markets() -> Vec<String> {
    let world = Solution::world().unwrap();
    let areas = world.areas().into_iter().filter(|area| area.tier == 1).map(|area| area.code);
    areas.filter(|code| code.len() == 2 && code != "eu").collect()
}

fn capability(name: &str) -> String {
    let attributes = match name {
        "equipment.rechargeable" | "equipment.laptop" => "charging-port = \"usb-c\"",
        "battery.portable" => "user-removable = true",
        _ => "",
    };
    format!("\"{name}\" = {{ {attributes} }}")
}

/// A product of one board for all markets, that plans every certificate of any scheme: those that are required are taken.
fn product((provides, needs): (&[&str], &[&str]), schemes: &BTreeSet<String>, markets: &[String]) -> Solution {
    let [provided, needed]: [Vec<String>; 2] =
        [provides, needs].map(|names| names.iter().map(|name| capability(name)).collect());
    let markets: Vec<String> = markets.iter().map(|code| format!("\"{code}\"")).collect();
    let planned =
        |scheme: &String| format!("[[certificates]]\nscheme = \"{scheme}\"\nplanned = {{ cost = \"1\", weeks = 1 }}\n");
    let solution = format!(
        "[solution]\nname = \"product\"\nmarkets = [{}]\ncurrency = \"USD\"\nterm_months = 1\n[slots.board]\n\
         choose = [\"board\"]\n[slots.access]\nchoose = [\"access\"]\n{}",
        markets.join(", "),
        schemes.iter().map(planned).collect::<String>(),
    );
    let parts = format!(
        "[[components]]\nid = \"board\"\nkind = \"hardware\"\nprice = \"1\"\nprovides = {{ {} }}\nneeds = {{ {} }}\n\
         [[components]]\nid = \"access\"\nkind = \"service\"\nper_month = \"0\"\nprovides = {{ \"data.access-by-design\" = {{}} }}\n",
        provided.join(", "),
        needed.join(", "),
    );
    Solution::from_sources([("solution.toml", solution), ("catalog/parts.toml", parts)]).unwrap()
}

/// Every scheme that facts name, mandatory or not.
fn schemes(facts: &[Fact]) -> BTreeSet<String> {
    let named = facts.iter().filter(|fact| fact.key.starts_with("certification.") && fact.key.ends_with(".scheme"));
    named.filter_map(|fact| fact.value.as_str()).map(str::to_owned).collect()
}

/// What a market says of a product: what it requires, what nobody read, and why there is no BOM even with all certificates.
fn row(name: &str, outcome: &Outcome, stated: &BTreeSet<String>, counts: &mut BTreeMap<&'static str, usize>) -> String {
    let unread = outcome.warnings().iter().filter(|one| one.code == Code::UNREAD);
    let unread: Vec<&str> = unread.filter_map(|one| one.key.strip_prefix("certification.")).collect();
    let required = required(outcome);
    let refused = match outcome {
        Outcome::Conflict(conflict) => conflict.reasons[0].text.as_str(),
        _ => "",
    };
    *counts.entry("rows").or_default() += 1;
    *counts.entry("required").or_default() += required.len();
    *counts.entry("unread").or_default() += unread.len();
    *counts.entry("refused").or_default() += usize::from(!refused.is_empty());
    // A kind is read, or it is named: nothing is silently valid.
    for kind in CertificationKind::ALL.iter().filter(|kind| kind.as_str() != "other") {
        let is_told = stated.contains(kind.as_str()) || unread.contains(&kind.as_str());
        assert!(is_told, "{name}: nobody read `{kind}`, and nothing says so");
    }
    let cell = |list: Vec<&str>| if list.is_empty() { "-".to_owned() } else { list.join(" ") };
    format!("{name} | {} | {} | {refused}\n", cell(required.into_iter().collect()), cell(unread)).replace(" | \n", "\n")
}

/// The schemes that an answer takes.
fn required(outcome: &Outcome) -> BTreeSet<&str> {
    outcome.bom().iter().flat_map(|bom| &bom.one_off).map(|one| one.scheme.as_str()).collect()
}

/// The kinds that an answer is not asked for because it does not say what it is, each with what the warning says.
fn undeclared(outcome: &Outcome) -> Vec<(&str, &str)> {
    let warnings = outcome.warnings().iter().filter(|one| one.code == Code::UNDECLARED);
    warnings.map(|one| (one.key.strip_prefix("certification.").unwrap(), one.message.as_str())).collect()
}

/// The schemes of a market that a certificate of one scheme satisfies, in backticks.
fn asking(facts: &[Fact], scheme: &str) -> Vec<String> {
    let of = |fact: &Fact| {
        let id = fact.key.strip_prefix("certification.")?.strip_suffix(".accepts")?;
        let accepted = fact.value.as_array()?.iter().any(|one| one.as_str() == Some(scheme));
        let asked = facts.iter().find(|one| one.key == format!("certification.{id}.scheme"))?;
        accepted.then(|| Some(format!("`{}`", asked.value.as_str()?)))?
    };
    facts.iter().filter_map(of).chain([format!("`{scheme}`")]).collect()
}

/// What a market says of a product that says too little: what it requires all the same, and what it would require.
fn silent_row(name: &str, outcome: &Outcome) -> String {
    assert!(outcome.bom().is_some(), "{name}: {}", outcome.market());
    let kinds: BTreeSet<&str> = undeclared(outcome).into_iter().map(|(kind, _)| kind).collect();
    let cell = |list: BTreeSet<&str>| {
        if list.is_empty() { "-".to_owned() } else { list.into_iter().collect::<Vec<_>>().join(" ") }
    };
    format!("{name} | {} | undeclared: {}\n", cell(required(outcome)), cell(kinds))
}

/// The kinds of which a mandatory scheme is stated.
fn kinds(facts: &[Fact]) -> BTreeSet<String> {
    let of = |fact: &Fact| {
        let id = fact.key.strip_prefix("certification.")?.strip_suffix(".kind")?;
        let voluntary = facts.iter().any(|one| one.key == format!("certification.{id}.mandatory"));
        (!voluntary).then(|| fact.value.as_str().map(str::to_owned))?
    };
    facts.iter().filter_map(of).collect()
}

#[test]
fn what_each_market_requires_of_each_product_is_on_record() {
    let is_update = std::env::var_os("UPDATE_ARCHETYPES").is_some();
    let mut counts = BTreeMap::new();
    let mut differing = Vec::new();
    let markets = markets();
    assert_eq!(markets.len(), 72);
    let world = Solution::world().unwrap();
    let facts: BTreeMap<&String, Vec<Fact>> = markets.iter().map(|code| (code, world.facts(code).unwrap())).collect();
    let all: BTreeSet<String> = facts.values().flat_map(|facts| schemes(facts)).collect();
    let mut texts: BTreeMap<&String, String> = BTreeMap::new();
    for (name, provides) in PRODUCTS {
        let request = Request::default().as_of(DAY.parse().unwrap());
        let answers = product((provides, &[]), &all, &markets).compile().unwrap().portfolio(&request).unwrap();
        for (market, outcome) in markets.iter().zip(&answers.markets) {
            let row = row(name, outcome, &kinds(&facts[market]), &mut counts);
            texts.entry(market).or_default().push_str(&row);
        }
    }
    for (name, provides, needs) in SILENT {
        let request = Request::default().as_of(DAY.parse().unwrap());
        let answers = product((provides, needs), &all, &markets).compile().unwrap().portfolio(&request).unwrap();
        for (market, outcome) in markets.iter().zip(&answers.markets) {
            texts.entry(market).or_default().push_str(&silent_row(name, outcome));
        }
    }
    for (market, text) in texts {
        let path = folder().join(format!("{market}.txt"));
        if is_update {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &text).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != text {
            differing.push(format!("{market}:\n{text}"));
        }
    }
    println!("{counts:?}");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert_eq!(counts["rows"], 1440);
    assert!(counts["required"] > 1500 && counts["unread"] > 1440, "{counts:?}");
}

#[test]
fn a_product_that_declares_nothing_is_told_of_every_scheme_that_its_twin_is_required_to_have() {
    let markets = markets();
    let world = Solution::world().unwrap();
    let facts: BTreeMap<&str, Vec<Fact>> =
        markets.iter().map(|code| (code.as_str(), world.facts(code).unwrap())).collect();
    let all: BTreeSet<String> = facts.values().flat_map(|facts| schemes(facts)).collect();
    let request = Request::default().as_of(DAY.parse().unwrap());
    let answers =
        |provides| product((provides, &[]), &all, &markets).compile().unwrap().portfolio(&request).unwrap().markets;
    let silent = answers(&[]);
    let mut told = 0;
    for (name, provides) in PRODUCTS {
        for (declared, silent) in answers(provides).iter().zip(&silent) {
            let warned = undeclared(silent);
            assert!(undeclared(declared).is_empty(), "{name}: {:?}", undeclared(declared));
            for scheme in required(declared).difference(&required(silent)) {
                let names = asking(&facts[declared.market()], scheme);
                let is_told = warned.iter().any(|(_, message)| names.iter().any(|name| message.contains(name)));
                assert!(is_told, "{name} in {}: nobody is told of `{scheme}`: {warned:?}", declared.market());
                told += 1;
            }
        }
    }
    assert!(told > 1400, "{told}");
}

#[test]
fn a_warning_names_the_need_that_shows_what_the_product_is() {
    let markets = ["CN", "US"].map(str::to_owned);
    let world = Solution::world().unwrap();
    let all: BTreeSet<String> = markets.iter().flat_map(|code| schemes(&world.facts(code).unwrap())).collect();
    let lamp = product((&["equipment.lamp"], &["power.mains", "spectrum.wifi"]), &all, &markets);
    for (market, safety, radio) in [("CN", "ccc", "srrc"), ("US", "nrtl", "fcc-15e")] {
        let outcome = resolve(&lamp, market);
        let text = |kind| undeclared(&outcome).iter().find(|(of, _)| *of == kind).unwrap().1.to_owned();
        assert!(
            text("safety").contains("needs `power.mains`, and no line provides `equipment.mains`"),
            "{}",
            text("safety")
        );
        assert!(text("safety").contains(&format!("`{safety}`")), "{}", text("safety"));
        assert!(
            text("radio").contains("needs `spectrum.wifi`, and no line provides `radio.wifi`"),
            "{}",
            text("radio")
        );
        assert!(text("radio").contains(&format!("`{radio}`")), "{}", text("radio"));
    }
}

fn resolve(solution: &Solution, market: &str) -> Outcome {
    let request = Request::market(market).as_of(DAY.parse().unwrap());
    solution.compile().unwrap().resolve(&request).unwrap()
}

#[test]
fn a_radio_of_868_0_to_868_6_mhz_is_possible_in_germany() {
    let radio = |low: &str, high: &str, erp: &str| {
        let solution = "[solution]\nname = \"radio\"\nmarkets = [\"DE\"]\ncurrency = \"USD\"\n[slots.radio]\nchoose = [\"radio\"]\n";
        let part = format!(
            "[[components]]\nid = \"radio\"\nkind = \"hardware\"\nprice = \"1\"\n\
             needs = {{ \"spectrum.srd\" = {{ range_mhz = {{ covers = [{low}, {high}] }}, {erp} }} }}\n"
        );
        Solution::from_sources([("solution.toml", solution.to_owned()), ("catalog/radio.toml", part)]).unwrap()
    };
    let serves = |low, high, power| resolve(&radio(low, high, power), "DE").bom().is_some();
    assert!(serves("868", "868.6", "erp_dbm = { at-least = 14 }"));
    assert!(serves("868", "868.6", "eirp_dbm = { at-least = 16.15 }"));
    assert!(!serves("868", "868.6", "eirp_dbm = { at-least = 16.16 }"));
    assert!(serves("868", "868.6", "power_kind = \"eirp\", power_dbm = { at-least = 16.15 }"));
    assert!(!serves("868", "868.6", "power_kind = \"eirp\", power_dbm = { at-least = 17 }"));
    assert!(serves("869.4", "869.65", "erp_dbm = { at-least = 27 }"));
    // What nobody read is not a "no".
    let Outcome::Conflict(conflict) = resolve(&radio("169.4", "169.475", "erp_dbm = { at-least = 14 }"), "DE") else {
        panic!("no band at 169 MHz is stated")
    };
    assert!(conflict.reasons[0].text.contains("not known"), "{}", conflict.reasons[0].text);
}
