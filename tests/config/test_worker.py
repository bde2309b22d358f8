import os
import signal
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from bedo.config import worker
from bedo.core import digest, outbox
from bedo.core.clock import now
from bedo.core.models import Notice, OutboxMail, WorkerBeat
from tests.config import tasks
from tests.config.conftest import until

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def real_queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def running(minutes, by):
    """A task that a worker took some minutes ago."""
    result = tasks.leave_mark.enqueue("/dev/null")
    DBTaskResult.objects.filter(pk=result.id).update(
        status="RUNNING", started_at=now() - timedelta(minutes=minutes), worker_ids=by
    )
    return DBTaskResult.objects.get(pk=result.id)


def beat(name, seconds=0):
    WorkerBeat.objects.create(name=f"worker:{name}", at=now() - timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("minutes", "by", "beats", "status"),
    [
        (5, ["a"], None, "READY"),
        (5, ["a"], 120, "READY"),
        (5, ["a"], 2, "RUNNING"),
        (31, ["a"], 2, "READY"),
        (0, ["a"], None, "RUNNING"),
        (5, ["a", "b"], None, "READY"),
        (5, ["a", "b", "c"], None, "FAILED"),
        (5, [], None, "READY"),
    ],
)
def test_tasks_of_dead_workers_are_given_back(db, real_queue, settings, minutes, by, beats, status):
    settings.TASK_TIME_LIMIT_SECONDS = 1800
    task = running(minutes, by)
    if beats is not None:
        beat("a", beats)
    worker.requeue_orphans()
    task.refresh_from_db()
    assert task.status == status


def test_a_finished_task_stays_finished(db, real_queue):
    task = running(60, ["a"])
    DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
    assert worker.requeue_orphans() == 0


def test_a_killed_workers_task_is_run_by_the_next(home):
    marks = home.place / "marks"
    home.python(f"from tests.config.tasks import hang_once; hang_once.enqueue({str(marks)!r})")
    first = home.start("worker", "--interval", "0.1")
    until(marks.exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    home.python(
        "from django.utils import timezone; from datetime import timedelta; from bedo.core.models import WorkerBeat\n"
        "from django_tasks_db.models import DBTaskResult; past = timezone.now() - timedelta(minutes=2)\n"
        "WorkerBeat.objects.update(at=past); DBTaskResult.objects.update(started_at=past)"
    )
    home.start("worker", "--interval", "0.1")
    until(lambda: len(marks.read_text().splitlines()) == 2)
    status = "from django_tasks_db.models import DBTaskResult; print(DBTaskResult.objects.get().status)"
    until(lambda: home.python(status) == "SUCCESSFUL")


def test_a_worker_stops_when_its_server_is_gone(home):
    process = home.start("worker", "--parent", "1", "--interval", "0.1")
    assert process.wait(15) == 0


def test_mail_waits_in_the_outbox_until_the_worker_delivers_it(db, settings):
    settings.EMAIL_BACKEND = "bedo.core.outbox.OutboxBackend"
    settings.OUTBOX_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.send_mail("Chào", "Nội dung", None, ["a@example.vn"])
    assert not mail.outbox
    worker.keep_house("test")
    assert [message.subject for message in mail.outbox] == ["Chào"]
    worker.keep_house("test")
    assert len(mail.outbox) == 1


def test_a_failing_mail_is_tried_again_but_not_for_ever(db, settings):
    settings.OUTBOX_DELIVERY_BACKEND = "tests.config.test_worker.FailingBackend"
    OutboxMail.objects.create(to="a@example.vn", subject="x", body="y", created_at=now())
    for _ in range(outbox.MAX_TRIES + 3):
        outbox.deliver()
    row = OutboxMail.objects.get()
    assert (row.tries, row.sent_at, row.error) == (outbox.MAX_TRIES, None, "no server")


class FailingBackend:
    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise OSError("no server")


def at(text):
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("25/11/2026 06:59", "24/11/2026 07:00"),
        ("25/11/2026 07:00", "25/11/2026 07:00"),
        ("25/11/2026 23:59", "25/11/2026 07:00"),
    ],
)
def test_the_digest_falls_due_at_seven(moment, due):
    hour, days, _ = worker.JOBS["digest"]
    assert worker.last_due(at(moment), hour, days) == at(due)


def test_pruning_falls_on_sundays():
    hour, days, _ = worker.JOBS["prune"]
    assert worker.last_due(at("25/11/2026 12:00"), hour, days) == at("22/11/2026 03:00")


def test_a_job_is_done_once_a_day_by_one_worker(db, monkeypatch):
    done = []
    monkeypatch.setattr(
        worker, "JOBS", {"digest": (worker.JOBS["digest"][0], lambda day: True, lambda: done.append(1))}
    )
    days = [
        "24/11/2026 12:00",
        "24/11/2026 12:01",
        "25/11/2026 06:00",
        "25/11/2026 07:00",
        "25/11/2026 07:01",
        "28/11/2026 09:00",
    ]
    counts = []
    for day in days:
        worker.run_due(at(day))
        counts.append(len(done))
    assert counts == [0, 0, 0, 1, 1, 2]


@pytest.fixture
def notice(people, settings):
    settings.EMAIL_BACKEND = "bedo.core.outbox.OutboxBackend"

    def make(role, text="Đề án chờ bổ sung", **more):
        return Notice.objects.create(user=people[role], text=text, **{"created_at": now(), **more})

    return make


def test_everybody_gets_one_mail_about_all_that_is_new(notice, people):
    for text in ("Một", "Hai", "Ba"):
        notice("officer", text, link="/de-an/1/")
    notice("director", "Riêng")
    assert digest.send(now()) == 2
    mails = {mail.to: mail for mail in OutboxMail.objects.all()}
    assert set(mails) == {people["officer"].email, people["director"].email}
    assert "3 việc mới" in mails[people["officer"].email].subject
    body = mails[people["officer"].email].body
    assert body.index("Một") < body.index("Hai") < body.index("Ba")
    assert "/de-an/1/" in body
    assert digest.send(now()) == 0


def test_no_mail_about_what_was_read_is_old_or_unwanted(notice, people):
    notice("officer", read_at=now())
    notice("officer", created_at=now() - timedelta(days=digest.FORGET_DAYS + 1))
    notice("director")
    people["director"].wants_digest = False
    people["director"].save()
    notice("accountant")
    people["accountant"].email = ""
    people["accountant"].save()
    notice("finance")
    people["finance"].is_active = False
    people["finance"].save()
    assert digest.send(now()) == 0


def test_a_long_digest_is_cut_and_says_so(notice):
    for turn in range(digest.SHOWN + 5):
        notice("officer", f"Việc {turn}")
    digest.send(now())
    assert "và 5 việc nữa" in OutboxMail.objects.get().body


def test_administrators_are_told_what_the_night_found(db, people, monkeypatch):
    class Done:
        returncode, stdout, stderr = 1, "Nhật ký 08: mục số 3", ""

    monkeypatch.setattr(worker.subprocess, "run", lambda *args, **options: Done)
    worker.check_at_night()
    told = Notice.objects.all()
    assert {row.user for row in told} == {people["administrator"]}
    assert {verb for verb in ("verify", "doctor") if any(verb in row.text for row in told)} == {"verify", "doctor"}


def test_a_quiet_night_tells_nobody(db, people, monkeypatch):
    class Done:
        returncode = 0

    monkeypatch.setattr(worker.subprocess, "run", lambda *args, **options: Done)
    worker.check_at_night()
    assert not Notice.objects.exists()


def test_old_beats_and_results_are_forgotten(db, real_queue):
    beat("old", 2 * 86400)
    beat("new")
    old = running(1, ["a"])
    DBTaskResult.objects.filter(pk=old.pk).update(status="SUCCESSFUL", finished_at=now() - timedelta(days=15))
    worker.prune()
    assert list(WorkerBeat.objects.values_list("name", flat=True)) == ["worker:new"]
    assert not DBTaskResult.objects.exists()
