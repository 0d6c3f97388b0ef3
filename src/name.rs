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

/// The known name nearest to a wrong one, if one is near enough to be meant.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let distance = distance(word, candidate);
        let better = best.is_none_or(|(known_distance, known)| (distance, candidate) < (known_distance, known));
        if distance <= limit && better {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
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
    fn a_capability_covers_what_is_below_it() {
        assert!(is_below("radio.lte-m", "radio"));
        assert!(is_below("radio", "radio"));
        assert!(!is_below("radios", "radio"));
        assert!(!is_below("radio", "radio.lte-m"));
    }
}
