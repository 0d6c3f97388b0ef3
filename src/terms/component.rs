//! The kinds of components and the stages of their lives.

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

    /// The stage of a component's life.
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
