from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "bedo.places"
    label = "places"
