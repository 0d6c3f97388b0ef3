//! A change that makes a market valid: as text for people, and as edits that a program can make.

use super::{Block, OptionValue};
use crate::date::Date;
use crate::number::Number;
use crate::span::Place;

/// A change that makes the market valid, tried before it is offered.
///
/// ```
#[doc = include_str!("example.txt")]
/// let request = request.for_markets(["DE"]).pin("driver", "driver-120");
/// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request)? else { panic!() };
/// assert_eq!(conflict.fixes[0].text, "leave out `--pin driver=driver-120`; the BOM then costs 6.90 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// The change, as a sentence.
    pub text: String,
    /// Where; `None` for a flag, and for a file that does not exist yet.
    pub place: Option<Place>,
    /// The same as data: all of these edits together.
    pub edits: Vec<Edit>,
    /// What the bill of materials costs with it, exact; `None` where it could not be tried.
    pub cost: Option<Number>,
    /// The longest lead time of that bill of materials, in weeks; `None` where nothing states one.
    pub lead_weeks: Option<Number>,
    /// Places after the point that the currency of `cost` has.
    pub minor_unit: u32,
}

impl Fix {
    /// Whether the market was resolved with the change. A fact that is to be stated cannot be tried.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let request = request.for_markets(["DE"]).pin("driver", "driver-120");
    /// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request)? else { panic!() };
    /// assert!(conflict.fixes[0].is_tried());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_tried(&self) -> bool {
        self.cost.is_some()
    }

    /// The text with the block that it is about, on lines of its own.
    #[must_use]
    pub fn full_text(&self) -> String {
        match self.block() {
            Some(block) => format!("{}:\n{}", self.text, block.lines()),
            None => self.text.clone(),
        }
    }

    /// What to write so that something is known; `None` for other fixes.
    #[must_use]
    pub fn block(&self) -> Option<&Block> {
        self.edits.iter().find_map(|edit| if let Edit::State { block, .. } = edit { Some(block) } else { None })
    }
}

crate::terms::terms! {
    /// A section whose statements a fix may remove for one area.
    ///
    /// ```
    /// use terroir::bom::RemovableSection;
    ///
    /// assert_eq!(RemovableSection::Limits.to_string(), "limits");
    /// assert_eq!("rules".parse(), Ok(RemovableSection::Rules));
    /// ```
    "a section that a fix removes from"
    pub enum RemovableSection {
        /// Conditions on the whole product.
        Rules = "rules",
        /// Capabilities that an area requires.
        Needs = "needs",
        /// Bounds that an area puts on whatever provides a capability.
        Limits = "limits",
    }
}

/// One edit of the files or of the request.
///
/// ```
/// use terroir::bom::Edit;
///
/// let edit = Edit::PlanCertificate { scheme: "cra".to_owned() };
/// assert_eq!(edit.word(), "plan-certificate");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Edit {
    /// Leave a flag out of the request.
    DropFlag {
        /// As typed: `--pin modem=bg95-m3`.
        flag: String,
    },
    /// Take a carrier out of `carriers` in solution.toml.
    DropCarrier {
        /// The market.
        area: String,
        /// The carrier's id.
        carrier: String,
    },
    /// Give a certificate that ended a later `until`.
    RenewCertificate {
        /// The scheme.
        scheme: String,
        /// The certificate's id, where it has one.
        id: Option<String>,
        /// The component that holds it, as `id@=version`; `None`: the solution.
        component: Option<String>,
    },
    /// Let a component hold a certificate or an approval of a scheme.
    Certify {
        /// The component, as `id@=version`.
        component: String,
        /// The scheme.
        scheme: String,
    },
    /// Add a planned certificate to the solution.
    PlanCertificate {
        /// The scheme.
        scheme: String,
    },
    /// Fix an option in the own overlay of an area.
    SetOption {
        /// The market.
        area: String,
        /// The option.
        option: String,
        /// Its value.
        value: OptionValue,
    },
    /// Append a component to the candidates of a slot.
    AddCandidate {
        /// The slot.
        slot: String,
        /// The component, as `id@=version`.
        component: String,
    },
    /// Remove a statement in the own overlay of an area, or from it.
    Remove {
        /// The market; of a statement without an id, the area that states it.
        area: String,
        /// The section of the statement.
        section: RemovableSection,
        /// The statement's id; of a need or a limit without one, `capability@area`: only the statement itself can go.
        id: String,
    },
    /// Place the product on the market on another day.
    AsOf {
        /// The day.
        date: Date,
    },
    /// State a fact that is not known in the own overlay of an area; its value is for the user to find out.
    State {
        /// The market.
        area: String,
        /// What: `power`, `radio`, `carriers`, a capability or a fact.
        what: String,
        /// What to write, with examples in the place of values.
        block: Block,
    },
}

impl Edit {
    /// The word that names the kind of edit in JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::DropFlag { .. } => "drop-flag",
            Self::DropCarrier { .. } => "drop-carrier",
            Self::RenewCertificate { .. } => "renew-certificate",
            Self::Certify { .. } => "certify",
            Self::PlanCertificate { .. } => "plan-certificate",
            Self::SetOption { .. } => "set-option",
            Self::AddCandidate { .. } => "add-candidate",
            Self::Remove { .. } => "remove",
            Self::AsOf { .. } => "as-of",
            Self::State { .. } => "state",
        }
    }
}
