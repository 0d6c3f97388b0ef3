//! The columns of a part list, by the names that KiCad, Altium, OrCAD, JLCPCB, InvenTree and GitPLM give them.

/// What a column of a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ListColumn {
    /// Reference designators.
    Reference,
    /// The quantity.
    Quantity,
    /// The value: `100nF`.
    Value,
    /// The footprint or package.
    Footprint,
    /// A description.
    Description,
    /// The manufacturer.
    Manufacturer,
    /// The manufacturer part number.
    Mpn,
    /// The company's internal part number.
    Ipn,
    /// The distributor's part number (LCSC), for parts without another one.
    Order,
    /// The unit price.
    Price,
    /// Part numbers that may replace it.
    Alternative,
    /// Whether it is left out of assembly.
    NotFitted,
    /// Whether it is assembled.
    Fitted,
}

use ListColumn::{
    Alternative, Description, Fitted, Footprint, Ipn, Manufacturer, Mpn, NotFitted, Order, Price, Quantity, Reference,
    Value,
};

/// Names in lower case without spaces and punctuation. If a name has two meanings (`Part Number`), [`Header::of`] decides.
const NAMES: &[(ListColumn, &[&str])] = &[
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

/// The header of a list: what each column holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// What each column holds; `None` for a column that is not part of a bill of materials.
    pub columns: Vec<Option<ListColumn>>,
    /// The currency that the title of the price column names.
    pub currency: Option<String>,
}

impl Header {
    /// Reads a row as the header of a list.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let cells: Vec<&str> = cells.collect();
        let mut header = Self::default();
        for cell in &cells {
            let column = column(cell).filter(|one| *one == Alternative || !header.columns.contains(&Some(*one)));
            if column == Some(Price) {
                header.currency = currency(cell);
            }
            header.columns.push(column);
        }
        header.settle_part_number(&cells);
        header
    }

    /// Beside a manufacturer part number, a plain `Part Number` is the company's own.
    fn settle_part_number(&mut self, cells: &[&str]) {
        let is_plain = |cell: &str| matches!(key(cell).as_str(), "partnumber" | "partno" | "pn");
        let Some(at) = self.columns.iter().position(|column| *column == Some(Mpn)) else { return };
        let better = cells.iter().position(|cell| column(cell) == Some(Mpn) && !is_plain(cell));
        let plain = cells.get(at).is_some_and(|cell| is_plain(cell));
        if let (true, Some(better)) = (plain, better) {
            let own = if self.columns.contains(&Some(Ipn)) { None } else { Some(Ipn) };
            self.set(at, own);
            self.set(better, Some(Mpn));
        }
    }

    fn set(&mut self, at: usize, column: Option<ListColumn>) {
        if let Some(place) = self.columns.get_mut(at) {
            *place = column;
        }
    }

    /// The number of known columns.
    pub fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// Whether a list can be read with this header: it names the part, and its designators or quantity.
    pub fn is_enough(&self) -> bool {
        let has = |wanted: &[ListColumn]| self.columns.iter().flatten().any(|column| wanted.contains(column));
        has(&[Mpn, Ipn, Order, Value]) && has(&[Reference, Quantity])
    }
}

/// A title in lower case without spaces, punctuation and anything in brackets.
fn key(name: &str) -> String {
    let bare = name.split(['[', '(', '（']).next().unwrap_or(name);
    bare.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn column(name: &str) -> Option<ListColumn> {
    let whole = key(name);
    let base = whole.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number: Option<u32> = whole.get(base.len()..).and_then(|digits| digits.parse().ok());
    let named = |wanted: &str| NAMES.iter().find(|(_, names)| names.contains(&wanted)).map(|(column, _)| *column);
    match (named(base)?, number) {
        // Altium and InvenTree number further manufacturer part numbers.
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

/// Codes of currencies (ISO 4217) in which prices of parts are usually given.
const ISO: [&str; 12] = ["USD", "EUR", "GBP", "CNY", "JPY", "INR", "CHF", "SEK", "AUD", "CAD", "KRW", "TWD"];

/// The currency whose sign a text contains.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    [('$', "USD"), ('€', "EUR"), ('£', "GBP"), ('₹', "INR")]
        .into_iter()
        .find(|(sign, _)| text.contains(*sign))
        .map(|(_, code)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(row: &str) -> Header {
        Header::of(row.split(','))
    }

    #[test]
    fn the_headers_of_all_common_tools_are_understood() {
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
            let header = header(row);
            assert!(header.is_enough(), "{tool}: {header:?}");
            assert!(header.known() >= 3, "{tool}: {header:?}");
        }
        assert!(!header("Board,My lamp,Revision,2").is_enough());
    }

    #[test]
    fn a_plain_part_number_beside_the_makers_is_the_companys_own() {
        let header = header("Ref,Qty,Part Number,Manufacturer Part Number,MPN 2,Price (EUR)");
        let columns: Vec<ListColumn> = header.columns.iter().flatten().copied().collect();
        assert_eq!(columns, [Reference, Quantity, Ipn, Mpn, Alternative, Price]);
        assert_eq!(header.currency.as_deref(), Some("EUR"));
    }
}
