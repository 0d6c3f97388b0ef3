//! What is built into what, and what depends on what.

use super::document::{Component, Composition, Dependency, Property, Service, property};
use super::line::{component, is_service, reference, service};
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
        component.properties.extend(self.mutual_needs(at));
        Some(component)
    }

    /// The services, each with its properties.
    pub fn services(&self) -> Vec<Service> {
        let rows = self.market.rows.iter().enumerate().filter(|(_, row)| is_service(row));
        let one = |(at, row): (usize, &ReleaseLine)| {
            let mut service = service(self.market, row);
            service.properties.extend(self.mutual_needs(at));
            service
        };
        rows.map(one).collect()
    }

    /// The needs that cannot be edges, because they would close a circle.
    fn mutual_needs(&self, at: usize) -> impl Iterator<Item = Property> {
        let targets = self.mutual.get(at).map(|targets| self.references(targets));
        targets.into_iter().flatten().map(|target| property("terroir:mutual-need", &target))
    }

    fn references(&self, lines: &[usize]) -> Vec<String> {
        lines.iter().filter_map(|at| self.market.rows.get(*at)).map(reference).collect()
    }

    /// The product depends on what is not part of something else, and each line on the lines that meet its needs. All have an
    /// entry, as the specification requires of what depends on nothing.
    pub fn dependencies(&self, root: &str) -> Vec<Dependency> {
        let product = Dependency { reference: root.to_owned(), depends_on: self.references(&self.top) };
        let rows = self.market.rows.iter().zip(&self.needs);
        let one = |(row, needs): (&ReleaseLine, &Vec<usize>)| Dependency {
            reference: reference(row),
            depends_on: self.references(needs),
        };
        std::iter::once(product).chain(rows.map(one)).collect()
    }

    /// The lines whose edges are not all of their needs.
    pub fn compositions(&self) -> Vec<Composition> {
        let rows = self.market.rows.iter().zip(&self.mutual).filter(|(_, mutual)| !mutual.is_empty());
        let dependencies: Vec<String> = rows.map(|(row, _)| reference(row)).collect();
        let is_stated = !dependencies.is_empty();
        is_stated.then_some(Composition { aggregate: "incomplete", dependencies }).into_iter().collect()
    }
}
