"""What every Pictures part promises, tested with real files."""

import random
import struct
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFilter

from desk_app.devices.pictures.main import PillowPictures
from desk_app.errors import WorldError
from desk_app.services.parts import Crop, Pictures

FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "GIF")


@pytest.fixture(params=[PillowPictures])
def pictures(request: pytest.FixtureRequest) -> Pictures:
    return request.param()


def saved(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def scene(width: int = 120, height: int = 80) -> Image.Image:
    """A picture with red left and blue right half, and noise that no codec compresses away."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    noise = Image.frombytes("L", image.size, random.Random(4).randbytes(width * height))
    return Image.blend(image, noise.convert("RGB"), 0.1)


def portrait(width: int = 826, height: int = 1158, ground: str = "white") -> Image.Image:
    """A very simple person: textured face and shoulders before an even background."""
    image = Image.new("RGB", (width, height), ground)
    rough = random.Random(7).randbytes((width // 4) * (height // 4))
    texture = Image.frombytes("L", (width // 4, height // 4), rough).resize((width, height))
    skin = Image.merge("RGB", [texture.point(lambda v, b=base: b + v // 6) for base in (170, 130, 110)])
    mask = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((width * 0.28, height * 0.12, width * 0.72, height * 0.62), fill=255)
    draw.ellipse((width * 0.1, height * 0.66, width * 0.9, height * 1.4), fill=255)
    image.paste(skin, mask=mask)
    return image


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def png_of_zeros(width: int, height: int) -> bytes:
    """A black 1-bit PNG of any size, a few kilobytes long."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((1, 0, 0, 0, 0))
    packer = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    body = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_of_48_bits(colour: tuple[int, int, int], side: int = 60) -> bytes:
    """A PNG with 16 bits a channel."""
    row = b"\0" + b"".join((level * 257).to_bytes(2, "big") for level in colour) * side
    head = side.to_bytes(4, "big") * 2 + bytes((16, 2, 0, 0, 0))
    body = zlib.compress(row * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def tiff_of_48_bits(colour: tuple[int, int, int], side: int = 60) -> bytes:
    """A TIFF with 16 bits a channel, as some scanners write."""
    pixels = b"".join((level * 257).to_bytes(2, "little") for level in colour) * side * side
    tags = (
        (256, 3, 1, side), (257, 3, 1, side), (258, 3, 3, 8), (259, 3, 1, 1), (262, 3, 1, 2),
        (273, 4, 1, 14), (277, 3, 1, 3), (278, 3, 1, side), (279, 4, 1, len(pixels)),
    )  # fmt: skip
    rows = b"".join(struct.pack("<HHLL", *tag) for tag in tags)
    bits = struct.pack("<HHH", 16, 16, 16)
    return (
        b"II*\0"
        + struct.pack("<L", 14 + len(pixels))
        + bits
        + pixels
        + struct.pack("<H", len(tags))
        + rows
        + bytes(4)
    )


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(WorldError) as caught:
        call()
    return str(caught.value)


def closeness(pixel: object, wanted: tuple[int, int, int]) -> int:
    assert isinstance(pixel, tuple)
    return max(abs(a - b) for a, b in zip(pixel, wanted, strict=True))


class TestReading:
    @pytest.mark.parametrize("kind", FORMATS)
    def test_all_usual_formats_are_read(self, pictures: Pictures, kind: str) -> None:
        data = saved(scene(400, 600), kind)
        assert pictures.size(data) == (400, 600)
        assert read(pictures.photo(data, None)).size == (413, 579)
        assert read(pictures.page(data)).size == (400, 600)
        assert isinstance(pictures.advice(data), tuple)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_orientation_is_honoured(self, pictures: Pictures, kind: str, orientation: int) -> None:
        upright = Image.new("RGB", (60, 40), "white")
        upright.paste((255, 0, 0), (0, 0, 30, 20))
        upright.paste((0, 0, 255), (30, 20, 60, 40))
        undo = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        stored = upright.transpose(undo[orientation]) if orientation > 1 else upright
        exif = Image.Exif()
        exif[0x0112] = orientation
        data = saved(stored, kind, exif=exif)
        assert pictures.size(data) == (60, 40)
        page = read(pictures.page(data))
        assert page.size == (60, 40)
        assert closeness(page.getpixel((10, 8)), (255, 0, 0)) < 30
        assert closeness(page.getpixel((50, 32)), (0, 0, 255)) < 30
        assert closeness(page.getpixel((50, 8)), (255, 255, 255)) < 30

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF")
    def test_damaged_tags_do_not_cost_the_picture(self, pictures: Pictures) -> None:
        data = saved(scene(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff garbage")
        assert pictures.size(data) == (120, 80)


class TestRefusals:
    """Every refusal is one sentence that says what to do, whichever method is called."""

    def check(self, pictures: Pictures, data: bytes, *words: str) -> None:
        for verb in (pictures.size, lambda d: pictures.photo(d, None), pictures.page, pictures.advice):
            sentence = refusal(lambda verb=verb: verb(data))
            assert all(word in sentence for word in (*words, "请"))
            assert "\n" not in sentence

    @pytest.mark.parametrize(
        ("data", "word"),
        [
            (b"", "空"),
            ("王某某的申请".encode(), "不是图片"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是图片"),
            (b"PK\x03\x04 words", "压缩包"),
            (b"Rar!\x1a\x07", "压缩包"),
            (b"<?xml version='1.0'?><svg>", "SVG"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
            (b"\x89PNG\r\n\x1a\n", "不完整"),
            (b"\xff\xd8\xff\xe0", "不完整"),
        ],
    )
    def test_other_files(self, pictures: Pictures, data: bytes, word: str) -> None:
        self.check(pictures, data, word)

    @pytest.mark.parametrize("kind", FORMATS)
    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
    def test_torn_files(self, pictures: Pictures, kind: str, part: float) -> None:
        whole = saved(scene(300, 420), kind)
        self.check(pictures, whole[: int(len(whole) * part)], "不完整")

    def test_too_long_files(self, pictures: Pictures) -> None:
        self.check(pictures, saved(scene()) + bytes(101_000_000), "101 MB")

    @pytest.mark.filterwarnings("ignore:Image size")
    @pytest.mark.parametrize("size", [(20_000, 10_000), (15_000, 10_000)])
    def test_picture_bombs_cost_neither_time_nor_memory(
        self, pictures: Pictures, size: tuple[int, int]
    ) -> None:
        resource = pytest.importorskip("resource")
        data = png_of_zeros(*size)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.thread_time()
        self.check(pictures, data, "像素太多")
        assert time.thread_time() - start < 0.5
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000

    @pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
    def test_a_moving_picture_is_no_pages(self, pictures: Pictures, kind: str) -> None:
        data = saved(Image.new("RGB", (50, 50)), kind, save_all=True, append_images=[scene(50, 50)])
        self.check(pictures, data, "动图")
        assert "动图" in refusal(lambda: pictures.pages(data))

    def test_of_many_moving_frames_few_are_touched(self, pictures: Pictures) -> None:
        one = saved(Image.new("L", (3000, 3000)), "GIF")
        frame = one[one.index(b"\x2c") : -1]
        data = one[:-1] + frame * (20_000_000 // len(frame)) + b"\x3b"
        start = time.thread_time()
        self.check(pictures, data, "动图")
        assert time.thread_time() - start < 2

    @pytest.mark.filterwarnings("ignore")  # Pillow's remarks about the damage
    @pytest.mark.parametrize("kind", FORMATS)
    def test_flipped_bytes_never_raise_anything_else(self, pictures: Pictures, kind: str) -> None:
        chance, whole = random.Random(1), saved(scene(40, 30), kind)
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(3):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with suppress(WorldError):  # some still open, and that is fine too
                assert pictures.page(bytes(data))


class TestPhoto:
    def test_is_a_plain_two_inch_jpeg(self, pictures: Pictures) -> None:
        exif = Image.Exif()
        exif[0x010F] = "maker"
        source = saved(portrait(), "JPEG", exif=exif, comment=b"secret", quality=95)
        data = pictures.photo(source, None)
        photo = read(data)
        assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (413, 579))
        assert photo.info["dpi"] == (300, 300)
        assert not photo.getexif()
        assert b"secret" not in data
        assert "icc_profile" not in photo.info

    def test_same_input_same_bytes(self, pictures: Pictures) -> None:
        source = saved(portrait(), "JPEG")
        assert pictures.photo(source, None) == pictures.photo(source, None)
        assert pictures.page(source) == pictures.page(source)

    def test_box_is_cut_out_exactly(self, pictures: Pictures) -> None:
        source = Image.new("RGB", (2000, 1500), "white")
        source.paste((0, 128, 0), (500, 300, 1000, 1000))
        photo = read(pictures.photo(saved(source), Crop(500 / 2000, 300 / 1500, 1000 / 2000, 1000 / 1500)))
        for corner in ((2, 2), (410, 2), (2, 576), (410, 576)):
            assert closeness(photo.getpixel(corner), (0, 128, 0)) < 20

    def test_box_counts_in_the_upright_picture(self, pictures: Pictures) -> None:
        upright = Image.new("RGB", (1000, 1400), "white")
        upright.paste((200, 0, 0), (0, 0, 500, 700))
        exif = Image.Exif()
        exif[0x0112] = 6
        turned = saved(upright.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif, quality=95)
        photo = read(pictures.photo(turned, Crop(0, 0, 0.5, 0.5)))
        assert closeness(photo.getpixel((206, 290)), (200, 0, 0)) < 20

    def test_nothing_is_stretched(self, pictures: Pictures) -> None:
        source = Image.new("RGB", (1600, 900), "white")
        ImageDraw.Draw(source).ellipse((700, 350, 900, 550), fill="black")
        for box in (None, Crop(0.2, 0.1, 0.9, 0.9)):
            inside = read(pictures.photo(saved(source), box)).convert("L").point(lambda v: 255 * (v < 128))
            left, top, right, bottom = inside.getbbox() or (0, 0, 0, 0)
            assert abs((right - left) - (bottom - top)) <= 2

    def test_centre_crop_keeps_more_of_the_top(self, pictures: Pictures) -> None:
        tall = Image.new("RGB", (700, 1980), "white")
        tall.paste((200, 0, 0), (0, 0, 700, 250))
        tall.paste((0, 0, 200), (0, 1230, 700, 1980))
        photo = read(pictures.photo(saved(tall), None))
        assert closeness(photo.getpixel((200, 3)), (255, 255, 255)) < 20
        assert closeness(photo.getpixel((200, 570)), (255, 255, 255)) < 20

    def test_few_pixels_are_refused_with_numbers(self, pictures: Pictures) -> None:
        assert "199×279" in refusal(lambda: pictures.photo(saved(portrait(199, 279)), None))
        assert "请" in refusal(lambda: pictures.photo(saved(portrait()), Crop(0.5, 0.5, 0.6, 0.6)))
        assert "请" in refusal(lambda: pictures.photo(saved(portrait()), Crop(0.9, 0.9, 0.1, 0.1)))
        assert read(pictures.photo(saved(portrait(200, 281)), None)).size == (413, 579)

    def test_box_beyond_the_picture_is_taken_back_to_its_rim(self, pictures: Pictures) -> None:
        assert read(pictures.photo(saved(portrait()), Crop(-1, -0.2, 1.5, 1.2))).size == (413, 579)

    def test_colours_follow_the_profile(self, pictures: Pictures) -> None:
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        white = Image.new("LAB", (420, 600), (255, 128, 128))
        photo = read(pictures.photo(saved(white, "TIFF", icc_profile=lab.tobytes()), None))
        assert closeness(photo.getpixel((200, 200)), (255, 255, 255)) < 4


class TestPage:
    def test_long_side_is_a4_at_300_dpi(self, pictures: Pictures) -> None:
        page = read(pictures.page(saved(Image.new("RGB", (5000, 3000), "white"), "JPEG")))
        assert page.size == (3508, 2105)
        assert read(pictures.page(saved(scene(300, 200)))).size == (300, 200)

    def test_scanned_a4_fits_the_line(self, pictures: Pictures) -> None:
        noise = Image.frombytes("RGB", (1240, 1754), random.Random(2).randbytes(1240 * 1754 * 3))
        data = pictures.page(saved(noise.resize((2480, 3508)), "JPEG"))
        assert len(data) <= 400_000
        assert read(data).format == "JPEG"

    def test_clear_parts_become_white(self, pictures: Pictures) -> None:
        clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
        for data in (saved(clear), saved(clear.convert("LA")), saved(clear, "WEBP"), saved(clear, "GIF")):
            pixel = read(pictures.page(data)).convert("RGB").getpixel((30, 20))
            assert closeness(pixel, (255, 255, 255)) < 4

    def test_odd_modes_keep_their_look(self, pictures: Pictures) -> None:
        grey = Image.new("I;16", (60, 40))
        grey.putdata([128 * 257] * 2400)
        float_grey = Image.linear_gradient("L").convert("F")
        cases = {
            saved(Image.new("1", (60, 40), 1), "TIFF", compression="group4"): (255, 255, 255),
            saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG"): (255, 0, 0),
            saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "TIFF"): (255, 0, 0),
            saved(grey): (128, 128, 128),
            saved(grey, "TIFF"): (128, 128, 128),
            saved(float_grey, "TIFF"): (20, 20, 20),
            saved(Image.new("YCbCr", (60, 40), (76, 85, 255)), "JPEG"): (255, 0, 0),
        }
        for data, wanted in cases.items():
            assert closeness(read(pictures.page(data)).convert("RGB").getpixel((30, 20)), wanted) < 8


class TestAdvice:
    def test_a_good_photo_gets_none(self, pictures: Pictures) -> None:
        assert pictures.advice(saved(portrait(), "JPEG", quality=95)) == ()

    @pytest.mark.parametrize(
        ("image", "word"),
        [
            (portrait(300, 420), "像素"),
            (portrait(1000, 1000), "比例"),
            (portrait(ground="#4477aa"), "白色背景"),
            (portrait(ground="#c8c8c8"), "白色背景"),
            (portrait().filter(ImageFilter.GaussianBlur(6)), "清晰"),
            (portrait().point(lambda v: v // 5), "偏暗"),
            (portrait().point(lambda v: min(255, v * 2)), "过亮"),
        ],
    )
    def test_what_could_be_better_is_said(self, pictures: Pictures, image: Image.Image, word: str) -> None:
        sentences = pictures.advice(saved(image, "JPEG", quality=95))
        assert any(word in each.words for each in sentences)
        assert all(each.words.startswith("建议") for each in sentences)

    def test_a_headrest_or_dark_glasses_change_nothing(self, pictures: Pictures) -> None:
        image = portrait()
        draw = ImageDraw.Draw(image)
        draw.rectangle((190, 380, 230, 640), fill="#333333")
        draw.rectangle((290, 380, 540, 440), fill="black")
        assert pictures.advice(saved(image)) == ()
        assert read(pictures.photo(saved(image), None)).size == (413, 579)


@pytest.mark.parametrize(
    "data", [png_of_48_bits((200, 30, 60)), tiff_of_48_bits((200, 30, 60))], ids=["png", "tiff"]
)
def test_sixteen_bits_of_colour_are_the_right_picture_or_a_sentence(pictures: Pictures, data: bytes) -> None:
    page = read(pictures.page(data))
    assert closeness(page.convert("RGB").getpixel((30, 30)), (200, 30, 60)) < 8
