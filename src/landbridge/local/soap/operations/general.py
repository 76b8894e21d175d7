"""``getServerTime`` and ``getDataCenterUrls``."""

from __future__ import annotations

from landbridge.local.account import Account
from landbridge.local.soap.call import Call
from landbridge.local.soap.markup import escape
from landbridge.local.soap.scalars import write_datetime
from landbridge.local.soap.statuses import SUCCESS, failure
from landbridge.local.soap.xmlreader import Node


def get_server_time(call: Call) -> str:
    """The account's clock, with the offset of its time zone."""
    moment = write_datetime(call.account.clock.now(), call.account.settings.zone)
    return (
        f"<platformCore:getServerTimeResult>{SUCCESS}<platformCore:serverTime>{moment}</platformCore:serverTime>"
        "</platformCore:getServerTimeResult>"
    )


def get_data_center_urls(account: Account, node: Node) -> str:
    """The hosts of an account; needs no authentication and ignores any sent (section_N3494684)."""
    asked = node.text_of("account")
    if not asked:
        content = failure("DATA_REQD", "You need to provide a proper value for the required field: account.")
    else:
        urls = account.data_centre_urls_of(asked)
        domains = "".join(
            f"<platformCore:{name}>{escape(urls[name])}</platformCore:{name}>"
            for name in ("restDomain", "webservicesDomain", "systemDomain")
        )
        content = f"{SUCCESS}<platformCore:dataCenterUrls>{domains}</platformCore:dataCenterUrls>"
    return f"<platformCore:getDataCenterUrlsResult>{content}</platformCore:getDataCenterUrlsResult>"
