//! Why something stands in a bill of materials, or does not: what is compared, and what each other choice leads to.

use super::Reason;
use crate::date::Date;
use crate::number::Number;

/// The story of one slot, option or component in one market.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Why {
    /// The market's code.
    pub market: String,
    /// The day asked about.
    pub as_of: Date,
    /// The currency of all amounts.
    pub currency: String,
    /// Places after the point that the currency has.
    pub minor_unit: u32,
    /// What the market's bill of materials costs, exact; `None` where there is none.
    pub cost: Option<Number>,
    /// The slots and options that the question is about.
    pub decisions: Vec<Decision>,
}

/// What stands in one slot, or what one option is set to, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// Slot or option.
    pub kind: DecisionKind,
    /// Its name.
    pub name: String,
    /// What stands there: `id`, `id@version` where an id has several, an option's value; `None`: nothing.
    pub taken: Option<String>,
    /// Whether that is among what was asked about: always, but for a component that another one keeps out.
    pub is_requested: bool,
    /// Reasons why nothing else can stand there, a smallest set; `None`: something else could.
    /// Empty: the structure leaves no other choice, as in a slot with one candidate.
    pub forced: Option<Vec<Reason>>,
    /// Every other choice that was asked about, in the order of preference.
    pub choices: Vec<Choice>,
}

/// What kind of place a choice is made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// A slot that candidates fill.
    Slot,
    /// An option that takes a value.
    Option,
}

/// Another choice and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Choice {
    /// As in [`Decision::taken`].
    pub choice: Option<String>,
    /// What it leads to.
    pub verdict: ChoiceVerdict,
}

/// What another choice leads to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceVerdict {
    /// The best bill of materials with it.
    Possible {
        /// Its cost, exact.
        cost: Number,
        /// Its cost less that of the answer: 0 where only the order in the files decides, or another objective.
        difference: Number,
        /// What else changes: options first, then slots, then carriers.
        changes: Vec<ChoiceChange>,
    },
    /// There is none with it, because of these reasons: a smallest set. Empty: the structure forbids it.
    Impossible(Vec<Reason>),
    /// The work limit was reached before that was proved.
    Undecided,
}

/// A slot, an option or a carrier that another choice changes as well.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ChoiceChange {
    /// The slot or option; `carrier ID` for a carrier.
    pub name: String,
    /// What the answer has there; `None`: nothing.
    pub before: Option<String>,
    /// What is there with the other choice; `None`: nothing.
    pub after: Option<String>,
}

/// All minimal sets of reasons of a conflict that were found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReasonSets {
    /// The sets in the order of the contract: the first is the one that the conflict shows.
    pub sets: Vec<Vec<Reason>>,
    /// Whether there is no further one.
    pub complete: bool,
}

/// What solving a conflict's reasons again says of them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Recheck {
    /// Whether the reasons alone, with the structure, leave no solution.
    pub refutes: bool,
    /// The reasons without which the others leave none either: nothing where the set is minimal.
    pub superfluous: Vec<String>,
}
