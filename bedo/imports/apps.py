from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "bedo.imports"
    label = "imports"
