//! Questions about all markets of the portfolio together.
//!
//! | question | module |
//! |---|---|
//! | what splits the markets, and what a larger core costs | `core` |
//! | several markets' problems as one | `joint` |
//! | the fewest hardware SKUs, and who is served by which | `skus` |

mod commonality;
pub(crate) mod joint;
mod skus;

pub use skus::{SkuDepth, SkuProgress};
