"""The bare baseline: one Django view that renders 50 rows × 9 columns from an indexed PostgreSQL query (R50), and bare exports.

BARE_DATABASE=postgresql://… python -m bench.bare.app fill 10000
BARE_DATABASE=postgresql://… granian … bench.bare.app:application
"""

from __future__ import annotations

import csv
import os
import random
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import django
import xlsxwriter
from django.conf import settings

HERE = Path(__file__).resolve().parent
URL = urlsplit(os.environ.get("BARE_DATABASE", ""))
settings.configure(
    DEBUG=False,
    SECRET_KEY="only-for-measuring",  # noqa: S106
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="bench.bare.app",
    LANGUAGE_CODE="vi",
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": URL.path[1:],
            "USER": URL.username,
            "PASSWORD": URL.password,
            "HOST": URL.hostname,
            "PORT": URL.port,
            "CONN_MAX_AGE": 600,
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "bench.bare",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse, StreamingHttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402

from bench.bare.models import Row  # noqa: E402

SHOWN = ("id", "code", "title", "province", "year", "category", "status", "maker", "support", "paid")
ALL = [field.name for field in Row._meta.concrete_fields if field.name != "id"]
WORDS = "máy móc thiết bị tiên tiến chế biến nông sản chè mật ong bột nghệ gạch may mặc cơ khí gỗ ván mắm bao bì cụm hợp tác xã".split()  # noqa: E501, SIM905
PROVINCES = [f"Tỉnh {number}" for number in range(1, 35)]
CATEGORIES = [f"Nội dung {number}" for number in range(1, 9)]
STATUSES = [f"Trạng thái {number}" for number in range(1, 8)]


def hello(request):
    return HttpResponse("hello")


def rows50(request):
    """R50."""
    rows = Row.objects.filter(year=int(request.GET.get("year", 2024))).order_by("-id").values(*SHOWN)[:50]
    return render(request, "rows.html", {"rows": list(rows)})


class Echo:
    def write(self, value):
        return value


def as_csv(request):
    """All rows, streamed."""
    writer = csv.writer(Echo())

    def lines():
        yield writer.writerow(ALL)
        kept = []
        for row in Row.objects.order_by("id").values_list(*ALL).iterator(2000):
            kept.append(writer.writerow(row))
            if len(kept) == 500:
                yield "".join(kept)
                kept = []
        yield "".join(kept)

    return StreamingHttpResponse(lines(), content_type="text/csv")


def as_xlsx(request):
    """All rows through xlsxwriter, row by row."""
    page = BytesIO()
    book = xlsxwriter.Workbook(page, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for place, row in enumerate(Row.objects.order_by("id").values_list(*ALL).iterator(2000)):
        sheet.write_row(place, 0, row)
    book.close()
    return HttpResponse(page.getvalue(), content_type="application/octet-stream")


urlpatterns = [path("hello/", hello), path("rows50/", rows50), path("csv/", as_csv), path("xlsx/", as_xlsx)]
application = get_wsgi_application()


def made(number: int):
    """The same rows every time."""
    rng = random.Random(11)  # noqa: S311
    for place in range(number):
        year, total = rng.randint(2015, 2026), rng.randint(100, 4000) * 1_000_000
        begins = date(year, rng.randint(1, 12), rng.randint(1, 28))
        support = total * rng.randint(10, 50) // 100
        yield Row(
            code=f"KC-{year}-{place:06d}",
            title="Hỗ trợ " + " ".join(rng.choices(WORDS, k=10)),
            province=rng.choice(PROVINCES),
            year=year,
            category=rng.choice(CATEGORIES),
            status=rng.choice(STATUSES),
            maker=f"Công ty TNHH {' '.join(rng.choices(WORDS, k=3))} {place % 5000}",
            officer=f"Cán bộ {rng.randint(1, 60)}",
            total=total,
            support=support,
            paid=support * rng.randint(0, 100) // 100,
            begins_on=begins,
            ends_on=begins + timedelta(days=rng.randint(90, 500)),
            note=" ".join(rng.choices(WORDS, k=20)),
        )


def fill(number: int) -> None:
    """The table with its rows; nothing when they are there."""
    with connection.schema_editor() as editor:
        if Row._meta.db_table not in connection.introspection.table_names():
            editor.create_model(Row)
    if Row.objects.count() != number:
        Row.objects.all().delete()
        Row.objects.bulk_create(made(number), batch_size=2000)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__" and sys.argv[1:2] == ["fill"]:
    fill(int(sys.argv[2]))
