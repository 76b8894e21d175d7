"""What people are told by mail: failures once, recovery once, never a storm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from landbridge.netsuite.errors import PermissionMissing, SignInAgain
from landbridge.service.notifications import duties
from landbridge.service.notifications.channels import Wishes
from landbridge.service.notifications.models import Delivery, Event, Message
from landbridge.service.projects.models import User
from landbridge.service.projects.people import add_person
from landbridge.service.projects.roles import Role
from landbridge.service.runs import queueing
from landbridge.service.runs.errors import OwnerRefused
from landbridge.service.runs.history import attention
from landbridge.service.runs.models import Attention, Schedule
from landbridge.service.workflows.models import Workflow
from tests.component.service_notifications.conftest import Scene
from tests.component.service_notifications.receivers import Mailbox


def causes(scene: Scene, count: int, first: int = 0) -> None:
    """So many causes by which one record each fails."""
    workflow = Workflow.objects.get(key="customers")
    Attention.objects.bulk_create(
        Attention(
            workflow=workflow,
            internal_id=str(number),
            need=Attention.Need.RECORD,
            stage="map",
            code=f"cause_{number}",
            reason="",
            first_at=scene.stand.clock(),
            last_at=scene.stand.clock(),
        )
        for number in range(first, first + count)
    )


@pytest.mark.requirement("notify-01")
def test_a_failed_run_reaches_everybody_of_a_channel_over_tls(scene: Scene, mailbox: Mailbox) -> None:
    scene.email("ada@example.com", "ben@example.com")

    run = scene.fail_run(SignInAgain("The token was revoked."))
    scene.pass_on()

    assert sorted(to for to, _ in mailbox.mails) == ["ada@example.com", "ben@example.com"]
    mail = mailbox.mails[0][1]
    assert mail["Subject"] == f"[Landbridge] Demo: the manual run {run.pk} failed"
    assert SignInAgain.advice in mailbox.text()
    assert f"/runs/{run.pk}/" in mailbox.text()
    html = mail.get_body(("html",))
    assert html is not None
    assert f"/runs/{run.pk}/" in html.get_content()


@pytest.mark.requirement("notify-01", "notify-04")
def test_runs_that_go_on_failing_are_told_once_and_so_is_their_recovery(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.email()
    for _ in range(3):
        scene.fail_run(SignInAgain("The token was revoked."))
        scene.pass_on(300)
    scene.fail_run(SignInAgain("The token was revoked."), queueing.CATCH_UP)
    scene.pass_on(300)
    assert len(mailbox.mails) == 1

    scene.stand.run()
    scene.pass_on()
    scene.stand.run()
    scene.pass_on()

    assert mailbox.subjects()[1:] == ["[Landbridge] Demo: runs go through again"]


@pytest.mark.requirement("notify-01")
def test_what_is_to_be_mended_otherwise_is_another_failure(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()
    for problem in (SignInAgain("revoked"), PermissionMissing("no lists")):
        scene.fail_run(problem)
        scene.pass_on()

    assert [PermissionMissing.advice in mailbox.text(number) for number in (0, 1)] == [False, True]


@pytest.mark.requirement("notify-01")
def test_a_run_of_something_else_is_no_recovery(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()
    scene.fail_run(SignInAgain("revoked"))
    scene.pass_on()

    scene.stand.run(keys=["employees"])
    scene.pass_on()
    assert len(mailbox.mails) == 1

    scene.stand.run()
    scene.pass_on()
    assert len(mailbox.mails) == 2


@pytest.mark.requirement("notify-01", "notify-04")
def test_catch_ups_that_go_through_do_not_end_the_trouble_of_full_runs(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.email()
    for _ in range(4):
        scene.fail_run(PermissionMissing("no lists"), queueing.FULL)
        scene.pass_on(300)
        scene.stand.run(queueing.CATCH_UP)
        scene.pass_on(3300)
    assert len(mailbox.mails) == 1

    scene.stand.run(queueing.FULL)
    scene.pass_on()

    assert mailbox.subjects()[1:] == ["[Landbridge] Demo: full synchronization runs go through again"]


@pytest.mark.requirement("notify-01", "notify-04")
def test_others_runs_do_not_end_the_trouble_of_a_schedule_whose_owner_may_not(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.email()
    owner = add_person("cara@example.com", "Cara", Role.OPERATOR, "a long enough password", by=None)
    hourly = Schedule.objects.create(
        connection=scene.stand.connection, cron="0 * * * *", set_by=owner, next_at=scene.stand.clock()
    )
    User.objects.filter(pk=owner.pk).update(role=Role.VIEWER)
    for _ in range(4):
        scene.stand.run(queueing.SCHEDULED, by=User.objects.get(pk=owner.pk))
        scene.pass_on(300)
        scene.stand.run(queueing.CATCH_UP)
        scene.stand.run(queueing.SCHEDULED)  # another schedule, whose owner may
        scene.pass_on(3300)
    assert len(mailbox.mails) == 1
    assert OwnerRefused.hint in mailbox.text()

    hourly.set_by = scene.stand.admin  # as the advice says
    hourly.save()
    scene.stand.run(queueing.SCHEDULED)
    scene.pass_on()

    assert mailbox.subjects()[1:] == ["[Landbridge] Demo: scheduled runs go through again"]


@pytest.mark.requirement("notify-04")
def test_trouble_that_comes_and_goes_is_recovered_only_once_it_stays_away(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.email()
    for _ in range(10):
        scene.fail_run(SignInAgain("revoked"))
        scene.pass_on(600)
        scene.stand.run()
        scene.pass_on(600)
    assert [subject.endswith("failed") for subject in mailbox.subjects()] == [True, False, True]

    scene.pass_on(4 * 3600)
    scene.stand.run()
    scene.pass_on()

    assert mailbox.subjects()[3:] == ["[Landbridge] Demo: runs go through again"]


@pytest.mark.requirement("notify-01")
def test_the_first_failure_of_a_cause_and_its_recovery_are_told(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()

    scene.fail_customer("20")
    scene.pass_on()
    scene.stand.clock.advance(60)
    scene.fail_customer("21")
    scene.pass_on()
    scene.mend_customer("21")
    scene.pass_on()
    assert len(mailbox.mails) == 1
    text = mailbox.text()
    assert "Customers (Customers)" in text
    assert "unmappable" in text
    assert "Correct the field in NetSuite" in text
    assert "/errors/records/?cause=" in text
    assert "Internal IDs of the first: 20" in text

    scene.mend_customer("20")
    scene.pass_on()
    scene.pass_on()

    assert [subject.startswith("[Landbridge] Demo: recovered: ") for subject in mailbox.subjects()] == [
        False,
        True,
    ]


@pytest.mark.requirement("notify-01")
def test_recovery_says_how_many_were_only_dismissed(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()
    scene.fail_customer("20")
    scene.pass_on()

    attention.dismiss(Attention.objects.all(), by=scene.stand.admin, now=scene.stand.clock())
    scene.pass_on()

    assert "Dismissed by a person: 1" in mailbox.text()


@pytest.mark.requirement("notify-01")
def test_trouble_that_passes_by_itself_is_told_only_when_it_goes_on(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()
    causes(scene, 1)
    Attention.objects.update(need=Attention.Need.RETRY)
    scene.pass_on()
    assert mailbox.mails == []

    Attention.objects.update(attempts=3)
    scene.pass_on()
    assert len(mailbox.mails) == 1


@pytest.mark.requirement("notify-01")
def test_a_channel_hears_only_of_its_connection_and_its_events(scene: Scene, mailbox: Mailbox) -> None:
    scene.email(wishes=Wishes(events=[Event.CAUSE_RECOVERED]))
    scene.email("ben@example.com", name="Other", wishes=Wishes(connection=scene.stand.connection))

    scene.fail_customer()
    scene.pass_on()

    assert [to for to, _ in mailbox.mails] == ["ben@example.com"]


@pytest.mark.requirement("notify-01")
def test_a_channel_that_came_later_is_not_told_of_a_recovery_it_cannot_know(
    scene: Scene, mailbox: Mailbox
) -> None:
    scene.fail_customer()
    scene.pass_on()
    scene.stand.clock.advance(1)
    scene.email()

    scene.mend_customer()
    scene.pass_on()

    assert mailbox.mails == []


@pytest.mark.requirement("notify-04")
def test_a_thousand_failures_of_one_cause_make_one_message(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()
    for number in range(1000):
        scene.stand.customer(str(number), email="none")

    scene.stand.run(keys=["customers"])
    for _ in range(5):
        scene.pass_on()

    assert len(mailbox.mails) == 1
    assert "Records: 1000" in mailbox.text()


@pytest.mark.requirement("notify-04")
def test_a_channel_gets_no_more_than_its_limit_and_the_rest_in_sum(scene: Scene, mailbox: Mailbox) -> None:
    scene.email(wishes=Wishes(limit_per_hour=3))

    causes(scene, 30)
    scene.pass_on()
    assert len(mailbox.mails) == 3
    assert mailbox.subjects()[-1] == "[Landbridge] 28 messages were held back"
    assert "cause_14" in mailbox.text()

    causes(scene, 30, first=100)
    for _ in range(58):
        scene.pass_on(60)
    assert len(mailbox.mails) == 3

    scene.pass_on(180)
    assert mailbox.subjects()[3:] == ["[Landbridge] 30 messages were held back"]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered", "summed"}


@pytest.mark.requirement("notify-04")
def test_an_endpoint_that_comes_back_is_not_flooded(scene: Scene, mailbox: Mailbox) -> None:
    scene.email(wishes=Wishes(limit_per_hour=4))
    mailbox.answers = ["451 later"] * 100
    for hour in range(5):
        causes(scene, 3, first=hour * 10)
        scene.pass_on(3600)

    mailbox.answers = []
    scene.pass_on(6 * 3600)

    assert len(mailbox.mails) == 4


@pytest.mark.requirement("notify-04")
def test_no_limit_is_exceeded_in_any_hour(scene: Scene, mailbox: Mailbox) -> None:
    scene.email(wishes=Wishes(limit_per_hour=2))
    for step in range(40):
        causes(scene, 1, first=step)
        scene.pass_on(420)

    times = sorted(Delivery.objects.filter(state="delivered").values_list("delivered_at", flat=True))
    windows = [sum(at <= other < at + timedelta(hours=1) for other in times) for at in times]
    assert max(windows) == 2
    told = sum(
        one.data.get("messages", 1)
        for one in Message.objects.filter(deliveries__state="delivered").distinct()
    )
    assert told + Delivery.objects.filter(state="held_back").count() == 40


@pytest.mark.requirement("notify-01")
def test_nothing_is_told_twice_when_the_looking_is_done_again(scene: Scene, mailbox: Mailbox) -> None:
    scene.email()
    scene.fail_run(SignInAgain("revoked"))
    scene.fail_customer()
    for _ in range(3):
        duties.look(scene.stand.clock())

    scene.pass_on()

    assert len(mailbox.mails) == len(set(mailbox.subjects())) == 2
