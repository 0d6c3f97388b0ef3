"""Reads a generated solution's folder from its meaning, with nothing of terroir: slots, candidates, prices, mains, resources,
and the rules of each market. What it does not know stops it: a peer that skips a constraint answers another question."""

import re
import tomllib
from fractions import Fraction

KNOWN = {
    "solution": {"name", "version", "currency", "markets", "objective"},
    "component": {"id", "kind", "price", "needs", "uses"},
    "area": {"area", "name", "within", "rules", "power"},
    "rule": {"id", "if", "then"},
}
ATOM = re.compile(r"(not )?slot\.([\w-]+) (?:== ([\w-]+)|in \(([^()]*)\))$")


def only(kind, table):
    unknown = set(table) - KNOWN[kind]
    if unknown:
        raise SystemExit(f"not understood: {', '.join(sorted(unknown))} of a {kind}")


def atom(text):
    """Slot, its values, and whether it takes one of them or none."""
    found = ATOM.match(text.strip())
    if not found:
        raise SystemExit(f"not understood: {text}")
    negated, slot, one, several = found.groups()
    values = [one] if one else [value.strip() for value in several.split(",")]
    return slot, values, negated is None


class Instance:
    """A solution as slots of candidates in cents, and clauses for each market."""

    def __init__(self, folder):
        solution = tomllib.loads((folder / "solution.toml").read_text())
        only("solution", solution["solution"])
        self.markets = solution["solution"]["markets"]
        self.slots = {name: slot["choose"] for name, slot in solution["slots"].items()}
        self.place = {name: at for at, name in enumerate(self.slots)}
        components = {}
        for path in sorted((folder / "catalog").glob("*.toml")):
            for component in tomllib.loads(path.read_text())["components"]:
                only("component", component)
                components[component["id"]] = component
        self.parts = [[components[name] for name in names] for names in self.slots.values()]
        self.cents = [[int(Fraction(part["price"]) * 100) for part in parts] for parts in self.parts]
        self.supplies = solution.get("supplies", {})
        world = [self.clause(rule) for rule in solution.get("rules", [])]
        areas = {}
        for path in sorted((folder / "regions").glob("*.toml")):
            area = tomllib.loads(path.read_text())
            only("area", area)
            areas[area["area"]] = area
        self.clauses = {market: world + self.of_area(areas, market) for market in self.markets}

    def of_area(self, areas, market):
        """The rules of a market and of all areas that it lies in, and what its mains exclude."""
        clauses, waiting, seen = [], [market], {"world"}
        while waiting:
            code = waiting.pop()
            if code in seen:
                continue
            seen.add(code)
            clauses += [self.clause(rule) for rule in areas[code].get("rules", [])]
            waiting += areas[code]["within"]
        volts = areas[market].get("power", {}).get("voltage_v", [])
        for slot, parts in enumerate(self.parts):
            usable = [value for value, part in enumerate(parts) if all(self.accepts(part, volt) for volt in volts)]
            if len(usable) < len(parts):
                clauses.append([(slot, usable)])
        return clauses

    @staticmethod
    def accepts(part, volt):
        for capability, needed in part.get("needs", {}).items():
            if capability != "power.mains" or set(needed) != {"voltage_v"} or set(needed["voltage_v"]) != {"within"}:
                raise SystemExit(f"not understood: a need of {capability}")
            low, high = needed["voltage_v"]["within"]
            if not low <= volt <= high:
                return False
        return True

    def clause(self, rule):
        """A rule as a disjunction: one of the slots takes one of its values."""
        only("rule", rule)
        literals = [(*atom(text)[:2], not atom(text)[2]) for text in rule["if"].split(" and ")] if "if" in rule else []
        literals += [atom(text) for text in rule["then"].split(" or ")]
        clause = []
        for slot, names, is_positive in literals:
            candidates = self.slots[slot]
            inside = {candidates.index(name) for name in names}
            values = inside if is_positive else set(range(len(candidates))) - inside
            clause.append((self.place[slot], sorted(values)))
        return clause

    def weights(self, resource):
        return [[part.get("uses", {}).get(resource, 0) for part in parts] for parts in self.parts]
