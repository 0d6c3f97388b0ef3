//! The files of a board: pick-and-place files, and the variants of a KiCad project.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::full;
use common::lamp::Lamp;
use std::fs;

const POSITIONS: &str = "Ref,Val,Package,PosX,PosY,Rot,Side\n\"A1\",\"board\",\"EXAMPLE-A\",104.1400,-73.6600,90.0000,top\n\
    \"FID1\",\"fiducial\",\"EXAMPLE-F\",0.5000,-0.5000,0.0000,top\n\"PS1\",\"driver\",\"EXAMPLE-D\",9.5000,-7.0000,0.0000,bottom\n\
    \"PS2\",\"driver\",\"EXAMPLE-D\",19.5000,-7.0000,180.0000,bottom\n";

const CPL: &str = "Designator,Mid X,Mid Y,Layer,Rotation\nA1,104.1400,-73.6600,Top,90.0000\n\
    PS1,9.5000,-7.0000,Bottom,0.0000\nPS2,19.5000,-7.0000,Bottom,180.0000\n";

/// The lamp with all parts on one board.
fn on_one_board() -> Lamp {
    Lamp::of(&full::SOLUTION.replace("part-of = \"board\"\n", ""), full::PARTS)
}

#[test]
fn a_position_file_is_cut_to_what_each_market_fits() {
    let lamp = on_one_board();
    lamp.write("board-all-pos.csv", POSITIONS);
    let run = lamp.run(&["export", "--format", "cpl", "--positions", "board-all-pos.csv", "--market", "DE"]).exits(0);
    let run = run.tells("note: DE: 1 mark of `board-all-pos.csv` left out, because no slot has it: FID1");
    assert_eq!(run.stdout, CPL);
    lamp.run(&["export", "--format", "cpl", "--positions", "board-all-pos.csv"]).exits(2).tells("`-o DIR`");
    lamp.run(&["export", "--format", "cpl", "--positions", "board-all-pos.csv", "-o", "out/"]).exits(0);
    for name in ["out/lamp-US-cpl.csv", "out/lamp-DE-cpl.csv"] {
        assert_eq!(fs::read_to_string(lamp.path(name)).unwrap(), CPL);
    }
    let over = ["export", "--format", "cpl", "--positions", "board-all-pos.csv", "--market", "DE", "-o"];
    for output in ["board-all-pos.csv", "./out/../board-all-pos.csv"] {
        lamp.run(&[&over[..], &[output]].concat()).exits(2).tells("is a file that this command reads");
    }
    assert_eq!(fs::read_to_string(lamp.path("board-all-pos.csv")).unwrap(), POSITIONS);
}

#[test]
fn a_position_file_is_that_of_one_board() {
    let spare = "[slots.spare]\nchoose = [\"guide\"]\npart-of = \"board\"\nwhen = \"market == US\"\nrefdes = [\"A1\"]\n[slots.guide]";
    let lamp = Lamp::of(&full::SOLUTION.replace("[slots.guide]", spare), full::PARTS);
    lamp.write("all.csv", &POSITIONS.replace("FID1", "R99"));
    let export = ["export", "--format", "cpl", "--positions", "all.csv"];
    lamp.run(&export).exits(2).tells("the solution has 2: `main`, `board`").tells("`--board main`");
    let run = lamp.run(&[&export[..], &["--board", "board", "--market", "DE"]].concat()).exits(1);
    let run = run.tells("warning: DE: 1 position of `all.csv` left out, because no slot has it: R99");
    let run = run.tells("note: DE: 1 position of `all.csv` left out, because nothing is fitted there: A1");
    assert_eq!(run.stdout.lines().count(), 3, "the driver alone: {}", run.stdout);
    lamp.run(&[&export[..], &["--board", "board", "-o", "out/"]].concat()).exits(1);
    lamp.run(&[&export[..], &["--board", "main", "-o", "out/"]].concat()).exits(1);
    for name in ["lamp-US-board-cpl.csv", "lamp-DE-board-cpl.csv", "lamp-US-main-cpl.csv", "lamp-DE-main-cpl.csv"] {
        assert!(lamp.path("out").join(name).exists(), "{name}");
    }
}

#[test]
fn mil_become_millimetres_and_a_missing_side_is_a_finding() {
    let lamp = on_one_board();
    lamp.write(
        "mil.csv",
        "Designator,Center-X(mil),Center-Y(mil),Rotation,Layer\nA1,1000,-0.5,0,TopLayer\nPS1,1,2,,T\nPS2,1,2,0,inner\n",
    );
    let run = lamp.run(&["export", "--format", "cpl", "--positions", "mil.csv", "--market", "DE"]).exits(1);
    let run = run.tells("3 places were converted").tells("does not state the side or the rotation of PS1, PS2");
    assert!(run.stdout.contains("\nA1,25.4,-0.0127,Top,0\nPS1,0.0254,0.0508,Top,\n"), "{}", run.stdout);
}

/// Position files of five tools for the same parts on both sides, and how each writes a place: `PS2` is at 20 mm.
fn position_files() -> Vec<(&'static str, String)> {
    let kicad = "### Footprint positions - created on 2026-01-05T10:11:12 ###\n### Printed by KiCad version 9.0.1\n\
        ## Unit = mm, Angle = deg.\n## Side : All\n\
        # Ref     Val          Package                   PosX       PosY       Rot  Side\n\
        A1        EXAMPLE_A    EXAMPLE-QFN           104.1400   -73.6600   45.5000  top\n\
        PS1       EXAMPLE_D    EXAMPLE-D              10.0000    -2.5400   90.0000  bottom\n\
        PS2       EXAMPLE_D    EXAMPLE-D              20.0000    -2.5400  270.0000  bottom\n## End\n";
    let altium = "Altium Designer Pick and Place Locations\nC:\\board\\Pick Place for board.txt\n\n\
        ========================================================================\nFile Design Information:\n\n\
        Date:       05.01.26\nTime:       10:11\nRevision:   Not in VersionControl\nVariant:    No variations\n\
        Units used: mil\n\n\
        Designator Comment          Layer       Footprint        Center-X(mil) Center-Y(mil) Rotation Description      \n\
        PS2        EXAMPLE D        BottomLayer EXAMPLE D        787.4016      -100.0000     270      \"Driver, 12 W\"   \n\
        PS1        EXAMPLE D        BottomLayer EXAMPLE D        393.7008      -100.0000     90       \"Driver, 12 W\"   \n\
        A1         EXAMPLE A        TopLayer    EXAMPLE QFN      4100.0000     -2900.0000    45.5     Board            \n";
    let protel = "Designator Footprint               Mid X         Mid Y         Ref X         Ref Y         Pad X         Pad Y TB      Rotation Comment        \n\n\
        A1         EXAMPLE QFN           4100mil      -2900mil       4100mil      -2900mil       4000mil      -2900mil  T         45.50 EXAMPLE A      \n\
        PS1        EXAMPLE-D         393.7008mil       -100mil    393.701mil       -100mil        380mil       -100mil  B         90.00 EXAMPLE D      \n\
        PS2        EXAMPLE-D         787.4016mil       -100mil    787.402mil       -100mil        780mil       -100mil  B        270.00 EXAMPLE D      \n";
    let jlcpcb = |unit: &str, places: [&str; 5]| {
        let [x, y, first, second, low] = places;
        format!(
            "Designator,Mid X,Mid Y,Layer,Rotation\nA1,{x}{unit},{y}{unit},T,45.5\nPS1,{first}{unit},{low}{unit},B,90\n\
             PS2,{second}{unit},{low}{unit},B,270\n"
        )
    };
    vec![
        ("kicad.pos", kicad.to_owned()),
        ("altium.txt", altium.to_owned()),
        ("protel.txt", protel.to_owned()),
        ("jlcpcb-mm.csv", jlcpcb("mm", ["104.14", "-73.66", "10", "20", "-2.54"])),
        ("jlcpcb-mil.csv", jlcpcb("mil", ["4100", "-2900", "393.7008", "787.4016", "-100"])),
    ]
}

/// The placements of a file: designator, thousandths of a millimetre, side and degrees.
fn placements(text: &str) -> Vec<(String, i64, i64, String, f64)> {
    let thousandths = |text: &str| {
        let number: f64 = text.trim_end_matches("mm").parse().unwrap();
        format!("{:.0}", number * 1000.0).parse::<i64>().unwrap()
    };
    let mut list: Vec<_> = csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|record| {
            let record = record.unwrap();
            let side = record[3].to_owned();
            (record[0].to_owned(), thousandths(&record[1]), thousandths(&record[2]), side, record[4].parse().unwrap())
        })
        .collect();
    list.sort_by(|left, right| left.0.cmp(&right.0));
    list
}

#[test]
fn the_position_files_of_all_tools_give_the_same_places_sides_and_rotations() {
    let lamp = on_one_board();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["Designator", "Device", "Footprint", "Mid X", "Mid Y", "Pad X", "Pad Y", "Pins", "Layer", "Rotation", "SMD"],
        ["A1", "EXAMPLE", "QFN", "104.14mm", "-73.66mm", "0mm", "0mm", "48", "T", "45.5", "Yes"],
        ["PS1", "EXAMPLE", "D", "10mm", "-2.54mm", "0mm", "0mm", "2", "B", "90", "Yes"],
        ["PS2", "EXAMPLE", "D", "20mm", "-2.54mm", "0mm", "0mm", "2", "B", "270", "Yes"],
    ];
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(at, column, number).unwrap(),
                Err(_) => sheet.write_string(at, column, text).unwrap(),
            };
        }
    }
    book.save(lamp.path("easyeda.xlsx")).unwrap();
    let files = position_files();
    files.iter().for_each(|(name, text)| lamp.write(name, text));
    let expected = [
        ("A1", 104_140, -73_660, "Top", 45.5),
        ("PS1", 10_000, -2_540, "Bottom", 90.0),
        ("PS2", 20_000, -2_540, "Bottom", 270.0),
    ];
    let expected: Vec<_> =
        expected.map(|(name, x, y, side, turn)| (name.to_owned(), x, y, side.to_owned(), turn)).to_vec();
    for name in files.iter().map(|(name, _)| *name).chain(["easyeda.xlsx"]) {
        let run = lamp.run(&["export", "--format", "cpl", "--positions", name, "--market", "DE"]).exits(0);
        assert!(!run.stderr.contains("warning: "), "{name}: {}", run.stderr);
        assert_eq!(placements(&run.stdout), expected, "{name}");
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_rotation_that_is_a_formula_without_a_result_is_told() {
    let lamp = on_one_board();
    // Written by openpyxl (tests/corpus/import/files.py).
    fs::write(lamp.path("positions.xlsx"), include_bytes!("corpus/positions.xlsx")).unwrap();
    let run = lamp.run(&["export", "--format", "cpl", "--positions", "positions.xlsx", "--market", "DE"]).exits(1);
    run.tells("has formulas without a result, the first in E2");
}

#[test]
fn an_identifier_that_is_none_is_told() {
    let bad = "id = \"board\"\npurl = \"not a purl\"\nlicense = \"MIT AND Foo\"";
    let lamp = Lamp::of(full::SOLUTION, &full::PARTS.replacen("id = \"board\"", bad, 1));
    let run = lamp.run(&["export", "--format", "cyclonedx", "--market", "DE"]).exits(0);
    run.tells(
        "note: `purl` of `board` is not of the form that CycloneDX requires and is written as a property: `not a purl`",
    )
    .tells("note: `license` of `board` is not an SPDX expression and is written as a name: `MIT AND Foo`");
}

#[test]
fn a_flag_of_another_format_is_an_error() {
    let lamp = full::lamp();
    let cases: [&[&str]; 5] = [
        &["jlcpcb", "--spec-version", "1.7"],
        &["release", "--profile", "kicad"],
        &["release", "--base", "US"],
        &["cyclonedx", "--dialect", "excel"],
        &["xlsx", "--dialect", "plain"],
    ];
    for case in cases {
        lamp.run(&[&["export", "-o", "out/", "--format"], case].concat()).exits(2).tells("is only for");
    }
    assert!(!lamp.path("out").exists());
}

#[test]
fn a_designator_without_a_position_is_a_finding() {
    let lamp = on_one_board();
    lamp.write("board.csv", "Designator,Mid X,Mid Y,Layer,Rotation\nPS1,1.50mm,-2mm,T,0\n");
    let export = ["export", "--format", "cpl", "--positions", "board.csv", "--market", "DE"];
    let run = lamp.run(&export).exits(1);
    let run = run.tells("warning: DE: `board.csv` has no position for 2 designators: A1, PS2").tells("`--board SLOT`");
    assert_eq!(run.stdout, "Designator,Mid X,Mid Y,Layer,Rotation\nPS1,1.50mm,-2mm,Top,0\n");
    lamp.run(&[&export[..], &["--board", "driver"]].concat()).exits(2).tells("is part of slot `driver`");
    lamp.write("board.csv", "Reference,Quantity\nPS1,1\n");
    lamp.run(&export).exits(2).tells("no row names the columns of a position file");
    lamp.run(&["export", "--format", "cpl", "--market", "DE"]).exits(2).tells("`--positions");
    lamp.run(&["export", "--format", "kicad", "--positions", "board.csv"]).exits(2).tells("only for `--format cpl`");
}

/// A schematic as KiCad 10 writes it, with the symbols of the lamp and one that the solution does not know.
fn schematic() -> String {
    let symbol = |reference: &str, value: &str, mpn: &str| {
        format!(
            "\t(symbol\n\t\t(lib_id \"Lamp:Part\")\n\t\t(in_bom yes)\n\t\t(dnp no)\n\t\t(property \"Reference\" \"{reference}\"\n\
             \t\t\t(at 0 0 0)\n\t\t)\n\t\t(property \"Value\" \"{value}\"\n\t\t\t(at 0 0 0)\n\t\t)\n\t\t(property \"MPN\" \"{mpn}\"\n\
             \t\t\t(at 0 0 0)\n\t\t)\n\t\t(property \"Manufacturer\" \"EXAMPLE Drives\"\n\t\t\t(at 0 0 0)\n\t\t)\n\t\t(instances\n\
             \t\t\t(project \"lamp\"\n\t\t\t\t(path \"/0\"\n\t\t\t\t\t(reference \"{reference}\")\n\t\t\t\t\t(unit 1)\n\t\t\t\t)\n\t\t\t)\n\
             \t\t)\n\t)\n"
        )
    };
    let symbols = [
        symbol("A1", "board", "007"),
        symbol("PS1", "EXAMPLE-120", "EXAMPLE-120"),
        symbol("PS2", "EXAMPLE-120", "EXAMPLE-120"),
        symbol("F1", "fuse", "EXAMPLE-F"),
        symbol("TP1", "test point", ""),
    ];
    format!("(kicad_sch\n\t(version 20260101)\n\t(generator \"eeschema\")\n{})\n", symbols.concat())
}

fn with_project() -> Lamp {
    let solution = full::SOLUTION.replace(
        "[slots.guide]",
        "[slots.fuse]\nchoose = [\"fuse\"]\nrefdes = [\"F1\"]\nwhen = \"market == US\"\n[slots.guide]",
    );
    let parts = format!("{}[[components]]\nid = \"fuse\"\nkind = \"hardware\"\nprice = \"0.20\"\n", full::PARTS);
    let lamp = Lamp::of(&solution, &parts);
    fs::create_dir_all(lamp.path("hw/lib.pretty")).unwrap();
    fs::create_dir_all(lamp.path("hw/.history")).unwrap();
    lamp.write("hw/lamp.kicad_pro", "{\n  \"schematic\": {\n    \"variants\": []\n  }\n}\n");
    lamp.write("hw/lamp.kicad_sch", &schematic());
    lamp.write("hw/lib.pretty/a.kicad_mod", "(footprint)\n");
    lamp.write("hw/.history/old", "");
    lamp
}

#[test]
fn a_copy_of_a_kicad_project_has_the_variants_of_the_markets() {
    let lamp = with_project();
    let run = lamp.run(&["export", "--format", "kicad-project", "--kicad", "hw", "-o", "copy"]).exits(0);
    run.tells("note: wrote 2 files of KiCad with 2 variants").tells("does not know them: TP1");
    assert_eq!(fs::read_to_string(lamp.path("hw/lamp.kicad_sch")).unwrap(), schematic(), "the original stays");
    assert!(lamp.path("copy/lib.pretty/a.kicad_mod").exists() && !lamp.path("copy/.history").exists());
    let project: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(lamp.path("copy/lamp.kicad_pro")).unwrap()).unwrap();
    assert_eq!(project["schematic"]["variants"], serde_json::json!([{ "name": "DE" }, { "name": "US" }]));
    let written = fs::read_to_string(lamp.path("copy/lamp.kicad_sch")).unwrap();
    // America is what the schematic shows: only Germany differs, in the driver and in the fuse.
    let driver = "\n\t\t\t\t\t(variant\n\t\t\t\t\t\t(name \"DE\")\n\t\t\t\t\t\t(field\n\t\t\t\t\t\t\t(name \"MPN\")\n\
        \t\t\t\t\t\t\t(value \"EXAMPLE-230\")\n\t\t\t\t\t\t)\n\t\t\t\t\t\t(field\n\t\t\t\t\t\t\t(name \"Value\")\n\
        \t\t\t\t\t\t\t(value \"EXAMPLE-230\")\n\t\t\t\t\t\t)\n\t\t\t\t\t)";
    let fuse = "\n\t\t\t\t\t(variant\n\t\t\t\t\t\t(name \"DE\")\n\t\t\t\t\t\t(dnp yes)\n\t\t\t\t\t)";
    assert_eq!((written.matches(driver).count(), written.matches(fuse).count()), (2, 1), "{written}");
    assert_eq!(written.replace(driver, "").replace(fuse, ""), schematic(), "nothing else changes");
    let again = ["export", "--format", "kicad-project", "--kicad", "copy", "--in-place"];
    lamp.run(&again).exits(0).tells("wrote 0 files");
    assert_eq!(fs::read_to_string(lamp.path("copy/lamp.kicad_sch")).unwrap(), written);
    let back = ["export", "--format", "kicad-project", "--kicad", "copy", "--in-place", "--base", "FR"];
    lamp.run(&back).exits(2).tells("`--base FR`");
}

#[test]
fn what_no_market_fits_is_left_out_of_every_variant_and_the_bom_overrides_the_schematic() {
    let lamp = with_project();
    let solution = full::SOLUTION.replace(
        "[slots.guide]",
        "[slots.fuse]\nchoose = [\"fuse\"]\nrefdes = [\"F1\"]\nwhen = \"market == FR\"\n[slots.guide]",
    );
    lamp.write("solution.toml", &solution);
    lamp.write("hw/lamp.kicad_sch", &schematic().replace("\"007\"", "\"OLD\""));
    let run = lamp.run(&["export", "--format", "kicad-project", "--kicad", "hw", "-o", "copy"]).exits(0);
    run.tells("does not know them: TP1").tells("than the base has, which the variants override: A1");
    let written = fs::read_to_string(lamp.path("copy/lamp.kicad_sch")).unwrap();
    assert_eq!(written.matches("(dnp yes)").count(), 2, "F1 in both markets: {written}");
    assert_eq!(written.matches("(value \"007\")").count(), 2, "the part number of the BOM in both: {written}");
}

#[test]
fn boards_with_the_same_designators_are_never_mixed_in_one_project() {
    let lamp = with_project();
    let spare = "[slots.spare]\nchoose = [\"fuse\"]\npart-of = \"board\"\nrefdes = [\"A1\"]\n[slots.guide]";
    lamp.write("solution.toml", &lamp.read("solution.toml").replace("[slots.guide]", spare));
    let export = ["export", "--format", "kicad-project", "--kicad", "hw", "-o"];
    let run = lamp.run(&[&export[..], &["copy"]].concat()).exits(2);
    run.tells("a reference designator is on several boards, and the project is that of one: A1")
        .tells("`--board main`; the boards are `main`, `board`");
    assert!(!lamp.path("copy").exists());
    lamp.run(&[&export[..], &["main", "--board", "main"]].concat()).exits(0);
    let run = lamp.run(&[&export[..], &["other", "--board", "board"]].concat()).exits(0);
    run.tells("does not know them: F1, TP1");
    let base = |name: &str| fs::read_to_string(lamp.path(name).join("lamp.kicad_sch")).unwrap();
    assert!(base("main") != base("other"), "each board has its own parts at A1");
}

#[test]
fn what_cannot_be_written_into_a_kicad_project_is_said() {
    let lamp = with_project();
    let export = ["export", "--format", "kicad-project", "--kicad", "hw", "-o", "copy"];
    lamp.run(&export[..5]).exits(2).tells("`--in-place`");
    lamp.run(&["export", "--format", "kicad-project", "-o", "x"]).exits(2).tells("`--kicad FOLDER`");
    lamp.run(&[&export[..6], &["hw/copy"]].concat()).exits(2).tells("is inside the project");
    lamp.run(&[&export[..6], &["hw"]].concat()).exits(2).tells("already has files");
    lamp.write("hw/lamp.kicad_sch", &schematic().replace("20260101", "20250114"));
    lamp.run(&export).exits(1).tells("version 20250114").tells("open the project in KiCad 10");
    lamp.write("hw/lamp.kicad_sch", &schematic().replace("\t(generator", "\t(generator \"x)"));
    lamp.run(&export).exits(1).tells("hw/lamp.kicad_sch").tells("never closed");
    let without = schematic().replace("\"PS2\"", "\"PS9\"").replace("\"MPN\"", "\"Order\"");
    lamp.write("hw/lamp.kicad_sch", &without);
    lamp.run(&export)
        .exits(1)
        .tells("the schematic has no symbol for 1 designator: PS2")
        .tells("some symbols lack fields that differ between variants: MPN");
    // With `-q`, one line says why the status is 1.
    let quiet = lamp.run(&[&["-q"], &export[..6], &["quiet"]].concat()).exits(1);
    let quiet = quiet.tells("warning: the schematic has no symbol for 1 designator: PS2 (and 1 more; leave out `-q`");
    assert_eq!(quiet.stderr.lines().count(), 1, "{}", quiet.stderr);
    lamp.write("hw/~lamp.kicad_sch.lck", "{}");
    lamp.run(&[&export[..6], &["other"]].concat()).exits(2).tells("is open in KiCad");
    lamp.run(&["export", "--format", "kicad-project", "--kicad", "catalog", "-o", "x"])
        .exits(2)
        .tells("expected one `.kicad_pro` file");
}
