//! Small portfolios whose costs are worked by hand: a few slots, offers, articles and areas, and answers by name.

use crate::model::{AreaId, ComponentId, Elsewhere, Model, OfferId, SiteId, build};
use crate::number::Number;
use crate::overlay::{Composer, MarketView};
use crate::schema::{FileKind, read};
use crate::span::{File, Files};
use crate::verify::{CheckInput, NoPlan, Places, PlanCosts, Selection, Served, Way, plan, plan_violations, violations};

/// The areas that every portfolio knows, each with the areas that it lies in.
const AREAS: [(&str, &str); 9] = [
    ("eu", "world"),
    ("US", "world"),
    ("US-CA", "US"),
    ("CN", "world"),
    ("TW", "world"),
    ("JP", "world"),
    ("DE", "eu"),
    ("FR", "eu"),
    ("PL", "eu"),
];

/// The texts of a portfolio.
#[derive(Default)]
pub(super) struct Texts {
    pub volumes: &'static [(&'static str, u32)],
    pub header: &'static str,
    pub solution: String,
    pub catalog: String,
    pub offers: String,
    /// What an area's overlay states.
    pub regions: Vec<(&'static str, String)>,
}

/// A portfolio with its markets, in the order of their volumes.
pub(super) struct Portfolio {
    pub model: Model,
    views: Vec<MarketView>,
    markets: Vec<AreaId>,
    places: Places,
}

impl Texts {
    pub fn read(&self) -> Portfolio {
        let markets: Vec<String> = self.volumes.iter().map(|(code, _)| format!("\"{code}\"")).collect();
        let volumes: Vec<String> = self.volumes.iter().map(|(code, units)| format!("{code} = {units}\n")).collect();
        let solution = format!(
            "[solution]\nname = \"c\"\nmarkets = [{}]\ncurrency = \"USD\"\n{}\n[volumes]\n{}{}",
            markets.join(", "),
            self.header,
            volumes.concat(),
            self.solution
        );
        let mut texts = vec![
            (FileKind::Solution, "solution.toml".to_owned(), solution),
            (FileKind::Catalog, "catalog/a.toml".to_owned(), self.catalog.clone()),
            (FileKind::Offers, "offers/o.toml".to_owned(), self.offers.clone()),
        ];
        for (code, within) in AREAS {
            let stated = self.regions.iter().filter(|(area, _)| *area == code).map(|(_, text)| text.as_str());
            let head = format!("area = \"{code}\"\nname = \"{code}\"\nwithin = [\"{within}\"]\n");
            let text = format!("{head}{}", stated.collect::<String>());
            texts.push((FileKind::Overlay, format!("regions/{code}.toml"), text));
        }
        let (mut files, mut faults) = (Files::new(), Vec::new());
        let documents: Vec<_> = texts
            .iter()
            .map(|(kind, name, text)| {
                let file = files.add(File::new(name.as_str(), text));
                read(*kind, file, &files, &mut faults)
            })
            .collect();
        let elsewhere = Elsewhere { has_carrier: &|_| false, by_alpha3: |_| None };
        let model = build(&documents, &files, &elsewhere, &mut faults);
        let rendered = || faults.iter().map(|fault| fault.render(&files)).collect::<Vec<_>>().join("\n");
        assert!(!crate::diagnostic::has_errors(&faults), "{}", rendered());
        let model = model.unwrap();
        let markets: Vec<AreaId> = model.header.markets.iter().map(|market| market.value).collect();
        let mut composer = Composer::new(&model);
        let views = markets.iter().map(|market| composer.compose(*market, &mut Vec::new())).collect();
        let places = Places::of(&model);
        Portfolio { views, markets, places, model }
    }
}

impl Portfolio {
    pub fn component(&self, id: &str) -> ComponentId {
        self.model.versions(id).next().unwrap().0
    }

    /// An answer of a market: components by slot, sites by article.
    pub fn answer(&self, market: usize, components: &[&str], sites: &[&str]) -> Selection {
        let mut slots: Vec<Option<ComponentId>> = vec![None; self.model.slots.len()];
        for (place, id) in slots.iter_mut().zip(components) {
            *place = (!id.is_empty()).then(|| self.component(id));
        }
        let site = |id: &str| self.model.sites.entries().find(|(_, site)| site.id == id).map(|(at, _): (SiteId, _)| at);
        Selection {
            slots: slots.into(),
            options: vec![0; self.model.options.len()].into(),
            carriers: vec![false; self.views[market].carriers.len()],
            planned: vec![false; self.views[market].certificates.len()],
            sites: sites.iter().map(|id| site(id)).collect(),
            ..Selection::default()
        }
    }

    /// The same answer in every market.
    pub fn answers(&self, components: &[&str], sites: &[&str]) -> Vec<Selection> {
        (0..self.markets.len()).map(|market| self.answer(market, components, sites)).collect()
    }

    fn served<'a>(&'a self, selections: &'a [Selection], shared_volume: &'a dyn Fn(&str) -> Number) -> Vec<Served<'a>> {
        let served = selections.iter().enumerate().map(|(at, selection)| {
            let (model, view, market) = (&self.model, &self.views[at], self.markets[at]);
            let input = CheckInput {
                model,
                view,
                market,
                as_of: "2026-11-30".parse().unwrap(),
                set: &[],
                variant: None,
                pins: &[],
                without: &[],
                without_parts: &[],
                without_offers: &[],
                shared_volume,
            };
            Served { input, selection, volume: model.header.volume(market) }
        });
        served.collect()
    }

    pub fn plan(&self, selections: &[Selection]) -> Result<PlanCosts, NoPlan> {
        plan(&self.served(selections, &|_| Number::from(100_u32)), &self.places)
    }

    /// What is wrong with answers, each market's and the plan's.
    pub fn faults(&self, selections: &[Selection]) -> Vec<String> {
        plan_violations(&self.served(selections, &|_| Number::from(100_u32)), &self.places)
    }

    /// What is wrong with the answer of the first market alone.
    pub fn faults_alone(&self, selection: &Selection) -> Vec<String> {
        let selections = [selection.clone()];
        let served = self.served(&selections, &|_| Number::from(100_u32));
        violations(&served[0].input, selection)
    }

    /// The same where flags exclude manufacturer parts and offers.
    pub fn faults_with(
        &self,
        selection: &Selection,
        without_parts: &[(ComponentId, u32)],
        without_offers: &[OfferId],
    ) -> Vec<String> {
        let selections = [selection.clone()];
        let served = self.served(&selections, &|_| Number::from(100_u32));
        violations(&CheckInput { without_parts, without_offers, ..served[0].input }, selection)
    }

    /// The keys of what the answer of the first market needs and nobody stated.
    pub fn unknown(&self, selection: &Selection) -> Vec<String> {
        let selections = [selection.clone()];
        let served = self.served(&selections, &|_| Number::from(100_u32));
        crate::verify::unknown(&served[0].input, selection).into_iter().collect()
    }

    /// What each market costs a unit, after the checker found nothing wrong.
    pub fn costs(&self, selections: &[Selection]) -> Vec<String> {
        assert_eq!(self.faults(selections), Vec::<String>::new());
        self.plan(selections).unwrap().markets.iter().map(|market| market.total.to_string()).collect()
    }

    /// Used, attrition, quantity, price of one, excess and cost of each order.
    pub fn orders(&self, selections: &[Selection]) -> Vec<[String; 6]> {
        let orders = self.plan(selections).unwrap().orders;
        let shown = orders.iter().map(|one| [one.used, one.attrition, one.quantity, one.each, one.excess, one.cost]);
        shown.map(|amounts| amounts.map(|amount| amount.to_string())).collect()
    }
}

/// Buys a component as a manufacturer part under an offer; both by position.
pub(super) fn buy(mut selection: Selection, component: ComponentId, part: u32, offer: u32) -> Selection {
    selection.ways.insert(component, Way { part, offer: Some(OfferId(offer)) });
    selection
}
