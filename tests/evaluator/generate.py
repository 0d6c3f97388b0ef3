"""Random small solutions as the texts of their files: overlays, needs, limits, rules, certificates, carriers, dates."""

from fractions import Fraction

from drawn_parts import BANDS, DAY, Parts
from toml_text import decimal, table, text_of


class Generator(Parts):
    # Conditions.

    def atom(self, slots=None):
        """With `slots`, one that the `when` of a later slot may be: nothing that could depend on the slot itself."""
        form = self.draw.randrange(14)
        if slots is not None:
            form = self.draw.choice([0, 1, 2, 5, 6, 9, 10, 13, 13] if slots else [5, 6, 9, 10, 13])
        slot = self.draw.choice(slots or self.slot_names)
        part = self.draw.choice(self.candidates[slot])
        if form == 0:
            return f"slot.{slot}"
        if form in (1, 2):
            return f"slot.{slot} {self.draw.choice(['==', '!='])} {part}"
        if form == 3:
            return f"component.{part}"
        if form == 4:
            return f"provides({self.capability()})"
        if form == 5:
            return f"market == {self.draw.choice(self.markets)}"
        if form == 6:
            return f"market in {self.draw.choice(self.area_codes)}"
        if form == 7:
            sign = self.draw.choice(["<=", ">=", "=="])
            return f"count({self.draw.choice(['link', 'radio'])}) {sign} {self.draw.randint(0, 3)}"
        if form == 8:
            sign = self.draw.choice(["<=", ">", "=="])
            return f"sum(power_w) {sign} {self.draw.choice(['0', '2', '3.25', '6'])}"
        if form == 9:
            fact = self.draw.choice(["min", "max"])
            return (
                f"{fact}(power.mains.voltage_v) {self.draw.choice(['<', '>='])} {self.draw.choice([110, 200, 230])}"
            )
        if form == 10:
            return f"fact(place.pole.height_m) {self.draw.choice(['==', '<', '>='])} {self.draw.choice([4, 5, 6])}"
        if form == 11 and self.has_carriers:
            return f"carrier == {self.draw.choice(['ca', 'cb'])}"
        if form == 12 and "@" in part:
            return f"slot.{slot} in ({part}, {self.draw.choice(self.candidates[slot])})"
        name = self.draw.choice(self.option_names)
        values = self.options[name]["values"]
        if isinstance(values[0], bool):
            return name
        if isinstance(values[0], int):
            return f"{name} {self.draw.choice(['<', '>=', '=='])} {self.draw.choice(values)}"
        if self.chance(50):
            return f"{name} == {self.draw.choice(values)}"
        return f"{name} in ({', '.join(self.some(values))})"

    def condition(self, depth, slots=None):
        if depth == 0 or self.chance(45):
            return self.atom(slots) if self.chance(80) else f"not {self.atom(slots)}"
        left, right = self.condition(depth - 1, slots), self.condition(depth - 1, slots)
        joint = self.draw.choice(["and", "or", "or", "=>"])
        return f"({left}) {joint} {right}" if self.chance(50) else f"({left} {joint} ({right}))"

    # Files.

    def world(self):
        """Texts by file name, and the flags of the question."""
        self.markets = ["M0", "M1"] if self.chance(60) else ["M0"]
        self.area_codes = [*self.markets, "Q0", "Q1", "P"]
        self.slot_names = [f"slot-{letter}" for letter in "abcd"[: self.draw.randint(2, 4)]]
        self.has_carriers = self.chance(50)
        self.on_a_network = self.has_carriers and self.chance(50)
        self.draw_options()
        self.catalogue()
        files = {"catalog/parts.toml": "\n".join(self.catalogue_texts)}
        files["solution.toml"] = self.solution()
        for area, within in (("P", ["world"]), ("Q0", ["P"]), ("Q1", ["world"])):
            files[f"regions/{area}.toml"] = self.area(area, within, False)
        for at, market in enumerate(self.markets):
            within = self.draw.choice([["Q0"], ["Q1"]]) if at else ["Q0"]
            files[f"regions/{market}.toml"] = self.area(market, within, True)
        return files, self.question()

    def draw_options(self):
        self.option_names = ["plan", "gift"][: self.draw.randint(1, 2)]
        kinds = [["x", "y", "z"], [False, True], [1, 2, 5]]
        self.options = {}
        for name in self.option_names:
            values = self.draw.choice(kinds)[: self.draw.randint(2, 3)]
            self.options[name] = {"values": values}
            if self.chance(50):
                self.options[name]["default"] = self.draw.choice(values)

    def catalogue(self):
        self.candidates, entries = {}, []
        for slot in self.slot_names:
            self.candidates[slot] = [self.new_name("part") for _ in range(self.draw.randint(1, 3))]
        for slot in self.slot_names:
            for name in self.candidates[slot]:
                kind = self.draw.choice(["hardware", "hardware", "hardware", "service", "firmware"])
                versions = ["1.0.0", self.draw.choice(["1.2.0", "2.0.0"])] if self.chance(15) else ["1.0.0"]
                for version in versions:
                    entries.append((self.component(name, version, kind), kind))
        shown = {"id": "showcase", "kind": "hardware", "price": "1", "provides": {}, "attributes": {"power_w": 1}}
        for capability in ("link", "link.fast", "sense.heat", "case", "case.tight", "radio.aa"):
            shown["provides"][capability] = self.attributes(capability)
        self.catalogue_texts = [table("[[components]]", shown)]
        for entry, kind in entries:
            text = table("[[components]]", entry)
            if self.on_a_network and entry["id"] in self.candidates[self.slot_names[0]]:
                text += table("[[components.needs]]", {"capability": self.draw.choice(["network.lte", "network.nr"])})
            for _ in range(self.draw.choice([0, 0, 0, 0, 1, 1, 2])):
                text += table("[[components.needs]]", self.need(self.has_carriers))
            self.catalogue_texts.append(text)

    def slot(self, name, earlier):
        chosen = list(self.candidates[name])
        entry = {"choose": chosen}
        if len(chosen) > 1 and self.chance(10):
            entry["choose"] = {"id": [*chosen]} if self.chance(50) else {"id": ["part*"], "not": chosen[:1]}
        if self.chance(30):
            entry["optional"] = True
        if self.chance(30):
            entry["quantity"] = self.draw.randint(2, 4)
        if earlier and self.chance(25):
            entry["part-of"] = self.draw.choice(earlier)
        if self.chance(30):
            entry["when"] = self.condition(1, earlier)
        return entry

    def solution(self):
        objective = self.draw.choice(
            [["cost"], ["cost", "parts"], ["parts", "cost"], ["lead-time", "cost"], ["sum(power_w)"], []]
        )
        header = {"name": "tried", "version": "1.0.0", "markets": self.markets, "currency": "USD", "term_months": 12}
        if objective:
            header["objective"] = objective
        if self.has_carriers and self.chance(15):
            header["carriers"] = {self.markets[0]: [self.draw.choice(["ca", "cb"])]}
        text = table("[solution]", header) + table("[exchange]", {"CNY": "0.14"})
        text += table("[volumes]", {market: self.draw.choice([100, 1000, 7000, 3]) for market in self.markets})
        for name, option in self.options.items():
            text += table(f"[options.{name}]", option)
        if self.chance(50):
            text += table("[supplies]", {"ports": self.draw.randint(0, 4)})
        self.needed = self.slot_names[:]
        for at, name in enumerate(self.slot_names):
            text += table(f"[slots.{name}]", self.slot(name, self.slot_names[:at]))
        self.world_rules = [self.new_name("rule") for _ in range(self.draw.choice([0, 0, 0, 1, 2]))]
        for name in self.world_rules:
            text += self.rule(name)
        text += self.demands(15)
        for scheme in self.some(["s1", "s2", "s3"], least=0, most=2):
            held = {"scheme": scheme}
            if self.chance(50):
                held["planned"] = {"cost": self.money(90000), "weeks": self.draw.randint(0, 12)}
                if self.chance(60):
                    asked = {
                        "id": self.new_name("asks"),
                        "scheme": scheme,
                        "applies-to": self.draw.choice(["radio", "link"]),
                    }
                    text += table(
                        "[[certification]]", {**asked, "level": self.draw.choice(["component", "solution"])}
                    )
            else:
                held.update({"id": "EXAMPLE"}, **self.dates(30))
            text += table("[[certificates]]", held)
        return text

    def rule(self, name=None):
        entry = {"id": name or self.new_name("rule"), "then": self.condition(2)}
        if self.chance(60):
            entry["if"] = self.condition(1)
        entry.update(self.dates(15))
        return table("[[rules]]", entry)

    def demands(self, percent):
        """What an area asks for: needs, limits, certification, duties."""
        text = ""
        if self.chance(percent):
            need = self.need(False)
            for one in need.get("one-of", [need]):
                if names_market(one["capability"]):
                    one["capability"], one["where"] = "link", {}
            text += table(
                "[[needs]]",
                {
                    **need,
                    **({"id": "asked"} if self.chance(40) and "one-of" not in need and "when" not in need else {}),
                },
            )
        if self.chance(percent):
            capability = self.capability()
            limit = {"capability": capability, "where": self.test_of(capability), **self.dates(15)}
            if self.chance(25):
                limit["when"] = self.condition(1)
            text += table("[[limits]]", limit)
        if self.chance(percent + 10):
            scheme = self.draw.choice(["s1", "s2", "s3"])
            entry = {
                "id": self.new_name("asks"),
                "scheme": scheme,
                "applies-to": self.draw.choice(["radio", "link", "radio.aa"]),
            }
            entry["level"] = self.draw.choice(["component", "solution"])
            if self.chance(30):
                entry["accepts"] = self.some(["s1", "s2", "s3"], most=2)
            if self.chance(15):
                entry["mandatory"] = False
            if self.chance(25):
                entry["when"] = self.condition(1)
            text += table("[[certification]]", {**entry, **self.dates(20)})
        if self.chance(percent):
            duty = {
                "id": self.new_name("duty"),
                "hs": self.some(["85", "8517", "851762", "94"], most=2),
                "percent": decimal(Fraction(self.draw.randint(0, 40), 2)),
            }
            if self.chance(60):
                duty["origin"] = self.draw.choice(["Q0", "Q1", "P", "M0"])
            text += table("[[duties]]", {**duty, **self.dates(15)})
        return text

    def radio(self):
        low = self.draw.randint(0, 9) * 10
        entry = {
            "id": self.new_name("radio"),
            "technology": self.draw.choice(["aa", "bb"]),
            "range_mhz": [low, low + self.draw.randint(1, 5) * 10],
        }
        entry["eirp_dbm"] = self.draw.choice([10, 14, 20])
        if self.chance(30):
            entry["indoor"] = True
        return table("[[radio]]", {**entry, **self.dates(10)})

    def area(self, code, within, is_market):
        text = f'area = "{code}"\nname = "Area {code}"\nwithin = {text_of(within)}\n'
        if is_market or self.chance(30):
            text += (
                table("[power]", {"voltage_v": self.draw.choice([[120], [230], [127, 220]]), "frequency_hz": [50]})
                if is_market
                else ""
            )
        if is_market and self.chance(30):
            name = self.draw.choice(self.option_names)
            text += table("[set]", {name: self.draw.choice(self.options[name]["values"])})
        if is_market:
            for _ in range(self.draw.randint(0, 4)):
                text += self.radio()
            if code == "M0" or self.chance(50):
                text += table(
                    "[[provides]]",
                    {"capability": "place.pole", "attributes": {"height_m": self.draw.choice([4, 5, 6])}},
                )
            if self.chance(20):
                text += table("[supplies]", {"ports": self.draw.randint(0, 5)})
            if self.has_carriers:
                for carrier in ("ca", "cb"):
                    text += self.carrier(carrier)
            if self.chance(15):
                name = self.draw.choice(self.slot_names)
                kept = self.some(self.candidates[name])
                text += table(
                    f"[slots.{name}]", {"choose": kept} if self.chance(50) else {"quantity": self.draw.randint(1, 3)}
                )
            elif self.chance(15):
                text += table(
                    f"[slots.extra-{code.lower()}]",
                    {"choose": self.candidates[self.slot_names[0]], "optional": self.chance(50)},
                )
        if self.chance(10):
            text += self.rule()
        if is_market and self.chance(15) and self.world_rules:
            text += table("[remove]", {"rules": [self.draw.choice(self.world_rules)]})
        if code == "P" and self.chance(20):
            name = self.draw.choice(self.slot_names)
            others = [one for other in self.slot_names if other != name for one in self.candidates[other]]
            text += table(f"[slots.{name}]", {"also": [self.draw.choice(others)]})
        return text + self.demands(10)

    def carrier(self, name):
        networks = []
        for technology in self.some(["lte", "nr"]):
            networks.append({"technology": technology, "bands": sorted(self.some(BANDS)), **self.dates(10)})
        entry = {"id": name, "name": name.upper(), "networks": networks, "networks-complete": True}
        if self.chance(40):
            entry["approvals"] = [self.draw.choice(["s1", "s3"])]
        return table("[[carriers]]", {**entry, **self.dates(8)})

    def question(self):
        question = {}
        if self.chance(15):
            name = self.draw.choice(self.option_names)
            question["set"] = {name: self.draw.choice(self.options[name]["values"])}
        if self.chance(12):
            slot = self.draw.choice(self.slot_names)
            question["pin"] = {slot: self.candidates[slot][0]}
        if self.chance(12):
            question["without"] = [self.draw.choice(self.candidates[self.draw.choice(self.slot_names)])]
        return question


def names_market(capability):
    return capability.startswith(("spectrum", "power", "network"))


def generate(seed):
    return Generator(seed).world()
