//! The fewest SKUs for people: tables for a terminal, or Markdown.

use crate::bom::{Apart, CurvePoint, Fitted, Proof, Reason, Skus};
use crate::diagnostic::printable;
use crate::export::align::Align;
use crate::export::grid::Grid;
use crate::export::legend::{WIDEST, letters};
use crate::export::markdown::Markdown;
use crate::export::phrases::{counted, enumerated, with_place};
use crate::number::Number;

/// Maximum number of pairs that are explained.
const MOST_PAIRS: usize = 15;

/// The form of the text, with what is written of it.
enum Form {
    /// Columns for a terminal.
    Terminal(String),
    /// Tables and headings of Markdown.
    Markdown(Markdown),
}

impl Form {
    fn line(&mut self, text: &str) {
        match self {
            Self::Terminal(out) => *out += &format!("{}\n", printable(text)),
            Self::Markdown(page) => page.line(text),
        }
    }

    /// A line that no other is joined to.
    fn line_alone(&mut self, text: &str) {
        match self {
            Self::Terminal(_) => self.line(text),
            Self::Markdown(page) => page.line_with_break(text),
        }
    }

    fn item(&mut self, text: &str) {
        match self {
            Self::Terminal(_) => self.line(&format!("  {text}")),
            Self::Markdown(page) => page.item(text),
        }
    }

    fn blank(&mut self) {
        match self {
            Self::Terminal(out) => out.push('\n'),
            Self::Markdown(page) => page.blank(),
        }
    }

    fn title(&mut self, text: &str) {
        match self {
            Self::Terminal(_) => self.line(text),
            Self::Markdown(page) => page.heading(1, text),
        }
        self.blank();
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        match self {
            Self::Terminal(_) => self.line(text),
            Self::Markdown(page) => {
                page.heading(2, text);
                page.blank();
            }
        }
    }

    fn grid(&mut self, grid: &Grid) {
        match self {
            Self::Terminal(out) => out.push_str(&grid.to_text()),
            Self::Markdown(page) => grid.write_to(page),
        }
    }

    const fn is_markdown(&self) -> bool {
        matches!(self, Self::Markdown(_))
    }

    fn into_text(self) -> String {
        match self {
            Self::Terminal(out) => out,
            Self::Markdown(page) => page.into_text(),
        }
    }
}

/// Which SKU serves which market, how the SKUs differ, why there are no fewer, and what other numbers of SKUs cost.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let skus = compiled.skus(&lamp::request()?, terroir::SkuDepth::Plan, &mut |_| {})?;
/// assert!(terroir::export::skus_table(&skus).contains("2 SKUs serve 2 markets, and no fewer can"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn skus_table(skus: &Skus) -> String {
    Page { skus, out: Form::Terminal(String::new()) }.write()
}

/// The same as [`skus_table`], as Markdown.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let compiled = lamp::compile()?;
/// let skus = compiled.skus(&lamp::request()?, terroir::SkuDepth::Plan, &mut |_| {})?;
/// assert!(terroir::export::skus_markdown(&skus).starts_with("# lamp 1.0.0"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn skus_markdown(skus: &Skus) -> String {
    Page { skus, out: Form::Markdown(Markdown::default()) }.write()
}

struct Page<'a> {
    skus: &'a Skus,
    out: Form,
}

impl Page<'_> {
    fn write(mut self) -> String {
        self.head();
        if !self.skus.skus.is_empty() {
            self.served();
            self.hardware();
            self.cost();
        }
        self.proof();
        self.curve();
        self.unservable();
        self.out.into_text()
    }

    fn head(&mut self) {
        let skus = self.skus;
        let served: usize = skus.skus.iter().map(|sku| sku.markets.len()).sum();
        let title = format!("{} {}, as of {}", skus.solution, skus.version, skus.as_of);
        let minimum = if skus.minimum.is_proved() {
            ", and no fewer can".to_owned()
        } else {
            format!("; at least {} are needed, whether fewer suffice is undecided", skus.minimum.at_least)
        };
        let serve = if skus.skus.len() == 1 { "serves" } else { "serve" };
        let serving = format!("{} {serve} {}", counted(skus.skus.len(), "SKU"), counted(served, "market"));
        let minimum = if skus.skus.len() > 1 { minimum } else { String::new() };
        self.out.title(&format!("{title}: {serving}{minimum}"));
    }

    fn money(&self, amount: Number) -> String {
        amount.to_fixed(self.skus.minor_unit)
    }

    fn served(&mut self) {
        let cost = format!("unit cost {}", self.skus.currency);
        let mut heads = vec![
            ("SKU", Align::Left),
            ("market", Align::Left),
            ("units per year", Align::Right),
            (&*cost, Align::Right),
        ];
        let mut rows = Vec::new();
        for sku in &self.skus.skus {
            for (at, one) in sku.markets.iter().enumerate() {
                let id = if at == 0 { sku.id.clone() } else { String::new() };
                let cost = one.unit_cost.map_or("-".to_owned(), |cost| self.money(cost));
                rows.push(vec![id, one.market.clone(), one.volume.to_string(), cost]);
            }
        }
        if self.is_number_only() {
            heads.truncate(3);
            rows.iter_mut().for_each(|row| row.truncate(3));
        }
        self.out.grid(&grid(&heads, &rows));
    }

    /// The slots in which the SKUs differ.
    fn hardware(&mut self) {
        let skus = &self.skus.skus;
        let filling = |hardware: &[Fitted], slot: &str| {
            let found = hardware.iter().find(|one| one.slot == slot);
            found.map_or("-".to_owned(), |one| {
                let count = one.quantity.unless_one(one.unit.as_deref().unwrap_or_default());
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
        self.out.heading(&format!("hardware that differs (the same in all SKUs: {})", counted(same, "slot")));
        let heads = std::iter::once(("slot", Align::Left)).chain(skus.iter().map(|sku| (&*sku.id, Align::Left)));
        let heads: Vec<(&str, Align)> = heads.collect();
        if self.out.is_markdown() || grid(&heads, &rows).width() <= WIDEST {
            return self.out.grid(&grid(&heads, &rows));
        }
        let ids: Vec<&str> = skus.iter().map(|sku| &*sku.id).collect();
        let rows = rows.iter().filter_map(|row| row.split_first()).map(|(slot, cells)| (slot.as_str(), cells));
        self.out.grid(&letters("slot", &ids, rows));
    }

    /// Whether only the number of SKUs was requested: costs that the step limit left out are reported as warnings.
    fn is_number_only(&self) -> bool {
        self.skus.cost.is_none() && self.skus.warnings.is_empty()
    }

    fn cost(&mut self) {
        if self.is_number_only() {
            return;
        }
        let currency = &self.skus.currency;
        self.out.blank();
        let text = match &self.skus.cost {
            None => "annual cost: not found within the step limit".to_owned(),
            Some(bounds) => {
                let keeping = if self.skus.sku_cost.is_zero() {
                    String::new()
                } else {
                    format!(", including {} for each SKU", self.money(self.skus.sku_cost))
                };
                let proved = if bounds.is_proved() {
                    format!("no other plan with {} costs less", counted(self.skus.skus.len(), "SKU"))
                } else {
                    format!("not proved optimal, the optimum is at least {}", self.money(bounds.at_least))
                };
                format!("annual cost: {} {currency}{keeping}; {proved}", self.money(bounds.cost))
            }
        };
        self.out.line(&text);
    }

    fn proof(&mut self) {
        let (markets, pairs) = match &self.skus.minimum.proof {
            Proof::Trivial => return,
            Proof::PairwiseApart { markets, pairs } => {
                self.out.heading(&format!("why no fewer: no two of {} can share hardware", enumerated(markets)));
                (markets, pairs)
            }
            Proof::Exhaustive { markets, pairs } => {
                let fewer = self.skus.minimum.at_least - 1;
                self.out.heading(&format!("why no fewer: every split into {} was ruled out", counted(fewer, "SKU")));
                if markets.len() > 1 {
                    self.out.line(&format!("no two of {} can share hardware", enumerated(markets)));
                }
                (markets, pairs)
            }
        };
        let mut reasons: Vec<(&str, &Reason)> = Vec::new();
        for pair in pairs.iter().take(MOST_PAIRS) {
            let text = pair_text(pair, &mut reasons);
            self.out.item(&text);
        }
        if pairs.len() > MOST_PAIRS {
            self.out
                .item(&format!("and {}, explained in the JSON output", counted(pairs.len() - MOST_PAIRS, "more pair")));
        }
        let all = markets.len() * markets.len().saturating_sub(1) / 2;
        if pairs.len() < all {
            self.out.item(&format!("{} not explained within the step limit", counted(all - pairs.len(), "pair")));
        }
        if !reasons.is_empty() && self.out.is_markdown() {
            self.out.blank();
        }
        for (at, (market, reason)) in reasons.iter().enumerate() {
            let text = with_place(&reason.text, reason.place.as_ref());
            let names_it = text.strip_prefix(*market).is_some_and(|rest| rest.starts_with(' '));
            let market = if names_it { String::new() } else { format!("{market}: ") };
            self.out.line_alone(&format!("({}) {market}{text}", at + 1));
        }
    }

    fn curve(&mut self) {
        let skus = self.skus;
        if skus.curve.is_empty() {
            return;
        }
        self.out.heading("other numbers of SKUs");
        let cost = format!("cost {}", skus.currency);
        let heads = [("SKUs", Align::Right), ("markets", Align::Right), (&*cost, Align::Right), ("", Align::Left)];
        let all = skus.curve.iter().map(|point| point.served.len()).max().unwrap_or(0);
        let cheapest = cheapest(&skus.curve, all);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for point in &skus.curve {
            let mut notes = self.notes(point, all);
            if cheapest == Some(point.skus) {
                notes.push("lowest cost".to_owned());
            }
            rows.push(self.row(point, notes));
        }
        if let Some(apart) = skus.apart.as_ref().filter(|apart| skus.curve.iter().all(|one| one.skus < apart.skus)) {
            rows.push(self.row(apart, vec!["each market with its own cheapest hardware".to_owned()]));
        }
        self.out.grid(&grid(&heads, &rows));
    }

    fn row(&self, point: &CurvePoint, notes: Vec<String>) -> Vec<String> {
        let cost = point.cost.as_ref().map_or("-".to_owned(), |bounds| self.money(bounds.cost));
        vec![point.skus.to_string(), point.served.len().to_string(), cost, notes.join("; ")]
    }

    fn notes(&self, point: &CurvePoint, all: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if point.served.len() < all {
            let at_least = if point.served_proved { "" } else { "at least " };
            notes.push(format!("serves {at_least}{}", point.served.join(", ")));
        }
        if let Some(bounds) = point.cost.as_ref().filter(|bounds| !bounds.is_proved()) {
            notes.push(format!("not proved optimal, at least {}", self.money(bounds.at_least)));
        }
        notes
    }

    fn unservable(&mut self) {
        for conflict in &self.skus.unservable {
            self.out.heading(&format!("no hardware serves {}", conflict.market));
            for (at, reason) in conflict.reasons.iter().enumerate() {
                let text = with_place(&reason.text, reason.place.as_ref());
                self.out.item(&format!("({}) {text}", at + 1));
            }
        }
        for market in &self.skus.undecided {
            self.out.heading(&format!("whether any hardware serves {market} is undecided"));
        }
    }
}

fn grid(heads: &[(&str, Align)], rows: &[Vec<String>]) -> Grid {
    let mut grid = Grid::new(heads.iter().copied());
    rows.iter().for_each(|row| grid.row(row));
    grid
}

/// The number of SKUs with the lowest known cost among those that serve all markets.
fn cheapest(curve: &[CurvePoint], all: usize) -> Option<usize> {
    let full = curve.iter().filter(|point| point.served.len() == all);
    let priced: Vec<(Number, usize)> = full.filter_map(|point| Some((point.cost?.cost, point.skus))).collect();
    priced.iter().min().filter(|_| priced.len() > 1).map(|(_, skus)| *skus)
}

/// A pair of markets with the slots that keep them apart and the numbers of its reasons.
fn pair_text<'a>(pair: &'a Apart, reasons: &mut Vec<(&'a str, &'a Reason)>) -> String {
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
        "the markets set requirements on the slot itself that exclude each other".to_owned()
    } else {
        numbers.join(" ")
    };
    format!("{} and {}: {word} {}: {because}", pair.one, pair.two, slots.join(", "))
}
