//! The attributes that a capability has by its nature, whether somebody states them or not.

use super::{power, radio};
use crate::name::is_below;

/// Attributes of spectrum beside the keys of `[[radio]]`.
const SPECTRUM: [&str; 4] = ["eirp_dbm", "width_mhz", "duty_cycle_percent", "power_dbm"];
/// Attributes of networks.
const NETWORK: [&str; 1] = ["bands"];

/// The attributes that sections of overlays give a capability. A market that states none of them has a gap; their names
/// are not misspelt.
#[must_use]
pub fn natural_attributes(capability: &str) -> Vec<&'static str> {
    let keys = |keys: crate::syntax::shape::Keys| keys.iter().map(|key| key.name);
    if is_below(capability, power::CAPABILITY) {
        keys(power::KEYS).collect()
    } else if is_below(capability, "spectrum") {
        keys(radio::ATTRIBUTES).chain(SPECTRUM).collect()
    } else if is_below(capability, "network") {
        NETWORK.to_vec()
    } else {
        Vec::new()
    }
}
