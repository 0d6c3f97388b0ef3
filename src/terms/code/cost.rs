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
