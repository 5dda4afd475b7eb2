"""Imported in the body of a test."""


def double(number):
    return number + number


def unused_by_asserts(number):
    return number - 1
