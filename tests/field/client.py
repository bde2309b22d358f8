"""A client that speaks the calls of the field app, over a connection that may be cut before or after the server heard it."""

import json
import uuid


class Cut(ConnectionError):
    """The connection broke: nobody knows whether the server heard."""


class Phone:
    """One device of one person: what waits is here until a receipt came. `cut` (a callable) may raise Cut around a call."""

    PIECE = 1000

    def __init__(self, client, *, cut=None):
        self.client, self.device, self.cut = client, str(uuid.uuid4()), cut or (lambda: None)
        self.waiting: dict[str, dict] = {}
        self.contents: dict[str, bytes] = {}
        self.receipts: dict[str, str] = {}
        self.greeted = False

    def add(self, document, contents=()):
        """Finish a visit on the device: its document, and the bytes of its photos in their order."""
        self.waiting[document["id"]] = document
        for entry, content in zip(document["photos"], contents, strict=True):
            self.contents[entry["id"]] = content

    def call(self, method, address, data=None, *, content=None):
        self.cut()
        more = (
            {"content_type": "application/octet-stream"}
            if content is not None
            else {"content_type": "application/json"}
        )
        body = content if content is not None else json.dumps(data)
        answer = getattr(self.client, method)(address, body, headers={"X-Device": self.device}, **more)
        self.cut()
        return answer

    def greet(self):
        self.answer = self.call(
            "post", "/di-co-so/goi/chao/", {"device": self.device, "label": "Máy thử", "waiting": len(self.waiting)}
        )
        self.greeted = self.answer.status_code == 200
        return self.answer

    def send(self, *documents, now=None):
        """The documents as they are, and the answers of the server one by one."""
        answer = self.call("post", "/di-co-so/goi/phieu/", {"visits": list(documents), **({"now": now} if now else {})})
        return answer.json()["visits"] if answer.status_code == 200 else answer

    def piece(self, entry, start, content):
        address = f"/di-co-so/goi/anh/{entry['id']}/?tu={start}&cua={entry['size']}&ma={entry['sha256']}"
        return self.call("put", address, content=content)

    def sync(self):
        """One try to send everything that waits. Raises Cut when the connection breaks."""
        if not self.greeted:
            self.greet()
        for document in list(self.waiting.values()):
            (told,) = self.send(document)
            assert not told["error"], told
            entries = {entry["id"]: entry for entry in document["photos"]}
            for pk, here in told["missing"]:
                told = self._photo(entries[pk], here) or told
            self._hear(told)

    def _photo(self, entry, here):
        content, told = self.contents[entry["id"]], None
        while here < len(content):
            answer = self.piece(entry, here, content[here : here + self.PIECE])
            data = answer.json()
            assert answer.status_code in (200, 409), data
            here, told = data["received"], data.get("visit")
        return told

    def _hear(self, told):
        if told["receipt"]:
            before = self.receipts.setdefault(told["id"], told["receipt"])
            assert before == told["receipt"], "one visit, two receipts"
            self.waiting.pop(told["id"], None)
