//! Vectors that are indexed by the ids of their own things.
//!
//! **Broken invariants.** An id is made only by the container that holds its thing (or by counting along it), so an id of
//! a model always finds its thing in that model. There is one policy for code that breaks this: it is a fault of terroir
//! itself, and to continue with "nothing" or "the first" would give a wrong answer. So there is no silent fallback:
//! [`KeyedVec`] indexes, and an id from elsewhere stops the program with the name of the list and the id. What comes from
//! users (names, numbers, places) never becomes an id without a lookup that can fail.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An id of a thing in a list: a number that only its own list gives out.
pub trait Key: Copy + fmt::Debug {
    /// The id of the thing at a position.
    fn at(index: usize) -> Self;

    /// The position.
    fn index(self) -> usize;
}

/// A vector whose things are found by their id.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyedVec<K, T> {
    items: Vec<T>,
    key: PhantomData<fn(K) -> K>,
}

impl<K: Key, T> KeyedVec<K, T> {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Vec::new(), key: PhantomData }
    }

    /// The same value a number of times.
    #[must_use]
    pub fn filled(value: T, count: usize) -> Self
    where
        T: Clone,
    {
        Self::from(vec![value; count])
    }

    /// Appends a thing and gives it its id.
    pub fn push(&mut self, item: T) -> K {
        self.items.push(item);
        K::at(self.items.len() - 1)
    }

    /// The thing of an id that may be from elsewhere; for ids of this list, index instead.
    #[must_use]
    pub fn get(&self, key: K) -> Option<&T> {
        self.items.get(key.index())
    }

    /// The thing of an id that may be from elsewhere, to be changed.
    pub fn get_mut(&mut self, key: K) -> Option<&mut T> {
        self.items.get_mut(key.index())
    }

    /// The number of things.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The things, in the order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The things, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// All ids, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = K> + ExactSizeIterator + use<K, T> {
        (0..self.items.len()).map(K::at)
    }

    /// The things with their ids.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (K, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(at, item)| (K::at(at), item))
    }

    /// The things as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// The things without their ids.
    #[must_use]
    pub fn into_inner(self) -> Vec<T> {
        self.items
    }
}

impl<K: Key, T> Index<K> for KeyedVec<K, T> {
    type Output = T;

    fn index(&self, key: K) -> &T {
        // The one place that may stop the program: see the module's policy.
        &self.items[key.index()]
    }
}

impl<K: Key, T> IndexMut<K> for KeyedVec<K, T> {
    fn index_mut(&mut self, key: K) -> &mut T {
        &mut self.items[key.index()]
    }
}

impl<K, T> Default for KeyedVec<K, T> {
    fn default() -> Self {
        Self { items: Vec::new(), key: PhantomData }
    }
}

impl<K, T> From<Vec<T>> for KeyedVec<K, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, key: PhantomData }
    }
}

impl<K: Key, T> FromIterator<T> for KeyedVec<K, T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::from(items.into_iter().collect::<Vec<T>>())
    }
}

impl<'a, K: Key, T> IntoIterator for &'a KeyedVec<K, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<K: Key, T> IntoIterator for KeyedVec<K, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<K, T: fmt::Debug> fmt::Debug for KeyedVec<K, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Id(usize);

    impl Key for Id {
        fn at(index: usize) -> Self {
            Self(index)
        }

        fn index(self) -> usize {
            self.0
        }
    }

    #[test]
    fn an_id_finds_the_thing_that_it_was_given_for() {
        let mut list = KeyedVec::new();
        let (one, two) = (list.push("one"), list.push("two"));
        assert_eq!((list[one], list[two]), ("one", "two"));
        assert_eq!(list.entries().collect::<Vec<_>>(), [(Id(0), &"one"), (Id(1), &"two")]);
        assert_eq!(list.get(Id(2)), None);
    }
}
