//! How many valid variants a market has: exactly, or a lower bound where the step limit ends the count.
//!
//! A *variant* is what a market's bill of materials chooses: a component or nothing in every slot, a value of every option,
//! and the set of carriers that are relied on. Two variants that differ in one of these are counted as two. A planned certificate is no
//! choice here: variants that differ only in which are taken count once, and one that needs a planned certificate counts.
//! The *hardware* of a variant is its slots whose component is hardware: variants with the same hardware component versions in
//! the same slots count once, whatever their firmware, software, services, documents, options and carriers are.
//!
//! Flags, the variant of [`[[variants]]`](crate::Request::variant), defaults of options and the date hold as for
//! [`Compiled::resolve`].

use crate::date::Date;
use crate::engine::{Classes, SolutionCount, count_solutions};
use crate::query::{Case, Compiled, Request, ResolveError};
use crate::terms::ComponentKind;

/// The valid variants of several markets; made by [`Compiled::count`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct VariantCounts {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The day the product is placed on the market.
    pub as_of: Date,
    /// The requested variant of `[[variants]]`.
    pub variant: Option<String>,
    /// Each market, in the order of the request.
    pub markets: Vec<MarketCount>,
}

/// The valid variants of one market.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct MarketCount {
    /// The market's code.
    pub market: String,
    /// All variants.
    pub all: Counted,
    /// Those that differ in hardware.
    pub hardware: Counted,
    /// Solver steps of both.
    pub steps: u64,
}

/// A number of variants.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Counted {
    /// The number in decimal digits, of any length.
    pub number: String,
    /// Whether that is the number; else the step limit was reached, and there are at least as many.
    pub is_exact: bool,
}

impl From<SolutionCount> for Counted {
    fn from(count: SolutionCount) -> Self {
        Self { number: count.counted.to_string(), is_exact: count.is_exact }
    }
}

impl Compiled {
    /// The number of valid variants of each market of the request, of all choices and of hardware alone; see
    /// [`count`](crate::count) for what counts.
    ///
    /// ```
    /// # let solution = terroir::Solution::from_sources([("solution.toml", "
    /// #     [solution]\nname = 'lamp'\nmarkets = ['US']\ncurrency = 'USD'
    /// #     [slots.driver]\nchoose = ['small', 'large']\n[slots.lamp]\nchoose = ['white', 'amber']
    /// #     [[rules]]\nid = 'no-amber'\nthen = 'slot.driver == small => slot.lamp == white'
    /// # "), ("catalog/c.toml", "
    /// #     [[components]]\nid = 'small'\nkind = 'hardware'\n[[components]]\nid = 'large'\nkind = 'hardware'
    /// #     [[components]]\nid = 'white'\nkind = 'hardware'\n[[components]]\nid = 'amber'\nkind = 'hardware'
    /// # ")])?;
    /// let request = terroir::Request::default().as_of("2026-11-22".parse()?);
    /// let counts = solution.compile()?.count(&request)?;
    /// assert_eq!((counts.markets[0].all.number.as_str(), counts.markets[0].all.is_exact), ("3", true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Compiled::resolve`].
    pub fn count(&self, request: &Request) -> Result<VariantCounts, ResolveError> {
        let codes = self.answered_markets(request)?;
        let compiled = self.for_markets(&codes)?;
        let as_of = request.as_of.or(self.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let counted = |code: &String| {
            let area = compiled.model.areas.find(code).ok_or_else(ResolveError::no_market)?;
            Ok(of_market(&compiled.bare_case(request, area, as_of)?))
        };
        Ok(VariantCounts {
            solution: self.solution.name().to_owned(),
            version: self.solution.version().to_owned(),
            as_of,
            variant: request.variant.clone(),
            markets: codes.iter().map(counted).collect::<Result<_, ResolveError>>()?,
        })
    }
}

fn of_market(case: &Case<'_>) -> MarketCount {
    let problem = &case.lowered().problem;
    // Each count has the steps of a question of its own.
    let (mut for_all, mut for_hardware) = (case.work(), case.work());
    let all = count_solutions(problem, &choices(case), &mut for_all);
    let hardware = count_solutions(problem, &hardware(case), &mut for_hardware);
    MarketCount {
        market: case.code().to_owned(),
        all: all.into(),
        hardware: hardware.into(),
        steps: for_all.spent() + for_hardware.spent(),
    }
}

/// All solutions count as one.
fn one_class(case: &Case<'_>) -> Classes {
    let problem = &case.lowered().problem;
    problem.group_ids().map(|group| vec![0; problem.size(group) as usize]).collect()
}

/// Solutions that differ in a slot, an option or a carrier are counted separately.
fn choices(case: &Case<'_>) -> Classes {
    let lowered = case.lowered();
    let mut classes = one_class(case);
    let slots = lowered.slots.iter().map(|slot| slot.group);
    for group in slots.chain(lowered.options.iter().copied()).chain(lowered.carriers.iter().flatten().copied()) {
        (0..).zip(&mut classes[group]).for_each(|(value, class)| *class = value);
    }
    classes
}

/// Solutions that differ in the hardware of a slot are counted separately.
fn hardware(case: &Case<'_>) -> Classes {
    let mut classes = one_class(case);
    for slot in &case.lowered().slots {
        let is_hardware = |value: u32| {
            slot.component(value).is_some_and(|id| case.input.model.components[id].kind == ComponentKind::Hardware)
        };
        for (value, class) in (0..).zip(&mut classes[slot.group]).filter(|(value, _)| is_hardware(*value)) {
            *class = value;
        }
    }
    classes
}
