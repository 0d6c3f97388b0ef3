#!/usr/bin/env python3
"""Compares terroir with OR-tools CP-SAT, z3 and CaDiCaL (python-sat) on the same folders.

    python3 benches/peers/family.py target/peers/M
    python3 benches/peers/compare.py target/peers/M [--markets N] [--rounds N] [--terroir FILE] [--also FILE]

Each round runs every program once, one after the other, so that all of them meet the same state of the machine; the least
CPU time of the rounds counts, of all threads and processes. The peers read the files themselves (`reading.py`); their time
is that of building a market's problem and solving it, without reading. terroir's time is that of the whole process for
all markets: reading, lowering, solving, ties, checking and writing. `--also` names a further build of terroir to compare.
Peers that are not installed are left out, which is printed.

| question | programs |
|---|---|
| the cheapest BOM of each market, proved | terroir, CP-SAT |
| whether each market has a valid BOM | CP-SAT, z3, CaDiCaL; terroir answers the first question |
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from reading import Instance

TARGET = Path(os.environ.get("CARGO_TARGET_DIR", Path(__file__).parents[2] / "target"))
SECONDS = 60


def cp_sat():
    from ortools.sat.python import cp_model

    def solve(instance, market, with_costs):
        model = cp_model.CpModel()
        chosen = []
        for cents in instance.cents:
            chosen.append([model.new_bool_var("") for _ in cents])
            model.add_exactly_one(chosen[-1])
        for clause in instance.clauses[market]:
            model.add_bool_or([chosen[slot][value] for slot, values in clause for value in values])
        for name, most in instance.supplies.items():
            weights = instance.weights(name)
            pairs = [(weights[s][v], x) for s, row in enumerate(chosen) for v, x in enumerate(row) if weights[s][v]]
            model.add(sum(weight * x for weight, x in pairs) <= most)
        if with_costs:
            model.minimize(sum(cost * x for cents, row in zip(instance.cents, chosen) for cost, x in zip(cents, row)))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = SECONDS
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return "none"
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE) or (with_costs and status != cp_model.OPTIMAL):
            return "undecided"
        return round(solver.objective_value) if with_costs else "valid"

    return solve


def z3():
    import z3

    def solve(instance, market, _):
        solver = z3.Solver()
        solver.set("timeout", SECONDS * 1000)
        chosen = [[z3.Bool(f"x{s}_{v}") for v in range(len(cents))] for s, cents in enumerate(instance.cents)]
        for row in chosen:
            solver.add(z3.PbEq([(x, 1) for x in row], 1))
        for clause in instance.clauses[market]:
            solver.add(z3.Or([chosen[slot][value] for slot, values in clause for value in values]))
        for name, most in instance.supplies.items():
            weights = instance.weights(name)
            solver.add(z3.PbLe([(x, weights[s][v]) for s, row in enumerate(chosen) for v, x in enumerate(row)], most))
        return {"sat": "valid", "unsat": "none"}.get(str(solver.check()), "undecided")

    return solve


def cadical():
    from pysat.card import CardEnc, EncType
    from pysat.solvers import Cadical153

    def solve(instance, market, _):
        if instance.supplies:
            return "undecided"
        starts, count = [], 0
        for cents in instance.cents:
            starts.append(count)
            count += len(cents)
        with Cadical153() as solver:
            for start, cents in zip(starts, instance.cents):
                row = [start + 1 + value for value in range(len(cents))]
                for clause in CardEnc.equals(lits=row, bound=1, encoding=EncType.pairwise).clauses:
                    solver.add_clause(clause)
            for clause in instance.clauses[market]:
                solver.add_clause([starts[slot] + 1 + value for slot, values in clause for value in values])
            return "valid" if solver.solve() else "none"

    return solve


def cpu(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def run_terroir(binary, folder, markets):
    """The cents of each market, and the CPU seconds of the process."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "solution"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("terroir.lock"))
        command = [binary, "-q", "--jobs", "1", "--manifest-path", copy, "resolve", "--format", "json", "--as-of", "2026-11-22"]
        command += [word for market in markets for word in ("--market", market)]
        before = cpu(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = cpu(resource.RUSAGE_CHILDREN) - before
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    answers = {}
    for one in json.loads(done.stdout)["markets"]:
        answers[one["market"]] = round(float(one["objective"]["cost"]) * 100) if one["status"] == "resolved" else "none"
    return answers, seconds


def run_peer(solve, instance, markets, with_costs):
    before, answers = cpu(resource.RUSAGE_SELF), {}
    for market in markets:
        answers[market] = solve(instance, market, with_costs)
    return answers, cpu(resource.RUSAGE_SELF) - before


def programs(given, instance, markets):
    """Name → what runs it once."""
    found = {"terroir": lambda: run_terroir(given.terroir, given.folder, markets)}
    if given.also:
        found["terroir, other build"] = lambda: run_terroir(given.also, given.folder, markets)
    peers = [("CP-SAT, cheapest", cp_sat, True), ("CP-SAT, any", cp_sat, False), ("z3, any", z3, False), ("CaDiCaL, any", cadical, False)]
    for name, make, with_costs in peers:
        try:
            solve = make()
        except ImportError as missing:
            print(f"left out: {name}: {missing.name} is not installed")
            continue
        found[name] = lambda solve=solve, with_costs=with_costs: run_peer(solve, instance, markets, with_costs)
    return found


def agrees(one, other):
    """Whether two answers about a market do not contradict each other."""
    if "undecided" in (one, other):
        return True
    if isinstance(one, int) and isinstance(other, int):
        return one == other
    return (one == "none") == (other == "none")


def main():
    arguments = argparse.ArgumentParser(description="Compares terroir with other solvers on a generated solution.")
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--markets", type=int, help="only the first so many")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--terroir", default=TARGET / "release" / "terroir")
    arguments.add_argument("--also")
    given = arguments.parse_args()
    instance = Instance(given.folder)
    markets = instance.markets[: given.markets]
    runs = programs(given, instance, markets)
    least, answers = {}, {}
    for _ in range(given.rounds):
        for name, run in runs.items():
            began = time.monotonic()
            answers[name], seconds = run()
            least[name] = min(least.get(name, seconds), seconds)
            print(f"{name}: {seconds:.3f} s of CPU, {time.monotonic() - began:.3f} s", file=sys.stderr)
    rules = sum(len(clauses) for clauses in instance.clauses.values()) / len(instance.markets)
    print(f"{date.today()}: {len(instance.slots)} slots, {len(markets)} markets, {rules:.0f} rules a market")
    print("| program | CPU ms | a market | times terroir | agrees | undecided |\n|---|---|---|---|---|---|")
    disagreeing = 0
    for name, seconds in least.items():
        wrong = [market for market in markets if not agrees(answers[name][market], answers["terroir"][market])]
        disagreeing += len(wrong)
        undecided = sum(answer == "undecided" for answer in answers[name].values())
        each, times = seconds * 1000 / len(markets), seconds / least["terroir"]
        agreed = f"{len(markets) - len(wrong)} of {len(markets)}"
        print(f"| {name} | {seconds * 1000:.0f} | {each:.2f} | {times:.1f} | {agreed} | {undecided} |")
    if disagreeing:
        raise SystemExit(f"answers that contradict each other: {disagreeing}")


if __name__ == "__main__":
    main()
