//! How reliable the facts are that an answer uses: a warning for each status below `agree`.

use crate::bom::{FactUse, Warning};
use crate::terms::code::FactCode;

/// Status, code of the warning, and the words after "facts".
const STATUSES: [(&str, FactCode, &str); 3] = [
    ("single", FactCode::SingleSource, "with a single source"),
    ("disputed", FactCode::Disputed, "on which sources differ"),
    ("unverified", FactCode::Unverified, "that no source confirms"),
];

/// Most facts that a warning names; `explain` lists them all.
const NAMED: usize = 4;

/// One warning for each status: `the answer uses 5 facts with a single source: a, b, c, d and 1 more`.
pub(crate) fn warnings(facts: &[FactUse]) -> Vec<Warning> {
    let warning = |(status, code, words): (&str, FactCode, &str)| {
        let with_status = facts.iter().filter(|fact| fact.status.as_deref() == Some(status));
        let mut keys: Vec<&str> = with_status.map(|fact| fact.key.as_str()).collect();
        keys.dedup();
        let fact = match keys.len() {
            0 => return None,
            1 => "1 fact".to_owned(),
            many => format!("{many} facts"),
        };
        let message = format!("the answer uses {fact} {words}: {}", named(&keys));
        Some(Warning { code: code.into(), message })
    };
    STATUSES.into_iter().filter_map(warning).collect()
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
            warnings(&facts).into_iter().map(|one| (one.code.as_str(), one.message)).collect();
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
        assert_eq!(warnings(&facts[..2]), []);
    }
}
