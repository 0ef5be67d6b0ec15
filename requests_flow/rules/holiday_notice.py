"""Reads the notice of the State Council's General Office, as people paste it.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。

What is printed twice is compared: the weekday with the date, "共3天" with the days.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from .errors import ErrorCode
from .holiday_draft import (
    DECEMBER,
    WEEKDAYS,
    Doubt,
    DoubtCode,
    Draft,
    Holiday,
    HolidayError,
    days_from,
    draft_of,
    plausible,
    say,
    say_weekday,
)
from .working_days import ONE_DAY, SATURDAY

SEVEN = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节")
_NAME = "(?:元旦|春节|清明节?|劳动节|端午节?|中秋节?|国庆节)"
_NAMES = rf"{_NAME}(?:[、和与及]{_NAME})*"
_NUMERAL = "[一二三四五六七八九十]{1,2}"
_HEAD = re.compile(
    rf"(?:(?:{_NUMERAL}|\d{{1,2}})[、.])?(?P<known>{_NAMES})(?:假期|放假)?(?:安排)?"
    rf"(?::|(?=(?:\d{{4}}年)?\d{{1,2}}月\d))"
    rf"|{_NUMERAL}、(?P<other>[^:。;、]{{2,24}}):"
)
_YEAR = re.compile(rf"(\d{{4}})年(?:部分节假日|节假日|放假|{_NAMES})")
_NUMBER = re.compile(r"国办发明电[〔\[(【](\d{4})[〕\])】](\d{1,3})号")
_SIGNATURE = re.compile(r"国务院办公厅\d{4}年\d{1,2}月\d{1,2}日")
# A wish, not an arrangement: "鼓励各单位…安排职工在除夕（2月9日）休息".
_WISH = re.compile(r"鼓励|倡导|建议|有条件")
_LENGTHENED = re.compile(rf"延长(?:\d{{4}}年)?{_NAMES}(?:假期|放假)")
_TOKEN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<aside>[^()]*)\))?"
    r"(?P<onwards>起)?"
    r"|(?P<denied>(?:不|无[需须]|免)(?:[用需必再]|照常|正常|安排)*(?:放假|补休|上班))"
    r"|(?P<to>(?<!调)[至到~〜—–-]+)|(?P<off>放假|补休)|(?P<work>上班)|(?P<join>连休)"
)
_HALF = re.compile(r"半[天日]|[上下]午")  # never changes which days count
_OTHER_WORDS = re.compile("[^、,和及与]")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COUNT = re.compile(r"(?:共计?|放假(?:调休)?)(\d{1,2}|[一二两三四五六七八九十]{1,2})天")
_DIGITS = {numeral: n for n, numeral in enumerate("零一二三四五六七八九十")} | {"两": 2}


def read_notice(text: str, *, year: int | None = None) -> Draft:
    """Read the notice in `text`; `year` where the text does not say it.

    Raises HolidayError if no holiday is found in it, or a date cannot be.
    """
    plain = _plain(text)
    if not (_HEAD.search(plain) or re.search(_NAME, plain)):
        raise HolidayError(ErrorCode.HOLIDAYS_NOT_FOUND)
    year = _year_of(plain, year)
    source, doubts = _source_of(plain, year)
    holidays: list[Holiday] = []
    for name, body in _clauses(plain):
        clause = _Clause(name=name, year=year)
        clause.read(body)
        if clause.off or clause.worked:
            before = [holiday for holiday in holidays if holiday.name == name]
            doubts += [Doubt(code=DoubtCode.NAMED_TWICE, about=name)] if before else []
            holidays.append(clause.holiday())
        doubts += clause.doubts
    if not holidays and _LENGTHENED.search(plain):
        raise HolidayError(ErrorCode.HOLIDAY_LENGTHENED)
    said = "".join(holiday.name for holiday in holidays)
    missing = [name for name in SEVEN if name not in said]
    if missing:
        doubts.append(Doubt(code=DoubtCode.NOT_NAMED, about="、".join(missing)))
    return draft_of(year, source, holidays, doubts)


def _plain(text: str) -> str:
    """One width, no blanks, no signature, no wishes."""
    narrow = unicodedata.normalize("NFKC", text)
    whole = "".join(c for c in narrow if not c.isspace() and unicodedata.category(c) != "Cf")
    sentences = re.split(r"(?<=。)", _SIGNATURE.sub("", whole))
    return "".join(sentence for sentence in sentences if not _WISH.search(sentence))


def _year_of(plain: str, year: int | None) -> int:
    said = sorted({int(found) for found in _YEAR.findall(plain)})
    if year is None and len(said) != 1:
        code = ErrorCode.HOLIDAY_YEAR_UNCLEAR if said else ErrorCode.HOLIDAY_YEAR_MISSING
        raise HolidayError(code, what="、".join(map(str, said)))
    if year is not None and said and year not in said:
        raise HolidayError(ErrorCode.HOLIDAY_YEAR_DIFFERS, what="、".join(map(str, said)))
    return plausible(said[0] if year is None else year)


def _source_of(plain: str, year: int) -> tuple[str, list[Doubt]]:
    found = _NUMBER.search(plain)
    if not found:
        return "", [Doubt(code=DoubtCode.NUMBER_MISSING)]
    source = f"国办发明电〔{found[1]}〕{found[2]}号"
    if int(found[1]) in (year - 1, year):
        return source, []
    return source, [Doubt(code=DoubtCode.NUMBER_OF_ANOTHER_YEAR, about=source, printed=found[1])]


def _clauses(plain: str) -> Iterator[tuple[str, str]]:
    """The name of each holiday, and what follows up to the next.

    A notice that changes one holiday names it in its title only.
    """
    heads = list(_HEAD.finditer(plain))
    if not heads and (title := re.search(_NAMES, plain)):
        yield title[0], plain[title.end() :]
    ends = [*(head.start() for head in heads[1:]), len(plain)]
    for head, end in zip(heads, ends, strict=False):
        yield head["known"] or head["other"], plain[head.end() : end]


@dataclass(kw_only=True)
class _Clause:
    """What one holiday's sentences say, word by word."""

    name: str
    year: int
    off: list[date] = field(default_factory=list)
    worked: list[date] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    waiting: list[date] = field(default_factory=list)  # named, and no word yet what of them
    weekdays: list[tuple[date, str]] = field(default_factory=list)  # as printed beside the day
    is_reaching: bool = False  # after "至": the next day ends a stretch

    def read(self, body: str) -> None:
        """Take in every sentence, then compare the count that is printed."""
        for sentence in re.split(r"[。;]", body):
            end = 0
            for token in _TOKEN.finditer(sentence):
                if token["day"] and _OTHER_WORDS.search(sentence[end : token.start()]):
                    self._leave()  # something else was said of the days before
                if token["day"] or token["to"] or not _HALF.search(sentence):
                    self._take(token)
                end = token.end()
            self._leave()
        self._compare_count(body)

    def holiday(self) -> Holiday:
        """What was understood."""
        return Holiday(
            name=self.name,
            off=tuple(sorted(set(self.off))),
            worked=tuple(sorted(set(self.worked))),
        )

    def _take(self, token: re.Match[str]) -> None:
        if token["onwards"] or token["denied"]:  # "2月3日起正常上班" arranges nothing
            self._leave()
        elif token["day"]:
            self._take_day(token)
        elif token["off"] or token["work"]:
            (self.off if token["off"] else self.worked).extend(self.waiting)
            self.waiting = []
        elif token["join"]:
            self._join_the_weekend()
        self.is_reaching = bool(token["to"])

    def _take_day(self, token: re.Match[str]) -> None:
        day = self._date_of(token)
        if weekday := _WEEKDAY.search(token["aside"] or ""):
            self.weekdays.append((day, weekday[0]))
        if not (self.is_reaching and self.waiting):
            self.waiting.append(day)
            return
        first = self.waiting.pop()
        if first > day and first.month == DECEMBER and first.year == day.year:
            before = first.replace(year=day.year - 1)
            self.weekdays = [(before if d == first else d, said) for d, said in self.weekdays]
            first = before
            self._doubt(DoubtCode.YEAR_TAKEN_FROM_BEFORE, about=say(first), found=str(first.year))
        self.waiting += days_from(first, day)

    def _date_of(self, token: re.Match[str]) -> date:
        """The day alone is of the month named before; a month alone is of the notice's year."""
        before = self.waiting[-1] if self.waiting else None
        year = plausible(int(token["year"] or self.year))
        try:
            if before and not token["month"]:
                return before.replace(day=int(token["day"]))
            return date(year, int(token["month"] or 0), int(token["day"]))
        except ValueError:
            raise HolidayError(
                ErrorCode.HOLIDAY_DATE_IMPOSSIBLE, what=f"{self.name} {token[0]}"
            ) from None

    def _join_the_weekend(self) -> None:
        """ "与周末连休": the Saturdays and Sundays on either side."""
        for step in (-ONE_DAY, ONE_DAY):
            for day in tuple(self.off):
                beside = day + step
                while beside.weekday() >= SATURDAY:
                    self.off.append(beside)
                    beside += step

    def _compare_count(self, body: str) -> None:
        for printed in _COUNT.findall(body):
            number = int(printed) if printed.isdigit() else _number_of(printed)
            if number != len(set(self.off)):
                self._doubt(
                    DoubtCode.COUNT_DIFFERS,
                    about=self.name,
                    printed=str(number),
                    found=str(len(set(self.off))),
                )

    def _leave(self) -> None:
        """A sentence ends: its weekdays are compared; days without a word are not days off."""
        for day, printed in self.weekdays:
            if printed[-1].replace("天", "日") != WEEKDAYS[day.weekday()]:
                found = say_weekday(day)
                self._doubt(DoubtCode.WEEKDAY_DIFFERS, about=say(day), printed=printed, found=found)
        self.weekdays = []
        if self.waiting:
            days = "、".join(say(day) for day in self.waiting)
            self._doubt(DoubtCode.NOT_UNDERSTOOD, about=self.name, printed=days)
        self.waiting = []

    def _doubt(self, code: DoubtCode, *, about: str, printed: str = "", found: str = "") -> None:
        self.doubts.append(Doubt(code=code, about=about, printed=printed, found=found))


def _number_of(numeral: str) -> int:
    """一 to 九十九, as far as holidays go: 十 is ten, 十一 eleven, 三 three."""
    if numeral.startswith("十") and numeral != "十":
        return 10 + _DIGITS[numeral[1]]
    return _DIGITS[numeral[0]]
