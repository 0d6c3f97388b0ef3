//! The order of decisions: variables that took part in the latest conflicts come first.
//!
//! Variable move-to-front (Ryan 2004; Biere & Fröhlich, *Evaluating CDCL Variable Scoring Schemes*, 2015): a
//! doubly linked list whose end was moved last, and a pointer behind which everything is assigned.

const NONE: u32 = u32::MAX;

#[derive(Copy, Clone)]
struct Link {
    previous: u32,
    next: u32,
    /// When it was moved; 0 for a variable that is never decided.
    stamp: u64,
}

#[derive(Clone)]
pub(crate) struct Queue {
    links: Vec<Link>,
    last: u32,
    search: u32,
    clock: u64,
}

impl Queue {
    pub fn new() -> Self {
        Self { links: Vec::new(), last: NONE, search: NONE, clock: 0 }
    }

    /// Adds the next variable; `decidable` ones go to the front.
    pub fn add(&mut self, decidable: bool) {
        let variable = self.links.len() as u32;
        self.links.push(Link { previous: NONE, next: NONE, stamp: 0 });
        if decidable {
            self.attach(variable);
        }
    }

    pub fn stamp(&self, variable: usize) -> u64 {
        self.links[variable].stamp
    }

    /// Moves an assigned variable to the front.
    pub fn bump(&mut self, variable: usize) {
        let link = self.links[variable];
        if link.stamp == 0 || link.next == NONE {
            return;
        }
        self.links[link.next as usize].previous = link.previous;
        if link.previous != NONE {
            self.links[link.previous as usize].next = link.next;
        }
        if self.search == variable as u32 {
            self.search = if link.previous == NONE { link.next } else { link.previous };
        }
        self.attach(variable as u32);
    }

    /// Tells that a variable has lost its value.
    pub fn release(&mut self, variable: usize) {
        let stamp = self.links[variable].stamp;
        if stamp != 0 && (self.search == NONE || stamp > self.stamp(self.search as usize)) {
            self.search = variable as u32;
        }
    }

    /// The foremost variable that is not `assigned`.
    pub fn next(&mut self, assigned: impl Fn(usize) -> bool) -> Option<usize> {
        while self.search != NONE && assigned(self.search as usize) {
            let previous = self.links[self.search as usize].previous;
            if previous == NONE {
                return None;
            }
            self.search = previous;
        }
        (self.search != NONE).then_some(self.search as usize)
    }

    fn attach(&mut self, variable: u32) {
        self.clock += 1;
        let link = Link { previous: self.last, next: NONE, stamp: self.clock };
        self.links[variable as usize] = link;
        if self.last != NONE {
            self.links[self.last as usize].next = variable;
        }
        self.last = variable;
    }

    /// Starts the search for a free variable at the very front.
    pub fn rewind(&mut self) {
        self.search = self.last;
    }
}
