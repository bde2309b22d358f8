"""Devices and the visits that they send, for the pages that show them."""

from tests.surveys.conftest import phone, phone_of, sent  # noqa: F401  fixtures
