from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "bedo.ledger"
    label = "ledger"
