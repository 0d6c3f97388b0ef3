//! Statements that contradict each other or leave out what the model needs.

super::text::codes! {
    /// Statements that contradict each other or leave out what the model needs.
    pub enum ModelCode {
        AreaCircle = "area-circle" {
            summary: "Areas contain each other in a cycle.",
            why: "Neither area is narrower, so it is undefined whose value wins.",
            example: r#"
# regions/north.toml
area = "north"
name = "North"
within = ["south"]
# regions/south.toml
area = "south"
name = "South"
within = ["north"]
"#,
            fix: "Let `within` name the wider area only.",
            fixed: r#"
# regions/north.toml
area = "north"
name = "North"
within = ["south"]
# regions/south.toml
area = "south"
name = "South"
within = ["world"]
"#,
        }

        AttributeKind = "attribute-kind" {
            summary: "An attribute is a set in one place and a range in another, or has values of different kinds.",
            why: "An attribute has one kind in all files, because a test reads all its values in the same way.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led-a"
kind = "hardware"
price = "1.00"
provides = { "light.led" = { colour_k = 4000 } }
[[components]]
id = "led-b"
kind = "hardware"
price = "1.00"
provides = { "light.led" = { colour_k = "warm" } }
"#,
            fix: "Write the attribute as a number in both places.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led-a"
kind = "hardware"
price = "1.00"
provides = { "light.led" = { colour_k = 4000 } }
[[components]]
id = "led-b"
kind = "hardware"
price = "1.00"
provides = { "light.led" = { colour_k = 2700 } }
"#,
        }

        ConditionKind = "condition-kind" {
            summary: "A condition compares values of different kinds, or orders values that have no order.",
            why: "`<`, `<=`, `>` and `>=` are for numbers only.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "lorawan"]
default = "cellular"
[[rules]]
id = "r"
then = "uplink < 3"
"#,
            fix: "Compare the option with one of its values.",
            fixed: r#"
# solution.toml
[options.uplink]
values = ["cellular", "lorawan"]
default = "cellular"
[[rules]]
id = "r"
then = "uplink == cellular"
"#,
        }

        EmptyEffectivity = "empty-effectivity" {
            summary: "Something ends before it begins, so it never applies.",
            why: "`until` is the day after the last one.",
            example: r#"
# solution.toml
[slots.more]
choose = ["led"]
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
from = 2027-01-01
until = 2026-01-01
"#,
            fix: "Swap the two dates.",
            fixed: r#"
# solution.toml
[slots.more]
choose = ["led"]
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
from = 2026-01-01
until = 2027-01-01
"#,
        }

        ManyValues = "many-values" {
            summary: "A condition compares a fact that has several values in some market, such as mains of 127 V and \
                      220 V.",
            why: "The comparison could hold for one value and not for another, so the condition has to say which one \
                  is meant: `min(…)` or `max(…)`. Strings have neither; a need can test them with `any-of`, a \
                  condition cannot.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["BR"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
[[rules]]
id = "r"
then = "fact(power.mains.voltage_v) >= 100"
"#,
            fix: "Use `min(…)` or `max(…)`.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["BR"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
[[rules]]
id = "r"
then = "min(power.mains.voltage_v) >= 100"
"#,
        }

        MissingExchange = "missing-exchange" {
            summary: "A price is in a currency for which `[exchange]` has no rate.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
currency = "CNY"
"#,
            fix: "State the exchange rate that you plan with.",
            fixed: r#"
# solution.toml
[exchange]
CNY = "0.14"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
currency = "CNY"
"#,
        }

        MissingTerm = "missing-term" {
            summary: "A service has a monthly price, but the solution does not state for how many months it counts.",
            example: r#"
# catalog/more.toml
[[components]]
id = "sim"
kind = "service"
per_month = "0.60"
"#,
            fix: "Add `term_months`.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
term_months = 60
[slots.lamp]
choose = ["lamp-1"]
# catalog/more.toml
[[components]]
id = "sim"
kind = "service"
per_month = "0.60"
"#,
        }

        MissingVersion = "missing-version" {
            summary: "A firmware or software component has no version.",
            why: "Without one, nobody can say which version a product runs.",
            example: r#"
# catalog/more.toml
[[components]]
id = "app"
kind = "firmware"
"#,
            fix: "Add the version.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "app"
version = "2.1.0"
kind = "firmware"
"#,
        }

        MixedNeed = "mixed-need" {
            summary: "The alternatives of a need mix `network.*` capabilities with others.",
            why: "Carriers provide `network.*`, components provide the others; one need cannot be met by both.",
            example: r#"
# catalog/more.toml
[[components]]
id = "modem"
kind = "hardware"
price = "1.00"
[[components.needs]]
one-of = [ { capability = "network.lte" }, { capability = "radio.lora" } ]
"#,
            fix: "Use two needs with a condition each, or two components.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "modem"
kind = "hardware"
price = "1.00"
[[components.needs]]
one-of = [ { capability = "network.lte" }, { capability = "network.lte-m" } ]
"#,
        }

        PartOfCircle = "part-of-circle" {
            summary: "Slots are parts of each other in a cycle.",
            example: r#"
# solution.toml
[slots.a]
choose = ["lamp-1"]
part-of = "b"
[slots.b]
choose = ["lamp-1"]
part-of = "a"
"#,
            fix: "Make one of them the outermost slot.",
            fixed: r#"
# solution.toml
[slots.a]
choose = ["lamp-1"]
part-of = "b"
[slots.b]
choose = ["lamp-1"]
"#,
        }

        PerMonthKind = "per-month-kind" {
            summary: "A component that is not a service has a monthly price.",
            why: "`per_month` is the price of a service; other components have a `price`.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
term_months = 60
[slots.lamp]
choose = ["lamp-1"]
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
per_month = "1.00"
"#,
            fix: "Replace `per_month` by `price`.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        SelfCondition = "self-condition" {
            summary: "The `when` of a slot refers to the slot itself.",
            why: "The slot would be filled because it is filled, or because it is empty.",
            example: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "not slot.spare"
"#,
            fix: "Refer to something else.",
            fixed: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "slot.lamp"
"#,
        }

        TestKind = "test-kind" {
            summary: "A test does not fit the kind of the attribute.",
            why: "`any-of` is for sets, `covers` is for ranges.",
            example: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { covers = [100, 240] } } }
"#,
            fix: "Use `within`, which requires all values to lie in the range.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 240] } } }
"#,
        }

        VariantMarket = "variant-market" {
            summary: "A variant is sold in an area that is not a market of the solution.",
            why: "A variant is a product as it is sold; the solution is sold in all markets of all its variants.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
[[variants]]
name = "Lamp for North America"
markets = ["US", "CA"]
"#,
            fix: "Add the market to `[solution]`.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US", "CA"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
[[variants]]
name = "Lamp for North America"
markets = ["US", "CA"]
"#,
        }
    }
}
