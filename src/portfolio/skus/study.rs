//! What the markets require of hardware, and the least number of SKUs.

use super::cover::{self, Cover};
use super::joint::Joint;
use super::markets::Markets;
use super::oracle::Oracle;
use super::sets::Set;
use super::{SkuProgress, USUAL_LIMIT, pairs};
use crate::bom::{Apart, Minimum, Proof};
use crate::engine::Work;
use crate::query::{Compiled, Request, ResolveError};

/// The markets with what they require of hardware.
pub(super) struct Study<'a> {
    pub markets: Markets<'a>,
    pub joint: Joint,
    /// By market; empty where it is not servable.
    pub features: Vec<Set>,
    pub oracle: Oracle,
    /// Markets that some hardware serves.
    pub servable: Vec<usize>,
    /// Those that none serves.
    pub unservable: Vec<usize>,
    /// Those of which the limit left open whether any does.
    pub undecided: Vec<usize>,
    pub limit: u64,
    /// Steps spent on the number.
    steps: u64,
}

impl<'a> Study<'a> {
    pub fn of(compiled: &'a Compiled, request: &Request, codes: &[String]) -> Result<Self, ResolveError> {
        let markets = Markets::of(compiled, request, codes)?;
        let joint = markets.joint();
        let required = joint.features();
        let mut study = Self {
            markets,
            joint,
            features: Vec::new(),
            oracle: Oracle::new(required.problem),
            servable: Vec::new(),
            unservable: Vec::new(),
            undecided: Vec::new(),
            limit: request.limit.unwrap_or(USUAL_LIMIT),
            steps: 0,
        };
        for (at, labels) in required.labels.into_iter().enumerate() {
            let features: Option<Set> = labels.map(|list| list.iter().map(|label| label.0 as usize).collect());
            let mut work = Work::new(study.limit);
            match features.as_ref().map(|features| study.oracle.fits(features, &mut work)) {
                Some(Ok(true)) => study.servable.push(at),
                Some(Err(_)) => study.undecided.push(at),
                Some(Ok(false)) | None => study.unservable.push(at),
            }
            study.steps = study.steps.saturating_add(work.spent());
            study.features.push(features.unwrap_or_default());
        }
        Ok(study)
    }

    /// Covers the servable markets by as few groups as can be; members are positions in the list of all markets.
    pub fn cover(&mut self, report: &mut dyn FnMut(SkuProgress)) -> Cover {
        let classes = self.classes();
        let features: Vec<Set> = classes.iter().map(|class| self.features[class.first].clone()).collect();
        let mut work = Work::new(self.limit);
        let mut bounds = |at_least, at_most| report(SkuProgress::number(at_least, at_most));
        let found = cover::fewest(&mut self.oracle, &features, &mut work, &mut bounds);
        self.steps = self.steps.saturating_add(work.spent());
        let spread = |group: &Vec<usize>| group.iter().flat_map(|class| classes[*class].markets.clone()).collect();
        let mut groups: Vec<Vec<usize>> = found.groups.iter().map(spread).collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort();
        let mut apart: Vec<usize> = found.apart.iter().map(|class| classes[*class].first).collect();
        apart.sort_unstable();
        Cover { groups, at_least: found.at_least, apart }
    }

    /// Markets with the same requirements, together with those that have only some of them: what serves the first serves all.
    fn classes(&self) -> Vec<Class> {
        let mut order = self.servable.clone();
        order.sort_by_key(|market| (std::cmp::Reverse(self.features[*market].len()), *market));
        let mut classes: Vec<Class> = Vec::new();
        for market in order {
            let requires_less = |class: &&mut Class| self.features[market].is_subset(&self.features[class.first]);
            match classes.iter_mut().find(requires_less) {
                Some(class) => class.markets.push(market),
                None => classes.push(Class { first: market, markets: vec![market] }),
            }
        }
        classes
    }

    /// The bounds with the markets that prove them; the pairs are not explained yet.
    pub fn minimum(&self, cover: &Cover) -> Minimum {
        let (at_least, at_most) = (cover.at_least, cover.groups.len());
        let markets = cover.apart.iter().map(|market| self.markets.code(*market).to_owned()).collect();
        let proof = if at_least <= 1 {
            Proof::Trivial
        } else if cover.apart.len() >= at_least {
            Proof::PairwiseApart { markets, pairs: Vec::new() }
        } else {
            Proof::Exhaustive { markets, pairs: Vec::new() }
        };
        Minimum { at_least, at_most, proof, steps: self.steps }
    }

    /// The same with every pair explained, as far as the limit allows.
    pub fn explained(&self, cover: &Cover) -> Result<Minimum, ResolveError> {
        let mut minimum = self.minimum(cover);
        if let Proof::PairwiseApart { pairs, .. } | Proof::Exhaustive { pairs, .. } = &mut minimum.proof {
            *pairs = self.pairs(&cover.apart)?;
        }
        Ok(minimum)
    }

    fn pairs(&self, apart: &[usize]) -> Result<Vec<Apart>, ResolveError> {
        let mut work = Work::new(self.limit / 4);
        let mut list = Vec::new();
        for (at, two) in apart.iter().enumerate() {
            for one in apart.iter().take(at) {
                match pairs::apart(&self.markets, *one, *two, &mut work) {
                    Ok(found) => list.extend(found),
                    Err(super::pricing::Stopped::Limit) => return Ok(list),
                    Err(super::pricing::Stopped::Error(error)) => return Err(error),
                }
            }
        }
        Ok(list)
    }
}

struct Class {
    /// The market that requires the most.
    first: usize,
    markets: Vec<usize>,
}
