"""Script ids: how they are formed, and that scripts and objects name the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from landbridge.sdf.findings import Finding
from landbridge.sdf.project import Project

LONGEST = 40
"""Characters of a script id, its prefix included (documented: SDF XML reference)."""

OBJECT_PREFIXES = {
    "crmcustomfield": "custevent",
    "customlist": "customlist",
    "customrecordtype": "customrecord",
    "entitycustomfield": "custentity",
    "itemcustomfield": "custitem",
    "restlet": "customscript",
    "role": "customrole",
    "scheduledscript": "customscript",
    "transactionbodycustomfield": "custbody",
    "transactioncolumncustomfield": "custcol",
    "usereventscript": "customscript",
}
"""Object types that this SuiteApp may hold, and what their script ids begin with."""

PART_PREFIXES = {
    "customrecordcustomfield": "custrecord",
    "scriptcustomfield": "custscript",
    "scriptdeployment": "customdeploy",
}
"""Parts of objects that have ids of their own."""

PREFIXES = OBJECT_PREFIXES | PART_PREFIXES
MADE_IN_NETSUITE = "custcertificate_"
"""Certificates are no SDF objects; the certificate RESTlet makes the record."""

_FORMED = re.compile(r"[a-z]+_[a-z0-9_]+")


def formed(project: Project) -> Iterator[Finding]:
    """Ids have the prefix of their type, small letters, digits and underscores, and are not too long."""
    for one in project.objects:
        if one.root.tag not in OBJECT_PREFIXES:
            yield Finding(
                one.file,
                one.root.line,
                one.root.label,
                f"<{one.root.tag}> is no object type of this SuiteApp",
                "Use one of " + ", ".join(sorted(OBJECT_PREFIXES)),
            )
        for node in one.root.walk():
            prefix = PREFIXES.get(node.tag)
            if prefix is None:
                continue
            script_id = node.script_id
            if not script_id.startswith(f"{prefix}_") or not _FORMED.fullmatch(script_id):
                yield Finding(
                    one.file,
                    node.line,
                    node.label,
                    f"the id must be {prefix}_ and small letters, digits or underscores",
                    "Correct the id",
                )
            if len(script_id) > LONGEST:
                yield Finding(
                    one.file,
                    node.line,
                    node.label,
                    f"the id has {len(script_id)} characters, {LONGEST} are allowed",
                    "Shorten the id",
                )


def unique(project: Project) -> Iterator[Finding]:
    """No id is used twice, not even for different things."""
    seen: dict[str, str] = {}
    for one in project.objects:
        for node in one.root.walk():
            if node.tag not in PREFIXES or not node.script_id or node is one.root:
                continue
            if node.script_id in seen:
                yield Finding(
                    one.file,
                    node.line,
                    node.script_id,
                    f"the id is used in {seen[node.script_id]} too",
                    "Give one of them another id",
                )
            seen.setdefault(node.script_id, one.file)


def named_by_scripts(project: Project) -> Iterator[Finding]:
    """Every id that a script names is the project's, or one that the manifest expects in the account."""
    known = project.script_ids | project.expected_ids
    for script in project.scripts.values():
        for named in script.ids():
            if named.text not in known and not named.text.startswith(MADE_IN_NETSUITE):
                yield Finding(
                    script.file,
                    named.line,
                    named.text,
                    "the project has no such object",
                    "Correct the id in the script or in the object",
                )


RULES = (formed, unique, named_by_scripts)
