"""Conditions of the files: parsed and evaluated with Kleene's three values (0 false, 1 unknown, 2 true)."""

import re
from fractions import Fraction

from files import names, scalar

NO, UNKNOWN, YES = 0, 1, 2
TOKEN = re.compile(r"\s*(=>|==|!=|<=|>=|<|>|\(|\)|,|'[^']*'|[^\s()=<>!,']+)")


class NotUnderstood(Exception):
    pass


def truth(value):
    return YES if value else NO


class Condition:
    """One condition of a market."""

    def __init__(self, text, market):
        self.tokens, self.market, self.at = tokens(text), market, 0
        self.tree = self.implication()
        if self.at != len(self.tokens):
            raise NotUnderstood(f"condition `{text}`")

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, wanted=None):
        token = self.peek()
        if token is None or (wanted is not None and token != wanted):
            raise NotUnderstood(f"condition {self.tokens}")
        self.at += 1
        return token

    def implication(self):
        left = self.either()
        if self.peek() == "=>":
            self.take()
            right = self.implication()
            return lambda chosen: max(YES - left(chosen), right(chosen))
        return left

    def either(self):
        parts = [self.both()]
        while self.peek() == "or":
            self.take()
            parts.append(self.both())
        return lambda chosen: max(part(chosen) for part in parts)

    def both(self):
        parts = [self.negation()]
        while self.peek() == "and":
            self.take()
            parts.append(self.negation())
        return lambda chosen: min(part(chosen) for part in parts)

    def negation(self):
        if self.peek() == "not":
            self.take()
            inner = self.negation()
            return lambda chosen: YES - inner(chosen)
        if self.peek() == "(":
            self.take()
            inner = self.implication()
            self.take(")")
            return inner
        return self.atom()

    def values(self):
        """What stands on the right of `==` or `in`."""
        if self.peek() != "(":
            return [self.literal()]
        self.take("(")
        found = [self.literal()]
        while self.peek() == ",":
            self.take()
            found.append(self.literal())
        self.take(")")
        return found

    def literal(self):
        return self.take().strip("'")

    def atom(self):
        word = self.take()
        argument = None
        if self.peek() == "(" and word in ("provides", "fact", "min", "max", "known", "count", "sum"):
            self.take("(")
            argument = self.take()
            self.take(")")
        operator, right = None, []
        if self.peek() in ("==", "!=", "<", "<=", ">", ">=", "in"):
            operator = self.take()
            right = self.values()
        test = self.check(word, argument, "==" if operator == "!=" else operator, right)
        return (lambda chosen: YES - test(chosen)) if operator == "!=" else test

    def check(self, word, argument, operator, right):
        market, files = self.market, self.market.files
        if argument is not None:
            return self.called(word, argument, operator, right)
        if word == "market":
            if operator == "in":
                return lambda chosen: truth(any(files.lies_in(market.code, area) for area in right))
            return lambda chosen: truth(market.code in right)
        if word == "carrier":
            return lambda chosen: truth(any(one in chosen.carriers for one in right))
        if word.startswith("slot."):
            slot = word[5:]
            if operator is None:
                return lambda chosen: truth(chosen.slots.get(slot) is not None)
            wanted = {one for text in right for one in self.versions(text)}
            return lambda chosen: truth(chosen.slots.get(slot) in wanted)
        if word.startswith("component."):
            wanted = set(self.versions(word[10:]))
            return lambda chosen: truth(any(one in wanted for one in chosen.slots.values()))
        values = [written(one) for one in files.solution.get("options", {}).get(word, {}).get("values", [])]
        if not values:
            raise NotUnderstood(f"the name `{word}` in a condition")
        if operator in ("<", "<=", ">", ">="):
            limit = Fraction(right[0])
            return lambda chosen: truth(ordered(Fraction(chosen.options[word]), operator, limit))
        wanted = right if operator else ["true"]
        return lambda chosen: truth(chosen.options.get(word) in wanted)

    def versions(self, text):
        """Any version of a component, or those that match."""
        name, _, requirement = text.partition("@")
        return self.market.files.reference(text) if requirement else self.market.files.versions.get(name, [])

    def called(self, word, argument, operator, right):
        if word == "provides":
            return lambda chosen: truth(any(one.offers(argument) for _, one in chosen.lines()))
        if word in ("count", "sum"):
            limit = Fraction(right[0])
            each = (lambda one: int(one.offers(argument))) if word == "count" else (lambda one: attribute_of(one, argument))
            return lambda chosen: truth(ordered(chosen.total(each), operator, limit))
        capability, _, name = argument.rpartition(".")
        stated = [found[name] for offered, found in self.market.provides if offered == capability and name in found]
        if word == "known":
            return lambda chosen: truth(bool(stated))
        values = {one for found in stated if found[0] == "set" for one in found[1]}
        edges = {("n", edge) for found in stated if found[0] == "range" for edge in found[1:]}
        if word == "fact" and (edges or len(values) != 1) or not values | edges:
            return lambda chosen: UNKNOWN
        every = sorted(values | edges)
        value = every[-1] if word == "max" else every[0]
        return lambda chosen: truth(any(compared(value, operator, text) for text in right))


def tokens(text):
    found, at = [], 0
    while at < len(text.rstrip()):
        token = TOKEN.match(text, at)
        if not token:
            raise NotUnderstood(f"condition `{text}`")
        found.append(token[1])
        at = token.end()
    return found


def written(value):
    """A value of an option as conditions and flags write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def attribute_of(component, name):
    value = component.table.get("attributes", {}).get(name, 0)
    values = value if isinstance(value, list) else [value]
    kind, one = scalar(values[0]) if len(values) == 1 else ("s", "")
    return one if kind == "n" else 0


def ordered(left, operator, right):
    return {"==": left == right, "in": left == right, "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def compared(value, operator, text):
    if value[0] == "n":
        try:
            return ordered(value[1], operator, Fraction(text))
        except ValueError:
            return False
    return value == (("b", text == "true") if value[0] == "b" else ("s", text))


def offer_passes(tests, offered, component, files):
    """Whether what is offered passes all tests of a need or a limit."""
    return all(test_passes(key, one, offered, component, files) for key, one in tests.items())


def test_passes(key, test, offered, component, files):
    from files import attribute, is_range, version_fits

    tests = test if isinstance(test, dict) else {"equals": test}
    for kind, wanted in tests.items():
        if key == "version":
            wanted = wanted if kind == "equals" else None
            if component is None or wanted is None or not version_fits(wanted, component.version):
                return False
            continue
        found = offered.get(key)
        if found is None:
            return False
        numbers = [one[1] if one[0] == "n" else None for one in found[1]] if found[0] == "set" else list(found[1:])
        every = lambda fits: all(one is not None and fits(one) for one in numbers)
        if kind == "equals":
            passes = found == attribute(key if is_range(key) else "value", wanted)
        elif kind == "within":
            passes = every(lambda one: Fraction(wanted[0]) <= one <= Fraction(wanted[1]))
        elif kind == "covers":
            passes = found[0] == "range" and found[1] <= Fraction(wanted[0]) and Fraction(wanted[1]) <= found[2]
        elif kind == "at-least":
            passes = every(lambda one: one >= Fraction(wanted))
        elif kind == "at-most":
            passes = every(lambda one: one <= Fraction(wanted))
        elif kind in ("any-of", "all-of", "none-of"):
            held = [scalar(one) in found[1] for one in wanted] if found[0] == "set" else [False] * len(wanted)
            passes = {"any-of": any(held), "all-of": all(held), "none-of": not any(held)}[kind]
        elif kind == "in":
            areas = wanted if isinstance(wanted, list) else [wanted]
            passes = found[0] == "set" and all(any(files.lies_in(one[1], area) for area in areas) for one in found[1])
        else:
            raise NotUnderstood(f"the test `{kind}`")
        if not passes:
            return False
    return True


def united(market, capability, tests):
    """Ranges of one technology that pass the other tests, united: whether they cover what `covers` asks."""
    covers = {key: test["covers"] for key, test in tests.items() if isinstance(test, dict) and "covers" in test}
    others = {key: {kind: one for kind, one in test.items() if kind != "covers"} if isinstance(test, dict) else test
              for key, test in tests.items()}
    others = {key: test for key, test in others.items() if test != {}}
    passing = [found for offered, found in market.provides
               if offered == capability and offer_passes(others, found, None, market.files)]
    if not passing:
        return False
    for key, (low, high) in covers.items():
        reach, ranges = Fraction(low), sorted(found[key][1:] for found in passing if key in found and found[key][0] == "range")
        inside = any(one[0] <= reach <= one[1] for one in ranges)
        for start, end in ranges:
            if start <= reach:
                reach = max(reach, end)
        if not inside or reach < Fraction(high):
            return False
    return True


__all__ = ["Condition", "NotUnderstood", "NO", "UNKNOWN", "YES", "truth", "written", "attribute_of", "offer_passes", "united", "names"]
