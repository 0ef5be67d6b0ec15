"""A certificate authority for trying things out, and the certificates it gives.

Its own key is thrown away when it is done. Everything it signs says （测试） in subject and issuer, and
a production site refuses it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

MARK = "（测试）"
_OWN = f"依申公开演示根证书{MARK}"


class Authority:
    """Made anew each time; what it gave is known by `root_pem`."""

    def __init__(self, *, at: datetime) -> None:
        self.begins, self.ends = at - timedelta(days=365 * 4), at + timedelta(days=365 * 10)
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = _name(_OWN, _OWN)
        plain = self._begin(name, name, self._key, self.begins, self.ends)
        self.root = plain.add_extension(x509.BasicConstraints(True, 0), True).add_extension(
            _usage(is_authority=True), True
        ).sign(self._key, hashes.SHA256())  # fmt: skip

    @property
    def root_pem(self) -> bytes:
        """Its own certificate."""
        return self.root.public_bytes(Encoding.PEM)

    def give(
        self,
        organ: str,
        passphrase: str,
        *,
        begins: datetime | None = None,
        ends: datetime | None = None,
    ) -> bytes:
        """A key and a certificate for the seal of `organ`, as PKCS#12."""
        key, certificate = self.make(organ, begins=begins, ends=ends)
        return pkcs12.serialize_key_and_certificates(
            organ.encode(),
            key,
            certificate,
            [self.root],
            BestAvailableEncryption(passphrase.encode()),
        )

    def make(
        self, organ: str, *, begins: datetime | None = None, ends: datetime | None = None
    ) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """The same as objects."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(f"{organ}{MARK}", f"{organ}{MARK}")
        plain = self._begin(
            subject, self.root.subject, key, begins or self.begins, ends or self.ends
        )
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return key, (
            plain.add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(_usage(is_authority=False), True)
            .add_extension(issuer, False)
            .sign(self._key, hashes.SHA256())
        )

    def _begin(
        self,
        subject: x509.Name,
        issuer: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        begins: datetime,
        ends: datetime,
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        )


def _name(organization: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
