"""Projects with several shares: what each year takes, the detailed plan (Mẫu 11), its approval."""

from __future__ import annotations

from typing import Any

from django import forms

from bedo.core import log
from bedo.core.moves import Refused, Verdict, allowed, refused
from bedo.core.text import name_key
from bedo.core.types import Dong
from bedo.documents.services import register_paper
from bedo.establishments.models import Establishment
from bedo.office.establishments.fields import PlaceField, place_name
from bedo.office.projects.acting import Act, Rows
from bedo.office.projects.acts.common import LIVE, Data, RowData, stored, who
from bedo.office.projects.forms.base import SceneForm, money
from bedo.office.projects.scene import Scene
from bedo.office.shell.inputs import Year
from bedo.office.shell.paperform import PAPER, PaperFields
from bedo.places import queries as places
from bedo.projects import queries
from bedo.projects.services import details, dossiers

OFFERED = 500
"""Names of establishments that the list of suggestions holds at most; any other of the province may be typed."""


class TrancheRow(forms.Form):
    """What a key project takes of one year's money."""

    year = Year(label="Năm", required=False)
    amount = money("Kinh phí khuyến công (đồng)", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("year")) != bool(data.get("amount")) and not self.errors:
            self.add_error("amount" if data.get("year") else "year", "Ghi đủ năm và số tiền.")
        return data


class DetailRow(forms.Form):
    """One line of Mẫu 11: an establishment by its name, or what the implementing unit's own part is for."""

    who = forms.CharField(label="Cơ sở thụ hưởng", max_length=300, required=False)
    title = forms.CharField(label="Việc của đơn vị thực hiện", max_length=300, required=False)
    place = PlaceField(label="Địa điểm", required=False)
    amount = money("Kinh phí (đồng)", required=False)
    counterpart = money("Đối ứng (đồng)", required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["who"].widget.attrs |= {"list": "co-so-trong-tinh", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not any(data.get(name) not in (None, "") for name in self.fields):
            return data
        if data.get("who") and data.get("title"):
            self.add_error("title", "Một dòng ghi hoặc cơ sở, hoặc việc của đơn vị thực hiện.")
        elif not data.get("who") and not data.get("title"):
            self.add_error("who", "Ghi tên cơ sở; phần của đơn vị thực hiện thì ghi việc ở ô bên.")
        if not data.get("amount"):
            self.add_error("amount", "Ghi số tiền lớn hơn 0.")
        return data


class ApprovalForm(SceneForm, PaperFields):
    """The Sở's paper that approves the detailed plan."""

    PAPER_TYPES = ("QĐ", "CV")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["known"]


# --- years


def _tranche_rows(scene: Scene) -> list[Data]:
    rows = [{"year": row.year, "amount": row.amount} for row in scene.project.tranches.order_by("year")]
    return rows or [{"year": scene.project.year + number} for number in range(3)]


def _tranches(scene: Scene, data: Data, rows: RowData) -> None:
    given = [row for row in rows["nam"] if row.get("year")]
    if len({row["year"] for row in given}) != len(given):
        raise Refused("Một năm ghi hai lần.", "Gộp vào một dòng.", status=422)
    details.set_tranches(project=scene.project, amounts={row["year"]: row["amount"] for row in given}, by=scene.user)


# --- the detailed plan


def _detail_rows(scene: Scene) -> list[Data]:
    rows = scene.project.details.filter(approved_on=None).select_related("establishment", "place__parent__parent")
    return [
        {
            "who": row.establishment.name if row.establishment else "",
            "title": row.title,
            "place": row.place,
            "amount": row.amount,
            "counterpart": row.counterpart,
        }
        for row in rows.order_by("number")
    ]


def _names(scene: Scene) -> list[str]:
    """Names to choose from: establishments of the province, those with a wish that was screened first."""
    live = Establishment.objects.live().filter(province=scene.project.province_id)
    wished = live.filter(wishes__state="screened", wishes__content=scene.project.content).distinct()
    names = [*wished.values_list("name", flat=True)[:OFFERED], *live.order_by("sort_key").values_list("name", flat=True)[:OFFERED]]  # fmt: skip
    return list(dict.fromkeys(names))[:OFFERED]


def _detail_notes(scene: Scene) -> Data:
    given = Dong(sum(scene.project.details.filter(approved_on=None).values_list("amount", flat=True)))
    communes = places.communes_on(scene.project.province, scene.today)
    return {
        "pool": scene.waiting_in_pool,
        "given": given,
        "gap": int(scene.waiting_in_pool - given),
        "establishment_names": _names(scene),
        "place_names": [place_name(unit) for unit in communes],
    }


def _named(scene: Scene, rows: list[Data]) -> dict[str, Establishment]:
    """Establishments of the province by the names typed. Raises Refused for a name that none or several carry."""
    wanted = {name_key(row["who"]): row["who"] for row in rows if row["who"]}
    live = Establishment.objects.live().filter(province=scene.project.province_id, name_key__in=wanted)
    found: dict[str, list[Establishment]] = {}
    for one in live.select_related("place", "province"):
        found.setdefault(one.name_key, []).append(one)
    for key, typed in wanted.items():
        if len(found.get(key, ())) != 1:
            raise Refused(
                f"Danh bạ của tỉnh không có cơ sở tên “{typed}”."
                if key not in found
                else f"Có nhiều cơ sở tên “{typed}”.",
                "Ghi cơ sở vào danh bạ trước, hoặc sửa lại tên cho đúng danh bạ.",
                field="rows",
                status=422,
            )
    return {typed: found[key][0] for key, typed in wanted.items()}


def _write(scene: Scene, data: Data, rows: RowData) -> None:
    given = [row for row in rows["phan"] if row.get("amount")]
    named = _named(scene, given)
    by_key = {name_key(name): one for name, one in named.items()}
    details.write_detail(
        project=scene.project,
        rows=[
            details.Row(
                amount=row["amount"],
                establishment=by_key.get(name_key(row["who"])) if row["who"] else None,
                title=row["title"],
                place=row["place"],
                counterpart=row["counterpart"] or Dong(0),
            )
            for row in given
        ],
        by=scene.user,
    )


def _approve(scene: Scene, data: Data, rows: RowData) -> None:
    with log.writing(scene.project.province.code):
        paper = register_paper(
            province=scene.project.province,
            attachment=stored(scene, data),
            **{name: data[name] for name in PAPER if name != "file"},
            **who(scene),
        )
        details.approve_detail(project=scene.project, paper=paper, on=paper.issued_on, **who(scene))


def _approval_initial(scene: Scene) -> Data:
    home = scene.user.organisation
    return {"issuer": home.name if home else "", "summary": f"Duyệt kế hoạch chi tiết đề án {scene.project.code}"}


def _approval_notes(scene: Scene) -> Data:
    return {"detail": plan_of(scene), "verdict": _may_be_approved(scene)}


def _may_be_approved(scene: Scene) -> Verdict:
    problem = queries.detail_problem(scene.project)
    return refused(problem, "Sửa kế hoạch chi tiết rồi duyệt.") if problem else allowed()


def plan_of(scene: Scene) -> Data | None:
    """The detailed plan that is written or waits to be, beside the money it has to give out; None when nothing waits."""
    if not scene.waiting_in_pool:
        return None
    rows = list(
        scene.project.details.filter(approved_on=None).select_related("establishment", "place").order_by("number")
    )
    given = Dong(sum(row.amount for row in rows))
    return {
        "rows": rows,
        "given": given,
        "counterpart": Dong(sum(row.counterpart for row in rows)),
        "pool": scene.waiting_in_pool,
        "gap": int(scene.waiting_in_pool - given),
        "over": Dong(max(given - scene.waiting_in_pool, 0)),
    }


def has_years(scene: Scene) -> bool:
    return scene.project.kind == "key"


def has_pool(scene: Scene) -> bool:
    """Is there money that the detailed plan has to share out? Not before the estimate of the year is given."""
    return scene.project.state not in ("planned",) and bool(scene.waiting_in_pool)


def is_written(scene: Scene) -> bool:
    return has_pool(scene) and scene.project.details.filter(approved_on=None).exists()


ACTS: dict[str, Act] = {
    "kinh-phi-nam": Act("Kinh phí từng năm", "Lưu kinh phí từng năm", "project.draft", dossiers.WRITABLE, SceneForm, _tranches, "Đã lưu kinh phí từng năm.", rows={"nam": Rows(TrancheRow, "Kinh phí khuyến công từng năm, đồng", 1, _tranche_rows)}, back="ho-so", fits=has_years),
    "ke-hoach-chi-tiet": Act("Kế hoạch chi tiết (Mẫu 11)", "Lưu kế hoạch chi tiết", "project.draft", LIVE, SceneForm, _write, "Đã lưu kế hoạch chi tiết, chưa duyệt.", rows={"phan": Rows(DetailRow, "Các phần của đề án, đồng", 4, _detail_rows)}, notes=_detail_notes, fits=has_pool),
    "duyet-chi-tiet": Act("Duyệt kế hoạch chi tiết", "Duyệt kế hoạch chi tiết", "detail.approve", LIVE, ApprovalForm, _approve, "Đã duyệt kế hoạch chi tiết, chia kinh phí cho từng phần.", _approval_initial, notes=_approval_notes, fits=is_written),
}  # fmt: skip
