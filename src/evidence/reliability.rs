//! How reliable the facts are that an answer uses: a warning for each status below `agree`.

use crate::bom::{FactUse, Warning};
use crate::query::Case;
use crate::terms::code::FactCode;

/// Codes of the warnings, and the words after "facts".
const CODES: [(FactCode, &str); 3] = [
    (FactCode::SingleSource, "with a single source"),
    (FactCode::Disputed, "on which sources differ"),
    (FactCode::Unverified, "that no source confirms"),
];

/// Most facts that a warning names; `explain` lists them all.
const NAMED: usize = 4;

/// One warning for each status: `the answer uses 5 facts with a single source: a, b, c, d and 1 more`; and one for each fact
/// that a waiver accepts.
pub(crate) fn warnings(case: &Case<'_>, facts: &[FactUse]) -> Vec<Warning> {
    by_status(facts, |code, key| case.accepts_key(code, key))
}

fn by_status(facts: &[FactUse], is_accepted: impl Fn(FactCode, &str) -> bool) -> Vec<Warning> {
    let mut list = Vec::new();
    for (code, words) in CODES {
        let of_code = |fact: &&FactUse| fact.status.as_deref().and_then(FactCode::of_status) == Some(code);
        let mut keys: Vec<&str> = facts.iter().filter(of_code).map(|fact| fact.key.as_str()).collect();
        keys.dedup();
        let (accepted, others): (Vec<&str>, Vec<&str>) = keys.into_iter().partition(|key| is_accepted(code, key));
        list.extend((!others.is_empty()).then(|| Warning::new(code, "", message(&others, words))));
        list.extend(accepted.into_iter().map(|key| Warning::new(code, key, message(&[key], words))));
    }
    list
}

fn message(keys: &[&str], words: &str) -> String {
    let fact = if keys.len() == 1 { "1 fact".to_owned() } else { format!("{} facts", keys.len()) };
    format!("the answer uses {fact} {words}: {}", named(keys))
}

fn named(keys: &[&str]) -> String {
    let first: Vec<String> = keys.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
    match keys.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(key: &str, status: Option<&str>) -> FactUse {
        FactUse {
            key: key.to_owned(),
            layer: "DE".to_owned(),
            source: Vec::new(),
            status: status.map(str::to_owned),
            value: "1".to_owned(),
            place: None,
            slots: Vec::new(),
        }
    }

    #[test]
    fn each_status_is_reported_once_with_its_first_facts() {
        let mut facts = vec![fact("a", Some("agree")), fact("b", None), fact("c", Some("unverified"))];
        facts.extend(["d", "e", "f", "g", "h", "i"].map(|key| fact(key, Some("single"))));
        let messages: Vec<(&str, String)> =
            by_status(&facts, |_, _| false).into_iter().map(|one| (one.code.as_str(), one.message)).collect();
        assert_eq!(
            messages,
            [
                (
                    "single-source",
                    "the answer uses 6 facts with a single source: `d`, `e`, `f`, `g` and 2 more".to_owned()
                ),
                ("unverified", "the answer uses 1 fact that no source confirms: `c`".to_owned()),
            ]
        );
        assert_eq!(by_status(&facts[..2], |_, _| false), []);
        // What is accepted has a warning of its own.
        let keys: Vec<String> = by_status(&facts, |_, key| key == "e").into_iter().map(|one| one.key).collect();
        assert_eq!(keys, ["", "e", ""]);
    }
}
