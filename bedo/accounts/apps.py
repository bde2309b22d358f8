from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "bedo.accounts"
    label = "accounts"

    def ready(self):
        import_module("bedo.accounts.receivers")
