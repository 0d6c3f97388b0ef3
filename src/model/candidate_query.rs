//! `choose` and `also`: lists of components, or a query over the catalogue.

use super::names::Names;
use crate::diagnostic::Diagnostic;
use crate::name::is_below;
use crate::schema::slots::{QUERY_ID, QUERY_KIND, QUERY_NOT, QUERY_PROVIDES};
use crate::schema::{Component, ComponentId};
use crate::span::{Span, Spanned};
use crate::syntax::condition::ComponentReference;
use crate::syntax::{Node, Table};
use crate::terms::code::NameCode;

/// The components that a `choose` or `also` means, in order of preference, each once.
pub(super) fn candidates(
    node: &Spanned<Node>,
    names: &Names<'_>,
    components: &[Component],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ComponentId> {
    let mut list = match &node.value {
        Node::Array(elements) => {
            let texts = elements.iter().filter_map(|element| Some((element.value.as_text()?, element.span)));
            texts.flat_map(|(text, span)| listed(text, span, names, diagnostics)).collect()
        }
        Node::Table(query) => queried(query, node.span, components, diagnostics),
        Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Condition(_) => Vec::new(),
    };
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|id| seen.insert(*id));
    list
}

fn listed(text: &str, span: Span, names: &Names<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<ComponentId> {
    match names.candidates(&ComponentReference::of(text), span) {
        Ok(found) => found,
        Err(fault) => {
            diagnostics.push(*fault);
            Vec::new()
        }
    }
}

fn queried(query: &Table, span: Span, components: &[Component], diagnostics: &mut Vec<Diagnostic>) -> Vec<ComponentId> {
    let (kind, provided) = (query.read(&QUERY_KIND), query.read(&QUERY_PROVIDES));
    let (wanted, unwanted) = (query.list(&QUERY_ID).into_strings(), query.list(&QUERY_NOT).into_strings());
    let provides = |component: &Component, capability: &str| {
        component.provides.iter().any(|provided| is_below(&provided.capability, capability))
    };
    let fits = |component: &Component| {
        component.version.pre.is_empty()
            && kind.is_none_or(|kind| kind == component.kind)
            && provided.is_none_or(|capability| provides(component, capability))
            && (wanted.is_empty() || wanted.iter().any(|pattern| glob(pattern, &component.id)))
            && !unwanted.iter().any(|pattern| glob(pattern, &component.id))
    };
    let all = components.iter().enumerate().filter(|(_, component)| fits(component));
    let found: Vec<ComponentId> = all.map(|(at, _)| ComponentId::at(at)).collect();
    if found.is_empty() {
        let fault = Diagnostic::error(NameCode::NoMatch, span, "no component of the catalogue fits this query");
        diagnostics.push(fault.help("loosen it, or list ids: `choose = [\"id\"]`"));
    }
    found
}

/// Whether a pattern with `*` (any run of characters) and `?` (any one) matches the whole text.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(letter) if *letter == '?' || text.get(t) == Some(letter) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((back, from)) = star else { return false };
                p = back + 1;
                t = from + 1;
                star = Some((back, t));
            }
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|letter| *letter == '*'))
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        for (pattern, text, fits) in [
            ("modem-*", "modem-x", true),
            ("modem-*", "modem", false),
            ("*-fw", "modem-a-fw", true),
            ("m?dem", "modem", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "ab-a", false),
            ("", "", true),
        ] {
            assert_eq!(glob(pattern, text), fits, "{pattern} {text}");
        }
    }
}
