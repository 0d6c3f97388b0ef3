//! Versions of components and of the solution itself.

use crate::diagnostic::Diagnostic;
use crate::span::Spanned;
use crate::terms::code::SchemaCode;
use semver::Version;

/// A version is a semantic one: a component's, and the solution's own.
pub(super) fn report_bad_version(version: Spanned<&str>, diagnostics: &mut Vec<Diagnostic>) {
    if Version::parse(version.value).is_ok() {
        return;
    }
    let message = format!("`{}` is not a version of three numbers", version.value);
    let fault = Diagnostic::error(SchemaCode::BadVersion, version.span, message);
    diagnostics.push(fault.help(match three_numbers(version.value) {
        Some(edit) => format!("write `\"{edit}\"`"),
        None => "write three numbers, like `\"2.1.0\"`".to_owned(),
    }));
}

/// `v1.2` → `1.2.0`.
fn three_numbers(text: &str) -> Option<Version> {
    let numbers: Result<Vec<u64>, _> = text.trim().trim_start_matches(['v', 'V']).split('.').map(str::parse).collect();
    match numbers.ok()?.as_slice() {
        [major] => Some(Version::new(*major, 0, 0)),
        [major, minor] => Some(Version::new(*major, *minor, 0)),
        [major, minor, patch] => Some(Version::new(*major, *minor, *patch)),
        _ => None,
    }
}
