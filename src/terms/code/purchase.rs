//! Parties, offers, articles and what crosses borders.

super::text::codes! {
    /// Parties, offers, articles and what crosses borders.
    pub enum PurchaseCode {
        UnknownPart = "unknown-part" {
            summary: "An offer is for a part number that no component has, or that another maker uses.",
            why: "An offer counts for the components that have its part number. One for nothing would silently change no \
                  answer.",
            example: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
mpn = "EXAMPLE-10"
seller = "example-seller"
price = "0.10"
"#,
            fix: "Write the part number as the catalogue has it.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
mpn = "EXAMPLE-100"
seller = "example-seller"
price = "0.10"
"#,
        }

        UnknownSite = "unknown-site" {
            summary: "An article may be built at a site that the solution does not have.",
            example: r#"
# solution.toml
[[articles]]
build = ["shenzen-1"]
[[sites]]
id = "shenzhen-1"
in = "CN"
"#,
            fix: "Write the id of a site.",
            fixed: r#"
# solution.toml
[[articles]]
build = ["shenzhen-1"]
[[sites]]
id = "shenzhen-1"
in = "CN"
"#,
        }

        AmbiguousOffer = "ambiguous-offer" {
            summary: "An offer is for a part number that two makers use.",
            why: "Two makers may use one number for different things, so the price of one is not that of the other.",
            example: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
manufacturer = "EXAMPLE-one"
mpn = "EXAMPLE-100"
[[components]]
id = "switch"
kind = "hardware"
manufacturer = "EXAMPLE-two"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
mpn = "EXAMPLE-100"
seller = "example-seller"
price = "0.10"
"#,
            fix: "Name the maker with `by`.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
manufacturer = "EXAMPLE-one"
mpn = "EXAMPLE-100"
[[components]]
id = "switch"
kind = "hardware"
manufacturer = "EXAMPLE-two"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
mpn = "EXAMPLE-100"
by = "EXAMPLE-one"
seller = "example-seller"
price = "0.10"
"#,
        }
    }
}
