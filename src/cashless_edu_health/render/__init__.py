"""Payment codes as pictures; the only package that knows how a QR symbol is drawn.

>>> from cashless_edu_health.accounts import Account
>>> from cashless_edu_health.vietqr import VietQR
>>> code = VietQR(account=Account(acquirer_id="970436", number="0000123456789"), amount=79_000)
>>> "<title>HP-0017</title>" in svg(code, title="HP-0017")
True
"""

from cashless_edu_health.render._batch import Kind, images, write_images
from cashless_edu_health.render._caption import Caption
from cashless_edu_health.render._png import PHONE_SCALE, PRINT_SCALE, png
from cashless_edu_health.render._slip_html import slips_html
from cashless_edu_health.render._slip_pdf import TEMPLATE_DATA_VERSION, slips_pdf
from cashless_edu_health.render._slips import SheetMeasures, Slip, SlipSheet
from cashless_edu_health.render._svg import svg
from cashless_edu_health.render._terminal import terminal

__all__ = [
    "PHONE_SCALE",
    "PRINT_SCALE",
    "TEMPLATE_DATA_VERSION",
    "Caption",
    "Kind",
    "SheetMeasures",
    "Slip",
    "SlipSheet",
    "images",
    "png",
    "slips_html",
    "slips_pdf",
    "svg",
    "terminal",
    "write_images",
]
