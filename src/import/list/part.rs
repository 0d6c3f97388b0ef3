//! What a row of a list says: a part, its places and its quantity.

use crate::import::cells::price::Tier;
use crate::import::list::titles::whole_key;
use crate::number::Number;

/// A manufacturer's part of a further source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::import) struct Source {
    pub manufacturer: String,
    pub mpn: String,
}

/// A cell of a column that is kept under its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct FieldText {
    pub title: String,
    pub text: String,
    pub kind: FieldKind,
}

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum FieldKind {
    /// A distributor's part number.
    Order,
    /// A key of the component, from a list of terroir's own.
    Key(&'static str),
    /// Any other.
    Other,
}

/// The price of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct PartPrice {
    pub tiers: Vec<Tier>,
    /// The currency that the cell, its column or its row names.
    pub currency: Option<String>,
    /// The currencies of which its sign means one.
    pub one_of: Vec<&'static str>,
    /// As the file has it.
    pub text: String,
}

/// What a list says about a part. An empty text: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Part {
    pub mpn: String,
    pub manufacturer: String,
    pub ipn: String,
    pub value: String,
    pub footprint: String,
    pub description: String,
    pub datasheet: String,
    pub unit: String,
    /// The letters of its designators: `C`, or `D LED` where one row has both.
    pub letters: String,
    pub fields: Vec<FieldText>,
    pub approved: Vec<Source>,
    pub price: Option<PartPrice>,
}

impl Part {
    /// The order number, if any.
    pub fn order(&self) -> &str {
        let order = self.fields.iter().find(|field| field.kind == FieldKind::Order && !field.text.is_empty());
        order.map_or("", |field| field.text.as_str())
    }

    /// The name for people and for its id: a number if it has one, else its value and footprint, else its description.
    pub fn shown(&self) -> String {
        let number = [self.mpn.as_str(), self.ipn.as_str()].into_iter().find(|text| !text.is_empty());
        let words = [self.value.as_str(), self.footprint.as_str()];
        let words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
        match number {
            Some(number) => number.to_owned(),
            None if !self.value.is_empty() => words.join(" "),
            None if !self.order().is_empty() => self.order().to_owned(),
            None if !self.description.is_empty() => self.description.clone(),
            None if !words.is_empty() => words.join(" "),
            None => self.device().to_owned(),
        }
    }

    /// What the library of the board calls it, in lists of EAGLE and KiCad whose parts have no value.
    fn device(&self) -> &str {
        const TITLES: [&str; 6] = ["device", "libref", "libpart", "cmpname", "symbol", "deviceset"];
        let device = self.fields.iter().find(|field| TITLES.contains(&whole_key(&field.title).as_str()));
        device.map_or("", |field| field.text.as_str())
    }

    /// Whether it names anything by which a part can be bought or recognised.
    pub fn is_named(&self) -> bool {
        !self.shown().is_empty()
    }
}

/// One row: a part at its places, or a quantity of it if no places are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Row {
    pub line: u64,
    /// The index of its header in the list.
    pub header: usize,
    pub part: Part,
    pub references: Vec<String>,
    /// The number of designators, or the quantity of the list if there are none.
    pub quantity: Number,
    pub board: String,
}
