//! terroir holds one component graph for an IoT product, lays regional overlays on it, and resolves the valid bill of
//! materials of every market, or says in a few lines why there is none.
//!
//! ```
//! use terroir::{Outcome, Request, Solution};
//!
//! let solution = Solution::from_sources([
//!     ("solution.toml", "
//!         [solution]
//!         name = 'lamp'
//!         markets = ['US', 'DE', 'BR']
//!         currency = 'USD'
//!         [slots.driver]
//!         choose = ['driver-120', 'driver-230']
//!     "),
//!     ("catalog/drivers.toml", "
//!         [[components]]
//!         id = 'driver-120'
//!         kind = 'hardware'
//!         price = '7.10'
//!         needs = { 'power.mains' = { voltage_v = { within = [100, 130] } } }
//!         [[components]]
//!         id = 'driver-230'
//!         kind = 'hardware'
//!         price = '6.90'
//!         needs = { 'power.mains' = { voltage_v = { within = [198, 264] } } }
//!     "),
//! ])?;
//! let compiled = solution.compile()?;
//! let day = "2026-11-22".parse()?;
//! for market in ["US", "DE"] {
//!     let answer = compiled.resolve(&Request::market(market).as_of(day))?;
//!     println!("{market}: {}", answer.bom().map_or("none", |bom| &bom.lines[0].component));
//! }
//! // The mains of Brazil are 127 V and 220 V, and neither driver takes both: a reason with its cited fact.
//! let Outcome::Conflict(conflict) = compiled.resolve(&Request::market("BR").as_of(day))? else { unreachable!() };
//! assert!(conflict.reasons[0].text.contains("voltage 127 and 220 V"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | step | what comes in | what comes out | module |
//! |---|---|---|---|
//! | read | text | documents with every place, all faults | [`syntax`] |
//! | model | documents | the checked 150% BOM, ids instead of names | [`model`] |
//! | overlay | the statements of areas | all that holds in one market, and who said it | [`overlay`] |
//! | kernel | 150% BOM and overlays | choices, needs, limits, resources, rules, each with its origin | |
//! | engine | groups, clauses, budgets, costs | the optimum with its tie-break, or a minimal core | [`engine`] |
//! | resolve | a [`Request`] | an [`Outcome`]: the [`Bom`], or the [`Conflict`] | [`resolve`] |
//! | portfolio | a [`Portfolio`] | what keeps its markets apart | |
//! | verify | an answer | what is wrong with it; it knows neither kernel nor engine | [`verify`] |
//! | impact | a component | where it is used, what replaces it | [`impact`] |
//! | horizon | a request and a last day | when its answers change, and through what | [`horizon`] |
//! | compare | two answers | what differs | [`compare`] |
//! | diff | two markets, solutions or locks | what differs, and which facts and rules cause it | [`diff`] |
//! | lock, export | answers | files | [`lock`], [`export`] |
//!
//! The library reads no clock, no environment and, but for `load` (feature `fs`), no disk; it starts no thread unless
//! the feature `parallel` is on and a request asks for several, and everything is `Send + Sync`. The same input gives the
//! same bytes.
//!
//! It does not draw schematics, keep stock, or give legal advice: a fact in a built-in overlay says where it was read
//! and when, and what was not read is a gap that every answer names.

pub mod bom;
#[doc = include_str!("../regions/CAPABILITIES.md")]
pub mod capabilities {}
pub mod compare;
pub mod date;
pub mod diagnostic;
pub mod diff;
pub mod engine;
mod explain;
pub mod export;
pub mod horizon;
pub mod impact;
pub mod import;
mod kernel;
pub mod keyed_vec;
mod lint;
#[cfg(feature = "fs")]
pub mod load;
pub mod lock;
pub mod model;
pub mod name;
pub mod number;
pub mod overlay;
mod portfolio;
mod query;
pub mod regions;
pub mod resolve;
pub mod schema;
mod solution;
pub mod span;
pub mod syntax;
pub mod terms;
pub mod verify;

pub use bom::{Bom, Conflict, Outcome, Portfolio};
pub use date::{Date, DateError};
pub use diagnostic::{Diagnostic, Severity};
pub use model::Citation;
pub use name::is_name;
pub use number::{Number, NumberError};
pub use overlay::Fact;
pub use portfolio::{SkuDepth, SkuProgress};
pub use resolve::{Compiled, LockedChoices, LockedComponent, Pin, Priority, Request, ResolveError, Scope, Setting};
pub use solution::{AreaGap, AreaSummary, Faults, Pack, Solution, Stale};
pub use terms::{Code, ComponentKind, Lifecycle, Term, UnknownTerm};
