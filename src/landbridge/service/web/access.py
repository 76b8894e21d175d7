"""Who may see and do what on pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Permission

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in user; ``PermissionDenied`` where there is none."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


def needs(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let only users whose role has ``permission`` reach the view; others see a page that names it."""

    def decorate(view: View[P]) -> View[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not signed_in(request).may(permission):
                raise PermissionDenied(f"Your role does not have the permission “{permission.value}”.")
            return view(request, *args, **kwargs)

        update_wrapper(guarded, view)
        return guarded

    return decorate
