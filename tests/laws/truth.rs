//! The truth: parts, and per list which part is at which place.

use super::damage::{self, Damage};
use super::names;
use super::random::Random;
use super::sheet::{Column, Layout};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Letters of its designators; empty: it has none.
    pub letters: &'static str,
    /// By column; empty: the cell is empty or a placeholder.
    pub cells: Vec<(Column, String)>,
}

impl Part {
    pub fn cell(&self, column: Column) -> &str {
        self.cells.iter().find(|(own, _)| *own == column).map_or("", |(_, text)| text)
    }
}

#[derive(Clone, Debug)]
pub struct Row {
    pub part: usize,
    pub places: Vec<String>,
    /// Of a part without places.
    pub pieces: usize,
    /// False: the row is there and marked as not fitted.
    pub fitted: bool,
}

#[derive(Clone, Debug)]
pub struct List {
    pub name: String,
    pub rows: Vec<Row>,
    pub layout: Layout,
    pub damage: Vec<Damage>,
}

#[derive(Clone, Debug)]
pub struct Set {
    pub columns: Vec<Column>,
    pub parts: Vec<Part>,
    pub lists: Vec<List>,
}

const LETTERS: [&str; 7] = ["R", "C", "L", "U", "D", "LED", "J"];
const VALUES: [&str; 8] = ["10k", "1M", "1m", "100n", "10u", "RED", "4.7k 1%", "0.1\" header"];
const SIZES: [&str; 5] = ["0402", "0603", "R_0402_1005Metric", "SOT-23", "QFN32"];
const MAKERS: [&str; 3] = ["Example Works", "Sample & Sons", "示例电子"];

/// The set of lists of a seed.
pub fn set(seed: u64) -> Set {
    let mut random = Random::new(seed);
    let columns = columns(&mut random);
    let parts = parts(&mut random, &columns);
    let count = if random.percent(15) { random.between(8, 24) } else { random.between(2, 6) };
    let places = random.between(2, 12);
    let usual: Vec<(String, usize)> = places_of(&mut random, &parts, places);
    let damaged = random.percent(60);
    let mut lists = Vec::new();
    for name in names::names(&mut random, count) {
        let rows = rows(&mut random, &columns, &parts, &usual);
        let layout = Layout::random(&mut random, &columns);
        lists.push(List { name, rows, layout, damage: Vec::new() });
    }
    if damaged {
        let victim = random.below(lists.len());
        lists[victim].damage = damage::random(&mut random, &columns, &lists[victim], &parts);
    }
    Set { columns, parts, lists }
}

/// The columns that all lists have: designators, and at least one that says what the part is.
fn columns(random: &mut Random) -> Vec<Column> {
    let mut columns = vec![Column::Places];
    for (column, percent) in [
        (Column::Quantity, 80),
        (Column::Value, 90),
        (Column::Footprint, 80),
        (Column::Number, 70),
        (Column::Maker, 50),
        (Column::Tolerance, 25),
        (Column::Order, 25),
        (Column::Fitted, 40),
    ] {
        if random.percent(percent) {
            columns.push(column);
        }
    }
    if !columns.contains(&Column::Value) && !columns.contains(&Column::Number) {
        columns.push(Column::Value);
    }
    columns
}

fn parts(random: &mut Random, columns: &[Column]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for number in 0..random.between(2, 10) {
        let none = random.percent(25);
        let mut cells: Vec<(Column, String)> = Vec::new();
        for column in columns {
            let text = match column {
                Column::Value => (*random.pick(&VALUES)).to_owned(),
                Column::Footprint => (*random.pick(&SIZES)).to_owned(),
                Column::Number if none => String::new(),
                Column::Number => format!("EXAMPLE-{}{number}", random.pick(&["A", "B-", "0"])),
                Column::Maker if none => String::new(),
                Column::Maker => (*random.pick(&MAKERS)).to_owned(),
                Column::Tolerance => (*random.pick(&["1%", "5%", ""])).to_owned(),
                Column::Order if random.percent(50) => format!("SHOP-{number}"),
                Column::Order => String::new(),
                Column::Places | Column::Quantity | Column::Fitted => continue,
            };
            cells.push((*column, text));
        }
        let loose =
            !none && columns.contains(&Column::Number) && columns.contains(&Column::Quantity) && random.percent(10);
        let part = Part { letters: if loose { "" } else { random.pick::<&str>(&LETTERS) }, cells };
        let says = part
            .cells
            .iter()
            .any(|(column, text)| matches!(column, Column::Value | Column::Number) && !text.is_empty());
        if says && !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        let text = |column: &Column| if *column == Column::Value { "10k" } else { "EXAMPLE-1" };
        let cells = columns.iter().filter(|column| matches!(column, Column::Value | Column::Number));
        parts.push(Part { letters: "R", cells: cells.map(|column| (*column, text(column).to_owned())).collect() });
    }
    parts
}

/// Places with their usual part; the letters of a place are those of the part.
fn places_of(random: &mut Random, parts: &[Part], count: usize) -> Vec<(String, usize)> {
    let placed: Vec<usize> = (0..parts.len()).filter(|part| !parts[*part].letters.is_empty()).collect();
    if placed.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for number in 1..=count {
        let part = *random.pick(&placed);
        let number = if random.percent(10) { 100 + number } else { number };
        found.push((format!("{}{number}", parts[part].letters), part));
    }
    found
}

fn rows(random: &mut Random, columns: &[Column], parts: &[Part], usual: &[(String, usize)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (place, part) in usual {
        let letters = parts[*part].letters;
        let others: Vec<usize> = (0..parts.len()).filter(|other| parts[*other].letters == letters).collect();
        let part = if random.percent(25) { *random.pick(&others) } else { *part };
        let absent = random.percent(15);
        if absent && !(columns.contains(&Column::Fitted) && random.percent(60)) {
            continue;
        }
        match rows.iter_mut().find(|row| row.part == part && row.fitted != absent && random.percent(85)) {
            Some(row) => row.places.push(place.clone()),
            None => rows.push(Row { part, places: vec![place.clone()], pieces: 0, fitted: !absent }),
        }
    }
    for part in (0..parts.len()).filter(|part| parts[*part].letters.is_empty()) {
        if random.percent(80) {
            rows.push(Row { part, places: Vec::new(), pieces: random.between(1, 9), fitted: true });
        }
    }
    if !rows.iter().any(|row| row.fitted) {
        let letters = parts.iter().position(|part| !part.letters.is_empty());
        match letters {
            Some(part) => {
                rows.push(Row { part, places: vec![format!("{}900", parts[part].letters)], pieces: 0, fitted: true })
            }
            None => rows.push(Row { part: 0, places: Vec::new(), pieces: 2, fitted: true }),
        }
    }
    random.shuffle(&mut rows);
    rows
}
