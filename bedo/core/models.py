"""The log that proves itself, drafts that save themselves, mail that waits in an outbox."""

from django.conf import settings
from django.db import models


class LogHead(models.Model):
    """The end of one chain: last number and hash. Locked by whoever writes in that chain."""

    chain = models.CharField(max_length=8, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class LogEntry(models.Model):
    """One act: a move, transfer, decision, refusal or export. Never changed, never deleted (triggers refuse it).

    `text` is plain Vietnamese without personal data; those stay in LogPersonal, of which only the hash is chained.
    `on` is the day of the paper (ngày văn bản), `at` the moment of entry (ngày nhập).
    `subject` says what it is about ("project:12"); `group` gathers what one timeline shows.
    """

    chain = models.CharField(max_length=8)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    on = models.DateField(null=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    group = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    data = models.JSONField(default=dict)
    personal_hash = models.CharField(max_length=64, default="")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="log_chain_seq")]
        indexes = [
            models.Index(fields=["group", "-id"], name="log_group"),
            models.Index(fields=["chain", "kind", "-id"], name="log_kind"),
        ]


class LogPersonal(models.Model):
    """Personal data of an entry, outside the chain so that the law can have them corrected or erased."""

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="personal")
    data = models.JSONField()


class Draft(models.Model):
    """What a person typed and did not submit yet. One per person and form key; `version` grows with each save."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    data = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="draft_user_key")]


class OutboxMail(models.Model):
    """A mail that waits to be delivered by the worker; kept after delivery."""

    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(default="")


class Notice(models.Model):
    """Something a person should know; gathered into one digest a day. `urgent` ones may go at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    text = models.TextField()
    link = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]


class WorkerBeat(models.Model):
    """The worker of background jobs says here that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
