//! The name of a set of hardware, made from what it is: markets with equal hardware have equal names.

use super::Bom;
use crate::terms::ComponentKind;
use std::fmt::Write as _;

/// How many digits of the digest a name has: 64 bits tell the sets of one solution apart.
const DIGITS: usize = 16;

/// A short name of a set of hardware, each part as slot, component, version and quantity. The order of the parts means
/// nothing, and neither does anything that is not hardware.
///
/// ```
/// use terroir::bom::hardware_id;
/// let lamp = hardware_id([("driver", "driver-230", "1.0.0", 1), ("led", "led-40", "1.0.0", 2)]);
/// let turned = hardware_id([("led", "led-40", "1.0.0", 2), ("driver", "driver-230", "1.0.0", 1)]);
/// assert_eq!(lamp, turned);
/// assert_eq!(lamp.len(), "hw-0123456789abcdef".len());
/// assert_ne!(lamp, hardware_id([("driver", "driver-230", "1.0.0", 1), ("led", "led-40", "1.0.0", 1)]));
/// ```
#[must_use]
pub fn hardware_id<'a>(parts: impl IntoIterator<Item = (&'a str, &'a str, &'a str, u64)>) -> String {
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_unstable();
    let mut hash = hmac_sha256::Hash::new();
    for (slot, component, version, quantity) in parts {
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
    /// The name of the bill's hardware: equal in all markets that can take the same device off the line.
    #[must_use]
    pub fn hardware_id(&self) -> String {
        let hardware = self.lines.iter().filter(|line| line.kind == ComponentKind::Hardware);
        hardware_id(
            hardware.map(|line| (line.slot.as_str(), line.component.as_str(), line.version.as_str(), line.quantity)),
        )
    }
}
