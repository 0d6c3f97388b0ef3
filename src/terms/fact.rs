//! Words of overlays: how reliable a fact is, whose certificates count, how a country measures.

super::terms! {
    /// How far the sources of a fact agree.
    "a status"
    pub enum FactStatus {
        /// Several independent sources state it.
        Agree = "agree",
        /// One source states it.
        Single = "single",
        /// Sources state different values.
        Disputed = "disputed",
        /// No source was read for it.
        Unverified = "unverified",
    }

    /// Whose certificates meet a certification.
    "a level"
    pub enum Level {
        /// The component's own, or the solution's: modular approval counts.
        Component = "component",
        /// The solution's only.
        Solution = "solution",
    }

    /// What a certification is about.
    "a kind of certification"
    pub enum CertificationKind {
        /// The use of spectrum.
        Radio = "radio",
        /// Electric shock, fire, mechanical hazards.
        Safety = "safety",
        /// Electromagnetic compatibility.
        Emc = "emc",
        /// Equipment on public networks.
        Telecom = "telecom",
        /// Security of devices and data.
        Cyber = "cyber",
        /// Energy efficiency.
        Energy = "energy",
        /// Restricted substances and waste.
        Substances = "substances",
        /// Cells and batteries.
        Battery = "battery",
        /// Labels, language and packaging.
        Label = "label",
        /// Anything else.
        Other = "other",
    }

    /// What a power of a radio is measured as.
    "a kind of power"
    pub enum PowerKind {
        /// Effective radiated power: relative to a half-wave dipole.
        Erp = "erp",
        /// Equivalent isotropically radiated power.
        Eirp = "eirp",
        /// At the connector of the antenna.
        Conducted = "conducted",
    }

    /// A class of devices at 6 GHz.
    "a class of radio"
    pub enum RadioClass {
        /// Low power, indoors.
        Lpi = "lpi",
        /// Very low power, indoors and outdoors.
        Vlp = "vlp",
        /// Variable power, where a geofencing system allows it.
        Gvp = "gvp",
        /// Standard power, under automated frequency coordination.
        Standard = "standard",
    }

    /// Who sends.
    "a role of a radio"
    pub enum RadioRole {
        /// It opens a network.
        AccessPoint = "access-point",
        /// It joins one.
        Client = "client",
    }

    /// A system of measurement, as CLDR names them.
    "a system of measurement"
    pub enum Measurement {
        /// The International System of Units.
        Metric = "metric",
        /// United States customary units.
        Us = "US",
        /// Metric units beside imperial ones.
        Uk = "UK",
    }
}
