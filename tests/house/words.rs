//! Words that the crate does not use where the field has its own.

use super::Source;
use super::literals::{docs, strings};

/// Private metaphors, as whole words: the field says *request, report, compose, state, solve, exclude, depend on*.
const WORDS: [&str; 33] = [
    "ask", "asks", "asked", "asking", "tell", "tells", "told", "telling", "lay", "lays", "laid", "laying", "hear",
    "hears", "heard", "speak", "speaks", "spoken", "stand", "stands", "stood", "standing", "seat", "seats", "luck",
    "moment", "moments", "rests", "louder", "hangs", "hang", "said", "behind",
];

/// Turns of phrase that read as translated.
const PHRASES: [&str; 12] = [
    "` is no ",
    "} is no ",
    "be had",
    "so many",
    "as it stands",
    "is to be supposed",
    "for errors",
    "a day that there is",
    "past them it",
    "what only",
    "worked on at once",
    "the least severity",
];

/// Parts of names that are such metaphors.
const NAMES: [&str; 22] = [
    "ask", "asks", "asked", "asking", "tell", "tells", "told", "laid", "laying", "lay", "hear", "heard", "said",
    "speak", "speaks", "stands", "standing", "seat", "luck", "rests", "louder", "hangs",
];

/// What is wrong in a text, which may hold code in backticks and places for values in braces.
pub fn in_text(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut found: Vec<String> = Vec::new();
    for phrase in PHRASES {
        for (at, _) in lower.match_indices(phrase) {
            // "`x` is no longer made" is English.
            if !lower[at + phrase.len()..].starts_with("longer") {
                found.push(phrase.to_owned());
            }
        }
    }
    let plain = without_values(&lower);
    let words = plain.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '-'));
    found.extend(words.filter(|word| WORDS.contains(word)).map(str::to_owned));
    found
}

/// A text without its code and without its places for values.
fn without_values(text: &str) -> String {
    let outside: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let (mut plain, mut depth) = (String::new(), 0_usize);
    for letter in outside.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    plain
}

/// What is wrong in the string literals and doc comments of a source file: `src/a.rs:12: \`told\` in "…"`.
pub fn in_source(source: &Source) -> Vec<String> {
    // A text of one word is a key of a file or of JSON, not a sentence.
    let sentences = strings(&source.lines).into_iter().filter(|text| text.text.contains(' '));
    let texts = sentences.chain(docs(&source.text));
    let faults = texts.flat_map(|text| {
        let faults = in_text(&text.text);
        faults.into_iter().map(move |word| format!("{}: `{word}` in \"{}\"", text.line, text.text.trim()))
    });
    faults.map(|fault| format!("src/{}:{fault}", source.name)).collect()
}

/// Names in a source file with a part that is such a metaphor, at their first place.
pub fn in_names(source: &Source) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let mut found = Vec::new();
    for (number, line) in &source.lines {
        // Code alone: what is between quotes is a text.
        let code: String = line.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        for name in code.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')) {
            let is_metaphor = name_parts(name).iter().any(|part| NAMES.contains(&part.as_str()));
            if is_metaphor && seen.insert(name.to_owned()) {
                found.push(format!("src/{}:{number}: `{name}`", source.name));
            }
        }
    }
    found
}

/// `MarketView` and `market_view` → market, view.
fn name_parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| letter != '_') {
            part.extend(letter.to_lowercase());
        }
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

#[test]
fn metaphors_are_found_as_whole_words_and_outside_of_code() {
    assert_eq!(in_text("every fault is told"), ["told"]);
    assert_eq!(in_text("`told` and {told} are values; understand"), Vec::<String>::new());
    assert_eq!(in_text("`{}` is no objective"), ["` is no "]);
    assert_eq!(in_text("`x` is no longer made"), Vec::<String>::new());
    assert_eq!(name_parts("MarketView_told"), ["market", "view", "told"]);
}
