"""oauthlib and requests, unmodified: the three steps as an application and a browser go through them, then a signed request."""

from __future__ import annotations

import json
import os
import re
import sys
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import requests
from oauthlib.oauth1 import SIGNATURE_HMAC_SHA256, Client

ACCOUNT = os.environ["NETSUITE_ACCOUNT"]
HOST = ACCOUNT.lower().replace("_", "-")
RESTLETS = f"https://{HOST}.restlets.api.netsuite.com"
PAGES = f"https://{HOST}.app.netsuite.com"
CONSENT = f"{PAGES}/app/login/secure/authorizetoken.nl"


def signed(method: str, url: str, **keys: str) -> requests.Response:
    """Send a request with an OAuth 1.0a header that oauthlib makes."""
    client = Client(
        os.environ["NETSUITE_CONSUMER_KEY"],
        os.environ["NETSUITE_CONSUMER_SECRET"],
        signature_method=SIGNATURE_HMAC_SHA256,
        realm=ACCOUNT,
        **keys,
    )
    url, headers, _ = client.sign(url, method)
    return requests.request(method, url, headers=headers, timeout=30)


def given(answer: requests.Response) -> dict[str, str]:
    """Return a form-encoded answer."""
    answer.raise_for_status()
    return dict(parse_qsl(answer.text.strip()))


def field(page: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"the page has no {name}"
    return unescape(found[1])


def consent(address: str, callback: str) -> dict[str, list[str]]:
    """Sign in as a person does who was sent to the consent page, allow, and return what the application is told."""
    browser = requests.Session()
    form = browser.get(address, timeout=30)
    page = browser.post(
        form.url,
        {"email": os.environ["NETSUITE_EMAIL"], "password": os.environ["NETSUITE_PASSWORD"]},
        timeout=30,
    ).text
    fields = {name: field(page, name) for name in ("_csrf", "oauth_token", "state", "role")}
    sent = browser.post(CONSENT, {**fields, "answer": "allow"}, allow_redirects=False, timeout=30)
    assert sent.headers["Location"].startswith(callback)
    return parse_qs(urlsplit(sent.headers["Location"]).query)


def main(callback: str) -> None:
    asked = given(signed("POST", f"{RESTLETS}/rest/requesttoken", callback_uri=callback))
    query = urlencode({"oauth_token": asked["oauth_token"], "state": "nnbs6b8n0zjlmhrlisv"})
    back = consent(f"{CONSENT}?{query}", callback)
    made = given(
        signed(
            "POST",
            f"{RESTLETS}/rest/accesstoken",
            resource_owner_key=asked["oauth_token"],
            resource_owner_secret=asked["oauth_token_secret"],
            verifier=back["oauth_verifier"][0],
        )
    )
    token = {
        "resource_owner_key": made["oauth_token"],
        "resource_owner_secret": made["oauth_token_secret"],
    }
    told = signed("GET", f"{RESTLETS}/rest/tokeninfo", **token)
    customers = signed(
        "GET", f"https://{HOST}.suitetalk.api.netsuite.com/services/rest/record/v1/customer?limit=1", **token
    )
    key = os.environ["NETSUITE_CONSUMER_KEY"]
    ended = signed(
        "GET", f"{RESTLETS}/rest/revoketoken?consumerKey={key}&token={made['oauth_token']}", **token
    )
    after = signed("GET", f"{RESTLETS}/rest/tokeninfo", **token)
    found = {
        "confirmed": asked["oauth_callback_confirmed"],
        "back": {name: values[0] for name, values in back.items() if name not in {"oauth_verifier"}},
        "told": told.json(),
        "customers": customers.status_code,
        "revoked": [ended.status_code, after.status_code],
    }
    sys.stdout.write(json.dumps(found) + "\n")


main(*sys.argv[1:])
