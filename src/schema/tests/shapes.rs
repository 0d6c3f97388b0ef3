//! Each code is raised where its shape does not fit, and the help's edit mends it.

use super::{assert_edit_works, component, node, overlay, reading};
use crate::number::Number;
use crate::schema::FileKind;
use crate::syntax::Node;

#[test]
fn the_edit_of_every_help_works() {
    for (lines, code) in [
        ("nmae = \"a\"", "unknown-key"),
        ("price = \"12,90\"", "bad-money"),
        ("price = \"1.234,50\"", "bad-money"),
        ("price = 12.90", "wrong-type"),
        ("lead_weeks = \"8\"", "wrong-type"),
        ("lead_weeks = 8.0", "wrong-type"),
        ("hs = 8517", "wrong-type"),
        ("from = \"2026-01-01\"", "wrong-type"),
        ("from = 2026-01-01T10:00:00Z", "wrong-type"),
        ("lifecycle = \"activ\"", "bad-value"),
        ("currency = \"usd\"", "bad-value"),
        ("origin = \"C N\"", "bad-name"),
        ("territories = { only = \"CN\" }", "wrong-type"),
        ("attributes = { temperature_range_c = [50, -30] }", "bad-range"),
        ("attributes = { since = 2020-01-01 }", "wrong-type"),
        ("provides = { \"Radio.LTE\" = {} }", "bad-capability"),
        ("provides = { radio.lte-m = { bands = [2] } }", "unquoted-capability"),
        ("needs = { firmware.modem = { version = \"^2.1\" } }", "unquoted-capability"),
        ("needs = { a = { x = { any_of = [1] } } }", "unknown-key"),
    ] {
        let text = component(lines);
        assert_edit_works(FileKind::Catalog, &text, code);
    }
}

#[test]
fn what_is_missing_is_named_with_a_line_that_can_be_added() {
    for (kind, text) in [
        (FileKind::Overlay, "name = \"x\"\n[slots.a]\n[[rules]]\n"),
        (FileKind::Catalog, "[[components]]\nid = \"x\"\n"),
        (FileKind::Catalog, "[[components]]\nkind = \"hardware\"\n"),
        (FileKind::Overlay, "area = \"X\"\n[[radio]]\nrange_mhz = [1, 2]\n"),
        (FileKind::Overlay, "area = \"X\"\n[[needs]]\nbecause = \"y\"\n"),
        (FileKind::Solution, "[volumes]\nUS = 1\n"),
        (FileKind::Sources, "[[sources]]\ntitle = \"x\"\n"),
    ] {
        let found = reading(kind, "f.toml", text);
        assert!(found.diagnostics.iter().all(|one| one.code == "missing-key"), "{}", found.told());
        if found.diagnostics.len() == 1 && kind != FileKind::Solution {
            assert_edit_works(kind, text, "missing-key");
        }
    }
}

#[test]
fn a_slip_in_a_required_key_is_one_fault() {
    let found = reading(FileKind::Catalog, "c.toml", "[[components]]\nid = \"x\"\nkidn = \"hardware\"\n");
    assert_eq!(found.only().code, "unknown-key");
    let found = reading(
        FileKind::Overlay,
        "o.toml",
        &overlay("[[carriers]]\nid = \"a\"\nnetworks = [{ tecnology = \"lte\" }]"),
    );
    assert_eq!(found.only().help.as_deref(), Some("write `technology` instead of `tecnology`"));
}

#[test]
fn numbers_that_cannot_be_counted_with_are_told() {
    for number in ["nan", "-inf", "1e400", "9999999999999999999", "0.0000000000001", "0xffffffffffffffffffff"] {
        let found = reading(FileKind::Catalog, "c.toml", &component(&format!("attributes = {{ x = {number} }}")));
        assert_eq!((found.only().code.as_str(), found.marked(found.only())), ("bad-number", number));
    }
    let found = reading(FileKind::Catalog, "c.toml", &component("attributes = { a = 0x1F, b = 1_000.25, c = -1.5e3 }"));
    assert!(found.is_sound());
    for (key, number) in [("a", "31"), ("b", "1000.25"), ("c", "-1500")] {
        let expected: Number = number.parse().unwrap();
        assert_eq!(node(&found.document, &["components", "attributes", key]), &Node::Number(expected));
    }
}

#[test]
fn values_out_of_bounds_are_told_and_left_out() {
    let text = overlay("[slots.a]\nquantity = 0\n[supplies]\nuart = -1\n[[rules]]\nid = \"r\"\nthen = \"\"");
    let found = reading(FileKind::Overlay, "o.toml", &text);
    assert_eq!(found.codes(), ["bad-value 3:12", "bad-value 5:8", "condition-syntax 8:8"]);
    assert!(found.document.root.table("slots").unwrap().table("a").unwrap().get("quantity").is_none());
}

#[test]
fn sets_are_distinct_and_of_one_kind() {
    let found = reading(
        FileKind::Catalog,
        "c.toml",
        &component("attributes = { a = [1, 1.0, \"x\", true], b = [1, 2], c = [] }"),
    );
    assert_eq!(found.codes(), ["duplicate-value 4:24", "wrong-type 4:29", "wrong-type 4:34"], "{}", found.told());
}

#[test]
fn both_of_two_keys_that_contradict_each_other_are_told() {
    let found = reading(FileKind::Catalog, "c.toml", &component("price = \"1\"\nper_month = \"1\""));
    assert_eq!(found.codes(), ["bad-value 5:1"]);
    let found = reading(
        FileKind::Overlay,
        "o.toml",
        &overlay("[[needs]]\ncapability = \"a\"\none-of = [{ capability = \"b\" }]"),
    );
    assert_eq!(found.only().code, "bad-value");
}

#[test]
fn a_capability_without_quotes_is_told_however_it_is_written() {
    for lines in [
        "provides = { sense.light = {} }",
        "provides.sense.light = {}",
        "[components.provides.sense.light]",
        "provides = { sense = { light = {} } }",
        "needs.sense.light = { lux = 1 }",
        "needs = { sense.light = {} }",
    ] {
        let found = reading(FileKind::Catalog, "c.toml", &component(lines));
        assert_eq!(found.only().code, "unquoted-capability", "{lines}");
        assert_eq!(found.only().help.as_deref(), Some("write `\"sense.light\"`"), "{lines}");
    }
    let found = reading(FileKind::Catalog, "c.toml", &component("provides.radio.bands = [2]"));
    assert_eq!(found.only().help.as_deref(), Some("write `radio` as a table with the key `bands`"));
    for lines in [
        "provides.sense = {}",
        "provides.\"sense.light\" = {}",
        "[components.provides.\"sense.light\"]\nlux = 1",
        "needs = { sense = { lux.at-least = 1 } }",
        "needs = { \"sense.light\" = { lux = { at-least = 1 } } }",
    ] {
        let found = reading(FileKind::Catalog, "c.toml", &component(lines));
        assert!(found.diagnostics.is_empty(), "{}", found.told());
    }
}

#[test]
fn names_longer_than_200_bytes_are_told() {
    let long = "a".repeat(201);
    for text in [
        component(&format!("{long} = 1")),
        component(&format!("attributes = {{ {long} = 1 }}")),
        component(&format!("provides = {{ {long} = {{}} }}")),
    ] {
        let found = reading(FileKind::Catalog, "c.toml", &text);
        assert_eq!(found.only().code, "bad-name");
        assert!(found.only().message.len() < 200);
    }
}

#[test]
fn the_wrong_number_of_brackets_around_a_header_is_told() {
    assert_eq!(
        reading(FileKind::Overlay, "o.toml", &overlay("[rules]\nid = \"x\"")).only().help.as_deref(),
        Some("write `[[rules]]`")
    );
    assert_eq!(
        reading(FileKind::Overlay, "o.toml", &overlay("[[power]]")).only().help.as_deref(),
        Some("write `[power]`")
    );
}

#[test]
fn the_schema_of_every_kind_names_its_keys_with_their_documentation() {
    for (kind, key) in [
        (FileKind::Solution, "slots"),
        (FileKind::Catalog, "components"),
        (FileKind::Overlay, "radio"),
        (FileKind::Sources, "sources"),
    ] {
        let schema = crate::schema::json_schema(kind);
        assert!(schema["properties"][key]["description"].as_str().is_some_and(|doc| doc.len() > 5));
        assert_eq!(schema["additionalProperties"], false);
    }
}
