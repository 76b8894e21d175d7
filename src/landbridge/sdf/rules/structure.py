"""Manifest, deploy.xml, and one object a file (help: SDF project structure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch

from landbridge.sdf.elements import ELEMENTS
from landbridge.sdf.findings import Finding
from landbridge.sdf.project import CABINET, DEPLOY, MANIFEST, OBJECTS, Project

PROJECT_TYPE = "ACCOUNTCUSTOMIZATION"
"""The kind of project: SuiteApps proper need an application id that Oracle gives."""

FRAMEWORK = "1.0"
FEATURES = {
    "usereventscript": "SERVERSIDESCRIPTING",
    "restlet": "SERVERSIDESCRIPTING",
    "customrecordtype": "CUSTOMRECORDS",
}
"""Object type -> the feature that it needs."""


def manifest(project: Project) -> Iterator[Finding]:
    """The manifest names kind, name, framework and every feature that the objects need."""
    root = project.manifest
    if root is None:
        return
    if root.attributes.get("projecttype") != PROJECT_TYPE:
        yield Finding(
            MANIFEST,
            root.line,
            "projecttype",
            "the project is of another kind",
            f"Set projecttype={PROJECT_TYPE!r}",
        )
    if not root.value("projectname"):
        yield Finding(MANIFEST, root.line, "<projectname>", "the project has no name", "Name it")
    if root.value("frameworkversion") != FRAMEWORK:
        yield Finding(MANIFEST, root.line, "<frameworkversion>", f"it is not {FRAMEWORK}", f"Set {FRAMEWORK}")
    named = {feature.text.strip() for feature in root.each("dependencies/features/feature")}
    for feature in sorted(
        {FEATURES[one.root.tag] for one in project.objects if one.root.tag in FEATURES} - named
    ):
        yield Finding(
            MANIFEST, root.line, feature, "the feature is needed and not named", "Add it to <features>"
        )


def deploy_paths(project: Project) -> Iterator[Finding]:
    """Every path of deploy.xml finds something, and everything is found by a path."""
    if project.deploy is None:
        return
    known = [*project.files.values(), *(one.file for one in project.objects)]
    reached: set[str] = set()
    for section, top in (("files", CABINET), ("objects", OBJECTS)):
        for path in project.deploy.each(f"{section}/path"):
            pattern = path.text.strip()
            found = {name for name in known if fnmatch(f"~/{name}", pattern) and name.startswith(f"{top}/")}
            reached |= found
            if not found:
                yield Finding(
                    DEPLOY,
                    path.line,
                    pattern or "<path>",
                    "the path finds nothing in the project",
                    f"Name something below ~/{top}/",
                )
    for name in sorted(set(known) - reached):
        yield Finding(
            DEPLOY,
            project.deploy.line,
            name,
            "no path deploys this file",
            "Add its path, or take the file out",
        )


def one_object_a_file(project: Project) -> Iterator[Finding]:
    """An object's file is named after its script id, and no object is there twice."""
    counted = Counter(one.script_id for one in project.objects)
    for one in project.objects:
        if not one.script_id:
            yield Finding(
                one.file, one.root.line, f"<{one.root.tag}>", "the object has no scriptid", "Give it one"
            )
        elif not one.file.endswith(f"/{one.script_id}.xml"):
            yield Finding(
                one.file,
                one.root.line,
                one.script_id,
                "the file is not named after the object",
                f"Name it {one.script_id}.xml",
            )
        if one.script_id and counted[one.script_id] > 1:
            yield Finding(
                one.file, one.root.line, one.script_id, "the object is there twice", "Take one of them out"
            )


def elements(project: Project) -> Iterator[Finding]:
    """Objects are made of elements that SDF knows: a misspelt one leaves its value at the default."""
    for one in project.objects:
        for parent in one.root.walk():
            known = ELEMENTS.get(parent.tag)
            for node in parent.children if known else ():
                if known and node.tag not in known:
                    yield Finding(
                        one.file,
                        node.line,
                        f"<{node.tag}>",
                        f"<{parent.tag}> has no such element",
                        "Correct its name; known ones stand in sdf/elements.py",
                    )


RULES = (manifest, deploy_paths, one_object_a_file, elements)
