import json
import shutil
import zipfile
from datetime import date

import pytest

from bedo.config import archive
from bedo.core import log
from bedo.core.models import LogEntry, Notice, OutboxMail
from bedo.core.moves import Refused
from bedo.documents.models import Attachment, Paper
from bedo.documents.services import attach_scan, next_code, register_paper, store_file
from bedo.ledger import services as ledger
from bedo.ledger.models import Transfer
from tests.config.conftest import Home
from tests.documents import samples

TODAY = date(2026, 3, 10)
VIEW = (
    "import json; from bedo.config import archive\n"
    "print(json.dumps({model._meta.label_lower: archive.totals(model) for model in archive.tables()}))"
)


@pytest.fixture
def own_store(settings, tmp_path):
    place = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": place}},
    }
    return place


@pytest.fixture
def office(province, people, own_store):
    """An office with money, papers, files, a log and things of every type of column."""
    officer, accountant = people["officer"], people["accountant"]
    line = ledger.open_line(province=province, fund="kcdp", year=2026, by=accountant)
    paper = {"by": accountant, "on": date(2026, 1, 5), "today": TODAY}
    ledger.receive(line=line, amount=23_615_149_080, **paper)
    ledger.plan(line=line, holder="share:1", group="project:1", amount=300_000_000, **paper)
    scan = store_file(province=province, file=samples.PDF, name="qd.pdf", by=officer, lat=22.8233, lon=104.9836)
    store_file(province=province, file=samples.PDF, name="bản thứ hai.pdf", by=officer)
    store_file(province=province, file=samples.JPEG, name="ảnh.jpg", by=officer)
    decision = register_paper(
        province=province, issuer="UBND tỉnh", paper_type="QĐ", number="310/QĐ-UBND", issued_on=date(2026, 1, 5),
        summary="Phê duyệt “kế hoạch”\nnăm 2026", by=officer, today=TODAY,
    )  # fmt: skip
    attach_scan(paper=decision, attachment=scan, by=officer)
    next_code("DA08", 2026)
    Notice.objects.create(user=officer, text="Xin chào", created_at=log.now())
    OutboxMail.objects.create(to="a@b.vn", subject="x", body="y", created_at=log.now())
    return province


@pytest.fixture
def copy(office, tmp_path):
    """(manifest, place) of a backup of the office."""
    place = tmp_path / "copy.zip"
    return archive.write(place), place


def numbers(view):
    return {label: facts for label, facts in view.items() if facts["rows"]}


def test_the_manifest_counts_rows_and_sums_money(copy):
    manifest, _ = copy
    transfers = manifest["tables"]["ledger.transfer"]
    assert transfers["rows"] == Transfer.objects.count()
    assert transfers["sums"] == {"amount": 23_915_149_080}
    assert manifest["tables"] == {model._meta.label_lower: archive.totals(model) for model in archive.tables()}
    assert manifest["files"] == {
        "count": 2,
        "bytes": len(samples.PDF) + len(samples.JPEG),
        "missing": [],
        "changed": [],
    }


def test_a_restore_into_an_empty_place_has_the_same_counts_sums_files_and_log(copy, empty_home):
    manifest, place = copy
    status, out, err = empty_home.bedo("restore", place, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["restored"] is True
    assert numbers(json.loads(empty_home.python(VIEW))) == numbers(manifest["tables"])
    files = [path for path in (empty_home.place / "files").rglob("*") if path.is_file()]
    assert sorted(path.read_bytes() for path in files) == sorted([samples.PDF, samples.JPEG])
    seen = empty_home.python(
        "from bedo.core import log; from bedo.documents.models import Paper; from bedo.ledger import checks\n"
        "print(list(log.broken_entries()), list(checks.broken_lines()), repr(Paper.objects.get().summary))"
    )
    assert seen == f"[] [] {Paper.objects.get().summary!r}"


def test_what_is_restored_goes_on(copy, home, people):
    _, place = copy
    home.bedo("restore", place)
    seen = home.python(
        "from bedo.core import log; from bedo.documents.services import next_code; from bedo.accounts.models import User\n"
        "user = User.objects.get(username='officer08')\n"
        "log.record('08', 'test', subject='x:1', by=user, text='Sau khi khôi phục.')\n"
        "print(next_code('DA08', 2026), list(log.broken_entries()), user.password)"
    )
    assert seen == f"DA08-2026-0002 [] {people['officer'].password}"


def test_a_filled_place_is_refused_and_unchanged(copy, home):
    _, place = copy
    home.python("from bedo.accounts.models import User; User.objects.create(username='a', full_name='A')")
    status, out, err = home.bedo("restore", place)
    assert (status, out) == (2, "")
    assert "đã có dữ liệu" in err
    assert home.python("from bedo.accounts.models import User; print(User.objects.count())") == "1"


def test_a_migrated_empty_place_is_accepted(copy, home):
    manifest, place = copy
    assert home.bedo("restore", place)[0] == 0
    assert numbers(json.loads(home.python(VIEW))) == numbers(manifest["tables"])


def rewrite(place, entry, change):
    """The backup with one entry changed and its checks sums right: as somebody who edits it would leave it."""
    changed = place.with_name("changed.zip")
    with zipfile.ZipFile(place) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == entry else content)
    return changed


def test_a_changed_amount_is_refused_and_nothing_is_written(copy, home):
    _, place = copy
    changed = rewrite(place, "tables/ledger.transfer.jsonl", lambda rows: rows.replace(b"300000000", b"300000001"))
    status, out, err = home.bedo("restore", changed)
    assert (status, out) == (2, "")
    assert "ledger.transfer" in err
    assert "Traceback" not in err
    assert not numbers(json.loads(home.python(VIEW)))


def test_a_changed_log_entry_is_told_after_the_restore(copy, home):
    _, place = copy
    changed = rewrite(place, "tables/core.logentry.jsonl", lambda rows: rows.replace("Ghi sổ".encode(), b"Ghi sai", 1))
    status, out, _ = home.bedo("restore", changed)
    assert status == 1
    assert "Nhật ký 08" in out


@pytest.mark.parametrize(
    "damage", [lambda content: content[:-200], lambda content: b"PK" + content, lambda content: b"no zip"]
)
def test_a_damaged_backup_is_refused(copy, damage):
    _, place = copy
    place.write_bytes(damage(place.read_bytes())[: len(place.read_bytes())])
    with pytest.raises(Refused, match="hỏng|không phải"):
        archive.read_manifest(place)


def test_a_flipped_bit_is_found(copy):
    _, place = copy
    content = bytearray(place.read_bytes())
    with zipfile.ZipFile(place) as packed:
        info = packed.getinfo("tables/core.logentry.jsonl")
    content[info.header_offset + 120] ^= 1
    place.write_bytes(content)
    with pytest.raises(Refused):
        archive.read_manifest(place)


def test_a_backup_of_a_later_release_is_refused(copy, home):
    _, place = copy

    def later(content):
        manifest = json.loads(content)
        manifest["migrations"]["core"].append("0999_later")
        return json.dumps(manifest).encode()

    status, _, err = home.bedo("restore", rewrite(place, "manifest.json", later))
    assert status == 2
    assert "mới hơn phần mềm" in err


def test_lost_and_changed_files_are_told(office, own_store, tmp_path):
    first, second = Attachment.objects.order_by("path").values_list("path", flat=True).distinct()
    (own_store / first).unlink()
    (own_store / second).write_bytes(b"khac")
    facts = archive.write(tmp_path / "copy.zip")["files"]
    assert (facts["missing"], facts["changed"]) == ([first], [second])


def test_a_backup_runs_while_others_write(home, tmp_path):
    place = tmp_path / "copy.zip"
    seen = home.python(
        "import threading; from pathlib import Path; from bedo.config import archive; from bedo.core import log\n"
        "from bedo.core.models import LogEntry\n"
        "for turn in range(50): log.record('08', 'test', subject='x:1', by=None, text='trước')\n"
        "line = archive._write_table; first = threading.Event(); wrote = threading.Event()\n"
        "def write(): first.wait(); [log.record('08', 'test', subject='x:1', by=None, text='trong') for _ in range(20)]; wrote.set()\n"
        "def table(packed, model): first.set(); wrote.wait(10); assert wrote.is_set(); return line(packed, model)\n"
        "archive._write_table = table; threading.Thread(target=write).start()\n"
        f"manifest = archive.write(Path({str(place)!r}))\n"
        "print(LogEntry.objects.count(), manifest['tables']['core.logentry']['rows'], manifest['tables']['core.loghead']['rows'])"
    )
    # The writer starts after the snapshot's first read, so the backup holds one moment: 50 entries and their head.
    assert seen == "70 50 1"


def test_an_existing_file_is_not_overwritten(home, tmp_path):
    place = tmp_path / "copy.zip"
    place.write_text("quý giá")
    status, _, err = home.bedo("backup", place)
    assert (status, place.read_text()) == (2, "quý giá")
    assert "đã có" in err


def test_the_command_prints_what_it_kept(home, tmp_path):
    place = tmp_path / "copy.zip"
    status, out, err = home.bedo("backup", place)
    assert (status, err) == (0, "")
    assert "Đã sao lưu" in out
    status, out, err = home.bedo("restore", place, "--check")
    assert (status, err) == (0, "")
    assert "nguyên vẹn" in out
    assert not shutil.os.path.exists(f"{place}.part")


@pytest.mark.postgres
def test_the_embedded_database_moves_to_postgresql_and_back(copy, empty_home, empty_postgres, tmp_path):
    manifest, place = copy
    assert empty_home.bedo("restore", place)[0] == 0
    assert empty_home.bedo("backup", tmp_path / "embedded.zip")[0] == 0
    server = Home(tmp_path / "server", empty_postgres)
    status, out, err = server.bedo("restore", tmp_path / "embedded.zip")
    assert (status, err) == (0, ""), out
    assert numbers(json.loads(server.python(VIEW))) == numbers(manifest["tables"])
    going_on = (
        "from bedo.core import log; from bedo.core.models import LogEntry\n"
        "entry = log.record('08', 'test', subject='x:1', by=None, text='x'); print(entry.pk, list(log.broken_entries()))"
    )
    assert server.python(going_on) == f"{LogEntry.objects.order_by('-pk').first().pk + 1} []"
