"""Backup and restore in one portable form, for either database: a zip of JSON lines per table, the files, and a manifest.

The manifest says how many rows each table has and the sum of đồng of each money column; a restore that does not reach
the same counts and sums is rolled back whole.
"""

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Sum
from django.utils import timezone

from bedo.core.clock import now
from bedo.core.fields import DongField
from bedo.core.moves import Refused
from bedo.documents.models import Attachment
from bedo.reports import summaries

FORM = 1
LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "sessions.session", "reports.moneysum", "reports.projectsum"}
"""Tables that migrations fill themselves; sessions: after a restore people sign in again; sums, which are made anew."""
BATCH = 500


def tables(registry=apps) -> list[type[models.Model]]:
    """Every table of the product and its packages that a backup holds, by label."""
    kept = (
        model
        for model in registry.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    )
    return sorted(kept, key=lambda model: model._meta.label_lower)


def columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def money_columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in columns(model) if isinstance(field, DongField)]


def totals(model: type[models.Model]) -> dict[str, Any]:
    """Rows, and the sum of each money column, as the database reckons them."""
    sums = {f"sum_{name}": Sum(name) for name in money_columns(model)}
    found = model._base_manager.order_by().aggregate(rows=Count("pk"), **sums)
    return {"rows": found["rows"], "sums": {name: int(found[f"sum_{name}"] or 0) for name in money_columns(model)}}


# --- writing


def write(place: Path) -> dict[str, Any]:
    """Write a backup of database and files to `place` while the system runs; returns the manifest."""
    part = place.with_name(place.name + ".part")
    manifest: dict[str, Any] = {
        "product": "bedo",
        "form": FORM,
        "made_at": timezone.localtime(now()).isoformat(),
        "tables": {},
    }
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as packed:
            with snapshot():
                manifest["migrations"] = leaves()
                for model in tables():
                    manifest["tables"][model._meta.label_lower] = _write_table(packed, model)
                stored = list(Attachment.objects.order_by("path").values_list("path", "sha256", "size").distinct())
            manifest["files"] = _write_files(packed, stored)
            packed.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        with open(part, "rb+") as handle:
            os.fsync(handle.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is of one moment, and no writer waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def leaves() -> dict[str, list[str]]:
    """Migrations applied, per app."""
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationExecutor(connection).loader.applied_migrations):
        applied.setdefault(app, []).append(name)
    return applied


def _write_table(packed: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    fields = columns(model)
    names = [field.attname for field in fields]
    money = {names.index(name): 0 for name in money_columns(model)}
    rows = 0
    with packed.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as out:
        out.write(_line(names))
        for row in model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=2000):
            out.write(_line(list(row)))
            rows += 1
            for index in money:
                money[index] += int(row[index] or 0)
    return {"rows": rows, "sums": {names[index]: total for index, total in money.items()}}


def _line(values: list[Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n").encode()


def _plain(value: Any) -> Any:
    """Full precision: the log's hashes rest on microseconds."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"no portable form for {type(value).__name__}")


def _write_files(packed: zipfile.ZipFile, stored: list[tuple[str, str, int]]) -> dict[str, Any]:
    facts: dict[str, Any] = {"count": 0, "bytes": 0, "missing": [], "changed": []}
    for path, sha256, _size in stored:
        if not default_storage.exists(path):
            facts["missing"].append(path)
            continue
        digest = hashlib.sha256()
        entry = zipfile.ZipInfo(f"files/{path}", date_time=(1980, 1, 1, 0, 0, 0))
        with default_storage.open(path) as source, packed.open(entry, "w", force_zip64=True) as out:
            for chunk in source.chunks():
                digest.update(chunk)
                out.write(chunk)
                facts["bytes"] += len(chunk)
        facts["count"] += 1
        if digest.hexdigest() != sha256:
            facts["changed"].append(path)
    return facts


# --- reading


def read_manifest(place: Path) -> dict[str, Any]:
    """The manifest of a backup. Refuses what is not one, or is of a later form, or is damaged."""
    try:
        with zipfile.ZipFile(place) as packed:
            bad = packed.testzip()
            manifest = json.loads(packed.read("manifest.json"))
    except FileNotFoundError:
        raise Refused(f"Không có tệp {place}.", "Kiểm tra lại đường dẫn.", status=422) from None
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, KeyError, ValueError):
        raise Refused(
            f"{place} không phải bản sao lưu của Bệ Đỡ, hoặc đã hỏng.", "Dùng bản sao lưu khác.", status=422
        ) from None
    if bad:
        raise Refused(f"Bản sao lưu hỏng ở phần {bad}.", "Dùng bản sao lưu khác.", status=422)
    if manifest.get("product") != "bedo" or manifest.get("form", 0) > FORM:
        raise Refused("Bản sao lưu của phiên bản mới hơn phần mềm này.", "Nâng cấp phần mềm rồi khôi phục.", status=422)
    return manifest


def restore(place: Path) -> dict[str, Any]:
    """Restore into an empty database: at the backup's migrations, all rows in one transaction, then upgraded to today's."""
    manifest = read_manifest(place)
    _migrate_to(manifest["migrations"])
    executor = MigrationExecutor(connection)
    registry = executor.loader.project_state(_targets(executor, manifest["migrations"])).apps
    known = {model._meta.label_lower: model for model in tables(registry)}
    with zipfile.ZipFile(place) as packed:
        _read_files(packed)
        with transaction.atomic():
            _refuse_filled(known.values())
            for label in manifest["tables"]:
                _read_table(packed, label, known)
            _reset_sequences(known.values())
            _compare(manifest["tables"], known)
    call_command("migrate", interactive=False, verbosity=0)
    summaries.rebuild()
    return manifest


def _migrate_to(wanted: dict[str, list[str]]) -> None:
    """Bring an empty database to the very migrations of the backup."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.nodes
    unknown = [f"{app}.{name}" for app, names in wanted.items() for name in names if (app, name) not in nodes]
    if unknown:
        raise Refused(
            f"Bản sao lưu của phiên bản mới hơn phần mềm này (có {unknown[0]}).",
            "Nâng cấp phần mềm rồi khôi phục.",
            status=422,
        )
    kept = {(app, name) for app, names in wanted.items() for name in names}
    ahead = [key for key in executor.loader.applied_migrations if key in nodes and key not in kept]
    if ahead:
        raise Refused(
            "Cơ sở dữ liệu đích đã ở phiên bản mới hơn bản sao lưu.",
            "Dùng một cơ sở dữ liệu trống chưa chạy “bedo migrate”.",
            status=422,
        )
    executor.migrate(_targets(executor, wanted))
    call_command("createcachetable", verbosity=0)


def _targets(executor: MigrationExecutor, wanted: dict[str, list[str]]) -> list[tuple[str, str]]:
    """The last of the wanted migrations in each app."""
    kept = {(app, name) for app, names in wanted.items() for name in names}
    nodes = executor.loader.graph.node_map
    return [
        key
        for key in sorted(kept)
        if not any(child.key in kept and child.key[0] == key[0] for child in nodes[key].children)
    ]


def _refuse_filled(known) -> None:
    for model in known:
        if model._base_manager.exists():
            raise Refused(
                f"Cơ sở dữ liệu đích đã có dữ liệu (bảng {model._meta.db_table}); khôi phục sẽ trộn hai bên.",
                "Đặt BEDO_DATA_DIR hoặc BEDO_DATABASE_URL vào một nơi trống rồi làm lại.",
                status=409,
            )


def _read_table(packed: zipfile.ZipFile, label: str, known: dict[str, type[models.Model]]) -> None:
    model = known[label]
    by_name = {field.attname: field for field in columns(model)}
    quote = connection.ops.quote_name
    with packed.open(f"tables/{label}.jsonl") as lines:
        fields = [by_name[name] for name in json.loads(next(lines))]
        names = ", ".join(quote(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own models
        with connection.cursor() as cursor:
            while batch := [_values(fields, line) for line in islice(lines, BATCH)]:
                cursor.executemany(sql, batch)


def _values(fields: list[models.Field], line: bytes) -> list[Any]:
    return [
        field.get_db_prep_save(field.to_python(value) if value is not None else None, connection)
        for field, value in zip(fields, json.loads(line), strict=True)
    ]


def _reset_sequences(known) -> None:
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(known)):
            cursor.execute(sql)


def _compare(expected: dict[str, Any], known: dict[str, type[models.Model]]) -> None:
    for label, want in expected.items():
        have = totals(known[label])
        if have != want:
            raise Refused(
                f"Bảng {label}: bản sao lưu ghi {want}, đọc được {have}. Đã hủy, không có gì được ghi.", status=422
            )


def _read_files(packed: zipfile.ZipFile) -> None:
    """Files first: they are named by their content, so that a restore broken off leaves nothing wrong behind."""
    for entry in packed.infolist():
        if not entry.filename.startswith("files/"):
            continue
        path = entry.filename.removeprefix("files/")
        if default_storage.exists(path):
            if default_storage.size(path) == entry.file_size:
                continue
            default_storage.delete(path)
        with packed.open(entry) as source:
            default_storage.save(path, File(source, name=path))
