//! Embeds terroir in a program without a file system: prints the total of every market of the starter.
//!
//! ```text
//! cargo run --example embed
//! ```

use std::io::Write as _;
use terroir::{Outcome, Request, Solution};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let solution = Solution::from_sources([
        ("solution.toml", include_str!("starter/solution.toml")),
        ("catalog/parts.toml", include_str!("starter/catalog/parts.toml")),
        ("regions/US.toml", include_str!("starter/regions/US.toml")),
        ("regions/DE.toml", include_str!("starter/regions/DE.toml")),
    ])?;
    let compiled = solution.compile()?;
    let answers = compiled.portfolio(&Request::default().as_of("2026-11-22".parse()?))?;
    for answer in &answers.markets {
        let text = match answer {
            Outcome::Resolved(bom) => format!("{} {}", bom.cost().to_fixed(bom.minor_unit), bom.currency),
            Outcome::Conflict(conflict) => format!("none, for {} reasons", conflict.reasons.len()),
            Outcome::Undecided(undecided) => format!("undecided after {} steps", undecided.steps),
        };
        writeln!(std::io::stdout(), "{}: {text}", answer.market())?;
    }
    Ok(())
}
