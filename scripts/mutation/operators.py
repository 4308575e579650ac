"""The changes: each takes one thing a rule says and says something near it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "filter": "exclude", "exclude": "filter"}
ROUNDING = {
    "ROUND_HALF_UP": "ROUND_HALF_EVEN",
    "ROUND_HALF_EVEN": "ROUND_HALF_UP",
    "ROUND_DOWN": "ROUND_UP",
    "ROUND_UP": "ROUND_DOWN",
}


@dataclass
class Change:
    """One change of a tree. ``line`` is that of the statement; ``function`` is empty when it happens on import."""

    line: int
    function: str
    words: str
    apply: Callable[[], None]


def changes(tree: ast.Module) -> Iterator[Change]:
    """Every change of the module, always in the same order. To apply one changes ``tree`` itself."""
    yield from _Walk().of_body(tree, "", "", 1)


class _Walk:
    """Goes through statements and expressions, leaving out what is no rule: annotations, docstrings, messages, decorators."""

    def of_body(self, node: ast.AST, function: str, name: str, line: int) -> Iterator[Change]:
        for part, value in ast.iter_fields(node):
            if part in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            if isinstance(value, list):
                for index, one in enumerate(value):
                    if isinstance(one, ast.AST):
                        yield from self.visit(one, value, index, function, name, line)
            elif isinstance(value, ast.AST):
                yield from self.visit(value, node, part, function, name, line)

    def visit(self, node, place, key, function: str, name: str, line: int) -> Iterator[Change]:
        if _is_no_rule(node):
            return
        if isinstance(node, ast.stmt):
            line = node.lineno
        for new in replacements(node):
            words = f"{_text(node)} → {_text(new)}"
            yield Change(line, function, words, lambda new=new: _put(place, key, new))
        if isinstance(node, ast.Raise):
            return  # what the message says is the pages' business
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = f"{name}.{node.name}" if name else node.name
            yield from self.of_body(node.args, function, name, line)
            for index, one in enumerate(node.body):
                yield from self.visit(one, node.body, index, inner, inner, line)
            return
        if isinstance(node, ast.ClassDef):
            name = f"{name}.{node.name}" if name else node.name
        yield from self.of_body(node, function, name, line)


def _put(place, key, new: ast.AST) -> None:
    if isinstance(place, list):
        place[key] = new
    else:
        setattr(place, key, new)


TYPES = {"Callable", "Iterable", "Mapping", "Sequence", "dict", "frozenset", "list", "set", "tuple", "type"}


def _is_no_rule(node: ast.AST) -> bool:
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr)):
        return True
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in TYPES:
        return True
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    if isinstance(node, ast.FunctionDef) and node.name in ("__str__", "__repr__"):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _text(node: ast.AST) -> str:
    """One line of source, short enough to read."""
    lines = ast.unparse(node).splitlines()
    text = lines[0] + (" …" if len(lines) > 1 else "")
    return text if len(text) <= 90 else f"{text[:89]}…"


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of this node."""
    for new in _new_nodes(node):
        yield ast.fix_missing_locations(ast.copy_location(new, node))


def _new_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for of_kind in (_of_operators, _of_branches, _of_constants, _of_displays, _of_names, _of_conditions):
        yield from of_kind(node)


def _of_operators(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=right):
            for index, operator in enumerate(ops):
                if other := COMPARISONS.get(type(operator)):
                    yield ast.Compare(left, [*ops[:index], other(), *ops[index + 1 :]], right)
        case ast.BoolOp(op=operator, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
            yield from (_without(values, index, lambda rest: ast.BoolOp(operator, rest)) for index in range(len(values)))
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case _:
            yield from _of_arithmetic(node)


def _of_arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=left, op=operator, right=right) if not _is_text(left) and not _is_text(right):
            if other := ARITHMETIC.get(type(operator)):
                yield ast.BinOp(left, other(), right)
        case ast.AugAssign(target=target, op=operator, value=value):
            if other := ARITHMETIC.get(type(operator)):
                yield ast.AugAssign(target, other(), value)


def _of_branches(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Return(value=value) if value is not None and not _is_nothing(value):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break():
            yield ast.Pass()


def _of_constants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)


def _of_displays(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Tuple(elts=elements, ctx=ast.Load()) if len(elements) > 1 and not _is_text(elements[0]):
            yield from (ast.Tuple([*elements[:i], *elements[i + 1 :]], ast.Load()) for i in range(len(elements)))
        case ast.Set(elts=elements) if len(elements) > 1:
            yield from (ast.Set([*elements[:i], *elements[i + 1 :]]) for i in range(len(elements)))


def _of_names(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Name(id=name) if name in ROUNDING or name in NAMES:
            yield ast.Name(ROUNDING.get(name) or NAMES[name], ast.Load())
        case ast.Attribute(value=value, attr=name) if name in NAMES or name in ROUNDING:
            yield ast.Attribute(value, ROUNDING.get(name) or NAMES[name], ast.Load())


def _of_conditions(node: ast.AST) -> Iterator[ast.AST]:
    """Without one condition of a query, or of a comprehension."""
    match node:
        case ast.Call(func=function, args=arguments, keywords=keywords) if len(keywords) and _narrows(function):
            for index in range(len(keywords)):
                yield ast.Call(function, arguments, [*keywords[:index], *keywords[index + 1 :]])
        case ast.comprehension(target=target, iter=iterable, ifs=conditions, is_async=flag) if conditions:
            for index in range(len(conditions)):
                yield ast.comprehension(target, iterable, [*conditions[:index], *conditions[index + 1 :]], flag)


def _without(values: list[ast.expr], index: int, rebuild: Callable[[list[ast.expr]], ast.expr]) -> ast.expr:
    rest = [*values[:index], *values[index + 1 :]]
    return rest[0] if len(rest) == 1 else rebuild(rest)


def _narrows(function: ast.expr) -> bool:
    """A call whose keywords are conditions: of a queryset, or of a Q."""
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("filter", "exclude", "Q", "get")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_nothing(node: ast.expr) -> bool:
    """None, or a False that callers cannot tell from it."""
    return isinstance(node, ast.Constant) and node.value in (None, False)
