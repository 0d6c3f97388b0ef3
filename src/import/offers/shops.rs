//! The answers of each shop: where they hold what.

use super::UnknownAnswer;
use super::quote::{Quote, get, prices, text, weeks, whole};
use crate::terms::Shop;
use serde_json::Value;

/// What an answer of a shop is, and the keys that it has.
pub(super) fn expected(shop: Shop) -> String {
    let (what, keys) = match shop {
        Shop::Mouser => ("an answer of the Mouser Search API", "`SearchResults.Parts`"),
        Shop::Digikey => ("an answer of DigiKey's Product Information V4", "`Product` or `Products`"),
        Shop::Nexar => ("an answer of the Nexar Supply API", "`data.supSearchMpn.results` or `data.supSearch.results`"),
        Shop::Jlc => ("an answer of the search for parts of JLCPCB", "`data.componentPageInfo.list`"),
    };
    format!("{what}, which has {keys}")
}

/// The offers of an answer; of what is left out, a sentence each.
pub(super) fn quotes(shop: Shop, answer: &Value, left_out: &mut Vec<String>) -> Result<Vec<Quote>, UnknownAnswer> {
    let parts = parts(shop, answer).ok_or_else(|| UnknownAnswer { expected: expected(shop), found: found(answer) })?;
    let read = parts.into_iter().flat_map(|part| match shop {
        Shop::Mouser => mouser(part),
        Shop::Digikey => digikey(part, answer),
        Shop::Nexar => nexar(part),
        Shop::Jlc => jlc(part),
    });
    let mut kept = Vec::new();
    for (at, quote) in read.enumerate() {
        if quote.mpn.is_empty() {
            left_out.push(format!("offer {} names no part number", at + 1));
        } else if quote.prices.is_empty() {
            left_out.push(format!("the offer of `{}` for `{}` states no price", quote.seller, quote.mpn));
        } else {
            kept.push(quote);
        }
    }
    Ok(kept)
}

/// The keys of an answer.
fn found(answer: &Value) -> String {
    match answer {
        Value::Object(object) if object.is_empty() => "found an empty object".to_owned(),
        Value::Object(object) => {
            let keys: Vec<&str> = object.keys().map(String::as_str).collect();
            format!("found the keys `{}`", keys.join("`, `"))
        }
        Value::Array(_) => "found an array".to_owned(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "found a single value".to_owned(),
    }
}

/// The parts of an answer; `None` where it is not one of the shop.
fn parts(shop: Shop, answer: &Value) -> Option<Vec<&Value>> {
    let list = |pointer: &str| answer.pointer(pointer)?.as_array().map(|list| list.iter().collect::<Vec<_>>());
    match shop {
        Shop::Mouser => list("/SearchResults/Parts"),
        Shop::Digikey => {
            let one = answer.get("Product").filter(|product| product.is_object()).map(|product| vec![product]);
            one.or_else(|| list("/Products"))
        }
        Shop::Nexar => {
            let results = list("/data/supSearchMpn/results").or_else(|| list("/data/supSearch/results"))?;
            Some(results.into_iter().filter_map(|result| result.get("part")).collect())
        }
        Shop::Jlc => list("/data/componentPageInfo/list"),
    }
}

fn mouser(part: &Value) -> Vec<Quote> {
    let breaks = get(part, "/PriceBreaks");
    vec![Quote {
        mpn: text(get(part, "/ManufacturerPartNumber")).unwrap_or_default(),
        by: text(get(part, "/Manufacturer")),
        seller: "Mouser".to_owned(),
        sku: text(get(part, "/MouserPartNumber")),
        prices: prices(breaks, "Quantity", "Price"),
        currency: text(get(breaks, "/0/Currency")),
        minimum: whole(get(part, "/Min")),
        multiple: whole(get(part, "/Mult")),
        lead_weeks: whole(get(part, "/LeadTime")).map(weeks),
    }]
}

/// One offer for each packaging.
fn digikey(product: &Value, answer: &Value) -> Vec<Quote> {
    let variations = get(product, "/ProductVariations").as_array().map(Vec::as_slice).unwrap_or_default();
    let quote = |variation: &Value| Quote {
        mpn: text(get(product, "/ManufacturerProductNumber")).unwrap_or_default(),
        by: text(get(product, "/Manufacturer/Name")),
        seller: "DigiKey".to_owned(),
        sku: text(get(variation, "/DigiKeyProductNumber")),
        prices: prices(get(variation, "/StandardPricing"), "BreakQuantity", "UnitPrice"),
        currency: text(get(answer, "/SearchLocaleUsed/Currency")),
        minimum: whole(get(variation, "/MinimumOrderQuantity")),
        multiple: None,
        lead_weeks: whole(get(product, "/ManufacturerLeadWeeks")),
    };
    variations.iter().map(quote).collect()
}

fn nexar(part: &Value) -> Vec<Quote> {
    let sellers = get(part, "/sellers").as_array().map(Vec::as_slice).unwrap_or_default();
    let offers = sellers.iter().flat_map(|seller| {
        let offers = get(seller, "/offers").as_array().map(Vec::as_slice).unwrap_or_default();
        offers.iter().map(move |offer| (seller, offer))
    });
    let quote = |(seller, offer): (&Value, &Value)| {
        let steps = get(offer, "/prices");
        Quote {
            mpn: text(get(part, "/mpn")).unwrap_or_default(),
            by: text(get(part, "/manufacturer/name")),
            seller: text(get(seller, "/company/name")).unwrap_or_else(|| "unknown".to_owned()),
            sku: text(get(offer, "/sku")),
            prices: prices(steps, "quantity", "price"),
            currency: text(get(steps, "/0/currency")),
            minimum: whole(get(offer, "/moq")),
            multiple: whole(get(offer, "/orderMultiple")),
            lead_weeks: whole(get(offer, "/factoryLeadDays")).map(weeks),
        }
    };
    offers.map(quote).collect()
}

fn jlc(part: &Value) -> Vec<Quote> {
    vec![Quote {
        mpn: text(get(part, "/componentModelEn")).unwrap_or_default(),
        by: text(get(part, "/componentBrandEn")),
        seller: "JLCPCB".to_owned(),
        sku: text(get(part, "/componentCode")),
        prices: prices(get(part, "/componentPrices"), "startNumber", "productPrice"),
        currency: Some("USD".to_owned()),
        minimum: whole(get(part, "/minPurchaseNum")),
        multiple: None,
        lead_weeks: None,
    }]
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_shop_s_answer_is_read() {
        let digikey = json!({ "SearchLocaleUsed": { "Currency": "EUR" }, "Product": {
            "ManufacturerProductNumber": "EXAMPLE-1", "Manufacturer": { "Name": "EXAMPLE" }, "ManufacturerLeadWeeks": "12",
            "ProductVariations": [
                { "DigiKeyProductNumber": "1-TR", "MinimumOrderQuantity": 3000, "StandardPricing": [{ "BreakQuantity": 3000, "UnitPrice": 0.08 }] },
                { "DigiKeyProductNumber": "1-CT", "MinimumOrderQuantity": 1, "StandardPricing": [] } ] } });
        let nexar = json!({ "data": { "supSearchMpn": { "results": [{ "part": { "mpn": "EXAMPLE-1", "manufacturer": { "name": "EXAMPLE" },
            "sellers": [{ "company": { "name": "EXAMPLE shop" }, "offers": [{ "sku": "S", "moq": 10, "orderMultiple": 5, "factoryLeadDays": 15,
                "prices": [{ "quantity": 100, "price": 0.5, "currency": "USD" }, { "quantity": 10, "price": 0.7, "currency": "USD" }] }] }] } }] } } });
        let jlc = json!({ "data": { "componentPageInfo": { "list": [{ "componentModelEn": "EXAMPLE-1", "componentBrandEn": "EXAMPLE",
            "componentCode": "C0", "minPurchaseNum": 20, "componentPrices": [{ "startNumber": 1, "endNumber": 99, "productPrice": 0.0012 }] }] } } });
        let mut left_out = Vec::new();
        let mut read = |shop, answer: &Value| quotes(shop, answer, &mut left_out).unwrap();
        let (one, two, three) = (read(Shop::Digikey, &digikey), read(Shop::Nexar, &nexar), read(Shop::Jlc, &jlc));
        assert_eq!((one.len(), two.len(), three.len()), (1, 1, 1));
        assert_eq!(
            (one[0].currency.as_deref(), one[0].minimum, one[0].lead_weeks),
            (Some("EUR"), Some(3000), Some(12))
        );
        assert_eq!(two[0].prices, [(10, "0.7".to_owned()), (100, "0.5".to_owned())]);
        assert_eq!((two[0].multiple, two[0].lead_weeks, two[0].seller.as_str()), (Some(5), Some(3), "EXAMPLE shop"));
        assert_eq!((three[0].prices[0].1.as_str(), three[0].sku.as_deref()), ("0.0012", Some("C0")));
        assert_eq!(left_out, ["the offer of `DigiKey` for `EXAMPLE-1` states no price"]);
    }

    #[test]
    fn another_answer_is_refused_with_what_was_found() {
        for (answer, words) in [
            (json!([]), "found an array"),
            (json!({}), "found an empty object"),
            (json!({ "a": 1, "b": 2 }), "`a`, `b`"),
        ] {
            let error = quotes(Shop::Nexar, &answer, &mut Vec::new()).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
