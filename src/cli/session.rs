//! The flags of a question, and asking it.

use super::console::{Console, Progress};
use super::failure::Failure;
use super::render;
use super::{Global, codes};
use terroir::compare::Comparison;
use terroir::impact::Impact;
use terroir::lock::Kept;
use terroir::{Code, Compiled, Date, Diagnostic, Portfolio, Request, Solution};

/// The flags that commands with a question share.
#[derive(Default, clap::Args)]
pub struct Question {
    /// Only this market; may be given several times [default: the solution's markets]
    #[arg(long, value_name = "M")]
    pub market: Vec<String>,
    /// The day the product is placed on the market [default: `as-of` of the solution, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// What if an option had this value, as in `--set uplink=lorawan`
    #[arg(long, value_name = "OPTION=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// What if a slot held this component, as in `--pin modem=bg95-m3@^1.2`; `--pin SLOT=` leaves it empty
    #[arg(long, value_name = "SLOT=ID[@REQ]", value_parser = pair)]
    pub pin: Vec<(String, String)>,
    /// What if this component could not be had
    #[arg(long, value_name = "COMPONENT")]
    pub without: Vec<String>,
    /// Steps of reasoning that each market may take; past them it is undecided [default: 500000000]
    #[arg(long, value_name = "STEPS")]
    pub limit: Option<u64>,
    /// What if nothing made in this country or area could be had, as in `--without-origin CN`
    #[arg(long, value_name = "AREA")]
    pub without_origin: Vec<String>,
    /// What if nothing of this manufacturer could be had
    #[arg(long, value_name = "NAME")]
    pub without_supplier: Vec<String>,
    /// Take warnings of this code for errors, as in `--deny gap`
    #[arg(long, value_name = "CODE", value_parser = codes::known)]
    pub deny: Vec<Code>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

impl Question {
    /// Whether the question is about something else than the solution as it is written.
    pub fn is_what_if(&self) -> bool {
        !(self.set.is_empty()
            && self.pin.is_empty()
            && self.without.is_empty()
            && self.without_origin.is_empty()
            && self.without_supplier.is_empty())
    }

    /// The question for a day.
    pub fn request(&self, as_of: Date, kept: Option<Kept>) -> Request {
        let mut markets: Vec<String> = Vec::new();
        for market in &self.market {
            if !markets.contains(market) {
                markets.push(market.clone());
            }
        }
        Request {
            markets,
            as_of: Some(as_of),
            set: self.set.clone(),
            pin: self.pin.clone(),
            without: self.without.clone(),
            limit: self.limit,
            without_origin: self.without_origin.clone(),
            without_supplier: self.without_supplier.clone(),
            kept,
            ..Request::default()
        }
    }

    /// The day asked about: the flag's, else the lock's where it binds, else the solution's, else today.
    pub fn day(&self, opened: &Opened, locked: Option<Date>, console: &Console) -> Result<Date, Failure> {
        match self.as_of.or(locked) {
            Some(day) => Ok(day),
            None => self.usual_day(opened, console),
        }
    }

    /// The day where no flag names one: the lock's where rows are taken from it, else the solution's, else today.
    pub fn usual_day(&self, opened: &Opened, console: &Console) -> Result<Date, Failure> {
        if let Some(day) = opened.frozen.or(opened.solution.as_of()) {
            return Ok(day);
        }
        let today = today()?;
        console.note(&format!("note: as of today, {today}; `--as-of` or `as-of` in [solution] names another day\n"))?;
        Ok(today)
    }
}

/// Today in UTC: the same on every machine, whatever its time zone.
pub fn today() -> Result<Date, Failure> {
    let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    now.parse().map_err(|_| Failure::Usage(format!("the clock shows {now}"), Some("give `--as-of`".to_owned())))
}

/// A solution that is ready to be asked.
pub struct Opened {
    pub solution: Solution,
    pub compiled: Compiled,
    /// The day of the lock, where the rows of databases come from it.
    pub frozen: Option<Date>,
    /// Threads that may be used.
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

    /// Compiles a solution; its questions are answered on one thread, in silence.
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

    /// Tells the warnings and notes about the files.
    pub fn report(&self, console: &Console) -> Result<(), Failure> {
        render::diagnostics(console, &self.diagnostics(), self.solution.files())
    }

    /// Asks for the markets of the question.
    pub fn portfolio(&self, request: &Request) -> Result<Portfolio, Failure> {
        self.wants_markets(request)?;
        let request = Request { jobs: self.jobs, ..request.clone() };
        let progress = Progress::new(self.tells_progress);
        Ok(self.compiled.portfolio_watched(&request, &|done, all| progress.report(done, all))?)
    }

    /// Asks for the markets of the request and for no others, though there be none; the shared core is theirs alone.
    pub fn alone(&self, request: &Request) -> Result<Portfolio, Failure> {
        let request = Request { alone: true, ..request.clone() };
        self.portfolio(&request)
    }

    /// Asks for the markets of the question twice: as written, and as supposed.
    pub fn what_if(&self, today: &Request, then: &Request) -> Result<Comparison, Failure> {
        self.wants_markets(then)?;
        Ok(self.compiled.what_if(today, then)?)
    }

    /// What hangs on a component.
    pub fn impact(&self, component: &str, request: &Request) -> Result<Impact, Failure> {
        self.wants_markets(request)?;
        Ok(self.compiled.impact(component, request)?)
    }

    /// A question about no market at all is wrong usage.
    pub fn wants_markets(&self, request: &Request) -> Result<(), Failure> {
        if self.solution.markets().is_empty() && request.markets.is_empty() {
            let message = format!("`{}` has no markets", self.solution.name());
            return Err(Failure::Usage(message, Some("`terroir add market CODE` adds one".to_owned())));
        }
        Ok(())
    }
}
