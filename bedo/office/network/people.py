"""One member and one post: what they hold, and the acts of taking up, ending, leaving and coming back."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from bedo.core.clock import today
from bedo.network import learning, queries, rules, services
from bedo.network.models import Holding, PlaceDuty, Post
from bedo.network.services.members import note_reading
from bedo.network.services.posts import still_held
from bedo.office.network import forms
from bedo.office.network.scene import MANAGE, OWN, VIEW, act, member_in_scope, page
from bedo.office.shell.http import methods, require
from bedo.places.queries import full_name

HISTORY_SHOWN = 8


def _member(request, pk):
    """The member, for who may arrange the network."""
    member = member_in_scope(request, pk)
    require(request, MANAGE, member.province_id)
    return member


@methods(read=["GET"])
def own(request):
    """The page of the person who is signed in, or what to do when nobody entered them."""
    if not request.user.grants.any(VIEW):
        require(request, OWN)
    found = request.user.network_members.filter(left_on=None).first()
    if found:
        return redirect("office:network:member", found.pk)
    return page(request, "own.html", "", {})


@methods(read=["GET"])
def member(request, pk):
    return page(request, "member.html", "sheet member", everything(request, member_in_scope(request, pk)))


@methods(write=["POST"])
def reveal(request, pk):
    """The same page with the telephone in full; that it was read stays in the log."""
    found = _member(request, pk)
    note_reading(member=found, by=request.user, what="số điện thoại")
    return page(request, "member.html", "sheet member", everything(request, found, revealed=True))


def everything(request, found, *, revealed=False):
    """The context of a member's page."""
    entries = list(queries.history(found)[: HISTORY_SHOWN + 1])
    mine = found.user_id == request.user.pk
    return {
        "member": found,
        "held": queries.held_by(found),
        "why_left": rules.LEAVING.get(found.why_left, ""),
        "phone": found.phone if revealed or mine else "•" * len(found.phone),
        "hidden": bool(found.phone) and not (revealed or mine),
        "gaps": learning.gaps(found.province, [found]),
        "attended": found.attendances.select_related("course_class__course").order_by("-course_class__from_on", "-pk"),
        "entries": entries[:HISTORY_SHOWN],
        "may_manage": request.user.grants.may(MANAGE, found.province_id),
        "handovers": found.handovers.order_by("-on", "-pk"),
        "crumbs": [("Mạng lưới", reverse("office:network:list")), ("Con người", reverse("office:network:sheet", args=["member"]))]
        if request.user.grants.any(VIEW)
        else [],
    }  # fmt: skip


@methods(read=["GET"], write=["POST"])
def leave(request, pk):
    """The last day of a member; refused while something is still held, with the way to hand it over."""
    found = _member(request, pk)
    form = forms.LeaveForm(request.POST or None, initial={"last_day": today(), "version": found.version})
    held = still_held(found, today()) if found.left_on is None else []
    return act(
        request, form, lambda given: services.leave(member=found, by=request.user, today=today(), **given),
        title=f"{found.full_name} nghỉ", back=_page(found), button="Ghi nghỉ", done="Đã ghi nghỉ.", stop=True,
        lead=" ".join(held) and f"{' '.join(held)} Bàn giao trước rồi mới ghi nghỉ.", crumbs=_crumbs(found),
        next_step=("Bàn giao việc", reverse("office:network:hand_over", args=[found.pk])) if held else None,
    )  # fmt: skip


@methods(read=["GET"], write=["POST"])
def come_back(request, pk):
    found = _member(request, pk)
    form = forms.BackForm(request.POST or None, initial={"on": today(), "version": found.version})
    return act(
        request, form, lambda given: services.come_back(member=found, by=request.user, today=today(), **given),
        title=f"{found.full_name} làm việc trở lại", back=_page(found), button="Ghi làm việc trở lại",
        done="Đã ghi.", crumbs=_crumbs(found),
    )  # fmt: skip


def post_in_scope(request, pk):
    rows = queries.posts_with_holders(Post.objects.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)


@methods(read=["GET"])
def post(request, pk):
    """One post: who holds it, who held it, since when it is vacant."""
    found = post_in_scope(request, pk)
    over = found.valid_to is not None and found.valid_to < today()
    context = {
        "post": found,
        "level": rules.LEVELS[found.level],
        "position": rules.POSITIONS[found.position],
        "place": full_name(found.place),
        "open": [row for row in found.rows if row.to_on is None],
        "past": [row for row in found.rows if row.to_on],
        "vacant_since": None if over else queries.vacant_since(found, today()),
        "may_manage": request.user.grants.may(MANAGE, found.province_id),
        "crumbs": [("Mạng lưới", reverse("office:network:list")), ("Vị trí", reverse("office:network:sheet", args=["post"]))],
    }  # fmt: skip
    return page(request, "post.html", "sheet post", context)


@methods(read=["GET"], write=["POST"])
def appoint(request, pk):
    """Put somebody into the post."""
    found = post_in_scope(request, pk)
    require(request, MANAGE, found.province_id)
    form = forms.AppointForm(request.POST or None, initial={"from_on": today()})
    form.fields["member"].offer(queries.present_members([found.province_id]))
    back = reverse("office:network:post", args=[found.pk])
    return act(
        request, form, lambda given: services.appoint(post=found, by=request.user, today=today(), **given),
        title=f"Người giữ vị trí “{found.name}”", back=back, button="Ghi người giữ vị trí", done="Đã ghi người giữ vị trí.",
        crumbs=[("Vị trí", reverse("office:network:sheet", args=["post"])), (found.name, back)],
    )  # fmt: skip


@methods(read=["GET"], write=["POST"])
def step_down(request, pk, row):
    """The last day of a holder."""
    found = post_in_scope(request, pk)
    require(request, MANAGE, found.province_id)
    holding = get_object_or_404(Holding.objects.select_related("post", "member", "province"), pk=row, post=found)
    form = forms.EndForm(request.POST or None, initial={"last_day": today(), "version": holding.version})
    back = reverse("office:network:post", args=[found.pk])
    return act(
        request, form, lambda given: services.step_down(holding=holding, by=request.user, today=today(), **given),
        title=f"{holding.member.full_name} thôi vị trí", back=back, button="Ghi thôi vị trí", done="Đã ghi thôi vị trí.",
        lead=f"Sau ngày cuối, vị trí “{found.name}” khuyết đến khi có người nhận.", stop=True,
        crumbs=[("Vị trí", reverse("office:network:sheet", args=["post"])), (found.name, back)],
    )  # fmt: skip


@methods(read=["GET"], write=["POST"])
def release(request, pk, row):
    """Nobody covers the place any more."""
    found = _member(request, pk)
    duty = get_object_or_404(PlaceDuty.objects.select_related("place", "member", "province"), pk=row, member=found)
    form = forms.EndForm(request.POST or None, initial={"last_day": today(), "version": duty.version})
    return act(
        request, form, lambda given: services.release_place(duty=duty, by=request.user, today=today(), **given),
        title=f"Thôi phụ trách {duty.place.label}", back=_page(found), button="Ghi thôi phụ trách",
        done="Đã ghi thôi phụ trách.", lead=f"Sau ngày cuối, {duty.place.label} chưa ai phụ trách.", stop=True,
        crumbs=_crumbs(found),
    )  # fmt: skip


def _page(found) -> str:
    return reverse("office:network:member", args=[found.pk])


def _crumbs(found) -> list[tuple[str, str]]:
    return [("Con người", reverse("office:network:sheet", args=["member"])), (found.full_name, _page(found))]
