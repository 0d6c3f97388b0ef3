//! Whether one condition implies another, as far as their form shows it.

use crate::model::{Check, FactCheck, Formula, Ordering};
use crate::name::is_below;
use crate::syntax::condition::Comparator;

/// Whether the second holds wherever the first does; `false` where the form of the two does not show it.
pub(super) fn implies(one: &Formula, other: &Formula) -> bool {
    match (one, other) {
        (_, Formula::And(parts)) => parts.iter().all(|part| implies(one, part)),
        (Formula::Or(parts), _) => parts.iter().all(|part| implies(part, other)),
        (Formula::And(parts), Formula::Or(choices)) => {
            parts.iter().any(|part| implies(part, other)) || choices.iter().any(|choice| implies(one, choice))
        }
        (Formula::And(parts), _) => parts.iter().any(|part| implies(part, other)),
        (_, Formula::Or(choices)) => choices.iter().any(|choice| implies(one, choice)),
        (Formula::Not(one), Formula::Not(other)) => implies(other, one),
        (Formula::Check(one), Formula::Check(other)) => check(one, other),
        (Formula::Not(_), Formula::Check(_)) | (Formula::Check(_), Formula::Not(_)) => false,
    }
}

fn check(one: &Check, other: &Check) -> bool {
    match (one, other) {
        (Check::Option(option, values), Check::Option(of, wider)) => option == of && is_part(values, wider),
        (Check::Holds(slot, values), Check::Holds(of, wider)) => slot == of && is_part(values, wider),
        (Check::Holds(slot, _), Check::Filled(of)) => slot == of,
        (Check::Selected(values), Check::Selected(wider)) => is_part(values, wider),
        (Check::Carrier(values), Check::Carrier(wider)) => is_part(values, wider),
        (Check::MarketIs(values), Check::MarketIs(wider)) | (Check::MarketIn(values), Check::MarketIn(wider)) => {
            is_part(values, wider)
        }
        (Check::Provides(one), Check::Provides(other)) => is_below(one, other),
        (Check::Count(name, one), Check::Count(of, other)) | (Check::Sum(name, one), Check::Sum(of, other)) => {
            name == of && ordering(one, other)
        }
        (Check::Fact(one), Check::Fact(other)) => fact(one, other),
        (one, other) => one == other,
    }
}

fn is_part<T: PartialEq>(values: &[T], wider: &[T]) -> bool {
    values.iter().all(|one| wider.contains(one))
}

fn fact(one: &FactCheck, other: &FactCheck) -> bool {
    let same = one.path == other.path && one.which == other.which && one.operator == other.operator;
    same && match one.operator {
        Comparator::In => is_part(&one.values, &other.values),
        Comparator::Equal
        | Comparator::NotEqual
        | Comparator::Less
        | Comparator::LessOrEqual
        | Comparator::Greater
        | Comparator::GreaterOrEqual => one.values == other.values,
    }
}

fn ordering(one: &Ordering, other: &Ordering) -> bool {
    use Comparator::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
    match (one.operator, other.operator) {
        (Less, Less | LessOrEqual) | (LessOrEqual | Equal, LessOrEqual) => one.value <= other.value,
        (LessOrEqual | Equal, Less) => one.value < other.value,
        (Greater, Greater | GreaterOrEqual) | (GreaterOrEqual | Equal, GreaterOrEqual) => one.value >= other.value,
        (GreaterOrEqual | Equal, Greater) => one.value > other.value,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    fn sum(operator: Comparator, value: i32) -> Formula {
        Formula::Check(Check::Sum("power_w".to_owned(), Ordering { operator, value: Number::from(value) }))
    }

    #[test]
    fn a_lower_budget_implies_a_higher_one_and_not_the_reverse() {
        use Comparator::{Equal, GreaterOrEqual, Less, LessOrEqual};
        let implied =
            |one: (Comparator, i32), other: (Comparator, i32)| implies(&sum(one.0, one.1), &sum(other.0, other.1));
        assert!(implied((LessOrEqual, 50), (LessOrEqual, 60)) && !implied((LessOrEqual, 60), (LessOrEqual, 50)));
        assert!(implied((Less, 60), (LessOrEqual, 60)) && !implied((LessOrEqual, 60), (Less, 60)));
        assert!(implied((Equal, 60), (GreaterOrEqual, 60)) && !implied((GreaterOrEqual, 60), (LessOrEqual, 70)));
    }

    #[test]
    fn more_parts_of_and_imply_fewer_and_fewer_of_or_imply_more() {
        let [small, big] = [sum(Comparator::Less, 5), sum(Comparator::Greater, 9)];
        let both = Formula::And(vec![small.clone(), big.clone()]);
        let any = Formula::Or(vec![small.clone(), big.clone()]);
        assert!(implies(&both, &small) && implies(&big, &any) && implies(&both, &any));
        assert!(!implies(&small, &both) && !implies(&any, &big));
        let not = |one: &Formula| Formula::Not(Box::new(one.clone()));
        assert!(implies(&not(&any), &not(&small)) && !implies(&not(&small), &not(&any)));
        assert!(implies(&both, &Formula::And(Vec::new())) && !implies(&Formula::And(Vec::new()), &small));
    }
}
