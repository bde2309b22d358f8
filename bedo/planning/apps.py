from importlib import import_module

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "bedo.planning"
    label = "planning"

    def ready(self):
        import_module("bedo.planning.receivers")
        import_module("bedo.planning.papers").ready()
