//! `through`: the last day, which is `until` on the day after for everything that follows the reading of a file.

use super::common::{FROM, THROUGH, UNTIL};
use crate::diagnostic::Diagnostic;
use crate::span::Spanned;
use crate::syntax::{Node, Table};
use crate::terms::code::{ModelCode, SchemaCode};
use std::sync::Arc;

/// Makes every `through` of a table, and of the tables in it, an `until` on the next day. Only a date can be one: no
/// attribute or other free key has a date.
pub(super) fn until_next_day(table: &mut Table, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(at) = table.entries.iter().position(|(key, _)| key.value == THROUGH.name()) {
        rewrite(table, at, diagnostics);
    }
    table.entries.iter_mut().for_each(|(_, node)| below(&mut node.value, diagnostics));
}

fn below(node: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    match node {
        Node::Table(table) => {
            if has_through(table) {
                until_next_day(Arc::make_mut(table), diagnostics);
            }
        }
        Node::Array(elements) => elements.iter_mut().for_each(|element| below(&mut element.value, diagnostics)),
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => {}
    }
}

/// Tables are shared, so those without the key stay as they are.
fn has_through(table: &Table) -> bool {
    table.has(&THROUGH) || table.entries.iter().any(|(_, node)| is_below(&node.value))
}

fn is_below(node: &Node) -> bool {
    match node {
        Node::Table(table) => has_through(table),
        Node::Array(elements) => elements.iter().any(|element| is_below(&element.value)),
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => false,
    }
}

fn rewrite(table: &mut Table, at: usize, diagnostics: &mut Vec<Diagnostic>) {
    let Some(last) = table.read_at(&THROUGH) else { return };
    if let Some(until) = table.read_at(&UNTIL) {
        let message = "this entry has both `until` and `through`";
        let both = Diagnostic::error(SchemaCode::BadValue, last.span, message).and(until.span, "the other is here");
        diagnostics.push(both.help("keep `through` for the last day, or `until` for the first day after it"));
    } else if let Some(from) = table.read_at(&FROM).filter(|from| last.value < from.value) {
        let message = format!("this ends on {}, before it begins on {}", last.value, from.value);
        let empty = Diagnostic::error(ModelCode::EmptyEffectivity, last.span, message).and(from.span, "it begins here");
        diagnostics.push(empty.help("`through` is the last day; make it the day of `from` or a later one"));
    } else if let Some(next) = last.value.next() {
        let span = last.span;
        if let Some((key, node)) = table.entries.get_mut(at) {
            key.value = UNTIL.name().into();
            *node = Spanned::new(Node::Date(next), span);
        }
        return;
    }
    // Through the last day that there is means for ever.
    table.entries.remove(at);
}

#[cfg(test)]
mod tests {
    use super::super::{FileKind, read};
    use crate::span::{File, Files};

    fn overlay(dates: &str) -> (String, Vec<String>) {
        let text = format!("area = \"DE\"\n[[needs]]\ncapability = \"language.de\"\n{dates}\n");
        let mut files = Files::new();
        let file = files.add(File::new("regions/DE.toml", &text));
        let mut diagnostics = Vec::new();
        let document = read(FileKind::Overlay, file, &files, &mut diagnostics);
        let need = document.root.tables("needs").next().map(super::super::effectivity_of).unwrap_or_default();
        let found = diagnostics.iter().map(|one| format!("{}: {}", one.code, one.message));
        (format!("{:?}", (need.from, need.until)).replace("Date ", ""), found.collect())
    }

    #[test]
    fn through_is_until_on_the_next_day() {
        assert_eq!(overlay("through = 2028-02-29"), overlay("until = 2028-03-01"));
        assert_eq!(
            overlay("from = 2026-12-31\nthrough = 2026-12-31"),
            overlay("from = 2026-12-31\nuntil = 2027-01-01")
        );
        assert_eq!(overlay("through = 9999-12-31"), overlay(""));
        let (_, both) = overlay("through = 2028-02-29\nuntil = 2028-03-01");
        assert_eq!(both, ["bad-value: this entry has both `until` and `through`"]);
        let (_, empty) = overlay("from = 2028-03-01\nthrough = 2028-02-29");
        assert_eq!(empty, ["empty-effectivity: this ends on 2028-02-29, before it begins on 2028-03-01"]);
    }
}
