"""What views share: methods that are declared, rights with reasons, pages of a list, refusals on forms, two editors."""

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory

from bedo.accounts.models import User
from bedo.core.fields import DongFormField
from bedo.core.moves import Refused
from bedo.core.types import Dong
from bedo.office.shell import http


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên")
    total = DongFormField(label="Tổng vốn", required=False)
    on = forms.DateField(label="Ngày", required=False)


@pytest.fixture
def request_of(province, make_person):
    """request_of(method, path, data) -> a request of an officer."""
    person = make_person("officer", province)

    def make(method="get", path="/", data=None):
        request = getattr(RequestFactory(), method)(path, data or {})
        request.user, request.id, request.csp_nonce = person, "khong", ""
        return request

    return make


def test_a_reading_view_that_writes_is_stopped(request_of):
    @http.methods(read=["GET"])
    def view(request):
        User.objects.filter(pk=request.user.pk).update(phone="1")
        return HttpResponse("x")

    with pytest.raises(http.WroteWhileReading, match="accounts_user"):
        view(request_of())


def test_a_reading_view_may_read_and_keep_its_session(request_of, client):
    @http.methods(read=["GET"])
    def view(request):
        client.session.save()
        return HttpResponse(str(User.objects.count()))

    assert view(request_of()).content == b"1"


def test_a_writing_view_writes(request_of):
    @http.methods(read=["GET"], write=["POST"])
    def view(request):
        return HttpResponse(str(User.objects.update(phone="1")))

    assert view(request_of("post")).content == b"1"


def test_another_method_is_answered_405_with_what_to_do(request_of):
    @http.methods(write=["POST"])
    def view(request):
        raise AssertionError

    answer = view(request_of("get"))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "gửi biểu mẫu" in answer.content.decode()


def test_a_head_request_reads_like_get(request_of):
    view = http.methods(read=["GET"])(lambda request: HttpResponse("x"))
    assert view(request_of("head")).status_code == 200


def test_a_right_held_elsewhere_does_not_help(request_of, province, other_province):
    request = request_of()
    http.require(request, "project.draft", province.pk)
    http.require(request, "project.draft")
    with pytest.raises(Refused) as caught:
        http.require(request, "project.draft", other_province.pk)
    assert caught.value.status == 403
    assert "Lập, sửa hồ sơ đề án" in caught.value.reason
    assert caught.value.todo


def test_pages_carry_the_filter_on_and_drop_page_one(request_of):
    page = http.paginate(request_of(path="/?nguon=kcdp&trang=2"), list(range(120)), per_page=50)
    assert page.object_list == list(range(50, 100))
    assert (page.first, page.last, page.count) == (51, 100, 120)
    assert page.before == "?nguon=kcdp"
    assert page.after == "?nguon=kcdp&trang=3"
    assert [(link.word, link.current) for link in page.links] == [("1", False), ("2", True), ("3", False)]


@pytest.mark.parametrize("asked", ["0", "-4", "abc", "99999999999999999999", ""])
def test_a_wrong_page_number_gives_a_near_page(request_of, asked):
    page = http.paginate(request_of(path=f"/?trang={asked}"), list(range(120)))
    assert page.object_list


def test_one_page_has_no_links(request_of):
    assert http.paginate(request_of(), [1, 2]).links == []


def test_a_refusal_lands_beside_its_field():
    form = SampleForm({"name": "HTX"})
    assert form.is_valid()
    assert http.form_errors(form, Refused("Tên đã có.", "Ghi tên khác.", field="name", status=409)) == 409
    assert form.errors["name"] == ["Tên đã có. Ghi tên khác."]


def test_a_refusal_of_no_known_field_stands_above_the_form():
    form = SampleForm({"name": "HTX"})
    assert http.form_errors(form, Refused("Hết tiền.", field="elsewhere")) == 409
    assert form.non_field_errors() == ["Hết tiền."]


def test_a_form_that_fails_by_itself_is_422():
    assert http.form_errors(SampleForm({})) == 422


def test_two_editors_see_what_differs_and_choose_field_by_field(request_of):
    stored = {"name": "HTX Cốc Rế", "total": Dong(302_500_000), "on": None}
    sent = {"name": "HTX Cốc Rế", "total": "320.000.000", "on": "12/11/2026"}
    differences = http.changed_since(SampleForm(sent), stored)
    assert [(one.name, one.typed, one.stored) for one in differences] == [
        ("total", "320.000.000", "302.500.000"),
        ("on", "12/11/2026", ""),
    ]
    request = request_of("post", "/", sent | {"giu-total": "dang-luu", "giu-on": "vua-nhap"})
    data = http.chosen(request, SampleForm, stored)
    assert (data["total"], data["on"]) == ("302.500.000", "12/11/2026")


@pytest.mark.parametrize("sent", ["", "x", "-1", "1" * 12, "٣"])
def test_a_form_without_its_version_is_refused(request_of, sent):
    with pytest.raises(Refused) as caught:
        http.sent_version(request_of("post", "/", {"version": sent}))
    assert caught.value.status == 400


def test_only_our_own_addresses_are_gone_back_to(request_of):
    assert http.back_to(request_of(path="/?next=/de-an/"), "/") == "/de-an/"
    assert http.back_to(request_of(path="/?next=https://example.com/"), "/") == "/"
    assert http.back_to(request_of(path="/?next=//example.com"), "/") == "/"
