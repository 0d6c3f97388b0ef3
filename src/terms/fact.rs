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
