//! The orders of one shop in the columns that its order page reads.
//!
//! The pages match columns by their titles, and let the user correct the match: Mouser's keeps the mapping for the next
//! upload (<https://www.mouser.co.uk/help/tools/view-bom-matches>).

use crate::bom::{Order, Portfolio};
use crate::export::sheet::{Cell, Sheet};

/// A shop with a page that reads a file of part numbers and quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shop {
    /// Digi-Key.
    DigiKey,
    /// Mouser.
    Mouser,
    /// LCSC.
    Lcsc,
}

impl Shop {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::DigiKey, Self::Mouser, Self::Lcsc];

    /// Its name.
    ///
    /// ```
    /// use terroir::export::buy::Shop;
    /// assert_eq!(Shop::ALL.map(Shop::name), ["Digi-Key", "Mouser", "LCSC"]);
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DigiKey => "Digi-Key",
            Self::Mouser => "Mouser",
            Self::Lcsc => "LCSC",
        }
    }

    /// The titles of the columns: its own number, how many, what the buyer calls it, the maker's number and the maker.
    const fn titles(self) -> [&'static str; 5] {
        match self {
            Self::DigiKey => [
                "Digi-Key Part Number",
                "Quantity",
                "Customer Reference",
                "Manufacturer Part Number",
                "Manufacturer Name",
            ],
            Self::Mouser => {
                ["Mouser Part Number", "Quantity", "Customer Part Number", "Manufacturer Part Number", "Manufacturer"]
            }
            Self::Lcsc => {
                ["LCSC Part Number", "Quantity", "Customer Part Number", "Manufacturer Part Number", "Manufacturer"]
            }
        }
    }

    /// Whether an order goes to it: `digikey`, `Digi-Key`, `DigiKey Electronics`.
    ///
    /// ```
    /// use terroir::{bom::Order, export::buy::Shop};
    /// let mut order = Order::bare("led-5mm");
    /// order.seller = Some("Digi-Key".to_owned());
    /// assert!(Shop::DigiKey.sells(&order) && !Shop::Mouser.sells(&order));
    /// ```
    #[must_use]
    pub fn sells(self, order: &Order) -> bool {
        let key = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        };
        order.seller.as_deref().is_some_and(|seller| key(seller).starts_with(&key(self.name())))
    }
}

/// The orders that go to a shop, as a file for its order page; the customer's reference is the component's id. An order whose
/// offer states no number of the shop has the maker's number only.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # use terroir::export::{Dialect, buy};
/// # let (_, portfolio) = lamp::solve()?;
/// let file = buy::upload(&portfolio, buy::Shop::Mouser).csv(Dialect::Plain);
/// assert_eq!(file, "Mouser Part Number,Quantity,Customer Part Number,Manufacturer Part Number,Manufacturer\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn upload(portfolio: &Portfolio, shop: Shop) -> Sheet {
    let text = |text: Option<&String>| Cell::Text(text.cloned().unwrap_or_default());
    let row = |order: &Order| {
        vec![
            text(order.sku.as_ref()),
            Cell::Number(order.quantity.to_string()),
            Cell::Text(order.component.clone()),
            text(order.mpn.as_ref()),
            text(order.by.as_ref()),
        ]
    };
    Sheet {
        name: shop.name().to_owned(),
        board: None,
        header: shop.titles().iter().map(|title| (*title).to_owned()).collect(),
        rows: portfolio.orders.iter().filter(|order| shop.sells(order)).map(row).collect(),
        footer: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Dialect, samples};

    #[test]
    fn a_shop_gets_its_own_orders_in_its_own_columns() {
        let text = upload(&samples::bought(), Shop::DigiKey).csv(Dialect::Plain);
        assert_eq!(
            text,
            "Digi-Key Part Number,Quantity,Customer Reference,Manufacturer Part Number,Manufacturer Name\n\
             EXAMPLE-1866-ND,250,driver-120,EXAMPLE-EUM-75,inventronics\n"
        );
        assert_eq!(upload(&samples::bought(), Shop::Lcsc).csv(Dialect::Plain).lines().count(), 1);
    }
}
