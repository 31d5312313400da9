"""Numbers of the field: identity, certificate, telephone, bank card; names and dates.

``tidy_…`` gives what is stored, whatever the spelling. ``…_fault`` gives one Chinese sentence that says
what to do, or None when the answer is sound.
"""

from forms.numbers.account import bank_caution, bank_fault, luhn_holds, repeat_fault
from forms.numbers.certificate import (
    ANOTHERS_CERTIFICATE,
    CertificateNumber,
    certificate_fault,
    certificate_shape_fault,
    on_another_number,
    read_certificate,
    read_certificate_number,
    reissued,
    tidy_certificate,
)
from forms.numbers.dates import tidy_date, why_no_date
from forms.numbers.identity import (
    Identity,
    IdKind,
    age_on,
    check_digit,
    id_fault,
    id_kind,
    mended_id,
    read_id,
    renewed_id,
    tidy_id,
)
from forms.numbers.names import mended_name, name_fault, tidy_name
from forms.numbers.phone import mended_phone, phone_fault, shown_phone, tidy_phone
from forms.numbers.spelling import half_width, tidy_number

__all__ = [
    "ANOTHERS_CERTIFICATE",
    "CertificateNumber",
    "IdKind",
    "Identity",
    "age_on",
    "bank_caution",
    "bank_fault",
    "certificate_fault",
    "certificate_shape_fault",
    "check_digit",
    "half_width",
    "id_fault",
    "id_kind",
    "luhn_holds",
    "mended_id",
    "mended_name",
    "mended_phone",
    "name_fault",
    "on_another_number",
    "phone_fault",
    "read_certificate",
    "read_certificate_number",
    "read_id",
    "reissued",
    "renewed_id",
    "repeat_fault",
    "shown_phone",
    "tidy_certificate",
    "tidy_date",
    "tidy_id",
    "tidy_name",
    "tidy_number",
    "tidy_phone",
    "why_no_date",
]
