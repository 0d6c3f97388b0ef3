//! The ids of parts and the names of places.

use crate::import::merge::Known;
use std::collections::{BTreeSet, HashMap};

/// Sets the ids: the company's own number if it is a valid one, else the part number with characters that an id cannot
/// hold replaced; unique regardless of case.
pub(super) fn name_parts(parts: &mut [Known]) {
    let mut namer = Namer::default();
    for known in parts {
        let ipn = Some(known.part.ipn.as_str()).filter(|ipn| crate::name::is_name(ipn));
        known.id = namer.distinct(&ipn.map_or_else(|| named(&known.part.shown(), "part"), str::to_owned));
    }
}

pub(super) fn named(text: &str, otherwise: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let text: String = text.chars().map(plain).take(120).collect();
    let text = text.trim_matches(['-', '_']);
    if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
}

/// Names that were given, and the next number of each.
#[derive(Default)]
pub(super) struct Namer {
    taken: BTreeSet<String>,
    next: HashMap<String, u32>,
}

impl Namer {
    /// A name that was not given before, with a number where needed.
    pub fn distinct(&mut self, name: &str) -> String {
        if self.taken.insert(name.to_lowercase()) {
            return name.to_owned();
        }
        let next = self.next.entry(name.to_lowercase()).or_insert(2);
        loop {
            let numbered = format!("{name}-{next}");
            *next += 1;
            if self.taken.insert(numbered.to_lowercase()) {
                return numbered;
            }
        }
    }
}
