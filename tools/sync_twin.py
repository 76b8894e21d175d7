"""Writes ``netsuite/sync/``: for every service of the asynchronous client a class that waits for each of its verbs.

The two never differ, since one is made from the other, as psycopg does it. ``--check`` writes nothing and exits 1 where a file is out
of date. ``make docs`` runs it too.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
FOLDER = SOURCE / "landbridge" / "netsuite" / "sync"
ASYNC_KINDS = {"AsyncGenerator": "Iterator", "AsyncIterator": "Iterator"}


@dataclass(frozen=True, slots=True)
class Twin:
    """One class and its twin: ``file`` in the folder of twins, the asynchronous class and where it stands."""

    file: str
    module: str
    name: str

    @property
    def twin(self) -> str:
        """The twin's name."""
        return f"Sync{self.name.removesuffix('Service')}"


TWINS = (
    Twin("soap.py", "landbridge.netsuite.soap.service", "SoapService"),
    Twin("rest.py", "landbridge.netsuite.rest.service", "RestService"),
    Twin("suiteql.py", "landbridge.netsuite.suiteql.queries", "SuiteQL"),
    Twin("restlets.py", "landbridge.netsuite.restlets", "Restlets"),
    Twin("once.py", "landbridge.netsuite.soap.once", "Once"),
    Twin("reader.py", "landbridge.netsuite.reading", "RecordReader"),
    Twin("suiteql_reader.py", "landbridge.netsuite.suiteql.records", "SuiteQLReader"),
    Twin("certificates.py", "landbridge.netsuite.oauth2.rotation", "OAuth2Certificates"),
)


def written(twin: Twin) -> str:
    """Return the text of a twin's file, formatted."""
    modules = list(_classes(twin.module, twin.name))
    methods = [(module, method) for module, found in modules for method in _verbs(found)]
    body = "\n\n".join(_method(method) for _, method in methods)
    used = {name for _, method in methods for name in _names(method)}
    imports: dict[str, set[str]] = {}
    for module, _ in modules:
        for name, home in _homes(module).items():
            if name in used:
                imports.setdefault(home, set()).add(name)
    lines = [f"import {name}" for name in sorted(imports.pop("", ()))]
    lines += [f"from {home} import {', '.join(sorted(names))}" for home, names in sorted(imports.items())]
    iterates = any(_yields(method) for _, method in methods)
    text = TEMPLATE.format(
        module=twin.module,
        name=twin.name,
        twin=twin.twin,
        imports="\n".join(lines),
        iterator="from collections.abc import Iterator\n" if iterates else "",
        iterate="        self._iterate = loop.iterate\n" if iterates else "",
        body=body,
    )
    return _formatted(text, twin.file)


TEMPLATE = '''"""The verbs of :class:`~{module}.{name}`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

# ruff: noqa: A002

from __future__ import annotations

{iterator}{imports}
from {module} import {name}
from landbridge.netsuite.background import BackgroundLoop


class {twin}:
    """As :class:`~{module}.{name}`, for callers without an event loop."""

    def __init__(self, service: {name}, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run
{iterate}
{body}
'''


def _classes(module: str, name: str) -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield a class and the bases of ours that it inherits verbs from, each with its module; bases first."""
    tree = _tree(module)
    found = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    homes = _homes(module)
    for base in found.bases:
        if isinstance(base, ast.Name) and homes.get(base.id, "").startswith("landbridge."):
            yield from _classes(homes[base.id], base.id)
    yield module, found


def _verbs(found: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the public methods that wait or yield, and the properties."""
    for node in found.body:
        if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) or node.name.startswith("_"):
            continue
        if isinstance(node, ast.AsyncFunctionDef) or _yields(node) or _is_property(node):
            yield node


def _yields(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    returns = method.returns
    return (
        isinstance(returns, ast.Subscript)
        and isinstance(returns.value, ast.Name)
        and returns.value.id in ASYNC_KINDS
    )


def _is_property(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(one) == "property" for one in method.decorator_list)


def _method(method: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    arguments = ast.unparse(method.args)
    summary = (ast.get_docstring(method) or "").split("\n\n")[0].replace("\n", " ")
    call = f"self._service.{method.name}({_passed(method.args)})"
    if _yields(method):
        assert isinstance(method.returns, ast.Subscript), method.name
        inner = method.returns.slice
        item = ast.unparse(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
        returns, work = f"Iterator[{item}]", f"self._iterate({call})"
    else:
        returns = ast.unparse(method.returns) if method.returns else "None"
        work = f"self._service.{method.name}" if _is_property(method) else f"self._run({call})"
    decorators = "".join(f"    @{ast.unparse(one)}\n" for one in method.decorator_list)
    overloaded = any(ast.unparse(one) == "overload" for one in method.decorator_list)
    ends = "        ...\n" if overloaded else f'        """{summary}"""\n        return {work}\n'
    return f"{decorators}    def {method.name}({arguments}) -> {returns}:\n{ends}"


def _passed(arguments: ast.arguments) -> str:
    given = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][1:]
    named = [f"{one.arg}={one.arg}" for one in arguments.kwonlyargs]
    many = [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    rest = [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return ", ".join([*given, *many, *named, *rest])


def _names(method: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Names that the signature of the twin uses."""
    signature: list[ast.AST] = [method.args, *method.decorator_list]
    if method.returns is not None:
        signature.append(method.returns)
    found = {node.id for part in signature for node in ast.walk(part) if isinstance(node, ast.Name)}
    return found - set(ASYNC_KINDS)


def _homes(module: str) -> dict[str, str]:
    """Return where each name comes from that a module has at its top."""
    homes: dict[str, str] = {}
    for node in _tree(module).body:
        match node:
            case ast.Import(names=names):
                homes.update({one.name: "" for one in names if not one.asname})
            case ast.ImportFrom(module=str(home), names=names):
                homes.update({one.asname or one.name: home for one in names})
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                homes[name] = module
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                homes[name] = module
    return homes


def _tree(module: str) -> ast.Module:
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return ast.parse(file.read_text(encoding="utf-8"))


def _formatted(text: str, name: str) -> str:
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    file = ["--stdin-filename", str(FOLDER / name), "-"]
    for step in (
        ["check", "--quiet", "--fix", "--select", "A002,F401,I,RUF100", "--exit-zero"],
        ["format", "--quiet"],
    ):
        made = subprocess.run([*ruff, *step, *file], input=text, capture_output=True, text=True, check=True)
        text = made.stdout
    return text


def main() -> int:
    """Write the twins, or say which are out of date."""
    stale = []
    for twin in TWINS:
        file, text = FOLDER / twin.file, written(twin)
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(twin.file)
        if "--check" not in sys.argv[1:]:
            file.write_text(text, encoding="utf-8")
    if stale:
        print(f"{'out of date' if '--check' in sys.argv[1:] else 'written'}: {', '.join(stale)}")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
