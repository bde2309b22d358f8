"""The process beside the server: runs queued tasks, shows that it is alive, delivers mail, does what falls due.

Tasks are run one after another in the main thread; a second thread keeps house, so that a long task does not stop the
mail or look like a dead worker. Tasks must be idempotent: one whose worker was killed is run again.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from bedo.accounts.models import Grant
from bedo.config import statistics
from bedo.core import digest, outbox
from bedo.core.clock import now, today
from bedo.core.models import Notice, WorkerBeat
from bedo.projects.services import rolling

logger = logging.getLogger("bedo.worker")
BEAT_SECONDS = 5
DEAD_SECONDS = 60
MAX_STARTS = 3
"""A task that outlived this many workers is the likely cause of their deaths: it is marked failed."""


def run(*, parent: int = 0, interval: float = 1.0) -> None:
    """Work until told to stop (TERM, INT) or until the process `parent` is gone."""
    name = f"{socket.gethostname()[:12]}-{os.getpid()}-{get_random_string(6)}"
    worker = Worker(
        queue_names=["*"],
        interval=interval,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    requeue_orphans()
    keeper = Keeper(name, parent)
    keeper.start()
    try:
        worker.run()
    finally:
        keeper.stop()
        WorkerBeat.objects.filter(name=_beat_name(name)).delete()


class Keeper(threading.Thread):
    """Keeps house every few seconds; an error in one round is logged and the next round tries again."""

    def __init__(self, name: str, parent: int = 0):
        super().__init__(name="keeper", daemon=True)
        self.worker_name, self.parent, self.stopped = name, parent, threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            if self.parent and os.getppid() != self.parent:
                os.kill(os.getpid(), signal.SIGTERM)
                break
            close_old_connections()
            try:
                keep_house(self.worker_name)
            except DatabaseError as error:
                logger.warning("housekeeping: %s", error)
            except Exception:
                logger.exception("housekeeping failed")
            self.stopped.wait(BEAT_SECONDS)
        connections.close_all()

    def stop(self) -> None:
        self.stopped.set()
        self.join(timeout=3)


def keep_house(name: str) -> None:
    """One round: beat, mail, tasks of dead workers, what falls due."""
    WorkerBeat.objects.update_or_create(name=_beat_name(name), defaults={"at": now()})
    outbox.deliver()
    requeue_orphans()
    run_due(now())


def _beat_name(worker: str) -> str:
    return f"worker:{worker}"[:40]


def requeue_orphans() -> int:
    """Give back tasks whose worker no longer beats, or that run longer than allowed; returns how many.

    One that was started MAX_STARTS times already is marked failed instead.
    """
    moment = now()
    too_long = moment - timedelta(seconds=settings.TASK_TIME_LIMIT_SECONDS)
    fresh = moment - timedelta(seconds=DEAD_SECONDS)
    alive = set(WorkerBeat.objects.filter(at__gte=fresh).values_list("name", flat=True))
    count = 0
    for task in DBTaskResult.objects.running().filter(started_at__lt=moment - timedelta(seconds=BEAT_SECONDS)):
        beats = bool(task.worker_ids) and _beat_name(task.worker_ids[-1]) in alive
        if (beats and task.started_at > too_long) or (not beats and task.started_at > fresh):
            continue
        count += _give_back(task)
    return count


def _give_back(task: DBTaskResult) -> int:
    running = DBTaskResult.objects.filter(pk=task.pk, status="RUNNING", started_at=task.started_at)
    if len(task.worker_ids) >= MAX_STARTS:
        logger.error("task %s (%s) outlived %s workers: failed", task.pk, task.task_path, MAX_STARTS)
        running.update(status="FAILED", finished_at=now(), traceback=f"killed {MAX_STARTS} times")
        return 0
    logger.warning("task %s (%s) is given back: its worker is gone", task.pk, task.task_path)
    return running.update(status="READY", started_at=None)


def send_digests() -> None:
    """One mail a person about what is new to them."""
    logger.info("digests: %s", digest.send(now()))


def check_at_night() -> None:
    """Recount log and ledger and look for impossible facts; tell the administrators when something is wrong."""
    for verb in ("verify", "doctor"):
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "bedo.config.cli", verb], capture_output=True, text=True, timeout=6 * 3600
        )
        if done.returncode:
            logger.error("bedo %s: %s", verb, (done.stdout + done.stderr)[-2000:])
            _tell_administrators(
                f"Kiểm tra hằng đêm (bedo {verb}) thấy có điều sai. Chạy lệnh này trên máy chủ để xem."
            )


def _tell_administrators(text: str) -> None:
    people = Grant.objects.in_force(today()).filter(role="administrator").values_list("user", flat=True).distinct()
    Notice.objects.bulk_create(Notice(user_id=user, text=text, created_at=now()) for user in people)


def call_instalments() -> None:
    """What falls due of the rolling funds' recoverable support goes into the books; what could not is told."""
    done = rolling.call_due(today=today())
    if done.count:
        logger.info("instalments: %s, %s", done.count, done.amount)
    if done.problems:
        _tell_administrators(f"Quỹ khuyến công: chưa ghi được kỳ đến hạn. {'; '.join(done.problems[:3])}")


def prune() -> None:
    """Forget results of finished tasks after two weeks, beats of dead workers and expired sessions."""
    call_command("prune_db_task_results", min_age_days=14, verbosity=0)
    WorkerBeat.objects.filter(name__startswith="worker:", at__lt=now() - timedelta(days=1)).delete()
    call_command("clearsessions", verbosity=0)


JOBS: dict[str, tuple[time, Callable[[date], bool], Callable[[], None]]] = {
    "check": (time(2, 0), lambda day: True, check_at_night),
    "prune": (time(3, 0), lambda day: day.weekday() == 6, prune),
    "instalments": (time(1, 0), lambda day: True, call_instalments),
    "statistics": (time(4, 0), lambda day: True, statistics.refresh),
    "digest": (time(7, 0), lambda day: True, send_digests),
}
"""Name: hour (Asia/Ho_Chi_Minh), days, what to do. A job missed while no worker ran is done once when one starts."""


def run_due(moment: datetime) -> list[str]:
    """Do each job whose hour has passed since it last ran; the first worker to claim it does it."""
    done = []
    for name, (hour, falls_on, work) in JOBS.items():
        due = last_due(moment, hour, falls_on)
        if due and _claim(f"job:{name}", due, moment):
            work()
            done.append(name)
    return done


def last_due(moment: datetime, hour: time, falls_on: Callable[[date], bool]) -> datetime | None:
    """The latest moment not after `moment` at which the job fell due, within the last eight days."""
    local = timezone.localtime(moment)
    for back in range(8):
        day = local.date() - timedelta(days=back)
        due = datetime.combine(day, hour, tzinfo=local.tzinfo)
        if falls_on(day) and due <= local:
            return due
    return None


def _claim(name: str, due: datetime, moment: datetime) -> bool:
    """True for exactly one worker per due moment. On a new database nothing is due before its first day is over."""
    row, new = WorkerBeat.objects.get_or_create(name=name, defaults={"at": moment})
    if new or row.at >= due:
        return False
    return WorkerBeat.objects.filter(name=name, at=row.at).update(at=moment) == 1
