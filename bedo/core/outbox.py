"""Mail goes into a table first and is delivered by the worker, so that no request waits for a mail server."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from bedo.core.clock import now
from bedo.core.models import OutboxMail

MAX_TRIES = 8


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend that stores; `deliver` sends."""

    def send_messages(self, email_messages):
        OutboxMail.objects.bulk_create(
            OutboxMail(to=", ".join(mail.recipients()), subject=mail.subject, body=mail.body, created_at=now())
            for mail in email_messages
        )
        return len(email_messages)


def deliver(limit: int = 50) -> int:
    """Send what waits, oldest first; a failure is noted and tried again up to MAX_TRIES. Returns how many were sent."""
    sent = 0
    connection = get_connection(settings.OUTBOX_DELIVERY_BACKEND)
    for mail in OutboxMail.objects.filter(sent_at=None, tries__lt=MAX_TRIES).order_by("id")[:limit]:
        message = EmailMessage(mail.subject, mail.body, to=mail.to.split(", "), connection=connection)
        try:
            message.send()
        except Exception as error:
            logging.getLogger(__name__).warning("mail %s failed: %s", mail.pk, error)
            OutboxMail.objects.filter(pk=mail.pk).update(tries=mail.tries + 1, error=str(error)[:500])
            continue
        OutboxMail.objects.filter(pk=mail.pk).update(sent_at=now(), tries=mail.tries + 1, error="")
        sent += 1
    return sent
