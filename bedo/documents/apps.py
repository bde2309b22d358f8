from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "bedo.documents"
    label = "documents"
