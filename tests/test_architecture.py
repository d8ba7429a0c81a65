"""The house keeps its shape: imports go one way, the core is pure, nothing grows too large, nothing is left half done.

Each test fails with file:line and what is wrong there, so that the message alone says what to mend.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "foibot").rglob("*.py"))}
TREES = {path: ast.parse(text) for path, text in SOURCES.items()}
PURE = ("law", "correspondence", "casework")

LINES_IN_A_MODULE = 350
LINES_IN_A_FUNCTION = 50
NESTING = 3
BROAD_EXCEPTS = 5

# What the pure folders may use besides each other: nothing that knows a file, a socket, the time of day or chance.
PURE_IMPORTS = frozenset(
    {
        "array",
        "bisect",
        "calendar",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "functools",
        "hashlib",
    }
    | {
        "importlib.metadata",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "shlex",
        "string",
        "textwrap",
        "types",
        "typing",
    }
    | {"unicodedata", "zoneinfo", "dateutil", "holidays"}
)
# Declared, and read by no import statement: zoneinfo takes its database from it where the system has none.
DATA_ONLY = frozenset({"tzdata"})

Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)


def place(path: Path, line: int = 1) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def functions() -> Iterator[tuple[Path, Function]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield path, node


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def depth(node: ast.AST, so_far: int = 0) -> int:
    """How deep blocks lie in one another; `elif` is no deeper than its `if`."""
    deepest = so_far
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, Function | ast.ClassDef | ast.Lambda):
                continue
            is_elif = isinstance(node, ast.If) and name == "orelse" and isinstance(child, ast.If)
            deepest = max(deepest, depth(child, so_far + (isinstance(child, BLOCKS) and not is_elif)))
    return deepest


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]  # type: ignore[no-any-return]


def distributions(requirements: list[str]) -> set[str]:
    """The names of distributions as pip folds them, without versions and without foibot itself."""
    names = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name} - {"foibot"}


def third_party_imports() -> dict[str, str]:
    """Each distribution that foibot imports, and one place where it does."""
    known = packages_distributions()
    found: dict[str, str] = {}
    for path, tree in TREES.items():
        for name, line in imported(tree):
            top = name.partition(".")[0]
            if top not in sys.stdlib_module_names and top != "foibot":
                for distribution in distributions(known.get(top, [top])):
                    found.setdefault(distribution, place(path, line))
    return found


def test_imports_go_one_way_and_the_core_knows_no_input_or_output() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_pure_folders_import_nothing_beyond_their_list() -> None:
    found = [
        f"{place(path, line)} imports {name}"
        for path, tree in TREES.items()
        if path.relative_to(ROOT / "foibot").parts[0] in PURE
        for name, line in imported(tree)
        if not {name, name.partition(".")[0]} & {*PURE_IMPORTS, "foibot"}
    ]
    assert not found, "\n".join(found)


def test_classes_of_values_are_lean() -> None:
    found = [
        f"{place(path, node.lineno)} takes dataclass from the standard library: take it from foibot.lean"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses" and path.name != "lean.py"
        if any(name.name == "dataclass" for name in node.names)
    ]
    assert not found, "\n".join(found)


def test_the_pure_folders_never_ask_for_the_time() -> None:
    found = [
        f"{place(path, node.lineno)} asks for the time: pass it in"
        for path, tree in TREES.items()
        if path.relative_to(ROOT / "foibot").parts[0] in PURE
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"date", "datetime", "dt"}
    ]
    assert not found, "\n".join(found)


def test_no_module_is_longer_than_350_lines() -> None:
    found = [
        f"{place(path)} has {text.count(chr(10))} lines"
        for path, text in SOURCES.items()
        if text.count("\n") > LINES_IN_A_MODULE
    ]
    assert not found, "\n".join(found)


def test_no_function_is_longer_than_50_lines_or_nested_deeper_than_three_blocks() -> None:
    found = []
    for path, function in functions():
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > LINES_IN_A_FUNCTION:
            found.append(f"{place(path, function.lineno)} {function.name} has {lines} lines")
        if depth(function) > NESTING:
            found.append(f"{place(path, function.lineno)} {function.name} nests {depth(function)} blocks")
    assert not found, "\n".join(found)


def test_no_function_imports_anything() -> None:
    found = [
        f"{place(path, line)} {function.name} imports {name}"
        for path, function in functions()
        for name, line in imported(function)
    ]
    assert not found, "\n".join(found)


def test_every_module_says_what_it_holds() -> None:
    found = [place(path) for path, tree in TREES.items() if not ast.get_docstring(tree) and SOURCES[path].strip()]
    assert not found, "\n".join(found)


def test_nothing_is_left_half_done() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError|for now)\b")
    found = [
        f"{place(path, number)} {line.strip()[:80]}"
        for path, text in SOURCES.items()
        for number, line in enumerate(text.splitlines(), 1)
        if words.search(line)
    ]
    assert not found, "\n".join(found)


def test_errors_are_caught_broadly_in_few_places() -> None:
    found = [
        place(path, node.lineno)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert len(found) <= BROAD_EXCEPTS, "\n".join(found)


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = project()
    always = distributions(declared["dependencies"])
    extras = declared["optional-dependencies"]
    sometimes = distributions([*extras["demo"], *extras["keyring"], *extras["charts"]])
    imports = third_party_imports()
    assert {name: where for name, where in imports.items() if name not in always | sometimes} == {}
    assert always - set(imports) - DATA_ONLY == set()


def test_the_lock_file_pins_every_dependency_and_names_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    declared = project()
    extras = [one for extra in declared["optional-dependencies"].values() for one in extra]
    assert distributions([*declared["dependencies"], *extras]) - pinned == set()
    assert "://" not in lock
