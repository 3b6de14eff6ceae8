"""Kernels that wait load the libraries that a command loads in another one, and nothing of the project."""

import time
from functools import partial
from threading import Event

import pytest

from press.base.errors import PressError
from press.render.following import followed, working_ahead
from press.render.kernel import Kernel


@pytest.fixture
def kernels(tmp_path):
    both = [Kernel(tmp_path) for _ in range(2)]
    yield both
    for one in both:
        one.stop()


def loaded(kernel, *names):
    (output,) = kernel.run(f"import sys; print([name in sys.modules for name in {names!r}])")
    return output["text"].strip()


def test_libraries_are_loaded_there_too_and_modules_of_the_project_are_not(kernels, tmp_path):
    (tmp_path / "rates.py").write_text("import statistics, lxml.etree\n")
    (tmp_path / "hook.py").write_text("import rates\n")
    leader, other = kernels
    told = []
    assert loaded(other, "lxml.etree", "statistics") == "[False, False]"
    with followed(leader, [partial(other.load_libraries, [str(tmp_path)]), told.extend]):
        assert leader.run_hook(["hook.py"], tmp_path, {}, print) == (0, "")
    assert loaded(leader, "rates", "lxml.etree", "statistics") == "[True, True, True]"
    assert loaded(other, "rates", "lxml.etree", "statistics") == "[False, True, True]"
    assert told.index("rates") < told.index("lxml.etree")


def test_a_module_of_the_project_that_has_a_librarys_name_is_left(kernels, tmp_path):
    (tmp_path / "statistics.py").write_text("import fractions, lxml.etree\n")
    (tmp_path / "hook.py").write_text("import statistics\n")
    leader, other = kernels
    with followed(leader, [partial(other.load_libraries, [str(tmp_path)])]):
        assert leader.run_hook(["hook.py"], tmp_path, {}, print) == (0, "")
    assert loaded(leader, "statistics", "lxml.etree") == "[True, True]"
    assert loaded(other, "statistics", "lxml.etree") == "[False, True]"


def test_what_an_earlier_command_loaded_is_not_told_again(kernels, tmp_path):
    leader, _ = kernels
    (tmp_path / "first.py").write_text("import statistics\n")
    (tmp_path / "second.py").write_text("import lxml.etree\n")
    leader.run_hook(["first.py"], tmp_path, {}, print)
    told = []
    with followed(leader, [told.extend]):
        leader.run_hook(["second.py"], tmp_path, {}, print)
    assert "lxml.etree" in told and "statistics" not in told


def test_a_command_that_fails_and_a_follower_that_died_are_no_obstacle(kernels, tmp_path):
    (tmp_path / "hook.py").write_text("import statistics, no_such_module\n")
    leader, other = kernels
    other.end()
    with followed(leader, [partial(other.load_libraries, [str(tmp_path)])]):
        status, message = leader.run_hook(["hook.py"], tmp_path, {}, print)
    assert status == 1 and "no_such_module" in message


def test_a_share_is_done_beside_and_has_ended_behind_it(kernels):
    begun, go, ended = Event(), Event(), []

    def share(kernel):
        begun.set()
        go.wait(5)
        ended.append(kernel)

    with working_ahead(kernels[1], share):
        assert begun.wait(5) and not ended
        go.set()
    assert ended == [kernels[1]]
    with working_ahead(None, share):
        pass
    assert ended == [kernels[1]]


def test_a_kernel_that_dies_of_its_share_is_replaced(kernels, tmp_path):
    (tmp_path / "dying.py").write_text("import os\nos._exit(9)\n")
    _, other = kernels
    with working_ahead(other, lambda kernel: kernel.run_hook(["dying.py"], tmp_path, {}, print)):
        pass
    assert other.is_alive() and other.run("print(1)")[0]["text"] == "1\n"


def test_a_share_that_breaks_says_nothing(kernels, capfd):
    with working_ahead(kernels[1], lambda kernel: 1 / 0):
        pass
    assert capfd.readouterr() == ("", "")


def test_a_share_that_fails_is_no_obstacle(kernels, tmp_path):
    (tmp_path / "hook.py").write_text("print('done')\n")
    leader, other = kernels
    other.end()
    told = []
    with working_ahead(other, lambda kernel: kernel.run_hook(["hook.py"], tmp_path, {}, print)):
        assert leader.run_hook(["hook.py"], tmp_path, {}, told.append) == (0, "")
    assert told == ["done\n"]


def test_nobody_waits_for_the_share_of_what_failed(kernels, tmp_path):
    (tmp_path / "long.py").write_text("import time\ntime.sleep(300)\n")
    _, other = kernels
    started = time.monotonic()
    with (
        pytest.raises(PressError, match="no panel"),
        working_ahead(other, lambda kernel: kernel.run_hook(["long.py"], tmp_path, {}, print)),
    ):
        raise PressError("no panel.")
    assert time.monotonic() - started < 60 and not other.is_alive()


def test_what_followed_is_no_reason_to_run_a_document_again(kernels, tmp_path):
    (tmp_path / "hook.py").write_text("import lxml.etree\n")
    leader, other = kernels
    with followed(leader, [partial(other.load_libraries, [str(tmp_path)])]):
        leader.run_hook(["hook.py"], tmp_path, {}, print)
    for kernel in kernels:
        seen = kernel.observed()
        assert not kernel.has_effects() and not seen["writes"] and not seen["unseen"]
    assert not any(str(tmp_path) in read or "lxml" in read for read in other.observed()["reads"])
