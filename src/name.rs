//! Names, and the nearest known one when a name is wrong.

/// The most bytes a name may have.
pub const LONGEST_NAME: usize = 200;

/// Whether a text is a name: `[A-Za-z0-9][A-Za-z0-9_-]*`, at most 200 bytes.
///
/// ```
/// assert!(terroir::is_name("bg95-m3"));
/// assert!(!terroir::is_name("-x") && !terroir::is_name("a.b") && !terroir::is_name(""));
/// ```
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= LONGEST_NAME
        && bytes.next().is_some_and(|first| first.is_ascii_alphanumeric())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Whether a text is a capability: lower-case names joined by dots, at most 200 bytes in all.
#[must_use]
pub fn is_capability(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.split('.').all(|part| is_name(part) && !part.bytes().any(|byte| byte.is_ascii_uppercase()))
}

/// Whether `capability` is `wanted` or below it: `radio.lte-m` is below `radio`.
#[must_use]
pub fn is_below(capability: &str, wanted: &str) -> bool {
    match capability.strip_prefix(wanted) {
        Some(rest) => rest.is_empty() || rest.starts_with('.'),
        None => false,
    }
}

/// A text that was meant as names, as names: spaces and other characters that they cannot contain become dashes. Dots
/// and `@` between names remain.
pub(crate) fn dashed(text: &str) -> String {
    let letter = |letter: char| match letter {
        '.' | '_' | '-' | '@' => letter,
        other if other.is_ascii_alphanumeric() => other,
        _ => '-',
    };
    let dashed: String = text.trim().chars().map(letter).collect();
    if dashed.chars().any(|letter| letter.is_ascii_alphanumeric()) { dashed } else { String::new() }
}

/// Names in backticks, the first few of many.
pub(crate) fn listed(names: &[&str]) -> String {
    const MOST: usize = 8;
    let words: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    if more == 0 { words.join(", ") } else { format!("{} and {more} more", words.join(", ")) }
}

/// The known name most similar to a wrong one, if it is similar enough to have been meant.
///
/// Codes of one or two letters are similar only to themselves: `FR` is not a typo for `GR`, nor `language.fr` for
/// `language.en`.
///
/// ```
/// use terroir::name::nearest;
/// assert_eq!(nearest("dirver", ["driver", "fuse"]), Some("driver"));
/// assert_eq!(nearest("language.fr", ["language.en"]), None);
/// assert_eq!(nearest("de", ["DE", "DK"]), Some("DE"));
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known.into_iter().filter(|candidate| !differs_in_a_code(word, candidate)) {
        let distance = distance(word, candidate);
        let better = best.is_none_or(|(known_distance, known)| (distance, candidate) < (known_distance, known));
        if distance <= limit && better {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether one name is the other with one slip of the pen: a letter more, less, other or swapped in a word of four letters or
/// more, or other signs between the same letters.
///
/// A part with a digit is a code of its own: `fcc-15b` is not a slip of `fcc-15c`.
pub(crate) fn is_slip(word: &str, known: &str) -> bool {
    let letters = |name: &str| name.replace(|letter: char| !letter.is_alphanumeric(), "").to_lowercase();
    if word != known && letters(word) == letters(known) {
        return true;
    }
    let parts = |name: &str| name.split(['.', '-']).map(str::to_owned).collect::<Vec<_>>();
    let (written, meant) = (parts(word), parts(known));
    let differing: Vec<(&String, &String)> =
        written.iter().zip(&meant).filter(|(written, meant)| written != meant).collect();
    let is_word = |part: &str| part.chars().count() >= 4 && part.chars().all(char::is_alphabetic);
    match differing.as_slice() {
        [(written_part, meant_part)] => {
            written.len() == meant.len()
                && is_word(written_part)
                && is_word(meant_part)
                && distance(written_part, meant_part) == 1
        }
        [] | [_, _, ..] => false,
    }
}

/// Whether two names differ in a part of one or two letters, where a letter more or less is another thing.
fn differs_in_a_code(left: &str, right: &str) -> bool {
    let is_code = |part: &str| part.chars().count() <= 2;
    let differs = |(left, right): (&str, &str)| (is_code(left) || is_code(right)) && !same_letters(left, right);
    let dots = |name: &str| name.bytes().filter(|byte| *byte == b'.').count();
    if dots(left) == dots(right) { left.split('.').zip(right.split('.')).any(differs) } else { differs((left, right)) }
}

fn same_letters(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

/// Edit distance with neighbouring letters swapped counted once (optimal string alignment), letters compared without case.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.to_lowercase().chars().collect();
    let right: Vec<char> = right.to_lowercase().chars().collect();
    if left.len().abs_diff(right.len()) > 3 || left.len() > LONGEST_NAME || right.len() > LONGEST_NAME {
        return usize::MAX;
    }
    let mut before: Vec<usize> = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut next = vec![row + 1; right.len() + 1];
        for (column, to) in right.iter().enumerate() {
            let kept = last[column] + usize::from(from != to);
            next[column + 1] = kept.min(last[column + 1] + 1).min(next[column] + 1);
            let swapped = row > 0 && column > 0 && left[row - 1] == *to && right[column - 1] == *from;
            if swapped {
                next[column + 1] = next[column + 1].min(before[column - 1] + 1);
            }
        }
        before = last;
        last = next;
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_slip_finds_the_name_that_was_meant() {
        let known = ["driver", "quantity", "refdes", "uplink"];
        assert_eq!(nearest("quantitiy", known), Some("quantity"));
        assert_eq!(nearest("dirver", known), Some("driver"));
        assert_eq!(nearest("UPLINK", known), Some("uplink"));
        assert_eq!(nearest("zzz", known), None);
    }

    #[test]
    fn a_slip_of_the_pen_is_one_letter_of_a_word() {
        for (word, known) in [
            ("equipment.conected", "equipment.connected"),
            ("raido.wifi", "radio.wifi"),
            ("radio.wi-fi", "radio.wifi"),
            ("fcc15b", "fcc-15b"),
            ("anatell", "anatel"),
        ] {
            assert!(is_slip(word, known), "{word}");
        }
        for (word, known) in [
            ("fcc-15c", "fcc-15b"),
            ("radio.lte-m", "radio.lte"),
            ("sensor.pm10", "sensor.pm1"),
            ("radio.lorawan", "radio.lora"),
            ("radio.wifi", "radio.wifi"),
            ("eac", "ce"),
        ] {
            assert!(!is_slip(word, known), "{word}");
        }
    }

    #[test]
    fn a_code_of_two_letters_is_no_slip_for_another() {
        assert_eq!(nearest("x", ["y", "xy"]), None);
        assert_eq!(nearest("XX", ["DE", "X1"]), None);
        assert_eq!(nearest("DEU", ["DE"]), None);
        assert_eq!(nearest("language.fr", ["language.en", "language.de"]), None);
        assert_eq!(nearest("langage.en", ["language.en"]), Some("language.en"));
        assert_eq!(nearest("us", ["US"]), Some("US"));
    }

    #[test]
    fn a_capability_covers_what_is_below_it() {
        assert!(is_below("radio.lte-m", "radio"));
        assert!(is_below("radio", "radio"));
        assert!(!is_below("radios", "radio"));
        assert!(!is_below("radio", "radio.lte-m"));
    }
}
