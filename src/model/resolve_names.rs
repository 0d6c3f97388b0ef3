//! Looks up names in conditions; wrong ones are reported at their place inside the string.

use super::Names;
use crate::diagnostic::Diagnostic;
use crate::name::nearest;
use crate::number::Number;
use crate::schema::{Check, FactCheck, Formula, OptionValue, Ordering, Scalar, Which, orders};
use crate::span::{Span, Spanned};
use crate::syntax::condition::{
    Atom, Comparator, Comparison, ComponentReference, Condition, FactPath, Literal, Subject,
};
use crate::terms::code::{ModelCode, NameCode};

/// Looks up the names of a condition; reports wrong ones and returns `None` then.
pub(super) fn resolve(condition: &Condition, names: &Names<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Formula> {
    let mut each = |parts: &[Condition]| {
        let resolved: Vec<Option<Formula>> = parts.iter().map(|part| resolve(part, names, diagnostics)).collect();
        resolved.into_iter().collect::<Option<Vec<Formula>>>()
    };
    match condition {
        Condition::And(parts) => each(parts).map(Formula::And),
        Condition::Or(parts) => each(parts).map(Formula::Or),
        Condition::Not(inner) => resolve(inner, names, diagnostics).map(negate),
        Condition::Implies(from, to) => {
            let from = resolve(from, names, diagnostics);
            let to = resolve(to, names, diagnostics);
            Some(Formula::Or(vec![negate(from?), to?]))
        }
        Condition::Atom(atom) => match resolve_atom(atom, names) {
            Ok(formula) => Some(formula),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                None
            }
        },
    }
}

fn negate(formula: Formula) -> Formula {
    Formula::Not(Box::new(formula))
}

type Fallible<T> = Result<T, Box<Diagnostic>>;

fn fault<T>(diagnostic: Diagnostic) -> Fallible<T> {
    Err(Box::new(diagnostic))
}

fn resolve_atom(atom: &Atom, names: &Names<'_>) -> Fallible<Formula> {
    let negated = atom.test.as_ref().is_some_and(|test| test.operator == Comparator::NotEqual);
    let check = resolve_check(atom, names)?;
    Ok(if negated { negate(check) } else { check })
}

fn resolve_check(atom: &Atom, names: &Names<'_>) -> Fallible<Formula> {
    let span = atom.subject.span;
    let test = atom.test.as_ref();
    let check = match &atom.subject.value {
        Subject::Option(name) => option_check(name, span, test, names)?,
        Subject::Slot(name) => slot_check(name, span, test, names)?,
        Subject::Component(reference) => Check::Selected(alone(atom, names.components(reference, span)?)?),
        Subject::Provides(capability) => Check::Provides(alone(atom, names.provided(capability, span)?)?),
        Subject::Known(path) => Check::Known(alone(atom, path.clone())?),
        Subject::Market => market_check(atom, names)?,
        Subject::Carrier => carrier_check(atom, names)?,
        Subject::Fact(path) => fact_check(path, Which::Single, atom)?,
        Subject::Min(path) => fact_check(path, Which::Min, atom)?,
        Subject::Max(path) => fact_check(path, Which::Max, atom)?,
        Subject::Count(capability) => Check::Count(names.provided(capability, span)?, number_test(atom)?),
        Subject::Sum(attribute) => Check::Sum(names.summed(attribute, span)?, number_test(atom)?),
    };
    Ok(Formula::Check(check))
}

/// A subject that is a question by itself and takes no comparison.
fn alone<T>(atom: &Atom, value: T) -> Fallible<T> {
    match &atom.test {
        None => Ok(value),
        Some(_) => fault(
            Diagnostic::error(
                ModelCode::ConditionKind,
                atom.span,
                "this is true or false by itself; it cannot be compared",
            )
            .help("remove the comparison"),
        ),
    }
}

fn compared(atom: &Atom) -> Fallible<&Comparison> {
    match &atom.test {
        Some(test) => Ok(test),
        None => fault(
            Diagnostic::error(ModelCode::ConditionKind, atom.span, "this is a value; compare it with something")
                .help("add a comparison such as `== x`"),
        ),
    }
}

fn equality_only(test: &Comparison, span: Span) -> Fallible<()> {
    match test.operator {
        Comparator::Equal | Comparator::NotEqual | Comparator::In => Ok(()),
        Comparator::Less | Comparator::LessOrEqual | Comparator::Greater | Comparator::GreaterOrEqual => fault(
            Diagnostic::error(ModelCode::ConditionKind, span, "`<`, `<=`, `>` and `>=` compare numbers only")
                .help("compare names with `==`, `!=` or `in`"),
        ),
    }
}

fn text_of(literal: &Spanned<Literal>) -> Fallible<&str> {
    let Literal::Text(text) = &literal.value else {
        return fault(Diagnostic::error(ModelCode::ConditionKind, literal.span, "expected a name here"));
    };
    Ok(text)
}

fn option_check(name: &str, span: Span, test: Option<&Comparison>, names: &Names<'_>) -> Fallible<Check> {
    let Some((id, values)) = names.option(name) else {
        let message = format!("unknown option `{name}`");
        let near = nearest(name, names.option_names());
        let unknown = Diagnostic::error(NameCode::UnknownOption, span, message);
        return fault(if near.is_none() && names.has_slot(name) {
            unknown.help(format!("a slot is written `slot.{name}`"))
        } else {
            unknown.did_you_mean(near)
        });
    };
    let Some(test) = test else {
        let at = values.iter().position(|value| *value == OptionValue::Boolean(true));
        return match at {
            Some(at) => Ok(Check::Option(id, vec![position(at)])),
            None => fault(
                Diagnostic::error(
                    ModelCode::ConditionKind,
                    span,
                    format!("option `{name}` is not a Boolean; compare it with a value"),
                )
                .help(format!("write `{name} == {}`", values.first().map(ToString::to_string).unwrap_or_default())),
            ),
        };
    };
    if equality_only(test, span).is_err()
        && let Some(first) = values.first().filter(|value| !matches!(value, OptionValue::Integer(_)))
    {
        return fault(unordered(name, first, test.operator, span));
    }
    let mut taken = Vec::new();
    for literal in &test.values {
        for (at, value) in values.iter().enumerate() {
            if option_matches(value, test.operator, literal)? {
                taken.push(position(at));
            }
        }
        let named = values.iter().any(|value| literal_equals(value, &literal.value));
        let equality = equality_only(test, span).is_ok();
        if equality && !named {
            return fault(unknown_value(name, values, literal));
        }
    }
    taken.sort_unstable();
    taken.dedup();
    Ok(Check::Option(id, taken))
}

/// An ordering of an option whose values have no order.
fn unordered(name: &str, first: &OptionValue, operator: Comparator, span: Span) -> Diagnostic {
    let (what, help) = match first {
        OptionValue::Boolean(_) => ("a Boolean", format!("write `{name}` or `not {name}`")),
        OptionValue::Integer(_) | OptionValue::Text(_) => {
            ("a name", format!("write `{name} == {first}`, or `{name} in (…)`"))
        }
    };
    let message = format!("option `{name}` is {what}, and `{operator}` is for numbers only");
    Diagnostic::error(ModelCode::ConditionKind, span, message).help(help)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn unknown_value(name: &str, values: &[OptionValue], literal: &Spanned<Literal>) -> Diagnostic {
    let known: Vec<String> = values.iter().map(ToString::to_string).collect();
    let written = literal_text(&literal.value);
    let near = nearest(&written, known.iter().map(String::as_str)).map(str::to_owned);
    let message = format!("option `{name}` has no value `{written}`");
    let fault = Diagnostic::error(NameCode::UnknownValue, literal.span, message);
    match near {
        Some(near) => fault.did_you_mean(Some(&near)),
        None => fault.help(format!("its values are `{}`", known.join("`, `"))),
    }
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(value) => value.to_string(),
    }
}

fn literal_equals(value: &OptionValue, literal: &Literal) -> bool {
    match (value, literal) {
        (OptionValue::Boolean(left), Literal::Boolean(right)) => left == right,
        (OptionValue::Integer(left), Literal::Number(right)) => Number::from(i128::from(*left)) == *right,
        (OptionValue::Text(left), Literal::Text(right)) => left == right,
        (OptionValue::Text(left), Literal::Number(right)) => *left == right.to_string(),
        _ => false,
    }
}

fn option_matches(value: &OptionValue, operator: Comparator, literal: &Spanned<Literal>) -> Fallible<bool> {
    if matches!(operator, Comparator::Equal | Comparator::NotEqual | Comparator::In) {
        return Ok(literal_equals(value, &literal.value));
    }
    match (value, &literal.value) {
        (OptionValue::Integer(left), Literal::Number(right)) => {
            Ok(orders(Number::from(i128::from(*left)), operator, *right))
        }
        _ => fault(Diagnostic::error(ModelCode::ConditionKind, literal.span, "expected a number here")),
    }
}

fn slot_check(name: &str, span: Span, test: Option<&Comparison>, names: &Names<'_>) -> Fallible<Check> {
    let Some(slot) = names.slot(name) else {
        let message = format!("unknown slot `{name}`");
        return fault(
            Diagnostic::error(NameCode::UnknownSlot, span, message).did_you_mean(nearest(name, names.slot_names())),
        );
    };
    let Some(test) = test else { return Ok(Check::Filled(slot)) };
    equality_only(test, span)?;
    let mut held = Vec::new();
    for literal in &test.values {
        let reference = reference_of(literal)?;
        held.extend(names.components(&reference, literal.span)?);
    }
    held.sort_unstable();
    held.dedup();
    Ok(Check::Holds(slot, held))
}

pub(super) fn reference_of(literal: &Spanned<Literal>) -> Fallible<ComponentReference> {
    let text = match &literal.value {
        Literal::Number(number) => number.to_string(),
        Literal::Text(_) | Literal::Boolean(_) => text_of(literal)?.to_owned(),
    };
    Ok(match text.split_once('@') {
        Some((id, requirement)) => ComponentReference { id: id.to_owned(), requirement: Some(requirement.to_owned()) },
        None => ComponentReference { id: text, requirement: None },
    })
}

fn market_check(atom: &Atom, names: &Names<'_>) -> Fallible<Check> {
    let test = compared(atom)?;
    equality_only(test, atom.span)?;
    let mut areas = Vec::new();
    for literal in &test.values {
        let code = text_of(literal)?;
        let found = names.areas.find(code);
        let unknown = || Box::new(names.areas.unknown(&Spanned::new(code.to_owned(), literal.span)));
        areas.push(found.ok_or_else(unknown)?);
    }
    Ok(if test.operator == Comparator::In { Check::MarketIn(areas) } else { Check::MarketIs(areas) })
}

fn carrier_check(atom: &Atom, names: &Names<'_>) -> Fallible<Check> {
    let test = compared(atom)?;
    equality_only(test, atom.span)?;
    let mut carriers = Vec::new();
    for literal in &test.values {
        let id = text_of(literal)?;
        if !names.has_carrier(id) {
            let message = format!("unknown carrier `{id}`");
            let near = nearest(id, names.carriers.iter().map(String::as_str));
            return fault(Diagnostic::error(NameCode::UnknownCarrier, literal.span, message).did_you_mean(near));
        }
        carriers.push(id.to_owned());
    }
    Ok(Check::Carrier(carriers))
}

fn fact_check(path: &FactPath, which: Which, atom: &Atom) -> Fallible<Check> {
    let test = compared(atom)?;
    let mut values = Vec::new();
    for literal in &test.values {
        let ordered = !matches!(test.operator, Comparator::Equal | Comparator::NotEqual | Comparator::In);
        values.push(match &literal.value {
            Literal::Number(number) => Scalar::Number(*number),
            Literal::Text(text) if !ordered && which == Which::Single => Scalar::Text(text.clone()),
            Literal::Boolean(value) if !ordered && which == Which::Single => Scalar::Boolean(*value),
            Literal::Text(_) | Literal::Boolean(_) => {
                let message = "expected a number here";
                return fault(Diagnostic::error(ModelCode::ConditionKind, literal.span, message));
            }
        });
    }
    let check = FactCheck { path: path.clone(), which, operator: test.operator, values, span: atom.subject.span };
    Ok(Check::Fact(check))
}

fn number_test(atom: &Atom) -> Fallible<Ordering> {
    let test = compared(atom)?;
    match (test.operator, test.values.as_slice()) {
        (Comparator::In, _) => {
            fault(Diagnostic::error(ModelCode::ConditionKind, atom.span, "`in` cannot test sums and counts"))
        }
        (Comparator::NotEqual, [Spanned { value: Literal::Number(value), .. }]) => {
            Ok(Ordering { operator: Comparator::Equal, value: *value })
        }
        (operator, [Spanned { value: Literal::Number(value), .. }]) => Ok(Ordering { operator, value: *value }),
        _ => fault(Diagnostic::error(ModelCode::ConditionKind, atom.span, "expected a number on the right")),
    }
}
