"""The defined answer of a solution's folder, by trying everything.

    python3 brute.py FOLDER [--thorough]

Prints JSON with exact amounts ("a/b" where they have no end). Ends with 2 and names the thing where the files say
something that has no meaning here.
"""

import json
import sys

sys.dont_write_bytecode = True

from reading import Files, Refused
from search import Answer, TooMany


def solve(folder, thorough=False):
    return as_json(Answer(Files(folder), thorough))


def as_json(answer):
    return {
        "year_cost": None if answer.year is None else str(answer.year),
        "markets": {name: market_of(answer.bills.get(name)) for name in answer.files.markets},
        "orders": [order_of(*one) for one in answer.orders],
    }


def market_of(bill):
    if bill is None:
        return {"status": "conflict"}
    return {
        "status": "resolved",
        "cost": str(bill.total),
        "objective": {name: str(value) for name, value in bill.config.fixed.items()},
        "options": bill.selection.options,
        "choices": {line.slot: line_of(bill, line) for line in bill.selection.lines},
        "articles": {article.slot or "product": article_of(article, *rest) for article, *rest in bill.articles},
        "content": [
            {"id": name, "percent": str(percent), "holds": holds} for name, percent, holds in sorted(bill.content)
        ],
        "licenses": [
            {"component": key[0], "owner": one.get("owner"), "to": one["to"], "cost": str(cost)}
            for key, one, cost in bill.licenses
        ],
    }


def line_of(bill, line):
    price, crossing, _ = bill.lines[line.slot]
    way = bill.config.ways[line.component.key]
    return {
        "component": line.component.id,
        "version": line.component.version,
        "by": way.part.by,
        "mpn": way.part.mpn,
        "origin": way.part.origin,
        "seller": way.offer.seller if way.offer else None,
        "sku": way.offer.sku if way.offer else None,
        "quantity": str(line.quantity),
        "unit_cost": str(price),
        "price": str(line.quantity * price),
        "freight": str(line.quantity * crossing.freight),
        "duty": str(line.quantity * crossing.duty),
        "owed": crossing.owed,
    }


def article_of(article, site, goods, labour, set_up, crossing):
    count = article.quantity
    return {
        "site": site["id"],
        "origin": goods.origin,
        "quantity": str(count),
        "value": str(count * goods.value),
        "labour": str(count * labour),
        "set_up": str(count * set_up),
        "freight": str(count * crossing.freight),
        "duty": str(count * crossing.duty),
        "duties": crossing.owed,
        "cost": str(count * (labour + set_up + crossing.freight + crossing.duty)),
    }


def order_of(filled, takers):
    order = filled.order
    names = [component.id for component, _ in filled.used]
    return {
        "component": names[0] if len(names) == 1 else names,
        "by": order.part.by,
        "mpn": order.part.mpn,
        "seller": order.offer.seller if order.offer else None,
        "sku": order.offer.sku if order.offer else None,
        "used": str(filled.pieces),
        "attrition": str(filled.lost),
        "quantity": str(filled.quantity),
        "excess": str(filled.excess),
        "each": str(filled.each),
        "fee": str(order.fee),
        "cost": str(filled.cost),
        "unit": str(filled.unit),
        "markets": {name: str(amount) for name, amount in takers.items()},
    }


def main():
    try:
        print(json.dumps(solve(sys.argv[1], "--thorough" in sys.argv[2:]), indent=1, ensure_ascii=False))
    except Refused as fault:
        print(f"not understood: {fault}", file=sys.stderr)
        sys.exit(2)
    except TooMany as fault:
        print(f"too many combinations: {fault}", file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
