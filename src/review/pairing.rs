//! Which element of an array of tables is which of another: equal ones, then those with the same identity.

use crate::syntax::written::{Written, WrittenElement};
use std::collections::BTreeMap;

/// What distinguishes the entries of a section, the most exact first: the values of these keys, of which an entry has the
/// first. Any of them gives the old file when all edits are taken back; it only decides how small edits are.
const IDENTITIES: [&[&str]; 17] = [
    &["id", "version"],
    &["id"],
    &["ID"],
    &["IPN"],
    &["scheme", "id"],
    &["scheme"],
    &["technology", "plan", "range_mhz"],
    &["technology", "plan"],
    &["measure"],
    &["capability"],
    &["seller", "sku"],
    &["mpn"],
    &["component"],
    &["code", "key"],
    &["name"],
    &["slot"],
    &["from"],
];

/// An element on both sides; `None` where a side has none.
#[derive(Clone, Copy)]
pub(super) struct Matched<'w> {
    pub base: Option<(usize, &'w WrittenElement)>,
    pub head: Option<(usize, &'w WrittenElement)>,
}

/// The elements of both arrays, each once: those of the second in its order, then those that only the first has.
pub(super) fn pairs<'w>(base: &'w [WrittenElement], head: &'w [WrittenElement]) -> Vec<Matched<'w>> {
    let mut partner: Vec<Option<usize>> = vec![None; head.len()];
    let mut is_open: Vec<bool> = vec![true; base.len()];
    let exact = |one: &Written| Some(one.shown());
    join(base, head, &mut partner, &mut is_open, &exact);
    for keys in IDENTITIES {
        join(base, head, &mut partner, &mut is_open, &|one| identity(one, keys));
    }
    join_renamed(base, head, &mut partner, &mut is_open);
    let found = head.iter().enumerate().zip(&partner).map(|((at, element), partner)| Matched {
        base: partner.and_then(|at| Some((at, base.get(at)?))),
        head: Some((at, element)),
    });
    let gone = base.iter().enumerate().zip(&is_open).filter(|(_, is_open)| **is_open);
    found.chain(gone.map(|(one, _)| Matched { base: Some(one), head: None })).collect()
}

/// Joins the elements that are still alone and have the same name, in the order in which they are written.
fn join(
    base: &[WrittenElement],
    head: &[WrittenElement],
    partner: &mut [Option<usize>],
    is_open: &mut [bool],
    name: &dyn Fn(&Written) -> Option<String>,
) {
    let mut waiting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, element) in base.iter().enumerate().rev() {
        if is_open.get(at) == Some(&true)
            && let Some(name) = name(&element.value)
        {
            waiting.entry(name).or_default().push(at);
        }
    }
    for (element, partner) in head.iter().zip(partner).filter(|(_, partner)| partner.is_none()) {
        let found = name(&element.value).and_then(|name| waiting.get_mut(&name)?.pop());
        if let Some(open) = found.and_then(|at| is_open.get_mut(at)) {
            *open = false;
            *partner = found;
        }
    }
}

/// Joins what is still alone at the same place and differs in one key: the name was edited.
fn join_renamed(base: &[WrittenElement], head: &[WrittenElement], partner: &mut [Option<usize>], is_open: &mut [bool]) {
    let mut next = 0;
    for (element, partner) in head.iter().zip(partner) {
        if let Some(at) = partner {
            next = *at + 1;
            continue;
        }
        let old = base.get(next).filter(|_| is_open.get(next) == Some(&true));
        if old.is_some_and(|old| differs_in_one_key(&old.value, &element.value)) {
            *partner = Some(next);
            if let Some(open) = is_open.get_mut(next) {
                *open = false;
            }
            next += 1;
        }
    }
}

fn differs_in_one_key(one: &Written, other: &Written) -> bool {
    let same_keys = one.entries().len() == other.entries().len();
    let differing = one.entries().iter().filter(|entry| other.get(&entry.key) != Some(&entry.value));
    same_keys && differing.count() == 1
}

fn identity(element: &Written, keys: &[&str]) -> Option<String> {
    let (first, _) = keys.split_first()?;
    element.get(first)?;
    Some(keys.iter().map(|key| element.get(key).map_or(String::new(), Written::shown) + "\n").collect())
}

/// What people call an element: its id with the version, its scheme, its capability.
pub(super) fn label(element: &Written) -> Option<String> {
    let keys = IDENTITIES.iter().find(|keys| keys.first().is_some_and(|key| element.get(key).is_some()))?;
    let values: Vec<String> = keys.iter().filter_map(|key| element.get(key)).map(Written::shown).collect();
    let separator = if keys.contains(&"version") { "@" } else { " " };
    Some(values.join(separator))
}
