#!/usr/bin/env python3
"""Writes a solution of any size whose rules speak of neighbouring slots and that every market can satisfy.

    python3 benches/peers/family.py DIR [--slots N] [--rules N] [--markets N] [--budgets N] [--seed N]

A valid choice is planted for each market, and a rule is kept if the choices of all markets where it holds keep to it. With
`--budgets` everything uses resources whose supply the planted choices just do not exceed. The same arguments write the
same files.
"""

import argparse
import json
import random
from pathlib import Path

REGIONS = 12
WINDOW = 20


class Family:
    """The random choices of one solution."""

    def __init__(self, slots, rules, markets, budgets, seed):
        self.random = random.Random(seed)
        self.sizes = [self.random.randint(3, 10) for _ in range(slots)]
        self.cents = [[self.random.randint(100, 2099) for _ in range(size)] for size in self.sizes]
        self.within = [sorted(self.random.sample(range(REGIONS), 3)) for _ in range(markets)]
        self.planted = self.plant()
        self.rules = []
        while len(self.rules) < rules:
            area, condition, demands = self.rule()
            if all(self.holds(self.planted[market], condition, demands) for market in self.markets_of(area)):
                self.rules.append((area, condition, demands))
        self.weights = [[[self.random.randint(0, 9) for _ in range(size)] for size in self.sizes] for _ in range(budgets)]

    def plant(self):
        base = [self.random.randrange(size) for size in self.sizes]
        moved = [
            {slot: self.random.randrange(size) for slot, size in enumerate(self.sizes) if self.random.random() < 0.05}
            for _ in range(REGIONS)
        ]
        planted = []
        for regions in self.within:
            choice = dict(enumerate(base))
            for region in regions:
                choice.update(moved[region])
            planted.append([choice[slot] for slot in range(len(self.sizes))])
        return planted

    def markets_of(self, area):
        return [market for market, regions in enumerate(self.within) if area is None or area in regions]

    @staticmethod
    def holds(choice, condition, demands):
        """Whether a choice breaks the condition or meets one of the demands; without demands the condition is excluded."""
        return any(choice[slot] != value for slot, value in condition) or any(choice[slot] in values for slot, values in demands)

    def near(self, slot):
        while True:
            other = slot + self.random.randint(-WINDOW, WINDOW)
            if 0 <= other < len(self.sizes) and other != slot:
                return other

    def some_values(self, slot):
        low = self.random.randrange(self.sizes[slot])
        high = min(self.sizes[slot], low + self.random.randint(1, max(1, self.sizes[slot] // 2)))
        return list(range(low, high))

    def value(self, slot):
        return slot, self.random.randrange(self.sizes[slot])

    def rule(self):
        slot, kind = self.random.randrange(len(self.sizes)), self.random.random()
        region = self.random.randrange(REGIONS) if kind >= 0.7 or self.random.random() < 0.3 else None
        if kind < 0.35:
            to = self.near(slot)
            return region, [self.value(slot)], [(to, self.some_values(to))]
        if kind < 0.5:
            second, to = self.near(slot), self.near(slot)
            return region, [self.value(slot), self.value(second)], [(to, self.some_values(to))]
        if kind < 0.7:
            return region, [self.value(slot), self.value(self.near(slot))], []
        if kind < 0.85:
            return region, [self.value(slot)], []
        slots = sorted({self.near(slot) for _ in range(self.random.randint(1, 3))})
        return region, [], [(one, self.some_values(one)) for one in slots]

    def supply(self, budget):
        weights = self.weights[budget]
        return max(sum(weights[slot][value] for slot, value in enumerate(choice)) for choice in self.planted)


def rule_text(number, condition, demands):
    held = [f"slot.s{slot} == c{slot}-{value}" for slot, value in condition]
    wanted = [f"slot.s{slot} in ({', '.join(f'c{slot}-{value}' for value in values)})" for slot, values in demands]
    then = " or ".join(wanted) or f"not {held.pop()}"
    lines = ["[[rules]]", f'id = "r{number}"']
    if held:
        lines.append(f'if = "{" and ".join(held)}"')
    return "\n".join([*lines, f'then = "{then}"'])


def write(folder, family):
    for name in ("catalog", "regions"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    rules = {area: [] for area in [None, *range(REGIONS)]}
    for number, (area, condition, demands) in enumerate(family.rules):
        rules[area].append(rule_text(number, condition, demands))
    markets = [f"M{market}" for market in range(len(family.within))]
    head = ["[solution]", 'name = "family"', 'version = "1.0.0"', 'currency = "USD"', f"markets = {json.dumps(markets)}"]
    for slot, size in enumerate(family.sizes):
        head += [f"[slots.s{slot}]", f"choose = {json.dumps([f'c{slot}-{value}' for value in range(size)])}"]
    if family.weights:
        head += ["[supplies]", *(f"r{at} = {family.supply(at)}" for at in range(len(family.weights)))]
    (folder / "solution.toml").write_text("\n".join(head + rules[None]) + "\n")
    for region in range(REGIONS):
        text = [f'area = "R{region}"', f'name = "Region {region}"', 'within = ["world"]', *rules[region]]
        (folder / f"regions/R{region}.toml").write_text("\n".join(text) + "\n")
    for market, regions in enumerate(family.within):
        within = json.dumps([f"R{region}" for region in regions])
        text = f'area = "M{market}"\nname = "Market {market}"\nwithin = {within}\n'
        (folder / f"regions/M{market}.toml").write_text(text)
    parts = []
    for slot, prices in enumerate(family.cents):
        for value, cents in enumerate(prices):
            parts += ["[[components]]", f'id = "c{slot}-{value}"', 'kind = "hardware"', f'price = "{cents // 100}.{cents % 100:02d}"']
            if family.weights:
                uses = (f"r{at} = {weights[slot][value]}" for at, weights in enumerate(family.weights))
                parts.append(f"uses = {{ {', '.join(uses)} }}")
    (folder / "catalog/parts.toml").write_text("\n".join(parts) + "\n")


def main():
    arguments = argparse.ArgumentParser(description="Writes a solution of any size.")
    arguments.add_argument("folder", type=Path)
    for name, usual in (("slots", 500), ("rules", 1000), ("markets", 60), ("budgets", 0), ("seed", 4)):
        arguments.add_argument(f"--{name}", type=int, default=usual)
    given = arguments.parse_args()
    write(given.folder, Family(given.slots, given.rules, given.markets, given.budgets, given.seed))


if __name__ == "__main__":
    main()
