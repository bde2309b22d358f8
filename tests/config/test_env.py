import pytest

from bedo.config import env


def test_secrets_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("bí mật\n", encoding="utf-8")
    monkeypatch.setenv("BEDO_X_FILE", str(tmp_path / "key"))
    assert env.text("BEDO_X") == "bí mật"


def test_a_missing_secret_file_fails_loudly(monkeypatch, tmp_path):
    monkeypatch.setenv("BEDO_X_FILE", str(tmp_path / "none"))
    with pytest.raises(env.BadSetting, match="BEDO_X_FILE"):
        env.text("BEDO_X")


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("yes", True), ("off", False), ("", False), ("FALSE", False)])
def test_flags(monkeypatch, raw, value):
    monkeypatch.setenv("BEDO_X", raw)
    assert env.flag("BEDO_X", default=not value) is value


@pytest.mark.parametrize(
    ("reader", "raw"),
    [(env.flag, "maybe"), (lambda name: env.number(name, 1), "1.5"), (lambda name: env.number(name, 1, high=9), "10")],
)
def test_what_cannot_be_used_fails_loudly(monkeypatch, reader, raw):
    monkeypatch.setenv("BEDO_X", raw)
    with pytest.raises(env.BadSetting, match="BEDO_X"):
        reader("BEDO_X")


def test_words_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("BEDO_X", " a.vn, b.vn ,,")
    assert env.words("BEDO_X") == ["a.vn", "b.vn"]


def test_database_is_embedded_by_default(monkeypatch, tmp_path):
    monkeypatch.delenv("BEDO_X", raising=False)
    chosen = env.database("BEDO_X", tmp_path / "a.sqlite3")
    assert chosen["ENGINE"] == "bedo.config.sqlite"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_url_is_taken_apart(monkeypatch, tmp_path):
    monkeypatch.setenv("BEDO_X", "postgresql://b%40d:m%2Fk@db.vn:5433/khuyen?sslmode=require")
    chosen = env.database("BEDO_X", tmp_path / "a.sqlite3")
    assert (chosen["USER"], chosen["PASSWORD"], chosen["HOST"], chosen["PORT"], chosen["NAME"]) == (
        "b@d",
        "m/k",
        "db.vn",
        "5433",
        "khuyen",
    )
    assert chosen["OPTIONS"] == {"sslmode": "require"}


def test_another_database_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("BEDO_X", "mysql://a/b")
    with pytest.raises(env.BadSetting, match="postgresql"):
        env.database("BEDO_X", tmp_path / "a.sqlite3")
