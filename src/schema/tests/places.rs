//! Every value knows where it is written.

use super::{component, overlay, reading};
use crate::schema::FileKind;
use crate::span::Span;
use crate::syntax::{Node, Table};

#[test]
fn keys_values_and_headers_have_their_own_places() {
    let text = component("price = \"12.90\"\n[[components.needs]]\ncapability = \"a.b\"");
    let found = reading(FileKind::Catalog, "c.toml", &text);
    assert!(found.is_sound(), "{}", found.told());
    let written = |span: Span| &text[span.start as usize..span.end as usize];
    let table = found.document.root.tables("components").next().unwrap();
    assert_eq!(written(table.header), "[[components]]");
    assert_eq!(written(table.get("price").unwrap().span), "\"12.90\"");
    assert_eq!(written(table.key_span("price").unwrap()), "price");
    let need = table.tables("needs").next().unwrap();
    assert_eq!(written(need.header), "[[components.needs]]");
    assert_eq!(written(need.text("capability").unwrap().span), "\"a.b\"");
}

#[test]
fn entries_keep_the_order_of_the_text() {
    let text = overlay("[slots.zinc]\nquantity = 1\nchoose = [\"a\"]\n[slots.alpha]\n[slots.mid]");
    let found = reading(FileKind::Overlay, "DE.toml", &text);
    let names = |table: &Table| table.entries.iter().map(|(key, _)| key.value.clone()).collect::<Vec<_>>();
    let slots = found.document.root.table("slots").unwrap();
    assert_eq!(names(slots), ["zinc", "alpha", "mid"]);
    assert_eq!(names(slots.table("zinc").unwrap()), ["quantity", "choose"]);
}

#[test]
fn a_fault_in_a_condition_points_into_the_string() {
    for (string, marked) in [
        ("\"a == 1 && b\"", "&&"),
        ("'a == 1 && b'", "&&"),
        ("\"\"\"\na == 1\n  && b\"\"\"", "&&"),
        ("'''\r\na == 1\r\n  && b'''", "&&"),
        ("\"a \\u003d= 1 && b\"", "\"a \\u003d= 1 && b\""),
    ] {
        let text = overlay(&format!("[[rules]]\nid = \"r\"\nthen = {string}"));
        let found = reading(FileKind::Overlay, "DE.toml", &text);
        assert_eq!(
            (found.only().code.as_str(), found.marked(found.only())),
            ("condition-syntax", marked),
            "{}",
            found.told()
        );
    }
}

#[test]
fn words_of_a_condition_have_places() {
    let text = overlay("[[rules]]\nid = \"r\"\nthen = \"slot.modem in (bg95-m3, 'x y')\"");
    let found = reading(FileKind::Overlay, "DE.toml", &text);
    let rule = found.document.root.tables("rules").next().unwrap();
    let Some(Node::Condition(condition)) = rule.get("then").map(|found| &found.value) else {
        panic!("{}", found.told())
    };
    let crate::syntax::condition::Condition::Atom(atom) = &**condition else { panic!("{condition:?}") };
    let written = |span: Span| &text[span.start as usize..span.end as usize];
    assert_eq!(written(atom.span), "slot.modem in (bg95-m3, 'x y')");
    assert_eq!(written(atom.subject.span), "slot.modem");
    assert_eq!(written(atom.test.as_ref().unwrap().values[1].span), "'x y'");
}
