//! Proofs of answers, given to the public checker `veripb`: those of right answers are accepted, corrupted ones refused.
//!
//! `PROOF_CASES=1000 cargo test --test proofs -- --nocapture` tries more. The checker is `target/veripb/bin/veripb`
//! (`cargo install veripb --version 3.0.2 --root target/veripb`), or the program that `VERIPB` names; without one the tests
//! that need it print that they are skipped. `PROOF_KEEP=DIR` keeps solutions and proofs for `tests/proof/check_opb.py`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

#[allow(unused_imports)]
mod common;
#[allow(dead_code)]
#[path = "../benches/generated/mod.rs"]
mod generated;
#[allow(dead_code)]
mod oracle;

use generated::{S, Size};
use oracle::generator::{Random, add_variants, generate};
use oracle::question::Ground;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use terroir::bom::MarketProof;
use terroir::{Request, Solution};

/// The public checker, where there is one.
fn checker() -> Option<PathBuf> {
    let named = std::env::var_os("VERIPB").map(PathBuf::from);
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/veripb/bin/veripb");
    let found = named.unwrap_or(built);
    if found.is_file() {
        return Some(found);
    }
    assert!(std::env::var_os("VERIPB").is_none(), "VERIPB names no file: {}", found.display());
    println!("skipped: no veripb");
    None
}

fn wanted() -> usize {
    std::env::var("PROOF_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

/// A question with the files of its solution.
struct Question {
    name: String,
    files: Vec<(String, String)>,
    request: Request,
}

/// A proved answer.
struct Proved {
    name: String,
    problem: String,
    proof: String,
}

impl Proved {
    fn is_no(&self) -> bool {
        self.proof.contains("conclusion UNSAT")
    }
}

/// Whether the checker accepts a proof of just this problem.
fn accepts(checker: &Path, folder: &Path, problem: &str, proof: &str) -> Result<String, String> {
    let (opb, pbp) = (folder.join("problem.opb"), folder.join("proof.pbp"));
    fs::write(&opb, problem).unwrap();
    fs::write(&pbp, proof).unwrap();
    let output = Command::new(checker).args([&opb, &pbp]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    match text.lines().find(|line| line.starts_with("s VERIFIED")) {
        Some(line) if output.status.success() => Ok(line.to_owned()),
        _ => Err(text),
    }
}

/// The template of a folder in `examples`, asked about all its markets.
fn templates() -> Vec<Question> {
    let mut questions = Vec::new();
    for template in ["starter", "street-light", "health-monitor", "soil-station"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(template);
        let mut files = Vec::new();
        for folder in ["", "catalog", "regions", "offers"] {
            let Ok(listed) = fs::read_dir(root.join(folder)) else { continue };
            let mut paths: Vec<PathBuf> = listed.map(|one| one.unwrap().path()).collect();
            paths.sort();
            for path in paths.iter().filter(|path| path.extension().is_some_and(|one| one == "toml" || one == "csv")) {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.push((name, fs::read_to_string(path).unwrap()));
            }
        }
        let solution = Solution::from_sources(files.clone()).unwrap_or_else(|faults| panic!("{faults}"));
        for market in solution.markets() {
            let request = Request::market(&market).as_of("2026-11-22".parse().unwrap());
            questions.push(Question { name: format!("{template}-{market}"), files: files.clone(), request });
        }
    }
    questions
}

/// Larger generated solutions: up to 150 slots.
fn larger() -> Vec<Question> {
    let sizes = [
        S,
        Size { slots: 100, rules: 200, ..S },
        Size { slots: 150, rules: 300, ..S },
        Size { slots: 60, rules: 60, budgets: 2, ..S },
    ];
    let mut questions = Vec::new();
    for size in sizes {
        let files = generated::solution(size);
        for market in 0..size.markets {
            let request = Request::market(format!("M{market}")).as_of("2026-11-22".parse().unwrap());
            let name = format!("generated-{}-{}-M{market}", size.slots, size.budgets);
            questions.push(Question { name, files: files.clone(), request });
        }
    }
    questions
}

/// A random small solution with every construct of the language.
fn small(seed: u64) -> Question {
    let mut case = generate(seed, None);
    add_variants(&mut case, seed);
    let solution = Solution::from_sources(case.sources()).unwrap_or_else(|faults| panic!("{faults}"));
    Ground::of(solution.model(), &case).keep_askable(&mut case);
    let mut request = Request::market(case.market).as_of(case.date.parse().unwrap());
    for (option, value) in &case.set {
        request = request.set(option, value);
    }
    for (slot, component) in &case.pins {
        request = request.pin(slot, component);
    }
    for component in &case.without {
        request = request.without(component);
    }
    request.variant.clone_from(&case.variant);
    Question { name: format!("small-{seed}-{}", case.market), files: case.sources(), request }
}

fn prove(question: &Question) -> Result<Proved, String> {
    let solution = Solution::from_sources(question.files.clone()).unwrap_or_else(|faults| panic!("{faults}"));
    let compiled = solution.compile().unwrap_or_else(|faults| panic!("{faults}"));
    let outcome = compiled.resolve(&question.request).unwrap_or_else(|error| panic!("{}: {error}", question.name));
    match compiled.proof(&question.request).unwrap_or_else(|error| panic!("{}: {error}", question.name)) {
        MarketProof::Given { problem, proof } => {
            let proved = Proved { name: question.name.clone(), problem, proof };
            assert_eq!(proved.is_no(), outcome.bom().is_none(), "{}", question.name);
            keep(question, &proved);
            Ok(proved)
        }
        MarketProof::Missing(why) => Err(format!("{}: {why}", question.name)),
    }
}

/// Keeps a solution with its proof.
fn keep(question: &Question, proved: &Proved) {
    let Some(root) = std::env::var_os("PROOF_KEEP") else { return };
    let folder = Path::new(&root).join(&question.name);
    let market = question.request.markets[0].as_str();
    let own = question.files.iter().map(|(name, text)| (name.clone(), text.as_str()));
    let proofs = [
        (format!("proofs/{market}.opb"), proved.problem.as_str()),
        (format!("proofs/{market}.pbp"), proved.proof.as_str()),
    ];
    for (name, text) in own.chain(proofs) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Templates, larger solutions, then as many small ones as are wanted; those that have no proof are printed.
fn proved(count: usize) -> Vec<Proved> {
    let fixed = templates().into_iter().chain(larger());
    let all = fixed.chain((1..).map(small)).take(count);
    let mut list = Vec::new();
    for question in all {
        match prove(&question) {
            Ok(proved) => list.push(proved),
            Err(why) => println!("no proof: {why}"),
        }
    }
    list
}

/// A problem or a proof that says what is not so, and what was done to it.
struct Corrupted {
    what: &'static str,
    problem: String,
    proof: String,
}

/// The literals of the answer in a proof.
fn answer(proof: &str) -> Vec<String> {
    let line = proof.lines().find(|line| line.contains(" soli ")).unwrap_or_default();
    line.split_whitespace().filter(|word| word.trim_start_matches('~').starts_with('x')).map(str::to_owned).collect()
}

/// Replaces one line of a text.
fn with_line(text: &str, at: usize, new: &str) -> String {
    let lines = text.lines().enumerate().map(|(number, line)| if number == at { new } else { line });
    lines.map(|line| format!("{line}\n")).collect()
}

fn corrupt(right: &Proved, random: &mut Random) -> Corrupted {
    if right.is_no() { corrupt_no(right, random) } else { corrupt_optimum(right, random) }
}

/// Each of these makes a false claim, so no proof of it can be right.
fn corrupt_optimum(right: &Proved, random: &mut Random) -> Corrupted {
    let (problem, proof) = (right.problem.as_str(), right.proof.as_str());
    let answer = answer(proof);
    let taken: Vec<&String> = answer.iter().filter(|literal| !literal.starts_with('~')).collect();
    let value: i128 = proof
        .lines()
        .find_map(|line| line.strip_prefix("conclusion BOUNDS "))
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let line_of = |text: &str, wanted: &str| text.lines().position(|line| line.starts_with(wanted)).unwrap();
    let change = |what, problem: String, proof: String| Corrupted { what, problem, proof };
    match random.below(6) {
        0 => {
            let better = format!("conclusion BOUNDS {} : -1 {} ;", value - 1, value - 1);
            change("a better bound", problem.to_owned(), with_line(proof, line_of(proof, "conclusion"), &better))
        }
        1 => {
            let (at, one) = (line_of(problem, "min:"), taken[random.below(taken.len())]);
            let dearer = format!("min: +1 {one}{}", &problem.lines().nth(at).unwrap()["min:".len()..]);
            change("a coefficient of the objective", with_line(problem, at, &dearer), proof.to_owned())
        }
        2 => {
            let at = line_of(proof, "@better");
            let one = random.below(answer.len());
            let flipped = if let Some(plain) = answer[one].strip_prefix('~') {
                plain.to_owned()
            } else {
                format!("~{}", answer[one])
            };
            let mut words = answer.clone();
            words[one] = flipped;
            change(
                "another answer",
                problem.to_owned(),
                with_line(proof, at, &format!("@better soli {} ;", words.join(" "))),
            )
        }
        3 => {
            let false_step = format!("f {} ;\nrup +1 ~{} >= 1 ;", count(proof), taken[random.below(taken.len())]);
            change("a step that is false", problem.to_owned(), with_line(proof, line_of(proof, "f "), &false_step))
        }
        4 => {
            let rows: Vec<usize> =
                problem.lines().enumerate().filter(|(_, line)| line.ends_with("= 1 ;")).map(|(at, _)| at).collect();
            let is_tight =
                |line: &str| taken.iter().filter(|one| line.split(' ').any(|word| word == one.as_str())).count() == 1;
            let rows: Vec<usize> = rows.into_iter().filter(|at| is_tight(problem.lines().nth(*at).unwrap())).collect();
            let at = rows[random.below(rows.len())];
            let stronger = problem.lines().nth(at).unwrap().replace("= 1 ;", "= 2 ;");
            change("a coefficient of a constraint", with_line(problem, at, &stronger), proof.to_owned())
        }
        _ => {
            let kept: Vec<&str> = proof.lines().filter(|line| !line.starts_with("@better")).collect();
            change("a dropped line", problem.to_owned(), kept.join("\n") + "\n")
        }
    }
}

fn count(proof: &str) -> usize {
    let line = proof.lines().find_map(|line| line.strip_prefix("f ")).unwrap();
    line.trim_end_matches(" ;").parse().unwrap()
}

/// A "no" about a problem that has a solution, or without the step that shows it.
fn corrupt_no(right: &Proved, random: &mut Random) -> Corrupted {
    let (problem, proof) = (right.problem.as_str(), right.proof.as_str());
    let mut lines: Vec<String> = proof.lines().map(str::to_owned).collect();
    match random.below(3) {
        0 => {
            // Without reasons and without structure every choice is free.
            let is_free = |line: &str| !line.starts_with('*') && line.contains(">= ");
            let free = |line: &str| if is_free(line) { ">= 0 ;".to_owned() } else { line.to_owned() };
            let problem: String = problem.lines().map(|line| free(line) + "\n").collect();
            Corrupted { what: "constraints left out", problem, proof: proof.to_owned() }
        }
        1 => {
            let at = lines.iter().rposition(|line| line == "rup >= 1 ;").unwrap();
            lines.remove(at);
            // The step before may be a contradiction too, the first constraint never is.
            let at = lines.iter().position(|line| line.starts_with("conclusion")).unwrap();
            "conclusion UNSAT : 1 ;".clone_into(&mut lines[at]);
            Corrupted { what: "a dropped line", problem: problem.to_owned(), proof: lines.join("\n") + "\n" }
        }
        _ => {
            let at = lines.iter().position(|line| line.starts_with("conclusion")).unwrap();
            "conclusion BOUNDS 0 : -1 0 ;".clone_into(&mut lines[at]);
            Corrupted { what: "a better bound", problem: problem.to_owned(), proof: lines.join("\n") + "\n" }
        }
    }
}

#[test]
fn proofs_are_accepted_and_corrupted_ones_refused() {
    let proved = proved(wanted());
    let noes = proved.iter().filter(|one| one.is_no()).count();
    println!("{} answers with a proof, {noes} of them without a bill of materials", proved.len());
    assert!(proved.len() * 100 >= wanted() * 99, "only {} of {} answers have a proof", proved.len(), wanted());
    let Some(checker) = checker() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (mut random, mut refused) = (Random::new(5), BTreeMap::new());
    for one in &proved {
        let verdict = accepts(&checker, folder.path(), &one.problem, &one.proof);
        let verdict = verdict.unwrap_or_else(|text| panic!("{} is refused: {text}", one.name));
        assert!(verdict.contains(if one.is_no() { "UNSATISFIABLE" } else { "BOUNDS" }), "{}: {verdict}", one.name);
        let wrong = corrupt(one, &mut random);
        let verdict = accepts(&checker, folder.path(), &wrong.problem, &wrong.proof);
        assert!(verdict.is_err(), "{} with {} is accepted: {verdict:?}", one.name, wrong.what);
        *refused.entry(wrong.what).or_insert(0_u32) += 1;
    }
    println!("accepted: {}; corrupted and refused: {} {refused:?}", proved.len(), refused.values().sum::<u32>());
}

#[test]
fn a_joint_optimum_has_no_proof_and_says_so() {
    let text = "[solution]\nname = 'lamp'\nmarkets = ['US', 'DE', 'BR']\ncurrency = 'USD'\nobjective = ['regional', 'cost']\n\
                [slots.driver]\nchoose = ['driver-120', 'driver-230']\n";
    let catalog = "[[components]]\nid = 'driver-120'\nkind = 'hardware'\nprice = '7.10'\n\
                   needs = { 'power.mains' = { voltage_v = { within = [100, 130] } } }\n\
                   [[components]]\nid = 'driver-230'\nkind = 'hardware'\nprice = '6.90'\n\
                   needs = { 'power.mains' = { voltage_v = { within = [198, 264] } } }\n";
    let solution = Solution::from_sources([("solution.toml", text), ("catalog/c.toml", catalog)]).unwrap();
    let compiled = solution.compile().unwrap();
    let proof = |market: &str| compiled.proof(&Request::market(market).as_of("2026-11-22".parse().unwrap())).unwrap();
    let MarketProof::Missing(why) = proof("US") else { panic!("a joint optimum has a proof") };
    assert!(why.contains("`regional`") && why.contains("jointly"), "{why}");
    // That a market has nothing does not depend on the others.
    assert!(matches!(proof("BR"), MarketProof::Given { .. }));
}

#[test]
fn the_command_writes_proofs_and_overwrites_only_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_terroir")).current_dir(folder.path()).args(arguments).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(&["new", "lamp"]).0, 0);
    let (day, base) = (["--as-of", "2026-11-22"], ["--manifest-path", "lamp"]);
    let prove = |command: &str| run(&[&base[..], &[command, "--proof", "proofs"], &day[..]].concat());
    for command in ["resolve", "check", "explain"] {
        let (code, messages) = prove(command);
        assert_eq!(code, 0, "{command}: {messages}");
        assert!(messages.contains("US.opb") && messages.contains("DE.pbp"), "{command}: {messages}");
    }
    let problem = fs::read_to_string(folder.path().join("proofs/US.opb")).unwrap();
    assert!(problem.contains("\n* x1: slot `") && problem.contains("\n* reason: "), "{problem}");
    fs::write(folder.path().join("proofs/DE.opb"), "mine").unwrap();
    let (code, messages) = prove("resolve");
    assert!(code == 2 && messages.contains("terroir did not write it"), "{code}: {messages}");
    assert_eq!(fs::read_to_string(folder.path().join("proofs/DE.opb")).unwrap(), "mine");
    assert_eq!(run(&[&base[..], &["explain", "--code", "gap", "--proof", "proofs"]].concat()).0, 2);
}
