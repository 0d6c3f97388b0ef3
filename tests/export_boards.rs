//! Lists for those who build boards and buy parts: one file a board, one row a part, and nothing left out in silence.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::lamp::{Lamp, Run};
use std::collections::BTreeMap;
use std::fs;

const SOLUTION: &str = r#"[solution]
name = "lamp"
version = "1.0.0"
markets = ["DE", "FR"]
currency = "EUR"
as-of = 2026-11-22

[slots.pull-up]
choose = ["r10k"]
quantity = 2
refdes = ["R1", "R2"]

[slots.reset]
choose = ["r10k"]
refdes = ["R7"]

[slots.radio]
choose = ["radio-board"]
quantity = 4
refdes = ["A1", "A2", "A3", "A4"]

[slots.filter]
choose = ["c100n"]
part-of = "radio"
quantity = 2
refdes = ["C1", "C2"]

[slots.bypass]
choose = ["c100n"]
part-of = "radio"
refdes = ["C9"]

[slots.terminator]
choose = ["r10k"]
part-of = "radio"
refdes = ["R1"]

[slots.screws]
choose = ["screw"]
quantity = 6

[slots.firmware]
choose = ["firmware"]
"#;

const PARTS: &str = r#"[[components]]
id = "r10k"
kind = "hardware"
manufacturer = "EXAMPLE Resistors"
mpn = "EXAMPLE-R10K"
value = "10k"
footprint = "0603"
datasheet = "https://example.com/r.pdf"
description = "thick film"
price = "0.00085"
approved = [{ manufacturer = "Second, Inc.", mpn = "EXAMPLE-1E10" }, { mpn = "EXAMPLE-3" }]
fields = { LCSC = "C1525", Tolerance = "5 %" }

[[components]]
id = "c100n"
kind = "hardware"
mpn = "EXAMPLE-C"
value = "100n"
footprint = "0402"
price = "0.02"
fields = { "Supplier Part" = "81-EXAMPLE", IPN = "CAP/100n" }

[[components]]
id = "radio-board"
kind = "hardware"
name = "Radio board"
price = "3.00"

[[components]]
id = "screw"
kind = "hardware"
price = "0.05"

[[components]]
id = "firmware"
version = "1.2.0"
kind = "firmware"
"#;

const FABS: [&str; 3] = ["jlcpcb", "kicad", "pcbway"];

fn lamp() -> Lamp {
    Lamp::of(SOLUTION, PARTS)
}

fn profiles() -> impl Iterator<Item = &'static str> {
    terroir::export::Profile::built_in().iter().map(|profile| profile.name)
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(text: &str) -> Rows {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        header.iter().map(str::to_owned).zip(record.unwrap().iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn export(lamp: &Lamp, arguments: &[&str]) -> Run {
    lamp.run(&[&["export", "--market", "DE", "--format"], arguments].concat())
}

fn board(lamp: &Lamp, format: &str, board: &str) -> Rows {
    rows(&export(lamp, &[format, "--board", board, "-q"]).exits(0).stdout)
}

fn cells<'a>(rows: &'a Rows, title: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row.get(title).unwrap_or_else(|| panic!("no `{title}` in {row:?}")).as_str()).collect()
}

fn names(lamp: &Lamp, folder: &str) -> Vec<String> {
    let names = fs::read_dir(lamp.path(folder)).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

// Boards.

#[test]
fn each_board_is_a_file_with_the_quantities_of_one_board() {
    let lamp = lamp();
    export(&lamp, &["kicad", "-o", "out"]).exits(0);
    assert_eq!(names(&lamp, "out"), ["lamp-DE-main-kicad.csv", "lamp-DE-radio-kicad.csv"]);
    let main = rows(&lamp.read("out/lamp-DE-main-kicad.csv"));
    assert_eq!(cells(&main, "Refs"), ["R1,R2,R7", "A1,A2,A3,A4"]);
    assert_eq!(cells(&main, "Qty"), ["3", "4"]);
    let radio = rows(&lamp.read("out/lamp-DE-radio-kicad.csv"));
    assert_eq!(cells(&radio, "Refs"), ["C1,C2,C9", "R1"]);
    assert_eq!(cells(&radio, "Qty"), ["3", "1"], "not multiplied by the four boards of a product");
    assert_eq!(cells(&board(&lamp, "pcbway", "radio"), "Item #"), ["1", "2"]);
}

#[test]
fn who_buys_gets_totals() {
    let lamp = lamp();
    let quantities = |format: &str, title: &str| {
        let read = rows(&export(&lamp, &[format, "-q"]).exits(0).stdout);
        cells(&read, title).join(" ")
    };
    assert_eq!(quantities("release", "Quantity"), "2 1 4 8 4 4 6 1");
    for (format, title) in [
        ("inventree", "Quantity"),
        ("odoo", "bom_line_ids/product_qty"),
        ("erpnext", "Qty (Items)"),
        ("gitplm", "Qnty"),
    ] {
        assert_eq!(quantities(format, title), "7 4 12 6 1", "{format}: one row a part");
    }
    for (format, title) in [("inventree", "Reference"), ("gitplm", "Ref")] {
        let read = rows(&export(&lamp, &[format, "-q"]).exits(0).stdout);
        assert_eq!(cells(&read, title)[0], "R1,R2,R7,radio:R1", "{format}: R1 of the radio is another place");
    }
}

#[test]
fn several_boards_do_not_go_to_stdout() {
    let lamp = lamp();
    for format in FABS {
        export(&lamp, &[format]).exits(2).tells("`main`, `radio`").tells("`--board main`").tells("`-o DIR`");
        export(&lamp, &[format, "--board", "radoi"]).exits(2).tells("unknown board `radoi`").tells("`main`, `radio`");
    }
    export(&lamp, &["odoo", "--board", "radio"]).exits(2).tells("`odoo` lists the whole product");
    export(&lamp, &["xlsx", "--profile", "kicad", "--board", "radio", "-o", "a.xlsx"]).exits(2);
    lamp.write("note.txt", "");
    export(&lamp, &["kicad", "-o", "note.txt"]).exits(2).tells("`note.txt` is a file, and there are 2 to write");
}

#[test]
fn a_workbook_has_a_sheet_a_board() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let lamp = lamp();
    lamp.run(&["export", "--format", "xlsx", "--profile", "kicad", "-o", "a.xlsx"]).exits(0);
    let mut book: Xlsx<_> = open_workbook(lamp.path("a.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["DE main", "DE radio", "FR main", "FR radio", "Matrix"]);
    let sheet = book.worksheet_range("DE main").unwrap();
    let found = sheet.rows().flatten().any(|cell| *cell == Data::String("0603".to_owned()));
    assert!(found, "a footprint of digits is text");
}

#[test]
fn a_board_on_a_board_has_its_own_file() {
    let solution = SOLUTION.replace(
        "[slots.screws]",
        "[slots.shield]\nchoose = [\"radio-board\"]\npart-of = \"radio\"\nquantity = 3\nrefdes = [\"M1\", \"M2\", \"M3\"]\n\
         [slots.main]\nchoose = [\"c100n\"]\npart-of = \"shield\"\nquantity = 2\nrefdes = [\"C1\", \"C2\"]\n[slots.screws]",
    );
    let lamp = Lamp::of(&solution, PARTS);
    let shield = board(&lamp, "kicad", "shield");
    assert_eq!((cells(&shield, "Refs"), cells(&shield, "Qty")), (vec!["C1,C2"], vec!["2"]));
    let radio = board(&lamp, "kicad", "radio");
    assert_eq!(cells(&radio, "Refs"), ["C1,C2,C9", "R1", "M1,M2,M3"]);
    let release = rows(&export(&lamp, &["release", "-q"]).exits(0).stdout);
    let main = release.iter().find(|row| row["Slot"] == "main").unwrap();
    assert_eq!(main["Quantity"], "24", "2 on each of 3 on each of 4");
}

#[test]
fn the_main_board_has_a_name_of_its_own() {
    let solution = SOLUTION.replace("slots.radio", "slots.main").replace("part-of = \"radio\"", "part-of = \"main\"");
    let lamp = Lamp::of(&solution, PARTS);
    export(&lamp, &["kicad", "-o", "out"]).exits(0);
    assert_eq!(names(&lamp, "out"), ["lamp-DE-main-2-kicad.csv", "lamp-DE-main-kicad.csv"]);
    assert_eq!(cells(&board(&lamp, "kicad", "main"), "Refs"), ["C1,C2,C9", "R1"]);
}

#[test]
fn a_row_holds_no_more_designators_than_jlcpcb_takes() {
    let places: Vec<String> = (10..260).map(|at| format!("R{at}")).collect();
    let solution = SOLUTION.replace("refdes = [\"R7\"]", &format!("quantity = 250\nrefdes = {places:?}"));
    let read = board(&Lamp::of(&solution, PARTS), "jlcpcb", "main");
    let counts: Vec<usize> = cells(&read, "Designator").iter().map(|cell| cell.split(',').count()).collect();
    assert_eq!(counts, [200, 52, 4], "the 252 resistors of two slots, and the boards");
}

#[test]
fn two_parts_at_one_place_are_a_finding() {
    let lamp = Lamp::of(&SOLUTION.replace("\"C9\"", "\"C2\""), PARTS);
    for format in ["kicad", "release", "cyclonedx"] {
        let run = export(&lamp, &[format, "-q", "-o", "out/"]).exits(1);
        run.tells("warning: the designator `C2` on `radio` is used by several lines: `filter`, `bypass` (DE)");
    }
    export(&lamp_with_equal_names(), &["kicad", "-o", "out/"]).exits(0);
}

/// R1 is on the main board and on the radio's, which are two places.
fn lamp_with_equal_names() -> Lamp {
    lamp()
}

#[test]
fn a_list_of_the_product_names_the_boards_where_there_are_several() {
    let release = rows(&export(&lamp(), &["release", "-q"]).exits(0).stdout);
    assert_eq!(cells(&release, "Board"), ["main", "main", "main", "radio", "radio", "radio", "", ""]);
    let one = Lamp::of(&SOLUTION.replace("part-of = \"radio\"\n", ""), PARTS);
    assert!(!rows(&export(&one, &["release", "-q"]).stdout)[0].contains_key("Board"));
}

// What a format has no place for.

#[test]
fn what_is_left_out_is_told_once() {
    let lamp = lamp();
    export(&lamp, &["jlcpcb", "-o", "out/"])
        .exits(0)
        .tells("note: jlcpcb leaves out 2 lines: 1 without designators (`screws`), 1 of other kinds (`firmware`)")
        .tells("note: jlcpcb has no column for approved parts: 1 part has some; nor for")
        .tells("data sheets (1 part)")
        .tells("unit prices (3 parts)");
    let odoo = export(&lamp, &["odoo", "-o", "out/"]).exits(0);
    assert!(!odoo.stderr.contains("leaves out"), "{}", odoo.stderr);
    odoo.tells("odoo has no column for approved parts: 1 part has some").tells("reference designators (3 parts)");
    let release = export(&lamp, &["release", "-o", "out/"]).exits(0);
    assert!(!release.stderr.contains("no column"), "{}", release.stderr);
    let json = lamp.run(&["export", "--format", "odoo", "-o", "out/", "--message-format", "json"]).exits(0);
    let told = json.stderr.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let told = told.filter(|one| one["message"].as_str().unwrap().starts_with("odoo has no column for"));
    assert_eq!(told.count(), 1);
}

#[test]
fn a_field_under_the_title_of_a_full_column_is_told() {
    let lamp = Lamp::of(SOLUTION, &PARTS.replace("Tolerance = \"5 %\"", "Value = \"ten\""));
    export(&lamp, &["kicad", "-o", "out/"]).exits(0).tells("fields named `Value` (1 part)");
}

#[test]
fn rows_that_a_fab_cannot_order_are_told() {
    let lamp = lamp();
    let run = export(&lamp, &["jlcpcb", "-o", "out/"]).exits(0);
    run.tells("note: jlcpcb: 2 parts have no order number: `A1`, `C1`");
    let run = export(&lamp, &["pcbway", "-o", "out/"]).exits(0);
    let run = run.tells("note: pcbway: 1 part has no footprint: `A1`");
    assert!(!run.stderr.contains("order number:"), "{}", run.stderr);
}

/// A part that only some markets or variants have is named with them, and a place that two parts share is not named twice.
#[test]
fn gaps_are_told_with_their_markets_and_variants() {
    let radio = "[slots.radio]\nchoose = [\"radio-board\"]";
    let other = "[slots.coil]\nchoose = [\"coil-de\", \"coil-fr\"]\nrefdes = [\"L1\"]\n\n";
    let rules = "[[rules]]\nid = \"of-de\"\nif = \"market == DE\"\nthen = \"slot.coil == coil-de\"\n\n\
                 [[rules]]\nid = \"of-fr\"\nif = \"market == FR\"\nthen = \"slot.coil == coil-fr\"\n\n";
    let solution = SOLUTION.replace(radio, &format!("{other}{rules}{radio}"));
    let parts = ["coil-de", "coil-fr"]
        .map(|id| format!("\n[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"1.00\"\n"));
    let lamp = Lamp::of(&solution, &format!("{PARTS}{}", parts.concat()));
    let run = lamp.run(&["export", "--format", "jlcpcb", "-o", "out/"]).exits(0);
    run.tells("note: jlcpcb: 4 parts have no order number: `L1 (DE)`, `A1`, `C1`, `L1 (FR)`");
    let variants =
        "\n[[variants]]\nname = \"first\"\nmarkets = [\"DE\"]\n\n[[variants]]\nname = \"second\"\nmarkets = [\"FR\"]\n";
    let lamp = Lamp::of(
        &solution
            .replace("\"coil-de\", \"coil-fr\"", "\"coil-fr\", \"coil-de\"")
            .replace("refdes = [\"L1\"]", "refdes = [\"L1\"]\nwhen = \"market == FR\"")
            .replace(rules, "")
            .replace("\n[slots.firmware]", &format!("{variants}\n[slots.firmware]")),
        &format!("{PARTS}{}", parts.concat()),
    );
    let run = lamp.run(&["export", "--format", "jlcpcb", "--variants", "-o", "out/"]).exits(0);
    run.tells("3 parts have no order number: `A1`, `C1`, `L1 in second`");
}

/// A list has one price a part: that others hold for other numbers of pieces is said.
#[test]
fn tiers_of_prices_are_told() {
    let lamp = Lamp::of(
        SOLUTION,
        &PARTS.replace("price = \"0.05\"", "price = [{ from = 1, each = \"0.05\" }, { from = 1000, each = \"0.01\" }]"),
    );
    for format in ["release", "erpnext"] {
        let run = export(&lamp, &[format, "-o", "out/", "--force"]).exits(0);
        run.tells(&format!("note: {format} has no column for")).tells("prices from other numbers of pieces on");
    }
}

#[test]
fn the_number_under_the_title_of_the_column_wins_in_any_order() {
    for fields in ["{ LCSC = \"C22\", \"JLCPCB Part #\" = \"C23\" }", "{ \"JLCPCB Part #\" = \"C23\", LCSC = \"C22\" }"]
    {
        let lamp = Lamp::of(SOLUTION, &PARTS.replace("{ LCSC = \"C1525\", Tolerance = \"5 %\" }", fields));
        let run = export(&lamp, &["jlcpcb", "--board", "main"]).exits(1);
        let run = run.tells("`r10k` has two order numbers: `JLCPCB Part #` is C23, which is used, `LCSC` is C22");
        assert_eq!(rows(&run.stdout)[0]["JLCPCB Part #"], "C23");
    }
    let lamp = Lamp::of(SOLUTION, &PARTS.replace("Tolerance = \"5 %\"", "\"LCSC 2\" = \"C9\""));
    assert_eq!(board(&lamp, "jlcpcb", "main")[0]["JLCPCB Part #"], "C1525", "a further source is no contradiction");
}

#[test]
fn what_has_no_price_has_no_amount() {
    let lamp = Lamp::of(SOLUTION, &PARTS.replace("price = \"0.05\"\n", ""));
    for (format, title) in [("release", "Unit Price"), ("release", "Extended Price"), ("erpnext", "Rate (Items)")] {
        let run = export(&lamp, &[format]).exits(0);
        let run = run.tells(&format!("note: {format}: 1 part has no price: `screw`"));
        let read = rows(&run.stdout);
        let screw = read.iter().find(|row| row.values().any(|cell| cell == "screw")).unwrap();
        assert_eq!(screw[title], "", "{format}");
    }
}

#[test]
fn a_comment_is_an_id_only_where_nothing_else_is_known() {
    let main = board(&lamp(), "jlcpcb", "main");
    assert_eq!(cells(&main, "Comment"), ["10k", "Radio board"]);
    let lamp = Lamp::of(SOLUTION, &PARTS.replace("name = \"Radio board\"\n", "mpn = \"EX-9\"\nname = \"EX-9\"\n"));
    let release = rows(&export(&lamp, &["release", "-q"]).exits(0).stdout);
    assert_eq!(release[2]["Description"], "", "a part number is no description");
}

#[test]
fn a_name_with_an_ending_is_one_file() {
    let lamp = lamp();
    let run = lamp.run(&["export", "--format", "release", "-o", "all.csv"]).exits(2);
    run.tells("`all.csv` names one file, and there are 2 to write").tells("`-o all/`");
    assert!(!lamp.path("all.csv").exists());
    lamp.run(&["export", "--format", "release", "-o", "v1.2"]).exits(0);
}

// The columns.

#[test]
fn every_profile_shows_what_it_has_a_column_for() {
    let lamp = lamp();
    let shown = |format: &str| -> BTreeMap<String, String> {
        let one: &[&str] = if FABS.contains(&format) { &["--board", "main"] } else { &[] };
        rows(&export(&lamp, &[&[format, "-q"], one].concat()).exits(0).stdout).remove(0)
    };
    for (format, title, text) in [
        ("release", "IPN", "r10k"),
        ("release", "Value", "10k"),
        ("release", "Footprint", "0603"),
        ("release", "Datasheet", "https://example.com/r.pdf"),
        ("release", "Unit Price", "0.00085"),
        ("release", "Alternate 1 Manufacturer", "Second, Inc."),
        ("release", "Alternate 2 MPN", "EXAMPLE-3"),
        ("release", "LCSC", "C1525"),
        ("kicad", "Value", "10k"),
        ("kicad", "IPN", "r10k"),
        ("kicad", "Description", "thick film"),
        ("kicad", "Datasheet", "https://example.com/r.pdf"),
        ("kicad", "Alternate 1 MPN", "EXAMPLE-1E10"),
        ("kicad", "LCSC", "C1525"),
        ("jlcpcb", "Comment", "10k"),
        ("jlcpcb", "JLCPCB Part #", "C1525"),
        ("jlcpcb", "Tolerance", "5 %"),
        ("pcbway", "Description / Value", "thick film"),
        ("pcbway", "Value", "10k"),
        ("pcbway", "Alternate 1 Manufacturer", "Second, Inc."),
        ("inventree", "Part", "r10k"),
        ("inventree", "Alternate 1 MPN", "EXAMPLE-1E10"),
        ("odoo", "bom_line_ids/product_id", "r10k"),
        ("erpnext", "Rate (Items)", "0.00085"),
        ("erpnext", "Item Description (Items)", "thick film"),
        ("erpnext", "UOM (Items)", "Nos"),
        ("gitplm", "Value", "10k"),
        ("gitplm", "Datasheet", "https://example.com/r.pdf"),
        ("gitplm", "Alternate 2 MPN", "EXAMPLE-3"),
    ] {
        assert_eq!(shown(format).get(title).map(String::as_str), Some(text), "{format} {title}");
    }
    assert!(!shown("jlcpcb").contains_key("LCSC"), "the number is there once");
}

#[test]
fn the_companys_number_and_the_shops_are_found_by_any_title() {
    let lamp = lamp();
    let release = rows(&export(&lamp, &["release", "-q"]).exits(0).stdout);
    assert_eq!(cells(&release, "IPN")[3], "CAP/100n");
    assert!(!release[0].keys().any(|title| title == "IPN 2"));
    assert_eq!(board(&lamp, "jlcpcb", "radio")[0]["JLCPCB Part #"], "", "the number of another shop is no LCSC number");
    for title in
        ["LCSC Part", "LCSC Part #", "JLCPCB Part #", "lcsc_part_number", "Supplier Part", "Supplier Part Number 1"]
    {
        let lamp = Lamp::of(SOLUTION, &PARTS.replace("{ LCSC =", &format!("{{ {title:?} =")));
        let row = &board(&lamp, "jlcpcb", "main")[0];
        assert_eq!(row["JLCPCB Part #"], "C1525", "{title}");
    }
}

#[test]
fn titles_of_fields_may_be_anything() {
    let hostile = r#"{ "" = "1", "=1+1" = "2", "a,b" = "3", "two\nlines" = "4", "\"q\"" = "5", "0603" = "6" }"#;
    let parts = PARTS.replace("{ LCSC = \"C1525\", Tolerance = \"5 %\" }", hostile);
    let lamp = Lamp::of(SOLUTION, &parts);
    for profile in profiles() {
        let one: &[&str] = if FABS.contains(&profile) { &["--board", "main"] } else { &[] };
        let plain = export(&lamp, &[&[profile, "-q"], one].concat()).exits(0).stdout;
        let row = &rows(&plain)[0];
        for (title, text) in [("=1+1", "2"), ("a,b", "3"), ("two\nlines", "4"), ("\"q\"", "5"), ("0603", "6")] {
            assert_eq!(row.get(title).map(String::as_str), Some(text), "{profile} {title}");
        }
        let again = export(&lamp, &[&[profile, "-q"], one].concat()).exits(0).stdout;
        assert_eq!(plain, again);
        let excel = export(&lamp, &[&[profile, "-q", "--dialect", "excel"], one].concat()).exits(0).stdout;
        let head = excel.lines().next().unwrap();
        assert!(head.contains(",\"=\"\"=1+1\"\"\","), "{head}");
    }
}

#[test]
fn excel_shows_texts_as_they_are() {
    let lamp =
        Lamp::of(SOLUTION, &PARTS.replace("EXAMPLE-1E10", "1E10").replace("value = \"100n\"", "value = \"3-1\""));
    let run = export(&lamp, &["kicad", "-q", "--board", "main", "--dialect", "excel"]).exits(0);
    for protected in ["\"=\"\"0603\"\"\"", "\"=\"\"1E10\"\"\"", "\"=\"\"5 %\"\"\""] {
        assert!(run.stdout.contains(protected), "{protected} in {}", run.stdout);
    }
    let plain = export(&lamp, &["kicad", "-q", "--board", "radio"]).exits(0).stdout;
    assert!(plain.contains(",3-1,0402,"), "{plain}");
}

// Variants.

#[test]
fn every_variant_is_written_by_every_profile_under_a_name_of_its_own() {
    let long = "x".repeat(119);
    let names_of: Vec<String> = ["A/B", "a b", "..", "Ü 标准版", "A", "A-FR", "con", "=1"]
        .map(str::to_owned)
        .into_iter()
        .chain([long.clone(), format!("{long}y")])
        .collect();
    let variants: String =
        names_of.iter().map(|name| format!("[[variants]]\nname = {name:?}\nmarkets = [\"DE\"]\n")).collect();
    let lamp = Lamp::of(&format!("{SOLUTION}{variants}"), PARTS);
    for profile in profiles() {
        let boards = if FABS.contains(&profile) { 2 } else { 1 };
        lamp.run(&["-q", "export", "--format", profile, "--variants", "-o", profile]).exits(0);
        let written = names(&lamp, profile);
        assert_eq!(written.len(), names_of.len() * boards, "{profile}: {written:?}");
        assert!(written.iter().all(|name| name.len() < 220 && name.starts_with("lamp-")), "{written:?}");
        let one = lamp.run(&["-q", "export", "--format", profile, "--variant", "A/B", "-o", "one/"]).exits(0);
        assert_eq!(one.stderr, "");
    }
    assert_eq!(names(&lamp, "one").iter().filter(|name| name.ends_with("-kicad.csv")).count(), 2);
}

#[test]
fn each_variant_has_an_assembly_of_its_own() {
    let variants = "[[variants]]\nname = \"base\"\nmarkets = [\"DE\"]\n[[variants]]\nname = \"GNSS / pro\"\nmarkets = [\"DE\"]\n\
                    [[variants]]\nname = \"GNSS pro\"\nmarkets = [\"DE\"]\n";
    let lamp = Lamp::of(&format!("{SOLUTION}{variants}"), PARTS);
    let first = |format: &str, variant: &str| {
        let run = lamp.run(&["-q", "export", "--format", format, "--variant", variant]).exits(0);
        rows(&run.stdout).remove(0)
    };
    for (variant, code) in [("base", "base"), ("GNSS / pro", "GNSS-pro"), ("GNSS pro", "GNSS-pro-2")] {
        assert_eq!(first("odoo", variant)["code"], format!("lamp-DE-{code}"));
        assert_eq!(first("erpnext", variant)["Item"], format!("lamp-DE-{code}"));
        assert_eq!(first("release", variant)["Variant"], variant);
    }
    assert!(!export(&lamp, &["release", "-q"]).exits(0).stdout.contains("Variant"));
}

// Back again: `import bom` reads what is exported.

const LIST: &str = r#"[solution]
name = "list"
version = "1.0.0"
markets = ["DE"]
currency = "EUR"
as-of = 2026-11-22

[slots.a]
choose = ["EX-1"]
quantity = 2
refdes = ["R1", "R2"]

[slots.b]
choose = ["EX-2"]
refdes = ["C3"]

[slots.c]
choose = ["EX-3"]
refdes = ["U4"]
"#;

const LISTED: &str = r#"[[components]]
id = "EX-1"
kind = "hardware"
manufacturer = "EXAMPLE Resistors"
mpn = "EXAMPLE-R1"
value = "0603"
footprint = "0603"
description = "thick film, 5 %"
datasheet = "https://example.com/r.pdf"
price = "0.00085"
approved = [{ manufacturer = "Second, Inc.", mpn = "EXAMPLE-1E10" }, { manufacturer = "Third", mpn = "EXAMPLE-3" }]
fields = { "LCSC" = "C1525", "Tolerance" = "5 %" }

[[components]]
id = "EX-2"
kind = "hardware"
manufacturer = "EXAMPLE Capacitors"
mpn = "EXAMPLE-C1"
value = "1E5"
footprint = "3-1"
price = "0.02"

[[components]]
id = "EX-3"
kind = "hardware"
manufacturer = "EXAMPLE Chips"
mpn = "EXAMPLE-U1"
footprint = "SOT-23"
price = "1.5"
"#;

/// What each profile says of a part: the columns of the release that come back.
const SAID: [(&str, &str); 8] = [
    ("release", "IPN Manufacturer MPN Value Footprint Description Datasheet Price Approved Fields"),
    ("kicad", "IPN Manufacturer MPN Value Footprint Description Datasheet Approved Fields"),
    ("jlcpcb", "Footprint Fields"),
    ("pcbway", "IPN Manufacturer MPN Value Footprint Approved Fields"),
    ("inventree", "IPN Manufacturer MPN Description Approved Fields"),
    ("odoo", "IPN Fields"),
    ("erpnext", "IPN Description Price Fields"),
    ("gitplm", "IPN Manufacturer MPN Value Footprint Description Datasheet Approved Fields"),
];

/// What the release of a solution in a folder says of its parts.
fn parts(lamp: &Lamp, folder: &str, said: &str) -> Vec<String> {
    let release = ["export", "--format", "release", "--market", "DE", "-q", "--manifest-path", folder];
    let read = rows(&lamp.run(&[&release[..], &["--as-of", "2026-11-22"]].concat()).exits(0).stdout);
    let titles = said.split(' ').flat_map(|word| match word {
        "Price" => vec!["Unit Price"],
        "Approved" => {
            vec!["Alternate 1 Manufacturer", "Alternate 1 MPN", "Alternate 2 Manufacturer", "Alternate 2 MPN"]
        }
        "Fields" => vec!["LCSC", "JLCPCB Part #", "Tolerance"],
        word => vec![word],
    });
    let titles: Vec<&str> = titles.collect();
    // The order number is under the title that the profile has for it.
    let cell = |row: &BTreeMap<String, String>, title: &str| row.get(title).cloned().unwrap_or_default();
    let mut all: Vec<String> = read
        .iter()
        .map(|row| {
            titles.iter().map(|title| cell(row, title)).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_is_exported_is_imported_again() {
    let lamp = Lamp::of(LIST, LISTED);
    let mut wrong = Vec::new();
    for (profile, said) in SAID {
        for dialect in ["plain", "excel"] {
            let (file, folder) = (format!("{profile}-{dialect}.csv"), format!("{profile}-{dialect}"));
            export(&lamp, &[profile, "--dialect", dialect, "-q", "-o", &file]).exits(0);
            let list = format!("A={file}");
            let run = lamp.run(&["import", "bom", &list, "-o", &folder, "--as-of", "2026-11-22", "--market", "DE"]);
            if !lamp.path(&folder).is_dir() {
                wrong.push(format!("{folder}: {}", run.stderr));
                continue;
            }
            let (read, expected) = (parts(&lamp, &folder, said), parts(&lamp, ".", said));
            if read != expected {
                wrong.push(format!("{folder}:\n  read     {read:?}\n  expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
