//! Other days: those on which anything in the market begins or ends, from the nearest on which a statement that the reasons
//! follow from does.

use super::super::wording::Wording;
use super::{Change, Kind, Step};
use crate::bom::Edit;
use crate::date::{Date, Effectivity};
use crate::kernel::{Cause, Reason};
use crate::model::Need;
use crate::name::is_below;

/// Most days that are tried in each direction.
const TRIED: usize = 24;

/// Changes of the day, nearest first: forwards and backwards.
pub(in crate::explain) struct Days {
    pub later: Vec<Change>,
    pub earlier: Vec<Change>,
}

/// The days on which something begins or ends. Up to the nearest of those that the reasons follow from they hold as on the
/// day of the case; beyond it other causes may have to end too, so all days of the market count.
pub(in crate::explain) fn days(wording: &Wording<'_>) -> Days {
    let today = wording.case.input.day;
    let spans: Vec<Effectivity> = wording.reasons.iter().flat_map(|reason| touched(wording, reason)).collect();
    let own: Vec<Date> = spans.iter().flat_map(|dates| dates.from.into_iter().chain(dates.until)).collect();
    let mut all = [own.as_slice(), &wording.case.compiled.change_dates(wording.case.code())].concat();
    all.sort_unstable();
    all.dedup();
    let first = own.iter().copied().filter(|day| *day > today).min();
    let last = own.iter().filter_map(|day| day.previous()).filter(|day| *day < today).max();
    let change = |day: Date| Change::new(Kind::Day, Step::On(day), Edit::AsOf { date: day }, String::new(), None);
    let later = all.iter().copied().filter(|day| first.is_some_and(|first| *day >= first));
    let earlier = all.iter().rev().filter_map(|day| day.previous());
    let earlier = earlier.filter(|day| last.is_some_and(|last| *day <= last));
    Days { later: later.take(TRIED).map(change).collect(), earlier: earlier.take(TRIED).map(change).collect() }
}

/// How long the market has an answer around a day on which it has one.
pub(in crate::explain) struct Around {
    /// The first day of it; `None`: since ever.
    pub first: Option<Date>,
    /// The last; `None`: for good.
    pub last: Option<Date>,
}

/// "place it on the market by 2027-05-31 (`--as-of 2027-05-31`)".
pub(in crate::explain) fn placing(day: Date, around: &Around) -> String {
    let flag = format!("(`--as-of {day}`)");
    match (around.first, around.last) {
        (Some(first), Some(last)) if first == last => format!("place it on the market on {day} {flag}"),
        (Some(first), Some(last)) => format!("place it on the market from {first} through {last} {flag}"),
        (Some(first), None) => format!("place it on the market on {first} or later {flag}"),
        (None, Some(last)) => format!("place it on the market by {last} {flag}"),
        (None, None) => format!("place it on the market on another day {flag}"),
    }
}

/// The dates of the statements that a reason follows from.
fn touched(wording: &Wording<'_>, reason: &Reason) -> Vec<Effectivity> {
    let (view, model) = (wording.case.input.view, &wording.case.compiled.model);
    let candidates = || reason.excluded.iter().filter_map(|(id, _)| model.component(*id));
    let certificates = |schemes: &[String]| {
        let own = candidates().flat_map(|component| &component.certificates);
        let own = own.filter(|one| schemes.contains(&one.scheme)).map(|one| one.validity());
        let all = view.certificates.iter().filter(|one| schemes.contains(&one.scheme)).map(|one| one.validity());
        own.chain(all).collect::<Vec<_>>().into_iter()
    };
    match &reason.cause {
        Cause::Dates(_) => candidates().map(|component| component.effectivity).collect(),
        Cause::Scheme(_, at) | Cause::ProductScheme(at) => view.certification.get(*at).map_or(Vec::new(), |one| {
            let mut dates: Vec<Effectivity> = certificates(&one.accepts).map(|held| one.dates_of(held)).collect();
            dates.push(one.effectivity);
            dates
        }),
        Cause::Approval(_, at, scheme) => {
            let mut dates: Vec<Effectivity> =
                certificates(std::slice::from_ref(scheme)).map(|held| held.effectivity).collect();
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
        Cause::NoOffer(_) => {
            let offers = model.offers.iter();
            let of_one = |offer: &&crate::model::Offer| {
                offer.parts.iter().any(|(part, _)| reason.excluded.iter().any(|(id, _)| id == part))
            };
            offers.filter(of_one).map(|offer| offer.effectivity).collect()
        }
        Cause::Licensee(at) => model.licenses.get(*at as usize).map(|one| one.effectivity).into_iter().collect(),
        Cause::SetFlag(_)
        | Cause::PinFlag(_)
        | Cause::WithoutFlag(_)
        | Cause::Variant(_)
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
