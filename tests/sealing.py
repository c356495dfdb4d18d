"""A package sealed with a password, in both ways programs do ([MS-OFFCRYPTO] 2.3.4).

AES stands here as in its standard, block by block, so that the way back is held to it.
"""

from __future__ import annotations

import base64
import hashlib
import struct

from intake_files import compound_file

SALT, OTHER_SALT, SECRET = bytes(range(16)), bytes(range(16, 32)), b"0123456789abcdef"
TURNS = 1000
INPUT, VALUE, KEY = "fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6"


def times(one: int, other: int) -> int:
    """The product of two bytes."""
    product = 0
    for bit in range(8):
        product ^= (one << bit) * (other >> bit & 1)
    for bit in range(14, 7, -1):
        product ^= (0x11B << bit - 8) * (product >> bit & 1)
    return product


def box() -> list[int]:
    """The substitution of a byte: its inverse, turned."""
    inverse = [next((m for m in range(256) if times(n, m) == 1), 0) for n in range(256)]
    turn = lambda b: sum(  # noqa: E731
        (sum(b >> (bit + k) % 8 for k in (0, 4, 5, 6, 7)) + (0x63 >> bit) & 1) << bit
        for bit in range(8)
    )
    return [turn(byte) for byte in inverse]


BOX = box()


def round_keys(key: bytes) -> list[bytes]:
    """The keys of the rounds."""
    size = len(key) // 4
    words = [key[4 * n : 4 * n + 4] for n in range(size)]
    constant = 1
    while len(words) < 4 * (size + 7):
        word = words[-1]
        if len(words) % size == 0:
            word = bytes(BOX[b] for b in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = times(constant, 2)
        elif size > 6 and len(words) % size == 4:
            word = bytes(BOX[b] for b in word)
        words.append(bytes(a ^ b for a, b in zip(word, words[-size], strict=True)))
    return [b"".join(words[n : n + 4]) for n in range(0, len(words), 4)]


def encipher_block(block: bytes, keys: list[bytes]) -> bytes:
    """One block of 16 bytes."""
    state = bytes(a ^ b for a, b in zip(block, keys[0], strict=True))
    for number, key in enumerate(keys[1:], 2):
        state = bytes(BOX[state[(n + 4 * (n % 4)) % 16]] for n in range(16))
        if number < len(keys):
            state = bytes(
                times(state[n], 2)
                ^ times(state[n // 4 * 4 + (n + 1) % 4], 3)
                ^ state[n // 4 * 4 + (n + 2) % 4]
                ^ state[n // 4 * 4 + (n + 3) % 4]
                for n in range(16)
            )
        state = bytes(a ^ b for a, b in zip(state, key, strict=True))
    return state


def encipher(data: bytes, key: bytes, first: bytes | None = None) -> bytes:
    """Blocks by themselves, or each mixed with the one before."""
    keys, out, before = round_keys(key), b"", first
    data += bytes(-len(data) % 16)
    for at in range(0, len(data), 16):
        block = data[at : at + 16]
        if before is not None:
            block = bytes(a ^ b for a, b in zip(block, before, strict=True))
        made = encipher_block(block, keys)
        before = made if before is not None else None
        out += made
    return out


def sha1(data: bytes) -> bytes:
    """The digest of the older way."""
    return hashlib.new("sha1", data, usedforsecurity=False).digest()


def spun(name: str, password: str, turns: int) -> bytes:
    """The password hashed over and over."""
    made = hashlib.new(name, SALT + password.encode("utf-16-le")).digest()
    for turn in range(turns):
        made = hashlib.new(name, struct.pack("<I", turn) + made).digest()
    return made


def agile(data: bytes, password: str, turns: int = TURNS) -> bytes:
    """Sealed as programs of today do."""
    made, package_key = spun("sha512", password, turns), bytes(range(100, 132))

    def held(what: bytes, purpose: str) -> str:
        key = hashlib.sha512(made + bytes.fromhex(purpose)).digest()[:32]
        return base64.b64encode(encipher(what, key, SALT)).decode()

    common = (
        'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
        'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    )
    salts = [base64.b64encode(salt).decode() for salt in (OTHER_SALT, SALT)]
    proof = held(hashlib.sha512(SECRET).digest(), VALUE)
    info = (
        f'<encryption><keyData {common} saltValue="{salts[0]}"/><keyEncryptors><keyEncryptor>'
        f'<p:encryptedKey spinCount="{turns}" {common} saltValue="{salts[1]}" '
        f'encryptedVerifierHashInput="{held(SECRET, INPUT)}" '
        f'encryptedVerifierHashValue="{proof}" '
        f'encryptedKeyValue="{held(package_key, KEY)}"/>'
        "</keyEncryptor></keyEncryptors></encryption>"
    )
    sealed = b"".join(
        encipher(
            data[at : at + 4096],
            package_key,
            hashlib.sha512(OTHER_SALT + struct.pack("<I", number)).digest()[:16],
        )
        for number, at in enumerate(range(0, len(data), 4096))
    )
    head = struct.pack("<2HI", 4, 4, 0x40)
    return container(head + info.encode(), struct.pack("<Q", len(data)) + sealed)


def standard(data: bytes, password: str) -> bytes:
    """Sealed as programs of 2007 did."""
    made = sha1(spun("sha1", password, 50_000) + bytes(4)).ljust(64, b"\0")
    key = sha1(bytes(b ^ 0x36 for b in made))[:16]
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + bytes(4)
    proof = encipher(sha1(SECRET), key)
    info = struct.pack("<2HII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I", 16) + SALT + encipher(SECRET, key) + struct.pack("<I", 20) + proof
    return container(info, struct.pack("<Q", len(data)) + encipher(data, key))


def container(info: bytes, package: bytes) -> bytes:
    """The compound file of both streams."""
    return compound_file({"EncryptionInfo": info, "EncryptedPackage": package})
