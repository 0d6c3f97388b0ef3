"""One plan for a market: whether it holds, and what it is worth."""

from fractions import Fraction

from conditions import any_of, evaluate, tree_of
from tests_of import alternatives_of, as_list, in_force, names, passes, satisfies, union


class Plan:
    """What is selected in one market."""

    def __init__(self, ground, lines, options, carriers, planned):
        self.ground, self.lines, self.options = ground, lines, options
        self.carriers, self.planned = carriers, planned
        self.market, self.day = ground.market, ground.day

    # What conditions ask.

    def carrier_ids(self):
        return [one["id"] for one in self.carriers]

    def lies_in(self, area):
        return area in self.ground.area_names

    @staticmethod
    def is_version(component, wanted):
        name, _, requirement = wanted.partition("@")
        return component["id"] == name and (not requirement or satisfies(component["version"], requirement))

    def provides(self, capability):
        return any(names(capability, one) for line in self.lines.values() for one in line.get("provides", {}))

    def quantity(self, slot):
        described = self.ground.slots[slot]
        own = Fraction(described.get("quantity", 1))
        return own * self.quantity(described["part-of"]) if "part-of" in described else own

    def count(self, capability):
        return sum(
            self.quantity(slot)
            for slot, line in self.lines.items()
            if any(names(capability, one) for one in line.get("provides", {}))
        )

    def sum(self, attribute):
        return sum(
            self.quantity(slot) * Fraction(line.get("attributes", {}).get(attribute, 0))
            for slot, line in self.lines.items()
        )

    def facts(self, path):
        capability, _, attribute = path.rpartition(".")
        found = set()
        for name, attributes in self.ground.provided:
            if name == capability and attribute in attributes:
                found.update(as_list(attributes[attribute]))
        return found

    def truth(self, entry, key="when"):
        return evaluate(tree_of(entry[key]), self) if key in entry else True

    def active(self, entry):
        """Whether a statement counts: in force, and its condition; unknown where the condition is."""
        return in_force(entry, self.day) and self.truth(entry)

    # Structure.

    def slots_fit(self, ignore_carriers=False):
        for name, slot in self.ground.slots.items():
            if ignore_carriers and "carrier" in slot.get("when", ""):
                continue
            truth = self.truth(slot)
            if truth is None:
                return False
            wanted = truth and ("part-of" not in slot or slot["part-of"] in self.lines)
            pin = self.ground.question.get("pin", {}).get(name)
            may_be_empty = not wanted or (slot.get("optional", False) and not pin)
            if (name in self.lines and not wanted) or (name not in self.lines and not may_be_empty):
                return False
        return True

    # Providers and needs.

    def providers(self):
        """(who, capability, attributes, version)."""
        for slot, line in self.lines.items():
            for capability, attributes in line.get("provides", {}).items():
                yield ("line", slot), capability, attributes, line["version"]
        for capability, attributes in self.ground.provided:
            yield ("market", None), capability, attributes, None
        for carrier in self.carriers:
            yield ("carrier", carrier["id"]), f"carrier.{carrier['id']}", {}, None
            for network in carrier.get("networks", []):
                if in_force(network, self.day):
                    yield ("carrier", carrier["id"]), f"network.{network['technology']}", network, None

    def is_met(self, alternatives, may_meet):
        for wanted in alternatives:
            tests = wanted.get("where", {})
            offers = [one for one in self.providers() if may_meet(one[0]) and names(wanted["capability"], one[1])]
            if any(passes(attributes, version, tests) for _, _, attributes, version in offers):
                return True
            if self.is_covered(wanted["capability"], tests, offers):
                return True
        return False

    @staticmethod
    def is_covered(capability, tests, offers):
        """Ranges of one technology that pass the other tests are one: ends that touch join."""
        wanted = tests.get("range_mhz", {})
        if not names("spectrum", capability) or not isinstance(wanted, dict) or list(wanted) != ["covers"]:
            return False
        others = {key: test for key, test in tests.items() if key != "range_mhz"}
        technologies = {}
        for who, name, attributes, version in offers:
            if who[0] == "market" and "range_mhz" in attributes and passes(attributes, version, others):
                technologies.setdefault(name, []).append(attributes["range_mhz"])
        for ranges in technologies.values():
            joined = union(ranges)
            if any(low <= wanted["covers"][0] and wanted["covers"][1] <= high for low, high in joined):
                return True
        return False

    def needs_of_lines(self):
        """(slot, alternatives, truth) of each need of each line."""
        for slot, line in self.lines.items():
            for capability, tests in line.get("needs", {}).items() if isinstance(line.get("needs"), dict) else []:
                yield slot, [{"capability": capability, "where": tests}], True
            for need in line["needs"] if isinstance(line.get("needs"), list) else []:
                yield slot, alternatives_of(need), self.active(need)

    def needs_are_met(self):
        calls_carrier, network_slots = False, set()
        for slot, alternatives, truth in self.needs_of_lines():
            if truth is None:
                return False
            if not truth:
                continue
            if names("network", alternatives[0]["capability"]):
                network_slots.add(slot)
                for carrier in self.carriers:
                    if not self.is_met(alternatives, lambda who, one=carrier: who == ("carrier", one["id"])):
                        return False
                continue
            calls_carrier |= any(names("carrier", one["capability"]) for one in alternatives)
            if not self.is_met(alternatives, lambda who, own=slot: who != ("line", own)):
                return False
        if bool(self.carriers) != (calls_carrier or bool(network_slots)):
            return False
        served = self.ground.files.header.get("carriers", {}).get(self.market, [])
        if self.carriers and not set(served) <= set(self.carrier_ids()):
            return False
        self.network_slots = network_slots
        return True

    def area_holds(self):
        for need in self.ground.sections["needs"]:
            truth = self.active(need)
            if truth is None or (truth and not self.is_met(alternatives_of(need), lambda who: who[0] != "market")):
                return False
        for limit in self.ground.sections["limits"]:
            truth = self.active(limit)
            if truth is None:
                return False
            for who, capability, attributes, version in self.providers() if truth else []:
                if who[0] != "market" and names(limit["capability"], capability):
                    if not passes(attributes, version, limit.get("where", {})):
                        return False
        return True

    def rules_hold(self):
        for rule in self.ground.sections["rules"]:
            if in_force(rule, self.day):
                asked = self.truth(rule, "if")
                if any_of([None if asked is None else not asked, self.truth(rule, "then")]) is not True:
                    return False
        return True

    def resources_suffice(self):
        used, supplied = {}, {name: Fraction(amount) for name, amount in self.ground.supplies.items()}
        for slot, line in self.lines.items():
            for kind, total in (("uses", used), ("supplies", supplied)):
                for name, amount in line.get(kind, {}).items():
                    total[name] = total.get(name, 0) + self.quantity(slot) * Fraction(amount)
        return all(amount <= supplied.get(name, 0) for name, amount in used.items())

    # Certificates.

    def solution_holds(self, schemes):
        held = (one for one in self.ground.certificates if "planned" not in one and in_force(one, self.day))
        return any(one["scheme"] in schemes for one in [*held, *self.planned])

    def line_holds(self, line, schemes):
        return any(one["scheme"] in schemes and in_force(one, self.day) for one in line.get("certificates", []))

    def certificates_hold(self):
        for entry in self.ground.sections["certification"]:
            if not entry.get("mandatory", True) or not in_force(entry, self.day):
                continue
            schemes = entry.get("accepts", [entry["scheme"]])
            asked = [
                line
                for line in self.lines.values()
                if any(names(entry["applies-to"], one) for one in line.get("provides", {}))
            ]
            truth = self.truth(entry)
            if truth is False:
                continue
            if truth is None:
                return False
            if entry.get("level", "solution") == "solution":
                if asked and not self.solution_holds(schemes):
                    return False
            elif not all(self.line_holds(line, schemes) or self.solution_holds(schemes) for line in asked):
                return False
        # A carrier approves a component, not the product around it.
        return all(
            self.line_holds(self.lines[slot], [scheme])
            for carrier in self.carriers
            for scheme in carrier.get("approvals", [])
            for slot in self.network_slots
        )

    def holds_without_certificates(self):
        return (
            self.slots_fit()
            and self.rules_hold()
            and self.resources_suffice()
            and self.needs_are_met()
            and self.area_holds()
        )

    def holds(self):
        return self.holds_without_certificates() and self.certificates_hold()

    # Objectives and preference.

    def duty(self, slot, line):
        if line["kind"] != "hardware" or "hs" not in line:
            return Fraction(0)
        rate, origin = Fraction(0), line.get("origin")
        for entry in self.ground.sections["duties"]:
            if not in_force(entry, self.day) or not any(line["hs"].startswith(code) for code in entry["hs"]):
                continue
            if "origin" in entry and (origin is None or not self.lies_within(origin, entry["origin"])):
                continue
            if origin is not None and self.lies_within(origin, entry["of-area"]):
                continue
            rate += Fraction(entry["percent"])
        return self.ground.files.price_in(line) * self.quantity(slot) * rate / 100

    def lies_within(self, place, area):
        return place == area or (place in self.ground.files.areas and area in self.ground.files.above(place))

    def cost(self, share):
        total = sum(
            self.ground.files.price_in(line) * self.quantity(slot) + self.duty(slot, line)
            for slot, line in self.lines.items()
        )
        return total + sum(Fraction(one["planned"]["cost"]) / share[one["scheme"]] for one in self.planned)

    def objectives(self, share):
        values = []
        for name in self.ground.files.header.get("objective", ["cost"]):
            if name == "cost":
                values.append(self.cost(share))
            elif name == "parts":
                values.append(Fraction(len({(one["id"], one["version"]) for one in self.lines.values()})))
            elif name == "lead-time":
                weeks = [one.get("lead_weeks", 0) for one in self.lines.values()]
                values.append(
                    Fraction(max(weeks + [one["planned"].get("weeks", 0) for one in self.planned], default=0))
                )
            else:
                values.append(self.sum(name[4:-1]))
        return values

    def preference(self):
        slots = [
            1 + index_of(slot["candidates"], self.lines[name]) if name in self.lines else 0
            for name, slot in self.ground.slots.items()
        ]
        options = [option["values"].index(self.options[name]) for name, option in self.ground.files.options.items()]
        carriers = [self.ground.carriers.index(one) for one in self.carriers]
        planned = [self.ground.planned.index(one) for one in self.planned]
        return slots, options, len(carriers), carriers, len(planned), planned


def index_of(candidates, component):
    return next(
        at
        for at, one in enumerate(candidates)
        if (one["id"], one["version"]) == (component["id"], component["version"])
    )
