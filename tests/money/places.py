"""Where things are: areas that lie in areas, and what each place states about borders, makers and content."""

import re

from reading import CITED, DATES, Refused, only
from tests_of import in_force

# Only what the tests use: nothing else of the built-in areas is known here.
BUILT_IN = {"eu": ["eea"], "eea": ["world"], "world": []}
IN_EU = ["AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "HU", "IE", "IT", "NL", "PL", "PT", "SE", "SK"]
COUNTRY = re.compile(r"[A-Z]{2}")
KEYS = {
    "duties": ["id", "hs", "origin", "percent", "per_unit", "per_kg", "of", "instead-of", "not-if", "at-least"]
    + ["at-most", "currency"],
    "content": ["id", "of", "more-than-percent", "at-least-percent", "counts", "built-in", "require", "when"],
    "lists": ["id", "parties"],
    "limits": ["id", "capability", "where", "when"],
    "needs": ["id", "capability", "where", "when", "one-of"],
    "provides": ["id", "capability", "attributes"],
}


class Places:
    def __init__(self, files):
        self.files, self.known_above, self.known_laws = files, {}, {}

    def parents(self, area):
        own = self.files.areas.get(area, {}).get("within")
        if own is not None:
            return own
        if area in BUILT_IN:
            return BUILT_IN[area]
        return ["eu"] if area in IN_EU else ["world"]

    def above(self, area):
        """The areas that one lies in, itself among them."""
        if area not in self.known_above:
            found, todo = {area, "world"}, [area]
            while todo:
                for parent in self.parents(todo.pop()):
                    if parent not in found:
                        found.add(parent)
                        todo.append(parent)
            self.known_above[area] = found
        return self.known_above[area]

    def lies_in(self, place, area):
        return place is not None and area in self.above(place)

    def lies_in_any(self, place, areas):
        return any(self.lies_in(place, one) for one in ([areas] if isinstance(areas, str) else areas))

    def is_country(self, area):
        return bool(COUNTRY.fullmatch(area)) and "within" not in self.files.areas.get(area, {})

    def country_of(self, place):
        """The country that a place lies in, or the own area that lies in none."""
        return next((one for one in sorted(self.above(place)) if self.is_country(one)), place)

    def layers(self, place):
        """(area, what it states), the widest first."""
        areas = [one for one in self.above(place) if one in self.files.areas]
        areas.sort(key=lambda one: (len(self.above(one)), one))
        return [("world", self.files.root)] + [(one, self.files.areas[one]) for one in areas]

    def law(self, place):
        if place not in self.known_laws:
            self.known_laws[place] = Law(self, place)
        return self.known_laws[place]


class Law:
    """What holds in one place on the day."""

    def __init__(self, places, place):
        self.place, day = place, places.files.day
        # The customs law of the union is built in.
        customs = {"basis": "cif", "area": "eu"} if places.lies_in(place, "eu") else {}
        self.sections = {section: [] for section in KEYS}
        for area, layer in places.layers(place):
            only(layer.get("customs", {}), ["basis", "area", *DATES, *CITED], f"[customs] of {area}")
            if in_force(layer.get("customs", {}), day):
                customs.update(layer.get("customs", {}))
            for section, keys in KEYS.items():
                for entry in layer.get(section, []):
                    only(entry, [*keys, *DATES, *CITED], f"[[{section}]] of {area}")
                    self.add(section, {**entry, "area": area}, day)
        self.basis = customs.get("basis", "fob")
        self.area = customs.get("area") or places.country_of(place)
        if "area" in customs and not places.lies_in(place, customs["area"]):
            raise Refused(f"{place} does not lie in its customs area")

    def add(self, section, entry, day):
        for held in self.sections[section]:
            if "id" in entry and held.get("id") == entry["id"]:
                raise Refused(f"[[{section}]] {entry['id']}: one id in two layers")
        if in_force(entry, day):
            self.sections[section].append(entry)
