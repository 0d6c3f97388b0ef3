//! Numbers as a spreadsheet shows them: exact decimals in the number formats of ECMA-376, 18.8.30 and 18.8.31.

pub(super) mod date;
pub(super) mod decimal;
pub(super) mod format;
mod fraction;
mod general;
pub(super) mod render;
