//! What a bill of materials is optimised for.

super::terms! {
    /// An objective that is a word.
    "an objective"
    pub enum ObjectiveKind {
        /// Lines, duties and one-off costs.
        Cost = "cost",
        /// Lines outside the shared core.
        Regional = "regional",
        /// Another word for `regional`.
        Core = "core",
        /// Distinct component versions.
        Parts = "parts",
        /// The longest lead time.
        LeadTime = "lead-time",
        /// Slots that differ from the lock.
        Changes = "changes",
    }
}

/// One thing to minimise.
///
/// ```
/// use terroir::terms::Objective;
/// assert_eq!("core".parse(), Ok(Objective::Regional));
/// assert_eq!(Objective::Sum("power_w".to_owned()).to_string(), "sum(power_w)");
/// let error = "carbon".parse::<Objective>().unwrap_err().to_string();
/// assert!(error.starts_with("unknown objective `carbon`; expected `cost`, `regional`, "), "{error}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Lines, duties and one-off costs.
    Cost,
    /// Lines outside the shared core; `core` means the same.
    Regional,
    /// Distinct component versions.
    Parts,
    /// The longest lead time.
    LeadTime,
    /// Slots that differ from the lock.
    Changes,
    /// The sum of an attribute over all lines, times their quantities.
    Sum(String),
}

/// A text that names no objective.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown objective `{0}`; expected {words} or `{sum}(ATTRIBUTE)`", words = Objective::listed_words(), sum = Objective::SUM)]
pub struct UnknownObjective(pub String);

impl Objective {
    /// The word before the attribute in `sum(ATTRIBUTE)`.
    pub const SUM: &str = "sum";

    /// The objective of a text such as `lead-time` or `sum(power_w)`.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        if let Some(kind) = ObjectiveKind::from_word(text) {
            return Some(kind.into());
        }
        let attribute = text.strip_prefix(Self::SUM)?.strip_prefix('(')?.strip_suffix(')')?;
        Some(Self::Sum(attribute.trim().to_owned()))
    }

    /// The text in files and answers.
    #[must_use]
    pub fn text(&self) -> String {
        let kind = match self {
            Self::Cost => ObjectiveKind::Cost,
            Self::Regional => ObjectiveKind::Regional,
            Self::Parts => ObjectiveKind::Parts,
            Self::LeadTime => ObjectiveKind::LeadTime,
            Self::Changes => ObjectiveKind::Changes,
            Self::Sum(attribute) => return format!("{}({attribute})", Self::SUM),
        };
        kind.as_str().to_owned()
    }

    fn listed_words() -> String {
        let shown = ObjectiveKind::ALL.iter().filter(|kind| **kind != ObjectiveKind::Core);
        let words: Vec<String> = shown.map(|kind| format!("`{kind}`")).collect();
        words.join(", ")
    }
}

impl From<ObjectiveKind> for Objective {
    fn from(kind: ObjectiveKind) -> Self {
        match kind {
            ObjectiveKind::Cost => Self::Cost,
            ObjectiveKind::Regional | ObjectiveKind::Core => Self::Regional,
            ObjectiveKind::Parts => Self::Parts,
            ObjectiveKind::LeadTime => Self::LeadTime,
            ObjectiveKind::Changes => Self::Changes,
        }
    }
}

impl std::fmt::Display for Objective {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(&self.text())
    }
}

impl std::str::FromStr for Objective {
    type Err = UnknownObjective;

    fn from_str(text: &str) -> Result<Self, UnknownObjective> {
        Self::of(text).ok_or_else(|| UnknownObjective(text.to_owned()))
    }
}
