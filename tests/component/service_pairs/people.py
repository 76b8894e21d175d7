"""Who looks at the pages of these tests."""

from __future__ import annotations

from django.test import Client

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role


def signed_in_as(role: Role) -> Client:
    """Return the browser of a new user of that role."""
    user = User.objects.create_user(f"{role}@example.com", "Someone", role, None)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client
