"""Asks the command about random solutions and compares each answer with what the files mean.

    python3 compare.py TERROIR [COUNT [FIRST]]

Prints how many answers were compared and of what kind; a difference prints its seed and ends with status 1. A solution
that the command refuses is counted; more than one in fifty is a fault of this program.
"""

import collections
import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_EVEN, Decimal

sys.dont_write_bytecode = True

from generate import DAY, generate
from meaning import Files, answers

# Kinds of statements that the control leaves out, one at a time.
SECTIONS = ["rules", "needs", "limits", "certification", "radio", "provides", "duties", "carriers"]


def write(folder, texts):
    for name, text in texts.items():
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def ask(command, folder, question):
    flags = ["--as-of", DAY.isoformat(), "--format", "json", "-q", "--color", "never"]
    for name, value in question.get("set", {}).items():
        flags += ["--set", f"{name}={str(value).lower() if isinstance(value, bool) else value}"]
    for slot, component in question.get("pin", {}).items():
        flags += ["--pin", f"{slot}={component}"]
    for component in question.get("without", []):
        flags += ["--without", component]
    run = subprocess.run([command, "--manifest-path", folder, "resolve", *flags], capture_output=True, text=True)
    return run.returncode, run.stdout, run.stderr


def rounded(value):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def shown(answer):
    """What the command answered for a market, in the words of `expected`."""
    if answer["status"] != "resolved":
        return answer["status"]
    lines = {line["slot"]: f"{line['component']}@{line['version']}" for line in answer["lines"]}
    return {
        "lines": lines,
        "options": answer["options"],
        "carriers": answer["carriers"],
        "cost": answer["objective"]["cost"],
        "one-off": sorted(one["scheme"] for one in answer["one_off"]),
    }


def expected(plan, files):
    if plan is None:
        return "conflict"
    share = plan.share
    return {
        "lines": {slot: f"{line['id']}@{line['version']}" for slot, line in plan.lines.items()},
        "options": plan.options,
        "carriers": plan.carrier_ids(),
        "cost": rounded(plan.cost(share)),
        "one-off": sorted(one["scheme"] for one in plan.planned),
    }


def try_one(command, seed, blind=()):
    """What kinds of answers were compared, and the first difference."""
    texts, question = generate(seed)
    with tempfile.TemporaryDirectory() as folder:
        write(folder, texts)
        status, output, errors = ask(command, folder, question)
        files = Files(folder)
        if not output.strip():
            return seed, ["refused"], errors
        got = {one["market"]: shown(one) for one in json.loads(output)["markets"]}
        best = answers(files, files.header["markets"], DAY, {**question, "blind": blind})
    wanted = {market: expected(plan, files) for market, plan in best.items()}
    kinds = ["resolved" if isinstance(one, dict) else one for one in wanted.values()]
    kinds += [
        name for one in wanted.values() if isinstance(one, dict) for name in ("carriers", "one-off") if one[name]
    ]
    if got == wanted:
        return seed, kinds, None
    return seed, kinds, f"seed {seed}, {question}\n  command: {got}\n  files:   {wanted}"


def notices(command, section, first):
    """Whether some answer differs once the evaluator does not read a kind of statement."""
    for seed in range(first, first + 400):
        _, kinds, fault = try_one(command, seed, (section,))
        if fault is not None and kinds != ["refused"]:
            return True
    return False


def main():
    command, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    kinds, faults = collections.Counter(), []
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for _, found, fault in pool.map(try_one, [command] * count, range(first, first + count), chunksize=20):
            kinds.update(found)
            if fault is not None and found != ["refused"]:
                faults.append(fault)
            elif found == ["refused"] and kinds["refused"] < 4:
                print(f"seed {_} refused: {fault.strip()[:600]}", file=sys.stderr)
    unnoticed = [section for section in SECTIONS if not notices(command, section, first)]
    for section in unnoticed:
        faults.append(f"nobody would notice if {section} were not read")
    for fault in faults[:5]:
        print(fault, file=sys.stderr)
    told = ", ".join(f"{name} {number}" for name, number in sorted(kinds.items()))
    print(
        f"solutions compared with what their files mean: {count - kinds['refused']}; "
        f"differences: {len(faults)} ({told})"
    )
    enough = kinds["resolved"] > count / 4 and kinds["conflict"] > count / 20 and kinds["refused"] * 50 <= count
    sys.exit(0 if not faults and enough else 1)


if __name__ == "__main__":
    main()
