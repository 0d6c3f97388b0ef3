//! What leaves the house, read back by programs that know nothing of terroir.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use calamine::{Data, Reader, Xlsx, open_workbook};
use common::full;
use common::lamp::Lamp;
use common::schemas;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

fn profiles() -> impl Iterator<Item = &'static str> {
    terroir::export::Profile::built_in().iter().map(|profile| profile.name)
}
const TEMPLATES: [&str; 4] = ["starter", "street-light", "health-monitor", "soil-station"];

/// A CSV file as a foreign reader sees it: its rows by the heads of their columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.unwrap();
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn csv_of(lamp: &Lamp, format: &str, market: &str) -> Vec<BTreeMap<String, String>> {
    let run = lamp.run(&["-q", "export", "--format", format, "--market", market, "--as-of", "2026-11-22"]).exits(0);
    rows(&run.stdout)
}

/// Components with their counts, as the answer has them.
fn answered(lamp: &Lamp, market: &str, counts: impl Fn(&Value) -> bool) -> Vec<(String, String)> {
    let run = lamp.run(&["-q", "resolve", "--format", "json", "--market", market, "--as-of", "2026-11-22"]).exits(0);
    let answer = run.json();
    let lines = answer["markets"][0]["lines"].as_array().unwrap().iter().filter(|line| counts(line));
    lines.map(|line| (line["component"].as_str().unwrap().to_owned(), line["quantity"].to_string())).collect()
}

#[test]
fn every_profile_is_read_back_to_the_same_parts_and_counts() {
    let part = ["IPN", "Value", "Comment", "Mfg Part #", "Part", "bom_line_ids/product_id", "Item Code (Items)"];
    let count = ["Qty (Items)", "Quantity", "Qty", "Qnty", "bom_line_ids/product_qty"];
    let lamp = Lamp::template("street-light");
    for profile in profiles() {
        let boards = ["kicad", "jlcpcb", "pcbway"].contains(&profile);
        for market in ["US", "DE", "BR"] {
            let run = lamp.run(&["-q", "resolve", "--format", "json", "--market", market, "--as-of", "2026-11-22"]);
            let answer = run.json();
            let expected: Vec<(String, String)> = answer["markets"][0]["lines"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|line| !boards || (line["kind"] == "hardware" && line["refdes"] != serde_json::json!([])))
                .map(|line| {
                    let by_mpn = ["jlcpcb", "pcbway"].contains(&profile);
                    let name = if by_mpn { &line["mpn"] } else { &line["component"] };
                    let designators = line["refdes"].as_array().unwrap().len().to_string();
                    let count = if profile == "jlcpcb" { designators } else { line["quantity"].to_string() };
                    (name.as_str().unwrap().to_owned(), count)
                })
                .collect();
            let read: Vec<(String, String)> = csv_of(&lamp, profile, market)
                .iter()
                .map(|row| {
                    let of = |heads: &[&str]| heads.iter().find_map(|head| row.get(*head)).cloned();
                    let counted = of(&count).unwrap_or_else(|| row["Designator"].split(',').count().to_string());
                    let name = if profile == "gitplm" { row["IPN"].clone() } else { of(&part).unwrap() };
                    (name, counted)
                })
                .collect();
            assert_eq!(read, expected, "{profile} {market}");
            assert!(read.len() >= 4, "{profile} {market}: {read:?}");
        }
    }
}

#[test]
fn the_heads_are_those_that_the_readers_ask_for() {
    let lamp = full::lamp();
    let head = |profile: &str| {
        let run = lamp.run(&["-q", "export", "--format", profile, "--market", "DE"]).exits(0);
        run.stdout.lines().next().unwrap().to_owned()
    };
    assert_eq!(head("jlcpcb"), "Comment,Designator,Footprint,JLCPCB Part #");
    assert_eq!(head("kicad"), "Refs,Value,Footprint,Qty,DNP,Manufacturer,MPN");
    assert_eq!(
        head("pcbway"),
        "Item #,Designator,Qty,Manufacturer,Mfg Part #,Description / Value,Package/Footprint,Type,Your Instructions / Notes"
    );
    assert_eq!(head("odoo"), "product_tmpl_id,code,type,product_qty,bom_line_ids/product_id,bom_line_ids/product_qty");
    assert_eq!(head("gitplm"), "IPN,Ref,Qnty,Value,Cmp name,Footprint,Description,Vendor,Datasheet,Manufacturer,MPN");
    assert!(head("erpnext").ends_with("Item Code (Items),Item Name (Items),Qty (Items),UOM (Items),Rate (Items)"));
    assert!(head("inventree").starts_with("Part,Reference,Quantity,"));
}

#[test]
fn the_assembly_stands_in_the_first_row_only() {
    let lamp = full::lamp();
    let odoo = csv_of(&lamp, "odoo", "DE");
    let codes: Vec<&str> = odoo.iter().map(|row| row["code"].as_str()).collect();
    assert_eq!(codes, ["lamp-DE", "", "", "", "", ""]);
    assert_eq!(odoo[0]["product_tmpl_id"], "lamp");
}

#[test]
fn a_profile_of_the_solution_has_its_columns() {
    let lamp = full::lamp();
    let run = lamp.run(&["-q", "export", "--format", "shop", "--market", "DE"]).exits(0);
    assert_eq!(run.stdout, "refdes,How Many,mpn,Drawer\nA1,1,007,\n\"PS1,PS2\",2,EXAMPLE-230,\n");
}

#[test]
fn a_wrong_column_is_told_at_its_place() {
    let lamp = Lamp::of(&full::SOLUTION.replace("columns = [\"refdes\"", "columns = [\"refdez\""), full::PARTS);
    lamp.run(&["check"]).exits(1).tells("solution.toml:32:12").tells("write `\"refdes\"`");
    let lamp = Lamp::of(&full::SOLUTION.replace("{ title = \"Drawer\" }", "{}"), full::PARTS);
    lamp.run(&["check"]).exits(1).tells("`field`");
}

#[test]
fn a_profile_of_the_solution_takes_the_place_of_a_built_in_one() {
    let lamp = Lamp::of(&full::SOLUTION.replace("bom.shop", "bom.kicad"), full::PARTS);
    let run = lamp.run(&["-q", "export", "--format", "kicad", "--market", "US"]).exits(0);
    assert!(run.stdout.starts_with("refdes,How Many,mpn,Drawer\n"), "{}", run.stdout);
}

#[test]
fn substitutes_survive_the_way_out() {
    let lamp = full::lamp();
    let release = csv_of(&lamp, "release", "DE");
    let substitutes = |row: &BTreeMap<String, String>| -> Vec<[String; 3]> {
        let numbered = (1..).map(|at| format!("Alternate {at}")).take_while(|head| row.contains_key(head));
        numbered.map(|head| ["", " Manufacturer", " MPN"].map(|what| row[&format!("{head}{what}")].clone())).collect()
    };
    let own = |texts: [&str; 3]| texts.map(str::to_owned);
    let board = release.iter().find(|row| row["IPN"] == "board").unwrap();
    assert_eq!(substitutes(board), [own(["", "Second, Inc.", "1E10"]), own(["", "", "BRD-3"])]);
    let driver = release.iter().find(|row| row["IPN"] == "driver-230").unwrap();
    assert_eq!(substitutes(driver)[0], own(["driver-wide", "EXAMPLE Drives", "EXAMPLE-WIDE"]));
    let document = cyclonedx(&lamp, "DE", "1.6");
    let named = |name: &str| {
        let components = document["components"].as_array().unwrap();
        let of = components.iter().flat_map(|one| one["properties"].as_array().unwrap());
        of.filter(|one| one["name"] == name).map(|one| one["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(named("terroir:approved:1:manufacturer"), ["Second, Inc."]);
    assert_eq!(named("terroir:approved:2:mpn"), ["BRD-3"]);
    assert_eq!(named("terroir:alternate:1:component"), ["driver-wide"]);
}

#[test]
fn a_row_of_jlcpcb_holds_no_more_designators_than_it_takes() {
    let designators: Vec<String> = (0..450).map(|at| format!("R{at}")).collect();
    let solution = full::SOLUTION
        .replace("quantity = 2", "quantity = 450")
        .replace("[\"PS1\", \"PS2\"]", &format!("{designators:?}"));
    let read = csv_of(&Lamp::of(&solution, full::PARTS), "jlcpcb", "DE");
    let drivers = read.iter().filter(|row| row["Comment"] == "EXAMPLE-230");
    let counts: Vec<usize> = drivers.clone().map(|row| row["Designator"].split(',').count()).collect();
    assert_eq!(counts, [200, 200, 50]);
    let all: Vec<&str> = drivers.flat_map(|row| row["Designator"].split(',')).collect();
    assert_eq!(all, designators);
}

// Text that would do harm.

/// A name that a file of the solution can hold, as TOML.
const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\\\"http://example.org\\\",\\\"x\\\")",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\\t=1",
    "\\r=1",
    "\\uFF1D1+1",
    "\\uFF0B1",
    "a\\u0001\\u000Bb\\u007Fc",
    "two\\nlines, \\\"quoted\\\"",
    "<b>&amp;</b>]]>",
    "_x0041_",
];

fn hostile() -> (Lamp, Vec<String>) {
    let (mut slots, mut parts) = (String::new(), String::new());
    for (at, name) in HOSTILE.iter().enumerate() {
        slots += &format!("[slots.s{at}]\nchoose = [\"c{at}\"]\nrefdes = [\"X{at}\"]\n");
        parts += &format!(
            "[[components]]\nid = \"c{at}\"\nkind = \"hardware\"\nprice = \"1.00\"\nname = \"{name}\"\nmpn = \"{name}\"\n"
        );
    }
    let head = "[solution]\nname = \"lamp\"\nmarkets = [\"DE\"]\ncurrency = \"USD\"\nas-of = 2026-11-22\n";
    let texts = HOSTILE.map(toml_text).to_vec();
    (Lamp::of(&format!("{head}{slots}"), &parts), texts)
}

fn toml_text(escaped: &str) -> String {
    let document = format!("x = \"{escaped}\"");
    let table = toml::de::DeTable::parse(&document).unwrap();
    table.get_ref().get("x").unwrap().get_ref().as_str().unwrap().to_owned()
}

#[test]
fn no_text_becomes_a_formula_and_none_is_lost() {
    let (lamp, texts) = hostile();
    for profile in profiles() {
        let read = csv_of(&lamp, profile, "DE");
        assert_eq!(read.len(), texts.len(), "{profile}");
        for cell in read.iter().flat_map(BTreeMap::values) {
            let number = cell.parse::<f64>().is_ok();
            let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
            assert!(!dangerous || number, "{profile}: {cell:?}");
        }
    }
    for (row, text) in csv_of(&lamp, "release", "DE").iter().zip(&texts) {
        assert_eq!(row["MPN"].trim_start_matches('\''), text);
    }
}

#[test]
fn a_workbook_holds_every_text_as_text() {
    let (lamp, texts) = hostile();
    lamp.run(&["export", "--format", "xlsx", "-o", "a.xlsx"]).exits(0).tells("wrote `a.xlsx`");
    let mut book: Xlsx<_> = open_workbook(lamp.path("a.xlsx")).unwrap();
    let sheet = book.worksheet_range("DE").unwrap();
    let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let column = head.iter().position(|head| head == "MPN").unwrap();
    for (row, text) in sheet.rows().skip(1).zip(&texts) {
        let kept: String =
            text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r')).collect();
        let Data::String(read) = &row[column] else { panic!("{:?} is no text", row[column]) };
        // XML readers make `\n` of `\r`.
        assert_eq!(read.replace('\r', "\n"), kept.replace('\r', "\n"));
    }
    assert!(book.worksheet_formula("DE").unwrap().cells().all(|(_, _, formula)| formula.is_empty()));
}

#[test]
fn a_workbook_has_a_sheet_a_market_and_the_matrix() {
    let lamp = full::lamp();
    lamp.run(&["export", "--format", "xlsx", "-o", "a.xlsx"]).exits(0);
    let mut book: Xlsx<_> = open_workbook(lamp.path("a.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["US", "DE", "Matrix"]);
    for market in ["US", "DE"] {
        let sheet = book.worksheet_range(market).unwrap();
        let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
        let at = |name: &str| head.iter().position(|head| head == name).unwrap();
        let read: Vec<(String, String)> =
            sheet.rows().skip(1).map(|row| (row[at("IPN")].to_string(), row[at("Quantity")].to_string())).collect();
        assert_eq!(read, answered(&lamp, market, |_| true));
        let board = sheet.rows().find(|row| row[at("IPN")] == Data::String("board".to_owned())).unwrap();
        assert_eq!(board[at("MPN")], Data::String("007".to_owned()), "a part number stays text");
        assert_eq!(board[at("Unit Price")], Data::Float(4.0), "an amount is a number");
        assert_eq!(board[at("Alternate 1 MPN")], Data::String("1E10".to_owned()));
    }
    let matrix = book.worksheet_range("Matrix").unwrap();
    let driver = matrix.rows().find(|row| row[0] == Data::String("driver".to_owned())).unwrap();
    let cells: Vec<String> = driver.iter().map(ToString::to_string).collect();
    assert_eq!(cells, ["driver", "regional", "driver-120@1.0.0 x2", "driver-230@1.0.0 x2"]);
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    let lamp = full::lamp();
    for (format, name) in [("xlsx", "lamp.xlsx"), ("cyclonedx", "lamp-DE.cdx.json"), ("release", "lamp-US-release.csv")]
    {
        let write = |folder: &str| {
            lamp.run(&["export", "--format", format, "-o", folder]).exits(0);
            fs::read(lamp.path(folder).join(name)).unwrap()
        };
        let first = write("one/");
        // Longer than the clock of a zip file's entries counts in.
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert_eq!(first, write("two/"), "{format}");
    }
}

#[test]
fn excel_is_told_that_a_file_is_utf_8() {
    let lamp = full::lamp();
    let run = lamp.run(&["-q", "export", "--format", "kicad", "--market", "DE", "--dialect", "excel"]).exits(0);
    assert!(run.stdout.starts_with("\u{feff}Refs,Value,"), "{}", run.stdout);
    assert!(run.stdout.lines().count() > 1 && run.stdout.matches("\r\n").count() == run.stdout.matches('\n').count());
}

// CycloneDX.

fn cyclonedx(lamp: &Lamp, market: &str, version: &str) -> Value {
    let run =
        lamp.run(&["-q", "export", "--format", "cyclonedx", "--market", market, "--spec-version", version]).exits(0);
    run.json()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().map(|list| list.iter().map(|one| one["bom-ref"].as_str().unwrap()).collect()).unwrap_or_default()
}

#[test]
fn every_template_is_a_valid_cyclonedx_document_in_every_market() {
    for version in ["1.6", "1.7"] {
        let validator = schemas::cyclonedx(version);
        for template in TEMPLATES {
            let lamp = Lamp::template(template);
            let arguments = ["export", "--format", "cyclonedx", "--spec-version", version, "-o", "sbom/"];
            lamp.run(&[&arguments[..], &["--as-of", "2026-11-22"]].concat()).exits(0);
            let mut count = 0;
            for entry in fs::read_dir(lamp.path("sbom")).unwrap() {
                let text = fs::read_to_string(entry.unwrap().path()).unwrap();
                let document: Value = serde_json::from_str(&text).unwrap();
                schemas::assert_valid(&validator, &document);
                assert_eq!(document["specVersion"], version);
                count += 1;
            }
            assert!(count >= 2, "{template}: {count} markets");
        }
        let (lamp, _) = hostile();
        schemas::assert_valid(&validator, &cyclonedx(&lamp, "DE", version));
    }
}

#[test]
fn a_document_holds_the_whole_solution() {
    let lamp = full::lamp();
    let document = cyclonedx(&lamp, "DE", "1.6");
    let kinds: Vec<(&str, &str)> = document["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["type"].as_str().unwrap(), one["name"].as_str().unwrap()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("device", "007"),
            ("device", "EXAMPLE-230"),
            ("firmware", "lamp-fw"),
            ("application", "app"),
            ("file", "guide")
        ]
    );
    assert_eq!(document["services"][0]["name"], "host");
    assert_eq!(document["services"][0]["provider"]["name"], "EXAMPLE Cloud");
    assert_eq!(document["metadata"]["component"]["type"], "device");
    assert!(document["metadata"].get("timestamp").is_none(), "nothing depends on the clock");
    let driver = &document["components"][1];
    let property = |name: &str| {
        let mut found = driver["properties"].as_array().unwrap().iter().filter(|one| one["name"] == name);
        found.next().map(|one| one["value"].as_str().unwrap())
    };
    assert_eq!(property("cdx:device:quantity"), Some("2"));
    assert_eq!(property("cdx:device:location"), Some("PS1,PS2"));
    assert_eq!(property("cdx:device:function"), Some("driver"));
    assert_eq!(property("cdx:device:sku"), Some("driver-230"));
    assert_eq!(property("terroir:layer"), Some("regional"));
}

#[test]
fn certificates_stand_under_their_country_and_authority() {
    let lamp = Lamp::template("street-light");
    let run = lamp.run(&["-q", "export", "--format", "cyclonedx", "--market", "US", "--as-of", "2026-11-22"]).exits(0);
    let document = run.json();
    let modem = document["components"].as_array().unwrap().iter().find(|one| one["name"] == "EC25-AFXGA").unwrap();
    let names: Vec<&str> =
        modem["properties"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"cdx:device:certifications:US:FCC:id"), "{names:?}");
    let run = lamp.run(&["-q", "export", "--format", "cyclonedx", "--market", "DE", "--as-of", "2026-11-22"]).exits(0);
    let document = run.json();
    let product = document["metadata"]["component"]["properties"].as_array().unwrap();
    let red = product.iter().find(|one| one["name"] == "cdx:device:certifications:DE:RED:id");
    assert_eq!(red.unwrap()["value"], "planned", "what the product as a whole is asked for stands at the product");
}

#[test]
fn the_dependency_graph_follows_part_of_and_needs() {
    let lamp = full::lamp();
    let document = cyclonedx(&lamp, "US", "1.6");
    let graph: BTreeMap<&str, Vec<&str>> = document["dependencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let below = one["dependsOn"].as_array().unwrap().iter().map(|below| below.as_str().unwrap());
            (one["ref"].as_str().unwrap(), below.collect())
        })
        .collect();
    let root = document["metadata"]["component"]["bom-ref"].as_str().unwrap();
    assert_eq!(root, "lamp@1.0.0+US");
    assert!(!graph[root].contains(&"driver/driver-120@1.0.0"), "what is part of the board is not part of the product");
    assert_eq!(graph["board/board@1.0.0"], ["driver/driver-120@1.0.0", "lamp-fw/lamp-fw@2.3.0"]);
    assert_eq!(graph["driver/driver-120@1.0.0"], ["board/board@1.0.0"], "the board's bus is what the driver needs");
    let mut known = [names(&document["components"]), names(&document["services"])].concat();
    known.push(root);
    let count = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), count, "every reference is there once");
    assert!(graph.values().flatten().all(|below| known.contains(below)));
    assert_eq!(graph.len(), count);
}

#[test]
fn the_serial_number_follows_the_answer() {
    let lamp = full::lamp();
    let serial = |arguments: &[&str]| {
        let run = lamp.run(&[&["-q", "export", "--format", "cyclonedx"], arguments].concat()).exits(0);
        let document = run.json();
        document["serialNumber"].as_str().unwrap().to_owned()
    };
    let german = serial(&["--market", "DE"]);
    assert!(german.starts_with("urn:uuid:") && german.as_bytes()[23] == b'5', "{german} is of version 5");
    assert_eq!(german, serial(&["--market", "DE", "--as-of", "2026-12-01"]), "a day that changes nothing");
    assert_ne!(german, serial(&["--market", "US"]));
    assert_ne!(german, serial(&["--market", "DE", "--pin", "driver=driver-wide"]));
}

// The variants of a board.

#[test]
fn variants_tell_what_each_market_fits() {
    let solution = full::SOLUTION.replace(
        "[slots.guide]",
        "[slots.fuse]\nchoose = [\"fuse\"]\nrefdes = [\"F1\"]\nwhen = \"market == DE\"\n[slots.guide]",
    );
    let parts = format!("{}[[components]]\nid = \"fuse\"\nkind = \"hardware\"\nprice = \"0.20\"\n", full::PARTS);
    let lamp = Lamp::of(&solution, &parts);
    let states = |arguments: &[&str]| {
        let run = lamp.run(&[&["-q", "export", "--format", "kicad-variants"], arguments].concat()).exits(0);
        let told = |row: &BTreeMap<String, String>| {
            [&row["Variant"], &row["Reference"], &row["State"], &row["DNP"], &row["Value"]]
                .map(String::as_str)
                .join(" ")
        };
        rows(&run.stdout).iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(
        states(&[]),
        [
            "US A1 fitted  board",
            "US PS1 fitted  driver-120",
            "US PS2 fitted  driver-120",
            "US F1 not fitted DNP ",
            "DE A1 fitted  board",
            "DE PS1 changed  driver-230",
            "DE PS2 changed  driver-230",
            "DE F1 changed  fuse",
        ]
    );
    let german = states(&["--base", "DE"]);
    assert_eq!(german[1], "US PS1 changed  driver-120");
    assert_eq!(german[7], "DE F1 fitted  fuse");
    lamp.run(&["export", "--format", "kicad-variants", "--base", "FR"]).exits(2).tells("`--base FR`");
}

#[test]
fn a_part_that_would_do_in_the_base_is_an_alternate() {
    // Germany must take the wide driver, which America could take as well.
    let lamp = Lamp::of(full::SOLUTION, &full::PARTS.replace("within = [198, 264]", "within = [300, 400]"));
    let run = lamp.run(&["-q", "export", "--format", "kicad-variants"]).exits(0);
    let state = |row: &BTreeMap<String, String>| {
        (row["Variant"] == "DE" && row["Reference"] == "PS1").then(|| row["State"].clone())
    };
    assert_eq!(rows(&run.stdout).iter().find_map(state).as_deref(), Some("alternate"));
}

// The command.

#[test]
fn a_market_without_a_bill_of_materials_is_told_and_the_others_are_written() {
    let lamp = Lamp::of(
        &full::SOLUTION
            .replace("\"driver-230\", \"driver-wide\"", "\"driver-120\"")
            .replace("\"driver-120\", \"driver-120\"", "\"driver-120\""),
        full::PARTS,
    );
    lamp.run(&["export", "--format", "jlcpcb", "-o", "out"])
        .exits(1)
        .tells("error[no-valid-bom]: market `DE`")
        .tells("1 market not exported, because it has no bill of materials: DE");
    let written: Vec<_> = fs::read_dir(lamp.path("out")).unwrap().map(|one| one.unwrap().file_name()).collect();
    assert_eq!(written, ["lamp-US-jlcpcb.csv"]);
    let alone = lamp.run(&["export", "--format", "jlcpcb", "--market", "DE", "-o", "x.csv"]).exits(1);
    assert!(!lamp.path("x.csv").exists(), "{}", alone.stderr);
}

#[test]
fn wrong_usage_is_told_before_anything_is_written() {
    let lamp = full::lamp();
    lamp.run(&["export", "--format", "jlpcb", "-o", "x"]).exits(2).tells("did you mean `jlcpcb`?");
    lamp.run(&["export", "--format", "what-is-this"]).exits(2).tells("`kicad-variants`").tells("`shop`");
    lamp.run(&["export", "--format", "xlsx"]).exits(2).tells("`-o FILE.xlsx`");
    lamp.run(&["export", "--format", "xlsx", "--profile", "kikad", "-o", "x"]).exits(2).tells("did you mean `kicad`?");
    lamp.run(&["export", "--format", "release"]).exits(2).tells("`-o DIR`").tells("2 files");
    lamp.run(&["export", "--format", "release", "--market", "XX"]).exits(2).tells("XX");
    lamp.run(&["export"]).exits(2).tells("--format");
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    lamp.run(&["export", "--format", "release", "--manifest-path", folder]).exits(2).tells("has no `solution.toml`");
    let mut left: Vec<_> = fs::read_dir(lamp.path(".")).unwrap().map(|one| one.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["catalog", "regions", "solution.toml"]);
}

#[test]
fn a_file_of_the_solution_is_never_overwritten() {
    let lamp = full::lamp();
    lamp.run(&["resolve"]).exits(0);
    for own in ["solution.toml", "catalog/parts.toml", "terroir.lock", "./catalog/../solution.toml"] {
        let before = fs::read(lamp.path(own)).unwrap();
        lamp.run(&["export", "--format", "kicad", "--market", "US", "-o", own])
            .exits(2)
            .tells("is a file of the solution itself");
        assert_eq!(fs::read(lamp.path(own)).unwrap(), before);
    }
}

#[test]
fn with_a_lock_that_would_change_nothing_is_written() {
    let lamp = full::lamp();
    let export = ["export", "--format", "kicad-variants", "--locked", "-o", "v.csv"];
    lamp.run(&export).exits(1).tells("there is no `terroir.lock`");
    lamp.run(&["resolve"]).exits(0);
    lamp.run(&export).exits(0);
    fs::remove_file(lamp.path("v.csv")).unwrap();
    fs::write(lamp.path("catalog/parts.toml"), full::PARTS.replace("\"4.50\"", "\"10.00\"")).unwrap();
    lamp.run(&export).exits(1).tells("would change");
    assert!(!lamp.path("v.csv").exists());
}
