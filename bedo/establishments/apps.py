from django.apps import AppConfig


class EstablishmentsConfig(AppConfig):
    name = "bedo.establishments"
    label = "establishments"
