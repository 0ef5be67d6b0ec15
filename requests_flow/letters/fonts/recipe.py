"""Which faces a letter needs, what of them is kept, and which name stands for which.

GB/T 9704 asks for 仿宋, 小标宋, 黑体 and 楷体, whose usual cuts may not be passed on. These free
faces stand in for them; an office that has a licence puts its own files into `licensed/`, and
the aliases below prefer them. Each face gets a private family name, one name for one file, so
that no matching by weight or language can surprise us.
"""

from __future__ import annotations

from dataclasses import dataclass

RECIPE_VERSION = "2"

# Debian package -> the files of it that are taken.
PACKAGES = {
    "texlive-lang-chinese": ("FandolFang-Regular.otf", "FandolSong-Regular.otf"),
    "fonts-noto-cjk": (
        "NotoSerifCJK-Regular.ttc",
        "NotoSerifCJK-Bold.ttc",
        "NotoSansCJK-Regular.ttc",
    ),
    "fonts-lxgw-wenkai": ("LXGWWenKai-Regular.ttf",),
    "fonts-hanazono": ("HanaMinA.ttf", "HanaMinB.ttf"),
}

SYMBOLS = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x45F), (0x2000, 0x206F), (0x2100, 0x23FF),
    (0x2460, 0x26FF), (0x2E80, 0x2FDF), (0x3000, 0x33FF), (0xF900, 0xFAFF),
    (0xFE10, 0xFE6F), (0xFF00, 0xFFEF),
)  # fmt: skip
IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))


def _spread(ranges: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(point for first, last in ranges for point in range(first, last + 1))


def _gb2312() -> frozenset[int]:
    points = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            text = bytes((high, low)).decode("gb2312", errors="ignore")
            points.update(map(ord, text))
    return frozenset(points)


# The everyday characters, in a small face of their own: the time a letter takes follows the
# number of glyphs of the faces it touches. The others sit in a second face, touched only by
# the names that need it.
COMMON = _gb2312() | _spread(SYMBOLS)
REST = _spread(IDEOGRAPHS) - COMMON


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One file of the font directory."""

    family: str
    source: str
    index: int = 0  # of the face in a collection; 2 is the simplified Chinese of Noto CJK
    keeps: frozenset[int] | None = None  # code points; None keeps the face as it is

    @property
    def filename(self) -> str:
        suffix = "ttf" if self.source.endswith(".ttf") else "otf"
        return f"{self.family}.{suffix}"


FACES = (
    Face(family="GwFang", source="FandolFang-Regular.otf"),
    Face(family="GwSong", source="FandolSong-Regular.otf", keeps=COMMON),
    Face(family="GwTitle", source="NotoSerifCJK-Bold.ttc", index=2, keeps=COMMON),
    Face(family="GwTitleX", source="NotoSerifCJK-Bold.ttc", index=2, keeps=REST),
    Face(family="GwSerif", source="NotoSerifCJK-Regular.ttc", index=2, keeps=COMMON),
    Face(family="GwSerifX", source="NotoSerifCJK-Regular.ttc", index=2, keeps=REST),
    Face(family="GwHei", source="NotoSansCJK-Regular.ttc", index=2, keeps=COMMON),
    Face(family="GwHeiX", source="NotoSansCJK-Regular.ttc", index=2, keeps=REST),
    Face(family="GwKai", source="LXGWWenKai-Regular.ttf", keeps=COMMON),
    Face(family="GwKaiX", source="LXGWWenKai-Regular.ttf", keeps=REST),
    Face(family="GwRareA", source="HanaMinA.ttf"),
    Face(family="GwRareB", source="HanaMinB.ttf"),
)

_RARE = ("GwSerif", "GwSerifX", "GwRareA", "GwRareB")

# The name the style sheet says -> who may stand for it: licensed cuts first, then ours.
ROLES = {
    "Gov FangSong": (
        "仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "FangSong", "仿宋",
        "STFangsong", "Zhuque Fangsong", "GwFang", *_RARE,
    ),
    "Gov XiaoBiaoSong": (
        "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S",
        "GwTitle", "GwTitleX", *_RARE,
    ),
    "Gov HeiTi": ("SimHei", "黑体", "方正黑体_GBK", "GwHei", "GwHeiX", *_RARE),
    "Gov KaiTi": (
        "楷体_GB2312", "KaiTi_GB2312", "KaiTi", "楷体", "方正楷体_GBK",
        "GwKai", "GwKaiX", *_RARE,
    ),
    "Gov Song": ("SimSun", "宋体", "GwSong", *_RARE),
}  # fmt: skip
# What the standard calls the role.
ROLE_NAMES = {
    "Gov FangSong": "仿宋",
    "Gov XiaoBiaoSong": "小标宋",
    "Gov HeiTi": "黑体",
    "Gov KaiTi": "楷体",
    "Gov Song": "宋体",
}
# What stands for a role when the office has put in no face of its own.
OWN_FACES = {
    "Gov FangSong": "GwFang",
    "Gov XiaoBiaoSong": "GwTitle",
    "Gov HeiTi": "GwHei",
    "Gov KaiTi": "GwKai",
    "Gov Song": "GwSong",
}


def fonts_conf(cache_dir: str) -> str:
    """The whole configuration of fontconfig: these directories, these names, nothing else."""
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        '<dir prefix="relative">licensed</dir>',
        '<dir prefix="relative">faces</dir>',
        f"<cachedir>{cache_dir}</cachedir>",
    ]
    for role, families in ROLES.items():
        preferred = "".join(f"<family>{family}</family>" for family in families)
        lines.append(
            f'<alias binding="same"><family>{role}</family><prefer>{preferred}</prefer></alias>'
        )
    return "\n".join([*lines, "</fontconfig>", ""])
