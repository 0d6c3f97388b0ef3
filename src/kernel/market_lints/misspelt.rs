//! Names that components declare and nothing reads, one slip away from a name that is read: without a word, what is required
//! of the other name would not be required of them.

use crate::diagnostic::Diagnostic;
use crate::model::{AreaId, Check, Formula, Model};
use crate::name::is_slip;
use crate::overlay::MarketView;
use crate::span::Span;
use crate::terms::code::SimilarCode;
use std::collections::{BTreeMap, BTreeSet};

/// Reports capabilities that components provide, and schemes that they or the solution hold, where these look misspelt.
pub(super) fn report(model: &Model, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    report_capabilities(model, markets, diagnostics);
    report_schemes(model, markets, diagnostics);
}

fn report_capabilities(model: &Model, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    let known = read_capabilities(model, markets);
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for component in &model.components {
        for provided in &component.provides {
            let name = provided.capability.as_str();
            if known.contains(name) || !seen.insert((&component.id, name)) {
                continue;
            }
            let Some(near) = known.iter().find(|one| is_slip(name, one)) else { continue };
            let message = format!("`{}` provides `{name}`, which nothing needs, limits or certifies", component.id);
            let warning = Diagnostic::warning(SimilarCode::Capability, provided.span, message);
            diagnostics.push(warning.about(name).did_you_mean(Some(near)));
        }
    }
}

/// The capabilities that certifications, limits, needs and conditions read, and those of networks.
fn read_capabilities<'a>(model: &'a Model, markets: &[(AreaId, &'a MarketView)]) -> BTreeSet<&'a str> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    // A need that nothing meets is reported itself, with the name that was probably meant.
    let provides = |name: &str| model.components.iter().flat_map(|one| &one.provides).any(|one| one.capability == name);
    let of_parts = model.components.iter().flat_map(|component| &component.needs);
    let of_parts = of_parts.flat_map(|need| &need.alternatives).map(|one| one.capability.as_str());
    known.extend(of_parts.filter(|name| provides(name)));
    for (_, view) in markets {
        known.extend(view.certification.iter().filter_map(|one| one.applies_to.as_deref()));
        known.extend(view.limits.iter().map(|limit| limit.capability.as_str()));
        let needs = view.needs.iter().flat_map(|need| &need.need.alternatives);
        known.extend(needs.map(|one| one.capability.as_str()));
        let conditions = view.certification.iter().filter_map(|one| one.when.as_deref());
        let conditions = conditions.chain(view.limits.iter().filter_map(|limit| limit.when.as_deref()));
        let conditions = conditions.chain(view.needs.iter().filter_map(|need| need.need.when.as_deref()));
        let rules = view.rules.iter().flat_map(|rule| rule.condition.iter().chain([&rule.then]));
        conditions.chain(rules.map(|formula| &**formula)).for_each(|one| read_by(one, &mut known));
    }
    known
}

/// The capabilities that a condition reads.
fn read_by<'a>(formula: &'a Formula, known: &mut BTreeSet<&'a str>) {
    formula.each_check(&mut |check| match check {
        Check::Provides(capability) => _ = known.insert(capability),
        Check::Option(..)
        | Check::Filled(_)
        | Check::Holds(..)
        | Check::Selected(_)
        | Check::MarketIs(_)
        | Check::MarketIn(_)
        | Check::Carrier(_)
        | Check::Known(_)
        | Check::Fact(_)
        | Check::Count(..)
        | Check::Sum(..) => {}
    });
}

fn report_schemes(model: &Model, markets: &[(AreaId, &MarketView)], diagnostics: &mut Vec<Diagnostic>) {
    let of_market = |view: &'_ MarketView| -> Vec<String> {
        let certification = view.certification.iter().flat_map(|one| one.accepts.iter().cloned());
        let approvals = view.carriers.iter().flat_map(|carrier| &carrier.approvals).map(|one| one.value.clone());
        certification.chain(approvals).collect()
    };
    let known: BTreeSet<String> = markets.iter().flat_map(|(_, view)| of_market(view)).collect();
    let mut held: BTreeMap<&str, Span> = BTreeMap::new();
    for certificate in model.components.iter().flat_map(|component| &component.certificates) {
        held.entry(&certificate.scheme).or_insert(certificate.span);
    }
    for certificate in markets.iter().flat_map(|(_, view)| &view.certificates) {
        held.entry(&certificate.scheme).or_insert(certificate.origin.span);
    }
    for (scheme, span) in held.into_iter().filter(|(scheme, _)| !known.contains(*scheme)) {
        let Some(near) = known.iter().find(|one| is_slip(scheme, one)) else { continue };
        let message = format!("no market of the solution accepts certificates of a scheme `{scheme}`");
        let warning = Diagnostic::warning(SimilarCode::Scheme, span, message);
        diagnostics.push(warning.about(scheme).did_you_mean(Some(near)));
    }
}
