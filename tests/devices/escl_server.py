"""A network scanner on the loopback interface: the part of eSCL that sane-airscan speaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread

from PIL import Image

_NAMES = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)
_INPUT = """<scan:{0}InputCaps><scan:MinWidth>1</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
<scan:MinHeight>1</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight><scan:SettingProfiles>
<scan:SettingProfile><scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode>
<scan:ColorMode>Grayscale8</scan:ColorMode></scan:ColorModes><scan:DocumentFormats>
<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats><scan:SupportedResolutions>
<scan:DiscreteResolutions><scan:DiscreteResolution><scan:XResolution>150</scan:XResolution>
<scan:YResolution>150</scan:YResolution></scan:DiscreteResolution></scan:DiscreteResolutions>
</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles></scan:{0}InputCaps>"""
_CAPS = f"""<?xml version="1.0" encoding="UTF-8"?><scan:ScannerCapabilities {_NAMES}>
<pwg:Version>2.6</pwg:Version><pwg:MakeAndModel>Paper Machine</pwg:MakeAndModel>
<scan:Platen>{_INPUT.format("Platen")}</scan:Platen>
<scan:Adf>{_INPUT.format("AdfSimplex")}</scan:Adf>
</scan:ScannerCapabilities>"""


class NetworkScanner(ThreadingHTTPServer):
    """Serves ``sheets`` pages from its feeder, one from its glass; ``state`` is its feeder's word for it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sheets = 3
        self.state = "ScannerAdfLoaded"
        self.left = 0
        self.jobs: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/eSCL"


class _Handler(BaseHTTPRequestHandler):
    server: NetworkScanner
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.endswith("ScannerCapabilities"):
            self._send(200, _CAPS.encode())
        elif self.path.endswith("ScannerStatus"):
            self._send(200, self._status())
        elif self.path.endswith("NextDocument") and self.server.left:
            self.server.left -= 1
            self._send(200, _jpeg(self.server.left), "image/jpeg")
        else:
            self._send(404, b"")

    def do_POST(self) -> None:
        job = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if "Feeder" in job and self.server.state != "ScannerAdfLoaded":
            self._send(409, b"")
            return
        self.server.jobs.append(job)
        self.server.left = self.server.sheets if "Feeder" in job else 1
        self.send_response(201)
        self.send_header("Location", f"{self.server.url}/ScanJobs/{len(self.server.jobs)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_DELETE(self) -> None:
        self._send(200, b"")

    def log_message(self, *_: object) -> None:
        pass

    def _status(self) -> bytes:
        words = f"<pwg:State>Idle</pwg:State><scan:AdfState>{self.server.state}</scan:AdfState>"
        return f'<?xml version="1.0"?><scan:ScannerStatus {_NAMES}>{words}</scan:ScannerStatus>'.encode()

    def _send(self, status: int, body: bytes, kind: str = "text/xml") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _jpeg(number: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (1275, 1754), (40 * number, 200, 200)).save(out, "JPEG", dpi=(150, 150))
    return out.getvalue()


@contextmanager
def running() -> Iterator[NetworkScanner]:
    """One that answers until the block ends."""
    server = NetworkScanner()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
