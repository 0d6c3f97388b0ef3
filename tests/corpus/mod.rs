//! Part lists with the right result of each: how a case is written, what the import makes of it, what differs.

pub mod case;
pub mod compare;
pub mod mutants;
pub mod observe;
pub mod samples;
