//! What is built in memory is bounded: files that are permitted by their size are read, or refused, within 512 MB.

#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(all(feature = "cli", target_os = "linux"))]

mod common;

use common::lamp::Lamp;
use std::fmt::Write as _;
use std::process::Command;

const PART: &str = "[[components]]\nid = \"p\"\nkind = \"hardware\"\nprice = \"1.00\"\n";

const HEAD: &str =
    "[solution]\nname = \"x\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\nas-of = 2026-11-22\n";

/// Runs the command with 512 MB of data, stack and heap together: its status, and what it wrote to stderr.
fn run(lamp: &Lamp, arguments: &str) -> (Option<i32>, String) {
    let command = format!("ulimit -d 524288; exec \"$0\" {arguments} --jobs 1 > /dev/null");
    let mut shell = Command::new("sh");
    shell.args(["-c", &command, env!("CARGO_BIN_EXE_terroir")]).current_dir(lamp.path(""));
    let output = shell.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).chars().take(2_000).collect())
}

/// Runs commands on a solution of two files: each is refused, as having too many values.
fn is_refused(solution: &str, name: &str, parts: &str) {
    let lamp = Lamp::of(solution, PART);
    lamp.write(name, parts);
    for arguments in ["check", "resolve", "matrix"] {
        let (status, told) = run(&lamp, arguments);
        assert_eq!(status, Some(2), "{arguments}: {told}");
        assert!(told.contains("has too many values"), "{arguments}: {told}");
    }
}

#[test]
fn long_lists_of_small_values_are_refused_at_once() {
    let size = 8_000_000;
    let refdes = |value: &str| format!("{PART}refdes = [{}]\n", value.repeat(size / value.len()));
    is_refused(HEAD, "catalog/a.toml", &refdes("\"\","));
    let manifest = format!("{HEAD}[slots.a]\nchoose = [\"p\"]\nrefdes = [{}]\n", "1,".repeat(size / 2));
    is_refused(&manifest, "catalog/a.toml", PART);
    is_refused(HEAD, "catalog/a.toml", &refdes("1,"));
    is_refused(HEAD, "catalog/a.toml", &refdes("{},"));
    is_refused(HEAD, "catalog/a.toml", &"[[components]]\n".repeat(size / 15));
    is_refused(HEAD, "catalog/a.csv", &format!("id,kind\n{}", "p,hardware\n".repeat(size / 11)));
    is_refused(
        HEAD,
        "regions/XA.toml",
        &format!("area = \"XA\"\nname = \"x\"\nwithin = [{}]\n", "\"w\",".repeat(size / 4)),
    );
}

#[test]
fn many_files_count_together() {
    let lamp = Lamp::of(HEAD, PART);
    for at in 0..10 {
        lamp.write(&format!("catalog/{at}.csv"), &format!("id,kind\n{}", "p,hardware\n".repeat(30_000)));
    }
    let (status, told) = run(&lamp, "check");
    assert_eq!((status, told.contains("has too many values")), (Some(2), true), "{told}");
}

#[test]
fn what_is_permitted_fits() {
    // The most rows, all of them faulty.
    let lamp = Lamp::of(HEAD, PART);
    lamp.write("catalog/a.csv", &format!("id,kind\n{}", "p,hardware\n".repeat(210_000)));
    let (status, told) = run(&lamp, "check");
    assert_eq!(status, Some(1), "{told}");
    // The most elements of one line, each of them a fault: what is shown of it is near the place.
    let lamp = Lamp::of(HEAD, &format!("{PART}refdes = [{}]\n", "1,".repeat(1_200_000)));
    let (status, told) = run(&lamp, "check");
    assert_eq!(status, Some(1), "{told}");
    // Long texts are few values.
    let lamp = Lamp::of(HEAD, &format!("{PART}name = \"{}\"\n", "x".repeat(8_000_000)));
    let (status, told) = run(&lamp, "check");
    assert!(matches!(status, Some(0..=2)), "{told}");
}

#[test]
fn a_chain_of_many_slots_is_a_table_that_can_be_read() {
    let mut solution = HEAD.to_owned();
    for at in 0..12_000 {
        let _ = write!(solution, "[slots.s{at}]\nchoose = [\"p\"]\n");
        if at > 0 {
            let _ = writeln!(solution, "part-of = \"s{}\"", at - 1);
        }
    }
    let lamp = Lamp::of(&solution, PART);
    let (status, told) = run(&lamp, "resolve");
    assert_eq!(status, Some(0), "{told}");
    let table = lamp.run(&["resolve"]).exits(0).stdout;
    assert!(table.len() < 4_000_000, "{}", table.len());
    assert!(table.contains("(11999) s11999"));
}

/// A workbook whose sheet has these rows, with its shared texts and its styles; parts of it may be repetitive and huge.
#[cfg(feature = "xlsx")]
fn workbook(rows: &str, texts: &str, styles: &str, relations: &str) -> Vec<u8> {
    use std::io::Write as _;
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation =
        |id: &str, kind: &str, to: &str| format!("<Relationship Id='{id}' Type='{OFFICE}/{kind}' Target='{to}'/>");
    let relations = [
        relation("r1", "worksheet", "worksheets/sheet1.xml"),
        relation("r2", "sharedStrings", "sharedStrings.xml"),
        relation("r3", "styles", "styles.xml"),
        relations.to_owned(),
    ];
    let book =
        format!("<workbook xmlns:r='{OFFICE}'><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>");
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "xl/workbook.xml")),
        ),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}</Relationships>", relations.concat())),
        ("xl/sharedStrings.xml", format!("<sst>{texts}</sst>")),
        ("xl/styles.xml", format!("<styleSheet>{styles}</styleSheet>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ];
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Workbooks of some kilobytes that unpack to very many small things, or in which one long text stands in every cell.
#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_that_unpacks_to_much_is_refused() {
    let cell = |place: &str, text: &str| format!("<c r='{place}' t='inlineStr'><is><t>{text}</t></is></c>");
    let catalogue = [format!("<row r='1'>{}{}</row>", cell("A1", "id"), cell("B1", "kind")), cell("A2", "x")].concat();
    let long = format!("<si><t>{}</t></si>", "long ".repeat(200_000));
    let shared: String = (1..150).map(|row| format!("<row r='{row}'><c r='A{row}' t='s'><v>0</v></c></row>")).collect();
    let dense = format!("<row>{}</row>", "<c t='str'><v>1</v></c>".repeat(900)).repeat(2_000);
    let format = format!("<numFmts><numFmt numFmtId='164' formatCode='{}'/></numFmts>", "0".repeat(2_000_000));
    let books = [
        ("empty shared texts", workbook(&catalogue, &"<si/>".repeat(2_000_000), "", "")),
        ("one shared text in every cell", workbook(&shared, &long, "", "")),
        ("two million cells", workbook(&dense, "", "", "")),
        (
            "very many styles of cells",
            workbook(&catalogue, "", &format!("<cellXfs>{}</cellXfs>", "<xf/>".repeat(2_000_000)), ""),
        ),
        (
            "a long number format",
            workbook(&catalogue, "", &format!("{format}<cellXfs><xf numFmtId='164'/></cellXfs>"), ""),
        ),
        ("very many relations", workbook(&catalogue, "", "", &"<Relationship/>".repeat(2_000_000))),
    ];
    for (what, bytes) in books {
        assert!(bytes.len() < 1_000_000, "{what}: {} bytes", bytes.len());
        let manifest = HEAD.replace("as-of", "catalog = [\"catalog/*.xlsx\"]\nas-of");
        let lamp = Lamp::of(&manifest, PART);
        std::fs::write(lamp.path("catalog/much.xlsx"), &bytes).unwrap();
        let (status, told) = run(&lamp, "check");
        assert_eq!(status, Some(2), "{what}: {told}");
        let is_told = told.contains("its texts need more than 96 MiB") && told.contains("much.xlsx");
        assert!(is_told, "{what}: {told}");
    }
}

#[test]
fn a_cell_at_the_end_of_a_sheet_is_one_cell() {
    let Ok(far) = std::fs::read("../shared/cases/faults/01-xlsx-far-cell/far.xlsx") else { return };
    let lamp = Lamp::of(&HEAD.replace("as-of", "catalog = [\"catalog/*.toml\", \"catalog/*.xlsx\"]\nas-of"), PART);
    std::fs::write(lamp.path("catalog/far.xlsx"), &far).unwrap();
    for arguments in ["check", "import bom A=catalog/far.xlsx -o new"] {
        let command = format!("ulimit -d 131072; exec \"$0\" {arguments} > /dev/null");
        let output = Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_terroir")])
            .current_dir(lamp.path(""))
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=2)), "{arguments}: {told}");
    }
}
