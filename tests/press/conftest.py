"""One kernel for all tests of press."""

from pathlib import Path

import pytest

from press.render.kernel import Kernel


@pytest.fixture(scope="session")
def kernel(tmp_path_factory):
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    yield kernel
    kernel.stop()


@pytest.fixture
def shared_kernel(kernel, monkeypatch):
    """Let builds use the tests' kernel, which they then do not stop."""

    class Shared:
        def __init__(self, folder: Path, held: tuple[int, ...] = ()) -> None:
            self.folder = folder

        def __getattr__(self, name):
            return getattr(kernel, name)

        def stop(self) -> None:
            pass

        end = stop

    monkeypatch.setattr("press.render.kernel.Kernel", Shared)
    monkeypatch.setattr("press.render.side_by_side.MOST_KERNELS", 1)
    return kernel
