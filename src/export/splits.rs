//! What splits the markets and what it costs to bring them together, for people.

use super::align::Align;
use super::grid::Grid;
use super::phrases::{counted, signed};
use crate::bom::{
    CertifiedForAll, Commonality, Elsewhere, ExtraCost, OneForAll, PartVerdict, Split, Wanted, minor_unit,
};
use crate::diagnostic::printable;
use crate::number::Number;
use std::fmt::Write as _;

/// Each slot outside the core: which component fills it where and why not elsewhere, and which single part would serve
/// all markets, or what such a part would have to accept.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, portfolio) = lamp::solve()?;
/// let splits = compiled.splits(&lamp::request()?, &portfolio)?;
/// assert!(terroir::export::splits(&splits, "USD").contains("driver-120 in US"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn splits(splits: &[Split], currency: &str) -> String {
    let mut out = String::new();
    for split in splits {
        let _ = writeln!(out, "\n~ {}", printable(&split.slot));
        for filling in &split.fillings {
            let markets = filling.markets.join(", ");
            let _ = writeln!(out, "    {} in {}", printable(&filling.component), printable(&markets));
        }
        if !split.empty.is_empty() {
            let _ = writeln!(out, "    empty in {}", printable(&split.empty.join(", ")));
        }
        for Remark { markets, components, text, .. } in remarks(split, currency) {
            let line = format!("{}: {}: {text}", markets.join(", "), components.join(", "));
            let _ = writeln!(out, "      {}", printable(&line));
        }
        if let Some(part) = &split.one_for_all {
            let _ = writeln!(out, "    {}", printable(&one_for_all(part, currency)));
        }
        if let Some(part) = &split.certified_for_all {
            let _ = writeln!(out, "    {}", printable(&certified_for_all(part)));
        }
        if !split.wanted.is_empty() {
            let each: Vec<String> = split.wanted.iter().map(wanted).collect();
            let _ =
                writeln!(out, "    a single part for all markets would have to accept {}", printable(&each.join("; ")));
        }
    }
    out
}

/// One remark about components in markets.
struct Remark<'a> {
    markets: Vec<&'a str>,
    components: Vec<&'a str>,
    /// The text without the market's own name: remarks with the same key are merged.
    key: String,
    text: String,
}

/// Remarks on the components that other markets use: merged first by market, then across markets with the same remark.
fn remarks<'a>(split: &'a Split, currency: &str) -> Vec<Remark<'a>> {
    let order = split.fillings.iter().flat_map(|filling| &filling.markets);
    let mut all: Vec<Remark<'a>> = Vec::new();
    for market in order {
        let mut own: Vec<Remark<'a>> = Vec::new();
        for filling in &split.fillings {
            for elsewhere in filling.elsewhere.iter().filter(|one| one.market == *market) {
                let text = verdict(elsewhere, currency);
                let key = without_name(&text, market);
                match own.iter_mut().find(|remark| remark.key == key) {
                    Some(remark) => remark.components.push(&filling.component),
                    None => own.push(Remark { markets: vec![market], components: vec![&filling.component], key, text }),
                }
            }
        }
        for remark in own {
            let same = |other: &&mut Remark<'a>| other.key == remark.key && other.components == remark.components;
            match all.iter_mut().find(same) {
                Some(other) => other.markets.push(market),
                None => all.push(remark),
            }
        }
    }
    all
}

/// The verdict on a component in a market that does not use it.
fn verdict(elsewhere: &Elsewhere, currency: &str) -> String {
    match &elsewhere.verdict {
        PartVerdict::Barred(reasons) => match reasons.split_first() {
            Some((first, [])) => format!("not possible because {}", first.text),
            Some((first, more)) => {
                format!("not possible because {} (and {})", first.text, counted(more.len(), "more reason"))
            }
            None => "not possible: the conditions of slots exclude it".to_owned(),
        },
        PartVerdict::Costs(more) if more.is_zero() => "possible at the same cost".to_owned(),
        PartVerdict::Costs(more) => format!("possible at {} per unit", price(*more, currency)),
        PartVerdict::NoCandidate => "not a candidate there".to_owned(),
        PartVerdict::Undecided => "undecided within the step limit".to_owned(),
    }
}

/// The text without a market's name where that is a word of its own.
fn without_name(text: &str, market: &str) -> String {
    let is_inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let words = text.split_inclusive(|letter: char| !is_inside(letter));
    let kept = words.map(|word| match word.strip_prefix(market) {
        Some(rest) if !rest.starts_with(is_inside) => rest,
        _ => word,
    });
    kept.collect()
}

/// `+1.20 USD`, `-0.30 USD`.
fn price(amount: Number, currency: &str) -> String {
    format!("{} {currency}", signed(amount, minor_unit(currency)))
}

fn one_for_all(part: &OneForAll, currency: &str) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for ExtraCost { market, amount: more } in &part.more {
        let amount = price(*more, currency);
        match groups.iter_mut().find(|(known, _)| *known == amount) {
            Some((_, markets)) => markets.push(market),
            None => groups.push((amount, vec![market])),
        }
    }
    let each: Vec<String> =
        groups.iter().map(|(amount, markets)| format!("{amount} per unit in {}", markets.join(", "))).collect();
    let remark = if part.is_candidate { "" } else { ", which is not a candidate in every market," };
    format!("`{}`{remark} would serve all markets: {}", part.component, each.join("; "))
}

/// "`psu` would serve all markets with 2 more certificates: `pse` in JP, `ccc` in CN".
fn certified_for_all(part: &CertifiedForAll) -> String {
    let each = part.missing.iter().map(|one| format!("`{}` in {}", one.scheme, one.markets.join(", ")));
    let count = counted(part.missing.len(), "more certificate");
    format!("`{}` would serve all markets with {count}: {}", part.component, each.collect::<Vec<_>>().join(", "))
}

fn wanted(wanted: &Wanted) -> String {
    format!("{} {} {}", wanted.capability, wanted.attribute, wanted.values)
}

/// What fewer lines outside the core cost: the curve, then the cost of each market at its two ends.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let found = compiled.commonality(&lamp::request()?)?;
/// assert!(terroir::export::commonality(&found, "USD").starts_with("the cost of commonality"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn commonality(found: &Commonality, currency: &str) -> String {
    let Some((first, last)) = found.points.first().zip(found.points.last()) else {
        return "the cost of commonality was not found within the step limit\n".to_owned();
    };
    // If the limit was reached early, the curve does not begin with the cheapest answers.
    let has_both_ends = first.proved && last.proved && (found.complete || found.points.len() > 1);
    let places = minor_unit(currency);
    let more =
        |point: Number, base: Number| point.checked_sub(base).map_or_else(String::new, |more| signed(more, places));
    let (total, extra) = (format!("{currency} per year"), format!("extra {currency}"));
    let heads = [("regional lines", Align::Right), (total.as_str(), Align::Right), (&extra, Align::Right)];
    let mut curve = Grid::new(heads.into_iter().chain([("", Align::Left)]));
    for point in &found.points {
        let difference = if has_both_ends { more(point.total, first.total) } else { String::new() };
        let proved = if point.proved { "proved" } else { "not proved" };
        curve.row([point.regional.to_string(), point.total.to_fixed(places), difference, proved.to_owned()]);
    }
    let mut text = format!("the cost of commonality\n\n{}", curve.to_text());
    if !found.complete {
        text.push_str(
            "the step limit was reached: there may be more rows, and cheaper ones, between the last two proved rows\n",
        );
    }
    if !has_both_ends {
        return text;
    }
    let (separate, common) = (format!("separate {currency}"), format!("common {currency}"));
    let columns = [("market", Align::Left), (separate.as_str(), Align::Right), (&common, Align::Right)];
    let mut ends = Grid::new(columns.into_iter().chain([(extra.as_str(), Align::Right)]));
    for (at, market) in found.markets.iter().enumerate() {
        let cost = |costs: &[Number]| costs.get(at).copied().unwrap_or(Number::ZERO);
        let (separate, common) = (cost(&first.costs), cost(&last.costs));
        ends.row([market.clone(), separate.to_fixed(places), common.to_fixed(places), more(common, separate)]);
    }
    format!("{text}\n{}", ends.to_text())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::bom::{Filling, Point, Reason};

    fn number(text: &str) -> Number {
        text.parse().unwrap()
    }

    fn elsewhere(market: &str, verdict: PartVerdict) -> Elsewhere {
        Elsewhere { market: market.to_owned(), verdict }
    }

    fn barred(market: &str) -> Elsewhere {
        let text = format!("{market} requires `language.en`");
        elsewhere(
            market,
            PartVerdict::Barred(vec![Reason {
                text,
                key: String::new(),
                place: None,
                labels: Vec::new(),
                source: Vec::new(),
            }]),
        )
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn markets_with_the_same_remark_share_a_line() {
        let de = Filling {
            component: "guide-de".to_owned(),
            markets: owned(&["DE"]),
            elsewhere: vec![barred("US"), barred("GB")],
        };
        let en = Filling {
            component: "guide-en".to_owned(),
            markets: owned(&["US", "GB"]),
            elsewhere: vec![elsewhere("DE", PartVerdict::Costs(number("0.2")))],
        };
        let split = Split {
            slot: "guide".to_owned(),
            fillings: vec![en, de],
            empty: owned(&["JP"]),
            one_for_all: Some(OneForAll {
                component: "guide-both".to_owned(),
                is_candidate: false,
                more: vec![
                    ExtraCost { market: "US".to_owned(), amount: number("0.1") },
                    ExtraCost { market: "DE".to_owned(), amount: number("-0.1") },
                ],
            }),
            certified_for_all: None,
            wanted: vec![Wanted {
                capability: "power.mains".to_owned(),
                attribute: "voltage_v".to_owned(),
                values: "100 to 240".to_owned(),
            }],
        };
        let text = splits(&[split], "USD");
        let wanted = "
~ guide
    guide-en in US, GB
    guide-de in DE
    empty in JP
      US, GB: guide-de: not possible because US requires `language.en`
      DE: guide-en: possible at +0.20 USD per unit
    `guide-both`, which is not a candidate in every market, would serve all markets: +0.10 USD per unit in US; -0.10 USD per unit in DE
    a single part for all markets would have to accept power.mains voltage_v 100 to 240
";
        assert_eq!(text, wanted, "{text}");
    }

    #[test]
    fn a_name_inside_another_word_stays() {
        assert_eq!(without_name("US requires, USB and host-US of US: US", "US"), " requires, USB and host-US of : ");
    }

    #[test]
    fn an_incomplete_curve_says_so() {
        let point =
            |regional, total: &str| Point { regional, total: number(total), costs: vec![number(total)], proved: true };
        let points = vec![point(3, "10"), point(1, "12.5")];
        let mut found = Commonality { markets: owned(&["US"]), points, complete: true };
        assert!(!commonality(&found, "USD").contains("step limit"));
        found.complete = false;
        let text = commonality(&found, "USD");
        assert!(text.contains("+2.50") && text.contains("the step limit was reached"), "{text}");
        found.points.clear();
        assert!(commonality(&found, "USD").contains("not found within the step limit"));
    }
}
