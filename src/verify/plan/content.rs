//! Content rules: the share of an article's parts that comes from an area, and where it is built.

use super::money::total;
use crate::model::ArticleId;
use crate::number::Number;
use crate::overlay::{ContentBound, ContentRule};
use crate::terms::Counts;
use crate::verify::answer::Answer;
use std::collections::BTreeSet;

/// What a content rule finds in an article that goes to the market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentCosts {
    /// The article.
    pub article: ArticleId,
    /// The rule.
    pub id: String,
    /// The share, in percent.
    pub percent: Number,
    /// Whether the rule holds.
    pub holds: bool,
}

/// A part that is put into an article at its site.
pub(super) struct Input<'a> {
    /// Its price, freight and duty.
    pub cost: Number,
    /// The code of the country where it was made.
    pub origin: Option<&'a str>,
}

/// An article that is built at a site and goes to the market.
pub(super) struct Assembly<'a> {
    /// The article.
    pub id: ArticleId,
    /// What is put into it.
    pub inputs: Vec<Input<'a>>,
    /// Labour and set-up.
    pub work: Number,
    /// The area of the site.
    pub within: &'a str,
}

/// The rules that count in a market, each with whether they are required.
pub(super) fn rules<'a>(answer: &Answer<'a>, faults: &mut Vec<String>) -> Vec<&'a ContentRule> {
    let mut found = Vec::new();
    for rule in &answer.input.view.content {
        match answer.is_active(rule.effectivity, rule.when.as_ref()) {
            Some(true) => found.push(rule.as_ref()),
            Some(false) => {}
            None => faults
                .push(format!("whether the content rule `{}` counts depends on a fact that is not stated", rule.id)),
        }
    }
    found
}

/// What the rules find in an article.
pub(super) fn shares(
    answer: &Answer<'_>,
    rules: &[&ContentRule],
    assembly: &Assembly<'_>,
) -> Option<Vec<ContentCosts>> {
    let found = rules.iter().map(|rule| {
        let percent = percent(answer, rule, assembly)?;
        let is_enough = match rule.bound {
            ContentBound::MoreThan(least) => percent > least,
            ContentBound::AtLeast(least) => percent >= least,
        };
        let is_built = rule.built_in.as_ref().is_none_or(|areas| lies_in(answer, assembly.within, areas));
        Some(ContentCosts { article: assembly.id, id: rule.id.clone(), percent, holds: is_enough && is_built })
    });
    found.collect()
}

fn percent(answer: &Answer<'_>, rule: &ContentRule, assembly: &Assembly<'_>) -> Option<Number> {
    let of_area = |input: &&Input<'_>| input.origin.is_some_and(|origin| lies_in(answer, origin, &rule.of));
    let mut whole = total(assembly.inputs.iter().map(|input| Some(input.cost)))?;
    let mut share = total(assembly.inputs.iter().filter(of_area).map(|input| Some(input.cost)))?;
    match rule.counts {
        Counts::Components => {}
        Counts::Value => {
            whole = whole.checked_add(assembly.work)?;
            if lies_in(answer, assembly.within, &rule.of) {
                share = share.checked_add(assembly.work)?;
            }
        }
    }
    if whole.is_zero() {
        // Nothing that costs nothing is of an area.
        return Some(Number::ZERO);
    }
    share.checked_mul(Number::from(100_u32))?.checked_div(whole)
}

fn lies_in(answer: &Answer<'_>, code: &str, areas: &[String]) -> bool {
    areas.iter().any(|area| answer.input.model.areas.code_lies_in(code, area))
}

/// The claims and rules that hold for an article.
pub(super) fn holding(found: &[ContentCosts], article: ArticleId) -> BTreeSet<&str> {
    found.iter().filter(|one| one.article == article && one.holds).map(|one| one.id.as_str()).collect()
}

/// What is required holds for every article that goes to the market, and there is one.
pub(super) fn check(answer: &Answer<'_>, rules: &[&ContentRule], found: &[ContentCosts], faults: &mut Vec<String>) {
    let market = answer.input.model.areas.code(answer.input.market);
    for rule in rules.iter().filter(|rule| rule.require) {
        let of_rule: Vec<&ContentCosts> = found.iter().filter(|one| one.id == rule.id).collect();
        if of_rule.is_empty() {
            faults.push(format!("the content rule `{}` is required in `{market}`, and no article goes there", rule.id));
        }
        for one in of_rule.into_iter().filter(|one| !one.holds) {
            let percent = one.percent.to_fixed(2);
            faults.push(format!("the content rule `{}` is not met in `{market}`: {percent} %", rule.id));
        }
    }
}
