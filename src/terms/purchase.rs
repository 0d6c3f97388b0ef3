//! Words of purchasing, shops and customs.

super::terms! {
    /// What an order sums up.
    "a pool"
    pub enum Pool {
        /// All pieces of all markets.
        Portfolio = "portfolio",
        /// The pieces of one market.
        Market = "market",
    }

    /// A shop whose recorded answers are read.
    "a shop"
    pub enum Shop {
        /// Mouser's Search API.
        Mouser = "mouser",
        /// DigiKey's Product Information V4.
        Digikey = "digikey",
        /// Nexar's Supply API: many sellers.
        Nexar = "nexar",
        /// The search for parts of JLCPCB.
        Jlc = "jlc",
    }

    /// What the customs value of goods contains.
    "a basis of the customs value"
    pub enum Basis {
        /// The price of the goods.
        Fob = "fob",
        /// The price with freight and insurance to the border.
        Cif = "cif",
    }

    /// What a content rule counts.
    "what a content rule counts"
    pub enum Counts {
        /// The parts.
        Components = "components",
        /// The parts, the labour and the set-up.
        Value = "value",
    }
}
