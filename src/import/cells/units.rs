//! Units of one part: `U2A` and `U2B` are one `U2`.

use crate::number::Number;
use std::collections::BTreeMap;

/// Designators of which the units of a part were joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Joined {
    /// The designators, each once, in the order of their first unit.
    pub names: Vec<String>,
    /// The units of each joined part: `U2` → `U2A`, `U2B`.
    pub units: BTreeMap<String, Vec<String>>,
}

/// Letters of parts that are drawn in several units.
const SEVERAL_UNITS: [&str; 12] = ["U", "IC", "Q", "D", "K", "RN", "RP", "AR", "N", "T", "V", "OK"];

/// Joins the units of parts among the designators of one part: of one row or of several. `quantity` is the number that the list
/// gives for all of them: as many as there are units, they are parts of their own (`R1A, R1B` of two channels); as many as
/// there are stems, they are units. Without it, only parts that are usually drawn in units are joined.
pub(in crate::import) fn join(names: &[String], quantity: Option<Number>) -> Joined {
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut stems: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in &all {
        if let Some(stem) = stem(name) {
            stems.entry(stem).or_default().push(name);
        }
    }
    stems.retain(|stem, units| units.len() > 1 && !all.contains(stem));
    let total: usize = stems.values().map(|units| units.len() - 1).sum();
    let count =
        |number: usize| quantity.is_some() && quantity.and_then(Number::to_integer) == i128::try_from(number).ok();
    if count(all.len()) {
        stems.clear();
    } else if !count(all.len() - total) {
        stems.retain(|stem, _| is_usual(stem));
    }
    let mut joined = Joined::default();
    for name in all {
        let found = stem(name).filter(|stem| stems.contains_key(stem));
        let shown = found.unwrap_or(name);
        if let Some(stem) = found {
            joined.units.entry(stem.to_owned()).or_default().push(name.to_owned());
        }
        if found.is_none() || !joined.names.iter().any(|known| known == shown) {
            joined.names.push(shown.to_owned());
        }
    }
    joined
}

/// `U2A`, `U2.1`, `U2-B`, `U2_A`, `U2:A` → `U2`.
fn stem(name: &str) -> Option<&str> {
    let last = name.chars().next_back()?;
    let rest = name.get(..name.len() - last.len_utf8())?;
    let stem = match rest.strip_suffix(['.', '-', '_', ':']) {
        Some(stem) if last.is_ascii_alphanumeric() => stem,
        _ if last.is_ascii_alphabetic() => rest,
        _ => return None,
    };
    let is_numbered = stem.starts_with(char::is_alphabetic) && stem.ends_with(|letter: char| letter.is_ascii_digit());
    is_numbered.then_some(stem)
}

fn is_usual(stem: &str) -> bool {
    SEVERAL_UNITS.contains(&stem.trim_end_matches(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, quantity: Option<i32>) -> String {
        let names: Vec<String> = text.split(' ').map(str::to_owned).collect();
        join(&names, quantity.map(Number::from)).names.join(" ")
    }

    #[test]
    fn units_of_a_part_are_one_and_channels_are_not() {
        for (text, quantity, wanted) in [
            ("U2A U2B", Some(1), "U2"),
            ("U2A U2B", None, "U2"),
            ("U2A U2B", Some(2), "U2A U2B"),
            ("U2A U2B", Some(7), "U2"),
            ("U2A U3 U2B", Some(2), "U2 U3"),
            ("U2.1 U2.2", Some(1), "U2"),
            ("U2-A U2-B", None, "U2"),
            ("IC1:A IC1:B", None, "IC1"),
            ("R1A R1B", None, "R1A R1B"),
            ("R1A R1B", Some(1), "R1"),
            ("R1A R1B", Some(2), "R1A R1B"),
            ("U2A", Some(1), "U2A"),
            ("U2 U2A U2B", None, "U2 U2A U2B"),
            ("U2A U3A", None, "U2A U3A"),
            ("LED_A LED_B", None, "LED_A LED_B"),
        ] {
            assert_eq!(names(text, quantity), wanted, "{text} {quantity:?}");
        }
    }
}
