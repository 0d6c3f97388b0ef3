//! Conditions of slots and rules, and what fixes options.

use super::cause::Cause;
use super::expression::Expression;
use super::groups::{Lowering, MarketInput, Pin, SlotPlace};
use super::layout::{RuleClauses, is_of_slots};
use super::linear::{Scaled, Weighed, scaled};
use super::matching;
use crate::engine::{Label, Values};
use crate::model::{Attribute, Check, ComponentId, FactCheck, Formula, OptionId, Ordering, Scalar, Which, orders};
use crate::name::is_below;
use crate::number::Number;
use crate::overlay::Rule;
use crate::span::Span;
use crate::syntax::condition::{Comparator, FactPath};
use std::sync::Arc;

impl Lowering<'_> {
    /// "The formula is true": two-valued, unknown is neither true nor false.
    pub fn holds(&self, formula: &Formula) -> Expression {
        let each = |parts: &[Formula]| parts.iter().map(|part| self.holds(part)).collect();
        match formula {
            Formula::Not(inner) => self.fails(inner),
            Formula::And(parts) => Expression::and(each(parts)),
            Formula::Or(parts) => Expression::or(each(parts)),
            Formula::Check(check) => self.check(check).unwrap_or(Expression::Constant(false)),
        }
    }

    /// "The formula is false".
    pub fn fails(&self, formula: &Formula) -> Expression {
        let each = |parts: &[Formula]| parts.iter().map(|part| self.fails(part)).collect();
        match formula {
            Formula::Not(inner) => self.holds(inner),
            Formula::And(parts) => Expression::or(each(parts)),
            Formula::Or(parts) => Expression::and(each(parts)),
            Formula::Check(check) => {
                self.check(check).map_or(Expression::Constant(false), |expression| expression.negated())
            }
        }
    }

    /// A check as an expression; `None`: unknown in this market.
    fn check(&self, check: &Check) -> Option<Expression> {
        let input = self.input;
        let areas = &input.model.areas;
        Some(match check {
            Check::Option(option, values) => self.option_takes(*option, values),
            Check::Filled(slot) => self.slot(*slot).map_or(Expression::Constant(false), |slot| slot.filled()),
            Check::Holds(slot, components) => match self.slot(*slot) {
                None => Expression::Constant(false),
                Some(slot) => {
                    let at = |(value, component)| components.contains(component).then_some(value);
                    let values: Values = (1..).zip(&slot.candidates).filter_map(at).collect();
                    if values.is_empty() { Expression::Constant(false) } else { slot.holds(values) }
                }
            },
            Check::Selected(components) => Expression::or(self.selected(components, None)),
            Check::Provides(capability) => {
                let mut providers: Vec<_> = input.index.providing(input.model, capability).map(|(id, ..)| id).collect();
                providers.dedup();
                Expression::or(self.selected(&providers, None))
            }
            Check::MarketIs(list) => Expression::Constant(list.contains(&input.market)),
            Check::MarketIn(list) => Expression::Constant(list.iter().any(|area| areas.lies_in(input.market, *area))),
            Check::Carrier(ids) => {
                let known = input.view.carriers.iter().zip(&self.lowered.carriers);
                let picked = known.filter(|(carrier, _)| ids.contains(&carrier.id)).filter_map(|(_, group)| *group);
                Expression::or(
                    picked.map(|group| Expression::Literal(group, Values::single(super::groups::TAKEN), 2)).collect(),
                )
            }
            Check::Known(path) => Expression::Constant(!self.input.fact_values(path).is_empty()),
            Check::Fact(fact) => Expression::Constant(self.input.fact(fact)?),
            Check::Count(capability, ordering) => self.count(capability, ordering),
            Check::Sum(attribute, ordering) => self.sum(attribute, ordering),
        })
    }

    pub fn option_takes(&self, option: OptionId, values: &[u32]) -> Expression {
        let group = self.lowered.options[option];
        let size = self.lowered.problem.size(group);
        Expression::Literal(group, values.iter().copied().collect(), size)
    }

    /// `count(capability)`: pieces that provide it, with quantities.
    fn count(&self, capability: &str, ordering: &Ordering) -> Expression {
        self.linear(ordering, &|component| {
            let provides = component.provides.iter().any(|provided| is_below(&provided.capability, capability));
            if provides { Number::ONE } else { Number::ZERO }
        })
    }

    /// `sum(attribute)` over components, with quantities.
    fn sum(&self, attribute: &str, ordering: &Ordering) -> Expression {
        self.linear(ordering, &|component| attribute_of(component, attribute))
    }

    fn linear(&self, ordering: &Ordering, each: &dyn Fn(&crate::model::Component) -> Number) -> Expression {
        let mut terms = Vec::new();
        for slot in &self.lowered.slots {
            let weights = slot.candidates.iter().map(|id: &ComponentId| each(&self.input.model.components[*id]));
            let each: Vec<Number> = std::iter::once(Number::ZERO).chain(weights).collect();
            if each.iter().any(|weight| !weight.is_zero()) {
                terms.push(Weighed { group: slot.group, times: Number::from(slot.quantity), each });
            }
        }
        let Scaled { at_most, is_whole } = scaled(&terms, ordering.value);
        let below = if is_whole { at_most.below() } else { at_most.clone() };
        let [at_most, below] = [at_most, below].map(|linear| Expression::AtMost(Box::new(linear)));
        match ordering.operator {
            Comparator::LessOrEqual => at_most,
            Comparator::Less => below,
            Comparator::GreaterOrEqual => below.negated(),
            Comparator::Greater => at_most.negated(),
            Comparator::Equal | Comparator::NotEqual | Comparator::In if !is_whole => Expression::Constant(false),
            Comparator::Equal | Comparator::NotEqual | Comparator::In => {
                Expression::and(vec![at_most, below.negated()])
            }
        }
    }

    /// A condition that must be known: unknown is a failed constraint, whatever it would switch. `only_if`: the condition
    /// matters at all.
    pub fn require_known(&mut self, formula: &Formula, cause: Cause, place: Span, only_if: Option<Expression>) {
        let (holds, fails) = (self.holds(formula), self.fails(formula));
        let not = only_if.map_or(Expression::Constant(false), |expression| expression.negated());
        let known = Expression::or(vec![not, holds, fails.clone()]);
        // Most conditions depend on no fact at all: then one side is the other's negation, and nothing has to be added.
        if self.holds(formula).negated() != fails {
            let label = self.label(cause, Some(place));
            self.require(label, known);
        }
    }
}

impl Lowering<'_> {
    /// Whether a slot is optional that depends on no condition, no parent and no pin; `None` for another.
    fn optional_alone(&self, place: SlotPlace) -> Option<bool> {
        let slot = &self.lowered.slots[place];
        let definition = &slot.definition;
        let is_alone = definition.when.is_none() && definition.part_of.is_none();
        (is_alone && self.input.flags.pin(slot.slot).is_none()).then_some(definition.optional)
    }
}

impl MarketInput<'_> {
    /// The values of a fact: entries of exactly that capability in force on the day, united.
    fn fact_values(&self, path: &FactPath) -> Vec<Attribute> {
        let offers = self.view.provides.iter().filter(|offer| offer.capability == path.capability);
        let in_force = offers.filter(|offer| offer.effectivity.holds_on(self.day));
        in_force.filter_map(|offer| offer.attributes.get(&path.attribute)).map(|found| found.value.clone()).collect()
    }

    /// How a fact compares; `None` where the market does not state it.
    pub fn fact(&self, fact: &FactCheck) -> Option<bool> {
        let values = self.fact_values(&fact.path);
        let value = match fact.which {
            Which::Single => single(&values)?,
            Which::Min => Scalar::Number(ends(&values).min()?),
            Which::Max => Scalar::Number(ends(&values).max()?),
        };
        let compares = |wanted: &Scalar| match (&value, wanted) {
            (Scalar::Number(left), Scalar::Number(right)) => orders(*left, fact.operator, *right),
            (left, right) => left == right,
        };
        Some(fact.values.iter().any(compares))
    }
}

/// An attribute of a component as a number; 0 where it has none.
pub(super) fn attribute_of(component: &crate::model::Component, attribute: &str) -> Number {
    match component.attributes.get(attribute).map(|found| &found.value) {
        Some(Attribute::Set(values)) => match values.as_slice() {
            [Scalar::Number(number)] => *number,
            [] | [Scalar::Boolean(_) | Scalar::Text(_)] | [_, _, ..] => Number::ZERO,
        },
        Some(Attribute::Range(..)) | None => Number::ZERO,
    }
}

/// The only value of a fact; `None` for none, several, or a range.
fn single(values: &[Attribute]) -> Option<Scalar> {
    let mut all: Vec<&Scalar> = Vec::new();
    for attribute in values {
        match attribute {
            Attribute::Set(set) => all.extend(set),
            Attribute::Range(..) => return None,
        }
    }
    all.sort();
    all.dedup();
    match all.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

/// All numbers of a fact, both ends of ranges.
fn ends(values: &[Attribute]) -> impl Iterator<Item = Number> {
    values.iter().flat_map(|attribute| match attribute {
        Attribute::Range(low, high) => vec![*low, *high],
        Attribute::Set(set) => {
            let number = |scalar: &Scalar| match scalar {
                Scalar::Number(number) => Some(*number),
                Scalar::Boolean(_) | Scalar::Text(_) => None,
            };
            set.iter().filter_map(number).collect()
        }
    })
}

/// Slots are filled while their condition holds and their parent is filled; options take what fixes them.
pub(super) fn add_structure(lowering: &mut Lowering<'_>) {
    for place in lowering.lowered.slots.keys() {
        add_slot(lowering, place);
    }
    add_options(lowering);
}

fn add_slot(lowering: &mut Lowering<'_>, place: SlotPlace) {
    if let Some(is_optional) = lowering.optional_alone(place) {
        // Nothing switches the slot: it is filled, or it is free.
        if !is_optional {
            let filled = lowering.lowered.slots[place].filled();
            lowering.require(Label::STRUCTURE, filled);
        }
        return;
    }
    let slot = lowering.lowered.slots[place].clone();
    let definition = &slot.definition;
    let when = definition.when.as_ref();
    let holds = when.map_or(Expression::Constant(true), |when| lowering.holds(&when.value));
    let parent = match definition.part_of {
        None => Expression::Constant(true),
        Some(parent) => lowering.slot(parent).map_or(Expression::Constant(false), |parent| parent.filled()),
    };
    let filled = slot.filled();
    let may = Expression::and(vec![holds.clone(), parent.clone()]);
    lowering.require(Label::STRUCTURE, Expression::or(vec![filled.negated(), may]));
    let pinned = matches!(lowering.input.flags.pin(slot.slot), Some(Pin::Any(_)));
    let label = match (definition.optional, pinned) {
        (false, _) => Some(Label::STRUCTURE),
        (true, true) => Some(lowering.label(Cause::PinFlag(slot.slot), None)),
        (true, false) => None,
    };
    if let Some(label) = label {
        lowering.require(label, Expression::or(vec![holds.negated(), parent.negated(), filled]));
    }
    if let Some(when) = when {
        let cause = Cause::UnknownSlotCondition(slot.slot);
        lowering.require_known(&when.value, cause, when.span, None);
    }
}

/// `--set`, the variant and an area's `[set]` all fix an option, its default where none of them does; without any the
/// option is free.
fn add_options(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    for (id, option) in input.model.options.entries() {
        let flags: Vec<u32> = input.flags.set.iter().filter(|set| set.option == id).map(|set| set.value).collect();
        let variant = input.flags.variant.and_then(|variant| input.model.variants[variant].setting(id));
        let setting = input.view.settings.iter().find(|setting| setting.option == id);
        for value in &flags {
            let label = lowering.label(Cause::SetFlag(id), None);
            let takes = lowering.option_takes(id, &[*value]);
            lowering.require(label, takes);
        }
        if let Some(fixed) = variant {
            let label = lowering.label(Cause::Variant(id), Some(fixed.span));
            let takes = lowering.option_takes(id, &[fixed.value]);
            lowering.require(label, takes);
        }
        if let Some(setting) = setting {
            let label = lowering.label(Cause::Setting(id), Some(setting.origin.span));
            let takes = lowering.option_takes(id, &[setting.value]);
            lowering.require(label, takes);
        }
        let is_open = flags.is_empty() && variant.is_none() && setting.is_none();
        if let (true, Some(default)) = (is_open, &option.default) {
            let label = lowering.label(Cause::Default(id), Some(default.span));
            let takes = lowering.option_takes(id, &[default.value]);
            lowering.require(label, takes);
        }
    }
}

/// Rules in force: ¬if ∨ then, true and not merely unknown.
pub(super) fn add_rules(lowering: &mut Lowering<'_>) {
    let input = lowering.input;
    let layout = lowering.layout.clone();
    let known = layout.as_ref().map(|layout| layout.rules());
    let mut found: Vec<(Arc<Rule>, RuleClauses)> = Vec::new();
    for (at, rule) in input.view.rules.iter().enumerate() {
        if !rule.effectivity.holds_on(input.day) {
            continue;
        }
        if let Some(clauses) = known.as_ref().and_then(|known| known.clauses(rule)) {
            let label = lowering.label(Cause::Rule(at), Some(rule.origin.span));
            clauses.iter().for_each(|literals| lowering.lowered.problem.add_clause(label, literals.clone()));
            continue;
        }
        let size = lowering.size();
        add_rule(lowering, at, rule);
        let clauses = layout.as_ref().and_then(|_| lowering.clauses_since(size)).filter(|_| is_rule_of_slots(rule));
        found.extend(clauses.map(|clauses| (rule.clone(), clauses)));
    }
    drop(known);
    layout.iter().for_each(|layout| layout.keep(std::mem::take(&mut found)));
}

fn is_rule_of_slots(rule: &Rule) -> bool {
    rule.condition.as_ref().is_none_or(|condition| is_of_slots(condition)) && is_of_slots(&rule.then)
}

/// How large a problem is: its groups, clauses and budgets.
#[derive(Clone, Copy)]
struct Size {
    groups: usize,
    clauses: usize,
    budgets: usize,
}

impl Lowering<'_> {
    fn size(&self) -> Size {
        let problem = &self.lowered.problem;
        Size { groups: problem.groups(), clauses: problem.clauses.len(), budgets: problem.budgets.len() }
    }

    /// The clauses that were added since; `None` where anything else was.
    fn clauses_since(&self, size: Size) -> Option<RuleClauses> {
        let problem = &self.lowered.problem;
        let is_clauses_only = problem.groups() == size.groups && problem.budgets.len() == size.budgets;
        let added = problem.clauses.get(size.clauses..).filter(|_| is_clauses_only)?;
        Some(added.iter().map(|clause| clause.literals.clone()).collect())
    }
}

/// ¬if ∨ then, true and not merely unknown.
fn add_rule(lowering: &mut Lowering<'_>, at: usize, rule: &Rule) {
    let condition = rule.condition.as_ref();
    let fails = condition.map_or(Expression::Constant(false), |formula| lowering.fails(formula));
    let then = lowering.holds(&rule.then);
    let label = lowering.label(Cause::Rule(at), Some(rule.origin.span));
    lowering.require(label, Expression::or(vec![fails, then]));
}

/// Whether the market meets an alternative by itself.
pub(super) fn market_meets(lowering: &Lowering<'_>, alternative: &crate::model::Alternative) -> bool {
    let input = lowering.input;
    matching::market_meets(alternative, input.view, input.day, &input.model.areas)
}
