//! The warnings of a portfolio, each once with the markets that have it.

use super::wording::{quoted, with_markets};
use terroir::bom::Warning;
use terroir::printable;
use terroir::{Code, Portfolio};

/// A warning with the markets that it was given for.
pub struct MarketWarning<'a> {
    pub warning: &'a Warning,
    /// Empty where it concerns the portfolio.
    pub markets: Vec<&'a str>,
    /// A text in place of several messages of one code.
    summary: Option<String>,
}

impl MarketWarning<'_> {
    /// The message with its markets: `no source was read for carriers (CN, IN)`.
    pub fn message(&self) -> String {
        match &self.summary {
            Some(summary) => summary.clone(),
            None => with_markets(&printable(&self.warning.message), &self.markets),
        }
    }

    /// The message without a list of markets, for output that lists them separately; of the first market if there are
    /// several.
    pub fn plain(&self) -> String {
        self.summary.clone().unwrap_or_else(|| self.warning.message.clone())
    }

    /// Whether a warning of another market has the same message, except for the name of the market.
    fn is_same(&self, warning: &Warning, market: &str) -> bool {
        let [first, ..] = self.markets.as_slice() else { return false };
        let general = |message: &str, market: &str| message.replace(&quoted(market), "`*`");
        let same_message = general(&self.warning.message, first) == general(&warning.message, market);
        self.warning.code == warning.code && same_message
    }
}

/// All warnings of a portfolio, each once with its markets; gaps last.
pub fn of_portfolio(portfolio: &Portfolio) -> Vec<MarketWarning<'_>> {
    let each =
        portfolio.markets.iter().flat_map(|outcome| outcome.warnings().iter().map(|one| (outcome.market(), one)));
    grouped(&portfolio.warnings, each)
}

/// Warnings of the whole and of single markets, each once with its markets; gaps last.
pub fn grouped<'a>(
    whole: &'a [Warning],
    of_markets: impl Iterator<Item = (&'a str, &'a Warning)>,
) -> Vec<MarketWarning<'a>> {
    let mut list: Vec<MarketWarning<'a>> =
        whole.iter().map(|warning| MarketWarning { warning, markets: Vec::new(), summary: None }).collect();
    for (market, warning) in of_markets {
        match list.iter_mut().find(|one| one.is_same(warning, market)) {
            Some(one) => one.markets.push(market),
            None => list.push(MarketWarning { warning, markets: vec![market], summary: None }),
        }
    }
    list.sort_by_key(|one| (one.warning.code == Code::GAP, is_about_reliability(one.warning.code)));
    list
}

/// Codes about the reliability of the facts that an answer uses, with the words for them.
const RELIABILITY: [(Code, &str); 3] = [
    (Code::SINGLE_SOURCE, "facts from a single source"),
    (Code::DISPUTED, "facts on which sources disagree"),
    (Code::UNVERIFIED, "facts that no source confirms"),
];

fn is_about_reliability(code: Code) -> bool {
    RELIABILITY.iter().any(|(known, _)| code == *known)
}

/// The warnings for people: which facts have a single source differs from market to market, so one summary replaces
/// all of them.
pub fn summarized(portfolio: &Portfolio) -> Vec<MarketWarning<'_>> {
    let mut list: Vec<MarketWarning<'_>> = Vec::new();
    for one in of_portfolio(portfolio) {
        let known = list
            .iter_mut()
            .find(|known| known.warning.code == one.warning.code && is_about_reliability(one.warning.code));
        match known {
            Some(known) => {
                known.markets.extend(one.markets);
                known.summary = Some(summary(known.warning.code, &known.markets));
            }
            None => list.push(one),
        }
    }
    list
}

fn summary(code: Code, markets: &[&str]) -> String {
    let words = RELIABILITY.iter().find(|(known, _)| code == *known).map_or("", |(_, words)| words);
    let (count, first) = (markets.len(), markets.first().copied().unwrap_or_default());
    let listed = markets.join(", ");
    format!("the answers for {count} markets rely on {words} ({listed}); `terroir explain --market {first}` lists them")
}
