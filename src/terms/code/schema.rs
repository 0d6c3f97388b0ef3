//! Keys that a table does not know or lacks, and values that a key does not take.

super::text::codes! {
    /// Keys that a table does not know or lacks, and values that a key does not take.
    pub enum SchemaCode {
        UnknownKey = "unknown-key" {
            summary: "A table has a key that is not defined for it.",
            why: "This is an error because a misspelled key would otherwise be ignored silently.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
prize = "1.00"
"#,
            fix: "Use the intended key.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        MissingKey = "missing-key" {
            summary: "A table lacks a required key.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
price = "1.00"
"#,
            fix: "Add the key.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        WrongType = "wrong-type" {
            summary: "A value does not have the type that its key requires.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
optional = "true"
"#,
            fix: "Write the value without quotes.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
optional = true
"#,
        }

        BadValue = "bad-value" {
            summary: "A value has the right type, but its key does not accept it.",
            why: "Examples are a word that is not in the list of accepted words, an empty array where at least one \
                  entry is required, and a customs tariff number that contains something other than digits.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
lifecycle = "old"
"#,
            fix: "Use one of the values that the message lists.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
lifecycle = "nrnd"
"#,
        }

        BadName = "bad-name" {
            summary: "A name contains a character that is not allowed, or is too long.",
            why: "A name consists of letters, digits, `-` and `_`, begins with a letter or a digit, and has at most \
                  200 bytes.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led 4"
kind = "hardware"
price = "1.00"
"#,
            fix: "Replace the space.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led-4"
kind = "hardware"
price = "1.00"
"#,
        }

        BadCapability = "bad-capability" {
            summary: "A capability is not made of lower-case names joined by dots.",
            why: "`radio.lte-m` is a valid capability.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "Radio.LTE" = {} }
"#,
            fix: "Use lower case.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "radio.lte" = {} }
"#,
        }

        BadDate = "bad-date" {
            summary: "A value is not a calendar date.",
            why: "A date is written without quotes, as in `2026-11-22`.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
from = 2026-02-30
"#,
            fix: "Use a date that exists.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
from = 2026-02-28
"#,
        }

        BadMoney = "bad-money" {
            summary: "An amount of money is not a decimal string with a point.",
            why: "A comma would be ambiguous, and a TOML number would not be exact.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1,00"
"#,
            fix: "Use a decimal point.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        BadNumber = "bad-number" {
            summary: "A number has more digits than can be read exactly.",
            why: "At most 18 digits before and 12 digits after the decimal point are read.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
attributes = { power_w = 1.1234567890123 }
"#,
            fix: "Round the number to the precision that you know.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
attributes = { power_w = 1.12 }
"#,
        }

        BadRange = "bad-range" {
            summary: "A range does not consist of two numbers with the lower one first.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "environment.ambient" = { temperature_range_c = [50, -30] } }
"#,
            fix: "Swap the two numbers.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "environment.ambient" = { temperature_range_c = [-30, 50] } }
"#,
        }

        BadVersion = "bad-version" {
            summary: "A version or a version requirement does not follow semantic versioning.",
            why: "`1.2.0` is a version; `^1.2` and `>=1.0, <2.0` are requirements.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
version = "v1"
"#,
            fix: "Write three numbers separated by points.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
version = "1.0.0"
"#,
        }

        DuplicateValue = "duplicate-value" {
            summary: "A list that is a set contains a value twice, or two price tiers begin at the same quantity.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1", "lamp-1"]
"#,
            fix: "Write the value once.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
"#,
        }

        UnknownObjective = "unknown-objective" {
            summary: "`objective` lists something that cannot be minimised.",
            why: "The objectives are `cost`, `regional` (or `core`: the number of lines outside the shared core, with \
                  all markets solved together), `parts`, `lead-time`, `changes` and `sum(ATTRIBUTE)`.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
objective = ["carbon"]
[slots.lamp]
choose = ["lamp-1"]
"#,
            fix: "Use one of the objectives.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
objective = ["cost"]
[slots.lamp]
choose = ["lamp-1"]
"#,
        }
    }
}
