//! The kinds of CSV files, each with its columns; used by the example and by the test on the same files.

pub mod networks;
pub mod places;
pub mod regimes;
pub mod sheet;
pub mod spectrum;

use places::{SETTLED_WHY, country, differ, is_settled, letters, mains, majority, status};
use sheet::{Book, Cells, Market, Report, Row, set, yes};

/// The kinds that can be compared, by the file's name.
pub const KINDS: [&str; 10] = [
    "aqi",
    "carriers",
    "cellular_tech",
    "country",
    "ground_truth",
    "lorawan",
    "mains",
    "regimes",
    "subghz",
    "wifi_rules",
];

/// Reads a CSV file's rows.
///
/// # Errors
/// What is wrong with the file.
pub fn rows(text: &str) -> Result<Vec<Row>, csv::Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().collect()
}

/// Compares a file's rows with the overlays; `None` for a kind that is not known.
pub fn compare(kind: &str, rows: &[Row], book: &mut Book) -> Option<Report> {
    let mut report = Report::default();
    match kind {
        "carriers" => networks::carriers(rows, book, &mut report),
        "wifi_rules" => spectrum::wifi(rows, book, &mut report),
        "subghz" => spectrum::subghz(rows, book, &mut report),
        _ if KINDS.contains(&kind) => {
            for row in rows {
                one_row(kind, row, book, &mut report);
            }
            report_gone(kind, rows, book, &mut report);
        }
        _ => return None,
    }
    report.differences.sort();
    Some(report)
}

fn one_row(kind: &str, row: &Row, book: &mut Book, report: &mut Report) {
    let market = ["iso2", "market", "markets"].iter().find_map(|column| row.get(*column));
    let mut cells = Cells::new(row, market.map_or("", String::as_str), report);
    match kind {
        "aqi" => regimes::index(&mut cells, book),
        "cellular_tech" => networks::technologies(&mut cells),
        "country" => country(&mut cells, book),
        "ground_truth" => ground_truth(&mut cells, book),
        "lorawan" => spectrum::lorawan(&mut cells, book),
        "mains" => mains(&mut cells, book),
        _ => regimes::regime(&mut cells, book),
    }
    cells.finish();
}

/// Markets of the overlays that a file of one row a market lacks.
fn report_gone(kind: &str, rows: &[Row], book: &Book, report: &mut Report) {
    if matches!(kind, "aqi" | "regimes") {
        return;
    }
    let file = set(rows.iter().filter_map(|row| row.get("iso2")).map(String::as_str));
    let held = set(book.countries().iter().map(String::as_str));
    for market in held.difference(&file) {
        report.sets(market, "market", &set([market.as_str()]), &set([]));
    }
}

/// A row of `ground_truth.csv`.
fn ground_truth(cells: &mut Cells<'_>, book: &mut Book) {
    let code = cells.market.clone();
    let (name, member) = (book.name(&code), book.lies_in(&code, "eu"));
    let market = book.market(&code);
    cells.word("iso2", "area", &code, cells.cell("iso2"));
    cells.word("name", "name", &name, cells.cell("name"));
    cells.word("eu_member", "within", yes(member), cells.cell("eu_member"));
    let currency = market.get("identity.currency");
    cells.same("currency", "identity.currency", &currency.values);
    majority(cells, "currency_status", &currency);
    power(cells, market);
    spectrum::wifi_summary(cells, market);
    spectrum::plan_summary(cells, market);
    let codes = market.get("identity.mcc");
    cells.same("mcc", "identity.mcc", &codes.values);
    cells.same("mcc_itu_only", "identity.mcc", &codes.contenders(&["itu-e212-bulletin"]));
    cells.same("mcc_wikipedia_only", "identity.mcc", &codes.contenders(&["wikipedia-mcc"]));
    status(cells, "mcc_status", "identity.mcc", !codes.contenders(&[]).is_empty());
    networks::summary(cells, market);
}

fn power(cells: &mut Cells<'_>, market: &Market) {
    let volts = market.get("power.mains.voltage_v");
    cells.same("mains_v", "power.mains.voltage_v", &volts.values);
    status(cells, "mains_v_status", "power.mains.voltage_v", differ(&volts));
    let hertz = market.get("power.mains.frequency_hz");
    cells.same("mains_hz", "power.mains.frequency_hz", &hertz.values);
    status(cells, "mains_hz_status", "power.mains.frequency_hz", differ(&hertz));
    let plugs = market.get("power.mains.plugs");
    if is_settled(&cells.market, "power.mains.plugs") {
        cells.leave_out(&["plugs", "plugs_worldstandards", "plugs_status"], SETTLED_WHY);
        let file = letters(cells.cell("plugs_iec"));
        return cells.contended("plugs_iec", "power.mains.plugs", &plugs.said_by(&["iec-world-plugs"]), &file);
    }
    cells.sets("plugs", "power.mains.plugs", &plugs.values, &letters(cells.cell("plugs")));
    for (column, source) in [("plugs_worldstandards", "worldstandards"), ("plugs_iec", "iec-world-plugs")] {
        cells.contended(column, "power.mains.plugs", &plugs.said_by(&[source]), &letters(cells.cell(column)));
    }
    status(cells, "plugs_status", "power.mains.plugs", differ(&plugs));
}
