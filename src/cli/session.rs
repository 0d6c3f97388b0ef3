//! A loaded and compiled solution that answers requests.

use super::console::{Console, Progress, Verbosity};
use super::failure::Failure;
use super::global::Global;
use super::messages;
use terroir::compare::Comparison;
use terroir::impact::Impact;
use terroir::{Compiled, Date, Diagnostic, Portfolio, Request, Scope, Solution};

/// A solution that is loaded and compiled.
pub struct Opened {
    pub solution: Solution,
    pub compiled: Compiled,
    /// The date of the lock, where database rows come from it.
    pub frozen: Option<Date>,
    /// How many threads to use.
    pub jobs: usize,
    /// Whether progress is shown.
    pub verbosity: Verbosity,
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
        Ok(Self { frozen, jobs: global.jobs(), verbosity: global.verbosity(), ..opened })
    }

    /// Compiles a solution; its requests are answered on one thread, without progress.
    pub fn compile(solution: Solution) -> Result<Self, Failure> {
        match solution.compile() {
            Ok(compiled) => Ok(Self { compiled, solution, frozen: None, jobs: 1, verbosity: Verbosity::Quiet }),
            Err(faults) => Err(Failure::faults(faults, solution.diagnostics())),
        }
    }

    /// All warnings and notes about the files.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.solution.diagnostics().to_vec();
        all.extend_from_slice(self.compiled.diagnostics());
        terroir::sort_diagnostics(&mut all, self.solution.files());
        all
    }

    /// Reports the warnings and notes about the files.
    pub fn report(&self, console: &Console) -> Result<(), Failure> {
        messages::report_diagnostics(console, &self.diagnostics(), self.solution.files())
    }

    /// Resolves the markets of the request.
    pub fn portfolio(&self, request: &Request) -> Result<Portfolio, Failure> {
        self.wants_markets(request)?;
        let request = request.clone().jobs(self.jobs);
        let progress = Progress::new(self.verbosity);
        Ok(self.compiled.portfolio_watched(&request, &|done, all| progress.report(done, all))?)
    }

    /// Resolves the markets of each request: of the solution, or of one variant after the other.
    pub fn portfolios(&self, requests: &[Request]) -> Result<Vec<Portfolio>, Failure> {
        requests.iter().map(|request| self.portfolio(request)).collect()
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
