"""Where the product answers each sentence of the source's table, by hand: of a work its steps, its archive.

``procedure.act``, ``procedure:round`` or ``paper`` says where; ``LATER`` is not built yet, ``TOLD`` is told
by the table itself, ``HALL`` is nobody's but the hall's.
"""

from collections.abc import Mapping
from typing import Final

LATER, TOLD, HALL = "later", "told", "hall"
_FILED: Final = ("archive_item.sort", "archive_year:year_end")
_ROOM: Final = "archive_item.shelve"
_TAKEN: Final = "archive_item.take_in"
_ELECTRONIC: Final = "archive_item.file"

Lines = tuple[tuple[str, ...], tuple[str, ...]]

ANSWERS: Final[Mapping[str, Lines]] = {
    "village_aid": (
        ("village_aid.take_over", "village_aid.take_over", "village_aid.bind", _ELECTRONIC),
        (
            "archive_household.open_volume",
            "village_aid.prove",
            *_FILED,
            "archive_item.lend",
            _ELECTRONIC,
        ),
    ),
    "assessment": (
        ("rehab_assessment.assess_village", "rehab_assessment.assess_town", "rehab_assessment.plan"),
        _FILED,
    ),
    "rehabilitation": (("rehab_work.apply", "rehab_work.approve"), _FILED),
    "device_centre": (
        ("device_model", "device_check:regular", "device_check.mend", _ELECTRONIC),
        (_TAKEN, _ROOM, _ELECTRONIC),
    ),
    "devices": (
        (
            "device_request.village_stamp",
            "device_request.accept",
            "device_request.hand_out_give",
            _ELECTRONIC,
        ),
        (_TAKEN, _ROOM, _ELECTRONIC),
    ),
    "support": (("support_work.apply", "support_work.approve"), (_TAKEN, _ROOM, _ELECTRONIC)),
    "access": (("access_work.apply", "access_work.approve"), _FILED),
    "poverty_relief": (
        ("poverty_relief.send_visit", "poverty_relief.verify", "poverty_relief.hand_on", HALL, _ELECTRONIC),
        (_TAKEN, "archive_item.look_up", _ELECTRONIC),
    ),
    "volunteers": (
        ("volunteer.assigned", TOLD, "volunteer.apply", "volunteer.approve", "volunteer.badge"),
        ("volunteer_check:yearly", "archive_year:year_end", _ROOM),
    ),
    "survey": (
        (
            "survey_training.plan",
            "survey_training.plan",
            "survey_sheet.open",
            "survey_village.review_town",
            "survey_village.upload",
            _ELECTRONIC,
        ),
        (_TAKEN, "archive_item.give_back", _ELECTRONIC),
    ),
    "secrecy": (
        ("secret_paper.send_up", "secret_paper.receive", "secret_paper.circulate", "secret_paper.take_back"),
        ("secret_list", "secret_paper.bind"),
    ),
}
