//! From a cell of reference designators to the single ones.

/// Maximum number of designators in a range such as `R1-R9`.
const LONGEST_RANGE: u32 = 10_000;

/// The designators of a cell, in its order: separated by spaces, commas or semicolons; `R1-R4` and `R1-4` are ranges.
pub(super) fn designators(cell: &str) -> Vec<String> {
    let is_separator = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';');
    let words: Vec<&str> = cell.split(is_separator).filter(|word| !word.is_empty()).collect();
    joined(&words).iter().flat_map(|word| range(word).unwrap_or_else(|| vec![word.clone()])).collect()
}

/// Joins `C1 - C4` into one word, like `C1-C4`.
fn joined(words: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut glue = false;
    for word in words {
        let is_dash = matches!(*word, "-" | "–" | ".." | "...");
        match all.last_mut() {
            Some(last) if is_dash || glue => last.push_str(word),
            _ => all.push((*word).to_owned()),
        }
        glue = is_dash;
    }
    all
}

fn range(word: &str) -> Option<Vec<String>> {
    let (low, high) = ["...", "..", "–", "-"].iter().find_map(|dash| word.split_once(dash))?;
    let (prefix, first) = split(low)?;
    let last = match split(high) {
        Some((same, last)) if same == prefix || same.is_empty() => last,
        _ => return None,
    };
    let fits = !prefix.is_empty() && first < last && last - first < LONGEST_RANGE;
    fits.then(|| (first..=last).map(|number| format!("{prefix}{number}")).collect())
}

/// `C12` → `("C", 12)`; a number with a leading zero cannot be part of a range.
fn split(word: &str) -> Option<(&str, u32)> {
    let at = word.find(|letter: char| letter.is_ascii_digit())?;
    let (prefix, digits) = word.split_at(at);
    let plain = prefix.chars().all(char::is_alphabetic) && (digits == "0" || !digits.starts_with('0'));
    digits.parse().ok().filter(|_| plain).map(|number| (prefix, number))
}

/// A designator as people sort it: by letters, then by number (`C2` before `C10`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Natural {
    prefix: String,
    number: u64,
    rest: String,
}

/// The sort key of a designator.
pub(super) fn natural(designator: &str) -> Natural {
    let at = designator.find(|letter: char| letter.is_ascii_digit()).unwrap_or(designator.len());
    let (prefix, rest) = designator.split_at(at);
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, tail) = rest.split_at(end);
    // Without a number, or with one that is too large, a designator comes last.
    let number = digits.parse().unwrap_or(u64::MAX);
    Natural { prefix: prefix.to_owned(), number, rest: tail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_expanded_and_names_with_dashes_are_kept() {
        assert_eq!(designators(" C1 C2, C5-C7;R9 "), ["C1", "C2", "C5", "C6", "C7", "R9"]);
        assert_eq!(designators("J3-PF"), ["J3-PF"]);
        assert_eq!(designators("R1-3"), ["R1", "R2", "R3"]);
        assert_eq!(designators("R1 - R3,R9"), ["R1", "R2", "R3", "R9"]);
        assert_eq!(designators("D1..D2"), ["D1", "D2"]);
        assert_eq!(designators("U3-1"), ["U3-1"]);
        assert_eq!(designators("TP1-A"), ["TP1-A"]);
        assert_eq!(designators("R1-R99999999"), ["R1-R99999999"]);
        assert!(designators(" , ").is_empty());
    }

    #[test]
    fn designators_sort_by_their_number() {
        let mut all = ["C10", "C2", "A1", "C2A", "X"];
        all.sort_by_key(|one| natural(one));
        assert_eq!(all, ["A1", "C2", "C2A", "C10", "X"]);
    }
}
