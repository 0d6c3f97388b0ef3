//! Ranges of designators: `R1-R5`, `R1..5`, `LED_1~LED_4`.

/// Most designators in a range.
const LONGEST: u64 = 10_000;

/// Signs between the ends of a range; the longest come first.
const SIGNS: [&str; 20] =
    ["...", "…", "->", "..", "→", "~", "～", "〜", "∼", "–", "—", "―", "‐", "‑", "‒", "−", "-", ":", "至", "到"];

/// Words between the ends of a range.
const WORDS: [&str; 12] = ["to", "TO", "To", "bis", "thru", "through", "till", "until", "à", "a", "al", "hasta"];

/// A word that may be a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// The designators of a range.
    Range(Vec<String>),
    /// A range of too many designators.
    TooLong,
    /// Not a range.
    Single,
}

/// Whether a word between blanks joins its neighbours to a range: `R1 - R4`, `R1 to R4`.
pub(super) fn is_joint(word: &str) -> bool {
    SIGNS.contains(&word) || WORDS.contains(&word)
}

/// Whether a word is `...`, which leaves out designators even between commas.
pub(super) fn is_ellipsis(word: &str) -> bool {
    matches!(word, "..." | "…" | "..")
}

/// The word without a joint at its beginning or end: `-R4` → `R4`.
pub(super) fn without_joint(word: &str) -> Option<(&str, Side)> {
    SIGNS.iter().find_map(|sign| {
        let first = word.strip_prefix(sign).map(|rest| (rest, Side::Before));
        first.or_else(|| word.strip_suffix(sign).map(|rest| (rest, Side::After)))
    })
}

/// The side of a word at which a joint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// Expands a word such as `R1-R5`. A name with a dash that is not a range (`U3-1`, `J3-PF`) is single.
pub(super) fn expand(word: &str) -> Word {
    for sign in SIGNS {
        let mut pieces = word.match_indices(sign).map(|(at, _)| (word.get(..at), word.get(at + sign.len()..)));
        let found = pieces.find_map(|(low, high)| match between(low?, high?) {
            Word::Single => None,
            range @ (Word::Range(_) | Word::TooLong) => Some(range),
        });
        if let Some(range) = found {
            return range;
        }
    }
    Word::Single
}

/// The range between two designators.
pub(super) fn between(low: &str, high: &str) -> Word {
    if let Some(units) = units(low, high) {
        return Word::Range(units);
    }
    let (Some(low), Some(high)) = (Name::of(low), Name::of(high)) else { return Word::Single };
    let is_bare = high.prefix.is_empty() && high.suffix.is_empty();
    let carries = is_bare && low.suffix.is_empty() && low.prefix.chars().all(|letter| !letter.is_ascii_digit());
    let is_same = low.prefix == high.prefix && low.suffix == high.suffix;
    if low.prefix.is_empty() || !(is_same || carries) {
        return Word::Single;
    }
    let (Ok(first), Ok(last)) = (low.digits.parse::<u64>(), high.digits.parse::<u64>()) else { return Word::TooLong };
    if carries && first >= last {
        return Word::Single;
    }
    let is_padded = |digits: &str| digits.len() > 1 && digits.starts_with('0');
    // `R1-R05` counts in two ways.
    if !carries && is_padded(high.digits) && !is_padded(low.digits) && low.digits.len() != high.digits.len() {
        return Word::Single;
    }
    if first.abs_diff(last) >= LONGEST {
        return Word::TooLong;
    }
    let padded = [low.digits, high.digits].into_iter().filter(|digits| is_padded(digits)).map(str::len).max();
    let width = padded.unwrap_or(1);
    let name = |number: u64| format!("{}{number:0width$}{}", low.prefix, low.suffix);
    Word::Range(if first <= last {
        (first..=last).map(name).collect()
    } else {
        (last..=first).rev().map(name).collect()
    })
}

/// `U2A-U2D`: units of one part.
fn units(low: &str, high: &str) -> Option<Vec<String>> {
    let (stem, first) = unit(low)?;
    let (other, last) = unit(high)?;
    (stem == other && first < last && first.is_ascii_uppercase() == last.is_ascii_uppercase())
        .then(|| (first..=last).map(|letter| format!("{stem}{letter}")).collect())
}

fn unit(word: &str) -> Option<(&str, char)> {
    let last = word.chars().next_back().filter(char::is_ascii_alphabetic)?;
    let stem = word.get(..word.len() - 1)?;
    (stem.starts_with(char::is_alphabetic) && stem.ends_with(|letter: char| letter.is_ascii_digit()))
        .then_some((stem, last))
}

/// `LED_12A` → `LED_`, `12`, `A`: the last digits, what comes before and after them.
struct Name<'a> {
    prefix: &'a str,
    digits: &'a str,
    suffix: &'a str,
}

impl<'a> Name<'a> {
    fn of(word: &'a str) -> Option<Self> {
        let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$' | '.' | '-');
        let end = word.rfind(|letter: char| letter.is_ascii_digit())? + 1;
        let (start, suffix) = word.split_at(end);
        let begin = start.rfind(|letter: char| !letter.is_ascii_digit());
        let begin =
            begin.map_or(0, |at| at + start.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let (prefix, digits) = start.split_at(begin);
        let fits = prefix.chars().all(is_plain) && suffix.chars().all(is_plain) && !suffix.ends_with('-');
        fits.then_some(Self { prefix, digits, suffix })
    }
}
