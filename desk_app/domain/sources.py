"""What vouches for an answer: values of ``sources`` in drafts and applications, and their words."""

from typing import Final

from forms.schema import Origin

READ: Final = "read"
"""Read off a picture, and confirmed by a person: it ranks as what was typed (``Origin.TYPED``)."""
WORDS: Final = {Origin.CARD.value: "身份证已核验", READ: "机器读取,已确认"}
"""Of the others there is nothing to say: somebody typed them."""
