//! Certificates, what an assignment costs, and which of two is preferred.

use super::World;
use super::conditions::{UNKNOWN, YES};
use super::{Guess, names};
use std::collections::BTreeSet;
use terroir::model::{Component, ComponentId, Objective, Price};
use terroir::overlay::{Certification, Level, Planned};
use terroir::{Date, Number};

impl World<'_> {
    /// Whether a component holds the approval of a carrier.
    pub fn approves(&self, component: &Component, scheme: &str) -> bool {
        component.certificates.iter().any(|one| one.scheme == scheme && one.effectivity.holds_on(self.date))
    }

    fn holds(&self, component: &Component, asked: &Certification) -> bool {
        component.certificates.iter().any(|one| {
            let dates = one.effectivity;
            asked.accepts.contains(&one.scheme)
                && dates.holds_on(self.date)
                && (dates.until.is_some() || !self.is_too_old(asked, one.issued))
        })
    }

    /// Whether `valid_months` have passed since a certificate was issued.
    fn is_too_old(&self, asked: &Certification, issued: Option<Date>) -> bool {
        asked.valid_months.zip(issued).is_some_and(|(months, issued)| {
            let text = issued.to_string();
            let numbers: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
            let past = numbers[0] * 12 + numbers[1] - 1 + months;
            // A day that the month lacks is after its last, which is as good as the last: both are the end.
            let end = (past / 12, past % 12 + 1, numbers[2]);
            let today = self.date.to_string();
            let today: Vec<u32> = today.split('-').map(|part| part.parse().unwrap()).collect();
            let is_last = self.date.next().unwrap().to_string().ends_with("-01");
            (today[0], today[1], today[2]) >= end || (is_last && (today[0], today[1]) == (end.0, end.1))
        })
    }

    /// Whether a certification is asked of this assignment and neither components nor the solution hold it.
    pub fn is_open(&self, guess: &Guess, asked: &Certification) -> bool {
        let concerned: Vec<&Component> = self
            .lines(guess)
            .map(|(_, _, component)| component)
            .filter(|component| {
                asked
                    .applies_to
                    .as_ref()
                    .is_none_or(|wanted| component.provides.iter().any(|one| names(wanted, &one.capability)))
            })
            .collect();
        let solution = self.view.certificates.iter().any(|one| {
            one.planned.is_none()
                && asked.accepts.contains(&one.scheme)
                && one.effectivity.holds_on(self.date)
                && (one.effectivity.until.is_some() || !self.is_too_old(asked, one.issued))
        });
        let asked_at_all = match asked.level {
            Level::Component => concerned.iter().any(|component| !self.holds(component, asked)),
            Level::Solution => asked.applies_to.is_none() || !concerned.is_empty(),
        };
        self.counts(guess, asked.effectivity, asked.when.as_deref()) == YES && asked_at_all && !solution
    }

    pub fn certificates_are_right(&self, guess: &Guess) -> bool {
        let mut asked = self.view.certification.iter();
        if asked.any(|one| self.counts(guess, one.effectivity, one.when.as_deref()) == UNKNOWN) {
            return false;
        }
        let open: Vec<_> = self.view.certification.iter().filter(|asked| self.is_open(guess, asked)).collect();
        let taken: Vec<&String> = guess.planned.iter().map(|at| &self.view.certificates[*at].scheme).collect();
        open.iter().all(|asked| taken.iter().any(|scheme| asked.accepts.contains(scheme)))
            && taken.iter().all(|scheme| open.iter().any(|asked| asked.accepts.contains(scheme)))
    }

    pub fn planned<'g>(&'g self, guess: &'g Guess) -> impl Iterator<Item = (&'g str, &'g Planned)> {
        let taken = guess.planned.iter().map(|at| &self.view.certificates[*at]);
        taken.filter_map(|one| Some((one.scheme.as_str(), one.planned.as_ref()?)))
    }

    pub fn cost(&self, guess: &Guess) -> Number {
        let lines = self.lines(guess).map(|(slot, _, component)| self.line_cost(slot, component));
        let certificates =
            self.planned(guess).map(|(scheme, one)| one.cost.checked_div((self.volume)(scheme)).unwrap());
        lines.chain(certificates).fold(Number::ZERO, |sum, one| sum.checked_add(one).unwrap())
    }

    pub fn line_cost(&self, slot: usize, component: &Component) -> Number {
        let (header, areas) = (&self.model.header, &self.model.areas);
        let times = |left: Number, right: Number| left.checked_mul(right).unwrap();
        let yearly = times(self.quantity(slot), header.volume(self.market));
        let each = match &component.price {
            Price::Missing => Number::ZERO,
            Price::PerMonth(price) => times(*price, header.term_months.unwrap()),
            Price::Tiers(tiers) => {
                let reached = tiers.iter().filter(|tier| tier.from <= yearly).max_by_key(|tier| tier.from);
                reached.unwrap_or(&tiers[0]).each
            }
        };
        let rate = component.currency.as_ref().and_then(|currency| header.exchange.get(&currency.value));
        let goods = times(times(each, rate.map_or(Number::ONE, |rate| rate.value)), self.quantity(slot));
        let duties = self.view.duties.iter().filter(|duty| {
            let matches_hs =
                component.hs.as_ref().is_some_and(|hs| duty.hs.iter().any(|prefix| hs.starts_with(prefix)));
            let matches_origin = match (&component.origin, &duty.origin_area) {
                (None, None) => true,
                (None, Some(_)) => false,
                (Some(origin), _) if areas.code_lies_in(&origin.value, areas.code(duty.stated_in)) => false,
                (Some(_), None) => true,
                (Some(origin), Some(from)) => areas.code_lies_in(&origin.value, from),
            };
            matches_hs && matches_origin && duty.effectivity.holds_on(self.date)
        });
        let hundred = Number::from(100_u32);
        duties
            .fold(goods, |sum, duty| sum.checked_add(times(goods, duty.percent.checked_div(hundred).unwrap())).unwrap())
    }

    pub fn objectives(&self, guess: &Guess) -> Vec<Number> {
        self.model.header.objective.iter().map(|objective| self.objective(guess, &objective.value)).collect()
    }

    pub fn objective(&self, guess: &Guess, objective: &Objective) -> Number {
        let count = |number: usize| Number::from(number as u64);
        match objective {
            Objective::Cost => self.cost(guess),
            Objective::Parts => count(self.lines(guess).map(|(_, id, _)| id).collect::<BTreeSet<_>>().len()),
            Objective::LeadTime => {
                let lines = self.lines(guess).filter_map(|(_, _, component)| component.lead_weeks);
                lines.chain(self.planned(guess).filter_map(|(_, one)| one.weeks)).max().unwrap_or(Number::ZERO)
            }
            Objective::Sum(name) => self.sum(guess, name),
            Objective::Regional | Objective::Changes => unreachable!("not asked of one market alone"),
        }
    }

    /// The tie-break: slots (empty first, then the earliest candidate), options, fewest carriers then the earliest, and
    /// so for planned certificates.
    pub fn preference(&self, guess: &Guess) -> impl Ord + use<> {
        let place = |(slot, id): (usize, &Option<ComponentId>)| {
            let id = (*id)?;
            self.view.slots.as_slice()[slot].as_ref()?.candidates.iter().position(|candidate| *candidate == id)
        };
        let slots: Vec<Option<usize>> = guess.slots.iter().enumerate().map(place).collect();
        let carriers = (guess.carriers.len(), guess.carriers.clone());
        (slots, guess.options.clone(), carriers, (guess.planned.len(), guess.planned.clone()))
    }
}
