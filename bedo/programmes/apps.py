from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "bedo.programmes"
    label = "programmes"
