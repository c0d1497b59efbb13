"""C#, by P/Invoke; Debian has Mono."""
import subprocess
from pathlib import Path

from . import STORIES, Language, Programs, library, needs


def build(folder: Path) -> Programs:
    names = {story: "".join(word.capitalize() for word in story.split("_")) for story in STORIES}
    strict = ["mcs", "-langversion:7", "-warnaserror", "-optimize"]
    binding = folder / "CodeArtsDeploy.dll"
    subprocess.run([*strict, "-target:library", f"-out:{binding}", *LANGUAGE.folder.glob("src/*.cs")], check=True)
    sources = {name: [LANGUAGE.folder / f"stories/{name}.cs", LANGUAGE.folder / "stories/Advice.cs"] for name in names.values()}
    for name, files in {**sources, "Runner": [LANGUAGE.runners / "Runner.cs"]}.items():
        subprocess.run([*strict, f"-r:{binding}", f"-out:{folder / name}.exe", *files], check=True)
    return Programs(["mono", str(folder / "Runner.exe")],
                    {story: ["mono", str(folder / f"{name}.exe")] for story, name in names.items()},
                    {"LD_LIBRARY_PATH": str(Path(library()).parent)})


LANGUAGE = Language("csharp", ("mono-mcs", "mono-runtime"), "utf16", needs("mcs", "mono"), build)
