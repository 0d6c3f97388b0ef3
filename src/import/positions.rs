//! Where the parts of a board are: the position files of KiCad, Altium, EasyEDA and JLCPCB.

use crate::import::finding::Finding;
use crate::import::gaps;
use crate::import::millimetres::{Comma, Length, Written, decimal, millimetres};
use crate::import::table::{self, How, Sheet, Table, TableRow};
use std::collections::BTreeMap;

/// A part of a board with its place in millimetres.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Position {
    /// The line of the file, or the row of the sheet.
    pub line: u64,
    /// The reference designator.
    pub designator: String,
    /// The horizontal place of its middle.
    pub x: String,
    /// The vertical place of its middle.
    pub y: String,
    /// The side of the board.
    pub layer: String,
    /// Its rotation in degrees.
    pub rotation: String,
}

/// What a position file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Positions {
    /// The parts, in the order of the file.
    pub list: Vec<Position>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

/// What a column holds; the first name of each that a header row has is taken.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("designator", &["designator", "ref", "refdes", "reference", "references", "refdesignator", "part"]),
    ("x", &["midx", "centerx", "posx", "positionx", "x", "xpos", "locationx", "refx", "padx"]),
    ("y", &["midy", "centery", "posy", "positiony", "y", "ypos", "locationy", "refy", "pady"]),
    ("layer", &["layer", "side", "tb", "boardside"]),
    ("rotation", &["rotation", "rot", "angle", "orientation"]),
];

/// The rows that are searched for the header.
const HEADER_WITHIN: usize = 60;

/// Reads a position file: text of any form, CSV or a workbook. Places in mil or inches are converted to millimetres, without
/// rounding; decimal commas become points. Other numbers stay as they are written.
///
/// # Errors
/// The finding that says why the file cannot be read.
///
/// ```
/// let text = "Ref,Val,Package,PosX,PosY,Rot,Side\nC1,100nF,0402,104.1400,-73.6600,90.0000,top\n";
/// let positions = terroir::import::positions("top.csv", text.as_bytes())?;
/// assert_eq!((positions.list[0].designator.as_str(), positions.list[0].x.as_str()), ("C1", "104.1400"));
/// # Ok::<(), terroir::import::Finding>(())
/// ```
pub fn positions(file: &str, bytes: &[u8]) -> Result<Positions, Finding> {
    let mut found = Positions::default();
    let source = table::open(file, bytes, &How::default(), &mut found.findings)?;
    let headers = source.sheets().iter().filter_map(|sheet| Some((sheet, Header::of(&sheet.rows)?)));
    // Of several ways to read a text, the one whose header names most columns.
    let best = headers.rev().max_by_key(|(_, header)| header.columns.len());
    let findings =
        |sheet: &Sheet| -> Vec<Finding> { sheet.findings.iter().cloned().chain(sheet.without_results(file)).collect() };
    let best = best.map(|(sheet, header)| (sheet.rows.clone(), findings(sheet), header));
    let best = best.or_else(|| aligned(bytes).map(|(rows, header)| (rows, Vec::new(), header)));
    let Some((rows, findings, header)) = best else {
        let message = "no row names the columns of a position file: a designator (`Designator`, `Ref` …) and its place \
                       (`Mid X` and `Mid Y`, `PosX` and `PosY` …)";
        return Err(Finding::error(file, 0, message));
    };
    found.findings.extend(findings);
    for row in rows.iter().skip(header.at + 1) {
        match header.position(row) {
            Some(position) => found.list.push(position),
            None if row.cells.iter().all(String::is_empty) => {}
            None => {
                let message = "this row has no designator or no place, and was left out";
                found.findings.push(Finding::warning(file, row.line, message));
            }
        }
    }
    found.findings.extend(doubled(file, &found.list));
    in_millimetres(file, stated(file, bytes, &header)?, &mut found);
    Ok(found)
}

/// A text whose columns are aligned at their left or right, with its header row.
fn aligned(bytes: &[u8]) -> Option<(Table, Header)> {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    let headers =
        (0..lines.len().min(HEADER_WITHIN)).filter(|at| lines.get(*at).is_some_and(|line| line.contains("  ")));
    headers
        .map(|at| gaps::table_below(&lines, at))
        .find_map(|rows| Some((Header::of(rows.get(..1)?)?, rows)))
        .map(|(header, rows)| (rows, header))
}

/// A header row: which column holds what.
struct Header {
    /// Its index among the rows.
    at: usize,
    columns: BTreeMap<&'static str, usize>,
    /// The unit that the title of a place names, as in `Center-X(mil)`.
    unit: Option<String>,
}

impl Header {
    fn of(rows: &[TableRow]) -> Option<Self> {
        rows.iter().take(HEADER_WITHIN).enumerate().find_map(|(at, row)| {
            let titles: Vec<String> = row.cells.iter().map(|cell| plain(cell)).collect();
            let column = |names: &[&str]| names.iter().find_map(|name| titles.iter().position(|title| title == name));
            let columns: BTreeMap<&'static str, usize> =
                COLUMNS.iter().filter_map(|(what, names)| Some((*what, column(names)?))).collect();
            let unit = columns.get("x").and_then(|at| row.cells.get(*at)).and_then(|title| unit_of_title(title));
            let is_header = ["designator", "x", "y"].iter().all(|what| columns.contains_key(what));
            is_header.then_some(Self { at, columns, unit })
        })
    }

    fn position(&self, row: &TableRow) -> Option<Position> {
        let cell = |what| self.columns.get(what).and_then(|at| row.cells.get(*at)).cloned().unwrap_or_default();
        let (designator, x, y) = (cell("designator"), cell("x"), cell("y"));
        let is_placed =
            !designator.is_empty() && [&x, &y].iter().all(|text| text.bytes().any(|one| one.is_ascii_digit()));
        let (layer, rotation) = (cell("layer"), cell("rotation"));
        is_placed.then_some(Position { line: row.line, designator, x, y, layer, rotation })
    }
}

/// A title without its unit, its marks and its spaces: `centerx` of `Center-X(mm)`.
fn plain(title: &str) -> String {
    let bare = title.split('(').next().unwrap_or_default();
    bare.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn unit_of_title(title: &str) -> Option<String> {
    let (_, rest) = title.split_once('(')?;
    Some(rest.split(')').next().unwrap_or_default().trim().to_lowercase()).filter(|unit| !unit.is_empty())
}

/// Designators that have several places.
fn doubled(file: &str, list: &[Position]) -> Vec<Finding> {
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    let mut findings = Vec::new();
    for position in list {
        match first.get(position.designator.as_str()) {
            Some(line) => {
                let message = format!("`{}` has a place in line {line} too; both are kept", position.designator);
                findings.push(Finding::warning(file, position.line, message));
            }
            None => drop(first.insert(&position.designator, position.line)),
        }
    }
    findings
}

/// The unit that a file states for numbers without one: millimetres where it states none.
fn stated(file: &str, bytes: &[u8], header: &Header) -> Result<Length, Finding> {
    let Some(word) = header.unit.clone().or_else(|| unit_of_text(bytes)) else { return Ok(Length::Millimetre) };
    let unknown = || Finding::error(file, 0, format!("the places are in `{word}`, a unit that is not known"));
    Length::of(&word).ok_or_else(unknown)
}

/// Gives all places in millimetres, with points before the decimals. What is not a number is left out, with a warning.
fn in_millimetres(file: &str, unit: Length, found: &mut Positions) {
    let has_point = |one: &Position| [&one.x, &one.y].iter().any(|text| text.contains('.'));
    let comma = if found.list.iter().any(has_point) { Comma::Unclear } else { Comma::Decimal };
    let written = Written { unit, comma };
    let mut converted = 0_usize;
    for mut one in std::mem::take(&mut found.list) {
        let rotation = match one.rotation.trim_end_matches(['\u{b0}', ' ']) {
            "" => Ok(String::new()),
            text => decimal(text, Comma::Decimal),
        };
        match (millimetres(&one.x, written), millimetres(&one.y, written), rotation) {
            (Ok(x), Ok(y), Ok(rotation)) => {
                let is_other = |text: &str| Length::of(text.trim_start_matches(|letter: char| !letter.is_alphabetic()));
                let units = [&one.x, &one.y].map(|text| is_other(text).unwrap_or(unit));
                converted += usize::from(units.iter().any(|unit| *unit != Length::Millimetre));
                (one.x, one.y, one.rotation) = (x, y, rotation);
                found.list.push(one);
            }
            (Err(why), ..) | (_, Err(why), _) | (.., Err(why)) => {
                let message = format!("`{}` was left out: {why}", one.designator);
                found.findings.push(Finding::warning(file, one.line, message));
            }
        }
    }
    if converted > 0 {
        let places = if converted == 1 { "place was" } else { "places were" };
        let message = format!("{converted} {places} converted from mil or inches to millimetres, without rounding");
        found.findings.push(Finding::note(file, 0, message));
    }
}

/// What the first lines of a text say: `## Unit = inches, Angle = deg.` of KiCad, `Units used: mil` of Altium.
fn unit_of_text(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().take(HEADER_WITHIN);
    let rest = lines.find_map(|line| {
        let line = line.trim_start_matches('"');
        line.strip_prefix("## Unit = ").or_else(|| line.strip_prefix("Units used: "))
    })?;
    let word: String = rest.chars().take_while(|letter| letter.is_alphabetic()).collect();
    Some(word.to_lowercase()).filter(|word| !word.is_empty())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let found = positions("a.csv", text.as_bytes()).unwrap();
        let one = |position: &Position| {
            [&position.designator, &position.x, &position.y, &position.layer, &position.rotation]
                .map(String::as_str)
                .join(" ")
        };
        (found.list.iter().map(one).collect(), found.findings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_files_of_each_tool_are_read_with_their_numbers_as_they_are() {
        let kicad = "Ref,Val,Package,PosX,PosY,Rot,Side\n\"C1\",\"100nF\",\"0402\",104.1400,-73.6600,90.0000,top\n";
        assert_eq!(read(kicad), (vec!["C1 104.1400 -73.6600 top 90.0000".to_owned()], Vec::new()));
        let jlcpcb = "Designator,Mid X,Mid Y,Layer,Rotation\nC1,1.50mm,2mm,T,0\n";
        assert_eq!(read(jlcpcb), (vec!["C1 1.50mm 2mm T 0".to_owned()], Vec::new()));
        let easyeda = "Designator\tFootprint\tMid X\tMid Y\tRef X\tRef Y\tPad X\tPad Y\tLayer\tRotation\tComment\n\
                       R1\t0402\t10mil\t20mil\t1\t2\t3\t4\tB\t270\t10k\n";
        let (list, findings) = read(easyeda);
        assert_eq!(list, ["R1 0.254 0.508 B 270"]);
        assert!(findings[0].contains("1 place was converted from mil or inches"), "{findings:?}");
        let altium = "Altium Designer Pick and Place Locations\nC:\\board.txt\n\nFile Design Information:\n\nUnits used: mm\n\n\
                      \"Designator\",\"Comment\",\"Layer\",\"Footprint\",\"Center-X(mm)\",\"Center-Y(mm)\",\"Rotation\",\"Description\"\n\
                      \"U1\",\"EXAMPLE\",\"TopLayer\",\"QFN\",\"12.3000\",\"4.5000\",\"360\",\"a, b\"\n";
        assert_eq!(read(altium), (vec!["U1 12.3000 4.5000 TopLayer 360".to_owned()], Vec::new()));
    }

    #[test]
    fn decimal_commas_become_points_and_other_units_millimetres() {
        let (list, findings) = read("Designator;Mid X;Mid Y;Rotation;Layer\nR1;10,5;1,25;90,0;T\n");
        assert_eq!((list, findings.len()), (vec!["R1 10.5 1.25 T 90.0".to_owned()], 0));
        let inches = "## Unit = inches, Angle = deg.\n# Ref Val Package PosX PosY Rot Side\nR1 10k 0402 1.5000 -0.1000 90.0 top\n";
        let (list, findings) = read(inches);
        assert_eq!((list, findings.len()), (vec!["R1 38.1 -2.54 top 90.0".to_owned()], 1));
        let (list, findings) = read("Designator,Mid X,Mid Y,Layer,Rotation\nR1,\"1.234,5\",2,T,0\nR2,1,2um,T,0\n");
        assert!(
            list.is_empty() && findings[0].contains("`R1` was left out: `1.234,5` is not a number"),
            "{findings:?}"
        );
        assert!(findings[1].contains("the unit `um` is not known"), "{findings:?}");
        assert!(positions("a.csv", b"Designator,X (um),Y (um)\nR1,1,2\n").is_err());
    }

    #[test]
    fn what_is_no_position_is_reported() {
        let (list, findings) =
            read("Designator,Mid X,Mid Y,Layer,Rotation\nC1,1,2,T,0\nC1,3,4,T,0\n,5,6,T,0\nC2,,,T,0\n");
        assert_eq!(list.len(), 2);
        let lines: Vec<&str> = findings.iter().map(|finding| finding.split(' ').next().unwrap()).collect();
        assert_eq!(lines, ["a.csv:4:", "a.csv:5:", "a.csv:3:"]);
        assert!(positions("a.csv", b"Reference,Quantity\nC1,1\n").is_err());
    }
}
