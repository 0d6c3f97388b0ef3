//! Names that refer to nothing, or to more than one thing.

super::codes! {
    /// Names that refer to nothing, or to more than one thing.
    pub enum NameCode {
        UnknownArea = "unknown-area" {
            summary: "A code names no area that terroir or the solution knows.",
            why: "`terroir regions` lists all.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["UK"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
"#,
            fix: "The code of ISO 3166-1.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["GB"]
currency = "USD"
[slots.lamp]
choose = ["lamp-1"]
"#,
        }

        UnknownAttribute = "unknown-attribute" {
            summary: "A test asks for an attribute that nothing with that capability has, so it could never pass.",
            example: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage = { within = [100, 240] } } }
"#,
            fix: "The attribute's name, with its unit.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage_v = { within = [100, 240] } } }
"#,
        }

        UnknownCapability = "unknown-capability" {
            summary: "Something names a capability that no component provides.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "not provides(radio.lte)"
"#,
            fix: "A capability of the catalogue.",
            fixed: r#"
# solution.toml
[[rules]]
id = "r"
then = "not provides(radio.lte)"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
provides = { "radio.lte" = {} }
"#,
        }

        UnknownCarrier = "unknown-carrier" {
            summary: "A carrier is named that the market does not have.",
            example: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
carriers = { US = ["vodafone"] }
[slots.lamp]
choose = ["lamp-1"]
"#,
            fix: "One that `terroir regions US` lists.",
            fixed: r#"
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["US"]
currency = "USD"
carriers = { US = ["verizon"] }
[slots.lamp]
choose = ["lamp-1"]
"#,
        }

        UnknownComponent = "unknown-component" {
            summary: "A name stands where a component is meant, and no catalogue has it.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-9"]
"#,
            fix: "One of the catalogue.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
"#,
        }

        UnknownFact = "unknown-fact" {
            summary: "A condition asks for a fact that no overlay states of any area.",
            why: "A fact is a capability that an area offers, a point, and an attribute of it. A fact that only some \
                  markets state is no fault: elsewhere it is unknown.",
            example: r#"
# solution.toml
[[rules]]
id = "mains"
then = "not known(power.mains.voltag_v)"
"#,
            fix: "The name as overlays have it.",
            fixed: r#"
# solution.toml
[[rules]]
id = "mains"
then = "known(power.mains.voltage_v)"
"#,
        }

        UnknownOption = "unknown-option" {
            summary: "A condition, `[set]` or a flag names an option that the solution does not have.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "uplink == cellular"
"#,
            fix: "Declare the option.",
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

        UnknownSlot = "unknown-slot" {
            summary: "A condition or `part-of` names a slot that is nowhere.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lmap"
"#,
            fix: "The slot's name.",
            fixed: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp"
"#,
        }

        UnknownValue = "unknown-value" {
            summary: "A condition or `[set]` compares an option with a value that it cannot have.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "lorawan"]
default = "cellular"
[[rules]]
id = "r"
then = "uplink == celular"
"#,
            fix: "One of its values.",
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

        Unprovided = "unprovided" {
            summary: "Nothing anywhere provides a capability that something needs.",
            why: "Often the name is misspelt; else a component is missing.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
needs = { "power.dali" = {} }
"#,
            fix: "A component that provides it.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
needs = { "power.dali" = {} }
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
provides = { "power.dali" = {} }
"#,
        }

        NoMatch = "no-match" {
            summary: "A slot's `choose` matches no component: the query asks too much, or no version fits.",
            example: r#"
# solution.toml
[slots.socket]
choose = { kind = "hardware", provides = "socket.zhaga" }
"#,
            fix: "Describe a component that fits, or ask for less.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = { kind = "hardware", provides = "socket.zhaga" }
# catalog/more.toml
[[components]]
id = "zhaga"
kind = "hardware"
price = "1.00"
provides = { "socket.zhaga" = {} }
"#,
        }

        NoCandidate = "no-candidate" {
            summary: "A condition compares a slot with a component that may not stand in it anywhere, so they are \
                      never equal.",
            example: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "slot.lamp == led"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
"#,
            fix: "One of the slot's candidates.",
            fixed: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "slot.lamp == lamp-1"
"#,
        }

        NameCase = "name-case" {
            summary: "Two names differ only in upper and lower case.",
            why: "Some systems and some readers take them for one.",
            example: r#"
# catalog/more.toml
[[components]]
id = "Lamp-1"
kind = "hardware"
price = "1.00"
"#,
            fix: "Another name.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "lamp-3"
kind = "hardware"
price = "1.00"
"#,
        }

        DuplicateComponent = "duplicate-component" {
            summary: "One version of a component is described twice, and nobody says which is right.",
            example: r#"
# catalog/more.toml
[[components]]
id = "lamp-1"
kind = "hardware"
price = "2.00"
"#,
            fix: "Give one of them another id, or another version.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "lamp-1"
version = "1.1.0"
kind = "hardware"
price = "2.00"
"#,
        }

        DuplicateEntry = "duplicate-entry" {
            summary: "Two entries of one file have the same identity at the same time, and nobody says which one \
                      holds.",
            why: "So do two networks of one technology in one array of a carrier.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp"
[[rules]]
id = "r"
then = "component.lamp-1"
"#,
            fix: "Another id.",
            fixed: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp"
[[rules]]
id = "s"
then = "component.lamp-1"
"#,
        }
    }
}
