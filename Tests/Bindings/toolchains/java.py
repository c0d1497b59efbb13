"""Java, by java.lang.foreign, which is final since JDK 22."""
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import STORIES, Language, Programs

OLDEST = 22


def homes() -> list[Path]:
    """Where a JDK may be: JAVA_HOME, the usual folder, and what is on the PATH."""
    usual = sorted(Path("/usr/lib/jvm").glob("*"))
    on_path = shutil.which("javac")
    named = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    return [*named, *usual, *([Path(on_path).resolve().parents[1]] if on_path else [])]


def version(home: Path) -> int:
    """Of the JDK there; 0 where there is none."""
    release = home / "release"
    if not (home / "bin/javac").exists() or not release.exists():
        return 0
    found = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8"))
    return int(found[1]) if found else 0


def newest() -> Path | None:
    return max(homes(), key=version, default=None)


def missing() -> str | None:
    home = newest()
    found = version(home) if home else 0
    if found >= OLDEST:
        return None
    have = f"the newest here is JDK {found}" if found else "there is none"
    return f"it needs java.lang.foreign, so JDK {OLDEST} or newer, and {have}; JAVA_HOME may name one"


def build(folder: Path) -> Programs:
    home = newest()
    assert home is not None
    sources = [*LANGUAGE.folder.glob("src/**/*.java"), *LANGUAGE.folder.glob("stories/*.java"),
               LANGUAGE.runners / "Runner.java"]
    strict = ["-Xlint:all", "-Xlint:-restricted", "-Werror", "--release", str(OLDEST)]
    subprocess.run([home / "bin/javac", *strict, "-d", folder, *sources], check=True)
    java = [str(home / "bin/java"), "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Xshare:auto", "-Xmx128m", "-cp", str(folder)]
    names = {story: "".join(word.capitalize() for word in story.split("_")) for story in STORIES}
    return Programs([*java, "Runner"], {story: [*java, name] for story, name in names.items()},
                    sample=[*java, "Sample"])


LANGUAGE = Language("java", (), "utf16", missing, build)
