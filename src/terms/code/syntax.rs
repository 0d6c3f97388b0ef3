//! Text that cannot be read as TOML, as CSV or as a condition.

super::text::codes! {
    /// Text that cannot be read as TOML, as CSV or as a condition.
    pub enum SyntaxCode {
        TomlSyntax = "toml-syntax" {
            summary: "The file is not valid TOML at the marked place.",
            why: "The text before and after it is still read.",
            example: r#"
# catalog/more.toml
[[components]]
id = led
kind = "hardware"
price = "1.00"
"#,
            fix: "Put the text in quotes.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        DuplicateKey = "duplicate-key" {
            summary: "A key occurs twice in one TOML table, or a column twice in one CSV file.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
price = "2.00"
"#,
            fix: "Keep one of the two.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        UnquotedCapability = "unquoted-capability" {
            summary: "A capability is written without quotes.",
            why: "Its name contains dots, and TOML reads an unquoted name with dots as tables within tables.",
            example: r#"
# catalog/more.toml
[[components]]
id = "modem"
kind = "hardware"
price = "1.00"
provides = { radio.lte-m = {} }
"#,
            fix: "Put the capability in quotes.",
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
            summary: "Tables, arrays or parentheses are nested too deeply.",
            why: "Up to 64 levels are read, which is more than any solution needs.",
        }

        TooManyFaults = "too-many-faults" {
            summary: "The file has too many syntax errors; the rest of it is not read.",
            why: "It is probably not a file of a solution.",
        }

        CsvRow = "csv-row" {
            summary: "A row of a CSV catalogue has more or fewer cells than the header.",
            why: "A comma inside a cell needs quotes around the cell.",
            example: r#"
# catalog/more.csv
id,kind,price
led,hardware,1.00,more
"#,
            fix: "Give the row one cell for each column.",
            fixed: r#"
# catalog/more.csv
id,kind,price
led,hardware,1.00
"#,
        }

        UnknownColumn = "unknown-column" {
            waivable: true,
            summary: "A CSV catalogue has columns that terroir does not read.",
            why: "They are ignored. Every key of a component can be a column: the warning lists them, and `terroir help csv` \
                  shows what a cell of each holds.",
            example: r#"
# catalog/more.csv
id,kind,price,colour
led,hardware,1.00,red
"#,
            fix: "Correct its name, move it into `fields`, or remove it.",
            fixed: r#"
# catalog/more.csv
id,kind,price
led,hardware,1.00
"#,
        }

        ConditionSyntax = "condition-syntax" {
            summary: "A condition cannot be parsed.",
            why: "A word, an operator or a parenthesis is missing, or there is one too many.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp and"
"#,
            fix: "Complete the condition.",
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
