//! How diagnostics, warnings and conflicts are told.

use super::console::{Console, Status};
use super::failure::Failure;
use super::findings;
use std::fmt::Write as _;
use terroir::bom::{Conflict, Reason, Warning};
use terroir::diagnostic::printable;
use terroir::terms::code::FactCode;
use terroir::{Code, Diagnostic, Outcome, Portfolio, Severity, Solution};
use terroir::{Files, Place};

/// Tells diagnostics on stderr; when quiet, only errors.
pub fn diagnostics(console: &Console, diagnostics: &[Diagnostic], files: &Files) -> Result<(), Failure> {
    diagnostics.iter().try_for_each(|one| {
        if one.severity != Severity::Error && console.is_quiet() {
            return Ok(());
        }
        console.finding(&findings::of_diagnostic(one, files), &format!("{}\n", one.render(files)))
    })
}

/// Tells how many diagnostics there were: `2 errors, 1 warning`.
pub fn count(console: &Console, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    let counted = |severity: Severity| {
        let count = diagnostics.iter().filter(|one| one.severity == severity).count();
        (count, severity.word())
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(counted);
    let words = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word));
    let words: Vec<String> = words.collect();
    if words.is_empty() || (console.is_quiet() && !terroir::diagnostic::has_errors(diagnostics)) {
        return Ok(());
    }
    console.error(&format!("{}\n", words.join(", ")))
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}

/// A warning with the markets that it was given for.
pub struct Told<'a> {
    pub warning: &'a Warning,
    /// Empty where it concerns the portfolio.
    pub markets: Vec<&'a str>,
    /// What stands for several messages of one code.
    summary: Option<String>,
}

impl Told<'_> {
    /// The message with its markets: `no source was read for carriers (CN, IN)`.
    pub fn message(&self) -> String {
        match &self.summary {
            Some(summary) => summary.clone(),
            None => with_markets(&printable(&self.warning.message), &self.markets),
        }
    }

    /// The message without a list of markets, for where they stand beside it; of the first market where there are several.
    pub fn plain(&self) -> String {
        self.summary.clone().unwrap_or_else(|| self.warning.message.clone())
    }

    /// Whether a warning of another market says the same, but for the market's own name.
    fn says(&self, warning: &Warning, market: &str) -> bool {
        let [first, ..] = self.markets.as_slice() else { return false };
        let general = |message: &str, market: &str| message.replace(&quoted(market), "`*`");
        let same_message = general(&self.warning.message, first) == general(&warning.message, market);
        self.warning.code == warning.code && same_message
    }
}

/// A message of one market as that of several: the first's name gives way to the list.
pub fn with_markets(message: &str, markets: &[&str]) -> String {
    match markets {
        [] => message.to_owned(),
        [only] if message.contains(&quoted(only)) => message.to_owned(),
        [first, ..] => {
            let message = message.replace(&quoted(first), "these markets");
            format!("{message} ({})", markets.join(", "))
        }
    }
}

fn quoted(market: &str) -> String {
    format!("`{market}`")
}

/// All warnings of a portfolio, each once with its markets; gaps last, for they are what is not known.
pub fn warnings(portfolio: &Portfolio) -> Vec<Told<'_>> {
    let each =
        portfolio.markets.iter().flat_map(|outcome| outcome.warnings().iter().map(|one| (outcome.market(), one)));
    gathered(&portfolio.warnings, each)
}

/// Warnings of the whole and of single markets, each once with its markets; gaps last.
pub fn gathered<'a>(whole: &'a [Warning], of_markets: impl Iterator<Item = (&'a str, &'a Warning)>) -> Vec<Told<'a>> {
    let mut told: Vec<Told<'a>> =
        whole.iter().map(|warning| Told { warning, markets: Vec::new(), summary: None }).collect();
    for (market, warning) in of_markets {
        match told.iter_mut().find(|one| one.says(warning, market)) {
            Some(one) => one.markets.push(market),
            None => told.push(Told { warning, markets: vec![market], summary: None }),
        }
    }
    told.sort_by_key(|one| (one.warning.code == FactCode::Gap, is_standing(one.warning.code)));
    told
}

/// Codes that tell how far the facts of an answer can be relied on, with the words for them.
const STANDINGS: [(FactCode, &str); 3] = [
    (FactCode::SingleSource, "facts from a single source"),
    (FactCode::Disputed, "facts on which sources disagree"),
    (FactCode::Unverified, "facts that no source confirms"),
];

fn is_standing(code: Code) -> bool {
    STANDINGS.iter().any(|(known, _)| code == *known)
}

/// The warnings as a person wants them: which facts have one source differs from market to market, so that is told once
/// for all of them.
pub fn condensed(portfolio: &Portfolio) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = Vec::new();
    for one in warnings(portfolio) {
        let known =
            told.iter_mut().find(|known| known.warning.code == one.warning.code && is_standing(one.warning.code));
        match known {
            Some(known) => {
                known.markets.extend(one.markets);
                known.summary = Some(summary(known.warning.code, &known.markets));
            }
            None => told.push(one),
        }
    }
    told
}

fn summary(code: Code, markets: &[&str]) -> String {
    let words = STANDINGS.iter().find(|(known, _)| code == *known).map_or("", |(_, words)| words);
    let (count, first) = (markets.len(), markets.first().copied().unwrap_or_default());
    let listed = markets.join(", ");
    format!("the answers for {count} markets rely on {words} ({listed}); `terroir explain --market {first}` lists them")
}

/// Tells warnings; one that is denied is a finding.
pub fn report(console: &Console, warnings: &[Told<'_>], denied: &[Code]) -> Result<Status, Failure> {
    let mut status = Status::Clean;
    for told in warnings {
        let message = told.message();
        if denied.contains(&told.warning.code) {
            status = Status::Findings;
            console.error(&format!("error[{}]: {message}\n", told.warning.code))?;
        } else {
            console.note(&format!("warning[{}]: {message}\n", told.warning.code))?;
        }
    }
    Ok(status)
}

/// Tells what is wrong with the answers: conflicts, limits, warnings. A warning that is denied is a finding.
pub fn answers(
    console: &Console,
    solution: &Solution,
    portfolio: &Portfolio,
    denied: &[Code],
) -> Result<Status, Failure> {
    let mut status = report(console, &condensed(portfolio), denied)?;
    for outcome in &portfolio.markets {
        no_bom_told(console, solution, outcome, |text| format!("\n{text}"))?;
        status = status.max(status_of(outcome));
    }
    Ok(status)
}

/// What a market's answer means for the exit status.
pub fn status_of(outcome: &Outcome) -> Status {
    match outcome {
        Outcome::Resolved(_) => Status::Clean,
        Outcome::Conflict(_) => Status::Findings,
        Outcome::Undecided(_) => Status::NotDone,
    }
}

/// Why a market has no bill of materials; `None` where it has one.
pub fn no_bom(solution: &Solution, outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::Resolved(_) => None,
        Outcome::Conflict(found) => Some(conflict(solution, found)),
        Outcome::Undecided(undecided) => Some(format!(
            "error[undecided]: {undecided}\nhelp: raise `--limit`, or reduce the number of free options or candidates\n"
        )),
    }
}

/// Tells why a market has no bill of materials, in a text of some shape.
pub fn no_bom_told(
    console: &Console,
    solution: &Solution,
    outcome: &Outcome,
    shaped: impl Fn(&str) -> String,
) -> Result<(), Failure> {
    match (no_bom(solution, outcome), findings::of_outcome(solution, outcome)) {
        (Some(text), Some(finding)) => console.finding(&finding, &shaped(&text)),
        _ => Ok(()),
    }
}

/// A conflict as people read it: the headline, the reasons numbered with their places, what joins them, the fixes.
fn conflict(solution: &Solution, conflict: &Conflict) -> String {
    let headline = headline(solution, conflict);
    let mut out = format!("error[no-valid-bom]: {headline}\n{}", reasons(solution, &conflict.reasons));
    for line in &conflict.context {
        let _ = writeln!(out, "{}", printable(line));
    }
    for (at, fix) in conflict.fixes.iter().enumerate() {
        let or = if at == 0 { "" } else { "or " };
        let _ = writeln!(out, "help: {or}{}", placed(&fix.text, fix.place.as_ref()));
    }
    out
}

/// Reasons, numbered, each with what it names below it.
pub fn reasons(solution: &Solution, reasons: &[Reason]) -> String {
    let mut out = String::new();
    for (at, reason) in reasons.iter().enumerate() {
        let _ = writeln!(out, "({}) {}{}", at + 1, printable(&reason.text), cited(solution, reason));
        for label in &reason.labels {
            let _ = writeln!(out, "      {}", placed(&label.text, label.place.as_ref()));
        }
    }
    out
}

/// The sentence that a conflict begins with.
pub fn headline(solution: &Solution, conflict: &Conflict) -> String {
    let (market, name, day) = (&conflict.market, solution.name(), conflict.as_of);
    format!("market `{market}` has no valid bill of materials for `{name}` on {day}")
}

/// Place and sources of a reason in parentheses: ` (regions/BR.toml:6, IEC World Plugs, 2017-10)`; without those that
/// its text or its labels tell. Of several sources the first is named; JSON has all.
fn cited(solution: &Solution, reason: &Reason) -> String {
    let told_below = |place: &Place| reason.labels.iter().any(|label| label.place.as_ref() == Some(place));
    let place = reason.place.as_ref().filter(|place| !told_below(place)).map(Place::to_string);
    let place = place.filter(|place| !reason.text.contains(place));
    // A text that names the place of a fact names its source beside it.
    let cites = reason.text.contains(".toml:");
    let first = reason.source.first().filter(|_| !cites).map(|id| citation(solution, id));
    let further = reason.source.len().saturating_sub(1);
    let more = first.as_ref().filter(|_| further > 0).map(|_| format!("and {}", plural(further, "more source")));
    let words: Vec<String> = place.into_iter().chain(first).chain(more).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", printable(&words.join(", "))) }
}

/// A text with its place behind it, unless it tells it itself.
fn placed(text: &str, place: Option<&Place>) -> String {
    let place = place.map(Place::to_string).filter(|place| !text.contains(place));
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    format!("{}{place}", printable(text))
}

/// A source as people cite it: title and date; its id where nothing more is known.
pub fn citation(solution: &Solution, id: &str) -> String {
    match solution.citation(id) {
        Some(source) => match source.date.or(source.version) {
            Some(date) => format!("{}, {date}", source.title),
            None => source.title,
        },
        None => id.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use terroir::Place;
    use terroir::Request;

    /// Answers to fill in: a conflict that a flag brings about, in a market with warnings.
    fn answers() -> Portfolio {
        let solution = "[solution]\nname = 'lamp'\nmarkets = ['DE', 'US']\ncurrency = 'USD'\n\
            [slots.driver]\nchoose = ['a', 'b']\n[slots.bulb]\nchoose = ['c']";
        let catalog = "components = [\n\
            { id = 'a', kind = 'hardware', price = '1', needs = { 'power.mains' = { voltage_v = { within = [100, 130] } } } },\n\
            { id = 'b', kind = 'hardware', price = '1' },\n\
            { id = 'c', kind = 'hardware' },\n]";
        let solution = Solution::from_sources([("solution.toml", solution), ("catalog/a.toml", catalog)]).unwrap();
        let request = Request::default().as_of("2026-11-22".parse().unwrap()).pin("driver", "a");
        solution.compile().unwrap().portfolio(&request).unwrap()
    }

    fn conflict_of(market: &str, warnings: Vec<Warning>) -> Conflict {
        let template = answers().markets.into_iter().find_map(|outcome| match outcome {
            Outcome::Conflict(conflict) => Some(*conflict),
            Outcome::Resolved(_) | Outcome::Undecided(_) => None,
        });
        let mut conflict = template.unwrap();
        let place = |line| Some(Place { file: "catalog/a.toml".to_owned(), line, column: 1 });
        let mut label = conflict.reasons.iter().find_map(|reason| reason.labels.first().cloned()).unwrap();
        let mut reason = |text: &str, line, below: &str, below_line| {
            let mut reason = conflict.reasons[0].clone();
            (label.text, label.place) = (below.to_owned(), place(below_line));
            (reason.text, reason.place) = (text.to_owned(), place(line));
            (reason.labels, reason.source) = (vec![label.clone()], vec!["unknown-source".to_owned()]);
            reason
        };
        let reasons = vec![
            reason("nothing takes the mains", 9, "`a` takes 120 V", 14),
            reason("the mains are 230 V (regions/DE.toml:9, a source)", 12, "`b`", 12),
        ];
        let fix = |text: &str, place| {
            let mut fix = conflict.fixes[0].clone();
            (fix.text, fix.place) = (text.to_owned(), place);
            fix
        };
        conflict.fixes = vec![fix("add `c` at catalog/a.toml:3", place(3)), fix("drop the pin", None)];
        conflict.market = market.to_owned();
        conflict.context = vec!["slot `driver` must be filled".to_owned()];
        (conflict.reasons, conflict.warnings) = (reasons, warnings);
        conflict
    }

    fn portfolio(markets: Vec<Conflict>, warnings: Vec<Warning>) -> Portfolio {
        let mut portfolio = answers();
        portfolio.markets = markets.into_iter().map(|one| Outcome::Conflict(Box::new(one))).collect();
        portfolio.warnings = warnings;
        portfolio
    }

    fn warning(code: &'static str, message: &str) -> Warning {
        let mut warning = answers().markets.iter().find_map(|outcome| outcome.warnings().first().cloned()).unwrap();
        (warning.code, warning.message) = (code.parse().unwrap(), message.to_owned());
        warning
    }

    #[test]
    fn a_warning_of_several_markets_is_told_once_and_gaps_last() {
        let gap = |market: &str| warning("gap", &format!("`network` of `{market}` is not known"));
        let price = warning("no-price", "`a` has no price");
        let markets = vec![
            conflict_of("US", vec![gap("US"), price.clone()]),
            conflict_of("DE", vec![gap("DE"), price]),
            conflict_of("BR", vec![warning("gap", "`carriers` of `BR` is not known")]),
        ];
        let portfolio = portfolio(markets, vec![warning("core-share", "the core is small")]);
        let told: Vec<String> = warnings(&portfolio).iter().map(Told::message).collect();
        assert_eq!(
            told,
            [
                "the core is small",
                "`a` has no price (US, DE)",
                "`network` of these markets is not known (US, DE)",
                "`carriers` of `BR` is not known",
            ]
        );
    }

    #[test]
    fn a_conflict_tells_every_place_once() {
        let world = Solution::world().unwrap();
        assert_eq!(
            conflict(&world, &conflict_of("DE", Vec::new())),
            "error[no-valid-bom]: market `DE` has no valid bill of materials for `world` on 2026-11-22\n\
             (1) nothing takes the mains (catalog/a.toml:9, unknown-source)\n      \
             `a` takes 120 V (catalog/a.toml:14)\n\
             (2) the mains are 230 V (regions/DE.toml:9, a source)\n      \
             `b` (catalog/a.toml:12)\n\
             slot `driver` must be filled \
             help: add `c` at catalog/a.toml:3\n\
             help: or drop the pin\n"
        );
    }

    #[test]
    fn counts_have_their_plural() {
        assert_eq!([plural(1, "error"), plural(0, "error"), plural(2, "note")], ["1 error", "0 errors", "2 notes"]);
    }
}
