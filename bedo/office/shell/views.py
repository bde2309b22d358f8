"""The gallery: every component in every state, on one page."""

from django.shortcuts import render

from bedo.office.shell import gallery as examples
from bedo.office.shell.http import methods, paginate


@methods(read=["GET"])
def gallery(request):
    page = paginate(request, range(1, 1231), per_page=50)
    return render(request, "shell/gallery.html", examples.context(request) | {"page": page})
