//! Bills of materials for people: one table per market, indented by the structure of `part-of`.

use super::align::Align;
use super::grid::Grid;
use super::phrases::{counted, percent, title};
use super::table_purchase::{self, part};
use crate::bom::{Bom, Core, Line, OneOff, Outcome, Portfolio};
use crate::diagnostic::printable;
use crate::number::Number;
use crate::terms::ComponentKind;
use std::collections::{BTreeMap, BTreeSet};

/// The bills of materials of all markets with their totals, then the shared core.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// assert!(terroir::export::table(&portfolio).contains("driver-120@1.0.0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn table(portfolio: &Portfolio) -> String {
    let mut out = String::new();
    for outcome in &portfolio.markets {
        out.push_str(&head(portfolio, outcome));
        if let Outcome::Resolved(bom) = outcome {
            out.push('\n');
            let shows = if portfolio.year_cost.is_some() { Shows::Purchasing } else { Shows::Lines };
            out.push_str(&lines(bom, shows));
            out.push_str(&table_purchase::articles(bom));
            out.push('\n');
            out.push_str(&summary(bom, shows));
        }
        out.push('\n');
    }
    out.push_str(&table_purchase::year(portfolio));
    out.push_str(&core_sentence(&portfolio.core));
    out
}

/// What a table shows of an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Its lines.
    Lines,
    /// Also whose parts they use, from whom, and where the money goes.
    Purchasing,
}

/// One row per market: its cost, the number of lines, and how many of them are core and regional.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// assert_eq!(terroir::export::totals(&portfolio).lines().count(), 1 + 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn totals(portfolio: &Portfolio) -> String {
    let mut grid = Grid::new([
        ("market", Align::Left),
        ("cost", Align::Right),
        ("lines", Align::Right),
        ("= core", Align::Right),
        ("~ regional", Align::Right),
        ("carriers", Align::Left),
    ]);
    for outcome in &portfolio.markets {
        let Outcome::Resolved(bom) = outcome else {
            grid.row([outcome.market(), no_bom(outcome)]);
            continue;
        };
        let core = bom.lines.iter().filter(|line| line.core).count();
        grid.row([
            bom.market.clone(),
            money(bom, bom.cost()),
            bom.lines.len().to_string(),
            core.to_string(),
            (bom.lines.len() - core).to_string(),
            bom.carriers.join(", "),
        ]);
    }
    grid.to_text()
}

/// The shared core in a sentence: `shared core: 71.4 % of all lines (hardware 80.0 %, cost 75.2 %), 2 of 3 markets`.
///
/// ```
/// # let solution = terroir::Solution::from_sources([("solution.toml".to_owned(),
/// #     "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n".to_owned())])?;
/// # let compiled = solution.compile()?;
/// let portfolio = compiled.portfolio(&terroir::Request::default().as_of("2026-11-22".parse()?))?;
/// assert!(terroir::export::core_sentence(&portfolio.core).starts_with("shared core: "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn core_sentence(core: &Core) -> String {
    if core.markets == 0 {
        return "shared core: none, because no market has a valid BOM\n".to_owned();
    }
    let markets = if core.markets == core.requested {
        counted(core.markets, "market")
    } else {
        format!("{} of {}", core.markets, counted(core.requested, "market"))
    };
    let (share, hardware) = (percent(core.share), percent(core.hardware_share));
    // A lock does not record the cost of lines.
    let is_known = core.cost_share != Number::ZERO;
    let cost = if is_known { format!(", cost {}", percent(core.cost_share)) } else { String::new() };
    format!("shared core: {share} of all lines (hardware {hardware}{cost}), {markets}\n")
}

fn head(portfolio: &Portfolio, outcome: &Outcome) -> String {
    let market = printable(outcome.market());
    let of = printable(&title(portfolio));
    match outcome {
        Outcome::Resolved(_) => format!("{market}  {of}\n"),
        Outcome::Conflict(_) | Outcome::Undecided(_) => format!("{market}  {of}: {}\n", no_bom(outcome)),
    }
}

/// The phrase for a market without a bill of materials.
pub(super) fn no_bom(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Resolved(_) => "",
        Outcome::Conflict(_) => "no valid BOM",
        Outcome::Undecided(_) => "undecided",
    }
}

fn lines(bom: &Bom, shows: Shows) -> String {
    let parts = shows == Shows::Purchasing && bom.lines.iter().any(|line| !part(line).is_empty());
    let sellers = bom.lines.iter().any(|line| line.seller.is_some());
    let freights = bom.lines.iter().any(|line| !line.freight.is_zero());
    let duties = bom.lines.iter().any(|line| !line.duty.is_zero());
    let (unit, duty, cost) =
        (format!("unit {}", bom.currency), format!("duty {}", bom.currency), format!("cost {}", bom.currency));
    let mut columns =
        vec![("slot", Align::Left), ("component", Align::Left), ("kind", Align::Left), ("qty", Align::Right)];
    let freight = format!("freight {}", bom.currency);
    let further = [(parts, "part"), (sellers, "seller")];
    columns.extend(further.iter().filter(|(shown, _)| *shown).map(|(_, title)| (*title, Align::Left)));
    columns.push((&unit, Align::Right));
    if freights {
        columns.push((&freight, Align::Right));
    }
    if duties {
        columns.push((&duty, Align::Right));
    }
    columns.extend([(cost.as_str(), Align::Right), ("", Align::Left)]);
    let mut grid = Grid::new(columns);
    let fixed = |amount: Number| amount.to_fixed(bom.minor_unit);
    for (line, depth) in by_structure(&bom.lines) {
        let slot = indented(&line.slot, depth);
        let mut row = vec![slot, format!("{}@{}", line.component, line.version), line.kind.as_str().to_owned()];
        row.push(line.quantity.with_unit(line.details.counted_in()));
        row.extend(parts.then(|| part(line)));
        row.extend(sellers.then(|| line.seller.clone().unwrap_or_default()));
        row.push(line.unit_price(bom.minor_unit));
        if freights {
            row.push(fixed(line.freight));
        }
        if duties {
            row.push(fixed(line.duty));
        }
        row.extend([fixed(line.cost), if line.core { "= core" } else { "~ regional" }.to_owned()]);
        grid.row(row);
    }
    grid.to_text()
}

/// The name of a slot, two columns to the right for each level; a level past the deepest that is drawn is a number.
fn indented(slot: &str, depth: usize) -> String {
    const DEEPEST: usize = 32;
    let blanks = "  ".repeat(depth.min(DEEPEST));
    if depth > DEEPEST { format!("{blanks}({depth}) {slot}") } else { format!("{blanks}{slot}") }
}

/// The lines with their depth, each after the line that it is a part of; siblings in the order of the slots.
fn by_structure(lines: &[Line]) -> Vec<(&Line, usize)> {
    let mut children: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    let mut pending: Vec<(&Line, usize)> = Vec::new();
    let slots: BTreeSet<&str> = lines.iter().map(|line| line.slot.as_str()).collect();
    for line in lines {
        let parent = line.part_of.as_deref().filter(|parent| slots.contains(parent));
        match parent {
            Some(parent) => children.entry(parent).or_default().push(line),
            None => pending.push((line, 0)),
        }
    }
    pending.reverse();
    let mut out = Vec::with_capacity(lines.len());
    while let Some((line, depth)) = pending.pop() {
        out.push((line, depth));
        // Children are removed, so that the walk ends even if the structure has a cycle.
        let children_of = children.remove(line.slot.as_str()).unwrap_or_default();
        pending.extend(children_of.into_iter().rev().map(|child| (child, depth + 1)));
    }
    out
}

fn summary(bom: &Bom, shows: Shows) -> String {
    let core = bom.lines.iter().filter(|line| line.core).count();
    let options: Vec<String> = bom.options.iter().map(|one| format!("{} = {}", one.name, one.value)).collect();
    let one_off: Vec<String> = bom.one_off.iter().map(|taken| one_off(bom, taken)).collect();
    let objectives = bom.objective.iter().filter(|one| one.name != "cost");
    let objectives: Vec<String> = objectives.map(|one| format!("{} = {}", one.name, one.value)).collect();
    let mut grid = Grid::new([("total", Align::Left), (&money(bom, bom.cost()), Align::Left)]);
    let count = format!("{}: {core} = core, {} ~ regional", bom.lines.len(), bom.lines.len() - core);
    let rows = [
        ("by kind", by_kind(bom).join(", ")),
        ("one-off", one_off.join(", ")),
        ("sellable from", bom.sellable_from.map(|day| day.to_string()).unwrap_or_default()),
        ("objectives", objectives.join(", ")),
        ("lines", count),
        ("options", options.join(", ")),
        ("carriers", bom.carriers.join(", ")),
    ];
    let purchasing = table_purchase::summary(bom).into_iter().filter(|_| shows == Shows::Purchasing);
    for (name, text) in rows.into_iter().chain(purchasing) {
        if !text.is_empty() {
            grid.row([name, &text]);
        }
    }
    grid.to_text()
}

fn by_kind(bom: &Bom) -> Vec<String> {
    let of_kind = |kind: ComponentKind| {
        let costs = bom.lines.iter().filter(|line| line.kind == kind).map(|line| line.cost);
        // A sum that overflows would have stopped the solve that made the lines.
        costs.map(Some).reduce(|sum, cost| sum?.checked_add(cost?)).flatten().map(|sum| (kind, sum))
    };
    let sums = ComponentKind::ALL.iter().copied().filter_map(of_kind);
    sums.map(|(kind, sum)| format!("{} {}", kind.as_str(), money(bom, sum))).collect()
}

fn one_off(bom: &Bom, taken: &OneOff) -> String {
    let weeks = taken.weeks.map(|weeks| format!(", {weeks} weeks")).unwrap_or_default();
    format!("{} {} per unit{weeks}", taken.title(), money(bom, taken.unit_cost))
}

fn money(bom: &Bom, amount: Number) -> String {
    format!("{} {}", amount.to_fixed(bom.minor_unit), bom.currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bom::NextTier;
    use crate::export::samples;

    #[test]
    fn a_table_shows_structure_amounts_and_core() {
        let text = table(&samples::portfolio());
        assert_eq!(text, samples::TABLE, "{text}");
    }

    #[test]
    fn a_table_of_a_plan_shows_parts_sellers_articles_and_where_the_money_goes() {
        let mut portfolio = samples::bought();
        portfolio.markets.truncate(1);
        portfolio.orders[0].next = Some(NextTier { from: Number::from(260), each: Number::ONE, price_places: 2 });
        let text = table(&portfolio);
        assert_eq!(text, include_str!("samples/bought.txt"), "{text}");
    }

    #[test]
    fn a_structure_with_a_cycle_ends() {
        let mut lines = vec![samples::line("a", "x"), samples::line("b", "y"), samples::line("c", "z")];
        lines[0].part_of = Some("b".to_owned());
        lines[1].part_of = Some("a".to_owned());
        lines[2].part_of = Some("not there".to_owned());
        assert_eq!(by_structure(&lines).len(), 1);
    }

    #[test]
    fn totals_have_one_row_per_market() {
        let text = totals(&samples::portfolio());
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.contains("BR      no valid BOM\n"), "{text}");
    }

    #[test]
    fn there_is_no_core_without_an_answer() {
        let mut portfolio = samples::portfolio();
        portfolio.core.markets = 0;
        assert!(core_sentence(&portfolio.core).starts_with("shared core: none"));
    }
}
