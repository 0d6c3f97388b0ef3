//! What a plan costs: orders with their tiers, borders, articles. Exact, and nothing here chooses anything.
//!
//! | question | where |
//! |---|---|
//! | what a number of pieces costs at a seller, and what is ordered | `terms` |
//! | in which ways a component can be bought: manufacturer part, offer, licence | `ways` |
//! | what crosses which border, and what is owed there | `borders` |
//! | which article holds what | `structure` |
//! | what one product of a market costs, line by line and article by article | `landed` |
//!
//! The independent checker (`verify::plan`) counts all of it anew and shares nothing with this.

mod borders;
mod landed;
mod structure;
mod terms;
mod ways;

pub(crate) use borders::{Counting, Places, Unstated, World, percent_of};
pub(crate) use landed::{ArticleMoney, Landed, LineMoney, Part, Product, ShareMoney};
pub(crate) use structure::Structure;
pub(crate) use terms::{Ordered, Terms};
pub(crate) use ways::{Lost, MADE, OrderKey, Rates, Route, Shop, Supply, Way, license_each, loss, rate};
