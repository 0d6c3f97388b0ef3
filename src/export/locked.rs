//! The answers of a lock as a table.

use super::align::Align;
use super::grid::Grid;
use crate::lock::{Lock, LockedStatus};

/// The markets of a lock with their cost and number of lines.
///
/// ```
/// # mod lamp { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/samples/lamp.rs")); }
/// # let (_, portfolio) = lamp::solve()?;
/// let lock = terroir::lock::Lock::from_portfolio(&portfolio, lamp::solution()?.files(), "USD");
/// assert!(terroir::export::lock_table(&lock).starts_with("market  cost USD  lines\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn lock_table(lock: &Lock) -> String {
    let cost = format!("cost {}", lock.currency);
    let mut grid = Grid::new([("market", Align::Left), (&cost, Align::Right), ("lines", Align::Right)]);
    for market in &lock.markets {
        match market.status {
            LockedStatus::Resolved => {
                let cost = market.objective.get("cost").map_or("", String::as_str);
                grid.row([market.title().as_str(), cost, &market.lines.len().to_string()]);
            }
            LockedStatus::Conflict => grid.row([market.title().as_str(), "no valid BOM"]),
        }
    }
    grid.to_text()
}
