//! A real product in two radio regions: the 150% BOM of the Nebra LoRa mPCIe concentrator becomes a solution, and its
//! answers are the six part lists that the maker published. Skipped where the lists are not there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use terroir::{Compiled, Request, Solution};

/// Market, interface, GNSS, and the published list.
const PUBLISHED: [(&str, &str, bool, &str); 6] = [
    ("US", "spi", true, "v1.2-expected-SPI-US915-gnss.csv"),
    ("US", "spi", false, "v1.2-expected-SPI-US915-nognss.csv"),
    ("US", "usb", true, "v1.2-expected-USB-US915-gnss.csv"),
    ("DE", "spi", true, "v1.2-expected-SPI-EU868-gnss.csv"),
    ("DE", "spi", false, "v1.2-expected-SPI-EU868-nognss.csv"),
    ("DE", "usb", true, "v1.2-expected-USB-EU868-gnss.csv"),
];

/// One placement: a part soldered to a reference under a condition.
struct Placement {
    reference: String,
    part: String,
    manufacturer: String,
    condition: String,
}

fn folder() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared");
    let folder = shared.join("boms/nebra-lora-mpcie/expected");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn placements(folder: &Path) -> Vec<Placement> {
    let placement = |row: Vec<String>| {
        let [reference, part, _, manufacturer, _, condition] = <[String; 6]>::try_from(row).unwrap();
        Placement { reference, part, manufacturer, condition }
    };
    rows(&folder.join("v1.2-150pct-bom.csv")).into_iter().map(placement).collect()
}

/// `iface=USB` → `interface == usb`; the radio plan is the market's fact, no option.
fn condition(text: &str) -> Option<String> {
    let (subject, value) = text.split_once('=')?;
    Some(match (subject.trim(), value.trim()) {
        ("gnss", "yes") => "gnss".to_owned(),
        ("gnss", "no") => "not gnss".to_owned(),
        ("iface" | "interface", value) => format!("interface == {}", value.to_lowercase()),
        ("region" | "plan", plan) => format!("fact(spectrum.lora.plan) == {plan}"),
        other => panic!("unknown condition {other:?}"),
    })
}

/// A name of a component: letters, digits, dashes and underscores of the part number.
fn id(part: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
    let name: String = part.chars().map(plain).collect();
    format!("p{name}")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// One component a part number; one slot a part and condition, with all its references. A reference may carry another
/// part in another market, so the slot's name has both.
fn sources(placements: &[Placement]) -> [(&'static str, String); 2] {
    let mut catalog = String::new();
    let parts: BTreeMap<&str, &str> =
        placements.iter().map(|one| (one.part.as_str(), one.manufacturer.as_str())).collect();
    let ids: BTreeSet<String> = parts.keys().map(|part| id(part).to_lowercase()).collect();
    assert_eq!(ids.len(), parts.len(), "two part numbers have one name");
    for (part, maker) in &parts {
        let _ = writeln!(
            catalog,
            "[[components]]\nid = {}\nkind = \"hardware\"\nmpn = {}\nmanufacturer = {}",
            quoted(&id(part)),
            quoted(part),
            quoted(maker)
        );
    }
    let mut solution = String::from(
        "[solution]\nname = \"nebra-lora-mpcie\"\nversion = \"1.2.0\"\nmarkets = [\"US\", \"DE\"]\ncurrency = \"USD\"\n\
         [options.interface]\nvalues = [\"spi\", \"usb\"]\n[options.gnss]\nvalues = [true, false]\n",
    );
    let mut slots: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for one in placements {
        slots.entry((&one.part, &one.condition)).or_default().push(&one.reference);
    }
    for ((part, presence), references) in slots {
        let refdes: Vec<String> = references.iter().map(|one| quoted(one)).collect();
        let first = references.first().unwrap();
        let _ = writeln!(
            solution,
            "[slots.{first}-{0}]\nchoose = [\"{0}\"]\nquantity = {1}\nrefdes = [{2}]",
            id(part),
            references.len(),
            refdes.join(", ")
        );
        if let Some(when) = condition(presence) {
            let _ = writeln!(solution, "when = {}", quoted(&when));
        }
    }
    [("solution.toml", solution), ("catalog/parts.toml", catalog)]
}

fn answered(compiled: &Compiled, market: &str, interface: &str, gnss: bool) -> BTreeSet<(String, String)> {
    let request = Request::market(market).as_of("2026-11-22".parse().unwrap());
    let request = request.set("interface", interface).set("gnss", gnss.to_string());
    let answer = compiled.resolve(&request).unwrap();
    let bom = answer.bom().unwrap_or_else(|| panic!("{answer:#?}"));
    let pairs = bom.lines.iter().flat_map(|line| {
        assert_eq!(line.quantity, line.refdes.len() as u64);
        line.refdes.iter().map(|reference| (reference.clone(), line.mpn.clone().unwrap()))
    });
    pairs.collect()
}

#[test]
fn the_answers_are_the_six_published_part_lists() {
    let Some(folder) = folder() else { return };
    let placements = placements(&folder);
    assert_eq!(placements.len(), 197);
    let solution = Solution::from_sources(sources(&placements)).unwrap_or_else(|faults| panic!("{faults}"));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}"));
    for (market, interface, gnss, file) in PUBLISHED {
        let wanted: BTreeSet<(String, String)> =
            rows(&folder.join(file)).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        assert!(!wanted.is_empty());
        let found = answered(&compiled, market, interface, gnss);
        assert_eq!(found, wanted, "{file}");
    }
}
