"""Minutes of a hand-over: what a person gave on, to whom, from which day. No text prescribes the form; it is marked as proposed."""

from __future__ import annotations

from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Document, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import HandOver, HandOverLine

VACANT = "để khuyết"

LINE = (
    Field("loai", "Loại việc", lambda line: line.kind_word),
    Field("viec", "Việc", lambda line: line.label),
    Field("tinh_trang", "Tình trạng", lambda line: line.state),
    Field("nguoi_nhan", "Người nhận", lambda line: line.taker.full_name if line.taker else VACANT),
    Field("ghi_chu", "Ghi chú", lambda line: line.note),
)


def _lines(row: HandOver) -> list[HandOverLine]:
    return list(row.lines.select_related("taker").order_by("number"))


def _takers(row: HandOver) -> list[str]:
    return list(dict.fromkeys(line.taker.full_name for line in _lines(row) if line.taker))


FIELDS = (
    Field("nguoi_giao", "Người bàn giao", lambda row: row.member.full_name),
    Field("noi_lam_viec", "Nơi làm việc", lambda row: row.member.organisation),
    Field("tu_ngay", "Người nhận làm từ ngày", lambda row: say.long_day(row.on)),
    Field("ly_do", "Lý do bàn giao", lambda row: row.reason),
    Field("so_viec", "Số việc", lambda row: str(row.lines.count())),
    Field("viec_ban_giao", "Các việc bàn giao", _lines, LINE),
    Field("nguoi_nhan", "Những người nhận", lambda row: ", ".join(_takers(row))),
    Field("nguoi_ghi", "Người ghi", lambda row: row.recorded_by.full_name),
)


def compose(v: Values, terms: Terms) -> Document:
    """Biên bản bàn giao công việc."""
    rows = say.numbered(
        (one.loai, one.viec, one["tinh_trang"], one.nguoi_nhan, one["ghi_chu"]) for one in v.viec_ban_giao
    )
    takers = list(dict.fromkeys(one["nguoi_nhan"] for one in v.viec_ban_giao if one["nguoi_nhan"] != VACANT))
    return Document(
        title="BIÊN BẢN",
        summary="Bàn giao công việc",
        head=terms.head,
        blocks=(
            Para(f"Người bàn giao: {v.nguoi_giao}. Nơi làm việc: {v.noi_lam_viec}."),
            Para(f"Người nhận: {v.nguoi_nhan}."),
            Para(f"Lý do bàn giao: {v.ly_do}. Người nhận làm từ {v.tu_ngay}."),
            Para(f"Các việc bàn giao gồm {v.so_viec} việc:"),
            Table(
                columns=say.columns((1, "center"), 2.4, 6, 2.6, 3, 3),
                head=(say.cells("TT", "Loại việc", "Việc", "Tình trạng", "Người nhận", "Ghi chú"),),
                rows=rows,
            ),
            Para(f"Hồ sơ, giấy tờ kèm theo: {BLANK}"),
            Para(f"Biên bản lập thành {BLANK} bản có giá trị như nhau, mỗi bên giữ {BLANK} bản."),
            Signatures(
                (
                    Signature("NGƯỜI BÀN GIAO", v["nguoi_giao"] or "", note="(Ký, ghi rõ họ tên)"),
                    *(Signature("NGƯỜI NHẬN", name, note="(Ký, ghi rõ họ tên)") for name in takers[:4]),
                    Signature("LÃNH ĐẠO ĐƠN VỊ", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
        landscape=True,
        proposed=True,
    )  # fmt: skip


FORMS = (Form("bb_ban_giao", "Biên bản bàn giao công việc", "handover", "BB", FIELDS, compose),)
