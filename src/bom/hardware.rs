//! The name of a set of hardware, made from its content: markets with equal hardware have equal names.

use super::Bom;
use crate::quantity::Quantity;
use crate::terms::ComponentKind;
use std::fmt::Write as _;

/// How many digits of the digest a name has: 64 bits are enough to distinguish the sets of one solution.
const DIGITS: usize = 16;

/// One part of a set of hardware, for [`hardware_id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HardwarePart<'a> {
    /// The slot that it fills.
    pub slot: &'a str,
    /// The component's id.
    pub component: &'a str,
    /// Its version.
    pub version: &'a str,
    /// How many are in one product.
    pub quantity: Quantity,
}

/// A short name of a set of hardware: `hw-` and 16 hexadecimal digits.
///
/// The order of the parts does not matter.
#[must_use]
pub(crate) fn hardware_id<'a>(parts: impl IntoIterator<Item = HardwarePart<'a>>) -> String {
    let mut parts: Vec<HardwarePart<'_>> = parts.into_iter().collect();
    parts.sort_unstable();
    let mut hash = hmac_sha256::Hash::new();
    for HardwarePart { slot, component, version, quantity } in parts {
        // Neither names nor versions hold a NUL, so no two lists give the same bytes.
        hash.update(format!("{slot}\0{component}\0{version}\0{quantity}\0"));
    }
    let mut id = String::from("hw-");
    for byte in hash.finalize().iter().take(DIGITS / 2) {
        let _ = write!(id, "{byte:02x}");
    }
    id
}

impl Bom {
    /// A short name of the bill's hardware lines, `hw-` and 16 hexadecimal digits: equal in all markets that ship the same
    /// device.
    #[must_use]
    pub fn hardware_id(&self) -> String {
        let hardware = self.lines.iter().filter(|line| line.kind == ComponentKind::Hardware);
        hardware_id(hardware.map(|line| HardwarePart {
            slot: &line.slot,
            component: &line.component,
            version: &line.version,
            quantity: line.quantity,
        }))
    }
}
