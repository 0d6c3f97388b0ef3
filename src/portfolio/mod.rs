//! Questions about all markets of the portfolio together.
//!
//! | question | module |
//! |---|---|
//! | what splits the markets, and what a larger core costs | `core` |
//! | several markets' problems as one | [`joint`] |

mod core;
pub(crate) mod joint;
