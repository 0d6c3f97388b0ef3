//! The words of a variant's name.

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In lower case, or the name of a radio plan.
    pub text: String,
    pub sign: Sign,
}

/// How a name uses a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// As in `GNSS`.
    Present,
    /// As in `NON-GNSS`.
    Negated,
}

/// LoRaWAN regions (RP002-1.0.4) by their names and by the frequency that people write instead.
const PLANS: [(&str, &str); 11] = [
    ("EU868", "868"),
    ("US915", "915"),
    ("AU915", ""),
    ("CN470", "470"),
    ("CN779", "779"),
    ("EU433", "433"),
    ("IN865", "865"),
    ("KR920", "920"),
    ("RU864", "864"),
    ("AS923", "923"),
    ("ISM2400", "2400"),
];

/// The words of a name; `NON` and the like negate the word after them.
pub(super) fn words(name: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut sign = Sign::Present;
    for word in name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let low = word.to_lowercase();
        if matches!(low.as_str(), "non" | "no" | "not" | "without" | "w") {
            sign = Sign::Negated;
            continue;
        }
        let attached = ["non", "no"].iter().find_map(|no| low.strip_prefix(no)).filter(|rest| rest.len() >= 3);
        match attached {
            Some(rest)
                if word.chars().take(2).all(char::is_lowercase) && word.chars().skip(3).all(char::is_uppercase) =>
            {
                words.push(Word { text: rest.to_owned(), sign: Sign::Negated });
            }
            _ => words.push(Word { text: plan(word).unwrap_or(low), sign }),
        }
        sign = Sign::Present;
    }
    words
}

/// `868M`, `EU868`, `US915MHz` → the LoRaWAN region.
pub(super) fn plan(word: &str) -> Option<String> {
    let low = word.to_lowercase();
    let bare = low.trim_end_matches("mhz").trim_end_matches('m');
    if bare.is_empty() {
        return None;
    }
    let named = PLANS.iter().find(|(name, _)| name.to_lowercase() == bare);
    let found = named.or_else(|| PLANS.iter().find(|(_, frequency)| *frequency == bare))?;
    Some(found.0.to_owned())
}

/// The name of a word as a value in the solution.
pub(super) fn value(word: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let text: String = word.chars().map(plain).collect();
    let text = text.trim_matches(['-', '_']);
    if text.is_empty() { "unnamed".to_owned() } else { text.to_owned() }
}
