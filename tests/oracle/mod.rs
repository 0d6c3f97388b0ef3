//! A brute-force oracle: it tries every assignment of a small solution and evaluates what the contract says, directly
//! on the model. It knows nothing of constraints, solvers or the checker.
//!
//! Here are slots, options, rules, resources, needs and limits; in `providers` who provides what; in `conditions` what
//! conditions mean; in `money` certificates, objectives and the tie-break.

mod conditions;
pub mod files;
pub mod generator;
mod money;
mod providers;
pub mod question;
mod words;

use conditions::{NO, Truth, UNKNOWN, YES, truth};
use providers::{Offer, Who};
use std::collections::{BTreeMap, BTreeSet};
use terroir::date::Effectivity;
use terroir::model::{Amount, AreaId, Component, ComponentId, Formula, Model, TerritoryKind, VariantId};
use terroir::overlay::MarketView;
use terroir::terms::Lifecycle;
use terroir::{Date, Number};

/// One question to the oracle, with the flags already in ids.
pub struct World<'a> {
    pub model: &'a Model,
    pub view: &'a MarketView,
    pub market: AreaId,
    pub date: Date,
    pub set: BTreeMap<usize, u32>,
    pub pins: BTreeMap<usize, Option<Vec<ComponentId>>>,
    pub without: BTreeSet<ComponentId>,
    pub variant: Option<VariantId>,
    /// Units a year over which a planned certificate of a scheme is spread.
    pub volume: &'a dyn Fn(&str) -> Number,
}

/// One assignment, right or wrong. Carriers and planned certificates are positions in the lists of the market.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guess {
    pub slots: Vec<Option<ComponentId>>,
    pub options: Vec<u32>,
    pub carriers: Vec<usize>,
    pub planned: Vec<usize>,
}

/// The answer of the contract.
pub struct Answer {
    pub guess: Guess,
    /// The values of the solution's objectives, in their order.
    pub objectives: Vec<Number>,
    /// Whether the options are not those of a variant that is sold here, although there are such.
    pub departs: bool,
    /// How many assignments reach them: the preference decides among these.
    pub ties: u64,
}

/// The answer; `None` where every assignment is wrong.
pub fn answer(world: &World) -> Option<Answer> {
    let mut best: Option<Answer> = None;
    each_guess(world, &mut |guess| {
        if !world.is_right(guess) {
            return;
        }
        let (departs, objectives) = (world.departs(guess), world.objectives(guess));
        let tied = best.as_mut().filter(|best| best.departs == departs && best.objectives == objectives);
        if let Some(tied) = tied {
            tied.ties += 1;
            if world.preference(guess) < world.preference(&tied.guess) {
                tied.guess = guess.clone();
            }
        } else if best.as_ref().is_none_or(|best| (departs, &objectives) < (best.departs, &best.objectives)) {
            best = Some(Answer { guess: guess.clone(), objectives, departs, ties: 1 });
        }
    });
    best
}

/// Calls `visit` with every assignment of what may stand in the slots.
pub fn each_guess(world: &World, visit: &mut dyn FnMut(&Guess)) {
    let slots = (0..world.model.slots.len()).map(|slot| world.candidates(slot)).collect();
    each_guess_of(world, slots, visit);
}

/// Whether slots with their conditions allow any assignment, whatever the candidates are and whatever else is asked.
pub fn structure_fits(world: &World) -> bool {
    let candidates =
        world.view.slots.iter().map(|slot| slot.as_ref().map_or(Vec::new(), |slot| slot.candidates.clone()));
    let mut fits = false;
    each_guess_of(world, candidates.collect(), &mut |guess| fits = fits || world.is_structure(guess));
    fits
}

/// Each candidate or nothing in each slot, each value of each option, each set of carriers, each set of planned
/// certificates.
fn each_guess_of(world: &World, candidates: Vec<Vec<ComponentId>>, visit: &mut dyn FnMut(&Guess)) {
    let slots: Vec<Vec<Option<ComponentId>>> =
        candidates.into_iter().map(|list| std::iter::once(None).chain(list.into_iter().map(Some)).collect()).collect();
    let options: Vec<Vec<u32>> =
        world.model.options.iter().map(|option| (0..option.values.len() as u32).collect()).collect();
    let planned: Vec<usize> =
        (0..world.view.certificates.len()).filter(|at| world.view.certificates[*at].planned.is_some()).collect();
    let carriers: Vec<usize> = (0..world.view.carriers.len()).collect();
    for slots in product(&slots) {
        for options in product(&options) {
            for carriers in subsets(&carriers) {
                for planned in subsets(&planned) {
                    visit(&Guess {
                        slots: slots.clone(),
                        options: options.clone(),
                        carriers: carriers.clone(),
                        planned,
                    });
                }
            }
        }
    }
}

fn product<T: Clone>(lists: &[Vec<T>]) -> Vec<Vec<T>> {
    let Some((first, rest)) = lists.split_first() else { return vec![Vec::new()] };
    let tails = product(rest);
    first
        .iter()
        .flat_map(|head| tails.iter().map(move |tail| [std::slice::from_ref(head), tail.as_slice()].concat()))
        .collect()
}

fn subsets(list: &[usize]) -> Vec<Vec<usize>> {
    (0..1_usize << list.len())
        .map(|mask| list.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, one)| *one).collect())
        .collect()
}

pub fn names(wanted: &str, capability: &str) -> bool {
    capability == wanted || capability.starts_with(&format!("{wanted}."))
}

impl<'a> World<'a> {
    /// What may stand in a slot here: by its list, by flags, and by each candidate's own dates and territories.
    pub fn candidates(&self, slot: usize) -> Vec<ComponentId> {
        let Some(definition) = &self.view.slots.as_slice()[slot] else { return Vec::new() };
        let pinned = |id: &ComponentId| matches!(self.pins.get(&slot), Some(Some(list)) if list.contains(id));
        let allowed = |id: &ComponentId| {
            let component = &self.model.components[*id];
            let here = |area: &str| self.model.areas.code_lies_in(self.model.areas.code(self.market), area);
            let territory = component.territories.as_ref().is_none_or(|territories| {
                let named = territories.areas.iter().any(|area| here(&area.value));
                named == (territories.kind == TerritoryKind::Only)
            });
            let pin = !self.pins.contains_key(&slot) || pinned(id);
            let alive = component.lifecycle != Lifecycle::Eol || pinned(id);
            territory && pin && alive && component.effectivity.holds_on(self.date) && !self.without.contains(id)
        };
        definition.candidates.iter().copied().filter(allowed).collect()
    }

    fn lines<'g>(&'g self, guess: &'g Guess) -> impl Iterator<Item = (usize, ComponentId, &'a Component)> + 'g {
        let filled = guess.slots.iter().enumerate().filter_map(|(slot, id)| Some((slot, (*id)?)));
        filled.map(|(slot, id)| (slot, id, &self.model.components[id]))
    }

    /// A slot's own quantity for each one of the slot it is a part of.
    pub fn quantity(&self, slot: usize) -> Number {
        let Some(definition) = &self.view.slots.as_slice()[slot] else { return Number::ONE };
        let own = Number::from(definition.quantity);
        definition.part_of.map_or(own, |parent| own.checked_mul(self.quantity(parent.index())).unwrap())
    }

    fn total(&self, guess: &Guess, amount: impl Fn(&Component) -> Number) -> Number {
        let each =
            self.lines(guess).map(|(slot, _, component)| amount(component).checked_mul(self.quantity(slot)).unwrap());
        each.fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap())
    }

    /// Whether something dated and conditioned counts.
    pub fn counts(&self, guess: &Guess, dates: Effectivity, when: Option<&Formula>) -> Truth {
        truth(dates.holds_on(self.date)).min(when.map_or(YES, |when| self.evaluate(guess, when)))
    }

    /// Whether an assignment is valid.
    pub fn is_right(&self, guess: &Guess) -> bool {
        let alone = self.slots_are_right(guess)
            && self.options_are_right(guess)
            && self.certificates_are_right(guess)
            && self.rules_hold(guess)
            && self.resources_suffice(guess);
        if !alone {
            return false;
        }
        let offers = self.offers(guess);
        self.needs_are_met(guess, &offers) && self.area_holds(guess, &offers)
    }

    fn slots_are_right(&self, guess: &Guess) -> bool {
        let pinned = |slot| matches!(self.pins.get(&slot), Some(Some(_)));
        (0..guess.slots.len()).all(|slot| self.slot_is_right(guess, slot, pinned(slot), false))
    }

    /// Filled exactly while its condition holds and its parent is filled; an unknown condition is wrong by itself.
    fn slot_is_right(&self, guess: &Guess, slot: usize, is_pinned: bool, unknown: bool) -> bool {
        let filled = guess.slots[slot].is_some();
        let Some(definition) = &self.view.slots.as_slice()[slot] else { return !filled };
        let parent = definition.part_of.map_or(YES, |parent| truth(guess.slots[parent.index()].is_some()));
        match definition.when.as_ref().map_or(YES, |when| self.evaluate(guess, &when.value)) {
            UNKNOWN => unknown && !filled,
            when if when.min(parent) == YES => filled || (definition.optional && !is_pinned),
            _ => !filled,
        }
    }

    /// Whether slots, `when`, part-of and the use of carriers allow it; nothing of this is ever a reason.
    fn is_structure(&self, guess: &Guess) -> bool {
        let slots = (0..guess.slots.len()).all(|slot| self.slot_is_right(guess, slot, false, true));
        let networks = self
            .lines(guess)
            .flat_map(|(_, _, component)| &component.needs)
            .filter(|need| need.is_network() || need.alternatives.iter().any(|one| names("carrier", &one.capability)));
        let mut active = networks.filter(|need| self.counts(guess, need.effectivity, need.when.as_deref()) == YES);
        slots && (guess.carriers.is_empty() || active.next().is_some())
    }

    fn options_are_right(&self, guess: &Guess) -> bool {
        self.model.options.iter().enumerate().all(|(at, option)| {
            let value = guess.options[at];
            let area: Vec<u32> =
                self.view.settings.iter().filter(|one| one.option.index() == at).map(|one| one.value).collect();
            let flag = self.set.get(&at);
            let variant =
                self.variant.and_then(|id| self.model.variants[id].set.iter().find(|one| one.option.index() == at));
            let is_open = area.is_empty() && flag.is_none() && variant.is_none();
            let default = option.default.as_ref().filter(|_| is_open);
            area.iter().all(|one| *one == value)
                && variant.is_none_or(|one| one.value == value)
                && flag.is_none_or(|one| *one == value)
                && default.is_none_or(|one| one.value == value)
        })
    }

    /// Whether the options are not those of any variant that is sold here; where none is sold or one is asked about, no
    /// assignment departs.
    pub fn departs(&self, guess: &Guess) -> bool {
        let mut sold = self.model.variants.iter().filter(|variant| variant.markets.contains(&self.market)).peekable();
        let is_asked = self.variant.is_some() || sold.peek().is_none();
        !is_asked && !sold.any(|variant| variant.set.iter().all(|one| guess.options[one.option.index()] == one.value))
    }

    fn rules_hold(&self, guess: &Guess) -> bool {
        self.view.rules.iter().filter(|rule| rule.effectivity.holds_on(self.date)).all(|rule| {
            let when = rule.condition.as_ref().map_or(YES, |condition| self.evaluate(guess, condition));
            (YES - when).max(self.evaluate(guess, &rule.then)) == YES
        })
    }

    fn resources_suffice(&self, guess: &Guess) -> bool {
        let of = |amounts: &[Amount], name: &str| {
            let own = amounts.iter().filter(|one| one.resource == name).map(|one| one.amount);
            own.fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap())
        };
        let used: BTreeSet<&str> =
            self.lines(guess).flat_map(|(_, _, component)| &component.uses).map(|one| one.resource.as_str()).collect();
        used.into_iter().all(|name| {
            let market = self.view.supplies.iter().filter(|one| one.resource == name).map(|one| one.amount);
            let supplied =
                market.fold(self.total(guess, |one| of(&one.supplies, name)), |sum, one| sum.checked_add(one).unwrap());
            self.total(guess, |one| of(&one.uses, name)) <= supplied
        })
    }

    /// Needs of components, and the carriers that they call for.
    fn needs_are_met(&self, guess: &Guess, offers: &[Offer]) -> bool {
        let (mut network_slots, mut names_one) = (BTreeSet::new(), false);
        for (slot, _, component) in self.lines(guess) {
            for need in &component.needs {
                let met = match self.counts(guess, need.effectivity, need.when.as_deref()) {
                    NO => true,
                    UNKNOWN => false,
                    _ if need.is_network() => {
                        network_slots.insert(slot);
                        guess.carriers.iter().all(|at| self.is_met(offers, need, |who| who == Who::Carrier(*at)))
                    }
                    _ => {
                        names_one |= need.alternatives.iter().any(|one| names("carrier", &one.capability));
                        self.is_met(offers, need, |who| who != Who::Slot(slot))
                    }
                };
                if !met {
                    return false;
                }
            }
        }
        if guess.carriers.is_empty() || (network_slots.is_empty() && !names_one) {
            return network_slots.is_empty() && guess.carriers.is_empty();
        }
        let approved = |scheme: &str| {
            network_slots.iter().all(|slot| {
                let component = &self.model.components[guess.slots[*slot].unwrap()];
                self.approves(component, scheme)
            })
        };
        let fine = guess.carriers.iter().map(|at| &self.view.carriers[*at]).all(|carrier| {
            carrier.effectivity.holds_on(self.date) && carrier.approvals.iter().all(|scheme| approved(&scheme.value))
        });
        let wanted = self
            .model
            .header
            .carriers
            .iter()
            .filter(|served| served.market == self.market)
            .flat_map(|served| &served.carriers);
        fine && wanted.into_iter().all(|id| guess.carriers.iter().any(|at| self.view.carriers[*at].id == id.value))
    }

    /// Needs and limits of the market: providers are lines and carriers; networks are the carriers' alone.
    fn area_holds(&self, guess: &Guess, offers: &[Offer]) -> bool {
        let needs = self.view.needs.iter().all(|asked| {
            let network = asked.need.is_network();
            let who = |who| matches!(who, Who::Carrier(_)) || (matches!(who, Who::Slot(_)) && !network);
            match self.counts(guess, asked.need.effectivity, asked.need.when.as_deref()) {
                NO => true,
                YES => self.is_met(offers, &asked.need, who),
                _ => false,
            }
        });
        needs
            && self.view.limits.iter().all(|limit| match self.counts(guess, limit.effectivity, limit.when.as_deref()) {
                NO => true,
                YES => offers
                    .iter()
                    .filter(|offer| offer.who != Who::Market && names(&limit.capability, &offer.capability))
                    .all(|offer| limit.tests.iter().all(|test| self.test(offer, test))),
                _ => false,
            })
    }
}
