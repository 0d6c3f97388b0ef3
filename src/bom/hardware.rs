//! The name of a set of hardware, made from its content: markets with equal hardware have equal names.

use super::Bom;
use crate::terms::ComponentKind;
use std::fmt::Write as _;

/// How many digits of the digest a name has: 64 bits are enough to distinguish the sets of one solution.
const DIGITS: usize = 16;

/// One part of a set of hardware, for [`hardware_id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HardwarePart<'a> {
    /// The slot that it fills.
    pub slot: &'a str,
    /// The component's id.
    pub component: &'a str,
    /// Its version.
    pub version: &'a str,
    /// How many are in one product.
    pub quantity: u64,
}

/// A short name of a set of hardware: `hw-` and 16 hexadecimal digits.
///
/// The order of the parts does not matter.
///
/// ```
/// use terroir::bom::{HardwarePart, hardware_id};
///
/// let driver = HardwarePart { slot: "driver", component: "driver-230", version: "1.0.0", quantity: 1 };
/// let led = HardwarePart { slot: "led", component: "led-40", version: "1.0.0", quantity: 2 };
/// let id = hardware_id([driver, led]);
/// assert_eq!(id.len(), "hw-0123456789abcdef".len());
/// assert_eq!(id, hardware_id([led, driver]));
/// assert_ne!(id, hardware_id([driver, HardwarePart { quantity: 1, ..led }]));
/// ```
#[must_use]
pub fn hardware_id<'a>(parts: impl IntoIterator<Item = HardwarePart<'a>>) -> String {
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
    /// The [`hardware_id`] of the bill's hardware lines: equal in all markets that ship the same device.
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
