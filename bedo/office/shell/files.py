"""Giving a stored file to a browser: never as a page, never run, only shown when its kind is safe to show."""

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse

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


MADE = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_made(data: bytes, name: str) -> HttpResponse:
    """A file made just now, its kind by the ending of its name; a PDF opens in the browser, the others are taken down."""
    ending = name.rsplit(".", 1)[-1]
    answer = HttpResponse(data, content_type=MADE[ending])
    answer.headers["Content-Disposition"] = f'{"inline" if ending == "pdf" else "attachment"}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
