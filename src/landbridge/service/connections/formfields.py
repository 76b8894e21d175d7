"""Fields of the connection's form whose content goes in and never comes out."""

from __future__ import annotations

from typing import Any

from django import forms

HIDDEN = {"autocomplete": "off", "spellcheck": "false"}


class UnshownTextarea(forms.Textarea):
    """A textarea that never shows what it was given, like a password's input."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ARG002 - Django's signature
        """As Django's, without the value."""
        return super().get_context(name, None, attrs)


class AddressInput(forms.TextInput):
    """Shows an address again unless somebody wrote a user or a password into it, which have fields of their own."""

    def format_value(self, value: Any) -> Any:
        """As Django's, empty for such an address."""
        shown = super().format_value(value)
        return None if shown and "@" in shown else shown


def secret(label: str, help_text: str = "") -> forms.CharField:
    """One line that is never shown again."""
    widget = forms.PasswordInput(render_value=False, attrs=HIDDEN)
    return forms.CharField(label=label, required=False, strip=True, help_text=help_text, widget=widget)


def secret_text(label: str, help_text: str = "") -> forms.CharField:
    """Several lines that are never shown again."""
    widget = UnshownTextarea(attrs={**HIDDEN, "rows": 4})
    return forms.CharField(label=label, required=False, strip=True, help_text=help_text, widget=widget)


def sealed(label: str, help_text: str = "") -> forms.CharField:
    """One line that is kept sealed, too, but is no secret: it stays in a form that has to be corrected."""
    return forms.CharField(
        label=label, required=False, strip=True, help_text=help_text, widget=forms.TextInput(attrs=HIDDEN)
    )
