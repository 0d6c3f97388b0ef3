//! What one carrier lacks of all networks that are needed together: the carrier that is picked serves all needs.

use super::ground::{Ground, Unmet};
use super::requested::{Requested, Requester};
use super::wording::Wording;
use crate::kernel::Cause;
use crate::model::{Alternative, ComponentId, Need};
use crate::span::Span;

/// A need of networks, and who has it.
struct NetworkNeed<'a> {
    requester: Requester,
    need: &'a Need,
}

impl<'a> Wording<'a> {
    /// What one carrier lacks of the networks that the components of the reasons need: that one which lacks fewest. `None`
    /// where no carrier could have all, and where one has.
    pub(super) fn lacking_of_one_carrier(&self) -> Option<Vec<Requested>> {
        let input = &self.case.input;
        let needs = self.network_needs();
        if input.carriers_in_force().next().is_none() {
            let unknown = |one: &Alternative| input.unknown(one);
            return Some(needs.iter().flat_map(|need| self.requests(need, &unknown)).collect());
        }
        let named: Vec<usize> = self.reasons.iter().filter_map(|reason| named_carrier(&reason.cause)).collect();
        let carriers = input.carriers_in_force().map(|(at, _)| at);
        let lists = carriers.filter(|at| named.is_empty() || named.contains(at)).filter_map(|at| {
            let lists: Option<Vec<Vec<Requested>>> = needs.iter().map(|need| self.lacking(at, need)).collect();
            lists.map(|lists| lists.into_iter().flatten().collect::<Vec<_>>())
        });
        lists.min_by_key(Vec::len).filter(|list| !list.is_empty())
    }

    /// What a carrier, by position, lacks of a need; `None` where it is known not to meet it.
    fn lacking(&self, at: usize, need: &NetworkNeed<'_>) -> Option<Vec<Requested>> {
        let input = &self.case.input;
        let carrier = input.view.carriers.get(at)?;
        let mut networks = need.need.alternatives.iter().filter(|one| one.is_network());
        if networks.any(|one| input.carrier_meets(carrier, one)) {
            return Some(Vec::new());
        }
        let list = self.requests(need, &|one| input.unknown_by(at, one));
        (!list.is_empty()).then_some(list)
    }

    fn requests(
        &self,
        need: &NetworkNeed<'_>,
        unknown: &dyn Fn(&Alternative) -> Option<crate::kernel::Unknown>,
    ) -> Vec<Requested> {
        let networks = need.need.alternatives.iter().filter(|one| one.is_network());
        let found = networks.filter_map(|one| Some((unknown(one)?, one)));
        found.map(|(found, one)| Requested::of_alternative(found, one, self.case, need.requester.clone())).collect()
    }

    /// The needs of networks in the reasons, and the others of the same components that only a carrier meets.
    fn network_needs(&self) -> Vec<NetworkNeed<'a>> {
        let mut list: Vec<NetworkNeed<'a>> = Vec::new();
        for reason in self.reasons {
            match Ground::from(&reason.cause) {
                Ground::Need(Unmet::OfArea(at)) => {
                    let found = self.case.input.view.needs.get(at);
                    list.extend(found.filter(|found| found.need.is_network()).map(|found| NetworkNeed {
                        requester: Requester::requiring(self.case.compiled.model.areas.code(found.origin.area)),
                        need: &found.need,
                    }));
                }
                Ground::Need(Unmet::Nowhere | Unmet::ByLines | Unmet::ByCarrier) => {
                    for (id, span) in &reason.excluded {
                        self.needs_of_component(*id, *span, &mut list);
                    }
                }
                Ground::Flag(_) | Ground::Value(..) | Ground::Other => {}
            }
        }
        list
    }

    fn needs_of_component(&self, id: ComponentId, span: Span, list: &mut Vec<NetworkNeed<'a>>) {
        let case = self.case;
        let Some(component) = case.compiled.model.component(id) else { return };
        let is_network = |need: &Need| need.alternatives.iter().any(Alternative::is_network);
        if !component.needs.iter().any(|need| need.span == span && is_network(need)) {
            return;
        }
        let counts = |need: &Need| {
            let only = need.when.is_none() && need.alternatives.iter().all(Alternative::is_network);
            need.effectivity.holds_on(case.input.day) && is_network(need) && (need.span == span || only)
        };
        for need in component.needs.iter().filter(|need| counts(need)) {
            if !list.iter().any(|known| known.need.span == need.span) {
                list.push(NetworkNeed { requester: Requester::needing(&self.component(id)), need });
            }
        }
    }
}

fn named_carrier(cause: &Cause) -> Option<usize> {
    if let Cause::CarrierLacks(_, at, _) = cause { Some(*at) } else { None }
}
