//! What a column of a bill of materials may show: one list for the profiles in solution.toml and for exports.

super::terms! {
    /// A field of a line, or of the answer that the line belongs to.
    "a column"
    pub enum Column {
        /// The solution's name.
        Solution = "solution",
        /// The solution's version.
        SolutionVersion = "solution-version",
        /// The date of the answer.
        AsOf = "as-of",
        /// The market's code.
        Market = "market",
        /// 1, 2, 3 … in the order of the lines.
        Item = "item",
        /// The slot.
        Slot = "slot",
        /// The slot it is a part of.
        PartOf = "part-of",
        /// The component's id.
        Component = "component",
        /// The company's own part number: the component's field `IPN`, else its id.
        Ipn = "ipn",
        /// Its version.
        Version = "version",
        /// Its kind.
        Kind = "kind",
        /// Its name for people.
        Name = "name",
        /// What it is, for people; its name where that is not stated.
        Description = "description",
        /// Its value on a board: `100nF`; the component's id where it has none.
        Value = "value",
        /// Its land pattern.
        Footprint = "footprint",
        /// Where its data sheet can be read.
        Datasheet = "datasheet",
        /// Its licence as an SPDX expression.
        License = "license",
        /// Its package URL.
        Purl = "purl",
        /// Its CPE name.
        Cpe = "cpe",
        /// Who supplies it; the manufacturer where nothing else is stated.
        Supplier = "supplier",
        /// Where its own SBOM is.
        Sbom = "sbom",
        /// What its quantity counts: `pcs`, `m`.
        Unit = "unit",
        /// How many in one product.
        Quantity = "quantity",
        /// Reference designators, joined by commas.
        Refdes = "refdes",
        /// The manufacturer.
        Manufacturer = "manufacturer",
        /// The manufacturer's part number.
        Mpn = "mpn",
        /// The seller of the offer that is used.
        Seller = "seller",
        /// The seller's number.
        Sku = "sku",
        /// The code of the country where it is made.
        Origin = "origin",
        /// Customs tariff code.
        Hs = "hs",
        /// Weeks from order to delivery.
        LeadWeeks = "lead-weeks",
        /// `active`, `nrnd` or `eol`.
        Lifecycle = "lifecycle",
        /// `core` where the line is the same in every market, else `regional`.
        Layer = "layer",
        /// Certificates that the market requires of it, as `scheme:id`, joined by `; `.
        Certificates = "certificates",
        /// Other valid candidates of the slot, joined by `; `.
        Alternates = "alternates",
        /// Approved manufacturer parts, joined by `; `.
        Approved = "approved",
        /// Price of one.
        UnitCost = "unit-cost",
        /// Freight of the line.
        Freight = "freight",
        /// Duties on the line.
        Duty = "duty",
        /// Cost of the line.
        Cost = "cost",
        /// The currency of the amounts.
        Currency = "currency",
    }
}

impl Column {
    /// Whether it holds numbers, which stay numbers in spreadsheets.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Item | Self::Quantity | Self::LeadWeeks | Self::UnitCost | Self::Freight | Self::Duty | Self::Cost
        )
    }
}
