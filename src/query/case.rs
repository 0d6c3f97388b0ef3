//! One market's question with its lowered problem: what every answer about one market is made from.

use super::compiled::Compiled;
use super::error::ResolveError;
use super::portfolio_markets::not_sold;
use super::request::{Detail, Priority, Request};
use super::validity::Sharing;
use crate::bom::Warning;
use crate::date::Date;
use crate::engine::{Watch, Work};
use crate::kernel::{self, Before, Factor, Flags, Lowered, MarketInput, lower, set_costs};
use crate::model::{AreaId, Article, Objective, OptionId, Section, SlotId};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::{Gap, MarketView};
use crate::quantity::Quantity;
use crate::terms::CertificationKind;
use crate::terms::code::FactCode;
use crate::trade::{Rates, Route};
use crate::verify::Selection;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Solver steps for one market where the request does not limit them: about a second.
pub(crate) const USUAL_LIMIT: u64 = 500_000_000;

/// One market's question on one day: names looked up, the market's view found, the problem lowered at most once.
///
/// Made by [`Compiled::case`] from a request and a market's code. It owns the input of the kernel and gives the checker
/// its own; nothing else decides what the question is.
pub(crate) struct Case<'a> {
    pub compiled: &'a Compiled,
    /// What the kernel reads.
    pub input: MarketInput<'a>,
    /// What is minimised, in order.
    pub objectives: Vec<Objective>,
    /// What the lock holds in this market: what the objective `changes` counts against.
    pub locked: Before,
    /// Solver steps allowed.
    pub limit: u64,
    /// Who watches the work.
    pub watch: Option<Watch>,
    /// How much is worked out beside the lines.
    pub detail: Detail,
    /// The flags as typed.
    pub typed: Vec<TypedFlag>,
    /// Who shares the cost of planned certificates.
    pub sharing: Sharing,
    /// The flags of the request: they hold for the other markets too.
    request: Arc<Request>,
    lowered: OnceLock<Lowered>,
}

/// A flag as typed on the command line, with what it is about.
#[derive(Clone)]
pub(crate) struct TypedFlag {
    pub flag: FlagId,
    /// `--pin modem=bg95-m3`.
    pub text: String,
}

/// Which flag a reason comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagId {
    /// `--set`, by option.
    Set(OptionId),
    /// `--pin`, by slot.
    Pin(SlotId),
    /// `--without`, `--without-origin`, `--without-maker`, by position.
    Without(usize),
}

/// How many clauses and budgets of a priced problem say what is valid; those after them only count costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Valid {
    pub clauses: usize,
    pub budgets: usize,
}

impl Compiled {
    /// One market's question; the market must be one of this compilation (see [`Compiled::for_markets`]).
    pub(crate) fn case(&self, request: &Request, code: &str) -> Result<Case<'_>, ResolveError> {
        let market = self.model.areas.find(code).ok_or_else(ResolveError::no_market)?;
        let variant = self.variant_of(request)?;
        if let Some(name) = request.variant.as_ref().filter(|_| !self.model.markets_of(variant).contains(&market)) {
            return Err(not_sold(name, &[code.to_owned()], &self.portfolio_markets(request)?));
        }
        let day = request.as_of.or(self.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let mut case = self.bare_case(request, market, day)?;
        case.share();
        case.locked = locked(self, request, code);
        match request.priority {
            Priority::Objectives => {}
            Priority::FewestChanges => case.objectives.push(Objective::Changes),
        }
        case.objectives.extend(self.model.header.objective.iter().map(|objective| objective.value.clone()));
        Ok(case)
    }

    /// One market's question with its flags, which says what is valid and not what it costs.
    pub(crate) fn bare_case(&self, request: &Request, market: AreaId, day: Date) -> Result<Case<'_>, ResolveError> {
        let variant = self.variant_of(request)?;
        let mut case = Case {
            compiled: self,
            input: input(self, market, day, Flags { variant, ..Flags::default() })?,
            objectives: Vec::new(),
            locked: Before::new(),
            limit: request.limit.unwrap_or(USUAL_LIMIT),
            watch: request.watch.0.clone(),
            detail: request.detail,
            typed: Vec::new(),
            sharing: Sharing::default(),
            request: Arc::new(request.flags_alone()),
            lowered: OnceLock::new(),
        };
        case.add_flags(request)?;
        Ok(case)
    }

    /// The cases of several markets, in their order.
    pub(crate) fn cases(&self, request: &Request, codes: &[String]) -> Result<Vec<Case<'_>>, ResolveError> {
        codes.iter().map(|code| self.case(request, code)).collect()
    }

    /// Does something with the case of the first market that a request names.
    pub(crate) fn with_case<T>(
        &self,
        request: &Request,
        work: impl FnOnce(Case<'_>) -> Result<T, ResolveError>,
    ) -> Result<T, ResolveError> {
        let code = request.markets.first().ok_or_else(ResolveError::no_market)?;
        // Further markets of the request are not looked at, so neither are the overlays that only they use.
        let compiled = self.for_markets(std::slice::from_ref(code))?;
        work(compiled.case(request, code)?)
    }
}

/// What the kernel reads of a market.
fn input(compiled: &Compiled, market: AreaId, day: Date, flags: Flags) -> Result<MarketInput<'_>, ResolveError> {
    let (model, index) = (&*compiled.model, &*compiled.index);
    let view: &MarketView = compiled.markets.get(&market).ok_or_else(ResolveError::no_market)?;
    let places = &compiled.places;
    Ok(MarketInput { model, view, index, market, day, flags, shared_volumes: BTreeMap::new(), places, rates: None })
}

/// What the lock holds in a market, by ids; what no longer exists is left out.
fn locked(compiled: &Compiled, request: &Request, code: &str) -> Before {
    let held = request.locked.as_ref().and_then(|locked| locked.get(code));
    let mut locked = Before::new();
    for (slot, held) in held.into_iter().flatten() {
        let Some(slot) = compiled.model.find_slot(slot) else { continue };
        let same =
            compiled.model.versions(&held.component).find(|(_, known)| known.version.to_string() == held.version);
        locked.insert(slot, same.map(|(id, _)| id));
    }
    locked
}

impl<'a> Case<'a> {
    /// The same question on another day.
    pub fn on_day(&self, day: Date) -> Result<Self, ResolveError> {
        self.changed(self.input.flags.clone(), day)
    }

    /// The same question with other flags and on another day, not lowered yet.
    pub fn changed(&self, flags: Flags, day: Date) -> Result<Self, ResolveError> {
        let mut input = input(self.compiled, self.input.market, day, flags)?;
        input.rates.clone_from(&self.input.rates);
        let is_same_day = day == self.input.day;
        let mut case = self.with_input(self.compiled, input);
        if is_same_day {
            case.input.shared_volumes.clone_from(&self.input.shared_volumes);
        } else {
            case.share();
        }
        Ok(case)
    }

    /// The same question with other flags, not lowered yet.
    pub fn with_flags(&self, flags: Flags) -> Self {
        self.with_input(self.compiled, MarketInput { flags, ..self.input.clone() })
    }

    /// The same question where orders cost this and articles are built so.
    pub fn with_rates(&self, rates: Arc<Rates>) -> Self {
        self.with_input(self.compiled, MarketInput { rates: Some(rates), ..self.input.clone() })
    }

    /// Every article at the first of its sites that is in force.
    pub fn first_route(&self) -> Route {
        let model = self.input.model;
        let first = |article: &Article| {
            let is_there = article.slot.is_none_or(|slot| self.input.view.slot(slot).is_some());
            let mut sites = article.build.iter().copied().filter(|_| is_there);
            sites.find(|site| model.sites[*site].effectivity.holds_on(self.input.day))
        };
        let in_force = |article: &Article| article.effectivity.holds_on(self.input.day);
        model.articles.iter().map(|article| first(article).filter(|_| in_force(article))).collect()
    }

    /// The same question to another compilation of the same model.
    pub fn within<'b>(&self, compiled: &'b Compiled) -> Result<Case<'b>, ResolveError> {
        let input = input(compiled, self.input.market, self.input.day, self.input.flags.clone())?;
        let mut case = self.with_input(compiled, input);
        case.share();
        Ok(case)
    }

    /// Finds out who shares the cost of planned certificates.
    fn share(&mut self) {
        let (market, day) = (self.input.market, self.input.day);
        self.sharing = self.compiled.sharing(&self.request, market, day);
        self.input.shared_volumes = self.compiled.shared_volumes(&self.sharing, self.input.view, day);
    }

    fn with_input<'b>(&self, compiled: &'b Compiled, input: MarketInput<'b>) -> Case<'b> {
        Case {
            compiled,
            input,
            objectives: self.objectives.clone(),
            locked: self.locked.clone(),
            limit: self.limit,
            watch: self.watch.clone(),
            detail: self.detail,
            typed: self.typed.clone(),
            sharing: self.sharing.clone(),
            request: self.request.clone(),
            lowered: OnceLock::new(),
        }
    }

    /// A meter for the steps that are allowed.
    pub fn work(&self) -> Work {
        Work::new(self.limit).watched(self.watch.clone())
    }

    /// The market's code.
    pub fn code(&self) -> &'a str {
        self.compiled.model.areas.code(self.input.market)
    }

    /// The name of the requested variant.
    pub fn variant_name(&self) -> Option<String> {
        self.input.flags.variant.map(|variant| self.compiled.model.variants[variant].name.clone())
    }

    /// Units a year.
    pub fn volume(&self) -> Number {
        self.compiled.model.header.volume(self.input.market)
    }

    /// What was typed for a flag.
    pub fn typed(&self, flag: FlagId) -> Vec<&str> {
        self.typed.iter().filter(|typed| typed.flag == flag).map(|typed| typed.text.as_str()).collect()
    }

    /// The problem; lowered on first use.
    pub fn lowered(&self) -> &Lowered {
        self.lowered.get_or_init(|| lower(&self.input))
    }

    /// Changes the problem, for this case from here on.
    pub fn edit<T>(&mut self, edit: impl FnOnce(&MarketInput<'_>, &mut Lowered) -> T) -> T {
        let mut lowered = self.lowered.take().unwrap_or_else(|| lower(&self.input));
        let result = edit(&self.input, &mut lowered);
        self.lowered = OnceLock::from(lowered);
        result
    }

    /// Sets the costs of the problem to the objectives; to be done once.
    pub fn price(&mut self) -> Result<Valid, ResolveError> {
        Ok(self.priced()?.0)
    }

    /// The same with what a unit of each objective counts, of the preference for a variant first.
    pub fn priced(&mut self) -> Result<(Valid, Vec<Factor>), ResolveError> {
        self.refuse_too_many()?;
        let (objectives, locked) = (std::mem::take(&mut self.objectives), std::mem::take(&mut self.locked));
        let priced = self.edit(|input, lowered| {
            let (clauses, budgets) = (lowered.problem.clauses.len(), lowered.problem.budgets.len());
            let factors = set_costs(input, lowered, &objectives, &locked)?;
            Ok::<_, kernel::TooLarge>((Valid { clauses, budgets }, factors))
        });
        (self.objectives, self.locked) = (objectives, locked);
        Ok(priced?)
    }

    /// Refuses quantities past all bounds.
    pub fn refuse_too_many(&self) -> Result<(), ResolveError> {
        match self.lowered().slots.iter().find(|slot| slot.quantity == Quantity::too_many()) {
            None => Ok(()),
            Some(slot) => {
                let definition = &slot.definition;
                let place = self.compiled.files.place(definition.quantity_place.unwrap_or(definition.origin.span));
                Err(ResolveError::too_many(self.compiled.model.slot_name(slot.slot), &place.to_string()))
            }
        }
    }

    /// How many clauses and budgets say what is valid, of a problem that is not priced yet.
    pub fn valid(&self) -> Valid {
        let problem = &self.lowered().problem;
        Valid { clauses: problem.clauses.len(), budgets: problem.budgets.len() }
    }

    /// Whether the market prefers an answer that agrees with one of its variants.
    pub fn prefers_variants(&self) -> bool {
        kernel::prefers_variants(&self.input)
    }

    /// Whether an answer agrees with a variant of the solution; also where the solution has none.
    pub fn is_published(&self, selection: &Selection) -> bool {
        let variants = &self.input.model.variants;
        let value = |option| selection.options.get(option).copied();
        variants.is_empty() || variants.iter().any(|variant| variant.agrees(value))
    }

    /// The kinds of certification that no overlay states anything of, or only a part: no answer hides them. In a market of
    /// the second tier, all other gaps, too.
    pub fn unread(&self) -> Vec<Warning> {
        let (view, code) = (self.input.view, self.code());
        let warning = |kind: CertificationKind| {
            let message = match view.gap_of_kind(kind) {
                Some(gap) => {
                    format!("certification of the kind `{kind}` in `{code}` is not known as a whole ({})", gap.text)
                }
                None => format!("no source was read for certification of the kind `{kind}` in `{code}`"),
            };
            Warning::new(FactCode::Unread, format!("certification.{kind}"), message)
        };
        self.input.view.unread_kinds().map(warning).chain(self.gaps_of_second_tier()).collect()
    }

    /// The gaps of a market of the second tier, whether something needs them or not, until an overlay states them.
    fn gaps_of_second_tier(&self) -> impl Iterator<Item = Warning> {
        let (view, code) = (self.input.view, self.code());
        let is_read_in_part = self.input.model.areas.tier(self.input.market) > 1;
        let is_stated = |gap: &Gap| {
            let offers = view.provides.iter().map(|one| &one.capability);
            let limits = view.limits.iter().map(|one| &one.capability);
            offers.chain(limits).any(|capability| is_below(capability, &gap.key))
        };
        let gaps = view.gaps.iter().filter(move |_| is_read_in_part);
        let open = gaps.filter(move |gap| !is_below(&gap.key, Section::Certification.key()) && !is_stated(gap));
        open.map(move |gap| {
            let message = format!("`{}` of `{code}`, which was read in part, is not known ({})", gap.key, gap.text);
            Warning::new(FactCode::Unread, &gap.key, message)
        })
    }
}
