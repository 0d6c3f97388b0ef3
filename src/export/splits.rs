//! What keeps the markets apart and what it costs to bring them together, for people.

use super::counted;
use super::grid::{Align, Grid, harmless};
use crate::bom::{Commonality, Elsewhere, OneForAll, PartVerdict, Split, Wanted, minor_unit};
use crate::number::Number;
use std::fmt::Write as _;

/// Each slot outside the core: what stands where and why not elsewhere, which one part would serve everywhere, or what
/// such a part would have to take.
#[must_use]
pub fn splits(splits: &[Split], currency: &str) -> String {
    let mut out = String::new();
    for split in splits {
        let _ = writeln!(out, "\n~ {}", harmless(&split.slot));
        for filling in &split.fillings {
            let markets = filling.markets.join(", ");
            let _ = writeln!(out, "    {} in {}", harmless(&filling.component), harmless(&markets));
        }
        if !split.empty.is_empty() {
            let _ = writeln!(out, "    empty in {}", harmless(&split.empty.join(", ")));
        }
        for Told { markets, components, text, .. } in told(split, currency) {
            let line = format!("{}: {}: {text}", markets.join(", "), components.join(", "));
            let _ = writeln!(out, "      {}", harmless(&line));
        }
        if let Some(part) = &split.one_for_all {
            let _ = writeln!(out, "    {}", harmless(&one_for_all(part, currency)));
        }
        if !split.wanted.is_empty() {
            let each: Vec<String> = split.wanted.iter().map(wanted).collect();
            let _ = writeln!(out, "    one part for all would have to take {}", harmless(&each.join("; ")));
        }
    }
    out
}

/// The same thing said of components in markets.
struct Told<'a> {
    markets: Vec<&'a str>,
    components: Vec<&'a str>,
    /// The text without the market's own name: what is told together.
    key: String,
    text: String,
}

/// What is said of the components that stand elsewhere: first by market, then markets of which the same is said at once.
fn told<'a>(split: &'a Split, currency: &str) -> Vec<Told<'a>> {
    let order = split.fillings.iter().flat_map(|filling| &filling.markets);
    let mut all: Vec<Told<'a>> = Vec::new();
    for market in order {
        let mut own: Vec<Told<'a>> = Vec::new();
        for filling in &split.fillings {
            for elsewhere in filling.elsewhere.iter().filter(|one| one.market == *market) {
                let (key, text) = verdict(elsewhere, currency);
                match own.iter_mut().find(|told| told.key == key) {
                    Some(told) => told.components.push(&filling.component),
                    None => own.push(Told { markets: vec![market], components: vec![&filling.component], key, text }),
                }
            }
        }
        for told in own {
            let same = |other: &&mut Told<'a>| other.key == told.key && other.components == told.components;
            match all.iter_mut().find(same) {
                Some(other) => other.markets.push(market),
                None => all.push(told),
            }
        }
    }
    all
}

/// What verdicts that are told together have in common, and the words.
fn verdict(elsewhere: &Elsewhere, currency: &str) -> (String, String) {
    let text = match &elsewhere.verdict {
        PartVerdict::Barred(reasons) => match reasons.split_first() {
            Some((first, [])) => format!("not possible, {}", first.text),
            Some((first, more)) => format!("not possible, {} (and {})", first.text, counted(more.len(), "reason")),
            None => "not possible, the conditions of slots leave no place".to_owned(),
        },
        PartVerdict::Costs(more) if more.is_zero() => "possible at the same cost".to_owned(),
        PartVerdict::Costs(more) => format!("possible for {} a unit", signed(*more, currency)),
        PartVerdict::NoCandidate => "no candidate there".to_owned(),
        PartVerdict::Undecided => "not decided within the work limit".to_owned(),
    };
    (without_name(&text, &elsewhere.market), text)
}

/// The text with a market's name taken out where it stands as a word.
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
fn signed(amount: Number, currency: &str) -> String {
    let text = amount.to_fixed(minor_unit(currency));
    let sign = if text.starts_with('-') { "" } else { "+" };
    format!("{sign}{text} {currency}")
}

fn one_for_all(part: &OneForAll, currency: &str) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for (market, more) in &part.more {
        let amount = signed(*more, currency);
        match groups.iter_mut().find(|(known, _)| *known == amount) {
            Some((_, markets)) => markets.push(market),
            None => groups.push((amount, vec![market])),
        }
    }
    let each: Vec<String> =
        groups.iter().map(|(amount, markets)| format!("{amount} a unit in {}", markets.join(", "))).collect();
    let standing = if part.is_candidate { "" } else { ", which is no candidate everywhere," };
    format!("`{}`{standing} would serve all: {}", part.component, each.join("; "))
}

fn wanted(wanted: &Wanted) -> String {
    format!("{} {} {}", wanted.capability, wanted.attribute, wanted.values)
}

/// What fewer lines outside the core cost: the curve, then the markets at its two ends.
#[must_use]
pub fn commonality(found: &Commonality, currency: &str) -> String {
    let Some((first, last)) = found.points.first().zip(found.points.last()) else {
        return "the price of commonality was not found within the work limit\n".to_owned();
    };
    // Where the limit came early the curve does not begin with the cheapest answers.
    let has_both_ends = first.proved && last.proved && (found.complete || found.points.len() > 1);
    let places = minor_unit(currency);
    let more = |point: Number, base: Number| {
        let more = point.checked_sub(base).map_or_else(String::new, |more| signed(more, ""));
        more.trim_end().to_owned()
    };
    let (total, dearer) = (format!("{currency} a year"), format!("more {currency}"));
    let heads = [("regional lines", Align::Right), (total.as_str(), Align::Right), (&dearer, Align::Right)];
    let mut curve = Grid::new(heads.into_iter().chain([("", Align::Left)]));
    for point in &found.points {
        let difference = if has_both_ends { more(point.total, first.total) } else { String::new() };
        let proved = if point.proved { "proved" } else { "not proved" };
        curve.row([point.regional.to_string(), point.total.to_fixed(places), difference, proved.to_owned()]);
    }
    let mut text = format!("the price of commonality\n\n{}", curve.to_text());
    if !found.complete {
        text.push_str(
            "the work limit was reached: between the last two proved rows there may be more, and cheaper ones\n",
        );
    }
    if !has_both_ends {
        return text;
    }
    let (apart, together) = (format!("apart {currency}"), format!("common {currency}"));
    let columns = [("market", Align::Left), (apart.as_str(), Align::Right), (&together, Align::Right)];
    let mut ends = Grid::new(columns.into_iter().chain([(dearer.as_str(), Align::Right)]));
    for (at, market) in found.markets.iter().enumerate() {
        let cost = |costs: &[Number]| costs.get(at).copied().unwrap_or(Number::ZERO);
        let (alone, common) = (cost(&first.costs), cost(&last.costs));
        ends.row([market.clone(), alone.to_fixed(places), common.to_fixed(places), more(common, alone)]);
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
        let text = format!("{market} asks for `language.en`");
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
    fn markets_of_which_the_same_is_said_share_a_line() {
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
                more: vec![("US".to_owned(), number("0.1")), ("DE".to_owned(), number("-0.1"))],
            }),
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
      US, GB: guide-de: not possible, US asks for `language.en`
      DE: guide-en: possible for +0.20 USD a unit
    `guide-both`, which is no candidate everywhere, would serve all: +0.10 USD a unit in US; -0.10 USD a unit in DE
    one part for all would have to take power.mains voltage_v 100 to 240
";
        assert_eq!(text, wanted, "{text}");
    }

    #[test]
    fn a_name_inside_another_word_stays() {
        assert_eq!(without_name("US asks, USB and host-US of US: US", "US"), " asks, USB and host-US of : ");
    }

    #[test]
    fn a_curve_that_is_not_complete_says_so() {
        let point =
            |regional, total: &str| Point { regional, total: number(total), costs: vec![number(total)], proved: true };
        let points = vec![point(3, "10"), point(1, "12.5")];
        let mut found = Commonality { markets: owned(&["US"]), points, complete: true };
        assert!(!commonality(&found, "USD").contains("work limit"));
        found.complete = false;
        let text = commonality(&found, "USD");
        assert!(text.contains("+2.50") && text.contains("the work limit was reached"), "{text}");
        found.points.clear();
        assert!(commonality(&found, "USD").contains("not found within the work limit"));
    }
}
