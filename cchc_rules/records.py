"""Classes with annotated fields in, slotted classes like dataclasses out, in a tenth of the time.

`cchc check` lives for some 150 ms, and `dataclasses.dataclass(slots=True)` would take 100 of them
to make the classes on its way: it compiles up to seven methods for each. Here all are shared but
`__init__`, and that is compiled once for all classes of the same shape. `dataclasses` is imported
for nobody but who looks: its `fields` and `replace`, and pattern matching, see a dataclass.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    import dataclasses
    from collections.abc import Callable

__all__ = ["field", "field_names", "record", "replace"]

T = TypeVar("T")
_FIELDS = "_record_fields"
_ABSENT: Any = object()
_set = object.__setattr__


class _Field:
    """What is known of one field; `factory` makes its default value."""

    __slots__ = ("compare", "default", "factory", "kw_only", "repr")

    def __init__(
        self,
        default: Any = _ABSENT,  # noqa: ANN401 - of any type
        factory: Callable[[], Any] | None = None,
        *,
        compare: bool = True,
        repr: bool = True,  # noqa: A002 - as `dataclasses` says
    ) -> None:
        self.default = default
        self.factory = factory
        self.compare = compare
        self.repr = repr
        self.kw_only = False

    @property
    def required(self) -> bool:
        """Say whether it has to be given."""
        return self.default is _ABSENT and self.factory is None


def field(
    *,
    default: Any = _ABSENT,  # noqa: ANN401
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    repr: bool = True,  # noqa: A002
) -> Any:  # noqa: ANN401 - of the type that is annotated
    """Say more of a field than its type."""
    return _Field(default, default_factory, compare=compare, repr=repr)


def field_names(value: object) -> tuple[str, ...]:
    """Return the names of the fields of a record, none of any other value."""
    return tuple(_fields(type(value)))


def replace(value: T, /, **changes: Any) -> T:  # noqa: ANN401
    """Return a record with some fields changed."""
    kept = {name: getattr(value, name) for name in _fields(type(value))}
    return type(value)(**kept | changes)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(
    *, frozen: bool = True, eq: bool = True, kw_only: bool = False
) -> Callable[[type[T]], type[T]]:
    """Make a class a slotted value; inherited fields come first, `kw_only` ones last.

    One that is not `frozen` can be changed and has no hash; without `eq` it equals only itself.
    """

    def make(cls: type[T]) -> type[T]:
        known: dict[str, _Field] = {}
        for base in reversed(cls.__mro__[1:]):
            known |= _fields(base)
        namespace = dict(cls.__dict__)
        own = {name: _own_field(name, namespace, kw_only) for name in cls.__annotations__}
        namespace["__slots__"] = tuple(name for name in own if name not in known)
        known |= own
        namespace |= _SHARED | (_FROZEN if frozen else {})
        if eq:
            namespace |= {"__eq__": _equal, "__hash__": _hash if frozen else None}
        namespace[_FIELDS] = known
        namespace["__match_args__"] = tuple(name for name, f in known.items() if not f.kw_only)
        namespace["_key"] = staticmethod(_key([name for name, f in known.items() if f.compare]))
        for useless in ("__dict__", "__weakref__"):
            namespace.pop(useless, None)
        made: type[T] = type(cls)(cls.__name__, cls.__bases__, namespace)  # type: ignore[misc]
        made.__init__ = _initialiser(made, frozen)  # type: ignore[method-assign]
        return made

    return make


def _fields(cls: type) -> dict[str, _Field]:
    return getattr(cls, _FIELDS, {})


def _own_field(name: str, namespace: dict[str, Any], kw_only: bool) -> _Field:
    default = namespace.pop(name, _ABSENT)
    known = default if isinstance(default, _Field) else _Field(default)
    known.kw_only = kw_only
    return known


def _key(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


# --- what all records share -----------------------------------------------------------------------


def _frozen(self: object, name: str, *_: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to {type(self).__name__}.{name}")


def _equal(self: Any, other: Any) -> bool:  # noqa: ANN401
    if type(self) is not type(other):
        return False
    return bool(self._key(self) == self._key(other))


def _hash(self: Any) -> int:  # noqa: ANN401
    return hash(self._key(self))


def _repr(self: Any) -> str:  # noqa: ANN401
    known = _fields(type(self))
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in known if known[name].repr)
    return f"{type(self).__qualname__}({shown})"


def _getstate(self: Any) -> list[Any]:  # noqa: ANN401
    return [getattr(self, name) for name in _fields(type(self))]


def _setstate(self: Any, state: list[Any]) -> None:  # noqa: ANN401
    for name, value in zip(_fields(type(self)), state, strict=True):
        _set(self, name, value)


class _AsDataclass:
    """The fields as `dataclasses` knows them, made when they are first asked for."""

    def __get__(self, _: object, cls: type) -> dict[str, dataclasses.Field[Any]]:
        import dataclasses

        made: dict[str, dataclasses.Field[Any]] = {}
        for name, known in _fields(cls).items():
            options: dict[str, Any] = {key: getattr(known, key) for key in ("compare", "repr")}
            if known.factory is not None:
                options["default_factory"] = known.factory
            elif known.default is not _ABSENT:
                options["default"] = known.default
            made[name] = dataclasses.field(**options, kw_only=known.kw_only)
            made[name].name = name
            made[name]._field_type = dataclasses._FIELD  # type: ignore[attr-defined]  # noqa: SLF001
        cls.__dataclass_fields__ = made  # type: ignore[attr-defined]
        return made


_SHARED = {
    "__repr__": _repr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
    "__dataclass_fields__": _AsDataclass(),
}
_FROZEN = {"__setattr__": _frozen, "__delattr__": _frozen}


# --- what each record has of its own --------------------------------------------------------------


def _initialiser(cls: type, frozen: bool) -> FunctionType:
    """Return `__init__`: the one of the shape, with the names and defaults of the class."""
    fields = sorted(_fields(cls).items(), key=lambda item: item[1].kw_only)
    positional = [known for _, known in fields if not known.kw_only]
    optional = [known for known in positional if not known.required]
    if optional != positional[len(positional) - len(optional) :]:
        raise TypeError(f"{cls.__name__}: a field without a default follows one with a default")
    shape = _shape(tuple(f.factory is not None for _, f in fields), len(positional), frozen)
    known: dict[str, Any] = {"absent": _ABSENT}
    for index, (name, each) in enumerate(fields):
        known[f"put{index}"] = getattr(cls, name).__set__
        known[f"make{index}"] = each.factory
    own = {f"field{index}": name for index, (name, _) in enumerate(fields)}
    code = shape.replace(
        co_varnames=("self", *own.values()),
        co_names=tuple(own.get(name, name) for name in shape.co_names),
    )
    made = FunctionType(code, known, "__init__", tuple(each.default for each in optional))
    made.__kwdefaults__ = {n: f.default for n, f in fields if f.kw_only and not f.required}
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


@cache
def _shape(by_factory: tuple[bool, ...], positional: int, frozen: bool) -> CodeType:
    """Compile an `__init__` of so many fields, of which some may be made `by_factory`."""
    parameters = [f"value{index}" for index in range(len(by_factory))]
    if positional < len(parameters):
        parameters.insert(positional, "*")
    lines = [f"def __init__({', '.join(['self', *parameters])}):", "    pass"]
    for i, made in enumerate(by_factory):
        value = f"make{i}() if value{i} is absent else value{i}" if made else f"value{i}"
        lines.append(f"    put{i}(self, {value})" if frozen else f"    self.field{i} = {value}")
    known: dict[str, Any] = {}
    exec("\n".join(lines), known)  # noqa: S102 - only numbers enter the text
    code: CodeType = known["__init__"].__code__
    return code
