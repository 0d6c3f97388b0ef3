//! The warnings of a portfolio, each once with the markets that have it.

use super::wording::{plural, quoted, with_markets, with_variants};
use std::collections::BTreeMap;
use terroir::bom::{Block, Warning};
use terroir::{Code, Portfolio};
use terroir::{headed, printable};

/// A warning with the markets that it was given for.
pub struct MarketWarning<'a> {
    pub warning: &'a Warning,
    /// Empty where it concerns the portfolio.
    pub markets: Vec<&'a str>,
    /// The variants that have it; empty where all that are requested do, and where none is.
    pub variants: Vec<&'a str>,
    /// What to write in each market so that a gap is closed.
    blocks: Vec<(&'a str, &'a Block)>,
    /// A text in place of several messages of one code.
    summary: Option<String>,
}

/// How many markets a summary names.
const MOST_NAMED: usize = 8;

/// Of how many markets a text shows what to write.
const MOST_BLOCKS: usize = 10;

impl<'a> MarketWarning<'a> {
    fn new(warning: &'a Warning, market: Option<&'a str>) -> Self {
        let blocks = market.and_then(|market| Some((market, warning.block.as_ref()?))).into_iter().collect();
        Self { warning, markets: market.into_iter().collect(), variants: Vec::new(), blocks, summary: None }
    }

    fn subject(&self) -> Subject<'a> {
        Subject::of(self.warning, self.markets.first().copied())
    }

    /// Adds the markets and variants of another one, each once.
    fn join(&mut self, other: Self) {
        for (market, block) in other.blocks {
            if !self.blocks.iter().any(|(known, _)| *known == market) {
                self.blocks.push((market, block));
            }
        }
        for (own, more) in [(&mut self.markets, other.markets), (&mut self.variants, other.variants)] {
            for name in more {
                if !own.contains(&name) {
                    own.push(name);
                }
            }
        }
    }

    /// The message with its markets: `no source was read for carriers (CN, IN)`.
    pub fn message(&self) -> String {
        match &self.summary {
            Some(summary) => with_variants(summary, &self.variants),
            None => with_variants(&with_markets(&printable(&self.warning.message), &self.markets), &self.variants),
        }
    }

    /// What it is about; empty for a summary, and where the code alone says it.
    pub fn key(&self) -> &str {
        if self.summary.is_some() { "" } else { &self.warning.key }
    }

    /// How its message begins: `warning[gap: network.lte-m]`.
    pub fn head(&self, word: &str) -> String {
        headed(word, self.warning.code, &printable(self.key()))
    }

    /// What to do about it: of a gap, what to write, market after market.
    pub fn help(&self) -> Option<String> {
        self.help_after(&mut Vec::new())
    }

    /// The same below other texts, with the blocks that these show already.
    fn help_after(&self, shown: &mut Vec<(&'a str, &'a Block)>) -> Option<String> {
        let mut all: Vec<String> = Vec::new();
        for (market, block) in self.blocks.iter().take(MOST_BLOCKS) {
            if shown.contains(&(market, block)) {
                all.push(format!("for {market}, the block above states it, too"));
                continue;
            }
            shown.push((market, block));
            all.push(format!("for {market}, {}:\n{}", printable(&block.instruction()), block.lines()));
        }
        if let Some((market, _)) = self.blocks.get(MOST_BLOCKS) {
            let more = plural(self.blocks.len() - MOST_BLOCKS, "more market");
            all.push(format!("for {more}, `terroir check --market {market}` and so on show what to write"));
        }
        (!all.is_empty()).then(|| all.join("\nhelp: "))
    }

    /// The whole text, with its help, below other texts that show these blocks already: as an error where the code is denied.
    pub fn text(&self, word: &str, shown: &mut Vec<(&'a str, &'a Block)>) -> String {
        if let Some(because) = &self.warning.because {
            return format!("{}: {}; accepted because \"{}\"\n", self.head(word), self.message(), printable(because));
        }
        let help = self.help_after(shown).map(|help| format!("help: {help}\n")).unwrap_or_default();
        format!("{}: {}\n{help}", self.head(word), self.message())
    }

    /// The message without a list of markets, for output that lists them separately; of the first market if there are
    /// several.
    pub fn plain(&self) -> String {
        self.summary.clone().unwrap_or_else(|| self.warning.message.clone())
    }
}

/// What makes two warnings the same: all but the name of the market.
///
/// Warnings are looked up by it, not searched: a catalogue without prices has one for each component.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Subject<'a> {
    code: Code,
    key: &'a str,
    is_of_market: bool,
    is_waived: bool,
    message: String,
}

impl<'a> Subject<'a> {
    fn of(warning: &'a Warning, market: Option<&str>) -> Self {
        let message = match market {
            Some(market) => warning.message.replace(&quoted(market), "`*`"),
            None => warning.message.clone(),
        };
        Self {
            code: warning.code,
            key: &warning.key,
            is_of_market: market.is_some(),
            is_waived: warning.waived,
            message,
        }
    }
}

/// All warnings of portfolios, each once with its markets and variants; gaps last.
pub fn of_portfolios(portfolios: &[Portfolio]) -> Vec<MarketWarning<'_>> {
    let mut list: Vec<MarketWarning<'_>> = Vec::new();
    let mut known: BTreeMap<Subject<'_>, usize> = BTreeMap::new();
    for portfolio in portfolios {
        let each =
            portfolio.markets.iter().flat_map(|outcome| outcome.warnings().iter().map(|one| (outcome.market(), one)));
        for mut one in grouped(&portfolio.warnings, each) {
            one.variants.extend(portfolio.variant.as_deref());
            let at = *known.entry(one.subject()).or_insert(list.len());
            match list.get_mut(at) {
                Some(known) => known.join(one),
                None => list.push(one),
            }
        }
    }
    list.iter_mut().filter(|one| one.variants.len() == portfolios.len()).for_each(|one| one.variants.clear());
    sort(&mut list);
    list
}

/// Warnings of the whole and of single markets, each once with its markets; gaps last.
pub fn grouped<'a>(
    whole: &'a [Warning],
    of_markets: impl Iterator<Item = (&'a str, &'a Warning)>,
) -> Vec<MarketWarning<'a>> {
    let mut list: Vec<MarketWarning<'a>> = whole.iter().map(|warning| MarketWarning::new(warning, None)).collect();
    let mut known: BTreeMap<Subject<'_>, usize> = BTreeMap::new();
    for (market, warning) in of_markets {
        let at = *known.entry(Subject::of(warning, Some(market))).or_insert(list.len());
        match list.get_mut(at) {
            Some(one) => one.join(MarketWarning::new(warning, Some(market))),
            None => list.push(MarketWarning::new(warning, Some(market))),
        }
    }
    sort(&mut list);
    list
}

fn sort(list: &mut [MarketWarning<'_>]) {
    list.sort_by_key(|one| {
        let code = one.warning.code;
        (code == Code::UNREAD, code == Code::GAP, is_about_reliability(code))
    });
}

/// Codes about the reliability of the facts that an answer uses, with the words for them.
const RELIABILITY: [(Code, &str); 3] = [
    (Code::SINGLE_SOURCE, "facts from a single source"),
    (Code::DISPUTED, "facts on which sources disagree"),
    (Code::UNVERIFIED, "facts that no source confirms"),
];

fn is_about_reliability(code: Code) -> bool {
    RELIABILITY.iter().any(|(known, _)| code == *known)
}

/// The warnings for people: which facts have a single source differs from market to market, so one summary replaces
/// all of them; so do the kinds of certification that nobody has read, and those that the product is silent about.
pub fn summarized(portfolios: &[Portfolio]) -> Vec<MarketWarning<'_>> {
    let of = |code| move |one: &MarketWarning<'_>| one.warning.code == code && !one.warning.waived;
    let (unread, others): (Vec<_>, Vec<_>) = of_portfolios(portfolios).into_iter().partition(of(Code::UNREAD));
    let (undeclared, others): (Vec<_>, Vec<_>) = others.into_iter().partition(of(Code::UNDECLARED));
    let mut list: Vec<MarketWarning<'_>> = Vec::new();
    for one in others {
        let code = one.warning.code;
        let is_united = !one.warning.waived && (is_about_reliability(code) || code == Code::ASSUMED_VOLUME);
        let mut united = list.iter_mut().filter(|known| is_united && !known.warning.waived);
        match united.find(|known| known.warning.code == code) {
            Some(known) => {
                known.join(one);
                known.summary = Some(summary(known.warning, &known.markets));
            }
            None => list.push(one),
        }
    }
    list.extend(kinds_in_one_line(
        "no component says enough of what the product is for these to be required",
        undeclared,
    ));
    list.extend(kinds_in_one_line("certification of these kinds is not known, or only in part", unread));
    list
}

/// "certification of these kinds is not known, or only in part: safety, emc in CN, US; cyber in CN", and what else was
/// not read of markets that were read in part.
fn kinds_in_one_line<'a>(words: &str, unread: Vec<MarketWarning<'a>>) -> Option<MarketWarning<'a>> {
    let mut markets: Vec<&str> = Vec::new();
    let (mut kinds, mut others) = (Vec::new(), Vec::new());
    for one in &unread {
        add(&mut markets, &one.markets);
        match one.warning.key.strip_prefix("certification.") {
            Some(kind) => kinds.push((one.markets.as_slice(), kind)),
            None => others.push((one.markets.as_slice(), one.warning.key.as_str())),
        }
    }
    let heads = [(words, kinds), ("of markets that were read in part (tier 2), neither are", others)];
    let parts = heads.into_iter().filter(|(_, list)| !list.is_empty());
    let parts: Vec<String> =
        parts.map(|(head, list)| format!("{head}: {}", by_markets(&list, markets.len()))).collect();
    let first = unread.into_iter().next()?;
    Some(MarketWarning { markets, summary: Some(parts.join("; ")), ..first })
}

/// "safety, emc in CN, US; cyber in CN": what is not known, by the markets in which it is not.
fn by_markets(unread: &[(&[&str], &str)], every: usize) -> String {
    let mut of_keys: Vec<(&str, Vec<&str>)> = Vec::new();
    for (markets, key) in unread {
        match of_keys.iter_mut().find(|(known, _)| known == key) {
            Some((_, of)) => add(of, markets),
            None => of_keys.push((key, markets.to_vec())),
        }
    }
    let mut groups: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (key, of) in of_keys {
        match groups.iter_mut().find(|(known, _)| *known == of) {
            Some((_, keys)) => keys.push(key),
            None => groups.push((of, vec![key])),
        }
    }
    let in_markets = |list: &[&str]| match list.len() {
        count if count == every && count > MOST_NAMED => format!("all {count} markets"),
        count if count > MOST_NAMED => plural(count, "market"),
        _ => list.join(", "),
    };
    let part = |(of, keys): &(Vec<&str>, Vec<&str>)| format!("{} in {}", keys.join(", "), in_markets(of));
    groups.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn add<'a>(known: &mut Vec<&'a str>, more: &[&'a str]) {
    for one in more {
        if !known.contains(one) {
            known.push(one);
        }
    }
}

fn summary(warning: &Warning, markets: &[&str]) -> String {
    let code = warning.code;
    if code == Code::ASSUMED_VOLUME {
        return without_volume(warning, markets);
    }
    let words = RELIABILITY.iter().find(|(known, _)| code == *known).map_or("", |(_, words)| words);
    let (count, first) = (markets.len(), markets.first().copied().unwrap_or_default());
    let listed = markets.join(", ");
    format!("the answers for {count} markets rely on {words} ({listed}); `terroir explain --market {first}` lists them")
}

/// "3 markets have no volume and count as 1 unit a year each (DE, FR, US); add `DE = …` and so on to `[volumes]`".
fn without_volume(warning: &Warning, markets: &[&str]) -> String {
    let first = markets.first().copied().unwrap_or_default();
    let own = warning.message.split_once("counts as ").and_then(|(_, rest)| rest.split_once(';'));
    let units = own.map_or("the usual number of units", |(units, _)| units);
    let (count, listed) = (plural(markets.len(), "market"), markets.join(", "));
    format!("{count} have no volume and count as {units} each ({listed}); add `{first} = …` and so on to `[volumes]`")
}
