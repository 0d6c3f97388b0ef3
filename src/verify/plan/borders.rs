//! Places that goods enter: whose duties hold there, and from where no border is crossed.

use super::Places;
use crate::date::Date;
use crate::model::{Areas, is_country_code};
use crate::overlay::{Customs, MarketView};
use crate::terms::Basis;
use crate::verify::answer::Answer;

/// A place that goods enter.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// The code of its area.
    pub code: &'a str,
    /// What holds there; `None`: nothing is known of it.
    pub view: Option<&'a MarketView>,
    day: Date,
}

impl<'a> Entry<'a> {
    /// The market of an answer.
    pub fn of_market(answer: &Answer<'a>) -> Self {
        let input = answer.input;
        Self { code: input.model.areas.code(input.market), view: Some(input.view), day: input.as_of }
    }

    /// The area of a site.
    pub fn of_site(answer: &Answer<'a>, within: &'a str, places: &'a Places) -> Self {
        let input = answer.input;
        let area = input.model.areas.find(within);
        let view = if area == Some(input.market) { Some(input.view) } else { area.and_then(|area| places.view(area)) };
        Self { code: within, view, day: input.as_of }
    }

    /// Whether freight is part of the customs value.
    pub fn counts_freight(&self) -> bool {
        self.customs().any(|customs| customs.basis == Basis::Cif)
    }

    /// What is stated of customs and in force.
    fn customs(&self) -> impl Iterator<Item = &'a Customs> {
        let day = self.day;
        let stated = self.view.into_iter().flat_map(|view| &view.customs).map(AsRef::as_ref);
        stated.filter(move |customs: &&Customs| customs.effectivity.holds_on(day))
    }

    /// Whether goods from a place have left this customs area: what has no known place comes from outside.
    pub fn is_crossed_from(&self, place: Option<&str>, areas: &Areas) -> bool {
        let customs = self.customs_area(areas);
        place.is_none_or(|place| !areas.code_lies_in(place, customs))
    }

    /// The area inside which there is no border: as stated, else the country, else the area itself.
    fn customs_area(&self, areas: &'a Areas) -> &'a str {
        let stated = self.customs().find_map(|customs| customs.area.as_deref());
        let country = || {
            let around = areas.ancestors(areas.find(self.code)?).iter().rev();
            around.map(|area| areas.code(*area)).find(|code| is_country_code(code))
        };
        stated.or_else(country).unwrap_or(self.code)
    }
}
