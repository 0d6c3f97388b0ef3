//! What a column of a part list can hold.

/// What a column of a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::import) enum ListColumn {
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
    /// A distributor's part number; kept as a field.
    Order,
    /// The unit price.
    Price,
    /// The currency of the prices.
    Currency,
    /// Part numbers that may replace it, or the one of a further source.
    Alternative,
    /// The manufacturer of a further source.
    AlternativeMaker,
    /// Whether it is left out of assembly.
    NotFitted,
    /// The designators of the row that are left out of assembly.
    NotFittedPlaces,
    /// The number of its pieces that are left out of assembly.
    NotFittedCount,
    /// Marks of variants: `-US` leaves the part out of one, `+EU` out of all others.
    Config,
    /// Whether it is assembled.
    Fitted,
    /// Where its data sheet is.
    Datasheet,
    /// What its quantity counts.
    Unit,
    /// Its level in the assembly.
    Level,
    /// The board or module on which it is.
    Board,
    /// Whether it is an option of the product.
    Optional,
    /// Another column that describes the part; kept under its title.
    Field,
    /// A place, a number of the row, a total, a price of several: not used.
    Ignore,
}

use ListColumn::{
    Alternative, AlternativeMaker, Board, Config, Currency, Datasheet, Description, Field, Fitted, Footprint, Ignore,
    Ipn, Level, Manufacturer, Mpn, NotFitted, NotFittedCount, NotFittedPlaces, Optional, Order, Price, Quantity,
    Reference, Unit, Value,
};

/// The words of `--columns`, as users write them.
const WORDS: [(ListColumn, &str); 18] = [
    (Reference, "reference"),
    (Quantity, "quantity"),
    (Value, "value"),
    (Footprint, "footprint"),
    (Description, "description"),
    (Manufacturer, "manufacturer"),
    (Mpn, "mpn"),
    (Ipn, "ipn"),
    (Order, "order"),
    (Price, "price"),
    (Currency, "currency"),
    (Alternative, "alternative"),
    (NotFitted, "not-fitted"),
    (Fitted, "fitted"),
    (Datasheet, "datasheet"),
    (Unit, "unit"),
    (Level, "level"),
    (Ignore, "ignore"),
];

impl ListColumn {
    /// The column that a word of `--columns` means.
    pub fn from_word(word: &str) -> Option<Self> {
        let low = word.trim().to_lowercase();
        let known = WORDS.iter().find(|(_, known)| *known == low).map(|(column, _)| *column);
        known.or(match low.as_str() {
            "designator" | "designators" | "refdes" | "references" => Some(Reference),
            "qty" => Some(Quantity),
            "package" => Some(Footprint),
            "part-number" | "manufacturer-part-number" => Some(Mpn),
            "maker" => Some(Manufacturer),
            "dnp" => Some(NotFitted),
            "alternate" | "alternatives" | "approved" => Some(Alternative),
            _ => None,
        })
    }

    /// The words of `--columns`.
    pub fn words() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|(_, word)| *word)
    }

    /// What was read from it, for people.
    pub fn shown(self) -> &'static str {
        match self {
            Reference => "designators",
            Quantity => "quantity",
            Value => "value",
            Footprint => "footprint",
            Description => "description",
            Manufacturer => "manufacturer",
            Mpn => "part number",
            Ipn => "internal part number",
            Order => "order number",
            Price => "price",
            Currency => "currency",
            Alternative => "second source",
            AlternativeMaker => "maker of the second source",
            NotFitted => "not fitted",
            NotFittedPlaces => "designators that are not fitted",
            NotFittedCount => "number of pieces that are not fitted",
            Config => "marks of variants",
            Fitted => "fitted",
            Datasheet => "data sheet",
            Unit => "unit",
            Level => "level",
            Board => "board",
            Optional => "optional",
            Field => "field",
            Ignore => "not used",
        }
    }

    /// Whether several columns of a list can have this meaning.
    pub fn is_repeatable(self) -> bool {
        match self {
            Order | Alternative | AlternativeMaker | NotFitted | NotFittedPlaces | NotFittedCount | Config | Fitted
            | Field | Ignore => true,
            Reference | Quantity | Value | Footprint | Description | Manufacturer | Mpn | Ipn | Price | Currency
            | Datasheet | Unit | Level | Board | Optional => false,
        }
    }

    /// Whether its cells are kept under the column's title.
    pub fn is_field(self) -> bool {
        matches!(self, Order | Field | Optional)
    }
}
