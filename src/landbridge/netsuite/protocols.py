"""The two ways to read and write records of an account."""

from __future__ import annotations

from enum import StrEnum


class Protocol(StrEnum):
    """``REST`` reads by SuiteQL and writes by REST records; ``SOAP`` does both by SuiteTalk SOAP, which NetSuite removes with 2028.2."""

    SOAP = "soap"
    REST = "rest"
