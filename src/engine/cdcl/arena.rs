//! All clauses in one flat vector.
//!
//! Propagation jumps from clause to clause in no predictable order, so what it costs is cache misses. One allocation with
//! the length, the flags and the literals side by side costs one miss a clause, a vector of vectors would cost two.

use super::literal::Literal;

const LEARNED: u32 = 1 << 31;
const DELETED: u32 = 1 << 30;
const SCORE: u32 = DELETED - 1;
/// Words before the literals: the length, then the flags with the score.
const HEADER: usize = 2;

/// A clause by its offset in the arena; valid until the arena is compacted.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug)]
pub(super) struct ClauseRef(u32);

/// Where a clause comes from.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub(super) enum Source {
    /// The problem: it is never deleted.
    Problem,
    /// A conflict, with how many decision levels the clause joins.
    Learned(u32),
}

/// Clauses one after the other.
#[derive(Clone, Default)]
pub(super) struct Arena {
    data: Vec<u32>,
    learned: Vec<ClauseRef>,
}

impl Arena {
    /// Adds a clause.
    pub fn add(&mut self, literals: &[Literal], source: Source) -> ClauseRef {
        let clause = ClauseRef(self.data.len() as u32);
        self.data.push(literals.len() as u32);
        self.data.push(match source {
            Source::Problem => 0,
            Source::Learned(score) => {
                self.learned.push(clause);
                LEARNED | score.min(SCORE)
            }
        });
        self.data.extend(literals.iter().map(|literal| literal.code()));
        clause
    }

    /// The number of literals.
    pub fn len(&self, clause: ClauseRef) -> usize {
        self.data[clause.0 as usize] as usize
    }

    /// The codes of the literals.
    pub fn codes(&self, clause: ClauseRef) -> &[u32] {
        let first = clause.0 as usize + HEADER;
        &self.data[first..first + self.len(clause)]
    }

    /// The codes of the literals, to be reordered.
    pub fn codes_mut(&mut self, clause: ClauseRef) -> &mut [u32] {
        let first = clause.0 as usize + HEADER;
        let end = first + self.len(clause);
        &mut self.data[first..end]
    }

    /// All learned clauses.
    pub fn learned(&self) -> &[ClauseRef] {
        &self.learned
    }

    /// How many decision levels a learned clause joined when it was learned.
    pub fn score(&self, clause: ClauseRef) -> u32 {
        self.data[clause.0 as usize + 1] & SCORE
    }

    /// Marks a clause; it goes with the next compaction.
    pub fn delete(&mut self, clause: ClauseRef) {
        self.data[clause.0 as usize + 1] |= DELETED;
    }

    /// Closes the gaps of deleted clauses; the result holds each clause's new offset.
    pub fn compact(&mut self) -> Moves {
        let mut moves = std::mem::take(&mut self.data);
        self.learned.clear();
        let mut clause = 0;
        while clause < moves.len() {
            let end = clause + HEADER + moves[clause] as usize;
            let flags = moves[clause + 1];
            if flags & DELETED == 0 {
                let moved = self.data.len() as u32;
                self.data.extend_from_slice(&moves[clause..end]);
                if flags & LEARNED != 0 {
                    self.learned.push(ClauseRef(moved));
                }
                // The old copy is no longer needed, so its length word holds the new offset.
                moves[clause] = moved;
            }
            clause = end;
        }
        Moves(moves)
    }
}

/// The old and new offsets of clauses after a compaction.
pub(super) struct Moves(Vec<u32>);

impl Moves {
    /// The new offset of a clause; `None` if it was deleted.
    pub fn of(&self, clause: ClauseRef) -> Option<ClauseRef> {
        let clause = clause.0 as usize;
        (self.0[clause + 1] & DELETED == 0).then(|| ClauseRef(self.0[clause]))
    }
}
