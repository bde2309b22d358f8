"""An id for every request, and refusals turned into pages with status 4xx."""

import uuid

from django.shortcuts import render

from bedo.core import logs
from bedo.core.moves import Refused


def request_id(get_response):
    """Give each request an id that stands in the log, in the header and on error pages."""

    def middleware(request):
        request.id = uuid.uuid4().hex[:12]
        token = logs.request_id.set(request.id)
        try:
            response = get_response(request)
        finally:
            logs.request_id.reset(token)
        response.headers["X-Request-Id"] = request.id
        return response

    return middleware


def client_address(get_response):
    """Behind one proxy of ours: the address it saw, so that limits and the list of sign-ins count people, not the proxy.

    Only in the settings when BEDO_BEHIND_PROXY is set; the proxy's own entry is the last one, what comes before was typed.
    """

    def middleware(request):
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if seen:
            request.META["REMOTE_ADDR"] = seen
        return get_response(request)

    return middleware


class explain_refusals:  # noqa: N801 - reads as a function in the settings
    """A Refused that no view caught becomes a page that says what, why and what next."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            return render(request, "shell/refused.html", {"refusal": exception}, status=exception.status)
        return None
