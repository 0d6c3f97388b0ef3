"""What the files mean for one whole assignment: whether it is allowed, and what it costs."""

from fractions import Fraction

from conditions import NO, UNKNOWN, YES, Condition, NotUnderstood, attribute_of, offer_passes, united, written
from files import in_force, names


class Chosen:
    """A whole assignment."""

    def __init__(self, world, slots, options, carriers, planned):
        self.world, self.slots, self.options, self.carriers, self.planned = world, slots, options, carriers, planned

    def lines(self):
        return [(slot, one) for slot, one in self.slots.items() if one is not None]

    def total(self, each):
        return sum((Fraction(each(one)) * self.world.quantity(slot) for slot, one in self.lines()), Fraction(0))


class World:
    """A market with the question about it."""

    def __init__(self, market, variant, flags):
        self.market, self.files, self.day = market, market.files, market.day
        self.variant, self.conditions, self.skipped = variant, {}, set(market.unread)
        self.fixed, self.pins, self.without = {}, {}, set()
        for flag in flags:
            kind, _, value = flag.partition(" ")
            name, _, right = value.partition("=")
            if kind == "--set":
                self.fixed[name] = right
            elif kind == "--pin":
                self.pins[name] = self.versions(right)
            elif kind == "--without":
                self.without |= set(self.versions(value))
            else:
                self.skipped.add(f"the flag {kind}")
        self.variants = self.files.solution.get("variants", [])

    def versions(self, text):
        name, _, requirement = text.partition("@")
        return self.files.reference(text) if requirement else self.files.versions.get(name, [])

    def quantity(self, name):
        # A slot above that the market does not have is empty, and multiplies nothing.
        slot = self.market.slots.get(name, {})
        own = Fraction(slot.get("quantity", 1))
        return own * self.quantity(slot["part-of"]) if "part-of" in slot else own

    def holds(self, text, chosen):
        if text is None:
            return YES
        if text not in self.conditions:
            self.conditions[text] = Condition(text, self.market)
        return self.conditions[text].tree(chosen)

    def violations(self, chosen):
        """What the files forbid in an assignment, in words."""
        found = []
        for part in (self.slots, self.options, self.candidates, self.rules, self.resources, self.needs, self.areas,
                     self.certificates):
            try:
                found += part(chosen)
            except NotUnderstood as why:
                self.skipped.add(str(why))
                found.append(None)
        return found

    def slots(self, chosen):
        for name, slot in self.market.slots.items():
            filled = chosen.slots.get(name) is not None
            when = self.holds(slot.get("when"), chosen)
            parent = "part-of" not in slot or chosen.slots.get(slot["part-of"]) is not None
            optional = slot.get("optional", False) and not self.pins.get(name)
            if when == UNKNOWN:
                yield f"the condition of slot {name} is unknown"
            elif when == YES and parent:
                if not filled and not optional:
                    yield f"slot {name} is empty"
            elif filled:
                yield f"slot {name} is filled"

    def options(self, chosen):
        for name, option in self.files.solution.get("options", {}).items():
            value = chosen.options[name]
            wanted = []
            if name in self.fixed:
                wanted.append(self.fixed[name])
            if name in self.market.set:
                wanted.append(written(self.market.set[name]))
            if self.variant is not None:
                of = next(one for one in self.variants if one["name"] == self.variant)
                wanted += [written(of["set"][name])] if name in of.get("set", {}) else []
            if not wanted and "default" in option:
                wanted.append(written(option["default"]))
            if any(one != value for one in wanted):
                yield f"option {name} is {value}"

    def candidates(self, chosen):
        for name, one in chosen.lines():
            table, pin = one.table, self.pins.get(name)
            if name in self.pins and one not in pin:
                yield f"slot {name} is pinned"
            if one in self.without:
                yield f"{one.id} is excluded"
            if not in_force(table, self.day):
                yield f"{one.id} is not available"
            if table.get("lifecycle") == "eol" and not (pin and one in pin):
                yield f"{one.id} is at its end of life"
            where = table.get("territories", {})
            inside = lambda key: any(self.files.lies_in(self.market.code, area) for area in where[key])
            if ("only" in where and not inside("only")) or ("not" in where and inside("not")):
                yield f"{one.id} may not be sold here"

    def rules(self, chosen):
        for rule in self.market.rules:
            if max(YES - self.holds(rule.get("if"), chosen), self.holds(rule["then"], chosen)) != YES:
                yield f"rule {rule['id']}"

    def resources(self, chosen):
        for name in {key for _, one in chosen.lines() for key in one.table.get("uses", {})}:
            used = chosen.total(lambda one: one.table.get("uses", {}).get(name, 0))
            supplied = chosen.total(lambda one: one.table.get("supplies", {}).get(name, 0))
            if used > supplied + Fraction(self.market.supplies.get(name, 0)):
                yield f"resource {name}"

    def alternatives(self, need):
        return need.get("one-of") or [need]

    def met(self, need, chosen, lines, market, carriers):
        """Whether one of these meets a need: lines, the market, picked carriers."""
        for one in self.alternatives(need):
            wanted, tests = one["capability"], one.get("where", {})
            for component in lines:
                for capability, found in component.provides:
                    if names(wanted, capability) and offer_passes(tests, found, component, self.files):
                        return True
            for capability, found in self.market.provides if market else []:
                if not names(wanted, capability):
                    continue
                if names("spectrum", capability):
                    if united(self.market, capability, tests):
                        return True
                elif offer_passes(tests, found, None, self.files):
                    return True
            for carrier in carriers:
                if names(wanted, "carrier." + carrier["id"]) and not tests:
                    return True
                for capability, found in self.networks(carrier):
                    if names(wanted, capability) and offer_passes(tests, found, None, self.files):
                        return True
        return False

    def networks(self, carrier):
        from files import PLAIN, attributes

        skipped = PLAIN | {"technology", "from", "until", "through"}
        for network in carrier.get("networks", []):
            if in_force(network, self.day):
                table = {key: value for key, value in network.items() if key not in skipped}
                yield "network." + network["technology"], attributes(table)

    def picked(self, chosen):
        return [one for one in self.market.carriers if one["id"] in chosen.carriers]

    def needs(self, chosen):
        picked, network_users, naming = self.picked(chosen), [], False
        for slot, one in chosen.lines():
            for need in one.needs:
                if not in_force(need, self.day):
                    continue
                active = self.holds(need.get("when"), chosen)
                capabilities = [each["capability"] for each in self.alternatives(need)]
                if active == UNKNOWN:
                    yield f"the condition of a need of {one.id} is unknown"
                elif active == YES and all(names("network", each) for each in capabilities):
                    network_users.append(one)
                    for carrier in picked:
                        if not self.met(need, chosen, [], False, [carrier]):
                            yield f"{one.id} needs {capabilities} of {carrier['id']}"
                elif active == YES:
                    naming = naming or any(names("carrier", each) for each in capabilities)
                    others = [other for name, other in chosen.lines() if name != slot]
                    if not self.met(need, chosen, others, True, picked):
                        yield f"{one.id} in {slot} needs {capabilities}"
        if network_users and not picked:
            yield "no carrier is picked"
        if picked and not network_users and not naming:
            yield "a carrier is picked for nothing"
        for carrier in picked:
            for scheme in carrier.get("approvals", []):
                for one in network_users:
                    own = any(c["scheme"] == scheme and "planned" not in c and in_force(c, self.day) for c in one.certificates)
                    if not own and (self.files.label(one), scheme) not in chosen.planned:
                        yield f"{one.id} lacks the approval {scheme} of {carrier['id']}"
        served = self.files.header.get("carriers", {}).get(self.market.code, [])
        if picked:
            yield from (f"carrier {one} is not served" for one in served if one not in chosen.carriers)

    def areas(self, chosen):
        picked, lines = self.picked(chosen), [one for _, one in chosen.lines()]
        for need in self.market.needs:
            active = self.holds(need.get("when"), chosen)
            is_network = all(names("network", each["capability"]) for each in self.alternatives(need))
            if active == UNKNOWN:
                yield "the condition of a need of the market is unknown"
            elif active == YES and not self.met(need, chosen, [] if is_network else lines, False, picked):
                yield f"the market needs {[each['capability'] for each in self.alternatives(need)]}"
        for limit in self.market.limits:
            active = self.holds(limit.get("when"), chosen)
            if active == UNKNOWN:
                yield "the condition of a limit is unknown"
            if active != YES:
                continue
            wanted, tests = limit["capability"], limit.get("where", {})
            for one in lines:
                for capability, found in one.provides:
                    if names(wanted, capability) and not offer_passes(tests, found, one, self.files):
                        yield f"{one.id} breaks the limit on {wanted}"
            for carrier in picked:
                offered = [("carrier." + carrier["id"], {})] + list(self.networks(carrier))
                for capability, found in offered:
                    if names(wanted, capability) and not offer_passes(tests, found, None, self.files):
                        yield f"{carrier['id']} breaks the limit on {wanted}"

    def holds_certificate(self, entry, certificate):
        if certificate["scheme"] not in entry.get("accepts", [entry["scheme"]]) or "planned" in certificate:
            return False
        ends = any(key in certificate for key in ("until", "through"))
        months, issued = entry.get("valid_months"), certificate.get("issued")
        if not ends and months is not None and issued is not None:
            past = issued.year * 12 + issued.month - 1 + months
            year, month = past // 12, past % 12 + 1
            last = (31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
            if self.day >= issued.replace(year=year, month=month, day=min(issued.day, last)):
                return False
            if "from" not in certificate and self.day < issued:
                return False
        return in_force(certificate, self.day)

    def certificates(self, chosen):
        for entry in self.market.certification:
            if entry.get("mandatory") is False:
                continue
            active = self.holds(entry.get("when"), chosen)
            if active == UNKNOWN:
                yield f"the condition of {entry['scheme']} is unknown"
            if active != YES or any(self.holds_certificate(entry, one) for one in self.market.certificates):
                continue
            accepts = entry.get("accepts", [entry["scheme"]])
            if any((None, scheme) in chosen.planned for scheme in accepts):
                continue
            applies = entry.get("applies-to")
            concerned = [one for _, one in chosen.lines() if applies is None or one.offers(applies)]
            if entry.get("level", "component") == "solution":
                if applies is None or concerned:
                    yield f"the product lacks {entry['scheme']}"
                continue
            for one in concerned if applies is not None else []:
                own = any(self.holds_certificate(entry, each) for each in one.certificates)
                planned = any((self.files.label(one), scheme) in chosen.planned for scheme in accepts)
                if not own and not planned:
                    yield f"{one.id} lacks {entry['scheme']}"

    def objective(self, name, chosen, sharing):
        """An objective of an assignment; what is not understood raises."""
        if name == "cost":
            return self.cost(chosen, sharing)
        if name == "parts":
            return Fraction(len({one for _, one in chosen.lines()}))
        if name == "lead-time":
            weeks = [Fraction(one.table["lead_weeks"]) for _, one in chosen.lines() if "lead_weeks" in one.table]
            weeks += [Fraction(entry["planned"]["weeks"]) for entry, _ in self.taken(chosen) if "weeks" in entry["planned"]]
            return max(weeks, default=Fraction(0))
        if name.startswith("sum("):
            return chosen.total(lambda one: attribute_of(one, name[4:-1]))
        if name.startswith("departs"):
            own = [one for one in self.variants if self.market.code in one.get("markets", self.files.header.get("markets", []))]
            agrees = lambda one: all(chosen.options[key] == written(value) for key, value in one.get("set", {}).items())
            return Fraction(not any(agrees(one) for one in own))
        raise NotUnderstood(f"the objective `{name}`")

    def taken(self, chosen):
        for entry in self.market.certificates:
            if "planned" in entry and (None, entry["scheme"]) in chosen.planned:
                yield entry, None
        for one in self.files.components:
            for entry in one.certificates:
                if "planned" in entry and (self.files.label(one), entry["scheme"]) in chosen.planned:
                    yield entry, one

    def cost(self, chosen, sharing):
        header = self.files.header
        volume = Fraction(self.files.solution.get("volumes", {}).get(self.market.code, 1000))
        total = Fraction(0)
        for slot, one in chosen.lines():
            quantity, table = self.quantity(slot), one.table
            price = table.get("price", "0")
            if "per_month" in table:
                each = Fraction(table["per_month"]) * Fraction(header["term_months"])
            elif isinstance(price, list):
                reached = [tier for tier in price if tier["from"] <= quantity * volume]
                each = Fraction(max(reached, key=lambda tier: tier["from"])["each"] if reached else price[0]["each"])
            else:
                each = Fraction(price)
            currency = table.get("currency", header["currency"])
            if currency != header["currency"]:
                rate = self.files.solution["exchange"][currency]
                if isinstance(rate, dict):
                    raise NotUnderstood("a dated rate of exchange")
                each *= Fraction(rate)
            percent = sum((Fraction(duty["percent"]) for duty in self.market.duties if self.is_levied(duty, table)), Fraction(0))
            total += each * quantity * (1 + percent / 100)
        for entry, _ in self.taken(chosen):
            total += Fraction(entry["planned"]["cost"]) / sharing(entry["scheme"])
        return total

    def is_levied(self, duty, table):
        if not any(str(table.get("hs", "")).startswith(prefix) for prefix in duty["hs"]) or "hs" not in table:
            return False
        if "per_unit" in duty or "per_kg" in duty or "of" in duty:
            raise NotUnderstood("a duty that is no percentage")
        origin, wanted = table.get("origin"), duty.get("origin")
        if origin is None:
            return wanted is None
        return not self.files.lies_in(origin, duty["stated-in"]) and (wanted is None or self.files.lies_in(origin, wanted))
