"""Reports of a release: whole files or none, valid for what reads them, and without a word that means something there."""
import json
import os
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from emulator import Service
from program_run import Program, Run

HOSTILE = '::error::<script>alert(1)</script>"\'&|`*_[x](y)@all, 100%\u202e\ufffe'


@pytest.fixture
def plan(service: Service, tmp_path: Path) -> str:
    """One that succeeds, and one that fails, whose names would do something."""
    service.settings(applications=["a", "b", "c"])
    tasks = [service.task_id, f"d{2:031}", f"d{3:031}"]
    names = ["fine", HOSTILE, "later"]
    rows: list[dict[str, Any]] = [{"name": name, "task_id": task} for name, task in zip(names, tasks)]
    rows[2]["after"] = HOSTILE
    path = tmp_path / "plan <b>.json"
    path.write_text(json.dumps({"defaults": {"interval": "20ms"}, "max_in_flight": 1, "applications": rows}))
    service.next_ends("succeeded")
    service.next_ends("failed", failed_step=2)
    return str(path)


def report(program: Program, plan: str, kind: str, path: Path) -> str:
    run = program.run("release", plan, "--report", f"{kind}={path}")
    assert run.code == 14, run
    assert [each.name for each in path.parent.iterdir() if each.name.endswith(".tmp")] == []
    return path.read_text(encoding="utf-8")


def test_junit_is_valid_and_complete(program: Program, plan: str, tmp_path: Path) -> None:
    root = ElementTree.fromstring(report(program, plan, "junit", tmp_path / "junit.xml"))
    (suite,) = root
    assert root.tag == "testsuites" and (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    fine, failed, later = suite
    assert len(fine) == 0 and re.fullmatch(r"\d+\.\d{3}", str(fine.get("time")))
    assert failed[0].tag == "failure" and failed[0].text and "Failed at" in failed[0].text
    assert later[0].tag == "skipped" and "<script>alert(1)</script>" in str(failed.get("name"))


class Page(HTMLParser):
    """Counts what a browser would run or fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        self.links += [name for name, _ in attrs if name in ("src", "href", "action") or name.startswith("on")]


def test_html_stands_alone_and_runs_nothing_of_others(program: Program, plan: str, tmp_path: Path) -> None:
    text = report(program, plan, "html", tmp_path / "report.html")
    page = Page(text)
    assert page.tags.count("script") == 1 and page.links == [] and "default-src 'none'" in text
    assert "http:" not in text and "https:" not in text and "\x1b" not in text and "url(" not in text
    assert "prefers-color-scheme: dark" in text and "viewport" in text
    rows = re.findall(r'<li class="\w+" data-state="(\w+)"', text)
    assert rows == ["failed", "succeeded", "not_started"]
    assert text.count('class="bar') == 2 and 'class="step failed"' in text and text.count("<pre") == 1


def test_markdown_has_no_markup_of_others(program: Program, plan: str, tmp_path: Path) -> None:
    text = report(program, plan, "markdown", tmp_path / "report.md")
    assert text.startswith("## ❌ ") and "1 succeeded, 1 failed, 1 not started" in text
    outside = re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", text, flags=re.S)
    assert "script" not in outside and "@all" not in text and "[x]" not in text and "\x1b" not in text
    assert all(row.count("|") == 6 for row in text.splitlines() if row.startswith("|"))


def test_json_has_times_steps_and_logs(program: Program, plan: str, tmp_path: Path) -> None:
    document = json.loads(report(program, plan, "json", tmp_path / "report.json"))
    assert document["state"] == "failed" and document["counts"]["failed"] == 1
    _, failed, later = document["items"]
    assert failed["log_tail"] and failed["failed_step"] and failed["steps"][0]["began"] <= failed["steps"][1]["began"]
    assert failed["began"] <= failed["ended"] and later["state"] == "not_started" and "began" not in later


def test_several_reports_at_once(program: Program, plan: str, tmp_path: Path) -> None:
    names = {"junit": "a.xml", "markdown": "b,c.md", "json": "d.json", "html": "e.html"}
    option = ",".join(f"{kind}={tmp_path / name}" for kind, name in names.items())
    assert program.run("release", plan, "--report", option).code == 14
    assert all((tmp_path / name).stat().st_size > 100 for name in names.values())


@pytest.mark.parametrize("path, reason", [
    ("missing/report.html", "No such file"), (".", "Is a directory"), ("plan.json/report.html", "")])
def test_a_report_that_cannot_be_written_is_refused_before_anything_starts(
        program: Program, service: Service, plan: str, tmp_path: Path, path: str, reason: str) -> None:
    run = program.run("release", plan, "--report", f"html={tmp_path / path}")
    assert run.code == 64 and reason in run.err and "Nothing was sent" in run.err and service.requests() == 0


@pytest.mark.parametrize("text", ["", "html", "html=", "pdf=a", "=a"])
def test_a_report_without_format_or_file_is_refused(program: Program, service: Service, plan: str, text: str) -> None:
    assert program.run("release", plan, "--report", text).code == 64 and service.requests() == 0


def test_a_report_takes_the_place_of_an_old_one_as_a_whole(program: Program, plan: str, tmp_path: Path) -> None:
    path, link = tmp_path / "report.json", tmp_path / "link.json"
    path.write_text("old")
    link.symlink_to(path)
    before = path.stat().st_ino
    report(program, plan, "json", link)
    assert link.is_symlink() and path.stat().st_ino != before and json.loads(path.read_text())["state"] == "failed"


def test_a_report_may_go_to_a_device(program: Program, plan: str) -> None:
    run = program.run("release", plan, "--report", "json=/dev/stderr", "--progress", "none")
    assert run.code == 14 and '"state":"failed"' in run.err
    assert os.stat("/dev/stderr")


def test_a_disk_that_is_full_is_told(program: Program, plan: str) -> None:
    run = program.run("release", plan, "--report", "json=/dev/full")
    assert run.code == 14 and "The report /dev/full was not written: No space left on device." in run.err


def annotations(run: Run) -> list[str]:
    return [line for line in run.err.splitlines() if line.startswith("::")]


def test_github_gets_a_summary_and_annotations(program: Program, plan: str, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    run = program.having(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary)).run("release", plan)
    assert summary.read_text().startswith("before\n## ❌ ")
    (line,) = annotations(run)
    title = line.split("::")[1]
    assert line.startswith("::error title=") and title.count(",") == 0 and "%25" in title and "\x1b" not in line


def test_gitlab_gets_a_section_for_each_log(program: Program, plan: str) -> None:
    run = program.having(GITLAB_CI="true").run("release", plan)
    began = re.findall(r"\x1b\[0Ksection_start:\d+:(\w+)\[collapsed=true\]\r\x1b\[0K", run.err)
    assert len(began) == 1 and f":{began[0]}\r" in run.err.split("section_end", 1)[1]


def test_elsewhere_nobody_gets_more(program: Program, plan: str) -> None:
    run = program.run("release", plan)
    assert annotations(run) == [] and "section_start" not in run.err
