from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "bedo.surveys"
    label = "surveys"
