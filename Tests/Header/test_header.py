"""The header alone, and twice in one file, is clean in every language that it promises to serve."""
import shutil
import subprocess
from pathlib import Path

import pytest

INCLUDE = Path(__file__).parent.parent.parent / "include"
STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
LANGUAGES = [
    (compiler, standard)
    for compilers, standards in ((("gcc", "clang"), ("c99", "c11", "c17")), (("g++", "clang++"), ("c++17",)))
    for compiler in compilers for standard in standards]


def compile_text(compiler: str, standard: str, text: str, *options: str) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    language = "c++" if standard.startswith("c++") else "c"
    command = [compiler, f"-std={standard}", *STRICT, *options, "-I", str(INCLUDE), "-x", language, "-"]
    result = subprocess.run(command, input=text, stderr=subprocess.PIPE, universal_newlines=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("compiler, standard", LANGUAGES)
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_the_header_needs_no_other(compiler: str, standard: str, times: int) -> None:
    compile_text(compiler, standard, '#include "codearts_deploy.h"\n' * times + "extern int not_empty;\n")


@pytest.mark.parametrize("compiler, standard", LANGUAGES)
def test_its_constants_and_types_are_usable(compiler: str, standard: str) -> None:
    compile_text(compiler, standard, """\
#include "codearts_deploy.h"
#if CAD_ABI_VERSION < 1
#error the preprocessor must be able to compare it
#endif
int use(void);
int use(void) {
    cad_buffer out = {NULL, 0};
    cad_status status = cad_validate("start_deploy_task", "{}", &out);
    const char *version = CAD_VERSION;
    cad_buffer_free(&out);
    return status == CAD_E_VALIDATION && version[0] != 0;
}
""", "-Wconversion", "-Wshadow")
