"""Classes with annotated fields in, frozen slotted dataclasses out, made in a fifth of the time.

`cchc check` lives for some 150 ms, and `dataclasses.dataclass(frozen=True, slots=True)` would take
60 of them to make the classes of the syntax and the model: it compiles seven methods for each.
Only `__init__` has to be compiled; the others are shared. `fields`, `replace` and pattern matching
see a dataclass.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING, Field, FrozenInstanceError, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["field", "record"]

T = TypeVar("T")
_FIELDS = "__dataclass_fields__"
_PLAIN = dataclasses._FIELD  # type: ignore[attr-defined]  # noqa: SLF001 - how a dataclass marks its fields
_set = object.__setattr__


def _frozen(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot assign to {type(self).__name__}.{name}")


def _equal(self: Any, other: Any) -> bool:  # noqa: ANN401 - shared by every record
    if type(self) is not type(other):
        return False
    return bool(self._key(self) == self._key(other))


def _hash(self: Any) -> int:  # noqa: ANN401
    return hash(self._key(self))


def _repr(self: Any) -> str:  # noqa: ANN401
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in _all(type(self)) if f.repr)
    return f"{type(self).__qualname__}({shown})"


def _getstate(self: Any) -> list[Any]:  # noqa: ANN401
    return [getattr(self, f.name) for f in _all(type(self))]


def _setstate(self: Any, state: list[Any]) -> None:  # noqa: ANN401
    for known, value in zip(_all(type(self)), state, strict=True):
        _set(self, known.name, value)


_SHARED = {
    "__setattr__": _frozen,
    "__delattr__": _frozen,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _repr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}


def _all(cls: type) -> list[Field[Any]]:
    return list(getattr(cls, _FIELDS).values())


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(*, kw_only: bool = False) -> Callable[[type[T]], type[T]]:
    """Make a class a frozen, slotted value; inherited fields come first, `kw_only` ones last."""

    def make(cls: type[T]) -> type[T]:
        inherited: dict[str, Field[Any]] = {}
        for base in reversed(cls.__mro__[1:]):
            inherited |= getattr(base, _FIELDS, {})
        namespace = dict(cls.__dict__)
        own = {name: _field(name, namespace, kw_only) for name in cls.__annotations__}
        known = inherited | own
        order = sorted(known.values(), key=lambda f: f.kw_only is True)
        namespace |= _SHARED
        namespace["__slots__"] = tuple(name for name in own if name not in inherited)
        namespace["__init__"] = _initialiser(order)
        namespace["__match_args__"] = tuple(f.name for f in order if not f.kw_only)
        namespace["_key"] = staticmethod(_key([f.name for f in known.values() if f.compare]))
        namespace[_FIELDS] = known
        for useless in ("__dict__", "__weakref__"):
            namespace.pop(useless, None)
        made: type[T] = type(cls)(cls.__name__, cls.__bases__, namespace)  # type: ignore[misc]
        return made

    return make


def _field(name: str, namespace: dict[str, Any], kw_only: bool) -> Field[Any]:
    default = namespace.pop(name, MISSING)
    made: Field[Any] = default if isinstance(default, Field) else field(default=default)
    made.name = name
    made.kw_only = kw_only
    made._field_type = _PLAIN  # type: ignore[attr-defined]  # noqa: SLF001
    return made


def _key(names: list[str]) -> Callable[[Any], Any]:
    return attrgetter(*names) if names else lambda _: ()


def _initialiser(order: list[Field[Any]]) -> Callable[..., None]:
    """Compile `__init__`; only names of fields, which are identifiers, enter the text."""
    known: dict[str, Any] = {"_set": _set, "_absent": MISSING}
    parameters, body = ["self"], []
    for index, each in enumerate(order):
        if each.kw_only and "*" not in parameters:
            parameters.append("*")
        value = each.name
        if each.default_factory is not MISSING:
            known[f"_make{index}"] = each.default_factory
            parameters.append(f"{each.name}=_absent")
            value = f"_make{index}() if {each.name} is _absent else {each.name}"
        elif each.default is not MISSING:
            known[f"_default{index}"] = each.default
            parameters.append(f"{each.name}=_default{index}")
        else:
            parameters.append(each.name)
        body.append(f"    _set(self, {each.name!r}, {value})")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(body or ["    pass"]), known)  # noqa: S102 - see above
    return known["__init__"]  # type: ignore[no-any-return]
