//! What an answer holds beside its lines, as flat values: articles, content shares and licences of a market, orders of a
//! portfolio.

use super::topic::{About, Topic, Values};
use super::value::{LineValue, NamedText, RecordValue};
use crate::bom::{ArticleLine, Bom, ContentShare, LicenseUse, Order};
use crate::number::Number;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Article,
    Content,
    License,
    Order,
}

impl ItemKind {
    /// The keys that say which one it is.
    const fn name_keys(self) -> &'static [&'static str] {
        match self {
            Self::Article => &["slot"],
            Self::Content => &["id"],
            Self::License => &["component", "to"],
            Self::Order => &["component", "by", "mpn", "seller", "sku"],
        }
    }

    /// What it is about, from the values of its keys.
    fn about<'v>(self, value: impl Fn(&str) -> Option<&'v RecordValue>) -> About {
        let text = |key: &str| value(key).map(ToString::to_string);
        let name = text(self.name_keys()[0]);
        match self {
            Self::Article => About::Article(name.unwrap_or_else(|| "product".to_owned())),
            Self::Content => About::Content(name.unwrap_or_default()),
            Self::License => {
                let to = text("to").map(|to| format!(" to {to}")).unwrap_or_default();
                About::License(format!("{}{to}", name.unwrap_or_default()))
            }
            Self::Order => {
                let part: Vec<String> = [text("by"), text("mpn")].into_iter().flatten().collect();
                let part = if part.is_empty() { String::new() } else { format!(" ({})", part.join(" ")) };
                let seller: Vec<String> = [text("seller"), text("sku")].into_iter().flatten().collect();
                let seller = if seller.is_empty() { String::new() } else { format!(" from {}", seller.join(" ")) };
                About::Order(format!("{}{part}{seller}", name.unwrap_or_default()))
            }
        }
    }

    /// Its values, each under its topic; those of its name aside.
    pub(crate) fn record<'v>(
        self,
        values: impl Iterator<Item = (&'v str, &'v RecordValue)> + Clone,
    ) -> Vec<(Topic, String)> {
        let about = self.about(|wanted| values.clone().find(|(key, _)| *key == wanted).map(|(_, value)| value));
        let own = values.filter(|(key, _)| !self.name_keys().contains(key));
        own.map(|(key, value)| (Topic::new(about.clone(), key), value.to_string())).collect()
    }

    /// Puts the values of one thing among others.
    fn put(self, item: &[LineValue], values: &mut Values) {
        values.extend(self.record(item.iter().map(|one| (one.key, &one.value))));
    }
}

/// Puts the values of a market's articles, content shares and licences among its others.
pub(crate) fn put_items(bom: &Bom, values: &mut Values) {
    bom.articles.iter().for_each(|one| ItemKind::Article.put(&article_values(one, bom.minor_unit), values));
    bom.content.iter().for_each(|one| ItemKind::Content.put(&content_values(one), values));
    bom.licenses.iter().for_each(|one| ItemKind::License.put(&license_values(one, bom.minor_unit), values));
}

/// Puts the values of an order among others.
pub(crate) fn put_order(order: &Order, minor_unit: u32, values: &mut Values) {
    ItemKind::Order.put(&order_values(order, minor_unit), values);
}

/// What an article is about.
pub(crate) fn about_article(article: &ArticleLine) -> About {
    About::Article(article.title().to_owned())
}

/// What a licence is about.
pub(crate) fn about_license(license: &LicenseUse) -> About {
    let values = license_values(license, 0);
    ItemKind::License.about(|key| values.iter().find(|one| one.key == key).map(|one| &one.value))
}

/// The keys that have a value.
fn present<const N: usize>(all: [(&'static str, Option<RecordValue>); N]) -> Vec<LineValue> {
    all.into_iter().filter_map(|(key, value)| Some(LineValue { key, value: value? })).collect()
}

fn text(text: impl Into<String>) -> Option<RecordValue> {
    Some(RecordValue::Text(text.into()))
}

fn optional(text: &Option<String>) -> Option<RecordValue> {
    text.clone().map(RecordValue::Text)
}

/// The values of an article, in the order of the JSON answer.
pub(crate) fn article_values(article: &ArticleLine, minor_unit: u32) -> Vec<LineValue> {
    let money = |amount: Number| text(amount.to_fixed(minor_unit));
    present([
        ("slot", optional(&article.slot)),
        ("site", text(&article.site)),
        ("origin", optional(&article.origin)),
        ("quantity", text(article.quantity.to_string())),
        ("value", money(article.value)),
        ("labour", money(article.labour)),
        ("set_up", money(article.set_up)),
        ("freight", money(article.freight)),
        ("duty", money(article.duty)),
        ("duties", Some(article.duties.clone()).filter(|list| !list.is_empty()).map(RecordValue::List)),
        ("cost", money(article.cost)),
    ])
}

/// The values of a content share.
pub(crate) fn content_values(share: &ContentShare) -> Vec<LineValue> {
    present([
        ("id", text(&share.id)),
        ("percent", text(share.percent.to_fixed(2))),
        ("holds", text(share.holds.to_string())),
    ])
}

/// The values of a licence.
pub(crate) fn license_values(license: &LicenseUse, minor_unit: u32) -> Vec<LineValue> {
    present([
        ("component", text(&license.component)),
        ("owner", optional(&license.owner)),
        ("to", text(&license.to)),
        ("cost", text(license.cost.to_fixed(minor_unit))),
    ])
}

/// The values of an order, in the order of the JSON answer.
pub(crate) fn order_values(order: &Order, minor_unit: u32) -> Vec<LineValue> {
    let money = |amount: Number| text(amount.to_fixed(minor_unit));
    let count = |count: Number| text(count.to_string());
    let paid = |(code, paid): &(String, Number)| NamedText { name: code.clone(), text: paid.to_fixed(minor_unit) };
    let markets: Vec<NamedText> = order.markets.iter().map(paid).collect();
    present([
        ("component", text(&order.component)),
        ("by", optional(&order.by)),
        ("mpn", optional(&order.mpn)),
        ("seller", optional(&order.seller)),
        ("sku", optional(&order.sku)),
        ("used", count(order.used)),
        ("attrition", count(order.attrition)),
        ("quantity", count(order.quantity)),
        ("excess", count(order.excess)),
        ("each", text(order.price(minor_unit))),
        ("fee", money(order.fee)),
        ("cost", money(order.cost)),
        ("lead_weeks", order.lead_weeks.and_then(count)),
        ("markets", Some(markets).filter(|list| !list.is_empty()).map(RecordValue::Fields)),
    ])
}
