#!/usr/bin/env python3
"""Checks that the pseudo-Boolean problems of `terroir resolve --proof` say what the files of the solution say.

usage: check_opb.py [--built-in regions] [--samples N] FOLDER[:PROOFS] …

For each FOLDER (a solution) and each MARKET.opb in PROOFS (default: FOLDER/proofs), whole assignments are drawn: the
answer of the proof, changes of it, and random ones. Each is judged twice: by the files, read here with nothing of terroir,
and by the constraints of the OPB file. Both must allow or both refuse it, and where both allow it the objective must be
the same. What of the files is not understood is counted and listed; it never counts as agreement.
"""

import argparse
import datetime
import os
import random
import re
import sys
import zlib
from collections import Counter
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from conditions import NotUnderstood, written  # noqa: E402
from files import Files, in_force  # noqa: E402
from meaning import Chosen, World  # noqa: E402
from opb import Problem  # noqa: E402

SLOT = re.compile(r"slot `(.*)`")
OPTION = re.compile(r"option `(.*)`")
CARRIER = re.compile(r"carrier `(.*)` picked")
PLANNED = re.compile(r"planned certificate `(.*?)`(?: of (.*))? taken")


class Comparison:
    """One market's problem beside its files."""

    def __init__(self, files, problem, proof, statuses, counts):
        self.files, self.problem, self.proof, self.counts = files, problem, proof, counts
        self.market = files.market(problem.market, datetime.date.fromisoformat(problem.day))
        self.world = World(self.market, problem.variant, problem.flags)
        self.statuses, self.differences = statuses, []
        self.labels = {files.label(one): one for one in files.components}
        self.names = [name for name in problem.groups if not name.startswith("helper ")]
        self.values = {name: [value for _, value in problem.groups[name]] for name in self.names}
        self.has_helper_costs = any(problem.variables[number][0] not in self.values for number in problem.objective)

    def chosen(self, values):
        """An assignment by the words of the OPB file, as the files' things."""
        slots, options, carriers, planned = {}, {}, set(), set()
        for name, value in values.items():
            if found := SLOT.fullmatch(name):
                slots[found[1]] = None if value == "(empty)" else self.labels[value]
            elif found := OPTION.fullmatch(name):
                options[found[1]] = value
            elif value == "yes" and (found := CARRIER.fullmatch(name)):
                carriers.add(found[1])
            elif value == "yes" and (found := PLANNED.fullmatch(name)):
                planned.add((found[2], found[1]))
        return Chosen(self.world, slots, options, carriers, planned)

    def choices(self):
        """Slots, candidates, options and carriers are those of the files."""
        wanted = {f"slot `{name}`": ["(empty)"] + [self.files.label(one) for one in slot["candidates"]]
                  for name, slot in self.market.slots.items()}
        for name, option in self.files.solution.get("options", {}).items():
            wanted[f"option `{name}`"] = [written(one) for one in option["values"]]
        for name, values in wanted.items():
            if self.values.get(name) != values:
                self.differences.append(f"{name} is {self.values.get(name)}, by the files {values}")
        known = {found[1] for name in self.names if (found := CARRIER.fullmatch(name))}
        if known and known != {one["id"] for one in self.market.carriers}:
            self.differences.append(f"carriers {known}")
        if extra := [name for name in self.names if name not in wanted and SLOT.fullmatch(name)]:
            self.differences.append(f"slots that the files do not have: {extra}")
        # A market whose candidates use no network has no carriers to pick.
        self.unpickable = not known

    def answer(self):
        line = next((line for line in self.proof.splitlines() if " soli " in line), None)
        if line is None:
            return None
        true = {int(word[1:]) for word in line.split() if re.fullmatch(r"x\d+", word)}
        return {name: value for number, (name, value) in self.problem.variables.items() if number in true and name in self.values}

    def samples(self, count, draw):
        answer = self.answer()
        if answer:
            yield answer
        best, least = None, None
        for at in range(count):
            if answer and at % 4 != 3:
                values = dict(answer)
                changed = draw.sample(self.names, min(len(self.names), draw.choice((1, 1, 1, 2, 3))))
            elif best is not None and at % 4 != 3:
                # Nothing is allowed: walk towards what breaks the least.
                values, changed = dict(best), draw.sample(self.names, min(len(self.names), draw.choice((1, 1, 2))))
            else:
                values, changed = {}, self.names
            for name in changed:
                values[name] = draw.choice(self.values[name])
            if not answer:
                found = len(self.world.violations(self.chosen(values)))
                if least is None or found <= least:
                    best, least = values, found
            yield values

    def sharing(self, scheme):
        """The volumes of the markets that resolve and in which a certification or an approval accepts the scheme."""
        header, total = self.files.header, Fraction(0)
        variant = next((one for one in self.world.variants if one["name"] == self.problem.variant), {})
        for code in dict.fromkeys(variant.get("markets", header.get("markets", [])) + [self.problem.market]):
            market = self.market if code == self.problem.market else self.files.market(code, self.market.day)
            accepted = any(scheme in one.get("accepts", [one["scheme"]]) and one.get("mandatory") is not False
                           for one in market.certification) or any(scheme in one.get("approvals", []) for one in market.carriers)
            if not accepted:
                continue
            status = self.statuses.get(code)
            if status is None and code != self.problem.market:
                raise NotUnderstood("the cost of a planned certificate, for the proof of another market is missing")
            if status != "no" or code == self.problem.market:
                total += Fraction(self.files.solution.get("volumes", {}).get(code, 1000))
        return total

    def compare(self, values):
        violations = self.world.violations(self.chosen(values))
        by_opb = self.problem.satisfied(values)
        if by_opb is False:
            self.counts["not compared: the helpers take too long"] += 1
        elif None in violations and not any(violations):
            self.counts["not compared: not understood"] += 1
        elif (not violations) != (by_opb is not None):
            about = sorted(set(self.problem.broken(values)))
            shown = {name: value for name, value in values.items() if value not in ("(empty)", "no")}
            self.differences.append(f"files: {violations or 'allowed'}; OPB: {about if by_opb is None else 'allowed'}; {shown}")
        elif violations:
            self.counts["both refuse"] += 1
            if not self.has_helper_costs:
                self.price(values, self.problem.cost(values))
        else:
            self.counts["both allow"] += 1
            self.price(values, by_opb)

    def target(self, draw):
        """For each constraint an assignment that breaks it, as near to the answer as can be: where it breaks no other one,
        the files would allow it if the constraint were not theirs."""
        answer = self.answer()
        if answer is None:
            return
        for at in self.problem.plain_constraints(set(self.names)):
            self.counts["constraints"] += 1
            values, alone = dict(answer), False
            for _ in range(4):
                values = self.problem.break_clause(at, dict(answer), self.values, draw)
                if values is None:
                    break
                alone = self.problem.refuses(values) == {at}
                if alone:
                    break
            if values is not None:
                self.compare(values)
                self.counts["constraints that alone refuse an assignment"] += alone

    def price(self, values, by_opb):
        if not self.problem.factors:
            return
        try:
            chosen = self.chosen(values)
            wanted = sum(self.world.objective(name, chosen, self.sharing) * factor for name, factor in self.problem.factors)
        except NotUnderstood as why:
            self.world.skipped.add(str(why))
            self.counts["objective not compared"] += 1
            return
        if wanted != by_opb:
            self.differences.append(f"objective {by_opb}, by the files {wanted}: {values}")
        else:
            self.counts["same objective"] += 1


def compare_folder(argument, built_in, samples, counts, skipped):
    folder, _, proofs = argument.partition(":")
    proofs = proofs or os.path.join(folder, "proofs")
    files, problems = Files(folder, built_in), {}
    for name in sorted(os.listdir(proofs)):
        if name.endswith(".opb"):
            with open(os.path.join(proofs, name), encoding="utf-8") as file:
                problems[name[:-4]] = Problem(file.read())
    statuses = {one.market: "no" if one.is_no else "yes" for one in problems.values()}
    differences = []
    for name, problem in problems.items():
        with open(os.path.join(proofs, name + ".pbp"), encoding="utf-8") as file:
            one = Comparison(files, problem, file.read(), statuses, counts)
        one.choices()
        draw = random.Random(zlib.crc32(argument.encode() + name.encode()))
        for values in one.samples(samples, draw):
            one.compare(values)
        one.target(draw)
        counts["problems"] += 1
        skipped.update(one.world.skipped)
        differences += [f"{argument} {name}: {text}" for text in one.differences]
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--built-in", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../regions"))
    parser.add_argument("--samples", type=int, default=60)
    parser.add_argument("folders", nargs="+", metavar="FOLDER[:PROOFS]")
    arguments = parser.parse_args()
    counts, skipped, differences = Counter(), Counter(), []
    for folder in arguments.folders:
        differences += compare_folder(folder, arguments.built_in, arguments.samples, counts, skipped)
    for text in differences[:40]:
        print("difference:", text)
    print(", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
    for text, count in skipped.most_common():
        print(f"not understood in {count} problems: {text}")
    print(f"differences: {len(differences)}")
    if counts["both allow"] == 0 or counts["both refuse"] == 0:
        print("nothing was compared")
        return 1
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
