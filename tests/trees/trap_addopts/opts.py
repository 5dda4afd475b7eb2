"""Tested with many plugins."""


def add(left, right):
    return left + right


def maybe(flag):
    if flag:
        return "yes"
    return "no"


def unseen(number):
    return number * 5
