"""Lean dataclasses: what the standard decorator makes, without its import and without code that is compiled for each
class. Those two take longer than a start.

Type checkers see the standard module. So do `dataclasses.fields`, `replace` and `asdict`, and `inspect.signature`: the
attributes that they read are made on first access.
"""

from __future__ import annotations

import sys

from ._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from typing import Any, Protocol

    class Member(Protocol):
        """A field of a dataclass."""

        init: bool
        metadata: dict[str, Any]

    def members(cls: type) -> dict[str, Member]: ...

else:
    _MISSING = object()

    class Member:
        """A field of a dataclass."""

        __slots__ = ("default", "default_factory", "init", "metadata")

        def __init__(self, default=_MISSING, default_factory=None, init=True, metadata={}):  # noqa: B006
            self.default = default
            self.default_factory = default_factory
            self.init = init
            self.metadata = metadata

    field = Member

    def dataclass(cls=None, /, *, repr=True, frozen=False):
        """The decorator `dataclasses.dataclass`, with two of its options."""
        if cls is None:
            return lambda cls: dataclass(cls, repr=repr, frozen=frozen)
        own = cls._own_members = {}
        annotated = cls.__annotations__ if sys.version_info >= (3, 10) else cls.__dict__.get("__annotations__", ())
        for name in annotated:
            member = cls.__dict__.get(name, _MISSING)
            if not isinstance(member, Member):
                member = Member(member)
            elif member.default is _MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, member.default)
            own[name] = member
        cls.__match_args__ = tuple([name for name, member in members(cls).items() if member.init])
        cls.__init__, cls.__eq__, cls.__replace__ = _init, _eq, _replace
        cls.__hash__ = _hash if frozen else None
        if repr:
            cls.__repr__ = _repr
        if frozen:
            cls.__setattr__ = cls.__delattr__ = _refuse
        for name in ("__dataclass_fields__", "__dataclass_params__", "__signature__"):
            setattr(cls, name, _Standard(name, frozen))
        return cls

    def members(cls):
        """Name -> Member of each field of a dataclass, those of its bases first."""
        return _layout(cls).members

    class _Layout:
        """The fields of a class, as a new object needs them."""

        __slots__ = ("members", "defaults", "factories", "required")

        def __init__(self, cls):
            found = self.members = {}
            for base in reversed(cls.__mro__):
                found.update(base.__dict__.get("_own_members") or _standard_members(base))
            # As in the standard decorator, a default that is no argument stays an attribute of the class.
            self.defaults = {
                name: member.default for name, member in found.items() if member.init or member.default_factory
            }
            self.factories = [
                (name, member.default_factory) for name, member in found.items() if member.default_factory
            ]
            self.required = [
                name for name, member in found.items() if member.default is _MISSING and not member.default_factory
            ]

    _layouts = {}

    def _layout(cls):
        layout = _layouts.get(cls)
        if layout is None:
            layout = _layouts[cls] = _Layout(cls)
        return layout

    def _standard_members(cls):
        """The fields of a subclass that a user declared with the standard decorator."""
        standard = cls.__dict__.get("__dataclass_fields__")
        if not isinstance(standard, dict):
            return {}
        from dataclasses import MISSING

        def given(value, otherwise):
            return otherwise if value is MISSING else value

        return {
            name: Member(given(field.default, _MISSING), given(field.default_factory, None), field.init, field.metadata)
            for name, field in standard.items()
        }

    def _init(self, /, *values, **named):
        cls = type(self)
        layout, state = _layout(cls), self.__dict__
        state.update(layout.defaults)
        for name, factory in layout.factories:
            state[name] = factory()
        if not (values or named or layout.required):
            return
        if values:
            names = cls.__match_args__
            if len(values) > len(names):
                raise TypeError(f"{cls.__name__}() takes at most {len(names)} arguments, and {len(values)} were given")
            for name, value in zip(names, values):
                if name in named:
                    raise TypeError(f"{cls.__name__}() got multiple values for argument {name!r}")
                state[name] = value
        for name in named:
            if name not in layout.members or not layout.members[name].init:
                raise TypeError(f"{cls.__name__}() got an unexpected keyword argument {name!r}")
        state.update(named)
        for name in layout.required:
            if state[name] is _MISSING:
                raise TypeError(f"{cls.__name__}() is missing the required argument {name!r}")

    def _values(self):
        return tuple([getattr(self, name) for name in members(type(self))])

    def _eq(self, other):
        return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented

    def _hash(self):
        return hash(_values(self))

    def _repr(self):
        shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in members(type(self))])
        return f"{type(self).__qualname__}({shown})"

    def _replace(self, /, **changes):
        from dataclasses import replace

        return replace(self, **changes)

    def _refuse(self, name, *_):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"{name!r} of a {type(self).__name__} cannot be changed")

    class _Standard:
        """A class attribute that the standard library looks for, from a standard dataclass with the same fields."""

        def __init__(self, name, frozen):
            self._name = name
            self._frozen = frozen
            self._made = {}

        def __get__(self, instance, cls):
            if cls.__init__ is not _init and self._name == "__signature__":
                raise AttributeError(self._name)  # a subclass has its own
            if cls not in self._made:
                self._made[cls] = self._make(cls)
            return self._made[cls]

        def _make(self, cls):
            import dataclasses
            import inspect

            def standard(member):
                options = {"init": member.init, "metadata": member.metadata}
                if member.default_factory:
                    options["default_factory"] = member.default_factory
                elif member.default is not _MISSING:
                    options["default"] = member.default
                return dataclasses.field(**options)

            types = {}
            for base in reversed(cls.__mro__):
                types.update(getattr(base, "__annotations__", {}))
            fields = [(name, types[name], standard(member)) for name, member in members(cls).items()]
            twin = dataclasses.make_dataclass(cls.__name__, fields, frozen=self._frozen)
            return inspect.signature(twin) if self._name == "__signature__" else getattr(twin, self._name)
