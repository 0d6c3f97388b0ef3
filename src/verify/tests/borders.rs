//! What articles and parts pay on their way: labour, set-ups, freight and duties.

use super::trade::{Portfolio, Texts, buy};
use crate::verify::{ArticleCosts, Selection};

const LAMP: &str = "[slots.body]\nchoose = [\"body\"]\n[slots.chip]\nchoose = [\"chip\"]\n";

const PARTS: &str = r#"
[[components]]
id = "body"
kind = "hardware"
price = "32.00"
origin = "CN"
hs = "732690"
mass_g = 900
[[components]]
id = "chip"
kind = "hardware"
price = "3.00"
origin = "TW"
hs = "854231"
"#;

const SITES: &str = r#"
[[sites]]
id = "sz"
in = "CN"
per_hour = "6.00"
origin = "CN"
[[sites]]
id = "ks"
in = "US"
per_hour = "48.00"
origin = "US"
[[sites]]
id = "pl"
in = "PL"
per_hour = "12.00"
origin = "PL"
"#;

const US_DUTIES: &str = r#"
[[duties]]
id = "d301"
hs = ["94", "73"]
origin = "CN"
percent = "25"
[[duties]]
id = "all"
hs = ["94", "73", "85"]
percent = "10"
"#;

const EU_DUTIES: &str = r#"
[customs]
basis = "cif"
area = "eu"
[[duties]]
id = "eu-lamp"
hs = ["9405"]
percent = "10"
[[duties]]
id = "eu-part"
hs = ["73", "85"]
percent = "4"
"#;

type Volumes = &'static [(&'static str, u32)];

/// A body and a chip in one article.
fn lamp(volumes: Volumes, article: &str, rest: &str, regions: &[(&'static str, &str)]) -> Portfolio {
    let article = format!("[[articles]]\nhs = \"940542\"\nbuild = [\"sz\", \"ks\", \"pl\"]\n{article}\n");
    let solution = format!("{LAMP}{article}{SITES}{rest}");
    let regions = regions.iter().map(|(area, text)| (*area, (*text).to_owned())).collect();
    Texts { volumes, solution, catalog: PARTS.to_owned(), regions, ..Texts::default() }.read()
}

fn us_lamp(article: &str, rest: &str) -> Portfolio {
    lamp(&[("US", 1000)], article, rest, &[("US", US_DUTIES)])
}

fn built(portfolio: &Portfolio, site: &str) -> Selection {
    portfolio.answer(0, &["body", "chip"], &[site])
}

fn article(portfolio: &Portfolio, selection: Selection) -> ArticleCosts {
    portfolio.plan(&[selection]).unwrap().markets[0].articles[0].clone()
}

#[test]
fn an_article_crosses_a_border_and_not_its_parts() {
    let portfolio = us_lamp("", "");
    let answer = built(&portfolio, "sz");
    assert_eq!(portfolio.costs(std::slice::from_ref(&answer)), ["47.25"]);
    let article = article(&portfolio, answer);
    assert_eq!((article.value.to_string(), article.duty.to_string()), ("35".to_owned(), "12.25".to_owned()));
    assert_eq!(article.owed, ["all", "d301"]);
}

#[test]
fn labour_is_part_of_the_value() {
    let portfolio = us_lamp("minutes = \"60\"", "");
    let answer = built(&portfolio, "sz");
    assert_eq!(portfolio.costs(std::slice::from_ref(&answer)), ["55.35"]);
    let article = article(&portfolio, answer);
    let amounts = [article.value, article.labour, article.duty].map(|amount| amount.to_string());
    assert_eq!(amounts, ["41", "6", "14.35"]);
}

#[test]
fn parts_pay_on_their_way_to_a_site() {
    let portfolio = us_lamp("", "");
    let answer = built(&portfolio, "ks");
    assert_eq!(portfolio.costs(std::slice::from_ref(&answer)), ["46.5"]);
    let plan = portfolio.plan(&[answer]).unwrap();
    let duties: Vec<String> = plan.markets[0].lines.iter().map(|line| line.duty.to_string()).collect();
    assert_eq!(duties, ["11.2", "0.3"]);
    assert_eq!(plan.markets[0].articles[0].value.to_string(), "46.5");
    assert!(plan.markets[0].articles[0].owed.is_empty());
}

#[test]
fn each_market_may_have_its_site() {
    let portfolio = lamp(&[("US", 1000), ("CN", 1000)], "", "", &[("US", US_DUTIES)]);
    let answers = [built(&portfolio, "ks"), portfolio.answer(1, &["body", "chip"], &["sz"])];
    assert_eq!(portfolio.costs(&answers), ["46.5", "35"]);
    assert_eq!(portfolio.plan(&answers).unwrap().year.to_string(), "81500");
}

#[test]
fn freight_is_part_of_the_value_where_customs_say_so() {
    let leg = "[[freight]]\nleg = [\"CN\", \"DE\"]\nper_kg = \"1.10\"\n";
    let portfolio = lamp(&[("DE", 1000)], "mass_g = 9500", leg, &[("eu", EU_DUTIES)]);
    let answer = built(&portfolio, "sz");
    assert_eq!(portfolio.costs(std::slice::from_ref(&answer)), ["49.995"]);
    let article = article(&portfolio, answer);
    let amounts = [article.value, article.freight, article.duty].map(|amount| amount.to_string());
    assert_eq!(amounts, ["35", "10.45", "4.545"]);
    let fob = EU_DUTIES.replace("cif", "fob");
    let portfolio = lamp(&[("DE", 1000)], "mass_g = 9500", leg, &[("eu", &fob)]);
    assert_eq!(portfolio.costs(&[built(&portfolio, "sz")]), ["48.95"], "the duty is on 35.00 alone");
}

#[test]
fn a_customs_area_has_no_border_inside() {
    let portfolio = lamp(&[("DE", 1000)], "", "", &[("eu", EU_DUTIES)]);
    // From CN to PL the body pays 4 % of 32.00 and the chip 4 % of 3.00; from PL to DE nothing is owed.
    assert_eq!(portfolio.costs(&[built(&portfolio, "pl")]), ["36.4"]);
    let catalog = PARTS.replace("origin = \"CN\"", "origin = \"FR\"");
    let solution = format!("{LAMP}[[articles]]\nhs = \"940542\"\nbuild = [\"pl\"]\n{SITES}");
    let regions = vec![("eu", EU_DUTIES.to_owned())];
    let portfolio = Texts { volumes: &[("DE", 1000)], solution, catalog, regions, ..Texts::default() }.read();
    assert_eq!(portfolio.costs(&[built(&portfolio, "pl")]), ["35.12"]);
}

#[test]
fn a_country_without_customs_of_its_own_is_one_area() {
    let duties = "[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"10\"\n";
    let catalog = |origin: &str| {
        format!(
            "[[components]]\nid = \"a\"\nkind = \"hardware\"\nprice = \"10\"\nhs = \"8504\"\norigin = \"{origin}\"\n"
        )
    };
    for (market, origin, cost) in [("US-CA", "US", "10"), ("US-CA", "CN", "11"), ("US", "US-CA", "10")] {
        let volumes: Volumes = if market == "US" { &[("US", 10)] } else { &[("US-CA", 10)] };
        let solution = "[slots.a]\nchoose = [\"a\"]\n".to_owned();
        let regions = vec![("US-CA", duties.to_owned()), ("US", duties.replace("\"d\"", "\"e\""))];
        let regions = regions.into_iter().filter(|(area, _)| *area == market).collect();
        let portfolio = Texts { volumes, solution, catalog: catalog(origin), regions, ..Texts::default() }.read();
        assert_eq!(portfolio.costs(&portfolio.answers(&["a"], &[])), [cost], "{market} from {origin}");
    }
}

#[test]
fn what_comes_from_inside_the_area_of_a_duty_does_not_owe_it() {
    let duties = "[[duties]]\nid = \"wide\"\nhs = [\"85\"]\npercent = \"10\"\n";
    let catalog = |origin: &str| {
        format!(
            "[[components]]\nid = \"a\"\nkind = \"hardware\"\nprice = \"10\"\nhs = \"8504\"\norigin = \"{origin}\"\n"
        )
    };
    // Without `[customs]` there is a border between DE and FR, but the duty is one of eu.
    for (origin, cost) in [("FR", "10"), ("CN", "11")] {
        let solution = "[slots.a]\nchoose = [\"a\"]\n".to_owned();
        let regions = vec![("eu", duties.to_owned())];
        let catalog = catalog(origin);
        let portfolio = Texts { volumes: &[("DE", 10)], solution, catalog, regions, ..Texts::default() }.read();
        assert_eq!(portfolio.costs(&portfolio.answers(&["a"], &[])), [cost], "{origin}");
    }
}

#[test]
fn an_offer_says_where_goods_come_from() {
    let catalog = "[[components]]\nid = \"a\"\nkind = \"hardware\"\norigin = \"CN\"\nhs = \"8504\"\n".to_owned();
    let offers = "[[offers]]\nseller = \"x\"\ncomponent = \"a\"\nprice = \"10\"\nat = \"US\"\n[[offers]]\nseller = \"y\"\ncomponent = \"a\"\nprice = \"9\"\n[[offers]]\nseller = \"z\"\ncomponent = \"a\"\nprice = \"8\"\nat = \"JP\"\n".to_owned();
    let regions = vec![("US", "[[duties]]\nid = \"d\"\nhs = [\"85\"]\norigin = \"CN\"\npercent = \"25\"\n".to_owned())];
    let solution = "[slots.a]\nchoose = [\"a\"]\n[[freight]]\nleg = [\"JP\", \"US\"]\nper_unit = \"1\"\n".to_owned();
    let portfolio = Texts { volumes: &[("US", 10)], solution, catalog, offers, regions, ..Texts::default() }.read();
    let a = portfolio.component("a");
    let from = |offer| portfolio.costs(&[buy(portfolio.answer(0, &["a"], &[]), a, 0, offer)]);
    assert_eq!(from(0), ["10"], "handed over in the US, no border is crossed any more");
    assert_eq!(from(1), ["11.25"]);
    assert_eq!(from(2), ["11"], "its origin is CN wherever it comes from");
}

#[test]
fn a_duty_on_a_content_displaces_others_on_it() {
    let catalog = PARTS
        .replace("mass_g = 900", "content = { steel = \"4.20\" }")
        .replace("hs = \"854231\"", "hs = \"854231\"\ncontent = {}");
    let duties = "[[duties]]\nid = \"s232\"\nhs = [\"9405\"]\npercent = \"50\"\nof = \"content.steel\"\ninstead-of = [\"all\"]\n[[duties]]\nid = \"all\"\npercent = \"10\"\n";
    let of = |catalog: &str, article: &str| {
        let solution = format!("{LAMP}[[articles]]\nhs = \"940542\"\nbuild = [\"sz\"]\n{article}\n{SITES}");
        let (catalog, regions) = (catalog.to_owned(), vec![("US", duties.to_owned())]);
        let portfolio = Texts { volumes: &[("US", 1000)], solution, catalog, regions, ..Texts::default() }.read();
        super::borders::article(&portfolio, built(&portfolio, "sz")).duty.to_string()
    };
    assert_eq!(of(&catalog, ""), "5.18", "50 % of 4.20 and 10 % of 30.80");
    assert_eq!(of(PARTS, "content = { steel = \"4.20\" }"), "5.18", "what the article states comes first");
    let unknown = catalog.replace("content = {}", "");
    assert_eq!(of(&unknown, ""), "6.38", "the chip counts whole: 50 % of 7.20 and 10 % of 27.80");
    assert_eq!(of(&catalog.replace("steel", "copper"), ""), "3.5", "no steel at all");
    assert_eq!(of(PARTS, ""), "17.5", "nothing is known: all of it");
}

#[test]
fn an_article_weighs_what_its_parts_weigh() {
    let leg = "[[freight]]\nleg = [\"CN\", \"US\"]\nper_kg = \"10\"\n";
    let of = |stated: &str| {
        let portfolio = us_lamp(stated, leg);
        article(&portfolio, built(&portfolio, "sz")).freight.to_string()
    };
    assert_eq!(of(""), "9", "the body; the chip's mass is not known");
    assert_eq!(of("mass_g = 1500"), "15");
}

#[test]
fn a_set_up_is_shared_by_the_pieces_that_are_built_alike() {
    let solution = "[slots.a]\nchoose = [\"a1\", \"a2\"]\n[[articles]]\nbuild = [\"sz\"]\n[[sites]]\nid = \"sz\"\nin = \"CN\"\nset-up = \"12000\"\n".to_owned();
    let catalog = "[[components]]\nid = \"a1\"\nkind = \"hardware\"\nprice = \"10.00\"\n[[components]]\nid = \"a2\"\nkind = \"hardware\"\nprice = \"12.00\"\n".to_owned();
    let portfolio = Texts { volumes: &[("US", 1000), ("DE", 2000)], solution, catalog, ..Texts::default() }.read();
    assert_eq!(portfolio.costs(&portfolio.answers(&["a1"], &["sz"])), ["14", "14"]);
    assert_eq!(portfolio.costs(&portfolio.answers(&["a2"], &["sz"])), ["16", "16"]);
    let apart = [portfolio.answer(0, &["a1"], &["sz"]), portfolio.answer(1, &["a2"], &["sz"])];
    assert_eq!(portfolio.costs(&apart), ["22", "18"]);
    assert_eq!(portfolio.plan(&apart).unwrap().year.to_string(), "58000");
}

#[test]
fn each_market_may_set_up_for_itself() {
    let solution = "[purchasing]\npool = \"market\"\n[slots.a]\nchoose = [\"a\"]\n[[articles]]\nbuild = [\"sz\"]\n[[sites]]\nid = \"sz\"\nin = \"CN\"\nset-up = \"12000\"\n".to_owned();
    let catalog = "[[components]]\nid = \"a\"\nkind = \"hardware\"\nprice = \"10.00\"\n".to_owned();
    let portfolio = Texts { volumes: &[("US", 1000), ("DE", 2000)], solution, catalog, ..Texts::default() }.read();
    assert_eq!(portfolio.costs(&portfolio.answers(&["a"], &["sz"])), ["22", "16"]);
}

/// A pole with two heads of three LEDs; the heads are built in CN, the whole in the US.
fn pole(content: &str) -> Portfolio {
    let solution = r#"
[slots.pole]
choose = ["pole"]
[slots.head]
choose = ["head"]
part-of = "pole"
quantity = 2
[slots.led]
choose = ["led"]
part-of = "head"
quantity = 3
[[articles]]
build = ["ks"]
minutes = "30"
hs = "9405"
[[articles]]
slot = "head"
hs = "940542"
build = ["sz"]
minutes = "6"
[[freight]]
leg = ["CN", "US"]
per_unit = "0.50"
"#;
    let component = |id: &str, price: &str, origin: &str| {
        format!(
            "[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"{price}\"\norigin = \"{origin}\"\nhs = \"7308\"\n"
        )
    };
    let catalog = [component("pole", "55", "US"), component("head", "10", "CN"), component("led", "1", "CN")].concat();
    let duties = "[[duties]]\nid = \"d\"\nhs = [\"9405\"]\norigin = \"CN\"\npercent = \"25\"\nper_unit = \"1\"\n";
    let (solution, regions) = (format!("{solution}{SITES}"), vec![("US", format!("{duties}{content}"))]);
    Texts { volumes: &[("US", 1000)], solution, catalog, regions, ..Texts::default() }.read()
}

#[test]
fn an_article_in_another_one_is_a_part_of_it() {
    let portfolio = pole("");
    let answer = portfolio.answer(0, &["pole", "head", "led"], &["ks", "sz"]);
    let plan = portfolio.plan(std::slice::from_ref(&answer)).unwrap();
    let shown: Vec<Vec<String>> = plan.markets[0]
        .articles
        .iter()
        .map(|one| {
            [one.quantity, one.value, one.labour, one.freight, one.duty].map(|amount| amount.to_string()).to_vec()
        })
        .collect();
    // Two heads: 26.00 of parts and 1.20 of labour; 1.00 of freight; 25 % of 27.20 and 1.00 each.
    assert_eq!(shown[0], ["2", "27.2", "1.2", "1", "8.8"]);
    // The pole of 55.00, the heads for 37.00, and half an hour at 48.00.
    assert_eq!(shown[1], ["1", "116", "24", "0", "0"]);
    assert_eq!(portfolio.costs(&[answer]), ["116"]);
}

#[test]
fn an_article_in_another_one_counts_with_its_own_origin() {
    let rule = "[[content]]\nid = \"baba\"\nof = \"US\"\nmore-than-percent = \"55\"\nrequire = true\n";
    let portfolio = pole(rule);
    let answer = portfolio.answer(0, &["pole", "head", "led"], &["ks", "sz"]);
    let content = &portfolio.plan(&[answer]).unwrap().markets[0].content;
    assert_eq!((content.len(), content[0].percent.to_string().as_str()), (1, "1375/23"), "55 of 92");
}

#[test]
fn an_article_is_built_where_it_may_be_built() {
    let portfolio = us_lamp("", "");
    let solution = format!("{LAMP}[[articles]]\nbuild = [\"sz\"]\n{SITES}until = 2026-01-01\n");
    let narrow = Texts { volumes: &[("US", 1)], solution, catalog: PARTS.to_owned(), ..Texts::default() }.read();
    assert_eq!(portfolio.faults_alone(&built(&portfolio, "sz")), Vec::<String>::new());
    assert_eq!(portfolio.faults_alone(&built(&portfolio, "")), ["the product as an article has no site"]);
    assert_eq!(
        narrow.faults_alone(&built(&narrow, "pl")),
        [
            "the product as an article is built in `pl`, which may not build it",
            "site `pl` does not build on 2026-11-30"
        ]
    );
    let mut twice = built(&portfolio, "sz");
    twice.sites.push(twice.sites[0]);
    assert_eq!(portfolio.faults_alone(&twice), ["the answer names a site for an article that does not exist"]);
}

#[test]
fn an_article_of_an_empty_slot_is_not_there() {
    let solution =
        format!("{}optional = true\n[[articles]]\nslot = \"chip\"\nhs = \"8542\"\nbuild = [\"sz\"]\n{SITES}", LAMP);
    let regions = vec![("US", US_DUTIES.to_owned())];
    let portfolio =
        Texts { volumes: &[("US", 10)], solution, catalog: PARTS.to_owned(), regions, ..Texts::default() }.read();
    // The body travels alone: 35 % of 32.00; the chip is an article of 3.00 that owes 10 %.
    assert_eq!(portfolio.costs(&[built(&portfolio, "sz")]), ["46.5"]);
    let without = portfolio.answer(0, &["body", ""], &[""]);
    assert_eq!(portfolio.costs(&[without]), ["43.2"]);
    let faults = portfolio.faults_alone(&portfolio.answer(0, &["body", ""], &["sz"]));
    assert_eq!(faults, ["the article `chip` has a site, but there is no such article in the answer"]);
}

#[test]
fn firmware_travels_in_no_article_and_owes_nothing() {
    let solution =
        format!("{LAMP}[slots.fw]\nchoose = [\"fw\"]\n[[articles]]\nhs = \"940542\"\nbuild = [\"sz\"]\n{SITES}");
    let catalog =
        format!("{PARTS}[[components]]\nid = \"fw\"\nversion = \"1.0.0\"\nkind = \"firmware\"\nprice = \"1\"\n");
    let regions = vec![("US", US_DUTIES.to_owned())];
    let portfolio = Texts { volumes: &[("US", 10)], solution, catalog, regions, ..Texts::default() }.read();
    assert_eq!(portfolio.costs(&[portfolio.answer(0, &["body", "chip", "fw"], &["sz"])]), ["48.25"]);
}
