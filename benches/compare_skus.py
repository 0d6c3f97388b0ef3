#!/usr/bin/env python3
"""Compares the number and the cost of SKUs with OR-tools CP-SAT.

    cargo build --release && python3 benches/compare_skus.py [INSTANCES] [--large]

Random solutions are made here, written as files, and asked of `terroir skus --format json`. The same data are encoded
for CP-SAT from their meaning: nothing of terroir is read but its answer. With `--large` also the time for 60 and 200
markets, 500 slots of 6 candidates and 1,000 rules a market. Needs ortools (tried with 9.15).
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ortools.sat.python import cp_model

TARGET = Path(os.environ.get("CARGO_TARGET_DIR", Path(__file__).parent.parent / "target"))
TERROIR = TARGET / "release" / "terroir"
UNIVERSAL = [(100, 130), (198, 264), (90, 305)]


def small(seed):
    """Slots of hardware and firmware, rules of regions, mains, volumes."""
    rng = random.Random(seed)
    slots = rng.randint(3, 7)
    count = rng.randint(2, 4)
    data = {
        "kinds": ["firmware" if rng.random() < 0.3 else "hardware" for _ in range(slots)],
        "prices": [[rng.randint(100, 900) for _ in range(count)] for _ in range(slots)],
        "mains": 0 if rng.random() < 0.6 else None,
        "regions": [],
        "markets": [],
        "sku_cost": rng.choice([0, 0, 1500000]),
    }
    data["kinds"][0] = "hardware"
    for _ in range(rng.randint(2, 5)):
        rules = [random_rule(rng, slots, count) for _ in range(rng.randint(1, 5))]
        data["regions"].append(rules)
    for _ in range(rng.randint(3, 8)):
        regions = sorted(rng.sample(range(len(data["regions"])), rng.randint(1, 2)))
        volume = rng.choice([100, 500, 1000, 3000])
        demands = [demand(rng, slots, count) for _ in range(rng.randint(0, 3))]
        data["markets"].append((regions, rng.choice([120, 230]), volume, demands))
    return data


def large(markets, seed=1):
    """The shape of benches/generated: blocs that exclude each other, demands of markets, many rules."""
    rng = random.Random(seed)
    slots, count = 500, 6
    data = {
        "kinds": ["hardware"] * slots,
        "prices": [[rng.randint(100, 2099) for _ in range(count)] for _ in range(slots)],
        "mains": 0,
        "regions": [[if_then(rng, slots, count) for _ in range(1000 // 3)] for _ in range(12)],
        "markets": [],
        "sku_cost": 0,
    }
    for bloc in range(9):
        data["regions"].append([([], (0, [bloc % 3 * 2, bloc % 3 * 2 + 1])), ([], (1, [bloc // 3 * 2, bloc // 3 * 2 + 1]))])
    for market in range(markets):
        regions = sorted({rng.randrange(12) for _ in range(3)} | {12 + market % 9})
        demands = []
        for _ in range(2):
            first = rng.randrange(count)
            demands.append(([], (2 + rng.randrange(40), sorted((first + step) % count for step in range(3)))))
        data["markets"].append((regions, rng.choice([100, 120, 127, 220, 230]), 1000, demands))
    return data


def if_then(rng, slots, count):
    there, first = rng.randrange(slots), rng.randrange(count)
    return ([(rng.randrange(slots), rng.randrange(count))], (there, sorted((first + step) % count for step in range(4))))


def random_rule(rng, slots, count):
    if rng.random() < 0.4:
        return demand(rng, slots, count)
    one, two = rng.randrange(slots), rng.randrange(slots)
    return ([(one, rng.randrange(count))], (two, sorted(rng.sample(range(count), rng.randint(1, count - 1)))))


def demand(rng, slots, count):
    return ([], (rng.randrange(slots), sorted(rng.sample(range(count), rng.randint(1, count - 1)))))


def rules_of(data, market):
    regions, _, _, demands = data["markets"][market]
    return [rule for region in regions for rule in data["regions"][region]] + demands


def allowed_by_mains(data, market, slot, candidate):
    if data["mains"] is None or slot % 10 != data["mains"] or data["kinds"][slot] != "hardware":
        return True
    low, high = UNIVERSAL[candidate % 3]
    return low <= data["markets"][market][1] <= high


def write(data, folder):
    """The solution's files."""
    codes = ", ".join(f'"M{at}"' for at in range(len(data["markets"])))
    head = f'[solution]\nname = "random"\ncurrency = "USD"\nas-of = 2026-11-22\nmarkets = [{codes}]\n'
    head += f'sku-cost = "{data["sku_cost"] / 100:.2f}"\n[volumes]\n'
    head += "".join(f"M{at} = {market[2]}\n" for at, market in enumerate(data["markets"]))
    parts = ""
    for slot, prices in enumerate(data["prices"]):
        names = ", ".join(f'"c{slot}-{at}"' for at in range(len(prices)))
        head += f"[slots.s{slot}]\nchoose = [{names}]\n"
        for at, price in enumerate(prices):
            parts += f'[[components]]\nid = "c{slot}-{at}"\nversion = "1.0.0"\nkind = "{data["kinds"][slot]}"\n'
            parts += f'price = "{price / 100:.2f}"\n'
            if data["mains"] is not None and slot % 10 == data["mains"] and data["kinds"][slot] == "hardware":
                low, high = UNIVERSAL[at % 3]
                parts += f'needs = {{ "power.mains" = {{ voltage_v = {{ within = [{low}, {high}] }} }} }}\n'
    (folder / "catalog").mkdir()
    (folder / "regions").mkdir()
    (folder / "solution.toml").write_text(head)
    (folder / "catalog" / "parts.toml").write_text(parts)
    for at, rules in enumerate(data["regions"]):
        text = f'area = "R{at}"\nname = "R{at}"\nwithin = ["world"]\n' + written(rules, f"r{at}")
        (folder / "regions" / f"R{at}.toml").write_text(text)
    for at, (regions, volt, _, demands) in enumerate(data["markets"]):
        within = ", ".join(f'"R{region}"' for region in regions)
        text = f'area = "M{at}"\nname = "M{at}"\nwithin = [{within}]\n[power]\nvoltage_v = [{volt}]\nfrequency_hz = [50]\n'
        (folder / "regions" / f"M{at}.toml").write_text(text + written(demands, f"m{at}"))


def written(rules, prefix):
    text = ""
    for at, (condition, (slot, values)) in enumerate(rules):
        text += f'[[rules]]\nid = "{prefix}-{at}"\n'
        for there, value in condition:
            text += f'if = "slot.s{there} == c{there}-{value}"\n'
        names = ", ".join(f"c{slot}-{value}" for value in values)
        text += f'then = "slot.s{slot} in ({names})"\n'
    return text


def ask(folder, *flags):
    command = [str(TERROIR), "skus", "--manifest-path", str(folder), "--format", "json", "-q", *flags]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    elapsed = time.perf_counter() - started
    if not done.stdout:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout), elapsed


def selection(model, data, rules, market=None):
    """One-hot variables of every slot under rules; with a market also its mains."""
    chosen = []
    for slot, prices in enumerate(data["prices"]):
        row = [model.new_bool_var("") for _ in prices]
        model.add_exactly_one(row)
        chosen.append(row)
        for at, literal in enumerate(row):
            if market is not None and not allowed_by_mains(data, market, slot, at):
                model.add(literal == 0)
    for condition, (slot, values) in rules:
        model.add_bool_or([chosen[slot][value] for value in values] + [~chosen[there][at] for there, at in condition])
    return chosen


def servable(data, market):
    model = cp_model.CpModel()
    selection(model, data, rules_of(data, market), market)
    solver = cp_model.CpSolver()
    return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def with_costs(data, markets, groups):
    """The least cost of so many groups; None where there is none. Every market has its own copy of every slot."""
    model = cp_model.CpModel()
    joins = {market: [model.new_bool_var("") for _ in range(groups)] for market in markets}
    hardware = []
    for _ in range(groups):
        hardware.append([[model.new_bool_var("") for _ in prices] for prices in data["prices"]])
        for row in hardware[-1]:
            model.add_exactly_one(row)
    cost = []
    for market in markets:
        model.add_exactly_one(joins[market])
        own = selection(model, data, rules_of(data, market), market)
        for slot, prices in enumerate(data["prices"]):
            for at, price in enumerate(prices):
                cost.append(price * data["markets"][market][2] * own[slot][at])
                if data["kinds"][slot] == "hardware":
                    for group in range(groups):
                        model.add_bool_or([~own[slot][at], ~joins[market][group], hardware[group][slot][at]])
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    return round(solver.objective_value)


def number_only(data, markets, groups, workers):
    """Whether so many groups serve all markets: all slots are hardware, rules hang on the regions that a group meets."""
    model = cp_model.CpModel()
    joins = [[model.new_bool_var("") for _ in range(groups)] for _ in markets]
    for row in joins:
        model.add_exactly_one(row)
    for at, row in enumerate(joins[:groups]):
        for later in row[at + 1:]:
            model.add(later == 0)
    for group in range(groups):
        chosen = []
        for prices in data["prices"]:
            row = [model.new_bool_var("") for _ in prices]
            model.add_exactly_one(row)
            chosen.append(row)
        for region, rules in enumerate(data["regions"]):
            inside = model.new_bool_var("")
            for at, market in enumerate(markets):
                if region in data["markets"][market][0]:
                    model.add_implication(joins[at][group], inside)
            for condition, (slot, values) in rules:
                literals = [chosen[slot][value] for value in values] + [~chosen[there][one] for there, one in condition]
                model.add_bool_or(literals + [~inside])
        for at, market in enumerate(markets):
            here = joins[at][group]
            for _, (slot, values) in data["markets"][market][3]:
                model.add_bool_or([chosen[slot][value] for value in values] + [~here])
            for slot, prices in enumerate(data["prices"]):
                for one in range(len(prices)):
                    if not allowed_by_mains(data, market, slot, one):
                        model.add_implication(here, ~chosen[slot][one])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = 300
    status = solver.solve(model)
    return {cp_model.INFEASIBLE: False, cp_model.OPTIMAL: True, cp_model.FEASIBLE: True}.get(status)


def compare(seed):
    data = small(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(data, folder)
        answer, ours = ask(folder, "--no-curve")
    markets = [market for market in range(len(data["markets"])) if servable(data, market)]
    started = time.perf_counter()
    groups, cost = 0, 0
    while markets:
        groups += 1
        cost = with_costs(data, markets, groups)
        if cost is not None:
            break
    theirs = time.perf_counter() - started
    assert answer["minimum_proved"] and answer["cost"]["proved"], f"instance {seed}: not proved"
    is_ = (len(answer["skus"]), answer["cost"]["amount"], len(answer["unservable"]))
    total = (cost + groups * data["sku_cost"]) / 100
    should = (groups, f"{total:.2f}", len(data["markets"]) - len(markets))
    if is_ != should:
        print(f"instance {seed}: terroir {is_}, CP-SAT {should}")
    return is_ == should, groups, ours, theirs


def race(markets):
    data = large(markets)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(data, folder)
        answer, ours = ask(folder, "--number")
    print(f"{markets} markets: terroir {answer['at_least']} to {answer['at_most']} SKUs, whole process {ours:.3f} s")
    for workers in (1, 8):
        for groups in (answer["at_most"], answer["at_most"] - 1):
            started = time.perf_counter()
            found = number_only(data, list(range(markets)), groups, workers)
            elapsed = time.perf_counter() - started
            print(f"  CP-SAT, {workers} workers: {groups} SKUs: {found} in {elapsed:.1f} s, {elapsed / ours:.0f} times as long")


def main():
    count = next((int(one) for one in sys.argv[1:] if one.isdigit()), 60)
    results = [compare(seed) for seed in range(1, count + 1)]
    wrong = sum(not same for same, *_ in results)
    numbers = {}
    for _, groups, *_ in results:
        numbers[groups] = numbers.get(groups, 0) + 1
    ours, theirs = sum(one[2] for one in results), sum(one[3] for one in results)
    print(f"{count} instances, {wrong} differences; SKUs: {dict(sorted(numbers.items()))}")
    print(f"terroir {ours:.2f} s (whole processes), CP-SAT {theirs:.2f} s (models and solving)")
    if "--large" in sys.argv:
        for markets in (60, 200):
            race(markets)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
