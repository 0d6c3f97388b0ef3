//! Why a bill of materials contains a component, or does not: what is compared, and what each other choice leads to.

use super::Reason;
use crate::date::Date;
use crate::number::Number;

/// The answer to "why?" about slots or options in one market.
///
/// Made by [`Compiled::why_slot`](crate::Compiled::why_slot), [`why_component`](crate::Compiled::why_component) and
/// [`why_option`](crate::Compiled::why_option).
///
/// ```
#[doc = include_str!("example.txt")]
/// let why = compiled.why_slot(&request.for_markets(["DE"]), "driver")?;
/// assert_eq!((why.market.as_str(), why.decisions.len()), ("DE", 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Why {
    /// The market's code.
    pub market: String,
    /// The day the product is placed on the market.
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

/// What fills one slot, or what one option is set to, and why.
///
/// ```
#[doc = include_str!("example.txt")]
/// let why = compiled.why_slot(&request.for_markets(["DE"]), "driver")?;
/// let decision = &why.decisions[0];
/// assert_eq!(decision.taken.as_deref(), Some("driver-230"));
/// assert!(decision.forced.is_some(), "nothing else can fill it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Decision {
    /// Slot or option.
    pub kind: DecisionKind,
    /// Its name.
    pub name: String,
    /// What is chosen: `id`, `id@version` where an id has several, an option's value; `None`: nothing.
    pub taken: Option<String>,
    /// Whether that is what the question is about: always, except where another component fills the slot.
    pub is_requested: bool,
    /// Reasons why nothing else is possible, a smallest set; `None`: something else is.
    /// Empty: the structure leaves no other choice, as in a slot with one candidate.
    pub forced: Option<Vec<Reason>>,
    /// Every other choice that the question is about, in the order of preference.
    pub choices: Vec<Choice>,
}

/// Whether a decision is about a slot or an option.
///
/// ```
#[doc = include_str!("example.txt")]
/// let why = compiled.why_option(&request.for_markets(["DE"]), "dimmable")?;
/// assert_eq!(why.decisions[0].kind, terroir::bom::DecisionKind::Option);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// A slot that candidates fill.
    Slot,
    /// An option that takes a value.
    Option,
}

/// Another choice and what it leads to.
///
/// ```
#[doc = include_str!("example.txt")]
/// let why = compiled.why_slot(&request.for_markets(["DE"]), "driver")?;
/// let choice = &why.decisions[0].choices[0];
/// assert_eq!(choice.choice.as_deref(), Some("driver-120"));
/// assert!(matches!(choice.verdict, terroir::bom::ChoiceVerdict::Impossible(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// Made by [`Compiled::reason_sets`](crate::Compiled::reason_sets).
///
/// ```
#[doc = include_str!("example.txt")]
/// let found = compiled.reason_sets(&request.for_markets(["BR"]), 10)?;
/// assert_eq!((found.sets.len(), found.complete), (1, true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReasonSets {
    /// First the set that the conflict shows, then those that share no reason with it, then the others; of each, the
    /// smallest first.
    pub sets: Vec<Vec<Reason>>,
    /// Whether there is no further one.
    pub complete: bool,
}

/// The result of solving a conflict's reasons again with a fresh solver.
///
/// Made by [`Compiled::recheck`](crate::Compiled::recheck).
///
/// ```
#[doc = include_str!("example.txt")]
/// let request = request.for_markets(["BR"]);
/// let terroir::Outcome::Conflict(conflict) = compiled.resolve(&request)? else { panic!() };
/// let recheck = compiled.recheck(&request, &conflict.reasons)?;
/// assert!(recheck.refutes && recheck.superfluous.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Recheck {
    /// Whether the reasons alone, with the structure, leave no solution.
    pub refutes: bool,
    /// The reasons without which the others leave none either: nothing where the set is minimal.
    pub superfluous: Vec<String>,
}
