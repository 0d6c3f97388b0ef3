//! The key of a reason: what kind of constraint it is, and which, in the user's names.

use crate::kernel::Cause;
use crate::model::{OptionId, SlotId};
use crate::query::Case;
use crate::span::Span;

/// `rule:power-budget`, `pin:modem`, `unmeetable:driver:power.mains`.
pub(super) fn key(cause: &Cause, case: &Case<'_>) -> String {
    let (model, view) = (case.input.model, case.input.view);
    // Several needs may stand on one line.
    let at = |span: Span| {
        let place = case.compiled.files.place(span);
        format!("{place}:{}", place.column)
    };
    let slot = |slot: &SlotId| model.slot_name(*slot);
    let option = |option: &OptionId| model.options.get(*option).map_or("", |option| option.name.as_str());
    let carrier = |at: &usize| view.carriers.get(*at).map_or("", |carrier| carrier.id.as_str());
    let scheme = |at: &usize| view.certification.get(*at).map_or("", |one| one.id.as_str());
    // Several layers may state tests under one id, each a limit of its own.
    let limit = |at: &usize| {
        let Some(one) = view.limits.get(*at) else { return String::new() };
        let before = view.limits.iter().take(*at).filter(|other| other.id == one.id).count();
        if before == 0 { one.id.clone() } else { format!("{}#{}", one.id, before + 1) }
    };
    match cause {
        Cause::SetFlag(set) => format!("set:{}", option(set)),
        Cause::PinFlag(pinned) => format!("pin:{}", slot(pinned)),
        Cause::WithoutFlag(flag) => format!("without:{}", flag + 1),
        Cause::Variant(set) => format!("variant:{}", option(set)),
        Cause::Setting(set) => format!("setting:{}", option(set)),
        Cause::Default(set) => format!("default:{}", option(set)),
        Cause::Unmeetable(of, capability) => format!("unmeetable:{}:{capability}", slot(of)),
        Cause::Need(of, span) => format!("need:{}:{}", slot(of), at(*span)),
        Cause::CarrierLacks(of, at, capability) => format!("carrier-lacks:{}:{}:{capability}", slot(of), carrier(at)),
        Cause::Approval(of, at, wanted) => format!("approval:{}:{}:{wanted}", slot(of), carrier(at)),
        Cause::RequestedCarrier(id, _) => format!("requested-carrier:{id}"),
        Cause::Scheme(of, at) => format!("scheme:{}:{}", slot(of), scheme(at)),
        Cause::ProductScheme(at) => format!("scheme::{}", scheme(at)),
        Cause::Territory(of, text) => format!("territory:{}:{text}", slot(of)),
        Cause::Dates(of) => format!("dates:{}", slot(of)),
        Cause::EndOfLife(of) => format!("end-of-life:{}", slot(of)),
        Cause::NoOffer(of) => format!("no-offer:{}", slot(of)),
        Cause::Licensee(license) => format!("licensee:{}", license + 1),
        Cause::Rule(at) => format!("rule:{}", view.rules.get(*at).map_or("", |rule| rule.id.as_str())),
        Cause::AreaNeed(at) => format!("area-need:{}", view.needs.get(*at).map_or("", |need| need.id.as_str())),
        Cause::Limit(at, of) => format!("limit:{}:{}", slot(of), limit(at)),
        Cause::CarrierLimit(at, of) => format!("carrier-limit:{}:{}", carrier(of), limit(at)),
        Cause::Resource(resource) => format!("resource:{resource}"),
        Cause::UnknownSlotCondition(of) => format!("unknown-slot:{}", slot(of)),
        Cause::UnknownCondition(span) => format!("unknown-condition:{}", at(*span)),
    }
}
