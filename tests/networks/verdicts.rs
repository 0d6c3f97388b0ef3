//! Modules and networks: our answer (the carrier serves the module, or not) against the verdict that Band Atlas publishes,
//! and against what its lists of bands and of LTE-M and NB-IoT say of every module. The page `regions/COMPARISON.md` has the
//! numbers and the differences; `UPDATE_COMPARISON=1 cargo test --test networks` writes it.

use super::{BTreeMap, BTreeSet, Identity, Markets, Outcome, Path, Request, Row, Solution, band, rows};
use std::fmt::Write as _;
use std::fs;

/// A module of the atlas.
struct Module {
    id: String,
    /// Whether the atlas rates it by LTE-M and NB-IoT.
    is_low_power: bool,
    bands: BTreeSet<u64>,
}

/// Where our answer is not the atlas's verdict: module, market, network, whether it is served here, why.
const DIFFERENT: [(&str, &str, &str, bool, &str); 8] = [
    ("e5576-320", "US", "t-mobile", false, "the atlas counts band 38 as a part of band 41; here a band is its number"),
    (
        "nrf9160",
        "MY",
        "my-maxis",
        true,
        "the atlas's list of NB-IoT has Maxis in some cities, its verdict does not count it",
    ),
    (
        "sara-r510m8s",
        "HK",
        "hk-csl",
        true,
        "the list of NB-IoT has HKT, the owner of csl; the verdict does not count it",
    ),
    (
        "sara-r510m8s",
        "AT",
        "at-magenta",
        true,
        "the list of LTE-M has Deutsche Telekom, the owner; the verdict does not count it",
    ),
    ("sara-r510m8s", "PT", "pt-meo", true, "the list of NB-IoT has Altice, the owner; the verdict does not count it"),
    ("sara-r510m8s", "LU", "lu-post", true, "the list of LTE-M has POST Luxembourg; the verdict does not count it"),
    ("sara-r510m8s", "MT", "mt-epic", true, "the list of LTE-M has Vodafone, now Epic; the verdict does not count it"),
    (
        "sara-r510m8s",
        "IS",
        "is-syn",
        true,
        "the list of LTE-M has Vodafone, the brand of Sýn; the verdict does not count it",
    ),
];

fn component(id: &str, needs: &str) -> String {
    format!("[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"1\"\n{needs}\n")
}

/// What a module needs of a network: LTE in one of its bands, or LTE-M or NB-IoT.
fn component_of(module: &Module) -> String {
    if module.is_low_power {
        return component(
            &module.id,
            "[[components.needs]]\none-of = [{ capability = \"network.lte-m\" }, { capability = \"network.nb-iot\" }]",
        );
    }
    let numbers: Vec<String> = module.bands.iter().map(u64::to_string).collect();
    component(
        &module.id,
        &format!("needs = {{ \"network.lte\" = {{ bands = {{ any-of = [{}] }} }} }}", numbers.join(", ")),
    )
}

/// A solution for one market: a slot for a module, and one for a SIM of each carrier.
fn solution(market: &str, modules: &[Module], carriers: &BTreeSet<String>) -> Solution {
    let quoted =
        |ids: &mut dyn Iterator<Item = String>| ids.map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
    let sims = quoted(&mut carriers.iter().map(|id| format!("sim-{id}")));
    let ids = quoted(&mut modules.iter().map(|module| module.id.clone()));
    let head = format!(
        "[solution]\nname = \"m\"\nmarkets = [\"{market}\"]\ncurrency = \"USD\"\n[slots.module]\nchoose = [{ids}]\n\
         [slots.sim]\nchoose = [\"no-sim\", {sims}]\n"
    );
    let sim = |id: &String| component(&format!("sim-{id}"), &format!("needs = {{ \"carrier.{id}\" = {{}} }}"));
    let parts: Vec<String> = modules.iter().map(component_of).chain(carriers.iter().map(sim)).collect();
    let files = [("solution.toml", head), ("catalog/parts.toml", component("no-sim", "") + &parts.join(""))];
    Solution::from_sources(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap()
}

fn modules() -> Vec<Module> {
    let module = |row: Row| Module {
        id: row["id"].clone(),
        is_low_power: row["rated_by"] != "LTE",
        bands: row["lte_bands"].split(' ').map(band).collect(),
    };
    rows("band-atlas/models.csv").into_iter().map(module).collect()
}

fn is_served(compiled: &terroir::Compiled, market: &str, module: &str, sim: &str) -> bool {
    let request = Request::market(market).as_of("2026-10-02".parse().unwrap()).pin("module", module).pin("sim", sim);
    match compiled.resolve(&request).unwrap() {
        Outcome::Conflict(_) => false,
        other => other.bom().is_some(),
    }
}

/// What came of comparing the verdicts of one module.
#[derive(Default)]
struct Count {
    served: usize,
    refused: usize,
    explained: usize,
}

#[test]
fn a_carrier_serves_a_module_where_the_atlas_says_so_or_the_difference_is_explained() {
    let (identity, mut markets, all) = (Identity::read(), Markets::read(), modules());
    let mut by_market: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows("band-atlas/model_verdicts.csv") {
        by_market.entry(row["market"].clone()).or_default().push(row);
    }
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    let (mut explained, mut unexplained) = (BTreeSet::new(), Vec::new());
    for (market, verdicts) in &by_market {
        let carriers: BTreeSet<String> = markets.of(market).keys().cloned().collect();
        let solution = solution(market, &all, &carriers);
        let compiled = solution.compile().unwrap();
        for row in verdicts {
            let (model, theirs) = (row["model"].as_str(), row["network_id"].as_str());
            let Some(ours) = identity.ours.get(&(market.clone(), theirs.to_owned())) else { continue };
            let served = is_served(&compiled, market, model, &format!("sim-{ours}"));
            let count = counts.entry(model.to_owned()).or_default();
            if served == matches!(row["verdict"].as_str(), "good" | "limited") {
                count.served += usize::from(served);
                count.refused += usize::from(!served);
            } else if DIFFERENT
                .iter()
                .any(|(one, area, id, here, _)| (*one, *area, *id, *here) == (model, market.as_str(), theirs, served))
            {
                count.explained += 1;
                explained.insert((model.to_owned(), market.clone(), theirs.to_owned()));
            } else {
                unexplained.push(format!("{model} {market} {theirs}: {} there, served here: {served}", row["verdict"]));
            }
        }
    }
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert_eq!(explained.len(), DIFFERENT.len(), "an explanation of a difference that is none");
    let agreed: usize = counts.values().map(|count| count.served + count.refused).sum();
    assert!(agreed > 600, "only {agreed}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("regions/COMPARISON.md");
    if std::env::var_os("UPDATE_COMPARISON").is_some() {
        fs::write(&path, page(&counts)).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page(&counts), "the page is old: UPDATE_COMPARISON=1 cargo test --test networks writes it");
}

/// The page of the comparison.
fn page(counts: &BTreeMap<String, Count>) -> String {
    let mut page = String::from(
        "# Modules and networks against Band Atlas\n\n\
         Whether a network serves a module, here and in [Band Atlas](https://github.com/365724-ctrl/band-atlas-data) (Hyper\n\
         Nexus, CC BY 4.0, data of 2026-10-02), which rates modules by a program of its own. Written by `tests/networks`;\n\
         `UPDATE_COMPARISON=1 cargo test --test networks` writes it again.\n\n\
         Here a network serves a module if it is known to have one of the module's LTE bands, or LTE-M or NB-IoT; a carrier\n\
         whose bands nobody listed serves none that needs one. There it is `good` or `limited` in place of `no`.\n\n\
         ## Verdicts\n\n\
         | module | served in both | refused in both | differs, with a reason |\n|---|---|---|---|\n",
    );
    for (module, count) in counts {
        let _ = writeln!(page, "| {module} | {} | {} | {} |", count.served, count.refused, count.explained);
    }
    page.push_str(
        "\nThe atlas publishes verdicts for 39 modules; those of the modules above were read, as far as the table counts them.\n\n\
         ## Differences\n\n| module | market | network | served here | why |\n|---|---|---|---|---|\n",
    );
    for (module, market, network, here, why) in DIFFERENT {
        let _ = writeln!(page, "| {module} | {market} | {network} | {} | {why} |", if here { "yes" } else { "no" });
    }
    page.push_str(
        "\n## All modules\n\n\
         For each of the 39 modules and each network of the 72 markets, a test also compares the answer with what the atlas's own\n\
         lists of bands, of LTE-M and of NB-IoT say. There is no difference, except for what `tests/facts/left_out.csv` leaves\n\
         out with a reason.\n",
    );
    page
}

/// What the lists of the atlas say of our carriers: LTE bands, and who has LTE-M or NB-IoT.
#[derive(Default)]
struct Lists {
    bands: BTreeMap<(String, String), BTreeSet<u64>>,
    low_power: BTreeSet<(String, String)>,
}

impl Lists {
    fn read() -> Self {
        let (mut identity, mut lists) = (Identity::read(), Self::default());
        for row in rows("band-atlas/network_bands.csv").iter().filter(|row| row["tech"] == "LTE") {
            let market = row["country"].as_str();
            if let Some(ours) = identity.carrier("network_bands", market, &row["operator_id"], &row["band"]) {
                lists.bands.entry((market.to_owned(), ours)).or_default().insert(band(&row["band"]));
            }
        }
        for row in rows("band-atlas/networks.csv").iter().filter(|row| row["lte_m"] == "yes" || row["nb_iot"] == "yes")
        {
            if let Some(ours) = identity.carrier("networks", &row["country"], &row["operator_id"], "") {
                lists.low_power.insert((row["country"].clone(), ours));
            }
        }
        for row in rows("band-atlas/iot_networks.csv") {
            let is_open = matches!(row["status"].as_str(), "commercial" | "some cities");
            let ours = identity.carrier("iot_networks", &row["market"], &row["operator"], &row["technology"]);
            lists.low_power.extend(ours.filter(|_| is_open).map(|ours| (row["market"].clone(), ours)));
        }
        lists
    }

    fn serves(&self, market: &str, carrier: &str, module: &Module) -> bool {
        let key = (market.to_owned(), carrier.to_owned());
        if module.is_low_power {
            return self.low_power.contains(&key);
        }
        self.bands.get(&key).is_some_and(|bands| !bands.is_disjoint(&module.bands))
    }
}

/// How many answers were compared in these markets, how many of them are no, and those that differ.
fn compared(codes: &[&String], lists: &Lists, modules: &[Module]) -> (usize, usize, Vec<String>) {
    let (mut markets, mut compared, mut refused, mut lost) = (Markets::read(), 0, 0, Vec::new());
    for market in codes {
        let carriers: BTreeSet<String> = markets.of(market).keys().cloned().collect();
        let solution = solution(market, modules, &carriers);
        let compiled = solution.compile().unwrap();
        for (carrier, module) in carriers.iter().flat_map(|carrier| modules.iter().map(move |module| (carrier, module)))
        {
            let expected = lists.serves(market, carrier, module);
            let served = is_served(&compiled, market, &module.id, &format!("sim-{carrier}"));
            compared += 1;
            refused += usize::from(!expected);
            if served != expected {
                lost.push(format!("{} {market} {carrier}: {expected} there, {served} here", module.id));
            }
        }
    }
    (compared, refused, lost)
}

#[test]
fn every_network_serves_every_module_that_the_lists_of_the_atlas_say() {
    let (lists, mut distinct) = (Lists::read(), modules());
    let every = distinct.len();
    // Modules that need the same have the same answer.
    let mut seen = BTreeSet::new();
    distinct.retain(|module| {
        seen.insert((module.is_low_power, if module.is_low_power { BTreeSet::new() } else { module.bands.clone() }))
    });
    let codes: BTreeSet<&String> = lists.bands.keys().map(|(market, _)| market).collect();
    let codes: Vec<&String> = codes.into_iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let parts = std::thread::scope(|scope| {
        let (lists, distinct) = (&lists, &distinct);
        let part = |codes| scope.spawn(move || compared(codes, lists, distinct));
        let running: Vec<_> = codes.chunks(codes.len().div_ceil(threads)).map(part).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let (mut compared, mut refused, mut lost) = (0, 0, Vec::new());
    for (all, no, different) in parts {
        (compared, refused) = (compared + all, refused + no);
        lost.extend(different);
    }
    println!("{compared} answers for {} needs of {every} modules, {refused} of them no", distinct.len());
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(every == 39 && codes.len() == 72 && compared > 6500, "{every} {} {compared}", codes.len());
}

#[test]
fn a_market_serves_a_module_where_one_of_its_networks_has_one_of_its_bands() {
    let (identity, mut markets, all) = (Identity::read(), Markets::read(), modules());
    let mut held: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for row in rows("band-atlas/network_bands.csv").iter().filter(|row| row["tech"] == "LTE") {
        if identity.ours.contains_key(&(row["country"].clone(), row["operator_id"].clone())) {
            held.entry(row["country"].clone()).or_default().insert(band(&row["band"]));
        }
    }
    let (mut compared, mut refused) = (0, 0);
    for (market, bands) in &held {
        let carriers: BTreeSet<String> = markets.of(market).keys().cloned().collect();
        let solution = solution(market, &all, &carriers);
        let compiled = solution.compile().unwrap();
        for module in all.iter().filter(|module| !module.is_low_power) {
            let expected = !bands.is_disjoint(&module.bands);
            assert_eq!(is_served(&compiled, market, &module.id, "no-sim"), expected, "{} in {market}", module.id);
            compared += 1;
            refused += usize::from(!expected);
        }
    }
    println!("{compared} answers, {refused} of them no");
    assert!(compared == 31 * 72 && refused > 20, "{compared} {refused}");
}
