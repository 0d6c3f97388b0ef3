//! Statements that contradict each other or leave out what the model needs.

super::codes! {
    /// Statements that contradict each other or leave out what the model needs.
    pub enum ModelCode {
        AreaCircle = "area-circle" {
            summary: "Areas lie in one another, and two lie in each other.",
            why: "Then neither is narrower, and nobody can say whose value wins.",
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
            fix: "Name the wider area only.",
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
            summary: "An attribute has one kind over all files: a set (one value or several) or a range.",
            why: "A test reads both in the same way, so they cannot be mixed.",
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
            fix: "Write the attribute as a number in both.",
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
            summary: "A condition compares things of different kinds, or orders things that have no order: `<` is for \
                      numbers only.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "lorawan"]
default = "cellular"
[[rules]]
id = "r"
then = "uplink < 3"
"#,
            fix: "Compare with a value of the option.",
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
            summary: "Something ends before it begins, so it never holds.",
            why: "`until` is the day after the last.",
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
            fix: "Turn them round.",
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
            summary: "A fact has several values in some market, as mains of 127 and 220 V.",
            why: "A comparison would hold for one and not for the other, so a condition says which is meant: `min(…)` \
                  or `max(…)`. Strings have neither: a need can ask with `any-of`, a condition cannot.",
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
            fix: "Say which one.",
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
            summary: "A price is in another currency than the solution's, and `[exchange]` does not say what that \
                      currency is worth.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
currency = "CNY"
"#,
            fix: "State the rate you plan with.",
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
            summary: "A service is paid by the month, and the solution does not say for how many months it counts.",
            example: r#"
# catalog/more.toml
[[components]]
id = "sim"
kind = "service"
per_month = "0.60"
"#,
            fix: "`term_months`.",
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
            summary: "Firmware and software have a version: without it nobody could say which one a product runs.",
            example: r#"
# catalog/more.toml
[[components]]
id = "app"
kind = "firmware"
"#,
            fix: "Write it.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "app"
version = "2.1.0"
kind = "firmware"
"#,
        }

        MixedNeed = "mixed-need" {
            summary: "The alternatives of a need are all `network.*`, which carriers meet, or none of them is.",
            example: r#"
# catalog/more.toml
[[components]]
id = "modem"
kind = "hardware"
price = "1.00"
[[components.needs]]
one-of = [ { capability = "network.lte" }, { capability = "radio.lora" } ]
"#,
            fix: "Two needs with a condition each, or two components.",
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

        OptionKind = "option-kind" {
            summary: "The values of an option are of one kind: all names, all integers or all Booleans.",
        }

        PartOfCircle = "part-of-circle" {
            summary: "Slots are parts of one another in a circle.",
            example: r#"
# solution.toml
[slots.a]
choose = ["lamp-1"]
part-of = "b"
[slots.b]
choose = ["lamp-1"]
part-of = "a"
"#,
            fix: "One of them is the outermost.",
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
            summary: "`per_month` is the price of a service; what is bought once has a `price`.",
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
            fix: "A price.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
        }

        RefdesCount = "refdes-count" {
            summary: "A slot has more or fewer reference designators than its quantity.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 2
refdes = ["U1"]
"#,
            fix: "One each.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
quantity = 2
refdes = ["U1", "U2"]
"#,
        }

        SelfCondition = "self-condition" {
            summary: "The `when` of a slot asks about the slot itself: it would be filled because it is filled, or \
                      because it is empty.",
            example: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "not slot.spare"
"#,
            fix: "Ask about something else.",
            fixed: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "slot.lamp"
"#,
        }

        TestKind = "test-kind" {
            summary: "A test does not fit the kind of the attribute: `any-of` is for sets, `covers` for ranges.",
            example: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { covers = [100, 240] } } }
"#,
            fix: "Every value inside.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 240] } } }
"#,
        }
    }
}
