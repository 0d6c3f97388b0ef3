//! Modules and networks: our answer (the carrier serves the module, or not) against the verdict that Band Atlas publishes.

use super::{BTreeMap, BTreeSet, Identity, Markets, Outcome, Request, Row, Solution, band, rows};

/// The modules that the atlas rates by LTE-M and NB-IoT.
const LOW_POWER: [&str; 2] = ["nrf9160", "sara-r510m8s"];

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
fn module(id: &str, bands: &str) -> String {
    if LOW_POWER.contains(&id) {
        return component(
            id,
            "[[components.needs]]\none-of = [{ capability = \"network.lte-m\" }, { capability = \"network.nb-iot\" }]",
        );
    }
    let numbers: Vec<String> = bands.split(' ').map(|word| band(word).to_string()).collect();
    component(id, &format!("needs = {{ \"network.lte\" = {{ bands = {{ any-of = [{}] }} }} }}", numbers.join(", ")))
}

/// A solution for one market: a slot for a module, and one for a SIM of each carrier.
fn solution(market: &str, modules: &[(String, String)], carriers: &BTreeSet<String>) -> Solution {
    let quoted =
        |ids: &mut dyn Iterator<Item = String>| ids.map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
    let sims = quoted(&mut carriers.iter().map(|id| format!("sim-{id}")));
    let ids = quoted(&mut modules.iter().map(|(id, _)| id.clone()));
    let head = format!(
        "[solution]\nname = \"m\"\nmarkets = [\"{market}\"]\ncurrency = \"USD\"\n[slots.module]\nchoose = [{ids}]\n\
         [slots.sim]\nchoose = [\"no-sim\", {sims}]\n"
    );
    let sim = |id: &String| component(&format!("sim-{id}"), &format!("needs = {{ \"carrier.{id}\" = {{}} }}"));
    let parts: Vec<String> =
        modules.iter().map(|(id, bands)| module(id, bands)).chain(carriers.iter().map(sim)).collect();
    let files = [("solution.toml", head), ("catalog/parts.toml", component("no-sim", "") + &parts.join(""))];
    Solution::from_sources(files.iter().map(|(name, text)| (*name, text.as_str()))).unwrap()
}

fn modules() -> Vec<(String, String)> {
    let listed = rows("band-atlas/models.csv").into_iter().map(|row| (row["id"].clone(), row["lte_bands"].clone()));
    listed.chain(LOW_POWER.map(|id| (id.to_owned(), String::new()))).collect()
}

fn is_served(compiled: &terroir::Compiled, market: &str, module: &str, sim: &str) -> bool {
    let request = Request::market(market).as_of("2026-10-02".parse().unwrap()).pin("module", module).pin("sim", sim);
    match compiled.resolve(&request).unwrap() {
        Outcome::Conflict(_) => false,
        other => other.bom().is_some(),
    }
}

#[test]
fn a_carrier_serves_a_module_where_the_atlas_says_so_or_the_difference_is_explained() {
    let (identity, mut markets, all) = (Identity::read(), Markets::read(), modules());
    let mut by_market: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows("band-atlas/model_verdicts.csv") {
        by_market.entry(row["market"].clone()).or_default().push(row);
    }
    let (mut agreed, mut explained, mut unexplained) = (0, BTreeSet::new(), Vec::new());
    for (market, verdicts) in &by_market {
        let carriers: BTreeSet<String> = markets.of(market).keys().cloned().collect();
        let solution = solution(market, &all, &carriers);
        let compiled = solution.compile().unwrap();
        for row in verdicts {
            let (model, theirs) = (row["model"].as_str(), row["network_id"].as_str());
            let Some(ours) = identity.ours.get(&(market.clone(), theirs.to_owned())) else { continue };
            let served = is_served(&compiled, market, model, &format!("sim-{ours}"));
            if served == matches!(row["verdict"].as_str(), "good" | "limited") {
                agreed += 1;
            } else if DIFFERENT
                .iter()
                .any(|(one, area, id, here, _)| (*one, *area, *id, *here) == (model, market.as_str(), theirs, served))
            {
                explained.insert((model.to_owned(), market.clone(), theirs.to_owned()));
            } else {
                unexplained.push(format!("{model} {market} {theirs}: {} there, served here: {served}", row["verdict"]));
            }
        }
    }
    println!("{agreed} verdicts agree, {} differ for a reason", explained.len());
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert_eq!(explained.len(), DIFFERENT.len(), "an explanation of a difference that is none");
    assert!(agreed > 400, "only {agreed}");
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
        for (id, own) in all.iter().filter(|(id, _)| !LOW_POWER.contains(&id.as_str())) {
            let expected = own.split(' ').any(|word| bands.contains(&band(word)));
            assert_eq!(is_served(&compiled, market, id, "no-sim"), expected, "{id} in {market}");
            compared += 1;
            refused += usize::from(!expected);
        }
    }
    println!("{compared} answers, {refused} of them no");
    assert!(compared == 31 * 72 && refused > 20, "{compared} {refused}");
}
