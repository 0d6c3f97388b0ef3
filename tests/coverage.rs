//! What is known of each market, kind by kind: the page `regions/COVERAGE.md`, made from the overlays.
//!
//! `UPDATE_COVERAGE=1 cargo test --test coverage` writes it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use terroir::{AreaGap, AreaSummary, Fact, Solution, is_country_code};

/// Kinds of facts: heading, beginnings of the keys of facts, beginnings of the keys of gaps.
const KINDS: [(&str, &[&str], &[&str]); 10] = [
    ("country", &["identity."], &[]),
    ("power", &["power."], &["power"]),
    ("Wi-Fi", &["radio.wifi"], &["spectrum.wifi", "radio"]),
    ("LoRaWAN", &["radio.lora"], &["spectrum.lora"]),
    ("sub-GHz", &["radio.srd"], &["spectrum.srd"]),
    ("carriers", &["carriers."], &["network", "carrier"]),
    ("certification", &["certification."], &["certification"]),
    ("limits", &["limits.", "needs."], &["data", "connectivity"]),
    ("texts", &["provides."], &["regime"]),
    ("sensors", &["sensors."], &["index", "sense"]),
];

/// What is known of one kind in one market.
#[derive(Default)]
struct Cell {
    facts: usize,
    families: BTreeSet<String>,
    gaps: usize,
}

impl Cell {
    fn text(&self) -> String {
        let known = if self.facts == 0 { String::new() } else { format!("{}/{}", self.facts, self.families.len()) };
        let gaps = if self.gaps == 0 { String::new() } else { format!("?{}", self.gaps) };
        [known, gaps].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

fn kind_of(key: &str, beginnings: impl Fn(&(&str, &[&str], &[&str])) -> Vec<String>) -> Option<usize> {
    KINDS.iter().position(|kind| beginnings(kind).iter().any(|beginning| key.starts_with(beginning.as_str())))
}

/// The cells of a market, with facts that it inherits. What is of no kind is a fault: the page would be silent about it.
fn cells(world: &Solution, facts: &[Fact], gaps: &[AreaGap]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = KINDS.iter().map(|_| Cell::default()).collect();
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for fact in facts.iter().filter(|fact| !fact.key.starts_with("gaps.")) {
        let at = kind_of(&fact.key, |kind| owned(kind.1)).unwrap_or_else(|| panic!("{} is of no kind", fact.key));
        cells[at].facts += 1;
        cells[at].families.extend(fact.source.iter().filter_map(|id| world.citation(id)?.family));
    }
    for gap in gaps {
        let at = kind_of(&gap.key, |kind| owned(kind.2)).unwrap_or_else(|| panic!("{} is of no kind", gap.key));
        cells[at].gaps += 1;
    }
    cells
}

fn countries(world: &Solution) -> Vec<AreaSummary> {
    let mut areas = world.areas();
    areas.retain(|area| is_country_code(&area.code));
    areas.sort_by(|left, right| (left.tier, &left.code).cmp(&(right.tier, &right.code)));
    areas
}

fn page() -> String {
    let world = Solution::world().unwrap();
    let countries = countries(&world);
    let codes: Vec<&str> = countries.iter().map(|area| area.code.as_str()).collect();
    let gaps: BTreeMap<String, Vec<AreaGap>> = world.gaps_of(&codes).into_iter().collect();
    let mut page = String::from(
        "# What is known of each market\n\n\
         Written from the overlays by `tests/coverage.rs`; `UPDATE_COVERAGE=1 cargo test --test coverage` writes it again.\n\n\
         A cell says how many facts the overlays state, with those of the areas that the market lies in, and of how many\n\
         families of sources (`12/2`), and how many gaps it has (`?1`). An empty cell is a kind of which nothing is stated and\n\
         no gap declared. `terroir regions CODE KIND` shows the facts in words, `terroir regions CODE --gaps` the gaps.\n",
    );
    let heads: Vec<&str> = KINDS.iter().map(|(head, _, _)| *head).collect();
    let mut totals: BTreeMap<u8, (usize, Vec<[usize; 3]>)> = BTreeMap::new();
    let mut tier = 0;
    for area in &countries {
        if area.tier != tier {
            tier = area.tier;
            let _ = write!(
                page,
                "\n## Tier {tier}\n\n| | market | {} |\n|---|---|{}\n",
                heads.join(" | "),
                "---|".repeat(KINDS.len())
            );
        }
        let cells = cells(&world, &world.facts(&area.code).unwrap(), &gaps[&area.code]);
        let texts: Vec<String> = cells.iter().map(Cell::text).collect();
        let _ = writeln!(page, "| {} | {} | {} |", area.code, area.name, texts.join(" | "));
        let (markets, counts) = totals.entry(tier).or_insert_with(|| (0, vec![[0; 3]; KINDS.len()]));
        *markets += 1;
        for (count, cell) in counts.iter_mut().zip(&cells) {
            count[0] += usize::from(cell.facts > 0);
            count[1] += usize::from(cell.families.len() > 1);
            count[2] += usize::from(cell.gaps > 0);
        }
    }
    page.push_str("\n## In how many markets\n\n| tier | | markets | ");
    let _ = write!(page, "{} |\n|---|---|---|{}\n", heads.join(" | "), "---|".repeat(KINDS.len()));
    for (tier, (markets, counts)) in totals {
        for (at, word) in ["facts", "two families or more", "a gap"].iter().enumerate() {
            let numbers: Vec<String> = counts.iter().map(|count| count[at].to_string()).collect();
            let _ = writeln!(page, "| {tier} | {word} | {markets} | {} |", numbers.join(" | "));
        }
    }
    page
}

#[test]
fn the_page_says_what_the_overlays_know() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("regions/COVERAGE.md");
    let page = page();
    if std::env::var_os("UPDATE_COVERAGE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    let differing = written.lines().zip(page.lines()).find(|(left, right)| left != right);
    assert!(
        written == page,
        "{differing:?}\nregions/COVERAGE.md is not what the overlays know; UPDATE_COVERAGE=1 cargo test --test coverage writes it"
    );
}

#[test]
fn a_cell_counts_facts_families_and_gaps() {
    let world = Solution::world().unwrap();
    let of = |market: &str| cells(&world, &world.facts(market).unwrap(), &world.gaps(market).unwrap());
    let (first, second) = (of("US"), of("KZ"));
    let power = KINDS.iter().position(|(head, _, _)| *head == "power").unwrap();
    let srd = KINDS.iter().position(|(head, _, _)| *head == "sub-GHz").unwrap();
    // Voltage, frequency and plugs: of two families in the US, of one in Kazakhstan.
    assert_eq!((first[power].facts, first[power].families.len() > 1), (3, true));
    assert_eq!((second[power].facts, second[power].families.len()), (3, 1));
    assert_eq!(second[srd].text(), "?1");
}
