//! Lines against lines, slot by slot.

use crate::bom::Line;
use crate::number::Number;
use crate::quantity::Quantity;
use std::collections::BTreeMap;

/// A line as the comparison sees it: of a bill of materials ([`ComparedLine::of`]) or of a lock.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ComparedLine<'a> {
    /// The slot.
    pub slot: &'a str,
    /// The component's id.
    pub component: &'a str,
    /// Its version.
    pub version: &'a str,
    /// How many or how much.
    pub quantity: Quantity,
    /// What the quantity counts; `None`: pieces.
    pub unit: Option<&'a str>,
    /// The maker's part and the seller, where the answer names one of several: `quectel BG95M3LA from digikey`.
    pub source: Option<String>,
    /// What the line costs; `None` where that is not known.
    pub cost: Option<Number>,
    /// What could fill the slot with nothing else changed: `id` or `id@version`.
    pub alternates: &'a [String],
}

impl<'a> ComparedLine<'a> {
    /// A line of a bill of materials.
    #[must_use]
    pub fn of(line: &'a Line) -> Self {
        Self {
            slot: &line.slot,
            component: &line.component,
            version: &line.version,
            quantity: line.quantity,
            unit: line.details.measure(),
            source: source(line.by.as_deref(), line.mpn.as_deref(), line.seller.as_deref()),
            cost: Some(line.cost),
            alternates: &line.alternates,
        }
    }

    fn part(&self) -> ComparedPart {
        ComparedPart {
            component: self.component.to_owned(),
            version: self.version.to_owned(),
            quantity: self.quantity,
            unit: self.unit.map(str::to_owned),
            source: self.source.clone(),
            cost: self.cost,
        }
    }

    fn is_same_part(&self, other: &Self) -> bool {
        (self.component, self.version) == (other.component, other.version)
    }

    /// Whether the other's component is an alternate of this line.
    fn names(&self, other: &Self) -> bool {
        let label = format!("{}@{}", other.component, other.version);
        self.alternates.iter().any(|one| one == other.component || *one == label)
    }
}

/// One side of a changed line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ComparedPart {
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
    /// How many or how much.
    pub quantity: Quantity,
    /// What the quantity counts; `None`: pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The maker's part and the seller, where the answer names one of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What the line costs; `None` where that is not known.
    pub cost: Option<Number>,
}

impl ComparedPart {
    /// `2`, `0.35 m`.
    pub(crate) fn with_unit(&self) -> String {
        self.quantity.with_unit(self.unit.as_deref().unwrap_or_default())
    }

    /// `x2`, `0.35 m`.
    pub(crate) fn counted(&self) -> String {
        self.quantity.after_name(self.unit.as_deref().unwrap_or_default())
    }
}

/// How a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Only in the second.
    Fitted,
    /// Only in the first.
    NotFitted,
    /// Another component, version or quantity.
    Changed,
    /// Another component that could fill the slot with nothing else changed.
    Alternate,
    /// The same component, as another maker's part or from another seller.
    Source,
    /// The same at another cost: duties, price tiers.
    Cost,
}

impl Change {
    /// The word in output: `fitted`, `not-fitted`, `changed`, `alternate`, `source`, `cost`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::NotFitted => "not-fitted",
            Self::Changed => "changed",
            Self::Alternate => "alternate",
            Self::Source => "source",
            Self::Cost => "cost",
        }
    }
}

/// A slot whose line differs.
///
/// ```
#[doc = include_str!("../bom/example.txt")]
/// let (us, de) = (compiled.resolve(&request.for_markets(["US"]))?, compiled.resolve(&request.for_markets(["DE"]))?);
/// let difference = terroir::compare::boms(us.bom().ok_or("no BOM")?, de.bom().ok_or("no BOM")?);
/// let line = &difference.lines[0];
/// assert_eq!((line.slot.as_str(), line.change.word()), ("driver", "changed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LineChange {
    /// The slot.
    pub slot: String,
    /// How it differs.
    pub change: Change,
    /// The line in the first.
    pub before: Option<ComparedPart>,
    /// The line in the second.
    pub after: Option<ComparedPart>,
}

/// The names of the two sides of a changed line: `driver-120` and `driver-230`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SideNames {
    /// The first.
    pub before: String,
    /// The second.
    pub after: String,
}

impl LineChange {
    /// The name of each side: the id, with the version where both have one id, with the quantity where that differs;
    /// `empty` for an empty slot.
    #[must_use]
    pub(crate) fn names(&self) -> SideNames {
        let differ = |what: &dyn Fn(&ComparedPart) -> String| match (&self.before, &self.after) {
            (Some(before), Some(after)) => what(before) != what(after),
            (None, _) | (_, None) => false,
        };
        let versions = !differ(&|held| held.component.clone()) && differ(&|held| held.version.clone());
        let quantities = differ(&ComparedPart::counted);
        let sources = self.change == Change::Source;
        let name = |held: &Option<ComparedPart>| {
            let Some(held) = held else { return "empty".to_owned() };
            let id = &held.component;
            let id = if versions { format!("{id}@{}", held.version) } else { id.clone() };
            let id = if quantities { format!("{id} {}", held.counted()) } else { id };
            match held.source.as_ref().filter(|_| sources) {
                Some(source) => format!("{id} ({source})"),
                None => id,
            }
        };
        SideNames { before: name(&self.before), after: name(&self.after) }
    }
}

/// `quectel BG95M3LA from digikey`; `None` where neither a maker nor a seller was chosen.
pub(crate) fn source(by: Option<&str>, mpn: Option<&str>, seller: Option<&str>) -> Option<String> {
    by.or(seller)?;
    let part = by.into_iter().chain(mpn).map(str::to_owned);
    let words: Vec<String> = part.chain(seller.map(|seller| format!("from {seller}"))).collect();
    Some(words.join(" "))
}

/// The lines that differ: first those of the first list in its order, then those that only the second list has.
#[must_use]
pub fn lines(before: &[ComparedLine<'_>], after: &[ComparedLine<'_>]) -> Vec<LineChange> {
    let by_slot = |list: &'_ [ComparedLine<'_>]| -> BTreeMap<String, usize> {
        list.iter().enumerate().map(|(at, one)| (one.slot.to_owned(), at)).collect()
    };
    let (held, holds) = (by_slot(before), by_slot(after));
    let added = after.iter().filter(|one| !held.contains_key(one.slot));
    let find = |list: &BTreeMap<String, usize>, slot: &str| list.get(slot).copied();
    let slots = before.iter().chain(added).map(|one| one.slot);
    let change = |slot: &str| {
        let old = find(&held, slot).and_then(|at| before.get(at));
        let new = find(&holds, slot).and_then(|at| after.get(at));
        let change = kind(old, new)?;
        Some(LineChange {
            slot: slot.to_owned(),
            change,
            before: old.map(ComparedLine::part),
            after: new.map(ComparedLine::part),
        })
    };
    slots.filter_map(change).collect()
}

/// How two lines of one slot differ; `None` where they do not.
fn kind(before: Option<&ComparedLine<'_>>, after: Option<&ComparedLine<'_>>) -> Option<Change> {
    match (before, after) {
        (None, None) => None,
        (None, Some(_)) => Some(Change::Fitted),
        (Some(_), None) => Some(Change::NotFitted),
        (Some(old), Some(new)) if old.quantity != new.quantity => Some(Change::Changed),
        (Some(old), Some(new)) if old.is_same_part(new) => {
            let costs = old.cost.zip(new.cost);
            let cost = costs.filter(|(old, new)| old != new).map(|_| Change::Cost);
            if old.source == new.source { cost } else { Some(Change::Source) }
        }
        (Some(old), Some(new)) if old.names(new) || new.names(old) => Some(Change::Alternate),
        _ => Some(Change::Changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling<'a>(slot: &'a str, component: &'a str, quantity: u64, alternates: &'a [String]) -> ComparedLine<'a> {
        let quantity = Quantity::from(quantity);
        ComparedLine { slot, component, version: "1.0.0", quantity, unit: None, source: None, cost: None, alternates }
    }

    #[test]
    fn every_kind_of_change_is_found_in_the_order_of_the_first_list() {
        let other = ["driver-b".to_owned()];
        let before = [
            filling("driver", "driver-a", 1, &other),
            filling("fuse", "fuse-1", 2, &[]),
            filling("lamp", "lamp-1", 1, &[]),
            filling("leaflet", "leaflet-en", 1, &[]),
            filling("same", "same-1", 1, &[]),
        ];
        let after = [
            filling("sensor", "sensor-1", 1, &[]),
            filling("same", "same-1", 1, &[]),
            filling("driver", "driver-b", 1, &[]),
            filling("fuse", "fuse-1", 3, &[]),
            filling("lamp", "lamp-2", 1, &[]),
        ];
        let changes: Vec<(String, Change, SideNames)> =
            lines(&before, &after).into_iter().map(|one| (one.slot.clone(), one.change, one.names())).collect();
        let names = |old: &str, new: &str| SideNames { before: old.to_owned(), after: new.to_owned() };
        assert_eq!(
            changes,
            [
                ("driver".to_owned(), Change::Alternate, names("driver-a", "driver-b")),
                ("fuse".to_owned(), Change::Changed, names("fuse-1 x2", "fuse-1 x3")),
                ("lamp".to_owned(), Change::Changed, names("lamp-1", "lamp-2")),
                ("leaflet".to_owned(), Change::NotFitted, names("leaflet-en", "empty")),
                ("sensor".to_owned(), Change::Fitted, names("empty", "sensor-1")),
            ]
        );
    }

    #[test]
    fn the_same_component_from_another_seller_is_a_change_of_its_source() {
        let from = |seller| ComparedLine {
            source: source(Some("quectel"), Some("EXAMPLE-BG95"), Some(seller)),
            ..filling("modem", "bg95", 1, &[])
        };
        let changes = lines(&[from("digikey")], &[from("mouser")]);
        assert_eq!(changes.first().map(|one| one.change), Some(Change::Source));
        assert_eq!(changes[0].names().after, "bg95 (quectel EXAMPLE-BG95 from mouser)");
        assert!(lines(&[from("digikey")], &[from("digikey")]).is_empty());
    }

    #[test]
    fn the_same_line_at_another_cost_is_a_change_of_cost() {
        let at = |cost: i32| ComparedLine { cost: Some(Number::from(cost)), ..filling("lamp", "lamp-1", 1, &[]) };
        assert_eq!(lines(&[at(3)], &[at(4)]).first().map(|one| one.change), Some(Change::Cost));
        assert!(lines(&[at(3)], &[at(3)]).is_empty());
    }
}
