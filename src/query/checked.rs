//! An answer in ids, and the question in the checker's own types.

use super::case::Case;
use crate::engine::{Assignment, GroupId};
use crate::kernel::{Pin, TAKEN};
use crate::keyed_vec::KeyedVec;
use crate::model::{AreaId, ArticleId, ComponentId, Formula, OfferId, SiteId, SlotId};
use crate::number::Number;
use crate::overlay::{Certification, MarketView};
use crate::terms::ComponentKind;
use crate::trade::Lost;
use crate::verify::{self, CheckInput, PinnedSlot, PinnedTo, PlannedOfPart, Selection, SetOption};
use std::collections::{BTreeMap, BTreeSet};

/// What the checker is handed of a case, owned.
struct Question<'a> {
    pins: Vec<PinnedSlot>,
    set: Vec<SetOption>,
    without: Vec<ComponentId>,
    without_parts: Vec<(ComponentId, u32)>,
    without_offers: Vec<OfferId>,
    shared_volume: Box<dyn Fn(&str) -> Number + 'a>,
}

/// An answer of a market that is served together with others.
pub(crate) struct ServedAnswer<'s, 'a> {
    pub case: &'s Case<'a>,
    pub selection: &'s Selection,
}

/// What the checker finds that some answers cost together.
pub(crate) fn plan_costs(answers: &[ServedAnswer<'_, '_>]) -> Result<verify::PlanCosts, String> {
    let Some(first) = answers.first() else { return Err("no market is served".to_owned()) };
    let questions: Vec<Question<'_>> = answers.iter().map(|answer| answer.case.question()).collect();
    let served = answers.iter().zip(&questions).map(|(answer, question)| verify::Served {
        input: answer.case.check_input(question),
        selection: answer.selection,
        volume: answer.case.volume(),
    });
    let served: Vec<verify::Served<'_>> = served.collect();
    let places = verify::Places::of(first.case.input.model);
    verify::plan(&served, &places).map_err(|fault| fault.to_string())
}

impl<'a> Case<'a> {
    /// The engine's values as an answer in ids.
    pub fn selection(&self, values: &Assignment) -> Selection {
        let lowered = self.lowered();
        let mut slots = KeyedVec::filled(None, self.compiled.model.slots.len());
        for slot in &lowered.slots {
            slots[slot.slot] = slot.component(values[slot.group]);
        }
        let taken = |group: &Option<GroupId>| group.is_some_and(|group| values[group] == TAKEN);
        let used: BTreeSet<ComponentId> = slots.iter().flatten().copied().collect();
        let way = |component: ComponentId| {
            let taken = lowered.supplies.taken(component, values);
            (component, verify::Way { part: taken.part, offer: taken.offer })
        };
        let taken_way = |component: &ComponentId| lowered.supplies.taken(*component, values);
        let licenses: BTreeSet<usize> =
            used.iter().filter_map(|id| taken_way(id).license).map(|license| license as usize).collect();
        let ways: BTreeMap<ComponentId, verify::Way> = used.into_iter().map(way).collect();
        let slots_taken = slots.clone();
        Selection {
            slots,
            options: lowered.options.iter().map(|group| values[*group]).collect(),
            carriers: lowered.carriers.iter().map(taken).collect(),
            planned: lowered.planned.iter().map(taken).collect(),
            planned_parts: lowered
                .planned_parts
                .iter()
                .filter(|part| values[part.group] == TAKEN)
                .map(|part| PlannedOfPart { component: part.component, certificate: part.at })
                .collect(),
            sites: self.sites(&slots_taken),
            licenses: licenses.into_iter().collect(),
            ways,
        }
    }

    /// Where the articles are built that an answer has: those with hardware in them.
    fn sites(&self, slots: &KeyedVec<SlotId, Option<ComponentId>>) -> Vec<Option<SiteId>> {
        let model = self.input.model;
        let Some(rates) = self.input.rates.as_ref().filter(|_| !model.articles.is_empty()) else { return Vec::new() };
        let structure = self.input.structure(self.lowered());
        let mut is_there: KeyedVec<ArticleId, bool> = KeyedVec::filled(false, model.articles.len());
        for (slot, component) in slots.entries() {
            let is_hardware = component.is_some_and(|id| model.components[id].kind == ComponentKind::Hardware);
            let mut around = structure.holder[slot].filter(|_| is_hardware);
            while let Some(article) = around {
                is_there[article] = true;
                around = structure.parent[article];
            }
        }
        rates.route.iter().zip(&is_there).map(|(site, is_there)| site.filter(|_| *is_there)).collect()
    }

    /// What the independent checker finds wrong with an answer.
    pub fn violations(&self, selection: &Selection) -> Vec<String> {
        self.checked(|input| verify::violations(input, selection))
    }

    /// What an answer needs and nobody stated, found by the independent checker.
    pub fn unknown(&self, selection: &Selection) -> BTreeSet<String> {
        self.checked(|input| verify::unknown(input, selection))
    }

    /// What an answer costs, counted by the independent checker; `None` where amounts are past all bounds.
    pub fn cost(&self, selection: &Selection) -> Option<Number> {
        self.checked(|input| verify::cost(input, selection))
    }

    /// Whether a certification in force is required of an answer: its `when` holds there.
    pub fn requires(&self, selection: &Selection, certification: &Certification) -> bool {
        let holds = |when: &Formula| self.holds(selection, when) == Some(true);
        certification.effectivity.holds_on(self.input.day) && certification.when.as_deref().is_none_or(holds)
    }

    /// Whether a condition holds in an answer; `None` where that depends on what nobody stated.
    pub(crate) fn holds(&self, selection: &Selection, condition: &Formula) -> Option<bool> {
        self.checked(|input| verify::holds(input, selection, condition))
    }

    /// The manufacturer parts and the offers that flags take away.
    fn lost(&self) -> (Vec<(ComponentId, u32)>, Vec<OfferId>) {
        let (shop, model) = (self.input.shop(), self.input.model);
        let (mut parts, mut offers) = (Vec::new(), Vec::new());
        for lost in &self.input.flags.lost {
            for (id, component) in model.components.entries() {
                let made = (0..).zip(&component.made).filter(|(_, part)| shop.loses(lost, part));
                parts.extend(made.map(|(at, _)| (id, at)));
            }
            let Lost::Seller(seller) = lost else { continue };
            let sold = model.offers.entries().filter(|(_, offer)| offer.seller.eq_ignore_ascii_case(seller));
            offers.extend(sold.map(|(id, _)| id));
        }
        (parts, offers)
    }

    /// The question in the checker's own types.
    fn checked<T>(&self, check: impl FnOnce(&CheckInput<'_>) -> T) -> T {
        check(&self.check_input(&self.question()))
    }

    fn question(&self) -> Question<'_> {
        let flags = &self.input.flags;
        let to = |pin: &Pin| match pin {
            Pin::Empty => PinnedTo::Nothing,
            Pin::Any(ids) => PinnedTo::OneOf(ids.clone()),
        };
        let pins = flags.pins.iter().map(|pinned| PinnedSlot { slot: pinned.slot, to: to(&pinned.pin) }).collect();
        let set = flags.set.iter().map(|set| SetOption { option: set.option, value: set.value }).collect();
        let (without_parts, without_offers) = self.lost();
        let market = |area: &AreaId| Some((*area, &**self.compiled.markets.get(area)?));
        let sharing: Vec<(AreaId, &MarketView)> = self.sharing.markets.iter().filter_map(market).collect();
        let (model, day) = (self.input.model, self.input.day);
        Question {
            pins,
            set,
            without: flags.without.iter().flatten().copied().collect(),
            without_parts,
            without_offers,
            shared_volume: Box::new(move |scheme| verify::sharing_units(model, &sharing, scheme, day)),
        }
    }

    fn check_input<'q>(&'q self, question: &'q Question<'_>) -> CheckInput<'q> {
        CheckInput {
            model: self.input.model,
            view: self.input.view,
            market: self.input.market,
            as_of: self.input.day,
            set: &question.set,
            variant: self.input.flags.variant.map(|variant| &self.input.model.variants[variant]),
            pins: &question.pins,
            without: &question.without,
            without_parts: &question.without_parts,
            without_offers: &question.without_offers,
            shared_volume: &*question.shared_volume,
        }
    }
}
