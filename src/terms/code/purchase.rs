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

        DuplicateOffer = "duplicate-offer" {
            summary: "Two offers of one seller for the same part and `sku` hold on one day.",
            why: "Which of the two prices counts would be left to the order of the files.",
            example: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
component = "fuse"
seller = "example-seller"
price = "0.10"
[[offers]]
component = "fuse"
seller = "example-seller"
price = "0.12"
"#,
            fix: "Keep one of them, or give each its own `sku` or its own dates.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
component = "fuse"
seller = "example-seller"
price = "0.10"
until = 2027-01-01
[[offers]]
component = "fuse"
seller = "example-seller"
price = "0.12"
from = 2027-01-01
"#,
        }

        RisingPrice = "rising-price" {
            waivable: true,
            summary: "The price of one rises with the quantity.",
            why: "Nobody pays more for each piece of a larger order: the larger price is probably that of the whole quantity, or of other \
                  goods.",
            example: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
component = "fuse"
seller = "example-seller"
price = [{ from = 1, each = "0.10" }, { from = 1000, each = "0.80" }]
"#,
            fix: "Correct the price that is wrong.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
component = "fuse"
seller = "example-seller"
price = [{ from = 1, each = "0.10" }, { from = 1000, each = "0.08" }]
"#,
        }

        UnusableOffer = "unusable-offer" {
            waivable: true,
            summary: "The least order of an offer is above its capacity, so no order is possible.",
            why: "The least order is `minimum`, else the first `from` of the price, and at least one `multiple`.",
            example: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
component = "fuse"
seller = "example-seller"
price = "0.10"
minimum = 5000
capacity = 500
"#,
            fix: "Correct `minimum`, `multiple` or `capacity`.",
            fixed: r#"
# catalog/more.toml
[[components]]
id = "fuse"
kind = "hardware"
mpn = "EXAMPLE-100"
# offers/seller.toml
[[offers]]
component = "fuse"
seller = "example-seller"
price = "0.10"
minimum = 500
capacity = 5000
"#,
        }

        OwnerCircle = "owner-circle" {
            summary: "Parties own each other in a circle.",
            why: "A list of parties reaches what its members own; in a circle nobody is the owner.",
            example: r#"
# catalog/more.toml
[[parties]]
id = "example-one"
owned-by = "example-two"
[[parties]]
id = "example-two"
owned-by = "example-one"
"#,
            fix: "Remove one of them from `owned-by`.",
            fixed: r#"
# catalog/more.toml
[[parties]]
id = "example-one"
owned-by = "example-two"
[[parties]]
id = "example-two"
country = "US"
"#,
        }

        DutyCircle = "duty-circle" {
            summary: "Duties displace each other in a circle.",
            why: "A duty with `instead-of` takes the place of another one. In a circle none of them would be owed.",
            example: r#"
# regions/US.toml
area = "US"
[[duties]]
id = "all"
percent = "10"
instead-of = ["steel"]
[[duties]]
id = "steel"
hs = ["73"]
percent = "50"
instead-of = ["all"]
"#,
            fix: "Remove `instead-of` from one of them.",
            fixed: r#"
# regions/US.toml
area = "US"
[[duties]]
id = "all"
percent = "10"
[[duties]]
id = "steel"
hs = ["73"]
percent = "50"
instead-of = ["all"]
"#,
        }

        UnknownDuty = "unknown-duty" {
            summary: "`instead-of` names a duty that no file states.",
            example: r#"
# regions/US.toml
area = "US"
[[duties]]
id = "all"
percent = "10"
[[duties]]
id = "steel"
hs = ["73"]
percent = "50"
instead-of = ["al"]
"#,
            fix: "Write the id of a duty.",
            fixed: r#"
# regions/US.toml
area = "US"
[[duties]]
id = "all"
percent = "10"
[[duties]]
id = "steel"
hs = ["73"]
percent = "50"
instead-of = ["all"]
"#,
        }

        UnknownContentRule = "unknown-content-rule" {
            summary: "`not-if` names a content rule that no file states.",
            example: r#"
# regions/US.toml
area = "US"
[[duties]]
id = "all"
percent = "10"
[[duties]]
id = "steel"
hs = ["73"]
percent = "50"
not-if = "amercan"
[[content]]
id = "american"
of = "US"
more-than-percent = "55"
"#,
            fix: "Write the id of a content rule.",
            fixed: r#"
# regions/US.toml
area = "US"
[[duties]]
id = "all"
percent = "10"
[[duties]]
id = "steel"
hs = ["73"]
percent = "50"
not-if = "american"
[[content]]
id = "american"
of = "US"
more-than-percent = "55"
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
