//! Paths as people read and type them.

use std::path::Path;

/// The folder that contains a file or folder.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A path as people write it: `solution.toml`, not `./solution.toml`.
pub fn shown(path: &Path) -> std::path::Display<'_> {
    let inner = path.strip_prefix(".").ok().filter(|inner| !inner.as_os_str().is_empty());
    inner.unwrap_or(path).display()
}

/// A path as it is typed into a shell.
pub fn typed(path: &Path) -> String {
    word(&path.display().to_string())
}

/// A text as one word of a shell's command.
pub fn word(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./\\:".contains(letter);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
