//! From the part lists a team has today, one a variant, to a solution that resolves to exactly these lists.
//!
//! 1. Every list is read, whatever tool wrote it ([`PartList`]): delimiter, encoding and the row of the head are found.
//! 2. The names of the variants are taken apart into independent choices ([`Axes`]).
//! 3. A place that holds the same part everywhere is shared core; any other gets the smallest condition that says where
//!    it holds which part.
//! 4. A place for which one list names two parts gets the one that the other lists speak for.
//! 5. What was written is resolved for every variant and compared with its list, place by place.
//!
//! ```
//! use terroir::import::{PartList, Settings, import};
//!
//! let list = |name: &str, text: &str| PartList::csv(name, &format!("{name}.csv"), text.as_bytes());
//! let lists = [
//!     list("EU868", "Reference,Quantity,MPN\nU1,1,EXAMPLE-868\nR1 R2,2,EXAMPLE-10K\n"),
//!     list("US915", "Reference,Quantity,MPN\nU1,1,EXAMPLE-915\nR1 R2,2,EXAMPLE-10K\n"),
//! ];
//! let made = import(&lists, &Settings::new("gateway", "2026-11-22".parse()?))?;
//! assert_eq!((made.lists, made.same, made.places, made.shared), (2, 2, 3, 2));
//! assert!(made.files.iter().any(|(name, text)| name == "solution.toml" && text.contains("radio-plan == EU868")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod columns;
mod condition;
mod conflicts;
mod designators;
mod list;
mod markets;
mod merge;
mod round_trip;
mod text;
mod variant_axes;
#[cfg(feature = "xlsx")]
mod workbook;
mod write;

#[cfg(all(feature = "xlsx", feature = "fs"))]
pub(crate) use workbook::csv as workbook_as_csv;

pub use designators::designators;
pub use text::{Encoding, decode};
pub use variant_axes::{Axes, Axis, AxisKind};

use crate::date::Date;
use crate::diagnostic::Severity;

/// One variant's part list, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartList {
    name: String,
    file: String,
    list: Option<list::List>,
    findings: Vec<Finding>,
}

impl PartList {
    /// Reads a list from text with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252. The name is the
    /// variant's, the file is what findings name.
    #[must_use]
    pub fn csv(name: &str, file: &str, bytes: &[u8]) -> Self {
        let mut findings = Vec::new();
        let list = list::read(file, bytes, &mut findings);
        Self { name: name.to_owned(), file: file.to_owned(), list, findings }
    }

    /// Reads a list from the first sheet of a workbook (`.xlsx`) that holds one.
    #[cfg(feature = "xlsx")]
    #[must_use]
    pub fn xlsx(name: &str, file: &str, bytes: &[u8]) -> Self {
        let mut findings = Vec::new();
        let list = workbook::read(file, bytes, &mut findings);
        Self { name: name.to_owned(), file: file.to_owned(), list, findings }
    }

    /// The variant's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Something in the lists that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The file, as it was named.
    pub file: String,
    /// The line or row; 0 for the whole file.
    pub line: u64,
    /// How grave it is: an error leaves the list unread.
    #[serde(serialize_with = "severity")]
    pub severity: Severity,
    /// What was found.
    pub message: String,
}

fn severity<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.word())
}

impl Finding {
    fn new(severity: Severity, file: &str, line: u64, message: String) -> Self {
        Self { file: file.to_owned(), line, severity, message }
    }

    fn warning(file: &str, line: u64, message: String) -> Self {
        Self::new(Severity::Warning, file, line, message)
    }

    fn note(file: &str, line: u64, message: String) -> Self {
        Self::new(Severity::Note, file, line, message)
    }

    fn error(file: &str, line: u64, message: String) -> Self {
        Self::new(Severity::Error, file, line, message)
    }

    fn no_head(file: &str) -> Self {
        let message = "no row names the columns of a part list: a part (`MPN`, `Part Number`, `Value` …) and its places or \
                       number (`Reference`, `Designator`, `Quantity` …)";
        Self::error(file, 0, message.to_owned())
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.file, self.message),
            line => write!(formatter, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// What the lists themselves do not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The solution's name.
    pub name: String,
    /// The currency (ISO 4217) where no list names one; `None`: USD.
    pub currency: Option<String>,
    /// The markets of a radio plan or region, or of everything (the empty text): `("EU868", ["DE", "FR"])`.
    pub markets: Vec<(String, Vec<String>)>,
    /// The day on which the solution is tried.
    pub as_of: Date,
}

impl Settings {
    /// A name and a day, all else as the lists and the built-in overlays have it.
    #[must_use]
    pub fn new(name: &str, as_of: Date) -> Self {
        Self { name: name.to_owned(), currency: None, markets: Vec::new(), as_of }
    }
}

/// A solution made of part lists, and what was found on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The files of the solution: names relative to its folder, and texts.
    pub files: Vec<(String, String)>,
    /// What looks wrong in the lists, in their order.
    pub findings: Vec<Finding>,
    /// The choices behind the variants.
    pub axes: Axes,
    /// How many lists were read.
    pub lists: usize,
    /// How many of them come back exactly.
    pub same: usize,
    /// Places (designators; a part without any counts once) in all lists together.
    pub places: usize,
    /// Places that hold the same part in every list.
    pub shared: usize,
    /// Different parts.
    pub parts: usize,
    /// Combinations of choices that no list was given for.
    pub unpublished: Vec<Vec<String>>,
    /// The markets taken, each with the variant's value that it stands for.
    pub markets: Vec<(String, String)>,
}

/// Why no solution was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// There is no list.
    #[error("no part list is given")]
    Nothing,
    /// Two lists have one name.
    #[error("two lists are named `{0}`")]
    SameName(String),
    /// Lists that could not be read, with all findings.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unreadable(Vec<Finding>),
    /// No market is known for a variant's value.
    #[error("no market is known for `{0}`")]
    NoMarket(String),
    /// A name is none that a solution could have.
    #[error("`{0}` is no name of letters, digits, `-` and `_`")]
    Name(String),
    /// A currency is none.
    #[error("`{0}` is no currency of three capital letters")]
    Currency(String),
    /// A market is none that terroir knows; with the nearest that it does.
    #[error("there is no area `{0}`")]
    Area(String, Option<String>),
    /// One market stands for two variants' values.
    #[error("the market `{0}` stands for two values")]
    SameMarket(String),
    /// The solution does not give a list back; a fault of terroir's, told instead of written.
    #[error("the list `{name}` does not come back: {difference}")]
    Differs {
        /// The variant.
        name: String,
        /// The first differences.
        difference: String,
    },
}

/// Makes one solution of several part lists.
///
/// # Errors
/// [`ImportError`]: lists that cannot be read, names that mean nothing, or a list that the solution does not give back.
pub fn import(lists: &[PartList], settings: &Settings) -> Result<Imported, ImportError> {
    check(lists, settings)?;
    let mut findings: Vec<Finding> = lists.iter().flat_map(|list| list.findings.clone()).collect();
    if lists.iter().any(|list| list.list.is_none()) {
        return Err(ImportError::Unreadable(findings));
    }
    let world = crate::solution::Solution::world().ok();
    let is_area = |word: &str| world.as_ref().is_some_and(|world| markets::is_area(world, word));
    let names: Vec<String> = lists.iter().map(|list| list.name.clone()).collect();
    let axes = variant_axes::find(&names, &is_area);
    let mut lists = lists.to_vec();
    conflicts::settle(&mut lists, &axes, &mut findings);
    let lists = lists.as_slice();
    let joined = merge::join(lists, &mut findings);
    let markets = markets::choose(&axes, settings, world.as_ref())?;
    markets::check(&markets, world.as_ref())?;
    let files = write::files(lists, &joined, &axes, &markets, settings);
    round_trip::prove(&files, lists, &joined, &axes, &markets, settings.as_of)?;
    Ok(Imported {
        files,
        findings,
        lists: lists.len(),
        same: lists.len(),
        places: joined.slots.iter().map(merge::Slot::places).sum(),
        shared: joined.slots.iter().filter(|slot| slot.is_shared()).map(merge::Slot::places).sum(),
        parts: joined.parts.len(),
        unpublished: variant_axes::unpublished(&axes, 100),
        markets: markets.iter().map(|market| (market.code.clone(), market.value.clone())).collect(),
        axes,
    })
}

fn check(lists: &[PartList], settings: &Settings) -> Result<(), ImportError> {
    if lists.is_empty() {
        return Err(ImportError::Nothing);
    }
    if !crate::name::is_name(&settings.name) {
        return Err(ImportError::Name(settings.name.clone()));
    }
    let is_currency = |code: &&String| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    if let Some(wrong) = settings.currency.as_ref().filter(|code| !is_currency(code)) {
        return Err(ImportError::Currency(wrong.clone()));
    }
    let twice = lists.iter().enumerate().find(|(at, list)| lists.iter().take(*at).any(|other| other.name == list.name));
    twice.map_or(Ok(()), |(_, list)| Err(ImportError::SameName(list.name.clone())))
}
