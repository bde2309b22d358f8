from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "bedo.surveys"
    label = "surveys"

    def ready(self):
        import_module("bedo.surveys.receivers")
        packing = import_module("bedo.surveys.packing")
        import_module("bedo.network.visiting").register("surveys", packing.last_visited_places)
