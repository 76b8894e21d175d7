"""Which versions are installed, and whether they suffice for what is used (help article_162749347853; fact sheet 6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from landbridge.service.suiteapp.findings import Finding, ok
from landbridge.service.suiteapp.ids import INTEGRATION_BUNDLE, REAL_TIME_BUNDLE
from landbridge.service.suiteapp.inspection import Inspection, SettingsValues
from landbridge.service.suiteapp.state import values_of

SUBJECT = "bundles"
PROTOCOL = 2
"""The version of notices and RESTlets that this service speaks; it also takes the one before."""


@dataclass(frozen=True, slots=True)
class Need:
    """What needs which versions of SRP Integration (369637) and of the Real-time Add-on (369630)."""

    purpose: str
    integration: str
    real_time: str


BASIC = Need("Real-time import by certificate", "4.0", "3.0")
SOAP = Need("Real-time import of SOAP saves", "4.03", "3.02")
RESTLET = Need("Real-time import of RESTlet saves", "5.01", "4.01")


def findings(inspection: Inspection) -> list[Finding]:
    """Judge the installed versions; one ``ok`` where nothing is to be said. The build beside the native connector is no bundle's part."""
    if inspection.build == "beside-native":
        return list(_protocol(inspection)) or [
            ok(SUBJECT, f"SuiteApp {inspection.version}, beside the native connector.")
        ]
    bundles = inspection.bundles
    installed = f"SuiteApp {inspection.version}: SRP Integration {bundles.integration}, Real-time Add-on {bundles.real_time}."
    return [*_protocol(inspection), *_bundles(inspection)] or [ok(SUBJECT, installed)]


def needs(values: SettingsValues) -> tuple[Need, ...]:
    """Return what the ticked boxes need."""
    soap = values.soap_customer or values.soap_project or values.soap_user
    restlet = values.restlet_customer or values.restlet_project or values.restlet_user
    return (BASIC, *((SOAP,) if soap else ()), *((RESTLET,) if restlet else ()))


def _protocol(inspection: Inspection) -> Iterator[Finding]:
    if inspection.protocol > PROTOCOL:
        yield Finding(
            SUBJECT,
            "failed",
            f"SuiteApp {inspection.version} speaks protocol {inspection.protocol}; this service knows up to {PROTOCOL}.",
            "Update Landbridge.",
        )
    elif inspection.protocol < PROTOCOL - 1:
        yield Finding(
            SUBJECT,
            "failed",
            f"SuiteApp {inspection.version} speaks protocol {inspection.protocol}, which is no longer taken.",
            "Update the SuiteApp in NetSuite.",
        )
    elif inspection.protocol < PROTOCOL:
        yield Finding(
            SUBJECT,
            "warning",
            f"SuiteApp {inspection.version} speaks protocol {inspection.protocol}, the one before the current.",
            "Update the SuiteApp in NetSuite before the next release of Landbridge.",
        )


def _bundles(inspection: Inspection) -> Iterator[Finding]:
    bundles = inspection.bundles
    for need in needs(values_of(inspection)):
        for label, bundle, installed, least in (
            ("SRP Integration", "369637", bundles.integration, need.integration),
            ("Real-time Add-on", "369630", bundles.real_time, need.real_time),
        ):
            if _number(installed) < _number(least):
                yield Finding(
                    SUBJECT,
                    "failed",
                    f"{need.purpose} needs {label} ({bundle}) {least}; "
                    f"{f'{installed} is installed' if installed else 'it is not installed'}.",
                    _update(inspection, bundle),
                )


def _update(inspection: Inspection, bundle: str) -> str:
    """Bundles of ours are updated as bundles; a project by SDF brings the newest of both, so it never has only one."""
    scripts = any(one.bundle in {INTEGRATION_BUNDLE, REAL_TIME_BUNDLE} for one in inspection.deployments)
    bundles = inspection.bundles
    if scripts or bool(bundles.integration) != bool(bundles.real_time):
        return (
            f"Install or update bundle {bundle} in NetSuite, {INTEGRATION_BUNDLE} before {REAL_TIME_BUNDLE}."
        )
    return "Build the SuiteApp with `landbridge suiteapp build`, and deploy it by SDF: it brings the newest of both."


def _number(version: str) -> Decimal:
    """A bundle's version as a number: ``4.1`` comes after ``4.03``. Nothing for what is no version."""
    try:
        return Decimal(version)
    except InvalidOperation:
        return Decimal(-1)
