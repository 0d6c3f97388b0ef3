//! The days on which anything changes, as a caller gets them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use terroir::{Compiled, Solution};

fn compiled() -> Compiled {
    let solution = Solution::from_sources([
        (
            "solution.toml",
            "[solution]\nname = 'lamp'\nmarkets = ['north', 'south']\ncurrency = 'EUR'\n\
             [slots.driver]\nchoose = ['driver-a']\n\
             [[certificates]]\nscheme = 'mark'\nplanned = { cost = '900' }\n",
        ),
        (
            "catalog/parts.toml",
            "[[components]]\nid = 'driver-a'\nkind = 'hardware'\nprice = '1'\nfrom = 2025-01-01\n\
             certificates = [{ scheme = 'other', id = 'X-1', until = 2029-05-01 }]\n\
             [[components.needs]]\ncapability = 'power.mains'\nuntil = 2028-03-01\n\
             [[components]]\nid = 'driver-unused'\nkind = 'hardware'\nprice = '1'\nfrom = 2001-01-01\n",
        ),
        (
            "regions/north.toml",
            "area = 'north'\nname = 'North'\nwithin = ['world']\ncarriers = []\nradio = []\n\
             [power]\nvoltage_v = [230]\nfrequency_hz = [50]\nplugs = ['C']\n\
             [[certification]]\nscheme = 'mark'\nlevel = 'solution'\nfrom = 2027-06-01\n",
        ),
        (
            "regions/south.toml",
            "area = 'south'\nname = 'South'\nwithin = ['world']\ncarriers = []\nradio = []\n\
             [power]\nvoltage_v = [230]\nfrequency_hz = [50]\nplugs = ['C']\n\
             [[certification]]\nscheme = 'mark'\nlevel = 'solution'\nfrom = 2027-09-01\n\
             [[duties]]\nid = 'd'\npercent = '5'\nhs = ['85']\nfrom = 2027-01-01\nuntil = 2027-02-01\n",
        ),
    ]);
    solution.unwrap_or_else(|faults| panic!("{faults}")).compile().unwrap_or_else(|faults| panic!("{faults}"))
}

fn days(market: &str) -> Vec<String> {
    compiled().change_dates(market).iter().map(ToString::to_string).collect()
}

#[test]
fn a_market_changes_on_the_dates_of_what_it_hears_and_of_its_candidates() {
    // The mark planned for both is shared by those that have a valid BOM, so whatever the south's answer depends on may
    // change what the north pays.
    let both = ["2025-01-01", "2027-01-01", "2027-02-01", "2027-06-01", "2027-09-01", "2028-03-01", "2029-05-01"];
    assert_eq!(days("north"), both);
    assert_eq!(days("south"), both);
}

#[test]
fn an_area_that_is_no_market_has_no_dates() {
    assert!(days("nowhere").is_empty());
}

#[test]
fn a_turn_says_whether_something_begins_and_where_it_is_written() {
    let compiled = compiled();
    let change_points = compiled.change_points("north");
    let first = change_points.first().unwrap();
    assert!(first.begins && !change_points.last().unwrap().begins);
}
