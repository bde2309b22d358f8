"""Papers of the year's plan: the submission and the decision with its table.

Sources: Nghị định 45/2012/NĐ-CP, Điều 2; Thông tư 46/2012/TT-BCT, Điều 8; layout: Nghị định 30/2020/NĐ-CP.
"""

from __future__ import annotations

from datetime import date

from bedo.core.types import Dong
from bedo.documents.writing import say
from bedo.documents.writing.content import Annex, Cell, Document, Heading, Para, Row, Signature, Table
from bedo.documents.writing.forms import Field, Form, Subject, Terms, Values, register, register_subject
from bedo.ledger.rules import FUNDS
from bedo.planning import rules
from bedo.planning.models import PlanItem, YearPlan
from bedo.programmes import queries as law
from bedo.programmes.rules import GROUPS
from bedo.projects.papers.common import CIRCULAR_36, CIRCULAR_46, DECREE_45, article, bases, place_name

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _items(plan: YearPlan) -> list[PlanItem]:
    """The projects of the plan in its order; what was left out of an approved plan is not in it."""
    rows = plan.items.exclude(outcome="left_out").select_related("plan", "project__implementer", "project__place")
    return list(rows.order_by("position", "pk"))


def _group(item: PlanItem) -> int:
    """The group of its content (1–9), as it stands on 1 January of the plan's year."""
    found = law.contents(date(item.plan.year, 1, 1)).get(item.project.content)
    return found.group if found else max(GROUPS)


ITEM = (
    Field("nhom", "Nhóm nội dung", lambda item: GROUPS[_group(item)]),
    Field("ten", "Tên đề án, nhiệm vụ", lambda item: item.project.title),
    Field("ma", "Mã đề án", lambda item: item.project.code),
    Field("don_vi_thuc_hien", "Đơn vị thực hiện", lambda item: item.project.implementer.name if item.project.implementer else ""),
    Field("thu_huong", "Đơn vị thụ hưởng", lambda item: item.project.beneficiary_names.replace("\n", ", ")),
    Field("dia_diem", "Địa điểm", lambda item: place_name(item.project)),
    Field("tong", "Tổng kinh phí (đồng)", lambda item: say.dong(item.project.total)),
    Field("khuyen_cong", "Kinh phí khuyến công (đồng)", lambda item: say.dong(item.amount)),
    Field("doi_ung", "Vốn đối ứng (đồng)", lambda item: say.dong(item.project.counterpart)),
)  # fmt: skip


def _sum(plan: YearPlan) -> Dong:
    return Dong(sum(item.amount for item in _items(plan)))


def _groups(plan: YearPlan) -> list[tuple[str, Dong]]:
    """(group of contents, its whole đồng) in the order of the plan."""
    found: dict[str, Dong] = {}
    for item in _items(plan):
        name = GROUPS[_group(item)]
        found[name] = Dong(found.get(name, Dong(0)) + item.amount)
    return list(found.items())


GROUP = (
    Field("nhom", "Nhóm nội dung", lambda found: found[0]),
    Field("cong", "Kinh phí khuyến công của nhóm (đồng)", lambda found: say.dong(found[1])),
)
FIELDS = (
    Field("nam", "Năm kế hoạch", lambda p: str(p.year)),
    Field("dot", "Đợt", lambda p: str(p.round)),
    Field("nguon_kinh_phi", "Nguồn kinh phí", lambda p: FUNDS.get(p.line.fund, "")),
    Field("tinh", "Tỉnh, thành phố", lambda p: p.province.label if p.province else ""),
    Field("so_de_an", "Số đề án, nhiệm vụ", lambda p: str(len(_items(p)))),
    Field("tong_kinh_phi", "Tổng kinh phí khuyến công (đồng)", lambda p: say.dong(_sum(p))),
    Field("tong_kinh_phi_bang_chu", "Tổng kinh phí khuyến công bằng chữ", lambda p: say.in_words(_sum(p))),
    Field("cac_nhom", "Các nhóm nội dung", _groups, GROUP),
    Field("cac_de_an", "Đề án, nhiệm vụ của kế hoạch", _items, ITEM),
    Field("ghi_chu", "Ghi chú của kế hoạch", lambda p: p.note),
)


def _name(v: Values) -> str:
    track = "quốc gia" if "quốc gia" in v.nguon_kinh_phi else "địa phương"
    more = f", đợt {v.dot}" if v.dot != "1" else ""
    return f"kế hoạch khuyến công {track} năm {v.nam}{more}"


def _table(v: Values) -> Table:
    """The projects by group of contents, numbered on, with the sum of each group and of all."""
    rows: list[Row] = []
    number = 0
    for roman, group in zip(ROMAN, v.cac_nhom, strict=False):
        rows.append(Row((Cell(roman), Cell(group.nhom, span=5), Cell(group.cong), Cell("")), "section"))
        for item in (one for one in v.cac_de_an if one.nhom == group.nhom):
            number += 1
            rows.append(
                say.row(str(number), item.ten, item["don_vi_thuc_hien"], item["thu_huong"], item["dia_diem"], item["tong"], item.khuyen_cong, item["doi_ung"])
            )  # fmt: skip
    rows.append(say.row("", "Tổng cộng", "", "", "", "", v.tong_kinh_phi, "", kind="total"))
    return Table(
        columns=say.columns((9, "center"), 54, 30, 32, 30, (24, "right"), (24, "right"), (24, "right")),
        head=(say.cells("TT", "Đề án, nhiệm vụ", "Đơn vị thực hiện", "Đơn vị thụ hưởng", "Địa điểm", "Tổng kinh phí", "KP khuyến công", "Vốn đối ứng"),),
        rows=tuple(rows),
        unit="Đơn vị tính: đồng",
    )  # fmt: skip


def _annex(v: Values, what: str) -> Annex:
    return Annex("Phụ lục", f"Danh mục đề án, nhiệm vụ thuộc {_name(v)}", (_table(v),), f"(Kèm theo {what})", landscape=True)  # fmt: skip


def compose_submission(v: Values, terms: Terms) -> Document:
    """Tờ trình: what is asked, how many projects, how much money; the list stands in the annex."""
    national = "quốc gia" in v.nguon_kinh_phi
    to = "Bộ trưởng Bộ Công Thương" if national else f"Ủy ban nhân dân {v.tinh}"
    return Document(
        title="TỜ TRÌNH",
        summary=f"Về việc phê duyệt {_name(v)}",
        head=terms.head,
        addressees=terms.addressees or (to,),
        bases=bases(DECREE_45, f"{CIRCULAR_46} hướng dẫn thực hiện Nghị định số 45/2012/NĐ-CP", CIRCULAR_36 if national else ""),
        blocks=(
            Para(f"{terms.issuer} kính trình {to} xem xét, phê duyệt {_name(v)} với các nội dung chính sau:"),
            Heading("1. Danh mục", 2),
            Para(f"{v.so_de_an} đề án, nhiệm vụ, chi tiết tại Phụ lục kèm theo."),
            Heading("2. Kinh phí", 2),
            Para(f"Kinh phí khuyến công đề nghị: {v.tong_kinh_phi} đồng (Bằng chữ: {v.tong_kinh_phi_bang_chu}). Nguồn: {v.nguon_kinh_phi}."),
            *((Heading("3. Nội dung khác", 2), Para(v.ghi_chu)) if v.known("ghi_chu") else ()),
            Para(f"{terms.issuer} kính trình {to} xem xét, quyết định./."),
        ),
        signature=Signature(terms.position or "GIÁM ĐỐC", terms.signer, terms.authority),
        recipients=terms.recipients,
        annexes=(_annex(v, "Tờ trình này"),),
        proposed=True,
    )  # fmt: skip


def compose_decision(v: Values, terms: Terms) -> Document:
    """Quyết định phê duyệt kế hoạch with its table."""
    national = "quốc gia" in v.nguon_kinh_phi
    by = "BỘ TRƯỞNG BỘ CÔNG THƯƠNG" if national else f"CHỦ TỊCH ỦY BAN NHÂN DÂN {v.tinh.upper()}"
    return Document(
        title="QUYẾT ĐỊNH",
        summary=f"Về việc phê duyệt {_name(v)}",
        head=terms.head,
        bases=bases(DECREE_45, f"{CIRCULAR_46} hướng dẫn thực hiện Nghị định số 45/2012/NĐ-CP", CIRCULAR_36 if national else "", f"đề nghị của {'Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công' if national else 'Giám đốc Sở Công Thương'}"),
        blocks=(
            Para(f"{by}", align="center", bold=True),
            Para("QUYẾT ĐỊNH:", align="center", bold=True),
            article(1, f"Phê duyệt {_name(v)} gồm {v.so_de_an} đề án, nhiệm vụ với kinh phí khuyến công {v.tong_kinh_phi} đồng (Bằng chữ: {v.tong_kinh_phi_bang_chu}), nguồn: {v.nguon_kinh_phi}; chi tiết tại Phụ lục kèm theo."),
            article(2, "Đơn vị thực hiện tổ chức triển khai đề án, nhiệm vụ đúng nội dung, tiến độ; quản lý, sử dụng, quyết toán kinh phí theo quy định. Thay đổi so với kế hoạch phải được cấp có thẩm quyền quyết định."),
            article(3, "Thủ trưởng các cơ quan, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này kể từ ngày ký./."),
        ),
        signature=Signature(terms.position or ("BỘ TRƯỞNG" if national else "CHỦ TỊCH"), terms.signer, terms.authority),
        recipients=terms.recipients,
        annexes=(_annex(v, "Quyết định này"),),
        proposed=True,
    )  # fmt: skip


def _empty(plan: YearPlan) -> str:
    return "" if _items(plan) else "kế hoạch chưa có đề án nào."


def _not_submitted(plan: YearPlan) -> str:
    return _empty(plan) or ("kế hoạch chưa được trình." if plan.state in (rules.DRAFT, rules.RETURNED) else "")


PLAN = Subject(
    "plan", "Kế hoạch năm", lambda user: YearPlan.objects.visible_to(user).select_related("province", "line"),
    lambda plan: f"kế hoạch {plan.year}, đợt {plan.round}", lambda plan: plan.province, lambda plan: plan.subject,
)  # fmt: skip
FORMS = (
    Form("to_trinh_kh", "Tờ trình phê duyệt kế hoạch khuyến công", "plan", "TTr", FIELDS, compose_submission, _empty, issuer="so"),
    Form("qd_ke_hoach", "Quyết định phê duyệt kế hoạch khuyến công", "plan", "QĐ", FIELDS, compose_decision, _not_submitted, issuer="ubnd"),
)  # fmt: skip


def ready() -> None:
    """Register the plan and its papers."""
    register_subject(PLAN)
    register(*FORMS)
