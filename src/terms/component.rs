//! What a component is, and where it stands in its life.

super::terms! {
    /// What kind of thing a component is.
    "a component kind"
    pub enum ComponentKind {
        /// A part, a module, a housing.
        Hardware = "hardware",
        /// Software in the device.
        Firmware = "firmware",
        /// Software elsewhere.
        Software = "software",
        /// Something paid for by the month or once: connectivity, hosting.
        Service = "service",
        /// A leaflet, a declaration.
        Document = "document",
    }

    /// Where a component stands in its life.
    "a lifecycle"
    pub enum Lifecycle {
        /// In production.
        Active = "active",
        /// Not recommended for new designs.
        Nrnd = "nrnd",
        /// End of life: not a candidate unless pinned.
        Eol = "eol",
    }
}
