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

/// The rows of a market, those of all boards together.
fn csv_of(lamp: &Lamp, format: &str, market: &str) -> Vec<BTreeMap<String, String>> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let export = ["-q", "export", "--format", format, "--market", market, "--as-of", "2026-11-22", "-o", out];
    lamp.run(&export).exits(0);
    let mut files: Vec<_> = fs::read_dir(out).unwrap().map(|one| one.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| rows(&fs::read_to_string(file).unwrap())).collect()
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
    let part = ["IPN", "Comment", "Part", "bom_line_ids/product_id", "Item Code (Items)"];
    let count = ["Qty (Items)", "Quantity", "Qty", "Qnty", "bom_line_ids/product_qty"];
    let lamp = Lamp::template("street-light");
    for profile in profiles() {
        let boards = ["kicad", "jlcpcb", "pcbway"].contains(&profile);
        for market in ["US", "DE", "BR"] {
            let run = lamp.run(&["-q", "resolve", "--format", "json", "--market", market, "--as-of", "2026-11-22"]);
            let answer = run.json();
            let mut expected: Vec<(String, String)> = answer["markets"][0]["lines"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|line| !boards || (line["kind"] == "hardware" && line["refdes"] != serde_json::json!([])))
                .map(|line| {
                    let name = if profile == "jlcpcb" { &line["mpn"] } else { &line["component"] };
                    let designators = line["refdes"].as_array().unwrap().len().to_string();
                    let count = if profile == "jlcpcb" { designators } else { line["quantity"].to_string() };
                    (name.as_str().unwrap().to_owned(), count)
                })
                .collect();
            let mut read: Vec<(String, String)> = csv_of(&lamp, profile, market)
                .iter()
                .map(|row| {
                    let of = |heads: &[&str]| heads.iter().find_map(|head| row.get(*head)).cloned();
                    let counted = of(&count).unwrap_or_else(|| row["Designator"].split(',').count().to_string());
                    (of(&part).unwrap(), counted)
                })
                .collect();
            expected.sort();
            read.sort();
            assert_eq!(read, expected, "{profile} {market}");
            assert!(read.len() >= 4, "{profile} {market}: {read:?}");
        }
    }
}

#[test]
fn the_heads_are_those_that_the_readers_ask_for() {
    let lamp = full::lamp();
    let head = |profile: &str| {
        let one: &[&str] = if ["jlcpcb", "kicad", "pcbway"].contains(&profile) { &["--board", "board"] } else { &[] };
        let run = lamp.run(&[&["-q", "export", "--format", profile, "--market", "DE"], one].concat()).exits(0);
        run.stdout.lines().next().unwrap().to_owned()
    };
    assert_eq!(head("jlcpcb"), "Comment,Designator,Footprint,JLCPCB Part #");
    assert!(head("kicad").starts_with("Refs,Value,Footprint,Qty,DNP,Manufacturer,MPN,"), "{}", head("kicad"));
    assert!(
        head("pcbway").starts_with(
            "Item #,Designator,Qty,Manufacturer,Mfg Part #,Description / Value,Package/Footprint,Type,Your Instructions / Notes,"
        ),
        "{}",
        head("pcbway")
    );
    assert_eq!(head("odoo"), "product_tmpl_id,code,type,product_qty,bom_line_ids/product_id,bom_line_ids/product_qty");
    let gitplm = "IPN,Ref,Qnty,Value,Cmp name,Footprint,Description,Vendor,Datasheet,Manufacturer,MPN";
    assert!(head("gitplm").starts_with(gitplm), "{}", head("gitplm"));
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
fn a_profile_of_the_solution_chooses_columns_of_fields_by_their_titles() {
    let fields = "id = \"board\"\nfields = { LCSC = \"C15\", IPN = \"100-1\", \"Tolerance %\" = \"5\" }";
    let parts = full::PARTS.replacen("id = \"board\"", fields, 1);
    let of = |columns: &str| {
        let (before, rest) = full::SOLUTION.split_once("columns = [").unwrap();
        let (_, after) = rest.split_once("]\n").unwrap();
        Lamp::of(&format!("{before}columns = [{columns}]\n{after}"), &parts)
    };
    let export = ["export", "--format", "shop", "--market", "DE"];
    let run = of("\"LCSC\", \"refdes\"").run(&export).exits(0);
    let run = run.tells("note: shop has no column for").tells("fields named `IPN`").tells("fields named `Tolerance %`");
    assert_eq!(run.stdout, "LCSC,refdes\nC15,A1\n,\"PS1,PS2\"\n", "these columns in this order, and no others");
    let run = of("\"Tolerance %\", \"ipn\", { field = \"ipn\", title = \"Part\" }, \"IPN\", { title = \"None\" }")
        .run(&export);
    assert_eq!(run.exits(0).stdout, "Tolerance %,ipn,Part,IPN,None\n5,100-1,100-1,100-1,\n,driver-230,driver-230,,\n");
    let faults = [
        ("\"lcsc\"", "write `\"LCSC\"`, or `{ title = \"lcsc\" }`"),
        ("\"Ipn\"", "write `\"ipn\"`"),
        ("\"Drawer\"", "write `{ title = \"Drawer\" }` for a column that may be empty, or one of `solution`"),
        ("\"MPN\"", "write `\"mpn\"`"),
    ];
    for (columns, help) in faults {
        of(columns).run(&["check"]).exits(1).tells("solution.toml:32:12").tells(help);
    }
    // The help can be followed.
    let run = of("{ title = \"Drawer\" }, \"mpn\"").run(&export).exits(0);
    assert_eq!(run.stdout, "Drawer,mpn\n,007\n,EXAMPLE-230\n");
}

#[test]
fn a_document_tells_a_stated_version_from_none() {
    let parts = full::PARTS.replacen("id = \"board\"", "id = \"board\"\nversion = \"1.0.0\"", 1);
    let document = cyclonedx(&Lamp::of(full::SOLUTION, &parts), "DE", "1.6");
    let all = components(&document);
    let of = |name: &str| value(all.iter().find(|one| one["name"] == name).unwrap(), "terroir:version");
    assert_eq!((of("007"), of("EXAMPLE-230"), of("lamp-fw")), (None, Some("not stated"), None));
}

#[test]
fn a_certificate_of_the_product_is_none_of_its_modules() {
    let parts = full::PARTS.replacen(
        "id = \"board\"",
        "id = \"board\"\ncertificates = [{ scheme = \"own\", id = \"B-1\" }]",
        1,
    );
    let solution = format!("{}\n[[certificates]]\nscheme = \"own\"\nid = \"P-9\"\n", full::SOLUTION);
    for (level, parts, product, board) in [
        ("component", parts.as_str(), None, Some("B-1")),
        ("component", full::PARTS, Some("P-9"), None),
        ("solution", parts.as_str(), Some("P-9"), None),
    ] {
        let lamp = Lamp::of(&solution, parts);
        let rule =
            format!("area = \"DE\"\n[[certification]]\nscheme = \"own\"\napplies-to = \"bus\"\nlevel = \"{level}\"\n");
        lamp.write("regions/DE.toml", &rule);
        let document = cyclonedx(&lamp, "DE", "1.6");
        let all = components(&document);
        let module = all.iter().find(|one| one["name"] == "007").unwrap();
        let name = "terroir:certificate:own";
        let found = (value(&document["metadata"]["component"], name), value(module, name));
        assert_eq!(found, (product, board), "{level}");
        let rows = csv_of(&lamp, "release", "DE");
        let shown = rows.iter().find(|row| row["Slot"] == "board").unwrap()["Certifications"].clone();
        assert_eq!(shown, board.map(|id| format!("own:{id}")).unwrap_or_default(), "{level}");
    }
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
        let of = components(&document).into_iter().flat_map(|one| one["properties"].as_array().unwrap());
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
fn for_programs_every_text_is_as_it_is() {
    let (lamp, texts) = hostile();
    for profile in profiles() {
        assert_eq!(csv_of(&lamp, profile, "DE").len(), texts.len(), "{profile}");
    }
    let read: Vec<String> = csv_of(&lamp, "release", "DE").iter().map(|row| row["MPN"].clone()).collect();
    assert_eq!(read, texts);
}

#[test]
fn for_excel_no_text_becomes_a_formula_and_none_is_lost() {
    let (lamp, texts) = hostile();
    for profile in profiles() {
        let run = lamp.run(&["-q", "export", "--format", profile, "--dialect", "excel"]).exits(0);
        let read = rows(run.stdout.trim_start_matches('\u{feff}'));
        assert_eq!(read.len(), texts.len(), "{profile}");
        for cell in read.iter().flat_map(BTreeMap::values) {
            let dangerous = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
            let quoted = cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"'));
            let is_text = quoted.is_some_and(|text| !text.replace("\"\"", "").contains('"'));
            assert!(!dangerous || is_text || cell.parse::<f64>().is_ok(), "{profile}: {cell:?}");
        }
        if profile == "release" {
            let text = |cell: &str| cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"')).map(str::to_owned);
            let cells = read.iter().map(|row| match text(&row["MPN"]) {
                Some(text) => text.replace("\"\"", "\""),
                None => row["MPN"].clone(),
            });
            assert_eq!(cells.collect::<Vec<_>>(), texts);
        }
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
            lines_of(&sheet).map(|row| (row[at("IPN")].to_string(), row[at("Quantity")].to_string())).collect();
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
    let costs = matrix.rows().next_back().unwrap();
    assert_eq!((&costs[0], &costs[1]), (&Data::String("Cost".to_owned()), &Data::String("USD".to_owned())));
}

/// The rows of a market's sheet that are lines: those above the blank one.
fn lines_of(sheet: &calamine::Range<Data>) -> impl Iterator<Item = &[Data]> {
    sheet.rows().skip(1).take_while(|row| row.iter().any(|cell| *cell != Data::Empty))
}

#[test]
fn the_amounts_of_a_sheet_add_up_to_the_cost_of_the_product() {
    let lamp = Lamp::template("street-light");
    let mut paid_once = 0;
    lamp.run(&["export", "--format", "xlsx", "-o", "a.xlsx"]).exits(0);
    let resolved = lamp.run(&["resolve", "--format", "json"]).exits(0).json();
    let mut book: Xlsx<_> = open_workbook(lamp.path("a.xlsx")).unwrap();
    for market in resolved["markets"].as_array().unwrap() {
        let sheet = book.worksheet_range(market["market"].as_str().unwrap()).unwrap();
        let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
        let amount = head.iter().position(|head| head == "Extended Price").unwrap();
        let cents = |row: &[Data]| match row[amount] {
            Data::Float(amount) => (amount * 100.0).round() as i64,
            ref other => panic!("{other:?} is no amount"),
        };
        let rows: Vec<&[Data]> = sheet.rows().skip(1).filter(|row| row[amount] != Data::Empty).collect();
        let (total, parts) = rows.split_last().unwrap();
        let cost = market["objective"]["cost"].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
        assert_eq!((cents(total), parts.iter().map(|row| cents(row)).sum::<i64>()), (cost, cost));
        paid_once += market["one_off"].as_array().unwrap().len();
    }
    assert!(paid_once > 0, "the street light has costs that are paid once");
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
    let kicad = ["-q", "export", "--format", "kicad", "--market", "DE", "--board", "board", "--dialect", "excel"];
    let run = lamp.run(&kicad).exits(0);
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

/// All components of a document, each before those that are part of it.
fn components(document: &Value) -> Vec<&Value> {
    let mut list: Vec<&Value> = Vec::new();
    let mut open: Vec<&Value> = document["components"].as_array().unwrap().iter().rev().collect();
    while let Some(one) = open.pop() {
        list.push(one);
        open.extend(one["components"].as_array().into_iter().flatten().rev());
    }
    list
}

fn dependencies(document: &Value) -> BTreeMap<&str, Vec<&str>> {
    let list = document["dependencies"].as_array().unwrap().iter();
    list.map(|one| {
        let below = one["dependsOn"].as_array().unwrap().iter().map(|below| below.as_str().unwrap());
        (one["ref"].as_str().unwrap(), below.collect())
    })
    .collect()
}

fn value<'a>(component: &'a Value, name: &str) -> Option<&'a str> {
    let mut found = component["properties"].as_array().unwrap().iter().filter(|one| one["name"] == name);
    found.next().map(|one| one["value"].as_str().unwrap())
}

/// Takes away what depends on nothing, again and again; what is left is a circle.
fn assert_has_no_circle(document: &Value) {
    let mut graph = dependencies(document);
    loop {
        let ready: Vec<&str> = graph.iter().filter(|(_, below)| below.is_empty()).map(|(name, _)| *name).collect();
        if ready.is_empty() {
            break;
        }
        graph.retain(|name, _| !ready.contains(name));
        graph.values_mut().for_each(|below| below.retain(|name| !ready.contains(name)));
    }
    assert!(graph.is_empty(), "a circle: {graph:?}");
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
                assert_has_no_circle(&document);
                let circles =
                    components(&document).iter().filter(|one| value(one, "terroir:mutual-need").is_some()).count();
                assert_eq!(circles, 0, "no part of a template needs what needs it: {template}");
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
    let kinds: Vec<(&str, &str)> = components(&document)
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
    let day = "2026-11-22T00:00:00Z";
    assert_eq!(document["metadata"]["timestamp"], day, "nothing depends on the clock");
    let driver = &document["components"][0]["components"][0];
    assert_eq!(driver["name"], "EXAMPLE-230", "the driver is part of the board");
    let property = |name: &str| value(driver, name);
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
    let all = components(&document);
    let modem = all.iter().find(|one| one["name"] == "EC25-AFXGA").unwrap();
    let names: Vec<&str> =
        modem["properties"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"cdx:device:certifications:US:FCC:id"), "{names:?}");
    let run = lamp.run(&["-q", "export", "--format", "cyclonedx", "--market", "DE", "--as-of", "2026-11-22"]).exits(0);
    let document = run.json();
    let product = document["metadata"]["component"]["properties"].as_array().unwrap();
    let value = |name: &str| product.iter().find(|one| one["name"] == name).map(|one| one["value"].as_str().unwrap());
    assert_eq!(
        value("terroir:certificate:red"),
        Some("planned"),
        "what the product needs is a property of the product"
    );
    assert_eq!(value("cdx:device:certifications:DE:RED:id"), None, "a planned certificate has no number");
}

#[test]
fn what_the_catalogue_states_of_a_part_fills_columns_and_documents() {
    let lamp = Lamp::new();
    let details = "price = \"5.00\"\nmpn = \"H-1\"\nvalue = \"IP66\"\nfootprint = \"H_2x2\"\ndatasheet = \"https://example.com/h.pdf\"\n\
        license = \"CERN-OHL-P-2.0\"\npurl = \"pkg:generic/housing@1\"\ncpe = \"cpe:2.3:h:acme:housing:1:*:*:*:*:*:*:*\"\n\
        fields = { Tolerance = \"5 %\", \"JLCPCB Part #\" = \"C1525\" }\n";
    lamp.edit("catalog/parts.toml", "price = \"5.00\"\n", details);
    lamp.edit("solution.toml", "choose = [\"housing\"]", "choose = [\"housing\"]\nrefdes = [\"H1\"]");
    let sheet = |profile: &str| lamp.run(&["-q", "export", "--format", profile, "--market", "DE"]).exits(0).stdout;
    assert_eq!(sheet("jlcpcb"), "Comment,Designator,Footprint,JLCPCB Part #,Tolerance\nIP66,H1,H_2x2,C1525,5 %\n");
    assert_eq!(
        sheet("kicad"),
        "Refs,Value,Footprint,Qty,DNP,Manufacturer,MPN,IPN,Datasheet,Tolerance,JLCPCB Part #\n\
         H1,IP66,H_2x2,1,,,H-1,housing,https://example.com/h.pdf,5 %,C1525\n"
    );
    let document = cyclonedx(&lamp, "DE", "1.6");
    let housing = document["components"].as_array().unwrap().iter().find(|one| one["name"] == "H-1").unwrap();
    assert_eq!(housing["licenses"], serde_json::json!([{ "expression": "CERN-OHL-P-2.0" }]));
    assert_eq!(housing["purl"], "pkg:generic/housing@1");
    assert_eq!(housing["cpe"], "cpe:2.3:h:acme:housing:1:*:*:*:*:*:*:*");
    assert_eq!(housing["externalReferences"][0]["type"], "documentation");
    let properties = housing["properties"].as_array().unwrap();
    let field = serde_json::json!({ "name": "terroir:field:JLCPCB Part #", "value": "C1525" });
    assert!(properties.contains(&field), "{properties:?}");
}

#[test]
fn an_order_number_is_found_under_titles_with_a_remark() {
    for title in ["JLCPCB Part #\u{ff08}optional\u{ff09}", "LCSC Part # (C-number)", "lcsc"] {
        let fields = format!("id = \"board\"\nfields = {{ \"{title}\" = \"C114586\" }}");
        let lamp = Lamp::of(full::SOLUTION, &full::PARTS.replacen("id = \"board\"", &fields, 1));
        let rows = csv_of(&lamp, "jlcpcb", "DE");
        let board = rows.iter().find(|row| row["Designator"] == "A1").unwrap();
        assert_eq!(board["JLCPCB Part #"], "C114586", "{title}");
        assert!(!board.contains_key(title) || title == "JLCPCB Part #", "one column: {board:?}");
    }
}

#[test]
fn the_dependency_graph_follows_part_of_and_needs() {
    let lamp = full::lamp();
    let document = cyclonedx(&lamp, "US", "1.6");
    let graph = dependencies(&document);
    let root = document["metadata"]["component"]["bom-ref"].as_str().unwrap();
    assert_eq!(root, "lamp@1.0.0+US");
    assert!(!graph[root].contains(&"driver/driver-120@1.0.0"), "what is part of the board is not part of the product");
    assert_eq!(graph["board/board@1.0.0"], ["lamp-fw/lamp-fw@2.3.0"], "what it needs, not what is part of it");
    assert_eq!(names(&document["components"][0]["components"]), ["driver/driver-120@1.0.0"]);
    assert_eq!(graph["driver/driver-120@1.0.0"], ["board/board@1.0.0"], "the board's bus is what the driver needs");
    assert_has_no_circle(&document);
    let mut known = names(&document["services"]);
    known.extend(components(&document).iter().map(|one| one["bom-ref"].as_str().unwrap()));
    known.push(root);
    let count = known.len();
    known.sort_unstable();
    known.dedup();
    assert_eq!(known.len(), count, "every reference is there once");
    assert!(graph.values().flatten().all(|below| known.contains(below)));
    assert_eq!(graph.len(), count);
}

#[test]
fn needs_in_a_circle_are_an_edge_and_a_property() {
    let parts = full::PARTS.replace(
        "provides = { \"firmware.lamp\" = {} }",
        "provides = { \"firmware.lamp\" = {} }\nneeds = { \"bus.main\" = {} }",
    );
    let lamp = Lamp::of(full::SOLUTION, &parts);
    let document = cyclonedx(&lamp, "US", "1.6");
    assert_has_no_circle(&document);
    let graph = dependencies(&document);
    assert_eq!(graph["board/board@1.0.0"], ["lamp-fw/lamp-fw@2.3.0"]);
    assert!(graph["lamp-fw/lamp-fw@2.3.0"].is_empty());
    let incomplete = serde_json::json!([{ "aggregate": "incomplete", "dependencies": ["lamp-fw/lamp-fw@2.3.0"] }]);
    assert_eq!(document["compositions"], incomplete, "its empty list is not all that it needs");
    let all = components(&document);
    let firmware = all.iter().find(|one| one["name"] == "lamp-fw").unwrap();
    assert_eq!(value(firmware, "terroir:mutual-need"), Some("board/board@1.0.0"));
}

#[test]
fn a_document_has_the_minimum_elements_of_an_sbom() {
    let lamp = full::lamp();
    let run = lamp.run(&["export", "--format", "cyclonedx", "--market", "DE"]).exits(0);
    run.tells("note: 4 components have no supplier, a minimum element of NTIA: app, board, guide, lamp-fw;");
    let document = cyclonedx(&lamp, "DE", "1.6");
    assert_eq!(document["metadata"]["authors"], serde_json::json!([{ "name": "terroir" }]));
    assert_eq!(document["metadata"]["lifecycles"], serde_json::json!([{ "phase": "design" }]));
    let solution = full::SOLUTION.replace(
        "[slots.board]",
        "supplier = \"EXAMPLE Lights\"\nauthor = \"EXAMPLE Product Security\"\n[slots.board]",
    );
    let firmware = "version = \"2.3.0\"\nlicense = \"Proprietary\"\npurl = \"lamp-fw\"\nsbom = \"https://example.com/fw.cdx.json\"\n";
    let parts = full::PARTS
        .replace("id = \"board\"", "id = \"board\"\nmanufacturer = \"EXAMPLE Boards\"\nsupplier = \"EXAMPLE Trade\"")
        .replace("id = \"app\"", "id = \"app\"\nmanufacturer = \"EXAMPLE Lights\"\nlicense = \"MIT OR Apache-2.0\"")
        .replace("id = \"guide\"", "id = \"guide\"\nsupplier = \"EXAMPLE Print\"")
        .replace("version = \"2.3.0\"\n", &format!("{firmware}manufacturer = \"EXAMPLE Lights\"\n"));
    let lamp = Lamp::of(&solution, &parts);
    let run = lamp.run(&["export", "--format", "cyclonedx", "--market", "DE"]).exits(0);
    assert!(!run.stderr.contains("supplier"), "{}", run.stderr);
    for version in ["1.6", "1.7"] {
        let document = cyclonedx(&lamp, "DE", version);
        schemas::assert_valid(&schemas::cyclonedx(version), &document);
        let metadata = &document["metadata"];
        assert_eq!(metadata["authors"][0]["name"], "EXAMPLE Product Security");
        assert_eq!(metadata["supplier"]["name"], "EXAMPLE Lights");
        assert_eq!(metadata["component"]["supplier"]["name"], "EXAMPLE Lights");
        let all = components(&document);
        let find = |name: &str| *all.iter().find(|one| one["name"] == name).unwrap();
        assert!(all.iter().all(|one| one["supplier"]["name"].is_string() && one["version"].is_string()));
        assert_eq!(
            (&find("007")["supplier"]["name"], &find("007")["manufacturer"]["name"]),
            (&Value::from("EXAMPLE Trade"), &Value::from("EXAMPLE Boards"))
        );
        assert_eq!(find("EXAMPLE-230")["supplier"]["name"], "EXAMPLE Drives", "its maker, where nobody else is stated");
        let firmware = find("lamp-fw");
        assert_eq!(firmware["licenses"], serde_json::json!([{ "license": { "name": "Proprietary" } }]));
        assert_eq!(
            firmware["externalReferences"],
            serde_json::json!([{ "type": "bom", "url": "https://example.com/fw.cdx.json" }])
        );
        assert_eq!((firmware.get("purl"), value(firmware, "terroir:purl")), (None, Some("lamp-fw")), "nothing is lost");
        assert_eq!(find("app")["licenses"], serde_json::json!([{ "expression": "MIT OR Apache-2.0" }]));
    }
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
    let lamp = Lamp::of(&solution.replace("part-of = \"board\"\n", ""), &parts);
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
            "US A1 fitted  007",
            "US PS1 fitted  EXAMPLE-120",
            "US PS2 fitted  EXAMPLE-120",
            "US F1 not fitted DNP ",
            "DE A1 fitted  007",
            "DE PS1 changed  EXAMPLE-230",
            "DE PS2 changed  EXAMPLE-230",
            "DE F1 changed  fuse",
        ]
    );
    let german = states(&["--base", "DE"]);
    assert_eq!(german[1], "US PS1 changed  EXAMPLE-120");
    assert_eq!(german[7], "DE F1 fitted  fuse");
    lamp.run(&["export", "--format", "kicad-variants", "--base", "FR"]).exits(2).tells("`--base FR`");
    let american = states(&["--market", "US"]);
    assert_eq!(american[3], "US F1 not fitted DNP ", "also where no exported market fits it");
}

#[test]
fn each_board_has_a_file_of_its_variants() {
    let lamp = full::lamp();
    let export = ["export", "--format", "kicad-variants"];
    lamp.run(&export).exits(2).tells("2 boards give 2 files").tells("`--board main`");
    let one = lamp.run(&[&export[..], &["-q", "--board", "board"]].concat()).exits(0).stdout;
    assert_eq!(rows(&one).len(), 4, "two drivers in two markets: {one}");
    lamp.run(&[&export[..], &["-o", "out/"]].concat()).exits(0);
    assert_eq!(fs::read_to_string(lamp.path("out/lamp-board-variants.csv")).unwrap(), one);
    assert_eq!(rows(&fs::read_to_string(lamp.path("out/lamp-main-variants.csv")).unwrap()).len(), 2);
    lamp.run(&[&export[..], &["--board", "radio"]].concat()).exits(2).tells("unknown board `radio`");
}

#[test]
fn a_part_that_would_do_in_the_base_is_an_alternate() {
    // Germany must take the wide driver, which America could take as well.
    let lamp = Lamp::of(full::SOLUTION, &full::PARTS.replace("within = [198, 264]", "within = [300, 400]"));
    let run = lamp.run(&["-q", "export", "--format", "kicad-variants", "--board", "board"]).exits(0);
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
    let mut written: Vec<_> = fs::read_dir(lamp.path("out")).unwrap().map(|one| one.unwrap().file_name()).collect();
    written.sort();
    assert_eq!(written, ["lamp-US-board-jlcpcb.csv", "lamp-US-main-jlcpcb.csv"]);
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

/// Each command that writes a file, up to the name of the file.
const WRITERS: [&[&str]; 9] = [
    &["export", "--format", "kicad", "--market", "US", "-o"],
    &["export", "--format", "xlsx", "-o"],
    &["export", "--format", "cyclonedx", "--market", "US", "-o"],
    &["horizon", "--until", "2027-12-31", "--format", "ics", "-o"],
    &["horizon", "--until", "2027-12-31", "-o"],
    &["resolve", "--partition", "hash:1/2", "-o"],
    &["report", "-o"],
    &["demo", "-o"],
    &["schema", "solution", "-o"],
];

#[test]
fn no_command_overwrites_an_input_or_writes_where_one_would_be_read() {
    let lamp = full::lamp();
    lamp.run(&["resolve"]).exits(0);
    for writer in WRITERS {
        for (own, message) in [
            ("solution.toml", "is a file of the solution itself"),
            ("catalog/parts.toml", "is a file of the solution itself"),
            ("terroir.lock", "is a file of the solution itself"),
            ("regions/../catalog/parts.toml", "is a file of the solution itself"),
            ("catalog/new.toml", "would be read as a file of the solution"),
            ("catalog/new.csv", "would be read as a file of the solution"),
            ("regions/FR.toml", "would be read as a file of the solution"),
        ] {
            let before = fs::read(lamp.path(own)).ok();
            lamp.run(&[writer, &[own]].concat()).exits(2).tells(message);
            assert_eq!(fs::read(lamp.path(own)).ok(), before, "{writer:?} {own}");
        }
    }
    lamp.write("README.md", "notes");
    lamp.run(&["resolve", "--partition", "hash:1/2", "-o", "README.md"]).exits(2).tells("terroir did not write it");
    lamp.run(&["resolve", "--partition", "hash:1/2", "-o", "out.part"]).exits(0);
    lamp.run(&["resolve", "--partition", "hash:1/2", "-o", "out.part"]).exits(0);
}

#[cfg(unix)]
#[test]
fn a_link_to_an_input_is_an_input() {
    let lamp = full::lamp();
    std::os::unix::fs::symlink(lamp.path("solution.toml"), lamp.path("calendar.ics")).unwrap();
    lamp.run(&["horizon", "--until", "2027-12-31", "-o", "calendar.ics"])
        .exits(2)
        .tells("a file of the solution itself");
}

#[test]
fn with_a_lock_that_would_change_nothing_is_written() {
    let lamp = full::lamp();
    let export = ["export", "--format", "kicad-variants", "--board", "main", "--locked", "-o", "v.csv"];
    lamp.run(&export).exits(1).tells("there is no `terroir.lock`");
    lamp.run(&["resolve"]).exits(0);
    lamp.run(&export).exits(0);
    fs::remove_file(lamp.path("v.csv")).unwrap();
    fs::write(lamp.path("catalog/parts.toml"), full::PARTS.replace("\"4.50\"", "\"10.00\"")).unwrap();
    lamp.run(&export).exits(1).tells("would change");
    assert!(!lamp.path("v.csv").exists());
}
