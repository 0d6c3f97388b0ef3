//! The LoRaWAN regions that words name.

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

/// Regions by the ends of their bands, as RP002 names the channel plans.
const BANDS: [(&str, &str, &str); 8] = [
    ("eu863", "870", "EU868"),
    ("us902", "928", "US915"),
    ("au915", "928", "AU915"),
    ("cn470", "510", "CN470"),
    ("cn779", "787", "CN779"),
    ("in865", "867", "IN865"),
    ("kr920", "923", "KR920"),
    ("ru864", "870", "RU864"),
];

/// `868M`, `EU868`, `US915MHz` → the LoRaWAN region.
pub(in crate::import) fn plan(word: &str) -> Option<String> {
    let low = word.to_lowercase();
    let bare = low.trim_end_matches("mhz").trim_end_matches('m');
    if bare.is_empty() {
        return None;
    }
    let named = PLANS.iter().find(|(name, _)| name.to_lowercase() == bare);
    let found = named.or_else(|| PLANS.iter().find(|(_, frequency)| *frequency == bare))?;
    Some(found.0.to_owned())
}

/// The region that the first of some texts name together, and how many of them: `EU 868 MHz`, `AS 923 2`.
pub(in crate::import) fn joined(texts: &[&str]) -> Option<(String, usize)> {
    let (first, rest) = texts.split_first()?;
    let second = rest.first().copied().unwrap_or("");
    let is_prefix = !first.is_empty() && first.chars().all(|letter| letter.is_ascii_alphabetic());
    let band = BANDS.iter().find(|(from, to, _)| first.eq_ignore_ascii_case(from) && second == *to);
    let (name, used) = match (band, plan(first)) {
        (Some((.., name)), _) => ((*name).to_owned(), 2),
        (None, Some(name)) => (name, 1),
        (None, None) if is_prefix && second.starts_with(|letter: char| letter.is_ascii_digit()) => {
            (plan(&format!("{first}{second}"))?, 2)
        }
        (None, None) => return None,
    };
    let next = texts.get(used).copied().unwrap_or("");
    match next {
        "1" | "2" | "3" | "4" if name == "AS923" => Some((format!("AS923-{next}"), used + 1)),
        _ if next.eq_ignore_ascii_case("mhz") => Some((name, used + 1)),
        _ => Some((name, used)),
    }
}
