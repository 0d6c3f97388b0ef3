//! What the answers were made from, as one short text.

use crate::span::{File, Files};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The digest of the solution's own files, or of the built-in ones: SHA-256 over name, length and text of each, by
/// name. Rows of databases are not among them; see [`Lock::with_tables`](super::Lock::with_tables).
///
/// It does not depend on the order in which files were read.
#[must_use]
pub fn digest(files: &Files, built_in: bool) -> String {
    let chosen = files
        .iter()
        .map(|(_, file)| file)
        .filter(|file| file.built_in == built_in && file.pack.is_none() && file.table.is_none());
    digest_of(chosen.map(|file| (&*file.name, file)).collect())
}

/// The packs whose files were read, with a digest each, sorted. Where a pack's folder lies makes no difference.
#[must_use]
pub(super) fn packs(files: &Files) -> Vec<super::LockedPack> {
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
        packs.into_iter().map(|(folder, files)| super::LockedPack { name: named(folder), digest: digest_of(files) });
    let mut list: Vec<_> = locked.collect();
    list.sort();
    list
}

fn digest_of(mut files: Vec<(&str, &File)>) -> String {
    files.sort_by_key(|(name, _)| *name);
    let mut hash = hmac_sha256::Hash::new();
    for (name, file) in files {
        // The length parts a name from a text and one file from the next.
        hash.update(format!("{name}\0{}\0", file.text.len()));
        hash.update(file.text.as_bytes());
    }
    hexadecimal(&hash.finalize())
}

/// A value, or the digest of one that is too long for a line of a lock.
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
