//! Answers made by hand, for the tests of this module.

use crate::bom::*;
use crate::number::Number;
use crate::quantity::Quantity;
use crate::span::Place;
use crate::terms::ComponentKind;
use crate::terms::code::{AnswerCode, FactCode};

pub(crate) const JSON: &str = include_str!("samples/answer.json");
pub(crate) const TABLE: &str = include_str!("samples/table.txt");
pub(crate) const MATRIX: &str = include_str!("samples/matrix.txt");

fn number(text: &str) -> Number {
    text.parse().unwrap()
}

pub(crate) fn line(slot: &str, component: &str) -> Line {
    Line { unit_cost: number("20"), cost: number("20"), core: true, ..Line::bare(slot, component, "1.0.0") }
}

fn driver(component: &str) -> Line {
    Line {
        part_of: Some("head".to_owned()),
        name: "Driver, \"slim\"".to_owned(),
        quantity: Quantity::from(2),
        refdes: vec!["U1".to_owned(), "U2".to_owned()],
        manufacturer: Some("=HYPERLINK()".to_owned()),
        origin: Some("CN".to_owned()),
        lead_weeks: Some(number("6.5")),
        unit_cost: number("7.10"),
        duty: number("0.5"),
        cost: number("14.7"),
        core: false,
        certificates: vec!["fcc-15b:2ABCD-LAMP1".to_owned()],
        alternates: vec!["driver-universal".to_owned()],
        ..line("driver", component)
    }
}

pub(crate) fn bom(market: &str, component: &str) -> Bom {
    let service = Line {
        kind: ComponentKind::Service,
        unit_cost: number("0.675"),
        cost: number("0.675"),
        core: true,
        ..line("host", "云服务")
    };
    Bom {
        market: market.to_owned(),
        variant: None,
        as_of: "2026-11-22".parse().unwrap(),
        currency: "USD".to_owned(),
        minor_unit: 2,
        objective: vec![
            ObjectiveValue { name: "cost".to_owned(), value: number("41.375") },
            ObjectiveValue { name: "sum(power_w)".to_owned(), value: number("4.5") },
        ],
        options: vec![
            OptionSetting { name: "uplink".to_owned(), value: OptionValue::Text("cellular".to_owned()) },
            OptionSetting { name: "air-quality".to_owned(), value: OptionValue::Boolean(false) },
        ],
        carriers: vec!["att".to_owned()],
        lines: vec![line("head", "lamp-head"), driver(component), service],
        articles: Vec::new(),
        content: Vec::new(),
        licenses: Vec::new(),
        one_off: vec![OneOff {
            scheme: "red-cyber".to_owned(),
            component: None,
            id: None,
            unit_cost: Number::from(6),
            weeks: Some(Number::from(8)),
        }],
        sellable_from: "2027-01-17".parse().ok(),
        warnings: vec![Warning::new(FactCode::Gap, "carriers", "no source was read for carriers")],
        facts: vec![FactUse {
            key: "power.mains.voltage_v".to_owned(),
            layer: market.to_owned(),
            source: vec!["iec-world-plugs".to_owned()],
            status: Some("agree".to_owned()),
            value: "[120]".to_owned(),
            place: place("regions/US.toml", 9),
            slots: vec!["driver".to_owned()],
        }],
        certificates: Vec::new(),
        holds_until: None,
    }
}

fn place(file: &str, line: u32) -> Option<Place> {
    Some(Place::in_solution(file, line, 1))
}

fn conflict(market: &str) -> Outcome {
    let labels = vec![ReasonLabel {
        text: "`driver-120` takes 100 to 130 V".to_owned(),
        place: place("catalog/drivers.toml", 14),
    }];
    let mains = Reason {
        key: "unmeetable:driver:power.mains".to_owned(),
        text: "no candidate of slot `driver` takes the mains of BR".to_owned(),
        place: place("regions/BR.toml", 9),
        labels,
        source: vec!["iec-world-plugs".to_owned()],
    };
    let flag = Reason {
        key: "pin:driver".to_owned(),
        text: "--pin driver=driver-120".to_owned(),
        place: None,
        labels: Vec::new(),
        source: Vec::new(),
    };
    let add = Fix {
        text: "add `driver-universal`".to_owned(),
        place: place("solution.toml", 22),
        edits: vec![Edit::AddCandidate { slot: "driver".to_owned(), component: "driver-universal@=1.0.0".to_owned() }],
        cost: Some("41.37".parse().unwrap()),
        lead_weeks: Some("6".parse().unwrap()),
        minor_unit: 2,
    };
    Outcome::Conflict(Box::new(Conflict {
        market: market.to_owned(),
        variant: None,
        as_of: "2026-11-22".parse().unwrap(),
        reasons: vec![mains, flag],
        further: 0,
        context: vec!["slot `driver` must be filled".to_owned()],
        fixes: vec![add],
        warnings: Vec::new(),
    }))
}

pub(crate) fn undecided(market: &str) -> Outcome {
    let as_of = "2026-11-22".parse().unwrap();
    Outcome::Undecided(Box::new(Undecided {
        market: market.to_owned(),
        variant: None,
        as_of,
        steps: 9,
        regional: None,
    }))
}

pub(crate) fn portfolio() -> Portfolio {
    let resolved = |market, component| Outcome::Resolved(Box::new(bom(market, component)));
    Portfolio {
        solution: "street-light".to_owned(),
        version: "1.0.0".to_owned(),
        as_of: "2026-11-22".parse().unwrap(),
        variant: None,
        markets: vec![resolved("US", "driver-120"), resolved("DE", "driver-230"), conflict("BR")],
        currency: "USD".to_owned(),
        year_cost: None,
        bounds: None,
        orders: Vec::new(),
        core: Core {
            share: number("2").checked_div(number("3")).unwrap(),
            hardware_share: number("0.5"),
            cost_share: number("0.4"),
            markets: 2,
            requested: 3,
            lines: vec!["head".to_owned(), "host".to_owned()],
            regional: Vec::new(),
        },
        warnings: vec![Warning::new(AnswerCode::CoreShare, "", "the shared core is 0.667")],
    }
}

pub(crate) fn wide_portfolio() -> Portfolio {
    let mut wide = portfolio();
    let market = |at: usize| {
        let component = if at.is_multiple_of(2) { "driver-120" } else { "driver-230" };
        Outcome::Resolved(Box::new(bom(&format!("M{at}"), component)))
    };
    wide.markets = (0..12).map(market).collect();
    wide
}

/// The same portfolio with offers, an article, a content rule and a licence.
pub(crate) fn bought() -> Portfolio {
    let mut bought = portfolio();
    for bom in bought.markets.iter_mut().filter_map(resolved_mut) {
        for line in bom.lines.iter_mut().filter(|line| line.slot == "driver") {
            (line.by, line.mpn) = (Some("inventronics".to_owned()), Some("EXAMPLE-EUM-75".to_owned()));
            (line.seller, line.sku) = (Some("digikey".to_owned()), Some("EXAMPLE-1866-ND".to_owned()));
            (line.freight, line.cost) = (number("0.25"), number("14.95"));
        }
        bom.articles = vec![ArticleLine {
            origin: Some("CN".to_owned()),
            value: number("41"),
            labour: number("6"),
            duty: number("14.35"),
            duties: vec!["all".to_owned(), "d301".to_owned()],
            cost: number("20.35"),
            ..ArticleLine::bare(Some("head"), "sz")
        }];
        let percent = number("1100").checked_div(number("21")).unwrap();
        bom.content = vec![ContentShare { id: "baba".to_owned(), percent, holds: false }];
        let (component, to) = ("云服务".to_owned(), "cn-partner".to_owned());
        bom.licenses = vec![LicenseUse { component, owner: None, to, cost: number("1.2") }];
    }
    (bought.year_cost, bought.orders) = (Some(number("348250.5")), orders());
    bought
}

fn resolved_mut(outcome: &mut Outcome) -> Option<&mut Bom> {
    if let Outcome::Resolved(bom) = outcome { Some(bom) } else { None }
}

/// Two orders: one from a seller, one at the component's own price.
fn orders() -> Vec<Order> {
    let from_seller = Order {
        by: Some("inventronics".to_owned()),
        mpn: Some("EXAMPLE-EUM-75".to_owned()),
        seller: Some("digikey".to_owned()),
        sku: Some("EXAMPLE-1866-ND".to_owned()),
        used: number("240"),
        attrition: number("5"),
        quantity: number("250"),
        excess: number("5"),
        each: number("13.9"),
        price_places: 2,
        fee: number("3"),
        cost: number("3478"),
        tier: number("250"),
        next: Some(NextTier { from: number("1000"), each: number("12.5"), price_places: 2 }),
        minimum: Some(number("50")),
        multiple: Some(number("50")),
        capacity: Some(number("40000")),
        lead_weeks: Some(number("12")),
        markets: vec![("US".to_owned(), number("2318.666")), ("DE".to_owned(), number("1159.334"))],
        ..Order::bare("driver-120")
    };
    let own_price = Order {
        used: number("2.5"),
        quantity: number("2.5"),
        each: number("0.0008"),
        price_places: 4,
        cost: number("0.002"),
        unit: Some("m".to_owned()),
        markets: vec![("US".to_owned(), number("0.002"))],
        ..Order::bare("wire")
    };
    vec![from_seller, own_price]
}
