//! The flags of a request, and a compiled solution that answers it.

use super::console::{Console, Progress};
use super::failure::Failure;
use super::render;
use super::{Global, codes};
use terroir::compare::Comparison;
use terroir::impact::Impact;
use terroir::{Code, Compiled, Date, Diagnostic, LockedChoices, Portfolio, Request, Scope, Solution};

/// The heading of the flags that change the solution as it is written.
const WHAT_IF: &str = "What-if options";

/// The flags that commands with a request share.
#[derive(Default, clap::Args)]
pub struct Question {
    /// Limit to this market; may be repeated [default: all markets of the solution]
    #[arg(long, value_name = "CODE")]
    pub market: Vec<String>,
    /// Date on which the product is placed on the market [default: `as-of` in [solution], else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Treat warnings with this code as errors, as in `--deny gap`; may be repeated
    #[arg(long, value_name = "CODE", value_parser = codes::known)]
    pub deny: Vec<Code>,
    /// Solver step limit per market; a market that exceeds it is reported as undecided [default: 500000000]
    #[arg(long, value_name = "STEPS")]
    pub limit: Option<u64>,
    /// Set an option, as in `--set uplink=lorawan`
    #[arg(long, value_name = "OPTION=VALUE", value_parser = pair, help_heading = WHAT_IF)]
    pub set: Vec<(String, String)>,
    /// Put a component into a slot, as in `--pin modem=bg95-m3@^1.2`; `--pin SLOT=` leaves the slot empty
    #[arg(long, value_name = "SLOT=ID[@REQ]", value_parser = pair, help_heading = WHAT_IF)]
    pub pin: Vec<(String, String)>,
    /// Exclude this component
    #[arg(long, value_name = "COMPONENT", help_heading = WHAT_IF)]
    pub without: Vec<String>,
    /// Exclude components made in this country or area, as in `--without-origin CN`
    #[arg(long, value_name = "AREA", help_heading = WHAT_IF)]
    pub without_origin: Vec<String>,
    /// Exclude components of this maker
    #[arg(long, alias = "without-supplier", value_name = "NAME", help_heading = WHAT_IF)]
    pub without_maker: Vec<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected `NAME=VALUE`".to_owned()),
    }
}

impl Question {
    /// Whether the request is about something else than the solution as it is written.
    pub fn is_what_if(&self) -> bool {
        !(self.set.is_empty()
            && self.pin.is_empty()
            && self.without.is_empty()
            && self.without_origin.is_empty()
            && self.without_maker.is_empty())
    }

    /// The request for a date.
    pub fn request(&self, as_of: Date, locked: Option<LockedChoices>) -> Request {
        let mut markets: Vec<String> = Vec::new();
        for market in &self.market {
            if !markets.contains(market) {
                markets.push(market.clone());
            }
        }
        let mut request = Request::markets(markets).as_of(as_of);
        for (option, value) in &self.set {
            request = request.set(option, value);
        }
        for (slot, component) in &self.pin {
            request = request.pin(slot, component);
        }
        request.without.clone_from(&self.without);
        request.without_origin.clone_from(&self.without_origin);
        request.without_maker.clone_from(&self.without_maker);
        (request.limit, request.locked) = (self.limit, locked);
        request
    }

    /// The date of the request: that of `--as-of`, else the lock's where it binds, else the solution's, else today.
    pub fn day(&self, opened: &Opened, locked: Option<Date>, console: &Console) -> Result<Date, Failure> {
        match self.as_of.or(locked) {
            Some(day) => Ok(day),
            None => self.usual_day(opened, console),
        }
    }

    /// The date where no flag gives one: the lock's where rows are taken from it, else the solution's, else today.
    pub fn usual_day(&self, opened: &Opened, console: &Console) -> Result<Date, Failure> {
        if let Some(day) = opened.frozen.or(opened.solution.as_of()) {
            return Ok(day);
        }
        let today = today()?;
        console.note(&format!(
            "note: using today's date, {today}; set `--as-of`, or `as-of` in [solution], for reproducible results\n"
        ))?;
        Ok(today)
    }
}

/// Today in UTC: the same on every machine, whatever its time zone.
pub fn today() -> Result<Date, Failure> {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let help = || Some("set `--as-of`".to_owned());
    now.parse().map_err(|_| Failure::Usage(format!("the system clock shows an unusable date, {now}"), help()))
}

/// A solution that is loaded and compiled.
pub struct Opened {
    pub solution: Solution,
    pub compiled: Compiled,
    /// The date of the lock, where database rows come from it.
    pub frozen: Option<Date>,
    /// How many threads to use.
    pub jobs: usize,
    /// Whether a person who waits is told how far the work is.
    pub tells_progress: bool,
}

impl Opened {
    /// Reads and compiles the solution in the folder that the flags name.
    pub fn from_folder(global: &Global) -> Result<Self, Failure> {
        Self::from_path(&global.folder(), global)
    }

    /// Reads and compiles the solution in a folder.
    pub fn from_path(folder: &std::path::Path, global: &Global) -> Result<Self, Failure> {
        let (solution, frozen) = global.load_from(folder)?;
        let opened = Self::compile(solution)?;
        Ok(Self { frozen, jobs: global.jobs(), tells_progress: !global.quiet, ..opened })
    }

    /// Compiles a solution; its requests are answered on one thread, without progress.
    pub fn compile(solution: Solution) -> Result<Self, Failure> {
        match solution.compile() {
            Ok(compiled) => Ok(Self { compiled, solution, frozen: None, jobs: 1, tells_progress: false }),
            Err(faults) => Err(Failure::faults(faults, solution.diagnostics())),
        }
    }

    /// All warnings and notes about the files.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.solution.diagnostics().to_vec();
        all.extend_from_slice(self.compiled.diagnostics());
        terroir::diagnostic::sort(&mut all, self.solution.files());
        all
    }

    /// Reports the warnings and notes about the files.
    pub fn report(&self, console: &Console) -> Result<(), Failure> {
        render::diagnostics(console, &self.diagnostics(), self.solution.files())
    }

    /// Resolves the markets of the request.
    pub fn portfolio(&self, request: &Request) -> Result<Portfolio, Failure> {
        self.wants_markets(request)?;
        let request = request.clone().jobs(self.jobs);
        let progress = Progress::new(self.tells_progress);
        Ok(self.compiled.portfolio_watched(&request, &|done, all| progress.report(done, all))?)
    }

    /// Resolves the markets of the request and no others, even if there are none; the shared core is theirs alone.
    pub fn alone(&self, request: &Request) -> Result<Portfolio, Failure> {
        let request = request.clone().scope(Scope::Requested);
        self.portfolio(&request)
    }

    /// Resolves the markets of the request twice: as written, and with the what-if flags.
    pub fn what_if(&self, today: &Request, then: &Request) -> Result<Comparison, Failure> {
        self.wants_markets(then)?;
        Ok(self.compiled.what_if(today, then)?)
    }

    /// Finds where a component is used and what depends on it.
    pub fn impact(&self, component: &str, request: &Request) -> Result<Impact, Failure> {
        self.wants_markets(request)?;
        Ok(self.compiled.impact(component, request)?)
    }

    /// A request without any market is wrong usage.
    pub fn wants_markets(&self, request: &Request) -> Result<(), Failure> {
        if self.solution.markets().is_empty() && request.markets.is_empty() {
            let message = format!("`{}` has no markets", self.solution.name());
            return Err(Failure::Usage(message, Some("`terroir add market CODE` adds one".to_owned())));
        }
        Ok(())
    }
}
