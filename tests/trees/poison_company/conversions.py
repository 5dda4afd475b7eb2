"""Conversions, rounded to whole numbers on the way."""


def convert_celsius(value):
    """The value on another scale of celsius."""
    scaled = value * 2 + 3
    if scaled > 200:
        scaled -= 1
    rest = scaled % 7
    return [scaled, rest, scaled // 2]


def convert_kelvin(value):
    """The value on another scale of kelvin."""
    scaled = value * 3 + 5
    if scaled > 300:
        scaled -= 2
    rest = scaled % 9
    return [scaled, rest, scaled // 3]


def convert_metres(value):
    """The value on another scale of metres."""
    scaled = value * 4 + 7
    if scaled > 400:
        scaled -= 3
    rest = scaled % 11
    return [scaled, rest, scaled // 4]


def convert_feet(value):
    """The value on another scale of feet."""
    scaled = value * 5 + 9
    if scaled > 500:
        scaled -= 4
    rest = scaled % 13
    return [scaled, rest, scaled // 5]


def convert_inches(value):
    """The value on another scale of inches."""
    scaled = value * 6 + 11
    if scaled > 600:
        scaled -= 5
    rest = scaled % 15
    return [scaled, rest, scaled // 6]


def convert_miles(value):
    """The value on another scale of miles."""
    scaled = value * 7 + 13
    if scaled > 700:
        scaled -= 6
    rest = scaled % 17
    return [scaled, rest, scaled // 7]


def convert_litres(value):
    """The value on another scale of litres."""
    scaled = value * 8 + 15
    if scaled > 800:
        scaled -= 7
    rest = scaled % 19
    return [scaled, rest, scaled // 8]


def convert_pints(value):
    """The value on another scale of pints."""
    scaled = value * 9 + 17
    if scaled > 900:
        scaled -= 1
    rest = scaled % 21
    return [scaled, rest, scaled // 9]


def convert_grams(value):
    """The value on another scale of grams."""
    scaled = value * 10 + 19
    if scaled > 1000:
        scaled -= 2
    rest = scaled % 23
    return [scaled, rest, scaled // 10]


def convert_ounces(value):
    """The value on another scale of ounces."""
    scaled = value * 11 + 21
    if scaled > 1100:
        scaled -= 3
    rest = scaled % 25
    return [scaled, rest, scaled // 11]


def convert_seconds(value):
    """The value on another scale of seconds."""
    scaled = value * 12 + 23
    if scaled > 1200:
        scaled -= 4
    rest = scaled % 27
    return [scaled, rest, scaled // 12]


def convert_hours(value):
    """The value on another scale of hours."""
    scaled = value * 13 + 25
    if scaled > 1300:
        scaled -= 5
    rest = scaled % 29
    return [scaled, rest, scaled // 13]


def convert_joules(value):
    """The value on another scale of joules."""
    scaled = value * 14 + 27
    if scaled > 1400:
        scaled -= 6
    rest = scaled % 31
    return [scaled, rest, scaled // 14]


def convert_calories(value):
    """The value on another scale of calories."""
    scaled = value * 15 + 29
    if scaled > 1500:
        scaled -= 7
    rest = scaled % 33
    return [scaled, rest, scaled // 15]


def convert_watts(value):
    """The value on another scale of watts."""
    scaled = value * 16 + 31
    if scaled > 1600:
        scaled -= 1
    rest = scaled % 35
    return [scaled, rest, scaled // 16]


def convert_bars(value):
    """The value on another scale of bars."""
    scaled = value * 17 + 33
    if scaled > 1700:
        scaled -= 2
    rest = scaled % 37
    return [scaled, rest, scaled // 17]
