"""The registered figures. Each is one declaration: which records, what each of them adds, by what it may be broken down.

Value, breakdown and records all come of it, so the records behind a number add up to it by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, When

from bedo.ledger.models import Account, Transfer
from bedo.network.models import Attendance, Course, CourseClass
from bedo.projects.models import Effect, Project, Share, Wish
from bedo.projects.rules import states as s
from bedo.reports.models import MoneySum, ProjectSum
from bedo.reports.summaries import AMOUNTS

PLANNED = sorted({s.PLANNED, s.FUNDED, s.DETAILED, s.STOPPING, s.STOPPED} | s.since(s.CONTRACTED))
CONTRACTED = sorted(s.since(s.CONTRACTED))
FINISHED = sorted(s.since(s.COMPLETED))
SPENT = ("advanced", "recoverable", "settled")
SIGNED = ("contracted", *SPENT)
"""Stages of money under contract, and of money paid."""
DONG, PROJECT, FIRM, PERSON = "đồng", "đề án", "cơ sở", "người"


@dataclass(frozen=True)
class Summed:
    """Where the database keeps the figure added up: rows of a table of sums, the column added, the column that counts records;
    `minus`: rows whose sums count against it. `dimensions`: word of a breakdown → column."""

    model: type[MoneySum | ProjectSum]
    rows: Q
    adds: str
    records: str
    dimensions: Mapping[str, str]
    minus: Q | None = None


@dataclass(frozen=True)
class Figure:
    """A figure. `flow`: over a period, may be added over periods; else a stock at a moment.

    `rows`: its records before scope; `adds`: what one record adds (None: it counts as one); `year`: lookup of the year it
    belongs to; `day`: lookup of the day within the year, where there is one; `project`: lookup of the project ("" is the
    record itself), `place`: lookup of the place of its day; `dimensions`: word of a breakdown → lookup. `over`: the codes
    of numerator and denominator of a ratio. `measure`: what others print under other names; `missing`: why the system
    holds no such records, then the value is None. `summed`: the same from the tables of sums, tested to be equal. `right`:
    what opens its records where that is not the right to figures; who lacks it is not shown a nought.
    """

    code: str
    name: str
    definition: str
    unit: str
    flow: bool
    rows: Callable[[], QuerySet]
    adds: Any = None
    year: str = "year"
    day: str = ""
    place: str = "place"
    province: str = "province_id"
    dimensions: Mapping[str, str] | None = None
    over: tuple[str, str] | None = None
    measure: str = ""
    missing: str = ""
    summed: Summed | None = None
    right: str = ""

    @property
    def has_day(self) -> bool:
        """Do its records have a day, so that it can be asked for a part of a year?"""
        return bool(self.day) and not self.over and not self.missing

    @property
    def lookups(self) -> dict[str, str]:
        """Word of each breakdown → lookup in the records; periods and places are reckoned (asking.py)."""
        found = {"province_now": self.province, "province_then": "_top", "district": "_district", "commune": "_commune",
                 "year": "_year", "period": "_period", **(self.dimensions or {})}  # fmt: skip
        if self.day:
            found |= {"half": "_half", "quarter": "_quarter", "month": "_month"}
        return found


OF_PROJECT = {"fund": "fund", "content": "content", "kind": "kind", "status": "state", "officer": "officer_id"}
OF_SHARE = {name: f"project__{lookup}" for name, lookup in OF_PROJECT.items()}
OF_EFFECT = {name: f"share__project__{lookup}" for name, lookup in OF_PROJECT.items()}
OF_WISH = {"content": "content", "status": "state", "officer": "officer_id", "reason": "reason", "channel": "channel"}


SUM_OF_PROJECT = {
    "province_now": "tenant",
    "year": "year",
    "fund": "fund",
    "content": "content",
    "kind": "kind",
    "status": "state",
}
SUM_OF_MONEY = {"province_now": "tenant", "year": "year", "fund": "fund", "content": "content"}


def _projects(
    code: str, name: str, definition: str, unit: str = PROJECT, *, where: Q, amount: str = "", **more: Any
) -> Figure:
    """Counts projects, or adds up an amount of those that have one. `where` asks only what the table of sums is kept by."""
    known = Q(**{f"{amount}__isnull": False}) if amount else Q()
    more.setdefault("flow", True)
    more.setdefault(
        "summed", Summed(ProjectSum, where, amount or "records", AMOUNTS.get(amount, "records"), SUM_OF_PROJECT)
    )
    return Figure(
        code,
        name,
        definition,
        unit,
        rows=lambda: Project.objects.filter(where & known),
        adds=F(amount) if amount else None,
        dimensions=OF_PROJECT,
        **more,
    )


def _wishes(code: str, name: str, definition: str, where: Q) -> Figure:
    return Figure(
        code, name, definition, "nhu cầu", True, lambda: Wish.objects.filter(where), year="received_on__year", day="received_on",
        place="establishment__place", dimensions=OF_WISH,
    )  # fmt: skip


def _moved(code: str, name: str, definition: str, source: str, target: str) -> Figure:
    """Money that went from one stage to another; what was reversed counts against it."""
    there = Q(source__stage=source, target__stage=target)
    back = Q(kind="reverse", source__stage=target, target__stage=source)
    return Figure(
        code, name, definition, DONG, True,
        lambda: Transfer.objects.filter(there | back),
        adds=Case(When(back, then=-F("amount")), default=F("amount"), output_field=BigIntegerField()),
        year="line__year", day="on", place="province", dimensions={"fund": "line__fund", "kind": "kind", "content": "_content"},
        summed=Summed(
            MoneySum, Q(source=source, target=target), "amount", "records", SUM_OF_MONEY,
            minus=Q(source=target, target=source, is_back=True),
        ),
    )  # fmt: skip


def _standing(code: str, name: str, definition: str, *stages: str) -> Figure:
    """Money that lies in these stages now, by who holds it."""
    return Figure(
        code, name, definition, DONG, False, lambda: Account.objects.filter(stage__in=stages).exclude(balance=0), adds=F("balance"),
        year="line__year", place="province", dimensions={"fund": "line__fund", "content": "_content", "stage": "stage"},
    )  # fmt: skip


def _effects(code: str, name: str, definition: str, unit: str, adds: str, *, flow: bool) -> Figure:
    return Figure(
        code, name, definition, unit, flow, lambda: Effect.objects.exclude(**{adds: None}), adds=F(adds), year="year",
        place="share__project__place", province="share__project__province_id", dimensions=OF_EFFECT,
    )  # fmt: skip


def _learning(
    code: str, name: str, definition: str, unit: str, rows: Callable[[], QuerySet], begins: str, own: str
) -> Figure:
    """Counts rows of the network's training by the day on which their course or class began."""
    return Figure(
        code, name, definition, unit, True, rows, year=f"{begins}__year", day=begins, place="province",
        dimensions={"held_by": own}, right="network.view",
    )  # fmt: skip


def _content(code: str, name: str, definition: str, unit: str, *contents: str) -> Figure:
    return _projects(code, name, definition, unit, where=Q(content__in=contents, state__in=FINISHED))


_ALL = (
    _wishes("wishes", "Nhu cầu đã nhận", "Nhu cầu của cơ sở theo ngày tiếp nhận, kể cả đã rút hay bị từ chối.", Q()),
    _wishes("wishes_appraised", "Nhu cầu đã thẩm tra", "Nhu cầu đã thẩm tra năng lực, đạt hoặc không đạt.",
            Q(state__in=[s.SCREENED, s.REFUSED])),
    _wishes("wishes_refused", "Nhu cầu không đủ điều kiện", "Nhu cầu bị từ chối, kèm lý do và điều kiện để thực hiện được.",
            Q(state=s.REFUSED)),
    _projects("projects", "Đề án", "Mọi đề án, nhiệm vụ theo năm kế hoạch, kể cả đã công bố ở nơi khác; đề án nhóm tính là một.",
              where=Q()),
    _projects("projects_planned", "Đề án trong kế hoạch", "Đề án đã có quyết định phê duyệt kế hoạch, kể cả đã ngừng sau đó.",
              where=Q(state__in=PLANNED), measure="projects_planned"),
    _projects("projects_contracted", "Đề án đã ký hợp đồng", "Đề án đã ký hợp đồng hoặc giao nhiệm vụ và chưa ngừng.",
              where=Q(state__in=CONTRACTED)),
    _projects("projects_finished", "Đề án hoàn thành", "Đề án đã hoàn thành khối lượng trở đi (chờ nghiệm thu, đã nghiệm thu, đã quyết toán).",
              where=Q(state__in=FINISHED), measure="projects_finished"),
    _projects("projects_stopped", "Đề án ngừng", "Đề án đã có quyết định ngừng.", where=Q(state=s.STOPPED), measure="projects_stopped"),
    _projects("projects_national", "Đề án khuyến công quốc gia", "Đề án trong kế hoạch khuyến công quốc gia.",
              where=Q(track="national", state__in=PLANNED), measure="projects_national"),
    _projects("projects_local", "Đề án khuyến công địa phương", "Đề án trong kế hoạch khuyến công địa phương.",
              where=Q(track="local", state__in=PLANNED), measure="projects_local"),
    _projects("support", "Kinh phí hỗ trợ theo đề án", "Mức hỗ trợ của các đề án trong kế hoạch; đề án chưa công bố số tiền thì không cộng.",
              DONG, where=Q(state__in=PLANNED), amount="support", measure="fund_total"),
    _projects("support_finished", "Kinh phí hỗ trợ của đề án hoàn thành", "Mức hỗ trợ của các đề án đã hoàn thành.",
              DONG, where=Q(state__in=FINISHED), amount="support", measure="fund_spent"),
    _projects("counterpart_pledged", "Vốn đối ứng cam kết", "Vốn đối ứng ghi trong các đề án thuộc kế hoạch.",
              DONG, where=Q(state__in=PLANNED), amount="counterpart", measure="counterpart"),
    _projects("total_investment", "Tổng vốn đầu tư", "Tổng kinh phí thực hiện của các đề án thuộc kế hoạch.",
              DONG, where=Q(state__in=PLANNED), amount="total", measure="total_investment"),
    Figure("beneficiaries", "Lượt cơ sở được hỗ trợ", "Phần hỗ trợ có cơ sở thụ hưởng của các đề án trong kế hoạch; một cơ sở hai đề án là hai lượt.",
           FIRM, True, lambda: Share.objects.filter(role="beneficiary", establishment__isnull=False, project__state__in=PLANNED),
           year="project__year", place="project__place", province="project__province_id", dimensions=OF_SHARE, measure="beneficiaries"),
    Figure("counterpart_proven", "Vốn đối ứng đã chứng minh", "Vốn đối ứng đã có chứng từ của các phần đề án.",
           DONG, True, lambda: Share.objects.filter(counterpart_proven__gt=0), adds=F("counterpart_proven"),
           year="project__year", place="project__place", province="project__province_id", dimensions=OF_SHARE),
    _moved("money_planned", "Kinh phí đã bố trí", "Tiền chuyển từ nguồn vào các đề án của kế hoạch.", "available", "planned"),
    _moved("money_contracted", "Kinh phí đã ký hợp đồng", "Tiền của kế hoạch đã đưa vào hợp đồng.", "planned", "contracted"),
    _moved("money_advanced", "Kinh phí đã chi, tạm ứng", "Mọi khoản đã chi cho đề án, chưa trừ quyết toán.", "contracted", "advanced"),
    _moved("money_settled", "Kinh phí đã quyết toán", "Tiền đã chi được chấp nhận quyết toán.", "advanced", "settled"),
    _moved("money_returned", "Kinh phí đã thu hồi", "Tiền phải thu hồi đã nộp trả ngân sách.", "recoverable", "out"),
    _standing("standing_planned", "Kinh phí đang bố trí", "Tiền của năm ngân sách đang nằm ở các đề án: đã bố trí, đã ký hợp đồng, đã chi, phải thu hồi, đã quyết toán.",
              "planned", *SIGNED),
    _standing("standing_signed", "Kinh phí đang có hợp đồng", "Tiền của năm ngân sách đã vào hợp đồng, kể cả đã chi, phải thu hồi, đã quyết toán.", *SIGNED),
    _standing("standing_spent", "Kinh phí đã chi, còn tính", "Tiền của năm ngân sách đã chi: chưa quyết toán, phải thu hồi, đã quyết toán.", *SPENT),
    _standing("standing_settled", "Kinh phí đã quyết toán, còn tính", "Tiền của năm ngân sách đang ở giai đoạn đã quyết toán.", "settled"),
    _effects("jobs", "Lao động tăng thêm", "Lao động tăng thêm nhờ hỗ trợ, theo dõi từng năm sau nghiệm thu.", PERSON, "jobs_new", flow=True),
    _effects("workers", "Lao động đang làm việc", "Lao động của các cơ sở được theo dõi tại ngày hỏi; không cộng các năm.", PERSON, "workers", flow=False),
    _content("machines", "Đề án máy móc, thiết bị", "Đề án ứng dụng máy móc, thiết bị đã hoàn thành.", PROJECT, "MAY_MOC_CHUYEN_GIAO_CN", "DAY_CHUYEN_CONG_NGHE"),
    _content("models", "Mô hình trình diễn", "Đề án mô hình trình diễn đã hoàn thành.", "mô hình", "MO_HINH_TRINH_DIEN_MOI", "MO_HINH_NHAN_RONG"),
    _content("brands", "Đề án thương hiệu, bao bì", "Đề án xây dựng, đăng ký thương hiệu đã hoàn thành.", PROJECT, "THUONG_HIEU"),
    _content("fairs", "Đề án hội chợ, triển lãm", "Nhiệm vụ tổ chức, tham gia hội chợ, triển lãm đã hoàn thành.", PROJECT,
             "HOI_CHO_TO_CHUC_TRONG_NUOC", "HOI_CHO_THAM_GIA_TRONG_NUOC", "HOI_CHO_NUOC_NGOAI"),
    _projects("trainees", "Người được đào tạo", "Số học viên của các lớp đào tạo nghề, tập huấn.", PERSON, where=Q(pk=None), summed=None,
              measure="people_trained", missing="Hệ thống chưa ghi số học viên của từng lớp."),
    _projects("investment_known", "Tổng vốn của đề án biết cả hai số", "Tổng kinh phí của các đề án có cả tổng vốn và mức hỗ trợ.", DONG,
              where=Q(state__in=PLANNED, total__isnull=False, support__gt=0), amount="total", summed=None),
    _projects("support_known", "Hỗ trợ của đề án biết cả hai số", "Mức hỗ trợ của các đề án có cả tổng vốn và mức hỗ trợ.", DONG,
              where=Q(state__in=PLANNED, total__isnull=False, support__gt=0), amount="support", summed=None),
    _projects("seed_capital", "Hệ số vốn mồi", "Tổng kinh phí chia cho mức hỗ trợ, ở các đề án biết cả hai số.", "lần", flow=False,
              where=Q(state__in=PLANNED, total__isnull=False, support__gt=0), summed=None, over=("investment_known", "support_known")),
    Figure("income", "Thu nhập bình quân", "Trung bình cộng thu nhập một lao động một tháng của các lần theo dõi.", "đồng/người/tháng", False,
           lambda: Effect.objects.exclude(income=None), year="year", place="share__project__place",
           province="share__project__province_id", dimensions=OF_EFFECT, over=("income_told", "income_answers")),
    _effects("income_told", "Cộng thu nhập đã hỏi", "Cộng thu nhập một lao động một tháng của các lần theo dõi; chỉ để tính bình quân.",
             "đồng/người/tháng", "income", flow=False),
    _learning("courses", "Khóa đào tạo, tập huấn của mạng lưới", "Khóa học cho người làm khuyến công, Trung tâm tự mở hoặc nơi khác mở; tính vào năm bắt đầu.",
              "khóa", lambda: Course.objects.all(), "from_on", "own"),
    _learning("classes", "Lớp đào tạo, tập huấn của mạng lưới", "Lớp của các khóa học; tính vào năm lớp bắt đầu.", "lớp",
              lambda: CourseClass.objects.all(), "from_on", "course__own"),
    _learning("attendances", "Lượt người làm khuyến công đi học", "Người có học ở một lớp; một người hai lớp là hai lượt, người vắng không tính.", "lượt",
              lambda: Attendance.objects.filter(present=True), "course_class__from_on", "course_class__course__own"),
    _learning("certificates", "Chứng chỉ của người làm khuyến công", "Lượt học có số chứng chỉ.", "chứng chỉ",
              lambda: Attendance.objects.filter(present=True).exclude(certificate=""), "course_class__from_on", "course_class__course__own"),
    Figure("income_answers", "Số lần theo dõi có thu nhập", "Số câu trả lời về thu nhập.", "lần", False, lambda: Effect.objects.exclude(income=None),
           year="year", place="share__project__place", province="share__project__province_id", dimensions=OF_EFFECT),
)  # fmt: skip
REGISTRY: dict[str, Figure] = {one.code: one for one in _ALL}
