//! Tables whose keys are attributes: with their values, or with tests of them.

use crate::syntax::field::{self, Field, Text};
use crate::syntax::shape::{Form, FreeKeys, Operand, Rest, Shape, TableShape, TestKey};
use crate::terms::{self, Operator};

/// Attributes with their values.
pub static VALUES: FreeKeys = FreeKeys { what: "an attribute", tests: &[], others: &[] };

/// Attributes with their values or with tests of them, and the version of the component.
pub static TESTED: FreeKeys = FreeKeys { what: "an attribute", tests: &TESTS, others: &[&VERSION.key] };

/// A table of attributes.
pub static ATTRIBUTES: TableShape =
    TableShape { what: "a table of attributes", groups: &[], rest: Rest::Free(&VALUES), choices: &[] };

/// A table of attributes with tests.
pub static WHERE: TableShape =
    TableShape { what: "a table of tests", groups: &[], rest: Rest::Free(&TESTED), choices: &[] };

/// The version that the providing component must have: no attribute, though it is written among them.
pub static VERSION: Field<Text> = field::text("version", "the version requirement that the provider meets");

static NUMBER: Shape = Shape::Number;
static RANGE: Shape = Shape::Range;
static AREA: Shape = Shape::Text(Form::Name);

static TESTS: [TestKey; Operator::ALL.len()] = {
    let mut tests = [test(Operator::Equals); Operator::ALL.len()];
    let mut at = 0;
    while at < tests.len() {
        tests[at] = test(Operator::ALL[at]);
        at += 1;
    }
    tests
};

const fn test(operator: Operator) -> TestKey {
    let takes = match operator.operand() {
        terms::Operand::Attribute => Operand::Value,
        terms::Operand::Range => Operand::Shape(&RANGE),
        terms::Operand::Set => Operand::Set,
        terms::Operand::Number => Operand::Shape(&NUMBER),
        terms::Operand::Area => Operand::Shape(&AREA),
    };
    TestKey { name: operator.as_str(), takes, doc: operator.doc() }
}
