//! Names that nothing reads, one slip away from a name that is read.

super::text::codes! {
    /// Names that nothing reads, one slip away from a name that is read.
    pub enum SimilarCode {
        Carrier = "similar-carrier" {
            waivable: true,
            summary: "An overlay of yours names a carrier that no other overlay knows, and a similar one is known there.",
            why: "The entry states no name and no network code, so it was probably meant to add networks to the known \
                  carrier. Under another id they belong to another operator.",
            example: r#"
# regions/AT.toml
area = "AT"
[[carriers]]
id = "a1"
networks = [{ technology = "lte-m" }]
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["AT"]
currency = "EUR"
[slots.lamp]
choose = ["lamp-1"]
"#,
            fix: "Use the known carrier's id, or give the new one a `name`.",
            fixed: r#"
# regions/AT.toml
area = "AT"
[[carriers]]
id = "a1net"
networks = [{ technology = "lte-m" }]
# solution.toml
[solution]
name = "lamp"
version = "1.0.0"
markets = ["AT"]
currency = "EUR"
[slots.lamp]
choose = ["lamp-1"]
"#,
        }

        Capability = "similar-capability" {
            waivable: true,
            summary: "A component provides a capability that nothing reads, and one with a similar name is read.",
            why: "No need, limit, certification or condition names it, so what is required of the other name is not \
                  required of this component.",
            example: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "example-mark"
kind = "cyber"
level = "component"
applies-to = "equipment.connected"
# catalog/more.toml
[[components]]
id = "bridge"
kind = "hardware"
price = "1.00"
provides = { "equipment.conected" = {} }
"#,
            fix: "Correct the name, or waive the warning where another name is meant.",
            fixed: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "example-mark"
kind = "cyber"
level = "component"
applies-to = "equipment.connected"
# catalog/more.toml
[[components]]
id = "bridge"
kind = "hardware"
price = "1.00"
provides = { "equipment.connected" = {} }
"#,
        }

        Scheme = "similar-scheme" {
            waivable: true,
            summary: "A certificate has a scheme that no market of the solution accepts, and one with a similar name is accepted.",
            why: "The certificate counts for nothing here. A certificate for other markets is not reported: its scheme looks \
                  like no accepted one.",
            example: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "example-mark"
kind = "safety"
level = "component"
applies-to = "lamp"
# catalog/more.toml
[[components]]
id = "bulb"
kind = "hardware"
price = "1.00"
provides = { lamp = {} }
certificates = [{ scheme = "examplemark" }]
"#,
            fix: "Correct the scheme.",
            fixed: r#"
# regions/US.toml
area = "US"
[[certification]]
scheme = "example-mark"
kind = "safety"
level = "component"
applies-to = "lamp"
# catalog/more.toml
[[components]]
id = "bulb"
kind = "hardware"
price = "1.00"
provides = { lamp = {} }
certificates = [{ scheme = "example-mark" }]
"#,
        }
    }
}
