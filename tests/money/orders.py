"""What a year's order of one offer costs: the cheapest quantity that is enough."""

from fractions import Fraction


class Order:
    """One offer, or the price of a manufacturer part that nobody offers; all of it that a plan takes."""

    def __init__(self, files, component, part, offer):
        self.component, self.part, self.offer = component, part, offer
        if offer is None:
            # "one offer, with its price and nothing else": no minimum, so below the first tier that tier holds.
            self.key = ("price", component.key, part.index)
            self.tiers, self.minimum = component.tiers or [(Fraction(0), Fraction(0))], Fraction(0)
            self.multiple, self.capacity, fee, currency = None, None, Fraction(0), component.currency
        else:
            self.key = ("offer", offer.index)
            self.tiers, self.minimum, self.multiple = offer.tiers, offer.minimum, offer.multiple
            self.capacity, fee, currency = offer.capacity, offer.fee, offer.currency
        rate = files.rate(currency)
        self.tiers = [(start, each * rate) for start, each in self.tiers]
        self.fee = fee * rate
        self.known = {}

    def floor(self):
        """No unit is cheaper: more is paid for than is used, at one of these prices."""
        return min(each for _, each in self.tiers)

    def each_at(self, quantity):
        each = self.tiers[0][1]
        for start, price in self.tiers:
            if start <= quantity:
                each = price
        return each

    def up(self, quantity):
        if self.multiple is None:
            return quantity
        return -(-quantity // self.multiple) * self.multiple

    def filled(self, used):
        """The order for what each component uses, [(component, pieces)]; None where the capacity does not allow it."""
        if used not in self.known:
            self.known[used] = self.cheapest(used)
        return self.known[used]

    def cheapest(self, used):
        pieces = sum(amount for _, amount in used)
        lost = sum(component.lost_pieces(amount) for component, amount in used)
        least = max(pieces + lost, self.minimum)
        # Within a tier less costs less, so the least quantity in each tier is enough to look at.
        quantities = {self.up(least)} | {self.up(max(least, start)) for start, _ in self.tiers}
        if self.capacity is not None:
            quantities = {one for one in quantities if one <= self.capacity}
        if not quantities:
            return None
        cost, quantity = min((one * self.each_at(one), one) for one in quantities)
        return Filled(self, used, pieces, lost, quantity, cost)


class Filled:
    def __init__(self, order, used, pieces, lost, quantity, cost):
        self.order, self.used, self.pieces, self.lost = order, used, pieces, lost
        self.quantity, self.each = quantity, order.each_at(quantity)
        self.cost = cost + order.fee
        self.unit = self.cost / pieces
        self.excess = quantity - pieces - lost
