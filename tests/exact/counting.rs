//! Counting arguments: too many parts for too few places is a proved "no", at once, and is explained as that.

use super::{filled, request};
use std::fmt::Write as _;
use terroir::{Conflict, Outcome, Request, Solution};

/// Steps within which a counting argument is found: a fraction of the usual limit, about 0.1 s.
const AT_ONCE: u64 = 30_000_000;

const HEADER: &str = "[solution]\nname = \"h\"\nversion = \"1.0.0\"\nmarkets = [\"US\"]\ncurrency = \"USD\"\n";

/// Slots with their candidates, and what the candidates and the rules are.
#[derive(Default)]
struct Puzzle {
    solution: String,
    catalog: String,
}

impl Puzzle {
    fn slots(mut self, count: usize, choose: &str, more: &str) -> Self {
        for at in 0..count {
            let _ = writeln!(self.solution, "[slots.s{at}]\nchoose = [{choose}]\n{more}");
        }
        self
    }

    fn slot(mut self, name: &str, choose: &str, more: &str) -> Self {
        let _ = writeln!(self.solution, "[slots.{name}]\nchoose = [{choose}]\n{more}");
        self
    }

    fn rule(mut self, id: &str, rule: &str) -> Self {
        let _ = writeln!(self.solution, "[[rules]]\nid = \"{id}\"\n{rule}");
        self
    }

    fn part(mut self, id: &str, more: &str) -> Self {
        let _ = writeln!(self.catalog, "[[components]]\nid = \"{id}\"\nkind = \"hardware\"\nprice = \"1.00\"\n{more}");
        self
    }

    fn text(mut self, text: &str) -> Self {
        self.solution += text;
        self
    }

    fn files(&self) -> Vec<(String, String)> {
        let header = if self.solution.starts_with("[solution]") { "" } else { HEADER };
        vec![
            ("solution.toml".to_owned(), format!("{header}{}", self.solution)),
            ("catalog/a.toml".to_owned(), self.catalog.clone()),
        ]
    }

    fn solve(&self, request: &Request) -> Outcome {
        let solution = Solution::from_sources(self.files()).unwrap_or_else(|faults| panic!("{faults}"));
        solution.compile().unwrap().resolve(request).unwrap()
    }

    /// The conflict, found at once; its counting argument.
    fn refuted(&self) -> (Box<Conflict>, String) {
        let outcome = self.solve(&request().limit(AT_ONCE));
        let Outcome::Conflict(conflict) = outcome else { panic!("{}", filled(&outcome)) };
        let counted = conflict.context.iter().find(|line| line.starts_with("counted together: "));
        let counted = counted.cloned().unwrap_or_default();
        (conflict, counted)
    }
}

fn quoted(prefix: &str, count: usize) -> String {
    (0..count).map(|at| format!("\"{prefix}{at}\"")).collect::<Vec<_>>().join(", ")
}

/// Parts that each take one hole, at most `room` of them the same one.
fn holes(parts: usize, holes: usize, room: usize) -> Puzzle {
    let mut puzzle = Puzzle::default().slots(parts, &quoted("h", holes), "");
    for at in 0..holes {
        puzzle = puzzle
            .rule(&format!("r{at}"), &format!("then = \"count(hole.h{at}) <= {room}\""))
            .part(&format!("h{at}"), &format!("provides = {{ \"hole.h{at}\" = {{}} }}"));
    }
    puzzle
}

#[test]
fn ten_parts_do_not_fit_into_nine_places() {
    let (conflict, counted) = holes(10, 9, 1).refuted();
    assert_eq!(conflict.reasons.len(), 9);
    assert_eq!(
        counted,
        "counted together: 10 parts need a place, there are 9; the parts are those of slots `s0`, `s1`, `s2`, `s3` and 6 more"
    );
    assert!(filled(&holes(9, 9, 1).solve(&request())).starts_with("s0: h0, s1: h1"));
}

#[test]
fn the_reasons_of_a_counting_argument_are_minimal() {
    let solution = Solution::from_sources(holes(6, 5, 1).files()).unwrap();
    let compiled = solution.compile().unwrap();
    let Outcome::Conflict(conflict) = compiled.resolve(&request()).unwrap() else { panic!() };
    let found = compiled.recheck(&request(), &conflict.reasons).unwrap();
    assert!(found.refutes && found.superfluous.is_empty());
    assert_eq!(conflict.reasons.len(), 5);
}

#[test]
fn twenty_parts_do_not_fit_into_nineteen_places_nor_more_into_larger_ones() {
    assert!(holes(20, 19, 1).refuted().1.contains("20 parts need a place, there are 19;"));
    assert!(holes(13, 4, 3).refuted().1.contains("13 parts need a place, there are 12;"));
    assert!(holes(31, 5, 6).refuted().1.contains("31 parts need a place, there are 30;"));
}

#[test]
fn parts_that_only_fit_into_few_of_many_places_are_found() {
    let mut puzzle = holes(8, 7, 1);
    for at in 0..6 {
        let name = format!("t{at}");
        puzzle = puzzle.slot(&name, "\"h6\", \"g0\", \"g1\", \"g2\", \"g3\", \"g4\", \"g5\"", "");
        puzzle = puzzle
            .rule(&format!("g{at}"), &format!("then = \"count(hole.g{at}) <= 1\""))
            .part(&format!("g{at}"), &format!("provides = {{ \"hole.g{at}\" = {{}} }}"));
    }
    let (conflict, counted) = puzzle.refuted();
    assert_eq!(conflict.reasons.len(), 7, "{:?}", conflict.reasons);
    assert!(counted.contains("8 parts need a place, there are 7;"), "{counted}");
}

#[test]
fn resources_of_several_kinds_run_out_together() {
    let mut puzzle = Puzzle::default().slots(10, &quoted("u", 3), "").slot("board", "\"board\"", "");
    for at in 0..3 {
        puzzle = puzzle.part(&format!("u{at}"), &format!("uses = {{ port{at} = 1 }}"));
    }
    let (conflict, counted) = puzzle.part("board", "supplies = { port0 = 3, port1 = 3, port2 = 3 }").refuted();
    assert_eq!(conflict.reasons.len(), 3);
    assert!(counted.contains("10 parts need a place, there are 9;"), "{counted}");
}

#[test]
fn weights_round_down_to_whole_parts() {
    let mut puzzle = Puzzle::default().slots(9, &quoted("w", 4), "");
    for at in 0..4 {
        puzzle = puzzle
            .rule(&format!("r{at}"), &format!("then = \"sum(bay{at}) <= 5\""))
            .part(&format!("w{at}"), &format!("attributes = {{ bay{at} = 2 }}"));
    }
    // Each bay of 5 holds two parts of 2.
    assert!(puzzle.refuted().1.contains("9 parts need a place, there are 8;"));
}

#[test]
fn parts_below_a_slot_are_counted_with_their_quantities() {
    let mut puzzle = Puzzle::default().slot("box", "\"box\"", "quantity = 2");
    puzzle = puzzle.slots(10, &quoted("h", 9), "part-of = \"box\"").part("box", "");
    for at in 0..9 {
        puzzle = puzzle
            .rule(&format!("r{at}"), &format!("then = \"count(hole.h{at}) <= 3\""))
            .part(&format!("h{at}"), &format!("provides = {{ \"hole.h{at}\" = {{}} }}"));
    }
    assert!(puzzle.refuted().1.contains("10 parts need a place, there are 9;"));
}

#[test]
fn the_places_are_those_that_needs_ask_for() {
    // Each client needs a hub of its own kind, and hubs share seats.
    let mut puzzle = Puzzle::default();
    for at in 0..6 {
        puzzle = puzzle.slot(&format!("s{at}"), &quoted("h", 5), "").slot(&format!("c{at}"), "\"client\"", "");
    }
    for at in 0..5 {
        puzzle = puzzle.part(&format!("h{at}"), &format!("provides = {{ hub = {{}} }}\nuses = {{ seat{at} = 1 }}"));
    }
    puzzle = puzzle.part("client", "needs = { hub = {} }").slot("table", "\"table\"", "");
    puzzle = puzzle.part("table", "supplies = { seat0 = 1, seat1 = 1, seat2 = 1, seat3 = 1, seat4 = 1 }");
    assert!(puzzle.refuted().1.contains("6 parts need a place, there are 5;"));
}

#[test]
fn places_that_only_count_in_a_mode_leave_the_other_mode() {
    let mode = "[options.dense]\nvalues = [true, false]\n";
    let mut puzzle = Puzzle::default().text(mode).slots(10, &quoted("h", 9), "");
    for at in 0..9 {
        puzzle = puzzle
            .rule(&format!("r{at}"), &format!("if = \"dense\"\nthen = \"count(hole.h{at}) <= 1\""))
            .part(&format!("h{at}"), &format!("provides = {{ \"hole.h{at}\" = {{}} }}"));
    }
    let outcome = puzzle.solve(&request().limit(AT_ONCE));
    let bom = outcome.bom().unwrap_or_else(|| panic!("{}", filled(&outcome)));
    assert_eq!(bom.options[0].value.to_string(), "false");
    let outcome = puzzle.solve(&request().limit(AT_ONCE).set("dense", "true"));
    assert!(matches!(outcome, Outcome::Conflict(_)), "{}", filled(&outcome));
}

#[test]
fn the_fewest_that_must_be_there_are_counted_as_well() {
    // Four slots, three capabilities that each want two of them.
    let mut puzzle = Puzzle::default().slots(5, &quoted("k", 3), "");
    for at in 0..3 {
        puzzle = puzzle
            .rule(&format!("r{at}"), &format!("then = \"count(kind.k{at}) >= 2\""))
            .part(&format!("k{at}"), &format!("provides = {{ \"kind.k{at}\" = {{}} }}"));
    }
    let (conflict, _) = puzzle.refuted();
    assert_eq!(conflict.reasons.len(), 3);
}

#[test]
fn every_market_of_a_portfolio_is_counted() {
    let header = |objective: &str| {
        format!(
            "[solution]\nname = \"h\"\nversion = \"1.0.0\"\nmarkets = [\"XA\", \"XB\"]\ncurrency = \"USD\"\n\
             objective = [{objective}]\n"
        )
    };
    for objective in ["\"cost\"", "\"regional\", \"cost\""] {
        let puzzle = holes(10, 9, 1);
        let mut files = puzzle.files();
        files[0].1 = header(objective) + &puzzle.solution;
        files.push(("regions/XA.toml".to_owned(), "area = \"XA\"\nname = \"XA\"\nwithin = [\"world\"]\n".to_owned()));
        let roomy = "area = \"XB\"\nname = \"XB\"\nwithin = [\"world\"]\n[remove]\nrules = [\"r3\"]\n";
        files.push(("regions/XB.toml".to_owned(), roomy.to_owned()));
        let compiled = Solution::from_sources(files).unwrap_or_else(|faults| panic!("{faults}")).compile().unwrap();
        let request = Request::default().as_of("2026-11-30".parse().unwrap()).limit(AT_ONCE * 2);
        let answer = compiled.portfolio(&request).unwrap();
        assert!(matches!(answer.markets[0], Outcome::Conflict(_)), "{objective}");
        assert!(answer.markets[1].bom().is_some(), "{objective}");
        let skus = compiled.skus(&request, terroir::SkuDepth::default(), &mut |_| {}).unwrap();
        assert_eq!((skus.unservable.len(), skus.skus.len(), skus.undecided.len()), (1, 1, 0), "{objective}");
    }
}

/// No counting argument is known for three equations of sums: an honest "undecided" within the limit.
#[test]
fn what_counting_does_not_show_is_undecided_after_the_limit_and_says_so() {
    let weights: [[u32; 3]; 30] = [
        [17, 3, 12],
        [72, 2, 23],
        [97, 3, 80],
        [8, 83, 92],
        [32, 69, 37],
        [15, 1, 15],
        [63, 48, 95],
        [97, 87, 42],
        [57, 27, 92],
        [60, 54, 91],
        [83, 92, 64],
        [48, 3, 54],
        [26, 67, 64],
        [12, 28, 85],
        [62, 97, 24],
        [3, 56, 38],
        [49, 63, 36],
        [55, 70, 75],
        [77, 29, 63],
        [97, 44, 64],
        [98, 29, 50],
        [0, 86, 75],
        [89, 28, 4],
        [57, 97, 61],
        [34, 58, 31],
        [92, 37, 95],
        [29, 2, 51],
        [75, 53, 53],
        [13, 71, 85],
        [40, 82, 22],
    ];
    let mut puzzle = Puzzle::default();
    for (at, [first, second, third]) in weights.iter().enumerate() {
        puzzle = puzzle
            .slot(&format!("s{at}"), &format!("\"a{at}\""), "optional = true")
            .part(&format!("a{at}"), &format!("attributes = {{ w0 = {first}, w1 = {second}, w2 = {third} }}"));
    }
    puzzle = puzzle.rule("r0", "then = \"sum(w0) == 778\"").rule("r1", "then = \"sum(w1) == 734\"");
    puzzle = puzzle.rule("r2", "then = \"sum(w2) == 836\"");
    let outcome = puzzle.solve(&request().limit(2_000_000));
    let Outcome::Undecided(undecided) = outcome else { panic!("{}", filled(&outcome)) };
    assert!(undecided.steps >= 2_000_000 && undecided.steps < 4_000_000, "{undecided}");
}
