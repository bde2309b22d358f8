"""What the network tells the contexts below: who still holds a post or covers a place may not leave."""

from datetime import date, timedelta

from bedo.accounts import leaving
from bedo.accounts.models import Grant
from bedo.network.models import Member
from bedo.network.services.posts import duties_sentence


def posts_and_places(grant: Grant, last_day: date) -> str:
    """What the person holds in the network of the province when this is the last grant there; "" when nothing."""
    province = grant.organisation.province_id
    others = Grant.objects.of(grant.user, last_day + timedelta(days=1)).exclude(pk=grant.pk)
    if province is None or others.filter(organisation__province_id=province).exists():
        return ""
    members = Member.objects.present().filter(user=grant.user_id, province=province)
    return " ".join(sentence for member in members if (sentence := duties_sentence(member, last_day)))


leaving.watch("network", posts_and_places)
