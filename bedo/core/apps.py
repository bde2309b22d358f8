from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bedo.core"
    label = "core"
