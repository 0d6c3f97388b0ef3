//! Part lists in, a solution that gives them back out.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::lamp::{self, Run};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use terroir::import::{ImportError, Imported, PartList, Settings, import};
use terroir::{Request, Solution};

fn settings() -> Settings {
    Settings::new("gateway", "2026-11-22".parse().unwrap())
}

fn made(lists: &[(&str, &[u8])]) -> Imported {
    let lists: Vec<PartList> = lists.iter().map(|(name, bytes)| PartList::csv(name, "list.csv", bytes)).collect();
    import(&lists, &settings()).unwrap_or_else(|error| panic!("{error}"))
}

fn text<'a>(made: &'a Imported, file: &str) -> &'a str {
    made.files.iter().find(|one| one.name == file).map_or("", |file| file.text.as_str())
}

// A real product.

fn published() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared/boms/nebra-lora-mpcie");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not there", folder.display());
    None
}

fn pairs(path: &Path) -> BTreeSet<(String, String)> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

#[test]
fn the_six_published_lists_of_a_real_product_come_back_exactly() {
    let Some(folder) = published() else { return };
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    let list = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap();
        PartList::csv(name, name, &fs::read(path).unwrap())
    };
    let lists: Vec<PartList> = files.iter().map(list).collect();
    let made = import(&lists, &settings()).unwrap_or_else(|error| panic!("{error}"));
    // One list comes back with every cell; the others say something else about a part in some row.
    assert_eq!((made.lists, made.same, made.shared), (6, 1, 137));
    assert_eq!(made.unpublished, [["no gnss", "EU868", "usb"], ["no gnss", "US915", "usb"]]);
    let solution =
        Solution::from_sources(made.files.iter().map(|file| (file.name.clone(), file.text.clone()))).unwrap();
    let compiled = solution.compile().unwrap();
    let mut compared = 0;
    // The maker's lists were worked out by hand as well: places and part numbers, from which nothing here was made.
    for (market, interface, gnss, file) in [
        ("US", "spi", "true", "SPI-US915-gnss"),
        ("US", "spi", "false", "SPI-US915-nognss"),
        ("US", "usb", "true", "USB-US915-gnss"),
        ("DE", "spi", "true", "SPI-EU868-gnss"),
        ("DE", "spi", "false", "SPI-EU868-nognss"),
        ("DE", "usb", "true", "USB-EU868-gnss"),
    ] {
        let request = Request::market(market).as_of("2026-11-22".parse().unwrap());
        let answer = compiled.resolve(&request.set("interface", interface).set("gnss", gnss)).unwrap();
        let lines = &answer.bom().unwrap().lines;
        let found: BTreeSet<(String, String)> = lines
            .iter()
            .flat_map(|line| line.refdes.iter().map(|place| (place.clone(), line.mpn.clone().unwrap())))
            .collect();
        assert_eq!(found, pairs(&folder.join(format!("expected/v1.2-expected-{file}.csv"))), "{file}");
        compared += 1;
    }
    println!("lists compared with those worked out by hand: {compared}");
    let findings: Vec<String> = made.findings.iter().map(ToString::to_string).collect();
    assert!(findings.iter().any(|one| one.contains("quantity 3, but 2 designators (`C204 C822`)")), "{findings:#?}");
    let parts = text(&made, "catalog/parts.toml");
    assert!(parts.contains("approved = [{ mpn = \"NCP4586DMU33TCG\" }]"), "alternates are kept");
}

// The forms of lists.

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn lists_of_all_common_tools_are_read() {
    let tools: [(&str, &str); 7] = [
        (
            "KiCad",
            "\"Reference\",\"Value\",\"Footprint\",\"Qty\",\"DNP\"\n\"R1,R2\",\"10k\",\"R_0402\",\"2\",\"\"\n\"R9\",\"10k\",\"R_0402\",\"1\",\"DNP\"\n",
        ),
        (
            "Altium",
            "My board;;;;\n;;;;\nComment;Designator;Footprint;Quantity;Manufacturer Part Number 1\n10k;R1, R2;0402;2;EXAMPLE-10K\n",
        ),
        ("OrCAD", "Board\tRev 1\n\nItem\tQuantity\tReference\tPart\n1\t2\tR1,R2\t10k\n"),
        ("JLCPCB", "Comment,Designator,Footprint,LCSC Part #\n10k,\"R1,R2\",0402,C25744\n"),
        (
            "InvenTree",
            "BOM Level,Part IPN,Part Name,Part Description,Quantity,Reference\n1,RES-1,10k,resistor,2.0,R1 R2\n",
        ),
        (
            "GitPLM",
            "IPN,Qnty,MPN,Manufacturer,Ref,Value,CmpName,Footprint,Description,Vendor,Datasheet,Checked\nRES-0000-1002,2,EXAMPLE-10K,Example,\"R1, R2\",10k,,0402,resistor,,,\n",
        ),
        ("ranges", "RefDes,Qty,PN\nR1-R2,2,EXAMPLE-10K\n"),
    ];
    for (tool, list) in tools {
        for (form, bytes) in [("UTF-8", list.as_bytes().to_vec()), ("UTF-16", utf16(list))] {
            let made = made(&[("only", &bytes)]);
            assert_eq!((made.places, made.parts), (2, 1), "{tool} in {form}: {:?}", made.findings);
            assert!(text(&made, "solution.toml").contains("refdes = [\"R1\", \"R2\"]"), "{tool} in {form}");
        }
    }
}

#[test]
fn lists_that_terroir_exports_are_read_back() {
    let read = |text: &str| {
        let made = made(&[("only", text.as_bytes())]);
        let columns = made.read[0].columns.iter().map(|one| format!("{}={}", one.title, one.read_as)).collect();
        (columns, text_of(&made))
    };
    let text = |made: &(Vec<String>, String), wanted: &[&str]| {
        for one in wanted {
            assert!(made.1.contains(one), "{one} is not in\n{}\n{:?}", made.1, made.0);
        }
    };
    text(
        &read(
            "product_tmpl_id,code,type,product_qty,bom_line_ids/product_id,bom_line_ids/product_qty\n\
             gateway,X,normal,1,EX-R,2\n,,,,EX-C,3\n",
        ),
        &["[slots.EX-R]", "quantity = 2", "[slots.EX-C]", "quantity = 3"],
    );
    text(
        &read(
            "ID,Item,Quantity,Currency,Item Code (Items),Item Name (Items),Qty (Items),UOM (Items),Rate (Items)\n\
             ,gateway,1,EUR,EX-R,Resistor,2,Nos,0.10\n,,,,EX-C,Capacitor,3,Nos,0.25\n",
        ),
        &["currency = \"EUR\"", "price = \"0.25\"", "name = \"Capacitor\"", "quantity = 3"],
    );
    text(
        &read(
            "Item #,Designator,Qty,Manufacturer,Mfg Part #,Description / Value,Package/Footprint,Type,IPN,Value,\
             Alternate 1 Manufacturer,Alternate 1 MPN\n1,\"R1,R2\",2,Example,E-1,Resistor,0402,,EX-R,10k,Sample,S-1\n",
        ),
        &[
            "id = \"EX-R\"",
            "mpn = \"E-1\"",
            "value = \"10k\"",
            "approved = [{ manufacturer = \"Sample\", mpn = \"S-1\" }]",
        ],
    );
    text(
        &read(
            "Item,Slot,Part Of,Reference,Quantity,IPN,Version,Kind,MPN,Lifecycle,HS Code,Country of Origin,\
             Lead Time (weeks),Unit Price,Currency,Alternate 1,Alternate 1 Manufacturer,Alternate 1 MPN\n\
             1,R1,,R1 R2,2,EX-R,1.0.0,hardware,E-1,nrnd,853321,CN,12,0.10,EUR,ex-s,Sample,S-1\n",
        ),
        &["lifecycle = \"nrnd\"", "hs = \"853321\"", "origin = \"CN\"", "lead_weeks = 12", "mpn = \"S-1\""],
    );
}

fn text_of(made: &Imported) -> String {
    made.files.iter().map(|file| file.text.as_str()).collect()
}

#[test]
fn other_columns_are_kept_under_their_titles() {
    let list = "Reference,Value,LCSC Part #,Tolerance,Tolerance\nR1,10k,C1,1%,one percent\n";
    let made = made(&[("only", list.as_bytes())]);
    let fields = "fields = { \"LCSC Part #\" = \"C1\", \"Tolerance\" = \"1%\", \"Tolerance 2\" = \"one percent\" }";
    assert!(text(&made, "catalog/parts.toml").contains(fields), "{}", text(&made, "catalog/parts.toml"));
    assert_eq!((made.same, made.findings.len()), (1, 0));
}

#[test]
fn a_part_without_places_is_counted() {
    let made = made(&[("a", b"MPN,Qty\nSCREW,4\nPCB,1\n"), ("b", b"MPN,Qty\nSCREW,6\nPCB,1\n")]);
    assert_eq!((made.places, made.shared, made.same), (3, 1, 2));
}

#[test]
fn hostile_words_stay_words() {
    let list = "Reference,MPN,Description,Manufacturer\n\
                U1,\"=1+1 \"\"]] # \\u0000\",\"line\none '''\",\"[solution]\nname = 1\"\n\
                \"a'b\",' or true,\u{202e}x,\u{7}\n";
    let made = made(&[("a\"\nb = 1", list.as_bytes()), ("c", list.as_bytes())]);
    // `a'b` is not a designator.
    assert_eq!((made.same, made.places), (0, 1));
    assert!(!text(&made, "solution.toml").contains("\nb = 1"));
}

// Laws.

/// Lists of three axes: each place holds one of three parts, or none, in each variant.
fn lists() -> impl Strategy<Value = Vec<Vec<Option<u8>>>> {
    let held = prop_oneof![2 => Just(None), 3 => Just(Some(0_u8)), 2 => Just(Some(1)), 1 => Just(Some(2))];
    (prop::collection::vec(prop::collection::vec(held, 8), 1..6), prop::collection::vec(any::<bool>(), 8)).prop_map(
        |(places, published)| {
            let keep = |variant: usize| published[variant] || variant == 0;
            let hide = |(variant, held): (usize, Option<u8>)| held.filter(|_| keep(variant));
            let places = places.into_iter().map(|held| held.into_iter().enumerate().map(hide).collect::<Vec<_>>());
            places.chain([(0..8).map(|variant| keep(variant).then_some(9)).collect()]).collect()
        },
    )
}

#[test]
fn any_lists_come_back_and_a_place_is_shared_if_it_never_changes() {
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) });
    let variants: Vec<String> = (0..8)
        .map(|at| {
            let word = |bit: usize, zero: &'static str, one: &'static str| if at >> bit & 1 == 0 { zero } else { one };
            format!("{}-{}-{}", word(0, "SPI", "USB"), word(1, "EU868", "US915"), word(2, "GNSS", "NON-GNSS"))
        })
        .collect();
    let tried = runner.run(&lists(), |places| {
        let published: Vec<usize> = (0..8).filter(|at| places.last().unwrap()[*at].is_some()).collect();
        let list = |at: &usize| {
            let held = places
                .iter()
                .enumerate()
                .filter_map(|(place, held)| held[*at].map(|part| format!("U{place},P{part}\n")));
            let text: String = std::iter::once("Ref,MPN\n".to_owned()).chain(held).collect();
            PartList::csv(&variants[*at], "list.csv", text.as_bytes())
        };
        let lists: Vec<PartList> = published.iter().map(list).collect();
        let made = import(&lists, &settings()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let same =
            |held: &&Vec<Option<u8>>| published.iter().all(|at| held[*at].is_some() && held[*at] == held[published[0]]);
        prop_assert_eq!(made.shared, places.iter().filter(same).count());
        prop_assert_eq!(made.same, published.len());
        Ok(())
    });
    tried.unwrap();
    println!("random sets of lists that come back: 200");
}

#[test]
fn no_bytes_crash_it() {
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) });
    let parts = prop_oneof![
        Just("Reference,Quantity,MPN\n".as_bytes().to_vec()),
        Just(b"R1-R4,4,X\n".to_vec()),
        Just(vec![0xFF, 0xFE]),
        Just(b"\"".to_vec()),
        Just(b"PK\x03\x04".to_vec()),
        prop::collection::vec(any::<u8>(), 0..40),
    ];
    let tried = runner.run(&prop::collection::vec(parts, 0..6), |parts| {
        let list = PartList::csv("a", "a.csv", &parts.concat());
        match import(&[list], &settings()) {
            Ok(_) | Err(ImportError::Unreadable(_)) => Ok(()),
            Err(other) => Err(TestCaseError::fail(other.to_string())),
        }
    });
    tried.unwrap();
}

// The command.

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("eu.csv", "Reference,Quantity,MPN\nU1,1,EXAMPLE-868\nR1 R2,3,EXAMPLE-10K\n");
        folder.write("us.csv", "Reference,Quantity,MPN\nU1,1,EXAMPLE-915\nR1 R2,2,EXAMPLE-10K\n");
        folder
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        lamp::run(self.0.path(), arguments)
    }
}

#[test]
fn a_stranger_makes_a_solution_of_two_lists_and_resolves_it() {
    let folder = Folder::new();
    folder
        .run(&["import", "bom", "EU868=eu.csv", "US915=us.csv", "-o", "gateway"])
        .exits(1)
        .prints("eu.csv:1 (and 1 more list): Reference → designators, Quantity → quantity, MPN → part number")
        .prints("1 of 2 lists come back exactly")
        .prints("EU868: all but 1 row (line 3)")
        .prints("markets: DE = EU868, US = US915")
        .tells("warning: eu.csv:3: quantity 3, but 2 designators (`R1 R2`)");
    folder.run(&["--manifest-path", "gateway", "check"]).exits(0).prints("2 of 2 markets");
    folder.run(&["--manifest-path", "gateway", "resolve", "--market", "US"]).exits(0).prints("EXAMPLE-915");
    folder.run(&["import", "bom", "EU868=eu.csv", "-o", "gateway"]).exits(2).tells("is not empty");
    folder
        .run(&["import", "bom", "EU868=eu.csv", "US915=us.csv", "-o", "more", "--market", "EU868=DE,FR"])
        .exits(1)
        .prints("DE = EU868, FR = EU868, US = US915");
}

#[test]
fn a_dry_run_writes_nothing_and_json_is_for_programs() {
    let folder = Folder::new();
    folder.run(&["import", "bom", "eu.csv", "us.csv", "--dry-run"]).exits(1).prints("nothing was written");
    folder
        .run(&["import", "bom", "EU868=eu.csv", "US915=us.csv", "--dry-run", "--format", "json"])
        .exits(1)
        .prints("\"schema\": \"terroir.import/1\"")
        .prints("\"option\": \"radio-plan\"");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 2);
}

#[test]
fn columns_can_be_named_and_the_solution_remembers_them() {
    let folder = Folder::new();
    folder.write("own.csv", "Where;How many;Order code\nR1, R2;2;EXAMPLE-10K\n");
    folder
        .run(&["import", "bom", "own.csv", "-o", "x"])
        .exits(1)
        .tells("own.csv:1: ")
        .tells("`Order code` → order number");
    let columns = ["--columns", "reference=Where", "--columns", "mpn=Order code"];
    folder
        .run(&[&["import", "bom", "own.csv", "-o", "own"], columns.as_slice()].concat())
        .exits(0)
        .prints("Where → designators, Order code → part number; kept as fields: How many")
        .prints("the list comes back exactly");
    let again = folder.run(&["import", "bom", "own.csv", "-o", "again", "--columns-from", "own"]);
    again.exits(0).prints("Order code → part number");
    folder
        .run(&["import", "bom", "eu.csv", "--dry-run", "--columns", "mpn=Code"])
        .exits(2)
        .tells("no list has a column `Code`")
        .tells("the columns are `Reference`, `Quantity`, `MPN`");
    folder
        .run(&["import", "bom", "eu.csv", "--dry-run", "--columns", "part=MPN"])
        .exits(1)
        .tells("unknown field `part`");
}

/// Whatever makes the exit status 1 is said with `-q`, too: in one line.
#[test]
fn a_quiet_import_says_why_its_status_is_1() {
    let folder = Folder::new();
    folder.write("bad.csv", "Reference,Qty,MPN\nR1,5,A\nR2,7,B\nR3,1,C\n");
    let run = folder.run(&["-q", "import", "bom", "bad.csv", "-o", "x"]).exits(1);
    let run = run.tells("warning: bad.csv:2: quantity 5").tells("(and 1 more; leave out `-q` to read all)");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    folder.write("good.csv", "Reference,Qty,MPN\nR1,1,A\n");
    assert_eq!(folder.run(&["-q", "import", "bom", "good.csv", "-o", "y"]).exits(0).stderr, "");
    folder.write("none.csv", "hello\n");
    folder.run(&["-q", "import", "bom", "none.csv", "-o", "z"]).exits(1).tells("error: none.csv");
}

#[test]
fn wrong_input_is_reported_with_help() {
    let folder = Folder::new();
    folder.write("none.csv", "hello\n");
    folder.run(&["import", "bom"]).exits(2).tells("NAME=FILE");
    folder.run(&["import", "bom", "a=eu.csv"]).exits(2).tells("--output");
    folder.run(&["import", "bom", "a=nothing.csv", "-o", "x"]).exits(2).tells("nothing.csv");
    folder.run(&["import", "bom", "a=none.csv", "-o", "x"]).exits(1).tells("no row names the columns");
    folder.run(&["import", "bom", "a=eu.csv", "a=us.csv", "-o", "x"]).exits(2).tells("two lists are named `a`");
    folder.run(&["import", "bom", "a=eu.csv", "b=us.csv", "-o", "x", "--market", "Q=DE"]).exits(2).tells("`Q`");
    let both =
        |more: &[&str]| folder.run(&[&["import", "bom", "EU868=eu.csv", "US915=us.csv", "-o", "x"], more].concat());
    both(&["--currency", "usd"]).exits(2).tells("`usd` is not a currency code").tells("did you mean `USD`?");
    both(&["--currency", "XXQ"]).exits(2).tells("`XXQ` is not a currency code of ISO 4217").tells("that is in use");
    both(&["--market", "FOO=DE"])
        .exits(2)
        .tells("no list has the value `FOO`")
        .tells("the values are `EU868`, `US915`");
    both(&["--market", "EU868=De"]).exits(2).tells("unknown area `De`").tells("did you mean `DE`?");
    both(&["--market", "EU868=US"]).exits(2).tells("market `US` is chosen for two values");
    assert!(!folder.0.path().join("x").exists());
    // A list with only a header is an empty variant, which is reported.
    folder.write("head.csv", "Reference,Quantity,MPN\n");
    let run = folder.run(&["import", "bom", "EU868=eu.csv", "US915=head.csv", "-o", "my board"]).exits(1);
    run.tells("head.csv: the list names no part").prints("cd 'my board'\n");
}
