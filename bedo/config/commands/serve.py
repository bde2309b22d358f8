"""bedo serve: the web server with the worker of background jobs beside it."""

import argparse
import gc
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces

from bedo.config.health import pending_migrations
from bedo.config.prepare import collect_static
from bedo.places.known import the_map

HELP = "Mở máy chủ web kèm tiến trình việc nền (Ctrl+C để dừng)"
NEEDS_DATABASE = True
STOP_SECONDS = 20
APPLICATION = "bedo.config.wsgi.application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, default=settings.PORT, help=f"cổng (mặc định {settings.PORT}, hoặc BEDO_PORT)"
    )
    parser.add_argument("--address", default=settings.ADDRESS, help=f"địa chỉ nghe (mặc định {settings.ADDRESS})")
    parser.add_argument("--no-worker", action="store_true", help="không kèm tiến trình việc nền")


def run(args: argparse.Namespace) -> int:
    problem = _not_ready()
    if problem:
        print(problem, file=sys.stderr)
        return 2
    collect_static()
    _warm_up()
    connections.close_all()
    beside = Beside() if not args.no_worker else None
    server = Granian(
        APPLICATION.replace(".application", ":application"),
        address=args.address,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        respawn_failed_workers=True,
        log_enabled=settings.DEBUG,
        working_dir=Path.cwd(),
    )
    shown = f"[{args.address}]" if ":" in args.address else args.address
    server.on_startup(lambda: print(f"Bệ Đỡ chạy tại http://{shown}:{args.port}/  (Ctrl+C để dừng)", flush=True))
    if beside:
        server.on_startup(beside.start)
    try:
        server.serve()
    except RuntimeError as error:
        print(
            f"Không mở được cổng {args.port} ({str(error).splitlines()[0]}). Đặt BEDO_PORT sang cổng khác.",
            file=sys.stderr,
        )
        return 2
    finally:
        if beside:
            beside.stop()
    return 0


def _not_ready() -> str:
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        return (
            f"Không kết nối được cơ sở dữ liệu ({str(error).strip()}). Kiểm tra BEDO_DATABASE_URL (docs/settings.md)."
        )
    if pending:
        return f"Cơ sở dữ liệu còn {len(pending)} bước nâng cấp chưa chạy. Chạy “bedo migrate” rồi “bedo serve” lại."
    return ""


def _warm_up() -> None:
    """Load addresses, views, templates and the map of units before the server forks: the first page is quick and memory is
    shared. What is loaded by then stays for good, so the collector of each process need not walk through it again and again.

    The application is loaded only now: it lists the static files once, so they must be collected before.
    """
    application = import_string(APPLICATION)
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    environ = {"HTTP_HOST": host, "PATH_INFO": reverse(settings.LOGIN_URL), "REQUEST_METHOD": "GET"}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers: None)
    b"".join(answer)
    answer.close()
    the_map()
    gc.collect()
    gc.freeze()


class Beside:
    """The worker's process: started again when it dies, stopped with the server."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.stopping = threading.Event()
        self.watch = threading.Thread(target=self._watch, name="worker-watch", daemon=True)

    def start(self) -> None:
        self.process = self._spawn()
        self.watch.start()

    def _spawn(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "bedo.config.cli", "worker", "--parent", str(os.getpid())]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own program

    def _watch(self) -> None:
        while not self.stopping.is_set():
            began = time.monotonic()
            self.process.wait()
            if self.stopping.wait(1 if time.monotonic() - began > 30 else 5):
                return
            print("Tiến trình việc nền đã dừng, mở lại.", file=sys.stderr, flush=True)
            self.process = self._spawn()

    def stop(self) -> None:
        """Ask it to finish its task; after STOP_SECONDS it is ended and its task will be given back."""
        self.stopping.set()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
