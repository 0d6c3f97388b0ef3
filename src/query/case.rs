//! One market's question with its lowered problem: what every answer about one market is made from.

use super::compiled::Compiled;
use super::error::{ResolveError, choices, near_or_choices};
use super::request::{self, Priority, Request, Setting};
use crate::bom::Warning;
use crate::date::Date;
use crate::engine::{Assignment, GroupId};
use crate::kernel::{
    Before, Flags, Lowered, MarketInput, OptionValue, Pin, PinFlag, TAKEN, TooLarge, lower, set_costs,
};
use crate::keyed_vec::KeyedVec;
use crate::model::{AreaId, ComponentId, Objective, OptionId, SlotId};
use crate::number::Number;
use crate::overlay::MarketView;
use crate::terms::code::FactCode;
use crate::verify::{self, CheckInput, PinnedSlot, PinnedTo, Selection, SetOption};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Solver steps for one market where the request does not limit them.
const USUAL_LIMIT: u64 = 500_000_000;

/// One market's question on one day: names looked up, the market's view found, the problem lowered at most once.
///
/// Made by [`Compiled::case`] from a request and a market's code. It owns the input of the kernel and gives the checker
/// its own; nothing else decides what the question is.
pub(crate) struct Case<'a> {
    pub compiled: &'a Compiled,
    /// The market, the day and the flags, as the kernel reads them.
    pub input: MarketInput<'a>,
    /// What is minimised, in order.
    pub objectives: Vec<Objective>,
    /// What the lock holds in this market: what the objective `changes` counts against.
    pub locked: Before,
    /// Solver steps allowed.
    pub limit: u64,
    /// The flags as typed.
    pub typed: Vec<TypedFlag>,
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
        let day = request.as_of.or(self.model.header.as_of).ok_or_else(ResolveError::no_date)?;
        let mut case = Case {
            compiled: self,
            input: input(self, market, day, Flags::default())?,
            objectives: Vec::new(),
            locked: locked(self, request, code),
            limit: request.limit.unwrap_or(USUAL_LIMIT),
            typed: Vec::new(),
            lowered: OnceLock::new(),
        };
        match request.priority {
            Priority::Objectives => {}
            Priority::FewestChanges => case.objectives.push(Objective::Changes),
        }
        case.objectives.extend(self.model.header.objective.iter().map(|objective| objective.value.clone()));
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
    let planned = view.certificates.iter().filter(|certificate| certificate.planned.is_some());
    let shared = planned.map(|one| (one.scheme.clone(), compiled.shared_volume(&one.scheme, market, day)));
    let shared_volumes: BTreeMap<String, Number> = shared.collect();
    Ok(MarketInput { model, view, index, market, day, flags, shared_volumes })
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
        Ok(self.with_input(self.compiled, input(self.compiled, self.input.market, day, flags)?))
    }

    /// The same question with other flags, not lowered yet.
    pub fn with_flags(&self, flags: Flags) -> Self {
        self.with_input(self.compiled, MarketInput { flags, ..self.input.clone() })
    }

    /// The same question to another compilation of the same model.
    pub fn within<'b>(&self, compiled: &'b Compiled) -> Result<Case<'b>, ResolveError> {
        let input = input(compiled, self.input.market, self.input.day, self.input.flags.clone())?;
        Ok(self.with_input(compiled, input))
    }

    fn with_input<'b>(&self, compiled: &'b Compiled, input: MarketInput<'b>) -> Case<'b> {
        Case {
            compiled,
            input,
            objectives: self.objectives.clone(),
            locked: self.locked.clone(),
            limit: self.limit,
            typed: self.typed.clone(),
            lowered: OnceLock::new(),
        }
    }

    /// The market's code.
    pub fn code(&self) -> &'a str {
        self.compiled.model.areas.code(self.input.market)
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
    pub fn price(&mut self) -> Result<Valid, TooLarge> {
        let (objectives, locked) = (std::mem::take(&mut self.objectives), std::mem::take(&mut self.locked));
        let priced = self.edit(|input, lowered| {
            let (clauses, budgets) = (lowered.problem.clauses.len(), lowered.problem.budgets.len());
            set_costs(input, lowered, &objectives, &locked)?;
            Ok(Valid { clauses, budgets })
        });
        (self.objectives, self.locked) = (objectives, locked);
        priced
    }

    /// The engine's values as an answer in ids.
    pub fn selection(&self, values: &Assignment) -> Selection {
        let lowered = self.lowered();
        let mut slots = KeyedVec::filled(None, self.compiled.model.slots.len());
        for slot in &lowered.slots {
            slots[slot.slot] = slot.component(values[slot.group]);
        }
        let taken = |group: &Option<GroupId>| group.is_some_and(|group| values[group] == TAKEN);
        Selection {
            slots,
            options: lowered.options.iter().map(|group| values[*group]).collect(),
            carriers: lowered.carriers.iter().map(taken).collect(),
            planned: lowered.planned.iter().map(taken).collect(),
        }
    }

    /// What the independent checker finds wrong with an answer.
    pub fn violations(&self, selection: &Selection) -> Vec<String> {
        self.checked(|input| verify::violations(input, selection))
    }

    /// What an answer costs, counted by the independent checker; `None` where amounts are past 128 bits.
    pub fn cost(&self, selection: &Selection) -> Option<Number> {
        self.checked(|input| verify::cost(input, selection))
    }

    /// The question in the checker's own types.
    fn checked<T>(&self, check: impl FnOnce(&CheckInput<'_>) -> T) -> T {
        let flags = &self.input.flags;
        let to = |pin: &Pin| match pin {
            Pin::Empty => PinnedTo::Nothing,
            Pin::Any(ids) => PinnedTo::OneOf(ids.clone()),
        };
        let pins: Vec<PinnedSlot> =
            flags.pins.iter().map(|pinned| PinnedSlot { slot: pinned.slot, to: to(&pinned.pin) }).collect();
        let set: Vec<SetOption> =
            flags.set.iter().map(|set| SetOption { option: set.option, value: set.value }).collect();
        let without: Vec<ComponentId> = flags.without.iter().flatten().copied().collect();
        check(&CheckInput {
            model: self.input.model,
            view: self.input.view,
            market: self.input.market,
            as_of: self.input.day,
            set: &set,
            pins: &pins,
            without: &without,
            shared_volume: &|scheme| self.input.shared_volume(scheme),
        })
    }

    /// What is not known of the market: no answer hides it.
    pub fn gaps(&self) -> Vec<Warning> {
        let code = self.code();
        let gap = |gap: &std::sync::Arc<crate::overlay::Gap>| Warning {
            code: FactCode::Gap.into(),
            message: format!("`{}` of `{code}` is not known: {}", gap.key, gap.text),
        };
        self.input.view.gaps.iter().map(gap).collect()
    }

    fn add_flags(&mut self, request: &Request) -> Result<(), ResolveError> {
        for setting in &request.set {
            self.add_setting(setting)?;
        }
        for pin in &request.pin {
            self.add_pin(pin)?;
        }
        for component in &request.without {
            let versions = self.compiled.versions(component)?;
            self.exclude(format!("--without {component}"), versions);
        }
        for origin in &request.without_origin {
            let made_there = self.compiled.made_in(origin)?;
            self.exclude(format!("--without-origin {origin}"), made_there);
        }
        for maker in &request.without_maker {
            let made_by = self.compiled.made_by(maker)?;
            self.exclude(format!("--without-maker {maker}"), made_by);
        }
        Ok(())
    }

    fn add_setting(&mut self, setting: &Setting) -> Result<(), ResolveError> {
        let (id, at) = self.compiled.known_value(&setting.option, &setting.value)?;
        self.input.flags.set.push(OptionValue { option: id, value: at });
        self.typed.push(TypedFlag { flag: FlagId::Set(id), text: setting.flag() });
        Ok(())
    }

    fn add_pin(&mut self, pin: &request::Pin) -> Result<(), ResolveError> {
        let request::Pin { slot, component } = pin;
        let id = self.compiled.known_slot(slot)?;
        self.typed.push(TypedFlag { flag: FlagId::Pin(id), text: pin.flag() });
        // A slot that this market does not have is empty here, pinned or not.
        let Some(definition) = self.input.view.slots.get(id).and_then(Option::as_ref) else { return Ok(()) };
        if component.is_empty() {
            if !definition.optional {
                return Err(ResolveError::foreign_pin(format!(
                    "slot `{slot}` is not optional and cannot be left empty"
                )));
            }
            self.input.flags.pins.push(PinFlag { slot: id, pin: Pin::Empty });
            return Ok(());
        }
        let model = &self.compiled.model;
        let name = component.split_once('@').map_or(component.as_str(), |(name, _)| name);
        let candidates = || definition.candidates.iter().filter_map(|id| model.components.get(*id));
        let of_slot = |error| {
            if model.versions(name).next().is_some() {
                return error;
            }
            let hint = near_or_choices(name, candidates().map(|one| one.id.as_str()));
            ResolveError::unknown_name(format!("unknown component `{component}`{hint}"))
        };
        let mut meant = self.compiled.versions(component).map_err(of_slot)?;
        meant.retain(|version| definition.candidates.contains(version));
        if meant.is_empty() {
            let expected = choices(definition.candidates.iter().map(|id| self.compiled.model.component_label(*id)));
            let message = format!("`{component}` is not a candidate of slot `{slot}`; expected {expected}");
            return Err(ResolveError::foreign_pin(message));
        }
        self.input.flags.pins.push(PinFlag { slot: id, pin: Pin::Any(meant) });
        Ok(())
    }

    /// Components that may not be used; each flag is a reason of its own.
    fn exclude(&mut self, text: String, components: Vec<ComponentId>) {
        self.typed.push(TypedFlag { flag: FlagId::Without(self.input.flags.without.len()), text });
        self.input.flags.without.push(components);
    }
}
