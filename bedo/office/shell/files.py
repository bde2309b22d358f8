"""Giving a stored file to a browser: never as a page, never run, only shown when its kind is safe to show."""

from django.core.files.storage import default_storage
from django.http import FileResponse

from bedo.documents.models import Attachment


def stored(attachment: Attachment) -> FileResponse:
    """The content under the kind it truly is. The view has checked that the person may see it."""
    answer = FileResponse(
        default_storage.open(attachment.path),
        content_type=attachment.kind,
        as_attachment=not attachment.opens_inline,
        filename=attachment.original_name,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
