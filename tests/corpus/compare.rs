//! What differs between what a case wants and what the import made of it.

use super::case::{Case, Variant, Want};
use super::observe::{Line, Observed, Seen, end_of, text};
use std::collections::{BTreeMap, BTreeSet};

/// Empty: the case is right.
pub fn faults(case: &Case, observed: &Observed) -> Vec<String> {
    let mut faults = observed.faults.clone();
    let said = observed.said.to_lowercase();
    if case.exit.is_some_and(|exit| exit != observed.exit) {
        faults.push(format!("exit {}, expected {}", observed.exit, case.exit.unwrap_or_default()));
    }
    if case.exit_not == Some(observed.exit) {
        faults.push(format!("exit {}", observed.exit));
    }
    for wanted in case.says.iter().filter(|wanted| !wanted.iter().any(|one| said.contains(&one.to_lowercase()))) {
        faults.push(format!("does not say {wanted:?}"));
    }
    for text in case.never.iter().filter(|text| said.contains(&text.to_lowercase())) {
        faults.push(format!("says {text:?}"));
    }
    match (case.fails, observed.made) {
        (true, true) => faults.push("made a solution".to_owned()),
        (true, false) if observed.exit == 0 => faults.push("refused, and exit 0".to_owned()),
        (false, false) if !case.may_fail => faults.push(format!("made nothing: {}", end_of(&observed.said))),
        (false, true) => faults.extend(answers(case, observed)),
        (true | false, false) => {}
    }
    faults
}

fn answers(case: &Case, observed: &Observed) -> Vec<String> {
    let (mut faults, mut seen) = (Vec::new(), Vec::new());
    for variant in &case.variants {
        match observed.variants.get(&variant.name) {
            Some(Ok(answer)) => {
                faults
                    .extend(answer_faults(&variant.want, answer).into_iter().map(|f| format!("{}: {f}", variant.name)));
                seen.push((variant, answer));
            }
            Some(Err(why)) => faults.push(format!("{}: no answer: {}", variant.name, end_of(why))),
            None => faults.push(format!("{}: no such variant", variant.name)),
        }
    }
    if case.each_alone {
        faults.extend(seen.iter().flat_map(|one| told_apart(std::slice::from_ref(one))));
    } else {
        faults.extend(told_apart(&seen));
    }
    faults
}

fn answer_faults(want: &Want, seen: &Seen) -> Vec<String> {
    let mut faults = Vec::new();
    let fitted: BTreeSet<&str> = seen.lines.iter().flat_map(|line| &line.refdes).map(String::as_str).collect();
    if let Some(places) = &want.places {
        let wanted: BTreeSet<&str> = places.values().flatten().map(String::as_str).collect();
        let (more, less): (Vec<_>, Vec<_>) =
            (fitted.difference(&wanted).collect(), wanted.difference(&fitted).collect());
        if !more.is_empty() || !less.is_empty() {
            faults.push(format!("fitted, but not expected: {more:?}; expected, but not fitted: {less:?}"));
        }
    }
    if let Some(place) = want.has.iter().find(|place| !fitted.contains(place.as_str())) {
        faults.push(format!("{place} is not fitted"));
    }
    if want.lines.is_some_and(|lines| lines != seen.lines.len() as u64) {
        faults.push(format!("{} lines, expected {}", seen.lines.len(), want.lines.unwrap_or_default()));
    }
    if !want.markets.is_empty() {
        let found: BTreeSet<&String> = seen.markets.iter().collect();
        if found.is_empty() || !found.is_subset(&want.markets.iter().collect()) {
            faults.push(format!("sold in {found:?}, expected in {:?}", want.markets));
        }
    }
    for (key, wanted) in &want.pieces {
        let found = pieces(seen, key);
        if found != BTreeMap::from([split(wanted)]) {
            faults.push(format!("{key}: {found:?}, expected {wanted}"));
        }
    }
    for (place, what, wanted) in &want.parts {
        let found = find(seen, place).map(|line| part(line, what, seen));
        if !found.as_ref().is_some_and(|found| same(what, found, wanted)) {
            faults.push(format!("{place}: {what} is {found:?}, expected {wanted:?}"));
        }
    }
    faults
}

/// One key, one part, in all lists; two keys, two parts.
fn told_apart(seen: &[(&Variant, &Seen)]) -> Vec<String> {
    let mut of_key: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    let mut of_part: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    for (variant, seen) in seen {
        for (key, designators) in variant.want.places.iter().flatten() {
            for designator in designators {
                let Some(line) = seen.lines.iter().find(|line| line.refdes.contains(designator)) else { continue };
                let place = format!("{} {designator}", variant.name);
                of_key.entry(key).or_default().entry(&line.same).or_insert_with(|| place.clone());
                of_part.entry(&line.same).or_default().entry(key).or_insert(place);
            }
        }
    }
    let split =
        of_key.iter().filter(|(_, parts)| parts.len() > 1).map(|(_, parts)| format!("one part, made two: {parts:?}"));
    let merged = of_part.iter().filter(|(_, keys)| keys.len() > 1);
    split.chain(merged.map(|(part, keys)| format!("different parts merged to `{part}`: {keys:?}"))).collect()
}

/// A line by designator, or by what it is called.
fn find<'a>(seen: &'a Seen, key: &str) -> Option<&'a Line> {
    let placed = seen.lines.iter().find(|line| line.refdes.iter().any(|one| one == key));
    placed.or_else(|| seen.lines.iter().find(|line| line.refdes.is_empty() && is_called(line, key)))
}

fn is_called(line: &Line, key: &str) -> bool {
    let named = ["mpn", "id", "value", "description", "name"].iter().any(|what| text(&line.part[*what]) == key);
    named || line.part["fields"].as_object().is_some_and(|fields| fields.values().any(|cell| text(cell) == key))
}

/// Pieces without designators, by unit.
fn pieces(seen: &Seen, key: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, i64> = BTreeMap::new();
    for line in seen.lines.iter().filter(|line| line.refdes.is_empty() && is_called(line, key)) {
        let unit = text(&line.part["unit"]);
        let unit = if unit.is_empty() { "pcs".to_owned() } else { unit };
        *found.entry(unit).or_default() += millionths(&line.quantity).unwrap_or(i64::MIN / 64);
    }
    found.into_iter().map(|(unit, amount)| (unit, amount.to_string())).collect()
}

fn split(wanted: &str) -> (String, String) {
    let (amount, unit) = wanted.split_once(' ').unwrap_or((wanted, "pcs"));
    (unit.to_owned(), millionths(amount).unwrap().to_string())
}

/// A decimal number in millionths.
pub fn millionths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part:0<6}");
    (part.len() <= 6).then(|| digits.parse().ok()).flatten()
}

/// What a line says of its part.
fn part(line: &Line, what: &str, seen: &Seen) -> String {
    let part = &line.part;
    if let Some(title) = what.strip_prefix("fields.") {
        return text(&part["fields"][title]);
    }
    match what {
        "price" => price(part, seen),
        "approved" => part["approved"].as_array().into_iter().flatten().map(approved).collect::<Vec<_>>().join(", "),
        _ => text(&part[what]),
    }
}

fn approved(one: &serde_json::Value) -> String {
    format!("{} {}", text(&one["manufacturer"]), text(&one["mpn"])).trim().to_owned()
}

fn price(part: &serde_json::Value, seen: &Seen) -> String {
    let currency = text(&part["currency"]);
    let currency = if currency.is_empty() { seen.currency.clone() } else { currency };
    if let Some(tiers) = part["price"].as_array() {
        let tiers = tiers.iter().map(|tier| format!("{}: {} {currency}", text(&tier["from"]), text(&tier["each"])));
        return tiers.collect::<Vec<_>>().join(", ");
    }
    let each = text(&part["price"]);
    if each.is_empty() { String::new() } else { format!("{each} {currency}") }
}

fn same(what: &str, found: &str, wanted: &str) -> bool {
    if what != "price" || found.is_empty() || wanted.is_empty() {
        return found == wanted;
    }
    let tiers = |text: &str| -> Vec<(String, i64, String)> {
        text.split(", ")
            .map(|tier| {
                let (from, each) = tier.split_once(": ").unwrap_or(("1", tier));
                let (each, currency) = each.split_once(' ').unwrap_or((each, ""));
                (from.to_owned(), millionths(each).unwrap_or(-1), currency.to_owned())
            })
            .collect()
    };
    let (found, wanted) = (tiers(found), tiers(wanted));
    let agree = |(a, b): (&(String, i64, String), &(String, i64, String))| {
        a.0 == b.0 && a.1 == b.1 && (b.2.is_empty() || a.2 == b.2)
    };
    found.len() == wanted.len() && found.iter().zip(&wanted).all(agree)
}
