"""Random components: what they provide, need, use, hold and cost."""

import datetime
import random
from fractions import Fraction

from toml_text import decimal

DAY = datetime.date(2027, 3, 1)
# Capabilities that components provide, with the attributes that they have and how a value of each is drawn.
COLOURS, BANDS, STANDARDS = ["red", "blue", "green"], [1, 3, 7, 20], ["one", "two"]


class Parts:
    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.names = 0

    def chance(self, percent):
        return self.draw.randrange(100) < percent

    def new_name(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def some(self, items, least=1, most=None):
        return self.draw.sample(items, self.draw.randint(least, min(len(items), most or len(items))))

    def money(self, most=3000):
        return decimal(Fraction(self.draw.randint(0, most), self.draw.choice([1, 10, 100])))[:]

    # What components provide and need.

    def attributes(self, capability):
        if capability.startswith("link"):
            return {"bands": sorted(self.some(BANDS)), "rate": self.draw.randint(1, 6)}
        if capability == "radio.aa":
            return {}
        if capability.startswith("sense"):
            low = self.draw.randint(-20, 10)
            return {"heat_range_c": [low, low + self.draw.randint(5, 50)], "colour": self.draw.choice(COLOURS)}
        return {"standard": self.draw.choice(STANDARDS), "sealed": self.chance(50)}

    def test_of(self, capability):
        """Tests of a random part of what a capability states."""
        tests = {}
        if capability.startswith("link"):
            if self.chance(60):
                tests["bands"] = {self.draw.choice(["any-of", "all-of", "none-of"]): sorted(self.some(BANDS, most=2))}
            if self.chance(40):
                tests["rate"] = {self.draw.choice(["at-least", "at-most"]): self.draw.randint(1, 6)}
            elif self.chance(30):
                tests["rate"] = {"within": [2, 5]}
        elif capability.startswith("sense"):
            if self.chance(60):
                low = self.draw.randint(-15, 15)
                tests["heat_range_c"] = {"covers": [low, low + self.draw.randint(1, 20)]}
            if self.chance(30):
                is_one = self.chance(50)
                tests["colour"] = self.draw.choice(COLOURS) if is_one else {"none-of": self.some(COLOURS, most=2)}
        elif self.chance(50):
            tests["standard"] = self.draw.choice(STANDARDS)
        elif self.chance(50):
            tests["sealed"] = True
        return tests

    def capability(self):
        return self.draw.choice(["link", "link.fast", "sense.heat", "case", "case.tight"])

    def market_test(self):
        """An alternative that only a market or its carriers can meet."""
        if self.chance(50):
            low = self.draw.randint(0, 8) * 10
            tests = {"range_mhz": {"covers": [low, low + self.draw.randint(1, 4) * 10]}}
            if self.chance(40):
                tests["eirp_dbm"] = {"at-least": self.draw.choice([10, 14, 20])}
            if self.chance(20):
                tests["indoor"] = False
            return {"capability": f"spectrum.{self.draw.choice(['aa', 'bb'])}", "where": tests}
        lows = self.draw.choice([[100, 240], [200, 240], [90, 130]])
        return {"capability": "power.mains", "where": {"voltage_v": {"within": lows}}}

    def dates(self, percent=25):
        """Around the day of the question: in force, over, or not yet."""
        entry = {}
        if self.chance(percent):
            entry["from"] = DAY + datetime.timedelta(self.draw.choice([-400, -1, 0, 1, 400]))
        if self.chance(percent):
            end = max(entry.get("from", DAY), DAY) + datetime.timedelta(self.draw.choice([0, 1, 300]))
            if end > entry.get("from", datetime.date.min):
                entry["through" if self.chance(30) and end > DAY else "until"] = end
        return entry

    def need(self, with_networks):
        form = self.draw.randrange(6)
        if (form == 0 or self.chance(25)) and with_networks:
            one = {"capability": f"network.{self.draw.choice(['lte', 'nr'])}"}
            if self.chance(50):
                one["where"] = {"bands": {"any-of": sorted(self.some(BANDS, most=2))}}
            need = dict(one)
        elif form == 1:
            need = self.market_test()
        elif form == 2:
            capability = self.capability()
            need = {"one-of": [{"capability": capability, "where": self.test_of(capability)}, self.market_test()]}
        else:
            capability = self.capability()
            need = {"capability": capability, "where": self.test_of(capability)}
        if self.chance(25):
            need["when"] = self.condition(1)
        need.update(self.dates(15))
        return need

    def component(self, name, version, kind):
        entry = {"id": name, "version": version, "kind": kind, "name": name.upper()}
        if kind == "service" and self.chance(50):
            entry["per_month"] = decimal(Fraction(self.draw.randint(0, 200), 100))
        else:
            entry["price"] = self.money()
            if self.chance(20):
                entry["currency"] = "CNY"
        if kind == "hardware" and self.chance(50):
            entry["hs"] = self.draw.choice(["8517", "851762", "9405"])
        if self.chance(50):
            entry["origin"] = self.draw.choice(["Q0", "Q1", "M0"])
        if self.chance(60):
            entry["lead_weeks"] = self.draw.randint(0, 9)
        if self.chance(6):
            entry["lifecycle"] = "eol"
        entry.update(self.dates(6))
        drawn = [self.capability() for _ in range(self.draw.randint(0, 3))]
        entry["provides"] = {one: self.attributes(one) for one in drawn}
        if self.chance(40):
            entry["provides"]["radio.aa" if self.chance(50) else "radio"] = {}
        if self.chance(30):
            entry["uses"] = {"ports": self.draw.choice([1, 2, Fraction(1, 2)])}
        if self.chance(20):
            entry["supplies"] = {"ports": self.draw.randint(1, 3)}
        if self.chance(60):
            entry["attributes"] = {"power_w": self.draw.choice([1, 2, 3, Fraction(1, 4), -1])}
        if self.chance(45):
            schemes = self.some(["s1", "s2", "s3"], most=2)
            entry["certificates"] = [{"scheme": one, "id": "EXAMPLE", **self.dates(20)} for one in schemes]
        if self.chance(12):
            places = self.some(self.area_codes, most=2)
            entry["territories"] = {self.draw.choice(["only", "not"]): places, "because": "rights"}
        return entry
