//! Areas laid on each other: for one market, every entry with its winning values and who said them.
//!
//! For the same key the narrower area wins, then the solution's own overlay over the built-in one. What is left and
//! differs is a clash, told with both places. Nothing depends on the order of files.

mod dates;
mod entry;
mod facts;
mod idle;
mod lay;
mod lower;
mod merge;
mod networks;
mod said;
mod structure;

pub use dates::{Turn, turns};
pub use entry::{
    AreaNeed, CarrierDefinition, CertificateDefinition, Certification, Duty, Gap, Laid, Level, Limit, MarketProvides,
    Network, Planned, Rule, Setting, SlotDefinition, Supply,
};
pub use facts::{Fact, facts, json};
pub(crate) use idle::tell_idle;
pub use lay::Laying;
pub use merge::Held;
pub use said::said_by;

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
