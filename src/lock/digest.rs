//! Digests: of the files that answers were made from, and of an answer.

use super::content::{Lock, LockedPack};
use crate::date::Date;
use crate::span::{File, Files};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where files come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The solution's own.
    Own,
    /// The built-in overlays.
    BuiltIn,
}

/// The digest of all files of one origin: SHA-256 over name, length and text of each, sorted by name. Rows of databases
/// are not included; see [`Lock::with_tables`].
///
/// It does not depend on the order in which files were read.
pub(super) fn digest(files: &Files, origin: Origin) -> String {
    let is_chosen = |file: &&File| {
        let own = if file.built_in { Origin::BuiltIn } else { Origin::Own };
        own == origin && file.pack.is_none() && file.table.is_none()
    };
    let chosen = files.iter().map(|(_, file)| file).filter(is_chosen);
    digest_of_files(chosen.map(|file| (&*file.name, file)).collect())
}

/// The packs whose files were read, with a digest each, sorted. The path to a pack's folder makes no difference.
pub(super) fn packs(files: &Files) -> Vec<LockedPack> {
    let mut packs: BTreeMap<&str, Vec<(&str, &File)>> = BTreeMap::new();
    for (_, file) in files.iter() {
        if let Some(pack) = &file.pack {
            packs.entry(pack).or_default().push((file.base_name(), file));
        }
    }
    let named = |folder: &str| {
        let parts = folder.rsplit(['/', '\\']);
        parts.into_iter().find(|part| !matches!(*part, "" | "." | "..")).unwrap_or("pack").to_owned()
    };
    let locked =
        packs.into_iter().map(|(folder, files)| LockedPack { name: named(folder), digest: digest_of_files(files) });
    let mut list: Vec<_> = locked.collect();
    list.sort();
    list
}

fn digest_of_files(mut files: Vec<(&str, &File)>) -> String {
    files.sort_by_key(|(name, _)| *name);
    let mut hash = hmac_sha256::Hash::new();
    for (name, file) in files {
        // The length separates a name from its text and one file from the next.
        hash.update(format!("{name}\0{}\0", file.text.len()));
        hash.update(file.text.as_bytes());
    }
    hexadecimal(&hash.finalize())
}

/// A value, or its digest if it is too long for a line of a lock.
pub(super) fn short(value: &str) -> String {
    const LONGEST: usize = 160;
    if value.len() <= LONGEST { value.to_owned() } else { hexadecimal(&hmac_sha256::Hash::hash(value.as_bytes())) }
}

/// The digest of one text.
pub(super) fn digest_of_text(text: &str) -> String {
    hexadecimal(&hmac_sha256::Hash::hash(text.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::from("sha256:");
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl Lock {
    /// The digest of one market's answer: of what the lock holds about it, without the date, the files and the facts that
    /// it came from. Empty for a market that the lock does not hold.
    ///
    /// ```
    /// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
    /// # let (compiled, portfolio) = lamp::solve()?;
    /// let solution = lamp::solution()?;
    /// let lock = terroir::lock::Lock::from_portfolio(&portfolio, solution.files(), "USD");
    /// assert!(lock.digest_of("DE").starts_with("sha256:"));
    /// assert_eq!(lock.digest_of("FR"), "");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn digest_of(&self, market: &str) -> String {
        let mut alone = self.clone().only(&[market.to_owned()]);
        (alone.inputs, alone.regions, alone.region_version) = (String::new(), String::new(), String::new());
        (alone.as_of, alone.packs, alone.tables) = (Date::FIRST, Vec::new(), Vec::new());
        (alone.stated, alone.warnings, alone.plans) = (Vec::new(), Vec::new(), Vec::new());
        for market in &mut alone.markets {
            market.facts.clear();
            market.holds_until = None;
        }
        if alone.markets.is_empty() { String::new() } else { digest_of_text(&alone.to_text()) }
    }
}
