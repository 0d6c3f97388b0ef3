//! The currency of the solution, and prices that it cannot hold.

use crate::import::finding::{Finding, plural};
use crate::import::list::List;
use crate::import::list::part::PartPrice;
use crate::import::merge::Known;
use crate::import::part_list::PartList;
use crate::import::settings::Settings;
use crate::import::write::catalogue::is_writable;
use crate::number::Number;
use std::collections::BTreeMap;

/// The currency that the user chose, else the one that most prices have, else USD.
pub(super) fn currency(lists: &[PartList], settings: &Settings, findings: &mut Vec<Finding>) -> String {
    if let Some(chosen) = &settings.currency {
        return chosen.clone();
    }
    let prices =
        || lists.iter().flat_map(|list| list.rows().filter_map(move |row| Some((list, row.part.price.as_ref()?))));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, price) in prices() {
        if let Some(code) = &price.currency {
            *counts.entry(code).or_default() += 1;
        }
    }
    if let Some((code, _)) = counts.iter().max_by_key(|(code, count)| (**count, std::cmp::Reverse(**code))) {
        report_assumed(lists, code, findings);
        return (*code).to_owned();
    }
    if let Some((list, _)) = prices().next() {
        let message = "the prices name no currency and were read as USD; give another one with `--currency`";
        findings.push(Finding::note(&list.file, 0, message));
    }
    "USD".to_owned()
}

/// Prices without a currency beside others that have one.
fn report_assumed(lists: &[PartList], code: &str, findings: &mut Vec<Finding>) {
    for list in lists {
        let prices = list.rows().filter(|row| row.part.price.as_ref().is_some_and(|price| price.currency.is_none()));
        let (count, line) =
            prices.fold((0_u64, 0), |(count, line), row| (count + 1, if count == 0 { row.line } else { line }));
        if count > 0 {
            let message = format!(
                "{} here and below without a currency, read as {code} as most other prices are",
                plural(Number::from(count), "price")
            );
            findings.push(Finding::note(&list.file, line, message));
        }
    }
}

/// Leaves out prices whose sign means one of several currencies, unless the user chose one of these; and, unless the user
/// chose one, the prices without a sign of the same list: these are in that currency, too, and not in USD.
pub(super) fn settle(lists: &mut [PartList], settings: &Settings, findings: &mut Vec<Finding>) {
    for list in lists {
        let Some(read) = &mut list.list else { continue };
        if settings.currency.is_none() {
            leave_out_unmarked(&list.file, read, findings);
        }
        for row in &mut read.rows {
            let Some(price) = row.part.price.as_mut().filter(|price| !price.one_of.is_empty()) else { continue };
            let chosen = settings.currency.as_ref().filter(|chosen| price.one_of.contains(&chosen.as_str()));
            if let Some(chosen) = chosen {
                price.currency = Some(chosen.clone());
                continue;
            }
            let message = format!(
                "the price `{}` was left out: its currency can be {}; say which with `--currency`",
                price.text,
                price.one_of.join(" or ")
            );
            findings.push(Finding::warning(&list.file, row.line, message));
            read.inexact.insert(row.line);
            row.part.price = None;
        }
    }
}

/// Leaves out prices without a currency beside one whose sign means one of several, where no price of the list names its own.
fn leave_out_unmarked(file: &str, list: &mut List, findings: &mut Vec<Finding>) {
    let prices = || list.rows.iter().filter_map(|row| row.part.price.as_ref());
    if prices().any(|price| price.currency.is_some()) {
        return;
    }
    let Some((sign, one_of)) =
        prices().find(|one| !one.one_of.is_empty()).map(|one| (one.text.clone(), one.one_of.clone()))
    else {
        return;
    };
    let is_unmarked = |price: &PartPrice| price.one_of.is_empty();
    let mut lines = Vec::new();
    for row in list.rows.iter_mut().filter(|row| row.part.price.as_ref().is_some_and(is_unmarked)) {
        lines.push(row.line);
        row.part.price = None;
    }
    let Some(first) = lines.first() else { return };
    let message = format!(
        "{} here and below without a currency left out: as that of `{sign}`, it can be {}; say which with `--currency`",
        plural(Number::from(lines.len() as u64), "price"),
        one_of.join(" or ")
    );
    findings.push(Finding::warning(file, *first, message));
    list.inexact.extend(lines);
}

/// Reports prices that the solution keeps as texts only.
pub(super) fn report(lists: &mut [PartList], parts: &[Known], currency: &str, findings: &mut Vec<Finding>) {
    for list in lists.iter_mut().filter_map(|list| list.list.as_mut()) {
        let is_left_out = |price: &PartPrice| !is_writable(price, currency);
        let lines = list.rows.iter().filter(|row| row.part.price.as_ref().is_some_and(is_left_out));
        list.inexact.extend(lines.map(|row| row.line).collect::<Vec<_>>());
    }
    let kept = |known: &&Known| known.part.price.as_ref().is_some_and(|price| !is_writable(price, currency));
    for known in parts.iter().filter(kept) {
        let Some(price) = &known.part.price else { continue };
        let message = format!(
            "the price `{}` of `{}` {}: it is kept as a text{}",
            price.text,
            known.id,
            why(price, currency),
            exchanged(price, currency)
        );
        findings.push(Finding::warning(&known.file, known.line, message));
    }
}

/// How the solution can hold a price of another currency.
fn exchanged(price: &PartPrice, currency: &str) -> String {
    match (&price.currency, price.tiers.as_slice()) {
        (Some(own), [tier]) if own != currency => format!(
            "; to use it, give the component `price = \"{}\"` and `currency = \"{own}\"`, and the solution a rate: \
             `[exchange]` with `{own} = \"…\"`",
            tier.each
        ),
        (Some(own), _) if own != currency => format!(
            "; to use it, give the component its prices with `currency = \"{own}\"`, and the solution a rate: \
             `[exchange]` with `{own} = \"…\"`"
        ),
        (Some(_) | None, _) => String::new(),
    }
}

fn why(price: &PartPrice, currency: &str) -> String {
    match &price.currency {
        Some(own) if own != currency => format!("is in {own}, and the solution in {currency}"),
        Some(_) | None => "is not an exact decimal".to_owned(),
    }
}
