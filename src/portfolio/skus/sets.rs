//! Sets of small numbers.

/// A set of numbers, as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Set(Vec<u64>);

impl Set {
    pub fn insert(&mut self, number: usize) {
        let word = number / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Adds everything of another set.
    pub fn unite(&mut self, other: &Self) {
        if other.0.len() > self.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(word, more)| *word |= more);
    }

    /// What is in either.
    pub fn union(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.unite(other);
        both
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        let mut words = self.0.iter().enumerate();
        words.all(|(at, word)| word & !other.0.get(at).copied().unwrap_or(0) == 0)
    }

    /// Whether everything here is in one of two sets.
    pub fn is_subset_of_two(&self, one: &Self, two: &Self) -> bool {
        let word = |set: &Self, at: usize| set.0.get(at).copied().unwrap_or(0);
        self.0.iter().enumerate().all(|(at, own)| own & !(word(one, at) | word(two, at)) == 0)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let words = self.0.iter().enumerate();
        words.flat_map(|(at, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit))
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_within_two_others_that_cover_it() {
        let set = |list: &[usize]| list.iter().copied().collect::<Set>();
        assert!(set(&[1, 70]).is_subset_of_two(&set(&[1]), &set(&[70, 200])));
        assert!(!set(&[1, 70]).is_subset_of_two(&set(&[1]), &set(&[71])));
        assert!(set(&[]).is_subset(&set(&[])) && !set(&[130]).is_subset(&set(&[1])));
        assert_eq!(set(&[70, 3]).iter().collect::<Vec<_>>(), [3, 70]);
    }
}
