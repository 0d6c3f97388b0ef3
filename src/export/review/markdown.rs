//! A review as a comment of a pull request.
//!
//! A comment has a limit, so what does not fit is dropped, in this order: the values of single markets; the further
//! values of a row; all but one place of each row; the reasons of lost markets; the lightest rows. What was dropped is
//! named at the end.

use super::phrases::{because, before_after, codes, figures, further, market_lists, sides, title, what, year};
use crate::export::align::Align;
use crate::export::markdown::{Inline, Markdown};
use crate::export::phrases::{counted, signed, with_place};
use crate::review::{FileEdit, Review, Row, RowValue, Weight};
use std::collections::BTreeSet;

/// The most characters of a comment.
const MOST: usize = 60_000;

/// The most bytes of a comment for each cause that it names.
const OF_ONE_CAUSE: usize = 4_096;

/// How long a comment may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// At most 60,000 characters, and 4 kB for each cause: details that do not fit are dropped.
    Comment,
    /// Everything.
    Full,
}

/// How much of a review is shown.
#[derive(Clone, Copy)]
struct Shown {
    amounts: bool,
    further: bool,
    places: usize,
    reasons: bool,
    rows: usize,
}

/// The review with the marker line by which its comment is found again: `<!-- terroir-review:NAME -->`.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// use terroir::export::review::{Length, markdown};
/// # let compiled = lamp::compile()?;
/// let review = compiled.review_from(&lamp::request()?, "main", &compiled, "mine")?;
/// assert!(markdown(&review, Length::Comment).starts_with("<!-- terroir-review:lamp -->\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn markdown(review: &Review, length: Length) -> String {
    let all = Shown { amounts: true, further: true, places: 6, reasons: true, rows: review.rows.len() };
    let full = written(review, all, None);
    if length == Length::Full || fits(review, &full) {
        return full;
    }
    let mut shown = all;
    let (without_amounts, without_further) =
        (Shown { amounts: false, ..all }, Shown { further: false, amounts: false, ..all });
    let with_one_place = Shown { places: 1, ..without_further };
    let steps = [
        ("the values of single markets", without_amounts),
        ("further values of each row", without_further),
        ("all but one place of each row", with_one_place),
        ("the reasons of lost markets", Shown { reasons: false, ..with_one_place }),
    ];
    let mut dropped: Vec<&str> = Vec::new();
    for (what, less) in steps {
        shown = less;
        dropped.push(what);
        let text = written(review, shown, Some(&dropped.join(", ")));
        if fits(review, &text) {
            return text;
        }
    }
    with_fewer_rows(review, shown, &dropped.join(", "))
}

/// As many of the heaviest rows as fit.
fn with_fewer_rows(review: &Review, shown: Shown, dropped: &str) -> String {
    let text = |rows: usize| {
        let dropped = format!("{dropped}, {}", counted(review.rows.len() - rows, "row"));
        written(review, Shown { rows, ..shown }, Some(&dropped))
    };
    let (mut fitting, mut beyond) = (0, review.rows.len());
    while fitting + 1 < beyond {
        let middle = fitting.midpoint(beyond);
        if fits(review, &text(middle)) { fitting = middle } else { beyond = middle }
    }
    text(fitting).chars().take(MOST).collect()
}

fn fits(review: &Review, text: &str) -> bool {
    let causes: BTreeSet<&str> = review.rows.iter().map(|row| row.why.as_str()).collect();
    text.len() <= OF_ONE_CAUSE.saturating_mul(causes.len().max(1)) && text.chars().count() <= MOST
}

fn written(review: &Review, shown: Shown, dropped: Option<&str>) -> String {
    let mut page = Markdown::default();
    page.marker("terroir-review", &review.head.solution);
    page.heading(3, format!("terroir review: {}", title(review)));
    page.blank();
    page.line(sides(review));
    if review.is_empty() {
        page.blank();
        page.line("Nothing differs.");
    } else {
        let figures = figures(review);
        if !figures.is_empty() {
            page.blank();
            page.table_head([("", Align::Left), ("before", Align::Right), ("after", Align::Right)]);
        }
        figures.into_iter().for_each(|figure| page.table_row(figure.map(Inline::text)));
        if let Some(year) = year(review) {
            page.blank();
            page.line(year);
        }
        page.blank();
        page.line(market_lists(review).join("; "));
        rows(review, shown, &mut page);
        if shown.amounts {
            amounts(review, &mut page);
        }
    }
    for note in &review.notes {
        page.blank();
        page.line(format!("Note: {note}."));
    }
    if let Some(dropped) = dropped {
        page.blank();
        page.line(format!("Left out to keep this comment short: {dropped}. `terroir review --full` prints them."));
    }
    page.into_text()
}

/// The columns of the rows.
const COLUMNS: [(&str, Align); 6] = [
    ("what", Align::Left),
    ("markets", Align::Left),
    ("before", Align::Left),
    ("after", Align::Left),
    ("a year", Align::Right),
    ("because", Align::Left),
];

fn rows(review: &Review, shown: Shown, page: &mut Markdown) {
    page.blank();
    page.table_head(COLUMNS);
    let mut causes: Vec<(&str, &[FileEdit])> = Vec::new();
    let mut lists = MarketLists::of(review.rows.get(..shown.rows).unwrap_or(&review.rows));
    for row in review.rows.iter().take(shown.rows) {
        let [before, after] = row.values.first().map_or_else(Default::default, |value| before_after(review, value));
        let year = row.year.filter(|year| !year.is_zero()).map(|year| signed(year, review.minor_unit));
        let mut what = Inline::text(named(review, row));
        if shown.further && row.values.len() > 1 {
            let mut further = row.values.iter().skip(1).map(|value| Inline::text(further(review, value)));
            let first = Inline::text("also ").and(&further.next().unwrap_or_default());
            what = further.fold(what.and_below(&first), |what, one| what.and_below(&one));
        }
        let cause = (row.why.as_str(), row.edits.as_slice());
        let mut because = match causes.iter().position(|known| *known == cause) {
            Some(at) => Inline::text(format!("({})", at + 1)),
            None => {
                causes.push(cause);
                Inline::text(format!("({}) {}", causes.len(), because(row, shown.places)))
            }
        };
        for reason in row.reasons.iter().filter(|_| shown.reasons) {
            because = because.and_below(&Inline::text(with_place(&reason.text, reason.place.as_ref())));
        }
        let markets = Inline::text(lists.cell(review, &row.markets));
        let [before, after, year] = [before, after, year.unwrap_or_default()].map(Inline::text);
        page.table_row([what, markets, before, after, year, because]);
    }
}

/// The long lists of markets that several rows have, so that each is written once: `61 markets (A): AE, AT, …`.
struct MarketLists<'r> {
    repeated: Vec<&'r [String]>,
    written: Vec<&'r [String]>,
}

impl<'r> MarketLists<'r> {
    fn of(rows: &'r [Row]) -> Self {
        const LABELS: usize = 26;
        let mut repeated: Vec<&[String]> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let markets = row.markets.as_slice();
            if rows.iter().take(at).any(|earlier| earlier.markets == markets) && !repeated.contains(&markets) {
                repeated.push(markets);
            }
        }
        repeated.truncate(LABELS);
        Self { repeated, written: Vec::new() }
    }

    /// The markets of a row; a long list that was written before by its letter.
    fn cell(&mut self, review: &Review, markets: &'r [String]) -> String {
        const LONG: usize = 40;
        let text = codes(review, markets);
        if text.len() < LONG || !self.repeated.contains(&markets) {
            return text;
        }
        let known = self.written.iter().position(|one| *one == markets);
        let letter = char::from(b'A' + u8::try_from(known.unwrap_or(self.written.len())).unwrap_or(0));
        let name = format!("{} markets ({letter})", markets.len());
        if known.is_some() {
            return name;
        }
        self.written.push(markets);
        format!("{name}: {text}")
    }
}

/// What a row is about; with a phrase of their own for lost and gained markets.
fn named(review: &Review, row: &Row) -> String {
    let are_all = |list: &[String]| row.markets.iter().all(|market| list.contains(market));
    match row.weight {
        Weight::Market if are_all(&review.lost) => "no valid BOM any more".to_owned(),
        Weight::Market if are_all(&review.gained) => "a valid BOM again".to_owned(),
        Weight::Market
        | Weight::Money
        | Weight::Line
        | Weight::Certificate
        | Weight::Skus
        | Weight::Core
        | Weight::Threat
        | Weight::Gap
        | Weight::Other => what(row),
    }
}

/// The values that differ from market to market, folded away.
fn amounts(review: &Review, page: &mut Markdown) {
    let differing =
        |row: &'_ Row| -> Vec<RowValue> { row.values.iter().filter(|value| value.sides.len() > 1).cloned().collect() };
    let all: Vec<RowValue> = review.rows.iter().flat_map(differing).collect();
    if all.is_empty() {
        return;
    }
    page.blank();
    page.fold("Values by market");
    for value in all {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
        let mut equal: Vec<(String, Vec<&str>)> = Vec::new();
        for one in &value.sides {
            let (change, market) = (format!("{} -> {}", shown(&one.before), shown(&one.after)), one.market.as_deref());
            match equal.iter_mut().find(|(known, _)| *known == change) {
                Some((_, markets)) => markets.extend(market),
                None => equal.push((change, market.into_iter().collect())),
            }
        }
        let each = equal.iter().map(|(change, markets)| format!("{change} in {}", markets.join(", ")));
        page.item(format!("{}: {}", value.topic, each.collect::<Vec<_>>().join("; ")));
    }
    page.unfold();
}
