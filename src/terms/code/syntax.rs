//! Text that cannot be read as TOML, as CSV or as a condition.

super::codes! {
    /// Text that cannot be read as TOML, as CSV or as a condition.
    pub enum SyntaxCode {
        TomlSyntax = "toml-syntax" {
            summary: "A file is not TOML at the place that is shown.",
            why: "What stands before and after it is still read.",
            example: r#"
# catalog/more.toml
[[components]]
id = led
kind = "hardware"
price = "1.00"
"#,
            fix: "Quotes around the text.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        DuplicateKey = "duplicate-key" {
            summary: "A key stands twice in one table of TOML.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
price = "2.00"
"#,
            fix: "Keep one.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        UnquotedCapability = "unquoted-capability" {
            summary: "A capability holds dots, and TOML takes an unquoted name with dots for tables in tables.",
            example: r#"
# catalog/more.toml
[[components]]
id = "modem"
kind = "hardware"
price = "1.00"
provides = { radio.lte-m = {} }
"#,
            fix: "Quotes.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "modem"
kind = "hardware"
price = "1.00"
provides = { "radio.lte-m" = {} }
"#,
        }

        TooDeep = "too-deep" {
            summary: "Tables or arrays are nested deeper than 64 levels, which no solution needs.",
        }

        TooManyFaults = "too-many-faults" {
            summary: "A file has so many faults that the rest of it is not read: it is probably no file of a solution \
                      at all.",
        }

        CsvRow = "csv-row" {
            summary: "A row of a CSV catalogue has more or fewer cells than the header.",
            why: "A comma inside a cell needs quotes around the cell.",
            example: r#"
# catalog/more.csv
id,kind,price
led,hardware,1.00,more
"#,
            fix: "A cell for each column.",
            fixed: r#"
# catalog/more.csv
id,kind,price
led,hardware,1.00
"#,
        }

        UnknownColumn = "unknown-column" {
            summary: "A CSV catalogue has columns that terroir does not know; they are left alone.",
            why: "Look whether one of them is misspelt.",
            example: r#"
# catalog/more.csv
id,kind,price,colour
led,hardware,1.00,red
"#,
            fix: "Leave it out, or leave it.",
            fixed: r#"
# catalog/more.csv
id,kind,price
led,hardware,1.00
"#,
        }

        ConditionSyntax = "condition-syntax" {
            summary: "A condition cannot be read: a word, an operator or a parenthesis is missing or too many.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp and"
"#,
            fix: "Finish it.",
            fixed: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp and not component.lamp-2"
# catalog/more.toml
[[components]]
id = "lamp-2"
kind = "hardware"
price = "1.00"
"#,
        }
    }
}
