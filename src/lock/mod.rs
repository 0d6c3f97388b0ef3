//! The lock: a file that freezes the answers, so that a product's bill of materials changes only when somebody asks.
//!
//! Its contract:
//!
//! - Same answers, same bytes. Markets stand in the order of the solution, lines in the order of slots, maps by name.
//! - It holds answers, not reasons: a market without a bill of materials is there with its status alone.
//! - It is rewritten only when an answer changes. A later as-of date, other bytes in a file or newer built-in facts
//!   that lead to the same answers leave it as it is; [`Lock::differences`] is empty then. So `as_of`, `inputs` and
//!   `regions` tell when and from what these answers were first given.
//! - Packs are given on the command line, where they are easily forgotten: other packs are a difference of their own.
//! - Each market's facts stand beside its answer: those that any candidate asks for, not only those that the answer rests
//!   on. So what was never stated before is known from what merely was not needed, and a difference names the facts
//!   behind it ([`Lock::causes`]).
//! - Of a database that is a catalogue it holds the rows that were used. So an answer can be repeated when the database
//!   has moved on or is not at hand ([`load_frozen`](crate::load::load_frozen)); rows alone are no difference.
//! - One line of the file is one fact, so that a review sees a change where it is.
//!
//! ```
//! use terroir::lock::Lock;
//! let text = "version = 1\n\n[solution]\nname = \"lamp\"\nversion = \"1.0.0\"\ncurrency = \"USD\"\nas_of = 2026-11-22\n";
//! let lock = Lock::parse(text)?;
//! assert_eq!(lock.solution, "lamp");
//! assert_eq!(Lock::parse("version = 1\nwhat").unwrap_err().line, 2);
//! # Ok::<(), terroir::lock::LockError>(())
//! ```

mod cause;
mod difference;
mod digest;
mod parse;
mod part;
mod rows;
mod summary;
mod write;

pub use cause::Cause;
pub use digest::digest;
use digest::digest_of_text;
pub use parse::LockError;
pub use part::{JoinError, Part, Partition, PartitionError};
pub use rows::{LockedTable, TooManyRows, inputs};

use crate::bom::{Bom, FactUse, Line, OneOff, OptionValue, Outcome, Portfolio};
use crate::date::Date;
use crate::number::Number;
use crate::span::Files;
use std::collections::BTreeMap;

/// The name of the file in a solution's folder.
pub const FILE_NAME: &str = "terroir.lock";

/// The format that this library writes; without rows of databases 2, which is otherwise the same. It reads those before
/// it too: 1 held no facts, no packs, no region version.
pub const FORMAT: i64 = 3;

/// The objective that is measured against a lock and therefore in none.
const CHANGES: &str = "changes";

/// The answers that a lock held: market → slot → (component, version).
pub type Kept = BTreeMap<String, BTreeMap<String, (String, String)>>;

/// The content of a lock.
///
/// Made from answers by [`Lock::from_portfolio`] or from a file's text by [`Lock::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The solution's name.
    pub solution: String,
    /// Its version.
    pub version: String,
    /// The currency of all amounts.
    pub currency: String,
    /// The day the answers were given for.
    pub as_of: Date,
    /// Digest of the solution's own files.
    pub inputs: String,
    /// Digest of the built-in overlays that were view.
    pub regions: String,
    /// The version of the built-in overlays; empty in a lock of format 1.
    pub region_version: String,
    /// The packs that were view, sorted.
    pub packs: Vec<LockedPack>,
    /// What was used of databases, in the order of the solution.
    pub tables: Vec<LockedTable>,
    /// One answer a market.
    pub markets: Vec<LockedMarket>,
}

/// The frozen answer of one market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedMarket {
    /// The market's code.
    pub market: String,
    /// Whether there was an answer.
    pub status: LockedStatus,
    /// The name of its hardware: equal in markets that can take the same device; empty where there is no answer, and in a
    /// lock of format 1.
    pub hardware: String,
    /// The objectives' values as printed.
    pub objective: BTreeMap<String, String>,
    /// Every option's value.
    pub options: BTreeMap<String, OptionValue>,
    /// The carriers picked.
    pub carriers: Vec<String>,
    /// The lines.
    pub lines: Vec<LockedLine>,
    /// Planned certificates that are taken.
    pub one_off: Vec<LockedOneOff>,
    /// The facts of the market that any candidate asks for.
    pub facts: Vec<LockedFact>,
}

/// A folder of overlays outside the solution.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LockedPack {
    /// The folder's own name.
    pub name: String,
    /// Digest of its files.
    pub digest: String,
}

/// A fact of a market.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LockedFact {
    /// `power.mains.voltage_v`.
    pub key: String,
    /// The value as JSON, or its digest where it is long.
    pub value: String,
    /// The area whose overlay states it.
    pub layer: String,
    /// The file; of a pack's, with the pack's own name only.
    pub file: String,
    /// `agree`, `single`, `disputed`, `unverified`, where the overlay says.
    pub status: Option<String>,
    /// The slots whose candidates ask for it.
    pub slots: Vec<String>,
}

/// Whether a market had a bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockedStatus {
    /// It had one.
    Resolved,
    /// It had none.
    Conflict,
}

impl LockedStatus {
    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Conflict => "conflict",
        }
    }
}

/// What fills one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedLine {
    /// The slot.
    pub slot: String,
    /// The component's id.
    pub component: String,
    /// Its version.
    pub version: String,
    /// How many in one product.
    pub quantity: u64,
}

/// A planned certificate that an answer takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedOneOff {
    /// The scheme.
    pub scheme: String,
    /// The certificate's id, where it has one.
    pub id: Option<String>,
    /// Its cost a unit as printed.
    pub unit_cost: String,
}

impl Lock {
    /// Freezes the answers of a portfolio; markets that are undecided are left out, for nothing is known of them.
    #[must_use]
    pub fn from_portfolio(portfolio: &Portfolio, files: &Files, currency: &str) -> Self {
        Self {
            solution: portfolio.solution.clone(),
            version: portfolio.version.clone(),
            currency: currency.to_owned(),
            as_of: portfolio.as_of,
            inputs: digest(files, false),
            regions: digest(files, true),
            region_version: crate::regions::version().to_owned(),
            packs: digest::packs(files),
            tables: Vec::new(),
            markets: portfolio.markets.iter().filter_map(locked_market).collect(),
        }
    }

    /// This lock with what each of its markets states: market → [`Compiled::stated`](crate::Compiled::stated).
    #[must_use]
    pub fn with_facts(mut self, stated: &BTreeMap<String, Vec<FactUse>>, files: &Files) -> Self {
        for market in &mut self.markets {
            let facts = stated.get(&market.market).map(Vec::as_slice).unwrap_or_default();
            market.facts = facts.iter().map(|fact| locked_fact(fact, files)).collect();
        }
        self
    }

    /// This lock with the markets of an older one that it does not hold itself, all in the order given; markets outside
    /// the order are dropped.
    #[must_use]
    pub fn with_kept(self, older: &Self, order: &[String]) -> Self {
        let find = |code: &String| {
            let own = self.markets.iter().find(|market| market.market == *code);
            own.or_else(|| older.markets.iter().find(|market| market.market == *code)).cloned()
        };
        let markets = order.iter().filter_map(find).collect();
        Self { markets, ..self }
    }

    /// This lock with some of its markets only.
    #[must_use]
    pub fn only(mut self, codes: &[String]) -> Self {
        self.markets.retain(|market| codes.contains(&market.market));
        self
    }

    /// The digest of one market's answer: what stands in the lock about it, without the day, the files and the facts it
    /// came from.
    /// Empty for a market that the lock does not hold.
    #[must_use]
    pub fn digest_of(&self, market: &str) -> String {
        let mut alone = self.clone().only(&[market.to_owned()]);
        (alone.inputs, alone.regions, alone.region_version) = (String::new(), String::new(), String::new());
        (alone.as_of, alone.packs, alone.tables) = (Date::FIRST, Vec::new(), Vec::new());
        alone.markets.iter_mut().for_each(|market| market.facts.clear());
        if alone.markets.is_empty() { String::new() } else { digest_of_text(&alone.to_text()) }
    }

    /// What fills which slot: what the objective `changes` is measured against.
    #[must_use]
    pub fn kept(&self) -> Kept {
        let slots = |market: &LockedMarket| {
            let held = |line: &LockedLine| (line.slot.clone(), (line.component.clone(), line.version.clone()));
            (market.market.clone(), market.lines.iter().map(held).collect())
        };
        self.markets.iter().filter(|market| market.status == LockedStatus::Resolved).map(slots).collect()
    }
}

fn locked_market(outcome: &Outcome) -> Option<LockedMarket> {
    match outcome {
        Outcome::Resolved(bom) => Some(locked_bom(bom)),
        Outcome::Conflict(conflict) => Some(LockedMarket {
            market: conflict.market.clone(),
            status: LockedStatus::Conflict,
            hardware: String::new(),
            objective: BTreeMap::new(),
            options: BTreeMap::new(),
            carriers: Vec::new(),
            lines: Vec::new(),
            one_off: Vec::new(),
            facts: Vec::new(),
        }),
        Outcome::Undecided(_) => None,
    }
}

fn locked_bom(bom: &Bom) -> LockedMarket {
    let printed = |name: &str, value: Number| match name {
        "cost" => value.to_fixed(bom.minor_unit),
        _ => value.to_string(),
    };
    // How far an answer is from the lock before it says nothing about the answer, and would be 0 the next time.
    let listed = bom.objective.iter().filter(|(name, _)| name != CHANGES);
    LockedMarket {
        market: bom.market.clone(),
        status: LockedStatus::Resolved,
        hardware: bom.hardware_id(),
        objective: listed.map(|(name, value)| (name.clone(), printed(name, *value))).collect(),
        options: bom.options.iter().cloned().collect(),
        carriers: bom.carriers.clone(),
        lines: bom.lines.iter().map(locked_line).collect(),
        one_off: bom.one_off.iter().map(|taken| locked_one_off(taken, bom.minor_unit)).collect(),
        facts: Vec::new(),
    }
}

fn locked_fact(fact: &FactUse, files: &Files) -> LockedFact {
    LockedFact {
        key: fact.key.clone(),
        value: digest::short(&fact.value),
        layer: fact.layer.clone(),
        file: fact.place.as_ref().map_or_else(String::new, |place| file_name(&place.file, files)),
        status: fact.status.clone(),
        slots: fact.slots.clone(),
    }
}

/// A file's name; one of a pack without the way to the pack, which differs from machine to machine.
fn file_name(name: &str, files: &Files) -> String {
    let is_packed = files.iter().any(|(_, file)| *file.name == *name && file.pack.is_some());
    let start = name.rmatch_indices(['/', '\\']).nth(1).filter(|_| is_packed).map_or(0, |(at, _)| at + 1);
    name.get(start..).unwrap_or(name).to_owned()
}

fn locked_line(line: &Line) -> LockedLine {
    LockedLine {
        slot: line.slot.clone(),
        component: line.component.clone(),
        version: line.version.clone(),
        quantity: line.quantity,
    }
}

fn locked_one_off(taken: &OneOff, minor_unit: u32) -> LockedOneOff {
    LockedOneOff { scheme: taken.scheme.clone(), id: taken.id.clone(), unit_cost: taken.unit_cost.to_fixed(minor_unit) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::bom::{Conflict, Core, Undecided};
    use crate::span::File;
    use crate::terms::ComponentKind;

    fn line(slot: &str, component: &str) -> Line {
        Line {
            slot: slot.to_owned(),
            part_of: None,
            component: component.to_owned(),
            version: "1.0.0".to_owned(),
            kind: ComponentKind::Hardware,
            name: component.to_owned(),
            quantity: 2,
            refdes: Vec::new(),
            manufacturer: None,
            mpn: None,
            origin: None,
            hs: None,
            lead_weeks: None,
            unit_cost: Number::ONE,
            duty: Number::ZERO,
            cost: Number::from(2),
            core: true,
            certificates: Vec::new(),
            alternates: Vec::new(),
        }
    }

    fn bom(market: &str, driver: &str) -> Outcome {
        Outcome::Resolved(Box::new(Bom {
            market: market.to_owned(),
            as_of: "2026-11-22".parse().unwrap(),
            currency: "USD".to_owned(),
            minor_unit: 2,
            objective: vec![("cost".to_owned(), "12.345".parse().unwrap()), ("sum(power_w)".to_owned(), Number::ONE)],
            options: vec![
                ("uplink".to_owned(), OptionValue::Text("cellular \"a\"\u{7}".to_owned())),
                ("air-quality".to_owned(), OptionValue::Boolean(false)),
                ("arms".to_owned(), OptionValue::Integer(-2)),
            ],
            carriers: vec!["att".to_owned()],
            lines: vec![line("driver", driver), line("lamp", "lamp-1")],
            one_off: vec![OneOff { scheme: "red".to_owned(), id: None, unit_cost: Number::from(6), weeks: None }],
            warnings: Vec::new(),
            facts: Vec::new(),
        }))
    }

    fn portfolio(markets: Vec<Outcome>) -> Portfolio {
        let core = Core {
            share: Number::ZERO,
            hardware_share: Number::ZERO,
            cost_share: Number::ZERO,
            markets: markets.len(),
            asked: markets.len(),
            lines: Vec::new(),
            regional: Vec::new(),
        };
        Portfolio {
            solution: "street-light".to_owned(),
            version: "1.0.0".to_owned(),
            as_of: "2026-11-22".parse().unwrap(),
            markets,
            core,
            warnings: Vec::new(),
        }
    }

    fn conflict(market: &str) -> Outcome {
        Outcome::Conflict(Box::new(Conflict {
            market: market.to_owned(),
            as_of: "2026-11-22".parse().unwrap(),
            reasons: Vec::new(),
            context: Vec::new(),
            fixes: Vec::new(),
            warnings: Vec::new(),
        }))
    }

    fn files() -> Files {
        let mut files = Files::new();
        files.add(File::new("solution.toml", "a", false));
        files.add(File::new("regions/US.toml", "b", true));
        files
    }

    fn lock(markets: Vec<Outcome>) -> Lock {
        Lock::from_portfolio(&portfolio(markets), &files(), "USD")
    }

    #[test]
    fn a_lock_reads_back_equal_and_prints_the_same_bytes() {
        let lock = lock(vec![bom("US", "driver-120"), conflict("BR")]);
        let text = lock.to_text();
        let back = Lock::parse(&text).unwrap();
        assert_eq!(back, lock, "{text}");
        assert_eq!(back.to_text(), text);
    }

    fn fact(key: &str, value: &str, slots: &[&str]) -> FactUse {
        FactUse {
            key: key.to_owned(),
            layer: "US".to_owned(),
            source: vec!["iec-world-plugs".to_owned()],
            status: Some("agree".to_owned()),
            value: value.to_owned(),
            place: Some(crate::span::Place { file: "regions/US.toml".to_owned(), line: 9, column: 1 }),
            slots: slots.iter().map(|slot| (*slot).to_owned()).collect(),
        }
    }

    fn stating(driver: &str, facts: Vec<FactUse>) -> Lock {
        lock(vec![bom("US", driver)]).with_facts(&BTreeMap::from([("US".to_owned(), facts)]), &files())
    }

    #[test]
    fn facts_and_packs_read_back_equal() {
        let mut lock = stating("driver-120", vec![fact("power.mains.plugs", "[\"A\"]", &["driver"])]);
        lock.packs = vec![LockedPack { name: "acme".to_owned(), digest: "sha256:0".to_owned() }];
        lock.markets[0].facts[0].status = None;
        let text = lock.to_text();
        assert_eq!(Lock::parse(&text).unwrap(), lock, "{text}");
    }

    #[test]
    fn a_lock_of_the_first_format_is_still_read() {
        let old = Lock::parse(include_str!("samples/format_1.lock")).unwrap();
        assert_eq!((old.region_version.as_str(), old.packs.len(), old.markets.len()), ("", 0, 2));
        let mut new = old.clone();
        new.markets[0].facts =
            stating("x", vec![fact("power.mains.voltage_v", "[230]", &["driver"])]).markets[0].facts.clone();
        assert_eq!(old.differences(&new), Vec::<String>::new(), "it holds the same answers");
        new.markets[0].lines[0].component = "other".to_owned();
        let told = old.differences(&new);
        assert!(told.len() == 1 && !told[0].contains("because"), "it knows no facts: {told:?}");
    }

    #[test]
    fn a_difference_names_the_fact_behind_it() {
        let old = stating("driver-universal", vec![fact("power.mains.voltage_v", "[127, 220]", &["driver"])]);
        let new = stating("driver-230", vec![fact("power.mains.voltage_v", "[220]", &["driver"])]);
        insta_like(
            &old.differences(&new).join("\n"),
            &[
                "US: slot `driver`: driver-universal@1.0.0 x2 -> driver-230@1.0.0 x2, because power.mains.voltage_v is now \
               [220] (was [127, 220]; regions/US.toml)",
            ],
        );
    }

    #[test]
    fn a_fact_that_bears_on_no_changed_line_stands_alone_and_one_without_a_change_is_not_told() {
        let before = || vec![fact("power.mains.voltage_v", "120", &["lamp"]), fact("needs.language.en", "1", &[])];
        let old = stating("driver-120", before());
        let after = vec![fact("power.mains.voltage_v", "230", &["lamp"]), fact("limits.data.store", "2", &[])];
        assert_eq!(old.differences(&stating("driver-120", after.clone())), Vec::<String>::new(), "no answer changed");
        insta_like(
            &old.differences(&stating("driver-230", after)).join("\n"),
            &[
                "US: slot `driver`: driver-120@1.0.0 x2 -> driver-230@1.0.0 x2",
                "US: limits.data.store is now 2 (was not stated; regions/US.toml)",
                "US: needs.language.en is stated no more (was 1; regions/US.toml)",
                "US: power.mains.voltage_v is now 230 (was 120; regions/US.toml)",
            ],
        );
    }

    #[test]
    fn the_version_of_the_region_data_is_told_beside_a_change_and_is_none_itself() {
        let (old, mut same) = (lock(vec![bom("US", "driver-120")]), lock(vec![bom("US", "driver-120")]));
        same.region_version = "2030.1.1".to_owned();
        assert_eq!(old.differences(&same), Vec::<String>::new());
        let other = Lock { region_version: "2030.1.1".to_owned(), ..lock(vec![bom("US", "driver-230")]) };
        let told = old.differences(&other);
        assert_eq!(told[1..], [format!("region data: {} -> 2030.1.1", crate::regions::version())]);
    }

    #[test]
    fn what_another_catalogue_asks_for_is_no_new_fact() {
        let (one, other) = (fact("power.mains.voltage_v", "120", &[]), fact("power.mains.plugs", "1", &[]));
        let (old, mut new) = (stating("driver-120", vec![one.clone()]), stating("driver-230", vec![one, other]));
        assert_eq!(old.causes(&new, "US").len(), 1);
        new.inputs = "sha256:1".to_owned();
        assert_eq!(old.causes(&new, "US"), []);
    }

    #[test]
    fn another_pack_is_a_difference_wherever_its_folder_lies() {
        let with = |folder: &str, text: &str| {
            let mut files = files();
            let pack = std::sync::Arc::from(folder);
            files.add(File::of_pack(&pack, &format!("{folder}/XX.toml"), text));
            Lock::from_portfolio(&portfolio(vec![bom("US", "driver-120")]), &files, "USD")
        };
        let (none, here) = (lock(vec![bom("US", "driver-120")]), with("packs/acme", "a"));
        assert_eq!(here.differences(&with("/srv/packs/acme", "a")), Vec::<String>::new());
        assert_eq!(here.differences(&with("packs/acme", "b")), ["pack `acme`: its files have changed"]);
        assert_eq!(here.differences(&none), ["pack `acme`: not given; `--regions DIR` names its folder"]);
        assert_eq!(none.differences(&here), ["pack `acme`: not in the lock -> given"]);
        assert_eq!(here.inputs, none.inputs);
    }

    #[test]
    fn how_much_changed_is_not_frozen() {
        let mut resolved = bom("US", "driver-120");
        let Outcome::Resolved(bom) = &mut resolved else { unreachable!() };
        bom.objective.insert(0, ("changes".to_owned(), Number::ONE));
        let frozen = lock(vec![resolved]);
        assert_eq!(frozen, lock(vec![self::bom("US", "driver-120")]));
        let old = frozen.to_text().replace("objective = { ", "objective = { changes = \"1\", ");
        assert_eq!(Lock::parse(&old).unwrap(), frozen, "nor read from a lock that has it");
    }

    #[test]
    fn an_undecided_market_is_not_frozen() {
        let undecided =
            Undecided { market: "US".to_owned(), as_of: "2026-11-22".parse().unwrap(), steps: 9, regional: None };
        assert!(lock(vec![Outcome::Undecided(Box::new(undecided))]).markets.is_empty());
    }

    #[test]
    fn the_date_and_the_digests_alone_make_no_difference() {
        let old = lock(vec![bom("US", "driver-120")]);
        let mut new = old.clone();
        new.as_of = "2027-01-01".parse().unwrap();
        new.inputs = "sha256:0".to_owned();
        new.regions = "sha256:1".to_owned();
        assert_eq!(old.differences(&new), Vec::<String>::new());
    }

    #[test]
    fn every_difference_names_its_market_and_slot() {
        let old = lock(vec![bom("US", "driver-120"), bom("DE", "driver-230"), bom("BR", "driver-230")]);
        let mut new = lock(vec![bom("US", "driver-universal"), conflict("DE"), bom("CN", "driver-230")]);
        new.markets[0].carriers.clear();
        new.markets[0].lines[1].quantity = 3;
        let added = LockedLine { slot: "box".into(), ..new.markets[0].lines[0].clone() };
        new.markets[0].lines.push(added);
        new.markets[0].objective.insert("cost".to_owned(), "9.00".to_owned());
        new.markets[0].options.insert("arms".to_owned(), OptionValue::Integer(1));
        new.markets[0].one_off.clear();
        new.version = "1.1.0".to_owned();
        let told = old.differences(&new).join("\n");
        insta_like(
            &told,
            &[
                "version: 1.0.0 -> 1.1.0",
                "US: cost: 12.34 -> 9.00",
                "US: option `arms`: -2 -> 1",
                "US: carriers: att -> none",
                "US: slot `driver`: driver-120@1.0.0 x2 -> driver-universal@1.0.0 x2",
                "US: slot `lamp`: lamp-1@1.0.0 x2 -> lamp-1@1.0.0 x3",
                "US: slot `box`: empty -> driver-universal@1.0.0 x2",
                "US: certificate `red`: 6.00 -> none",
                "DE: resolved -> conflict",
                "BR: resolved -> not in the lock",
                "CN: not in the lock -> resolved",
            ],
        );
    }

    fn insta_like(told: &str, wanted: &[&str]) {
        assert_eq!(told.lines().collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn another_order_of_slots_is_a_difference() {
        let old = lock(vec![bom("US", "driver-120")]);
        let mut new = old.clone();
        new.markets[0].lines.reverse();
        assert_eq!(old.differences(&new), ["US: the order of the lines"]);
    }

    #[test]
    fn renewing_one_market_keeps_the_others() {
        let order = ["US".to_owned(), "DE".to_owned()];
        let old = lock(vec![bom("US", "driver-120"), bom("DE", "driver-230"), bom("BR", "x")]);
        let new = lock(vec![bom("DE", "driver-universal")]).with_kept(&old, &order);
        let kept = new.kept();
        assert_eq!(new.markets.iter().map(|market| market.market.as_str()).collect::<Vec<_>>(), ["US", "DE"]);
        assert_eq!(kept["US"]["driver"], ("driver-120".to_owned(), "1.0.0".to_owned()));
        assert_eq!(kept["DE"]["driver"].0, "driver-universal");
        assert_eq!(new.only(&["DE".to_owned()]).markets.len(), 1);
    }

    #[test]
    fn a_digest_depends_on_names_and_texts_but_not_on_their_order() {
        let mut turned = Files::new();
        turned.add(File::new("regions/US.toml", "b", true));
        turned.add(File::new("solution.toml", "a", false));
        assert_eq!(digest(&files(), false), digest(&turned, false));
        assert_ne!(digest(&files(), false), digest(&files(), true));
        assert_eq!(digest(&files(), false).len(), "sha256:".len() + 64);
    }
}
