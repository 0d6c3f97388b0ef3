//! CSV says the same as TOML.

use super::{Reading, reading};
use crate::schema::FileKind;
use crate::syntax::Node;

const TOML: &str = r#"
[[components]]
id = "fuse-6"
kind = "hardware"
name = "Fuse, \"fast\" 6 A"
price = "0.12"
lead_weeks = 4
provides = { "protection.fuse" = { current_a = 6, note = "a;b" }, "sense.light" = {} }
needs = { "power.mains" = { voltage_v = { within = [100, 277] } } }
uses = { uart = 1, rail_ma = 2.5 }

[[components]]
id = "plain"
kind = "service"
"#;

const CSV: &str = "id,kind,name,price,lead_weeks,provides,needs,uses\n\
fuse-6,hardware,\"Fuse, \"\"fast\"\" 6 A\",0.12,4,\"protection.fuse = { current_a = 6, note = \"\"a;b\"\" }; sense.light\",\
\"power.mains = { voltage_v = { within = [100, 277] } }\",uart = 1; rail_ma = 2.5\n\
plain,service,,,,,,\n";

/// A tree in words without places, keys sorted: columns may stand in any order.
fn words(node: &Node) -> String {
    match node {
        Node::Table(table) => {
            let mut entries: Vec<String> =
                table.entries.iter().map(|(key, value)| format!("{}={}", key.value, words(&value.value))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(","))
        }
        Node::Array(elements) => {
            format!("{:?}", elements.iter().map(|element| words(&element.value)).collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}

fn tree(reading: &Reading) -> String {
    assert!(reading.is_sound(), "{}", reading.told());
    words(&Node::Table(reading.document.root.clone()))
}

#[test]
fn a_csv_catalogue_reads_as_the_same_catalogue_in_toml() {
    let toml = tree(&reading(FileKind::Catalog, "c.toml", TOML));
    assert_eq!(tree(&reading(FileKind::Catalog, "c.csv", CSV)), toml);
    assert_eq!(tree(&reading(FileKind::Catalog, "C.CSV", &format!("\u{feff}{}", CSV.replace('\n', "\r\n")))), toml);
}

#[test]
fn a_list_of_gitplm_is_understood() {
    let found = reading(
        FileKind::Catalog,
        "parts.csv",
        "IPN,Description,Value,MPN,Manufacturer,\nr-1,Resistor,10k,RC0603,Yageo,\n\n,,,,,\n",
    );
    assert_eq!(found.codes(), ["unknown-column 1:17"]);
    let component = found.document.root.tables("components").next().unwrap();
    for (key, text) in
        [("id", "r-1"), ("name", "Resistor"), ("mpn", "RC0603"), ("manufacturer", "Yageo"), ("kind", "hardware")]
    {
        assert_eq!(component.text(key).unwrap().value, text);
    }
    assert_eq!(found.document.root.tables("components").count(), 1);
}

#[test]
fn places_point_into_cells_also_behind_doubled_quotes() {
    let text = "id,kind,provides\na,hardware,\"x = { n = \"\"q\"\" }; Bad.y\"\nb,hardware,x = { n = nope }\n";
    let found = reading(FileKind::Catalog, "c.csv", text);
    let marked: Vec<&str> = found.diagnostics.iter().map(|one| found.marked(one)).collect();
    assert_eq!(marked, ["Bad.y", "nope"], "{}", found.told());
    let component = found.document.root.tables("components").next().unwrap();
    let id = component.text("id").unwrap().span;
    assert_eq!(&text[id.start as usize..id.end as usize], "a");
}

#[test]
fn faults_of_rows_and_cells_are_told_at_their_places() {
    let text = "id,kind,price,provides,uses\na,hardware,\"0,12\",,\nshort\nb,hardwar,1,x = { a = 1 }; x,\"u = 1, v = 2\"\nc,hardware,\"1,,\n";
    let found = reading(FileKind::Catalog, "c.csv", text);
    let codes =
        ["bad-money 2:12", "csv-row 3:1", "bad-value 4:3", "duplicate-key 4:28", "toml-syntax 4:35", "csv-row 5:12"];
    assert_eq!(found.codes(), codes, "{}", found.told());
    assert_eq!(found.diagnostics[0].help.as_deref(), Some("write `\"0.12\"`"));
}

#[test]
fn another_separator_is_explained() {
    for (text, name) in [("id;kind\na;hardware\n", "`;`"), ("id\tkind\na\thardware\n", "tabs")] {
        let found = reading(FileKind::Catalog, "c.csv", text);
        assert_eq!(found.only().code, "missing-key");
        assert_eq!(found.only().help.clone().unwrap(), format!("separate columns with `,` instead of {name}"));
    }
}

#[test]
fn an_empty_file_is_an_empty_catalogue() {
    for text in ["", "\u{feff}", "\n\n", "id,kind\n"] {
        assert!(reading(FileKind::Catalog, "c.csv", text).is_sound());
    }
}
