def test_a_second_run_has_nothing_to_do(home):
    home.bedo("migrate")
    status, out, err = home.bedo("migrate")
    assert (status, err) == (0, "")
    assert "không có gì phải nâng cấp" in out
    assert "tệp giao diện" not in out


def test_check_tells_what_is_pending(empty_home, home):
    status, out, _ = empty_home.bedo("migrate", "--check")
    assert status == 1
    assert "core.0001_initial" in out.splitlines()
    assert home.bedo("migrate", "--check")[0] == 0


def test_static_files_get_names_of_their_content(home):
    home.bedo("migrate")
    static = home.place / "static"
    assert (static / "staticfiles.json").exists()
    assert list(static.glob("bedo/**/*.css.gz"))
