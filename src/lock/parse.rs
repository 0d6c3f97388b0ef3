//! Text → lock. The file may have been edited, cut or merged by hand: the first fault is reported with its line.

use super::content::{
    CHANGES, FORMAT, Lock, LockedFact, LockedLine, LockedMarket, LockedOneOff, LockedPack, LockedStatus, LockedTable,
};
use super::rows::LARGEST_TABLE;
use crate::bom::OptionValue;
use crate::date::Date;
use crate::span::{DatabaseTable, File};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Why a text is not a lock.
///
/// ```
/// # use terroir::lock::Lock;
/// assert_eq!(Lock::parse("version = 9").unwrap_err().to_string(), "line 1: lock format 9; this program reads formats 1 to 3");
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

/// A fault at a place of the text.
struct Fault {
    place: Range<usize>,
    message: String,
}

impl Fault {
    fn new(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }
}

type Value<'i> = Spanned<DeValue<'i>>;

/// The line that begins a market.
const MARKET: &str = "[[markets]]";

/// The line that begins the rows of a table.
const TABLE: &str = "[[tables]]";

/// Maximum bytes of one market: some ten thousand lines. It bounds the cost of a hostile file.
const LARGEST_PART: usize = 1 << 20;

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
            if text.get(place.clone()).is_some_and(|part| part.starts_with(TABLE)) {
                lock.tables.push(part(text, place, LARGEST_TABLE, read_only_table)?);
                continue;
            }
            let market = part(text, place.clone(), LARGEST_PART, read_only_market)?;
            if !known.insert(market.market.clone()) {
                let message = format!("market `{}` is defined twice", printable(&market.market));
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
        if matches!(line.trim_end(), MARKET | TABLE) {
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
    solution.only(&["name", "version", "currency", "as_of", "inputs", "regions", "region_version", "packs"])?;
    Ok(Lock {
        solution: solution.text("name")?,
        version: solution.text("version")?,
        currency: solution.text("currency")?,
        as_of: date(solution.need("as_of")?)?,
        inputs: solution.text_or_empty("inputs")?,
        regions: solution.text_or_empty("regions")?,
        region_version: solution.text_or_empty("region_version")?,
        packs: solution.list("packs")?.iter().map(read_pack).collect::<Result<_, _>>()?,
        tables: Vec::new(),
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

fn read_only_market(root: &DeTable<'_>) -> Result<LockedMarket, Fault> {
    let top = Fields { table: root, place: 0..0 };
    top.only(&["markets"])?;
    match top.list("markets")? {
        [only] => read_market(only),
        _ => Err(Fault::new(0..0, "expected exactly one market")),
    }
}

fn read_market(value: &Value<'_>) -> Result<LockedMarket, Fault> {
    let market = fields(value)?;
    market.only(&["market", "status", "objective", "options", "carriers", "lines", "one_off", "facts", "hardware"])?;
    let mut objective = market.map("objective", text)?;
    objective.remove(CHANGES);
    Ok(LockedMarket {
        market: market.text("market")?,
        status: status(market.need("status")?)?,
        hardware: market.text_or_empty("hardware")?,
        objective,
        options: market.map("options", option)?,
        carriers: market.list("carriers")?.iter().map(text).collect::<Result<_, _>>()?,
        lines: read_lines(market.list("lines")?)?,
        one_off: market.list("one_off")?.iter().map(read_one_off).collect::<Result<_, _>>()?,
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
    line.only(&["slot", "component", "version", "quantity"])?;
    let quantity = line.need("quantity")?;
    let counted = u64::try_from(integer(quantity)?).ok().filter(|number| *number > 0);
    Ok(LockedLine {
        slot: line.text("slot")?,
        component: line.text("component")?,
        version: line.text("version")?,
        quantity: counted.ok_or_else(|| Fault::new(quantity.span(), "expected a quantity of 1 or more"))?,
    })
}

fn read_one_off(value: &Value<'_>) -> Result<LockedOneOff, Fault> {
    let taken = fields(value)?;
    taken.only(&["scheme", "id", "unit_cost"])?;
    let id = taken.find("id").map(text).transpose()?;
    Ok(LockedOneOff { scheme: taken.text("scheme")?, id, unit_cost: taken.text("unit_cost")? })
}

fn read_pack(value: &Value<'_>) -> Result<LockedPack, Fault> {
    let pack = fields(value)?;
    pack.only(&["name", "digest"])?;
    Ok(LockedPack { name: pack.text("name")?, digest: pack.text("digest")? })
}

fn read_fact(value: &Value<'_>) -> Result<LockedFact, Fault> {
    let fact = fields(value)?;
    fact.only(&["key", "value", "layer", "file", "status", "slots"])?;
    Ok(LockedFact {
        key: fact.text("key")?,
        value: fact.text("value")?,
        layer: fact.text("layer")?,
        file: fact.text_or_empty("file")?,
        status: fact.find("status").map(text).transpose()?,
        slots: fact.list("slots")?.iter().map(text).collect::<Result<_, _>>()?,
    })
}

/// The keys of one table.
struct Fields<'a, 'i> {
    table: &'a DeTable<'i>,
    place: Range<usize>,
}

impl<'a, 'i> Fields<'a, 'i> {
    fn find(&self, key: &str) -> Option<&'a Value<'i>> {
        self.table.get(key)
    }

    fn need(&self, key: &str) -> Result<&'a Value<'i>, Fault> {
        self.find(key).ok_or_else(|| Fault::new(self.place.clone(), format!("`{key}` is missing")))
    }

    fn text(&self, key: &str) -> Result<String, Fault> {
        text(self.need(key)?)
    }

    fn text_or_empty(&self, key: &str) -> Result<String, Fault> {
        self.find(key).map_or(Ok(String::new()), text)
    }

    fn list(&self, key: &str) -> Result<&'a [Value<'i>], Fault> {
        self.find(key).map_or(Ok(&[][..]), |value| array(value).map(|items| items as &[Value<'i>]))
    }

    fn map<T>(&self, key: &str, read: impl Fn(&Value<'i>) -> Result<T, Fault>) -> Result<BTreeMap<String, T>, Fault> {
        let Some(value) = self.find(key) else { return Ok(BTreeMap::new()) };
        let entries = fields(value)?.table.iter();
        entries.map(|(key, value)| read(value).map(|value| (key.get_ref().to_string(), value))).collect()
    }

    fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self.table.keys().find(|key| !known.contains(&key.get_ref().as_ref())) {
            Some(key) => Err(Fault::new(key.span(), format!("unknown key `{}`", printable(key.get_ref())))),
            None => Ok(()),
        }
    }
}

fn fields<'a, 'i>(value: &'a Value<'i>) -> Result<Fields<'a, 'i>, Fault> {
    let DeValue::Table(table) = value.get_ref() else { return Err(mismatch(value, "a table")) };
    Ok(Fields { table, place: value.span() })
}

fn array<'a, 'i>(value: &'a Value<'i>) -> Result<&'a DeArray<'i>, Fault> {
    let DeValue::Array(items) = value.get_ref() else { return Err(mismatch(value, "an array")) };
    Ok(items)
}

fn text(value: &Value<'_>) -> Result<String, Fault> {
    let DeValue::String(text) = value.get_ref() else { return Err(mismatch(value, "a string")) };
    Ok(text.to_string())
}

fn integer(value: &Value<'_>) -> Result<i64, Fault> {
    let DeValue::Integer(number) = value.get_ref() else { return Err(mismatch(value, "an integer")) };
    let digits = number.as_str().replace('_', "");
    let parsed = i64::from_str_radix(&digits, number.radix());
    parsed.map_err(|_| Fault::new(value.span(), "the number does not fit in 64 bits"))
}

fn date(value: &Value<'_>) -> Result<Date, Fault> {
    let DeValue::Datetime(day) = value.get_ref() else { return Err(mismatch(value, "a date")) };
    day.to_string().parse().map_err(|_| Fault::new(value.span(), "expected a date of the form YYYY-MM-DD"))
}

fn option(value: &Value<'_>) -> Result<OptionValue, Fault> {
    if let DeValue::Boolean(value) = value.get_ref() {
        return Ok(OptionValue::Boolean(*value));
    }
    if matches!(value.get_ref(), DeValue::Integer(_)) {
        return integer(value).map(OptionValue::Integer);
    }
    text(value).map(OptionValue::Text)
}

fn status(value: &Value<'_>) -> Result<LockedStatus, Fault> {
    match text(value)?.as_str() {
        "resolved" => Ok(LockedStatus::Resolved),
        "conflict" => Ok(LockedStatus::Conflict),
        _ => Err(Fault::new(value.span(), "expected `resolved` or `conflict`")),
    }
}

fn mismatch(value: &Value<'_>, wanted: &str) -> Fault {
    Fault::new(value.span(), format!("expected {wanted}, found {}", value.get_ref().type_str()))
}

/// Words of the file inside a message: short, and safe to print on a terminal.
fn printable(text: &str) -> String {
    text.chars().take(80).map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
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
            (HEAD.replace("version = 1\n", "version = 4\n"), "line 1: lock format 4"),
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
            ("[".repeat(LARGEST_PART + 1), "line 1: one market or table takes more than 1 MiB"),
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
