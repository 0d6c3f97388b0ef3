//! Quantities that do not fit what their slot's candidates count in.

super::text::codes! {
    /// Quantities that do not fit what their slot's candidates count in.
    pub enum QuantityCode {
        DecimalQuantity = "decimal-quantity" {
            summary: "A slot has a decimal quantity, although its candidates count in pieces or in several units, or it has \
                      parts.",
            why: "A decimal is how much of something there is: 0.35 m of a cable. Pieces are whole, and so is what other \
                  slots are a part of. A component that states no `unit` counts in pieces.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = "0.35"
"#,
            fix: "Write a whole number, or state the `unit` that the candidates are measured in.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 2
"#,
        }

        MixedUnits = "mixed-units" {
            waivable: true,
            summary: "The candidates of a slot do not count in one unit.",
            why: "The quantity of the slot would be 2 m of one candidate, but 2 pieces of another.",
            example: r#"
# catalog/more.toml
[[components]]
id = "cable"
kind = "hardware"
price = "1.00"
unit = "m"
# solution.toml
[slots.socket]
choose = ["lamp-1", "cable"]
"#,
            fix: "Choose candidates of one unit, or make a slot for each unit.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "cable"
kind = "hardware"
price = "1.00"
unit = "m"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
[slots.cord]
choose = ["cable"]
quantity = "0.35"
"#,
        }

        RefdesCount = "refdes-count" {
            waivable: true,
            summary: "A slot has more or fewer reference designators than its quantity.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 2
refdes = ["U1"]
"#,
            fix: "List one reference designator for each piece.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 2
refdes = ["U1", "U2"]
"#,
        }
    }
}
