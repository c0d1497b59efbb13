"""What only Perl has: signal handlers while a call waits, characters and bytes, and objects that end with their scope."""
from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Service
from script_process import Script, only_with
from toolchains import perl
from waits import until

pytestmark = only_with(perl.LANGUAGE)
PROLOGUE = """
use strict; use warnings; use utf8; use CodeArtsDeploy;
$| = 1;
my $task_id = $ENV{TASK};
my $client = CodeArtsDeploy::Client->new;
sub say_json { print JSON::PP->new->utf8->allow_nonref->encode($_[0]), "\\n" }
"""
Run = Callable[[str], Script]


@pytest.fixture
def script(service: Service, tmp_path: Path) -> Run:
    programs = perl.build(tmp_path)
    return lambda code: Script(programs, service, *programs.runner[:-1], "-e", PROLOGUE + code)


@pytest.mark.parametrize("text", [r'"a\0b"', r'"\x{d800}"', r'"\\\0"'])
def test_what_is_no_text_is_refused_at_its_place(script: Run, service: Service, text: str) -> None:
    code = f"""
    my $params = [{{ key => "k", value => {text}, type => "text" }}];
    eval {{ $client->call(start_deploy_task => {{ task_id => $task_id, params => $params }}) }};
    say_json([map {{ [$_->{{path}}, $_->{{rule}}] }} $@->violations]);
    """
    with script(code) as running:
        assert running.end() == [[["params[0].value", "encoding"]]]
    assert service.requests() == 0


def test_characters_arrive_as_such_and_what_looks_like_a_nul_too(script: Run, service: Service) -> None:
    code = r"""
    my $params = [{ key => "k", value => 'größe 部署 \u0000', type => "text" }];
    say_json($client->call(start_deploy_task => { task_id => $task_id, params => $params })->{id});
    """
    with script(code) as running:
        [record_id] = running.end()
    assert service.records()[0]["record_id"] == record_id
    assert service.records()[0]["params"][0]["value"] == r"größe 部署 \u0000"


@pytest.mark.parametrize("call, said", [
    ("$client->call(start_deploy_task => { task_id => $task_id })", "left"),
    ("$client->call(deploy => { task_id => $task_id }, sub { })", "left"),
    ("($held = $client->prepare(start_deploy_task => { task_id => $task_id }))->wait", "unknown")])
def test_a_signal_handler_ends_the_wait(script: Run, service: Service, call: str, said: str) -> None:
    service.fault("stall_after_work", path="/start")
    code = f"""
    my $held;
    local $SIG{{USR1}} = sub {{ $held ? $held->cancel : die "left\\n" }};
    eval {{ {call} }};
    say_json(ref $@ ? $@->outcome : $@ =~ s/\\n//r);
    """
    with script(code) as running:
        until(lambda: bool(service.records()), "nothing was started")
        running.process.send_signal(signal.SIGUSR1)
        assert running.end() == [said]
    service.release()


def test_use_after_close_dies(script: Run, service: Service) -> None:
    code = """
    my $running = $client->submit(deploy => { task_id => $task_id });
    $_->close for $running, $running, $client, $client;
    $running->cancel;
    for my $use (sub { $running->wait }, sub { $client->call('deploy') }) {
        eval { $use->() };
        say_json($@ =~ /(.*?) at /);
    }
    """
    with script(code) as running:
        assert running.end() == [f"this {what} is closed; nothing was sent" for what in ("operation", "client")]


def test_an_error_survives_the_end_of_its_operation(script: Run, service: Service) -> None:
    code = """
    eval { my $running = $client->submit(start_deploy_task => { task_id => '0' x 32 }); $running->wait };
    say_json([$@->status, $@->outcome, "$@" =~ /^(CAD_E_NOT_FOUND: )/]);
    """
    with script(code) as running:
        assert running.end() == [["CAD_E_NOT_FOUND", "refused", "CAD_E_NOT_FOUND: "]]


def test_a_forked_child_goes_on_with_the_client(script: Run, service: Service) -> None:
    code = """
    $client->call(start_deploy_task => { task_id => $task_id });
    my $child = fork // die;
    say_json($client->call(start_deploy_task => { task_id => $task_id })->{_meta}{http_status});
    exit if !$child;
    waitpid $child, 0;
    say_json($?);
    """
    with script(code) as running:
        assert sorted(running.end()) == [0, 200, 200]
    assert len(service.records()) == 3
