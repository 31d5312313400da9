"""Ids of the few elements that the program itself looks up."""

from typing import Final

NAME: Final = "name"
ID_NUMBER: Final = "id_number"
CERTIFICATE: Final = "certificate_number"
PHONE: Final = "phone"
AGE: Final = "age"
SEX: Final = "sex"
BIRTH: Final = "birth"
GRADE: Final = "grade"
OPEN_MATTERS: Final = "open_matters"
"""Which matters of the person are open."""
RECEIVES: Final = "receives"
"""Which subsidies the person is paid now."""
RECORDED_STATE: Final = "recorded_state"
"""State of the person's certificate by the records."""
CERTIFICATE_STATE: Final = "certificate_state"
"""State of the certificate as the applicant tells it."""
CERTIFICATE_UNTIL: Final = "certificate_until"
CATEGORIES: Final = "categories"
FORMER_NUMBER: Final = "former_number"
"""Why the certificate stands on another identity number than the present one."""
CANCEL_REASON: Final = "cancel_reason"
DECEASED: Final = "deceased"
APPLIED_ON: Final = "applied_on"
"""The day of application; days of validity are clauses on it."""
TYPED_FIRST: Final = (NAME, ID_NUMBER, CERTIFICATE)
"""Typed in step 1, before any question."""
READ_OFF: Final = (AGE, SEX, BIRTH)
"""Follow from the identity number and are shown beside it."""
NEEDED: Final = (*TYPED_FIRST, *READ_OFF, GRADE, APPLIED_ON)
"""A pack without these is refused."""
