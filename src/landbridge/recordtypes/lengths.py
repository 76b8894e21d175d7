"""How long the texts of standard fields may be, and which of them are e-mail addresses, by name.

NetSuite refuses longer ones: "The field addr1 contained more than the maximum number ( 150 ) of characters allowed." (observed for
``addr1`` and ``state``: getlago/lago-api pull requests 3649 and 3245). Lengths are not published; the others are assumed.
"""

from __future__ import annotations

DEFAULT = 300
"""Characters of a text field (that of a free-form text custom field, documented)."""

TEXT_AREA = 4_000
ANY = 0
"""As long as any text may be."""

LONGEST: dict[str, int] = {
    "addr1": 150,
    "state": 30,
    **dict.fromkeys(("addr2", "addr3", "addressee", "attention"), 150),
    **dict.fromkeys(("companyName", "legalName"), 83),
    **dict.fromkeys(("firstName", "middleName", "lastName"), 32),
    **dict.fromkeys(("email", "altEmail", "inboundEmail"), 254),
    **dict.fromkeys(
        (
            "addrPhone", "altPhone", "assistantPhone", "fax", "homePhone", "mobilePhone", "officePhone", "phone",
            "supervisorPhone",
        ),
        32,
    ),
    **dict.fromkeys(
        (
            "IPAddressRule", "comments", "description", "jobDescription", "memo", "milestoneComments",
            "purchaseDescription", "salesDescription", "stockDescription", "storeDescription", "terminationDetails",
            "trackingNumbers",
        ),
        TEXT_AREA,
    ),
    **dict.fromkeys(("escalationMessage", "incomingMessage", "message", "outgoingMessage"), ANY),
}  # fmt: skip
"""Most characters by name of the field."""

FORMATS = {"email": "email", "altEmail": "email"}
"""Form of a text by name of the field: see ``Field.format``."""
