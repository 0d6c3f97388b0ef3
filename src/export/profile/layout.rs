//! The columns of a profile for one release, and what a row has in them.

use super::column::{ProfileColumn, Source};
use super::fields;
use crate::bom::Line;
use crate::export::own_number::ipn;
use crate::export::places::main_name;
use crate::export::release::{MarketRelease, Release, ReleaseLine};
use crate::export::sheet::Cell;
use crate::export::substitute::Substitute;
use crate::schema::CustomField;
use crate::terms::Column;

/// The columns of all sheets of one release, so that they are the same in each.
pub(super) struct Layout<'a> {
    /// The profile's own columns, without those that no line fills.
    pub columns: Vec<&'a ProfileColumn>,
    /// The titles of the fields that no column holds, in the order of the catalogue.
    pub further: Vec<&'a str>,
    /// The slots of the boards; `None`: the main board.
    boards: Vec<Option<String>>,
    /// The largest number of substitutes of any line.
    substitutes: usize,
    /// The largest number of approved parts of any line.
    approved: usize,
}

/// Where a row is in its sheet.
#[derive(Clone, Copy)]
pub(super) enum Place {
    First,
    Later,
}

impl<'a> Layout<'a> {
    /// The columns for the listed lines of all markets.
    pub fn of(columns: &'a [ProfileColumn], release: &'a Release, listed: &[&ReleaseLine]) -> Self {
        let mut boards: Vec<Option<String>> = Vec::new();
        for row in listed.iter().filter(|row| !row.line.refdes.is_empty()) {
            if !boards.contains(&row.line.part_of) {
                boards.push(row.line.part_of.clone());
            }
        }
        let is_there = |column: &&ProfileColumn| {
            if let Source::IfAny(field) = column.source {
                listed.iter().any(|row| !stated(field, row).is_empty())
            } else if column.source == Source::DescriptionIfAny {
                listed.iter().any(|row| !description(row).is_empty())
            } else if column.source == Source::BoardIfAny {
                boards.len() > 1
            } else if column.source == Source::VariantIfAny {
                release.variant.is_some()
            } else if let Source::UnitIfAny(_) = column.source {
                listed.iter().any(|row| row.line.details.measure().is_some())
            } else {
                true
            }
        };
        let mut layout = Self {
            columns: columns.iter().filter(is_there).collect(),
            further: Vec::new(),
            boards: boards.clone(),
            substitutes: listed.iter().map(|row| row.substitutes.len()).max().unwrap_or(0),
            approved: listed.iter().map(|row| row.line.approved.len()).max().unwrap_or(0),
        };
        let own = layout.header();
        let is_further = |title: &&str| {
            let mut with = listed.iter().filter(|row| row.field(title).is_some()).peekable();
            let is_used = with.peek().is_some();
            is_used && !own.iter().any(|known| known == title) && !with.all(|row| layout.shows(row, title))
        };
        let titles = release.fields.iter().map(String::as_str);
        let further: Vec<&str> = titles.filter(is_further).collect();
        layout.further = further;
        layout
    }

    /// Whether a column of another title shows a row's field.
    fn shows(&self, row: &ReleaseLine, title: &str) -> bool {
        let mut shown = self.columns.iter().filter_map(|column| number_field(column.source, row));
        shown.any(|field| field.name == title)
    }

    /// The titles of all columns.
    pub fn header(&self) -> Vec<String> {
        let own = self.columns.iter().flat_map(|column| self.titles(column));
        own.chain(self.further.iter().map(|title| (*title).to_owned())).collect()
    }

    fn titles(&self, column: &ProfileColumn) -> Vec<String> {
        let numbered = |count: usize, words: &[&str]| {
            let title = |number: usize| words.iter().map(move |what| format!("Alternate {number}{what}"));
            (1..=count).flat_map(title).collect::<Vec<String>>()
        };
        if column.source == Source::Substitutes {
            numbered(self.substitutes, &["", " Manufacturer", " MPN"])
        } else if column.source == Source::Approved {
            numbered(self.approved, &[" Manufacturer", " MPN"])
        } else {
            vec![column.title.clone()]
        }
    }

    /// How many columns come before the first of a field.
    pub fn position(&self, field: Column) -> Option<usize> {
        let is_wanted = |source: Source| source == Source::Of(field) || source == Source::Stated(field);
        let at = self.columns.iter().position(|column| is_wanted(column.source))?;
        Some(self.columns.iter().take(at).map(|column| self.titles(column).len()).sum())
    }

    /// The cells of a row.
    pub fn row(&self, release: &Release, market: &MarketRelease, row: &ReleaseLine, place: Place) -> Vec<Cell> {
        let mut cells = Vec::new();
        for column in &self.columns {
            let own = self.cells(column.source, &OneRow { release, market, row, place });
            cells.extend(own.into_iter().zip(self.titles(column)).map(|(cell, title)| or_field(cell, row, &title)));
        }
        cells.extend(self.further.iter().map(|title| Cell::Text(row.field(title).unwrap_or_default().to_owned())));
        cells
    }

    /// The titles of a row's fields whose column shows something else.
    pub fn covered(&self, release: &Release, market: &MarketRelease, row: &ReleaseLine) -> Vec<String> {
        if row.line.details.fields.is_empty() {
            return Vec::new();
        }
        let shown = self.header().into_iter().zip(self.row(release, market, row, Place::First));
        let is_covered = |(title, cell): &(String, Cell)| {
            row.field(title).is_some_and(|field| !field.is_empty() && field != cell.content())
        };
        shown.filter(is_covered).map(|(title, _)| title).collect()
    }

    fn cells(&self, source: Source, of: &OneRow<'_>) -> Vec<Cell> {
        if source == Source::Substitutes {
            (0..self.substitutes).flat_map(|at| substitute(of.row.substitutes.get(at))).collect()
        } else if source == Source::Approved {
            let own: Vec<&Substitute> = of.row.substitutes.iter().filter(|one| one.component.is_none()).collect();
            let cells = |at: usize| substitute(own.get(at).copied()).into_iter().skip(1);
            (0..self.approved).flat_map(cells).collect()
        } else if source == Source::BoardIfAny {
            vec![Cell::Text(self.board(&of.row.line))]
        } else {
            vec![cell(source, of)]
        }
    }

    /// The board that a line is on; empty for one without designators.
    fn board(&self, line: &Line) -> String {
        match &line.part_of {
            Some(_) | None if line.refdes.is_empty() => String::new(),
            Some(slot) => slot.clone(),
            None => main_name(&self.boards),
        }
    }
}

/// A row on its way into a sheet.
struct OneRow<'a> {
    release: &'a Release,
    market: &'a MarketRelease,
    row: &'a ReleaseLine,
    place: Place,
}

/// The cell of a source with one column.
fn cell(source: Source, of: &OneRow<'_>) -> Cell {
    let row = of.row;
    let once = |text: String| match of.place {
        Place::First => Cell::Text(text),
        Place::Later => Cell::Text(String::new()),
    };
    match source {
        Source::Of(column) => field(column, of),
        // It is stated where it is not 0, and rounded where it is shown.
        Source::IfAny(column @ Column::Freight) => field(column, of),
        Source::Stated(column) | Source::IfAny(column) => Cell::Text(stated(column, row)),
        Source::Once(column) => once(row.text(column, of.release, &of.market.bom)),
        Source::OnceText(constant) => once(constant.to_owned()),
        Source::OnceProduct => once(product(of)),
        Source::VariantIfAny => Cell::Text(of.market.bom.variant.clone().unwrap_or_default()),
        Source::Text(constant) => Cell::Text(constant.to_owned()),
        Source::Order => Cell::Text(fields::order(row).map(|field| field.value.clone()).unwrap_or_default()),
        Source::Comment => {
            let described = Some(description(row)).filter(|text| !text.is_empty());
            let stated = row.line.details.value.clone().or_else(|| row.line.mpn.clone()).or(described);
            Cell::Text(stated.unwrap_or_else(|| row.line.component.clone()))
        }
        Source::Description | Source::DescriptionIfAny => Cell::Text(description(row)),
        Source::DescriptionOrValue => {
            let text = description(row);
            Cell::Text(if text.is_empty() { stated(Column::Value, row) } else { text })
        }
        Source::Unit(words) | Source::UnitIfAny(words) => {
            let unit = row.line.details.measure().unwrap_or("pcs");
            let named = words.iter().find(|(own, _)| *own == unit).map_or(unit, |(_, named)| named);
            Cell::Text(named.to_owned())
        }
        Source::Field | Source::BoardIfAny | Source::Substitutes | Source::Approved => Cell::Text(String::new()),
    }
}

/// The name of the assembly: another one for each file that is written.
fn product(of: &OneRow<'_>) -> String {
    let variant = of.release.variant.as_ref().map(|variant| format!("-{variant}")).unwrap_or_default();
    format!("{}-{}{variant}", of.release.solution, of.market.bom.market)
}

fn field(column: Column, of: &OneRow<'_>) -> Cell {
    let text = of.row.text(column, of.release, &of.market.bom);
    if column.is_number() { Cell::Number(text) } else { Cell::Text(text) }
}

/// A field, empty where it is not stated.
pub(super) fn stated(column: Column, row: &ReleaseLine) -> String {
    let (line, details) = (&row.line, &row.line.details);
    if column == Column::Name {
        return if line.name == line.component { String::new() } else { line.name.clone() };
    }
    if column == Column::Freight && !line.freight.is_zero() {
        return line.freight.to_string();
    }
    let texts = [
        (Column::Seller, &line.seller),
        (Column::Sku, &line.sku),
        (Column::Value, &details.value),
        (Column::Description, &details.description),
        (Column::Datasheet, &details.datasheet),
        (Column::License, &details.license),
        (Column::Purl, &details.purl),
        (Column::Cpe, &details.cpe),
        (Column::Supplier, &details.supplier),
        (Column::Sbom, &details.sbom),
    ];
    let found = texts.into_iter().find(|(one, _)| *one == column);
    found.and_then(|(_, text)| text.clone()).unwrap_or_default()
}

/// The description, else the name, where it is more than a value or a part number.
pub(super) fn description(row: &ReleaseLine) -> String {
    let stated_as = |column| Some(stated(column, row)).filter(|text| !text.is_empty());
    let is_shown =
        |name: &String| [&row.line.details.value, &row.line.mpn].into_iter().flatten().any(|one| one == name);
    let name = || stated_as(Column::Name).filter(|name| !is_shown(name));
    stated_as(Column::Description).or_else(name).unwrap_or_default()
}

/// The field of another title that a column shows.
fn number_field(source: Source, row: &ReleaseLine) -> Option<&CustomField> {
    if source == Source::Of(Column::Ipn) {
        ipn(&row.line.details.fields)
    } else if source == Source::Order {
        fields::order(row)
    } else {
        None
    }
}

/// The cell or, where it is empty, what the component has under its title in `fields`.
fn or_field(cell: Cell, row: &ReleaseLine, title: &str) -> Cell {
    match (&cell, row.field(title)) {
        (Cell::Text(text), Some(field)) if text.is_empty() => Cell::Text(field.to_owned()),
        (Cell::Text(_) | Cell::Number(_), _) => cell,
    }
}

fn substitute(substitute: Option<&Substitute>) -> [Cell; 3] {
    let fields = match substitute {
        Some(one) => [&one.component, &one.manufacturer, &one.mpn],
        None => [&None; 3],
    };
    fields.map(|text| Cell::Text(text.clone().unwrap_or_default()))
}
