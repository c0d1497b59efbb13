"""A lean stand-in for `typing`, whose import takes longer than that of this package.

Type checkers see the real names. At run time they only have to exist: annotations are not evaluated here.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take this name for true, wherever it comes from
if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Generic as Generic
    from typing import TypeVar as TypeVar
else:
    Any = object

    class Generic:
        """A base class that can be subscripted."""

        __class_getitem__ = classmethod(type(list[int]))

    def TypeVar(name, *constraints, bound=None):
        return name
