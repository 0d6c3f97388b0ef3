"""Whether the comparison would notice: the oracle with one rule of the money left out, against itself.

    python3 control.py [COUNT [NAME...]]

Each blind spot is one replacement in the text of the oracle. For each, random portfolios are solved by both until an
answer differs; one that never does is either a rule that the generator does not reach, or none at all.
"""

import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

HERE = pathlib.Path(__file__).resolve().parent
# name, kinds of portfolios, file, what is written there, what the blind oracle has instead
BLIND = [
    ("fee", "orders", "orders.py", "self.cost = cost + order.fee", "self.cost = cost"),
    ("attrition", "orders", "orders.py", "least = max(pieces + lost,", "least = max(pieces,"),
    ("attrition in whole pieces", "orders", "reading.py", 'if self.unit == "pcs" else more', 'if self.unit == "x" else more'),
    ("attrition at least", "orders", "reading.py", "max(used * self.lost[0] / 100, self.lost[1])", "used * self.lost[0] / 100"),
    ("buying up", "orders", "orders.py", "| {self.up(max(least, start)) for start, _ in self.tiers}", ""),
    ("minimum", "orders", "reading.py", 'exact(entry["minimum"]) if "minimum" in entry else self.tiers[0][0]', "self.tiers[0][0]"),
    ("first tier is the minimum", "orders", "reading.py", 'else self.tiers[0][0]\n', "else Fraction(0)\n"),
    ("multiple", "orders", "orders.py", "if self.multiple is None:", "if True:"),
    ("capacity", "orders", "orders.py", "if self.capacity is not None:", "if False:"),
    ("capacity holds what is ordered", "orders", "orders.py", "if one <= self.capacity}", "if pieces <= self.capacity}"),
    ("the smaller of equal orders", "orders", "orders.py", "cost, quantity = min((one * self.each_at(one), one) for one in quantities)", "cost, quantity = max((-one * self.each_at(one), one) for one in quantities)\n        cost = -cost"),
    ("pool", "orders", "search.py", "if files.pooled else", "if True else"),
    ("served in order", "orders", "search.py", "range(2 ** len(names) - 1, 0, -1)", "(2 ** len(names) - 1,)"),
    ("offers end", "orders", "market.py", "if in_force(offer.entry, files.day)]", "if True]"),
    ("no price, not free", "orders", "market.py", "if not pairs or (not now", "if not now or (not now"),
    ("offers replace the price", "orders", "market.py", "component.ways = [Way(", "now += [(one, None) for one in component.parts if component.tiers]\n        component.ways = [Way("),
    ("price stands in", "orders", "market.py", "or (not now and component.tiers is not None)", ""),
    ("price of an offer in another currency", "orders", "orders.py", "offer.fee, offer.currency", "offer.fee, None"),
    ("ties: slots", "orders", "market.py", "            slots,\n            options,\n", "            options,\n"),
    ("ties: options", "orders", "market.py", "            slots,\n            options,\n", "            slots,\n            tuple(-one for one in options),\n"),
    ("ties: makers", "makers", "market.py", "tuple(self.ways[key].rank[0] for key in selection.components)", "tuple(-self.ways[key].rank[0] for key in selection.components)"),
    ("ties: offers", "makers", "market.py", "tuple(self.ways[key].rank[1] for key in selection.components)", "tuple(-self.ways[key].rank[1] for key in selection.components)"),
    ("ties: makers before offers", "makers", "market.py", "tuple(self.ways[key].rank[0] for key in selection.components),\n            tuple(self.ways[key].rank[1]", "tuple(self.ways[key].rank[1] for key in selection.components),\n            tuple(self.ways[key].rank[0]"),
    ("ties: the first market first", "orders", "search.py", "[one.preference for one in plan])", "[one.preference for one in plan[::-1]])"),
    ("lead time of an offer", "makers", "market.py", "self.weeks = offer.weeks if offer and offer.weeks is not None else part.weeks", "self.weeks = part.weeks"),
    ("lead time of a leg", "articles", "landed.py", 'return exact(leg.get("weeks", 0)) if leg else ZERO', "return ZERO"),
    ("limits on makers", "makers", "market.py", "if not self.maker_passes(component, way.part, where):", "if False:"),
    ("owners", "makers", "reading.py", 'todo += [self.id_of(one) for one in as_list(self.entries[name].get("owned-by", []))]', "pass"),
    ("lists of unknown makers", "makers", "market.py", 'forgiven = ("lists",)', "forgiven = ()"),
    ("what a maker does not state", "makers", "reading.py", 'entry.get("origin", component.get("origin"))', 'entry.get("origin")'),
    ("where an offer hands over", "makers", "market.py", "offer.at if offer and offer.at else part.origin", "part.origin"),
    ("customs area", "articles", "landed.py", "lies_in(goods.place, law.area) or", ""),
    ("inside the area of the duty", "articles", "landed.py", 'or lies_in(goods.place, duty["area"])', ""),
    ("origin of a duty", "articles", "landed.py", 'if "origin" in duty and not lies_in(goods.origin, duty["origin"]):', "if False:"),
    ("code of a duty", "articles", "landed.py", "if goods.hs is None or not any", "if goods.hs is None or False and not any"),
    ("cif", "articles", "landed.py", '(freight if law.basis == "cif" else 0)', "0"),
    ("duty of content", "content", "landed.py", 'if "of" in duty:\n', 'if "x" in duty:\n'),
    ("content of an article itself", "content", "landed.py", "if stated is not None:", "if False:"),
    ("content nobody stated", "content", "landed.py", "if component.content is None:\n                return whole", "if component.content is None:\n                return ZERO"),
    ("instead of, wholly", "articles", "landed.py", 'if any("of" not in one for one in over):', "if False:"),
    ("instead of, on its content", "articles", "landed.py", "base = max(ZERO, base - sum", "base = max(ZERO, base - 0 * sum"),
    ("not owed displaces nothing", "articles", "landed.py", "over = [one for one in owed if", "over = [one for one in duties.values() if"),
    ("not if", "content", "landed.py", 'return duty.get("not-if") not in claims', "return True"),
    ("per unit", "articles", "landed.py", 'amount = exact(table.get("per_unit", 0)) * rate', "amount = ZERO"),
    ("per kilogram", "articles", "landed.py", 'if "per_kg" in table and', "if False and"),
    ("at least", "articles", "landed.py", 'if "at-least" in duty:', "if False:"),
    ("at most", "articles", "landed.py", 'if "at-most" in duty and', "if False and"),
    ("freight by weight", "articles", "landed.py", 'exact(leg.get("per_kg", 0)) * rate', "0 * rate"),
    ("freight by value", "articles", "landed.py", 'goods.value * exact(leg.get("percent", 0)) / 100', "0"),
    ("the narrowest leg", "articles", "landed.py", "reverse=True)\n", "reverse=False)\n"),
    ("labour", "articles", "landed.py", 'labour = exact(article.entry.get("minutes", 0)) / 60', "labour = 0 * exact(0)"),
    ("set-up", "articles", "landed.py", 'if "set-up" in site else ZERO\n', "if False else ZERO\n"),
    ("set-up for each set of components", "articles", "market.py", "article.index, article.components())", "article.index, 0)"),
    ("set-up by pieces", "articles", "market.py", "article.quantity * volume", "volume"),
    ("set-up is part of the value", "articles", "landed.py", "(amount for amount, _ in parts), ZERO) + labour + set_up\n", "(amount for amount, _ in parts), ZERO) + labour\n"),
    ("duty in is part of the value", "articles", "landed.py", "parts.append((per_piece * (price + crossing.freight + crossing.duty)", "parts.append((per_piece * (price + crossing.freight)"),
    ("mass of an article itself", "articles", "landed.py", "if mass is not None:\n            mass = exact(mass)\n        elif", "mass = None\n        if"),
    ("ties: sites", "articles", "market.py", 'as_list(one.entry["build"]).index', '-as_list(one.entry["build"]).index'),
    ("required content", "content", "landed.py", 'one.get("require") and one["id"] not in held', "False"),
    ("content counts work", "content", "landed.py", 'if rule.get("counts", "components") == "value":', "if False:"),
    ("content, built in", "content", "landed.py", 'holds = holds and ("built-in" not in rule or', "holds = holds and (True or"),
    ("content, more than", "content", "landed.py", "holds = percent > exact", "holds = percent >= exact"),
    ("content, when", "content", "market.py", "rules += [rule] if truth else []", "rules += [rule]"),
    ("licences: each", "licenses", "landed.py", 'cost = quantity * rate * exact(license.get("each", 0))', "cost = ZERO"),
    ("licences: once", "licenses", "landed.py", 'cost += self.once(license["index"])', "pass"),
    ("licences: once is shared", "licenses", "search.py", "self.once_of(index) / units[index]", "self.once_of(index) / config.market.volume"),
    ("licences: percent", "licenses", "landed.py", 'exact(license.get("percent", 0)) / 100 *', "0 *"),
    ("licences: who acts", "licenses", "market.py", 'if any(parties.same(one["to"], who) for who in acting)', "if True"),
    ("licences: sites act", "licenses", "market.py", 'acting += [site.get("party") for site in config.sites.values()]', ""),
    ("territories: only", "licenses", "market.py", 'if "only" in places and not', 'if "x" in places and not'),
    ("territories: not", "licenses", "market.py", 'return "not" in places and', 'return "x" in places and'),
]


def solve_all(folder, kind, count):
    """The answers of the oracle in a folder about the first portfolios of a kind."""
    program = (
        "import json, sys, tempfile\n"
        "from brute import solve\nfrom generate import generate, write\n"
        "for seed in range(int(sys.argv[2])):\n"
        "    with tempfile.TemporaryDirectory() as at:\n"
        "        write(at, generate(seed, sys.argv[1]))\n"
        "        try: print(json.dumps(solve(at)))\n"
        "        except Exception as fault: print(json.dumps(repr(fault)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-B", "-c", program, kind, str(count)], cwd=folder, capture_output=True, text=True
    )
    return run.stdout.splitlines()


def blinded(at, count, right):
    """How many answers a blind spot changes."""
    name, kind, file, old, new = BLIND[at]
    with tempfile.TemporaryDirectory() as folder:
        money = pathlib.Path(folder) / "money"
        shutil.copytree(HERE, money)
        shutil.copytree(HERE.parent / "evaluator", money.parent / "evaluator")
        text = (money / file).read_text(encoding="utf-8")
        if text.count(old) != 1:
            return name, f"{file} has {old!r} {text.count(old)} times"
        (money / file).write_text(text.replace(old, new), encoding="utf-8")
        found = solve_all(money, kind, count)
    changed = [seed for seed, (one, other) in enumerate(zip(right[kind], found)) if one != other]
    many = lambda text: text.startswith('"TooMany')
    return name, len([seed for seed in changed if not many(right[kind][seed]) and not many(found[seed])])


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    chosen = [at for at, one in enumerate(BLIND) if not sys.argv[2:] or one[0] in sys.argv[2:]]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        kinds = sorted({BLIND[at][1] for at in chosen})
        right = dict(zip(kinds, pool.map(lambda kind: solve_all(HERE, kind, count), kinds)))
        results = list(pool.map(lambda at: blinded(at, count, right), chosen))
    unseen = [one for one in results if not isinstance(one[1], int) or one[1] == 0]
    for name, changed in results:
        print(f"{name}: {changed}")
    print(f"{len(results) - len(unseen)} of {len(results)} blind spots are noticed" + "".join(f"\n  not: {one}" for one in unseen))
    sys.exit(bool(unseen))


if __name__ == "__main__":
    main()
