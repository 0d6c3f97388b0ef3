//! Makers, offers, articles, sites, customs and licences, from files to the model.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use terroir::model::{Basis, Bound, ContentBound, Counts, Model, Pool};
use terroir::overlay::Composer;
use terroir::{Code, Number, Solution};

const SOLUTION: &str = "[solution]\nname = \"lamp\"\nmarkets = [\"US\", \"DE\"]\ncurrency = \"USD\"\n\
                        [exchange]\nEUR = \"1.10\"\n[slots.led]\nchoose = [\"led\"]\n";
const PARTS: &str = "[[components]]\nid = \"led\"\nkind = \"hardware\"\n";

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

/// A lamp with more in its files.
fn lamp(further: &[(&str, &str)]) -> Solution {
    let mut files = vec![("solution.toml", SOLUTION.to_owned()), ("catalog/parts.toml", PARTS.to_owned())];
    for (name, text) in further {
        match files.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.push_str(text),
            None => files.push((name, (*text).to_owned())),
        }
    }
    Solution::from_sources(files).unwrap()
}

#[test]
fn a_component_in_the_short_form_has_a_part_for_each_maker() {
    let solution = lamp(&[(
        "catalog/parts.toml",
        "manufacturer = \"EXAMPLE A\"\nmpn = \"A1\"\norigin = \"CN\"\nhs = \"8541\"\nlead_weeks = 4\nmass_g = 2.5\n\
         approved = [{ mpn = \"B1\", manufacturer = \"EXAMPLE B\", origin = \"TW\" }, { mpn = \"C1\" }]\n",
    )]);
    let component = &solution.model().components.as_slice()[0];
    let told: Vec<String> = component
        .made
        .iter()
        .map(|part| {
            let by = part.by.as_deref().unwrap_or("-");
            let origin = part.origin.as_ref().map_or("-", |origin| &origin.value);
            format!(
                "{by} {} {origin} {:?} {:?}",
                part.mpn.as_deref().unwrap(),
                part.hs.as_deref(),
                part.lead_weeks.is_some()
            )
        })
        .collect();
    assert_eq!(
        told,
        ["EXAMPLE A A1 CN Some(\"8541\") true", "EXAMPLE B B1 TW Some(\"8541\") true", "- C1 CN Some(\"8541\") true"]
    );
    assert!(!component.states_made && component.made.iter().all(|part| part.mass_g == Some(number("2.5"))));
}

#[test]
fn a_component_in_the_long_form_is_its_first_maker_s_to_all_others() {
    let solution = lamp(&[(
        "catalog/parts.toml",
        "hs = \"8541\"\norigin = \"MY\"\nattrition = { percent = \"2\", at-least = 10 }\ncontent = { steel = \"4.20\" }\n\
         [[components.made]]\nby = \"one\"\nmpn = \"A1\"\norigin = \"CN\"\nlast-buy = 2027-06-01\n\
         certificates = [{ scheme = \"x\", id = \"1\", until = 2028-01-01 }]\n\
         [[components.made]]\nby = \"EXAMPLE two\"\nmpn = \"B1\"\nhs = \"8542\"\n\
         [[parties]]\nid = \"one\"\nname = \"EXAMPLE One\"\nowned-by = \"mid\"\n\
         [[parties]]\nid = \"mid\"\nowned-by = [\"EXAMPLE Top\"]\n[[parties]]\nid = \"top\"\nname = \"Example TOP\"\n",
    )]);
    let model = solution.model();
    let component = &model.components.as_slice()[0];
    assert!(component.states_made);
    assert_eq!(component.manufacturer.as_deref(), Some("EXAMPLE One"));
    assert_eq!((component.mpn.as_deref(), component.hs.as_deref()), (Some("A1"), Some("8541")));
    assert_eq!(component.origin.as_ref().unwrap().value, "CN");
    assert_eq!(component.made[1].origin.as_ref().unwrap().value, "MY");
    assert_eq!(component.made[1].hs.as_deref(), Some("8542"));
    assert_eq!((component.approved.len(), component.approved[0].mpn.as_str()), (1, "B1"));
    assert_eq!(component.attrition.as_ref().unwrap().at_least, number("10"));
    assert_eq!(component.content.as_deref().unwrap(), [("steel".to_owned(), number("4.20"))]);
    let party = model.party("example one").unwrap();
    let owners: Vec<&str> = model.owners(party).iter().map(|party| party.id.as_str()).collect();
    assert_eq!((owners, model.party("nobody").is_none()), (vec!["one", "mid", "top"], true));
    let days = days(&solution);
    assert!(days.contains(&"2027-06-02".to_owned()) && days.contains(&"2028-01-01".to_owned()), "{days:?}");
}

fn days(solution: &Solution) -> Vec<String> {
    solution.compile().unwrap().change_dates("US").iter().map(ToString::to_string).collect()
}

const MAKERS: &str = "[[components.made]]\nby = \"one\"\nmpn = \"A1\"\n[[components.made]]\nby = \"two\"\nmpn = \"A1\"\n\
                      [[components]]\nid = \"led\"\nversion = \"2.0.0\"\nkind = \"hardware\"\nmanufacturer = \"EXAMPLE Two\"\nmpn = \"A1\"\n\
                      [[parties]]\nid = \"two\"\nname = \"example two\"\n";

/// The parts of each offer: the component's version and the position of the part.
fn parts(model: &Model) -> Vec<Vec<String>> {
    let label = |(id, at): &(terroir::model::ComponentId, u32)| format!("{} {at}", model.components[*id].version);
    model.offers.iter().map(|offer| offer.parts.iter().map(label).collect()).collect()
}

#[test]
fn an_offer_is_for_the_parts_that_it_names() {
    let offers = "[[offers]]\nmpn = \"A1\"\nby = \"Example two\"\nseller = \"s\"\nprice = \"1.00\"\n\
                  [[offers]]\nmpn = \"A1\"\nby = \"one\"\nseller = \"s\"\nprice = \"1.00\"\n\
                  [[offers]]\ncomponent = \"led\"\nseller = \"t\"\nprice = \"1.00\"\nuntil = 2029-01-01\n\
                  [[offers]]\ncomponent = \"led@^1\"\nseller = \"u\"\nprice = \"1.00\"\ncurrency = \"EUR\"\nat = \"DE\"\n";
    let solution = lamp(&[("catalog/parts.toml", MAKERS), ("offers/a.toml", offers)]);
    let told = parts(solution.model());
    assert_eq!(told, [vec!["2.0.0 0", "1.0.0 1"], vec!["1.0.0 0"], vec!["2.0.0 0", "1.0.0 0"], vec!["1.0.0 0"]]);
    assert!(days(&solution).contains(&"2029-01-01".to_owned()));
}

#[test]
fn offers_in_csv_are_those_in_toml_and_files_come_by_pattern_and_name() {
    let csv = "component,seller,sku,price,minimum,multiple,fee,capacity,lead_weeks,through\n\
               led,s,X-1,1: 18.20; 250: 13.90,250,250,3.00,\"\"\"0.5\"\"\",12,2027-03-31\n";
    let toml = "[[offers]]\ncomponent = \"led\"\nseller = \"s\"\nsku = \"X-1\"\n\
                price = [{ from = 1, each = \"18.20\" }, { from = 250, each = \"13.90\" }]\nminimum = 250\nmultiple = 250\n\
                fee = \"3.00\"\ncapacity = \"0.5\"\nlead_weeks = 12\nthrough = 2027-03-31\n";
    let told = |name: &str, text: &str| {
        let solution = lamp(&[(name, text)]);
        let offer = solution.model().offers.as_slice()[0].clone();
        let prices: Vec<_> = offer.price.iter().map(|tier| (tier.from, tier.each)).collect();
        let amounts = (offer.minimum, offer.multiple, offer.fee, offer.capacity, offer.lead_weeks);
        (offer.seller, offer.sku, prices, amounts, offer.effectivity)
    };
    assert_eq!(told("offers/a.csv", csv), told("offers/a.toml", toml));
    assert_eq!(told("offers/a.toml", toml).3.3, Some(number("0.5")));
    let seller = |name: &str| format!("[[offers]]\ncomponent = \"led\"\nseller = \"{name}\"\nprice = \"1.00\"\n");
    let files = [("offers/b.toml", &seller("b")), ("offers/a.csv", &"component,seller,price\nled,c,1\n".to_owned())];
    let solution = lamp(&[(files[0].0, files[0].1), (files[1].0, files[1].1), ("offers/a.toml", &seller("a"))]);
    let sellers: Vec<&str> = solution.model().offers.iter().map(|offer| offer.seller.as_str()).collect();
    assert_eq!(sellers, ["a", "b", "c"]);
    let other = solution.with_file("offers/b.toml", seller("d")).unwrap();
    assert_eq!(other.model().offers.as_slice()[1].seller, "d");
}

#[test]
fn articles_sites_freight_and_licences_are_read() {
    let text = "[purchasing]\npool = \"market\"\n\
                [[articles]]\nslot = \"led\"\nhs = \"9405\"\nbuild = [\"sz\", \"ks\"]\nminutes = \"14\"\nmass_g = 9500\n\
                [[articles]]\nbuild = [\"ks\"]\ncontent = {}\n\
                [[sites]]\nid = \"sz\"\nparty = \"board house\"\nin = \"CN\"\nper_hour = \"6.50\"\ncurrency = \"EUR\"\n\
                set-up = \"12000\"\norigin = \"CN\"\nuntil = 2027-01-01\n\
                [[sites]]\nid = \"sz\"\nin = \"CN\"\nfrom = 2027-01-01\n[[sites]]\nid = \"ks\"\nin = \"US\"\n\
                [[freight]]\nleg = [\"CN\", \"US\"]\nper_kg = \"1.10\"\nweeks = 6\n\
                [[freight]]\nleg = [\"US\", \"US\"]\npercent = \"1\"\n\
                [[licenses]]\ncomponents = [\"led\"]\nowner = \"o\"\nto = \"p\"\nin = [\"CN\"]\neach = \"1.20\"\nonce = \"10\"\n\
                from = 2028-05-01\n";
    let solution = lamp(&[("solution.toml", text)]);
    let model = solution.model();
    assert_eq!(model.header.pool, Pool::Market);
    let articles = model.articles.as_slice();
    assert_eq!(articles[0].build.iter().map(|id| id.0).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!((articles[0].slot.is_some(), articles[0].minutes), (true, number("14")));
    assert_eq!((articles[1].slot, articles[1].content.as_deref()), (None, Some([].as_slice())));
    let site = &model.sites.as_slice()[0];
    assert_eq!((site.within.as_str(), site.per_hour, site.set_up), ("CN", number("6.50"), number("12000")));
    assert_eq!((model.freight[0].to.as_str(), model.freight[1].from.as_str()), ("US", "US"));
    let license = &model.licenses[0];
    assert_eq!((license.components.len(), license.areas[0].as_str(), license.once), (1, "CN", number("10")));
    let days = days(&solution);
    assert!(days.contains(&"2027-01-01".to_owned()) && days.contains(&"2028-05-01".to_owned()), "{days:?}");
}

#[test]
fn customs_duties_content_and_lists_are_merged_like_other_entries() {
    let world = "[customs]\nbasis = \"cif\"\n[[duties]]\nid = \"all\"\npercent = \"10\"\n";
    let region = "area = \"US\"\n[customs]\narea = \"US\"\n[[lists]]\nid = \"l\"\nparties = [\"X\"]\nfrom = 2027-09-01\n\
                  [[duties]]\nid = \"steel\"\nper_kg = \"0.30\"\nof = \"content.steel\"\ninstead-of = [\"all\"]\nnot-if = \"baba\"\n\
                  at-least = { per_unit = \"0.10\" }\nat-most = { per_kg = \"2\" }\ncurrency = \"EUR\"\n\
                  [[content]]\nid = \"baba\"\nof = \"US\"\nat-least-percent = \"55\"\ncounts = \"value\"\nbuilt-in = [\"US\", \"CA\"]\n\
                  require = true\nwhen = \"slot.led\"\n";
    let solution = lamp(&[("solution.toml", world), ("regions/US.toml", region)]);
    assert!(days(&solution).contains(&"2027-09-01".to_owned()));
    let model = solution.model();
    let mut faults = Vec::new();
    let view = Composer::new(model).compose(model.areas.find("US").unwrap(), &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(view.lists[0].parties, ["X"]);
    let customs = view.customs_on("2026-11-30".parse().unwrap()).unwrap();
    assert_eq!((customs.basis, customs.area.as_deref()), (Basis::Cif, Some("US")));
    let steel = view.duties.iter().find(|duty| duty.id == "steel").unwrap();
    assert_eq!(
        (steel.percent, steel.per_kg, steel.of_content.as_deref()),
        (Number::ZERO, number("0.30"), Some("steel"))
    );
    assert_eq!((steel.instead_of.as_slice(), steel.not_if.as_deref()), (["all".to_owned()].as_slice(), Some("baba")));
    assert_eq!(steel.at_least, Some(Bound::PerUnit(number("0.10"))));
    assert_eq!(steel.at_most, Some(Bound::PerKg(number("2"))));
    assert!(steel.is_on("9405") && steel.hs.is_empty());
    let rule = &view.content[0];
    assert_eq!((rule.bound, rule.counts), (ContentBound::AtLeast(number("55")), Counts::Value));
    assert_eq!(rule.built_in.as_deref().unwrap(), ["US", "CA"]);
    assert!(rule.require && rule.when.is_some() && !rule.bound.holds(number("54.99")));
}

#[test]
fn offers_in_a_currency_without_a_rate_are_reported() {
    let files = [
        ("solution.toml", SOLUTION.to_owned()),
        ("catalog/parts.toml", PARTS.to_owned()),
        ("offers/a.csv", "component,seller,price,currency\nled,s,1.00,JPY\n".to_owned()),
    ];
    let faults = Solution::from_sources(files).unwrap_err();
    let told: Vec<String> =
        faults.diagnostics.iter().map(|one| one.place(&faults.files).unwrap().to_string()).collect();
    assert_eq!(
        (told, faults.diagnostics[0].code),
        (vec!["offers/a.csv:2".to_owned()], Code::from_word("missing-exchange").unwrap())
    );
}

/// The messages of compiling a lamp with a limit.
fn told_of_limit(limit: &str) -> Vec<String> {
    let parts = "manufacturer = \"EXAMPLE A\"\norigin = \"CN\"\nprice = \"1\"\nprovides = { \"light.led\" = {} }\n";
    let region = format!("area = \"US\"\n[[limits]]\nid = \"l\"\n{limit}\n");
    let solution = lamp(&[("catalog/parts.toml", parts), ("regions/US.toml", &region)]);
    let text = |list: &[terroir::Diagnostic], files: &terroir::Files| -> Vec<String> {
        list.iter().filter(|one| one.severity != terroir::Severity::Note).map(|one| one.render(files)).collect()
    };
    match solution.compile() {
        Ok(compiled) => text(compiled.diagnostics(), solution.files()),
        Err(faults) => text(&faults.diagnostics, &faults.files),
    }
}

#[test]
fn a_limit_of_how_things_are_made_is_checked_by_what_hardware_provides() {
    for limit in [
        "capability = \"made\"\nwhere = { origin = { none-of = [\"CN\"] } }",
        "capability = \"made.light\"\nwhere = { lists = { none-of = [\"x\"] } }",
        "capability = \"made.light.led\"\nwhere = { by = { any-of = [\"EXAMPLE A\"] } }",
    ] {
        assert!(told_of_limit(limit).is_empty(), "{limit}");
    }
    for (limit, words) in [
        ("capability = \"made.lihgt\"\nwhere = { origin = \"CN\" }", "no component provides `made.lihgt`"),
        ("capability = \"made\"\nwhere = { orign = \"CN\" }", "did you mean `origin`?"),
        ("capability = \"made\"\nwhere = { by = 5 }", "test it with a value of the same kind"),
    ] {
        let told = told_of_limit(limit);
        assert!(told.len() == 1 && told[0].contains(words), "{limit}: {told:?}");
    }
}
