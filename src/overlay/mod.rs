//! Areas view on each other: for one market, every entry with its winning values and who said them.
//!
//! For the same key the narrower area wins, then the solution's own overlay over the built-in one. What is left and
//! differs is a clash, told with both places. Nothing depends on the order of files.

mod attribution;
mod change_dates;
mod compose;
mod facts;
mod lower;
mod market_view;
mod merge;
mod networks;
mod redundant;
mod structure;

pub use crate::terms::Level;
pub use attribution::attribution_of;
pub use change_dates::{ChangePoint, change_points};
pub use compose::Composer;
pub use facts::{Fact, facts, json};
pub use market_view::{
    AreaNeed, CarrierDefinition, CertificateDefinition, Certification, Duty, Gap, Limit, MarketProvides, MarketView,
    Network, Planned, Rule, Setting, SlotDefinition,
};
pub(crate) use redundant::report_idle;

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
