"""What of access and governance the local account answers, and how well each likeness is known."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.local.coverage import NO_RECORD, Certainty, Claim

PROTOCOL = "Access"

_KNOWN: tuple[tuple[str, Certainty, str, str], ...] = (
    (
        "OAuth 2.0 client credentials",
        Certainty.DOCUMENTED,
        "section_162755359851",
        "PS256, PS384, PS512, ES256, ES384, ES512; which flaw gets which error is partly assumed",
    ),
    ("OAuth 2.0 access tokens", Certainty.DOCUMENTED, "section_158255317571", "at REST and RESTlets"),
    ("OAuth 2.0 key set", Certainty.DOCUMENTED, "section_161235023782", "90 days, rotated 30 days ahead"),
    (
        "OAuth 2.0 certificate rotation",
        Certainty.DOCUMENTED,
        "article_92130837826",
        "texts of errors assumed",
    ),
    (
        "OAuth 2.0 authorization code, refresh and revoke tokens",
        Certainty.UNSUPPORTED,
        "",
        "unsupported_grant_type, unsupported_response_type",
    ),
    ("OAuth 2.0 scope mcp", Certainty.UNSUPPORTED, "", "tokens with it open nothing"),
    (
        "signed requests (TBA)",
        Certainty.DOCUMENTED,
        "chapter_4247329078",
        "HMAC-SHA256 over SOAP, REST, RESTlets",
    ),
    ("user credentials", Certainty.DOCUMENTED, "section_4399767175", "SOAP endpoints up to 2020.1"),
    ("two-factor authentication", Certainty.UNSUPPORTED, "", "never asked for"),
    (
        "features switched off",
        Certainty.UNSUPPORTED,
        "",
        "every feature is on; no FeatureDisabled, no WS_FEATURE_REQD",
    ),
    (
        "issuetoken, revoketoken",
        Certainty.DOCUMENTED,
        "chapter_157017286140",
        "names of the answer observed, statuses assumed",
    ),
    (
        "three-step authorization flow (TBA)",
        Certainty.DOCUMENTED,
        "section_156337186044",
        "life of a request token and some details assumed",
    ),
    ("access tokens by page", Certainty.DOCUMENTED, "bridgehead_4254081947", "levels assumed"),
    ("tokeninfo", Certainty.OBSERVED, "", "names of the answer"),
    ("roles", Certainty.DOCUMENTED, "section_4639983016", "NLAuth header"),
    ("datacenterurls", Certainty.DOCUMENTED, "chapter_157011836591", "no sign-in"),
    ("governanceLimits", Certainty.DOCUMENTED, "article_0625010817", "administrators"),
    ("concurrency governance", Certainty.DOCUMENTED, "section_1500275531", "no overshoot is let pass"),
    (
        "execution log of integrations",
        Certainty.DOCUMENTED,
        "section_4543338726",
        "SOAP, REST and RESTlets, on pages, in Python and by control",
    ),
    ("auto-installation of integrations", Certainty.UNSUPPORTED, "", "an unknown application id is refused"),
    ("permissions and levels", Certainty.DOCUMENTED, "", "the same in every protocol"),
    (
        "role restrictions to subsidiaries, departments, classes, locations, fields",
        Certainty.UNSUPPORTED,
        "",
        "a role sees every record of a type that it may view",
    ),
)


def claims() -> Iterator[Claim]:
    """Return one claim a feature."""
    for name, certainty, source, note in _KNOWN:
        yield Claim(PROTOCOL, name, NO_RECORD, certainty, source, note)
