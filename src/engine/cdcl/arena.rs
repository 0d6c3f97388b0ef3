//! All clauses in one flat vector.

use super::literal::Lit;

const LEARNED: u32 = 1 << 31;
const DELETED: u32 = 1 << 30;
const SCORE: u32 = DELETED - 1;
const HEADER: usize = 2;

/// Clauses one after the other: length, flags with score, literals. A clause is named by its offset.
#[derive(Clone, Default)]
pub(crate) struct Arena {
    data: Vec<u32>,
    learned: Vec<u32>,
}

impl Arena {
    /// Adds a clause; `score` is given for learned ones: how many decision levels it joins.
    pub fn add(&mut self, literals: &[Lit], score: Option<u32>) -> u32 {
        let clause = self.data.len() as u32;
        self.data.push(literals.len() as u32);
        self.data.push(score.map_or(0, |score| LEARNED | score.min(SCORE)));
        self.data.extend(literals.iter().map(|literal| literal.code()));
        if score.is_some() {
            self.learned.push(clause);
        }
        clause
    }

    pub fn len(&self, clause: u32) -> usize {
        self.data[clause as usize] as usize
    }

    /// The codes of the literals.
    pub fn codes(&self, clause: u32) -> &[u32] {
        let first = clause as usize + HEADER;
        &self.data[first..first + self.len(clause)]
    }

    pub fn codes_mut(&mut self, clause: u32) -> &mut [u32] {
        let first = clause as usize + HEADER;
        let end = first + self.len(clause);
        &mut self.data[first..end]
    }

    pub fn learned(&self) -> &[u32] {
        &self.learned
    }

    pub fn score(&self, clause: u32) -> u32 {
        self.data[clause as usize + 1] & SCORE
    }

    pub fn delete(&mut self, clause: u32) {
        self.data[clause as usize + 1] |= DELETED;
    }

    /// Closes the gaps of deleted clauses; the answer tells each clause's new name.
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
                    self.learned.push(moved);
                }
                moves[clause] = moved;
            }
            clause = end;
        }
        Moves(moves)
    }
}

/// Where clauses have gone.
pub(crate) struct Moves(Vec<u32>);

impl Moves {
    /// The new name of a clause, `None` when it was deleted.
    pub fn of(&self, clause: u32) -> Option<u32> {
        let clause = clause as usize;
        (self.0[clause + 1] & DELETED == 0).then(|| self.0[clause])
    }
}
