//! What the answers were made from, as one short text.

use crate::span::Files;
use std::fmt::Write as _;

/// The digest of the solution's own files, or of the built-in ones: SHA-256 over name, length and text of each, by
/// name.
///
/// It does not depend on the order in which files were read.
#[must_use]
pub fn digest(files: &Files, built_in: bool) -> String {
    let mut chosen: Vec<_> = files.iter().map(|(_, file)| file).filter(|file| file.built_in == built_in).collect();
    chosen.sort_by(|left, right| left.name.cmp(&right.name));
    let mut hash = hmac_sha256::Hash::new();
    for file in chosen {
        // The length parts a name from a text and one file from the next.
        hash.update(format!("{}\0{}\0", file.name, file.text.len()));
        hash.update(file.text.as_bytes());
    }
    let mut text = String::from("sha256:");
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
