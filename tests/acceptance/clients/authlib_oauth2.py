"""Authlib and joserfc, unmodified: a token for a certificate, its signature by the published keys, REST and RESTlets with it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc import jwt
from joserfc.jwk import KeySet, import_key

SCOPES = ["restlets", "rest_webservices"]


def main(key_file: str, algorithm: str, certificate_id: str) -> None:
    host = os.environ["NETSUITE_ACCOUNT"].lower().replace("_", "-")
    suitetalk = f"https://{host}.suitetalk.api.netsuite.com"
    base = f"{suitetalk}/services/rest/auth/oauth2/v1"
    key = import_key(Path(key_file).read_text(), "EC" if algorithm.startswith("ES") else "RSA")
    session = OAuth2Session(
        os.environ["NETSUITE_CONSUMER_KEY"], key, token_endpoint_auth_method="private_key_jwt"
    )
    signer = PrivateKeyJWT(
        f"{base}/token",
        claims={"scope": SCOPES},
        headers={"kid": certificate_id, "typ": "JWT"},
        alg=algorithm,
    )
    session.register_client_auth_method(signer)
    token = session.fetch_token(f"{base}/token", grant_type="client_credentials")
    keys = KeySet.import_key_set(session.get(f"{base}/keys", withhold_token=True).json())
    claims = jwt.decode(token["access_token"], keys, algorithms=["PS256"]).claims
    customers = session.get(f"{suitetalk}/services/rest/record/v1/customer?limit=5")
    restlets = f"https://{host}.restlets.api.netsuite.com"
    echo = session.get(
        f"{restlets}/app/site/hosting/restlet.nl?script=11&deploy=1&word=hello",
        headers={"Content-Type": "application/json"},
    )
    listed = session.get(
        f"{restlets}/services/rest/auth/oauth2/v1/clients/{os.environ['NETSUITE_CONSUMER_KEY']}/certificates"
    )
    found = {
        "expires_in": token["expires_in"],
        "claims": claims,
        "customers": [customers.status_code, customers.json().get("count")],
        "echo": [echo.status_code, echo.text],
        "certificates": [listed.status_code, [entry["certificate_id"] for entry in listed.json()]],
    }
    sys.stdout.write(json.dumps(found) + "\n")


main(*sys.argv[1:])
