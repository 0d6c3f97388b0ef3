//! Faults of TOML: each is told once, and the rest of the file is still read.

use super::{assert_edit_works, component, overlay, reading};
use crate::schema::FileKind;

#[test]
fn several_faults_of_one_file_are_told_at_once_in_the_order_of_the_text() {
    let text = "[solution]\nname = \"my lamp\"\nmarkets = \"DE\"\ncurrency = EUR\nobjektive = [\"cost\"]\n\n[slots.driver\nchoose = [1]\nquantity = 0\nkind \"x\"\n";
    let found = reading(FileKind::Solution, "solution.toml", text);
    let codes = [
        "bad-name 2:8",
        "wrong-type 3:11",
        "toml-syntax 4:12",
        "unknown-key 5:1",
        "toml-syntax 7:14",
        "wrong-type 8:11",
        "bad-value 9:12",
        "toml-syntax 10:6",
    ];
    assert_eq!(found.codes(), codes, "{}", found.told());
}

#[test]
fn a_bracket_that_is_never_closed_is_one_fault() {
    let text = overlay(
        "[power]\nvoltage_v = [120\nfrequency_hz = [60]\n[[limits]]\ncapability = \"x\"\nwhere = { a = { any-of = [1] }\n[[radio]]\ntechnology = \"wifi\"",
    );
    let found = reading(FileKind::Overlay, "DE.toml", &text);
    assert_eq!(found.codes(), ["toml-syntax 3:13", "toml-syntax 7:9"], "{}", found.told());
    assert_eq!(found.document.root.tables("radio").count(), 1);
    assert!(found.document.root.table("power").unwrap().get("frequency_hz").is_some());
}

#[test]
fn a_header_that_is_not_closed_keeps_its_table() {
    for header in ["[slots.a", "[set]\n[slots.a"] {
        let found = reading(
            FileKind::Overlay,
            "DE.toml",
            &overlay(&format!("{header}\nchoose = [\"b\"]\n[slots.c]\nchoose = [\"d\"]")),
        );
        assert_eq!(found.only().code, "toml-syntax");
        let slots = found.document.root.table("slots").unwrap();
        assert_eq!(slots.entries.len(), 2);
        assert_eq!(slots.table("a").unwrap().texts("choose").count(), 1);
    }
}

#[test]
fn a_key_without_a_value_does_not_end_the_file() {
    let found = reading(FileKind::Catalog, "c.toml", &component("hs \"85\"\nprice = 5"));
    assert_eq!(found.codes(), ["toml-syntax 4:4", "wrong-type 5:9"]);
}

#[test]
fn a_key_written_twice_is_told_with_both_places() {
    for (text, first, second) in [
        ("area = \"DE\"\narea = \"FR\"\n", 0, 12),
        ("area = \"DE\"\n[set]\na = 1\n[supplies]\na = 1\nb = 1\na = 2\n", 35, 47),
        ("area = \"DE\"\n[set]\na = 1\n[power]\n[set]\nb = 1\n", 12, 33),
        ("area = \"DE\"\n[[limits]]\nid = \"a\"\nwhere = { id = 1, b = 1, id = 2 }\n", 42, 57),
    ] {
        let found = reading(FileKind::Overlay, "DE.toml", text);
        let fault = found.only();
        assert_eq!(fault.code, "duplicate-key");
        let starts: Vec<u32> = fault.labels.iter().map(|label| label.span.start).collect();
        assert!(starts == [second, first], "{}", found.told());
    }
}

#[test]
fn the_edit_of_a_fault_of_syntax_works() {
    assert_edit_works(FileKind::Overlay, "area = DE\n", "toml-syntax");
    assert_edit_works(FileKind::Overlay, &overlay("[[radio]]\nid = \"x\"\ndfs = True"), "toml-syntax");
}

#[test]
fn a_day_that_is_not_in_the_calendar_is_told() {
    for day in ["2026-02-30", "2026-13-01", "0000-01-01"] {
        let text = component(&format!("from = {day}"));
        let found = reading(FileKind::Catalog, "c.toml", &text);
        assert_eq!((found.only().code.as_str(), found.marked(found.only())), ("bad-date", day));
    }
}

#[test]
fn many_faults_of_syntax_are_counted() {
    let found = reading(FileKind::Overlay, "DE.toml", &overlay(&"x y\n".repeat(80)));
    let told = found.diagnostics.iter().filter(|one| one.code == "toml-syntax").count();
    assert_eq!(told, 51);
    assert!(found.told().contains("and 30 more"), "{}", found.told());
}

#[test]
fn a_byte_order_mark_and_line_ends_of_any_kind_are_read() {
    let text = "\u{feff}area = \"DE\"\r\n[set]\na = 1\r\nb = nope\n";
    let found = reading(FileKind::Overlay, "DE.toml", text);
    assert_eq!(found.codes(), ["toml-syntax 4:5"]);
    assert_eq!(found.marked(found.only()), "nope");
    assert_eq!(found.document.root.table("set").unwrap().entries.len(), 1);
}
