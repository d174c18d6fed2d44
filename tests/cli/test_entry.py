"""The entry point: Ctrl-C while modules still load is one sentence, not a traceback."""

import sys
from types import SimpleNamespace

import pytest

from assuage.__main__ import run


def test_an_interrupt_before_any_command_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def main() -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "assuage.cli.main", SimpleNamespace(main=main))  # type: ignore[arg-type]
    with pytest.raises(SystemExit) as left:
        run()
    assert left.value.code == 130
    assert capsys.readouterr().err.count("\n") == 1
