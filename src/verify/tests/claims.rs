//! Local content that is required, claims of origin, licences, and limits on who makes what.

use super::trade::{Portfolio, Texts};
use crate::verify::{NoPlan, Selection};

const KANSAS: &str = "[[sites]]\nid = \"ks\"\nin = \"US\"\nper_hour = \"48.00\"\norigin = \"US\"\n";

/// A pole of 55.00 made in the US and an LED of 45.00 from CN, or of 50.00 from the US.
fn pole(article: &str, rule: &str, duties: &str) -> Portfolio {
    let solution = format!(
        "[slots.pole]\nchoose = [\"pole\"]\n[slots.led]\nchoose = [\"led-cn\", \"led-us\"]\n{article}{KANSAS}[[sites]]\nid = \"sz\"\nin = \"CN\"\nper_hour = \"6\"\norigin = \"CN\"\n"
    );
    let component = |id: &str, price: &str, origin: &str, hs: &str| {
        format!(
            "[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"{price}\"\norigin = \"{origin}\"\nhs = \"{hs}\"\n"
        )
    };
    let catalog = [
        component("pole", "55.00", "US", "7308"),
        component("led-cn", "45.00", "CN", "8541"),
        component("led-us", "50.00", "US", "8541"),
    ]
    .concat();
    let regions = vec![("US", format!("[[content]]\nid = \"baba\"\nof = \"US\"\n{rule}\n{duties}"))];
    Texts { volumes: &[("US", 1000)], solution, catalog, regions, ..Texts::default() }.read()
}

const PRODUCT: &str = "[[articles]]\nhs = \"940542\"\nbuild = [\"ks\", \"sz\"]\nminutes = \"30\"\n";

/// The share that a rule finds, and whether it holds.
fn share(portfolio: &Portfolio, led: &str, site: &str) -> (String, bool) {
    let plan = portfolio.plan(&[portfolio.answer(0, &["pole", led], &[site])]).unwrap();
    (plan.markets[0].content[0].percent.to_string(), plan.markets[0].content[0].holds)
}

fn pair(percent: &str, holds: bool) -> (String, bool) {
    (percent.to_owned(), holds)
}

#[test]
fn exactly_55_percent_is_not_more_than_55_percent() {
    let rule = |bound: &str| format!("{bound}\nbuilt-in = \"US\"\nrequire = true");
    let portfolio = pole(PRODUCT, &rule("more-than-percent = \"55\""), "");
    let with = |led: &str| [portfolio.answer(0, &["pole", led], &["ks"])];
    let faults = portfolio.faults(&with("led-cn"));
    assert_eq!(faults, ["the content rule `baba` is not met in `US`: 55.00 %"]);
    assert_eq!(portfolio.plan(&with("led-cn")), Err(NoPlan::Invalid(faults)));
    assert_eq!(portfolio.costs(&with("led-us")), ["129"]);
    let portfolio = pole(PRODUCT, &rule("at-least-percent = \"55\""), "");
    assert_eq!(portfolio.costs(&with("led-cn")), ["124"]);
}

#[test]
fn labour_counts_where_the_value_is_counted() {
    let rule = |counts: &str| format!("more-than-percent = \"55\"\ncounts = \"{counts}\"");
    assert_eq!(share(&pole(PRODUCT, &rule("components"), ""), "led-cn", "ks"), pair("55", false));
    // 55.00 and 24.00 of 124.00; built in CN, 55.00 of 103.00.
    assert_eq!(share(&pole(PRODUCT, &rule("value"), ""), "led-cn", "ks"), pair("1975/31", true));
    assert_eq!(share(&pole(PRODUCT, &rule("value"), ""), "led-cn", "sz"), pair("5500/103", false));
}

#[test]
fn freight_and_duty_of_parts_count() {
    let duties = "[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"20\"\n";
    let portfolio = pole(PRODUCT, "at-least-percent = \"50\"", duties);
    // 55.00 of 55.00 + 54.00.
    assert_eq!(share(&portfolio, "led-cn", "ks"), pair("5500/109", true));
}

#[test]
fn it_must_be_built_where_the_rule_says() {
    let portfolio = pole(PRODUCT, "at-least-percent = \"50\"\nbuilt-in = [\"JP\", \"US\"]", "");
    assert_eq!(share(&portfolio, "led-us", "ks"), pair("100", true));
    assert_eq!(share(&portfolio, "led-us", "sz"), pair("100", false));
}

#[test]
fn what_is_required_is_not_met_where_no_article_goes() {
    let portfolio = pole("", "more-than-percent = \"55\"\nrequire = true", "");
    let faults = portfolio.faults(&[portfolio.answer(0, &["pole", "led-us"], &[])]);
    assert_eq!(faults, ["the content rule `baba` is required in `US`, and no article goes there"]);
}

#[test]
fn a_rule_counts_while_its_condition_holds_and_on_its_dates() {
    let required = "more-than-percent = \"55\"\nrequire = true\n";
    let faults = |rule: &str| {
        let portfolio = pole(PRODUCT, &format!("{required}{rule}"), "");
        portfolio.faults(&[portfolio.answer(0, &["pole", "led-cn"], &["ks"])])
    };
    assert_eq!(faults("when = \"slot.led == led-cn\"").len(), 1);
    assert!(faults("when = \"slot.led == led-us\"").is_empty());
    assert!(faults("until = 2026-01-01").is_empty());
    assert_eq!(
        faults("when = \"fact(env.climate.zone) == 'a'\""),
        ["whether the content rule `baba` counts depends on a fact that is not stated"]
    );
}

#[test]
fn a_claim_that_holds_exempts_from_a_duty() {
    let duties = "[[duties]]\nid = \"d\"\nhs = [\"94\"]\npercent = \"10\"\nnot-if = \"baba\"\n";
    let claim = |percent: &str| format!("at-least-percent = \"{percent}\"");
    // Built in CN with 3.00 of labour: 103.00; the share of the US is 55 %.
    let costs = |percent: &str| {
        let portfolio = pole(PRODUCT, &claim(percent), duties);
        portfolio.costs(&[portfolio.answer(0, &["pole", "led-cn"], &["sz"])])
    };
    assert_eq!(costs("55"), ["103"]);
    assert_eq!(costs("56"), ["113.3"]);
}

#[test]
fn parts_on_their_way_have_no_claim() {
    let duties = "[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"10\"\nnot-if = \"baba\"\n";
    let portfolio = pole(PRODUCT, "at-least-percent = \"1\"", duties);
    assert_eq!(portfolio.costs(&[portfolio.answer(0, &["pole", "led-cn"], &["ks"])]), ["128.5"]);
}

/// Connectivity that may not be operated in CN, and a part of a partner there.
fn fleet(license: &str, partner: &str) -> Portfolio {
    let solution = format!(
        "[slots.plan]\nchoose = [\"fleet\"]\nquantity = 2\n[slots.part]\nchoose = [\"part\"]\n[[licenses]]\ncomponents = [\"fleet\"]\nto = \"cn-partner\"\nin = [\"CN\", \"JP\"]\n{license}\n"
    );
    let catalog = format!(
        "[[components]]\nid = \"fleet\"\nkind = \"service\"\nper_month = \"0.50\"\nterritories = {{ not = [\"CN\", \"JP\"] }}\n[[components]]\nid = \"part\"\nkind = \"hardware\"\nprice = \"10\"\n{partner}\n[[parties]]\nid = \"cn-partner\"\nname = \"CN Partner\"\n"
    );
    let volumes = &[("CN", 1000), ("JP", 3000), ("US", 500)];
    Texts { volumes, header: "term_months = 10", solution, catalog, ..Texts::default() }.read()
}

fn licensed(portfolio: &Portfolio, markets: &[usize]) -> Vec<Selection> {
    let mut answers = portfolio.answers(&["fleet", "part"], &[]);
    markets.iter().for_each(|market| answers[*market].licenses = vec![0]);
    answers
}

const MAKER: &str = "manufacturer = \"cn partner\"";

#[test]
fn a_licence_costs_an_amount_a_piece_and_a_share_and_a_month() {
    // The lines cost 2 × 5.00 and 10.00.
    for (license, cost) in [
        ("each = \"1.20\"", "22.4"),
        ("percent = \"10\"", "21"),
        ("per_month = \"0.10\"", "22"),
        ("each = \"1.20\"\npercent = \"10\"\nper_month = \"0.10\"", "25.4"),
    ] {
        let portfolio = fleet(license, MAKER);
        assert_eq!(portfolio.costs(&licensed(&portfolio, &[0, 1])), [cost, cost, "20"], "{license}");
    }
}

#[test]
fn a_licence_paid_once_is_shared_by_units() {
    let portfolio = fleet("once = \"8000\"", MAKER);
    let answers = licensed(&portfolio, &[0, 1]);
    assert_eq!(portfolio.costs(&answers), ["22", "22", "20"]);
    let plan = portfolio.plan(&answers).unwrap();
    let of: Vec<usize> = plan.markets.iter().map(|market| market.licenses.len()).collect();
    assert_eq!(of, [1, 1, 0]);
    assert_eq!(plan.markets[0].licenses[0].cost.to_string(), "2");
}

#[test]
fn of_two_licences_for_one_component_the_cheaper_one_holds() {
    let cheaper = "each = \"3\"\n[[licenses]]\ncomponents = [\"fleet\"]\nto = \"cn-partner\"\nin = [\"CN\"]\neach = \"1\"\nonce = \"1000\"";
    let portfolio = fleet(cheaper, MAKER);
    let mut answers = licensed(&portfolio, &[1]);
    answers[0].licenses = vec![1];
    assert_eq!(portfolio.costs(&answers), ["23", "26", "20"]);
    answers[0].licenses = vec![0, 1];
    let costs = |market: usize| portfolio.plan(&answers).unwrap().markets[market].licenses.clone();
    let shown: Vec<String> = costs(0).iter().map(|one| format!("{}: {}", one.license, one.cost)).collect();
    assert_eq!(shown, ["0: 0", "1: 3"], "two pieces at 1.00 and 1000 of 1000 units");
}

#[test]
fn a_licence_is_taken_where_it_is_needed_and_only_there() {
    let portfolio = fleet("each = \"1\"", MAKER);
    let answers = licensed(&portfolio, &[]);
    assert_eq!(portfolio.faults_alone(&answers[0]), ["`fleet` in `plan` may not be sold or operated in `CN`"]);
    let faults = portfolio.faults(&licensed(&portfolio, &[0, 1, 2]));
    let words = [
        "the licence to `cn-partner` does not cover `US`",
        "the licence to `cn-partner` is taken, and nothing requires it",
    ];
    assert_eq!(faults, words);
    let mut twice = licensed(&portfolio, &[0]);
    twice[0].licenses = vec![0, 0];
    assert_eq!(portfolio.faults_alone(&twice[0]), ["the licence to `cn-partner` is taken twice"]);
    twice[0].licenses = vec![3];
    assert_eq!(portfolio.faults_alone(&twice[0])[1], "the answer takes a licence that does not exist");
}

#[test]
fn a_licensee_acts_in_the_answer() {
    let portfolio = fleet("each = \"1\"", "manufacturer = \"another\"");
    let faults = portfolio.faults_alone(&licensed(&portfolio, &[0])[0]);
    let idle = "the licence to `cn-partner` is taken, but `cn-partner` does not act in the answer";
    assert_eq!(faults, ["`fleet` in `plan` may not be sold or operated in `CN`", idle]);
    let site =
        "each = \"1\"\n[[articles]]\nbuild = [\"sz\"]\n[[sites]]\nid = \"sz\"\nin = \"CN\"\nparty = \"cn-partner\"\n";
    let portfolio = fleet(site, "");
    let mut answer = portfolio.answer(0, &["fleet", "part"], &["sz"]);
    answer.licenses = vec![0];
    assert_eq!(portfolio.faults_alone(&answer), Vec::<String>::new(), "a site's party acts");
    let ended = fleet("each = \"1\"\nuntil = 2026-01-01", MAKER);
    let faults = ended.faults_alone(&licensed(&ended, &[0])[0]);
    assert_eq!(faults[1], "the licence to `cn-partner` is not in force on 2026-11-30");
}

/// A screw of two makers, with more of the market's overlay.
fn screw(region: &str) -> Portfolio {
    let catalog = r#"
[[parties]]
id = "one"
name = "One"
owned-by = "mid"
[[parties]]
id = "mid"
name = "Mid"
owned-by = ["somebody", "top"]
[[parties]]
id = "top"
name = "Top Holding"
[[parties]]
id = "two"
[[components]]
id = "screw"
kind = "hardware"
price = "1.00"
provides = { "radio.wifi" = {} }
[[components.made]]
by = "ONE"
mpn = "EXAMPLE-1"
origin = "CN"
certificates = [{ scheme = "fcc", id = "F1" }]
[[components.made]]
by = "two"
mpn = "EXAMPLE-2"
origin = "JP"
[[components.made]]
by = "stranger"
mpn = "EXAMPLE-3"
"#;
    let solution = "[slots.a]\nchoose = [\"screw\"]\n".to_owned();
    let regions = vec![("US", region.to_owned())];
    Texts { volumes: &[("US", 100)], solution, catalog: catalog.to_owned(), regions, ..Texts::default() }.read()
}

/// Whether each of the three manufacturer parts may be used.
fn usable(region: &str) -> [bool; 3] {
    let portfolio = screw(region);
    [0, 1, 2].map(|part| {
        let mut answer = portfolio.answer(0, &["screw"], &[]);
        answer.ways.insert(portfolio.component("screw"), crate::verify::Way { part, offer: None });
        portfolio.faults_alone(&answer).is_empty()
    })
}

#[test]
fn a_limit_reaches_who_makes_what_and_where() {
    let limit = |text: &str| usable(&format!("[[limits]]\nid = \"l\"\n{text}\n"));
    assert_eq!(limit("capability = \"made\"\nwhere = { origin = { none-of = [\"CN\"] } }"), [false, true, false]);
    assert_eq!(limit("capability = \"made.radio\"\nwhere = { origin = { none-of = [\"CN\"] } }"), [false, true, false]);
    assert_eq!(limit("capability = \"made.power\"\nwhere = { origin = { none-of = [\"CN\"] } }"), [true, true, true]);
    assert_eq!(limit("capability = \"made\"\nwhere = { by = { none-of = [\"one\"] } }"), [false, true, true]);
    assert!(limit("capability = \"made\"\nwhere = { origin = { in = \"world\" }, version = \"^1\" }")[0]);
}

#[test]
fn a_need_may_require_a_maker() {
    let need = |text: &str| usable(&format!("[[needs]]\n{text}\n"));
    assert_eq!(need("capability = \"made.radio.wifi\"\nwhere = { by = \"two\" }"), [false, true, false]);
    assert_eq!(
        need("capability = \"made\"\nwhere = { lists = { none-of = [\"x\"] } }"),
        [true, true, false],
        "unknown is not yes"
    );
}

#[test]
fn a_list_reaches_what_a_listed_party_owns() {
    let limit =
        "[[limits]]\nid = \"l\"\ncapability = \"made.radio\"\nwhere = { lists = { none-of = [\"covered\"] } }\n";
    let listed = |parties: &str| usable(&format!("{limit}[[lists]]\nid = \"covered\"\nparties = [{parties}]\n"));
    assert_eq!(listed("\"top\""), [false, true, true], "through two owners");
    assert_eq!(listed("\"TOP holding\""), [false, true, true], "by name");
    assert_eq!(listed("\"two\", \"nobody\""), [true, false, true]);
    assert_eq!(
        usable(&format!("{limit}[[lists]]\nid = \"covered\"\nparties = [\"top\"]\nuntil = 2026-01-01\n")),
        [true; 3]
    );
}

#[test]
fn a_maker_that_is_not_a_party_passes_a_list_and_is_a_gap() {
    let portfolio =
        screw("[[limits]]\nid = \"l\"\ncapability = \"made\"\nwhere = { lists = { none-of = [\"covered\"] } }\n");
    let keys = |part| {
        let mut answer = portfolio.answer(0, &["screw"], &[]);
        answer.ways.insert(portfolio.component("screw"), crate::verify::Way { part, offer: None });
        portfolio.unknown(&answer).join(" ")
    };
    assert_eq!((keys(0).as_str(), keys(2).as_str()), ("", "made.by"));
}

#[test]
fn certificates_of_a_manufacturer_part_count_for_it_alone() {
    let wanted =
        "[[certification]]\nscheme = \"fcc\"\nkind = \"radio\"\napplies-to = \"radio\"\nlevel = \"component\"\n";
    assert_eq!(usable(wanted), [true, false, false]);
}
