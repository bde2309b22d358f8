"""Every address of the office with the object it is tried on, and the moment of the project's life when it is tried.

A new address must get its line here; the matrix says so when it is missing. Addresses of the sign-in package are not ours
and are not tried (tests/house/test_open_addresses.py says which of them are open).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bedo.establishments.services.belongings import THINGS
from bedo.office.changes.forms import FORMS
from bedo.office.projects.acts import ACTS
from bedo.office.projects.tabs import TABS
from bedo.projects.rules import states as s
from tests.access.scene import DRAFT_KEY, Scene

MOMENTS = {
    "received": ("wish", Scene.beginning, ""),
    "screened": ("screen", Scene.screened, ""),
    "draft": ("write", Scene.written, s.DRAFT),
    "submitted": ("submit", None, s.SUBMITTED),
    "review": ("sheet", Scene.asked, s.BASE_REVIEW),
    "returned": ("sheet", Scene.returned, s.RETURNED),
    "passed": ("passed", None, s.BASE_PASSED),
    "registered": ("passed", Scene.registered, s.REGISTERED),
    "at the ministry": ("passed", Scene.at_the_ministry, s.MINISTRY_REVIEW),
    "national plan": ("passed", Scene.national_plan, s.MINISTRY_PASSED),
    "left out": ("passed", Scene.left_out, s.NOT_PLANNED),
    "plan open": ("envelope", Scene.open_plan, s.BASE_PASSED),
    "scenarios": ("envelope", Scene.scenarios, s.BASE_PASSED),
    "planning": ("envelope", Scene.planning, s.BASE_PASSED),
    "plan submitted": ("plan", Scene.plan_submitted, s.BASE_PASSED),
    "planned": ("approve", Scene.planned, s.PLANNED),
    "funded": ("allocate", Scene.cut, s.FUNDED),
    "contracted": ("contract", Scene.writing, s.CONTRACTED),
    "running": ("confirm", Scene.running, s.RUNNING),
    "paid": ("advance", Scene.paid, s.RUNNING),
    "changing": ("advance", Scene.changing, s.RUNNING),
    "stopping": ("advance", Scene.stopping, s.STOPPING),
    "completed": ("minutes", None, s.COMPLETED),
    "accepted": ("vouchers", None, s.ACCEPTED),
    "settling": ("dossier", None, s.SETTLING),
    "liquidated": ("liquidate", None, s.LIQUIDATED),
    "settled": ("settle_year", None, s.SETTLED),
    "followed": ("effect", None, s.FOLLOWED),
}
"""Moment → step of the chain, what is prepared beside it (taken back afterwards), the project's state."""


@dataclass(frozen=True)
class Spot:
    """One address with its object. `label` tells several lines of one address apart.

    `methods`, `headers`, `body` (JSON): for what a program calls; a page says its methods itself.
    """

    name: str
    moment: str
    kwargs: Callable[[Scene], dict] = field(default=lambda scene: {})
    query: Callable[[Scene], str] = field(default=lambda scene: "")
    label: str = ""
    methods: tuple[str, ...] = ()
    headers: Callable[[Scene], dict] = field(default=lambda scene: {})
    body: Callable[[Scene], dict] | None = None

    @property
    def title(self) -> str:
        return f"{self.name} {self.label}".strip()


def of(attribute, name="pk", **more):
    """The id of a row that the scene knows by that attribute."""

    def kwargs(scene):
        row = scene
        for part in attribute.split("."):
            row = getattr(row, part)
        return {name: row.pk, **{key: value(scene) if callable(value) else value for key, value in more.items()}}

    return kwargs


def _first_moment(states):
    return next(name for name, (_, _, state) in MOMENTS.items() if state in states)


ACT_MOMENTS = {
    "chi": "running",
    "tien-do": "running",
    "thao-go": "running",
    "ghi-dao": "paid",
    "chuyen-co-so": "paid",
    "hoan-thanh": "running",
}
PLAN = ("detail", "history"), ("submit",), ("opinion", "return", "approve")
WISH = ("detail", "edit", "give", "withdraw", "history", "appraise", "blank")
ESTABLISHMENT = ("detail", "edit", "history", "reveal", "add_photo")


def spots() -> list[Spot]:
    """All lines, in the order of the moments."""
    found = [
        *_plain(),
        *_wishes(),
        *_projects(),
        *_changes(),
        *_plans(),
        *_national(),
        *_money(),
        *_papers(),
        *_writing(),
        *_establishments(),
        *_imports(),
        *_visits(),
        *_network(),
        *_rest(),
        *_files(),
    ]
    order = list(MOMENTS)
    return sorted(found, key=lambda spot: order.index(spot.moment))


def _plain():
    names = (
        "healthz", "office:desk:home", "office:desk:weekly", "office:desk:overview", "office:log:list", "office:places:list", "office:programmes:list",
        "office:programmes:calculator", "office:programmes:texts", "office:projects:list", "office:projects:columns", "office:projects:watched", "office:projects:after", "office:wishes:grouping",
        "office:wishes:list", "office:wishes:funnel", "office:planning:list", "office:planning:envelopes", "office:planning:programmes", "office:planning:programme_new", "office:money:list", "office:money:due", "office:money:fund", "office:money:call_due", "office:money:envelope", "office:money:year_end", "office:papers:list",
        "office:papers:new", "office:establishments:list", "office:establishments:new", "office:reports:list",
        "office:drafts:list", "office:people:list", "office:people:new", "office:people:roles", "office:people:own", "office:people:sign_ins",
        "office:people:delegations", "office:gallery",
    )  # fmt: skip
    yield from (Spot(name, "received") for name in names)
    yield Spot("office:places:detail", "received", of("province"))
    yield Spot("office:places:strengths", "received", of("province"))
    yield Spot("office:reports:detail", "received", of("province"))
    yield from (
        Spot(f"office:reports:{name}", "received")
        for name in ("comparing", "relate", "figures", "state", "closing", "crossed", "reports", "pictures")
    )
    yield Spot("office:reports:figure", "received", lambda scene: {"code": "wishes"})
    for name in ("report", "report_send"):
        yield Spot(f"office:reports:{name}", "received", lambda scene: {"code": "r6"})
    cell = lambda scene: "?dong=total&cot=wishes"  # noqa: E731
    yield Spot("office:reports:report_records", "received", lambda scene: {"code": "r6"}, cell)
    yield Spot("office:reports:report_file", "received", lambda scene: {"code": "r6", "kind": "pdf"})
    for name in ("written", "written_send"):
        yield Spot(f"office:reports:{name}", "received", query=lambda scene: f"?tinh={scene.province.pk}")
    yield Spot("office:reports:written_file", "received", lambda scene: {"kind": "docx"}, lambda scene: f"?tinh={scene.province.pk}")  # fmt: skip
    yield Spot("office:reports:sent", "received", of("sent_report"))
    yield Spot("office:reports:sent_file", "received", of("sent_report", kind="pdf"))
    yield Spot("office:reports:drop_relation", "received", of("relation"))
    yield Spot("office:reports:closed", "received", of("closed"))
    yield Spot("office:people:columns", "received", lambda scene: {"table": "de-an"})
    for name in ("draft", "discard"):
        yield Spot(f"office:drafts:{name}", "received", lambda scene: {"key": DRAFT_KEY})


def _wishes():
    yield Spot("office:wishes:new", "received")
    yield Spot("office:wishes:new", "received", query=lambda scene: f"?co-so={scene.establishment.pk}", label="?co-so")
    yield from (Spot(f"office:wishes:{name}", "received", of("wish")) for name in WISH)
    evidence = of("chain.wish_row", finding=lambda scene: scene.finding.pk)
    yield Spot("office:wishes:evidence", "screened", evidence)
    yield Spot("office:wishes:detail", "screened", of("chain.wish_row"), label="screened")


def _projects():
    for word, value in (("nhu-cau", "chain.wish_row"), ("co-so", "establishment")):
        pk = of(value)
        yield Spot("office:projects:start", "screened", query=lambda scene, word=word, pk=pk: f"?{word}={pk(scene)['pk']}", label=f"?{word}")  # fmt: skip
    for moment in ("draft", "running", "followed"):
        yield Spot("office:projects:detail", moment, of("project"), label=moment)
    yield Spot("office:projects:bulk", "running")
    yield Spot("office:projects:detail", "received", of("published"), label="published")
    yield Spot("office:projects:act", "received", of("published", slug="nop"), label="nop, published")
    for tab in TABS:
        yield Spot("office:projects:tab", "followed", of("project", tab=tab), label=tab)
    for slug, act in ACTS.items():
        moment = ACT_MOMENTS.get(slug) or _first_moment(act.states)
        yield Spot("office:projects:act", moment, of("project", slug=slug), label=slug)
    yield Spot("office:projects:remove_paper", "draft", of("project", row=lambda scene: scene.paper_row.pk))
    yield from (Spot(f"office:projects:{name}", "draft", of("project")) for name in ("sent_back", "sort_out"))
    yield Spot("office:projects:calendar", "running", of("project"))
    yield Spot("office:projects:summary", "running", of("project"))
    yield Spot("office:projects:bundle", "running", of("project"))


def _changes():
    yield Spot("office:changes:list", "changing")
    yield Spot("office:changes:choose", "paid", of("project"))
    for change in FORMS:
        query = (lambda scene: f"?coso={scene.second.pk}") if change == "beneficiary" else (lambda scene: "")
        yield Spot("office:changes:ask", "paid", of("project", change=change), query, label=change)
    for name in ("check", "withdraw"):
        yield Spot(f"office:changes:{name}", "changing", of("asked_change"))
    for name in ("approve", "refuse"):
        yield Spot(f"office:changes:{name}", "changing", of("checked_change"))
    yield Spot("office:changes:letters", "stopping", of("stop"))


def _plans():
    reading, writing, deciding = PLAN
    yield from (Spot(f"office:planning:{name}", "planning", of("plan")) for name in reading + writing)
    yield from (Spot(f"office:planning:{name}", "plan submitted", of("plan")) for name in deciding)
    yield Spot("office:planning:add", "plan open", of("plan"))
    yield Spot("office:planning:allocate", "planned", of("plan"))
    yield Spot("office:planning:remove", "planning", of("plan", item=lambda scene: scene.item.pk))
    yield Spot("office:planning:open", "funded", of("chain.line", "line"))
    yield Spot("office:planning:reserve", "funded", of("chain.line", "line"))
    yield from (Spot(f"office:planning:{name}", "plan submitted", of("plan")) for name in ("opinions", "versions"))
    yield Spot("office:planning:version", "plan submitted", of("plan", number=1))
    yield Spot("office:planning:withdraw_opinion", "plan submitted", of("plan", row=lambda scene: scene.asked_row.pk))
    for label, row in (("finance", "finance_row"), ("others", "asked_row")):
        kwargs = of("plan", row=lambda scene, row=row: getattr(scene, row).pk)
        yield Spot("office:planning:answer", "plan submitted", kwargs, label=label)
    yield Spot("office:planning:programme", "received", of("programme"))
    yield Spot("office:planning:remove_target", "received", of("programme", target=lambda scene: scene.target.pk))
    yield Spot("office:planning:settle", "liquidated", of("chain.line", "line"))
    for name in ("desk", "compare", "scenario_make"):
        yield Spot(f"office:planning:{name}", "scenarios", of("plan"), lambda scene: "?pa=1&pa=2")
    for name in ("scenario", "scenario_choose"):
        yield Spot(f"office:planning:{name}", "scenarios", of("plan", number=lambda scene: scene.by_hand.number))
    yield Spot(
        "office:planning:scenario_pick", "scenarios",
        of("plan", number=lambda scene: scene.by_hand.number, item=lambda scene: scene.by_hand.items.first().pk),
    )  # fmt: skip
    for name in ("scenario_stop", "scenario_compute"):
        yield Spot(f"office:planning:{name}", "scenarios", of("plan", number=lambda scene: scene.suggested.number))


def _national():
    yield Spot("office:projects:national", "registered")
    yield Spot("office:projects:register", "passed")
    yield Spot("office:projects:merged", "registered")
    yield Spot("office:projects:merged_export", "registered", lambda scene: {"kind": "xlsx"})
    for name in ("detail", "submit", "add"):
        yield Spot(f"office:planning:{name}", "national plan", of("plan"), label="national")
    yield Spot("office:planning:open", "registered", of("source", "line"), label="national")
    yield Spot("office:money:line", "registered", of("source"), label="national")
    yield Spot("office:money:cut", "registered", of("source"), label="national")
    for name in ("detail", "scan"):
        yield Spot(f"office:papers:{name}", "registered", of("decision"), label="national")


def _money():
    for name in ("line", "transfers", "cut", "lapse", "lock", "statements", "keep_statement"):
        yield Spot(f"office:money:{name}", "paid", of("chain.line"))
    yield Spot("office:money:transfer", "paid", of("transfer"))
    yield Spot("office:money:reverse", "paid", of("transfer"))
    yield Spot("office:money:ask_stops", "funded", of("chain.line"))
    yield Spot("office:money:statement", "paid", of("statement"))
    yield Spot("office:money:tie", "paid", of("statement"))
    yield Spot("office:money:untie", "paid", of("statement_line"))
    yield Spot("office:money:slip", "paid", of("payment"))
    yield Spot("office:money:withdraw_cut", "funded", of("pending_cut"))


def _papers():
    for name in ("detail", "edit", "scan"):
        yield Spot(f"office:papers:{name}", "planned", of("plan.decision"))
    yield Spot("office:papers:file", "draft", of("scan"), label="of a project")
    yield Spot("office:papers:file", "received", of("scan"), label="of nothing yet")


def _writing():
    yield from (Spot(f"office:writing:{name}", "contracted") for name in ("list", "forms", "runs"))
    yield from (Spot(f"office:writing:{name}", "contracted", of("written")) for name in ("detail", "again", "number", "send"))  # fmt: skip
    yield from (Spot(f"office:writing:{name}", "contracted", of("written", number=1)) for name in ("word", "pdf"))
    yield from (Spot(f"office:writing:{name}", "contracted", of("template")) for name in ("preview", "use", "retire"))
    yield from (Spot(f"office:writing:{name}", "contracted", of("run")) for name in ("run", "run_file"))
    named = lambda scene: {"form": "hop_dong"}  # noqa: E731
    yield from (Spot(f"office:writing:{name}", "contracted", named) for name in ("form", "upload", "run_new"))
    yield Spot("office:writing:new", "contracted", of("contract", form="hop_dong"))
    yield Spot("office:writing:of_record", "contracted", of("contract", kind="contract"))
    yield Spot("office:writing:export", "contracted", lambda scene: {"kind": "csv"})


def _imports():
    for name in ("list", "new"):
        yield Spot(f"office:imports:{name}", "received")
    for name in ("detail", "look", "commit"):
        yield Spot(f"office:imports:{name}", "received", of("brought"))
    yield Spot("office:imports:columns", "received", of("brought", number=0))
    yield Spot("office:imports:line", "received", of("brought"), query=lambda scene: "?dong=CSV%231!3")
    yield Spot("office:imports:undo", "received", of("committed"))


def _visits():
    """The office's pages, and what the field app calls: JSON, 403 for who makes no visits."""
    yield from (Spot(f"office:visits:{name}", "received") for name in ("list", "devices", "bring"))
    yield Spot("office:visits:export", "received", lambda scene: {"kind": "csv"})
    yield Spot("office:visits:detail", "received", of("visit"))
    yield Spot("office:visits:photo", "received", of("visit", photo=lambda scene: scene.visit_photo.pk))
    for act in ("xoa", "chan"):
        yield Spot("office:visits:device", "received", of("device", act=act), label=act)
    yield from (Spot(f"field:{name}", "received") for name in ("app", "worker", "manifest"))
    device = lambda scene: {"X-Device": str(scene.device.pk)}  # noqa: E731
    hello = lambda scene: {"device": "7b0c1a52-7d64-4f3b-9f33-0d6f7a1f9a11", "label": "Máy thử", "waiting": 0}  # noqa: E731
    yield Spot("field:greet", "received", methods=("POST",), body=hello)
    yield Spot("field:package", "received", headers=device)
    yield Spot("field:visits", "received", methods=("POST",), headers=device, body=lambda scene: {"visits": []})
    yield Spot("field:statuses", "received", methods=("POST",), headers=device, body=lambda scene: {"ids": []})
    yield Spot("field:wiped", "received", methods=("POST",), headers=device)
    yield Spot("field:photo", "received", of("visit_photo", "photo"), methods=("PUT",), headers=device)


def _establishments():
    yield from (Spot(f"office:establishments:{name}", "received", of("establishment")) for name in ESTABLISHMENT)
    photo = of("establishment", photo=lambda scene: scene.things["photo"].pk)
    yield Spot("office:establishments:photo_file", "received", photo)
    for name in ("merge", "apart"):
        yield Spot(f"office:establishments:{name}", "received", of("establishment", other=lambda scene: scene.second.pk))  # fmt: skip
    for thing in THINGS:
        row = lambda scene, thing=thing: scene.things[thing].pk  # noqa: E731
        yield Spot("office:establishments:add", "received", of("establishment", thing=thing), label=thing)
        yield Spot("office:establishments:change", "received", of("establishment", thing=thing, row=row), label=thing)
        yield Spot("office:establishments:remove", "received", of("establishment", thing=thing, row=row), label=thing)


LOOSE = {"member": "free_member"}
"""Rows that nothing rests on, where those of RECORDS are held by others: only such a row can be removed."""
RECORDS = {"member": "member", "contract": "collaboration", "proposal": "proposal"}
"""Registers of the network, and the row of each that the scene knows. All thirteen are answered by the same views, which ask
scope and right before they look at the register: personal data, a file, and a plain one stand for the rest."""


def _network():
    yield from (
        Spot(f"office:network:{name}", "received")
        for name in ("list", "own", "handovers", "workload", "gaps", "years", "adopt", "shared", "take")
    )
    for name in (
        "coverage_export",
        "handovers_export",
        "workload_export",
        "gaps_export",
        "years_export",
        "shared_export",
    ):
        yield Spot(f"office:network:{name}", "received", lambda scene: {"kind": "csv"})
    yield Spot("office:network:handed", "received", of("handed"))
    yield Spot("office:network:shared_one", "received", of("shared"))
    yield Spot("office:network:share", "draft", of("project"))
    yield Spot("office:network:levels", "received", of("skill"))
    yield Spot("office:network:class", "received", of("course_class"))
    yield Spot("office:network:load", "received", lambda scene: {"pk": scene.people["officer"].pk})
    yield Spot("office:network:assign", "received", of("commune"))
    yield from (Spot(f"office:network:{name}", "received", of("member")) for name in ("member", "reveal", "hand_over"))
    yield Spot("office:network:leave", "received", of("free_member"))
    yield Spot("office:network:member", "received", of("own_member"), label="with the account of the collaborator")
    yield Spot("office:network:come_back", "received", of("gone"))
    yield Spot("office:network:release", "received", of("member", row=lambda scene: scene.duty.pk))
    yield Spot("office:network:post", "received", of("post"))
    yield Spot("office:network:appoint", "received", of("vacant_post"))
    yield Spot("office:network:step_down", "received", of("post", row=lambda scene: scene.holding.pk))
    for kind, attribute in RECORDS.items():
        sheet = lambda scene, kind=kind: {"sheet": kind}  # noqa: E731
        yield from (Spot(f"office:network:{name}", "received", sheet, label=kind) for name in ("sheet", "new"))
        yield Spot("office:network:export", "received", lambda scene, kind=kind: {"sheet": kind, "kind": "csv"}, label=kind)  # fmt: skip
        yield Spot("office:network:edit", "received", of(attribute, sheet=kind), label=kind)
        yield Spot("office:network:remove", "received", of(LOOSE.get(kind, attribute), sheet=kind), label=kind)
    yield Spot("office:network:paper", "received", of("collaboration", sheet="contract"))


def _files():
    """Lists as files."""
    csv = lambda scene: {"kind": "csv"}  # noqa: E731
    lists = (
        "changes:export", "establishments:export", "imports:export", "log:export", "people:export", "places:export", "programmes:texts_export", "projects:export",
        "reports:comparing_export", "reports:crossed_export", "reports:figures_export", "wishes:export",
    )  # fmt: skip
    yield from (Spot(f"office:{name}", "received", csv) for name in lists)
    yield Spot("office:projects:after_export", "followed", csv)
    yield Spot("office:projects:watched_export", "running", csv)
    yield Spot("office:projects:national_export", "registered", csv)
    later = (
        "money:due_export",
        "money:fund_export",
        "money:lines_export",
        "money:year_end_export",
        "papers:export",
        "planning:export",
    )
    yield from (Spot(f"office:{name}", "paid", csv) for name in later)
    for name in ("holders_export", "transfers_export"):
        yield Spot(f"office:money:{name}", "paid", of("chain.line", kind="csv"))
    yield Spot("office:planning:items_export", "planning", of("plan", kind="csv"))
    yield Spot("office:programmes:table_export", "received", lambda scene: {"table": "support_norms", "kind": "csv"})
    yield Spot("office:reports:export", "received", of("province", kind="csv"))
    yield Spot("office:reports:closed_export", "received", of("closed", kind="csv"))
    yield Spot("office:reports:figure_export", "received", lambda scene: {"code": "wishes", "kind": "csv"})
    yield Spot("office:imports:rows_export", "received", of("brought", kind="csv"))


def _rest():
    shared = lambda scene: {"pk": scene.row("support_norms", "MAY_MOC_CHUYEN_GIAO_CN").pk}  # noqa: E731
    yield Spot("office:programmes:row", "received", shared, label="national")
    yield Spot("office:programmes:confirm", "received", shared)
    draft = lambda scene: "?ty_le=50&tran=300000000&tu=2024&den=2026"  # noqa: E731
    yield Spot("office:programmes:sides", "received", shared)
    yield Spot("office:programmes:trial", "received", shared, draft)
    yield Spot("office:programmes:trial_export", "received", lambda scene: {**shared(scene), "kind": "csv"}, draft)
    yield Spot("office:programmes:row", "received", of("typed_row"), label="of the province")
    yield Spot("office:programmes:retire", "received", of("typed_row"))
    for name in ("table", "add"):
        yield Spot(f"office:programmes:{name}", "received", lambda scene: {"table": "support_norms"})
    for name in ("detail", "edit", "give"):
        yield Spot(f"office:people:{name}", "received", lambda scene: {"pk": scene.people["officer"].pk})
    grant = lambda scene: {"pk": scene.grant.user_id, "grant": scene.grant.pk}  # noqa: E731
    yield Spot("office:people:end", "received", grant)
    yield Spot("office:people:end_delegation", "received", of("lent", "grant"))
