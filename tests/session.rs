//! Sessions: after every commitment each value is possible exactly where a fresh solve finds a bill of materials with it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;
#[allow(dead_code)]
mod oracle;

use common::parallel::{counted, wanted_cases};
use oracle::generator::{Case, Random, add_variants, generate};
use oracle::question::Ground;
use oracle::{Guess, World, each_guess};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use terroir::session::{ChoiceKind, Commitment, Domain, Session, Verdict};
use terroir::{Compiled, Detail, Outcome, Request, ResolveErrorKind, Solution};

fn request(case: &Case) -> Request {
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
    request
}

/// Whether a commitment is about a choice.
fn is_about(one: &Commitment, kind: ChoiceKind, name: &str) -> bool {
    one.kind == kind && one.name == name
}

/// Puts a commitment into the oracle's question.
fn ask(world: &mut World, one: &Commitment) {
    match one.kind {
        ChoiceKind::Slot => {
            let slot = world.model.find_slot(&one.name).unwrap();
            let ids = world.model.components.entries().map(|(id, _)| id);
            let label = one.value.clone();
            let held = label.map(|label| ids.filter(|id| world.model.component_label(*id) == label).collect());
            world.pins.insert(slot.index(), held);
        }
        ChoiceKind::Option => {
            let option = world.model.find_option(&one.name).unwrap();
            let values = &world.model.options[option].values;
            let at = values.iter().position(|value| Some(value.to_string()) == one.value).unwrap();
            world.set.insert(option.index(), at as u32);
        }
        ChoiceKind::Carrier => {}
    }
}

/// The value of a choice in an assignment.
fn value_in(world: &World, guess: &Guess, kind: ChoiceKind, name: &str) -> Option<String> {
    match kind {
        ChoiceKind::Slot => {
            let slot = world.model.find_slot(name).unwrap();
            guess.slots[slot.index()].map(|id| world.model.component_label(id))
        }
        ChoiceKind::Option => {
            let option = world.model.find_option(name).unwrap();
            Some(world.model.options[option].values[guess.options[option.index()] as usize].to_string())
        }
        ChoiceKind::Carrier => {
            let at = world.view.carriers.iter().position(|carrier| carrier.id == name).unwrap();
            guess.carriers.contains(&at).then(|| "picked".to_owned())
        }
    }
}

fn possible(domain: &Domain) -> BTreeSet<Option<String>> {
    assert!(domain.values.iter().all(|value| value.verdict != Verdict::Undecided), "{domain:?}");
    let all: BTreeSet<Option<String>> =
        domain.values.iter().filter(|value| value.verdict != Verdict::Forbidden).map(|one| one.value.clone()).collect();
    let forced = domain.values.iter().filter(|value| value.verdict == Verdict::Forced).count();
    assert_eq!(forced == 1, all.len() == 1, "{domain:?}");
    all
}

/// A random commitment about any choice.
fn random_commitment(random: &mut Random, domains: &[Domain]) -> Commitment {
    let domain = &domains[random.below(domains.len())];
    let value = domain.values[random.below(domain.values.len())].value.clone();
    let mut one = Commitment::option(&domain.name, "");
    (one.kind, one.value) = (domain.kind, value);
    one
}

#[test]
fn every_domain_is_what_trying_every_assignment_finds() {
    let cases = wanted_cases(100);
    let counts = counted(cases, |seed, counts| {
        let mut case = generate(seed, None);
        add_variants(&mut case, seed);
        let solution = Solution::from_sources(case.sources()).unwrap();
        Ground::of(solution.model(), &case).keep_askable(&mut case);
        let ground = Ground::of(solution.model(), &case);
        let volume = |scheme: &str| ground.shared_volume(scheme);
        let compiled = solution.compile().unwrap();
        let mut session = Session::new(&compiled, &request(&case)).unwrap();
        let mut random = Random::new(seed ^ 0x5e55);
        let mut held: Vec<Commitment> = Vec::new();
        for step in 0..5 {
            let domains = session.domains(case.market).unwrap().to_vec();
            for domain in &domains {
                let is = possible(domain);
                let should = brute_force_in(&ground, &case, &volume, &held, domain);
                assert_eq!(is, should, "case {seed}, step {step}, {held:?}: {domain:?}\n{}", case.print());
                *counts.entry(if is.len() > 1 { "open" } else { "narrow" }).or_default() += 1;
            }
            if domains.iter().all(|domain| possible(domain).is_empty()) {
                *counts.entry("nothing").or_default() += 1;
            }
            if random.chance(20) && !held.is_empty() {
                assert_eq!(session.undo(), held.pop());
            } else if !domains.is_empty() {
                let one = random_commitment(&mut random, &domains);
                if session.commit(one.clone()).is_ok() {
                    held.push(one);
                    *counts.entry("committed").or_default() += 1;
                }
            }
        }
    });
    assert!(["open", "narrow", "nothing", "committed"].iter().all(|kind| counts.contains_key(kind)), "{counts:?}");
}

/// The values of a choice in all right assignments under the commitments about other choices.
fn brute_force_in(
    ground: &Ground,
    case: &Case,
    volume: &dyn Fn(&str) -> terroir::Number,
    held: &[Commitment],
    domain: &Domain,
) -> BTreeSet<Option<String>> {
    let mut last: Vec<Commitment> = Vec::new();
    for one in held {
        last.retain(|other| !is_about(other, one.kind, &one.name));
        last.push(one.clone());
    }
    let mut found = BTreeSet::new();
    for value in domain.values.iter().map(|value| value.value.clone()) {
        let mut world = ground.world(case, volume);
        if domain.kind == ChoiceKind::Slot {
            world.pins.remove(&world.model.find_slot(&domain.name).unwrap().index());
        }
        let others = last.iter().filter(|one| !is_about(one, domain.kind, &domain.name)).cloned();
        let mut asked: Vec<Commitment> = others.collect();
        // A slot that is not optional has no flag that empties it.
        if domain.kind != ChoiceKind::Slot || value.is_some() {
            let mut tried = Commitment::option(&domain.name, "");
            (tried.kind, tried.value) = (domain.kind, value.clone());
            asked.push(tried);
        }
        asked.iter().for_each(|one| ask(&mut world, one));
        asked.retain(|one| one.kind == ChoiceKind::Carrier);
        let mut is_found = false;
        each_guess(&world, &mut |guess| {
            is_found = is_found
                || value_in(&world, guess, domain.kind, &domain.name) == value
                    && asked.iter().all(|one| value_in(&world, guess, one.kind, &one.name) == one.value)
                    && world.is_right(guess);
        });
        if is_found {
            found.insert(value);
        }
    }
    found
}

/// 50 slots of up to 5 candidates with rules between any two, options and a resource.
fn fifty_slots(seed: u64) -> Compiled {
    let mut random = Random::new(seed);
    let mut head = "[solution]\nname = 'fifty'\nmarkets = ['US', 'DE']\ncurrency = 'USD'\n\
                    [options.a]\nvalues = ['x', 'y', 'z']\ndefault = 'y'\n[options.b]\nvalues = ['x', 'y']\n[supplies]\nroom = 120\n"
        .to_owned();
    let mut parts = String::new();
    for slot in 0..50 {
        let count = 2 + random.below(4);
        let names: Vec<String> = (0..count).map(|at| format!("'c{slot}-{at}'")).collect();
        let _ = writeln!(head, "[slots.s{slot}]\nchoose = [{}]", names.join(", "));
        for at in 0..count {
            let (price, room) = (100 + random.below(900), random.below(5));
            let end = if random.chance(4) { "lifecycle = 'eol'\n" } else { "" };
            let _ = writeln!(
                parts,
                "[[components]]\nid = 'c{slot}-{at}'\nkind = 'hardware'\nprice = '{price}'\n{end}uses = {{ room = {room} }}"
            );
        }
    }
    for rule in 0..90 {
        let (from, to) = (random.below(50), random.below(50));
        let (held, first) = (random.below(3), random.below(3));
        let _ = writeln!(
            head,
            "[[rules]]\nid = 'r{rule}'\nif = 'slot.s{from} == c{from}-{held}'\nthen = 'slot.s{to} in (c{to}-{first}, c{to}-{})'",
            (first + 1) % 2
        );
    }
    for rule in 0..6 {
        let slot = random.below(50);
        let option = ["a == x", "a == z", "b == y"][rule % 3];
        let _ = writeln!(head, "[[rules]]\nid = 'o{rule}'\nif = '{option}'\nthen = 'not slot.s{slot} == c{slot}-0'");
    }
    // A name in a rule that no slot has is an error; candidates 0 to 2 may be missing.
    for slot in 0..50 {
        for at in 0..3 {
            let id = format!("id = 'c{slot}-{at}'\n");
            if !parts.contains(&id) {
                let _ = writeln!(parts, "[[components]]\n{id}kind = 'hardware'");
            }
        }
    }
    Solution::from_sources([("solution.toml".to_owned(), head), ("catalog/c.toml".to_owned(), parts)])
        .unwrap_or_else(|faults| panic!("{faults}"))
        .compile()
        .unwrap()
}

/// A commitment as a flag of a request.
fn with_flag(mut request: Request, one: &Commitment) -> Request {
    let value = one.value.clone().unwrap_or_default();
    if one.kind == ChoiceKind::Option {
        request.set.retain(|set| set.option != one.name);
        return request.set(&one.name, value);
    }
    request.pin.retain(|pin| pin.slot != one.name);
    request.pin(&one.name, value)
}

/// The cost of a fresh answer that has a value, if there is one.
fn fresh(compiled: &Compiled, request: &Request, one: &Commitment) -> Option<terroir::Number> {
    let Outcome::Resolved(bom) = compiled.resolve(&with_flag(request.clone(), one)).unwrap() else { return None };
    Some(bom.cost())
}

#[test]
fn every_domain_of_fifty_slots_equals_fresh_solves_at_every_step() {
    let day = "2026-11-22".parse().unwrap();
    let (mut forbidden, mut conflicts) = (0, 0);
    for seed in 1..=2 {
        let compiled = fifty_slots(seed);
        let mut session = Session::new(&compiled, &Request::markets(["US", "DE"]).as_of(day)).unwrap();
        let mut random = Random::new(seed ^ 0xf1f);
        let mut flags = vec![Request::market("US").as_of(day).detail(Detail::Lines)];
        for step in 0..8 {
            let mut domains = session.domains("US").unwrap().to_vec();
            // No flag commits a carrier.
            domains.retain(|domain| domain.kind != ChoiceKind::Carrier);
            let now = flags.last().unwrap().clone();
            for domain in &domains {
                for value in domain.values.iter().filter(|value| value.value.is_some()) {
                    let mut one = Commitment::option(&domain.name, "");
                    (one.kind, one.value) = (domain.kind, value.value.clone());
                    let is_possible = value.verdict != Verdict::Forbidden;
                    let found = fresh(&compiled, &now, &one).is_some();
                    assert_eq!(is_possible, found, "seed {seed}, step {step}: {} {value:?}", domain.name);
                    forbidden += usize::from(!is_possible);
                }
            }
            let answer = session.completion("US").unwrap();
            let full = now.clone().detail(Detail::Full);
            assert_eq!(format!("{answer:?}"), format!("{:?}", compiled.resolve(&full).unwrap()));
            check_reasons_and_prices(&mut session, &compiled, &full, &domains, &mut random);
            conflicts += usize::from(answer.bom().is_none());
            if step % 4 == 3 {
                flags.pop();
                session.undo().unwrap();
                continue;
            }
            let one = random_commitment(&mut random, &domains);
            let one = if step % 2 == 0 { one.in_market("US") } else { one };
            if session.commit(one.clone()).is_ok() {
                flags.push(with_flag(now, &one));
            }
        }
    }
    assert!(forbidden > 100 && conflicts > 0, "{forbidden} {conflicts}");
}

/// One forbidden value has reasons that are a smallest set, and the prices of one choice are those of fresh answers.
fn check_reasons_and_prices(
    session: &mut Session,
    compiled: &Compiled,
    now: &Request,
    domains: &[Domain],
    random: &mut Random,
) {
    let domain = &domains[random.below(domains.len())];
    let costs = session.price_differences("US", domain.kind, &domain.name).unwrap();
    let base = compiled.resolve(now).unwrap().bom().map(|bom| bom.cost());
    for (value, difference) in domain.values.iter().zip(&costs).filter(|(value, _)| value.value.is_some()) {
        let mut one = Commitment::option(&domain.name, "");
        (one.kind, one.value) = (domain.kind, value.value.clone());
        let cost = fresh(compiled, now, &one).zip(base).and_then(|(cost, base)| cost.checked_sub(base));
        assert_eq!(*difference, cost, "{one:?}");
        let reasons = session.reasons("US", &one).unwrap();
        assert_eq!(reasons.is_none(), value.verdict != Verdict::Forbidden, "{one:?}");
        if let Some(mut reasons) = reasons.filter(|reasons| !reasons.is_empty()) {
            // The tried value is no reason, but a flag in the request that is checked.
            let kind = if one.kind == ChoiceKind::Slot { "pin" } else { "set" };
            let mut own = reasons[0].clone();
            own.key = format!("{kind}:{}", one.name);
            let own_key = own.key.clone();
            reasons.push(own);
            let recheck = compiled.recheck(&with_flag(now.clone(), &one), &reasons).unwrap();
            // Where there is no answer anyway, the value itself may not be needed for that.
            let is_smallest = recheck.superfluous.iter().all(|key| *key == own_key);
            assert!(recheck.refutes && is_smallest, "{one:?}: {recheck:?} {reasons:?}");
        }
    }
}

const NETWORKED: &str = "
    [solution]
    name = 'tracker'
    markets = ['US']
    currency = 'USD'
    [slots.modem]
    choose = ['modem-a', 'modem-b']
";

const MODEMS: &str = "
    [[components]]
    id = 'modem-a'
    kind = 'hardware'
    price = '4'
    needs = { 'network.lte-m' = {} }
    certificates = [{ scheme = 'one-lab', id = 'EXAMPLE-1' }]
    [[components]]
    id = 'modem-b'
    kind = 'hardware'
    price = '5'
    needs = { 'network.lte-m' = {} }
    certificates = [{ scheme = 'two-lab', id = 'EXAMPLE-2' }]
";

const CARRIERS: &str = "
    area = 'US'
    [[carriers]]
    id = 'one'
    approvals = ['one-lab']
    networks = [{ technology = 'lte-m' }]
    [[carriers]]
    id = 'two'
    approvals = ['two-lab']
    networks = [{ technology = 'lte-m' }]
";

#[test]
fn a_committed_carrier_is_picked_and_is_a_reason() {
    let sources = [("solution.toml", NETWORKED), ("catalog/c.toml", MODEMS), ("regions/US.toml", CARRIERS)];
    let compiled = Solution::from_sources(sources).unwrap_or_else(|faults| panic!("{faults}")).compile().unwrap();
    let mut session = Session::new(&compiled, &Request::default().as_of("2026-11-22".parse().unwrap())).unwrap();
    let cost = |session: &mut Session| session.completion("US").unwrap().bom().map(|bom| bom.cost().to_fixed(2));
    assert_eq!(cost(&mut session).as_deref(), Some("4.00"));
    session.commit(Commitment::carrier("two")).unwrap();
    assert_eq!(cost(&mut session).as_deref(), Some("5.00"));
    let domains = session.domains("US").unwrap();
    let modem = domains.iter().find(|domain| domain.name == "modem").unwrap();
    assert_eq!(modem.forced().and_then(|value| value.value.as_deref()), Some("modem-b"));
    let reasons = session.reasons("US", &Commitment::slot("modem", "modem-a")).unwrap().unwrap();
    assert_eq!(reasons[0].key, "carrier:two");
    assert!(reasons[1].key.starts_with("approval:modem:two"), "{reasons:?}");
    session.commit(Commitment::without_carrier("two")).unwrap();
    assert_eq!(cost(&mut session).as_deref(), Some("4.00"));
    assert!(session.commit(Commitment::carrier("three")).is_err());
}

#[test]
fn a_watched_question_can_be_ended_and_asked_again() {
    let compiled = fifty_slots(7);
    let mut session = Session::new(&compiled, &Request::market("US").as_of("2026-11-22".parse().unwrap())).unwrap();
    let calls = Arc::new(AtomicU64::new(0));
    let (seen, allowed) = (calls.clone(), Arc::new(AtomicU64::new(0)));
    let limit = allowed.clone();
    session.watch(move |_| {
        let calls = seen.fetch_add(1, Ordering::Relaxed);
        if calls >= limit.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let mut stopped = 0;
    for slot in 0..50 {
        for kind in [true, false] {
            let name = format!("s{slot}");
            let result = if kind {
                session.price_differences("US", ChoiceKind::Slot, &name).map(|_| ())
            } else {
                session.completion("US").map(|_| ())
            };
            stopped += usize::from(result.is_err_and(|error| error.kind() == ResolveErrorKind::Stopped));
        }
    }
    // What takes fewer steps than the watch looks after is answered all the same.
    assert_eq!(stopped > 0, calls.load(Ordering::Relaxed) > 0);
    allowed.store(u64::MAX, Ordering::Relaxed);
    assert!(session.completion("US").is_ok());
}

#[test]
fn what_a_slot_does_not_have_is_not_committed() {
    let compiled = fifty_slots(5);
    let mut session = Session::new(&compiled, &Request::market("US").as_of("2026-11-22".parse().unwrap())).unwrap();
    for wrong in [Commitment::slot("s1", "c2-0"), Commitment::slot("nothing", "c1-0"), Commitment::empty("s1")] {
        assert!(session.commit(wrong.clone()).is_err(), "{wrong:?}");
    }
    assert_eq!(session.commitments().count(), 0);
    assert!(session.commit(Commitment::slot("s1", "c1-0").in_market("DE")).is_err());
}
