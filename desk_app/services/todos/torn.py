"""To-dos for pages that are damaged before the county has them: each names its page and its applicant."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from desk_app.domain.applications import APPLICATION
from desk_app.domain.retaking import RETAKE
from desk_app.services.applications import retaking
from desk_app.services.parts import Parts
from forms.particulars import ID_NUMBER

if TYPE_CHECKING:
    from desk_app.services.todos.todos import Todo

_TOLD = (
    "图片损坏了或不见了,区县还没有收到,这件的信等着。请申请人补拍或再扫一次;"
    "原来的文件还在的,再添加一次就恢复,不用另发信"
)


def todos(parts: Parts, make: "Callable[..., Todo]", called: Callable[[str, str], str]) -> "Iterator[Todo]":
    """A to-do for each damaged page that a letter under way needs, each made by ``make``.

    ``called`` says what a to-do calls a person with this name and identity number.
    """
    for found in retaking.damaged(parts):
        application = found.application
        who = called(application.name, str(application.answers.get(ID_NUMBER, "")))
        yield make(
            application.subject,
            f"重拍 {who} 的{found.called}",
            _TOLD,
            application.accepted_at,
            key=f"{application.id}|{RETAKE}|{found.page.id}",
            procedure=APPLICATION,
            act=parts.law.procedure(application.pack_digest, APPLICATION).act(RETAKE),
            given={"was": found.page.id},
        )
