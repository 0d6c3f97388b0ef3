//! A what-if for people: today's answers beside the changed ones, as a table or as Markdown.

use crate::bom::Outcome;
use crate::compare::{
    CarrierChange, Change, ComparedPart, Comparison, MarketChange, Named, SideNames, Totals, YearlyCost,
};
use crate::diagnostic::printable;
use crate::export::align::Align;
use crate::export::grid::Grid;
use crate::export::markdown::Markdown;
use crate::export::phrases::{counted, list_or_none, signed, value_or_none};
use crate::number::Number;
use std::fmt::Write as _;

/// The comparison for people: one row per market, then what changes in each, then the totals.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, _) = lamp::solve()?;
/// let request = lamp::request()?;
/// let comparison = compiled.what_if(&request, &request.clone().without("driver-230"))?;
/// assert!(terroir::export::what_if_table(&comparison).contains("lost: DE"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn what_if_table(comparison: &Comparison) -> String {
    let mut out = format!("{}\n\n{}", headline(comparison), grid(comparison).to_text());
    for Story { markets, lines } in stories(comparison) {
        let _ = write!(out, "\n{}\n", printable(&markets.join(", ")));
        // A help may hold a block of TOML.
        lines.iter().flat_map(|line| line.lines()).for_each(|line| {
            let _ = writeln!(out, "  {}", printable(line));
        });
    }
    let _ = writeln!(out, "\n{}", sentence(comparison, &comparison.totals()));
    out
}

/// The same as [`what_if_table`], as Markdown for a ticket or a review.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (compiled, _) = lamp::solve()?;
/// let request = lamp::request()?;
/// let comparison = compiled.what_if(&request, &request.clone().without("driver-230"))?;
/// assert!(terroir::export::what_if_markdown(&comparison).starts_with("### lamp 1.0.0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn what_if_markdown(comparison: &Comparison) -> String {
    let mut page = Markdown::default();
    page.heading(3, headline(comparison));
    page.blank();
    grid(comparison).write_to(&mut page);
    for Story { markets, lines } in stories(comparison) {
        page.blank();
        page.bold(markets.join(", "));
        page.blank();
        lines.iter().for_each(|line| page.item(line));
    }
    page.blank();
    let sentences = sentence(comparison, &comparison.totals());
    let mut lines = sentences.lines().peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some() { page.line_with_break(line) } else { page.line(line) }
    }
    page.into_text()
}

/// Maximum number of context lines for a lost market.
const MOST_CONTEXT: usize = 3;

const HEADS: [&str; 5] = ["market", "today", "then", "difference", "lines"];

fn headline(comparison: &Comparison) -> String {
    let flags = if comparison.flags.is_empty() { "nothing changes".to_owned() } else { comparison.flags.join(" ") };
    format!("{} {} on {}: what if {flags}", comparison.solution, comparison.version, comparison.before)
}

fn grid(comparison: &Comparison) -> Grid {
    let aligns = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Right];
    let mut grid = Grid::new(HEADS.into_iter().zip(aligns));
    comparison.markets.iter().for_each(|one| grid.row(row(comparison, one)));
    grid
}

fn row(comparison: &Comparison, one: &MarketChange) -> [String; 5] {
    let places = comparison.minor_unit;
    let amount = |outcome: &Outcome| match outcome {
        Outcome::Resolved(bom) => bom.cost().to_fixed(places),
        Outcome::Conflict(_) => "no BOM".to_owned(),
        Outcome::Undecided(_) => "undecided".to_owned(),
    };
    let (difference, lines) = match &one.difference {
        Some(difference) => {
            let exchanged = difference.exchanged().count();
            let cost = difference.cost.map_or(String::new(), |cost| signed(cost, places));
            (cost, if exchanged == 0 { String::new() } else { exchanged.to_string() })
        }
        None if one.is_lost() => ("lost".to_owned(), String::new()),
        None if one.after.bom().is_some() => ("gained".to_owned(), String::new()),
        None => (String::new(), String::new()),
    };
    [one.market.clone(), amount(&one.before), amount(&one.after), difference, lines]
}

/// Markets with the same changes.
struct Story<'a> {
    markets: Vec<&'a str>,
    lines: Vec<String>,
}

/// What changes where: markets with the same changes together, in the order of the first.
fn stories(comparison: &Comparison) -> Vec<Story<'_>> {
    let mut stories: Vec<Story<'_>> = Vec::new();
    for one in comparison.markets.iter().filter(|one| !one.is_same()) {
        let lines = details(comparison, one);
        match stories.iter_mut().find(|story| story.lines == lines) {
            Some(story) => story.markets.push(&one.market),
            None if lines.is_empty() => {}
            None => stories.push(Story { markets: vec![&one.market], lines }),
        }
    }
    stories
}

/// What changes in a market: lines, options, carriers and certificates, or why there is no BOM any more.
fn details(comparison: &Comparison, one: &MarketChange) -> Vec<String> {
    let mut out = Vec::new();
    if let (Outcome::Conflict(conflict), true) = (&one.after, one.is_lost()) {
        for (reason, number) in conflict.reasons.iter().zip(1..) {
            out.push(format!("({number}) {}", reason.text));
            // The slots that a flag leaves without a candidate, each with its components.
            let of_flag = reason.labels.iter().filter(|_| reason.place.is_none());
            out.extend(of_flag.map(|label| format!("    {}", label.text)));
        }
        out.extend(conflict.context.iter().take(MOST_CONTEXT).cloned());
        // Dropping one of the what-if flags themselves is not worth suggesting.
        let fix =
            conflict.fixes.iter().find(|fix| !comparison.flags.iter().any(|flag| fix.text.contains(flag.as_str())));
        out.extend(fix.map(|fix| format!("help: {}", fix.full_text())));
    }
    let Some(difference) = &one.difference else { return out };
    for line in &difference.lines {
        let cost = |held: &Option<ComparedPart>| held.as_ref().and_then(|held| held.cost).unwrap_or(Number::ZERO);
        let (before, after) = (cost(&line.before), cost(&line.after));
        let delta = after.checked_sub(before).map_or(String::new(), |delta| signed(delta, comparison.minor_unit));
        let SideNames { before: old, after: new } = line.names();
        out.push(match line.change {
            Change::Cost => format!("{}: {new}, at a different cost ({delta})", line.slot),
            Change::Fitted | Change::NotFitted | Change::Changed | Change::Alternate | Change::Source => {
                format!("{}: {old} → {new} ({delta})", line.slot)
            }
        });
    }
    let named = |what: &str, one: &Named| {
        let (before, after) = (value_or_none(one.before.as_ref()), value_or_none(one.after.as_ref()));
        format!("{what} {}: {before} → {after}", one.name)
    };
    out.extend(difference.options.iter().map(|one| named("option", one)));
    out.extend(difference.one_off.iter().map(|one| named("planned certificate", one)));
    out.extend(difference.articles.iter().map(|one| named("site of article", one)));
    if let Some(CarrierChange { before, after }) = &difference.carriers {
        out.push(format!("carriers: {} → {}", list_or_none(before), list_or_none(after)));
    }
    out
}

fn sentence(comparison: &Comparison, totals: &Totals) -> String {
    let places = comparison.minor_unit;
    let all = comparison.markets.len();
    let mut out =
        format!("{} of {all} markets with a valid BOM, today {}", totals.resolved_after, totals.resolved_before);
    for (what, markets) in [("lost", &totals.lost), ("gained", &totals.won), ("changed", &totals.changed)] {
        if !markets.is_empty() {
            let _ = write!(out, "; {what}: {}", markets.join(", "));
        }
    }
    let YearlyCost { before, after } = totals.yearly;
    if let (Some(delta), true) = (after.checked_sub(before), totals.counted > 0) {
        let markets = counted(totals.counted, "market");
        let (before, after, delta) = (before.to_fixed(places), after.to_fixed(places), signed(delta, places));
        let _ = write!(out, "\nannual cost at the volumes of the {markets} resolved in both: ");
        let _ = write!(out, "{before} → {after} {} ({delta})", comparison.currency);
    }
    out
}
