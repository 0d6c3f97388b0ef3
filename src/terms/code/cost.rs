//! What an answer's costs are counted from.

super::text::codes! {
    /// What an answer's costs are counted from.
    pub enum CostCode {
        AssumedVolume = "assumed-volume" {
            waivable: true,
            summary: "A market has no volume in `[volumes]` and counts as 1000 units a year.",
            why: "Price tiers, the shares of planned certificates and all yearly sums depend on it.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
[volumes]
US = 5000
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
"#,
            fix: "State the volume.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "DE"]
currency = "USD"
[volumes]
US = 5000
DE = 3000
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
"#,
        }

        OfferEnded = "offer-ended" {
            waivable: true,
            summary: "No offer of a component is in force, so its own price is used.",
            why: "Offers are dated, and a price in the catalogue may be older than they are. Without a price the component \
                  could not be bought at all.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
as-of = 2026-11-30
[volumes]
US = 3000
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
mpn = "EXAMPLE-lamp-2"
price = "1.20"
# offers/seller.toml
[[offers]]
component = "lamp-2"
seller = "example-seller"
price = "1.00"
until = 2026-06-01
"#,
            fix: "Add an offer that is in force.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
as-of = 2026-11-30
[volumes]
US = 3000
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
mpn = "EXAMPLE-lamp-2"
price = "1.20"
# offers/seller.toml
[[offers]]
component = "lamp-2"
seller = "example-seller"
price = "1.00"
from = 2026-06-01
"#,
        }

        BelowFirstTier = "below-first-tier" {
            waivable: true,
            summary: "Fewer pieces of a component are needed a year than its first price begins at; that price is used.",
            why: "Whether the seller delivers fewer pieces at this price is not known.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[volumes]
US = 3000
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = [{ from = 5000, each = "16.00" }]
"#,
            fix: "Add the price of smaller quantities.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[volumes]
US = 3000
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = [{ from = 1, each = "18.00" }, { from = 5000, each = "16.00" }]
"#,
        }

        NoPrice = "no-price" {
            waivable: true,
            summary: "A component of the BOM has no price and counts as 0, so the cost is too low.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
"#,
            fix: "Add the price.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-2"]
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
"#,
        }
    }
}
