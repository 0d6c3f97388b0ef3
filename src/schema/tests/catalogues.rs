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
        // Its places differ.
        Node::Condition(condition) => condition.to_string(),
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
    assert!(found.is_sound(), "{}", found.told());
    let component = found.document.root.tables("components").next().unwrap();
    for (key, text) in [
        ("id", "r-1"),
        ("name", "Resistor"),
        ("description", "Resistor"),
        ("value", "10k"),
        ("mpn", "RC0603"),
        ("manufacturer", "Yageo"),
        ("kind", "hardware"),
    ] {
        assert_eq!(component.text(key).unwrap().value, text);
    }
    assert_eq!(found.document.root.tables("components").count(), 1);
}

/// Every key of a component as TOML writes it and as a cell does, in quotes where CSV needs them.
const KEYS: &[(&str, &str, &str)] = &[
    ("id", "\"svc\"", "svc"),
    ("version", "\"2.1.0\"", "2.1.0"),
    ("kind", "\"hardware\"", "hardware"),
    ("name", "\"Modem; fast\"", "Modem; fast"),
    ("manufacturer", "\"Quectel\"", "Quectel"),
    ("mpn", "\"0123\"", "0123"),
    (
        "approved",
        "[{ manufacturer = \"A;B\", mpn = \"X\" }, { mpn = \"Y\", origin = \"TW\" }]",
        "\"{ manufacturer = \"\"A;B\"\", mpn = \"\"X\"\" }; { mpn = \"\"Y\"\", origin = \"\"TW\"\" }\"",
    ),
    ("mass_g", "3.5", "3.5"),
    ("content", "{ steel = \"4.20\", copper = \"0.10\" }", "\"steel = \"\"4.20\"\"; copper = \"\"0.10\"\"\""),
    ("attrition", "{ percent = \"2\", at-least = 10 }", "\"percent = \"\"2\"\"; at-least = 10\""),
    ("price", "[{ from = 1, each = \"18.20\" }, { from = 1000, each = \"12.90\" }]", "1: 18.20; 1000: 12.90"),
    ("currency", "\"EUR\"", "EUR"),
    ("origin", "\"CN\"", "CN"),
    ("hs", "\"010121\"", "010121"),
    ("lead_weeks", "8", "8"),
    ("lifecycle", "\"nrnd\"", "nrnd"),
    ("unit", "\"m\"", "m"),
    ("value", "\"100nF\"", "100nF"),
    ("footprint", "\"0402\"", "0402"),
    ("description", "\"1; 2\"", "1; 2"),
    ("datasheet", "\"https://example.com/a.pdf\"", "https://example.com/a.pdf"),
    ("license", "\"Apache-2.0 OR MIT\"", "Apache-2.0 OR MIT"),
    ("purl", "\"pkg:npm/a@1\"", "pkg:npm/a@1"),
    ("cpe", "\"cpe:2.3:a:b\"", "cpe:2.3:a:b"),
    ("supplier", "\"EXAMPLE Trade\"", "EXAMPLE Trade"),
    ("sbom", "\"https://example.com/fw.cdx.json\"", "https://example.com/fw.cdx.json"),
    (
        "fields",
        "{ \"JLCPCB Part #\" = \"C1525\", Tolerance = \"5 %\" }",
        "\"\"\"JLCPCB Part #\"\" = \"\"C1525\"\"; Tolerance = \"\"5 %\"\"\"",
    ),
    (
        "provides",
        "{ \"radio.lte-m\" = { bands = [2, 4] }, \"position.gnss\" = {} }",
        "\"radio.lte-m = { bands = [2, 4] }; position.gnss\"",
    ),
    (
        "needs",
        "[{ capability = \"a.b\" }, { capability = \"c\", when = \"slot.x\" }]",
        "\"{ capability = \"\"a.b\"\" }; { capability = \"\"c\"\", when = \"\"slot.x\"\" }\"",
    ),
    ("uses", "{ uart = 1, rail_ma = 2.5 }", "uart = 1; rail_ma = 2.5"),
    ("supplies", "{ sim = 1 }", "sim = 1"),
    ("attributes", "{ power_w = 0.5, colour = \"red; blue\" }", "\"power_w = 0.5; colour = \"\"red; blue\"\"\""),
    (
        "certificates",
        "[{ scheme = \"fcc\", id = \"XMR;1\" }, { scheme = \"red\", until = 2027-05-01 }]",
        "\"{ scheme = \"\"fcc\"\", id = \"\"XMR;1\"\" }; { scheme = \"\"red\"\", until = 2027-05-01 }\"",
    ),
    (
        "territories",
        "{ only = [\"CN\", \"US\"], because = \"a; b\" }",
        "\"only = [\"\"CN\"\", \"\"US\"\"]; because = \"\"a; b\"\"\"",
    ),
    ("from", "2020-01-01", "2020-01-01"),
    ("until", "2030-01-01", "2030-01-01"),
    ("because", "\"why\"", "why"),
    ("source", "[\"a-1\", \"b\"]", "a-1; b"),
    ("as_of", "2026-01-01", "2026-01-01"),
    ("status", "\"single\"", "single"),
    ("contenders", "[\"x y\"]", "x y"),
    ("note", "\"remark\"", "remark"),
];

type Sample = (&'static str, &'static str, &'static str);

/// A component with some keys more and some left out, as TOML and as CSV.
fn both(left_out: &[&str], further: &[Sample]) -> (String, String) {
    let keys: Vec<&Sample> = further.iter().chain(KEYS).filter(|(key, ..)| !left_out.contains(key)).collect();
    let toml: String = keys.iter().map(|(key, value, _)| format!("{key} = {value}\n")).collect();
    let names: Vec<&str> = keys.iter().map(|(key, ..)| *key).collect();
    let cells: Vec<&str> = keys.iter().map(|(.., cell)| *cell).collect();
    (format!("[[components]]\n{toml}"), format!("{}\n{}\n", names.join(","), cells.join(",")))
}

#[test]
fn every_key_of_a_component_is_a_column_that_says_the_same_as_toml() {
    // `through` is instead of `until`, `per_month` instead of `price`, `made` instead of a maker.
    let others: [Sample; 3] = [
        ("through", "2030-01-01", "2030-01-01"),
        ("per_month", "\"0.60\"", "0.60"),
        (
            "made",
            "[{ by = \"A;B\", mpn = \"X\" }, { mpn = \"Y\", last-buy = 2027-06-01 }]",
            "\"{ by = \"\"A;B\"\", mpn = \"\"X\"\" }; { mpn = \"\"Y\"\", last-buy = 2027-06-01 }\"",
        ),
    ];
    let known: Vec<&str> = KEYS.iter().chain(&others).map(|(key, ..)| *key).collect();
    for key in crate::schema::components::TABLE.keys() {
        assert!(known.contains(&key.name), "`{}` is not tried", key.name);
    }
    for (toml, csv) in [both(&[], &[]), both(&["until", "price", "manufacturer", "mpn", "approved"], &others)] {
        let written = tree(&reading(FileKind::Catalog, "c.toml", &toml));
        assert_eq!(tree(&reading(FileKind::Catalog, "c.csv", &csv)), written, "{csv}");
    }
    println!("{} keys in TOML and in CSV", known.len());
}

#[test]
fn a_wrong_cell_is_reported_with_the_cell_that_was_meant() {
    for (column, cell, code, help) in [
        ("provides", "\"label.fcc, label.ised\"", "bad-capability", "`label.fcc; label.ised`"),
        (
            "certificates",
            "\"{ scheme = \"\"a\"\" }, { scheme = \"\"b\"\" }\"",
            "toml-syntax",
            "write `{ scheme = \"a\" }; { scheme = \"b\" }`",
        ),
        (
            "certificates",
            "\"scheme = \"\"a\"\"\"",
            "toml-syntax",
            "write `{ scheme = \"a\" }`; separate several with `;`",
        ),
        ("certificates", "fcc", "toml-syntax", "write `{ key = value }` for each"),
        ("price", "1: 2.00; 3.00", "toml-syntax", "write `1: 3.00`"),
        ("from", "01.02.2026", "wrong-type", ""),
        ("lead_weeks", "four", "wrong-type", ""),
    ] {
        let text = format!("id,kind,{column}\na,hardware,{cell}\n");
        let found = reading(FileKind::Catalog, "c.csv", &text);
        let one = found.only();
        assert_eq!(one.code.as_str(), code, "{}", found.told());
        assert!(one.help.clone().unwrap_or_default().contains(help), "{}", found.told());
    }
}

#[test]
fn a_column_that_is_not_read_is_a_warning_that_lists_those_that_are() {
    let found = reading(FileKind::Catalog, "c.csv", "id,kind,manufcturer,Colour\na,hardware,x,y\n");
    let one = found.only();
    assert_eq!((one.code.as_str(), one.severity), ("unknown-column", crate::diagnostic::Severity::Warning));
    assert!(one.message.contains("2 columns are not read: `manufcturer`, `Colour`"), "{}", found.told());
    let help = one.help.clone().unwrap_or_default();
    assert!(["`certificates`", "`territories`", "`fields`", "`ipn`"].iter().all(|name| help.contains(name)), "{help}");
    let found = reading(FileKind::Catalog, "c.csv", "id,kind,manufcturer\na,hardware,x\n");
    assert!(found.only().help.clone().unwrap_or_default().starts_with("did you mean `manufacturer`?"));
}

#[test]
fn a_column_without_a_name_is_a_warning_where_it_has_values() {
    let found = reading(FileKind::Catalog, "c.csv", "id,,kind,\na,,hardware,\nb,1.20,hardware,\n");
    let one = found.only();
    assert_eq!((one.code.as_str(), one.severity), ("unknown-column", crate::diagnostic::Severity::Warning));
    assert_eq!(one.message, "1 column without a name is not read, but it has values: column 2");
    let found = reading(FileKind::Catalog, "c.csv", "id,,kind,\na,,hardware,\n");
    assert!(found.diagnostics.is_empty(), "{}", found.told());
    let found = reading(FileKind::Catalog, "c.csv", "id,,kind,\na,x,hardware,y\n");
    assert!(found.only().message.starts_with("2 columns without a name are not read"), "{}", found.told());
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
