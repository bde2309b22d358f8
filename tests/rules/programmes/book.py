"""The shipped tables as typed rules, read once for the tests."""

from functools import cache

from bedo.programmes import loading


@cache
def book(row_type):
    return tuple(loading.shipped(row_type))
