"""What the files of a small solution mean, read and tried by brute force; no code is shared with the command.

A folder is read, its overlays are laid for one market, and every plan (what fills the slots, the values of the options,
the carriers, the planned certificates) is tested against every statement. The best of those that pass is the answer.
"""

import fnmatch
import itertools
import pathlib
import tomllib
from fractions import Fraction

from plan import Plan
from tests_of import in_force, names, satisfies, version_key

MERGED = {
    "rules": lambda entry: entry["id"],
    "duties": lambda entry: entry["id"],
    "carriers": lambda entry: entry["id"],
    "certification": lambda entry: entry.get("id", entry["scheme"]),
    "provides": lambda entry: entry.get("id", entry["capability"]),
    "needs": lambda entry: entry.get("id"),
    "limits": lambda entry: entry.get("id"),
    "radio": lambda entry: entry.get("id")
    or (
        f"{entry['technology']}-{entry['plan']}"
        if "plan" in entry
        else str((entry["technology"], entry["range_mhz"]))
    ),
}
FALSE_UNLESS_WRITTEN = {"dfs": False, "indoor": False, "no-ir": False}


def read_toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)


class Files:
    """A solution's folder."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.root = read_toml(folder / "solution.toml")
        self.header = self.root["solution"]
        self.components = []
        for path in sorted((folder / "catalog").glob("*.toml")):
            self.components += read_toml(path)["components"]
        self.areas = {}
        for path in sorted((folder / "regions").glob("*.toml")):
            overlay = read_toml(path)
            self.areas[overlay["area"]] = overlay
        self.volumes = self.root.get("volumes", {})
        self.options = self.root.get("options", {})

    def above(self, area):
        """The areas that an area lies in, itself among them; the world is all areas' parent."""
        found, open_list = {area}, [area]
        while open_list:
            overlay = self.areas.get(open_list.pop())
            for parent in overlay["within"] if overlay else []:
                if parent not in found:
                    found.add(parent)
                    open_list.append(parent)
        return found | {"world"}

    def layers(self, market):
        """The overlays that hold in a market, the widest first."""
        above = [area for area in self.above(market) if area in self.areas]
        above.sort(key=lambda area: (len(self.above(area)), area))
        return [("world", self.root)] + [(area, self.areas[area]) for area in above]

    def price_in(self, component):
        amount = Fraction(component.get("price", component.get("per_month", "0")))
        if "per_month" in component:
            amount *= self.header["term_months"]
        currency = component.get("currency", self.header["currency"])
        return amount if currency == self.header["currency"] else amount * Fraction(self.root["exchange"][currency])


class Market:
    """One market of a solution on one day, with the flags of the question."""

    def __init__(self, files, market, day, question=None):
        self.files, self.market, self.day = files, market, day
        self.question = question or {}
        self.area_names = files.above(market)
        self.sections = {section: [] for section in MERGED}
        self.supplies, self.settings, self.slots, self.power = {}, {}, {}, {}
        self.certificates = list(files.root.get("certificates", []))
        for area, layer in files.layers(market):
            self.lay(area, layer)
        # What the control does not read: the comparison must notice.
        for section in self.question.get("blind", []):
            self.sections[section] = []
        for slot in self.slots.values():
            slot["candidates"] = self.candidates_of(slot)
        self.order_of_slots()
        self.provided = self.market_provides()
        self.carriers = [one for one in self.sections["carriers"] if in_force(one, day)]
        self.planned = [one for one in self.certificates if "planned" in one]

    def lay(self, area, layer):
        for kind, removed in layer.get("remove", {}).items():
            for name in removed:
                if kind == "slots":
                    del self.slots[name]
                else:
                    self.sections[kind] = [one for one in self.sections[kind] if MERGED[kind](one) != name]
        for kind, identity in MERGED.items():
            for entry in layer.get(kind, []):
                self.merge(kind, identity(entry), {**entry, "of-area": area})
        self.supplies.update(layer.get("supplies", {}))
        self.settings.update(layer.get("set", {}))
        self.power.update(layer.get("power", {}))
        for name, slot in layer.get("slots", {}).items():
            if name in self.slots:
                merged = dict(self.slots[name])
                also = merged.get("also", []) if "choose" not in slot else []
                merged.update(slot)
                merged["also"] = also + slot.get("also", [])
                self.slots[name] = merged
            else:
                self.slots[name] = dict(slot, name=name)
        if layer is not self.files.root:
            self.certificates += layer.get("certificates", [])

    def merge(self, kind, identity, entry):
        held = next(
            (one for one in self.sections[kind] if identity is not None and MERGED[kind](one) == identity), None
        )
        if held is None:
            self.sections[kind].append(dict(entry))
            return
        same = entry.get("capability", held.get("capability")) == held.get("capability")
        where = {**(held.get("where", {}) if same else {}), **entry.get("where", {})}
        networks = {one["technology"]: one for one in held.get("networks", [])}
        for network in entry.get("networks", []):
            networks[network["technology"]] = {**networks.get(network["technology"], {}), **network}
        held.update(entry)
        held["where"] = where
        if networks:
            held["networks"] = list(networks.values())

    def order_of_slots(self):
        first = list(self.files.root.get("slots", {}))
        areas = sorted(self.files.areas, key=lambda area: (len(self.files.above(area)), area))
        for area in areas:
            first += [name for name in self.files.areas[area].get("slots", {}) if name not in first]
        self.slots = {name: self.slots[name] for name in first if name in self.slots}

    def candidates_of(self, slot):
        """Components by preference: as written, all versions of one at its first place, the newest first."""
        found, chosen = [], slot["choose"]
        if isinstance(chosen, dict):
            found += self.queried(chosen)
            chosen = []
        for wanted in chosen + slot.get("also", []):
            name, _, requirement = wanted.partition("@")
            found += [one for one in self.versions(name) if not requirement or satisfies(one["version"], requirement)]
        pin = self.question.get("pin", {}).get(slot["name"])
        without = self.question.get("without", [])
        pinned = [one for one in found if one["id"] == pin]
        if pin == "":
            return []
        if pin is not None:
            found = pinned
        return [one for one in found if self.may_stand_here(one, pin is not None) and one["id"] not in without]

    def versions(self, name):
        found = [dict({"version": "1.0.0"}, **one) for one in self.files.components if one["id"] == name]
        return sorted(found, key=lambda one: version_key(one["version"]), reverse=True)

    def queried(self, query):
        found, seen = [], set()
        for component in self.files.components:
            name = component["id"]
            fits = query.get("kind", component["kind"]) == component["kind"]
            fits &= "provides" not in query or any(
                names(query["provides"], one) for one in component.get("provides", {})
            )
            fits &= "id" not in query or any(fnmatch.fnmatchcase(name, pattern) for pattern in query["id"])
            fits &= not any(fnmatch.fnmatchcase(name, pattern) for pattern in query.get("not", []))
            if fits and name not in seen:
                seen.add(name)
                found += self.versions(name)
        return found

    def may_stand_here(self, component, pinned):
        places = component.get("territories", {})
        if "only" in places and not self.area_names & set(places["only"]):
            return False
        if "not" in places and self.area_names & set(places["not"]):
            return False
        if component.get("lifecycle") == "eol" and not pinned:
            return False
        return in_force(component, self.day)

    def market_provides(self):
        """(capability, attributes) of what the market itself offers on the day."""
        provided = [
            (one["capability"], one.get("attributes", {}))
            for one in self.sections["provides"]
            if in_force(one, self.day)
        ]
        if self.power:
            provided.append(("power.mains", self.power))
        for entry in self.sections["radio"]:
            if in_force(entry, self.day):
                provided.append((f"spectrum.{entry['technology']}", {**FALSE_UNLESS_WRITTEN, **entry}))
        return provided

    def plans(self):
        """Every plan that may be meant; most are wrong."""
        slots = list(self.slots.values())
        for chosen in itertools.product(*[[None, *slot["candidates"]] for slot in slots]):
            lines = {slot["name"]: one for slot, one in zip(slots, chosen) if one is not None}
            if any("part-of" in self.slots[name] and self.slots[name]["part-of"] not in lines for name in lines):
                continue
            for values in itertools.product(*[self.values_of(name) for name in self.files.options]):
                options = dict(zip(self.files.options, values))
                base = Plan(self, lines, options, (), ())
                if not base.slots_fit(ignore_carriers=True):
                    continue
                for carriers in subsets(self.carriers):
                    if not Plan(self, lines, options, carriers, ()).holds_without_certificates():
                        continue
                    for planned in subsets(self.planned):
                        yield Plan(self, lines, options, carriers, planned)

    def values_of(self, name):
        option = self.files.options[name]
        spoken = [told[name] for told in (self.settings, self.question.get("set", {})) if name in told]
        if not spoken and "default" in option:
            spoken = [option["default"]]
        return [value for value in option["values"] if all(value == one for one in spoken)]

    def has_plan(self):
        return any(plan.holds() for plan in self.plans())

    def needs_scheme(self, scheme):
        """Whether a planned certificate of a scheme could be of use here: markets that share its cost."""
        asked = (
            one for one in self.sections["certification"] if one.get("mandatory", True) and in_force(one, self.day)
        )
        return any(scheme in one.get("accepts", [one["scheme"]]) for one in asked) or any(
            scheme in carrier.get("approvals", []) for carrier in self.carriers
        )


def subsets(items):
    return [tuple(one) for size in range(len(items) + 1) for one in itertools.combinations(items, size)]


def answers(files, markets, day, question=None):
    """The best plan of each market, or `None` where there is none."""
    grounds = {market: Market(files, market, day, question) for market in markets}
    right = {market: [plan for plan in ground.plans() if plan.holds()] for market, ground in grounds.items()}
    share = {}
    for ground in grounds.values():
        for one in ground.planned:
            users = [each for each in grounds.values() if right[each.market] and each.needs_scheme(one["scheme"])]
            share[one["scheme"]] = sum(Fraction(files.volumes.get(each.market, 1000)) for each in users) or Fraction(
                1
            )
    best = {}
    for market, plans in right.items():
        # What is not asked for is not taken: of plans that differ in that alone the least is right.
        ranked = [(plan.objectives(share), plan.preference(), plan) for plan in plans]
        best[market] = min(ranked, key=lambda one: one[:2])[2] if ranked else None
        if best[market] is not None:
            best[market].share = share
    return best
