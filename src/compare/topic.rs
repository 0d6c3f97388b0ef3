//! What a value of an answer is about.

use std::collections::BTreeMap;

/// The values of one market's answer.
pub(crate) type Values = BTreeMap<Topic, String>;

/// One value of an answer: the `mpn` of slot `modem`, the `cost` of the market.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Topic {
    /// What it belongs to.
    pub about: About,
    /// Which of its values: the key of the JSON answer.
    pub key: String,
}

/// What a value belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum About {
    /// The market as a whole: its status, its objectives, its carriers.
    Market,
    /// A line, by its slot.
    Line(String),
    /// An option, by its name.
    Option(String),
    /// A planned certificate, by scheme, and id where it has one.
    OneOff(String),
    /// A certificate of the product as a whole, by scheme and number.
    Certificate(String),
    /// What crosses a border as one thing, by its slot; `product`: the whole.
    Article(String),
    /// A content rule, by its id.
    Content(String),
    /// A licence, by component and licensee.
    License(String),
    /// A year's order, by component, maker's part and seller.
    Order(String),
    /// A warning, by code and what it is about.
    Warning(String),
    /// A fact, by its key.
    Fact(String),
    /// The least number of SKUs.
    Skus,
    /// The shared core.
    Core,
    /// The first day on which a market has no bill of materials.
    Threat,
}

/// How much a change weighs: the order of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Weight {
    /// A market is lost or gained.
    Market,
    /// Money.
    Money,
    /// Lines, options, carriers.
    Line,
    /// Certificates.
    Certificate,
    /// The number of SKUs.
    Skus,
    /// The shared core.
    Core,
    /// The first day without a bill of materials.
    Threat,
    /// Gaps.
    Gap,
    /// Everything else: other warnings, and facts that lead to the same answer.
    Other,
}

/// The keys that are amounts of money.
const MONEY: [&str; 7] = ["cost", "unit_cost", "duty", "freight", "labour", "set_up", "year_cost"];

impl Topic {
    /// A value of something.
    pub(crate) fn new(about: About, key: impl Into<String>) -> Self {
        Self { about, key: key.into() }
    }

    /// The slot whose line it is about.
    pub(crate) fn slot(&self) -> Option<&str> {
        if let About::Line(slot) = &self.about { Some(slot) } else { None }
    }

    /// Whether it says which component fills a slot, and how often.
    pub(crate) fn is_part(&self) -> bool {
        self.slot().is_some() && ["component", "version", "quantity"].contains(&self.key.as_str())
    }

    /// Of an article, a content rule, a licence or an order, the value that says that there is one.
    pub(crate) fn main_key(&self) -> Option<&'static str> {
        match &self.about {
            About::Article(_) => Some("site"),
            About::Content(_) => Some("percent"),
            About::License(_) => Some("cost"),
            About::Order(_) => Some("quantity"),
            About::Market
            | About::Line(_)
            | About::Option(_)
            | About::OneOff(_)
            | About::Certificate(_)
            | About::Warning(_)
            | About::Fact(_)
            | About::Skus
            | About::Core
            | About::Threat => None,
        }
    }

    /// Whether it is an amount of money.
    pub(crate) fn is_money(&self) -> bool {
        MONEY.contains(&self.key.as_str())
    }

    /// How much a change of it weighs.
    pub(crate) fn weight(&self) -> Weight {
        match &self.about {
            About::Market if self.key == "status" => Weight::Market,
            About::Market
            | About::Line(_)
            | About::Option(_)
            | About::OneOff(_)
            | About::Article(_)
            | About::License(_)
                if self.is_money() =>
            {
                Weight::Money
            }
            About::Line(_) if self.key == "core" => Weight::Core,
            About::Line(_) if self.key == "certificates" => Weight::Certificate,
            About::OneOff(_) | About::Certificate(_) => Weight::Certificate,
            About::Market | About::Line(_) | About::Option(_) => Weight::Line,
            About::Article(_) | About::Content(_) | About::License(_) => Weight::Line,
            About::Skus => Weight::Skus,
            About::Core => Weight::Core,
            About::Threat => Weight::Threat,
            About::Warning(code) if code.split(' ').next() == Some("gap") => Weight::Gap,
            // The lines say what it costs.
            About::Warning(_) | About::Fact(_) | About::Order(_) => Weight::Other,
        }
    }
}

impl std::fmt::Display for Topic {
    /// `modem: mpn`, `cost`, `option uplink`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = self.key.replace('_', " ");
        match &self.about {
            About::Market => formatter.write_str(&key),
            About::Line(slot) => write!(formatter, "`{slot}`: {key}"),
            About::Option(name) => write!(formatter, "option `{name}`"),
            About::OneOff(scheme) => write!(formatter, "planned certificate `{scheme}`: {key}"),
            About::Certificate(label) => write!(formatter, "certificate `{label}`: {key}"),
            About::Article(slot) => write!(formatter, "article `{slot}`: {key}"),
            About::Content(id) => write!(formatter, "content rule `{id}`: {key}"),
            About::License(name) => write!(formatter, "licence `{name}`: {key}"),
            About::Order(name) => write!(formatter, "order `{name}`: {key}"),
            About::Warning(code) => write!(formatter, "warning `{code}`"),
            About::Fact(fact) => write!(formatter, "fact `{fact}`: {key}"),
            About::Skus => formatter.write_str("SKUs"),
            About::Core => formatter.write_str("shared core"),
            About::Threat => formatter.write_str("first day without a BOM"),
        }
    }
}

/// A fact that a market states itself is the same fact in all markets, so that equal changes are found equal.
pub(crate) fn own_topic(topic: Topic, market: &str) -> Topic {
    match &topic.about {
        About::Fact(name) => match name.strip_suffix(&format!(" of {market}")) {
            Some(key) => Topic::new(About::Fact(format!("{key} of the market")), topic.key),
            None => topic,
        },
        About::Market
        | About::Line(_)
        | About::Option(_)
        | About::OneOff(_)
        | About::Certificate(_)
        | About::Article(_)
        | About::Content(_)
        | About::License(_)
        | About::Order(_)
        | About::Warning(_)
        | About::Skus
        | About::Core
        | About::Threat => topic,
    }
}
