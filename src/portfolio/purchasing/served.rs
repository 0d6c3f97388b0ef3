//! Which markets can be served together: in their order, each that fits beside those before it.

use super::evaluated::Fault;
use super::found::Found;
use super::market::{Engine, Market};
use super::relaxed::Stop;
use super::search::{Aim, Search};

/// The markets that are served, by position, with their plan; and the others, each with what rules it out.
pub(super) struct Served {
    pub markets: Vec<usize>,
    pub found: Found,
    pub refused: Vec<(usize, Option<Fault>)>,
}

/// Serves as many as can be: all of them, or market after market.
pub(super) fn served(markets: &[(usize, &Market<'_>)], engine: &mut Engine) -> Result<Served, Stop> {
    // A market whose own prices do not depend on the others and that has no plan alone has none beside them.
    let (mut able, mut unable) = (Vec::new(), Vec::new());
    for market in markets {
        let is_alone = market.1.requires_content() && market.1.has_constant_prices();
        match if is_alone { search(&[*market], Aim::Any, engine)? } else { Found::Nothing(None) } {
            Found::Nothing(fault) if is_alone => unable.push((market.0, fault)),
            Found::Best(_) | Found::Nothing(_) | Found::Open { .. } => able.push(*market),
        }
    }
    let mut found = fitting(&able, engine)?;
    found.refused.extend(unable);
    found.refused.sort_by_key(|(at, _)| *at);
    Ok(found)
}

/// Serves as many of these as can be.
fn fitting(markets: &[(usize, &Market<'_>)], engine: &mut Engine) -> Result<Served, Stop> {
    let all = search(markets, Aim::Best, engine)?;
    if !matches!(all, Found::Nothing(_)) || markets.is_empty() {
        return Ok(Served { markets: markets.iter().map(|(at, _)| *at).collect(), found: all, refused: Vec::new() });
    }
    let (mut fitting, mut refused) = (Vec::new(), Vec::new());
    for market in markets {
        fitting.push(*market);
        match search(&fitting, Aim::Any, engine)? {
            Found::Best(_) => {}
            Found::Nothing(fault) => {
                fitting.pop();
                refused.push((market.0, fault));
            }
            open @ Found::Open { .. } => {
                let markets = markets.iter().map(|(at, _)| *at).collect();
                return Ok(Served { markets, found: open, refused: Vec::new() });
            }
        }
    }
    let found = search(&fitting, Aim::Best, engine)?;
    Ok(Served { markets: fitting.iter().map(|(at, _)| *at).collect(), found, refused })
}

fn search(list: &[(usize, &Market<'_>)], aim: Aim, engine: &mut Engine) -> Result<Found, Stop> {
    let own: Vec<&Market<'_>> = list.iter().map(|(_, market)| *market).collect();
    Search::of(&own).run(aim, engine)
}
