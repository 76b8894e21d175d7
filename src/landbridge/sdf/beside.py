"""The form that is installed beside the native connector: ids of its own, native flags and custom records only read.

What the native connector brings, keeps its ids and is not in the project; the manifest expects it in the account (documented,
``section_1523378695``).
"""

from __future__ import annotations

import re

from landbridge.sdf.project import Project, SdfObject
from landbridge.sdf.rules.records import FIELD_TAGS
from landbridge.sdf.rules.settings import IDS_FILE

NATIVE_RECORD_TYPES = (
    "customrecord_oa_cost_center",
    "customrecord_oa_project_rate_card",
    "customrecord_oa_project_stages",
    "customrecord_oa_project_templates",
)
NATIVE_PREFIX = "_oa_"
"""What ids of the native connector have after the first word; fields of Landbridge's own have its name there."""

BUNDLE_FILES = ("bundle_369630.json", "bundle_369637.json")
"""Files that say which bundle's version the standalone project stands for."""

FOLDER, OWN_FOLDER = "/SuiteScripts/landbridge/", "/SuiteScripts/landbridge_beside/"

OWN_IDS = (
    ("customrecord_oa_srp_integration_settings", "customrecord_landbridge_settings"),
    ("custrecord_oa_url", "custrecord_landbridge_spp_url"),
    ("custrecord_oa_realtime_", "custrecord_landbridge_"),
    ("custrecord_oa_", "custrecord_landbridge_"),
    ("customscript_oa_", "customscript_landbridge_"),
    ("customdeploy_oa_", "customdeploy_lb_"),
    ("customrole_oa_", "customrole_landbridge_"),
    ("custcertificate_oa_", "custcertificate_landbridge_"),
)
"""How ids begin in the standalone form and in this one; the first that fits. An id has 40 characters at most, hence ``lb``."""

OWN_NAMES = ("SuiteProjects Pro", "Landbridge")
"""What display names begin with, so that a list never shows two things of one name."""

_ID = re.compile(r"\bcust[a-z]+_[a-z0-9_]+\b")
_NAME = re.compile(rf"(<(?:name|recordname|title)>){OWN_NAMES[0]}")


class Renaming:
    """The ids of one project, and what each becomes."""

    def __init__(self, project: Project) -> None:
        self._left_out = [one for one in project.objects if is_native(one)]
        self._referred_to = _ids_in(project)
        self._native = {
            node.script_id for one in self._left_out for node in one.root.walk() if node.script_id
        }

    def id(self, script_id: str) -> str:
        """Return an id of this form; what is native's stays."""
        if script_id in self._native:
            return script_id
        for standalone, own in OWN_IDS:
            if script_id.startswith(standalone):
                return own + script_id.removeprefix(standalone)
        return script_id

    def object(self, xml: str) -> str:
        """Return an object's XML in this form."""
        xml = _ID.sub(lambda found: self.id(found.group()), xml)
        return _NAME.sub(rf"\g<1>{OWN_NAMES[1]}", xml).replace(f"[{FOLDER}", f"[{OWN_FOLDER}")

    def script(self, path: str, source: str) -> str:
        """Return a script in this form: only the list of ids differs."""
        if not path.endswith(f"/{IDS_FILE}"):
            return source
        source = _ID.sub(lambda found: self.id(found.group()), source)
        return source.replace("BUILD: 'standalone'", "BUILD: 'beside-native'")

    def manifest(self, xml: str) -> str:
        """Return the manifest, which now expects in the account what the project refers to of the native connector's."""
        expected = "".join(
            f"      <object>{one.script_id}</object>\n"
            for one in self._left_out
            if one.script_id in self._referred_to
        )
        objects = f"    <objects>\n{expected}    </objects>\n" if expected else ""
        return xml.replace("  </dependencies>", f"{objects}  </dependencies>")


def _ids_in(project: Project) -> frozenset[str]:
    """The ids that the form's own objects and its scripts name."""
    objects = (node.text for one in project.objects if not is_native(one) for node in one.root.walk())
    scripts = (named.text for script in project.scripts.values() for named in script.ids())
    return frozenset(name for text in (*objects, *scripts) for name in _ID.findall(text))


def is_native(one: SdfObject) -> bool:
    """Whether the native connector brings an object: its fields of standard records, their lists, and its custom record types."""
    is_of_fields = one.root.tag in (*FIELD_TAGS, "customlist")
    return (is_of_fields and NATIVE_PREFIX in one.script_id) or one.script_id in NATIVE_RECORD_TYPES


def path_of(path: str) -> str:
    """Return where a file of the File Cabinet lies in this form."""
    return path.replace(FOLDER, OWN_FOLDER, 1)
