//! Answers as plain data: the bill of materials of one market or the conflict that rules one out, and what several markets
//! share.
//!
//! | question | type |
//! |---|---|
//! | what does one market get? | [`Outcome`]: [`Bom`], [`Conflict`] or [`Undecided`] |
//! | what would make a market valid? | [`Fix`], as text and as [`Edit`]s |
//! | what do all markets get, and what do they share? | [`Portfolio`], [`Core`] |
//! | what is ordered in a year, and what do borders and licences add? | [`Order`], [`ArticleLine`], [`ContentShare`], [`LicenseUse`] |
//! | what keeps markets apart, and what would one part for all cost? | [`Split`], [`Commonality`] |
//! | how few hardware variants serve all markets? | [`Skus`] |
//! | what does another program need to check an answer? | [`MarketProof`] |
//! | why this component and not that one? | [`Why`] |
//!
//! All types are `Serialize`; the documents that `terroir --format json` prints are made from them in
//! [`export`](crate::export).

mod bill;
mod block;
mod conflict;
mod currency;
mod fix;
mod hardware;
mod held;
mod landed;
mod landed_cost;
mod order;
mod outcome;
mod portfolio;
mod proof;
mod shared;
mod skus;
mod why;

pub use crate::schema::{ApprovedPart, CustomField, Details, OptionValue};
pub use bill::{Bom, FactUse, Line, ObjectiveValue, OneOff, OptionSetting, Warning};
pub use block::{Block, BlockPlace};
pub use conflict::{Conflict, Reason, ReasonLabel};
pub use currency::minor_unit;
pub use fix::{Edit, Fix, RemovableSection};
pub(crate) use hardware::{HardwarePart, hardware_id};
pub use held::{CertificateState, HeldCertificate};
pub use landed::{ArticleLine, ContentShare, LicenseUse};
pub use order::{NextTier, Order};
pub use outcome::{Outcome, Undecided};
pub use portfolio::{Core, Portfolio, RegionalFilling, RegionalSlot};
pub use proof::MarketProof;
pub use shared::{
    CertifiedForAll, Commonality, Elsewhere, ExtraCost, Filling, MissingCertificate, OneForAll, PartVerdict, Point,
    RegionalBounds, Split, Wanted,
};
pub use skus::{Apart, ApartReason, CostBounds, CurvePoint, Fitted, Minimum, Proof, Served, Sku, Skus};
pub use why::{Choice, ChoiceChange, ChoiceVerdict, Decision, DecisionKind, ReasonSets, Recheck, Why};
