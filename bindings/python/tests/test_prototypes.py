"""The prototype table says what the header says."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

from codearts_deploy import _native
from tests.conftest import OWN, is_foreign

HEADER = Path(__file__).resolve().parents[3] / "include" / "codearts_deploy.h"

# C type -> ctypes type. Text has two: what is passed in, and what comes back and keeps its address.
RESULTS = {
    "const char *": ctypes.c_void_p,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "int": ctypes.c_int,
    "cad_status": ctypes.c_int32,
    "void": None,
}
ARGUMENTS = {
    "const char *": ctypes.c_char_p,
    "cad_status": ctypes.c_int32,
    "cad_buffer *": ctypes.POINTER(_native.Buffer),
    "const cad_buffer *": ctypes.POINTER(_native.Buffer),
    "const cad_client *": ctypes.c_void_p,
    "cad_client *": ctypes.c_void_p,
    "cad_client **": ctypes.POINTER(ctypes.c_void_p),
    "const cad_operation *": ctypes.c_void_p,
    "cad_operation *": ctypes.c_void_p,
    "cad_operation **": ctypes.POINTER(ctypes.c_void_p),
    "cad_log": _native.Log,
    "void *": ctypes.c_void_p,
    "int32_t": ctypes.c_int32,
    "int32_t *": ctypes.POINTER(ctypes.c_int32),
    "int64_t *": ctypes.POINTER(ctypes.c_int64),
    "size_t *": ctypes.POINTER(ctypes.c_size_t),
    "uint64_t *": ctypes.POINTER(ctypes.c_uint64),
}
Prototype = tuple[object, tuple[object, ...]]  # the result and the arguments


def header_text() -> str:
    return re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.S)


def declared_functions() -> dict[str, Prototype]:
    functions: dict[str, Prototype] = {}
    for result, name, arguments in re.findall(r"^(\w[\w ]*[\w*]) ?\b(cad_\w+)\(([^)]*)\);", header_text(), re.M):
        types = [re.sub(r"\w+$", "", argument.strip()).strip() for argument in arguments.split(",")]
        functions[name] = (RESULTS[result], () if arguments == "void" else tuple(ARGUMENTS[kind] for kind in types))
    return functions


def test_the_table_is_exactly_the_functions_of_the_header() -> None:
    declared = declared_functions()
    assert len(declared) == len(set(re.findall(r"\b(cad_\w+)\(", header_text())))
    assert declared == _native.PROTOTYPES


def test_every_prototype_is_set_on_the_loaded_library() -> None:
    for name, (result, arguments) in _native.PROTOTYPES.items():
        function = getattr(_native.library, name)
        assert (function.restype, tuple(function.argtypes)) == (result, arguments)


def test_the_binding_is_built_for_the_version_of_the_header() -> None:
    assert f"#define CAD_ABI_VERSION {_native.ABI_VERSION}\n" in header_text()


def test_the_library_tells_its_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", _native.library_version())


def test_the_tests_forget_every_variable_that_the_library_reads() -> None:
    read = set(re.findall(r"\b(?:[A-Z]+_)*(?:SDK|AK|HW|OS|CERT|CA|PROXY|DEPLOY)_?[A-Z_]*\b", HEADER.read_text()))
    read = {name for name in read if "_" in name and not name.startswith(("CAD_", "CODEARTS_DEPLOY_H"))} - set(OWN)
    assert {"CLOUD_SDK_AK", "OS_AUTH_TOKEN", "HTTPS_PROXY", "SSL_CERT_FILE"} <= read
    assert {name for name in read if not is_foreign(name)} == set()
