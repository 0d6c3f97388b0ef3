//! The perturbation law: whatever single value of a solution's files is edited, `--locked` and `diff` name the edited
//! file and line, or the answers and all exports stay as they are, byte for byte; texts that are only shown aside.
//!
//! `PROPERTY_CASES` sets the number of edits.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod common;

use common::{files, parallel, project, template};
use std::collections::BTreeMap;
use terroir::bom::{Outcome, Warning};
use terroir::export::{self, Dialect, Profile, Release, SpecVersion};
use terroir::lock::Lock;
use terroir::{Compiled, Portfolio, Request, Solution};

type Files = Vec<(String, String)>;

/// A random number from a seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }
}

/// A value of a file: its file, its bytes and its line.
struct Token {
    file: usize,
    start: usize,
    end: usize,
    line: usize,
}

/// Everything that is a value in TOML files: strings that are not keys, numbers, dates and Booleans.
fn tokens(files: &Files) -> Vec<Token> {
    let mut all = Vec::new();
    for (file, (name, text)) in files.iter().enumerate().filter(|(_, (name, _))| name.ends_with(".toml")) {
        assert!(!text.contains("\"\"\""), "{name} has no strings of several lines");
        let mut at = 0;
        for (line, content) in text.split_inclusive('\n').enumerate() {
            for (start, end) in values(content) {
                all.push(Token { file, start: at + start, end: at + end, line: line + 1 });
            }
            at += content.len();
        }
    }
    all
}

fn values(line: &str) -> Vec<(usize, usize)> {
    let bytes = line.as_bytes();
    let (mut list, mut at) = (Vec::new(), 0);
    if line.trim_start().starts_with('[') && !line.contains('=') && line.trim_end().ends_with(']') {
        return list;
    }
    while at < bytes.len() {
        match bytes[at] {
            b'#' => break,
            b'"' => {
                let end = at + 1 + line[at + 1..].find('"').unwrap() + 1;
                if !line[end..].trim_start().starts_with(['=', '.']) {
                    list.push((at, end));
                }
                at = end;
            }
            byte if byte.is_ascii_alphanumeric() => {
                let length =
                    line[at..].find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.+:".contains(letter)));
                let end = at + length.unwrap_or(line.len() - at);
                let word = &line[at..end];
                let is_value =
                    word.starts_with(|letter: char| letter.is_ascii_digit()) || word == "true" || word == "false";
                if is_value && !line[end..].trim_start().starts_with('=') {
                    list.push((at, end));
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    list
}

/// Another value of the same kind.
fn edited(old: &str, others: &[String], random: &mut Random) -> String {
    if let Some(text) = old.strip_prefix('"') {
        let text = text.trim_end_matches('"');
        if let Ok(number) = text.parse::<terroir::Number>()
            && text.contains('.')
        {
            let more = ["0.01", "1", "0.5", "10"][random.below(4)].parse().unwrap();
            return format!(
                "\"{}\"",
                number.checked_add(more).unwrap().to_fixed(2 + u32::try_from(random.below(2)).unwrap())
            );
        }
        return match random.below(3) {
            0 => format!("\"{text}x\""),
            1 => format!("\"{}\"", text.get(1..).filter(|rest| !rest.is_empty()).unwrap_or("zz")),
            _ => others[random.below(others.len())].clone(),
        };
    }
    match old {
        "true" => return "false".to_owned(),
        "false" => return "true".to_owned(),
        _ => {}
    }
    if old.len() == 10 && old.as_bytes()[4] == b'-' {
        let year: usize = old[..4].parse().unwrap();
        return format!("{}{}", [year - 1, year + 1, year + 3][random.below(3)], &old[4..]);
    }
    match old.parse::<i64>() {
        Ok(number) => [number + 1, number * 2, (number - 1).max(0), number + 1000][random.below(4)].to_string(),
        Err(_) => format!("{old}1"),
    }
}

/// One side: the solution with its answers as a lock.
struct Side {
    solution: Solution,
    compiled: Compiled,
    portfolio: Portfolio,
    lock: Lock,
}

fn side(files: &Files) -> Option<Side> {
    let solution = Solution::from_sources(files.iter().cloned()).ok()?;
    let compiled = solution.compile().ok()?;
    if solution.markets().is_empty() {
        return None;
    }
    let portfolio = compiled.portfolio(&Request::default()).ok()?;
    let lock = Lock::from_portfolio(&portfolio, solution.files(), solution.currency()).with_stated(&solution);
    Some(Side { solution, compiled, portfolio, lock })
}

fn without_help(warning: &mut Warning) {
    warning.message.clear();
    warning.block = None;
}

/// The answers without texts that are only shown, and without alternates.
fn without_texts(portfolio: &Portfolio) -> Portfolio {
    let mut portfolio = portfolio.clone();
    portfolio.warnings.iter_mut().for_each(without_help);
    for outcome in &mut portfolio.markets {
        match outcome {
            Outcome::Resolved(bom) => {
                bom.warnings.iter_mut().for_each(without_help);
                for line in &mut bom.lines {
                    line.name = line.component.clone();
                    (line.details.description, line.details.datasheet) = (None, None);
                    line.alternates.clear();
                }
            }
            Outcome::Conflict(conflict) => {
                conflict.reasons.clear();
                conflict.fixes.clear();
                conflict.context.clear();
                conflict.warnings.clear();
            }
            _ => {}
        }
    }
    portfolio
}

/// All that is written of the answers: JSON, CSV, and every export of every profile.
fn written(side: &Side) -> BTreeMap<String, String> {
    let portfolio = without_texts(&side.portfolio);
    let release = Release::of(&side.compiled, &portfolio).unwrap();
    let mut all = BTreeMap::from([
        ("json".to_owned(), export::json(&portfolio).unwrap()),
        ("csv".to_owned(), export::csv(&portfolio)),
    ]);
    for market in &release.markets {
        for name in Profile::names(&side.solution) {
            let sheet = Profile::find(&side.solution, name).unwrap().sheet(&release, market);
            all.insert(format!("{name} of {}", market.bom.market), sheet.csv(Dialect::Plain));
        }
        let digest = side.lock.digest_of(&market.bom.market);
        let document = export::cyclonedx(&release, market, &digest, SpecVersion::V1_6).unwrap();
        all.insert(format!("cyclonedx of {}", market.bom.market), document);
    }
    if let Some(sheet) = export::kicad_variants(&release, None) {
        all.insert("kicad-variants".to_owned(), sheet.csv(Dialect::Plain));
    }
    all
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Refused,
    Reported,
    Same,
}

/// Checks one edit; what was seen, or what breaks the law.
fn check(base: &Side, changed: &Files, at: &str) -> Result<Seen, String> {
    let Some(other) = side(changed) else { return Ok(Seen::Refused) };
    let edits = base.lock.edits_since(&other.solution.source_values());
    let mut told = base.lock.differences(&other.lock, &edits);
    told.extend(base.lock.dates_since(&other.lock, &edits));
    let request = Request::default().as_of(other.portfolio.as_of);
    let diff = base.compiled.diff_from(&request, "old", &other.compiled, "new").map_err(|error| error.to_string())?;
    let names_it = |text: &str| {
        let follows = |start: usize| !text[start + at.len()..].starts_with(|letter: char| letter.is_ascii_digit());
        text.match_indices(at).any(|(start, _)| follows(start))
    };
    let (locked, table) = (told.join("\n"), export::diff::table(&diff));
    match (told.is_empty(), diff.is_empty()) {
        (false, false) if !names_it(&locked) => Err(format!("--locked does not name {at}:\n{locked}")),
        (false, false) if !names_it(&table) => Err(format!("diff does not name {at}:\n{table}")),
        (false, false) => Ok(Seen::Reported),
        (true, true) => {
            let (before, after) = (written(base), written(&other));
            let differs = before.keys().chain(after.keys()).find(|key| before.get(*key) != after.get(*key));
            differs.map_or(Ok(Seen::Same), |key| Err(format!("nothing is reported, but {key} differs")))
        }
        (true, false) => Err(format!("--locked reports nothing, but diff:\n{table}")),
        (false, true) => Err(format!("diff reports nothing, but --locked:\n{locked}")),
    }
}

fn solutions() -> Vec<(String, Files)> {
    let templates = ["starter", "street-light", "health-monitor", "soil-station"];
    let mut all: Vec<(String, Files)> = templates.iter().map(|name| ((*name).to_owned(), template(name))).collect();
    // A product for eight markets, where the folder of field cases is beside the project.
    let tracker = project("")
        .ancestors()
        .skip(1)
        .take(3)
        .map(|folder| folder.join("shared/cases/tracker"))
        .find(|one| one.is_dir());
    all.extend(tracker.map(|folder| {
        let mut files = files(&folder);
        for (name, from, to) in common::TRACKER_CERTIFICATES {
            files.iter_mut().filter(|one| one.0 == name).for_each(|one| one.1 = one.1.replacen(from, to, 1));
        }
        ("tracker".to_owned(), files)
    }));
    for (_, files) in &mut all {
        // Both sides are answered on a day that the files state.
        if !files[0].1.contains("\nas-of = ") {
            files[0].1 = files[0].1.replacen("[solution]\n", "[solution]\nas-of = 2026-11-30\n", 1);
        }
    }
    all
}

/// A solution: its name, files, values, texts among them, and answers.
type Tried = (String, Files, Vec<Token>, Vec<String>, Side);

#[test]
fn every_edit_of_a_value_is_reported_at_its_line_or_changes_nothing() {
    let all: Vec<Tried> = solutions()
        .into_iter()
        .map(|(name, files)| {
            let tokens = tokens(&files);
            let texts = tokens.iter().map(|one| files[one.file].1[one.start..one.end].to_owned());
            let texts = texts.filter(|text| text.starts_with('"')).collect();
            let side = side(&files).unwrap_or_else(|| panic!("{name} has no answers"));
            (name, files, tokens, texts, side)
        })
        .collect();
    let cases = parallel::wanted_cases(60);
    let counts = parallel::counted(cases, |seed, counts: &mut BTreeMap<Seen, u64>| {
        let mut random = Random(seed.wrapping_mul(77_777));
        let (name, files, tokens, texts, base) = &all[random.below(all.len())];
        let token = &tokens[random.below(tokens.len())];
        let old = &files[token.file].1[token.start..token.end];
        let new = edited(old, texts, &mut random);
        let mut changed = files.clone();
        changed[token.file].1.replace_range(token.start..token.end, &new);
        let at = format!("{}:{}", files[token.file].0, token.line);
        match check(base, &changed, &at) {
            Ok(seen) => *counts.entry(seen).or_default() += 1,
            Err(problem) => panic!("seed {seed}: {name}, {at}: {old} -> {new}: {problem}"),
        }
    });
    println!("{cases} edits: {counts:?}");
    if cases >= 60 {
        assert!(counts.len() == 3, "the edits are varied: {counts:?}");
    }
}
