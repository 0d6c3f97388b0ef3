//! One page to look at: a self-contained HTML file with the matrix, why each cell is as it is, areas, conflicts, the
//! graph, costs, the calendar and SKUs.
//!
//! The page holds its data as JSON and draws it with a script of its own; it loads nothing. Every name goes into the page
//! as text, so that none can become markup, and a content security policy forbids everything but the page itself.

mod amounts;
mod collect;
mod data;
mod extras;
mod money;
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
    let data = script_data(&serde_json::to_string(&collect::collect(compiled, portfolio, extras))?);
    let title = markup_text(&format!("{} {}", portfolio.solution, portfolio.version));
    let nonce = nonce(&[&title, &data]);
    // What is shown of a plan is in a script of its own, so that a page without one stays as it is.
    let with_money = concat!(include_str!("page.js"), include_str!("money.js"));
    let script = if portfolio.year_cost.is_some() { with_money } else { include_str!("page.js") };
    let value = |mark: &str| match mark {
        "title" => title.as_str(),
        "style" => include_str!("page.css"),
        "script" => script,
        "data" => data.as_str(),
        "nonce" => nonce.as_str(),
        _ => "",
    };
    Ok(filled(include_str!("page.html"), value))
}

/// A template with a value at every `{{mark}}`, in one pass: what a value contains is never taken for a mark.
fn filled<'v>(template: &str, value: impl Fn(&str) -> &'v str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, (mark, after))) =
        rest.split_once("{{").and_then(|(before, opened)| Some((before, opened.split_once("}}")?)))
    {
        out.push_str(before);
        out.push_str(value(mark));
        rest = after;
    }
    out + rest
}

/// The word that the page's own script and style have and nothing else: a digest of what the page says, so that the same
/// answers give the same page, and no text in it can know the word.
fn nonce(parts: &[&str]) -> String {
    let mut hash = hmac_sha256::Hash::new();
    parts.iter().for_each(|part| hash.update(part.as_bytes()));
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// JSON inside a script element, where only `<` could end the element or begin a comment.
fn script_data(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A text in an element.
fn markup_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_mark_is_a_text() {
        let value = |mark: &str| if mark == "a" { "{{b}}" } else { "{{a}} {{" };
        assert_eq!(filled("x {{a}} y {{b}} z {{", value), "x {{b}} y {{a}} {{ z {{");
    }
}
