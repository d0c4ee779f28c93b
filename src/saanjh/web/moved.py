"""Addresses that a thing once had lead to the one it has now."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

View = Callable[..., HttpResponse]


def follows(find: Callable[[str], str]) -> Callable[[View], View]:
    """Put above the guard: where it finds nothing for an old `id`, `find` says the new one, or "" where there is none.

    The redirect is a temporary one: what a page is called can change again, and it can be taken off for safety.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, id: str, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, id=id, **kwargs)
            except Http404:
                there = find(id)
                if not there or there == id:
                    raise
            path = request.path.replace(f"/{id}/", f"/{there}/", 1)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{path}?{query}" if query else path)

        return page

    return decorate
