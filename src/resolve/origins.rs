//! Goods whose origin nobody stated, where a duty depends on it.

use crate::bom::Warning;
use crate::model::{Component, ManufacturerPart};
use crate::query::Case;
use crate::terms::ComponentKind;
use crate::terms::code::FactCode;
use std::collections::BTreeSet;

/// That a duty of the market on goods from some area could be due on a component without an origin: none is counted.
pub(super) fn unknown(case: &Case<'_>, component: &Component, part: &ManufacturerPart) -> Option<Warning> {
    let goods = !matches!(component.kind, ComponentKind::Service | ComponentKind::Software | ComponentKind::Firmware);
    let code = part.hs.as_deref().filter(|_| goods && part.origin.is_none())?;
    let duties = case
        .input
        .view
        .duties
        .iter()
        .filter(|duty| duty.origin_area.is_some() && duty.is_on(code) && duty.effectivity.holds_on(case.input.day));
    let names: BTreeSet<String> = duties.map(|duty| format!("`{}`", duty.id)).collect();
    if names.is_empty() {
        return None;
    }
    let names: Vec<String> = names.into_iter().collect();
    let noun = if names.len() == 1 { "the duty" } else { "the duties" };
    let (id, market) = (&component.id, case.code());
    let message = format!(
        "the origin of `{id}` is not known: {noun} {} of `{market}` may be due on it and is not counted; \
         add its country to the component, such as `origin = \"CN\"`",
        names.join(", ")
    );
    Some(Warning::new(FactCode::Gap, format!("origin.{id}"), message))
}
