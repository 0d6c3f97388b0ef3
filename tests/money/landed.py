"""What one unit costs in a market, from its parts at their orders to the goods at the border.

`Bill` walks from the innermost article outwards. Everything is worked out for one piece of the article and multiplied
by the article's quantity when it is written down.
"""

from fractions import Fraction
from itertools import combinations

from reading import Refused, as_list, exact

ZERO = Fraction(0)


class Goods:
    """One piece of something on its way."""

    def __init__(self, value, mass, hs, origin, place, content):
        self.value, self.mass, self.hs, self.origin, self.place = value, mass, hs, origin, place
        # content(X, whole): how much of it is X, where `whole` is what counts if nothing is stated.
        self.content = content


class Crossing:
    def __init__(self, freight=ZERO, duty=ZERO, owed=()):
        self.freight, self.duty, self.owed = freight, duty, list(owed)


class Roads:
    """Legs and borders between places."""

    def __init__(self, files, places):
        self.files, self.places = files, places
        self.legs = {}

    def leg(self, start, end):
        """The freight entry of a leg: the narrowest first area, then the narrowest second one."""
        if (start, end) not in self.legs:
            self.legs[start, end] = self.find_leg(start, end)
        return self.legs[start, end]

    def find_leg(self, start, end):
        lies_in, above = self.places.lies_in, self.places.above
        found = [
            ((len(above(one["leg"][0])), len(above(one["leg"][1]))), one)
            for one in self.files.freight
            if lies_in(start, one["leg"][0]) and lies_in(end, one["leg"][1])
        ]
        found.sort(key=lambda one: one[0], reverse=True)
        if len(found) > 1 and found[0][0] == found[1][0]:
            raise Refused(f"[[freight]]: two entries for {start} to {end}")
        return found[0][1] if found else None

    def weeks(self, start, end):
        leg = start and self.leg(start, end)
        return exact(leg.get("weeks", 0)) if leg else ZERO

    def freight(self, goods, end):
        leg = goods.place and self.leg(goods.place, end)
        if not leg:
            return ZERO
        rate = self.files.rate(leg.get("currency"))
        amount = exact(leg.get("per_unit", 0)) * rate + goods.value * exact(leg.get("percent", 0)) / 100
        if goods.mass is not None:
            amount += exact(leg.get("per_kg", 0)) * rate * goods.mass / 1000
        return amount

    def cross(self, goods, end, claims=()):
        """Freight and duty of one piece into a place, where these claims of origin hold."""
        freight = self.freight(goods, end)
        law = self.places.law(end)
        if not law.sections["duties"]:
            return Crossing(freight)
        base = goods.value + (freight if law.basis == "cif" else 0)
        total, owed = ZERO, []
        duties = {one["id"]: one for one in law.sections["duties"] if self.meets(one, goods, law, claims)}
        for name, duty in in_turn(duties):
            over = [one for one in owed if name in as_list(one.get("instead-of", []))]
            if any("of" not in one for one in over):
                continue
            total += self.amount(duty, over, goods, base)
            owed.append(duty)
        return Crossing(freight, total, [one["id"] for one in law.sections["duties"] if one in owed])

    def least(self, goods, end, claims):
        """The least that a border may cost, whichever claims hold."""
        every = [
            self.cross(goods, end, held)
            for size in range(len(claims) + 1)
            for held in combinations(claims, size)
        ]
        return min(every, key=lambda one: one.duty)

    def meets(self, duty, goods, law, claims):
        lies_in = self.places.lies_in
        # Nothing is owed on goods without a code, also not by what is for all codes: they are a gap.
        if goods.hs is None or not any(goods.hs.startswith(code) for code in as_list(duty.get("hs", ""))):
            return False
        if "origin" in duty and not lies_in(goods.origin, duty["origin"]):
            return False
        if lies_in(goods.place, law.area) or lies_in(goods.place, duty["area"]):
            return False
        return duty.get("not-if") not in claims

    def amount(self, duty, over, goods, base):
        """One duty on its own base; `over` are those owed instead of it on the content that they are levied of."""
        taken = {one["of"] for one in over}
        if "of" in duty:
            base = ZERO if duty["of"] in taken else goods.content(duty["of"][len("content.") :], base)
        else:
            base = max(ZERO, base - sum(goods.content(one[len("content.") :], base) for one in taken))
        rate = self.files.rate(duty.get("currency"))
        amount = base * exact(duty.get("percent", 0)) / 100 + self.fixed(duty, goods, rate)
        if "at-least" in duty:
            amount = max(amount, self.fixed(duty["at-least"], goods, rate))
        # Of goods without a mass nobody knows what a bound by mass is.
        if "at-most" in duty and (goods.mass is not None or "per_kg" not in duty["at-most"]):
            amount = min(amount, self.fixed(duty["at-most"], goods, rate))
        return amount

    @staticmethod
    def fixed(table, goods, rate):
        amount = exact(table.get("per_unit", 0)) * rate
        if "per_kg" in table and goods.mass is not None:
            amount += exact(table["per_kg"]) * rate * goods.mass / 1000
        return amount


def in_turn(duties):
    """The duties, each after those that may be owed instead of it."""
    done, order = set(), []

    def visit(name, path):
        if name in path:
            raise Refused(f"[[duties]] {name}: a circle of `instead-of`")
        if name in done:
            return
        for other, duty in duties.items():
            if name in as_list(duty.get("instead-of", [])):
                visit(other, [*path, name])
        done.add(name)
        order.append((name, duties[name]))

    for name in duties:
        visit(name, [])
    return order


class Bill:
    """One unit of a configuration in its market.

    `unit(order key)`, `set_up(build)` and `once(licence index)` say what the joint plan makes of shared costs. With
    `lowest`, claims of origin are taken as is cheapest and nothing is refused: a bound from below.
    """

    def __init__(self, config, unit, set_up, once, lowest=False):
        self.config, self.selection, self.market = config, config.selection, config.market
        self.unit, self.set_up, self.once, self.lowest = unit, set_up, once, lowest
        self.lines, self.articles, self.licenses, self.content = {}, [], [], []
        self.fits = True
        self.total = ZERO
        self.outside()
        for article in self.selection.top_articles:
            self.deliver(article)
        if not lowest and not self.selection.top_articles and any(one.get("require") for one in config.rules):
            self.fits = False
        self.license_costs()

    def price(self, line):
        way = self.config.ways[line.component.key]
        return way.fixed if way.order is None else self.unit(way.order.key)

    def write_line(self, line, price, crossing):
        self.lines[line.slot] = (price, crossing, line)
        self.total += line.quantity * (price + crossing.freight + crossing.duty)

    def outside(self):
        """What no article holds: hardware travels alone, the rest not at all."""
        for line in self.selection.lines:
            if line.article is None:
                price = self.price(line)
                crossing = Crossing()
                if line.component.kind == "hardware":
                    crossing = self.market.roads.cross(self.part(line, price), self.market.name)
                self.write_line(line, price, crossing)

    def part(self, line, price):
        way, component = self.config.ways[line.component.key], line.component

        def content(name, whole):
            if component.content is None:
                return whole
            return exact(component.content.get(name, 0)) * self.market.files.rate(component.currency)

        return Goods(price, way.part.mass, way.part.hs, way.part.origin, way.place, content)

    def build(self, article):
        """The article as one piece at its site, and what was put into it: [(landed amount, origin)]."""
        site = self.config.sites[article.index]
        roads, parts, masses, contents = self.market.roads, [], [], []
        for line in article.lines:
            per_piece = line.quantity / article.quantity
            price = self.price(line)
            goods = self.part(line, price)
            crossing = roads.cross(goods, site["in"])
            self.write_line(line, price, crossing)
            parts.append((per_piece * (price + crossing.freight + crossing.duty), goods.origin))
            masses.append((per_piece, goods.mass))
            contents.append((per_piece, goods))
        for inner in article.inner:
            per_piece = inner.quantity / article.quantity
            goods, labour, set_up, _ = self.build(inner)
            crossing = roads.cross(goods, site["in"])
            self.write_article(inner, goods, labour, set_up, crossing)
            parts.append((per_piece * (goods.value + crossing.freight + crossing.duty), goods.origin))
            masses.append((per_piece, goods.mass))
            contents.append((per_piece, goods))
        labour = exact(article.entry.get("minutes", 0)) / 60 * exact(site.get("per_hour", 0))
        labour *= self.market.files.rate(site.get("currency"))
        set_up = self.set_up(self.config.build_of(article)) if "set-up" in site else ZERO
        mass = article.entry.get("mass_g")
        if mass is not None:
            mass = exact(mass)
        elif any(one is not None for _, one in masses):
            # What a part without a mass would add is 0.
            mass = sum((count * one for count, one in masses if one is not None), ZERO)
        stated = article.entry.get("content")

        def content(name, _whole):
            if stated is not None:
                return exact(stated.get(name, 0))
            return sum((count * one.content(name, one.value) for count, one in contents), ZERO)

        value = sum((amount for amount, _ in parts), ZERO) + labour + set_up
        goods = Goods(value, mass, article.entry.get("hs"), site.get("origin"), site["in"], content)
        return goods, labour, set_up, parts

    def write_article(self, article, goods, labour, set_up, crossing):
        self.articles.append((article, self.config.sites[article.index], goods, labour, set_up, crossing))
        self.total += article.quantity * (labour + set_up + crossing.freight + crossing.duty)

    def deliver(self, article):
        """An article that goes to the market, with the rules about its content."""
        goods, labour, set_up, parts = self.build(article)
        roads, rules = self.market.roads, self.config.rules
        if self.lowest:
            crossing = roads.least(goods, self.market.name, [one["id"] for one in rules])
        else:
            held = [one["id"] for one in rules if self.rule_holds(one, article, labour + set_up, parts)]
            if any(one.get("require") and one["id"] not in held for one in rules):
                self.fits = False
            crossing = roads.cross(goods, self.market.name, held)
        self.write_article(article, goods, labour, set_up, crossing)

    def rule_holds(self, rule, article, work, parts):
        site, places = self.config.sites[article.index], self.market.places
        whole = sum((amount for amount, _ in parts), ZERO)
        share = sum((amount for amount, origin in parts if origin and places.lies_in_any(origin, rule["of"])), ZERO)
        if rule.get("counts", "components") == "value":
            whole += work
            share += work if places.lies_in_any(site["in"], rule["of"]) else 0
        if whole == 0:
            raise Refused(f"[[content]] {rule['id']}: nothing was paid")
        percent = 100 * share / whole
        if "more-than-percent" in rule:
            holds = percent > exact(rule["more-than-percent"])
        else:
            holds = percent >= exact(rule["at-least-percent"])
        holds = holds and ("built-in" not in rule or places.lies_in_any(site["in"], rule["built-in"]))
        self.content.append((rule["id"], percent, holds))
        return holds

    def license_costs(self):
        counted = set()
        for key, license in self.config.licenses:
            rate = self.market.files.rate(license.get("currency"))
            lines = [one for one in self.selection.lines if one.component.key == key]
            quantity = sum(one.quantity for one in lines)
            cost = quantity * rate * exact(license.get("each", 0))
            if "per_month" in license:
                cost += quantity * rate * exact(license["per_month"]) * self.market.files.header["term_months"]
            cost += exact(license.get("percent", 0)) / 100 * sum(one.quantity * self.price(one) for one in lines)
            if license["index"] not in counted:
                counted.add(license["index"])
                cost += self.once(license["index"])
            self.licenses.append((key, license, cost))
            self.total += cost
