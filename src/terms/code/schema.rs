//! Keys that a table does not know or lacks, and values that a key does not take.

super::codes! {
    /// Keys that a table does not know or lacks, and values that a key does not take.
    pub enum SchemaCode {
        UnknownKey = "unknown-key" {
            summary: "A table has a key that means nothing there.",
            why: "It is an error, for a typing slip would be without effect and without a word.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
prize = "1.00"
"#,
            fix: "The key that was meant.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        MissingKey = "missing-key" {
            summary: "A table lacks a key that it cannot do without.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
price = "1.00"
"#,
            fix: "Write it.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        WrongType = "wrong-type" {
            summary: "A value is of another type than its key takes.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = "2"
"#,
            fix: "A number has no quotes.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 2
"#,
        }

        BadValue = "bad-value" {
            summary: "A value is of the right type and not one that its key can take: a word that is none of those \
                      known, an empty array where something has to be chosen, a customs tariff number that is not \
                      digits only.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
lifecycle = "old"
"#,
            fix: "One of those that the message lists.",
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
            summary: "A name is made of letters, digits, `-` and `_`, and begins with a letter or digit; it has at \
                      most 200 bytes.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led 4"
kind = "hardware"
price = "1.00"
"#,
            fix: "No blank.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led-4"
kind = "hardware"
price = "1.00"
"#,
        }

        BadCapability = "bad-capability" {
            summary: "A capability is lower-case names joined by dots, as in `radio.lte-m`.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "Radio.LTE" = {} }
"#,
            fix: "Lower case.",
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
            summary: "A date is a day of the calendar, written without quotes.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
from = 2026-02-30
"#,
            fix: "A day that there is.",
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
            summary: "An amount is a decimal text with a point.",
            why: "A comma could mean two things, and a number would not be exact.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1,00"
"#,
            fix: "A point for the comma.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        BadNumber = "bad-number" {
            summary: "A number has more digits than are read exactly: 18 before and 12 after the point.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
attributes = { power_w = 1.1234567890123 }
"#,
            fix: "As precise as you know it.",
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
            summary: "A range holds two numbers, the lower one first.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "environment.ambient" = { temperature_range_c = [50, -30] } }
"#,
            fix: "Turn them round.",
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
            summary: "A version or a requirement is not as semver has them: `1.2.0`, `^1.2`, `>=1.0, <2.0`.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
version = "v1"
"#,
            fix: "Three numbers.",
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
            summary: "A list is a set and holds a value twice, or two price tiers begin at the same quantity.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1", "lamp-1"]
"#,
            fix: "Once.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
"#,
        }

        UnknownObjective = "unknown-objective" {
            summary: "`objective` lists something that cannot be minimised.",
            why: "There are `cost`, `regional` (or `core`: the lines outside the shared core, all markets solved \
                  together), `parts`, `lead-time`, `changes` and `sum(attribute)`.",
        }
    }
}
