"""The repository as the house tests read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BEDO = ROOT / "bedo"
KEPT_OUT = {".venv", ".git", "var", "node_modules", "test-output", "__pycache__", "bedo.egg-info"}
TEXT = {".py", ".html", ".md", ".css", ".js", ".csv", ".json", ".toml", ".txt", ".sh", ".svg", ".in", ".typ", ""}


@cache
def modules(folder: str = "bedo") -> dict[str, ast.Module]:
    """Every module of ours but migrations: path from the root → its tree."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for path in paths
        if "migrations" not in path.parts
    }


@cache
def templates() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(BEDO.rglob("*.html"))}


@cache
def texts() -> dict[str, str]:
    """Every text file of the repository that people wrote."""
    found = {}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
        if (
            not hidden
            and not KEPT_OUT & set(parts)
            and "vendor" not in parts
            and path.is_file()
            and path.suffix in TEXT
        ):
            found["/".join(parts)] = path.read_text("utf-8")
    return found


def functions(tree: ast.Module):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)]


def where(path: str, node: ast.AST) -> str:
    return f"{path}:{node.lineno}"
