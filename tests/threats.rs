//! Two dated losses of one market are both listed, in whatever order they come, and no way out gives up what an area
//! requires.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use terroir::bom::{Edit, RemovableSection};
use terroir::horizon::{Calendar, Threat};
use terroir::{Date, Request, Solution};

/// What is lost on a day: a line of one of the files with `DAY` in the place of the date, and how the key of the reason begins.
struct Seed {
    key: &'static str,
    /// The mark in [`SOLUTION`], [`NORTH`] or [`PARTS`] behind which it is written.
    mark: &'static str,
    text: &'static str,
}

const SEEDS: [Seed; 8] = [
    Seed {
        key: "scheme:modem:mark",
        mark: "#certificate",
        text: "certificates = [{ scheme = 'mark', id = 'M', until = DAY }]",
    },
    Seed {
        key: "scheme:driver:safety",
        mark: "#area",
        text: "[[certification]]\nscheme = 'safety'\napplies-to = 'driver'\nlevel = 'component'\nfrom = DAY",
    },
    Seed {
        key: "scheme::cyber",
        mark: "#area",
        text: "[[certification]]\nscheme = 'cyber'\nlevel = 'solution'\nfrom = DAY",
    },
    Seed {
        key: "area-need:language.n",
        mark: "#area",
        text: "[[needs]]\ncapability = 'language.n'\nbecause = 'a law'\nfrom = DAY",
    },
    Seed {
        key: "limit:cloud:data.store",
        mark: "#area",
        text: "[[limits]]\ncapability = 'data.store'\nwhere = { country = 'AA' }\nfrom = DAY",
    },
    Seed {
        key: "rule:no-guide",
        mark: "#area",
        text: "[[rules]]\nid = 'no-guide'\nthen = 'not slot.guide'\nfrom = DAY",
    },
    Seed {
        key: "unmeetable:modem:network.lte",
        mark: "#network",
        text: "networks = [{ technology = 'lte', until = DAY }]",
    },
    Seed { key: "dates:guide", mark: "#guide", text: "until = DAY" },
];

const SOLUTION: &str = "[solution]\nname = 'meter'\nmarkets = ['North']\ncurrency = 'USD'\n\
    [slots.driver]\nchoose = ['driver']\n[slots.modem]\nchoose = ['modem']\n\
    [slots.cloud]\nchoose = ['cloud']\n[slots.guide]\nchoose = ['guide']\n";

const NORTH: &str = "area = 'North'\nname = 'North'\nwithin = ['world']\n[[carriers]]\nid = 'k1'\n#network\n\
    [[certification]]\nscheme = 'mark'\napplies-to = 'radio'\nlevel = 'component'\n#area\n";

const PARTS: &str = "[[components]]\nid = 'driver'\nkind = 'hardware'\nprice = '1'\nprovides = { driver = {} }\n\
    [[components]]\nid = 'modem'\nkind = 'hardware'\nprice = '1'\nprovides = { radio = {} }\nneeds = { 'network.lte' = {} }\n#certificate\n\
    [[components]]\nid = 'cloud'\nkind = 'service'\nprice = '1'\nprovides = { 'data.store' = { country = 'BB' } }\n\
    [[components]]\nid = 'guide'\nkind = 'document'\nprice = '1'\n#guide\n";

/// The calendar of the north with what is lost on some days.
fn calendar(seeds: &[(&Seed, &str)]) -> Calendar {
    let mut texts = [SOLUTION, NORTH, PARTS].map(str::to_owned);
    for (seed, day) in seeds {
        let line = format!("{}\n{}", seed.text.replace("DAY", day), seed.mark);
        texts.iter_mut().for_each(|text| *text = text.replace(seed.mark, &line));
    }
    // What no seed takes away stays.
    for (mark, text) in
        [("#certificate", "certificates = [{ scheme = 'mark' }]"), ("#network", "networks = [{ technology = 'lte' }]")]
    {
        if !seeds.iter().any(|(seed, _)| seed.mark == mark) {
            texts.iter_mut().for_each(|whole| *whole = whole.replace(mark, text));
        }
    }
    horizon_of(&texts)
}

/// The calendar of the first market of a solution: its head, its overlay and its parts.
fn horizon_of(texts: &[String; 3]) -> Calendar {
    let names = ["solution.toml", "regions/North.toml", "catalog/parts.toml"];
    let solution = Solution::from_sources(names.into_iter().zip(texts).map(|(name, text)| (name, text.as_str())));
    let compiled =
        solution.unwrap_or_else(|faults| panic!("{faults}")).compile().unwrap_or_else(|faults| panic!("{faults}"));
    let request = Request::default().as_of("2026-11-22".parse().unwrap());
    compiled.horizon(&request, "2031-01-01".parse().unwrap()).unwrap().markets.remove(0)
}

/// Which seeds a threat is.
fn seeds(threat: &Threat) -> Vec<&str> {
    let seed = |key: &str| SEEDS.iter().find(|seed| key.starts_with(seed.key)).unwrap_or_else(|| panic!("{key}")).key;
    threat.reasons.iter().map(|reason| seed(&reason.key)).collect()
}

fn keeps_the_law(threat: &Threat) {
    for edit in threat.ways_out.iter().flat_map(|fix| &fix.edits) {
        let gives_up = matches!(edit, Edit::Remove { section: RemovableSection::Needs | RemovableSection::Limits, .. });
        assert!(!gives_up, "{threat:#?}");
    }
}

#[test]
fn both_of_two_losses_are_listed() {
    let mut pairs = 0;
    for (at, one) in SEEDS.iter().enumerate() {
        for other in SEEDS.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other) {
            for later in ["2029-03-01", "2028-03-01"] {
                let days: [Date; 2] = ["2028-03-01", later].map(|day| day.parse().unwrap());
                let calendar = calendar(&[(one, "2028-03-01"), (other, later)]);
                let what = format!("{} and {}: {:#?}", one.text, other.text, calendar.threats);
                let told: Vec<Date> = calendar.threats.iter().map(|threat| threat.day).collect();
                assert_eq!(told, days, "{what}");
                assert_eq!(
                    calendar.threats.iter().map(|threat| threat.is_behind).collect::<Vec<_>>(),
                    [false, true],
                    "{what}"
                );
                let mut found: Vec<&str> = calendar.threats.iter().flat_map(seeds).collect();
                let mut wanted = vec![one.key, other.key];
                if days[0] < days[1] {
                    assert_eq!(found, wanted, "{what}");
                }
                found.sort_unstable();
                wanted.sort_unstable();
                assert_eq!(found, wanted, "{what}");
                calendar.threats.iter().for_each(keeps_the_law);
                pairs += 1;
            }
        }
    }
    println!("{pairs} pairs");
    assert!(pairs >= 10);
}

#[test]
fn one_loss_is_listed_once() {
    for seed in &SEEDS {
        let calendar = calendar(&[(seed, "2028-03-01")]);
        let [threat] = calendar.threats.as_slice() else { panic!("{:#?}", calendar.threats) };
        assert_eq!(
            (threat.day.to_string().as_str(), threat.is_behind, seeds(threat).as_slice()),
            ("2028-03-01", false, &[seed.key][..])
        );
        keeps_the_law(threat);
    }
}

const HEAD: &str = "[solution]\nname = 'lamp'\nmarkets = ['North']\ncurrency = 'USD'\n";
const AREA: &str = "area = 'North'\nname = 'North'\nwithin = ['world']\n";

#[test]
fn what_a_certificate_of_the_solution_would_meet_is_met_for_all_components() {
    let part = |id: &str, price: &str, until: &str| {
        format!(
            "[[components]]\nid = '{id}'\nkind = 'hardware'\nprice = '{price}'\nprovides = {{ bat = {{}} }}\n{until}\n"
        )
    };
    let law = |level: &str| {
        format!("{AREA}[[certification]]\nscheme = 'bats'\napplies-to = 'bat'\nlevel = '{level}'\nfrom = 2027-02-01\n")
    };
    let days = |level: &str| -> Vec<String> {
        let slots = format!("{HEAD}[slots.b]\nchoose = ['ba', 'bb']\n[slots.c]\nchoose = ['bc', 'bd']\n");
        let parts = [
            part("ba", "3.00", "until = 2027-08-01"),
            part("bb", "4.00", ""),
            part("bc", "3.00", ""),
            part("bd", "4.00", ""),
        ];
        let calendar = horizon_of(&[slots, law(level), parts.concat()]);
        calendar.threats.iter().map(|threat| threat.day.to_string()).collect()
    };
    assert_eq!(days("solution"), ["2027-02-01"]);
    // Each slot's component lacks its own, and the next one does too.
    assert_eq!(days("component"), ["2027-02-01", "2027-02-01", "2027-08-01"]);
}

#[test]
fn what_ended_is_a_further_threat_when_it_comes_again() {
    let solution = format!(
        "{HEAD}[slots.light]\nchoose = ['la']\n[[certificates]]\nscheme = 'sol'\nid = 'S1'\nthrough = 2027-05-31\n\
         [[certificates]]\nscheme = 'sol'\nid = 'S2'\nfrom = 2027-06-05\nthrough = 2027-06-10\n"
    );
    let law = format!(
        "{AREA}[[certification]]\nscheme = 'mod'\napplies-to = 'light'\nlevel = 'component'\n\
         [[certification]]\nscheme = 'sol'\nlevel = 'solution'\n"
    );
    let parts = "[[components]]\nid = 'la'\nkind = 'hardware'\nprice = '1'\nprovides = { light = {} }\n\
                 certificates = [{ scheme = 'mod', id = 'X1', until = 2027-03-01 }]\n";
    let calendar = horizon_of(&[solution.clone(), law.clone(), parts.to_owned()]);
    let told: Vec<(String, bool)> = calendar.threats.iter().map(|one| (one.day.to_string(), one.is_behind)).collect();
    let wanted = [("2027-03-01", false), ("2027-06-01", true), ("2027-06-11", true)];
    assert_eq!(told, wanted.map(|(day, is_behind)| (day.to_owned(), is_behind)), "{:#?}", calendar.threats);
    let texts = |at: usize| format!("{:?}", calendar.threats[at].reasons);
    assert!(texts(1).contains("`S1` of `lamp` expired; its last day was 2027-05-31"), "{}", texts(1));
    assert!(texts(2).contains("`S2` of `lamp` expired; its last day was 2027-06-10"), "{}", texts(2));
    // Another day repairs no earlier loss.
    for fix in calendar.threats.iter().filter(|threat| threat.is_behind).flat_map(|threat| &threat.ways_out) {
        assert!(!fix.edits.iter().any(|edit| matches!(edit, Edit::AsOf { .. })), "{fix:?}");
    }
    let held = parts.replace(", until = 2027-03-01", "");
    let calendar = horizon_of(&[solution, law, held]);
    let days = |at: usize| -> Vec<&str> {
        let fixes = calendar.threats[at].ways_out.iter().map(|fix| fix.text.as_str());
        fixes.filter(|text| text.contains("--as-of")).map(|text| text.split(';').next().unwrap()).collect()
    };
    assert_eq!(
        days(0),
        [
            "place it on the market from 2027-06-05 through 2027-06-10 (`--as-of 2027-06-05`)",
            "place it on the market by 2027-05-31 (`--as-of 2027-05-31`)"
        ]
    );
    assert_eq!(days(1), ["place it on the market from 2027-06-05 through 2027-06-10 (`--as-of 2027-06-10`)"]);
}
