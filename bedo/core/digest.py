"""One mail a day to each person about what is new to them, instead of fifty."""

from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from bedo.core.models import Notice

SHOWN = 40
FORGET_DAYS = 14


def send(moment: datetime) -> int:
    """Gather each person's unread notices that were not mailed yet into one mail; returns how many mails.

    Notices older than two weeks are left on the screen only: a person who turns the digest on is not flooded.
    """
    waiting = (
        Notice.objects.filter(
            read_at=None,
            mailed_at=None,
            created_at__gt=moment - timedelta(days=FORGET_DAYS),
            user__is_active=True,
            user__wants_digest=True,
        )
        .exclude(user__email="")
        .select_related("user")
        .order_by("user_id", "created_at", "id")
    )
    count = 0
    for user, notices in groupby(waiting, key=lambda notice: notice.user):
        _mail(user, list(notices), moment)
        count += 1
    return count


def _mail(user, notices: list[Notice], moment: datetime) -> None:
    day = timezone.localtime(moment).strftime("%d/%m/%Y")
    with transaction.atomic():
        send_mail(f"Bệ Đỡ: {len(notices)} việc mới đến ngày {day}", body(user, notices), None, [user.email])
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=moment)


def body(user, notices: list[Notice]) -> str:
    """The mail's text: one line a notice, with its address."""
    lines = [f"Kính gửi {user.full_name},", ""]
    for notice in notices[:SHOWN]:
        link = f"\n  {settings.BASE_URL}{notice.link}" if notice.link else ""
        lines.append(f"- {notice.text}{link}")
    if len(notices) > SHOWN:
        lines.append(f"- … và {len(notices) - SHOWN} việc nữa trên bàn làm việc.")
    lines += ["", f"Mở bàn làm việc: {settings.BASE_URL}/", "Thư này gửi mỗi ngày một lần; tắt được ở trang tài khoản."]
    return "\n".join(lines)
