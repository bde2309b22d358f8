"""Looking for what should not be: orphans, impossible days, totals that do not hold, lost files, jobs that failed.

Each check yields sentences for people; a check that finds nothing is silent. Reads only. `bedo verify` proves the log and
the money; this looks at the rest.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When
from django_tasks_db.models import DBTaskResult

from bedo.accounts.models import Grant, User
from bedo.config import health
from bedo.core import outbox
from bedo.core.clock import now, today
from bedo.core.models import OutboxMail
from bedo.documents.models import Attachment, Paper
from bedo.projects.models import Acceptance, Payment, Project, Responsibility, Share, Wish, WishResponsibility
from bedo.projects.rules import states

SHOWN = 20
LOW_DISK = 1024 * 1024 * 1024


def live_projects():
    """Those that somebody must carry on; projects known only from what was published are none of them."""
    return Project.objects.filter(source_url="").exclude(state__in=states.ENDED)


def projects_without_officer() -> Iterator[str]:
    """Every live project has exactly one responsible officer (need N19)."""
    rows = live_projects().annotate(open=Count("responsibilities", filter=Q(responsibilities__to_on=None)))
    for project in rows.exclude(open=1).order_by("pk"):
        yield f"Đề án {project.code}: đang thực hiện mà không có người phụ trách."
    differing = Responsibility.objects.filter(to_on=None, project__in=live_projects()).exclude(
        officer=F("project__officer")
    )
    for row in differing.select_related("project").order_by("pk"):
        yield f"Đề án {row.project.code}: người phụ trách trên đề án khác người trong bảng phân công."


def wishes_without_officer() -> Iterator[str]:
    """Every live wish has exactly one responsible person, the one that stands on it (need N19)."""
    rows = Wish.objects.live().annotate(open=Count("responsibilities", filter=Q(responsibilities__to_on=None)))
    for wish in rows.exclude(open=1).order_by("pk"):
        yield f"Nhu cầu {wish.code}: đang chờ mà không có người phụ trách."
    differing = WishResponsibility.objects.filter(to_on=None, wish__in=Wish.objects.live()).exclude(
        officer=F("wish__officer")
    )
    for row in differing.select_related("wish").order_by("pk"):
        yield f"Nhu cầu {row.wish.code}: người phụ trách trên nhu cầu khác người trong bảng phân công."


def officers_who_left() -> Iterator[str]:
    """Projects of people whose account is closed or who hold no grant today."""
    holding = Grant.objects.in_force(today()).values("user")
    gone = User.objects.filter(Q(is_active=False) | ~Q(pk__in=holding))
    counts = live_projects().filter(officer__in=gone).values("officer__full_name").annotate(number=Count("pk"))
    for row in counts.order_by("officer__full_name"):
        yield f"{row['officer__full_name']} không còn làm việc nhưng vẫn phụ trách {row['number']} đề án: cần bàn giao."


def totals_of_projects() -> Iterator[str]:
    """A project's money is the sum of its shares, wherever every share has a figure."""
    unknown = Case(When(shares__support=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = Project.objects.annotate(shares_support=Sum("shares__support"), gaps=Sum(unknown), number=Count("shares"))
    for project in rows.filter(number__gt=0, gaps=0).exclude(support=F("shares_support")).order_by("pk"):
        yield f"Đề án {project.code}: ghi hỗ trợ {project.support}, cộng các phần được {project.shares_support}."


def states_of_projects() -> Iterator[str]:
    """Codes outside the table of states."""
    for code, state in Project.objects.exclude(state__in=states.STATES).order_by("pk").values_list("code", "state"):
        yield f"Đề án {code}: trạng thái “{state}” không có trong bảng."
    shares = Share.objects.exclude(state__in=["", *states.SHARE_ORDER, states.STOPPING, states.STOPPED]).order_by("pk")
    for code, state in shares.values_list("project__code", "state"):
        yield f"Một phần của đề án {code}: trạng thái “{state}” không có trong bảng."


def impossible_days() -> Iterator[str]:
    """Money before its contract, acceptance before it, ends before beginnings, papers from the future."""
    early = Payment.objects.filter(on__lt=F("contract__signed_on")).select_related("share__project", "contract")
    for row in early.order_by("pk"):
        yield f"Đề án {row.share.project.code}: chi ngày {row.on:%d/%m/%Y} trước ngày ký hợp đồng {row.contract.signed_on:%d/%m/%Y}."
    accepted = Acceptance.objects.filter(held_on__lt=F("share__contract_items__contract__signed_on"))
    for row in accepted.select_related("share__project").order_by("pk").distinct():
        yield f"Đề án {row.share.project.code}: nghiệm thu ngày {row.held_on:%d/%m/%Y} trước ngày ký hợp đồng."
    for project in Project.objects.filter(ends_on__lt=F("starts_on")).order_by("pk"):
        yield f"Đề án {project.code}: kết thúc {project.ends_on:%d/%m/%Y} trước khi bắt đầu {project.starts_on:%d/%m/%Y}."
    for row in Responsibility.objects.filter(to_on__lt=F("from_on")).select_related("project").order_by("pk"):
        yield f"Đề án {row.project.code}: phân công kết thúc trước khi bắt đầu."
    for paper in Paper.objects.filter(issued_on__gt=today()).order_by("pk"):
        yield f"{paper.label}: ngày văn bản ở tương lai."


def lost_files() -> Iterator[str]:
    """Every stored file is there, with its size."""
    rows = Attachment.objects.order_by("path").values_list("path", "size", "original_name")
    for path, size, name in rows.iterator(chunk_size=2000):
        if not default_storage.exists(path):
            yield f"Tệp “{name}” ({path}) không còn trong kho."
        elif default_storage.size(path) != size:
            yield f"Tệp “{name}” ({path}) không đủ {size} byte."


def undelivered_mail() -> Iterator[str]:
    number = OutboxMail.objects.filter(sent_at=None, tries__gte=outbox.MAX_TRIES).count()
    if number:
        yield f"{number} thư gửi không được sau {outbox.MAX_TRIES} lần. Kiểm tra máy chủ thư (BEDO_EMAIL_HOST)."


def failed_tasks() -> Iterator[str]:
    week = DBTaskResult.objects.failed().filter(finished_at__gt=now() - timedelta(days=7))
    for row in week.values("task_path").annotate(number=Count("pk")).order_by("task_path"):
        yield f"Việc nền {row['task_path']} hỏng {row['number']} lần trong tuần. Xem nhật ký máy chủ."


def the_machine() -> Iterator[str]:
    pending = health.pending_migrations()
    if pending:
        yield f"Còn {len(pending)} bước nâng cấp cơ sở dữ liệu chưa chạy. Chạy “bedo migrate”."
    free = shutil.disk_usage(Path(settings.DATA_DIR)).free
    if free < LOW_DISK:
        yield f"Ổ đĩa của {settings.DATA_DIR} chỉ còn {free // (1024 * 1024)} MB."
    if settings.DEBUG:
        yield "BEDO_DEBUG đang bật: trang lỗi lộ mã nguồn và dữ liệu."


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "máy chủ": the_machine,
    "người phụ trách": projects_without_officer,
    "người phụ trách nhu cầu": wishes_without_officer,
    "người đã nghỉ": officers_who_left,
    "tổng của đề án": totals_of_projects,
    "trạng thái": states_of_projects,
    "ngày tháng": impossible_days,
    "tệp": lost_files,
    "thư": undelivered_mail,
    "việc nền": failed_tasks,
}


def examine() -> dict[str, list[str]]:
    """All checks: name → what is wrong."""
    return {name: list(check()) for name, check in CHECKS.items()}
