//! A largest set of things no two of which go together.

use super::sets::Set;

/// Branches that are looked at; past that the largest set found so far has to do.
const MOST_BRANCHES: usize = 200_000;

/// A largest clique of a graph given by its neighbours, ascending; stops where one of `enough` is found.
///
/// Branch and bound with a greedy colouring as the bound (Tomita and Seki 2003): vertices of one colour are pairwise
/// apart, so that a clique has at most one of each.
pub(super) fn largest(neighbours: &[Set], enough: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..neighbours.len()).collect();
    order.sort_by_key(|vertex| (std::cmp::Reverse(neighbours[*vertex].len()), *vertex));
    let mut search = Search { neighbours, enough, best: Vec::new(), chosen: Vec::new(), branches: 0 };
    search.extend(order);
    search.best.sort_unstable();
    search.best
}

struct Search<'a> {
    neighbours: &'a [Set],
    enough: usize,
    best: Vec<usize>,
    chosen: Vec<usize>,
    branches: usize,
}

impl Search<'_> {
    fn extend(&mut self, candidates: Vec<usize>) {
        if candidates.is_empty() && self.chosen.len() > self.best.len() {
            self.best = self.chosen.clone();
        }
        let coloured = self.coloured(&candidates);
        for (at, (vertex, colour)) in coloured.iter().enumerate().rev() {
            self.branches += 1;
            let hopeless = self.chosen.len() + colour <= self.best.len();
            if hopeless || self.best.len() >= self.enough || self.branches > MOST_BRANCHES {
                return;
            }
            let left = coloured.get(..at).unwrap_or_default().iter().map(|(other, _)| *other);
            let inside = left.filter(|other| self.neighbours[*vertex].contains(*other)).collect();
            self.chosen.push(*vertex);
            self.extend(inside);
            self.chosen.pop();
        }
    }

    /// The candidates by colour, each with the number of colours up to its own.
    fn coloured(&self, candidates: &[usize]) -> Vec<(usize, usize)> {
        let mut classes: Vec<Vec<usize>> = Vec::new();
        for vertex in candidates {
            let fits = |class: &Vec<usize>| !class.iter().any(|other| self.neighbours[*vertex].contains(*other));
            match classes.iter_mut().find(|class| fits(class)) {
                Some(class) => class.push(*vertex),
                None => classes.push(vec![*vertex]),
            }
        }
        (1..).zip(classes).flat_map(|(colour, class)| class.into_iter().map(move |vertex| (vertex, colour))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_clique_of_a_wheel_is_a_triangle() {
        // A hub that knows all of a ring of five.
        let ring = |at: usize| [(at + 1) % 5, (at + 4) % 5, 5].into_iter().collect::<Set>();
        let mut neighbours: Vec<Set> = (0..5).map(ring).collect();
        neighbours.push((0..5).collect());
        let clique = largest(&neighbours, 9);
        assert_eq!(clique.len(), 3);
        let knows = |one: usize, two: usize| one == two || neighbours[one].contains(two);
        assert!(clique.iter().all(|one| clique.iter().all(|two| knows(*one, *two))));
        assert!(largest(&neighbours, 2).len() >= 2);
        assert!(largest(&[], 2).is_empty());
    }
}
