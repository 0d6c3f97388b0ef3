//! Names that refer to nothing, or to more than one thing.

super::text::codes! {
    /// Names that refer to nothing, or to more than one thing.
    pub enum NameCode {
        UnknownArea = "unknown-area" {
            summary: "A code does not name an area that terroir or the solution defines.",
            why: "`terroir regions` lists all areas.",
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
            fix: "Use the code of ISO 3166-1.",
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
            summary: "A test names an attribute that no provider of the capability has, so it can never pass.",
            example: r#"
# catalog/more.toml
[[components]]
id = "driver"
kind = "hardware"
price = "1.00"
needs = { "power.mains" = { voltage = { within = [100, 240] } } }
"#,
            fix: "Use the attribute's full name, with its unit.",
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
            summary: "A condition names a capability that no component provides.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "not provides(radio.lte)"
"#,
            fix: "Name a capability that the catalogue provides.",
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
            summary: "A carrier is named that does not operate in the market.",
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
            fix: "Use a carrier that `terroir regions US` lists.",
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
            summary: "A name refers to a component that is not in any catalogue.",
            example: r#"
# solution.toml
[slots.socket]
choose = ["lamp-9"]
"#,
            fix: "Name a component of the catalogue.",
            fixed: r#"
# solution.toml
[slots.socket]
choose = ["lamp-1"]
"#,
        }

        UnknownFact = "unknown-fact" {
            summary: "A condition names a fact that no overlay states for any area.",
            why: "A fact is named by a capability that an area offers, a point, and one of its attributes. A fact \
                  that only some markets state is not an error: in the others it is unknown.",
            example: r#"
# solution.toml
[[rules]]
id = "mains"
then = "not known(power.mains.voltag_v)"
"#,
            fix: "Use the name under which overlays state the fact.",
            fixed: r#"
# solution.toml
[[rules]]
id = "mains"
then = "known(power.mains.voltage_v)"
"#,
        }

        UnknownOption = "unknown-option" {
            summary: "A condition, `[set]` or a flag names an option that the solution does not define.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "uplink == cellular"
"#,
            fix: "Define the option.",
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
            summary: "A condition or `part-of` names a slot that is not defined.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lmap"
"#,
            fix: "Use the name of a slot.",
            fixed: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp"
"#,
        }

        UnknownValue = "unknown-value" {
            summary: "A condition or `[set]` uses a value that the option does not have.",
            example: r#"
# solution.toml
[options.uplink]
values = ["cellular", "lorawan"]
default = "cellular"
[[rules]]
id = "r"
then = "uplink == celular"
"#,
            fix: "Use one of the option's values.",
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
            waivable: true,
            summary: "Something needs a capability that nothing provides.",
            why: "Either the name is misspelled, or a component is missing from the catalogue.",
            example: r#"
# catalog/more.toml
[[components]]
id = "led"
kind = "hardware"
price = "1.00"
needs = { "power.dali" = {} }
"#,
            fix: "Add a component that provides the capability.",
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
            summary: "`choose` of a slot matches no component.",
            why: "The query is too strict, or no version satisfies the requirement.",
            example: r#"
# solution.toml
[slots.socket]
choose = { kind = "hardware", provides = "socket.zhaga" }
"#,
            fix: "Add a component that matches, or relax the query.",
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
            waivable: true,
            summary: "A condition compares a slot with a component that is not one of its candidates.",
            why: "The two can never be equal.",
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
            fix: "Name one of the slot's candidates.",
            fixed: r#"
# solution.toml
[slots.spare]
choose = ["lamp-1"]
when = "slot.lamp == lamp-1"
"#,
        }

        NameCase = "name-case" {
            summary: "Two names differ only in upper and lower case.",
            why: "Some file systems and some readers treat them as the same name.",
            example: r#"
# catalog/more.toml
[[components]]
id = "Lamp-1"
kind = "hardware"
price = "1.00"
"#,
            fix: "Use a different name.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "lamp-3"
kind = "hardware"
price = "1.00"
"#,
        }

        DuplicateComponent = "duplicate-component" {
            summary: "The same version of a component is defined twice.",
            why: "It is not clear which definition is right.",
            example: r#"
# catalog/more.toml
[[components]]
id = "lamp-1"
kind = "hardware"
price = "2.00"
"#,
            fix: "Give one of them another id or another version.",
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
            summary: "Two entries of one file have the same identity at the same time.",
            why: "It is not clear which of them applies. The same goes for two networks of one technology in one \
                  array of a carrier.",
            example: r#"
# solution.toml
[[rules]]
id = "r"
then = "slot.lamp"
[[rules]]
id = "r"
then = "component.lamp-1"
"#,
            fix: "Give one of them another id.",
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
