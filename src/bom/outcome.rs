//! The answer for one market: a bill of materials, a conflict, or neither within the work limit.

use super::{Bom, Conflict, RegionalBounds, Warning};
use crate::date::Date;

/// The answer for one market: resolved, in conflict or undecided.
///
/// Made by [`Compiled::resolve`](crate::Compiled::resolve). The contract knows no fourth answer, so a program may match all
/// three without a wildcard.
///
/// ```
#[doc = include_str!("example.txt")]
/// use terroir::Outcome;
///
/// match compiled.resolve(&request.for_markets(["US"]))? {
///     Outcome::Resolved(bom) => assert_eq!(bom.lines[0].component, "driver-120"),
///     Outcome::Conflict(conflict) => panic!("{}", conflict.reasons[0].text),
///     Outcome::Undecided(undecided) => panic!("{undecided}"),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Outcome {
    /// There is a valid bill of materials, and this is the one that the contract defines.
    Resolved(Box<Bom>),
    /// There is none, for these reasons.
    Conflict(Box<Conflict>),
    /// The work limit was reached before either was proved.
    Undecided(Box<Undecided>),
}

impl Outcome {
    /// The market's code.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let codes: Vec<String> = compiled.portfolio(&request)?.markets.iter().map(|one| one.market().to_owned()).collect();
    /// assert_eq!(codes, ["US", "DE", "BR"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn market(&self) -> &str {
        match self {
            Self::Resolved(bom) => &bom.market,
            Self::Conflict(conflict) => &conflict.market,
            Self::Undecided(undecided) => &undecided.market,
        }
    }

    /// The variant that was requested; `None`: the solution.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// assert_eq!(compiled.resolve(&request.for_markets(["US"]))?.variant(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        let variant = match self {
            Self::Resolved(bom) => &bom.variant,
            Self::Conflict(conflict) => &conflict.variant,
            Self::Undecided(undecided) => &undecided.variant,
        };
        variant.as_deref()
    }

    /// The bill of materials, if there is one.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let portfolio = compiled.portfolio(&request)?;
    /// assert_eq!(portfolio.markets.iter().filter_map(terroir::Outcome::bom).count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn bom(&self) -> Option<&Bom> {
        match self {
            Self::Resolved(bom) => Some(bom),
            Self::Conflict(_) | Self::Undecided(_) => None,
        }
    }

    /// Warnings about the answer; an undecided market has none.
    ///
    /// ```
    #[doc = include_str!("example.txt")]
    /// let answer = compiled.resolve(&request.for_markets(["DE"]))?;
    /// assert!(answer.warnings().iter().all(|warning| !warning.message.is_empty()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        match self {
            Self::Resolved(bom) => &bom.warnings,
            Self::Conflict(conflict) => &conflict.warnings,
            Self::Undecided(_) => &[],
        }
    }
}

/// A market for which the work limit was reached before an answer was proved.
///
/// The limit counts solver steps, so it is reached at the same point on every machine.
///
/// ```
#[doc = include_str!("example.txt")]
/// use terroir::Outcome;
///
/// let Outcome::Undecided(undecided) = compiled.resolve(&request.for_markets(["US"]).limit(1))? else { panic!() };
/// assert!(undecided.to_string().starts_with("market `US` is undecided after "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Undecided {
    /// The market's code.
    pub market: String,
    /// The variant that was requested; `None`: the solution.
    pub variant: Option<String>,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// Solver steps done.
    pub steps: u64,
    /// Where the markets are solved jointly: what is known of the lines outside the shared core, of all markets.
    pub regional: Option<RegionalBounds>,
}

impl std::fmt::Display for Undecided {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "market `{}` is undecided{} after {} steps of work on {}",
            self.market,
            self.variant.as_ref().map(|variant| format!(" for variant `{variant}`")).unwrap_or_default(),
            self.steps,
            self.as_of
        )?;
        match self.regional {
            Some(bounds) => write!(formatter, "; all markets together have {bounds}"),
            None => Ok(()),
        }
    }
}
