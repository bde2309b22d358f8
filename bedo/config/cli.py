"""The command `bedo <verb>`: each verb is a module of bedo.config.commands, read without being imported until it is asked for.

Exit status 0: answered and nothing wrong; 1: answered, something found wrong; 2: bad input, with a sentence on standard error.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import django

from bedo.config.env import BadSetting
from bedo.core.moves import Refused

COMMANDS = Path(__file__).parent / "commands"
INTRO = "Bệ Đỡ: hệ thống làm việc của chương trình khuyến công."


@dataclass(frozen=True)
class Verb:
    name: str
    module: str
    help: str
    needs_database: bool


class Parser(argparse.ArgumentParser):
    """argparse whose own words are Vietnamese where a person meets them."""

    def __init__(self, **options):
        super().__init__(add_help=False, **options)
        self._positionals.title, self._optionals.title = "đối số", "tùy chọn"
        self._negative_number_matcher = re.compile(r"-\d")  # "-300tr" is a (wrong) amount and no option
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "cách dùng:", 1)

    def error(self, message: str):
        print(f"Lệnh chưa đúng: {translate(message)}\nXem: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def translate(message: str) -> str:
    """The few sentences of argparse that people meet."""
    for english, vietnamese in (
        ("the following arguments are required:", "thiếu"),
        ("unrecognized arguments:", "không hiểu"),
        ("expected one argument", "cần một giá trị"),
        ("expected at least one argument", "cần ít nhất một giá trị"),
        ("invalid choice:", "không có lựa chọn"),
        ("invalid int value:", "phải là số nguyên, không phải"),
        ("invalid float value:", "phải là số, không phải"),
        ("(choose from", "(chọn trong"),
        ("not allowed with argument", "không dùng cùng"),
        ("one of the arguments", "thiếu một trong"),
        (" is required", ""),
        ("ambiguous option:", "chưa rõ tùy chọn nào:"),
        ("could match", "có thể là"),
        ("ignored explicit argument", "không nhận giá trị"),
        ("argument ", ""),
    ):
        message = message.replace(english, vietnamese)
    return re.sub(r"invalid \w+ value:", "giá trị không hợp lệ:", message)


def verbs() -> dict[str, Verb]:
    """All verbs by name, from the literals HELP and NEEDS_DATABASE of each module."""
    found = {}
    for path in sorted(COMMANDS.glob("[a-z]*.py")):
        literals = {
            target.id: ast.literal_eval(node.value)
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        name = path.stem.replace("_", "-")
        found[name] = Verb(name, path.stem, literals.get("HELP", ""), bool(literals.get("NEEDS_DATABASE")))
    return found


def overview(known: dict[str, Verb]) -> str:
    """What `bedo --help` prints."""
    width = max(len(name) for name in known)
    rows = "\n".join(f"  {verb.name:<{width}}  {verb.help}" for verb in known.values())
    return f"{INTRO}\n\ncách dùng: bedo <lệnh> [tùy chọn]\n\nlệnh:\n{rows}\n\nXem từng lệnh: bedo <lệnh> --help"


def _speak_utf8() -> None:
    """Vietnamese goes in and out whatever the terminal's language setting says; a broken byte is no crash."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def main(argv: list[str] | None = None) -> int:
    _speak_utf8()
    words = sys.argv[1:] if argv is None else argv
    known = verbs()
    if not words or words[0] in ("-h", "--help", "help"):
        print(overview(known))
        return 0
    verb = known.get(words[0])
    if verb is None:
        print(f"Không có lệnh “{words[0]}”. Xem: bedo --help", file=sys.stderr)
        return 2
    try:
        return _run(verb, words[1:])
    except BadSetting as error:
        print(f"Cấu hình chưa đúng. {error}. Xem docs/settings.md.", file=sys.stderr)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
    return 2


def _run(verb: Verb, words: list[str]) -> int:
    if verb.needs_database:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedo.config.settings")
        django.setup()
    module = import_module(f"bedo.config.commands.{verb.module}")
    parser = Parser(prog=f"bedo {verb.name}", description=verb.help)
    module.add_arguments(parser)
    return module.run(parser.parse_args(words)) or 0


if __name__ == "__main__":
    sys.exit(main())
