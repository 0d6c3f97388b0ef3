//! The answers of one side: what is compared, and what is tried with edits taken back.

use crate::bom::Portfolio;
use crate::compare::{About, Topic, Values, exact_amounts, own_topic, put_order, record};
use crate::date::Date;
use crate::engine::{LimitReached, Work, satisfy};
use crate::lock::market_title;
use crate::number::Number;
use crate::portfolio::SkuDepth;
use crate::query::{Case, Compiled, Detail, Request, ResolveError};
use std::collections::BTreeMap;

/// Steps for one day on which a market may have no answer, and for the number of SKUs.
const STEPS: u64 = 200_000_000;

/// What is worked out beside the answers themselves.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The least number of SKUs.
    pub skus: bool,
    /// The markets whose first day without a bill of materials is looked for.
    pub threats: Vec<String>,
    /// The last day that is looked at.
    pub until: Date,
}

/// Bounds of the least number of SKUs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SkuCount {
    at_least: usize,
    /// Of a plan that was found.
    pub at_most: usize,
}

impl std::fmt::Display for SkuCount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.at_least == self.at_most {
            write!(formatter, "{}", self.at_most)
        } else {
            write!(formatter, "{} to {}", self.at_least, self.at_most)
        }
    }
}

/// The answers of all markets of one side.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// What is true of all markets: the solution's name, version and currency.
    pub solution: Values,
    /// The values of each market that the side has, also of each variant: `DE`, `DE (EU868)`.
    pub markets: BTreeMap<String, Values>,
    /// The exact cost of each market that has a bill of materials.
    pub costs: BTreeMap<String, Number>,
    /// The exact amounts of each market: of a unit, its lines and its one-off costs.
    pub exact: BTreeMap<(String, About), Number>,
    /// The share of lines in the shared core.
    pub core: Option<Number>,
    /// The least number of SKUs; `None` where it was not wanted.
    pub skus: Option<SkuCount>,
    /// The first day without a bill of materials, of the markets that were wanted.
    pub threats: BTreeMap<String, Option<Date>>,
}

impl Answers {
    /// Solves all markets of a solution.
    pub fn of(compiled: &Compiled, request: &Request, wanted: &Wanted) -> Result<Self, ResolveError> {
        let request = Request { markets: Vec::new(), ..request.clone() }.detail(Detail::Lines);
        let mut answers = Self { solution: head(compiled), ..Self::default() };
        if !compiled.solution.markets().is_empty() {
            let portfolio = compiled.portfolio(&request)?;
            answers.add(&portfolio);
            answers.add_plan(&portfolio);
            answers.core = (portfolio.core.markets > 0).then_some(portfolio.core.share);
            answers.skus = if wanted.skus { Some(skus(compiled, &request)?) } else { None };
        }
        for variant in &compiled.model.variants {
            answers.add(&compiled.portfolio(&Request { variant: Some(variant.name.clone()), ..request.clone() })?);
        }
        answers.add_threats(compiled, &request, wanted)?;
        Ok(answers)
    }

    /// Adds the answers of a portfolio: the solution's, or a variant's.
    fn add(&mut self, portfolio: &Portfolio) {
        for outcome in &portfolio.markets {
            let title = market_title(outcome.market(), outcome.variant());
            self.costs.extend(outcome.bom().map(|bom| (title.clone(), bom.cost())));
            let amounts = outcome.bom().map(exact_amounts).unwrap_or_default();
            self.exact.extend(amounts.into_iter().map(|(about, amount)| ((title.clone(), about), amount)));
            self.markets.insert(title, compared(record(outcome), outcome.market()));
        }
    }

    /// Adds what the markets pay together in a year, and their orders.
    fn add_plan(&mut self, portfolio: &Portfolio) {
        let minor_unit = crate::bom::minor_unit(&portfolio.currency);
        let year = portfolio.year_cost.map(|year| (Topic::new(About::Market, "year_cost"), year.to_fixed(minor_unit)));
        self.solution.extend(year);
        portfolio.orders.iter().for_each(|order| put_order(order, minor_unit, &mut self.solution));
    }

    /// Adds the first day without a bill of materials of the markets that are wanted and that the side has.
    pub fn add_threats(&mut self, compiled: &Compiled, request: &Request, wanted: &Wanted) -> Result<(), ResolveError> {
        for market in wanted.threats.iter().filter(|market| self.markets.contains_key(*market)) {
            self.threats.insert(market.clone(), first_loss(compiled, request, market, wanted.until)?);
        }
        Ok(())
    }

    /// Whether a market has a bill of materials.
    pub fn is_resolved(&self, market: &str) -> bool {
        self.costs.contains_key(market)
    }

    /// `resolved`, `conflict`, `undecided`, or `absent` where the side does not have the market.
    pub fn status(&self, market: &str) -> &str {
        let status = Topic::new(About::Market, "status");
        self.markets.get(market).and_then(|values| values.get(&status)).map_or("absent", String::as_str)
    }

    /// A value of a market or, where none is given, of all together; `None` where there is none.
    pub fn value(&self, market: Option<&str>, topic: &Topic) -> Option<String> {
        match (market, &topic.about) {
            (_, About::Skus) => self.skus.map(|count| count.to_string()),
            (_, About::Core) => self.core.map(|core| core.to_fixed(3)),
            (Some(market), About::Threat) => (*self.threats.get(market)?).map(|day| day.to_string()),
            (Some(market), About::Market) if topic.key == "status" => Some(self.status(market).to_owned()),
            (Some(market), _) => self.markets.get(market)?.get(topic).cloned(),
            (None, _) => self.solution.get(topic).cloned(),
        }
    }
}

/// What is compared: facts under their own topics, without what they do not state.
fn compared(values: Values, market: &str) -> Values {
    let is_stated = |(known, value): &(Topic, String)| !(value.is_empty() && matches!(known.about, About::Fact(_)));
    values.into_iter().filter(is_stated).map(|(known, value)| (own_topic(known, market), value)).collect()
}

/// What a solution says of all markets.
fn head(compiled: &Compiled) -> Values {
    let solution = &compiled.solution;
    let all = [("name", solution.name()), ("version", solution.version()), ("currency", solution.currency())];
    all.into_iter().map(|(key, value)| (Topic::new(About::Market, key), value.to_owned())).collect()
}

/// The least number of hardware SKUs.
fn skus(compiled: &Compiled, request: &Request) -> Result<SkuCount, ResolveError> {
    let minimum = compiled.skus(&request.clone().limit(STEPS), SkuDepth::Number, &mut |_| {})?.minimum;
    Ok(SkuCount { at_least: minimum.at_least, at_most: minimum.at_most })
}

/// The first day from the as-of date on, up to another, on which a market has no bill of materials.
fn first_loss(compiled: &Compiled, request: &Request, market: &str, until: Date) -> Result<Option<Date>, ResolveError> {
    let case = compiled.case(request, market)?;
    let from = case.input.day;
    let later = compiled.change_dates(market).into_iter().filter(|day| from < *day && *day <= until);
    for day in std::iter::once(from).chain(later) {
        if is_lost(&case.on_day(day)?) {
            return Ok(Some(day));
        }
    }
    Ok(None)
}

/// Whether it is proved that there is no bill of materials.
fn is_lost(case: &Case<'_>) -> bool {
    match satisfy(&case.lowered().problem, &mut Work::new(STEPS)) {
        Ok(found) => found.is_none(),
        Err(LimitReached) => false,
    }
}
