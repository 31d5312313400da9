"""Every sentence of the source's table stands in the data, and each has its answer in the product."""

import re
from pathlib import Path

from forms import loader
from printing import layout
from tests.works.sentences import ANSWERS, HALL, LATER, TOLD

PACK = loader.shipped()
SOURCE = (Path(__file__).parent / "source.txt").read_text(encoding="utf-8")
HEADS = SOURCE.split("\n1\n")[0]


def joined(text: str) -> str:
    """A text without breaks, spaces and the source's uneven numbering of lines."""
    return re.sub(r"\s|(?:^|(?<=\n))\d、|责任人：略", "", text)


def test_the_data_is_the_source_and_nothing_else() -> None:
    said = ""
    for work in PACK.works.values():
        standards = (s.whole for s in work.standards)
        cells = (work.title, work.about, *standards, *work.steps, *work.archive, "、".join(work.responsible))
        said += "\n".join((f"\n{work.place}", *filter(None, cells)))
    assert len(said) > 4000
    assert joined(said) == joined(SOURCE.removeprefix(HEADS))


def test_every_sentence_has_an_answer_and_every_answer_is_there() -> None:
    assert set(ANSWERS) == set(PACK.works)
    for name, (steps, archive) in ANSWERS.items():
        work = PACK.works[name]
        assert (len(steps), len(archive)) == (len(work.steps), len(work.archive)), name
        assert [a for a in (*steps, *archive) if not _there(a)] == [], name


def test_what_is_filed_is_answered_throughout() -> None:
    """建档、存档、借档和查档 and 年底归档 are built for all eleven."""
    left = {name for name, (_, archive) in ANSWERS.items() if LATER in archive}
    assert left == set()


def _there(answer: str) -> bool:
    if answer in (LATER, TOLD, HALL):
        return True
    procedure, dot, act = answer.partition(".")
    if dot:
        return PACK.procedures[procedure].act(act) is not None
    procedure, _, round_ = answer.partition(":")
    if round_:
        return any(r.id == round_ for r in PACK.procedures[procedure].rounds)
    return answer in PACK.procedures or layout.path_of(answer).is_file()
