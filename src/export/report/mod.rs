//! One page to look at: a self-contained HTML file with the matrix, why each cell is as it is, areas, conflicts, the
//! graph, costs, the calendar and SKUs.
//!
//! The page holds its data as JSON and draws it with a script of its own; it loads nothing. Every name goes into the page
//! as text, so that none can become markup, and a content security policy forbids everything but the page itself.

mod amounts;
mod collect;
mod data;
mod extras;
mod outlook;
mod sentences;

pub use extras::{Extras, WhyRow};

use crate::bom::Portfolio;
use crate::query::Compiled;

/// The page as HTML.
///
/// # Errors
/// The JSON writer's own; answers of this library cause none.
///
/// ```
/// # let solution = terroir::Solution::from_sources([("solution.toml".to_owned(),
/// #     "[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\nmarkets = [\"DE\"]\ncurrency = \"EUR\"\n".to_owned())])?;
/// use terroir::export::{Extras, html};
/// let compiled = solution.compile()?;
/// let portfolio = compiled.portfolio(&terroir::Request::default().as_of("2026-11-22".parse()?))?;
/// assert!(html(&compiled, &portfolio, &Extras::default())?.contains("<title>lamp 1.0.0</title>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn html(compiled: &Compiled, portfolio: &Portfolio, extras: &Extras<'_>) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(&collect::collect(compiled, portfolio, extras))?;
    // Inside a script element only `<` could end the element or begin a comment.
    let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let title = escaped(&format!("{} {}", portfolio.solution, portfolio.version));
    let page = include_str!("page.html");
    let filled = page.replace("/*STYLE*/", include_str!("page.css")).replace("/*SCRIPT*/", include_str!("page.js"));
    Ok(filled.replacen("<!--TITLE-->", &title, 1).replacen("/*DATA*/", &json, 1))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
