"""A plugin of pytest: which lines of the source and of the templates are reached, for a tenth of what a tracer costs.

A tracer is told of every call and every line, nine in ten of which are Django's: the tests took twice as long. Here each
statement of ours says by itself that it was reached: a store before it, put in while its module is imported; and each node
of a template does where it is rendered. What comes out is a file of coverage's own, so ``coverage json`` reports on it.

An ``except`` or a ``case`` counts as asked when its block or a later one of the same statement is entered.
"""

import ast
import os
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder, SourceFileLoader
from pathlib import Path
from typing import Any

FILE = "SV_MEASURED"
ROOT = Path(__file__).resolve().parent.parent
# In the namespace of a measured module: one cell a line, 1 where a statement on it was reached
CELLS = "__reached__"
TEMPLATES = "django_coverage_plugin.DjangoTemplatePlugin"
Block = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def reach(lines: Iterable[int], at: ast.stmt) -> list[ast.stmt]:
    """``__reached__[line] = 1`` for each line, standing where ``at`` stands."""
    made = ast.parse("\n".join(f"{CELLS}[{line}] = 1" for line in lines)).body
    for node in (inner for statement in made for inner in ast.walk(statement)):
        ast.copy_location(node, at)
    return made


def lines_of(statement: ast.stmt) -> list[int]:
    """The lines on which it counts as a statement: its first, and each decorator's."""
    decorators = statement.decorator_list if isinstance(statement, Block) else []
    return [*(decorator.lineno for decorator in decorators), statement.lineno]


def stays_first(statement: ast.stmt) -> bool:
    """Whether nothing may stand before it: a docstring, an import from the future."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str)
    )


class Instrument(ast.NodeTransformer):
    """Every block with a store before each of its statements."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                setattr(node, name, list(self.counted(block)))
        for branches in (getattr(node, "handlers", []), getattr(node, "cases", [])):
            asked: list[int] = []
            for branch in branches:
                asked.append(branch.lineno if isinstance(branch, ast.ExceptHandler) else branch.pattern.lineno)
                branch.body[:0] = reach(asked, branch.body[0])
        return node

    @staticmethod
    def counted(block: list[ast.stmt]) -> Iterator[ast.stmt]:
        leading, before = True, []
        for statement in block:
            leading = leading and stays_first(statement)
            before += lines_of(statement)
            if not leading:
                yield from reach(before, statement)
                before = []
            yield statement


class Loader(SourceFileLoader):
    """Compiles from the source each time: what is kept on disk knows nothing of being measured."""

    cells: dict[str, Any] = {}

    def cells_of(self, lines: int) -> Any:
        """One a line of a file, all nought."""
        return [0] * lines

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        source = self.get_data(path)
        self.cells[path] = self.cells_of(source.count(b"\n") + 2)
        tree = Instrument().visit(ast.parse(source, path))
        return compile(tree, path, "exec", dont_inherit=True)

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        setattr(module, CELLS, self.cells[self.path])
        exec(code, module.__dict__)


class Finder(MetaPathFinder):
    """Takes the modules of the measured packages out of Python's hands."""

    loader = Loader

    def __init__(self, packages: Iterable[str], omit: Iterable[str]):
        self.packages, self.omit = frozenset(packages), tuple(omit)

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] not in self.packages:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader and self.is_counted(spec.loader.path):
            spec.loader = self.loader(fullname, spec.loader.path)
        return spec

    def is_counted(self, path: str) -> bool:
        return not is_omitted(path, self.omit)


def is_omitted(path: str, omit: Iterable[str]) -> bool:
    return any(fnmatch(path, pattern if pattern.startswith("*") else str(ROOT / pattern)) for pattern in omit)


class Rendered:
    """Which lines of which templates were rendered; listens where every node is told to render itself."""

    def __init__(self):
        self.lines: dict[str, set[int]] = defaultdict(set)

    def listen(self) -> None:
        from django.template.base import Node, TextNode

        for kind in (Node, TextNode):
            kind.render_annotated = self.noting(kind.render_annotated)

    def noting(self, render):
        def render_annotated(node, context):
            if "was_rendered" not in node.__dict__:
                node.was_rendered = True
                self.note(node)
            return render(node, context)

        return render_annotated

    def note(self, node) -> None:
        """A text that begins with a line's end begins on the next line."""
        origin, token = getattr(node, "origin", None), getattr(node, "token", None)
        if origin is None or token is None or origin.name.startswith("<"):
            return
        lines = getattr(node, "s", "").splitlines(keepends=True) or [""]
        first = 1 if lines[0].isspace() else 0
        self.lines[origin.name].update(range(token.lineno + first, token.lineno + len(lines)))


class Measuring:
    def __init__(self, target: Path, sources: list[str], omit: list[str]):
        self.target, self.sources, self.omit = target, sources, omit
        self.rendered = Rendered()

    def pytest_collection(self):
        self.rendered.listen()

    def pytest_unconfigure(self):
        """Also the files that nothing reached count, with all their lines."""
        from coverage import CoverageData

        data = CoverageData(str(self.target))
        data.add_lines({path: [n for n, hit in enumerate(cells) if hit] for path, cells in Loader.cells.items()})
        # What a test wrote for itself has no file of ours
        templates = {*self.files("html"), *self.files("txt")}
        rendered = {path: lines for path, lines in self.rendered.lines.items() if path in templates}
        data.add_lines(rendered)
        data.add_file_tracers(dict.fromkeys(rendered, TEMPLATES))
        data.touch_files([path for path in self.files("py") if not is_omitted(path, self.omit)])
        data.touch_files(sorted(templates), TEMPLATES)
        data.write()

    def files(self, ending: str) -> list[str]:
        return [str(path) for source in self.sources for path in (ROOT / source).rglob(f"*.{ending}")]


def begin(target: Path) -> Measuring:
    """From here on every import of a measured package is counted."""
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["run"]
    sys.meta_path.insert(0, Finder(asked["source"], asked["omit"]))
    return Measuring(target, asked["source"], asked["omit"])


def pytest_addoption(pluginmanager):
    """The first thing that pytest asks of a plugin: nothing of ours is imported yet."""
    if os.environ.get(FILE):
        pluginmanager.register(begin(Path(os.environ[FILE])), "reached lines")
