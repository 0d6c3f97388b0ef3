//! Cases whose expectation is changed in one thing: each has to fail where the case itself is right.

use super::case::{Case, Want};
use super::observe::Observed;

/// The changed cases, with what was changed.
pub fn mutants(case: &Case, observed: &Observed) -> Vec<(String, Case)> {
    let mut found = Vec::new();
    let mut add = |what: &str, change: &dyn Fn(&mut Case)| {
        let mut changed = case.clone();
        change(&mut changed);
        found.push((what.to_owned(), changed));
    };
    if case.exit.is_some() {
        add("exit", &|case| case.exit = case.exit.map(|exit| exit + 1));
    }
    if case.exit_not.is_some() {
        add("exit_not", &|case| case.exit_not = Some(observed.exit));
    }
    for number in 0..case.says.len() {
        add("says", &|case| case.says[number] = vec!["a text that no message has".to_owned()]);
    }
    if let (false, Some(word)) = (case.never.is_empty(), observed.said.split_whitespace().next()) {
        add("never", &|case| case.never.push(word.to_owned()));
    }
    if !case.may_fail {
        add("fails", &|case| case.fails = !case.fails);
    }
    if observed.made {
        for number in 0..case.variants.len() {
            for (what, want) in wants(&case.variants[number].want) {
                add(&format!("{} {what}", case.variants[number].name), &|case| {
                    case.variants[number].want = want.clone()
                });
            }
        }
    }
    found
}

fn wants(want: &Want) -> Vec<(String, Want)> {
    let mut found = Vec::new();
    let mut add = |what: String, change: &dyn Fn(&mut Want)| {
        let mut changed = want.clone();
        change(&mut changed);
        found.push((what, changed));
    };
    add("has".to_owned(), &|want| want.has.push("ZZ99".to_owned()));
    if let Some(places) = &want.places {
        add("another place".to_owned(), &|want| {
            want.places.iter_mut().for_each(|places| drop(places.insert("zz".to_owned(), vec!["ZZ99".to_owned()])));
        });
        for key in places.keys() {
            add(format!("{key} left out"), &|want| want.places.iter_mut().for_each(|places| drop(places.remove(key))));
        }
        if let Some(changed) = regrouped(want) {
            add("two keys".to_owned(), &|want| *want = changed.clone());
        }
    }
    for key in want.pieces.keys() {
        add(format!("{key} × 7919"), &|want| drop(want.pieces.insert(key.clone(), "7919".to_owned())));
    }
    if want.lines.is_some() {
        add("lines".to_owned(), &|want| want.lines = want.lines.map(|lines| lines + 1));
    }
    if !want.markets.is_empty() {
        add("markets".to_owned(), &|want| want.markets = vec!["ZZ".to_owned()]);
    }
    for (number, (place, what, _)) in want.parts.iter().enumerate() {
        add(format!("{what} of {place}"), &|want| want.parts[number].2.push('7'));
    }
    found
}

/// One designator with the part of another key; with a single key, one designator with a part of its own.
fn regrouped(want: &Want) -> Option<Want> {
    let mut want = want.clone();
    let places = want.places.as_mut()?;
    let key = places.keys().next()?.clone();
    let moved = places.get_mut(&key)?.pop()?;
    let alone = places.get(&key)?.is_empty();
    let to = places.keys().find(|other| **other != key).cloned();
    match to {
        Some(to) => places.get_mut(&to)?.push(moved),
        None if alone => return None,
        None => drop(places.insert("zz".to_owned(), vec![moved])),
    }
    Some(want)
}
