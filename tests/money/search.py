"""The best joint plan of all markets, found by trying every one.

What markets share (orders, set-ups, licences paid once) makes a plan of one market dearer or cheaper through another, so
the plans are tried together. A plan is cut off early only where a bound from below says that it cannot be the best;
`thorough=True` tries it all the same, which is how the bound itself is tested.
"""

from fractions import Fraction

from landed import Bill
from market import Market, TooMany, ways_of
from places import Places
from reading import Refused

ZERO = Fraction(0)


class Joint:
    """The plans of some markets together."""

    MOST = 8000

    def __init__(self, files, markets, thorough=False):
        self.files, self.markets, self.thorough = files, markets, thorough
        self.component = {one.key: one for one in files.components}
        self.bills, self.tried = {}, 0
        self.objectives = files.header.get("objective", ["cost"])
        for name in self.objectives:
            if name not in ("cost", "parts", "lead-time"):
                raise Refused(f"objective {name}")
        self.orders = {}
        for component in files.components:
            if component.per_month is None:
                for way in ways_of(files, component):
                    self.orders.setdefault(way.order.key, way.order)
        self.configs = {one.name: one.configs() for one in markets}
        if not thorough:
            self.bound_all()

    # Bounds from below.

    def bound_all(self):
        product = 1
        for found in self.configs.values():
            product *= max(1, len(found))
        most = sum(market.volume for market in self.markets)
        for market in self.markets:
            for config in self.configs[market.name]:
                bill = config.bill(
                    lambda key: self.orders[key].floor(),
                    lambda build: self.set_up_of(build) / (most * self.widest()),
                    lambda index: self.once_of(index) / most,
                    lowest=True,
                )
                config.least = bill.total * market.volume
            self.configs[market.name].sort(key=lambda one: (one.least, one.preference))

    def widest(self):
        """No article is in a unit more often than this."""
        if not hasattr(self, "most_pieces"):
            self.most_pieces = max(
                (
                    article.quantity
                    for found in self.configs.values()
                    for config in found
                    for article in config.selection.articles
                ),
                default=Fraction(1),
            )
        return self.most_pieces

    def set_up_of(self, build):
        site = self.files.sites[build[0]]
        return Fraction(site["set-up"]) * self.files.rate(site.get("currency"))

    def once_of(self, index):
        license = next(one for one in self.files.licenses if one["index"] == index)
        return Fraction(license.get("once", 0)) * self.files.rate(license.get("currency"))

    # Plans.

    def totals(self, plan):
        """What the plan takes together of each order, build and licence."""
        used, pieces, units = {}, {}, {}
        for config in plan:
            for key, amounts in config.uses.items():
                shared = used.setdefault(key, {})
                for component, amount in amounts.items():
                    shared[component] = shared.get(component, 0) + amount
            for build, amount in config.pieces.items():
                pieces[build] = pieces.get(build, 0) + amount
            for index in config.once:
                units[index] = units.get(index, 0) + config.market.volume
        return used, pieces, units

    def filled(self, key, amounts):
        order = self.orders[key]
        found = tuple((self.component[name], amount) for name, amount in sorted(amounts.items()))
        return order.filled(found)

    def orders_of(self, plan):
        """Each order filled, or None where a capacity is not enough."""
        used, pieces, units = self.totals(plan)
        orders = {}
        for key, amounts in used.items():
            orders[key] = self.filled(key, amounts)
            if orders[key] is None:
                return None
        return orders, pieces, units

    def bill_of(self, config, orders, pieces, units):
        key = (
            id(config),
            tuple(orders[one].unit for one in config.uses),
            tuple(pieces[one] for one in config.pieces),
            tuple(units[one] for one in config.once),
        )
        if key not in self.bills:
            self.bills[key] = config.bill(
                lambda one: orders[one].unit,
                lambda build: self.set_up_of(build) / pieces[build],
                lambda index: self.once_of(index) / units[index] if index in units else ZERO,
            )
        return self.bills[key]

    def worth(self, plan):
        """The objectives of a plan, its bills and orders; None where it does not hold."""
        self.tried += 1
        if self.tried > self.MOST:
            raise TooMany(f"more than {self.MOST} plans")
        shared = self.orders_of(plan)
        if shared is None:
            return None
        bills = [self.bill_of(config, *shared) for config in plan]
        if not all(bill.fits for bill in bills):
            return None
        value = []
        for name in self.objectives:
            if name == "cost":
                value.append(sum((bill.total * bill.market.volume for bill in bills), ZERO))
            else:
                value += [config.fixed[name] for config in plan]
        return value, bills, shared[0]

    def optimistic(self, plan, rest):
        """No plan that goes on so is better: a bound for each objective."""
        value = []
        for name in self.objectives:
            if name == "cost":
                value.append(sum((one.least for one in plan), ZERO) + sum((one["cost"] for one in rest), ZERO))
            else:
                value += [one.fixed[name] for one in plan] + [one[name] for one in rest]
        return value

    def best(self, names):
        """The best plan that serves exactly these markets, or None."""
        lists = [self.configs[name] for name in names]
        if not all(lists):
            return None
        least = [
            {
                "cost": min(one.least for one in found) if not self.thorough else ZERO,
                "parts": min(one.fixed["parts"] for one in found),
                "lead-time": min(one.fixed["lead-time"] for one in found),
            }
            for found in lists
        ]
        self.found = None

        def go(plan):
            if len(plan) == len(lists):
                worth = self.worth(plan)
                if worth is not None:
                    rank = (worth[0], [one.preference for one in plan])
                    if self.found is None or rank < self.found[0]:
                        self.found = (rank, worth, list(plan))
                return
            for config in lists[len(plan)]:
                plan.append(config)
                if self.may_go_on(plan, least):
                    go(plan)
                plan.pop()

        go([])
        return self.found

    def may_go_on(self, plan, least):
        if self.thorough:
            return True
        if self.found is not None and self.optimistic(plan, least[len(plan) :]) > self.found[0][0]:
            return False
        # What a capacity does not allow now it does not allow with more markets either.
        return len(plan) == len(least) or self.orders_of(plan) is not None

    def served(self):
        """The best plan of the markets that can be served: those first in `markets` come first."""
        names = [one.name for one in self.markets]
        for mask in range(2 ** len(names) - 1, 0, -1):
            chosen = [name for at, name in enumerate(names) if mask >> (len(names) - 1 - at) & 1]
            found = self.best(chosen)
            if found is not None:
                return found
        return None


class Answer:
    """The defined answer of a folder: each market's bill, and the orders of the year."""

    def __init__(self, files, thorough=False):
        self.files = files
        self.places = Places(files)
        markets = [Market(files, self.places, name) for name in files.markets]
        groups = [markets] if files.pooled else [[one] for one in markets]
        self.bills, self.orders, self.year = {}, [], None
        for group in groups:
            found = Joint(files, group, thorough).served()
            if found is None:
                continue
            _, (_, bills, orders), plan = found
            self.bills.update({bill.market.name: bill for bill in bills})
            for order in orders.values():
                takers = {
                    config.market.name: order.unit * sum(config.uses[order.order.key].values())
                    for config in plan
                    if order.order.key in config.uses
                }
                self.orders.append((order, takers))
            self.year = (self.year or ZERO) + sum(bill.total * bill.market.volume for bill in bills)


__all__ = ["Answer", "Bill", "Joint", "TooMany"]
