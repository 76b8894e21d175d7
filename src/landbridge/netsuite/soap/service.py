"""SuiteTalk SOAP as verbs. Shapes and limits: help book_156388532579 and the public schema."""

from __future__ import annotations

from landbridge.netsuite.soap.lists import RecordLists
from landbridge.netsuite.soap.lookups import LookUps
from landbridge.netsuite.soap.searching import Searching
from landbridge.netsuite.soap.single import SingleRecords


class SoapService(SingleRecords, RecordLists, Searching, LookUps):
    """The SOAP operations of one account.

    Every method raises :class:`~landbridge.netsuite.errors.NetSuiteError` for whatever NetSuite refuses, and ``ValueError``
    for what cannot be asked (unknown field, wrong kind of value) before anything is sent. Names are SOAP's, sizes and shapes those of
    the help's *SOAP Web Services Platform Guide*.
    """
