//! Questions about all markets of the portfolio together.

mod core;
