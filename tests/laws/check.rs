//! What has to hold of an import of a set of lists.

use super::damage::Kind;
use super::sheet::{Column, Layout, Sheet, write};
use super::truth::{List, Part, Row, Set};
use crate::corpus::compare::millionths;
use crate::corpus::observe::{Line, Seen, resolved, text};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use terroir::Severity;
use terroir::import::{Finding, ImportError, Imported, PartList, Settings, import};

/// What is wrong with the import of a set: nothing, or a sentence.
pub fn faults(set: &Set) -> Vec<String> {
    match catch_unwind(AssertUnwindSafe(|| laws(set))) {
        Ok(faults) => faults,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            vec![format!(
                "panic: {}",
                text.or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
            )]
        }
    }
}

fn laws(set: &Set) -> Vec<String> {
    let sheets: Vec<Sheet> = set.lists.iter().map(|list| write(set, list)).collect();
    let clean = set.lists.iter().all(|list| list.damage.is_empty());
    let made = match import_all(set, &sheets, set.lists.len()) {
        Ok(made) => made,
        Err(error) => return refused(set, &error, clean),
    };
    let mut faults = Vec::new();
    let warnings: Vec<&Finding> = made.findings.iter().filter(|one| one.severity != Severity::Note).collect();
    if clean {
        faults.extend(warnings.iter().map(|one| format!("nothing is wrong with the lists, but: {one}")));
    }
    let answers = answers(&made, set);
    for ((list, sheet), answer) in set.lists.iter().zip(&sheets).zip(&answers) {
        match answer {
            Ok(seen) => faults.extend(list_faults(set, list, sheet, seen, &warnings)),
            Err(why) => faults.push(format!("{}: no answer: {why}", list.name)),
        }
    }
    faults.extend(merged(set, &answers));
    if set.lists.len() <= 6 {
        faults.extend(depends_on_others(set, &sheets, &answers));
    }
    faults
}

fn import_all(set: &Set, sheets: &[Sheet], count: usize) -> Result<Imported, ImportError> {
    let pairs = set.lists.iter().zip(sheets).take(count).enumerate();
    let lists: Vec<PartList> =
        pairs.map(|(number, (list, sheet))| PartList::csv(&list.name, &file(number), &sheet.bytes)).collect();
    import(&lists, &Settings::new("laws", "2026-11-30".parse().unwrap()))
}

fn file(number: usize) -> String {
    format!("list-{number}.csv")
}

/// A refusal is right where a list is damaged and the message names a place in it.
fn refused(set: &Set, error: &ImportError, clean: bool) -> Vec<String> {
    let told = error.to_string();
    let victim = set.lists.iter().position(|list| !list.damage.is_empty());
    match victim {
        Some(number) if !clean && told.contains(&file(number)) => Vec::new(),
        _ => vec![format!("refused: {told}")],
    }
}

fn answers(made: &Imported, set: &Set) -> Vec<Result<Seen, String>> {
    let files: Vec<(String, String)> = made.files.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
    set.lists.iter().map(|list| resolved(&files, &list.name)).collect()
}

/// What the answer says of a part, in the columns that the lists have.
fn described(set: &Set, line: &Line) -> Vec<(Column, String)> {
    let part = &line.part;
    let columns = set.columns.iter().filter_map(|column| {
        let found = match column {
            Column::Value => text(&part["value"]),
            Column::Footprint => text(&part["footprint"]),
            Column::Number => text(&part["mpn"]),
            Column::Maker => text(&part["manufacturer"]),
            Column::Tolerance => text(&part["fields"]["Tolerance"]),
            Column::Order => text(&part["fields"]["Order No."]),
            Column::Places | Column::Quantity | Column::Fitted => return None,
        };
        Some((*column, found))
    });
    columns.collect()
}

/// Maker and part number decide where both are there; all else is compared only where they are not.
fn decided(part: &Part) -> bool {
    !part.cell(Column::Number).is_empty() && !part.cell(Column::Maker).is_empty()
}

fn is_right(part: &Part, line: &Line, set: &Set) -> bool {
    let found = described(set, line);
    let relevant = |column: Column| !decided(part) || matches!(column, Column::Number | Column::Maker);
    found.iter().all(|(column, text)| !relevant(*column) || part.cell(*column) == text)
}

/// Each row comes back, or a warning names its line or one of its designators.
fn list_faults(set: &Set, list: &List, sheet: &Sheet, seen: &Seen, warnings: &[&Finding]) -> Vec<String> {
    let number = set.lists.iter().position(|own| own.name == list.name).unwrap_or_default();
    let own: Vec<&&Finding> = warnings.iter().filter(|one| one.file == file(number)).collect();
    let told = |row: &Row, line: u64| {
        own.iter().any(|one| one.line == line || row.places.iter().any(|place| names(&one.message, place)))
            || warnings.iter().any(|one| row.places.iter().any(|place| names(&one.message, place)))
    };
    let mut faults = Vec::new();
    for (row, line) in list.rows.iter().zip(&sheet.lines) {
        if let Some(fault) = row_fault(set, row, seen).filter(|_| !told(row, *line)) {
            faults.push(format!("{} ({}:{line}): {fault}, and nothing is said", list.name, file(number)));
        }
    }
    let fitted: BTreeSet<&String> = list.rows.iter().filter(|row| row.fitted).flat_map(|row| &row.places).collect();
    for place in seen.lines.iter().flat_map(|line| &line.refdes).filter(|place| !fitted.contains(place)) {
        let known = list.rows.iter().any(|row| row.places.contains(place));
        if !known && !own.iter().any(|one| names(&one.message, place) || one.line > 0) {
            faults.push(format!("{}: `{place}` is fitted, which no row has, and nothing is said", list.name));
        }
    }
    faults
}

/// A message names a designator as a whole word.
fn names(message: &str, place: &str) -> bool {
    message.match_indices(place).any(|(at, _)| {
        let before = message[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = message[at + place.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !before && !after
    })
}

fn row_fault(set: &Set, row: &Row, seen: &Seen) -> Option<String> {
    let part = &set.parts[row.part];
    if row.places.is_empty() {
        let lines = seen.lines.iter().filter(|line| line.refdes.is_empty() && is_right(part, line, set));
        let amount: i64 = lines.filter_map(|line| millionths(&line.quantity)).sum();
        let wanted = row.pieces as i64 * 1_000_000;
        return (amount != wanted).then(|| format!("{wanted} of {:?} became {amount}", part.cells));
    }
    for place in &row.places {
        let line = seen.lines.iter().find(|line| line.refdes.contains(place));
        match line {
            None if row.fitted => return Some(format!("{place} is not fitted")),
            Some(_) if !row.fitted => return Some(format!("{place} is fitted")),
            Some(line) if !is_right(part, line, set) => {
                return Some(format!("{place} is {:?}, not {:?}", described(set, line), part.cells));
            }
            Some(_) | None => {}
        }
    }
    None
}

/// Two parts that differ in a cell that describes them are never one component; damage or not.
fn merged(set: &Set, answers: &[Result<Seen, String>]) -> Vec<String> {
    let mut parts: BTreeMap<&str, (&Part, String)> = BTreeMap::new();
    let mut faults = Vec::new();
    for (list, answer) in set.lists.iter().zip(answers) {
        let Ok(seen) = answer else { continue };
        // A doubled place holds one of two parts; which one is looked at elsewhere.
        let whole = list.damage.is_empty();
        for row in list.rows.iter().filter(|row| row.fitted && whole) {
            let part = &set.parts[row.part];
            for place in &row.places {
                let Some(line) = seen.lines.iter().find(|line| line.refdes.contains(place)) else { continue };
                let (known, at) = parts.entry(&line.same).or_insert_with(|| (part, format!("{} {place}", list.name)));
                if !is_same(known, part) {
                    faults.push(format!("{at} and {} {place} are both `{}`", list.name, line.same));
                }
            }
        }
    }
    faults
}

fn is_same(one: &Part, other: &Part) -> bool {
    let by_number = [Column::Maker, Column::Number].iter().all(|column| one.cell(*column) == other.cell(*column));
    if decided(one) && decided(other) { by_number } else { one == other }
}

/// The answers of all lists but the last do not change by the last.
fn depends_on_others(set: &Set, sheets: &[Sheet], answers: &[Result<Seen, String>]) -> Vec<String> {
    // Which of two parts at one place is meant is decided by what the other lists have; that is said.
    let doubled = set.lists.iter().flat_map(|list| &list.damage).any(|damage| damage.kind == Kind::DoubledPlace);
    let Some(count) = set.lists.len().checked_sub(1).filter(|count| *count > 0 && !doubled) else { return Vec::new() };
    let Ok(made) = import_all(set, sheets, count) else {
        return vec!["without the last list the import is refused".to_owned()];
    };
    let fewer = Set { lists: set.lists[..count].to_vec(), ..set.clone() };
    let before = self::answers(&made, &fewer);
    let mut faults = Vec::new();
    for ((list, before), after) in fewer.lists.iter().zip(&before).zip(answers) {
        if let (Ok(before), Ok(after)) = (before, after) {
            let (before, after) = (content(set, before), content(set, after));
            if before != after {
                faults.push(format!("{}: another answer with one list more: {before:?} became {after:?}", list.name));
            }
        }
    }
    faults
}

type Content = BTreeSet<(Vec<String>, String, Vec<String>)>;

fn content(set: &Set, seen: &Seen) -> Content {
    let lines = seen.lines.iter().flat_map(|line| {
        let described: Vec<String> = described(set, line).into_iter().map(|(_, text)| text).collect();
        let each: Vec<Vec<String>> = line.refdes.iter().map(|place| vec![place.clone()]).collect();
        let each = if each.is_empty() { vec![vec![line.quantity.clone()]] } else { each };
        each.into_iter().map(move |place| (place, String::new(), described.clone()))
    });
    lines.collect()
}

/// A smaller set that still fails: without lists, rows and damages that do not matter, in the plainest layout. So many tries.
pub fn smallest(mut set: Set, mut tries: usize) -> Set {
    loop {
        let mut candidates = smaller(&set);
        candidates.truncate(tries);
        tries -= candidates.len();
        let Some(smaller) = candidates.into_iter().find(|smaller| !faults(smaller).is_empty()) else { return set };
        set = smaller;
    }
}

fn smaller(set: &Set) -> Vec<Set> {
    let mut found = Vec::new();
    for number in 0..set.lists.len() {
        if set.lists.len() > 1 {
            let mut fewer = set.clone();
            fewer.lists.remove(number);
            found.push(fewer);
        }
        let mut with = |change: &dyn Fn(&mut List)| {
            let mut changed = set.clone();
            change(&mut changed.lists[number]);
            found.push(changed);
        };
        let list = &set.lists[number];
        for damage in 0..list.damage.len() {
            with(&|list| {
                list.damage.remove(damage);
            });
        }
        let plain = Layout::plain(&set.columns);
        if format!("{plain:?}") != format!("{:?}", list.layout) {
            with(&|list| list.layout = plain.clone());
            with(&|list| list.layout.titles = 0);
        }
        for row in (0..list.rows.len()).filter(|_| list.rows.len() > 1) {
            let others = list.rows.iter().enumerate().filter(|(other, _)| *other != row);
            if others.clone().all(|(_, row)| !row.fitted) {
                continue;
            }
            with(&|list| {
                list.rows.remove(row);
                list.damage.retain(|damage| damage.row != row);
                list.damage.iter_mut().filter(|damage| damage.row > row).for_each(|damage| damage.row -= 1);
            });
        }
    }
    // `titles` set to what it is already is no change.
    found.retain(|other| format!("{other:?}") != format!("{set:?}"));
    found
}
