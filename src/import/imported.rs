//! The solution made of part lists.

use super::finding::Finding;
use super::variant_axes::Axis;

/// A solution made of part lists, with what was found on the way.
///
/// ```
/// use terroir::import::{PartList, Settings, import};
/// let list = |name: &str, mpn: &str| PartList::csv(name, "list.csv", format!("Ref,MPN\nU1,{mpn}\n").as_bytes());
/// let made = import(&[list("EU868", "A"), list("US915", "B")], &Settings::new("gateway", "2026-11-22".parse()?))?;
/// assert_eq!((made.lists, made.places, made.shared), (2, 1, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Imported {
    /// The files of the solution.
    pub files: Vec<ImportedFile>,
    /// What looks wrong in the lists, in their order.
    pub findings: Vec<Finding>,
    /// The choices that the variants' names express.
    pub axes: Vec<Axis>,
    /// The number of lists.
    pub lists: usize,
    /// The number of lists that the solution reproduces exactly: all of them.
    pub same: usize,
    /// Places in all lists together: designators; a part without any counts once.
    pub places: usize,
    /// Places that hold the same part in every list.
    pub shared: usize,
    /// The number of different parts.
    pub parts: usize,
    /// Combinations of choices for which there is no list; at most 100.
    pub unpublished: Vec<Vec<String>>,
    /// The markets of the solution.
    pub markets: Vec<ImportedMarket>,
}

/// A file of an imported solution.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportedFile {
    /// Its name, relative to the solution's folder, with `/`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A market of an imported solution.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ImportedMarket {
    /// Its code.
    pub code: String,
    /// The radio plan or region that its overlay sets; empty if no variant names one.
    pub value: String,
}
