"""Random small portfolios that buy, build, ship and license, as the texts of their files.

    python3 generate.py SEED KIND [FOLDER]

Prices, volumes and rates are few and round, so that ties happen often; the number of plans is kept small, so that
all of them can be tried. Without FOLDER the files are printed.
"""

import datetime
import pathlib
import random
import sys

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "evaluator"))

from toml_text import table

DAY = datetime.date(2026, 11, 30)
KINDS = ["orders", "makers", "articles", "content", "licenses", "mixed"]
# How often (of 100) a kind has what; what is not named has the share of `mixed`, or none.
SHARES = {
    "orders": {"territories": 30, "offers": 85, "tiers": 50, "lost": 40, "capacity": 35, "minimum": 40, "fee": 30, "pool": 20, "foreign": 25},
    "makers": {"territories": 30, "offers": 60, "tiers": 30, "makers": 90, "limits": 60, "origins": 80, "by-mpn": 60, "duties": 40},
    "articles": {"territories": 45, "offers": 25, "tiers": 20, "foreign": 10, "origins": 90, "articles": 100, "duties": 80, "freight": 60, "set-up": 50, "mass": 80},
    "content": {"territories": 30, "tiers": 40, "origins": 95, "articles": 95, "duties": 80, "content": 100, "freight": 20, "mass": 50},
    "licenses": {"offers": 20, "makers": 60, "licenses": 100, "origins": 50, "articles": 30, "tiers": 20},
    "mixed": {
        **{"offers": 50, "tiers": 35, "lost": 20, "capacity": 20, "minimum": 25, "fee": 20, "pool": 15, "foreign": 10},
        **{"makers": 40, "limits": 30, "origins": 80, "by-mpn": 40, "duties": 60, "articles": 60, "freight": 40},
        **{"territories": 30, "set-up": 35, "mass": 60, "content": 35, "licenses": 35},
    },
}
# Plans that one market may have, by the number of markets.
ROOM = {1: 250, 2: 60, 3: 22, 4: 10}
PLACES = ["US", "DE", "FR", "CN", "JP", "GB", "PL", "upland", "bay"]
OWN = {"upland": ["world"], "bay": ["US"]}
EU = ["DE", "FR", "PL"]
CODES = ["850440", "8541", "940542", "7308"]
PREFIXES = ["85", "8504", "8541", "94", "73", "7308"]


class Portfolio:
    def __init__(self, seed, kind):
        self.draw, self.kind = random.Random(f"{kind} {seed}"), kind
        self.count = 0
        self.used = {name: self.chance(self.share(name)) for name in SHARES["mixed"]}
        for needed in ("origins", "mass"):
            self.used[needed] |= self.used["articles"] and self.chance(70)
        self.markets = self.draw.sample(PLACES, self.draw.choice([1, 2, 2, 2, 3, 3, 4]))
        self.room = ROOM[len(self.markets)]
        self.parties = [f"p{at}" for at in range(4)]
        self.places = self.markets + [one for one in PLACES if one not in self.markets][:2]
        self.components, self.offers, self.sites, self.articles = [], [], [], []
        self.versions = []
        self.more_parties = ""

    def share(self, name):
        return SHARES[self.kind].get(name, 0)

    def chance(self, percent):
        return self.draw.randrange(100) < percent

    def new(self, stem):
        self.count += 1
        return f"{stem}{self.count}"

    def take(self, ways):
        """Whether there is room for so many times as many plans."""
        if ways > self.room:
            return False
        self.room //= ways
        return True

    def money(self, least=1, most=6):
        most = self.draw.choice([least + 1, least + 1, most])
        return self.draw.choice(["{}.00", "{}.00", "{}.00", "{}.50"]).format(self.draw.randint(least, most))

    def place(self):
        return self.draw.choice(self.places)

    # Components and offers.

    def price(self, least=1):
        if not self.used["tiers"] or self.chance(50):
            return self.money(least)
        if self.chance(25):
            # Twice as many for half the price: two quantities that cost the same.
            dear = self.draw.choice([2, 3]) * least
            return [{"from": 1, "each": f"{dear}.00"}, {"from": self.draw.choice([400, 600, 800]), "each": f"{least}.00"}]
        first = self.draw.choice([1, 1, 100, 500, 1000, 2000])
        dear = self.draw.randint(least + 1, 8)
        tiers = [{"from": first, "each": f"{dear}.00"}]
        for _ in range(self.draw.randint(1, 2)):
            first += self.draw.choice([200, 400, 500, 900])
            dear = max(least, dear - self.draw.choice([0, 1, 1, 2])) if self.chance(95) else dear + 1
            tiers.append({"from": first, "each": f"{dear}.00"})
        return tiers

    def component(self, kind="hardware"):
        entry = {"id": self.new("c"), "kind": kind, "provides": {}}
        if self.chance(60):
            entry["provides"][self.draw.choice(["drive", "drive.fast", "shade"])] = {}
        if kind != "hardware":
            entry["version"] = "1.0.0"
            if kind == "service" and self.chance(50):
                entry["per_month"] = self.draw.choice(["0.25", "0.50", "1.00"])
            else:
                entry["price"] = self.money()
            if self.used["licenses"]:
                entry["manufacturer"] = self.draw.choice(self.parties)
            return entry
        if self.used["origins"] and self.chance(85):
            entry["origin"] = self.place()
        if (self.used["duties"] or self.used["articles"]) and self.chance(85):
            entry["hs"] = self.draw.choice(CODES)
        if self.used["mass"] and self.chance(90):
            entry["mass_g"] = self.draw.choice([100, 250, 500, 1000])
        if self.chance(40):
            entry["lead_weeks"] = self.draw.randint(1, 6)
        if self.used["lost"] and self.chance(50):
            entry["attrition"] = self.draw.choice(
                [{"percent": "2"}, {"percent": "2", "at-least": 10}, {"at-least": 5}, {"percent": "0.5"}]
            )
        if self.used["duties"] and self.chance(50):
            entry["content"] = self.draw.choice([{}, {"steel": "0.50"}, {"steel": "0.25", "copper": "0.50"}])
        if self.chance(10):
            entry["unit"] = "m"
        if self.used["foreign"] and self.chance(40):
            entry["currency"] = "EUR"
        entry["price"] = self.price()
        self.makers_of(entry)
        return entry

    def makers_of(self, entry):
        """One maker, or several in the long or the short form."""
        name = entry["id"]
        if not self.used["makers"] or self.chance(35):
            entry["mpn"] = f"EXAMPLE-{name}"
            if self.chance(60):
                entry["manufacturer"] = self.draw.choice([*self.parties[:2], "Nobody Known"])
            return
        makers = self.draw.sample(self.parties, self.draw.randint(1, 3))
        made = []
        for at, maker in enumerate(makers):
            one = {"by": maker, "mpn": f"EXAMPLE-{name}" if self.chance(20) else f"EXAMPLE-{name}-{at}"}
            if self.used["origins"] and self.chance(60):
                one["origin"] = self.place()
            if self.chance(30):
                one["lead_weeks"] = self.draw.randint(1, 6)
            if self.used["mass"] and self.chance(20):
                one["mass_g"] = self.draw.choice([100, 200])
            made.append(one)
        if self.chance(60):
            entry["made"] = made
            return
        first = made[0]
        entry.update({"manufacturer": first["by"], "mpn": first["mpn"]})
        for key in ("origin", "lead_weeks", "mass_g"):
            if key in first:
                entry[key] = first[key]
        names = {"by": "manufacturer", "mpn": "mpn", "origin": "origin"}
        others = [{names[key]: value for key, value in one.items() if key in names} for one in made[1:]]
        if others:
            entry["approved"] = others

    def parts_of(self, entry):
        """[(maker, part number)] as written."""
        if "made" in entry:
            return [(one["by"], one["mpn"]) for one in entry["made"]]
        first = [(entry.get("manufacturer"), entry.get("mpn"))]
        return first + [(one["manufacturer"], one["mpn"]) for one in entry.get("approved", [])]

    def offers_of(self, entry):
        """Offers for some parts; how many ways there are to buy it."""
        parts = self.parts_of(entry)
        if entry["kind"] != "hardware" or not self.used["offers"] or not self.chance(70):
            return len(parts)
        ways = 0
        for _ in range(self.draw.choice([1, 1, 2, 2, 3])):
            offer = {"seller": self.new("seller"), "price": self.price()}
            if self.chance(30):
                offer.update({"seller": "north", "sku": self.new("K")})
            if (self.used["by-mpn"] or self.used["makers"]) and self.chance(75):
                maker, offer["mpn"] = self.draw.choice(parts)
                if sum(one[1] == offer["mpn"] for one in parts) > 1 or (maker and self.chance(20)):
                    offer["by"] = maker
            else:
                offer["component"] = entry["id"]
            self.terms(offer)
            ways += 1
            self.offers.append(offer)
        if self.chance(25):
            del entry["price"]
        return ways

    def terms(self, offer):
        if self.used["minimum"] and self.chance(45):
            offer["minimum"] = self.draw.choice([1, 100, 300, 600, 1000, 1500])
        if self.used["minimum"] and self.chance(35):
            offer["multiple"] = self.draw.choice([50, 250, 400, 1000])
        if self.used["fee"] and self.chance(50):
            offer["fee"] = self.draw.choice(["50.00", "100.00", "150.00"])
        if self.used["capacity"] and self.chance(50):
            offer["capacity"] = max(self.draw.choice([300, 400, 600, 820, 1000]), offer.get("minimum", 0))
        if self.used["foreign"] and self.chance(60):
            offer["currency"] = "EUR"
        if self.chance(25):
            offer["lead_weeks"] = self.draw.randint(1, 6)
        if self.used["origins"] and self.chance(60 if self.used["duties"] else 10):
            offer["at"] = self.place()
        if self.chance(12):
            offer["until"] = datetime.date(2026, 11, 1)
        elif self.chance(5):
            offer["from"] = DAY

    # The solution.

    def slots_text(self):
        text, earlier = "", []
        for at in range(self.draw.randint(1, 4)):
            name = f"s{at}"
            kind = "hardware" if at == 0 or self.chance(85) else self.draw.choice(["service", "software"])
            chosen = []
            for _ in range(self.draw.choice([1, 1, 2, 2, 3])):
                if kind == "hardware" and self.components and self.chance(12):
                    old = self.draw.choice(self.components)
                    if old["kind"] == "hardware" and old["id"] not in chosen and old.get("unit") is None:
                        chosen.append(old["id"])
                    continue
                if self.room < len(chosen) + 1 and chosen:
                    break
                entry = self.component(kind)
                self.components.append(entry)
                chosen.append(entry["id"])
            if not chosen:
                entry = self.component(kind)
                self.components.append(entry)
                chosen.append(entry["id"])
            slot = {"choose": chosen}
            if at > 0 and self.chance(12) and self.take(2):
                slot["optional"] = True
            if at > 0 and self.has_option and self.chance(35):
                slot["when"] = self.draw.choice(["plan == a", "plan == b", "not slot.s0", "plan == a or slot.s0"])
            units = {self.of(one).get("unit", "pcs") for one in chosen}
            if earlier and self.chance(35):
                slot["part-of"] = self.draw.choice(earlier)
            if self.chance(30):
                slot["quantity"] = self.draw.choice([2, 3, 4])
            elif units == {"m"} and self.chance(50):
                slot["quantity"] = self.draw.choice(["0.5", "0.25"])
            text += table(f"[slots.{name}]", slot)
            if kind == "hardware" and "pcs" in units and "when" not in slot and "optional" not in slot:
                earlier.append(name)
            self.slot_names.append((name, kind, slot))
        return text

    def of(self, name):
        return next(one for one in self.components if one["id"] == name)

    def solution_text(self):
        header = {"name": "tried", "version": "1.0.0", "markets": self.markets, "currency": "USD", "as-of": DAY}
        header["term_months"] = 12
        if self.chance(5):
            header["currency"] = "JPY"
        objective = self.draw.choice([None, None, None, ["cost"], ["cost", "lead-time"], ["lead-time", "cost"], ["parts", "cost"]])
        if objective:
            header["objective"] = objective
        self.has_option, self.slot_names = self.chance(20), []
        option = ""
        if self.has_option:
            entry = {"values": ["a", "b"]}
            if self.chance(50):
                entry["default"] = self.draw.choice(["a", "b"])
            elif not self.take(2):
                entry["default"] = "b"
            option = table("[options.plan]", entry)
        slots = self.slots_text()
        for entry in self.components:
            self.offers_of(entry)
            if entry["kind"] == "hardware" and self.chance(6):
                self.versions.append({**entry, "version": "2.0.0", "price": self.price()})
        volumes = {one: self.draw.choice([100, 200, 240, 300, 400, 500]) for one in self.markets}
        text = table("[solution]", header) + table("[volumes]", volumes)
        if self.used["pool"] and self.chance(80):
            text += table("[purchasing]", {"pool": self.draw.choice(["market", "market", "portfolio"])})
        text += table("[exchange]", {"EUR": "1.25"}) + option + slots
        if self.used["articles"]:
            text += self.articles_text()
        if self.used["freight"]:
            text += self.freight_text()
        if self.used["licenses"]:
            text += self.licenses_text()
        elif self.used["territories"]:
            one = self.draw.choice(self.components)
            one["territories"] = {self.draw.choice(["not", "only"]): [self.draw.choice(self.markets)]}
        if self.used["duties"] and self.chance(10):
            text += self.duties("world", [])
        if self.chance(25):
            self.more_parties = self.parties_text()
            return text
        return text + self.parties_text()

    def parties_text(self):
        text = ""
        for at, name in enumerate(self.parties):
            party = {"id": name, "name": name.upper() + " Works"}
            if at and self.chance(40):
                party["owned-by"] = self.parties[self.draw.randrange(at)]
            text += table("[[parties]]", party)
        return text

    def articles_text(self):
        for place in self.draw.sample(self.places, min(len(self.places), self.draw.randint(1, 3))):
            site = {"id": f"site-{place.lower()}", "in": place, "per_hour": self.draw.choice(["6.00", "12.00", "30.00"])}
            if self.chance(85):
                site["origin"] = place
            if self.used["set-up"] and self.chance(60):
                site["set-up"] = self.draw.choice(["300", "600", "1200"])
            if self.used["foreign"] and self.chance(30):
                site["currency"] = "EUR"
            if self.used["licenses"] and self.chance(50):
                site["party"] = self.draw.choice(self.parties)
            self.sites.append(site)
        heads = [name for name, kind, slot in self.slot_names if kind == "hardware" and self.is_filled(slot)]
        if self.chance(65) or not heads:
            self.articles.append({})
        if heads and (not self.articles or self.chance(45)):
            self.articles.append({"slot": self.draw.choice(heads)})
        if self.chance(50):
            self.articles.reverse()
        text = ""
        for article in self.articles:
            if self.chance(90):
                article["hs"] = self.draw.choice(CODES)
            if self.used["mass"] and self.chance(40):
                article["mass_g"] = self.draw.choice([1000, 2500])
            count = 1
            while count < len(self.sites) and self.chance(60) and self.take(2):
                count += 1
            article["build"] = [one["id"] for one in self.draw.sample(self.sites, count)]
            article["minutes"] = self.draw.choice(["0", "10", "30"])
            if self.used["duties"] and self.chance(35):
                article["content"] = {"steel": "0.50"}
            text += table("[[articles]]", article)
        return text + "".join(table("[[sites]]", one) for one in self.sites)

    @staticmethod
    def is_filled(slot):
        return "when" not in slot and "optional" not in slot

    def freight_text(self):
        text, legs = "", set()
        for _ in range(self.draw.randint(1, 5)):
            leg = (self.draw.choice([*self.places, "world", "eu"]), self.draw.choice([*self.places, "world", "eu"]))
            if leg in legs or leg[0] == leg[1]:
                continue
            legs.add(leg)
            entry = {"leg": list(leg)}
            if self.chance(60):
                entry["per_kg"] = self.draw.choice(["0.50", "1.00", "2.00"])
            if self.chance(30):
                entry["per_unit"] = self.draw.choice(["0.10", "0.25"])
            if self.chance(20) or len(entry) == 1:
                entry["percent"] = self.draw.choice(["1", "5"])
            if self.chance(40):
                entry["weeks"] = self.draw.randint(1, 4)
            if self.used["foreign"] and self.chance(20):
                entry["currency"] = "EUR"
            text += table("[[freight]]", entry)
        return text

    def licenses_text(self):
        text = ""
        held = self.draw.sample(self.components, min(len(self.components), self.draw.randint(1, 2)))
        for entry in held:
            places = self.draw.sample(self.markets, self.draw.randint(1, len(self.markets)))
            form = self.draw.choice(["only", "not"])
            entry["territories"] = {form: places, "because": "rights"}
            for _ in range(self.draw.choice([1, 1, 2, 2])):
                if not self.take(2):
                    break
                license = {"components": [entry["id"]], "owner": "owner", "to": self.draw.choice(self.parties)}
                if len(held) > 1 and self.chance(15):
                    license["components"] = [one["id"] for one in held]
                license["in"] = self.draw.sample(self.markets, self.draw.randint(1, len(self.markets)))
                if self.chance(20):
                    license["in"] = ["world"]
                terms = {"each": ["0.50", "1.00"], "percent": ["10", "50"], "once": ["100", "300"], "per_month": ["0.10"]}
                for key in self.draw.sample(list(terms), self.draw.choice([1, 1, 2])):
                    license[key] = self.draw.choice(terms[key])
                text += table("[[licenses]]", license)
        return text

    # Areas.

    def area_texts(self):
        """The overlays of the places, of the union where one lies in it."""
        files = {}
        for place in self.places:
            text = f'area = "{place}"\n'
            if place in OWN:
                within = ", ".join(f'"{one}"' for one in OWN[place])
                text += f'name = "{place.capitalize()}"\nwithin = [{within}]\n'
            body = self.laws(place)
            if body or place in OWN:
                files[f"regions/{place}.toml"] = text + body
        if any(one in EU for one in self.places):
            text = 'area = "eu"\n' + table("[customs]", {"basis": self.draw.choice(["cif", "cif", "fob"]), "area": "eu"})
            files["regions/eu.toml"] = text + (self.duties("eu", self.content("eu")) if self.used["duties"] else "")
        return files

    def laws(self, place):
        text = ""
        rules = self.content(place) if place in self.markets else []
        text += "".join(table("[[content]]", one) for one in rules)
        if self.used["duties"]:
            if place not in EU and place != "bay":
                text = table("[customs]", {"basis": self.draw.choice(["fob", "cif"])}) + text
            if self.chance(70):
                text += self.duties(place, rules)
        if self.used["limits"] and self.chance(50):
            text += self.limit()
        return text

    def limit(self):
        capability = self.draw.choice(["made", "made", "made.drive", "made.drive.fast", "made.shade"])
        form, text = self.draw.randrange(4), ""
        if form == 0:
            where = {"origin": {"none-of": [self.place()]}}
        elif form == 1:
            where = {"by": {"none-of": [self.draw.choice(self.parties)]}}
        elif form == 2:
            where = {"origin": {"in": self.draw.choice([*self.places, "eu", "world"])}}
        else:
            name = self.new("list")
            text = table("[[lists]]", {"id": name, "parties": self.draw.sample(self.parties, self.draw.randint(1, 2))})
            where = {"lists": {"none-of": [name]}}
        return table("[[limits]]", {"id": self.new("limit"), "capability": capability, "where": where}) + text

    def content(self, area):
        rules = []
        while self.used["content"] and self.used["articles"] and len(rules) < 2 and self.chance(60):
            rule = {"id": self.new("rule"), "of": self.draw.choice([area, area, self.place(), [self.place(), "eu"]])}
            bound = self.draw.choice(["more-than-percent", "at-least-percent"])
            rule[bound] = self.draw.choice(["25", "40", "50", "50", "50", "60"])
            rule["counts"] = self.draw.choice(["components", "value"])
            if self.chance(40):
                rule["built-in"] = area
            rule["require"] = self.chance(35)
            if self.has_option and self.chance(30):
                rule["when"] = "plan == a"
            rules.append(rule)
        if area == "eu":
            return []
        return rules

    def duties(self, area, rules):
        text, names = "", []
        # Now and then a chain: each stands in for the one before it, and all are for all goods.
        chain = self.chance(25)
        for _ in range(self.draw.randint(3 if chain else 1, 3)):
            duty = {"id": self.new("d")}
            if not chain and self.chance(80):
                duty["hs"] = self.draw.sample(PREFIXES, self.draw.randint(1, 2))
            if self.chance(10 if chain else 50):
                duty["origin"] = self.draw.choice([*self.places, "eu"])
            form = self.draw.randrange(10)
            if form < 8:
                duty["percent"] = self.draw.choice(["5", "10", "25", "50", "0"])
            if form == 8 or self.chance(8):
                duty["per_unit"] = self.draw.choice(["0.10", "0.50"])
            if form == 9 or self.chance(8):
                duty["per_kg"] = self.draw.choice(["0.20", "1.00"])
            if "percent" in duty and self.chance(50 if chain and names else 30):
                duty["of"] = self.draw.choice(["content.steel", "content.copper"])
            if self.chance(12):
                bound = {self.draw.choice(["per_unit", "per_kg"]): self.draw.choice(["0.10", "0.30", "0.60"])}
                duty[self.draw.choice(["at-least", "at-most"])] = bound
            if names and self.chance(75 if chain or "of" in duty else 40):
                duty["instead-of"] = names[-1:] if chain else self.draw.sample(names, 1)
            if rules and self.chance(70):
                duty["not-if"] = self.draw.choice(rules)["id"]
            if self.used["foreign"] and self.chance(15):
                duty["currency"] = "EUR"
            names.append(duty["id"])
            text += table("[[duties]]", duty)
        return text

    def files(self):
        files = {"solution.toml": self.solution_text()}
        text = ""
        for entry in self.components + self.versions:
            made = entry.pop("made", [])
            text += table("[[components]]", {key: value for key, value in entry.items() if value != {} or key == "content"})
            text += "".join(table("[[components.made]]", one) for one in made)
        files["catalog/parts.toml"] = text + self.more_parties
        files.update(self.offer_files())
        files.update(self.area_texts())
        return files


    def offer_files(self):
        """Offers in TOML, now and then the last ones in CSV."""
        rows = len(self.offers) // 2 if self.chance(15) else 0
        first = self.offers[: len(self.offers) - rows]
        files = {}
        if first:
            files["offers/all.toml"] = "".join(table("[[offers]]", one) for one in first)
        if rows:
            rest = self.offers[len(self.offers) - rows :]
            keys = list(dict.fromkeys(key for one in rest for key in one))
            text = [",".join(keys)] + [",".join(cell(one.get(key)) for key in keys) for one in rest]
            files["offers/more.csv"] = "\n".join(text) + "\n"
        return files


def cell(value):
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(f"{tier['from']}: {tier['each']}" for tier in value)
    return str(value)


def generate(seed, kind):
    return Portfolio(seed, kind).files()


def write(folder, texts):
    for name, text in texts.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main():
    texts = generate(int(sys.argv[1]), sys.argv[2])
    if len(sys.argv) > 3:
        write(sys.argv[3], texts)
    else:
        for name, text in texts.items():
            print(f"# {name}\n{text}")


if __name__ == "__main__":
    main()
