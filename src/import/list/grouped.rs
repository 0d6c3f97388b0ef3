//! Headers of two rows: `Manufacturer` over `Name` and `Part No` is `Manufacturer Name` and `Manufacturer Part No`.

use crate::import::list::title::titles_in;
use crate::import::list::titles::whole_key;
use crate::import::table::TableRow;
use std::collections::BTreeSet;

/// The header that two rows are together, in the line of the lower one; `None` if they are not one.
///
/// The lower row consists of titles. It leaves out the columns that have no group (cells that are merged over both rows), or
/// has all titles and two that are the same without their groups: a title of a document above a header is no group.
pub(super) fn joined(upper: &TableRow, lower: &TableRow) -> Option<TableRow> {
    let filled = lower.cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled < 2 || titles_in(&lower.cells) != filled || lower.line != upper.line + 1 {
        return None;
    }
    let groups = groups(upper, lower);
    let has_whole = lower.cells.iter().zip(&groups).any(|(cell, group)| cell.is_empty() && !group.is_empty());
    if !(has_whole || are_distinct(&groups, lower)) {
        return None;
    }
    let cell = |at: usize| lower.cells.get(at).map_or("", String::as_str);
    let count = |own: &str| lower.cells.iter().filter(|cell| whole_key(cell) == whole_key(own)).count();
    let titled = |(at, group): (usize, &&str)| match count(cell(at)) {
        0 | 1 => title(group, cell(at)),
        _ => doubled(group, cell(at)),
    };
    let cells = groups.iter().enumerate().map(titled).collect();
    Some(TableRow { line: lower.line, cells, ..TableRow::default() })
}

/// The group of each column: the title above it, or above the columns at its left that belong together with it.
fn groups<'a>(upper: &'a TableRow, lower: &TableRow) -> Vec<&'a str> {
    let mut group = "";
    let width = upper.cells.len().max(lower.cells.len());
    let mut groups = Vec::with_capacity(width);
    for at in 0..width {
        let own = upper.cells.get(at).map_or("", String::as_str);
        let has_lower = lower.cells.get(at).is_some_and(|cell| !cell.is_empty());
        if !own.is_empty() || !has_lower {
            group = own;
        }
        groups.push(group);
    }
    groups
}

/// Whether columns with one title differ in their groups, which are titles of a list.
fn are_distinct(groups: &[&str], lower: &TableRow) -> bool {
    let named: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
    let keys: Vec<(String, &str)> =
        lower.cells.iter().zip(groups).map(|(cell, group)| (whole_key(cell), *group)).collect();
    let plain: BTreeSet<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
    let whole: BTreeSet<&(String, &str)> = keys.iter().collect();
    plain.len() < keys.len() && whole.len() == keys.len() && titles_in(&named) >= 2
}

/// The title of a column whose own title another column has, too: `Maker` over `Name` is the maker.
fn doubled(group: &str, own: &str) -> String {
    let both = format!("{group} {own}").trim().to_owned();
    let is_known = |text: &str| titles_in(&[text.to_owned()]) > 0;
    let is_name = matches!(whole_key(own).as_str(), "name" | "names" | "nom" | "nombre" | "名称");
    if is_name && !is_known(&both) && is_known(group) { group.to_owned() } else { both }
}

/// Groups about others than the maker: without them, a supplier's name would be that of a part.
const PARTIES: [&str; 10] = [
    "supplier",
    "vendor",
    "distributor",
    "seller",
    "customer",
    "lieferant",
    "fournisseur",
    "proveedor",
    "供应商",
    "alternat",
];

/// The title of a column: with its group where that is a known title or says what `Name` is, else without.
fn title(group: &str, own: &str) -> String {
    let both = format!("{group} {own}").trim().to_owned();
    let is_known = |text: &str| titles_in(&[text.to_owned()]) > 0;
    let is_party = PARTIES.iter().any(|party| whole_key(group).starts_with(party));
    let is_clear = !is_party && !group.is_empty() && !own.is_empty();
    if is_clear && !is_known(&both) { own.to_owned() } else { both }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(upper: &str, lower: &str) -> Option<String> {
        let row = |line: u64, text: &str| TableRow {
            line,
            cells: text.split(',').map(|cell| cell.trim().to_owned()).collect(),
            ..TableRow::default()
        };
        joined(&row(1, upper), &row(2, lower)).map(|row| row.cells.join(","))
    }

    #[test]
    fn groups_go_before_the_titles_below_them() {
        assert_eq!(
            read("RefDes,Qty,Value,Manufacturer,,Supplier", ",,,Name,Part No,Name,Part No").as_deref(),
            Some("RefDes,Qty,Value,Manufacturer Name,Manufacturer Part No,Supplier Name,Supplier Part No")
        );
        assert_eq!(
            read("Part,,Manufacturer,,Supplier,", "RefDes,Qty,Name,Part No,Name,Part No").as_deref(),
            Some("RefDes,Qty,Manufacturer Name,Manufacturer Part No,Supplier Name,Supplier Part No")
        );
        assert_eq!(
            read("RefDes,Qty,Maker,,Distributor,", ",,Name,Part No,Name,Part No").as_deref(),
            Some("RefDes,Qty,Maker,Maker Part No,Distributor Name,Distributor Part No")
        );
    }

    #[test]
    fn other_rows_are_no_second_row_of_a_header() {
        for (upper, lower) in [
            ("RefDes,Qty,Value,MPN", "R1,1,10k,EXAMPLE"),
            ("RefDes,Qty,Value,MPN", ",,Resistors,"),
            ("RefDes,Qty,Value,MPN", "RefDes,Qty,Value,MPN"),
            ("Bill of materials,,,", "RefDes,Qty,Value,MPN"),
            ("Project,Lamp,Date,2026", "RefDes,Qty,Part Number,Part Number"),
        ] {
            assert_eq!(read(upper, lower), None, "{upper} / {lower}");
        }
    }
}
