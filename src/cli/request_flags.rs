//! The flags that make a request.

use super::codes;
use super::console::Console;
use super::failure::Failure;
use super::session::Opened;
use terroir::{Code, Date, LockedChoices, Number, Request};

/// The heading of the flags that change the solution as it is written.
const WHAT_IF: &str = "What-if options";

/// The flags that commands with a request share.
#[derive(Default, clap::Args)]
pub struct RequestFlags {
    /// Limit to this market; may be repeated [default: all markets of the solution]
    #[arg(long, value_name = "CODE")]
    pub market: Vec<String>,
    /// Limit to this variant of [[variants]] and its markets; may be repeated
    #[arg(long, value_name = "NAME")]
    pub variant: Vec<String>,
    /// All variants of [[variants]], each in its markets
    #[arg(long, conflicts_with = "variant")]
    pub variants: bool,
    /// Date on which the product is placed on the market [default: `as-of` in [solution], else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<Date>,
    /// Treat warnings with this code as errors, as in `--deny gap`; may be repeated
    #[arg(long, value_name = "CODE", value_parser = codes::known)]
    pub deny: Vec<Code>,
    /// Solver step limit per market; a market that exceeds it is reported as undecided [default: 500000000, about a second]
    #[arg(long, value_name = "STEPS", value_parser = steps)]
    pub limit: Option<u64>,
    /// Accept a purchasing plan that is not proved to be the best but within this many percent of it, as in
    /// `--accept-gap 0.5%`; only where the step limit is reached
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub accept_gap: Option<Number>,
    /// Set an option, as in `--set uplink=lorawan`
    #[arg(long, value_name = "OPTION=VALUE", value_parser = setting, help_heading = WHAT_IF)]
    pub set: Vec<(String, String)>,
    /// Put a component into a slot, as in `--pin modem=bg95-m3@^1.2`; `--pin SLOT=` leaves the slot empty
    #[arg(long, value_name = "SLOT=ID[@REQ]", value_parser = pinned, help_heading = WHAT_IF)]
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
    /// Exclude the offers of this seller
    #[arg(long, value_name = "NAME", help_heading = WHAT_IF)]
    pub without_seller: Vec<String>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    pair(text, "OPTION=VALUE")
}

fn pinned(text: &str) -> Result<(String, String), String> {
    pair(text, "SLOT=ID[@REQ]")
}

fn steps(text: &str) -> Result<u64, String> {
    match text.parse::<u64>() {
        Ok(0) => Err("must be at least 1".to_owned()),
        Ok(steps) => Ok(steps),
        Err(error) => Err(error.to_string()),
    }
}

fn percent(text: &str) -> Result<Number, String> {
    let number = text.strip_suffix('%').unwrap_or(text).trim_end();
    match number.parse::<Number>() {
        Ok(percent) if !percent.is_negative() && percent <= Number::from(100) => Ok(percent),
        Ok(_) | Err(_) => Err("expected a percentage from 0 to 100, like `0.5%`".to_owned()),
    }
}

fn pair(text: &str, form: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("expected `{form}`")),
    }
}

impl RequestFlags {
    /// Whether the request is about something else than the solution as it is written.
    pub fn is_what_if(&self) -> bool {
        !(self.set.is_empty()
            && self.pin.is_empty()
            && self.without.is_empty()
            && self.without_origin.is_empty()
            && self.without_maker.is_empty()
            && self.without_seller.is_empty())
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
        request.without_seller.clone_from(&self.without_seller);
        (request.limit, request.accept_gap, request.locked) = (self.limit, self.accept_gap, locked);
        request
    }

    /// The date of the request: that of `--as-of`, else the solution's, else the lock's where it binds, else today.
    pub fn day(&self, opened: &Opened, locked: Option<Date>, console: &Console) -> Result<Date, Failure> {
        match (self.as_of.or(opened.solution.as_of()), locked) {
            (Some(day), _) => Ok(day),
            (None, Some(day)) => {
                console.note(&format!("note: using the date of terroir.lock, {day}; `--as-of` sets another\n"))?;
                Ok(day)
            }
            (None, None) => self.usual_day(opened, console),
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

/// Today where the user is: `TZ`, else the time zone of the system, else UTC.
pub fn today() -> Result<Date, Failure> {
    let now = jiff::Zoned::now().date().to_string();
    let help = || Some("set `--as-of`".to_owned());
    now.parse().map_err(|_| Failure::Usage(format!("the system clock shows an unusable date, {now}"), help()))
}
