//! Laws of the lint on random small solutions: what it tells is what trying every assignment in every market at every
//! date finds, no more and no less.
//!
//! `PROPERTY_CASES=10000 cargo test --test lint_laws -- --nocapture` tries more of them and prints what they were.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, dead_code, missing_docs)]

mod common;
mod oracle;

use common::parallel::{counted, wanted_cases};
use oracle::generator::{Case, generate};
use oracle::{World, each_guess};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use terroir::model::{AreaId, Check, ComponentId, Formula, Model};
use terroir::overlay::{Composer, MarketView, Rule};
use terroir::span::Span;
use terroir::terms::Lifecycle;
use terroir::{Compiled, Date, Diagnostic, Number, Solution};

/// What trying everything finds.
#[derive(Default)]
struct Truth {
    /// Slot and component in some valid assignment.
    alive: BTreeSet<(usize, ComponentId)>,
    /// Slot and candidate, with the markets that offer it.
    offered: BTreeMap<(usize, ComponentId), BTreeSet<AreaId>>,
    values: BTreeSet<(usize, u32)>,
    /// Markets with a valid assignment at some date.
    solvable: BTreeSet<AreaId>,
    /// Every rule with the markets where it alone leaves something, or nothing, where without rules there is something.
    rules: BTreeMap<Span, OfRule>,
    /// The sets of rules that an assignment breaks which is fine but for rules.
    broken: BTreeSet<BTreeSet<Span>>,
}

#[derive(Default)]
struct OfRule {
    rule: Option<Arc<Rule>>,
    fine_in: BTreeSet<AreaId>,
    impossible_in: BTreeSet<AreaId>,
    /// It is in force somewhere beside a valid assignment.
    beside_valid: bool,
    /// Some assignment that is fine but for rules breaks it.
    is_broken: bool,
}

/// Every day that any file writes, the one after it, for it may be a last day, and one before all of them.
fn days(case: &Case) -> Vec<Date> {
    let mut found: BTreeSet<Date> = [Date::new(1, 1, 1).unwrap()].into();
    for (_, text) in case.sources() {
        let starts = text.char_indices().map(|(at, _)| at);
        let written = starts.filter_map(|at| text.get(at..at + 10)?.parse::<Date>().ok());
        found.extend(written.flat_map(|day| [Some(day), day.next()]).flatten());
    }
    found.into_iter().collect()
}

fn explore(model: &Model, case: &Case) -> Truth {
    let mut truth = Truth::default();
    let mut composer = Composer::new(model);
    for market in &model.header.markets {
        let view = composer.compose(market.value, &mut Vec::new());
        for (slot, definition) in view.slots.iter().enumerate() {
            for id in definition.iter().flat_map(|definition| &definition.candidates) {
                if model.component(*id).unwrap().lifecycle != Lifecycle::Eol {
                    truth.offered.entry((slot, *id)).or_default().insert(market.value);
                }
            }
        }
        for day in days(case) {
            explore_day(model, &view, (market.value, day), &mut truth);
        }
    }
    truth
}

fn explore_day(model: &Model, view: &MarketView, (market, date): (AreaId, Date), truth: &mut Truth) {
    let with_rules = |rules: Vec<Arc<Rule>>| MarketView { rules, ..view.clone() };
    let volume = |_: &str| Number::ONE;
    let world = |view| World {
        model,
        view,
        market,
        date,
        set: BTreeMap::new(),
        pins: BTreeMap::new(),
        without: BTreeSet::new(),
        variant: None,
        volume: &volume,
    };
    let in_force: Vec<&Arc<Rule>> = view.rules.iter().filter(|rule| rule.effectivity.holds_on(date)).collect();
    let alone: Vec<MarketView> = in_force.iter().map(|rule| with_rules(vec![(*rule).clone()])).collect();
    let bare = with_rules(Vec::new());
    let mut possible = false;
    let mut solvable = false;
    let mut fine_alone = vec![false; in_force.len()];
    each_guess(&world(&bare), &mut |guess| {
        // Every option is asked for as it is: defaults are what a flag replaces.
        let set: BTreeMap<usize, u32> = guess.options.iter().copied().enumerate().collect();
        let under = |view| World { set: set.clone(), ..world(view) };
        if !under(&bare).is_right(guess) {
            return;
        }
        possible = true;
        let holds: Vec<bool> = alone.iter().map(|view| under(view).is_right(guess)).collect();
        let broken: BTreeSet<Span> =
            in_force.iter().zip(&holds).filter(|(_, holds)| !**holds).map(|(rule, _)| rule.origin.span).collect();
        fine_alone.iter_mut().zip(&holds).for_each(|(fine, holds)| *fine |= holds);
        for span in &broken {
            truth.rules.entry(*span).or_default().is_broken = true;
        }
        if broken.is_empty() {
            solvable = true;
            let filled = guess.slots.iter().enumerate().filter_map(|(slot, id)| Some((slot, (*id)?)));
            truth.alive.extend(filled);
            truth.values.extend(guess.options.iter().copied().enumerate());
        }
        truth.broken.insert(broken);
    });
    if solvable {
        truth.solvable.insert(market);
    }
    for (rule, fine) in in_force.iter().zip(fine_alone) {
        let known = truth.rules.entry(rule.origin.span).or_default();
        known.rule.get_or_insert_with(|| (*rule).clone());
        known.beside_valid |= solvable;
        if possible && (fine || solvable) {
            known.fine_in.insert(market);
        } else if possible {
            known.impossible_in.insert(market);
        }
    }
}

/// The places of the diagnostics of a code.
fn told(diagnostics: &[Diagnostic], code: &str) -> BTreeSet<Span> {
    diagnostics.iter().filter(|one| one.code == code).filter_map(Diagnostic::span).collect()
}

/// Whether compiling told already that no market can use something.
fn is_never_used(compiled: &Compiled, what: &str, id: &str) -> bool {
    let name = format!("{what} `{id}`");
    compiled.diagnostics().iter().any(|one| one.code == "never-used" && one.message.contains(&name))
}

struct Checked<'a> {
    case: &'a Case,
    compiled: &'a Compiled,
    model: &'a Model,
    truth: &'a Truth,
    lint: &'a [Diagnostic],
}

type Counts = BTreeMap<&'static str, u64>;

impl Checked<'_> {
    fn beside_valid(&self, place: &(usize, ComponentId)) -> bool {
        self.truth.offered[place].iter().any(|market| self.truth.solvable.contains(market))
    }

    fn fail(&self, what: &str) -> ! {
        let lint: Vec<String> = self.lint.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
        panic!("{what}\n{}\n{}", lint.join("\n"), self.case.print());
    }

    /// Whether a note about a market without a bill of materials names something.
    fn with_market(&self, name: &str) -> bool {
        let mut notes =
            self.lint.iter().filter(|one| one.code == "dead-component" && one.message.contains(" has no valid BOM "));
        notes.any(|one| one.message.split_once("could use: ").unwrap().1.split(", ").any(|one| one == name))
    }

    fn components(&self, counts: &mut Counts) {
        let offered = &self.truth.offered;
        let slots: BTreeSet<usize> = offered.keys().map(|(slot, _)| *slot).collect();
        let never = |slot: usize| {
            let mut of_slot = offered.keys().filter(|(other, _)| *other == slot);
            let valid = of_slot.clone().any(|place| self.beside_valid(place));
            valid && of_slot.all(|place| !self.truth.alive.contains(place))
        };
        let never: BTreeSet<usize> = slots.into_iter().filter(|slot| never(*slot)).collect();
        let is_told = |name: &str| {
            self.lint.iter().any(|one| one.code == "never-filled" && one.message.contains(&format!("`{name}`")))
        };
        for slot in 0..self.model.slots.len() {
            let name = &self.model.slots.as_slice()[slot].name;
            let wanted = never.contains(&slot) && !is_never_used(self.compiled, "slot", name);
            let with_market = self.with_market(&format!("slot `{name}`"));
            if (is_told(name), with_market) != (wanted && !with_market, wanted && with_market) {
                self.fail(&format!("slot `{name}`: never filled is {}", never.contains(&slot)));
            }
            *counts.entry("never-filled").or_default() += u64::from(is_told(name));
        }
        let mut places: BTreeMap<ComponentId, Vec<(usize, ComponentId)>> = BTreeMap::new();
        for place in offered.keys().filter(|(slot, _)| !never.contains(slot)) {
            places.entry(place.1).or_default().push(*place);
        }
        let spans = told(self.lint, "dead-component");
        let is_lost = |market: &&AreaId| !self.truth.solvable.contains(market);
        for (id, places) in places {
            let dead = places.iter().all(|place| !self.truth.alive.contains(place));
            let wanted = dead && places.iter().any(|place| self.beside_valid(place));
            let with_market = self.with_market(&format!("`{}`", self.model.component_label(id)));
            let is_told = spans.contains(&self.model.component(id).unwrap().span);
            let mut offering = places.iter().flat_map(|place| &self.truth.offered[place]);
            let may_wait = offering.any(|market| is_lost(&market));
            if (is_told, with_market) != (wanted && !with_market, wanted && with_market) || (with_market && !may_wait) {
                self.fail(&format!("`{}`: dead is {dead}", self.model.component_label(id)));
            }
            let kind = if with_market { "of a lost market" } else { "dead-component" };
            *counts.entry(if wanted { kind } else { "alive" }).or_default() += 1;
        }
    }

    fn values(&self, counts: &mut Counts) {
        for (at, option) in self.model.options.iter().enumerate() {
            for (value, word) in option.values.iter().enumerate() {
                let dead = !self.truth.values.contains(&(at, value as u32)) && !self.truth.solvable.is_empty();
                let text = format!("takes `{word}` for option `{}`", option.name);
                let is_told =
                    self.lint.iter().any(|one| one.code == "dead-option-value" && one.message.contains(&text));
                let with_market = self.with_market(&format!("value `{word}` of option `{}`", option.name));
                if (is_told, with_market) != (dead && !with_market, dead && with_market) {
                    self.fail(&format!("option `{}` = `{word}`: dead is {dead}", option.name));
                }
                *counts.entry("dead-option-value").or_default() += u64::from(dead);
            }
        }
    }

    fn rules(&self, counts: &mut Counts) {
        let redundant = told(self.lint, "redundant-rule");
        let contradicting = told(self.lint, "contradicting-rule");
        for broken in &self.truth.broken {
            if !broken.is_empty() && broken.iter().all(|span| redundant.contains(span)) {
                self.fail("an assignment breaks redundant rules only, so they matter");
            }
        }
        for (span, known) in &self.truth.rules {
            let Some(rule) = &known.rule else { continue };
            let impossible = known.impossible_in.difference(&known.fine_in).next().is_some();
            if contradicting.contains(span) != impossible {
                self.fail(&format!("rule `{}`: contradicting is {impossible}", rule.id));
            }
            let budget = matches!(&*rule.then, Formula::Check(Check::Sum(..) | Check::Count(..)));
            let guard = budget && rule.condition.is_none();
            // A market without a bill of materials may be what the rule is for.
            let all_valid = self.truth.solvable.len() == self.model.header.markets.len();
            let idle = !known.is_broken && known.beside_valid && !impossible && !guard && all_valid;
            if idle && !redundant.contains(span) && !is_never_used(self.compiled, "rule", &rule.id) {
                self.fail(&format!("nothing breaks rule `{}`, and that is not told", rule.id));
            }
            *counts.entry("contradicting-rule").or_default() += u64::from(impossible);
            *counts.entry("redundant-rule").or_default() += u64::from(redundant.contains(span));
            *counts.entry("needed rule").or_default() += u64::from(known.is_broken);
        }
    }
}

fn check(seed: u64, counts: &mut Counts) {
    let case = generate(seed, None);
    let solution = Solution::from_sources(case.sources()).unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}\n{}", case.print()));
    let lint = compiled.lint(&[], None);
    assert_eq!(lint, compiled.lint(&[], None), "the lint is the same every time");
    let truth = explore(solution.model(), &case);
    let checked = Checked { case: &case, compiled: &compiled, model: solution.model(), truth: &truth, lint: &lint };
    checked.components(counts);
    checked.values(counts);
    checked.rules(counts);
}

#[test]
fn the_lint_tells_exactly_what_trying_everything_finds() {
    let cases = wanted_cases(1_000);
    let counts = counted(cases, check);
    println!("{cases} cases: {counts:?}");
    for kind in [
        "dead-component",
        "alive",
        "of a lost market",
        "never-filled",
        "dead-option-value",
        "contradicting-rule",
        "redundant-rule",
        "needed rule",
    ] {
        assert!(counts.get(kind).is_some_and(|count| *count > 0), "no case has `{kind}`: {counts:?}");
    }
}

#[test]
fn a_lint_that_reaches_its_limit_tells_nothing_as_dead() {
    let (mut cut, mut counts) = (0, Counts::new());
    for seed in 1..=60 {
        let case = generate(seed, None);
        let compiled = Solution::from_sources(case.sources()).unwrap().compile().unwrap();
        let whole = compiled.lint(&[], None);
        for limit in [0, 30, 300, 3_000] {
            let lint = compiled.lint(&[], Some(limit));
            let limited = lint.iter().any(|one| one.code == "lint-limit");
            cut += u64::from(limited);
            for code in ["dead-component", "dead-option-value", "never-filled", "contradicting-rule"] {
                let (some, all) = (told(&lint, code), told(&whole, code));
                assert!(some.is_subset(&all), "{code} at {limit} steps: {}", case.print());
                *counts.entry("told").or_default() += some.len() as u64;
            }
        }
    }
    assert!(cut > 60 && counts["told"] > 0, "{cut} {counts:?}");
}

/// Two markets; the south requires a certificate of every charger.
const LOST: [(&str, &str); 3] = [
    (
        "solution.toml",
        "[solution]\nname = 'meter'\nmarkets = ['North', 'South']\ncurrency = 'USD'\n\
         [options.mark]\nvalues = ['none', 'southern']\n\
         [slots.charger]\nchoose = ['charger-n', 'charger-s']\n[slots.label]\nchoose = ['label-n', 'label-s']\n\
         [slots.seal]\nchoose = ['seal']\nwhen = 'mark == southern'\n\
         [[rules]]\nid = 'marked'\nif = 'market == South'\nthen = 'mark == southern'\n\
         [[rules]]\nid = 'unmarked'\nif = 'market == North'\nthen = 'mark == none'\n",
    ),
    (
        "regions/North.toml",
        "area = 'North'\nname = 'North'\nwithin = ['world']\n[[needs]]\ncapability = 'language.n'\n",
    ),
    (
        "regions/South.toml",
        "area = 'South'\nname = 'South'\nwithin = ['world']\n[[needs]]\ncapability = 'language.s'\n\
         [[certification]]\nscheme = 'southern'\napplies-to = 'charger'\nlevel = 'component'\n",
    ),
];

fn lost_parts(certificate: &str) -> String {
    let part = |id: &str, more: &str| format!("[[components]]\nid = '{id}'\nkind = 'hardware'\nprice = '1'\n{more}\n");
    [
        part("charger-n", "provides = { charger = {} }\nprice = '0.90'").replacen("price = '1'\n", "", 1),
        part(
            "charger-s",
            &format!(
                "provides = {{ charger = {{}} }}\nterritories = {{ only = ['South'], because = 'x' }}\n{certificate}"
            ),
        ),
        part("label-n", "provides = { 'language.n' = {} }"),
        part("label-s", "provides = { 'language.s' = {} }"),
        part("seal", ""),
    ]
    .concat()
}

#[test]
fn one_missing_certificate_is_one_cause() {
    let lint = |certificate: &str| {
        let parts = lost_parts(certificate);
        let files = LOST.into_iter().chain([("catalog/parts.toml", &*parts)]);
        let compiled = Solution::from_sources(files).unwrap_or_else(|faults| panic!("{faults}")).compile().unwrap();
        let lint = compiled.lint(&[], None);
        let told = lint.iter().map(|one| format!("{}: {}", one.code, one.message));
        (told.collect::<Vec<_>>(), lint.iter().flat_map(|one| one.help.clone()).collect::<Vec<_>>())
    };
    assert_eq!(lint("certificates = [{ scheme = 'southern' }]").0, Vec::<String>::new());
    let (told, help) = lint("");
    let wanted = "dead-component: `South` has no valid BOM on any date, so none contains what it could use: \
                  slot `seal`, `charger-s`, `label-s`, value `southern` of option `mark`";
    assert_eq!(told, [wanted]);
    assert_eq!(help, ["`terroir explain --market South` shows why it has none"]);
}
