"""Asks the command about random portfolios and compares each answer with what the files mean.

    python3 compare.py TERROIR COUNT [--kind KIND] [--first SEED] [--keep FOLDER]

TERROIR is the command, or `self`: then the oracle's own answer, printed as the command would, is compared, which tests
this program. Prints the first differing folders and `N of M agree`; ends with 1 on a difference. What has too many plans
is skipped and counted; what the command refuses is a difference too, because the files are valid.
"""

import argparse
import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True

from brute import as_json
from generate import KINDS, generate, write
from reading import Files, Refused
from search import Answer, TooMany

MINOR = {"JPY": 0}
# A unit price has as many digits as it needs, at most these.
UNIT_DIGITS = 8


def rounded(amount, digits):
    """Half to even, as amounts are printed."""
    scaled = Fraction(amount) * 10**digits
    return Fraction(round(scaled), 10**digits)


def shown(amount, digits):
    scaled = round(Fraction(amount) * 10**digits)
    sign, text = "-" if scaled < 0 else "", str(abs(scaled)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else sign + text


class Comparison:
    """What of the defined answer a printed one does not say."""

    def __init__(self, files, want, got):
        self.files, self.want, self.got = files, want, got
        self.digits = MINOR.get(files.currency, 2)
        self.faults = []

    def say(self, *words):
        self.faults.append(" ".join(str(one) for one in words))

    def equal(self, what, want, got):
        if want != got:
            self.say(f"{what}: {got!r}, not {want!r}")

    def amount(self, what, want, got, digits=None):
        digits = self.digits if digits is None else digits
        if got is None or rounded(want, digits) != Fraction(got):
            self.say(f"{what}: {got}, not {shown(want, digits)} ({want})")

    def run(self):
        markets = {one["market"]: one for one in self.got["markets"]}
        self.equal("markets", list(self.want["markets"]), list(markets))
        for name, want in self.want["markets"].items():
            if name in markets:
                self.market(name, want, markets[name])
        if self.uses_orders():
            year = self.got.get("year_cost")
            if self.want["year_cost"] is None:
                self.equal("year_cost", None, year)
            else:
                self.amount("year_cost", self.want["year_cost"], year)
            self.orders()
        return self.faults

    def uses_orders(self):
        """Whether the document has orders: where section 8 is used or a price has tiers."""
        files = self.files
        tiers = any(one.tiers and len(one.tiers) > 1 for one in files.components)
        made = any("made" in one.entry for one in files.components)
        return bool(tiers or made or files.offers or files.articles or files.licenses)

    def market(self, name, want, got):
        if want["status"] != got["status"]:
            self.say(f"{name}: {got['status']}, not {want['status']}")
            return
        if want["status"] != "resolved":
            return
        self.amount(f"{name} cost", want["cost"], got["objective"]["cost"])
        for objective in self.files.header.get("objective", ["cost"]):
            if objective != "cost":
                value = Fraction(got["objective"].get(objective, -1))
                self.equal(f"{name} {objective}", Fraction(want["objective"][objective]), value)
        self.equal(f"{name} options", want["options"], got["options"])
        lines = {one["slot"]: one for one in got["lines"]}
        self.equal(f"{name} slots", sorted(want["choices"]), sorted(lines))
        for slot, line in want["choices"].items():
            if slot in lines:
                self.line(f"{name} {slot}", line, lines[slot])
        self.articles(name, want, got)
        percents = lambda found: sorted((one["id"], rounded(one["percent"], 2), one["holds"]) for one in found)
        self.equal(f"{name} content", percents(want["content"]), percents(got.get("content", [])))
        who = lambda found: sorted((one["component"].partition("@")[0], one["to"]) for one in found)
        licenses = got.get("licenses", [])
        self.equal(f"{name} licences", who(want["licenses"]), who(licenses))
        if len(licenses) == len(want["licenses"]) == 1:
            self.amount(f"{name} licence", want["licenses"][0]["cost"], licenses[0]["cost"])

    def line(self, what, want, got):
        self.equal(f"{what} component", (want["component"], want["version"]), (got["component"], got["version"]))
        if want["component"] != got["component"]:
            return
        maker = got.get("by") or got.get("manufacturer")
        if want["by"] != maker and not self.files.parties.same(want["by"], maker):
            self.say(f"{what} by: {maker!r}, not {want['by']!r}")
        for key in ("seller", "sku"):
            self.equal(f"{what} {key}", want[key], got.get(key))
        for key in ("mpn", "origin"):
            self.equal(f"{what} {key}", want[key], got[key])
        self.equal(f"{what} quantity", Fraction(want["quantity"]), Fraction(got["quantity"]))
        self.amount(f"{what} unit cost", want["unit_cost"], got["unit_cost"], UNIT_DIGITS)
        self.amount(f"{what} duty", want["duty"], got["duty"])
        self.amount(f"{what} freight", want["freight"], got.get("freight", "0"))
        total = sum(Fraction(want[key]) for key in ("price", "freight", "duty"))
        self.amount(f"{what} cost", total, got["cost"])

    def articles(self, name, want, got):
        articles = {one["slot"] or "product": one for one in got.get("articles", [])}
        self.equal(f"{name} articles", sorted(want["articles"]), sorted(articles))
        for slot, article in want["articles"].items():
            if slot not in articles:
                continue
            have = articles[slot]
            for key in ("site", "origin"):
                self.equal(f"{name} article {slot} {key}", article[key], have[key])
            quantity = Fraction(have["quantity"])
            self.equal(f"{name} article {slot} quantity", Fraction(article["quantity"]), quantity)
            for key in ("value", "labour", "set_up", "freight", "duty", "cost"):
                self.amount(f"{name} article {slot} {key}", article[key], have[key])
            duties = (sorted(article["duties"]), sorted(have["duties"]))
            self.equal(f"{name} article {slot} duties", *duties)

    def orders(self):
        """Orders are compared by what is ordered; one for several components is compared by its numbers alone."""
        if any(isinstance(one["component"], list) for one in self.want["orders"]):
            return
        have = {}
        for one in self.got.get("orders", []):
            # A component of several versions is named with its version.
            name = one["component"].partition("@")[0]
            have.setdefault((name, one["mpn"], one["seller"], one["sku"]), []).append(one)
        for want in self.want["orders"]:
            key = (want["component"], want["mpn"], want["seller"], want["sku"])
            if not have.get(key):
                self.say(f"no order of {key}")
                continue
            # With `pool = "market"` each market has an order of its own.
            found = next((one for one in have[key] if list(one["markets"]) == list(want["markets"])), have[key][0])
            have[key].remove(found)
            self.order(f"order {'/'.join(str(one) for one in key)}", want, found)
        for key, rest in have.items():
            if rest:
                self.say(f"an order of {key} too many")

    def order(self, what, want, got):
        for key in ("used", "attrition", "quantity", "excess"):
            self.equal(f"{what} {key}", Fraction(want[key]), Fraction(got[key]))
        self.amount(f"{what} each", want["each"], got["each"], UNIT_DIGITS)
        for key in ("fee", "cost"):
            self.amount(f"{what} {key}", want[key], got[key])
        self.equal(f"{what} markets", sorted(want["markets"]), sorted(got["markets"]))
        for market, paid in want["markets"].items():
            self.amount(f"{what} {market}", paid, got["markets"].get(market))


def printed(files, want):
    """The defined answer as the command would print it: the control of this program."""
    digits = MINOR.get(files.currency, 2)
    money = lambda amount: shown(amount, digits)
    unit = lambda amount: shown(amount, UNIT_DIGITS)
    markets = []
    for name, market in want["markets"].items():
        if market["status"] != "resolved":
            markets.append({"market": name, **market})
            continue
        lines = []
        for slot, line in market["choices"].items():
            cost = sum(Fraction(line[key]) for key in ("price", "freight", "duty"))
            more = {"unit_cost": unit(line["unit_cost"]), "freight": money(line["freight"])}
            lines.append({**line, "slot": slot, **more, "duty": money(line["duty"]), "cost": money(cost)})
        articles = []
        for slot, article in market["articles"].items():
            amounts = {key: money(article[key]) for key in ("value", "labour", "set_up", "freight", "duty", "cost")}
            articles.append({**article, **amounts, "slot": None if slot == "product" else slot})
        more = {"lines": lines, "articles": articles, "objective": {**market["objective"], "cost": money(market["cost"])}}
        more["licenses"] = [{**one, "cost": money(one["cost"])} for one in market["licenses"]]
        more["content"] = [{**one, "percent": shown(one["percent"], 2)} for one in market["content"]]
        markets.append({"market": name, **market, **more})
    orders = []
    for one in want["orders"]:
        amounts = {key: money(one[key]) for key in ("fee", "cost")}
        paid = {name: money(amount) for name, amount in one["markets"].items()}
        orders.append({**one, **amounts, "each": unit(one["each"]), "markets": paid})
    year = want["year_cost"]
    return {"markets": markets, "orders": orders, "year_cost": None if year is None else money(year)}


def ask(command, folder):
    flags = ["--manifest-path", folder, "--format", "json", "-q", "--color", "never"]
    try:
        run = subprocess.run([command, "resolve", *flags], capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:
        return None, "no answer after 20 s"
    try:
        return json.loads(run.stdout), None
    except ValueError:
        return None, f"no answer (exit {run.returncode}): {(run.stderr or run.stdout).strip()[:500]}"


def try_one(command, kind, seed):
    """What became of one folder: `agree`, `skipped` or `differ`, and the differences."""
    with tempfile.TemporaryDirectory() as folder:
        write(folder, generate(seed, kind))
        files = Files(folder)
        try:
            want = as_json(Answer(files))
        except TooMany:
            return kind, seed, "skipped", [], []
        except Refused as fault:
            return kind, seed, "refused", [str(fault)], []
        statuses = [one["status"] for one in want["markets"].values()]
        got, fault = (printed(files, want), None) if command == "self" else ask(command, folder)
        faults = [fault] if got is None else Comparison(files, want, got).run()
    return kind, seed, "differ" if faults else "agree", faults, statuses


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("count", type=int)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", help="where the first differing folders are written")
    parser.add_argument("--show", type=int, default=5)
    given = parser.parse_args()
    kinds = [given.kind] if given.kind else KINDS
    cases = [(kinds[at % len(kinds)], given.first + at // len(kinds)) for at in range(given.count)]
    counts, different = collections.Counter(), []
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        work = pool.map(try_one, [given.command] * len(cases), *zip(*cases), chunksize=8)
        for kind, seed, status, faults, statuses in work:
            counts[status] += 1
            counts.update(f"market {one}" for one in statuses)
            if status in ("differ", "refused"):
                different.append((kind, seed, faults))
    for kind, seed, faults in different[: given.show]:
        print(f"{kind} {seed}:")
        for fault in faults[:6]:
            print(f"    {fault}")
        if given.keep:
            write(pathlib.Path(given.keep) / f"{kind}-{seed}", generate(seed, kind))
    compared = counts["agree"] + counts["differ"]
    told = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()) if name not in ("agree", "differ"))
    print(f"{counts['agree']} of {compared} agree ({told})")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
