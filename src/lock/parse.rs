//! Text → lock. The file may have been edited, cut or merged by hand: the first fault is reported with its line.

use super::content::{
    CHANGES, FORMAT, Lock, LockedEntry, LockedFact, LockedLine, LockedMarket, LockedOneOff, LockedPack, LockedStatus,
    LockedTable, LockedWarning,
};
use super::item::{LockedItem, LockedPlan, LockedValue};
use super::rows::LARGEST_TABLE;
use super::values::{Fault, Fields, Value, date, fields, integer, named_texts, option, printable, record_value, text};
use crate::compare::NamedText;
use crate::quantity::Quantity;
use crate::span::{DatabaseTable, File};
use std::collections::BTreeSet;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// Why a text is not a lock.
///
/// ```
/// # use terroir::lock::Lock;
/// assert_eq!(Lock::parse("version = 9").unwrap_err().to_string(), "line 1: lock format 9; this program reads formats 1 to 5");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("line {line}: {message}")]
pub struct LockError {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub message: String,
}

/// The line that begins a market.
const MARKET: &str = "[[markets]]";

/// The line that begins the rows of a table.
const TABLE: &str = "[[tables]]";

/// The line that begins a purchasing plan.
const PLAN: &str = "[[plans]]";

/// The line that begins the fingerprints of what the solution's files state.
const STATED: &str = "[[stated]]";

/// Maximum bytes of them: some ten thousand components.
const LARGEST_STATED: usize = 16 << 20;

/// Maximum bytes of one market: 10,000 lines with all that they hold. It bounds the cost of a hostile file.
const LARGEST_PART: usize = 4 << 20;

impl Lock {
    /// Reads a lock's text.
    ///
    /// # Errors
    /// The first fault, with its line.
    ///
    /// ```
    /// # use terroir::lock::Lock;
    /// let text = "version = 1\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";
    /// assert!(Lock::parse(text)?.to_text().contains("currency = \"USD\""));
    /// # Ok::<(), terroir::lock::LockError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut parts = parts(text).into_iter();
        let mut lock = part(text, parts.next().unwrap_or(0..text.len()), LARGEST_PART, read_head)?;
        let mut known = BTreeSet::new();
        for place in parts {
            let begins = |word: &str| text.get(place.clone()).is_some_and(|part| part.starts_with(word));
            if begins(TABLE) {
                lock.tables.push(part(text, place, LARGEST_TABLE, read_only_table)?);
                continue;
            }
            if begins(STATED) {
                lock.stated.extend(part(text, place, LARGEST_STATED, read_stated)?);
                continue;
            }
            if begins(PLAN) {
                lock.plans.push(part(text, place, LARGEST_PART, read_only_plan)?);
                continue;
            }
            let market = part(text, place.clone(), LARGEST_PART, read_only_market)?;
            if !known.insert((market.market.clone(), market.variant.clone())) {
                let message = format!("market `{}` is defined twice", printable(&market.title()));
                return Err(located(text, 0, Fault::new(place, message)));
            }
            lock.markets.push(market);
        }
        Ok(lock)
    }
}

/// The head of the file, then one part per table and market, so that a long lock is never in memory as one tree.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if matches!(line.trim_end(), MARKET | TABLE | STATED | PLAN) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn part<T>(
    text: &str,
    place: Range<usize>,
    largest: usize,
    read: impl Fn(&DeTable<'_>) -> Result<T, Fault>,
) -> Result<T, LockError> {
    let located = |fault| located(text, place.start, fault);
    if place.len() > largest {
        let message = format!("one market or table takes more than {} MiB", largest >> 20);
        return Err(located(Fault::new(0..0, message)));
    }
    let root = DeTable::parse(text.get(place.clone()).unwrap_or("")).map_err(|error| {
        located(Fault::new(error.span().unwrap_or(0..0), format!("not TOML: {}", printable(error.message()))))
    })?;
    read(root.get_ref()).map_err(located)
}

fn located(text: &str, base: usize, fault: Fault) -> LockError {
    let offset = u32::try_from(base + fault.place.start).unwrap_or(u32::MAX);
    LockError { line: File::new("", text).line_column(offset).0, message: fault.message }
}

fn read_head(root: &DeTable<'_>) -> Result<Lock, Fault> {
    let top = Fields { table: root, place: 0..0 };
    let version = top.need("version")?;
    let format = integer(version)?;
    if !(1..=FORMAT).contains(&format) {
        let message = format!("lock format {format}; this program reads formats 1 to {FORMAT}");
        return Err(Fault::new(version.span(), message));
    }
    top.only(&["version", "solution"])?;
    let solution = top.need("solution").and_then(fields)?;
    solution.only(&[
        "name",
        "version",
        "currency",
        "as_of",
        "inputs",
        "regions",
        "region_version",
        "packs",
        "warnings",
    ])?;
    Ok(Lock {
        solution: solution.text("name")?,
        version: solution.text("version")?,
        currency: solution.text("currency")?,
        as_of: date(solution.need("as_of")?)?,
        inputs: solution.text_or_empty("inputs")?,
        regions: solution.text_or_empty("regions")?,
        region_version: solution.text_or_empty("region_version")?,
        packs: solution.list("packs")?.iter().map(read_pack).collect::<Result<_, _>>()?,
        warnings: solution.list("warnings")?.iter().map(read_warning).collect::<Result<_, _>>()?,
        stated: Vec::new(),
        tables: Vec::new(),
        plans: Vec::new(),
        markets: Vec::new(),
    })
}

fn read_only_table(root: &DeTable<'_>) -> Result<LockedTable, Fault> {
    let top = Fields { table: root, place: 0..0 };
    top.only(&["tables"])?;
    let [only] = top.list("tables")? else { return Err(Fault::new(0..0, "expected exactly one table")) };
    let table = fields(only)?;
    table.only(&["file", "table", "columns", "rows"])?;
    Ok(LockedTable {
        table: DatabaseTable { file: table.text("file")?, table: table.text("table")? },
        columns: table.text("columns")?,
        rows: table.list("rows")?.iter().map(text).collect::<Result<_, _>>()?,
    })
}

fn read_only_plan(root: &DeTable<'_>) -> Result<LockedPlan, Fault> {
    let top = Fields { table: root, place: 0..0 };
    top.only(&["plans"])?;
    let [only] = top.list("plans")? else { return Err(Fault::new(0..0, "expected exactly one plan")) };
    let plan = fields(only)?;
    plan.only(&["variant", "year_cost", "orders"])?;
    Ok(LockedPlan {
        variant: plan.find("variant").map(text).transpose()?,
        year_cost: plan.text("year_cost")?,
        orders: read_items(plan.list("orders")?)?,
    })
}

fn read_only_market(root: &DeTable<'_>) -> Result<LockedMarket, Fault> {
    let top = Fields { table: root, place: 0..0 };
    top.only(&["markets"])?;
    match top.list("markets")? {
        [only] => read_market(only),
        _ => Err(Fault::new(0..0, "expected exactly one market")),
    }
}

/// The keys of a market.
const MARKET_KEYS: &[&str] = &[
    "market",
    "variant",
    "status",
    "hardware",
    "objective",
    "options",
    "carriers",
    "sellable_from",
    "holds_until",
    "lines",
    "articles",
    "content",
    "licenses",
    "one_off",
    "certificates",
    "warnings",
    "facts",
];

fn read_market(value: &Value<'_>) -> Result<LockedMarket, Fault> {
    let market = fields(value)?;
    market.only(MARKET_KEYS)?;
    let mut objective = market.map("objective", text)?;
    objective.remove(CHANGES);
    Ok(LockedMarket {
        market: market.text("market")?,
        variant: market.find("variant").map(text).transpose()?,
        status: status(market.need("status")?)?,
        hardware: market.text_or_empty("hardware")?,
        objective,
        options: market.map("options", option)?,
        carriers: market.list("carriers")?.iter().map(text).collect::<Result<_, _>>()?,
        lines: read_lines(market.list("lines")?)?,
        articles: read_items(market.list("articles")?)?,
        content: read_items(market.list("content")?)?,
        licenses: read_items(market.list("licenses")?)?,
        one_off: market.list("one_off")?.iter().map(read_one_off).collect::<Result<_, _>>()?,
        certificates: market.list("certificates")?.iter().map(read_certificate).collect::<Result<_, _>>()?,
        sellable_from: market.find("sellable_from").map(date).transpose()?,
        holds_until: market.find("holds_until").map(date).transpose()?,
        warnings: market.list("warnings")?.iter().map(read_warning).collect::<Result<_, _>>()?,
        facts: market.list("facts")?.iter().map(read_fact).collect::<Result<_, _>>()?,
    })
}

fn read_lines(values: &[Value<'_>]) -> Result<Vec<LockedLine>, Fault> {
    let mut slots = BTreeSet::new();
    let mut lines = Vec::new();
    for value in values {
        let line = read_line(value)?;
        if !slots.insert(line.slot.clone()) {
            let message = format!("slot `{}` is filled twice", printable(&line.slot));
            return Err(Fault::new(value.span(), message));
        }
        lines.push(line);
    }
    Ok(lines)
}

fn read_line(value: &Value<'_>) -> Result<LockedLine, Fault> {
    let line = fields(value)?;
    let values = read_values(&line, &["slot", "component", "version", "quantity"])?;
    let quantity = counted(line.need("quantity")?)?;
    Ok(LockedLine {
        slot: line.text("slot")?,
        component: line.text("component")?,
        version: line.text("version")?,
        quantity,
        values,
    })
}

/// The values of a table in the order of the file, without those of some keys.
fn read_values(table: &Fields<'_, '_>, without: &[&str]) -> Result<Vec<LockedValue>, Fault> {
    let mut values: Vec<(usize, LockedValue)> = Vec::new();
    for (key, value) in table.table.iter().filter(|(key, _)| !without.contains(&&**key.get_ref())) {
        let read = LockedValue { key: key.get_ref().to_string(), value: record_value(value)? };
        values.push((value.span().start, read));
    }
    values.sort_by_key(|(start, _)| *start);
    Ok(values.into_iter().map(|(_, value)| value).collect())
}

fn read_items(values: &[Value<'_>]) -> Result<Vec<LockedItem>, Fault> {
    values.iter().map(|value| Ok(LockedItem { values: read_values(&fields(value)?, &[])? })).collect()
}

/// A whole number of 1 or more, or a decimal above 0 in a string.
fn counted(value: &Value<'_>) -> Result<Quantity, Fault> {
    let quantity = if let DeValue::String(text) = value.get_ref() {
        Quantity::from_exact(text)
    } else {
        u64::try_from(integer(value)?).ok().filter(|number| *number > 0).map(Quantity::from)
    };
    quantity.ok_or_else(|| Fault::new(value.span(), "expected a quantity of 1 or more, or a decimal above 0 in quotes"))
}

fn read_one_off(value: &Value<'_>) -> Result<LockedOneOff, Fault> {
    let taken = fields(value)?;
    taken.only(&["scheme", "component", "id", "unit_cost", "weeks"])?;
    let find = |key: &str| taken.find(key).map(text).transpose();
    Ok(LockedOneOff {
        scheme: taken.text("scheme")?,
        component: find("component")?,
        id: find("id")?,
        unit_cost: taken.text("unit_cost")?,
        weeks: find("weeks")?,
    })
}

fn read_certificate(value: &Value<'_>) -> Result<NamedText, Fault> {
    let held = fields(value)?;
    held.only(&["certificate", "authority"])?;
    Ok(NamedText { name: held.text("certificate")?, text: held.text_or_empty("authority")? })
}

fn read_warning(value: &Value<'_>) -> Result<LockedWarning, Fault> {
    let warning = fields(value)?;
    warning.only(&["code", "key", "waived"])?;
    let waived = warning.find("waived").is_some_and(|value| matches!(value.get_ref(), DeValue::Boolean(true)));
    Ok(LockedWarning { code: warning.text("code")?, key: warning.text_or_empty("key")?, waived })
}

fn read_stated(root: &DeTable<'_>) -> Result<Vec<LockedEntry>, Fault> {
    let top = Fields { table: root, place: 0..0 };
    top.only(&["stated"])?;
    let [only] = top.list("stated")? else { return Err(Fault::new(0..0, "expected exactly one list of entries")) };
    let table = fields(only)?;
    table.only(&["entries"])?;
    table.list("entries")?.iter().map(read_entry).collect()
}

fn read_entry(value: &Value<'_>) -> Result<LockedEntry, Fault> {
    let entry = fields(value)?;
    entry.only(&["entry", "values"])?;
    Ok(LockedEntry { entry: entry.text("entry")?, values: named_texts(entry.need("values")?)? })
}

fn status(value: &Value<'_>) -> Result<LockedStatus, Fault> {
    match text(value)?.as_str() {
        "resolved" => Ok(LockedStatus::Resolved),
        "conflict" => Ok(LockedStatus::Conflict),
        _ => Err(Fault::new(value.span(), "expected `resolved` or `conflict`")),
    }
}

fn read_pack(value: &Value<'_>) -> Result<LockedPack, Fault> {
    let pack = fields(value)?;
    pack.only(&["name", "digest"])?;
    Ok(LockedPack { name: pack.text("name")?, digest: pack.text("digest")? })
}

fn read_fact(value: &Value<'_>) -> Result<LockedFact, Fault> {
    let fact = fields(value)?;
    fact.only(&["key", "value", "layer", "file", "status", "source", "slots"])?;
    Ok(LockedFact {
        key: fact.text("key")?,
        value: fact.text("value")?,
        layer: fact.text("layer")?,
        file: fact.text_or_empty("file")?,
        status: fact.find("status").map(text).transpose()?,
        source: fact.list("source")?.iter().map(text).collect::<Result<_, _>>()?,
        slots: fact.list("slots")?.iter().map(text).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const HEAD: &str =
        "version = 1\n[solution]\nname = \"a\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";

    fn refused(text: &str) -> String {
        Lock::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_fault_is_reported_with_its_line() {
        let market = |rest: &str| format!("{HEAD}[[markets]]\nmarket = \"US\"\nstatus = \"resolved\"\n{rest}\n");
        for (text, expected) in [
            (String::new(), "line 1: `version` is missing"),
            ("\u{1b}[2J".to_owned(), "line 1: not TOML"),
            ("<<<<<<< HEAD\nversion = 1\n".to_owned(), "line 1: not TOML"),
            (HEAD.replace("version = 1\n", "version = 6\n"), "line 1: lock format 6"),
            (HEAD.replace("2026-11-22", "2026-11-22T00:00:00"), "line 6: expected a date"),
            (HEAD.replace("\"USD\"", "7"), "line 5: expected a string, found integer"),
            (market("lines = [\n {}\n]"), "line 11: `quantity` is missing"),
            (
                market("lines = [{ slot = \"a\", component = \"b\", version = \"1\", quantity = 0 }]"),
                "line 10: expected a quantity",
            ),
            (market("what = 1"), "line 10: unknown key `what`"),
            (market("options = { a = 1.5 }"), "line 10: expected a string, found float"),
            (market("options = { a = 99999999999999999999 }"), "line 10: the number does not fit"),
            (market("[[markets]]\nmarket = \"US\"\nstatus = \"conflict\""), "line 10: market `US` is defined twice"),
            (market("status = \"x\""), "line 10: not TOML"),
            (market("[other]"), "line 10: unknown key `other`"),
            ("[".repeat(LARGEST_PART + 1), "line 1: one market or table takes more than 4 MiB"),
        ] {
            let message = refused(&text);
            assert!(message.starts_with(expected), "{message}\nexpected {expected}");
        }
    }

    #[test]
    fn a_slot_is_filled_once() {
        let line = "{ slot = \"a\", component = \"b\", version = \"1.0.0\", quantity = 1 },\n";
        let text = format!("{HEAD}[[markets]]\nmarket = \"US\"\nstatus = \"resolved\"\nlines = [\n{line}{line}]\n");
        assert_eq!(refused(&text), "line 12: slot `a` is filled twice");
    }
}
