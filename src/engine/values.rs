//! Sets of values of one group.

/// A set of values of one group: a bit set of any width.
///
/// The first 64 values live inline, so that sets of usual groups allocate nothing.
///
/// ```
/// use terroir::engine::Values;
///
/// let odd: Values = [1, 3, 70].into_iter().collect();
/// assert!(odd.contains(70) && !odd.contains(2));
/// assert_eq!(odd.complement(5).iter().collect::<Vec<_>>(), [0, 2, 4]);
/// ```
// `high` never ends with a zero word, so that equal sets compare equal.
#[derive(Clone, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Debug)]
pub struct Values {
    low: u64,
    high: Vec<u64>,
}

impl Values {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// The set of one value.
    pub fn single(value: u32) -> Self {
        let mut set = Self::new();
        set.insert(value);
        set
    }

    /// All values below `size`.
    pub fn all(size: u32) -> Self {
        Self::new().complement(size)
    }

    /// Puts `value` in.
    pub fn insert(&mut self, value: u32) {
        let word = (value / 64) as usize;
        if word > self.high.len() {
            self.high.resize(word, 0);
        }
        let bit = 1 << (value % 64);
        match word {
            0 => self.low |= bit,
            _ => self.high[word - 1] |= bit,
        }
    }

    /// Whether `value` is in.
    pub fn contains(&self, value: u32) -> bool {
        self.word((value / 64) as usize) >> (value % 64) & 1 == 1
    }

    /// Whether nothing is in.
    pub fn is_empty(&self) -> bool {
        self.low == 0 && self.high.is_empty()
    }

    /// How many values are in.
    pub fn len(&self) -> u32 {
        self.words().map(u64::count_ones).sum()
    }

    /// The values below `size` that are not in.
    pub fn complement(&self, size: u32) -> Self {
        let words = size.div_ceil(64) as usize;
        Self::from_words((0..words).map(|word| !self.word(word) & word_below(size, word)))
    }

    /// The values below `size` that are in.
    pub fn below(&self, size: u32) -> Self {
        let words = size.div_ceil(64) as usize;
        Self::from_words((0..words).map(|word| self.word(word) & word_below(size, word)))
    }

    /// The values in either set.
    pub fn union(&self, other: &Self) -> Self {
        let words = self.high.len().max(other.high.len()) + 1;
        Self::from_words((0..words).map(|word| self.word(word) | other.word(word)))
    }

    /// The values in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        let words = self.high.len().min(other.high.len()) + 1;
        Self::from_words((0..words).map(|word| self.word(word) & other.word(word)))
    }

    /// Whether no value is in both sets.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        let words = self.high.len().min(other.high.len()) + 1;
        (0..words).all(|word| self.word(word) & other.word(word) == 0)
    }

    /// The values, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0u32..).step_by(64).zip(self.words()).flat_map(|(first, word)| bits(word).map(move |bit| first + bit))
    }

    /// The bits 64·`word` to 64·`word` + 63.
    pub(crate) fn word(&self, word: usize) -> u64 {
        match word {
            0 => self.low,
            _ => self.high.get(word - 1).copied().unwrap_or(0),
        }
    }

    /// The set with these bits, lowest word first.
    pub(crate) fn from_words(mut words: impl Iterator<Item = u64>) -> Self {
        let low = words.next().unwrap_or(0);
        let mut high: Vec<u64> = words.collect();
        while high.last() == Some(&0) {
            high.pop();
        }
        Self { low, high }
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        std::iter::once(self.low).chain(self.high.iter().copied())
    }
}

impl FromIterator<u32> for Values {
    fn from_iter<I: IntoIterator<Item = u32>>(values: I) -> Self {
        let mut set = Self::new();
        for value in values {
            set.insert(value);
        }
        set
    }
}

/// The bits of word number `word` that are values below `size`.
pub(crate) fn word_below(size: u32, word: usize) -> u64 {
    let first = (word as u64) * 64;
    let inside = u64::from(size).saturating_sub(first);
    if inside >= 64 { u64::MAX } else { (1 << inside) - 1 }
}

/// The numbers of the bits that are set, ascending.
pub(crate) fn bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        if word == 0 {
            return None;
        }
        let bit = word.trailing_zeros();
        word &= word - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_sets_compare_equal_whatever_their_history() {
        let wide: Values = [3, 200].into_iter().collect();
        assert_eq!(wide.below(64), Values::single(3));
        assert_eq!(Values::all(130).len(), 130);
        assert_eq!(Values::all(0), Values::new());
        assert_eq!(Values::all(64).complement(64), Values::new());
    }

    #[test]
    fn an_intersection_holds_what_both_have() {
        let (low, high): (Values, Values) = ([3, 70].into_iter().collect(), [70, 200].into_iter().collect());
        assert_eq!(low.intersection(&high), Values::single(70));
        assert!(!low.is_disjoint(&high) && Values::single(3).is_disjoint(&high));
    }

    #[test]
    fn a_union_holds_both_in_ascending_order() {
        let union = Values::single(70).union(&[1, 128].into_iter().collect());
        assert_eq!(union.iter().collect::<Vec<_>>(), [1, 70, 128]);
        let both = union.intersection(&[70, 129].into_iter().collect());
        assert_eq!(both, Values::single(70));
        assert!(both.intersection(&Values::single(3)).is_empty());
    }
}
