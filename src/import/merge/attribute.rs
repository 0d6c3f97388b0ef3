//! What describes a part.

use crate::import::list::columns::ListColumn;
use crate::import::list::header::Header;
use crate::import::list::part::{Part, Source};
use crate::import::list::titles::whole_key;
use std::borrow::Cow;

/// Something by which parts are distinguished.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::import) enum Attribute {
    Mpn,
    Manufacturer,
    Ipn,
    Value,
    Footprint,
    Description,
    Datasheet,
    Unit,
    /// The letters of its designators.
    Letters,
    /// Its further sources.
    Approved,
    /// A distributor's number, by the key of its title.
    Order(String),
    /// Any other column, by the key of its title.
    Field(String),
}

impl Attribute {
    /// Whether an equal text can mean that two parts are the same.
    pub fn names_a_part(&self) -> bool {
        match self {
            Self::Mpn | Self::Ipn | Self::Value | Self::Description | Self::Order(_) => true,
            Self::Manufacturer
            | Self::Footprint
            | Self::Datasheet
            | Self::Unit
            | Self::Letters
            | Self::Approved
            | Self::Field(_) => false,
        }
    }

    /// For people.
    pub fn shown(&self, part: &Part) -> String {
        match self {
            Self::Mpn => "part number".to_owned(),
            Self::Manufacturer => "manufacturer".to_owned(),
            Self::Ipn => "internal part number".to_owned(),
            Self::Value => "value".to_owned(),
            Self::Footprint => "footprint".to_owned(),
            Self::Description => "description".to_owned(),
            Self::Datasheet => "data sheet".to_owned(),
            Self::Unit => "unit".to_owned(),
            Self::Letters => "letters of the designators".to_owned(),
            Self::Approved => "second sources".to_owned(),
            Self::Order(key) | Self::Field(key) => {
                let field = part.fields.iter().find(|field| whole_key(&field.title) == *key);
                field.map_or_else(|| key.clone(), |field| field.title.clone())
            }
        }
    }
}

/// What a list with this header says about its parts, in order.
pub(super) fn attributes(header: &Header) -> Vec<Attribute> {
    let attribute = |means: ListColumn, title: &str| {
        Some(match means {
            ListColumn::Reference => Attribute::Letters,
            ListColumn::Value => Attribute::Value,
            ListColumn::Footprint => Attribute::Footprint,
            ListColumn::Description => Attribute::Description,
            ListColumn::Manufacturer => Attribute::Manufacturer,
            ListColumn::Mpn => Attribute::Mpn,
            ListColumn::Ipn => Attribute::Ipn,
            ListColumn::Alternative => Attribute::Approved,
            ListColumn::Datasheet => Attribute::Datasheet,
            ListColumn::Unit => Attribute::Unit,
            ListColumn::Order => Attribute::Order(whole_key(title)),
            ListColumn::Field | ListColumn::Optional => Attribute::Field(whole_key(title)),
            ListColumn::Quantity
            | ListColumn::Price
            | ListColumn::Currency
            | ListColumn::AlternativeMaker
            | ListColumn::NotFitted
            | ListColumn::NotFittedPlaces
            | ListColumn::NotFittedCount
            | ListColumn::Config
            | ListColumn::Fitted
            | ListColumn::Level
            | ListColumn::Board
            | ListColumn::Ignore => return None,
        })
    };
    let mut all: Vec<Attribute> = header.columns.iter().filter_map(|one| attribute(one.means, &one.title)).collect();
    if header.has(ListColumn::Quantity) && !all.contains(&Attribute::Unit) {
        // A quantity can carry a unit.
        all.push(Attribute::Unit);
    }
    all.sort();
    all.dedup();
    all
}

/// What a part has there.
pub(super) fn text<'a>(part: &'a Part, attribute: &Attribute) -> Cow<'a, str> {
    Cow::Borrowed(match attribute {
        Attribute::Mpn => &part.mpn,
        Attribute::Manufacturer => &part.manufacturer,
        Attribute::Ipn => &part.ipn,
        Attribute::Value => &part.value,
        Attribute::Footprint => &part.footprint,
        Attribute::Description => &part.description,
        Attribute::Datasheet => &part.datasheet,
        Attribute::Unit => &part.unit,
        Attribute::Letters => &part.letters,
        Attribute::Approved => {
            let one = |source: &Source| format!("{} {}", source.manufacturer, source.mpn).trim().to_owned();
            return Cow::Owned(part.approved.iter().map(one).collect::<Vec<_>>().join(", "));
        }
        Attribute::Order(key) | Attribute::Field(key) => {
            let field = part.fields.iter().find(|field| field.title == *key || whole_key(&field.title) == *key);
            field.map_or("", |field| field.text.as_str())
        }
    })
}
