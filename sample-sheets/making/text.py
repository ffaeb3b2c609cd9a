"""How Vietnamese was typed before Unicode, made from the program's own tables."""

import csv
import functools
import pathlib
import unicodedata

TABLES = pathlib.Path(__file__).parents[2] / "src/data/encodings"
FONTS = {"tcvn3": (".VnTime", ".VnTimeH"), "vni": ("VNI-Times", "VNI-Times")}


@functools.cache
def table(encoding):
    """Letter to what stands for it."""
    codes = {}
    with open(TABLES / f"{encoding}.tsv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            typed = "".join(chr(int(code, 16)) for code in row["legacy_hex"].split())
            codes.setdefault(unicodedata.normalize("NFC", row["target"]), typed)
    return codes


def legacy(text, encoding):
    """A text as it was typed, and the font that shows it right."""
    plain, capitals = FONTS[encoding]
    font = plain
    if encoding == "tcvn3" and text.isupper() and not text.isascii():
        # A capital font draws small letters as capitals; TCVN3 has no codes for most accented capitals.
        text, font = text.lower(), capitals
    codes = table(encoding)
    typed = []
    for letter in unicodedata.normalize("NFC", text):
        if not letter.isascii() and letter not in codes and letter not in "–“”":
            raise ValueError(f"{encoding} has no {letter!r} in {text!r}")
        typed.append(codes.get(letter, letter))
    return "".join(typed), font


def windows_1258(text):
    """Bytes of the Vietnamese Windows code page: tones stand after their letter."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            base = "".join(part for part in parts if part not in tones)
            tone = "".join(part for part in parts if part in tones)
            out += (unicodedata.normalize("NFC", base) + tone).encode("cp1258")
    return bytes(out)
