"""The types of arguments: aliases for annotations, and the configuration's dictionary.

Imported when one of them is used: `typing` takes longer to import than the rest of the package.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict, Union

from .models._base import Request as RequestModel
from .models._generated.events import Event as Event
from .models._generated.words import Outcome as Outcome
from .models._generated.words import Results as Results
from .models._generated.words import Settled as Settled
from .models._generated.words import State as State

if TYPE_CHECKING:
    from .models import DynamicConfigInfo, StartDeployTaskRequest

OnEvent = Union[Callable[[Event], object], Callable[[dict[str, Any]], object]]
"""A callback that receives each event, a dict whose "event" names its kind. What it returns is ignored."""

Params = Union[Mapping[str, Union[str, int, Decimal]], Iterable[Union["DynamicConfigInfo", Mapping[str, Any]]]]
"""The `params` of a start: texts by their keys, or a list of DynamicConfigInfo or of dicts with key, value and type.

A key may have a type after a colon, {"env:enum": "test"}. A number is the text that it was written as; a float, which
does not keep that, is refused.
"""

Seconds = Union[float, timedelta]
"""A duration: any real number of seconds, or a timedelta."""

Milliseconds = Union[int, timedelta]
"""A duration: a whole number of milliseconds, or a timedelta."""

Day = Union[str, date]
"""A day: "yyyy-mm-dd" or a date."""

Request = Union[Mapping[str, Any], RequestModel, str, bytes]
"""For `call`, `submit` and `validate`: the operation's fields in one flat object, a request object, or JSON text."""

Item = Union["StartDeployTaskRequest", Mapping[str, Any]]
"""One item of `start_many` or `deploy_many`: a request object, or a dict of its fields."""

FileName = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


class IAMUser(TypedDict, total=False):
    """The user for whom IAM issues tokens. The first three are required."""

    user: str
    password: str
    domain: str  # the account that the user belongs to
    project: str  # the IAM project that the token is for; by default the region's
    passcode: str  # a code of the user's second factor, ...
    user_id: str  # ... which needs the user's id beside it


class Durations(TypedDict, total=False):
    """The durations of a configuration in seconds, in place of those in milliseconds."""

    connect_timeout: Seconds  # 10
    timeout: Seconds  # 60, for a whole call


class Configuration(Durations, total=False):
    """The configuration of a client. The library checks it, and names the nearest key for an unknown one."""

    endpoint: str  # "https://host[:port][/path]"; by default it follows from the region
    region: str  # "cn-north-4"; if neither is given, both are read from the environment
    token: str  # sent as X-Auth-Token; if no credential is given, each call finds one in the environment
    ak: str  # an access key, which signs every request, ...
    sk: str  # ... its secret, ...
    security_token: str  # ... and the token of a temporary key
    iam: "IAMUser"  # a user for whom tokens are fetched, kept and renewed
    iam_endpoint: str  # of IAM; by default it follows from the region
    project_id: str  # the CodeArts project, for methods that are not passed one
    iam_project_id: str  # sent as X-Project-Id; the IAM project, not the CodeArts project
    ecs_metadata: bool  # False; True takes the keys of the ECS's agency if nothing else is found
    metadata_endpoint: str  # "http://169.254.169.254"
    connect_timeout_ms: Milliseconds  # 10000
    timeout_ms: Milliseconds  # 60000, for a whole call
    max_attempts: int  # 3, for one call; a start is repeated only if it is certain that it did not arrive
    max_in_flight: int  # 32, requests at once in the background; calls that threads make for themselves are not counted
    max_response_bytes: int  # 8388608, decompressed
    proxy: str  # "http://host:port"; "" for none
    ca_file: FileName  # CA certificates to trust instead of the system's, PEM
    user_agent: str  # precedes the library's own
    log: str  # "debug" writes every event to standard error; "off"
    allow_http: bool  # False; True permits http:// to a host that is not this machine
