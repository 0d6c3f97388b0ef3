//! Import, export, import: what comes back through each format is what went out, in everything that the format can say; what it
//! cannot say is named by the export. `TERROIR_CASES=200` for a long run.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

#[allow(dead_code)]
mod corpus;
#[allow(dead_code)]
mod laws;

use corpus::compare::millionths;
use corpus::observe::{Line, Seen, resolved, text};
use laws::truth::{Set, set};
use laws::{sheet, truth};
use std::collections::BTreeMap;
use terroir::export::{Dialect, Profile, Release};
use terroir::import::{Imported, PartList, Settings, import};
use terroir::{Request, Solution};

fn made(name: &str, bytes: &[u8]) -> Result<Imported, String> {
    let list = PartList::csv(name, &format!("{name}.csv"), bytes);
    import(&[list], &Settings::new("trip", "2026-11-30".parse().unwrap())).map_err(|error| error.to_string())
}

fn files(made: &Imported) -> Vec<(String, String)> {
    made.files.iter().map(|file| (file.name.clone(), file.text.clone())).collect()
}

/// A set of one list without damage.
fn one_list(seed: u64) -> Set {
    let mut set: Set = set(seed);
    set.lists.truncate(1);
    let list: &mut truth::List = &mut set.lists[0];
    list.damage.clear();
    list.name = "A".to_owned();
    set
}

/// The name of a detail as the export reports it.
const DETAILS: [(&str, &str); 4] = [
    ("mpn", "manufacturer part numbers"),
    ("manufacturer", "manufacturers"),
    ("value", "values"),
    ("footprint", "footprints"),
];

fn differences(before: &Seen, after: &Seen, left_out: &[String]) -> Vec<String> {
    let is_left_out = |what: &str| left_out.iter().any(|one| one == what);
    if is_left_out("reference designators") {
        return totals(before, after);
    }
    let mut found = Vec::new();
    for (place, line) in before.lines.iter().flat_map(|line| line.refdes.iter().map(move |place| (place, line))) {
        let Some(back) = after.lines.iter().find(|line| line.refdes.contains(place)) else {
            found.push(format!("{place} is missing"));
            continue;
        };
        // A column for both, as `Comment`: a number without a value comes back as the value.
        let both = text(&line.part["value"]).is_empty() && text(&back.part["value"]) == text(&line.part["mpn"]);
        if both && text(&back.part["mpn"]).is_empty() {
            continue;
        }
        for (key, what) in DETAILS.iter().filter(|(_, what)| !is_left_out(what)) {
            let (out, back) = (text(&line.part[*key]), text(&back.part[*key]));
            if out != back {
                found.push(format!("{place}: the {what} `{out}` came back as `{back}`"));
            }
        }
    }
    let count = |seen: &Seen| seen.lines.iter().map(|line| line.refdes.len()).sum::<usize>();
    if count(before) != count(after) {
        found.push(format!("{} places became {}", count(before), count(after)));
    }
    found
}

/// Pieces by component, where the format has no designators.
fn totals(before: &Seen, after: &Seen) -> Vec<String> {
    let by_id = |seen: &Seen| -> BTreeMap<String, i64> {
        let mut totals = BTreeMap::new();
        for line in &seen.lines {
            let pieces = |line: &Line| millionths(&line.quantity).unwrap_or_default();
            *totals.entry(text(&line.part["id"])).or_default() += pieces(line);
        }
        totals
    };
    let (before, after) = (by_id(before), by_id(after));
    if before == after { Vec::new() } else { vec![format!("{before:?} became {after:?}")] }
}

/// What does not come back through a profile.
fn trip(first: &Imported, profile: &str, dialect: Dialect) -> Result<Vec<String>, String> {
    let files = files(first);
    let solution = Solution::from_sources(files.clone()).map_err(|error| error.to_string())?;
    let compiled = solution.compile().map_err(|error| error.to_string())?;
    let request = Request::default().variant("A").as_of("2026-11-30".parse().unwrap());
    let portfolio = compiled.portfolio(&request).map_err(|error| error.to_string())?;
    let release = Release::of(&compiled, &portfolio).map_err(|error| error.to_string())?;
    let profile = Profile::find(&solution, profile).ok_or("no such profile")?;
    let told = profile.left_out(&release);
    let left_out: Vec<String> = told.details.iter().map(|one| one.what.clone()).collect();
    let before = resolved(&files, "A")?;
    let market = release.markets.first().ok_or("no market")?;
    let sheets = profile.sheets(&release, market);
    let sheet = sheets.first().ok_or("no sheet")?;
    if before.lines.iter().all(|line| line.refdes.is_empty()) && !told.not_on_boards.is_empty() {
        return Ok(Vec::new());
    }
    let back = made("A", sheet.csv(dialect).as_bytes()).map_err(|why| format!("{why}\n{}", sheet.csv(dialect)))?;
    let back = back.files.into_iter().map(|file| (file.name, file.text)).collect::<Vec<_>>();
    let mut found = differences(&before, &resolved(&back, "A")?, &left_out);
    if !found.is_empty() {
        found.push(format!("left out: {left_out:?}\n{}", sheet.csv(dialect)));
    }
    Ok(found)
}

#[test]
fn every_profile_is_read_back() {
    let count: u64 = std::env::var("TERROIR_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    let (mut trips, mut wrong) = (0, Vec::new());
    for seed in 0..count {
        let set = one_list(seed);
        let written = sheet::write(&set, &set.lists[0]);
        let Ok(first) = made("A", &written.bytes) else { panic!("seed {seed}: a list without damage is refused") };
        for profile in Profile::built_in() {
            for dialect in [Dialect::Plain, Dialect::Excel] {
                trips += 1;
                match trip(&first, profile.name, dialect) {
                    Ok(found) if found.is_empty() => {}
                    Ok(found) => {
                        wrong.push(format!("seed {seed} {} {dialect:?}: {}", profile.name, found.join("\n  ")))
                    }
                    Err(why) => wrong.push(format!("seed {seed} {} {dialect:?}: {why}", profile.name)),
                }
            }
        }
    }
    println!("{} of {trips} round trips right", trips - wrong.len());
    for one in wrong.iter().take(12) {
        println!("{one}");
    }
    assert!(wrong.is_empty());
}
