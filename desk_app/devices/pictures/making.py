"""Makes photos and pages out of pictures of any format."""

from io import BytesIO

from PIL import Image, ImageCms

from desk_app.devices.pictures.models import LEAST_PHOTO, PAGE_BYTES, PAGE_SIDE
from desk_app.devices.pictures.reading import decoded, opened, upright_size
from desk_app.domain.photo_profiles import PhotoProfile
from desk_app.errors import WorldError
from desk_app.services.parts import Crop

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom of a cut-out, in pixels."""

_HEADROOM = 0.25
"""Share of the surplus height cut off above: people stand low in a frame, heads must not be cut."""
_SHARP = Image.Resampling.LANCZOS
_CRISP = 85
"""Quality from which on colours are kept whole, so that seals stay crisp."""
_PAGE_QUALITIES = {85: 1.05, 75: 1.05, 65: 1.05, 55: 1.5}
"""By how much a guess may be above what is allowed and be tried all the same: most, before pixels go."""
_STRIP, _EVERY, _FEW = 16, 8, 8
"""Rows of a strip; one of so many strips is looked at; below so many the whole picture is."""
_SHIFT = 5
"""Strips by which each goes further down, so that lines of writing do not fall into all or between all."""
_QUALITIES = (95, 90, 85, 75, 65, 55, 45, 35, 25, 15)
_GAP = 3.0  # large pictures are first reduced by whole steps: as good, and several times faster


def photo(data: bytes, box: Crop | None, profile: PhotoProfile) -> bytes:
    """See ``Pictures.photo``; the background behind the person is not changed."""
    image = opened(data)
    edges = photo_edges(upright_size(image), box, profile)
    refuse_few(edges)
    return _fitting_photo(framed(image, edges, profile), profile)


def refuse_few(edges: Edges) -> None:
    """WorldError for a cut-out of too few pixels to compare a face by."""
    width, height = round(edges[2] - edges[0]), round(edges[3] - edges[1])
    if width < LEAST_PHOTO[0] or height < LEAST_PHOTO[1]:
        least = f"{LEAST_PHOTO[0]}×{LEAST_PHOTO[1]}"
        raise WorldError(f"照片像素太少({width}×{height},至少{least}),请靠近重拍、放大选框或换一张清楚的照片")


def _fitting_photo(photo: Image.Image, profile: PhotoProfile) -> bytes:
    """JPEG of the best quality that is no larger than the profile wants, or else the least there is."""
    data = b""
    for quality in _QUALITIES:
        data = _jpeg(photo, quality, profile.dpi, whole=quality >= _CRISP)
        if not profile.most or len(data) <= profile.most:
            break
    return data


def page(data: bytes, number: int | None) -> bytes:
    """See ``Pictures.page``; of a picture file."""
    image = opened(data, number)
    picture = decoded(image, shrink=max(image.size) // PAGE_SIDE)
    picture.thumbnail((PAGE_SIDE, PAGE_SIDE), _SHARP, reducing_gap=_GAP)
    return fitting_jpeg(_srgb(picture, image))


def photo_edges(size: tuple[int, int], box: Crop | None, profile: PhotoProfile) -> Edges:
    """The largest cut-out of the profile's shape of the box, or of the whole picture, not stretched."""
    width, height = size
    if box is None:
        left, top, right, bottom, above = 0.0, 0.0, float(width), float(height), _HEADROOM
    else:
        left, right = _within(box.left) * width, _within(box.right) * width
        top, bottom, above = _within(box.top) * height, _within(box.bottom) * height, 0.5
    scale = max(0.0, min((right - left) / profile.width, (bottom - top) / profile.height))
    left += (right - left - profile.width * scale) / 2
    top += (bottom - top - profile.height * scale) * above
    return left, top, left + profile.width * scale, top + profile.height * scale


def framed(image: Image.Image, edges: Edges, profile: PhotoProfile) -> Image.Image:
    """The cut-out of an opened picture as RGB (sRGB) of exactly the profile's size."""
    width, height = upright_size(image)
    picture = decoded(image, shrink=int((edges[2] - edges[0]) // (2 * profile.width)))
    across, down = picture.width / width, picture.height / height
    # rounding may leave an edge a hair outside, which Pillow refuses
    left, top = max(0.0, edges[0] * across), max(0.0, edges[1] * down)
    box = (left, top, min(edges[2] * across, picture.width), min(edges[3] * down, picture.height))
    return _srgb(picture.resize(profile.size, _SHARP, box=box, reducing_gap=_GAP), image).convert("RGB")


def _within(fraction: float) -> float:
    return max(0.0, min(1.0, fraction))


def _srgb(picture: Image.Image, source: Image.Image) -> Image.Image:
    """The picture in L or RGB in sRGB; transparent parts become white."""
    if picture.mode == "L":
        return picture
    if picture.mode == "RGBA":
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    return (_managed(picture, source.info.get("icc_profile")) or picture).convert("RGB")


def _managed(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    """The picture converted from its own colour profile; None without one that Pillow can use."""
    if not profile:
        return None
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None  # a broken profile is no reason to refuse a photo


def fitting_jpeg(picture: Image.Image) -> bytes:
    """JPEG of at most ``PAGE_BYTES``: the best quality that fits, made smaller only when none does.

    How large it would become is guessed first, from strips of it: each whole try takes as long as all else.
    """
    while True:
        strips = _strips(picture)
        share = strips.height / picture.height
        for quality, near in _PAGE_QUALITIES.items():
            if len(_jpeg(strips, quality, whole=quality >= _CRISP)) > near * share * PAGE_BYTES:
                continue
            data = _jpeg(picture, quality, whole=quality >= _CRISP)
            if len(data) <= PAGE_BYTES:
                return data
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4), _SHARP)


def _strips(picture: Image.Image) -> Image.Image:
    """Strips of a picture as a picture of its own: whole rows of blocks, from all over it."""
    count = picture.height // (_STRIP * _EVERY)
    if count < _FEW:
        return picture
    made = Image.new(picture.mode, (picture.width, count * _STRIP))
    for number in range(count):
        top = _STRIP * (number * _EVERY + number * _SHIFT % _EVERY)
        made.paste(picture.crop((0, top, picture.width, top + _STRIP)), (0, number * _STRIP))
    return made


def _jpeg(picture: Image.Image, quality: int, dpi: int = 0, *, whole: bool = True) -> bytes:
    """JPEG bytes without metadata except the dpi, if given; colours ``whole`` or at half the pixels."""
    out = BytesIO()
    bare = picture.copy()
    bare.info = {}
    bare.save(out, "JPEG", quality=quality, subsampling=0 if whole else 2, dpi=(dpi, dpi))
    return out.getvalue()
