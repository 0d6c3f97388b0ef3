//! A locked answer as flat values, which are compared one by one.

use super::content::{LockedMarket, LockedOneOff, LockedStatus};
use crate::compare::{About, ItemKind, Topic, Values};

/// The values of a market that a lock holds; of one of an earlier format, those that it knew.
pub(super) fn values(market: &LockedMarket) -> Values {
    let mut values = Values::new();
    let mut put = |about: About, key: &str, value: String| {
        // Two statements of one layer are one fact with two values.
        let known = values.entry(Topic::new(about, key)).or_default();
        *known = if known.is_empty() { value } else { format!("{known} and {value}") };
    };
    put(About::Market, "status", market.status.as_str().to_owned());
    if market.status == LockedStatus::Conflict {
        return values;
    }
    for (name, value) in &market.objective {
        put(About::Market, name, value.clone());
    }
    if !market.carriers.is_empty() {
        put(About::Market, "carriers", market.carriers.join(", "));
    }
    market.sellable_from.iter().for_each(|day| put(About::Market, "sellable_from", day.to_string()));
    for (name, value) in &market.options {
        put(About::Option(name.clone()), "value", value.to_string());
    }
    for line in &market.lines {
        let about = || About::Line(line.slot.clone());
        put(about(), "component", line.component.clone());
        put(about(), "version", line.version.clone());
        put(about(), "quantity", line.quantity.with_unit(line.unit().unwrap_or_default()));
        line.values.iter().for_each(|one| put(about(), &one.key, one.value.to_string()));
    }
    let items = [
        (ItemKind::Article, &market.articles),
        (ItemKind::Content, &market.content),
        (ItemKind::License, &market.licenses),
    ];
    for (kind, list) in items {
        for (topic, value) in list.iter().flat_map(|item| item.record(kind)) {
            put(topic.about, &topic.key, value);
        }
    }
    for one in &market.one_off {
        let about = || About::OneOff(one_off_name(one));
        put(about(), "unit_cost", one.unit_cost.clone());
        one.weeks.iter().for_each(|weeks| put(about(), "weeks", weeks.clone()));
    }
    for one in &market.certificates {
        put(About::Certificate(one.name.clone()), "authority", one.text.clone());
    }
    for one in &market.warnings {
        let name = if one.key.is_empty() { one.code.clone() } else { format!("{} {}", one.code, one.key) };
        put(About::Warning(name), "state", if one.waived { "waived" } else { "given" }.to_owned());
    }
    // An earlier format holds the facts of all candidates.
    for fact in market.facts.iter().filter(|_| !market.is_bare()) {
        let about = || About::Fact(format!("{} of {}", fact.key, fact.layer));
        put(about(), "value", fact.value.clone());
        put(about(), "status", fact.status.clone().unwrap_or_default());
        put(about(), "source", fact.source.join(", "));
        put(about(), "slots", fact.slots.join(", "));
    }
    values
}

/// Leaves only what locks of every format hold: quantities without units.
pub(super) fn restrict(values: &mut Values) {
    for (_, quantity) in values.iter_mut().filter(|(topic, _)| topic.key == "quantity") {
        quantity.truncate(quantity.find(' ').unwrap_or(quantity.len()));
    }
    values.retain(|topic, _| match &topic.about {
        About::Market => topic.key != "sellable_from",
        About::Option(_) => true,
        About::Line(_) => ["component", "version", "quantity"].contains(&topic.key.as_str()),
        About::OneOff(_) => topic.key == "unit_cost",
        About::Article(_) | About::Content(_) | About::License(_) | About::Order(_) => false,
        About::Certificate(_) | About::Warning(_) | About::Fact(_) | About::Skus | About::Core | About::Threat => false,
    });
}

fn one_off_name(one: &LockedOneOff) -> String {
    let id = one.id.as_ref().map(|id| format!(":{id}")).unwrap_or_default();
    let of = one.component.as_ref().map(|component| format!(" of {component}")).unwrap_or_default();
    format!("{}{id}{of}", one.scheme)
}
