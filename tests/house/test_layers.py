"""What imports do not show: foreign keys point down, and nothing dodges a layer."""

import ast
import tomllib

from django.apps import apps
from django.conf import settings

from tests.house.source import ROOT, functions, modules, where


def layers():
    """Context → its height, from the contract that lint-imports checks."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0][
        "layers"
    ]
    return {name.strip(): height for height, row in enumerate(reversed(contract)) for name in row.split("|")}


def test_every_context_has_its_place():
    here = {path.name for path in (ROOT / "bedo").iterdir() if (path / "__init__.py").exists()}
    assert here == set(layers())


def test_foreign_keys_point_down():
    height = layers()
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("bedo."):
            continue
        own = model._meta.app_label
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            target = field.related_model
            if target is None or target._meta.label == settings.AUTH_USER_MODEL:
                continue
            other = target._meta.app_label
            if other != own and height[other] >= height[own]:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert wrong == []


def test_no_import_hides_in_a_function():
    wrong = {
        where(path, node)
        for path, tree in modules().items()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert wrong == set()


def test_no_import_waits_for_type_checking_or_a_string():
    """import_module is for the command line and for receivers alone."""
    allowed = {"bedo/config/cli.py"}
    wrong = {
        where(path, node)
        for path, tree in modules().items()
        if path not in allowed and not path.endswith("/apps.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "import_module" in ast.dump(node.func)
    }
    assert wrong == set()


def test_every_context_has_its_page():
    faces = {"config", "office"}
    missing = [name for name in layers() if name not in faces and not (ROOT / "bedo" / name / "README.md").exists()]
    assert missing == []


def test_migrations_of_an_app_stand_in_one_line():
    wrong = []
    for folder in sorted((ROOT / "bedo").glob("*/migrations")):
        numbers = [path.name[:4] for path in folder.glob("[0-9]*.py")]
        if len(numbers) != len(set(numbers)):
            wrong.append(str(folder))
        wrong += [str(path) for path in folder.glob("[0-9]*_auto_*.py")]
    assert wrong == []
