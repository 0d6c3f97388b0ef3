//! What is possible, for the caller.

use super::commitment::ChoiceKind;

/// A slot, an option or a carrier with all its values.
///
/// Made by [`Session::domains`](super::Session::domains): the slots of the market in order, then the options, then the
/// carriers.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Domain {
    /// Slot, option or carrier.
    pub kind: ChoiceKind,
    /// Its name.
    pub name: String,
    /// Whether it is committed in this market.
    pub is_committed: bool,
    /// Every value: of a slot "empty" first and then the candidates in the order of preference.
    pub values: Vec<DomainValue>,
}

impl Domain {
    /// The only value that is possible, if there is only one.
    ///
    /// ```
    /// # fn example(domain: &terroir::session::Domain) {
    /// if let Some(forced) = domain.forced() {
    ///     println!("{} must be {:?}", domain.name, forced.value);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn forced(&self) -> Option<&DomainValue> {
        self.values.iter().find(|value| value.verdict == Verdict::Forced)
    }
}

/// A value, and whether it is possible.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct DomainValue {
    /// `id`, or `id@version` where an id has several; an option's value; `picked`. `None`: the slot is empty, or the carrier
    /// is not picked.
    pub value: Option<String>,
    /// Whether some valid bill of materials has it.
    pub verdict: Verdict,
}

/// Whether some valid bill of materials has a value, whatever the same slot, option or carrier is committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One has it, and one has another value.
    Possible,
    /// Every one has it.
    Forced,
    /// None has it.
    Forbidden,
    /// The step limit was reached first.
    Undecided,
}
