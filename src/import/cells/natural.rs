//! The order in which people sort designators.

/// A designator as people sort it: by letters, then by number (`C2` before `C10`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import) struct Natural {
    prefix: String,
    number: u64,
    rest: String,
}

/// The sort key of a designator.
pub(in crate::import) fn natural(designator: &str) -> Natural {
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
    fn designators_sort_by_their_number() {
        let mut all = ["C10", "C2", "A1", "C2A", "X"];
        all.sort_by_key(|one| natural(one));
        assert_eq!(all, ["A1", "C2", "C2A", "C10", "X"]);
    }
}
