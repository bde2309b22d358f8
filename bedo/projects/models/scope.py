"""Who sees which rows: by province, by place for collaborators, by establishment for beneficiaries."""

from django.db import models
from django.db.models import Q


def scope(user, right: str, *, place: str, establishment: str) -> Q | None:
    """The condition under which `user` sees rows by `right`; None when everything is seen.

    `place` and `establishment` name the lookups of the row's commune and of its establishment.
    """
    seen = Q(pk__in=[])
    for held in user.grants.held:
        if held.role == "beneficiary":
            if held.establishment_id:
                seen |= Q(**{establishment: held.establishment_id})
        elif right in user.grants.rights(held.province_id):
            if held.province_id is None:
                return None
            here = Q(province_id=held.province_id)
            seen |= here & Q(**{place: held.place_id}) if held.place_id else here
    return seen


class ScopedQuerySet(models.QuerySet):
    """QuerySet with one scope method; subclasses say the right and the two lookups."""

    view_right = "project.view"
    place_lookup = "place_id"
    establishment_lookup = "shares__establishment_id"

    def visible_to(self, user):
        """Rows within the person's scope. Outside of it a row does not exist for them (404)."""
        seen = scope(user, self.view_right, place=self.place_lookup, establishment=self.establishment_lookup)
        if seen is None:
            return self
        found = self.filter(seen)
        return found.distinct() if any(held.role == "beneficiary" for held in user.grants.held) else found
