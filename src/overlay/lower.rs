//! Merged entries get their types: keys are read, sugar is lowered.

use super::Origin;
use super::market_view::{
    AreaNeed, CertificateDefinition, Certification, Duty, Entry, Gap, Limit, MarketProvides, Planned, Rule, Setting,
    SlotDefinition, Supply,
};
use super::merge::{Held, beats, origin_of};
use crate::date::Effectivity;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Alternative, Attribute, AttributeTest, Attributes, ComponentId, Formula, Model, Need, Scalar, Section, StatementId,
    alternatives_of, tests_of,
};
use crate::number::Number;
use crate::span::{Span, Spanned};
use crate::syntax::{Key, Node, Table};
use crate::terms::Level;
use crate::terms::code::{OverlayCode, SchemaCode};
use std::sync::Arc;

/// A merged entry whose keys are being read.
pub(super) struct Reader<'a, 'm> {
    pub model: &'m Model,
    pub section: Section,
    pub id: &'a str,
    pub keys: &'a [(&'m Key, Held<'m>)],
    pub statements: &'a [StatementId],
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'m> Reader<'_, 'm> {
    fn held(&self, key: &str) -> Option<Held<'m>> {
        self.keys.iter().find(|(name, _)| *name == key).map(|(_, held)| *held)
    }

    fn node(&self, key: &str) -> Option<&'m Spanned<Node>> {
        self.held(key).map(|held| held.node)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.node(key).and_then(|node| node.value.as_text()).map(str::to_owned)
    }

    fn number(&self, key: &str) -> Option<Number> {
        self.node(key).and_then(|node| node.value.as_number())
    }

    pub(super) fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        match self.node(key).map(|node| &node.value) {
            Some(Node::Array(elements)) => {
                let text = |node: &Spanned<Node>| Some(Spanned::new(node.value.as_text()?.to_owned(), node.span));
                elements.iter().filter_map(text).collect()
            }
            _ => Vec::new(),
        }
    }

    fn formula(&self, key: &str) -> Option<Arc<Formula>> {
        self.node(key).and_then(|node| self.model.formula(node.span))
    }

    pub(super) fn effectivity(&self) -> Effectivity {
        let date = |key| match self.node(key).map(|node| &node.value) {
            Some(Node::Date(date)) => Some(*date),
            _ => None,
        };
        Effectivity { from: date("from"), until: date("until") }
    }

    /// The strongest statement's header.
    pub(super) fn origin(&self) -> Option<Origin> {
        let statement = self.model.statement(*self.statements.last()?)?;
        origin_of(self.model, statement, statement.span)
    }

    /// The place of one key.
    fn origin_at(&self, key: &str) -> Option<Origin> {
        let held = self.held(key)?;
        let statement = self.model.statement(held.statement)?;
        origin_of(self.model, statement, held.node.span)
    }

    /// The keys as one table.
    fn table(&self, header: Span) -> Table {
        let entry =
            |(name, held): &(&Key, Held<'_>)| (Spanned::new((*name).clone(), held.node.span), held.node.clone());
        Table { entries: self.keys.iter().map(entry).collect(), header }
    }

    /// The keys as attributes, without those named.
    fn attributes_without(&self, left_out: &[&str]) -> Attributes {
        let kept = self.keys.iter().filter(|(name, _)| !left_out.contains(&name.as_ref()));
        Attributes::of_keys(kept.map(|(name, held)| (*name, held.node)))
    }

    /// The entry in its types; nothing where a needed key is missing (told when the file was read).
    pub fn lower(&mut self) -> Vec<Entry> {
        if self.lacks_keys() {
            return Vec::new();
        }
        let one = match self.section {
            Section::Slots => self.slot().map(|slot| Entry::Slot(Arc::new(slot))),
            Section::Rules => self.rule().map(|rule| Entry::Rule(Arc::new(rule))),
            Section::Needs => self.need().map(|need| Entry::Need(Arc::new(need))),
            Section::Limits => self.limit().map(|limit| Entry::Limit(Arc::new(limit))),
            Section::Power | Section::Radio | Section::Provides => {
                self.provides().map(|provides| Entry::Provides(Arc::new(provides)))
            }
            Section::Carriers => self.carrier().map(|carrier| Entry::Carrier(Arc::new(carrier))),
            Section::Certification => self.certification().map(|one| Entry::Certification(Arc::new(one))),
            Section::Certificates => self.certificate().map(|one| Entry::Certificate(Arc::new(one))),
            Section::Duties => self.duty().map(|duty| Entry::Duty(Arc::new(duty))),
            Section::Set => self.setting().map(|setting| Entry::Setting(Arc::new(setting))),
            Section::Supplies => self.supply().map(|supply| Entry::Supply(Arc::new(supply))),
            Section::Gaps => self.gap().map(|gap| Entry::Gap(Arc::new(gap))),
            Section::Sensors => return self.sensor(),
            Section::Identity => None,
        };
        one.into_iter().collect()
    }

    /// Tells keys that no layer gives to an entry which cannot do without: an `id` alone only changes a wider entry.
    fn lacks_keys(&mut self) -> bool {
        let wanted: &[&str] = match self.section {
            Section::Rules => &["then"],
            Section::Needs if self.held("one-of").is_none() => &["capability"],
            Section::Limits | Section::Provides => &["capability"],
            Section::Radio => &["technology"],
            Section::Certification => &["scheme"],
            Section::Sensors => &["measure"],
            Section::Duties => &["hs", "percent"],
            _ => &[],
        };
        let lacking: Vec<&&str> = wanted.iter().filter(|key| self.held(key).is_none()).collect();
        let Some(origin) = self.origin().filter(|_| !lacking.is_empty()) else { return false };
        for key in lacking {
            let message =
                format!("`{}` of `{}` has no `{key}`, and no wider area states one", self.id, self.section.key());
            let told = Diagnostic::error(SchemaCode::MissingKey, origin.span, message);
            self.diagnostics.push(told.help(format!("add `{key} = …`, or use the `id` of an entry that has one")));
        }
        true
    }

    fn slot(&mut self) -> Option<SlotDefinition> {
        let slot = self.model.find_slot(self.id)?;
        let origin = self.origin()?;
        let Some(choose) = self.held("choose") else {
            let message = format!("slot `{}` has no `choose`", self.id);
            let told = Diagnostic::error(OverlayCode::MissingChoose, origin.span, message);
            self.diagnostics.push(told.help("add `choose = [\"…\"]` with the components that may stand here"));
            return None;
        };
        let when = self.node("when").and_then(|node| Some(Spanned::new(self.model.formula(node.span)?, node.span)));
        let quantity = self.number("quantity").and_then(Number::to_integer).and_then(|whole| u64::try_from(whole).ok());
        Some(SlotDefinition {
            slot,
            candidates: self.candidates(choose),
            choose: choose.node.span,
            when,
            quantity: quantity.unwrap_or(1),
            part_of: self.text("part-of").and_then(|name| self.model.find_slot(&name)),
            optional: matches!(self.node("optional").map(|node| &node.value), Some(Node::Boolean(true))),
            refdes: self.texts("refdes").into_iter().map(|text| text.value).collect(),
            origin,
        })
    }

    /// `choose` of the winner, then `also` of every layer that is not wider, wider first.
    fn candidates(&self, choose: Held<'m>) -> Vec<ComponentId> {
        let chosen =
            |node: &Spanned<Node>| self.model.choices.get(&node.span).map(|list| list.to_vec()).unwrap_or_default();
        let mut list = chosen(choose.node);
        for id in self.statements {
            let Some(statement) = self.model.statement(*id) else { continue };
            let wider = beats(self.model, choose.statement, *id);
            let also = statement.keys().filter(|(key, _)| *key == "also" && !wider);
            for (_, node) in also {
                for component in chosen(node) {
                    if !list.contains(&component) {
                        list.push(component);
                    }
                }
            }
        }
        list
    }

    fn rule(&mut self) -> Option<Rule> {
        Some(Rule {
            id: self.id.to_owned(),
            condition: self.formula("if"),
            then: self.formula("then")?,
            message: self.text("message").or_else(|| self.text("because")),
            effectivity: self.effectivity(),
            origin: self.origin()?,
        })
    }

    fn need(&mut self) -> Option<AreaNeed> {
        let origin = self.origin()?;
        let table = self.table(origin.span);
        let alternatives = alternatives_of(&table, origin.span, self.diagnostics);
        self.area_need(alternatives, origin)
    }

    fn area_need(&self, alternatives: Vec<Alternative>, origin: Origin) -> Option<AreaNeed> {
        if alternatives.is_empty() {
            return None;
        }
        let need = Need {
            id: Some(self.id.to_owned()),
            alternatives,
            when: self.formula("when"),
            because: self.text("because"),
            effectivity: self.effectivity(),
            span: origin.span,
        };
        Some(AreaNeed { id: self.id.to_owned(), need, origin })
    }

    fn tests(&mut self, key: &str) -> Vec<AttributeTest> {
        let table = self.node(key).and_then(|node| node.value.as_table());
        table.map(|table| tests_of(table, self.diagnostics)).unwrap_or_default()
    }

    fn limit(&mut self) -> Option<Limit> {
        Some(Limit {
            id: self.id.to_owned(),
            capability: self.text("capability")?,
            tests: self.tests("where"),
            when: self.formula("when"),
            because: self.text("because"),
            effectivity: self.effectivity(),
            origin: self.origin()?,
        })
    }

    fn provides(&mut self) -> Option<MarketProvides> {
        let origin = self.origin()?;
        let (capability, attributes) = match self.section {
            Section::Power => ("power.mains".to_owned(), self.attributes_without(&[])),
            Section::Radio => (format!("spectrum.{}", self.text("technology")?), self.radio_attributes(origin.span)),
            _ => {
                let attributes = self.node("attributes").and_then(|node| node.value.as_table());
                (self.text("capability")?, attributes.map(Attributes::of).unwrap_or_default())
            }
        };
        Some(MarketProvides { capability, attributes, effectivity: self.effectivity(), origin })
    }

    /// dfs, indoor and no-ir are false where not written; all else not written is unknown.
    fn radio_attributes(&self, header: Span) -> Attributes {
        let mut attributes = self.attributes_without(&["technology", "from", "until"]);
        for flag in ["dfs", "indoor", "no-ir"] {
            attributes.add_missing(flag, Spanned::new(Attribute::Set(vec![Scalar::Boolean(false)]), header));
        }
        attributes
    }

    fn certification(&mut self) -> Option<Certification> {
        let scheme = self.text("scheme")?;
        let origin = self.origin()?;
        let applies_to = self.text("applies-to");
        let level = self.text("level").and_then(|word| Level::from_word(&word)).unwrap_or(Level::Solution);
        if level == Level::Component && applies_to.is_none() {
            let message = format!("certification `{}` is asked of components, and does not say of which", self.id);
            let told = Diagnostic::error(OverlayCode::MissingAppliesTo, origin.span, message);
            self.diagnostics.push(told.help("add `applies-to = \"radio\"`, or `level = \"solution\"`"));
        }
        let accepts: Vec<String> = self.texts("accepts").into_iter().map(|text| text.value).collect();
        Some(Certification {
            id: self.id.to_owned(),
            accepts: if accepts.is_empty() { vec![scheme.clone()] } else { accepts },
            scheme,
            applies_to,
            level,
            authority: self.text("authority"),
            effectivity: self.effectivity(),
            origin,
        })
    }

    fn certificate(&mut self) -> Option<CertificateDefinition> {
        let planned = self.node("planned").and_then(|node| node.value.as_table()).map(|table| Planned {
            cost: table.number("cost").map_or(Number::ZERO, |cost| cost.value),
            weeks: table.number("weeks").map(|weeks| weeks.value),
        });
        Some(CertificateDefinition {
            scheme: self.text("scheme")?,
            id: self.text("id"),
            effectivity: self.effectivity(),
            planned,
            origin: self.origin()?,
        })
    }

    fn duty(&mut self) -> Option<Duty> {
        let percent = self.origin_at("percent")?;
        Some(Duty {
            id: self.id.to_owned(),
            hs: self.texts("hs").into_iter().map(|text| text.value).collect(),
            origin_area: self.text("origin"),
            percent: self.number("percent")?,
            stated_in: percent.area,
            effectivity: self.effectivity(),
            origin: self.origin()?,
        })
    }

    fn setting(&mut self) -> Option<Setting> {
        let option = self.model.find_option(self.id)?;
        let definition = self.model.options.get(option)?;
        let value = definition.position(&self.node("value")?.value)?;
        Some(Setting { option, value, origin: self.origin_at("value")? })
    }

    fn supply(&mut self) -> Option<Supply> {
        let amount = self.number("value")?;
        Some(Supply { resource: self.id.to_owned(), amount, origin: self.origin_at("value")? })
    }

    fn gap(&mut self) -> Option<Gap> {
        Some(Gap { key: self.id.to_owned(), text: self.text("value")?, origin: self.origin_at("value") })
    }

    /// `required` makes a need of `sense.<measure>`, `index` a limit on `index.air-quality`.
    fn sensor(&mut self) -> Vec<Entry> {
        let (Some(measure), Some(origin)) = (self.text("measure"), self.origin()) else { return Vec::new() };
        let mut entries = Vec::new();
        if matches!(self.node("required").map(|node| &node.value), Some(Node::Boolean(true))) {
            let tests = self.tests("where");
            let capability = format!("sense.{measure}");
            let alternative = Alternative { capability: capability.clone(), tests, span: origin.span };
            if let Some(mut need) = self.area_need(vec![alternative], origin.clone()) {
                need.id.clone_from(&capability);
                need.need.id = Some(capability);
                entries.push(Entry::Need(Arc::new(need)));
            }
        }
        if let Some(index) = self.text("index") {
            let place = self.origin_at("index").unwrap_or_else(|| origin.clone());
            let equals = Attribute::Set(vec![Scalar::Text(index)]);
            let test = crate::model::Test::Equals(equals);
            entries.push(Entry::Limit(Arc::new(Limit {
                id: format!("index.{measure}"),
                capability: "index.air-quality".to_owned(),
                tests: vec![AttributeTest { attribute: "standard".to_owned(), test, span: place.span }],
                when: None,
                because: self.text("because"),
                effectivity: self.effectivity(),
                origin: place,
            })));
        }
        entries
    }
}
