"""The form of a channel. A webhook's secret is not in it: it is shown once, when it is made."""

from __future__ import annotations

import calendar
import re
from typing import Any

from django import forms

from landbridge.service.connections.models import Connection
from landbridge.service.notifications.channels import Wishes
from landbridge.service.notifications.models import CHOSEN_EVENTS, LIMIT_PER_HOUR, Channel, Event


class ChannelForm(forms.Form):
    """Where messages go, and which."""

    name = forms.CharField(max_length=80, label="Name")
    target = forms.CharField(max_length=4000)
    connection = forms.ModelChoiceField(
        Connection.objects.all(), required=False, label="Connection", empty_label="All connections"
    )
    limit_per_hour = forms.IntegerField(
        min_value=1,
        max_value=1000,
        initial=LIMIT_PER_HOUR,
        label="Messages an hour at most",
        help_text="What is held back is summed up in the next one.",
    )
    events = forms.MultipleChoiceField(
        choices=[(one.value, one.label) for one in CHOSEN_EVENTS],
        initial=[one.value for one in CHOSEN_EVENTS],
        required=False,
        label="Events",
        widget=forms.CheckboxSelectMultiple,
    )
    digest = forms.ChoiceField(choices=Channel.Digest.choices, required=False, label="Digest")
    digest_weekday = forms.TypedChoiceField(
        choices=list(enumerate(calendar.day_name)), coerce=int, label="Weekday of a weekly digest"
    )
    digest_hour = forms.TypedChoiceField(
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        coerce=int,
        initial=7,
        label="Hour of the digest",
    )
    time_zone = forms.CharField(
        max_length=60, initial="UTC", label="Time zone", help_text="As in Europe/Berlin."
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.fields["target"]
        if kind == Channel.Kind.EMAIL:
            target.label, target.help_text = "E-mail addresses", "Separated by commas."
        else:
            target.label, target.help_text = "Address", "https://host/path, as the receiver tells it."
            target.widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})

    @classmethod
    def of(cls, channel: Channel) -> ChannelForm:
        """Return the form of a saved channel."""
        names = [name for name in cls.base_fields if name != "target"]
        shown: dict[str, Any] = {name: getattr(channel, name) for name in names}
        email = channel.kind == Channel.Kind.EMAIL
        shown["target"] = ", ".join(channel.recipients) if email else channel.url
        return cls(initial=shown, kind=channel.kind)

    def wishes(self) -> Wishes:
        """Return what was entered; only after :meth:`is_valid`."""
        given = {
            name: self.cleaned_data[name] for name in self.cleaned_data if name not in {"name", "target"}
        }
        return Wishes(**given | {"events": [Event(one) for one in given["events"]]})

    def targets(self) -> list[str]:
        """Return the recipients, or the one address of a webhook; only after :meth:`is_valid`."""
        entered: str = self.cleaned_data["target"]
        return [one for one in re.split(r"[\s,;]+", entered) if one] or [entered]
