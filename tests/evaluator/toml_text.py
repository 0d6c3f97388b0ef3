"""Values and tables as TOML writes them."""

import datetime
from fractions import Fraction


def text_of(value):
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return decimal(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + value + '"'
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(text_of(one) for one in value) + "]"
    return "{ " + ", ".join(f'"{key}" = {text_of(one)}' for key, one in value.items()) + " }"


def decimal(value):
    scaled = value * 10**6
    assert scaled.denominator == 1
    digits = str(abs(scaled.numerator)).rjust(7, "0")
    return ("-" if value < 0 else "") + digits[:-6] + "." + digits[-6:].rstrip("0").ljust(1, "0")


def table(header, entries):
    return "\n".join([header, *(f'"{key}" = {text_of(value)}' for key, value in entries.items())]) + "\n"
