"""A small HTTP client for measuring: keep-alive on a raw socket, sign-in through the form, one cell of load. Loopback only."""

from __future__ import annotations

import gzip
import re
import socket
import statistics
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

HOST = "127.0.0.1"
TIMEOUT = 300


@dataclass
class Answer:
    """One response: `wire` bytes came over the line, `packed` of them as the body, which is unpacked here."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes
    wire: int
    packed: int

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Connection:
    """One keep-alive connection; opened again when the server closed it."""

    def __init__(self, port: int):
        self.port, self.socket, self.kept = port, None, b""

    def close(self) -> None:
        if self.socket:
            self.socket.close()
        self.socket, self.kept = None, b""

    def ask(self, raw: bytes) -> tuple[bytes, bytes, int]:
        """Send a request; (head, body as it came, bytes on the wire)."""
        fresh = self.socket is None
        if fresh:
            self.socket = socket.create_connection((HOST, self.port), TIMEOUT)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(raw)
            head = self._until(b"\r\n\r\n")
        except (ConnectionError, OSError):
            self.close()
            if fresh:
                raise
            return self.ask(raw)
        body, wire = self._body(head.lower())
        if b"connection: close" in head.lower():
            self.close()
        return head, body, len(head) + wire

    def _fill(self) -> None:
        more = self.socket.recv(262_144)
        if not more:
            raise ConnectionError("closed")
        self.kept += more

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.kept:
            self._fill()
        found, self.kept = self.kept.split(mark, 1)
        return found

    def _take(self, size: int) -> bytes:
        parts, missing = [], size
        while missing > len(self.kept):
            parts.append(self.kept)
            missing -= len(self.kept)
            self.kept = b""
            self._fill()
        parts.append(self.kept[:missing])
        self.kept = self.kept[missing:]
        return b"".join(parts)

    def _body(self, head: bytes) -> tuple[bytes, int]:
        if b"transfer-encoding: chunked" in head:
            return self._chunks()
        size = re.search(rb"content-length: (\d+)", head)
        body = self._take(int(size.group(1))) if size else b""
        return body, len(body)

    def _chunks(self) -> tuple[bytes, int]:
        parts, wire = [], 0
        while size := int(self._until(b"\r\n").split(b";")[0], 16):
            parts.append(self._take(size))
            self._take(2)
            wire += size + 8
        self._take(2)
        return b"".join(parts), wire


@dataclass
class Visitor:
    """Somebody at one server, with cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def raw(self, path: str, form: dict[str, str] | None = None, *, compressed: bool = True) -> bytes:
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: {HOST}:{self.port}",
            "Accept: text/html,*/*",
        ]
        if compressed:
            lines.append("Accept-Encoding: gzip")
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if form is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Referer: http://{HOST}:{self.port}{path}",
            ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    def visit(self, path: str, form: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own; cookies are kept."""
        connection = Connection(self.port)
        try:
            answer = read(*connection.ask(self.raw(path, form)))
        finally:
            connection.close()
        self.cookies |= answer.cookies
        return answer

    def sign_in(self, path: str, username: str, password: str) -> None:
        """Through the form, as people do."""
        page = self.visit(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        fields = {"login": username, "password": password, "csrfmiddlewaretoken": token.group(1) if token else ""}
        answer = self.visit(path, fields)
        if answer.status != 302 or "sessionid" not in self.cookies:
            raise SystemExit(f"{username} could not sign in: {answer.status} {answer.text[:300]}")


def read(head: bytes, body: bytes, wire: int) -> Answer:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers, cookies = {}, {}
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = value
        if name == "set-cookie":
            key, _, content = value.split(";", 1)[0].partition("=")
            cookies[key] = content
    packed = len(body)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(int(first.split(" ", 2)[1]), headers, cookies, body, wire, packed)


@dataclass
class Cell:
    """What one request cost in one round at one concurrency; times in milliseconds."""

    times: list[float]
    wrong: int
    wall: float

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.wall


def load(visitor: Visitor, path: str, *, concurrency: int, most: int, seconds: float, compressed: bool = True) -> Cell:
    """Ask the same page again and again: at most `most` times and `seconds`, at least once by each of the callers."""
    raw = visitor.raw(path, compressed=compressed)
    times, wrong, left, lock = [], [], [most], threading.Lock()
    end = time.perf_counter() + seconds

    def work() -> None:
        connection, mine = Connection(visitor.port), 0
        while True:
            with lock:
                if left[0] <= 0 or (mine and time.perf_counter() > end):
                    break
                left[0] -= 1
            mine += 1
            began = time.perf_counter()
            try:
                head, _, _ = connection.ask(raw)
            except (OSError, ValueError) as error:
                wrong.append(repr(error))
                connection.close()
                continue
            times.append((time.perf_counter() - began) * 1000)
            if b" 200 " not in head[:16]:
                wrong.append(head[:40])
        connection.close()

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Cell(times or [float("nan")], len(wrong), time.perf_counter() - began)
