from importlib import import_module

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "bedo.network"
    label = "network"

    def ready(self):
        import_module("bedo.network.receivers")
