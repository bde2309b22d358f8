from django.apps import AppConfig


class ShellConfig(AppConfig):
    """The frame all office pages share: layout, components, template tags, error and sign-in pages."""

    name = "bedo.office.shell"
    label = "shell"
