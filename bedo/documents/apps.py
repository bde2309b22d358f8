from django.apps import AppConfig
from django.conf import settings

from bedo.core.words import prefer


class DocumentsConfig(AppConfig):
    name = "bedo.documents"
    label = "documents"

    def ready(self):
        prefer(settings.ZERO_TEN)
