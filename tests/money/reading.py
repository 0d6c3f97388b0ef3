"""Reads the files of a solution that buys, builds and ships: components by maker, offers, articles, sites, licences.

What is read here is read strictly: a key that this program gives no meaning raises `Refused` with its name, because an
oracle that skips what it does not understand would agree with a command that skips it too.
"""

import csv
import datetime
import pathlib
import sys
import tomllib
from fractions import Fraction

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "evaluator"))

from tests_of import in_force, satisfies, version_key

DATES = ["from", "until", "through"]
CITED = ["source", "as_of", "status", "note", "because"]


class Refused(Exception):
    """What the files say and this program gives no meaning."""


def only(table, keys, where):
    """Refuses a table with any other key."""
    for key in table:
        if key not in keys:
            raise Refused(f"{where}: key `{key}`")


def exact(value):
    return Fraction(value)


def read_toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)


def as_list(value):
    return value if isinstance(value, list) else [value]


def tiers_of(price):
    """[(from, each)], rising by `from`; a bare price is for any quantity."""
    if isinstance(price, list):
        return sorted((exact(tier["from"]), exact(tier["each"])) for tier in price)
    return [(Fraction(0), exact(price))]


class Part:
    """A component as one maker makes it; what an entry does not state is its component's."""

    def __init__(self, entry, component, index):
        only(entry, ["by", "manufacturer", "mpn", "origin", "hs", "mass_g", "lead_weeks"], component["id"])
        self.index = index
        self.by = entry.get("by", entry.get("manufacturer"))
        self.mpn = entry.get("mpn")
        self.origin = entry.get("origin", component.get("origin"))
        self.hs = entry.get("hs", component.get("hs"))
        self.mass = number_or_none(entry.get("mass_g", component.get("mass_g")))
        self.weeks = number_or_none(entry.get("lead_weeks", component.get("lead_weeks")))


def number_or_none(value):
    return None if value is None else exact(value)


class Component:
    KEYS = (
        ["id", "version", "kind", "name", "manufacturer", "mpn", "price", "per_month", "currency", "origin", "hs"]
        + ["mass_g", "lead_weeks", "lifecycle", "provides", "needs", "attributes", "territories", "approved", "made"]
        + ["unit", "attrition", "content", "description", "value", "footprint", *DATES]
    )

    def __init__(self, entry):
        only(entry, self.KEYS, f"component {entry.get('id')}")
        self.entry, self.id, self.kind = entry, entry["id"], entry["kind"]
        self.version = entry.get("version", "1.0.0")
        self.key = (self.id, self.version)
        self.tiers = tiers_of(entry["price"]) if "price" in entry else None
        self.per_month = number_or_none(entry.get("per_month"))
        self.currency = entry.get("currency")
        self.unit = entry.get("unit", "pcs")
        lost = entry.get("attrition")
        if lost is not None:
            only(lost, ["percent", "at-least"], f"attrition of {self.id}")
        self.lost = lost and (exact(lost.get("percent", 0)), exact(lost.get("at-least", 0)))
        self.content = entry.get("content")
        self.provides = entry.get("provides", {})
        if "made" in entry:
            made = entry["made"]
        else:
            nominal = {key: entry[key] for key in ("manufacturer", "mpn") if key in entry}
            made = [nominal, *entry.get("approved", [])]
        self.parts = [Part(one, entry, index) for index, one in enumerate(made)]

    def lost_pieces(self, used):
        """What its attrition adds to an order of `used`."""
        if self.lost is None:
            return Fraction(0)
        more = max(used * self.lost[0] / 100, self.lost[1])
        return Fraction(-(-more.numerator // more.denominator)) if self.unit == "pcs" else more


class Offer:
    KEYS = (
        ["mpn", "by", "component", "seller", "sku", "price", "currency", "minimum", "multiple", "fee", "capacity"]
        + ["lead_weeks", "at", *DATES]
    )

    def __init__(self, entry, index):
        only(entry, self.KEYS, f"offer {index}")
        self.entry, self.index, self.seller, self.sku = entry, index, entry["seller"], entry.get("sku")
        self.tiers = tiers_of(entry["price"])
        self.currency = entry.get("currency")
        self.minimum = exact(entry["minimum"]) if "minimum" in entry else self.tiers[0][0]
        self.multiple = number_or_none(entry.get("multiple"))
        self.fee = exact(entry.get("fee", 0))
        self.capacity = number_or_none(entry.get("capacity"))
        self.weeks = number_or_none(entry.get("lead_weeks"))
        self.at = entry.get("at")

    def is_for(self, component, part, parties):
        entry = self.entry
        if "component" in entry:
            return component.id == entry["component"] and part.index == 0
        if part.mpn is None or part.mpn != entry["mpn"]:
            return False
        return "by" not in entry or parties.same(entry["by"], part.by)


class Parties:
    def __init__(self, entries):
        self.entries = {}
        for entry in entries:
            only(entry, ["id", "name", "country", "owned-by"], f"party {entry.get('id')}")
            self.entries[entry["id"]] = entry

    def id_of(self, text):
        """The party of that id, or of that name whatever the case."""
        if text is None or text in self.entries:
            return text
        for name, entry in self.entries.items():
            if entry.get("name", "").casefold() == text.casefold():
                return name
        return None

    def same(self, one, other):
        if one is None or other is None:
            return False
        left, right = self.id_of(one), self.id_of(other)
        return left == right if left is not None or right is not None else one == other

    def with_owners(self, text):
        """Ids of a party and of all that own it."""
        found, todo = [], [self.id_of(text)]
        while todo:
            name = todo.pop()
            if name is not None and name not in found:
                found.append(name)
                todo += [self.id_of(one) for one in as_list(self.entries[name].get("owned-by", []))]
        return found

    def names(self, text):
        """All that a list may call a party or its owners: ids and, in lower case, names."""
        found = set()
        for name in self.with_owners(text):
            found |= {name, self.entries[name].get("name", name).casefold()}
        return found


class Files:
    """The folder of a solution."""

    ROOT = (
        ["solution", "volumes", "purchasing", "exchange", "options", "slots", "rules", "parties", "articles", "sites"]
        + ["freight", "licenses", "limits", "needs", "provides", "duties", "content", "lists"]
    )
    HEADER = ["name", "version", "markets", "currency", "objective", "term_months", "as-of", "core-target", "sku-cost"]
    OVERLAY = ["area", "name", "within", "customs", "duties", "content", "lists", "limits", "needs", "provides"]

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.root = read_toml(folder / "solution.toml")
        only(self.root, self.ROOT, "solution.toml")
        self.header = self.root["solution"]
        only(self.header, self.HEADER, "solution.toml [solution]")
        self.currency = self.header["currency"]
        self.markets = self.header["markets"]
        self.day = self.header.get("as-of") or datetime.date.today()
        self.volumes = {market: exact(self.root.get("volumes", {}).get(market, 1000)) for market in self.markets}
        only(self.root.get("purchasing", {}), ["pool"], "[purchasing]")
        self.pooled = self.root.get("purchasing", {}).get("pool", "portfolio") == "portfolio"
        parties = list(self.root.get("parties", []))
        licenses = list(self.root.get("licenses", []))
        self.components = []
        for path in files_of(folder, "catalog"):
            document = read_toml(path)
            only(document, ["components", "parties", "licenses"], path.name)
            self.components += [Component(one) for one in document.get("components", [])]
            parties += document.get("parties", [])
            licenses += document.get("licenses", [])
        self.parties = Parties(parties)
        self.offers = []
        for path in files_of(folder, "offers", ".toml"):
            document = read_toml(path)
            only(document, ["offers"], path.name)
            self.offers += [Offer(one, len(self.offers) + at) for at, one in enumerate(document["offers"])]
        for path in files_of(folder, "offers", ".csv"):
            self.offers += [Offer(one, len(self.offers) + at) for at, one in enumerate(offers_of_rows(path))]
        self.areas = {}
        for path in files_of(folder, "regions"):
            overlay = read_toml(path)
            only(overlay, self.OVERLAY, path.name)
            if overlay["area"] in self.areas:
                raise Refused(f"{path.name}: two files of one area")
            self.areas[overlay["area"]] = overlay
        self.articles = self.in_force("articles", ["slot", "hs", "mass_g", "content", "build", "minutes"])
        sites = self.in_force("sites", ["id", "party", "in", "per_hour", "currency", "set-up", "origin", "because"])
        self.sites = {one["id"]: one for one in sites}
        self.freight = self.in_force("freight", ["leg", "per_kg", "per_unit", "percent", "currency", "weeks"])
        self.licenses = self.counted(
            licenses,
            "licenses",
            ["components", "owner", "to", "in", "each", "per_month", "percent", "once", "currency"],
        )

    def in_force(self, section, keys):
        return self.counted(self.root.get(section, []), section, keys)

    def counted(self, entries, section, keys):
        """The entries of the day, each with its place among all that are written."""
        for entry in entries:
            only(entry, [*keys, *DATES, *CITED], f"[[{section}]]")
        return [{**one, "index": index} for index, one in enumerate(entries) if in_force(one, self.day)]

    def rate(self, currency):
        """What 1 of a currency is worth in the solution's."""
        if currency is None or currency == self.currency:
            return Fraction(1)
        return exact(self.root["exchange"][currency])

    def wanted(self, text):
        """The components that `choose` means: all versions, or those a requirement allows, the newest first."""
        name, _, requirement = text.partition("@")
        found = [one for one in self.components if one.id == name]
        found.sort(key=lambda one: version_key(one.version), reverse=True)
        return [one for one in found if not requirement or satisfies(one.version, requirement)]


def files_of(folder, kind, suffix=".toml"):
    """The files of a kind; what the command reads and is not understood here is refused."""
    found = sorted((folder / kind).glob("*")) if (folder / kind).is_dir() else []
    for path in found:
        if path.suffix != ".toml" and (path.suffix, kind) != (".csv", "offers"):
            raise Refused(f"{kind}/{path.name}: not TOML")
    return [path for path in found if path.suffix == suffix]


def offers_of_rows(path):
    """Offers of a CSV file: a column a key, an empty cell says nothing, tiers as `1: 5.00; 400: 4.00`."""
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            entry = {key: cell for key, cell in row.items() if cell}
            if ":" in entry["price"]:
                tiers = [tier.split(":") for tier in entry["price"].split(";")]
                entry["price"] = [{"from": start.strip(), "each": each.strip()} for start, each in tiers]
            for key in DATES:
                if key in entry:
                    entry[key] = datetime.date.fromisoformat(entry[key])
            yield entry
