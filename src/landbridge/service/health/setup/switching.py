"""The certificate, and the switch that makes the connection live."""

from __future__ import annotations

from landbridge.service.health.setup.model import Judgement, State
from landbridge.service.health.setup.situation import Situation
from landbridge.service.health.setup.wishes import Wishes
from landbridge.service.realtime import live
from landbridge.service.realtime.certificates import judging
from landbridge.service.realtime.certificates.rotation import rotate
from landbridge.service.realtime.models import Certificate


def judge_certificate(situation: Situation) -> Judgement:
    """Whether NetSuite signs with a certificate that is valid and known here."""
    connection = situation.needed_connection
    finding = judging.judge(connection, situation.clock(), installed=situation.installed_certificate)
    judged = Judgement.of([finding], can_do=True)
    if judged.state is State.WRONG and not Certificate.objects.filter(connection=connection).exists():
        return Judgement(State.MISSING, judged.message, judged.advice, can_do=True)
    return judged


def generate_certificate(situation: Situation, _: Wishes) -> str:
    """Make a certificate and give it to NetSuite. Raises ``CertificateRefusedError``."""
    made = rotate(situation.needed_connection, situation.by, situation.restlets, situation.clock)
    return f"NetSuite signs with a new certificate, valid until {made.not_after:%Y-%m-%d}. {made.problem}".strip()


def judge_switch(situation: Situation) -> Judgement:
    """Whether notices of the connection are taken."""
    if live.is_enabled(situation.needed_connection):
        return Judgement(State.DONE, "Real time is on.")
    return Judgement(State.MISSING, "Real time is off.", "Switch it on.", can_do=True)


def switch_on(situation: Situation, _: Wishes) -> str:
    """Take notices from now on. Raises ``NotReadyError`` with everything that real time still needs."""
    live.enable(situation.needed_connection, situation.by, situation.restlets, situation.clock)
    return "Real time is on: notices are taken from now on."
