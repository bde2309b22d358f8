"""Changes of the sample year: one waits to be checked, one to be decided, one was refused, one reduces, two end in a stop, of which
one still pays back; in a group one share is replaced and one stopped."""

from __future__ import annotations

from datetime import date
from typing import Any

from bedo.config.demo.sample import dossiers, several
from bedo.config.demo.sample.carrying_out import Road
from bedo.config.demo.sample.cases import MILLION, Case
from bedo.config.demo.sample.plans import SO, UBND
from bedo.config.demo.sample.stage import Stage
from bedo.core.types import Dong
from bedo.projects.models import ChangeRequest, Project
from bedo.projects.rules import states
from bedo.projects.services import changes, settlement

LATE_CASE, REFUSED_CASE, READY_CASE, REDUCED_CASE = 2, 3, 4, 5
ACCOUNT = "Tài khoản thu hồi của Trung tâm tại Kho bạc Nhà nước (số tài khoản minh hoạ)"


def make(stage: Stage, projects: dict[Case, Project]) -> None:
    """All of them, once the projects have come as far as they do."""
    by_number = {case.number: project for case, project in projects.items()}
    for project in by_number.values():
        project.refresh_from_db()
    _waiting(stage, by_number[LATE_CASE])
    _refused(stage, by_number[REFUSED_CASE])
    _ready(stage, by_number[READY_CASE])
    _reduced(stage, by_number[REDUCED_CASE])
    for case, project in projects.items():
        if case.until == states.STOPPED:
            _stopped(stage, project)
        elif case.until == states.STOPPING:
            _stopping(stage, project)
    in_the_group(stage)


def asked(stage: Stage, project: Project, change: str, after: dict[str, Any], reason: str, on: date, **more: Any) -> ChangeRequest:  # fmt: skip
    return changes.ask(
        project=project, change=change, after=after, reason=reason, on=on, by=project.officer, today=on, **more
    )


def checked(stage: Stage, request: ChangeRequest, text: str, on: date) -> ChangeRequest:
    changes.check(request=request, agrees=True, text=text, on=on, by=stage.cast["chuyenvienso"], today=on)
    return request


def decided(stage: Stage, request: ChangeRequest, summary: str, on: date, **terms: Any) -> None:
    chairman = stage.cast["chutich"]
    paper = stage.paper(UBND, "QĐ", "QĐ-UBND", on, summary, chairman, "Chủ tịch H")
    changes.approve(request=request, decision=paper, by=chairman, today=on, **terms)


def _waiting(stage: Stage, project: Project) -> None:
    """The late project asks for more time; the Sở has not looked yet."""
    after = {"ends_on": date(stage.days.year, 12, 28)}
    asked(stage, project, "time", after, "Nhà cung cấp giao máy đóng gói chậm sáu tuần.", stage.days.ago(6))


def _refused(stage: Stage, project: Project) -> None:
    ago = stage.days.ago
    after = {"amount": project.support + 40 * MILLION}
    request = asked(stage, project, "increase", after, "Giá thép tăng.", ago(12))
    reason = "Mức hỗ trợ đã ở mức tối đa của nội dung này."
    changes.refuse(request=request, reason=reason, on=ago(5), by=stage.cast["chutich"], today=ago(5))


def _ready(stage: Stage, project: Project) -> None:
    """The Sở agrees; the chairman has not decided yet."""
    ago = stage.days.ago
    after = {"cooperating": f"UBND {project.place.label[0].lower()}{project.place.label[1:]}"}
    request = asked(stage, project, "cooperating", after, "Xã bố trí mặt bằng và theo dõi lắp máy.", ago(10))
    checked(stage, request, "Xã đã có văn bản đồng ý phối hợp.", ago(7))


def _reduced(stage: Stage, project: Project) -> None:
    ago = stage.days.ago
    after = {"amount": project.support - 10 * MILLION}
    request = asked(stage, project, "decrease", after, "Giá mua tủ sấy thấp hơn dự toán.", ago(44))
    checked(stage, request, "Hóa đơn thấp hơn dự toán 20 triệu đồng, đúng như đề nghị.", ago(40))
    decided(stage, request, f"Điều chỉnh giảm kinh phí hỗ trợ {project.code}", ago(34))


def _stopped(stage: Stage, project: Project) -> None:
    """Before anything was paid: all of it is free again."""
    ago = stage.days.ago
    after = {"work_done": "Chưa mua máy.", "done": {}}
    reason = "Hợp tác xã chuyển sang trồng na, không đầu tư lò sấy nữa."
    request = asked(stage, project, "stop", after, reason, ago(70), reason_code="changed_investment")
    checked(stage, request, "Xưởng chưa lắp máy, chưa chi khoản nào.", ago(64))
    decided(stage, request, f"Ngừng triển khai {project.code}", ago(55))


def _stopping(stage: Stage, project: Project) -> None:
    """A part of the advance is settled for work done, the rest comes back: half of it is here."""
    ago, share = stage.days.ago, project.shares.get(number=1)
    after = {"work_done": "Đã xây nền và mái che nhà sấy; chưa mua máy.", "done": {"1": 24 * MILLION}}
    reason = "Ngân hàng không giải ngân phần vốn của cơ sở."
    request = asked(stage, project, "stop", after, reason, ago(40), reason_code="no_capital")
    checked(stage, request, "Nền và mái che đã xong, khớp chứng từ; máy chưa mua.", ago(36))
    decided(
        stage, request, f"Ngừng triển khai {project.code}", ago(28), comment="Cơ sở nộp lại phần chưa làm.",
        recover_by=ago(-20), recover_to=ACCOUNT,
    )  # fmt: skip
    half = Dong(int(request.after["recover"]) // 2)
    share.refresh_from_db()
    settlement.repay(share=share, amount=half, on=ago(8), by=stage.cast["ketoan"], today=ago(8), words="Nộp lần một")


def in_the_group(stage: Stage) -> None:
    """The second share goes to a newcomer by the Sở's decision, who signs and begins; the third stops unpaid."""
    _replaced(stage, several.group_of(stage))
    _share_stopped(stage, several.group_of(stage))


def _replaced(stage: Stage, project: Project) -> None:
    ago, head = stage.days.ago, stage.cast["giamdocso"]
    new = dossiers.establishment(stage, several.NEWCOMER, ago(100))
    after = {"establishment": new.pk, "amount": several.NEWCOMER.support * MILLION, "done": 0}
    reason = "Hộ cũ chuyển đi nơi khác; hộ mới cùng xã, máy rẻ hơn."
    request = asked(stage, project, "beneficiary", after, reason, ago(90), share=several.shares_of(project)[1])
    checked(stage, request, "Đã đến hộ mới: có xưởng, có hợp đồng mua chè, đủ vốn đối ứng.", ago(84))
    text = f"Thay đơn vị thụ hưởng của {project.code}"
    paper = stage.paper(SO, "QĐ", "QĐ-SCT", ago(78), text, head, "Giám đốc Sở G")
    changes.approve(request=request, decision=paper, by=head, today=ago(78))
    share = several.shares_of(project)[-1]
    several.sign(stage, [share], ago(70))
    several.begin(stage, share, Road(ago(70), stage.days.reported))


def _share_stopped(stage: Stage, project: Project) -> None:
    ago, after = stage.days.ago, {"work_done": "Chưa mua tủ sấy.", "done": {}}
    reason = "Hộ chưa có điện ba pha, năm nay không lắp được."
    share = several.shares_of(project)[2]
    request = asked(stage, project, "stop", after, reason, ago(50), share=share, reason_code="conditions")
    checked(stage, request, "Chưa lắp máy, chưa chi khoản nào.", ago(46))
    decided(stage, request, f"Ngừng phần của {share.label} trong {project.code}", ago(38))
