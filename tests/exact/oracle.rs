//! An oracle in unbounded rationals: it tries every selection of a random solution and counts by the contract alone, on
//! the random solution itself and not on what terroir read. And the law that both agree.

use super::generator::{Amount, Case, Objective, Part, Random, generate, value_of, zero};
use super::parallel::{counted, wanted_cases};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::collections::BTreeMap;
use terroir::{Outcome, Request, Solution};

/// What stands in each slot.
type Selection = Vec<Option<usize>>;

fn number(whole: u64) -> BigRational {
    BigRational::from_integer(BigInt::from(whole))
}

struct Oracle<'a>(&'a Case);

impl<'a> Oracle<'a> {
    fn pieces(&self, slot: usize) -> BigRational {
        let slot = &self.0.slots[slot];
        slot.below.map_or_else(|| number(1), |parent| self.pieces(parent)) * slot.quantity.value()
    }

    fn lines(&self, selection: &Selection) -> Vec<(BigRational, &'a Part)> {
        let taken = selection.iter().enumerate().filter_map(|(slot, part)| Some((slot, (*part)?)));
        taken.map(|(slot, part)| (self.pieces(slot), &self.0.slots[slot].parts[part])).collect()
    }

    fn weight(&self, selection: &Selection) -> BigRational {
        let weight =
            |(pieces, part): (BigRational, &Part)| part.weight.as_ref().map_or_else(zero, Amount::value) * pieces;
        self.lines(selection).into_iter().map(weight).fold(zero(), |sum, one| sum + one)
    }

    fn cost(&self, selection: &Selection) -> BigRational {
        let mut sum = zero();
        for (pieces, part) in self.lines(selection) {
            let yearly = &pieces * number(self.0.volume);
            let reached = part.tiers.iter().rev().find(|(from, _)| number(*from) <= yearly);
            let each = reached.or(part.tiers.first()).unwrap().1.value();
            let rate = if part.foreign { self.0.rate.value() } else { number(1) };
            let goods = each * rate * pieces;
            let duty = if part.duty { &goods * self.0.percent.value() / number(100) } else { zero() };
            sum += goods + duty;
        }
        let taken = self.0.planned.as_ref().filter(|_| self.needs_certificate(selection));
        sum + taken.map_or_else(zero, |cost| cost.value() / number(self.0.volume))
    }

    fn needs_certificate(&self, selection: &Selection) -> bool {
        self.lines(selection).iter().any(|(_, part)| part.radio)
    }

    fn is_valid(&self, selection: &Selection) -> bool {
        let structure = self.0.slots.iter().zip(selection).all(|(slot, taken)| {
            let parent = slot.below.is_none_or(|parent| selection[parent].is_some());
            if taken.is_some() { parent } else { slot.optional || !parent }
        });
        structure
            && (self.0.planned.is_some() || !self.needs_certificate(selection))
            && (0..2).all(|resource| self.is_supplied(selection, resource))
            && self.0.rules.iter().all(|rule| {
                let order = self.weight(selection).cmp(&rule.bound.value());
                match rule.operator {
                    "<=" => order.is_le(),
                    "<" => order.is_lt(),
                    ">=" => order.is_ge(),
                    ">" => order.is_gt(),
                    "==" => order.is_eq(),
                    _ => order.is_ne(),
                }
            })
    }

    fn is_supplied(&self, selection: &Selection, resource: usize) -> bool {
        let total = |of: &dyn Fn(&Part) -> Option<BigRational>| {
            let lines = self.lines(selection);
            lines.into_iter().filter_map(|(pieces, part)| Some(of(part)? * pieces)).fold(zero(), |sum, one| sum + one)
        };
        let used = total(&|part| part.uses[resource].as_ref().map(Amount::value));
        let supplied = total(&|part| part.supplies[resource].as_ref().map(Amount::value));
        let market = self.0.market_supplies[resource].as_ref().map_or_else(zero, Amount::value);
        let is_used = self.lines(selection).iter().any(|(_, part)| part.uses[resource].is_some());
        !is_used || used <= supplied + market
    }

    fn objectives(&self, selection: &Selection) -> Vec<BigRational> {
        let value = |objective: &Objective| match objective {
            Objective::Cost => self.cost(selection),
            Objective::Weight => self.weight(selection),
            // Every component is a candidate of one slot.
            Objective::Parts => number(selection.iter().flatten().count() as u64),
        };
        self.0.objectives.iter().map(value).collect()
    }

    fn selections(&self) -> Vec<Selection> {
        self.0.slots.iter().fold(vec![Vec::new()], |all, slot| {
            let choices = || std::iter::once(None).chain((0..slot.parts.len()).map(Some));
            all.iter().flat_map(|begun| choices().map(|one| [begun.as_slice(), &[one]].concat())).collect()
        })
    }

    /// The best selection; of equal ones the first: the earliest in the first slot, empty before all.
    fn best(&self) -> Option<Selection> {
        let valid = self.selections().into_iter().filter(|selection| self.is_valid(selection));
        valid.min_by_key(|selection| (self.objectives(selection), selection.clone()))
    }
}

/// The weight of some selection, or just beside it, where a file can state it.
pub fn some_weight(case: &Case, random: &mut Random) -> Option<Amount> {
    let selection = case.slots.iter().map(|slot| random.is(80).then(|| random.below(slot.parts.len() as u64) as usize));
    let exact = Oracle(case).weight(&selection.collect());
    let trillion = BigInt::from(10).pow(12);
    let scaled = exact * BigRational::from_integer(trillion.clone());
    let whole = scaled.floor().to_integer() + BigInt::from(random.below(3)) - BigInt::from(1);
    let (before, after) = (&whole / &trillion, &whole % &trillion);
    let text = format!("{before}.{after:0>12}");
    (whole >= BigInt::from(0) && before.to_string().len() <= 18).then_some(Amount(text))
}

fn check(seed: u64, counts: &mut BTreeMap<&'static str, u64>) {
    let case = generate(seed);
    let oracle = Oracle(&case);
    let solution = Solution::from_sources(case.files()).unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
    let request = Request::market("XA").as_of("2026-11-30".parse().unwrap());
    let outcome = match compiled.resolve(&request) {
        Ok(outcome) => outcome,
        Err(error) => {
            assert_eq!(error.kind(), terroir::ResolveErrorKind::TooLarge, "case {seed}: {error}\n{}", case.print());
            assert!(error.to_string().starts_with("solution.toml:"), "case {seed}: {error}");
            *counts.entry("refused").or_default() += 1;
            return;
        }
    };
    match (outcome, oracle.best()) {
        (Outcome::Conflict(_), None) => *counts.entry("impossible").or_default() += 1,
        (Outcome::Resolved(bom), Some(best)) => {
            let mut found: Selection = vec![None; case.slots.len()];
            for line in &bom.lines {
                let part = line.component.rsplit_once('-').unwrap().1.parse().unwrap();
                found[line.slot[1..].parse::<usize>().unwrap()] = Some(part);
            }
            assert_eq!(found, best, "case {seed}\n{}", case.print());
            for (objective, value) in case.objectives.iter().zip(oracle.objectives(&best)) {
                let name = match objective {
                    Objective::Cost => "cost",
                    Objective::Weight => "sum(weight)",
                    Objective::Parts => "parts",
                };
                let told = bom.objective.iter().find(|one| one.name == name).unwrap().value.to_string();
                assert_eq!(value_of(&told), value, "case {seed}: {name}\n{}", case.print());
            }
            let cost = oracle.cost(&best);
            let past = cost.numer().bits() > 127 || cost.denom().bits() > 127;
            *counts.entry(if past { "resolved past 128 bits" } else { "resolved" }).or_default() += 1;
        }
        (outcome, best) => panic!("case {seed}: {} against {best:?}\n{}", super::filled(&outcome), case.print()),
    }
}

#[test]
fn amounts_of_the_whole_range_agree_with_unbounded_rationals() {
    let cases = wanted_cases(1_500);
    let counts = counted(cases, check);
    println!("{cases} random solutions: {counts:?}");
    assert_eq!(counts.values().sum::<u64>(), cases);
    for kind in ["impossible", "resolved", "resolved past 128 bits"] {
        assert!(counts.get(kind).copied().unwrap_or(0) * 50 > cases, "too few are {kind}: {counts:?}");
    }
}
