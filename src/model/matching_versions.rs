//! Which versions of a component a reference means.

use crate::diagnostic::Diagnostic;
use crate::schema::ComponentId;
use crate::span::Span;
use crate::syntax::condition::ComponentReference;
use crate::terms::code::{NameCode, SchemaCode};
use semver::{Version, VersionReq};

/// The components that a reference means: without a requirement every version but pre-releases.
pub(super) fn matching_versions(
    reference: &ComponentReference,
    versions: &[(Version, ComponentId)],
    span: Span,
) -> Result<Vec<ComponentId>, Box<Diagnostic>> {
    let requirement = match &reference.requirement {
        None => None,
        Some(text) => match VersionReq::parse(text) {
            Ok(requirement) => Some(requirement),
            Err(error) => {
                let message = format!("`{text}` is not a version requirement: {error}");
                return Err(Box::new(
                    Diagnostic::error(SchemaCode::BadVersion, span, message).help("write it like `id@^2.1`"),
                ));
            }
        },
    };
    let matches = |version: &Version| match &requirement {
        None => version.pre.is_empty(),
        Some(requirement) => requirement.matches(version),
    };
    let found: Vec<ComponentId> = versions.iter().filter(|(version, _)| matches(version)).map(|(_, id)| *id).collect();
    if found.is_empty() {
        let known: Vec<String> = versions.iter().map(|(version, _)| version.to_string()).collect();
        let message = match &reference.requirement {
            Some(text) => format!("no version of `{}` matches `{text}`", reference.id),
            None => format!("`{}` has only pre-releases", reference.id),
        };
        return Err(Box::new(
            Diagnostic::error(NameCode::NoMatch, span, message).help(format!("the catalogue has {}", known.join(", "))),
        ));
    }
    Ok(found)
}
