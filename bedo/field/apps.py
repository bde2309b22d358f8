from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "bedo.field"
    label = "field"
