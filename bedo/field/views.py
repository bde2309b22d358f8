"""The page of the field app, its service worker and its manifest."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie

from bedo.surveys.services import receiving

STATIC = Path(__file__).resolve().parent / "static" / "field"
SCRIPTS = ("store", "words", "forms", "photos", "sync", "export", "app")
SHELL = (
    "bedo/bedo.css",
    "bedo/marks.svg",
    "bedo/brocade.svg",
    "bedo/vendor/noto-sans-latin-400-normal.woff2",
    "bedo/vendor/noto-sans-latin-600-normal.woff2",
    "bedo/vendor/noto-sans-vietnamese-400-normal.woff2",
    "bedo/vendor/noto-sans-vietnamese-600-normal.woff2",
    "field/field.css",
    "field/icon-192.png",
    *(f"field/{name}.js" for name in SCRIPTS),
)


@ensure_csrf_cookie
def app(request):
    """The page: the same for everybody, so that a device may keep it; who signed in is asked by the page itself."""
    receiving.province_of(request.user)
    scripts = [staticfiles_storage.url(f"field/{name}.js") for name in SCRIPTS]
    return render(request, "field/app.html", {"scripts": scripts})


@login_not_required
def worker(request):
    """The service worker with the list of what it keeps; a changed file makes another worker."""
    text = _worker()
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = reverse("field:app")
    return response


@cache
def _worker() -> str:
    kept = [reverse("field:app"), *(staticfiles_storage.url(name) for name in SHELL)]
    code = (STATIC / "worker.js").read_text(encoding="utf-8")
    template = (STATIC.parent.parent / "templates" / "field" / "app.html").read_text(encoding="utf-8")
    version = hashlib.sha256(("".join(kept) + code + template + _contents()).encode()).hexdigest()[:12]
    return f"const KEPT = {json.dumps(kept)}, VERSION = {json.dumps(version)};\n{code}"


def _contents() -> str:
    """Hashes of the scripts themselves: where static files keep their names, their content still names the version."""
    files = sorted(STATIC.glob("*.*"))
    return "".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)


@login_not_required
def manifest(request):
    """What a phone needs to install the app."""
    home = reverse("field:app")
    icons = [
        {"src": staticfiles_storage.url(f"field/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    about = {
        "name": "Bệ Đỡ: đi cơ sở", "short_name": "Đi cơ sở", "lang": "vi", "start_url": home, "scope": home, "id": home,
        "display": "standalone", "background_color": "#f6f4ec", "theme_color": "#1c2455", "icons": icons,
    }  # fmt: skip
    return JsonResponse(about, content_type="application/manifest+json")
