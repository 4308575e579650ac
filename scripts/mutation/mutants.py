"""Every mutant of the chosen files, the draw among them, and a mutant put in the place of its module."""

import ast
import hashlib
import importlib.abc
import importlib.machinery
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mutation.operators import changes
from mutation.targets import ROOT


@dataclass(frozen=True)
class Mutant:
    """``number``: which of the file's changes; ``again``: how many of the same words came before it in the function."""

    path: str
    number: int
    line: int
    function: str
    words: str
    again: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same when lines move: (file, function, change)."""
        return self.path, self.function, self.words

    def rank(self, seed: str) -> str:
        """Its place in the draw: chance, the same every time, and untouched by what happens to other lines."""
        return hashlib.sha256(f"{seed}/{self.key}/{self.again}".encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function or 'on import'}: {self.words}"


def mutants_of(path: str) -> list[Mutant]:
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for number, change in enumerate(changes(ast.parse((ROOT / path).read_text()))):
        same = change.function, change.words
        found.append(Mutant(path, number, change.line, change.function, change.words, seen[same]))
        seen[same] += 1
    return found


def draw(paths: list[str], how_many: int, seed: str) -> list[Mutant]:
    """So many of the files' mutants, by chance of the seed. The same seed and the same files give the same draw."""
    everything = [mutant for path in paths for mutant in mutants_of(path)]
    return sorted(everything, key=lambda mutant: mutant.rank(seed))[:how_many]


def source_of(mutant: Mutant) -> ast.Module:
    """The module's tree with the one change."""
    tree = ast.parse((ROOT / mutant.path).read_text())
    for number, change in enumerate(changes(tree)):
        if number == mutant.number:
            change.apply()
            return tree
    raise LookupError(mutant)


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, name: str, path: Path, tree: ast.Module):
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=str(self.path), is_package=self.path.name == "__init__.py")
        spec.has_location = True
        if self.path.name == "__init__.py":
            spec.submodule_search_locations = [str(self.path.parent)]
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def module_name(path: str) -> str:
    parts = Path(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def put_in_place(mutant: Mutant) -> None:
    """From now on this process imports the mutant instead of its module, which must not be loaded yet."""
    name = module_name(mutant.path)
    assert name not in sys.modules, f"{name} is loaded already"
    sys.meta_path.insert(0, _Instead(name, ROOT / mutant.path, source_of(mutant)))
