//! The independent choices that the names of variants express.
//!
//! `SPI-EU868-GNSS`, `USB-US915-GNSS` and `SPI-EU868` express three choices: an interface, a radio plan, and a GNSS
//! receiver or none. A choice is a set of words of which every name has exactly one, or one word that a name has or lacks.

use std::collections::BTreeSet;

/// How a choice is written in a solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AxisKind {
    /// An option with several values.
    Option,
    /// An option that is `true`, the first value, or `false`.
    Boolean,
    /// An option that overlays set; its values are LoRaWAN regions.
    Plan,
    /// An option that overlays set; its values are areas.
    Area,
}

/// One independent choice.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Axis {
    /// The option's name.
    pub name: String,
    /// Its values, in the order in which the names mention them.
    pub values: Vec<String>,
    /// How it is written.
    pub kind: AxisKind,
}

/// The choices, and the values that each variant combines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// The choices.
    pub axes: Vec<Axis>,
    /// For each variant, the index of its value on every axis.
    pub coordinates: Vec<Vec<usize>>,
}

/// The axis whose values are markets.
pub(in crate::import) fn market_axis(axes: &Axes) -> Option<usize> {
    let is_market = |kind| match kind {
        AxisKind::Plan | AxisKind::Area => true,
        AxisKind::Option | AxisKind::Boolean => false,
    };
    axes.axes.iter().position(|axis| is_market(axis.kind))
}

/// Combinations of values for which there is no list, in the order of the axes; at most `most`.
pub(in crate::import) fn unpublished(axes: &Axes, most: usize) -> Vec<Vec<String>> {
    let known: BTreeSet<&Vec<usize>> = axes.coordinates.iter().collect();
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for axis in &axes.axes {
        let longer = |start: &Vec<usize>| -> Vec<Vec<usize>> {
            (0..axis.values.len()).map(|value| start.iter().copied().chain([value]).collect()).collect()
        };
        all = all.iter().flat_map(longer).take(100_000).collect();
    }
    let missing = all.into_iter().filter(|one| !known.contains(one)).take(most);
    missing.map(|one| one.iter().zip(&axes.axes).map(|(value, axis)| phrase(axis, *value)).collect()).collect()
}

/// A value as a phrase: `usb`, `EU868`, `gnss`, `no gnss`.
fn phrase(axis: &Axis, value: usize) -> String {
    match axis.kind {
        AxisKind::Boolean if value == 0 => axis.name.clone(),
        AxisKind::Boolean => format!("no {}", axis.name),
        AxisKind::Option | AxisKind::Plan | AxisKind::Area => axis.values.get(value).cloned().unwrap_or_default(),
    }
}
