"""The language of conditions, read and evaluated after its help page; no code is shared with the command."""

import functools
import re
from fractions import Fraction

TOKEN = re.compile(r"\s*(?:(=>|==|!=|<=|>=|[<>(),])|'([^']*)'|([A-Za-z0-9][A-Za-z0-9_.@^~*-]*))")
# The operand that stands for "not known".
UNKNOWN = None


def negated(truth):
    return UNKNOWN if truth is UNKNOWN else not truth


def all_of(truths):
    truths = list(truths)
    if any(truth is False for truth in truths):
        return False
    return UNKNOWN if any(truth is UNKNOWN for truth in truths) else True


def any_of(truths):
    return negated(all_of(negated(truth) for truth in truths))


class Reader:
    """A parser by recursive descent; the result is a tree of tuples."""

    def __init__(self, text):
        self.tokens, at = [], 0
        while at < len(text.rstrip()):
            match = TOKEN.match(text, at)
            if match is None:
                raise ValueError(f"cannot read {text!r} at {at}")
            sign, quoted, word = match.groups()
            self.tokens.append(("sign", sign) if sign else ("text", quoted) if word is None else ("word", word))
            at = match.end()
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, wanted=None):
        token = self.peek()
        if wanted is not None and token[1] != wanted:
            raise ValueError(f"{wanted!r} expected, not {token!r}")
        self.at += 1
        return token[1]

    def read(self):
        tree = self.implication()
        if self.at != len(self.tokens):
            raise ValueError(f"more than a condition: {self.peek()!r}")
        return tree

    def implication(self):
        left = self.alternatives()
        if self.peek() != ("sign", "=>"):
            return left
        self.take()
        return ("or", [("not", left), self.implication()])

    def alternatives(self):
        parts = [self.conjunction()]
        while self.peek() == ("word", "or"):
            self.take()
            parts.append(self.conjunction())
        return ("or", parts)

    def conjunction(self):
        parts = [self.negation()]
        while self.peek() == ("word", "and"):
            self.take()
            parts.append(self.negation())
        return ("and", parts)

    def negation(self):
        if self.peek() == ("word", "not"):
            self.take()
            return ("not", self.negation())
        if self.peek() == ("sign", "("):
            self.take()
            inner = self.implication()
            self.take(")")
            return inner
        return self.comparison()

    def comparison(self):
        subject = self.take()
        if subject in ("provides", "fact", "min", "max", "known", "count", "sum") and self.peek() == ("sign", "("):
            self.take("(")
            subject = (subject, self.take())
            self.take(")")
        kind, sign = self.peek()
        if (kind, sign) == ("word", "in"):
            self.take()
            return ("in", subject, self.values())
        if kind == "sign" and sign in ("==", "!=", "<", "<=", ">", ">="):
            self.take()
            if sign == "!=":
                return ("not", ("==", subject, self.take()))
            return (sign, subject, self.take())
        return ("is", subject, None)

    def values(self):
        if self.peek() != ("sign", "("):
            return [self.take()]
        self.take("(")
        values = [self.take()]
        while self.peek() == ("sign", ","):
            self.take()
            values.append(self.take())
        self.take(")")
        return values


@functools.cache
def tree_of(text):
    return Reader(text).read()


def compare(sign, left, right):
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "==": left == right}[sign]


def as_value(text, like):
    """A word of a condition as a value of the kind it is compared with."""
    if isinstance(like, bool):
        return text == "true"
    if isinstance(like, str):
        return text
    return Fraction(text)


def evaluate(tree, plan):
    """`plan` answers what is selected: see `meaning.Plan`."""
    operator = tree[0]
    if operator == "not":
        return negated(evaluate(tree[1], plan))
    if operator in ("and", "or"):
        truths = [evaluate(part, plan) for part in tree[1]]
        return all_of(truths) if operator == "and" else any_of(truths)
    _, subject, value = tree
    if isinstance(subject, tuple):
        return of_function(operator, subject, value, plan)
    values = value if operator == "in" else [value]
    if subject == "market":
        return any(plan.market == one if operator == "==" else plan.lies_in(one) for one in values)
    if subject == "carrier":
        return any(one in plan.carrier_ids() for one in values)
    if subject.startswith("slot."):
        line = plan.lines.get(subject[5:])
        return line is not None and (operator == "is" or any(plan.is_version(line, one) for one in values))
    if subject.startswith("component."):
        return any(plan.is_version(line, subject[10:]) for line in plan.lines.values())
    chosen = plan.options[subject]
    if operator == "is":
        return chosen is True
    if operator in ("==", "in"):
        return any(chosen == as_value(one, chosen) for one in values)
    return compare(operator, chosen, Fraction(value))


def of_function(operator, subject, value, plan):
    name, of = subject
    if name == "provides":
        return plan.provides(of)
    if name in ("count", "sum"):
        amount = plan.count(of) if name == "count" else plan.sum(of)
        return compare(operator, amount, Fraction(value))
    values = plan.facts(of)
    if name == "known":
        return bool(values)
    if not values:
        return UNKNOWN
    values = sorted(values)
    fact = values[0] if name in ("fact", "min") else values[-1]
    if operator == "in":
        return any(fact == as_value(one, fact) for one in value)
    return compare(operator, fact, as_value(value, fact))
