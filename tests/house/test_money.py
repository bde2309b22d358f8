"""Money is whole đồng: no float, no Decimal, no division where it is reckoned."""

import ast

import pytest
from django.apps import apps
from django.db import models

from bedo.core.fields import DongField
from tests.house.source import modules, where

NAMES = {"float", "Decimal", "FloatField", "DecimalField", "Fraction"}
SOLVER = ("bedo/planning/choosing/", "bedo/planning/tasks.py")
"""A solver reckons in doubles; what it answers is checked again in whole đồng (ADR 0013, tests/rules/planning)."""
MONEY = [
    path
    for path in modules()
    if not path.startswith(SOLVER)
    and path.startswith(
        ("bedo/ledger/", "bedo/office/money/", "bedo/planning/", "bedo/projects/rules/", "bedo/programmes/rules/")
    )
    or path in ("bedo/core/types.py", "bedo/core/fields.py", "bedo/core/amounts.py", "bedo/core/words.py")
]


def inexact(node):
    if isinstance(node, ast.Name):
        return node.id in NAMES
    if isinstance(node, ast.Attribute):
        return node.attr in NAMES
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div)
    return False


@pytest.mark.parametrize("path", MONEY)
def test_money_is_reckoned_in_whole_numbers(path):
    assert [where(path, node) for node in ast.walk(modules()[path]) if inexact(node)] == []


MEASURES = {"Product.output"}
"""Tonnes and the like: never money."""


def test_only_measures_hold_decimals():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("bedo.")
        for field in model._meta.local_fields
        if isinstance(field, models.DecimalField | models.FloatField)
        and field.name not in ("lat", "lon")
        and f"{model.__name__}.{field.name}" not in MEASURES
    ]
    assert wrong == []


def test_columns_named_for_money_hold_dong():
    words = ("amount", "price", "support", "cost", "paid", "capital", "counterpart")
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("bedo.")
        for field in model._meta.local_fields
        if field.name.split("_")[-1] in words
        and isinstance(field, models.IntegerField)
        and not isinstance(field, DongField)
    ]
    assert wrong == []
