//! What if: the answers as written beside the answers under flags.

use crate::compare::{self, Comparison};
use crate::model::Model;
use crate::number::Number;
use crate::query::{Compiled, Request, ResolveError};

impl Compiled {
    /// Today's answers of all markets beside those of a what-if: what changes, what is lost, what it costs.
    ///
    /// `today` is answered as it is; usually it is [`Request::baseline`] of the other, on today's date.
    ///
    /// ```
    /// # fn example(compiled: &terroir::Compiled) -> Result<(), Box<dyn std::error::Error>> {
    /// let today = terroir::Request::default().as_of("2026-11-22".parse()?);
    /// let change = compiled.what_if(&today, &today.clone().without_origin("CN"))?;
    /// println!("{} markets are lost", change.markets.iter().filter(|one| one.is_lost()).count());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Compiled::portfolio`].
    pub fn what_if(&self, today: &Request, then: &Request) -> Result<Comparison, ResolveError> {
        let before = self.portfolio(today)?;
        let after = self.portfolio(then)?;
        let volume = |code: &str| volume(&self.model, code);
        let mut comparison = compare::portfolios(&before, &after, &self.model.header.currency, &volume);
        comparison.flags = then.what_if_flags();
        if before.as_of != after.as_of {
            comparison.flags.push(format!("--as-of {}", after.as_of));
        }
        Ok(comparison)
    }
}

/// Units a year; of an area that is no market of the solution, what one without a volume has.
fn volume(model: &Model, code: &str) -> Number {
    model.areas.find(code).map_or(Number::from(1000), |area| model.header.volume(area))
}
