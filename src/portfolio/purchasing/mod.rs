//! One plan for all markets: what is bought together is paid together.
//!
//! The price of a piece depends on how many pieces of its order all markets take, so the markets are solved jointly. For
//! given prices each market is a question of its own, which the engine answers. So the search relaxes the prices:
//!
//! | step | where |
//! |---|---|
//! | a market's problem, once for each way of building its articles | `market` |
//! | how many pieces of an order the markets could take, and the least price at which one of them could come | `usage` |
//! | every market's best answer at these prices: no plan is better | `relaxed` |
//! | what such a plan really costs: orders, set-ups, licences, borders | `evaluated` |
//! | where both differ, one choice of one market is decided either way | `search`, `decide` |
//! | parts of the plan that have nothing to do with each other, by listed choices | `blocks`, `options`, `apart` |
//! | which markets can be served together | `served` |
//! | the plan as data | `answer` |
//!
//! It is branch and bound (Land and Doig 1960), best first. Plans are compared as the contract does: objective by objective,
//! then market by market in order by preference. The bound is a plan too, the first of the best ones at prices that no plan
//! is below, so whatever comes after the best known plan in that order is left out, ties included.

mod answer;
mod apart;
mod blocks;
mod decide;
mod evaluated;
mod found;
mod key;
mod market;
mod options;
mod relaxed;
mod search;
mod served;
mod usage;

pub(super) use answer::{Answered, outcomes};
pub(super) use market::{is_needed, may_be_needed, orders_together};
