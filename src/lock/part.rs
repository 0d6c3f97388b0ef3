//! Parts of a lock: several build machines each resolve some of the markets, and their parts are merged into the lock
//! that a single run would have written.
//!
//! A part is the lock of its markets after two lines of its own: which part it is, and which markets the portfolio has.

use super::content::Lock;
use super::parse::LockError;
use crate::syntax::toml_string as quoted;
use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use toml::de::{DeTable, DeValue};

/// Number of lines before the lock in a part.
const HEAD: usize = 3;

/// Which markets a run resolves: those whose code falls into the M-th of N classes of a stable hash.
///
/// ```
/// use terroir::lock::Partition;
/// let parts: Vec<Partition> = ["hash:1/2", "hash:2/2"].iter().filter_map(|text| text.parse().ok()).collect();
/// // Each market is in exactly one part, whatever the others are.
/// assert_eq!(parts.iter().filter(|part| part.holds("BR")).count(), 1);
/// assert!("hash:3/2".parse::<Partition>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Partition {
    index: NonZeroU32,
    of: NonZeroU32,
}

/// The text is not a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `hash:M/N` with 1 ≤ M ≤ N")]
pub struct PartitionError;

impl FromStr for Partition {
    type Err = PartitionError;

    fn from_str(text: &str) -> Result<Self, PartitionError> {
        let (index, of) = text.strip_prefix("hash:").and_then(|rest| rest.split_once('/')).ok_or(PartitionError)?;
        let plain = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
        let number = |digits: &str| digits.parse::<NonZeroU32>().ok().filter(|_| plain(digits)).ok_or(PartitionError);
        let (index, of) = (number(index)?, number(of)?);
        if index > of { Err(PartitionError) } else { Ok(Self { index, of }) }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "hash:{}/{}", self.index, self.of)
    }
}

impl Partition {
    /// Whether a market belongs to this part: FNV-1a of its code, modulo the number of parts.
    ///
    /// ```
    /// # use terroir::lock::Partition;
    /// let all: Partition = "hash:1/1".parse()?;
    /// assert!(all.holds("DE"));
    /// # Ok::<(), terroir::lock::PartitionError>(())
    /// ```
    #[must_use]
    pub fn holds(self, market: &str) -> bool {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        let hash = market.bytes().fold(0xcbf2_9ce4_8422_2325, step);
        hash % u64::from(self.of.get()) + 1 == u64::from(self.index.get())
    }
}

/// The answers of some markets, to be merged into a lock.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// let solution = lamp::solution()?;
/// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
/// use terroir::lock::{NamedPart, Part};
/// let part = Part::new("hash:1/1".parse()?, vec!["US".to_owned(), "DE".to_owned()], lock.clone());
/// assert_eq!(Part::parse(&part.to_text())?, part);
/// assert_eq!(Part::merge(&[NamedPart { name: "1.part".to_owned(), part }])?, lock);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub(super) partition: Partition,
    /// All markets of the portfolio, in their order.
    pub(super) portfolio: Vec<String>,
    /// The answers of the part's own markets.
    pub(super) lock: Lock,
}

/// A part with the name of its file, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPart {
    /// The name.
    pub name: String,
    /// The part.
    pub part: Part,
}

/// Why parts cannot be merged: missing, duplicate or damaged ones, or ones from different runs.
///
/// ```
/// use terroir::lock::Part;
/// assert_eq!(Part::merge(&[]).unwrap_err().to_string(), "no part was given");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MergeError(String);

impl Part {
    /// The first line of a part's text.
    pub const HEADER: &'static str =
        "# A part of the answers of `terroir resolve`; `terroir merge` joins all parts into the lock.";

    /// A part of all markets of a portfolio, with a lock of the answers of its own markets.
    #[must_use]
    pub const fn new(partition: Partition, portfolio: Vec<String>, lock: Lock) -> Self {
        Self { partition, portfolio, lock }
    }

    /// The part's text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let codes: Vec<String> = self.portfolio.iter().map(|code| quoted(code)).collect();
        let (part, codes) = (quoted(&self.partition.to_string()), codes.join(", "));
        format!("{}\npart = {part}\nportfolio = [{codes}]\n{}", Self::HEADER, self.lock.to_text())
    }

    /// Reads a part's text.
    ///
    /// # Errors
    /// The first fault, with its line.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let end: usize = text.split_inclusive('\n').take(HEAD).map(str::len).sum();
        let (head, lock) = text.split_at(end);
        let fault = |line: u32, message: &str| LockError { line, message: message.to_owned() };
        let table =
            DeTable::parse(head).map_err(|_| fault(1, "not a part that `terroir resolve --partition` wrote"))?;
        let table = table.get_ref();
        let partition = match table.get("part").map(|value| value.get_ref()) {
            Some(DeValue::String(text)) => text.parse().map_err(|error: PartitionError| fault(2, &error.to_string())),
            _ => Err(fault(2, "`part` is missing")),
        }?;
        let Some(DeValue::Array(codes)) = table.get("portfolio").map(|value| value.get_ref()) else {
            return Err(fault(3, "`portfolio` is missing"));
        };
        let code = |value: &toml::Spanned<DeValue<'_>>| {
            let DeValue::String(code) = value.get_ref() else {
                return Err(fault(3, "expected the codes of the markets"));
            };
            Ok(code.to_string())
        };
        let portfolio = codes.iter().map(code).collect::<Result<_, _>>()?;
        let shifted = |error: LockError| LockError { line: error.line.saturating_add(HEAD as u32), ..error };
        Ok(Self { partition, portfolio, lock: Lock::parse(lock).map_err(shifted)? })
    }

    /// The lock that a single run over all markets would have given.
    ///
    /// # Errors
    /// [`MergeError`] if parts are missing, duplicate, damaged, or from different runs.
    pub fn merge(parts: &[NamedPart]) -> Result<Lock, MergeError> {
        let Some(NamedPart { name: first_name, part: first }) = parts.first() else {
            return Err(MergeError("no part was given".to_owned()));
        };
        let mut by_index: BTreeMap<NonZeroU32, &str> = BTreeMap::new();
        for NamedPart { name, part } in parts {
            if let Some(difference) = first.difference(part) {
                return Err(MergeError(format!("`{name}` is not from the same run as `{first_name}`: {difference}")));
            }
            if let Some(before) = by_index.insert(part.partition.index, name) {
                return Err(MergeError(format!("`{name}` and `{before}` are both part {}", part.partition)));
            }
            if let Some(problem) = part.problem() {
                return Err(MergeError(format!("`{name}` is damaged: {problem}")));
            }
        }
        missing(first.partition.of, &by_index)?;
        let all: Vec<_> = parts.iter().flat_map(|named| &named.part.lock.markets).collect();
        let own = |code: &String| all.iter().find(|market| market.market == *code && market.variant.is_none());
        let of_variants = all.iter().filter(|market| market.variant.is_some());
        let markets =
            first.portfolio.iter().filter_map(own).chain(of_variants).map(|market| (*market).clone()).collect();
        Ok(Lock { markets, ..first.lock.clone() })
    }

    /// Why another part is from a different run.
    fn difference(&self, other: &Self) -> Option<String> {
        let head = |part: &Self| Lock { markets: Vec::new(), ..part.lock.clone() };
        let (one, two) = (&self.lock, &other.lock);
        if self.partition.of != other.partition.of {
            return Some(format!("it is one of {} parts, not of {}", other.partition.of, self.partition.of));
        }
        if self.portfolio != other.portfolio {
            return Some("its portfolio has other markets".to_owned());
        }
        let words = [
            ("solution", &one.solution, &two.solution),
            ("version", &one.version, &two.version),
            ("currency", &one.currency, &two.currency),
        ];
        if let Some((what, wanted, found)) = words.into_iter().find(|(_, wanted, found)| wanted != found) {
            return Some(format!("its {what} is `{found}`, not `{wanted}`"));
        }
        if one.as_of != two.as_of {
            return Some(format!("it is as of {}, not {}", two.as_of, one.as_of));
        }
        (head(self) != head(other)).then(|| "it was made from other files".to_owned())
    }

    /// Which market a part lacks, or holds although it belongs to another.
    fn problem(&self) -> Option<String> {
        let held =
            |code: &str| self.lock.markets.iter().any(|market| market.market == code && market.variant.is_none());
        let wanted: Vec<&String> = self.portfolio.iter().filter(|code| self.partition.holds(code)).collect();
        if let Some(code) = wanted.iter().find(|code| !held(code)) {
            return Some(format!("market `{code}` is missing"));
        }
        let foreign = self.lock.markets.iter().find(|market| !wanted.contains(&&market.market));
        foreign.map(|market| format!("market `{}` belongs to another part", market.market))
    }
}

fn missing(of: NonZeroU32, given: &BTreeMap<NonZeroU32, &str>) -> Result<(), MergeError> {
    const MOST: usize = 8;
    let all = (1..=of.get()).filter_map(NonZeroU32::new);
    let mut missing = all.filter(|index| !given.contains_key(index)).map(|index| Partition { index, of }.to_string());
    let listed: Vec<String> = missing.by_ref().take(MOST).collect();
    if listed.is_empty() {
        return Ok(());
    }
    let more = if missing.next().is_some() { ", …" } else { "" };
    Err(MergeError(format!("parts are missing: {}{more}", listed.join(", "))))
}
