"""`landbridge notify`: who is told what, and whether it arrives."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from landbridge.service.cli.attach import HERE, READ_HERE, Reading, Where, attach, the_connection
from landbridge.service.cli.exits import CommandError, verb
from landbridge.service.cli.output import json_line, line, listing

if TYPE_CHECKING:
    from landbridge.service.notifications.channels import Wishes
    from landbridge.service.notifications.models import Channel

app = App(name="notify", help="Who is told of failures, recovery and digests.")


@Parameter(name="*")
@dataclass(frozen=True)
class Subscription:
    """What a channel tells and when."""

    event: Annotated[
        tuple[
            Literal[
                "run.failed",
                "cause.failed",
                "cause.recovered",
                "run.recovered",
                "certificate.failed",
                "certificate.renewed",
                "health.failed",
                "health.recovered",
                "drift.noticed",
                "drift.settled",
            ],
            ...,
        ],
        Parameter(negative="", help="Only this event; may be given several times. All of them by default."),
    ] = ()
    digest: Annotated[
        Literal["", "daily", "weekly"], Parameter(help="How often a digest is sent; not at all by default.")
    ] = ""
    digest_only: Annotated[bool, Parameter(negative="", help="The digest and no event.")] = False
    digest_weekday: Annotated[int, Parameter(help="Weekday of a weekly digest, 0 (Monday) to 6.")] = 0
    digest_hour: Annotated[int, Parameter(help="Hour of the digest, 0 to 23.")] = 7
    time_zone: Annotated[str, Parameter(help="Time zone of that hour, such as Europe/Berlin.")] = "UTC"
    limit: Annotated[int, Parameter(help="Messages an hour at most.")] = 10
    connection: Annotated[str | None, Parameter(help="Only of this connection.")] = None


EVERYTHING = Subscription()


@app.command
@verb
def add_email(
    name: str,
    *recipients: str,
    wishes: Subscription = EVERYTHING,
    options: Reading = READ_HERE,
) -> None:
    """Tell these people by e-mail."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.notifications import channels  # noqa: PLC0415 - needs Django

    made = channels.add_email(name, recipients, _wishes(wishes), by=None, now=timezone.now())
    if options.json:
        json_line({"id": made.pk, "name": made.name})
        return
    line(f"Channel {made.pk} {made.name} is added.")


@app.command
@verb
def add_webhook(
    name: str,
    url: Annotated[
        str,
        Parameter(
            allow_leading_hyphen=True,
            help="https://host/path, or - to read it from stdin, where it is a secret.",
        ),
    ],
    *,
    wishes: Subscription = EVERYTHING,
    options: Reading = READ_HERE,
) -> None:
    """Tell a program, signed by Standard Webhooks. Prints the secret, this once."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.notifications import channels  # noqa: PLC0415 - needs Django

    address = sys.stdin.readline().strip() if url == "-" else url
    made, secret = channels.add_webhook(name, address, _wishes(wishes), by=None, now=timezone.now())
    if options.json:
        json_line({"id": made.pk, "name": made.name, "secret": secret})
        return
    line(f"Channel {made.pk} {made.name} is added. Its secret, shown this once:")
    line(secret)


@app.command(name="list")
@verb
def list_channels(*, options: Reading = READ_HERE) -> None:
    """List the channels and how they fare."""
    attach(options)
    from landbridge.service.notifications import health  # noqa: PLC0415 - needs Django

    rows = [health.row(one, whole=True) for one in health.channels()]
    shown = (
        "id",
        "name",
        "kind",
        "target",
        "active",
        "last_delivered_at",
        "waiting",
        "held_back",
        "lost",
        "last_error",
    )
    if not options.json:
        rows = [{name: one[name] for name in shown} for one in rows]
    listing(rows, as_json=options.json, key="channels", empty="Nobody is told anything yet.")


@app.command(name="test")
@verb
def send_test(name: str, *, where: Where = HERE) -> None:
    """Send a test message; a worker delivers it."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.notifications import channels  # noqa: PLC0415 - needs Django

    channels.send_test(_channel(name), by=None, now=timezone.now())
    line(f"A test message to {name} is on its way; `landbridge notify list` shows whether it arrived.")


@app.command
@verb
def off(name: str, *, where: Where = HERE) -> None:
    """Send nothing more to a channel; what waits is lost."""
    attach(where)
    from landbridge.service.notifications import channels  # noqa: PLC0415 - needs Django

    channels.turn_off(_channel(name))
    line(f"{name} is off.")


@app.command
@verb
def on(name: str, *, where: Where = HERE) -> None:
    """Send to a channel again."""
    attach(where)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.notifications import channels  # noqa: PLC0415 - needs Django

    channels.turn_on(_channel(name), timezone.now())
    line(f"{name} is on.")


@app.command
@verb
def remove(name: str, *, where: Where = HERE) -> None:
    """Take a channel away, with what it did not deliver."""
    attach(where)
    _channel(name).delete()
    line(f"{name} is gone.")


@app.command
@verb
def rotate_secret(name: str, *, options: Reading = READ_HERE) -> None:
    """Replace a webhook's secret and print the new one, this once. For a day messages are signed with both."""
    attach(options)
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from landbridge.service.notifications import channels  # noqa: PLC0415 - needs Django

    channel = _channel(name)
    secret = channels.rotate_secret(channel, timezone.now())
    if options.json:
        json_line({"id": channel.pk, "secret": secret, "both_until": channel.previous_until})
        return
    line(f"The new secret of {name}, shown this once:")
    line(secret)


@app.command
@verb
def lost(*, limit: int = 50, options: Reading = READ_HERE) -> None:
    """List the messages that were not delivered."""
    attach(options)
    from landbridge.service.notifications import health  # noqa: PLC0415 - needs Django

    rows = [health.lost_row(one) for one in health.lost()[:limit]]
    listing(rows, as_json=options.json, key="lost", empty="No message was lost.")


def _wishes(given: Subscription) -> Wishes:
    from landbridge.service.notifications.channels import Wishes  # noqa: PLC0415 - needs Django
    from landbridge.service.notifications.models import CHOSEN_EVENTS  # noqa: PLC0415 - needs Django

    return Wishes(
        connection=the_connection(given.connection) if given.connection else None,
        events=() if given.digest_only else given.event or CHOSEN_EVENTS,
        digest=given.digest,
        digest_weekday=given.digest_weekday,
        digest_hour=given.digest_hour,
        time_zone=given.time_zone,
        limit_per_hour=given.limit,
    )


def _channel(name: str) -> Channel:
    from landbridge.service.notifications.models import Channel  # noqa: PLC0415 - needs Django

    found = Channel.objects.filter(name=name).first()
    if found is None:
        raise CommandError(f"there is no channel {name!r}; see `landbridge notify list`")
    return found
