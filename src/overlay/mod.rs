//! Areas view on each other: for one market, every entry with its winning values and who said them.
//!
//! For the same key the narrower area wins, then the solution's own overlay over the built-in one. What is left and
//! differs is a clash, told with both places. Nothing depends on the order of files.

mod change_dates;
mod market_view;
mod facts;
mod redundant;
mod compose;
mod lower;
mod merge;
mod networks;
mod attribution;
mod structure;

pub use change_dates::{ChangePoint, change_points};
pub use market_view::{
    AreaNeed, CarrierDefinition, CertificateDefinition, Certification, Duty, Gap, MarketView, Level, Limit, MarketProvides,
    Network, Planned, Rule, Setting, SlotDefinition, Supply,
};
pub use facts::{Fact, facts, json};
pub(crate) use redundant::report_idle;
pub use compose::Composer;
pub use merge::Held;
pub use attribution::attribution_of;

use crate::model::{AreaId, Cited};
use crate::span::Span;
use std::sync::Arc;

/// Where a statement comes from: place, area, cited sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The place.
    pub span: Span,
    /// The area whose overlay says it.
    pub area: AreaId,
    /// Sources, date and status.
    pub cited: Arc<Cited>,
}
