//! Random sets of part lists, written from a truth that is known, and what has to hold of their import.

pub mod check;
pub mod damage;
pub mod names;
pub mod random;
pub mod sheet;
pub mod truth;
