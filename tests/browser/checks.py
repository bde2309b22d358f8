"""What every page must keep: no axe finding, no sideways scroll, Vietnamese words only, one heading, no leftover code."""

import re
from pathlib import Path

import axe_playwright_python

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
ZOOMED = {"width": 683, "height": 384}
"""What 200 % leaves of a small laptop's window."""
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .flatMap(rule => rule.nodes.map(node => `axe ${rule.id}: ${node.html.slice(0, 160)}`))"""
SCROLLS = "() => document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
TEXT = """() => document.title + "\\n" + document.body.innerText + "\\n" + [...document.querySelectorAll("*")].flatMap(
  one => ["title", "placeholder", "aria-label", "alt"].map(name => one.getAttribute(name)).filter(Boolean)).join("\\n")"""
NAMES = """() => [...document.querySelectorAll("code, textarea")].map(one => one.innerText || one.value).filter(Boolean)
  .sort((one, other) => other.length - one.length)"""
"""Names that people type into a template or a text, shown as such."""
ENGLISH = re.compile(
    r"\b(Submit|This field|Select|None|True|False|required|Page not found|Save|Cancel|Delete|Enter a|Sign in|Password|"
    r"Error|Unknown|Invalid|undefined|NaN|null|Username|Please)\b"
)
LEFTOVER = re.compile(r"\{\{|\{%|%\}|\}\}|\b[a-z]+_[a-z_]+\b|\b\d{4}-\d{2}-\d{2}\b")
"""Template marks, codes that were meant for programs, days in a foreign order."""
ALLOWED = re.compile(r"https?://\S+|\S+@\S+|[\w-]+\.(?:csv|pdf|png|xlsx|html)\b|BEDO_\w+|/[\w/-]*\?\S+")


def findings(page):
    """Everything wrong with the page as it stands; leaves it at the desk's width."""
    found = [*words(page)]
    page.keyboard.press("Tab")
    if page.evaluate("() => document.activeElement.className") != "skip":
        found.append("the first tab stop is not the way to the content")
    page.set_viewport_size(DESK)
    page.evaluate(AXE)
    found += page.evaluate(RUN)
    if page.get_by_role("heading", level=1).count() != 1:
        found.append("not exactly one h1")
    page.set_viewport_size(ZOOMED)
    found += ["scrolls sideways at 200 %"] if page.evaluate(SCROLLS) else []
    page.set_viewport_size(PHONE)
    found += sideways(page)
    found += [f"phone: {one}" for one in page.evaluate(RUN)]
    page.set_viewport_size(DESK)
    return found


def words(page):
    """English, codes and template marks in what people read or hear."""
    page.wait_for_load_state()
    text = ALLOWED.sub(" ", page.evaluate(TEXT))
    for name in page.evaluate(NAMES):
        text = text.replace(name, " ")
    for rule, what in ((ENGLISH, "English"), (LEFTOVER, "leftover")):
        for hit in rule.finditer(text):
            around = text[max(0, hit.start() - 30) : hit.end() + 30].replace("\n", " ⏎ ")
            yield f"{what} “{hit.group()}” in “{around}”"


def sideways(page):
    """Does the page scroll sideways at the width it has now?"""
    return ["scrolls sideways at 390 px"] if page.evaluate(SCROLLS) else []
