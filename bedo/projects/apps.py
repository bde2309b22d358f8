from importlib import import_module

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "bedo.projects"
    label = "projects"

    def ready(self):
        import_module("bedo.projects.receivers")
        import_module("bedo.projects.papers.subjects").ready()
