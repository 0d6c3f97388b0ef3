//! What is built into what, and what depends on what.

use super::document::{Component, Dependency, property};
use super::line::{component, is_service, reference};
use crate::export::release::{MarketRelease, ReleaseLine};
use std::collections::BTreeMap;

/// The lines of a market by their slots, each with the lines built into it and with those that it needs.
pub(super) struct Lines<'a> {
    market: &'a MarketRelease,
    /// The lines that are not built into another, in the order of the answer.
    top: Vec<usize>,
    /// The lines that are built into each.
    parts: Vec<Vec<usize>>,
    /// The lines that each depends on.
    needs: Vec<Vec<usize>>,
    /// Those that each needs as well, and that depend on it.
    mutual: Vec<Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub fn of(market: &'a MarketRelease) -> Self {
        let slots: BTreeMap<&str, usize> =
            market.rows.iter().enumerate().map(|(at, row)| (row.line.slot.as_str(), at)).collect();
        let count = market.rows.len();
        let empty = || vec![Vec::new(); count];
        let mut lines = Self { market, top: Vec::new(), parts: empty(), needs: empty(), mutual: empty() };
        for (at, row) in market.rows.iter().enumerate() {
            let parent = row.line.part_of.as_deref().and_then(|slot| slots.get(slot)).copied();
            match parent.filter(|parent| lines.holds(*parent, row)).and_then(|parent| lines.parts.get_mut(parent)) {
                Some(parts) => parts.push(at),
                None => lines.top.push(at),
            }
        }
        for (at, row) in market.rows.iter().enumerate() {
            for target in row.line.needs.iter().filter_map(|slot| slots.get(slot.as_str())).copied() {
                lines.add_need(at, target);
            }
        }
        lines
    }

    /// Whether a line is written within another: a service is no component, and holds none.
    fn holds(&self, parent: usize, row: &ReleaseLine) -> bool {
        !is_service(row) && self.market.rows.get(parent).is_some_and(|parent| !is_service(parent))
    }

    fn add_need(&mut self, at: usize, target: usize) {
        if at == target {
            return;
        }
        let list = if self.depends(target, at) { &mut self.mutual } else { &mut self.needs };
        if let Some(targets) = list.get_mut(at).filter(|targets| !targets.contains(&target)) {
            targets.push(target);
        }
    }

    /// Whether a line depends on another, directly or by way of others.
    fn depends(&self, from: usize, on: usize) -> bool {
        let mut seen = vec![false; self.needs.len()];
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == on {
                return true;
            }
            if let Some(is_seen @ false) = seen.get_mut(at) {
                *is_seen = true;
                open.extend(self.needs.get(at).into_iter().flatten());
            }
        }
        false
    }

    /// The components that are not part of another, each with those that are part of it.
    pub fn components(&self) -> Vec<Component> {
        let is_component = |at: &usize| self.market.rows.get(*at).is_some_and(|row| !is_service(row));
        self.top.iter().copied().filter(is_component).filter_map(|at| self.assembly(at)).collect()
    }

    fn assembly(&self, at: usize) -> Option<Component> {
        let mut component = component(self.market, self.market.rows.get(at)?);
        component.components = self.parts.get(at)?.iter().filter_map(|part| self.assembly(*part)).collect();
        let mutual = self.references(self.mutual.get(at)?);
        component.properties.extend(mutual.iter().map(|target| property("terroir:mutual-need", target)));
        Some(component)
    }

    fn references(&self, lines: &[usize]) -> Vec<String> {
        lines.iter().filter_map(|at| self.market.rows.get(*at)).map(reference).collect()
    }

    /// The product depends on what is not part of something else, and each line on the lines that meet its needs. An empty
    /// list states that a line depends on nothing, so lines with parts or with mutual needs have none.
    pub fn dependencies(&self, root: &str) -> Vec<Dependency> {
        let product = Dependency { reference: root.to_owned(), depends_on: self.references(&self.top) };
        let own = self.parts.iter().zip(&self.mutual).map(|(parts, mutual)| parts.is_empty() && mutual.is_empty());
        let rows = self.market.rows.iter().zip(&self.needs).zip(own);
        let one = |((row, needs), is_alone): ((&ReleaseLine, &Vec<usize>), bool)| {
            let depends_on = self.references(needs);
            (is_alone || !depends_on.is_empty()).then(|| Dependency { reference: reference(row), depends_on })
        };
        std::iter::once(product).chain(rows.filter_map(one)).collect()
    }
}
