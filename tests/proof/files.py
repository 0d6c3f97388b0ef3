"""Reads a solution's TOML and the built-in overlays, and composes what holds in one market on one day.

Written from the contract, apart from terroir: no code and no data structure of it is used. What this reader does not
understand it adds to `unread`, and whoever uses it says so.
"""

import csv
import datetime
import glob
import os
import re
import tomllib
from fractions import Fraction

RESTRICTIONS = ("dfs", "indoor", "no-ir")
# Keys that say nothing about what is allowed or what it costs.
PLAIN = {"because", "source", "as_of", "status", "name", "message", "url", "authority", "kind", "note", "because-of"}


def number(value):
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)


def scalar(value):
    if isinstance(value, bool):
        return ("b", value)
    return ("n", Fraction(value)) if number(value) else ("s", str(value))


def is_range(key):
    return re.fullmatch(r"(?:.*_)?range_[^_]+", key) is not None


def attribute(key, value):
    """A range, or a set."""
    if is_range(key) and isinstance(value, list):
        return ("range", Fraction(value[0]), Fraction(value[1]))
    return ("set", frozenset(scalar(one) for one in (value if isinstance(value, list) else [value])))


def attributes(table):
    return {key: attribute(key, value) for key, value in table.items() if not isinstance(value, dict)}


def names(wanted, capability):
    return capability == wanted or capability.startswith(wanted + ".")


def in_force(entry, day):
    start, until, through = entry.get("from"), entry.get("until"), entry.get("through")
    if through is not None:
        until = through + datetime.timedelta(days=1)
    return (start is None or start <= day) and (until is None or day < until)


def is_dated(entry):
    return any(key in entry for key in ("from", "until", "through"))


def version_of(text):
    core, _, pre = text.split("+")[0].partition("-")
    return tuple(int(part) for part in core.split(".")), pre


def precedence(text):
    """The order of versions by semver: a pre-release is before its release."""
    core, pre = version_of(text)
    words = [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in pre.split(".")] if pre else []
    return core, not pre, words


def version_fits(requirement, text):
    """Cargo's requirements, for versions without a pre-release."""
    version, pre = version_of(text)
    if pre:
        return pre_release_fits([part.strip() for part in requirement.split(",")], text)
    return all(part_fits(part.strip(), version) for part in requirement.split(","))


def pre_release_fits(parts, text):
    """A pre-release matches only where a part of the requirement names a pre-release of the same version."""
    own, named = precedence(text), False
    for part in parts:
        operator, digits = re.fullmatch(r"(=|>=|<=|>|<|\^|~)?\s*(.*)", part).groups()
        if "-" not in digits:
            return False
        other = precedence(digits)
        named = named or other[0] == own[0]
        fits = {"=": own == other, ">": own > other, "<": own < other, "<=": own <= other}.get(operator, own >= other)
        if not fits or (operator in ("^", "~", None) and other[0] != own[0]):
            return False
    return named


def part_fits(part, version):
    operator, digits = re.fullmatch(r"(=|>=|<=|>|<|\^|~)?\s*(.*)", part).groups()
    if digits in ("*", ""):
        return True
    words = [word for word in digits.split("-")[0].split(".") if word not in ("*", "x")]
    wild = len(words) < len(digits.split("-")[0].split("."))
    given = tuple(int(word) for word in words)
    low = given + (0,) * (3 - len(given))
    bump = lambda at: given[:at] + (given[at] + 1,) + (0,) * (2 - at)
    if operator == "=" or (operator is None and wild):
        return version[: len(given)] == given
    if operator == ">=":
        return version >= low
    if operator == ">":
        return version > low if len(given) == 3 else version >= bump(len(given) - 1)
    if operator == "<":
        return version < low
    if operator == "<=":
        return version <= low if len(given) == 3 else version < bump(len(given) - 1)
    if operator == "~":
        return low <= version < bump(min(1, len(given) - 1))
    first = next((at for at, one in enumerate(given) if one > 0), len(given) - 1)
    return low <= version < bump(first)


class Component:
    def __init__(self, table):
        self.table, self.id = table, table["id"]
        self.version = table.get("version", "1.0.0")
        self.kind = table.get("kind")
        self.provides = [(key, attributes(value) if isinstance(value, dict) else {})
                         for key, value in table.get("provides", {}).items()]
        needs = table.get("needs", {})
        self.needs = needs if isinstance(needs, list) else [{"capability": key, "where": value if isinstance(value, dict) else {}}
                                                            for key, value in needs.items()]
        self.certificates = table.get("certificates", [])

    def offers(self, wanted):
        return any(names(wanted, capability) for capability, _ in self.provides)


class Files:
    """All documents of a solution, with the built-in overlays."""

    def __init__(self, folder, built_in):
        self.unread = []
        self.solution = read(os.path.join(folder, "solution.toml"))
        header = self.solution.get("solution", {})
        self.header = header
        self.components = []
        for pattern in header.get("catalog", ["catalog/*.toml", "catalog/*.csv"]):
            for path in sorted(glob.glob(os.path.join(folder, pattern), recursive=True)):
                if path.endswith(".toml"):
                    self.components += [Component(table) for table in read(path).get("components", [])]
                elif path.endswith(".csv"):
                    self.components += [Component(table) for table in rows(path)]
                else:
                    self.unread.append(f"the catalogue {os.path.basename(path)}")
        self.components += [Component(table) for table in self.solution.get("components", [])]
        self.versions = {}
        for component in self.components:
            self.versions.setdefault(component.id, []).append(component)
        # All versions of a component stand at its first place, newest first.
        for found in self.versions.values():
            found.sort(key=lambda one: precedence(one.version), reverse=True)
        self.components = [one for found in self.versions.values() for one in found]
        for key in ("parties", "lists", "articles", "sites", "freight", "content", "licenses", "catalogs", "databases", "purchasing"):
            if key in self.solution:
                self.unread.append(f"[{key}] of solution.toml")
        # Layers from weak to strong within one area: built-in, then own.
        self.layers = []
        for path in sorted(glob.glob(os.path.join(built_in, "*.toml"))):
            document = read(path)
            if "area" in document:
                self.layers.append((document["area"], 0, document))
        self.layers.append(("world", 1, self.solution))
        for pattern in header.get("overlays", ["regions/*.toml"]):
            for path in sorted(glob.glob(os.path.join(folder, pattern), recursive=True)):
                document = read(path)
                if "area" in document:
                    self.layers.append((document["area"], 1, document))
        self.parents = {"world": []}
        for area, _, document in self.layers:
            if "within" in document:
                self.parents[area] = document["within"]
            else:
                self.parents.setdefault(area, ["world"])

    def ancestors(self, code):
        """The area itself and all that it lies in."""
        found, left = set(), [code]
        while left:
            area = left.pop()
            if area in found:
                continue
            found.add(area)
            left += self.parents.get(area, [area.split("-")[0]] if "-" in area else ["world"])
        return found

    def lies_in(self, code, area):
        return area in self.ancestors(code)

    def label(self, component):
        many = len(self.versions[component.id]) > 1
        return f"{component.id}@{component.version}" if many else component.id

    def reference(self, text):
        """The components that `id` or `id@requirement` means."""
        name, _, requirement = text.partition("@")
        found = self.versions.get(name, [])
        if requirement:
            return [one for one in found if version_fits(requirement, one.version)]
        plain = [one for one in found if not version_of(one.version)[1]]
        return plain

    def chosen(self, choose):
        if isinstance(choose, list):
            return [one for text in choose for one in self.reference(text)]
        fits = lambda patterns, name: any(re.fullmatch(re.escape(p).replace(r"\*", ".*").replace(r"\?", "."), name) for p in patterns)
        found = []
        for one in self.components:
            if version_of(one.version)[1] or ("kind" in choose and one.kind != choose["kind"]):
                continue
            if "provides" in choose and not one.offers(choose["provides"]):
                continue
            if ("id" in choose and not fits(choose["id"], one.id)) or fits(choose.get("not", []), one.id):
                continue
            found.append(one)
        return found

    def market(self, code, day):
        return Market(self, code, day)


TABLES = ("provides", "needs", "uses", "supplies", "attributes", "content")
LISTS = ("certificates", "approved", "made")
BARE = ("lead_weeks", "from", "until", "through", "mass_g")


def parts(cell):
    """The parts of a cell between `;` outside of quotes, braces and brackets."""
    found, depth, quote, last = [], 0, None, 0
    for at, letter in enumerate(cell):
        if quote:
            quote = None if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in "{[":
            depth += 1
        elif letter in "}]":
            depth -= 1
        elif letter == ";" and depth == 0:
            found.append(cell[last:at])
            last = at + 1
    return [part.strip() for part in [*found, cell[last:]] if part.strip()]


def toml(value):
    return tomllib.loads(f"value = {value}", parse_float=Fraction)["value"]


def rows(path):
    """The components of a CSV catalogue: a cell holds a value as TOML writes it, a string without its quotes."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            table = {}
            for key, cell in row.items():
                if not key or not cell or not cell.strip():
                    continue
                key, cell = key.strip().lower(), cell.strip()
                if key in TABLES:
                    pairs = [part.partition("=") for part in parts(cell)]
                    table[key] = {name.strip().strip('"'): toml(value) if sign else {} for name, sign, value in pairs}
                elif key in LISTS:
                    table[key] = [toml(part) for part in parts(cell)]
                elif key in BARE:
                    table[key] = toml(cell)
                elif key == "price" and ":" in cell:
                    pairs = [part.partition(":") for part in parts(cell)]
                    table[key] = [{"from": int(start), "each": each.strip()} for start, _, each in pairs]
                elif key == "territories":
                    table[key] = toml(cell if cell.startswith("{") else "{" + cell + "}")
                else:
                    table[key] = cell
            yield table


def read(path):
    with open(path, encoding="utf-8") as file:
        return tomllib.loads(file.read(), parse_float=Fraction)


class Market:
    """What holds in one market on one day."""

    def __init__(self, files, code, day):
        self.files, self.code, self.day, self.unread = files, code, day, list(files.unread)
        areas = files.ancestors(code)
        depth = {area: len(files.ancestors(area)) for area in areas}
        self.layers = sorted((one for one in files.layers if one[0] in areas), key=lambda one: (depth[one[0]], one[1]))
        self.removed = [(area, rank, document.get("remove", {})) for area, rank, document in self.layers if "remove" in document]
        radio = lambda one: one["technology"] + (f"-{one['plan']}" if "plan" in one else "".join(f"-{plain(edge)}" for edge in one.get("range_mhz", [])))
        self.radio = self.entries("radio", radio)
        self.carriers = self.entries("carriers", lambda one: one["id"])
        self.certification = self.entries("certification", lambda one: one["scheme"])
        self.sensors = self.entries("sensors", lambda one: one["measure"])
        self.area_provides = self.entries("provides", lambda one: one["capability"])
        self.rules = self.entries("rules", lambda one: one["id"])
        self.duties = self.entries("duties", lambda one: one["id"])
        self.needs = self.entries("needs", None)
        self.limits = self.entries("limits", None)
        self.certificates = self.all_certificates()
        self.set, self.supplies, self.power = {}, {}, {}
        for area, _, document in self.layers:
            if document is not files.solution or "set" in document:
                self.set.update(document.get("set", {}))
            self.supplies.update(document.get("supplies", {}))
            self.power.update(document.get("power", {}))
        self.slots = self.all_slots()
        self.sugar()

    def beats(self, strong, weak):
        if strong[0] == weak[0]:
            return strong[1] > weak[1]
        return self.files.lies_in(strong[0], weak[0])

    def is_removed(self, section, name, layer):
        return any(name in listed.get(section, []) and self.beats((area, rank), layer) for area, rank, listed in self.removed)

    def entries(self, section, implied):
        """Statements of one id merged key by key; those without one, where none is implied, stand alone."""
        order, stated, alone = [], {}, []
        for area, rank, document in self.layers:
            listed = document.get(section, [])
            if not isinstance(listed, list):
                continue
            for entry in listed:
                name = entry.get("id") or (implied(entry) if implied else None)
                if name is None:
                    alone.append(({**entry}, area))
                    continue
                if self.is_removed(section, name, (area, rank)):
                    continue
                if name not in stated:
                    order.append(name)
                stated.setdefault(name, []).append((area, rank, entry))
        merged = [self.merge(section, name, stated[name]) for name in order]
        all_of = [one for one in merged if one is not None] + [{**entry, "stated-in": area} for entry, area in alone]
        return [one for one in all_of if in_force(one, self.day)]

    def merge(self, section, name, statements):
        if len(statements) > 1 and any(is_dated(entry) for _, _, entry in statements):
            holding = [one for one in statements if in_force(one[2], self.day)]
            if len({(area, rank) for area, rank, _ in statements}) > 1 and len(holding) != len(statements):
                self.unread.append(f"dated versions of {section}.{name}")
            statements = [one for one in holding if is_dated(one[2])] and holding
            if not statements:
                return None
        result, networks = {}, {}
        for area, _, entry in statements:
            subject = entry.get("capability", entry.get("one-of"))
            before = result.get("capability", result.get("one-of"))
            if section in ("needs", "limits") and subject is not None and before is not None and subject != before:
                for key in ("capability", "one-of", "where"):
                    result.pop(key, None)
            for key, value in entry.items():
                if key == "where" and "where" in result:
                    result["where"] = {**result["where"], **value}
                elif key == "networks":
                    for network in value:
                        if in_force(network, self.day):
                            networks[network["technology"]] = {**networks.get(network["technology"], {}), **network}
                else:
                    result[key] = value
            result["stated-in"] = area
        if section == "carriers":
            result["networks"] = list(networks.values())
        result["id"] = name
        return result

    def all_certificates(self):
        found = {}
        for _, _, document in self.layers:
            for entry in document.get("certificates", []):
                key = (entry["scheme"], entry.get("id"))
                found[key] = {**found.get(key, {}), **entry}
        return list(found.values())

    def all_slots(self):
        slots = {}
        for area, rank, document in self.layers:
            for name, table in document.get("slots", {}).items():
                if self.is_removed("slots", name, (area, rank)):
                    continue
                slot = slots.setdefault(name, {"candidates": []})
                if "choose" in table:
                    slot["candidates"] = self.files.chosen(table["choose"])
                slot["candidates"] = slot["candidates"] + self.files.reference_all(table.get("also", []))
                slot.update({key: value for key, value in table.items() if key not in ("choose", "also")})
        for slot in slots.values():
            slot["candidates"] = list(dict.fromkeys(slot["candidates"]))
        return slots

    def sugar(self):
        """Typed sections as what they mean: capabilities, needs and limits."""
        self.provides = []
        if self.power:
            self.provides.append(("power.mains", attributes({key: value for key, value in self.power.items() if key not in PLAIN})))
        for entry in self.radio:
            table = {**{key: False for key in RESTRICTIONS}, **entry}
            skipped = PLAIN | {"technology", "stated-in", "id", "from", "until", "through"}
            self.provides.append(("spectrum." + entry["technology"], attributes({k: v for k, v in table.items() if k not in skipped})))
        for entry in self.area_provides:
            self.provides.append((entry["capability"], attributes(entry.get("attributes", {}))))
        for entry in self.sensors:
            if entry.get("required") is True:
                self.needs.append({"capability": "sense." + entry["measure"], "where": entry.get("where", {})})
            if "index" in entry:
                self.limits.append({"capability": "index.air-quality", "where": {"standard": entry["index"]}})
        dropped = {name for _, _, listed in self.removed for section in ("needs", "limits") for name in listed.get(section, [])}
        if any(name.startswith(("sense.", "index.")) for name in dropped):
            self.unread.append("[remove] of what sensors make")


def plain(value):
    if isinstance(value, Fraction):
        return str(int(value)) if value.denominator == 1 else str(float(value))
    return str(value)


def reference_all(self, texts):
    return [one for text in texts for one in self.reference(text)]


Files.reference_all = reference_all
