//! A realistic portfolio: 30 slots, 3 currencies, odd volumes, planned certificates. Its sums have denominators of hundreds
//! of bits, and no question about it meets a limit.

use std::fmt::Write as _;
use terroir::{Number, Outcome, Request, SkuDepth, Solution};

const MARKETS: [(&str, u32); 6] = [("XA", 4999), ("XB", 1201), ("XC", 733), ("XD", 911), ("XE", 1511), ("XF", 3001)];

/// What is added to the solution: its objectives, and what makes certificates a choice.
struct Kind {
    objective: &'static str,
    /// Certified candidates that make a planned certificate unnecessary.
    certified: bool,
    /// Rules between slots.
    rules: bool,
}

fn portfolio(kind: &Kind) -> Solution {
    let Kind { objective, certified, rules } = kind;
    let mut solution = format!(
        "[solution]\nname = \"r\"\nversion = \"1.0.0\"\nmarkets = [\"XA\", \"XB\", \"XC\", \"XD\", \"XE\", \"XF\"]\n\
         currency = \"EUR\"\nobjective = {objective}\nterm_months = 60\n[exchange]\nCNY = \"0.127391\"\n\
         USD = \"0.923457\"\nJPY = \"0.006113\"\n[volumes]\n"
    );
    for (market, units) in MARKETS {
        let _ = writeln!(solution, "{market} = {units}");
    }
    for at in 0..30 {
        let _ = writeln!(solution, "[slots.s{at}]\nchoose = [\"p{at}\", \"q{at}\"]");
    }
    for at in 0..6 {
        let _ = writeln!(
            solution,
            "[[certificates]]\nscheme = \"c{at}\"\nplanned = {{ cost = \"{}\", weeks = {at} }}",
            9000 + at
        );
    }
    for at in (0..28).step_by(3).filter(|_| *rules) {
        let _ = writeln!(
            solution,
            "[[rules]]\nid = \"r{at}\"\nthen = \"slot.s{at} == q{at} or slot.s{} == q{} or slot.s{} == q{}\"",
            at + 1,
            at + 1,
            at + 2,
            at + 2
        );
    }
    let mut catalog = String::new();
    for at in 0..30 {
        for (id, currency) in [("p", ["CNY", "JPY"][at % 2]), ("q", "USD")] {
            let price = format!("{}.{:06}", at + 1, (at * 37_003) % 1_000_000);
            let radio = if at % 5 == 0 { "provides = { \"radio.x\" = {} }\n" } else { "" };
            let held = if *certified && id == "q" && at % 5 == 0 {
                "certificates = [ { scheme = \"c1\", id = \"n1\" }, { scheme = \"c2\", id = \"n2\" } ]\n"
            } else {
                ""
            };
            let _ = writeln!(
                catalog,
                "[[components]]\nid = \"{id}{at}\"\nkind = \"hardware\"\nprice = \"{price}\"\ncurrency = \"{currency}\"\n\
                 hs = \"8504\"\norigin = \"CN\"\nlead_weeks = {}\nattributes = {{ power_w = 0.{:03} }}\n{radio}{held}",
                at % 9,
                at + 1
            );
        }
    }
    let mut files = vec![("solution.toml".to_owned(), solution), ("catalog/a.toml".to_owned(), catalog)];
    for (number, (market, _)) in MARKETS.iter().enumerate() {
        let mut area = format!("area = \"{market}\"\nname = \"{market}\"\nwithin = [\"world\"]\n");
        for scheme in (0..6).filter(|scheme| scheme != &number) {
            let level = if *certified && scheme < 3 { "component" } else { "solution" };
            let _ = writeln!(
                area,
                "[[certification]]\nscheme = \"c{scheme}\"\napplies-to = \"radio\"\nlevel = \"{level}\""
            );
        }
        let _ = writeln!(area, "[[duties]]\nid = \"d\"\nhs = [\"85\"]\npercent = \"7.25\"");
        files.push((format!("regions/{market}.toml"), area));
    }
    Solution::from_sources(files).unwrap_or_else(|faults| panic!("{faults}"))
}

fn request() -> Request {
    Request::default().as_of("2026-11-30".parse().unwrap())
}

#[test]
fn a_realistic_portfolio_meets_no_limit_whatever_is_minimised() {
    for certified in [false, true] {
        for rules in [false, true] {
            for objective in [
                r#"["cost"]"#,
                r#"["cost", "sum(power_w)"]"#,
                r#"["sum(power_w)", "cost", "lead-time", "parts"]"#,
                r#"["regional", "cost"]"#,
                r#"["cost", "regional", "sum(power_w)"]"#,
            ] {
                check_portfolio(&Kind { objective, certified, rules });
            }
        }
    }
}

/// Every market resolves, and its cost is the sum of its lines.
fn check_portfolio(kind: &Kind) {
    let compiled = portfolio(kind).compile().unwrap();
    let answer = compiled.portfolio(&request()).unwrap();
    for outcome in &answer.markets {
        let Outcome::Resolved(bom) = outcome else {
            panic!("{} {} {}: {:?}", kind.objective, kind.certified, kind.rules, outcome.market())
        };
        let lines = bom.lines.iter().map(|line| line.cost);
        let all = lines.chain(bom.one_off.iter().map(|one| one.unit_cost));
        let sum = all.fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap());
        assert_eq!(sum, bom.cost());
    }
}

#[test]
fn joint_answers_of_a_realistic_portfolio_are_proved() {
    for certified in [false, true] {
        let kind = Kind { objective: r#"["cost"]"#, certified, rules: true };
        let compiled = portfolio(&kind).compile().unwrap();
        let commonality = compiled.commonality(&request()).unwrap();
        assert!(commonality.complete && commonality.points.iter().all(|point| point.proved));
        // Whose certificates are a choice pays by odd units: the sums of splits are searched in 128 bits or not at all.
        match compiled.skus(&request(), SkuDepth::default(), &mut |_| {}) {
            Ok(skus) => assert!(skus.minimum.is_proved() && skus.undecided.is_empty() && skus.skus.len() == 1),
            Err(error) => assert!(certified && error.kind() == terroir::ResolveErrorKind::TooLarge, "{error}"),
        }
    }
}
