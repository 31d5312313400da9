"""PDF files as they come in at a window, and as they must not."""

import zlib
from io import BytesIO

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def pages(count: int, password: str = "", scan: Image.Image | None = None) -> bytes:
    """A PDF with so many pages, each with its number; ``scan`` lies under it, as in a scanner's files."""
    out = BytesIO()
    canvas = Canvas(out, A4, encrypt=StandardEncryption(password) if password else None)
    picture = ImageReader(scan) if scan else None
    for number in range(1, count + 1):
        if picture:
            canvas.drawImage(picture, 0, 0, *A4)
        canvas.setFont("Helvetica", 72)
        canvas.drawString(100, 100 + number, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A PDF of little size whose one picture has ``side`` × ``side`` pixels."""
    packer = zlib.compressobj(1)
    rows = bytes(side * 3 * 50)
    packed = b"".join(packer.compress(rows) for _ in range(side // 50)) + packer.flush()
    head = b"/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 27>>stream\nq 600 0 0 800 0 0 cm /I Do Q\nendstream",
        b"<<%s/Width %d/Height %d/Length %d>>stream\n%s\nendstream" % (head, side, side, len(packed), packed),
    )
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def stamped() -> bytes:
    """A white page whose only black is an annotation with a look of its own, as an electronic seal is."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Annots[4 0 R]>>",
        b"<</Type/Annot/Subtype/Stamp/F 4/Rect[50 50 150 150]/AP<</N 5 0 R>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Length 16>>stream\n0 0 100 100 re f\nendstream",
    )
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % o for o in enumerate(objects, 1))
    return body + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF"
