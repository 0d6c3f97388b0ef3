//! The fewest SKUs: as a table for people, as JSON (`terroir.skus/1`) for programs, as Markdown for a page.

mod json;

use super::counted;
use super::grid::{Align, Grid, harmless};
use super::legend::{WIDEST, letters};
use crate::bom::{Apart, CurvePoint, Fitted, Proof, Reason, Skus};
use crate::number::Number;
use std::fmt::Write as _;

pub use json::skus_json;

/// Most pairs that a page explains.
const MOST_PAIRS: usize = 15;

/// How a text is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// Columns for a terminal.
    Terminal,
    /// Tables and headings of Markdown.
    Markdown,
}

/// Who is served by which SKU, what tells them apart, why there are no fewer, and what other numbers would do.
#[must_use]
pub fn skus_table(skus: &Skus) -> String {
    Page { skus, setting: Setting::Terminal, out: String::new() }.written()
}

/// The same as Markdown.
#[must_use]
pub fn skus_markdown(skus: &Skus) -> String {
    Page { skus, setting: Setting::Markdown, out: String::new() }.written()
}

struct Page<'a> {
    skus: &'a Skus,
    setting: Setting,
    out: String,
}

impl Page<'_> {
    fn written(mut self) -> String {
        self.head();
        if !self.skus.skus.is_empty() {
            self.served();
            self.hardware();
            self.cost();
        }
        self.proof();
        self.curve();
        self.unservable();
        self.out
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&harmless(text));
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        let mark = if self.setting == Setting::Markdown { "## " } else { "" };
        self.line(&format!("{mark}{text}"));
        if self.setting == Setting::Markdown {
            self.out.push('\n');
        }
    }

    fn table(&mut self, heads: &[(&str, Align)], rows: &[Vec<String>]) {
        if self.setting == Setting::Markdown {
            let cells = |cells: Vec<String>| {
                let escaped: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
                format!("| {} |\n", escaped.join(" | "))
            };
            self.out.push_str(&cells(heads.iter().map(|(head, _)| (*head).to_owned()).collect()));
            let side = |(_, align): &(&str, Align)| if *align == Align::Right { "---:" } else { "---" };
            let _ = writeln!(self.out, "|{}|", heads.iter().map(side).collect::<Vec<_>>().join("|"));
            rows.iter().for_each(|row| self.out.push_str(&cells(row.clone())));
            return;
        }
        self.out.push_str(&grid(heads, rows).to_text());
    }

    fn head(&mut self) {
        let skus = self.skus;
        let served: usize = skus.skus.iter().map(|sku| sku.markets.len()).sum();
        let of = format!("{} {}, as of {}", skus.solution, skus.version, skus.as_of);
        let known = if skus.minimum.is_proved() {
            "and fewer do not".to_owned()
        } else {
            format!("and fewer than {} do not; whether fewer do is undecided", skus.minimum.at_least)
        };
        let serve = if skus.skus.len() == 1 { "serves" } else { "serve" };
        let serving = format!("{} {serve} {}", counted(skus.skus.len(), "SKU"), counted(served, "market"));
        let mark = if self.setting == Setting::Markdown { "# " } else { "" };
        let known = if skus.skus.len() > 1 { format!(", {known}") } else { String::new() };
        self.line(&format!("{mark}{of}: {serving}{known}"));
        self.out.push('\n');
    }

    fn money(&self, amount: Number) -> String {
        amount.to_fixed(self.skus.minor_unit)
    }

    fn served(&mut self) {
        let cost = format!("cost of one {}", self.skus.currency);
        let heads =
            [("SKU", Align::Left), ("market", Align::Left), ("units a year", Align::Right), (&*cost, Align::Right)];
        let mut rows = Vec::new();
        for sku in &self.skus.skus {
            for (at, one) in sku.markets.iter().enumerate() {
                let id = if at == 0 { sku.id.clone() } else { String::new() };
                let cost = one.unit_cost.map_or("-".to_owned(), |cost| self.money(cost));
                rows.push(vec![id, one.market.clone(), one.volume.to_string(), cost]);
            }
        }
        self.table(&heads, &rows);
    }

    /// The slots in which SKUs differ.
    fn hardware(&mut self) {
        let skus = &self.skus.skus;
        let filling = |hardware: &[Fitted], slot: &str| {
            let found = hardware.iter().find(|one| one.slot == slot);
            found.map_or("-".to_owned(), |one| {
                let count = if one.quantity == 1 { String::new() } else { format!(" x{}", one.quantity) };
                format!("{}@{}{count}", one.component, one.version)
            })
        };
        let mut slots: Vec<&str> = Vec::new();
        for sku in skus {
            let mut next = 0;
            for one in &sku.hardware {
                match slots.iter().position(|slot| *slot == one.slot) {
                    Some(at) => next = at + 1,
                    None => {
                        slots.insert(next, &one.slot);
                        next += 1;
                    }
                }
            }
        }
        let row = |slot: &&str| {
            let cells: Vec<String> = skus.iter().map(|sku| filling(&sku.hardware, slot)).collect();
            let differs = cells.windows(2).any(|pair| pair[0] != pair[1]);
            differs.then(|| std::iter::once((*slot).to_owned()).chain(cells).collect::<Vec<String>>())
        };
        let rows: Vec<Vec<String>> = slots.iter().filter_map(row).collect();
        if rows.is_empty() {
            return;
        }
        let same = slots.len() - rows.len();
        self.heading(&format!("hardware that differs ({} the same in all)", counted(same, "slot")));
        let heads = std::iter::once(("slot", Align::Left)).chain(skus.iter().map(|sku| (&*sku.id, Align::Left)));
        let heads: Vec<(&str, Align)> = heads.collect();
        if self.setting == Setting::Markdown || grid(&heads, &rows).width() <= WIDEST {
            return self.table(&heads, &rows);
        }
        let ids: Vec<&str> = skus.iter().map(|sku| &*sku.id).collect();
        let rows = rows.iter().filter_map(|row| row.split_first()).map(|(slot, cells)| (slot.as_str(), cells));
        self.out.push_str(&letters("slot", &ids, rows).to_text());
    }

    fn cost(&mut self) {
        let currency = &self.skus.currency;
        self.out.push('\n');
        let text = match &self.skus.cost {
            None => "costs: not asked for, or past the work limit".to_owned(),
            Some(bounds) => {
                let keeping = if self.skus.sku_cost.is_zero() {
                    String::new()
                } else {
                    format!(", {} of it for keeping each SKU", self.money(self.skus.sku_cost))
                };
                let proved = if bounds.is_proved() {
                    format!("no other plan with {} costs less", counted(self.skus.skus.len(), "SKU"))
                } else {
                    format!("not proved the least, which is at least {}", self.money(bounds.at_least))
                };
                format!("cost of a year's units: {} {currency}{keeping}; {proved}", self.money(bounds.cost))
            }
        };
        self.line(&text);
    }

    fn proof(&mut self) {
        let (markets, pairs) = match &self.skus.minimum.proof {
            Proof::Trivial => return,
            Proof::PairwiseApart { markets, pairs } => {
                self.heading(&format!("why not fewer: no two of {} can share", listed(markets)));
                (markets, pairs)
            }
            Proof::Exhaustive { markets, pairs } => {
                let fewer = self.skus.minimum.at_least - 1;
                self.heading(&format!("why not fewer: every split into {} was ruled out", counted(fewer, "SKU")));
                if markets.len() > 1 {
                    self.line(&format!("no two of {} can share", listed(markets)));
                }
                (markets, pairs)
            }
        };
        let mut reasons: Vec<(&str, &Reason)> = Vec::new();
        for pair in pairs.iter().take(MOST_PAIRS) {
            let text = told(pair, &mut reasons);
            self.item(&text);
        }
        if pairs.len() > MOST_PAIRS {
            self.item(&format!("and {} more, which the JSON explains", counted(pairs.len() - MOST_PAIRS, "pair")));
        }
        let all = markets.len() * markets.len().saturating_sub(1) / 2;
        if pairs.len() < all {
            self.item(&format!("{} not explained within the work limit", counted(all - pairs.len(), "pair")));
        }
        if !reasons.is_empty() && self.setting == Setting::Markdown {
            self.out.push('\n');
        }
        for (at, (market, reason)) in reasons.iter().enumerate() {
            let place = reason.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            let end = if self.setting == Setting::Markdown { "  " } else { "" };
            self.line(&format!("({}) {market}: {}{place}{end}", at + 1, reason.text));
        }
    }

    fn item(&mut self, text: &str) {
        let mark = if self.setting == Setting::Markdown { "- " } else { "  " };
        self.line(&format!("{mark}{text}"));
    }

    fn curve(&mut self) {
        let skus = self.skus;
        if skus.curve.is_empty() {
            return;
        }
        self.heading("other numbers of SKUs");
        let cost = format!("cost {}", skus.currency);
        let heads = [("SKUs", Align::Right), ("markets", Align::Right), (&*cost, Align::Right), ("", Align::Left)];
        let all = skus.curve.iter().map(|point| point.served.len()).max().unwrap_or(0);
        let cheapest = cheapest(&skus.curve, all);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for point in &skus.curve {
            let mut notes = self.notes(point, all);
            if cheapest == Some(point.skus) {
                notes.push("least cost of all".to_owned());
            }
            rows.push(self.row(point, notes));
        }
        if let Some(apart) = skus.apart.as_ref().filter(|apart| skus.curve.iter().all(|one| one.skus < apart.skus)) {
            rows.push(self.row(apart, vec!["every market with its own cheapest hardware".to_owned()]));
        }
        self.table(&heads, &rows);
    }

    fn row(&self, point: &CurvePoint, notes: Vec<String>) -> Vec<String> {
        let cost = point.cost.as_ref().map_or("-".to_owned(), |bounds| self.money(bounds.cost));
        vec![point.skus.to_string(), point.served.len().to_string(), cost, notes.join("; ")]
    }

    fn notes(&self, point: &CurvePoint, all: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if point.served.len() < all {
            let perhaps = if point.served_proved { "" } else { "perhaps more than " };
            notes.push(format!("{perhaps}{}", point.served.join(", ")));
        }
        if let Some(bounds) = point.cost.as_ref().filter(|bounds| !bounds.is_proved()) {
            notes.push(format!("perhaps less, at least {}", self.money(bounds.at_least)));
        }
        notes
    }

    fn unservable(&mut self) {
        for conflict in &self.skus.unservable {
            self.heading(&format!("no hardware serves {}", conflict.market));
            for (at, reason) in conflict.reasons.iter().enumerate() {
                let place = reason.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
                self.item(&format!("({}) {}{place}", at + 1, reason.text));
            }
        }
        for market in &self.skus.undecided {
            self.heading(&format!("whether any hardware serves {market} is undecided"));
        }
    }
}

fn grid(heads: &[(&str, Align)], rows: &[Vec<String>]) -> Grid {
    let mut grid = Grid::new(heads.iter().copied());
    rows.iter().for_each(|row| grid.row(row));
    grid
}

/// The number whose cost is the least known of those that serve all.
fn cheapest(curve: &[CurvePoint], all: usize) -> Option<usize> {
    let full = curve.iter().filter(|point| point.served.len() == all);
    let priced: Vec<(Number, usize)> = full.filter_map(|point| Some((point.cost?.cost, point.skus))).collect();
    priced.iter().min().filter(|_| priced.len() > 1).map(|(_, skus)| *skus)
}

/// A pair with its slots, and the numbers of its reasons.
fn told<'a>(pair: &'a Apart, reasons: &mut Vec<(&'a str, &'a Reason)>) -> String {
    let slots: Vec<String> = pair.slots.iter().map(|slot| format!("`{slot}`")).collect();
    let word = if slots.len() == 1 { "slot" } else { "slots" };
    let mut numbers = Vec::new();
    for one in &pair.reasons {
        let found = reasons.iter().position(|known| *known == (&*one.market, &one.reason));
        numbers.push(found.unwrap_or_else(|| {
            reasons.push((&one.market, &one.reason));
            reasons.len() - 1
        }));
    }
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(|at| format!("({})", at + 1)).collect();
    let because = if numbers.is_empty() {
        "what is asked of the slot itself leaves nothing for both".to_owned()
    } else {
        numbers.join(" ")
    };
    format!("{} and {}: {word} {}: {because}", pair.one, pair.two, slots.join(", "))
}

/// `US, DE and BR`.
fn listed(markets: &[String]) -> String {
    match markets.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => markets.join(", "),
    }
}

/// A text that stays in its cell of a Markdown table.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    for letter in harmless(text).chars() {
        if matches!(letter, '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
