//! Overlays composed: for one market, every entry with its winning values and where they are stated.
//!
//! For the same key the narrower area wins, then the solution's own overlay over the built-in one. Values of equal strength that
//! differ are a clash, reported with both places. Nothing depends on the order of files. The algebra is the same for all
//! sections; what is particular to one is in its file in [`schema`](crate::schema).

mod attribution;
mod change_dates;
mod complete;
mod compose;
mod facts;
mod lookup;
mod merge;
mod redundant;
mod replacement;
mod structure;

#[cfg(feature = "internals")]
pub use crate::schema::PartyList;
pub use crate::schema::{
    AreaNeed, Bound, CarrierDefinition, CertificateDefinition, Certification, ContentBound, ContentRule, Customs, Duty,
    Gap, Limit, MarketProvides, MarketView, Network, Origin, Planned, Rule, Setting, SlotDefinition, Waiver,
};
pub use crate::terms::Level;
pub use attribution::attribution_of;
pub use change_dates::{ChangePoint, change_points};
pub use compose::Composer;
pub use facts::{Fact, facts, json};
pub(crate) use redundant::report_idle;
pub use replacement::{RemovedEntry, Replacement, removed_entries};
