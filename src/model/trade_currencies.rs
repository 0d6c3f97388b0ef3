//! Currencies of offers, sites, freight, licences and duties.

use super::header::Header;
use super::trade::Trade;
use crate::diagnostic::Diagnostic;
use crate::schema::{Section, Statement, duties};
use crate::span::Spanned;
use crate::terms::code::ModelCode;

/// Amounts in a currency without an exchange rate.
pub(super) fn report_currencies(
    header: &Header,
    trade: &Trade,
    statements: &[Statement],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut report = |what: &str, currency: &Spanned<String>| {
        if currency.value != header.currency && !header.exchange.contains_key(&currency.value) {
            let message = format!("{what} is in {}, which has no exchange rate", currency.value);
            let help = format!("add `{} = \"…\"` under `[exchange]` in solution.toml", currency.value);
            diagnostics.push(Diagnostic::error(ModelCode::MissingExchange, currency.span, message).help(help));
        }
    };
    for offer in &trade.offers {
        offer.currency.iter().for_each(|currency| report(&format!("this offer of `{}`", offer.seller), currency));
    }
    for site in &trade.borders.sites {
        site.currency.iter().for_each(|currency| report(&format!("the wage of site `{}`", site.id), currency));
    }
    trade.borders.freight.iter().filter_map(|one| one.currency.as_ref()).for_each(|one| report("this freight", one));
    trade.borders.licenses.iter().filter_map(|one| one.currency.as_ref()).for_each(|one| report("this licence", one));
    for duty in statements.iter().filter(|statement| statement.section == Section::Duties) {
        let currency = duty.table.string_at(&duties::CURRENCY);
        currency.iter().for_each(|currency| report(&format!("duty `{}`", duty.id), currency));
    }
}
