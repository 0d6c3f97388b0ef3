//! What is asked, and how its names become ids.

use super::Compiled;
use crate::date::Date;
use crate::kernel::{Before, Flags, Pin, TooLarge};
use crate::model::{AreaId, ComponentId, OptionId, SlotId};
use crate::name::nearest;
use crate::overlay::MarketView;
use crate::solution::Faults;
use std::collections::BTreeMap;

/// What the lock held: market → slot → component and version.
pub type Kept = BTreeMap<String, BTreeMap<String, (String, String)>>;

/// Steps of reasoning that one market may take where the request does not say.
const USUAL_LIMIT: u64 = 500_000_000;

/// A question about one market or several.
///
/// ```
/// let day = "2026-11-22".parse().ok();
/// let request = terroir::Request { as_of: day, ..terroir::Request::market("CN") }.set("uplink", "lorawan");
/// assert_eq!(request.markets, ["CN"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Codes of markets; none: all of the solution.
    pub markets: Vec<String>,
    /// The day the product is placed on the market; else the solution's.
    pub as_of: Option<Date>,
    /// Options with their values.
    pub set: Vec<(String, String)>,
    /// Slots with `ID[@REQ]`; an empty text empties an optional slot.
    pub pin: Vec<(String, String)>,
    /// Components that may not be used.
    pub without: Vec<String>,
    /// Areas whose components may not be used: those whose `origin` is one of them or lies in it.
    pub without_origin: Vec<String>,
    /// Manufacturers whose components may not be used, compared without regard to case.
    pub without_supplier: Vec<String>,
    /// Steps of reasoning allowed for each market.
    pub limit: Option<u64>,
    /// What the lock held, for the objective `changes`.
    pub kept: Option<Kept>,
    /// Whether fewest changes against `kept` come before the solution's objectives.
    pub keep: bool,
    /// Whether nothing but the asked markets is solved, be there none; the shared core is then that of the asked ones and
    /// not the portfolio's.
    pub alone: bool,
    /// Threads that may be used where the feature `parallel` is on; none or one: the calling one alone. The answers are
    /// the same.
    pub jobs: usize,
}

impl Request {
    /// A question about one market.
    #[must_use]
    pub fn market(code: impl Into<String>) -> Self {
        Self { markets: vec![code.into()], ..Self::default() }
    }

    /// On this day.
    #[must_use]
    pub fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    /// With an option set.
    #[must_use]
    pub fn set(mut self, option: impl Into<String>, value: impl Into<String>) -> Self {
        self.set.push((option.into(), value.into()));
        self
    }

    /// With a slot pinned to `ID[@REQ]`.
    #[must_use]
    pub fn pin(mut self, slot: impl Into<String>, component: impl Into<String>) -> Self {
        self.pin.push((slot.into(), component.into()));
        self
    }

    /// Without a component.
    #[must_use]
    pub fn without(mut self, component: impl Into<String>) -> Self {
        self.without.push(component.into());
        self
    }

    /// Without anything made in an area.
    #[must_use]
    pub fn without_origin(mut self, area: impl Into<String>) -> Self {
        self.without_origin.push(area.into());
        self
    }

    /// Without anything of a manufacturer.
    #[must_use]
    pub fn without_supplier(mut self, manufacturer: impl Into<String>) -> Self {
        self.without_supplier.push(manufacturer.into());
        self
    }

    /// What is supposed, as typed on the command line: `--without bg95-m3`.
    #[must_use]
    pub fn typed(&self) -> Vec<String> {
        let pairs = |flag: &'static str, list: &[(String, String)]| -> Vec<String> {
            list.iter().map(|(name, value)| format!("{flag} {name}={value}")).collect()
        };
        let names = |flag: &'static str, list: &[String]| -> Vec<String> {
            list.iter().map(|name| format!("{flag} {name}")).collect()
        };
        [
            pairs("--set", &self.set),
            pairs("--pin", &self.pin),
            names("--without", &self.without),
            names("--without-origin", &self.without_origin),
            names("--without-supplier", &self.without_supplier),
        ]
        .concat()
    }

    /// The same markets without any what-if: no `set`, no `pin`, nothing done without. The day and the rest stay.
    #[must_use]
    pub fn as_written(&self) -> Self {
        Self {
            set: Vec::new(),
            pin: Vec::new(),
            without: Vec::new(),
            without_origin: Vec::new(),
            without_supplier: Vec::new(),
            ..self.clone()
        }
    }
}

/// Why a request could not be answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ResolveError {
    /// The request names no market and one is needed.
    #[error("no market is asked for")]
    NoMarket,
    /// Neither the request nor the solution gives a date.
    #[error("no as-of date is given")]
    NoDate,
    /// No such area.
    #[error("no market `{market}` is known{hint}")]
    UnknownMarket {
        /// As asked.
        market: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No such option.
    #[error("no option `{option}` is known{hint}")]
    UnknownOption {
        /// As asked.
        option: String,
        /// "; did you mean …".
        hint: String,
    },
    /// The option has no such value.
    #[error("option `{option}` has no value `{value}`; its values are {known}")]
    UnknownValue {
        /// The option.
        option: String,
        /// As asked.
        value: String,
        /// The values it has.
        known: String,
    },
    /// No such slot.
    #[error("no slot `{slot}` is known{hint}")]
    UnknownSlot {
        /// As asked.
        slot: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No such component.
    #[error("no component `{component}` is in the catalogue{hint}")]
    UnknownComponent {
        /// As asked.
        component: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No such area, and no component is made there.
    #[error("no area `{origin}` is known, and no component is made there{hint}")]
    UnknownOrigin {
        /// As asked.
        origin: String,
        /// "; did you mean …".
        hint: String,
    },
    /// No component has this manufacturer.
    #[error("no component of the catalogue is made by `{supplier}`{hint}")]
    UnknownSupplier {
        /// As asked.
        supplier: String,
        /// "; did you mean …".
        hint: String,
    },
    /// The pinned component is no candidate of the slot.
    #[error("`{component}` is no candidate of slot `{slot}`; its candidates are {known}")]
    NotACandidate {
        /// The slot.
        slot: String,
        /// As asked.
        component: String,
        /// The candidates.
        known: String,
    },
    /// A slot that must be filled was pinned empty.
    #[error("slot `{slot}` is not optional and cannot be emptied")]
    NotOptional {
        /// The slot.
        slot: String,
    },
    /// The request's limit of work was reached before there was an answer.
    #[error("the limit of work was reached before an answer was found")]
    LimitReached,
    /// Amounts past 128 bits.
    #[error("amounts are too large or too fine for exact sums of 128 bits")]
    TooLarge,
    /// The independent checker refused the answer: a fault of this program.
    #[error("the checker refused the answer for `{market}`, which is a fault of terroir: {violation}")]
    Refused {
        /// The market.
        market: String,
        /// What the checker says.
        violation: String,
    },
    /// Faults of overlays that only the asked markets use.
    #[error("{0}")]
    Faults(Box<Faults>),
}

impl From<Faults> for ResolveError {
    fn from(faults: Faults) -> Self {
        Self::Faults(Box::new(faults))
    }
}

impl From<TooLarge> for ResolveError {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// A market's question with its names looked up.
pub(crate) struct Asked {
    pub market: AreaId,
    pub day: Date,
    pub flags: Flags,
    pub before: Before,
    pub keep: bool,
    pub limit: u64,
    /// The flags as typed, by cause: option, slot or component → text.
    pub typed: Vec<(Typed, String)>,
}

/// Which flag a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// `--set`, by option.
    Set(crate::model::OptionId),
    /// `--pin`, by slot.
    Pin(SlotId),
    /// `--without`, `--without-origin`, `--without-supplier`, by position.
    Without(usize),
}

/// "; did you mean `x`?" or nothing.
pub(crate) fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

impl Compiled {
    /// Looks up the names of a request for one market.
    pub(crate) fn asked(&self, request: &Request, code: &str) -> Result<Asked, ResolveError> {
        let areas = &self.model.areas;
        let market = areas.find(code).ok_or(ResolveError::NoMarket)?;
        let day = request.as_of.or(self.model.header.as_of).ok_or(ResolveError::NoDate)?;
        let view = self.markets.get(&market).ok_or(ResolveError::NoMarket)?;
        let mut asked = Asked {
            market,
            day,
            flags: Flags::default(),
            before: self.before(request, code),
            keep: request.keep,
            limit: request.limit.unwrap_or(USUAL_LIMIT),
            typed: Vec::new(),
        };
        for (option, value) in &request.set {
            self.ask_set(&mut asked, option, value)?;
        }
        for (slot, component) in &request.pin {
            self.ask_pin(&mut asked, view, slot, component)?;
        }
        self.ask_without(&mut asked, request)?;
        Ok(asked)
    }

    fn ask_set(&self, asked: &mut Asked, option: &str, value: &str) -> Result<(), ResolveError> {
        let id = self.known_option(option)?;
        let values = self.model.options.get(id).map(|option| option.values.as_slice()).unwrap_or_default();
        let at = values.iter().position(|known| known.to_string() == value);
        let Some(at) = at.and_then(|at| u32::try_from(at).ok()) else {
            let known: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let (option, value, known) = (option.to_owned(), value.to_owned(), known.join(", "));
            return Err(ResolveError::UnknownValue { option, value, known });
        };
        asked.flags.set.push((id, at));
        asked.typed.push((Typed::Set(id), format!("--set {option}={value}")));
        Ok(())
    }

    fn ask_pin(&self, asked: &mut Asked, view: &MarketView, slot: &str, component: &str) -> Result<(), ResolveError> {
        let id = self.known_slot(slot)?;
        asked.typed.push((Typed::Pin(id), format!("--pin {slot}={component}")));
        // A slot that this market does not have is empty here, pinned or not.
        let Some(definition) = view.slots.get(id.index()).and_then(Option::as_ref) else { return Ok(()) };
        if component.is_empty() {
            if !definition.optional {
                return Err(ResolveError::NotOptional { slot: slot.to_owned() });
            }
            asked.flags.pins.push((id, Pin::Empty));
            return Ok(());
        }
        let mut meant = self.versions(component)?;
        meant.retain(|version| definition.candidates.contains(version));
        if meant.is_empty() {
            let known: Vec<String> =
                definition.candidates.iter().map(|id| format!("`{}`", self.model.component_label(*id))).collect();
            let (slot, component, known) = (slot.to_owned(), component.to_owned(), known.join(", "));
            return Err(ResolveError::NotACandidate { slot, component, known });
        }
        asked.flags.pins.push((id, Pin::Any(meant)));
        Ok(())
    }

    /// The option of a name.
    pub(crate) fn known_option(&self, option: &str) -> Result<OptionId, ResolveError> {
        let known = || self.model.options.iter().map(|option| option.name.as_str());
        let unknown =
            || ResolveError::UnknownOption { option: option.to_owned(), hint: hint(nearest(option, known())) };
        self.model.find_option(option).ok_or_else(unknown)
    }

    /// The slot of a name.
    pub(crate) fn known_slot(&self, slot: &str) -> Result<SlotId, ResolveError> {
        let names = || self.model.slots.iter().map(|slot| slot.name.as_str());
        let unknown = || ResolveError::UnknownSlot { slot: slot.to_owned(), hint: hint(nearest(slot, names())) };
        self.model.find_slot(slot).ok_or_else(unknown)
    }

    /// The versions that `ID[@REQ]` means.
    pub(crate) fn versions(&self, text: &str) -> Result<Vec<ComponentId>, ResolveError> {
        let (id, requirement) = text.split_once('@').map_or((text, None), |(id, req)| (id, Some(req)));
        let requirement = requirement.map(semver::VersionReq::parse);
        let fits = |version: &semver::Version| match &requirement {
            None => true,
            Some(Ok(requirement)) => requirement.matches(version),
            Some(Err(_)) => false,
        };
        let all = self.model.versions(id).filter(|(_, component)| fits(&component.version));
        let found: Vec<ComponentId> = all.map(|(id, _)| id).collect();
        if found.is_empty() {
            let known = self.model.components.iter().map(|component| component.id.as_str());
            let near = nearest(id, known).filter(|near| *near != id);
            return Err(ResolveError::UnknownComponent { component: text.to_owned(), hint: hint(near) });
        }
        Ok(found)
    }

    /// What the lock held in a market, by ids; what no longer exists is left out.
    fn before(&self, request: &Request, code: &str) -> Before {
        let held = request.kept.as_ref().and_then(|kept| kept.get(code));
        let mut before = Before::new();
        for (slot, (component, version)) in held.into_iter().flatten() {
            let Some(slot) = self.model.find_slot(slot) else { continue };
            let same = self.model.versions(component).find(|(_, known)| known.version.to_string() == *version);
            before.insert(slot, same.map(|(id, _)| id));
        }
        before
    }
}
