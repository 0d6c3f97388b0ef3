"""Everything that one market could do: what fills its slots, who makes and sells each part, where it is built."""

import itertools
from fractions import Fraction

from conditions import any_of, evaluate, tree_of
from landed import Bill, Roads
from orders import Order
from reading import Refused, as_list, exact, only
from tests_of import alternatives_of, in_force, names, passes, satisfies

SLOT = ["choose", "when", "quantity", "part-of", "optional", "refdes"]
# What the built-in areas provide or ask something of; what they say is not read here.
NOT_READ = ("power", "network", "spectrum", "carrier", "made", "environment", "radio", "equipment", "data", "language")


class TooMany(Exception):
    """More combinations than are worth trying."""


class Line:
    def __init__(self, slot, component, quantity):
        self.slot, self.component, self.quantity, self.article = slot, component, quantity, None


class Way:
    """How a component is bought in one market: a maker's part and an offer, or its own price."""

    def __init__(self, files, component, part, offer):
        self.part, self.offer = part, offer
        self.order, self.fixed = None, None
        if component.per_month is not None:
            self.fixed = component.per_month * files.header["term_months"] * files.rate(component.currency)
        else:
            self.order = Order(files, component, part, offer)
        self.place = offer.at if offer and offer.at else part.origin
        self.weeks = offer.weeks if offer and offer.weeks is not None else part.weeks
        self.rank = (part.index, offer.index if offer else -1)


def ways_of(files, component):
    """The parts and offers of a component that can be bought on the day."""
    if not hasattr(component, "ways"):
        pairs = [
            (part, offer)
            for part in component.parts
            for offer in files.offers
            if offer.is_for(component, part, files.parties)
        ]
        now = [(part, offer) for part, offer in pairs if in_force(offer.entry, files.day)]
        if not pairs or (not now and component.tiers is not None):
            now = [(part, None) for part in component.parts]
        component.ways = [Way(files, component, part, offer) for part, offer in now]
    return component.ways


class View:
    """A selection as conditions ask about it."""

    def __init__(self, market, lines, options):
        self.market, self.lies_in = market.name, lambda area: market.places.lies_in(market.name, area)
        self.options, self.ground = options, market
        self.lines = lines

    @staticmethod
    def carrier_ids():
        return []

    @staticmethod
    def is_version(component, wanted):
        name, _, requirement = wanted.partition("@")
        return component.id == name and (not requirement or satisfies(component.version, requirement))

    def provides(self, capability):
        return any(names(capability, one) for component in self.lines.values() for one in component.provides)

    def facts(self, path):
        raise Refused(f"condition: fact {path}")

    count = sum = lambda self, of: facts_of_quantity(of)


def facts_of_quantity(of):
    raise Refused(f"condition: quantity of {of}")


class Article:
    """An article of one selection: what it holds, and how many of it a unit needs."""

    def __init__(self, entry, quantity):
        self.entry, self.index, self.quantity = entry, entry["index"], quantity
        self.slot = entry.get("slot")
        self.lines, self.inner = [], []

    def components(self):
        return frozenset(line.component.key for line in self.lines)


class Selection:
    """What fills the slots of a market, and the articles that it makes."""

    def __init__(self, market, lines, options, slots):
        self.market, self.options, self.by_slot = market, options, lines
        self.lines, quantities = [], {}
        for name in slots:
            if name in lines:
                quantities[name] = self.up_the_chain(slots, name)
                self.lines.append(Line(name, lines[name], quantities[name]))
        self.articles, by_slot = [], {}
        for entry in market.files.articles:
            slot = entry.get("slot")
            if slot is None or slot in lines:
                by_slot[slot] = Article(entry, Fraction(1) if slot is None else quantities[slot])
                self.articles.append(by_slot[slot])
        for line in self.lines:
            if line.component.kind == "hardware":
                line.article = self.holder(slots, by_slot, line.slot)
                if line.article is not None:
                    line.article.lines.append(line)
        self.top_articles = []
        for article in self.articles:
            above = None
            if article.slot is not None:
                parent = slots[article.slot].get("part-of")
                above = self.holder(slots, by_slot, parent) if parent else by_slot.get(None)
            (above.inner if above else self.top_articles).append(article)
        for article in self.articles:
            if not article.lines and not article.inner:
                raise Refused("an article without hardware")
        # Each component takes one part and one offer, in the order of the lines that it is first in.
        self.components = list(dict.fromkeys(line.component.key for line in self.lines))
        self.component = {line.component.key: line.component for line in self.lines}

    @staticmethod
    def up_the_chain(slots, name):
        quantity = Fraction(1)
        while name is not None:
            quantity *= exact(slots[name].get("quantity", 1))
            name = slots[name].get("part-of")
        return quantity

    @staticmethod
    def holder(slots, by_slot, slot):
        while slot is not None:
            if slot in by_slot:
                return by_slot[slot]
            slot = slots[slot].get("part-of")
        return by_slot.get(None)


class Config:
    """A selection with makers, sellers, sites and licences: all that one market decides."""

    def __init__(self, market, selection, ways, sites, rules):
        self.market, self.selection, self.ways, self.sites, self.rules = market, selection, ways, sites, rules
        self.licenses = []

    def with_licenses(self, licenses):
        copy = Config(self.market, self.selection, self.ways, self.sites, self.rules)
        copy.licenses = list(licenses)
        return copy

    def build_of(self, article):
        """What shares a set-up: the site, the article, the set of components in it."""
        return (self.sites[article.index]["id"], article.index, article.components())

    def finish(self):
        """What it takes of what markets share, and all that does not depend on other markets."""
        selection, volume = self.selection, self.market.volume
        self.uses = {}
        for line in selection.lines:
            way = self.ways[line.component.key]
            if way.order is not None:
                shared = self.uses.setdefault(way.order.key, {})
                key = line.component.key
                shared[key] = shared.get(key, 0) + line.quantity * volume
        self.pieces = {}
        for article in selection.articles:
            if "set-up" in self.sites[article.index]:
                build = self.build_of(article)
                self.pieces[build] = self.pieces.get(build, 0) + article.quantity * volume
        self.once = sorted({one["index"] for _, one in self.licenses if "once" in one})
        slots, options = self.market.rank_of(selection)
        self.preference = (
            slots,
            options,
            tuple(self.ways[key].rank[0] for key in selection.components),
            tuple(self.ways[key].rank[1] for key in selection.components),
            tuple(
                as_list(one.entry["build"]).index(self.sites[one.index]["id"]) for one in selection.articles
            ),
            tuple(one["index"] for _, one in self.licenses),
        )
        self.fixed = {"parts": Fraction(len(selection.components)), "lead-time": self.lead_time()}
        return self

    def lead_time(self):
        """Weeks until everything has come: an article is ready with its last part; a leg adds its weeks."""
        roads, name, latest = self.market.roads, self.market.name, Fraction(0)

        def weeks_of(line):
            return self.ways[line.component.key].weeks or Fraction(0)

        def ready(article):
            site = self.sites[article.index]["in"]
            weeks = [
                weeks_of(line) + roads.weeks(self.ways[line.component.key].place, site) for line in article.lines
            ]
            weeks += [ready(one) + roads.weeks(self.sites[one.index]["in"], site) for one in article.inner]
            return max(weeks)

        for line in self.selection.lines:
            if line.article is None:
                leg = Fraction(0)
                if line.component.kind == "hardware":
                    leg = roads.weeks(self.ways[line.component.key].place, name)
                latest = max(latest, weeks_of(line) + leg)
        for article in self.selection.top_articles:
            latest = max(latest, ready(article) + roads.weeks(self.sites[article.index]["in"], name))
        return latest

    def bill(self, unit, set_up, once, lowest=False):
        return Bill(self, unit, set_up, once, lowest)


class Market:
    MOST = 4000

    def __init__(self, files, places, name):
        self.files, self.places, self.name = files, places, name
        self.volume = files.volumes[name]
        self.law = places.law(name)
        self.roads = Roads(files, places)
        self.slots = files.root.get("slots", {})
        self.options = files.root.get("options", {})
        self.candidates = {}
        for slot, entry in self.slots.items():
            only(entry, SLOT, f"slot {slot}")
            if not isinstance(entry["choose"], list):
                raise Refused(f"slot {slot}: a query")
            found = [one for text in entry["choose"] for one in files.wanted(text)]
            self.candidates[slot] = [one for one in found if self.may_stand_here(one)]
        for rule in files.root.get("rules", []):
            only(rule, ["id", "if", "then", "message", "from", "until", "through"], "[[rules]]")
        for name, option in self.options.items():
            only(option, ["values", "default"], f"option {name}")

    def excluded(self, component):
        """Whether its `territories` exclude this market, licences aside."""
        places = component.entry.get("territories", {})
        only(places, ["only", "not", "because"], f"territories of {component.id}")
        if "only" in places and not self.places.lies_in_any(self.name, places["only"]):
            return True
        return "not" in places and self.places.lies_in_any(self.name, places["not"])

    def licenses_for(self, component):
        return [
            one
            for one in self.files.licenses
            if component.id in one["components"] and self.places.lies_in_any(self.name, as_list(one["in"]))
        ]

    def may_stand_here(self, component):
        if component.entry.get("lifecycle") == "eol" or not in_force(component.entry, self.files.day):
            return False
        return not self.excluded(component) or bool(self.licenses_for(component))

    def rank_of(self, selection):
        slots = tuple(
            1 + self.candidates[name].index(selection.by_slot[name]) if name in selection.by_slot else 0
            for name in self.slots
        )
        options = tuple(self.options[name]["values"].index(selection.options[name]) for name in self.options)
        return slots, options

    def selections(self):
        values = [
            [option["default"]] if "default" in option else option["values"] for option in self.options.values()
        ]
        for options in itertools.product(*values):
            options = dict(zip(self.options, options))
            for chosen in itertools.product(*[[None, *self.candidates[name]] for name in self.slots]):
                lines = {name: one for name, one in zip(self.slots, chosen) if one is not None}
                view = View(self, lines, options)
                if self.slots_fit(view) and self.rules_hold(view) and self.needs_are_met(view):
                    yield Selection(self, lines, options, self.slots), view

    def slots_fit(self, view):
        for name, slot in self.slots.items():
            truth = evaluate(tree_of(slot["when"]), view) if "when" in slot else True
            if truth is None:
                return False
            wanted = truth and ("part-of" not in slot or slot["part-of"] in view.lines)
            if name in view.lines and not wanted:
                return False
            if name not in view.lines and wanted and not slot.get("optional", False):
                return False
        return True

    def rules_hold(self, view):
        for rule in self.files.root.get("rules", []):
            if in_force(rule, self.files.day):
                asked = evaluate(tree_of(rule["if"]), view) if "if" in rule else True
                then = evaluate(tree_of(rule["then"]), view)
                if any_of([None if asked is None else not asked, then]) is not True:
                    return False
        return True

    def needs_are_met(self, view):
        for slot, component in view.lines.items():
            needs = component.entry.get("needs", {})
            if isinstance(needs, dict):
                needs = [{"capability": one, "where": tests} for one, tests in needs.items()]
            for name in component.provides:
                if name.split(".")[0] in NOT_READ:
                    raise Refused(f"{component.id} provides {name}")
            for need in needs:
                only(need, ["id", "capability", "where", "one-of", "when", "because"], f"need of {component.id}")
                if not self.is_met(need, view, lambda who, own=slot: who != own):
                    return False
        return all(self.is_met(need, view, lambda who: who is not None) for need in self.law.sections["needs"])

    def is_met(self, need, view, may_meet):
        if "when" in need:
            truth = evaluate(tree_of(need["when"]), view)
            if truth is not True:
                return truth is False
        provided = [
            (slot, name, attributes, component.version)
            for slot, component in view.lines.items()
            for name, attributes in component.provides.items()
        ]
        provided += [
            (None, one["capability"], one.get("attributes", {}), None) for one in self.law.sections["provides"]
        ]
        for wanted in alternatives_of(need):
            if wanted["capability"].split(".")[0] in NOT_READ:
                raise Refused(f"need of {wanted['capability']}")
            for who, name, attributes, version in provided:
                if may_meet(who) and names(wanted["capability"], name):
                    if self.passes(attributes, version, wanted.get("where", {})):
                        return True
        return False

    def passes(self, attributes, version, tests, forgiven=()):
        """The tests of attributes, with `in`, which asks the areas; `forgiven` ones are not asked."""
        rest = {}
        for key, test in tests.items():
            if key in forgiven:
                continue
            if isinstance(test, dict) and "in" in test:
                if key not in attributes:
                    return False
                if not all(self.places.lies_in(one, test["in"]) for one in as_list(attributes[key])):
                    return False
                test = {name: operand for name, operand in test.items() if name != "in"}
            rest[key] = test
        return passes(attributes, version, rest)

    def limits_pass(self, view, component, way):
        for limit in self.law.sections["limits"]:
            truth = evaluate(tree_of(limit["when"]), view) if "when" in limit else True
            if truth is None:
                return False
            if not truth:
                continue
            where = limit.get("where", {})
            for name, attributes in component.provides.items():
                if names(limit["capability"], name) and not self.passes(attributes, component.version, where):
                    return False
            if component.kind == "hardware":
                made = ["made", *[f"made.{one}" for one in component.provides]]
                if any(names(limit["capability"], one) for one in made):
                    if not self.maker_passes(component, way.part, where):
                        return False
        return True

    def maker_passes(self, component, part, where):
        parties = self.files.parties
        attributes, forgiven = {}, ()
        if part.by is not None:
            attributes["by"] = parties.id_of(part.by) or part.by
        if part.origin is not None:
            attributes["origin"] = part.origin
        if parties.id_of(part.by) is None:
            # Of a maker that is no party nobody knows what owns it: it passes, and is named as a gap.
            forgiven = ("lists",)
        else:
            called = parties.names(part.by)
            attributes["lists"] = [
                one["id"]
                for one in self.law.sections["lists"]
                if any(name in called or name.casefold() in called for name in one["parties"])
            ]
        return self.passes(attributes, component.version, where, forgiven)

    def configs(self):
        found = []
        for selection, view in self.selections():
            rules, unknown = [], False
            for rule in self.law.sections["content"]:
                truth = evaluate(tree_of(rule["when"]), view) if "when" in rule else True
                unknown |= truth is None
                rules += [rule] if truth else []
            if unknown:
                continue
            ways = []
            for key in selection.components:
                component = selection.component[key]
                ways.append([one for one in ways_of(self.files, component) if self.limits_pass(view, component, one)])
            sites = [
                [self.files.sites[one] for one in as_list(article.entry["build"]) if one in self.files.sites]
                for article in selection.articles
            ]
            for chosen in itertools.product(*ways):
                chosen = dict(zip(selection.components, chosen))
                for built in itertools.product(*sites):
                    places = {article.index: site for article, site in zip(selection.articles, built)}
                    config = Config(self, selection, chosen, places, rules)
                    found += [one.finish() for one in self.licensed(config)]
                    if len(found) > self.MOST:
                        raise TooMany(f"{self.name}: more than {self.MOST} configurations")
        return found

    def licensed(self, config):
        """The ways to license what `territories` exclude; none where nobody who may act does."""
        excluded = [key for key in config.selection.components if self.excluded(config.selection.component[key])]
        if not excluded:
            return [config]
        acting = [config.ways[key].part.by for key in config.selection.components]
        acting += [site.get("party") for site in config.sites.values()]
        parties = self.files.parties
        choices = [
            [
                (key, one)
                for one in self.licenses_for(config.selection.component[key])
                if any(parties.same(one["to"], who) for who in acting)
            ]
            for key in excluded
        ]
        return [config.with_licenses(one) for one in itertools.product(*choices)]
