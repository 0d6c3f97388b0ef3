"""Asks the oracle about portfolios that were worked by hand, and compares everything that they state.

    python3 cases.py [FILE]

The cases are the truth: where one and this program differ, this program is wrong.
"""

import json
import pathlib
import sys
import tempfile
from fractions import Fraction

sys.dont_write_bytecode = True

from brute import solve

HERE = pathlib.Path(__file__).resolve().parent


def differences(want, got):
    """What of the expected result the oracle does not say."""
    same = lambda left, right: (left is None) == (right is None) and (left is None or Fraction(left) == Fraction(right))
    if not same(want.get("year"), got["year_cost"]):
        yield f"year {got['year_cost']}, expected {want['year']}"
    for name, market in want["markets"].items():
        have = got["markets"][name]
        if have["status"] != market["status"]:
            yield f"{name} {have['status']}"
            continue
        if market["status"] != "resolved":
            continue
        if not same(market["cost"], have["cost"]):
            yield f"{name} costs {have['cost']}, expected {market['cost']}"
        for slot, choice in market.get("choices", {}).items():
            for key, value in choice.items():
                if have["choices"].get(slot, {}).get(key) != value:
                    yield f"{name} {slot}: {key} {have['choices'].get(slot, {}).get(key)}, expected {value}"
        for slot, line in market.get("lines", {}).items():
            found = have["choices"][slot]
            for key, value in line.items():
                if not same(value, found["price" if key == "cost" else key]):
                    yield f"{name} {slot}: {key} of the line, expected {value}"
        for slot, article in market.get("articles", {}).items():
            found = have["articles"][slot]
            for key, value in article.items():
                if key == "owed":
                    right = value == found["duties"]
                else:
                    right = value == found[key] if key == "site" else same(value, found[key])
                if not right:
                    yield f"{name} article {slot}: {key}, expected {value}, found {found}"
        for rule, share in market.get("content", {}).items():
            found = {one["id"]: one for one in have["content"]}[rule]
            if not same(share["percent"], found["percent"]) or share["holds"] != found["holds"]:
                yield f"{name} content {rule}: {found}"
    numbers = ("used", "attrition", "quantity", "each", "cost", "unit", "excess")
    orders = lambda found: sorted([Fraction(one[key]) for key in numbers] for one in found)
    if orders(want["orders"]) != orders(got["orders"]):
        yield f"orders {got['orders']}"


def main():
    source = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cases.json"
    cases = json.loads(source.read_text(encoding="utf-8"))["cases"]
    wrong = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in case["files"].items():
                path = pathlib.Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            answers = [solve(folder), solve(folder, thorough=True)]
        found = list(differences(case["expected"], answers[0]))
        if answers[0] != answers[1]:
            found.append("the bound cuts off the answer")
        wrong += bool(found)
        for one in found:
            print(f"{case['name']}: {one}")
    print(f"{len(cases) - wrong} of {len(cases)} cases right")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
