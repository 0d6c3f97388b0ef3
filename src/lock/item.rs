//! Values under keys: what a lock holds of a line, an article, a licence or an order.

use crate::compare::{ItemKind, LineValue, RecordValue, Topic};
use crate::number::Number;
use serde::{Deserialize, Serialize};

/// A key of a line with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedValue {
    /// The key, as in the JSON answer: `mpn`.
    pub key: String,
    /// The value.
    pub value: RecordValue,
}

/// An article, a content share, a licence or an order: its keys with their values, as in the JSON answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedItem {
    /// The values.
    pub values: Vec<LockedValue>,
}

impl LockedItem {
    /// Some values.
    pub(super) fn of(values: Vec<LineValue>) -> Self {
        let value = |one: LineValue| LockedValue { key: one.key.to_owned(), value: one.value };
        Self { values: values.into_iter().map(value).collect() }
    }

    /// What it costs, as printed.
    pub(crate) fn cost(&self) -> Option<Number> {
        self.values.iter().find(|one| one.key == "cost")?.value.to_string().parse().ok()
    }

    /// Its values, each under its topic.
    pub(super) fn record(&self, kind: ItemKind) -> Vec<(Topic, String)> {
        kind.record(self.values.iter().map(|one| (one.key.as_str(), &one.value)))
    }
}

/// The plan of the solution or of a variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedPlan {
    /// The variant; `None`: the solution.
    pub variant: Option<String>,
    /// What a year costs, as printed.
    pub year_cost: String,
    /// The orders.
    pub orders: Vec<LockedItem>,
}
