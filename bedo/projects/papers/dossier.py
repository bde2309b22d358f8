"""The dossier: đề án in eight parts, detailed plan of a group project (Mẫu 11), registered projects (Mẫu 2).

Sources: Thông tư 36/2013/TT-BCT, Điều 5 (eight parts, read), Điều 21 and 23 (Mẫu 11), Điều 6 and 8 (Mẫu 2).
"""

from __future__ import annotations

from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Block, Document, Heading, Para, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import DetailRow, Effect, Project, RegistrationSet
from bedo.projects.papers import estimate
from bedo.projects.papers.common import CIRCULAR_36, PROJECT, place_name, signed
from bedo.projects.rules import states

PARTS = (
    ("units", "phan_don_vi", "Đơn vị thực hiện, phối hợp, thụ hưởng; địa điểm"),
    ("need", "phan_su_can_thiet", "Sự cần thiết và căn cứ của đề án"),
    ("goal", "phan_muc_tieu", "Mục tiêu của đề án"),
    ("scale", "phan_quy_mo", "Quy mô, đặc điểm nổi bật của đề án"),
    ("content", "phan_noi_dung", "Nội dung và tiến độ thực hiện, phân công"),
    ("organisation", "phan_to_chuc", "Tổ chức thực hiện"),
    ("effect", "phan_hieu_qua", "Hiệu quả kinh tế, xã hội, môi trường; tính bền vững, khả năng nhân rộng"),
)
"""Seven written parts: attribute, template field, title. The sixth of the eight, the estimate, is its table."""


def _part(name: str):
    return lambda project: getattr(getattr(project, "dossier", None), name, "")


DOSSIER = (*estimate.FIELDS, *(Field(field, title, _part(name)) for name, field, title in PARTS))


def _paragraphs(text: str) -> list[Block]:
    """What was typed, a paragraph a line; a dotted line where nothing was."""
    return [Para(line.strip()) for line in text.splitlines() if line.strip()] or [Para(BLANK)]


def compose_dossier(v: Values, terms: Terms) -> Document:
    """Đề án: eight parts, Roman numbers."""
    blocks: list[Block] = []
    parts = [(title, _paragraphs(v[field] or "")) for _, field, title in PARTS]
    parts.insert(5, ("Dự toán kinh phí", [estimate.table(v), Para(f"Tổng kinh phí: {v.cong_tong} triệu đồng, trong đó kinh phí khuyến công {v.cong_khuyen_cong} triệu đồng.")]))  # fmt: skip
    for number, (title, said) in zip(("I", "II", "III", "IV", "V", "VI", "VII", "VIII"), parts, strict=True):
        blocks += [Heading(f"{number}. {title.upper()}"), *said]
    return Document(
        title="ĐỀ ÁN",
        summary=v.ten_de_an,
        head=terms.head,
        blocks=tuple(blocks),
        signature=signed(terms, "THỦ TRƯỞNG ĐƠN VỊ"),
        recipients=terms.recipients,
    )


def _dossier_missing(project: Project) -> str:
    written = getattr(project, "dossier", None)
    if written is None or not any(getattr(written, name) for name, _, _ in PARTS):
        return "hồ sơ đề án chưa viết phần nào."
    return estimate.why_not(project)


# --- Mẫu 11


DETAIL = (
    Field("noi_dung", "Đơn vị thụ hưởng hoặc phần việc", lambda row: row.establishment.name if row.establishment else row.title),
    Field("dia_diem", "Địa điểm", lambda row: place_name(row)),
    Field("ho_tro", "Kinh phí hỗ trợ (triệu đồng)", lambda row: say.million(row.amount)),
    Field("doi_ung", "Vốn đối ứng (triệu đồng)", lambda row: say.million(row.counterpart)),
    Field("tong", "Tổng vốn (triệu đồng)", lambda row: say.million(row.amount + row.counterpart)),
)  # fmt: skip


def _details(project: Project) -> list[DetailRow]:
    rows = list(project.details.select_related("establishment", "place").order_by("year", "number"))
    newest = max((row.year for row in rows), default=None)
    return [row for row in rows if row.year == newest]


PLAN_11 = (
    *PROJECT,
    Field("nam_chi_tiet", "Năm của kế hoạch chi tiết", lambda p: str(next((row.year for row in _details(p)), ""))),
    Field("dong", "Các dòng của kế hoạch chi tiết", _details, DETAIL),
    Field("cong_ho_tro", "Cộng hỗ trợ (triệu đồng)", lambda p: say.million(sum(row.amount for row in _details(p)))),
    Field("cong_doi_ung", "Cộng đối ứng (triệu đồng)", lambda p: say.million(sum(row.counterpart for row in _details(p)))),
    Field("cong_tong", "Cộng tổng vốn (triệu đồng)", lambda p: say.million(sum(row.amount + row.counterpart for row in _details(p)))),
)  # fmt: skip


def compose_detail(v: Values, terms: Terms) -> Document:
    """Mẫu 11: beneficiaries of a group project with place and money; the Sở approves it."""
    rows = say.numbered((line.noi_dung, line["dia_diem"], line.ho_tro, line.doi_ung, line.tong) for line in v.dong)
    table = Table(
        columns=say.columns((1, "center"), 5, 4, (2.4, "right"), (2.4, "right"), (2.4, "right")),
        head=(
            say.cells("TT", "Đơn vị thụ hưởng", "Địa điểm", "KP khuyến công hỗ trợ", "Vốn đối ứng", "Tổng vốn đầu tư"),
        ),
        rows=(*rows, say.row("", "Cộng", "", v.cong_ho_tro, v.cong_doi_ung, v.cong_tong, kind="total")),
        unit="Đơn vị tính: triệu đồng",
    )
    return Document(
        title="KẾ HOẠCH",
        summary=f"Thực hiện đề án: {v.ten_de_an}",
        mark="Mẫu 11",
        head=terms.head,
        blocks=(
            Para(f"Đơn vị thực hiện: {v.don_vi_thuc_hien}. Mã đề án: {v.ma_de_an}. Năm thực hiện: {v.nam_chi_tiet}."),
            Para(f"Thời gian thực hiện: từ {v.tu_ngay} đến {v.den_ngay}."),
            table,
        ),
        signature=signed(terms, "THỦ TRƯỞNG ĐƠN VỊ"),
        recipients=terms.recipients,
        proposed=True,
    )


# --- Mẫu 2


REGISTERED = (
    Field("ten", "Tên đề án", lambda p: p.title),
    Field("don_vi_thuc_hien", "Đơn vị thực hiện", lambda p: p.implementer.name if p.implementer else ""),
    Field("muc_tieu", "Mục tiêu và nội dung chính", lambda p: _part("goal")(p)),
    Field("ket_qua", "Dự kiến kết quả", lambda p: _part("effect")(p)),
    Field("thu_huong", "Đơn vị thụ hưởng", lambda p: p.beneficiary_names.replace("\n", ", ")),
    Field("dia_diem", "Địa điểm", place_name),
    Field("thoi_gian", "Thời gian thực hiện", lambda p: " – ".join(filter(None, (say.day(p.starts_on), say.day(p.ends_on))))),
    Field("tong", "Tổng kinh phí (triệu đồng)", lambda p: say.million(p.total)),
    Field("quoc_gia", "Kinh phí khuyến công quốc gia (triệu đồng)", lambda p: say.million(p.support)),
    Field("thu_huong_gop", "Đơn vị thụ hưởng góp (triệu đồng)", lambda p: say.million(p.counterpart)),
)  # fmt: skip


def _registered(found: RegistrationSet) -> list[Project]:
    return list(found.projects.select_related("implementer", "place", "dossier").order_by("code"))


def _registered_sum(name: str):
    return lambda found: say.million(sum(getattr(one, name) or 0 for one in _registered(found)))


REGISTRATION = (
    Field("nam", "Năm đăng ký", lambda found: str(found.year)),
    Field("so_bao_cao", "Báo cáo đăng ký", lambda found: found.paper.label),
    Field("cac_de_an", "Các đề án đăng ký", _registered, REGISTERED),
    Field("cong_tong", "Cộng tổng kinh phí (triệu đồng)", _registered_sum("total")),
    Field("cong_quoc_gia", "Cộng kinh phí quốc gia (triệu đồng)", _registered_sum("support")),
    Field("cong_thu_huong_gop", "Cộng đơn vị thụ hưởng góp (triệu đồng)", _registered_sum("counterpart")),
)


def compose_registration(v: Values, terms: Terms) -> Document:
    """Mẫu 2: the registered projects of the year, landscape."""
    rows = say.numbered(
        (one.ten, one["don_vi_thuc_hien"], one["muc_tieu"], one["ket_qua"], one["thu_huong"], one["dia_diem"], one["thoi_gian"], one["tong"], one["quoc_gia"], one["thu_huong_gop"], "")
        for one in v.cac_de_an
    )  # fmt: skip
    table = Table(
        columns=say.columns((0.8, "center"), 3.4, 2.2, 3.4, 3, 2.4, 2.4, 2, (1.7, "right"), (1.7, "right"), (1.7, "right"), 1.4),
        head=(
            say.cells("TT", "Tên đề án", "Đơn vị thực hiện", "Mục tiêu và nội dung chính", "Dự kiến kết quả", "Đơn vị thụ hưởng", "Địa điểm", "Thời gian thực hiện", "Tổng kinh phí", "KP KCQG", "KP thụ hưởng", "Ghi chú"),
        ),
        rows=(*rows, say.row("", "Cộng", "", "", "", "", "", "", v.cong_tong, v.cong_quoc_gia, v.cong_thu_huong_gop, "", kind="total")),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip
    return Document(
        title="BIỂU TỔNG HỢP CHI TIẾT",
        summary=f"Đề án khuyến công quốc gia đăng ký năm {v.nam}",
        mark="Mẫu 2",
        head=terms.head,
        blocks=(Para(f"Kèm theo {v.so_bao_cao}.", align="center", italic=True), table),
        signature=signed(terms, "GIÁM ĐỐC"),
        landscape=True,
        proposed=True,
    )


def compose_letter(v: Values, terms: Terms) -> Document:
    """Công văn of the Sở that registers the year's projects with the Cục; Mẫu 2 goes with it."""
    rows = say.numbered((one.ten, one["don_vi_thuc_hien"], one["tong"], one["quoc_gia"]) for one in v.cac_de_an)
    return Document(
        title="",
        summary=f"V/v đăng ký đề án khuyến công quốc gia năm {v.nam}",
        head=terms.head,
        addressees=terms.addressees or ("Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công",),
        blocks=(
            Para(f"Thực hiện {CIRCULAR_36}, {terms.issuer or BLANK} đăng ký đề án khuyến công quốc gia năm {v.nam} như sau:"),
            Table(
                columns=say.columns((1, "center"), 6, 4, (2.6, "right"), (2.6, "right")),
                head=(say.cells("TT", "Tên đề án", "Đơn vị thực hiện", "Tổng kinh phí", "KP KCQG"),),
                rows=(*rows, say.row("", "Cộng", "", v.cong_tong, v.cong_quoc_gia, kind="total")),
                unit="Đơn vị tính: triệu đồng",
            ),
            Para("Hồ sơ gửi kèm: báo cáo kết quả năm trước, tình hình năm nay, định hướng năm sau; Biểu tổng hợp chi tiết (Mẫu 2); hồ sơ đề án và phiếu thẩm định cấp cơ sở của từng đề án."),
            Para("Kính đề nghị Cục xem xét, tổng hợp./."),
        ),
        signature=signed(terms, "GIÁM ĐỐC"),
        recipients=terms.recipients,
        proposed=True,
    )  # fmt: skip


# --- a finished model as living proof


def _finished_model(project: Project) -> str:
    if not project.content.startswith("MO_HINH"):
        return "đề án không phải mô hình trình diễn."
    return "" if project.state in MODEL_DONE else "mô hình chưa được nghiệm thu."


MODEL_DONE = states.since(states.ACCEPTED)
EFFECT = (
    Field("nam", "Năm", lambda e: str(e.year)),
    Field("lao_dong", "Lao động", lambda e: say.dong(e.workers)),
    Field("thu_nhap", "Thu nhập một lao động một tháng (đồng)", lambda e: say.dong(e.income)),
    Field("doanh_thu", "Doanh thu (đồng)", lambda e: say.dong(e.revenue)),
    Field("san_luong", "Sản lượng", lambda e: e.output),
)


def _effects(project: Project) -> list:
    return list(Effect.objects.filter(share__project=project).order_by("year", "pk"))


MODEL = (
    *PROJECT,
    *(Field(field, title, _part(name)) for name, field, title in PARTS if name in ("scale", "content", "effect")),
    Field("hieu_qua_hang_nam", "Hiệu quả từng năm", _effects, EFFECT),
)


def compose_model(v: Values, terms: Terms) -> Document:
    """One page on a finished model: what it is, where, what it cost, what came of it (need N1C)."""
    rows = tuple(say.row(one.nam, one["lao_dong"], one["thu_nhap"], one["doanh_thu"], one["san_luong"]) for one in v["hieu_qua_hang_nam"])  # fmt: skip
    effects = Table(
        columns=say.columns((1.4, "center"), (2, "right"), (3, "right"), (3, "right"), 4),
        head=(say.cells("Năm", "Lao động (người)", "Thu nhập một tháng (đồng)", "Doanh thu (đồng)", "Sản lượng"),),
        rows=rows,
        caption="Hiệu quả theo dõi sau hỗ trợ",
    )
    return Document(
        title="GIỚI THIỆU MÔ HÌNH",
        summary=v.ten_de_an,
        head=terms.head,
        blocks=(
            Para(f"Đơn vị thụ hưởng: {v.don_vi_thu_huong}. Địa điểm: {v.dia_diem}. Năm {v.nam}."),
            Para(f"Kinh phí: khuyến công {v.kinh_phi_ho_tro} đồng, đơn vị thụ hưởng {v.von_doi_ung} đồng, tổng {v.tong_kinh_phi} đồng."),
            Heading("Quy mô, điểm nổi bật", 2),
            *_paragraphs(v["phan_quy_mo"] or ""),
            Heading("Nội dung", 2),
            *_paragraphs(v["phan_noi_dung"] or ""),
            Heading("Hiệu quả, khả năng nhân rộng", 2),
            *_paragraphs(v["phan_hieu_qua"] or ""),
            *((effects,) if rows else ()),
        ),
        proposed=True,
    )  # fmt: skip


FORMS = (
    Form("cv_dang_ky", "Công văn đăng ký đề án với Cục", "registration", "CV", REGISTRATION, compose_letter, lambda found: "" if found.projects.exists() else "hồ sơ đăng ký chưa có đề án nào.", issuer="so"),
    Form("mo_hinh", "Tờ giới thiệu mô hình", "project", "KHAC", MODEL, compose_model, _finished_model),
    Form("de_an", "Đề án", "project", "KHAC", DOSSIER, compose_dossier, _dossier_missing, issuer="don_vi"),
    Form(
        "m11", "Kế hoạch thực hiện đề án nhóm", "project", "KH", PLAN_11, compose_detail,
        lambda p: "" if _details(p) else "đề án chưa có kế hoạch chi tiết.", issuer="don_vi",
    ),
    Form(
        "m2", "Biểu tổng hợp chi tiết đề án đăng ký", "registration", "KHAC", REGISTRATION, compose_registration,
        lambda found: "" if found.projects.exists() else "hồ sơ đăng ký chưa có đề án nào.", issuer="so",
    ),
)  # fmt: skip
