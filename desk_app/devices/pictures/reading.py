"""From bytes to an upright picture; every picture file from outside is checked here."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from desk_app.devices.pictures.models import FORMATS, MAX_BYTES, MAX_JPEG_PIXELS, MAX_PIXELS, MOST_PAGES
from desk_app.errors import WorldError

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"GIF8")

_SUBFILE = 0x00FE
_SMALLER_COPY = 1

Image.MAX_IMAGE_PIXELS = None  # our own limits are looked at right after the header, and tell what to do

_NO_PICTURE = "这个文件不是图片,请选择 PDF、JPG、PNG、BMP、TIFF、WEBP 或 GIF 文件"
_MOVING = "这是动图,不是一页一页的材料,收不全,请截成一张图片(JPG或PNG)再选"
_FOREIGN = (
    (b"PK\x03\x04", "这是压缩包或Office文件,不是图片,请解压,或另存为PDF再选"),
    (b"Rar!", "这是压缩包,不是图片,请解压后再选"),
    (b"7z\xbc\xaf", "这是压缩包,不是图片,请解压后再选"),
    (b"\xd0\xcf\x11\xe0", "这是Office文件,不是图片,请另存为PDF再选"),
)
"""How files begin that are chosen by mistake, under whatever name, and what is said of them."""
_TORN = "图片文件不完整,请重新拍照、重新扫描或重新拷贝后再选"


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, by what is in it; its name may say anything."""
    return b"%PDF-" in data[:1024]


def opened(data: bytes, number: int | None = None) -> Image.Image:
    """The picture with only its header read and checked; of several pages the one of this number, from 0.

    WorldError when it is refused; without a number also when there are several.
    """
    image = _header(data)
    pages = _frames(image)
    if number is None and len(pages) > 1:
        raise WorldError(f"这个文件有{len(pages)}页,这里只收一页,请只留要用的那一页再选")
    with _as_torn():
        if image.format == "TIFF":
            image.seek(pages[number or 0])
    _refuse_large(image)
    return image


def count(data: bytes) -> int:
    """How many pages a picture file has; WorldError when it is refused, or can not be taken whole."""
    pages = len(_frames(_header(data)))
    if pages > MOST_PAGES:
        raise WorldError(too_many_pages(pages))
    return pages


def too_many_pages(pages: int) -> str:
    """What is said of a file with more pages than are taken."""
    return f"这个文件有{pages}页,一次最多收{MOST_PAGES}页,请只导出要用的几页再选"


def _header(data: bytes) -> Image.Image:
    _refuse_foreign(data)
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise WorldError(_TORN if data.startswith(_BEGINNINGS) else _NO_PICTURE) from error
    except Exception as error:  # a torn header makes the decoders raise nearly anything
        raise WorldError(_TORN) from error
    _refuse_large(image)
    return image


def _refuse_large(image: Image.Image) -> None:
    """WorldError for more pixels than are decoded within memory."""
    shrinks = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
    if image.width * image.height > (MAX_JPEG_PIXELS if shrinks else MAX_PIXELS):
        raise WorldError(_too_many_pixels(image.size))


def _frames(image: Image.Image) -> list[int]:
    """The frames of a file that are pages, from 0; WorldError when they are a moving picture."""
    with _as_torn():
        if image.format in ("GIF", "WEBP", "PNG") and getattr(image, "is_animated", False):
            raise WorldError(_MOVING)
        if image.format != "TIFF":
            return [0]  # beside a telephone's JPEG may stand its map of depth, which is no page
        return [n for n in range(getattr(image, "n_frames", 1)) if not n or _is_page(image, n)]


def _is_page(image: Image.Image, number: int) -> bool:
    """Whether a frame of a TIFF is a page, and not a smaller copy of one."""
    image.seek(number)
    kind = getattr(image, "tag_v2", {}).get(_SUBFILE, 0)
    return not (isinstance(kind, int) and kind & _SMALLER_COPY)


@contextmanager
def _as_torn() -> Iterator[None]:
    """Whatever a decoder raises within is told as a torn file."""
    try:
        yield
    except WorldError:
        raise
    except Exception as error:  # see _header()
        raise WorldError(_TORN) from error


def upright_size(image: Image.Image) -> tuple[int, int]:
    """Width and height in pixels once turned upright; only the header is read."""
    return image.size if _orientation(image) < 5 else (image.height, image.width)


def decoded(image: Image.Image, shrink: int = 1) -> Image.Image:
    """The page that was opened, upright, in mode L, RGB, RGBA or CMYK; WorldError when the file is damaged.

    A JPEG may come back up to ``shrink`` times smaller, which saves time and memory.
    """
    turn = _TURNS.get(_orientation(image))
    try:
        image.draft(None, (image.width // max(shrink, 1), image.height // max(shrink, 1)))
        image.load()
        plain = _plain(image)
        return plain if turn is None else plain.transpose(turn)
    except MemoryError as error:
        raise WorldError(_too_many_pixels(image.size)) from error
    except Exception as error:  # see _header()
        raise WorldError(_TORN) from error


def _refuse_foreign(data: bytes) -> None:
    """WorldError for files people choose by mistake: empty, too large, PDF, HEIC; each says what to do."""
    if not data:
        raise WorldError("这个文件是空的,请重新拍照或重新选择图片")
    if len(data) > MAX_BYTES:
        size, most = len(data) / 1e6, MAX_BYTES // 1_000_000
        raise WorldError(f"图片文件有{size:.0f} MB,最多{most} MB,请调低分辨率后重拍或重扫")
    if is_pdf(data):
        raise WorldError("这是PDF,不是照片,请选照片文件(JPG或PNG)")
    for beginning, told in _FOREIGN:
        if data.startswith(beginning):
            raise WorldError(told)
    if b"<svg" in data[:1024].lower():
        raise WorldError("这是SVG图形,不是图片,请导出为PDF或PNG再选")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        raise WorldError("这是手机的HEIC照片,请在手机上改存为JPG后再选")


def _too_many_pixels(size: tuple[int, int]) -> str:
    return f"图片像素太多({size[0]}×{size[1]}),最多1亿像素,请调低拍照或扫描的分辨率后再试"


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 … 8; 1 when absent, damaged, or when Pillow already turns the picture (TIFF)."""
    if image.format == "TIFF":
        return 1
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # the tags are not worth a picture
        return 1
    return value if value in _TURNS else 1


def _plain(image: Image.Image) -> Image.Image:
    """The picture in one of the modes L, RGB, RGBA, CMYK."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in ("I", "F"):
        return _spread(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _spread(image: Image.Image) -> Image.Image:
    """A grey picture of unknown range as mode L: its darkest becomes black, its lightest white."""
    low, high = image.convert("F").getextrema()
    if not isinstance(low, float) or not isinstance(high, float):
        raise ValueError("more than one band")
    scale = 255 / (high - low) if high > low else 0.0
    return image.point(lambda value: value * scale - low * scale).convert("L")
