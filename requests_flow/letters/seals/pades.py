"""PAdES by the organ's own certificate, with pyHanko: an incremental update, verified before use."""

from __future__ import annotations

import io
import re
from datetime import datetime
from functools import cache
from typing import Any

from . import certificates, keys
from .apart import run_apart
from .changes import NotSound, added_seal
from .field import FIELD, add_field
from .picture import size_on_paper
from .port import Certificate, Method, Order, Organ, Sealed
from .refusals import CertificateNotTrusted, SealNotSound
from .verify import NotTrusted, check_signature, digest_of


class Pades:
    """Seals with the key of the organ: a file, or a token."""

    method = Method.PADES

    def has_seal_of(self, organ: Organ) -> bool:
        """Whether there is a key of this organ."""
        return keys.key_of(organ) is not None

    def certificate_of(self, organ: Organ, *, at: datetime) -> Certificate | None:
        """What its certificate says, if it may be used at that moment. Raises SealRefused."""
        with keys.opened(organ) as signer:
            certificates.check(signer.signing_cert, organ, at=at)
            return certificates.described(signer.signing_cert)

    def seal(self, order: Order) -> Sealed:
        """Seal and verify. Raises SealRefused; then nothing was sealed."""
        box = order.place.box(*size_on_paper(order.picture.png, order.picture.width_mm))
        with keys.opened(order.organ) as signer:
            certificate = signer.signing_cert
            certificates.check(certificate, order.organ, at=order.at)
            pdf = _signed(order, box, signer)
        try:
            added_seal(order.pdf, pdf, box=box)
            found = check_signature(pdf, at=order.at, roots=certificates.roots())
            if digest_of(found) != digest_of(certificate):
                raise NotSound(certificates.described(found).subject)
        except NotTrusted as foreign:
            raise CertificateNotTrusted(order.organ.names[0]) from foreign
        except NotSound as broken:
            raise SealNotSound(broken.reason) from broken
        return Sealed(pdf, certificates.described(certificate))


def _signed(order: Order, box: tuple[float, float, float, float], signer: Any) -> bytes:
    """The sealed file. Raises SealNotSound if it cannot be made."""
    room = None
    try:
        for _ in range(8):
            pdf = run_apart(lambda: _signed_once(order, box, signer, room))  # noqa: B023  run now
            # A stream that ends in a carriage return looks one byte short to strict readers, and
            # one table of places in 256 does: more room, other places.
            added = pdf[len(order.pdf) :]
            if b"\r\nendstream" not in added:
                break
            room = len(max(re.findall(rb"<([0-9a-fA-F]{512,})>", added), key=len)) + 64
    except Exception as failed:  # the token pulled out, a file that is not tagged: nothing leaves
        raise SealNotSound(type(failed).__name__) from failed
    return pdf


def _signed_once(
    order: Order, box: tuple[float, float, float, float], signer: Any, room: int | None
) -> bytes:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    writer_of, signer_at, no_looks = _classes()
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=f"{order.purpose} {order.number}",
        name=order.organ.names[0],
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    writer = writer_of(io.BytesIO(order.pdf))
    name = f"{order.organ.names[0]}电子印章"
    add_field(writer, page=order.place.page, box=box, png=order.picture.png, name=name)
    work = signer_at(metadata, signer=signer, stamp_style=no_looks)
    work.at = order.at
    return work.sign_pdf(writer, bytes_reserved=room).getvalue()


@cache
def _classes() -> tuple[type, type, Any]:
    """pyHanko's classes as we need them; they are loaded when the first letter is sealed."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.stamp import BaseStampStyle

    class Writer(IncrementalPdfFileWriter):
        """Leaves the description of the file alone: the archive's schema stands in it."""

        def _update_meta(self) -> None:
            pass

    class SignerAt(PdfSigner):
        """Signs at the moment of the act, not at that of the machine."""

        at: datetime

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = self.at
            return session

    class NoLooks(BaseStampStyle):
        """The field has its picture already."""

        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> None:
            return None

    return Writer, SignerAt, NoLooks()
