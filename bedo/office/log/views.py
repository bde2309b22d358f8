"""Reading the log: newest first, by kind and by word, within the person's provinces."""

from __future__ import annotations

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bedo.core.models import LogEntry
from bedo.office.shell.exports import CHUNK, Part, Table, conditions_of, download
from bedo.office.shell.http import methods, paginate, require
from bedo.places.models import Unit

KINDS = {
    "": "Tất cả",
    "project": "Đề án",
    "share": "Phần đề án",
    "wish": "Nhu cầu",
    "plan": "Kế hoạch",
    "money": "Tiền",
    "paper": "Văn bản",
    "grant": "Quyền",
    "establishment": "Cơ sở",
    "export": "Xuất số liệu",
    "refused": "Lần bị từ chối",
}


class LogFilter(forms.Form):
    q = forms.CharField(label="Nội dung", required=False, max_length=120)
    loai = forms.ChoiceField(label="Loại việc", choices=list(KINDS.items()), required=False)
    tu = forms.DateField(label="Từ ngày", required=False)
    den = forms.DateField(label="Đến ngày", required=False)


@methods(read=["GET"])
def entries(request: HttpRequest) -> HttpResponse:
    """The log page; a filter that cannot be read is told and shows nothing."""
    require(request, "log.view")
    form = LogFilter(request.GET)
    good = form.is_valid()
    page = paginate(request, _found(request, form.cleaned_data) if good else LogEntry.objects.none())
    return render(request, "office/log/list.html", {"form": form, "page": page}, status=200 if good else 422)


def _found(request: HttpRequest, asked: dict):
    provinces = request.user.grants.provinces_with("log.view")
    rows = LogEntry.objects.select_related("actor").order_by("-id")
    if provinces is not None:
        codes = Unit.objects.filter(pk__in=provinces).values("code")
        # one chain has an index of its own; by id the whole nation's log would be searched backward for it
        rows = rows.filter(chain=codes[:1]).order_by("-seq") if len(provinces) == 1 else rows.filter(chain__in=codes)
    if asked["loai"]:
        rows = rows.filter(Q(kind__startswith=f"{asked['loai']}.") | Q(kind=asked["loai"]))
    if asked["q"]:
        rows = rows.filter(text__contains=asked["q"])
    if asked["tu"]:
        rows = rows.filter(at__date__gte=asked["tu"])
    if asked["den"]:
        rows = rows.filter(at__date__lte=asked["den"])
    return rows


PARTS = (
    Part("Mục", lambda row, _: f"{row.chain}/{row.seq}", width=16),
    Part("Nhập lúc", lambda row, _: row.at, "moment"),
    Part("Ngày văn bản", lambda row, _: row.on, "day"),
    Part("Việc", lambda row, _: row.text, width=70),
    Part("Đối tượng", lambda row, _: row.subject),
    Part("Người ghi", lambda row, _: row.actor.full_name if row.actor else "hệ thống"),
    Part("Mã băm", lambda row, _: row.hash, width=66),
)


def _file(request: HttpRequest) -> Table:
    require(request, "log.view")
    form = LogFilter(request.GET)
    form.full_clean()
    given = conditions_of(form)
    last = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = _found(request, form.cleaned_data).filter(pk__lte=last)  # not the entry of this file itself
    return Table("nhat-ky", "Nhật ký", "mục", PARTS, rows.iterator(chunk_size=CHUNK), rows.count(), **given)


export = download(_file, PARTS)
