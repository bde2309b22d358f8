"""Base acceptance minutes (Mẫu 5a, 5b), also printed before the trip with blanks. Thông tư 36/2013/TT-BCT, Điều 14, 19;
TTLT 26/2014/TTLT-BTC-BCT, Điều 8 khoản 3. The columns of the form were not found: the content is what the law asks to be provable."""

from __future__ import annotations

from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Cell, Document, Heading, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects import lawbook
from bedo.projects.models import Acceptance, AcceptanceLine
from bedo.projects.papers.common import SHARE, bases, plan_decision, through
from bedo.projects.queries import plan_day
from bedo.projects.services.acceptance import RESULTS

BOX = "□"
PARTY = (
    Field("co_quan", "Cơ quan, đơn vị", lambda p: p.body),
    Field("ho_ten", "Họ tên", lambda p: p.name),
    Field("chuc_vu", "Chức vụ", lambda p: p.position),
)


def _done(value):
    """The figure once the work was written down; before that a place to fill by hand."""
    return lambda line: value(line) if line.done_value or line.done_quantity else None


LINE = (
    Field("noi_dung", "Nội dung", lambda line: line.text),
    Field("don_vi", "Đơn vị tính", lambda line: line.unit),
    Field("hd_sl", "Khối lượng theo hợp đồng", lambda line: say.dong(line.contract_quantity)),
    Field("th_sl", "Khối lượng thực hiện", _done(lambda line: say.dong(line.done_quantity))),
    Field("hd_gt", "Giá trị theo hợp đồng (triệu đồng)", lambda line: say.million(line.contract_value)),
    Field("th_gt", "Giá trị thực hiện (triệu đồng)", _done(lambda line: say.million(line.done_value))),
    Field("chenh", "Chênh lệch (triệu đồng)", _done(lambda line: say.million(line.difference))),
    Field("khuyen_cong", "Khuyến công (triệu đồng)", _done(lambda line: say.million(line.from_fund))),
    Field("thu_huong", "Đơn vị thụ hưởng (triệu đồng)", _done(lambda line: say.million(line.from_beneficiary))),
    Field("khac", "Nguồn khác (triệu đồng)", _done(lambda line: say.million(line.from_other))),
)


PAPER = (
    Field("ten", "Giấy tờ", lambda item: item.name),
    Field("da_co", "Đã có", lambda item: "có" if item.there else None),
)


def _checklist(minutes: Acceptance) -> list[lawbook.CheckItem]:
    """What Điều 14 asks to be there at completion; the minutes themselves are not listed in the minutes."""
    items = lawbook.completion_checklist(minutes.share, minutes.held_on)
    return [item for item in items if item.key != "completion:all.minutes"]


def _not_5a(minutes: Acceptance) -> str:
    project = minutes.share.project
    return (
        "đơn vị thực hiện xuất hóa đơn cho Cục, dùng Mẫu 5b."
        if project.track == "national" and project.issues_invoice
        else ""
    )


def _not_5b(minutes: Acceptance) -> str:
    project = minutes.share.project
    no_invoice = project.track == "national" and not project.issues_invoice
    return "đơn vị thực hiện không xuất hóa đơn cho Cục, dùng Mẫu 5a." if no_invoice else ""


def _lines(minutes: Acceptance) -> list[AcceptanceLine]:
    return list(minutes.lines.order_by("number"))


def _sum(name: str):
    def added(minutes: Acceptance) -> str | None:
        lines = _lines(minutes)
        known = name == "contract_value" or any(line.done_value or line.done_quantity for line in lines)
        return say.million(sum(getattr(line, name) for line in lines)) if known else None

    return added


FIELDS = (
    *through(SHARE, lambda minutes: minutes.share),
    Field("so_bien_ban", "Số biên bản", lambda m: m.number),
    Field("ngay_nghiem_thu", "Ngày nghiệm thu", lambda m: say.long_day(m.held_on)),
    Field("noi_nghiem_thu", "Nơi nghiệm thu", lambda m: m.where),
    Field("ngay_ke_hoach", "Ngày phê duyệt kế hoạch", lambda m: say.long_day(plan_day(m.share.project))),
    Field("quyet_dinh_ke_hoach", "Quyết định phê duyệt kế hoạch", lambda m: plan_decision(m.share.project)),
    Field("giay_to", "Giấy tờ kèm theo", _checklist, PAPER),
    Field("thanh_phan", "Thành phần", lambda m: list(m.parties.order_by("id")), PARTY),
    Field("khoi_luong", "Khối lượng và kinh phí", _lines, LINE),
    *(
        Field(f"cong_{field}", f"Cộng {words.lower()}", _sum(name))
        for field, words, name in (
            ("hd_gt", "Giá trị theo hợp đồng", "contract_value"), ("th_gt", "Giá trị thực hiện", "done_value"), ("chenh", "Chênh lệch", "difference"),
            ("khuyen_cong", "Khuyến công", "from_fund"), ("thu_huong", "Đơn vị thụ hưởng", "from_beneficiary"), ("khac", "Nguồn khác", "from_other"),
        )
    ),
    Field("chat_luong", "Chất lượng", lambda m: m.quality),
    Field("hieu_qua", "Hiệu quả bước đầu", lambda m: m.effects),
    Field("thoi_gian", "Thời gian thực hiện", lambda m: ("Đúng hợp đồng" if m.on_time else "Chậm so với hợp đồng") if m.result else ""),
    Field("ket_qua", "Kết luận", lambda m: RESULTS.get(m.result, "")),
    Field("yeu_cau", "Yêu cầu, kiến nghị", lambda m: m.demands),
    Field("han_lam_lai", "Hạn khắc phục", lambda m: say.long_day(m.redo_by)),
)  # fmt: skip


def _work(v: Values) -> Table:
    """Quantity and value against the contract."""
    rows = say.numbered(
        (one.noi_dung, one["don_vi"], one["hd_sl"], one.th_sl, one["hd_gt"], one.th_gt, one.chenh)
        for one in v.khoi_luong
    )
    total = say.row("", "Cộng", "", "", "", v.cong_hd_gt, v.cong_th_gt, v.cong_chenh, kind="total")
    return Table(
        columns=say.columns((0.8, "center"), 3.4, (1.4, "center"), (2, "right"), (2, "right"), (2, "right"), (2, "right"), (2, "right")),
        head=(
            (Cell("TT", deep=2), Cell("Nội dung", deep=2), Cell("Đơn vị", deep=2), Cell("Khối lượng", 2), Cell("Giá trị", 2), Cell("Chênh lệch", deep=2)),
            say.cells("Hợp đồng", "Thực hiện", "Hợp đồng", "Thực hiện"),
        ),
        rows=(*rows, total),
        unit="Đơn vị tính: triệu đồng",
    )  # fmt: skip


def _sources(v: Values) -> Table:
    """The accepted value by who paid it."""
    rows = say.numbered((one.noi_dung, one.th_gt, one.khuyen_cong, one.thu_huong, one.khac) for one in v.khoi_luong)
    total = say.row("", "Cộng", v.cong_th_gt, v.cong_khuyen_cong, v.cong_thu_huong, v.cong_khac, kind="total")
    return Table(
        columns=say.columns((0.8, "center"), 5.2, *((2.4, "right"),) * 4),
        head=(say.cells("TT", "Nội dung", "Giá trị nghiệm thu", "Khuyến công", "Đơn vị thụ hưởng", "Nguồn khác"),),
        rows=(*rows, total),
        caption="Kinh phí theo nguồn",
        unit="Đơn vị tính: triệu đồng",
    )


def _papers(v: Values) -> Table:
    """What was seen on the day; ticked by hand before the trip, from the record where a file is there."""
    return Table(
        columns=say.columns((0.8, "center"), 9, (2.4, "center")),
        head=(say.cells("TT", "Giấy tờ", "Đã có"),),
        rows=say.numbered((one.ten, one.da_co) for one in v.giay_to),
    )


def _signatures(v: Values) -> list[Signatures]:
    """At most three side by side."""
    each = [
        Signature(one.co_quan.upper(), one["ho_ten"] or "", note="(Ký, ghi rõ họ tên, đóng dấu)")
        for one in v["thanh_phan"]
    ] or [Signature("ĐẠI DIỆN CÁC BÊN", note="(Ký, ghi rõ họ tên)")]
    rows = -(-len(each) // 3)
    wide = -(-len(each) // rows)
    return [Signatures(tuple(each[start : start + wide])) for start in range(0, len(each), wide)]


def _minutes(v: Values, terms: Terms, mark: str, where: str) -> Document:
    known = v.known("ket_qua")
    result = f"{v.ket_qua}." if known else "   ".join(f"{BOX} {word}" for word in RESULTS.values())
    time = f"{v.thoi_gian}." if known else f"{BOX} Đúng hợp đồng   {BOX} Chậm so với hợp đồng"
    people = say.numbered((one.co_quan, one.ho_ten, one.chuc_vu) for one in v.thanh_phan)
    demands = [Para(f"Yêu cầu, kiến nghị: {v.yeu_cau}")] if v.known("yeu_cau") or not known else []
    if v.known("han_lam_lai"):
        demands.append(Para(f"Hạn khắc phục: {v.han_lam_lai}."))
    return Document(
        title="BIÊN BẢN",
        summary=f"Nghiệm thu cơ sở{where}",
        mark=mark,
        head=terms.head,
        bases=bases(
            v["quyet_dinh_ke_hoach"] or f"kế hoạch khuyến công được phê duyệt, {v.ngay_ke_hoach}",
            f"hợp đồng số {v.so_hop_dong}, {v.ngay_hop_dong}",
            f"đề nghị nghiệm thu của {v.don_vi_thuc_hien}",
        ),
        blocks=(
            Para(f"Hôm nay, {v.ngay_nghiem_thu}, tại {v.noi_nghiem_thu}, thành phần nghiệm thu gồm:"),
            Table(
                columns=say.columns((1, "center"), 6, 4, 4),
                head=(say.cells("TT", "Cơ quan, đơn vị", "Họ tên", "Chức vụ"),),
                rows=people,
            ),
            Heading("I. ĐỀ ÁN"),
            Para(
                f"Tên đề án: {v.ten_de_an} (mã {v.ma_de_an}). Đơn vị thực hiện: {v.don_vi_thuc_hien}. Đơn vị thụ hưởng: {v.co_so}. Địa điểm: {v.dia_diem_phan}."
            ),
            Para(
                f"Kinh phí hỗ trợ theo hợp đồng: {v.ho_tro_phan} đồng; vốn của đơn vị thụ hưởng: {v.doi_ung_phan} đồng. Nguồn kinh phí: {v.nguon_kinh_phi}."
            ),
            Heading("II. KHỐI LƯỢNG VÀ KINH PHÍ"),
            _work(v),
            _sources(v),
            Heading("III. CHẤT LƯỢNG, HIỆU QUẢ, THỜI GIAN"),
            Para(f"Chất lượng: {v.chat_luong}"),
            Para(f"Hiệu quả bước đầu (lao động, sản lượng, môi trường): {v.hieu_qua}"),
            Para(f"Thời gian thực hiện: {time}"),
            Heading("IV. GIẤY TỜ KÈM THEO"),
            _papers(v),
            Heading("V. KẾT LUẬN"),
            Para(result, bold=known),
            *demands,
            Para(f"Biên bản lập thành {BLANK} bản có giá trị như nhau, mỗi bên giữ {BLANK} bản."),
            *_signatures(v),
        ),
        proposed=True,
    )


def compose_5a(v: Values, terms: Terms) -> Document:
    """Mẫu 5a: acceptance of one place, for units that give no invoice."""
    return _minutes(v, terms, "Mẫu 5a", f" tại {v.dia_diem_phan}")


def compose_5b(v: Values, terms: Terms) -> Document:
    """Mẫu 5b: acceptance for units that give an invoice."""
    return _minutes(v, terms, "Mẫu 5b", "")


FORMS = (
    Form(
        "m5a",
        "Biên bản nghiệm thu cơ sở cho từng địa điểm",
        "acceptance",
        "BB",
        FIELDS,
        compose_5a,
        _not_5a,
        issuer="so",
    ),
    Form("m5b", "Biên bản nghiệm thu cơ sở", "acceptance", "BB", FIELDS, compose_5b, _not_5b, issuer="so"),
)
