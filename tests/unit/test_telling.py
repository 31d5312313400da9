"""Commands print their sentences at one place, with Chinese punctuation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app import commands
from desk_app.__main__ import main
from desk_app.commands.telling import tell, told

FOLDER = Path(commands.__path__[0])
HAN = re.compile(r"[\u4e00-\u9fff]")


def _printed(source: str) -> Iterator[str]:
    """Chinese words that are given to ``print`` or ``input`` past the one place."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("print", "input")
        ):
            for given in node.args:
                if isinstance(given, ast.Call):  # typeset, told
                    continue
                texts = (n.value for n in ast.walk(given) if isinstance(n, ast.Constant))
                yield from (t for t in texts if isinstance(t, str) and HAN.search(t))


def test_no_command_prints_a_sentence_past_it() -> None:
    found = {path.name: [*_printed(path.read_text("utf-8"))] for path in FOLDER.glob("*.py")}
    assert {name: said for name, said in found.items() if said and name != "bench.py"} == {}


def test_a_path_keeps_its_marks(capsys: pytest.CaptureFixture[str]) -> None:
    tell("备份在:", Path("/数据(旧),二/book.db"))
    tell("没有改动,请再试", error=True)
    seen = capsys.readouterr()
    assert seen.out == "备份在：/数据(旧),二/book.db\n"
    assert seen.err == "没有改动，请再试\n"
    assert told("确定吗?(是):") == "确定吗？（是）："


def test_a_check_of_the_book_is_set_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DESK_STATE", str(tmp_path / "state"))
    assert main(["book", "check"]) == 0
    said = capsys.readouterr().out
    assert "账本完好" in said
    assert not re.search(r"[\u4e00-\u9fff][,:;()]|[,:;()][\u4e00-\u9fff]", said)


@pytest.mark.parametrize("command", [[], ["book", "check"], ["people", "report"], ["bench"]], ids=" ".join)
def test_help_is_set_so(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    said = capsys.readouterr().out
    assert HAN.search(said)
    assert not re.search(r"[\u4e00-\u9fff][,:;()]|[,:;()][\u4e00-\u9fff]", said), said
