from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "bedo.reports"
    label = "reports"
