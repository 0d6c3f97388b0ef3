//! The rest of the second reading: what it says of rules, not of carriers. `second_reading.csv` says of each of its values
//! where an overlay states it, or why none does.

use super::{BTreeMap, Path, Row, Solution, rows, rows_of};
use terroir::Fact;

fn named(row: &Row) -> String {
    format!("{} {} {}", row["area"], row["key"], row["value"])
}

/// Whether a fact of an area has a text in its value: `limits.common-charger.where=usb-c`, `DE radio.wifi-….indoor=true`.
fn is_stated(facts: &mut BTreeMap<String, Vec<Fact>>, world: &Solution, area: &str, told: &str) -> bool {
    let (key, text) = told.split_once('=').unwrap();
    let (area, key) = key.split_once(' ').unwrap_or((area, key));
    let facts = facts.entry(area.to_owned()).or_insert_with(|| world.facts(area).unwrap());
    facts.iter().any(|fact| fact.key == key && fact.value.to_string().contains(text))
}

#[test]
fn what_the_second_reading_says_of_rules_is_stated_or_left_out_for_a_reason() {
    let (world, mut facts) = (Solution::world().unwrap(), BTreeMap::new());
    let (mut found, mut lost) = (0, Vec::new());
    for row in rows("second_reading.csv") {
        let told: Vec<&str> = row["found"].split("; ").filter(|one| !one.is_empty()).collect();
        assert_ne!(told.is_empty(), row["reason"].is_empty(), "{}: found, or left out for a reason", named(&row));
        found += told.len();
        let open = told.into_iter().filter(|one| !is_stated(&mut facts, &world, &row["area"], one));
        lost.extend(open.map(|one| format!("{}: no {one}", named(&row))));
    }
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(found > 70, "only {found}");
}

#[test]
fn every_value_of_the_second_reading_is_on_the_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/updates-2026-11.csv");
    if !path.is_file() {
        println!("skipped: the second reading is not here");
        return;
    }
    let mut listed = rows("second_reading.csv");
    for row in rows_of(&path).into_iter().filter(|row| !row["key"].starts_with("carriers.")) {
        let is_it = |one: &Row| {
            (&one["area"], &one["key"]) == (&row["area"], &row["key"]) && row["value"].starts_with(&one["value"])
        };
        let at = listed.iter().position(is_it).unwrap_or_else(|| panic!("{} is not on the list", named(&row)));
        listed.remove(at);
    }
    assert!(listed.is_empty(), "{listed:#?} are not of the second reading");
}
