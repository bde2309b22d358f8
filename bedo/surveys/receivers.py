"""What surveys tell the contexts below: visits follow a merged establishment."""

from bedo.establishments import merging
from bedo.establishments.models import Establishment
from bedo.surveys.models import Visit


def move_visits(*, keep: Establishment, drop: Establishment) -> int:
    """Visits of `drop` become visits of `keep`."""
    return Visit.objects.filter(establishment=drop).update(establishment=keep)


merging.follow("visits", "buổi thăm", move_visits)
