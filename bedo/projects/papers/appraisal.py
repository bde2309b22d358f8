"""Appraisal: capacity on site, base appraisal (Mẫu 4a, 4b), the letter that asks for corrections.

Sources: Thông tư 36/2013/TT-BCT, Điều 8, 9 (five contents, read), Điều 10; the columns of Mẫu 4 were not found.
"""

from __future__ import annotations

from typing import Any

from bedo.documents.writing import say
from bedo.documents.writing.content import BLANK, Block, Document, Heading, Para, Signature, Signatures, Table
from bedo.documents.writing.forms import Field, Form, Terms, Values
from bedo.projects.models import Appraisal, CapacityAppraisal, Correction, Project, Wish
from bedo.projects.papers.common import PROJECT, place_name, signed
from bedo.projects.services.appraisal import CORRECTION_KINDS

PASSED = {True: "Đạt", False: "Chưa đạt", None: ""}
CONCLUSIONS = {"pass": "Đạt, đề nghị đưa vào kế hoạch", "reject": "Không đạt", "": ""}


def _latest(project: Project) -> Appraisal | None:
    return project.appraisals.filter(level="base").select_related("decision", "appraiser").order_by("-round").first()


def _of_latest(value: Any, nothing: Any = ""):
    def found(project: Project) -> Any:
        appraisal = _latest(project)
        return nothing if appraisal is None else value(appraisal)

    return found


FINDING = (
    Field("noi_dung", "Nội dung thẩm định", lambda f: f.label),
    Field("nhan_xet", "Nhận xét", lambda f: f.text),
    Field("ket_luan", "Đạt hay chưa đạt", lambda f: PASSED[f.passed]),
)
MEMBER = (
    Field("ho_ten", "Họ tên", lambda m: m.name),
    Field("chuc_vu", "Chức vụ", lambda m: m.position),
    Field("y_kien", "Ý kiến", lambda m: m.opinion or {True: "Đồng ý", False: "Không đồng ý", None: ""}[m.agrees]),
)
SHEET = (
    *PROJECT,
    Field("ngay_tham_dinh", "Ngày thẩm định", _of_latest(lambda a: say.long_day(a.held_on))),
    Field("hinh_thuc", "Hội đồng hay chuyên viên", _of_latest(lambda a: "Hội đồng thẩm định" if a.body == "council" else "Chuyên viên thẩm định")),
    Field("quyet_dinh_hoi_dong", "Quyết định thành lập hội đồng", _of_latest(lambda a: a.decision.label if a.decision else "")),
    Field("nguoi_tham_dinh", "Người thẩm định", _of_latest(lambda a: a.appraiser.full_name)),
    Field("cac_noi_dung", "Năm nội dung thẩm định", _of_latest(lambda a: list(a.findings.order_by("content")), ()), FINDING),
    Field("thanh_vien", "Thành viên hội đồng", _of_latest(lambda a: list(a.members.order_by("id")), ()), MEMBER),
    Field("de_nghi_ho_tro", "Mức hỗ trợ đề nghị (đồng)", _of_latest(lambda a: say.dong(a.proposed_support))),
    Field("ket_luan_chung", "Kết luận", _of_latest(lambda a: CONCLUSIONS[a.conclusion])),
    Field("bien_ban", "Nội dung cuộc họp", _of_latest(lambda a: a.minutes)),
)  # fmt: skip


def _sheet(v: Values, terms: Terms, mark: str, subject: str) -> Document:
    rows = say.numbered((one.noi_dung, one["nhan_xet"], one["ket_luan"]) for one in v.cac_noi_dung)
    table = Table(
        columns=say.columns((1, "center"), 5, 6, (2, "center")),
        head=(say.cells("TT", "Nội dung thẩm định", "Nhận xét", "Kết luận"),),
        rows=rows,
    )
    blocks: list[Block] = [
        Heading("I. THÔNG TIN VỀ ĐỀ ÁN"),
        Para(f"Tên đề án: {v.ten_de_an} (mã {v.ma_de_an}, năm {v.nam})."),
        Para(f"Đơn vị thực hiện: {v.don_vi_thuc_hien}. Địa điểm: {v.dia_diem}."),
        Para(f"{subject}: {v.don_vi_thu_huong}."),
        Para(
            f"Tổng kinh phí: {v.tong_kinh_phi} đồng; đề nghị hỗ trợ: {v.kinh_phi_ho_tro} đồng; vốn đối ứng: {v.von_doi_ung} đồng. Nguồn: {v.nguon_kinh_phi}."
        ),
        Heading("II. Ý KIẾN THẨM ĐỊNH"),
        Para(
            f"{v.hinh_thuc}, {v.ngay_tham_dinh}{', ' + v['quyet_dinh_hoi_dong'] if v.known('quyet_dinh_hoi_dong') else ''}."
        ),
        table,
    ]
    if v.thanh_vien:
        members = say.numbered((one.ho_ten, one["chuc_vu"], one["y_kien"]) for one in v["thanh_vien"])
        blocks.append(
            Table(
                columns=say.columns((1, "center"), 4, 4, 5),
                head=(say.cells("TT", "Thành viên", "Chức vụ", "Ý kiến"),),
                rows=members,
                caption="Thành viên hội đồng",
            )
        )
    blocks += [
        Heading("III. KẾT LUẬN"),
        Para(f"Mức hỗ trợ đề nghị: {v.de_nghi_ho_tro} đồng."),
        Para(f"Kết luận: {v.ket_luan_chung}."),
    ]
    return Document(
        title="PHIẾU THẨM ĐỊNH CẤP CƠ SỞ",
        summary=f"Đề án: {v.ten_de_an}",
        mark=mark,
        head=terms.head,
        blocks=tuple(blocks),
        signature=signed(terms, "GIÁM ĐỐC"),
        recipients=terms.recipients,
        proposed=True,
    )


def compose_4a(v: Values, terms: Terms) -> Document:
    """Mẫu 4a: base appraisal sheet."""
    return _sheet(v, terms, "Mẫu 4a", "Đơn vị thụ hưởng")


def compose_4b(v: Values, terms: Terms) -> Document:
    """Mẫu 4b: the same for a specific object."""
    return _sheet(v, terms, "Mẫu 4b", "Đối tượng thẩm định cụ thể")


def _no_sheet(project: Project) -> str:
    return "" if _latest(project) else "đề án chưa được thẩm định."


# --- công văn trả bổ sung


CORRECTION = (
    Field("loai", "Loại yêu cầu", lambda c: CORRECTION_KINDS[c.kind]),
    Field("noi_dung", "Nội dung phải bổ sung", lambda c: c.text),
    Field("han", "Hạn", lambda c: say.day(c.due_on)),
)


def _open(project: Project) -> list[Correction]:
    return list(project.corrections.filter(closed_on=None).order_by("due_on", "id"))


LETTER = (
    *PROJECT,
    Field("cac_yeu_cau", "Các yêu cầu chưa xong", _open, CORRECTION),
    Field("han_cuoi", "Hạn cuối", lambda p: say.long_day(max((one.due_on for one in _open(p)), default=None))),
)


def compose_letter(v: Values, terms: Terms) -> Document:
    """Công văn: what is missing, wrong or out of date, and until when."""
    rows = say.numbered((one.loai, one.noi_dung, one.han) for one in v.cac_yeu_cau)
    return Document(
        title="",
        summary=f"V/v bổ sung hồ sơ đề án “{v.ten_de_an}”",
        head=terms.head,
        addressees=terms.addressees or (v.don_vi_thuc_hien,),
        blocks=(
            Para(
                f"Qua xem xét hồ sơ đề án “{v.ten_de_an}” (mã {v.ma_de_an}, năm {v.nam}), {terms.issuer or BLANK} đề nghị đơn vị bổ sung, hoàn thiện các nội dung sau:"
            ),
            Table(
                columns=say.columns((1, "center"), (2, "left"), 8, (2.2, "center")),
                head=(say.cells("TT", "Yêu cầu", "Nội dung", "Hạn"),),
                rows=rows,
            ),
            Para(f"Hồ sơ bổ sung gửi về {terms.issuer or BLANK} chậm nhất {v.han_cuoi}."),
            Para("Đề nghị đơn vị quan tâm thực hiện./."),
        ),
        signature=signed(terms, "GIÁM ĐỐC"),
        recipients=terms.recipients,
        proposed=True,
    )


# --- thẩm tra năng lực


def _visit(wish: Wish) -> CapacityAppraisal | None:
    return wish.appraisals.select_related("officer").order_by("-visited_on", "-id").first()


def _of_visit(value: Any, nothing: Any = ""):
    def found(wish: Wish) -> Any:
        visit = _visit(wish)
        return nothing if visit is None else value(visit)

    return found


CRITERION = (
    Field("tieu_chi", "Tiêu chí", lambda f: f.label),
    Field("ket_qua", "Đạt hay chưa đạt", lambda f: PASSED[f.met]),
    Field("so_lieu", "Số liệu", lambda f: f.figure),
    Field("ghi_chu", "Chứng cứ, ghi chú", lambda f: f.note or (f.evidence.original_name if f.evidence else "")),
)
CAPACITY = (
    Field("ma_nhu_cau", "Mã nhu cầu", lambda w: w.code),
    Field("co_so", "Cơ sở", lambda w: w.establishment.name),
    Field("dia_diem", "Địa điểm", lambda w: place_name(w.establishment)),
    Field("nhu_cau", "Nhu cầu", lambda w: w.need),
    Field("de_nghi_ho_tro", "Đề nghị hỗ trợ (đồng)", lambda w: say.dong(w.amount_asked)),
    Field("tong_dau_tu", "Tổng đầu tư dự kiến (đồng)", lambda w: say.dong(w.investment)),
    Field("ngay_tham_tra", "Ngày thẩm tra", _of_visit(lambda a: say.long_day(a.visited_on))),
    Field("thanh_phan", "Thành phần", _of_visit(lambda a: a.present)),
    Field("tieu_chi", "Các tiêu chí", _of_visit(lambda a: list(a.findings.select_related("evidence").order_by("id")), ()), CRITERION),
    Field("y_kien", "Ý kiến", _of_visit(lambda a: a.opinion)),
    Field("ket_luan", "Kết luận", _of_visit(lambda a: {"passed": "Đủ điều kiện lập đề án", "refused": "Không đủ điều kiện"}[a.outcome])),
    Field("ly_do", "Lý do", _of_visit(lambda a: a.reason)),
    Field("dieu_kien", "Điều kiện để thực hiện được", _of_visit(lambda a: a.feasible_if)),
    Field("can_bo", "Cán bộ thẩm tra", _of_visit(lambda a: a.officer.full_name)),
)  # fmt: skip


def compose_capacity(v: Values, terms: Terms) -> Document:
    """Phiếu thẩm tra năng lực: criteria with evidence, opinion, outcome; a refusal says what would make it feasible."""
    rows = say.numbered((one.tieu_chi, one["ket_qua"], one["so_lieu"], one["ghi_chu"]) for one in v.tieu_chi)
    refused = (
        [Para(f"Lý do: {v.ly_do}"), Para(f"Điều kiện để thực hiện được: {v.dieu_kien}")] if v.known("ly_do") else []
    )
    return Document(
        title="PHIẾU THẨM TRA NĂNG LỰC",
        summary=f"Cơ sở: {v.co_so}",
        head=terms.head,
        blocks=(
            Para(f"Nhu cầu (mã {v.ma_nhu_cau}): {v.nhu_cau}"),
            Para(
                f"Địa điểm: {v.dia_diem}. Tổng đầu tư dự kiến: {v.tong_dau_tu} đồng; đề nghị hỗ trợ: {v.de_nghi_ho_tro} đồng."
            ),
            Para(f"Thẩm tra tại cơ sở, {v.ngay_tham_tra}. Thành phần: {v.thanh_phan}"),
            Table(
                columns=say.columns((1, "center"), 5, (2, "center"), 3, 4),
                head=(say.cells("TT", "Tiêu chí", "Kết quả", "Số liệu", "Chứng cứ, ghi chú"),),
                rows=rows,
            ),
            Para(f"Ý kiến: {v.y_kien}"),
            Para(f"Kết luận: {v.ket_luan}.", bold=True),
            *refused,
            Signatures(
                (
                    Signature("ĐẠI DIỆN CƠ SỞ", note="(Ký, ghi rõ họ tên)"),
                    Signature("CÁN BỘ THẨM TRA", v["can_bo"] or "", note="(Ký, ghi rõ họ tên)"),
                )
            ),
        ),
        proposed=True,
    )


FORMS = (
    Form("tham_tra", "Phiếu thẩm tra năng lực", "wish", "KHAC", CAPACITY, compose_capacity, lambda w: "" if _visit(w) else "cơ sở chưa được thẩm tra."),
    Form("m4a", "Phiếu thẩm định cấp cơ sở", "project", "KHAC", SHEET, compose_4a, _no_sheet, issuer="so"),
    Form("m4b", "Phiếu thẩm định cấp cơ sở theo đối tượng cụ thể", "project", "KHAC", SHEET, compose_4b, _no_sheet, issuer="so"),
    Form("cv_tra", "Công văn trả hồ sơ, yêu cầu bổ sung", "project", "CV", LETTER, compose_letter, lambda p: "" if _open(p) else "không có yêu cầu bổ sung nào chưa xong.", issuer="so"),
)  # fmt: skip
