//! Sets of words of which every name has exactly one.

use crate::import::variant::words::{Sign, Word};

/// Maximum number of sets of words that are tried for all options together.
pub(in crate::import) const MOST_TRIED: usize = 20_000;

/// A word that is not part of an option yet.
pub(in crate::import) struct FreeWord {
    pub text: String,
    /// For each name, whether it has the word.
    pub having: Vec<bool>,
}

/// Whether a name has a word with a sign.
pub(in crate::import) fn uses(words: &[Word], text: &str, sign: Sign) -> bool {
    words.iter().any(|word| word.text == text && word.sign == sign)
}

/// The fewest words, two or more with the first, of which every name has exactly one.
pub(in crate::import) fn cover(free: &[FreeWord], first: usize, tried: &mut usize) -> Option<Vec<usize>> {
    let start = free.get(first)?;
    let longest = free.len().min(start.having.len());
    (2..=longest).find_map(|most| {
        let mut search = Search { free, most, tried };
        let mut chosen = vec![first];
        search.extend(&mut chosen, &start.having).then_some(chosen)
    })
}

struct Search<'a> {
    free: &'a [FreeWord],
    most: usize,
    tried: &'a mut usize,
}

impl Search<'_> {
    /// Adds words until every name has one of them.
    fn extend(&mut self, chosen: &mut Vec<usize>, had: &[bool]) -> bool {
        let Some(open) = had.iter().position(|had| !had) else { return chosen.len() > 1 };
        if chosen.len() == self.most {
            return false;
        }
        for (at, word) in self.free.iter().enumerate() {
            *self.tried += 1;
            if *self.tried > MOST_TRIED {
                return false;
            }
            let twice = had.iter().zip(&word.having).any(|(had, has)| *had && *has);
            if twice || word.having.get(open) != Some(&true) {
                continue;
            }
            let both: Vec<bool> = had.iter().zip(&word.having).map(|(had, has)| *had || *has).collect();
            chosen.push(at);
            if self.extend(chosen, &both) {
                return true;
            }
            chosen.pop();
        }
        false
    }
}
