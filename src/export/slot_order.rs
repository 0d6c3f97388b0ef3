//! The order of the slots of several markets.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// All slots that are filled in some market; one that only later markets fill comes after its predecessor there.
pub(super) fn slot_order<'a, S>(markets: impl IntoIterator<Item = S>) -> Vec<&'a str>
where
    S: IntoIterator<Item = &'a str>,
{
    // A linked list: a place in the middle is found by its name, and nothing is moved to make room there.
    let mut list = List { slots: Vec::new(), after: Vec::new(), first: None };
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for slots in markets {
        let mut last = None;
        for slot in slots {
            last = Some(match numbers.entry(slot) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => *new.insert(list.insert(slot, last)),
            });
        }
    }
    list.in_order()
}

struct List<'a> {
    slots: Vec<&'a str>,
    /// By slot: the one that comes next.
    after: Vec<Option<usize>>,
    first: Option<usize>,
}

impl<'a> List<'a> {
    /// Inserts a slot after another, or as the first one.
    fn insert(&mut self, slot: &'a str, last: Option<usize>) -> usize {
        let number = self.slots.len();
        let place = last.map_or(&mut self.first, |last| &mut self.after[last]);
        let next = place.replace(number);
        self.slots.push(slot);
        self.after.push(next);
        number
    }

    fn in_order(self) -> Vec<&'a str> {
        let numbers = std::iter::successors(self.first, |number| self.after[*number]);
        numbers.map(|number| self.slots[number]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::slot_order;

    #[test]
    fn a_slot_of_a_later_market_comes_after_its_predecessor_there() {
        let markets = [vec!["a", "c"], vec!["a", "b", "c", "d"], vec!["z", "b", "y"]];
        assert_eq!(slot_order(markets), ["z", "a", "b", "y", "c", "d"]);
    }
}
