//! Lists of several variants in one table: a column for each says what is fitted in it, or how many.

use crate::import::cells::fitted::{Column as Marks, Fitting, read};
use crate::import::finding::Finding;
use crate::import::list::columns::ListColumn;
use crate::import::list::header::Header;
use crate::import::list::titles::whole_key;
use crate::import::table::TableRow;

/// Words beside the name of a variant in the title of its column.
const WORDS: [&str; 19] = [
    "variant",
    "version",
    "option",
    "build",
    "config",
    "assembly",
    "variante",
    "ausführung",
    "sku",
    "model",
    "fit",
    "fitted",
    "populate",
    "populated",
    "mount",
    "mounted",
    "place",
    "placed",
    "assemble",
];

/// Takes the column that is named like the variant for what is fitted or for the quantity; those of other variants are not
/// used. Gives the column whose empty cells are not fitted.
pub(super) fn settle(
    header: &mut Header,
    rows: &[TableRow],
    (variant, file): (&str, &str),
    findings: &mut Vec<Finding>,
) -> Option<usize> {
    quantity(header, (variant, file), findings);
    let columns = || header.columns.iter().enumerate().filter(|(_, column)| column.means == ListColumn::Field);
    let own = columns()
        .find(|(at, column)| is_of(&column.title, variant) && says_what_is_fitted(*at, rows))
        .map(|(at, _)| at)?;
    let others: Vec<usize> =
        columns().filter(|(at, _)| *at != own && says_what_is_fitted(*at, rows)).map(|(at, _)| at).collect();
    for at in others {
        if let Some(column) = header.columns.get_mut(at) {
            column.means = ListColumn::Ignore;
        }
    }
    let column = header.columns.get_mut(own)?;
    column.means = ListColumn::Fitted;
    let message = format!("`{}` says what is fitted in this variant; an empty cell leaves the part out", column.title);
    findings.push(Finding::note(file, header.line, message));
    Some(own)
}

/// Of several columns of quantities, the one that is named like the variant.
fn quantity(header: &mut Header, (variant, file): (&str, &str), findings: &mut Vec<Finding>) {
    let Some(taken) = header.columns.iter().position(|column| column.means == ListColumn::Quantity) else { return };
    let Some(title) = header.columns.get(taken).map(|column| column.title.clone()) else { return };
    let Some(qualifier) = qualifier(&title) else { return };
    let of_variant = |title: &str| self::qualifier(title).is_some_and(|name| is_name(&name, variant));
    let rivals: Vec<(usize, String)> = header
        .columns
        .iter()
        .enumerate()
        .filter(|(at, column)| {
            *at != taken && column.means == ListColumn::Ignore && self::qualifier(&column.title).is_some()
        })
        .map(|(at, column)| (at, column.title.clone()))
        .collect();
    if rivals.is_empty() || is_name(&qualifier, variant) {
        return;
    }
    match rivals.iter().find(|(_, title)| of_variant(title)) {
        Some((at, _)) => {
            let at = *at;
            for (column, means) in [(taken, ListColumn::Ignore), (at, ListColumn::Quantity)] {
                if let Some(column) = header.columns.get_mut(column) {
                    column.means = means;
                }
            }
        }
        None => {
            let others: Vec<String> = rivals.iter().map(|(_, title)| format!("`{title}`")).collect();
            let message = format!(
                "`{title}` was read as the quantity, and {} could be it as well: choose one with `--columns \
                 quantity=\"TITLE\"`, or name the list like the variant in the title",
                others.join(", ")
            );
            findings.push(Finding::warning(file, header.line, message));
        }
    }
}

/// The rest of a title of quantities: `EU` in `Qty EU` and `Qty (EU)`.
fn qualifier(title: &str) -> Option<String> {
    const QUANTITIES: [&str; 8] = ["qty", "quantity", "menge", "anzahl", "qte", "quantite", "cantidad", "数量"];
    const OTHERS: [&str; 22] = [
        "per",
        "board",
        "pcb",
        "unit",
        "units",
        "total",
        "required",
        "stock",
        "order",
        "ordered",
        "min",
        "available",
        "on",
        "hand",
        "each",
        "pcs",
        "to",
        "buy",
        "of",
        "bom",
        "a",
        "assembly",
    ];
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    let rest: Vec<&String> = words.iter().filter(|word| !QUANTITIES.contains(&whole_key(word).as_str())).collect();
    let is_one =
        rest.len() < words.len() && !rest.is_empty() && rest.iter().all(|word| !OTHERS.contains(&word.as_str()));
    is_one.then(|| rest.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" "))
}

/// Whether a title is that of the column of a variant: its name, alone or beside a word for a variant or in brackets.
fn is_of(title: &str, variant: &str) -> bool {
    if is_name(title, variant) {
        return true;
    }
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    let rest: Vec<&str> = words.iter().map(String::as_str).filter(|word| !WORDS.contains(word)).collect();
    rest.len() < words.len() && is_name(&rest.join(" "), variant)
}

fn is_name(text: &str, variant: &str) -> bool {
    let key = whole_key(text);
    !key.is_empty() && key == whole_key(variant)
}

/// Whether all cells of a column say that a part is fitted or that it is not.
fn says_what_is_fitted(at: usize, rows: &[TableRow]) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty()).peekable();
    let says = |cell: &String| matches!(read(Marks::Fitted, cell), Fitting::Fitted | Fitting::NotFitted);
    cells.peek().is_some() && cells.all(says)
}
