"""Laws of the command that need no second opinion: what must change nothing, or only what was changed.

    python3 laws.py TERROIR [COUNT [FIRST]]

Each random solution is asked about twice, before and after a change of its files; prints how often each law was
tried. A law that is broken prints its seed and ends with status 1, and so does one that was tried on too few.
"""

import collections
import concurrent.futures
import json
import re
import sys
import tempfile
from decimal import Decimal

sys.dont_write_bytecode = True

from compare import ask, shown, write
from generate import generate


def answer(command, texts, question):
    """By market, what was answered; `None` where the solution is refused."""
    with tempfile.TemporaryDirectory() as folder:
        write(folder, texts)
        _, output, errors = ask(command, folder, question)
    if not output.strip():
        return None, errors
    return {one["market"]: shown(one) for one in json.loads(output)["markets"]}, errors


def each_text(texts, change):
    return {name: change(text) for name, text in texts.items()}


def renamed(texts, question, before):
    """Components, slots and options under other names: the same answers in the new names."""

    def change(text):
        text = re.sub(r"\bpart(\d+)\b", r"piece\1", text)
        text = re.sub(r"\bslot-([a-d])\b", r"place-\1", text)
        return re.sub(r'(?<![\w-])"?gift"?(?!\w)', lambda found: found.group().replace("gift", "extra"), text)

    if "part*" in texts["solution.toml"]:
        texts = each_text(texts, lambda text: text.replace("part*", "piece*"))
    changed = json.loads(change(json.dumps(question)))
    return each_text(texts, change), changed, json.loads(change(json.dumps(before)))


def split(texts, question, before):
    """A catalogue in two files, read in the order in which it stood in one."""
    parts = texts["catalog/parts.toml"].split("[[components]]\n")
    middle = len(parts) // 2
    halves = {"catalog/a.toml": parts[:middle], "catalog/b.toml": ["", *parts[middle:]]}
    rest = {name: text for name, text in texts.items() if name != "catalog/parts.toml"}
    return {**rest, **{name: "[[components]]\n".join(half) for name, half in halves.items()}}, question, before


def scaled(texts, question, before):
    """All prices times a hundred: the same bills, a hundred times as dear."""

    def times(found):
        return f'"{found.group(1)}" = "{Decimal(found.group(2)) * 100}"'

    changed = each_text(texts, lambda text: re.sub(r'"(price|per_month|cost)" = "([0-9.]+)"', times, text))
    return changed, question, before


def with_market(texts, question, before):
    """One more market, where nothing that is paid once is shared: the answers of the others stay."""
    if "planned" in texts["solution.toml"]:
        return None
    more = (
        texts["regions/M0.toml"].replace('"M0"', '"M7"').replace("Area M0", "Area M7").replace("extra-m0", "extra-m7")
    )
    changed = dict(texts, **{"regions/M7.toml": more})
    changed["solution.toml"] = changed["solution.toml"].replace('"markets" = ["M0"', '"markets" = ["M7", "M0"')
    return changed, question, before


def with_unused(texts, question, before):
    """One more component that no slot may take."""
    if "part*" in texts["solution.toml"]:
        return None
    unused = '[[components]]\nid = "left-over"\nkind = "hardware"\nprice = "0"\nprovides = { "case.tight" = {} }\n'
    return dict(texts, **{"catalog/parts.toml": texts["catalog/parts.toml"] + unused}), question, before


def reordered(texts, question, before):
    """Overlays in files of other names, and the keys of each component in another order."""
    changed = {}
    for name, text in texts.items():
        other = name.replace("regions/", "regions/z-") if name.endswith(("M0.toml", "P.toml")) else name
        changed[other] = text
    parts = changed["catalog/parts.toml"].split("[[components]]\n")
    changed["catalog/parts.toml"] = "[[components]]\n".join(with_other_order(part) for part in parts)
    return changed, question, before


def with_other_order(part):
    own, *needs = part.split("[[components.needs]]\n")
    own = "\n".join(reversed([line for line in own.split("\n") if line])) + "\n"
    return "[[components.needs]]\n".join([own, *needs])


LAWS = {law.__name__: law for law in (renamed, split, scaled, with_market, with_unused, reordered)}


def same(name, before, after):
    if name == "scaled":
        return all(map(is_scaled, before.values(), after.values()))
    if name == "with_market":
        after = {market: one for market, one in after.items() if market != "M7"}
    return before == after


def is_scaled(before, after):
    if not isinstance(before, dict):
        return before == after
    rest = [{key: value for key, value in one.items() if key != "cost"} for one in (before, after)]
    off = abs(Decimal(before["cost"]) * 100 - Decimal(after["cost"]))
    # The smaller cost is rounded to a cent.
    return rest[0] == rest[1] and off <= Decimal("0.51")


def try_one(command, seed):
    texts, question = generate(seed)
    before, errors = answer(command, texts, question)
    tried, faults = [], []
    if before is None:
        return ["refused"], []
    for name, law in LAWS.items():
        changed = law(texts, question, before)
        if changed is None:
            continue
        after, errors = answer(command, *changed[:2])
        tried.append(name)
        if after is None:
            faults.append(f"seed {seed}, {name}: refused\n{errors[:800]}")
        elif not same(name, changed[2], after):
            faults.append(f"seed {seed}, {name}\n  before: {changed[2]}\n  after:  {after}")
    return tried, faults


def main():
    command, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    tried, faults = collections.Counter(), []
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for names, found in pool.map(try_one, [command] * count, range(first, first + count), chunksize=10):
            tried.update(names)
            faults += found
    for fault in faults[:5]:
        print(fault, file=sys.stderr)
    told = ", ".join(f"{name} {number}" for name, number in sorted(tried.items()))
    print(f"laws tried: {sum(tried.values()) - tried['refused']}; broken: {len(faults)} ({told})")
    sys.exit(0 if not faults and all(tried[name] * 3 > count for name in LAWS) else 1)


if __name__ == "__main__":
    main()
