"""Advice on a photo, which never blocks: headrests, closed eyes and dark glasses are normal here.

The thresholds lie between sharp, well lit pictures and copies of them blurred by 1.5 pixels or dimmed to
a fifth; those for the background are of white studio paper (L* of 90 and more, hardly any colour).
"""

from collections.abc import Iterator

from PIL import Image, ImageCms, ImageFilter, ImageOps, ImageStat

from desk_app.devices.pictures.making import Edges, framed, photo_edges, refuse_few
from desk_app.devices.pictures.reading import opened, upright_size
from desk_app.domain.photo_advice import PhotoAdvice, PhotoPoint
from desk_app.domain.photo_profiles import PhotoProfile
from desk_app.services.parts import Crop

_ASPECT_SLACK = 0.02
_LEAST_SHARPNESS = 40.0
_DARK, _LIGHT = 40.0, 235.0
_WHITE_MEDIAN, _WHITE_LOW, _WHITE_CHROMA = 90.0, 85.0, 6.0
_UNEVEN = 45.0
_BLACK, _PLAIN = 30.0, 1.5
"""Lightness below which nearly all of a picture is black; spread of it below which it is of nothing."""
_NEARLY_ALL = 0.995
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def advice(data: bytes, box: Crop | None, profile: PhotoProfile) -> tuple[PhotoAdvice, ...]:
    """See ``Pictures.advice``; judges the cut-out that ``photo`` makes of the same box."""
    image = opened(data)
    size = upright_size(image)
    edges = photo_edges(size, box, profile)
    refuse_few(edges)
    photo = framed(image, edges, profile)
    if empty := _empty(photo):
        return (PhotoAdvice(PhotoPoint.EMPTY, empty),)
    shape = "" if box else _aspect(size, profile)
    return tuple(PhotoAdvice(point, told) for point, told in _found(photo, edges, shape, profile) if told)


def _found(
    photo: Image.Image, edges: Edges, shape: str, profile: PhotoProfile
) -> Iterator[tuple[PhotoPoint, str]]:
    yield PhotoPoint.SHAPE, shape
    yield PhotoPoint.PIXELS, _pixels(round(edges[2] - edges[0]), round(edges[3] - edges[1]), profile)
    yield PhotoPoint.GROUND, _ground(photo)
    yield PhotoPoint.SHARP, _sharpness(photo)
    yield PhotoPoint.LIGHT, _exposure(photo)
    yield PhotoPoint.EVEN, _evenness(photo)


def _empty(photo: Image.Image) -> str:
    """Why nobody can be seen on a photo; empty where somebody may be."""
    grey = photo.convert("L")
    stat, histogram = ImageStat.Stat(grey), grey.histogram()
    if sum(histogram[: int(_BLACK)]) > _NEARLY_ALL * sum(histogram):
        return "建议打开镜头盖、开灯后重拍,照片几乎全黑"
    if stat.stddev[0] >= _PLAIN:
        return ""
    if stat.mean[0] > _LIGHT:
        return "建议减弱灯光、让本人坐到镜头前重拍,照片全白,过亮或没有拍到人"
    return "建议让本人坐到镜头前重拍,照片上什么也没有"


def _aspect(size: tuple[int, int], profile: PhotoProfile) -> str:
    if abs(size[0] / size[1] / profile.ratio - 1) <= _ASPECT_SLACK:
        return ""
    told = f"{profile.title}照片的比例({profile.on_paper})"
    return f"建议按{told}框选,自动裁剪可能裁掉头顶或肩部"


def _pixels(width: int, height: int, profile: PhotoProfile) -> str:
    if width >= profile.width and height >= profile.height:
        return ""
    return f"建议靠近重拍或调高分辨率,像素偏少,裁剪后只有{width}×{height}像素"


def _ground(photo: Image.Image) -> str:
    """Advice if the picture is not white left and right of the head and in a strip above it; else empty."""
    lab = _lab(photo.resize((photo.width // 4, photo.height // 4), Image.Resampling.BOX))
    mask = Image.new("L", lab.size, 0)
    width, height = lab.size
    side, head, above = width // 12, height * 2 // 5, height // 40
    for part in ((0, 0, width, above), (0, 0, side, head), (width - side, 0, width, head)):
        mask.paste(255, part)
    stat = ImageStat.Stat(lab, mask)
    light = lab.getchannel(0).histogram(mask)
    chroma = sum((mean - 128) ** 2 for mean in stat.mean[1:]) ** 0.5
    white = _share(light, 0.5) >= _WHITE_MEDIAN and _share(light, 0.05) >= _WHITE_LOW
    return "" if white and chroma <= _WHITE_CHROMA else "建议换白色背景重拍,照片四周不够白或有阴影、杂物"


def _sharpness(photo: Image.Image) -> str:
    """Variance of the Laplacian around the face at equal contrast; background and clothes hardly count."""
    width, height = photo.size
    face = photo.convert("L").crop((width // 4, height // 6, width * 3 // 4, height * 2 // 3))
    edges = ImageOps.autocontrast(face, cutoff=1).filter(_LAPLACE)
    inner = edges.crop((1, 1, edges.width - 1, edges.height - 1))  # a kernel leaves the rim unfiltered
    if ImageStat.Stat(inner).var[0] >= _LEAST_SHARPNESS:
        return ""
    return "建议擦净镜头、扶稳后对焦重拍,照片不够清晰"


def _exposure(photo: Image.Image) -> str:
    """Advice if the median lightness of the face is extreme (skin is light or dark by nature); else empty."""
    width, height = photo.size
    face = photo.convert("L").crop((width // 3, height // 4, width * 2 // 3, height * 3 // 5))
    median = ImageStat.Stat(face).median[0]
    if median < _DARK:
        return "建议开灯或面向光线重拍,面部偏暗"
    return "建议减弱灯光或避开直射光重拍,面部过亮" if median > _LIGHT else ""


def _evenness(photo: Image.Image) -> str:
    """Advice if one half of the face is much lighter than the other; else empty."""
    width, height = photo.size
    grey = photo.convert("L")
    left, right = (
        ImageStat.Stat(grey.crop((round(width * a), height // 4, round(width * b), height * 3 // 5))).median[
            0
        ]
        for a, b in ((0.35, 0.47), (0.53, 0.65))
    )
    return "建议让光从正面来,面部一边亮一边暗" if abs(left - right) > _UNEVEN else ""


def _lab(picture: Image.Image) -> Image.Image:
    """The picture in CIE L*a*b*, in bytes: L* × 2.55, a* + 128, b* + 128."""
    return ImageCms.applyTransform(picture, _TO_LAB)  # type: ignore[return-value]


def _share(histogram: list[int], part: float) -> float:
    """The L* (0 … 100) below which the share ``part`` of the pixels lies."""
    left = part * sum(histogram)
    for level, count in enumerate(histogram):
        left -= count
        if left <= 0:
            return level / 2.55
    return 100.0


_TO_LAB = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
