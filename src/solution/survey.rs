//! Gaps in the region data, and facts that should be checked again.

use super::Solution;
use crate::date::Date;
use crate::model::{Section, Statement};
use crate::overlay::{Composer, attribution_of};
use crate::schema::Subject;
use crate::schema::carriers::{NETWORKS, TECHNOLOGY};
use crate::schema::common::{AS_OF, UNTIL};
use crate::span::{FileOrigin, Place, Span};
use crate::terms::CertificationKind;

/// Something about an area that is not known, because no source was read for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaGap {
    /// `power`, `radio`, `carriers`, `certification`, or a capability.
    pub key: String,
    /// Why it is not known.
    pub text: String,
    /// The area whose overlay declares the gap; `None` if no overlay mentions it.
    pub layer: Option<String>,
    /// Where it is declared.
    pub place: Option<Place>,
}

/// A stated fact that is outdated: its source was read too long ago, or it no longer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// The area whose overlay states it.
    pub area: String,
    /// The entry: `power`, `radio.wifi-5150-5250`, `carriers.att.networks.lte-m`.
    pub key: String,
    /// The date that its sources describe.
    pub as_of: Option<Date>,
    /// The date on which it ended, if it has.
    pub until: Option<Date>,
    /// Ids of its sources.
    pub source: Vec<String>,
    /// FileOrigin overlay states it.
    pub file_origin: FileOrigin,
    /// Where it is written.
    pub place: Place,
}

/// The day of a review, and how many days old a source may be on it.
#[derive(Clone, Copy)]
struct Review {
    day: Date,
    days: u32,
}

impl Solution {
    /// What is not known about an area, declared a gap or not mentioned at all; `None` for an unknown area.
    ///
    /// ```
    /// let world = terroir::Solution::world()?;
    /// let gaps = world.gaps("world").unwrap_or_default();
    /// assert!(gaps.iter().any(|gap| gap.key == "power"), "mains differ from country to country");
    /// # Ok::<(), terroir::Faults>(())
    /// ```
    #[must_use]
    pub fn gaps(&self, area: &str) -> Option<Vec<AreaGap>> {
        let named = self.gaps_of(&[area]);
        named.into_iter().next().map(|(_, gaps)| gaps)
    }

    /// The gaps of several areas, read at once; unknown areas are left out.
    #[must_use]
    pub fn gaps_of(&self, areas: &[&str]) -> Vec<(String, Vec<AreaGap>)> {
        let Ok(wide) = self.with_areas(areas) else { return Vec::new() };
        let mut composer = Composer::new(&wide.model);
        let known = areas.iter().filter_map(|code| Some((*code, wide.model.areas.find(code)?)));
        let gaps = |area| {
            let view = composer.compose(area, &mut Vec::new());
            let gap = |gap: &std::sync::Arc<crate::overlay::Gap>| AreaGap {
                key: gap.key.clone(),
                text: gap.text.clone(),
                layer: gap.origin.as_ref().map(|origin| wide.model.areas.code(origin.area).to_owned()),
                place: gap.origin.as_ref().map(|origin| wide.files.place(origin.span)),
            };
            let (whole, others): (Vec<AreaGap>, Vec<AreaGap>) =
                view.gaps.iter().map(gap).partition(|gap| gap.key == Section::Certification.key());
            let of_kind = |kind: CertificationKind| {
                let key = format!("{}.{kind}", Section::Certification.key());
                let text = "no overlay states it".to_owned();
                let unnamed = AreaGap { key: key.clone(), text, layer: None, place: None };
                AreaGap { key, ..whole.first().cloned().unwrap_or(unnamed) }
            };
            let is_named = |gap: &AreaGap| others.iter().any(|one| one.key == gap.key);
            let kinds: Vec<AreaGap> = view.unread_kinds().map(of_kind).filter(|gap| !is_named(gap)).collect();
            let mut all: Vec<AreaGap> = others.into_iter().chain(kinds).collect();
            all.sort_by(|left, right| left.key.cmp(&right.key));
            all
        };
        let mut gaps = gaps;
        known.map(|(code, area)| (code.to_owned(), gaps(area))).collect()
    }

    /// The outdated facts of all areas on a date: their sources describe a date more than `review_days` earlier, or what
    /// they state has ended since that date. An end that the sources already looked back on is no reason to read them again.
    /// Facts without a date are left out. Sorted by area and place.
    #[must_use]
    pub fn stale(&self, day: Date, review_days: u32) -> Vec<Stale> {
        let codes: Vec<String> = self.areas().into_iter().map(|area| area.code).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let Ok(wide) = self.with_areas(&codes) else { return Vec::new() };
        let review = Review { day, days: review_days };
        let mut list = Vec::new();
        for statement in wide.model.statements.iter().filter(|one| is_fact(one.section)) {
            let key = match (statement.section, statement.id.as_str()) {
                (section, "") => section.key().to_owned(),
                (section, id) => format!("{}.{id}", section.key()),
            };
            let until = statement.effectivity.until;
            list.extend(wide.past(&key, statement.span, until, review));
            for (technology, span, until) in networks(statement) {
                let key = format!("{key}.networks.{technology}");
                list.extend(wide.past(&key, span, until, review));
            }
        }
        list.sort_by(|left, right| (&left.area, &left.place, &left.key).cmp(&(&right.area, &right.place, &right.key)));
        list
    }

    /// An entry, if it is outdated.
    fn past(&self, key: &str, span: Span, until: Option<Date>, review: Review) -> Option<Stale> {
        let (origin, _) = attribution_of(&self.model, span)?;
        let is_new = |until: &Date| origin.cited.as_of.is_none_or(|as_of| *until > as_of);
        let ended = until.filter(|until| *until <= review.day && is_new(until));
        let old = origin.cited.as_of.filter(|read| read.days_until(review.day) > i64::from(review.days));
        if ended.is_none() && old.is_none() {
            return None;
        }
        Some(Stale {
            area: self.model.areas.code(origin.area).to_owned(),
            key: key.to_owned(),
            as_of: origin.cited.as_of,
            until: ended,
            source: origin.cited.source.iter().map(|id| id.value.clone()).collect(),
            file_origin: self.files.origin(span.file),
            place: self.files.place(span),
        })
    }
}

/// Slots, rules and settings are choices, and gaps are the absence of a fact.
fn is_fact(section: Section) -> bool {
    match section.shape().subject {
        Subject::Facts | Subject::Capability(_) => true,
        Subject::Unknown | Subject::Product => false,
    }
}

/// Technology, place and end of the networks in a carrier's statement that cite sources of their own, or end.
fn networks(statement: &Statement) -> Vec<(String, Span, Option<Date>)> {
    if statement.section != Section::Carriers {
        return Vec::new();
    }
    let tables = statement.table.list(&NETWORKS).map(|network| network.value);
    let own = tables.filter(|table| table.has(&AS_OF) || table.has(&UNTIL));
    let named = own.filter_map(|table| Some((table.string(&TECHNOLOGY)?, table.header, table.read(&UNTIL))));
    named.collect()
}
