"""Django's sign-in signals, kept as rows for the person's own list (they carry no business act)."""

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from bedo.accounts import services
from bedo.accounts.models import User


def _facts(request):
    meta = request.META if request else {}
    return {"address": meta.get("REMOTE_ADDR") or None, "browser": meta.get("HTTP_USER_AGENT", "")}


@receiver(user_logged_in)
def keep_success(sender, request, user, **kwargs):
    services.note_sign_in(user=user, succeeded=True, **_facts(request))


@receiver(user_login_failed)
def keep_failure(sender, credentials, request=None, **kwargs):
    user = User.objects.filter(username__iexact=credentials.get("username") or "").first()
    if user:
        services.note_sign_in(user=user, succeeded=False, **_facts(request))
