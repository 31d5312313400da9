"""Pictures on papers: their size, and the error for one that can not be opened."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from printing.errors import UnprintableError


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a JPEG or PNG; UnprintableError when it can not be opened."""
    with told(), Image.open(io.BytesIO(data)) as image:
        found = image.size
        image.verify()
    return found


@contextmanager
def told() -> Iterator[None]:
    """Turns every error inside into an UnprintableError that says what to do."""
    try:
        yield
    except Exception as error:  # a broken picture fails in as many ways as there are formats
        raise UnprintableError("照片文件打不开,这张纸没有打印,请重新拍照后再打印。") from error
