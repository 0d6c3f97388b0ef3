//! What a column of a bill of materials may show: one list for the profiles in solution.toml and for what is written.

/// A field of a line, or of the answer that the line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The solution's name.
    Solution,
    /// The solution's version.
    SolutionVersion,
    /// The day asked about.
    AsOf,
    /// The market's code.
    Market,
    /// 1, 2, 3 … in the order of the lines.
    Item,
    /// The slot.
    Slot,
    /// The slot it is a part of.
    PartOf,
    /// The component's id.
    Component,
    /// Its version.
    Version,
    /// What it is.
    Kind,
    /// Its name for people.
    Name,
    /// How many in one product.
    Quantity,
    /// Reference designators, joined by commas.
    Refdes,
    /// Who makes it.
    Manufacturer,
    /// The maker's part number.
    Mpn,
    /// The code of the country where it is made.
    Origin,
    /// Customs tariff code.
    Hs,
    /// Weeks from order to delivery.
    LeadWeeks,
    /// `active`, `nrnd` or `eol`.
    Lifecycle,
    /// `core` where the line is the same in every market, else `regional`.
    Layer,
    /// Certificates that the market asks of it, as `scheme:id`, joined by `; `.
    Certificates,
    /// Other candidates of the slot that would do, joined by `; `.
    Alternates,
    /// Approved manufacturer parts, joined by `; `.
    Approved,
    /// Price of one.
    UnitCost,
    /// Duties on the line.
    Duty,
    /// Cost of the line.
    Cost,
    /// The currency of the amounts.
    Currency,
}

impl Column {
    /// All columns, in the order of [`Column::WORDS`].
    pub const ALL: [Self; 27] = [
        Self::Solution,
        Self::SolutionVersion,
        Self::AsOf,
        Self::Market,
        Self::Item,
        Self::Slot,
        Self::PartOf,
        Self::Component,
        Self::Version,
        Self::Kind,
        Self::Name,
        Self::Quantity,
        Self::Refdes,
        Self::Manufacturer,
        Self::Mpn,
        Self::Origin,
        Self::Hs,
        Self::LeadWeeks,
        Self::Lifecycle,
        Self::Layer,
        Self::Certificates,
        Self::Alternates,
        Self::Approved,
        Self::UnitCost,
        Self::Duty,
        Self::Cost,
        Self::Currency,
    ];

    /// The words in files.
    pub const WORDS: &[&str] = &[
        "solution",
        "solution-version",
        "as-of",
        "market",
        "item",
        "slot",
        "part-of",
        "component",
        "version",
        "kind",
        "name",
        "quantity",
        "refdes",
        "manufacturer",
        "mpn",
        "origin",
        "hs",
        "lead-weeks",
        "lifecycle",
        "layer",
        "certificates",
        "alternates",
        "approved",
        "unit-cost",
        "duty",
        "cost",
        "currency",
    ];

    /// The column of a word.
    ///
    /// ```
    /// use terroir::bom::Column;
    /// assert_eq!(Column::of("mpn"), Some(Column::Mpn));
    /// assert_eq!(Column::of("currency"), Some(Column::Currency));
    /// assert_eq!(Column::of("MPN"), None);
    /// ```
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|known| *known == word)?;
        Self::ALL.get(at).copied()
    }

    /// Whether it holds numbers, which stay numbers in spreadsheets.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Item | Self::Quantity | Self::LeadWeeks | Self::UnitCost | Self::Duty | Self::Cost)
    }
}
