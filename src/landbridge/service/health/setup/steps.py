"""The steps of the set-up, in the order of the specification, as data.

The order is that of the help articles "Connecting SuiteProjects Pro to NetSuite" (article_161978998211) and "Configuring Real-Time
Record Import" (article_162749347853). Their section on controls asks for active workflows before anything else, so these come
before the deployments, which depend on them.
"""

from __future__ import annotations

from landbridge.service.health.setup import (
    connecting,
    deploying,
    importing,
    installing,
    preferences,
    sharing,
    switching,
)
from landbridge.service.health.setup.model import Step
from landbridge.service.suiteapp import order

SCRIPTS = "NetSuite: Customization > Scripting > Scripts"
SETTINGS = (
    "NetSuite: Customization > Lists, Records & Fields > Record Types > SuiteProjects Pro: Integration Settings "
    "(beside the native connector: Landbridge: Integration Settings) > List"
)

INTEGRATIONS = "/app/common/integration/integrapplist.nl"

STEPS: tuple[Step, ...] = (
    Step(
        "shared_record",
        "Install the publisher's record",
        "NetSuite: Setup > Integration > Manage Integrations",
        sharing.judge_installed,
        address=INTEGRATIONS,
    ),
    Step(
        "shared_record_enabled",
        "Enable the publisher's record",
        "NetSuite: Setup > Integration > Manage Integrations",
        sharing.judge_enabled,
        after=("shared_record",),
        address=INTEGRATIONS,
    ),
    Step(
        "shared_record_token",
        "Create a token for the publisher's record",
        "NetSuite: Setup > Users/Roles > Access Tokens > New",
        sharing.judge_token,
        after=("shared_record_enabled",),
        address="/app/setup/accesstoken.nl",
    ),
    Step(
        "connection",
        "Connect NetSuite",
        "Landbridge: Connection",
        connecting.judge_connection,
        page="connections",
        act=connecting.try_connection,
        verb="Test the connection",
    ),
    Step(
        "integration_user",
        "Choose the integration user",
        "Landbridge: Connection",
        connecting.judge_integration_user,
        after=("connection",),
        page="connections",
    ),
    Step(
        "workflows",
        "Choose what is imported",
        "Landbridge: Workflows",
        connecting.judge_workflows,
        after=("connection",),
        page="workflows",
        act=connecting.make_live,
        verb="Make the chosen ones live",
        announce=connecting.announce_live,
        wished=connecting.wished_live,
    ),
    Step(
        "suiteapp",
        "Install the SuiteApp",
        "Your computer: `landbridge suiteapp build`, `suitecloud project:deploy`; bundles in the local account alone",
        installing.judge_suiteapp,
        after=("connection",),
        address="/app/bundler/installbundle.nl",
    ),
    Step(
        "bundles",
        "Bring both bundles to the needed versions",
        "NetSuite: Customization > SuiteBundler > Search & Install Bundles > List",
        installing.judge_versions,
        after=("suiteapp",),
        address="/app/bundler/bundlelist.nl?type=I",
    ),
    Step(
        "native",
        "Keep apart from the native connector",
        SCRIPTS,
        installing.judge_native,
        after=("suiteapp", "workflows"),
        address="/app/common/scripting/scriptlist.nl",
    ),
    Step(
        "role",
        "Give the role its permissions",
        "NetSuite: Setup > Users/Roles > Manage Roles",
        installing.judge_role,
        after=("suiteapp",),
    ),
    Step(
        "suitescript_1",
        "Undeploy the SuiteScript 1.0 trigger",
        SCRIPTS,
        deploying.judge_suitescript_1,
        after=("bundles",),
        address="/app/common/scripting/scriptlist.nl",
    ),
    Step(
        "deployments",
        "Deploy the trigger",
        SCRIPTS,
        deploying.judge_deployments,
        after=("workflows", "suitescript_1"),
        address="/app/common/scripting/scriptlist.nl",
    ),
    Step(
        "order",
        "Verify that the trigger runs last",
        f"NetSuite: {order.PLACE}",
        deploying.judge_order,
        after=("deployments",),
        address="/app/common/scripting/scriptedrecords.nl",
        act=deploying.confirm_order,
        verb="Confirm the order",
    ),
    Step(
        "settings",
        "Fill the settings record",
        SETTINGS,
        preferences.judge_settings,
        after=("bundles",),
        address="/app/common/custom/custrecords.nl",
        act=preferences.write_settings,
        verb="Write the settings",
        announce=preferences.announce_settings,
        wished=preferences.wished_settings,
    ),
    Step(
        "stages",
        "Include leads and prospects",
        SETTINGS,
        preferences.judge_stages,
        after=("settings", "workflows"),
        address="/app/common/custom/custrecords.nl",
    ),
    Step(
        "web_services",
        "Include saves by SOAP and RESTlets",
        SETTINGS,
        preferences.judge_web_services,
        after=("settings",),
        address="/app/common/custom/custrecords.nl",
    ),
    Step(
        "certificate",
        "Generate the certificate",
        "Landbridge: Real time; NetSuite: Setup > Company > Certificates",
        switching.judge_certificate,
        after=("bundles", "role"),
        page="realtime",
        act=switching.generate_certificate,
        verb="Generate the certificate",
    ),
    Step(
        "real_time",
        "Switch real time on",
        "Landbridge: Real time",
        switching.judge_switch,
        after=("native", "order", "settings", "stages", "certificate"),
        page="realtime",
        act=switching.switch_on,
        verb="Switch real time on",
    ),
    Step(
        "first_record",
        "Import the first record",
        "NetSuite: Lists > Relationships > Customers > New",
        importing.judge_first_record,
        after=("real_time",),
        address="/app/common/entity/custjob.nl",
    ),
)
"""Every step once; a step names in ``after`` only steps above it."""
