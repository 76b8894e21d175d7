"""What the fields and values of an integration record are called on its page (documented: ``bridgehead_4249032125``, ``section_157771733782``)."""

from __future__ import annotations

from landbridge.local.access.integration import Arrival, Box, ConsentPolicy, IntegrationState, Scope

FIELDS = {
    "name": "Name",
    "description": "Description",
    "state": "State",
    "note": "Note",
    "application_id": "Application ID",
    "script_id": "Script ID",
    "concurrency_limit": "Concurrency Limit",
    "most": "Max Concurrency Limit",
    "created_by": "Created By",
    "created_at": "Created On",
    "state_changed_by": "Last State Change By",
    "state_changed_at": "Last State Change",
    "callback_url": "Callback URL",
    "redirect_uri": "Redirect URI",
    "refresh_token_hours": "Refresh Token Validity (in Hours)",
    "rotation_hours": "Maximum Time for Token Rotation (in Hours)",
    "scopes": "Scope",
    "logo": "Application Logo",
    "terms_of_use": "Application Terms of Use",
    "privacy_policy": "Application Privacy Policy",
    "consent_policy": "OAuth 2.0 Consent Policy",
    "consumer_key": "Consumer Key / Client ID",
    "consumer_secret": "Consumer Secret / Client Secret",
}
"""Field -> its label. The labels of the two hours are assumed."""

STATES = {
    IntegrationState.ENABLED: "Enabled",
    IntegrationState.BLOCKED: "Blocked",
    IntegrationState.WAITING_FOR_APPROVAL: "Waiting for Approval",
}

BOXES = {
    Box.TOKENS: "Token-based Authentication",
    Box.ISSUE_TOKEN: "TBA: issuetoken Endpoint",
    Box.AUTHORIZATION_FLOW: "TBA: Authorization Flow",
    Box.USER_CREDENTIALS: "User Credentials",
    Box.AUTHORIZATION_CODE: "Authorization Code Grant",
    Box.PUBLIC_CLIENT: "Public Client",
    Box.DYNAMIC_REGISTRATION: "Dynamic Client Registration",
    Box.CLIENT_CREDENTIALS: "Client Credentials (Machine to Machine) Grant",
}

SCOPES = {
    Scope.RESTLETS: "RESTlets",
    Scope.REST_WEB_SERVICES: "REST Web Services",
    Scope.SUITE_ANALYTICS: "SuiteAnalytics Connect",
    Scope.MCP: "NetSuite AI Connector Service",
}

CONSENT_POLICIES = {
    ConsentPolicy.ALWAYS_ASK: "Always Ask",
    ConsentPolicy.NEVER_ASK: "Never Ask",
    ConsentPolicy.ASK_FIRST_TIME: "Ask First Time",
}

ARRIVALS = {
    Arrival.CREATED: "Created here",
    Arrival.AUTO_INSTALLED: "Auto-installation",
    Arrival.BUNDLE: "Bundle",
    Arrival.REFRESH: "Sandbox refresh",
}
