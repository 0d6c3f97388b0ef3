//! terroir holds one component graph for an IoT product, composes regional overlays with it, and resolves the valid
//! bill of materials of every market, or shows in a few lines why there is none.
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
//! | to | from | call |
//! |---|---|---|
//! | read a solution | texts, or a folder (feature `fs`) | [`Solution::from_sources`], [`Solution::load`](load) |
//! | compose the overlays of its markets | the solution | [`Solution::compile`] |
//! | get a market's BOM, or the reasons why there is none | a [`Request`] | [`Compiled::resolve`]: an [`Outcome`] |
//! | get all markets with their shared core | a [`Request`] | [`Compiled::portfolio`]: a [`Portfolio`] |
//! | learn why a component was taken, or was not | a slot, component or option | [`Compiled::why_slot`], [`Compiled::why_component`], [`Compiled::why_option`] |
//! | choose step by step, with what is still possible | a [`Request`], choices | [`session::Session`] |
//! | compare with other conditions | two requests | [`Compiled::what_if`] |
//! | see where a component is used and what could replace it | a component | [`Compiled::impact`] |
//! | see when answers change, and through what | a last day | [`Compiled::horizon`] |
//! | count the valid variants of each market | a [`Request`] | [`Compiled::count`] |
//! | list what to order in a year, by seller | a [`Portfolio`] | [`export::buy`] |
//! | serve all markets with the fewest hardware SKUs | a [`Request`] | [`Compiled::skus`] |
//! | see what differs, and which facts and rules cause it | two markets, solutions or locks | [`diff`] |
//! | see what a change of the files does to all markets, and which edit causes what | two solutions | [`review`] |
//! | keep answers, and write them for other programs | answers | [`lock`], [`export`] |
//! | turn part lists into a solution | CSV or workbooks | [`import`] |
//!
//! # Features
//!
//! | feature | in the default | brings |
//! |---|---|---|
//! | `cli` | yes | the command `terroir` with `fs` and `parallel`; a library needs none of it |
//! | `xlsx` | yes | workbooks: catalogues and part lists are read from them, exports written as them |
//! | `encodings` | yes | part lists in encodings older than Unicode: GB18030, Shift-JIS, Windows-1251 and others |
//! | `fs` | through `cli` | [`load`]: solutions from folders, the only part that touches the disk |
//! | `parallel` | through `cli` | several threads where a request allows more than one |
//! | `sqlite` | no | catalogues in SQLite databases; compiles SQLite (C) |
//! | `internals` | no | the steps on the way to an answer, for terroir's own tests; no promise is kept about them |
//!
//! `default-features = false` leaves the library alone: no command line, no file system, no workbooks, no clock, no
//! environment, no threads, and about 30 crates in all. Add `fs` to read folders, `xlsx` to write workbooks.
//!
//! # Promises
//!
//! The library reads no clock, no environment and, but for [`load`], no disk; it starts no thread unless the feature
//! `parallel` is on and a request allows several, and everything is `Send + Sync`. The same input gives the same
//! bytes. Answers, requests and diagnostics are `#[non_exhaustive]` and can be serialised.
//!
//! It does not draw schematics, keep stock, or give legal advice: a fact in a built-in overlay shows where it was read
//! and when, and what was not read is a gap that every answer names.

#![cfg_attr(docsrs, feature(doc_cfg))]
// A new variant of an enum is a decision at every match; tests may look at one of many.
#![cfg_attr(not(test), warn(clippy::wildcard_enum_match_arm))]
// A yes or no that a function is told is a missing enum; tests may be told one.
#![cfg_attr(not(test), warn(clippy::fn_params_excessive_bools))]

// The public face, all of it.

pub mod bom;
#[doc = include_str!("../regions/CAPABILITIES.md")]
pub mod capabilities {}
#[doc = include_str!("guide/conditions.md")]
pub mod conditions {}
#[doc = include_str!("guide/csv.md")]
pub mod csv_catalogues {}
#[doc = include_str!("guide/gaps.md")]
pub mod gaps {}
#[doc = include_str!("guide/offers.md")]
pub mod offers {}
pub mod compare;
pub mod count;
pub mod diff;
pub mod export;
pub mod horizon;
pub mod impact;
pub mod import;
#[cfg(feature = "fs")]
pub mod load;
pub mod lock;
pub mod review;
pub mod session;

pub use bom::{Bom, Conflict, Outcome, Portfolio};
pub use date::{Date, DateError};
pub use diagnostic::{Diagnostic, Label, Severity, has_errors, headed, printable, sort as sort_diagnostics};
pub use model::{Citation, is_country_code};
pub use name::{is_name, nearest};
pub use number::{Number, NumberError};
pub use overlay::Fact;
pub use portfolio::{SkuDepth, SkuProgress};
pub use quantity::{Quantity, QuantityError};
pub use query::{
    Compiled, Detail, LockedChoices, LockedComponent, Pin, Priority, Request, ResolveError, ResolveErrorKind, Scope,
    Setting,
};
pub use regions::version as region_data_version;
pub use schema::{FileKind, csv_reference, json_schema, key_reference, offers_csv_reference};
pub use solution::{AreaGap, AreaSummary, Faults, Pack, Solution, Stale, VariantSummary};
pub use span::{File, FileOrigin, Files, Place};
pub use terms::code::{CodeText, Snippet, UnknownCode};
pub use terms::{Code, ComponentKind, FactStatus, Lifecycle, Objective, Term, UnknownObjective, UnknownTerm};

// Steps on the way to an answer. They change with every version; with the feature `internals` they are public for
// tests, benches and the oracle.

mod evidence;
mod explain;
mod kernel;
mod lint;
mod portfolio;
mod proof;
mod query;
mod resolve;
mod solution;
mod trade;

#[cfg(not(feature = "internals"))]
mod date;
#[cfg(feature = "internals")]
pub mod date;
#[cfg(not(feature = "internals"))]
mod diagnostic;
#[cfg(feature = "internals")]
pub mod diagnostic;
#[cfg(not(feature = "internals"))]
mod engine;
#[cfg(feature = "internals")]
pub mod engine;
#[cfg(not(feature = "internals"))]
mod keyed_vec;
#[cfg(feature = "internals")]
pub mod keyed_vec;
#[cfg(not(feature = "internals"))]
mod model;
#[cfg(feature = "internals")]
pub mod model;
#[cfg(not(feature = "internals"))]
mod name;
#[cfg(feature = "internals")]
pub mod name;
#[cfg(not(feature = "internals"))]
mod number;
#[cfg(feature = "internals")]
pub mod number;
#[cfg(not(feature = "internals"))]
mod overlay;
#[cfg(feature = "internals")]
pub mod overlay;
#[cfg(not(feature = "internals"))]
mod quantity;
#[cfg(feature = "internals")]
pub mod quantity;
#[cfg(not(feature = "internals"))]
mod regions;
#[cfg(feature = "internals")]
pub mod regions;
#[cfg(not(feature = "internals"))]
mod schema;
#[cfg(feature = "internals")]
pub mod schema;
#[cfg(not(feature = "internals"))]
mod span;
#[cfg(feature = "internals")]
pub mod span;
#[cfg(not(feature = "internals"))]
mod syntax;
#[cfg(feature = "internals")]
pub mod syntax;
#[cfg(not(feature = "internals"))]
mod terms;
#[cfg(feature = "internals")]
pub mod terms;
#[cfg(not(feature = "internals"))]
mod verify;
#[cfg(feature = "internals")]
pub mod verify;
