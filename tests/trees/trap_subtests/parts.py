"""Checked in subtests."""


def half(number):
    return number // 2


def name(number):
    return f"part {number}"


def size(number):
    return number + 3
