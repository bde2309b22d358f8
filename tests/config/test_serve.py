import json
import os
import re
import shutil
import signal
import socket
import time

import pytest

from tests.config.conftest import Home, fetch, free_port, until

WORKERS = "from bedo.core.models import WorkerBeat; print(*WorkerBeat.objects.filter(name__startswith='worker:').values_list('name', flat=True))"


def start(home, *words, **env):
    port = free_port()
    process = home.start("serve", "--port", port, *words, **env)
    began = time.monotonic()
    status, body = until(lambda: (answer := fetch(f"http://127.0.0.1:{port}/tai-khoan/login/"))[0] and answer)
    assert status == 200, body
    return process, f"http://127.0.0.1:{port}", time.monotonic() - began


def pid_of(worker):
    """A worker's name is worker:<host>-<pid>-<random>."""
    return int(worker.rsplit("-", 2)[1])


def test_pages_come_soon_with_a_worker_beside(home):
    process, address, _ = start(home)
    state = until(lambda: (answer := fetch(f"{address}/healthz"))[0] == 200 and json.loads(answer[1]))
    assert state == {"database": "ok", "migrations": "ok", "worker": "ok"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(25) == 0
    assert home.python(WORKERS) == ""


def test_static_files_collected_at_the_start_are_served_at_once(home):
    shutil.rmtree(home.place / "static", ignore_errors=True)
    _, address, _ = start(home)
    _, page = fetch(f"{address}/tai-khoan/login/")
    sheet = re.search(r'href="(/static/bedo/bedo[^"]*\.css)"', str(page)).group(1)
    assert fetch(address + sheet)[0] == 200


def test_a_killed_worker_is_started_again(home):
    start(home)
    first = until(lambda: home.python(WORKERS))
    os.kill(pid_of(first), signal.SIGKILL)
    second = until(lambda: home.python(WORKERS).replace(first, "").strip(), seconds=30)
    assert pid_of(second) != pid_of(first)


def test_a_task_is_run_beside_the_server(home):
    start(home)
    marks = home.place / "marks"
    home.python(f"from tests.config.tasks import leave_mark; leave_mark.enqueue({str(marks)!r})")
    until(lambda: marks.exists() and marks.read_text() == "ran\n")


def test_pending_migrations_stop_the_server_with_a_sentence(empty_home):
    status, out, err = empty_home.bedo("serve", "--port", free_port())
    assert (status, out) == (2, "")
    assert "bedo migrate" in err
    assert "Traceback" not in err


def test_an_unreachable_database_stops_the_server_with_a_sentence(empty_home):
    status, _, err = empty_home.bedo("serve", BEDO_DATABASE_URL="postgresql://x:y@127.0.0.1:1/z")
    assert status == 2
    assert "BEDO_DATABASE_URL" in err
    assert "Traceback" not in err


def test_a_taken_port_stops_the_server_with_a_sentence(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, out, err = home.bedo("serve", "--port", taken.getsockname()[1])
    assert (status, out) == (2, "")
    assert "BEDO_PORT" in err
    assert "Traceback" not in err


def test_a_wrong_setting_is_named(empty_home):
    status, _, err = empty_home.bedo("serve", BEDO_PORT="tám nghìn")
    assert status == 2
    assert "BEDO_PORT" in err
    assert "Traceback" not in err


@pytest.mark.postgres
def test_it_serves_from_postgresql_with_several_processes(empty_postgres, tmp_path):
    home = Home(tmp_path / "server", empty_postgres)
    try:
        assert home.bedo("migrate")[0] == 0
        process, address, _ = start(home, BEDO_WEB_WORKERS="2")
        until(lambda: fetch(f"{address}/healthz")[0] == 200)
        process.send_signal(signal.SIGTERM)
        assert process.wait(25) == 0
    finally:
        home.close()
