from tests.fuzz.visiting import moment, scene  # noqa: F401
