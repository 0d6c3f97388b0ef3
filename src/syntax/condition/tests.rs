//! Conditions print and parse back; what cannot be read is told at its place with an edit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::span::FileId;
use proptest::prelude::*;

fn place() -> TextPlace {
    TextPlace { whole: Span::start_of(FileId(0)), inner: Some(0) }
}

fn parse(text: &str) -> Condition {
    parse_condition(text, place()).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

/// The condition without places.
fn placeless(condition: Condition) -> Condition {
    let all = |parts: Vec<Condition>| parts.into_iter().map(placeless).collect();
    match condition {
        Condition::Atom(atom) => Condition::Atom(placeless_atom(atom)),
        Condition::Not(inner) => Condition::Not(Box::new(placeless(*inner))),
        Condition::And(parts) => Condition::And(all(parts)),
        Condition::Or(parts) => Condition::Or(all(parts)),
        Condition::Implies(left, right) => Condition::Implies(Box::new(placeless(*left)), Box::new(placeless(*right))),
    }
}

fn placeless_atom(atom: Atom) -> Atom {
    let nowhere = Span::start_of(FileId(0));
    let values =
        |values: Vec<Spanned<Literal>>| values.into_iter().map(|value| Spanned::new(value.value, nowhere)).collect();
    let test = atom.test.map(|test| Comparison { operator: test.operator, values: values(test.values) });
    Atom { subject: Spanned::new(atom.subject.value, nowhere), test, span: nowhere }
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9_-]{0,6}".prop_filter("keywords", |name| {
        !["and", "or", "not", "in", "true", "false", "market", "carrier"].contains(&name.as_str())
    })
}

fn capability() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9-]{0,3}(\\.[a-z0-9][a-z0-9_]{0,3}){0,2}"
}

fn path() -> impl Strategy<Value = FactPath> {
    (capability(), name()).prop_map(|(capability, attribute)| FactPath { capability, attribute })
}

fn requirement() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(
        prop_oneof![Just("^1.2"), Just(">=1, <2"), Just("1.*"), Just("=2.0.0-rc.1"), Just("it's")]
            .prop_map(str::to_owned),
    )
}

fn subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        name().prop_map(Subject::Option),
        name().prop_map(Subject::Slot),
        (name(), requirement())
            .prop_map(|(id, requirement)| Subject::Component(ComponentReference { id, requirement })),
        capability().prop_map(Subject::Provides),
        Just(Subject::Market),
        Just(Subject::Carrier),
        path().prop_map(Subject::Fact),
        path().prop_map(Subject::Min),
        path().prop_map(Subject::Max),
        path().prop_map(Subject::Known),
        capability().prop_map(Subject::Count),
        name().prop_map(Subject::Sum),
    ]
}

fn literal() -> impl Strategy<Value = Spanned<Literal>> {
    let number = (-1_000_000_i64..1_000_000, 0_usize..3).prop_map(|(digits, places)| {
        Literal::Number(
            format!("{}.{:0>width$}", digits / 100, (digits % 100).abs(), width = places.max(2)).parse().unwrap(),
        )
    });
    prop_oneof![
        name().prop_map(Literal::Text),
        "\\PC{0,8}".prop_map(Literal::Text),
        prop_oneof![Just("and"), Just("12"), Just("true"), Just("a@^1.2"), Just("a@>=1, <2"), Just("'"), Just("")]
            .prop_map(|text| Literal::Text(text.to_owned())),
        number,
        any::<bool>().prop_map(Literal::Boolean),
    ]
    .prop_map(|literal| Spanned::new(literal, Span::start_of(FileId(0))))
}

fn comparison() -> impl Strategy<Value = Comparison> {
    use Comparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let operator =
        prop_oneof![Just(Equal), Just(NotEqual), Just(Less), Just(LessOrEqual), Just(Greater), Just(GreaterOrEqual)];
    prop_oneof![
        (operator, literal()).prop_map(|(operator, value)| Comparison { operator, values: vec![value] }),
        proptest::collection::vec(literal(), 1..4).prop_map(|values| Comparison { operator: Comparator::In, values }),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let nowhere = Span::start_of(FileId(0));
    let atom = (subject(), proptest::option::of(comparison())).prop_map(move |(subject, test)| {
        Condition::Atom(Atom { subject: Spanned::new(subject, nowhere), test, span: nowhere })
    });
    atom.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Condition::Not(Box::new(inner))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Condition::Or),
            (inner.clone(), inner).prop_map(|(left, right)| Condition::Implies(Box::new(left), Box::new(right))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_condition_printed_and_read_again_is_the_same(condition in condition()) {
        let text = condition.to_string();
        let again = parse_condition(&text, place()).map_err(|fault| TestCaseError::fail(format!("{text}: {fault:?}")))?;
        prop_assert_eq!(placeless(again), condition, "{}", text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-z0-9 .@'()<>=!&|,\"^~*-]{0,40}|\\PC{0,20}") {
        if let Err(fault) = parse_condition(&text, place()) {
            let span = fault.span().unwrap();
            prop_assert!(span.start <= span.end && span.end as usize <= text.len());
        }
    }
}

#[test]
fn words_bind_as_the_contract_says() {
    for (text, bound) in [
        ("a or b and c", "a or (b and c)"),
        ("not a == x and b", "(not (a == x)) and b"),
        ("a => b => c", "a => (b => c)"),
        ("a or b => c and d", "(a or b) => (c and d)"),
        ("not not a", "not (not a)"),
        ("min(fact(power.mains.voltage_v)) > 100", "min(power.mains.voltage_v) > 100"),
        ("known(fact(a.b)) and known(a.b)", "known(a.b) and known(a.b)"),
        ("market in eea", "market in (eea)"),
        ("slot.x==bg95-m3@^1.2=>y", "(slot.x == bg95-m3@^1.2) => y"),
    ] {
        assert_eq!(placeless(parse(text)), placeless(parse(bound)), "{text}");
    }
    assert_ne!(placeless(parse("(a and b) and c")), placeless(parse("a and b and c")));
}

#[test]
fn every_atom_of_the_contract_is_read() {
    for text in [
        "uplink == cellular",
        "uplink in (cellular, lorawan)",
        "air-quality",
        "slot.modem",
        "slot.modem == bg95-m3",
        "slot.modem in (bg95-m3@^1.2, x)",
        "component.bg95-m3",
        "component.bg95-m3@^1.2",
        "provides(radio.lte-m)",
        "market == CN",
        "carrier in (att)",
        "fact(power.mains.frequency_hz) == 60",
        "count(radio) <= 2",
        "sum(power_w) <= -60.5",
        "option == 'two words'",
        "mode == 2g",
        "'x' == a",
    ] {
        let read = parse_condition(text, place());
        assert_eq!(read.is_ok(), !text.starts_with('\''), "{text}: {read:?}");
        if let Ok(condition) = read {
            assert_eq!(condition.to_string(), text);
        }
    }
}

/// The words at the fault, and the help.
fn fault_of(text: &str) -> (String, String) {
    let fault = parse_condition(text, place()).expect_err(text);
    assert_eq!(fault.code, "condition-syntax", "{text}");
    let span = fault.span().unwrap();
    (text[span.start as usize..span.end as usize].to_owned(), fault.help.unwrap_or_default())
}

#[test]
fn signs_of_other_languages_are_answered_with_the_edit_that_works() {
    for text in [
        "a = b",
        "a && b",
        "a || b",
        "! a",
        "slots.x",
        "components.x",
        "power.mains.voltage_v == 230",
        "a == slot.b",
        "a AND b",
        "a @^1",
        "coun(a) > 1",
        "a@^1",
        "a == \"b c\"",
    ] {
        let (marked, help) = fault_of(text);
        let Some(edit) = help.split('`').nth(1) else { continue };
        if text.contains('"') || text.contains('@') {
            continue;
        }
        let at = text.find(&marked).unwrap();
        let mut edited = text.to_owned();
        edited.replace_range(at..at + marked.len(), edit);
        assert!(parse_condition(&edited, place()).is_ok(), "{edited}");
    }
}

#[test]
fn faults_stand_where_they_are() {
    for (text, marked) in [
        ("", ""),
        ("a and", ""),
        ("a and and b", "and"),
        ("(a or b", ""),
        ("a)", ")"),
        ("a < b < c", "<"),
        ("a in ()", ")"),
        ("a in (b c)", "c"),
        ("a b", "b"),
        ("fact(x) == 1", "x"),
        ("sum(a.b) > 1", "a.b"),
        ("5", "5"),
        ("true", "true"),
        ("a == and", "and"),
        ("component.x@", "@"),
        ("a == 'b", "'b"),
        ("a § b", "§"),
    ] {
        assert_eq!(fault_of(text).0, marked, "{text}");
    }
}
