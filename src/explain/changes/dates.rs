//! Other days: the next on which a statement that the reasons follow from begins or ends, and the last before.

use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::Edit;
use crate::date::{Date, Effectivity};
use crate::kernel::{Cause, Reason};
use crate::model::Need;
use crate::name::is_below;

/// Most days that are tried in each direction.
const TRIED: usize = 6;

/// Changes of the day, nearest first: forwards and backwards.
pub(in crate::explain) struct Days {
    pub later: Vec<Change>,
    pub earlier: Vec<Change>,
}

/// The days on which a statement that the reasons follow from begins or ends.
pub(in crate::explain) fn days(wording: &Wording<'_>) -> Days {
    let today = wording.case.input.day;
    let spans: Vec<Effectivity> = wording.reasons.iter().flat_map(|reason| touched(wording, reason)).collect();
    let change_points: Vec<Date> = spans.iter().flat_map(|dates| dates.from.into_iter().chain(dates.until)).collect();
    let mut later: Vec<Date> = change_points.iter().copied().filter(|day| *day > today).collect();
    let mut earlier: Vec<Date> =
        change_points.iter().filter_map(|day| day.previous()).filter(|day| *day < today).collect();
    later.sort_unstable();
    later.dedup();
    earlier.sort_unstable_by(|left, right| right.cmp(left));
    earlier.dedup();
    let change =
        |day: &Date, text: String| Change::new(Kind::Day, Step::On(*day), Edit::AsOf { date: *day }, text, None);
    let on = |day: &Date| format!("place it on the market on {day} or later (`--as-of {day}`)");
    let by = |day: &Date| format!("place it on the market by {day} (`--as-of {day}`)");
    Days {
        later: later.iter().take(TRIED).map(|day| change(day, on(day))).collect(),
        earlier: earlier.iter().take(TRIED).map(|day| change(day, by(day))).collect(),
    }
}

/// The dates of the statements that a reason follows from.
fn touched(wording: &Wording<'_>, reason: &Reason) -> Vec<Effectivity> {
    let (view, model) = (wording.case.input.view, &wording.case.compiled.model);
    let candidates = || reason.excluded.iter().filter_map(|(id, _)| model.component(*id));
    let certificates = |schemes: &[String]| -> Vec<Effectivity> {
        let own = candidates().flat_map(|component| &component.certificates);
        let own = own.filter(|one| schemes.contains(&one.scheme)).map(|one| one.effectivity);
        let all = view.certificates.iter().filter(|one| schemes.contains(&one.scheme)).map(|one| one.effectivity);
        own.chain(all).collect()
    };
    match &reason.cause {
        Cause::Dates(_) => candidates().map(|component| component.effectivity).collect(),
        Cause::Scheme(_, at) | Cause::ProductScheme(at) => view.certification.get(*at).map_or(Vec::new(), |one| {
            let mut dates = certificates(&one.accepts);
            dates.push(one.effectivity);
            dates
        }),
        Cause::Approval(_, at, scheme) => {
            let mut dates = certificates(std::slice::from_ref(scheme));
            dates.extend(view.carriers.get(*at).map(|carrier| carrier.effectivity));
            dates
        }
        Cause::Rule(at) => view.rules.get(*at).map(|rule| rule.effectivity).into_iter().collect(),
        Cause::AreaNeed(at) => view.needs.get(*at).map(|need| need.need.effectivity).into_iter().collect(),
        Cause::Limit(at, _) | Cause::CarrierLimit(at, _) => {
            view.limits.get(*at).map(|limit| limit.effectivity).into_iter().collect()
        }
        Cause::RequestedCarrier(id, _) => {
            let carriers = view.carriers.iter().filter(|carrier| carrier.id == *id);
            carriers.map(|carrier| carrier.effectivity).collect()
        }
        Cause::Unmeetable(..) | Cause::Need(..) | Cause::CarrierLacks(..) => {
            let needs = reason.excluded.iter().filter_map(|(id, span)| wording.need_at(*id, *span));
            needs.flat_map(|need| of_need(wording, need)).collect()
        }
        Cause::SetFlag(_)
        | Cause::PinFlag(_)
        | Cause::WithoutFlag(_)
        | Cause::Setting(_)
        | Cause::Default(_)
        | Cause::Territory(..)
        | Cause::EndOfLife(_)
        | Cause::Resource(_)
        | Cause::UnknownSlotCondition(_)
        | Cause::UnknownCondition(_) => Vec::new(),
    }
}

/// The dates of a need and of what the market and its carriers offer of it.
fn of_need(wording: &Wording<'_>, need: &Need) -> Vec<Effectivity> {
    let view = wording.case.input.view;
    let mut dates = vec![need.effectivity];
    for alternative in &need.alternatives {
        let wanted = &alternative.capability;
        let offers = view.provides.iter().filter(|offer| is_below(&offer.capability, wanted));
        dates.extend(offers.map(|offer| offer.effectivity));
        for carrier in &view.carriers {
            let networks = carrier.networks.iter().filter(|network| is_below(&network.capability, wanted));
            let networks: Vec<Effectivity> = networks.map(|network| network.effectivity).collect();
            if !networks.is_empty() {
                dates.push(carrier.effectivity);
                dates.extend(networks);
            }
        }
    }
    dates
}
