//! What the columns of a part list are, by the names that KiCad, Altium, OrCAD, JLCPCB, InvenTree and GitPLM give them.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Reference designators.
    Reference,
    /// How many.
    Quantity,
    /// The value: `100nF`.
    Value,
    /// The footprint or package.
    Footprint,
    /// What it is, in words.
    Description,
    /// Who makes it.
    Manufacturer,
    /// The maker's part number.
    Mpn,
    /// The company's own part number.
    Ipn,
    /// The distributor's part number (LCSC), where it is all there is.
    Order,
    /// The price of one.
    Price,
    /// Part numbers that may stand there as well.
    Alternative,
    /// Whether it is left out in assembly.
    NotFitted,
    /// Whether it is assembled.
    Fitted,
}

use Column::{
    Alternative, Description, Fitted, Footprint, Ipn, Manufacturer, Mpn, NotFitted, Order, Price, Quantity, Reference,
    Value,
};

/// Names without blanks, marks and case. Where a name means two things (`Part Number`), [`Head::of`] decides.
const NAMES: &[(Column, &[&str])] = &[
    (
        Reference,
        &[
            "reference",
            "references",
            "ref",
            "refs",
            "refdes",
            "refdesignator",
            "referencedesignator",
            "referencedesignators",
            "designator",
            "designators",
            "partreference",
            "positions",
        ],
    ),
    (
        Quantity,
        &["quantity", "qty", "qnty", "quantityperpcb", "quantityperboard", "qtyperboard", "qtypcb", "count", "menge"],
    ),
    (Value, &["value", "val", "comment", "designation", "part", "wert", "partvalue"]),
    (Footprint, &["footprint", "package", "pcbfootprint", "packagereference", "footprintname", "case"]),
    (Description, &["description", "desc", "partdescription", "cmpname", "partname", "name", "bezeichnung"]),
    (Manufacturer, &["manufacturer", "mfr", "mfg", "maker", "manufacturername", "mfrname", "mfgname", "hersteller"]),
    (
        Mpn,
        &[
            "mpn",
            "manufacturerpartnumber",
            "manufacturerpartno",
            "manufacturerpart",
            "manufacturerpn",
            "mfrpartnumber",
            "mfrpartno",
            "mfrpart",
            "mfrpn",
            "mfgpartnumber",
            "mfgpartno",
            "mfgpn",
            "mfpn",
            "partnumber",
            "partno",
            "pn",
        ],
    ),
    (Ipn, &["ipn", "internalpartnumber", "partipn", "companypartnumber", "houseno", "itemcode", "itemnumber"]),
    (Order, &["lcsc", "lcscpart", "lcscpartnumber", "jlcpcbpart", "jlcpcbpartnumber", "jlcpart"]),
    (Price, &["price", "unitprice", "unitcost", "cost", "priceeach", "einzelpreis"]),
    (
        Alternative,
        &[
            "alternative",
            "alternatives",
            "alternate",
            "alternates",
            "alternativepart",
            "alternativepartnumber",
            "alternatepartnumber",
            "altmpn",
            "substitute",
            "substitutes",
            "secondsource",
        ],
    ),
    (NotFitted, &["dnp", "dnf", "dni", "dns", "nofit", "donotpopulate", "donotplace", "notfitted", "excludefrombom"]),
    (Fitted, &["fitted", "populate", "populated", "place", "assemble"]),
];

/// The head of a list: which column is what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// What each column is; `None` for one that says nothing to a bill of materials.
    pub columns: Vec<Option<Column>>,
    /// The currency that the price's column names.
    pub currency: Option<String>,
    /// The names of the others.
    pub unknown: Vec<String>,
}

impl Head {
    /// Reads a row as the head of a list.
    #[must_use]
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let cells: Vec<&str> = cells.collect();
        let mut head = Self::default();
        for cell in &cells {
            let column = column(cell).filter(|one| *one == Alternative || !head.columns.contains(&Some(*one)));
            if column == Some(Price) {
                head.currency = currency(cell);
            }
            if column.is_none() && !cell.trim().is_empty() {
                head.unknown.push(cell.trim().to_owned());
            }
            head.columns.push(column);
        }
        head.settle_part_number(&cells);
        head
    }

    /// Beside a maker's part number, a plain `Part Number` is the company's own.
    fn settle_part_number(&mut self, cells: &[&str]) {
        let is_plain = |cell: &str| matches!(key(cell).as_str(), "partnumber" | "partno" | "pn");
        let Some(at) = self.columns.iter().position(|column| *column == Some(Mpn)) else { return };
        let better = cells.iter().position(|cell| column(cell) == Some(Mpn) && !is_plain(cell));
        let plain = cells.get(at).is_some_and(|cell| is_plain(cell));
        if let (true, Some(better)) = (plain, better) {
            let own = if self.columns.contains(&Some(Ipn)) { None } else { Some(Ipn) };
            self.set(at, own);
            self.set(better, Some(Mpn));
            self.unknown.retain(|name| cells.get(better).is_none_or(|cell| cell.trim() != name));
        }
    }

    fn set(&mut self, at: usize, column: Option<Column>) {
        if let Some(place) = self.columns.get_mut(at) {
            *place = column;
        }
    }

    /// How many columns are known.
    #[must_use]
    pub fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// Whether a list can be read under this head: it says which part, and where or how many.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        let has = |wanted: &[Column]| self.columns.iter().flatten().any(|column| wanted.contains(column));
        has(&[Mpn, Ipn, Order, Value]) && has(&[Reference, Quantity])
    }
}

/// A name without blanks, marks, case and what stands in brackets.
fn key(name: &str) -> String {
    let bare = name.split(['[', '(', '（']).next().unwrap_or(name);
    bare.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn column(name: &str) -> Option<Column> {
    let whole = key(name);
    let base = whole.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number: Option<u32> = whole.get(base.len()..).and_then(|digits| digits.parse().ok());
    let named = |wanted: &str| NAMES.iter().find(|(_, names)| names.contains(&wanted)).map(|(column, _)| *column);
    match (named(base)?, number) {
        // The second and third maker's part numbers of Altium and InvenTree.
        (Mpn, Some(2..)) => Some(Alternative),
        (Alternative, _) => Some(Alternative),
        (column, None | Some(1)) => Some(column),
        _ => None,
    }
}

/// `Price (EUR)`, `Unit Price $` name a currency.
fn currency(name: &str) -> Option<String> {
    let words = name.split(|letter: char| !letter.is_ascii_alphabetic());
    let is_code = |word: &&str| word.len() == 3 && crate::bom::minor_unit(word) != 2 || ISO.contains(word);
    let code = words.into_iter().find(is_code).map(str::to_owned);
    code.or_else(|| sign(name).map(str::to_owned))
}

/// Codes of currencies (ISO 4217) that prices of parts are usually given in.
const ISO: [&str; 12] = ["USD", "EUR", "GBP", "CNY", "JPY", "INR", "CHF", "SEK", "AUD", "CAD", "KRW", "TWD"];

/// The currency whose sign stands in a text.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('₹', "INR")]
        .into_iter()
        .find(|(sign, _)| text.contains(*sign))
        .map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(row: &str) -> Head {
        Head::of(row.split(','))
    }

    #[test]
    fn the_heads_of_every_usual_tool_are_understood() {
        for (tool, row) in [
            ("KiCad 9", "Reference,Value,Datasheet,Footprint,Qty,DNP"),
            ("KiCad 5", "Id,Designator,Package,Quantity,Designation,Supplier and ref"),
            (
                "Altium",
                "Comment,Description,Designator,Footprint,LibRef,Quantity,Manufacturer 1,Manufacturer Part Number 1",
            ),
            ("OrCAD", "Item,Quantity,Reference,Part"),
            ("JLCPCB", "Comment,Designator,Footprint,JLCPCB Part #（optional）"),
            ("InvenTree", "BOM Level,Part IPN,Part Name,Part Description,Quantity,Reference,Note,Manufacturer_1,MPN_1"),
            ("GitPLM", "IPN,Qnty,MPN,Manufacturer,Ref,Value,CmpName,Footprint,Description,Vendor,Datasheet,Checked"),
            (
                "Nebra",
                "Reference, Quantity, Value, Footprint, Datasheet, Description, Manufacturer, Part Number, Price[1k]",
            ),
        ] {
            let head = head(row);
            assert!(head.is_enough(), "{tool}: {head:?}");
            assert!(head.known() >= 3, "{tool}: {head:?}");
        }
        assert!(!head("Board,My lamp,Revision,2").is_enough());
    }

    #[test]
    fn a_plain_part_number_beside_the_makers_is_the_companys_own() {
        let head = head("Ref,Qty,Part Number,Manufacturer Part Number,MPN 2,Price (EUR)");
        let columns: Vec<Column> = head.columns.iter().flatten().copied().collect();
        assert_eq!(columns, [Reference, Quantity, Ipn, Mpn, Alternative, Price]);
        assert_eq!(head.currency.as_deref(), Some("EUR"));
        assert!(head.unknown.is_empty());
    }
}
