"""R4 changes and stops, R5 voting, R6 establishments and their wishes, R7 officers and collaborators."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q, Sum

from bedo.accounts.models import Grant
from bedo.accounts.rights import ROLES
from bedo.documents.writing.content import BLANK
from bedo.ledger.models import Transfer
from bedo.places.models import Unit
from bedo.places.queries import below, full_name
from bedo.programmes.rules.tables import CHANGES
from bedo.projects import lawbook
from bedo.projects.models import ChangeRequest, Project, Wish
from bedo.projects.rules import changes, states
from bedo.reports.figures import Where, records
from bedo.reports.figures.registry import FINISHED
from bedo.reports.models import StatedFigure
from bedo.reports.rules import MEASURES, Measure
from bedo.reports.tables.asking import Asked
from bedo.reports.tables.model import COUNT, MONEY, NOTHING, TEXT, Amount, Built, Col, Line, Record, with_total
from bedo.reports.tables.results import record
from bedo.surveys.models import Visit
from bedo.surveys.rules import kinds

# --- R4

R4 = (
    Col("name", "Đề án", TEXT, width=5),
    Col("change", "Loại", TEXT, width=3),
    Col("reason", "Lý do", TEXT, width=5),
    Col("decision", "Quyết định", TEXT, width=3.4),
    Col("freed", "Kinh phí giải phóng", MONEY, width=2.2),
    Col("recovered", "Phải thu hồi", MONEY, width=2.2),
)


def adjusted(asked: Asked) -> Built:
    """R4: changes that were decided within the period, the money they freed and took back."""
    projects = asked.projects(range(1995, asked.period.last.year + 1))
    rows = list(
        ChangeRequest.objects.filter(state=changes.APPROVED, decided_on__range=(asked.period.first, asked.period.last), project__in=projects)
        .select_related("project__province", "share__establishment", "decision")
        .order_by("decided_on", "pk")
    )  # fmt: skip
    moved = _moved(rows)
    lines = with_total((_change_line(row, moved[row.pk], number) for number, row in enumerate(rows, start=1)), R4)
    notes = [
        "Kinh phí giải phóng trở về nguồn để bố trí cho đề án khác; dùng cho đề án nào xem kế hoạch bổ sung của năm."
    ]
    return asked.built("r4", "Điều chỉnh, bổ sung và ngừng triển khai đề án", R4, lines, notes, "Thông tư 36/2013/TT-BCT, Điều 11")  # fmt: skip


def _moved(rows: list[ChangeRequest]) -> dict[int, dict[str, int]]:
    """request → kind of transfer → whole đồng; one query."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: {"release": 0, "recover": 0})
    wanted = {f"change:{row.pk}": row.pk for row in rows}
    moved = Transfer.objects.filter(reference__in=list(wanted), kind__in=["release", "recover"], reversal=None)
    for reference, kind, amount in moved.values_list("reference", "kind").annotate(sum=Sum("amount")).order_by():
        found[wanted[reference]][kind] = int(amount)
    return found


def _change_line(row: ChangeRequest, moved: dict[str, int], number: int) -> Line:
    coded = lawbook.stop_reasons(row.project, row.asked_on).get(row.reason_code)
    here = Record("change", row.pk, f"{row.project.code}, đề nghị {row.number}")
    amounts = {
        code: Amount((Record("change", row.pk, here.label, adds),)) if adds else NOTHING
        for code, adds in (("freed", moved["release"]), ("recovered", moved["recover"]))
    }
    texts = {
        "name": row.project.title, "change": CHANGES[row.change], "reason": f"{coded.name}. {row.reason}" if coded else row.reason,
        "decision": row.decision.label if row.decision else "",
    }  # fmt: skip
    return Line(f"change:{row.pk}", str(number), texts, amounts, record=record(row.project))


# --- R5

R5 = (
    Col("name", "Số liệu đã công bố", TEXT, width=6),
    Col("period", "Kỳ", TEXT, width=2),
    Col("value", "Số", COUNT, width=2),
    Col("unit", "Đơn vị tính", TEXT, width=2),
    Col("source", "Nguồn", TEXT, width=5),
)


def voting(asked: Asked) -> Built:
    """R5: no voting round is kept here yet; what others printed of products and certificates is shown with its source."""
    rows = StatedFigure.objects.filter(Q(measure__contains="product") | Q(measure__contains="certif"))
    rows = rows.filter(year_from__lte=asked.period.last.year, year_to__gte=asked.period.first.year)
    if asked.place is not None:
        rows = rows.filter(Q(province=asked.place) | Q(place=asked.place) | Q(place__parent=asked.place))
    if asked.user is not None:
        held = asked.user.grants.provinces_with("report.view")
        rows = rows if held is None else rows.filter(province__in=held)
    lines = [_stated_line(row, number) for number, row in enumerate(rows.order_by("year_from", "pk"), start=1)]
    notes = [
        "Hệ thống chưa ghi các kỳ bình chọn sản phẩm: bảng chỉ có số liệu do nơi khác công bố, không cộng với nhau."
    ]
    return asked.built("r5", "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu", R5, lines, notes, "Thông tư 26/2014/TT-BCT")  # fmt: skip


def _stated_line(row: StatedFigure, number: int) -> Line:
    measure = MEASURES.get(row.measure, Measure(row.measure))
    known = Amount((Record("stated", row.pk, row.source_url, int(row.value)),)) if row.value is not None else NOTHING
    texts = {"name": measure.label, "period": row.period, "unit": row.unit or measure.unit, "source": row.source_url}
    return Line(f"stated:{row.pk}", str(number), texts, {"value": known})


# --- R6

R6 = (
    Col("name", "Cơ sở", TEXT, width=5),
    Col("place", "Địa điểm", TEXT, width=4),
    Col("workers", "Lao động", COUNT, width=1.6),
    Col("need", "Nhu cầu", TEXT, width=5),
    Col("wishes", "Số nhu cầu", COUNT, width=1.5),
    Col("asked", "Đề nghị hỗ trợ", MONEY, width=2.2),
    Col("investment", "Đầu tư dự kiến", MONEY, width=2.2),
    Col("state", "Tình trạng", TEXT, width=2.6),
)


def wishes(asked: Asked) -> Built:
    """R6: establishments whose wishes were received within the period."""
    rows = records("wishes", Where(asked.place, asked.as_now, content=asked.content), asked.user)
    rows = rows.filter(received_on__range=(asked.period.first, asked.period.last))
    rows = rows.select_related("establishment__place__parent__parent").order_by("establishment__sort_key", "received_on", "pk")  # fmt: skip
    by_firm: dict[int, list[Wish]] = {}
    for row in rows:
        by_firm.setdefault(row.establishment_id, []).append(row)
    lines = with_total((_firm_line(found, number) for number, found in enumerate(by_firm.values(), start=1)), R6)
    notes = ["Một cơ sở một dòng; tổng lao động chỉ cộng cơ sở biết số."]
    return asked.built("r6", "Danh sách cơ sở công nghiệp nông thôn và nhu cầu", R6, lines, notes, "Thông tư liên tịch 16/2011/TTLT-BCT-BNV")  # fmt: skip


def _firm_line(found: list[Wish], number: int) -> Line:
    firm, newest = found[0].establishment, found[-1]

    def of_wishes(name: str) -> Amount:
        known = [(one, getattr(one, name)) for one in found]
        return Amount(tuple(Record("wish", one.pk, one.code, int(value)) for one, value in known if value))

    workers = Amount((Record("establishment", firm.pk, firm.name, int(firm.workers)),)) if firm.workers else NOTHING
    texts = {"name": firm.name, "place": full_name(firm.place), "need": newest.need, "state": states.WISH_LABELS.get(newest.state, "")}  # fmt: skip
    amounts = {
        "workers": workers, "wishes": Amount(tuple(Record("wish", one.pk, one.code) for one in found)), "asked": of_wishes("amount_asked"),
        "investment": of_wishes("investment"),
    }  # fmt: skip
    return Line(
        f"establishment:{firm.pk}", str(number), texts, amounts, record=Record("establishment", firm.pk, firm.name)
    )


# --- R7

R7 = (
    Col("name", "Họ tên", TEXT, width=4),
    Col("role", "Vai trò", TEXT, width=4),
    Col("office", "Đơn vị", TEXT, width=5),
    Col("place", "Địa bàn", TEXT, width=4),
    Col("live", "Đề án đang phụ trách", COUNT, width=2),
    Col("year", "Đề án của kỳ", COUNT, width=2),
    Col("done", "đã hoàn thành", COUNT, width=2),
)
_NETWORK = ("officer", "collaborator", "director")


def network(asked: Asked) -> Built:
    """R7, N34: who works where on the last day of the period, and the projects of each."""
    rows = (
        Grant.objects.in_force(asked.period.last)
        .filter(role__in=_NETWORK)
        .select_related("user", "organisation", "place")
    )
    provinces = _provinces(asked)
    rows = rows if provinces is None else rows.filter(organisation__province__in=provinces)
    people = list(rows.order_by("organisation__name", "user__full_name", "pk"))
    mine: dict[int, list[Project]] = defaultdict(list)
    for project in asked.projects().filter(officer__in={row.user_id for row in people}):
        mine[project.officer_id].append(project)
    live = (
        asked.projects(range(1995, asked.period.last.year + 2))
        .live()
        .filter(officer__in={row.user_id for row in people}, source_url="")
    )
    open_now: dict[int, list[Project]] = defaultdict(list)
    for project in live:
        open_now[project.officer_id].append(project)
    lines = [
        _person_line(row, mine[row.user_id], open_now[row.user_id], number)
        for number, row in enumerate(people, start=1)
    ]
    return asked.built("r7", "Cán bộ khuyến công, cộng tác viên", R7, with_total(lines, R7), _gaps(asked, people), "Nghị định 45/2012/NĐ-CP, Điều 8, 10")  # fmt: skip


def _provinces(asked: Asked) -> list[int] | None:
    held = asked.user.grants.provinces_with("report.view") if asked.user else None
    if asked.place is None:
        return None if held is None else sorted(held)
    top = asked.place
    while top.parent is not None:
        top = top.parent
    now = list(Unit.objects.filter(pk=top.pk)) if top.is_current else list(Unit.objects.filter(came_from__old=top))
    return [unit.pk for unit in now if held is None or unit.pk in held]


def _person_line(row: Grant, projects: list[Project], live: list[Project], number: int) -> Line:
    texts = {
        "name": row.user.full_name, "role": ROLES[row.role].label, "office": row.organisation.name,
        "place": (row.place or row.organisation.place).label if row.place or row.organisation.place else "",
    }  # fmt: skip
    amounts = {
        "live": Amount(tuple(record(one) for one in live)),
        "year": Amount(tuple(record(one) for one in projects)),
        "done": Amount(tuple(record(one) for one in projects if one.state in FINISHED)),
    }
    return Line(f"person:{row.pk}", str(number), texts, amounts)


def _gaps(asked: Asked, people: list[Grant]) -> list[str]:
    """How many communes nobody covers, where the place is a province of today."""
    notes = ["Người giữ hai vai trò có hai dòng; đề án của người ấy khi đó được tính ở cả hai dòng."]
    if asked.place is None or asked.place.level != 1 or not asked.place.is_current:
        return notes
    communes = below(asked.place, asked.period.last).filter(level=3).count()
    covered = {row.place_id or row.organisation.place_id for row in people if row.role == "collaborator"} - {None}
    notes.append(f"{communes} xã, phường, đặc khu; {len(covered)} nơi có cộng tác viên, {communes - len(covered)} nơi chưa có ai.")  # fmt: skip
    return notes


# --- collaborators' accepted work

PAY = (
    Col("name", "Họ tên", TEXT, width=4),
    Col("place", "Địa bàn", TEXT, width=4),
    Col("recorded", "Nhu cầu đã ghi", COUNT, width=2),
    Col("accepted", "đã thẩm tra", COUNT, width=2),
    Col("feasible", "đủ điều kiện", COUNT, width=2),
    Col("visits", "Phiếu đi cơ sở đã gửi", COUNT, width=2),
    Col("taken", "được chấp nhận", COUNT, width=2),
    Col("rate", "Mức chi", TEXT, width=2.4),
    Col("sum", "Thành tiền", TEXT, width=2.4),
    Col("signed", "Ký nhận", TEXT, width=2.4),
)


def pay(asked: Asked) -> Built:
    """Bảng kê thù lao: what each collaborator recorded in the period and what of it was accepted; the rate is the province's."""
    rows = (
        Grant.objects.in_force(asked.period.last)
        .filter(role="collaborator")
        .select_related("user", "organisation", "place")
    )
    provinces = _provinces(asked)
    rows = rows if provinces is None else rows.filter(organisation__province__in=provinces)
    people = list(rows.order_by("organisation__name", "user__full_name", "pk"))
    done: dict[int, list[Wish]] = defaultdict(list)
    recorded = records("wishes", Where(asked.place, asked.as_now, content=asked.content), asked.user)
    for wish in recorded.filter(
        received_on__range=(asked.period.first, asked.period.last), created_by__in={row.user_id for row in people}
    ):
        done[wish.created_by_id].append(wish)
    visits = _visits(asked, {row.user_id for row in people})
    lines = with_total(
        (_pay_line(row, done[row.user_id], visits[row.user_id], number) for number, row in enumerate(people, start=1)),
        PAY,
    )
    notes = [
        "Việc được nhận: nhu cầu do cộng tác viên ghi trong kỳ và đã được thẩm tra; phiếu đi cơ sở làm trong kỳ và đã được chấp nhận. Mức chi theo quy định của tỉnh, hệ thống chưa có: ghi tay."
    ]
    return asked.built("ctv", "Bảng kê thù lao cộng tác viên", PAY, lines, notes, "Nghị định 45/2012/NĐ-CP, Điều 10")


def _visits(asked: Asked, people: set[int]) -> dict[int, list[Visit]]:
    """Received visits of these people whose day lies in the period, by officer; within the reader's scope."""
    first, last = asked.period.first, asked.period.last
    seen = Visit.objects.all() if asked.user is None else Visit.objects.visible_to(asked.user)
    rows = seen.received().filter(officer__in=people)
    days = Q(visited_on__range=(first, last)) | Q(visited_on=None, finished_at__date__range=(first, last))
    found: dict[int, list[Visit]] = defaultdict(list)
    for visit in rows.filter(days).order_by("finished_at", "pk"):
        found[visit.officer_id].append(visit)
    return found


def _pay_line(row: Grant, done: list[Wish], visits: list[Visit], number: int) -> Line:
    def of(found: list[Wish]) -> Amount:
        return Amount(tuple(Record("wish", one.pk, one.code) for one in found))

    def made(found: list[Visit]) -> Amount:
        return Amount(tuple(Record("visit", str(one.pk), one.receipt) for one in found))

    place = row.place or row.organisation.place
    texts = {"name": row.user.full_name, "place": place.label if place else "", "rate": BLANK, "sum": BLANK}
    amounts = {
        "recorded": of(done),
        "accepted": of([one for one in done if one.state != states.RECEIVED]),
        "feasible": of([one for one in done if one.state == states.SCREENED]),
        "visits": made(visits),
        "taken": made([one for one in visits if one.state == kinds.ACCEPTED]),
    }
    return Line(f"person:{row.pk}", str(number), texts, amounts)
