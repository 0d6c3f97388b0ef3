//! What a line costs.

use crate::model::{ComponentId, SlotId};
use crate::number::Number;

/// What a line costs; amounts are for all of it in one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineCosts {
    /// The slot.
    pub slot: SlotId,
    /// The component.
    pub component: ComponentId,
    /// What one costs.
    pub unit: Number,
    /// What all cost.
    pub goods: Number,
    /// The freight to the site, or to the market.
    pub freight: Number,
    /// What is owed there.
    pub duty: Number,
    /// The duties, in the order of the place.
    pub owed: Vec<String>,
}
