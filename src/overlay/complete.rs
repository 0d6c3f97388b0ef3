//! Whether the merged keys of an entry are complete, and the typed entries that they lower to.

use crate::diagnostic::Diagnostic;
use crate::schema::{Entry, EntryReader};
use crate::syntax::shape::Key;
use crate::terms::code::SchemaCode;

/// What the merged keys of an entry lower to: nothing, if one that is needed is missing.
pub(super) fn entries_of(reader: &mut EntryReader<'_, '_>) -> Vec<Entry> {
    if lacks_keys(reader) { Vec::new() } else { (reader.section.shape().lower)(reader) }
}

/// Reports keys that an entry needs and no layer gives it: an `id` alone only changes an entry of a wider area.
fn lacks_keys(reader: &mut EntryReader<'_, '_>) -> bool {
    let has = |key: &Key| reader.keys.iter().any(|(name, _)| *name == key.name);
    let needed = reader.section.shape().needed.iter();
    let lacking: Vec<&Key> =
        needed.filter(|group| !group.iter().any(|key| has(key))).filter_map(|group| group.first().copied()).collect();
    let Some(origin) = reader.origin().filter(|_| !lacking.is_empty()) else { return false };
    for key in lacking {
        let (id, section, key) = (reader.id, reader.section.key(), key.name);
        let message = format!("`{id}` of `{section}` has no `{key}`, and no wider area states one");
        let fault = Diagnostic::error(SchemaCode::MissingKey, origin.span, message);
        reader.diagnostics.push(fault.help(format!("add `{key} = …`, or use the `id` of an entry that has one")));
    }
    true
}
