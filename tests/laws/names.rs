//! Names of variants: grids of plans and options, letters, revisions, any text.

use super::random::Random;

const PLANS: [&str; 8] = ["EU868", "US915", "AS923-1", "AS923-2", "IN865", "AU915", "KR920", "CN470"];
const WORDS: [&str; 20] = [
    "标准版",
    "w/ case",
    "w/o case",
    "EU_868",
    "EU-868",
    "rev-1.4",
    "rev-1.4.2",
    "2.4 GHz",
    "true",
    "false",
    "and",
    "in",
    "Größe-Ä",
    "no lid",
    "v2",
    "10",
    "DE",
    "lab sample",
    "a\"b",
    "(x) [y]",
];

/// Distinct names for so many lists.
pub fn names(random: &mut Random, count: usize) -> Vec<String> {
    let mut found: Vec<String> = match random.below(4) {
        0 | 1 => grid(random),
        2 => ('A'..='X').map(String::from).collect(),
        _ => WORDS.iter().map(|word| (*word).to_owned()).collect(),
    };
    random.shuffle(&mut found);
    let more = (1..).map(|number| format!("other {number}"));
    found.into_iter().chain(more).take(count).collect()
}

fn grid(random: &mut Random) -> Vec<String> {
    let signs = ["-", "_", " "];
    let sign = *random.pick(&signs);
    let buses: &[&str] = if random.percent(50) { &["SPI", "USB"] } else { &[""] };
    let ends: &[&str] = if random.percent(50) { &["GNSS", ""] } else { &[""] };
    let mut found = Vec::new();
    for plan in PLANS {
        for bus in buses {
            for end in ends {
                let parts: Vec<&str> = [*bus, plan, *end].into_iter().filter(|part| !part.is_empty()).collect();
                found.push(parts.join(sign));
            }
        }
    }
    found
}
