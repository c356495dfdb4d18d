"""Draw the made-up round of จังหวัดบุรีรัมย์ 2564: real places, everything else invented.

Every ตำบล has one latent strength, so its answers hang together as they do in life; the ranges are
assumed. What planted.csv states is then put in place of what was drawn.

    python samples/make_round.py        writes the tables beside this file anew
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACES = HERE.parent / "sorchor_xl" / "data" / "tambons.csv"
SEED = 2564
PROVINCE, SILENT = "31", "3106"
LEFT_BLANK = "(ว่าง)"
BASES = ("committee", "organizations", "missions", "forum_projects", "funds")
ANSWERS = tuple(str(n) for n in range(1, 24))
TYPED = (*BASES, *ANSWERS, "notes", "assessor", "assessed_on")

# Largest count of a strong ตำบล, and the lowest and highest share of a base, by indicator.
COUNTS = {5: 4, 8: 6, 9: 7, 10: 4, 12: 4, 13: 5, 14: 4, 16: 5, 17: 12, 18: 6, 19: 6}
SHARES = {
    1: ("committee", 0.20, 1.0),
    2: ("organizations", 0.40, 0.95),
    3: ("missions", 0.15, 1.0),
    4: ("2", 0.15, 1.0),
    11: ("forum_projects", 0.10, 1.0),
    15: ("funds", 0.10, 0.95),
    20: ("committee", 0.0, 0.70),
    21: ("committee", 0.15, 0.95),
    22: ("committee", 0.10, 0.80),
    23: ("committee", 0.0, 0.45),
}
CHOICES = (6, 7)
MEAN, SPREAD, NOISE = 0.50, 0.14, 0.19
FIRST_DAY, DAYS = date(2021, 4, 1), 29
HOLIDAYS = {date(2021, 4, day) for day in (6, 12, 13, 14, 15)}
EVIDENCE = {
    "1": "บันทึกการมอบหมายงานรายคน",
    "5": "รายงานการประชุมคณะกรรมการ",
    "6": "สมุดบัญชีกองทุน",
    "7": "ทะเบียนสมาชิกฉบับปรับปรุง",
    "9": "ภาพถ่ายและบันทึกเวที",
    "11": "ข้อบัญญัติ อบต.",
    "15": "บันทึกข้อตกลงเครือข่ายกองทุน",
    "17": "สมุดเยี่ยม",
    "21": "หนังสือเชิญอบรม",
    "23": "ประกาศเกียรติคุณ",
}
OFFICERS = "กขคง"
POSITIONS = ("นักวิชาการพัฒนาชุมชนชำนาญการ", "นักวิชาการพัฒนาชุมชนปฏิบัติการ", "เจ้าพนักงานพัฒนาชุมชนชำนาญงาน")
PLAN_LEVELS = ("ท้องถิ่น", "ท้องถิ่น", "อำเภอ", "อำเภอ", "จังหวัด", "ยังไม่เชื่อมโยง")
AWARD_LEVELS = ("จังหวัด", "จังหวัด", "จังหวัด", "ภาค/เขต")
Row = dict[str, str]


@dataclass(frozen=True)
class Place:
    """One ตำบล of the province."""

    amphoe_code: str
    amphoe: str
    code: str
    name: str


def places() -> list[Place]:
    """Every ตำบล of the อำเภอ that have answered, in code order."""
    with PLACES.open(encoding="utf-8", newline="") as file:
        rows = [Place(*row[2:]) for row in csv.reader(file) if row[0] == PROVINCE]
    return sorted((p for p in rows if p.amphoe_code != SILENT), key=lambda p: p.code)


def planted() -> dict[str, Row]:
    """What is put in place of what was drawn, by code of a ตำบล or an อำเภอ."""
    with (HERE / "planted.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


class Draw:
    """The dice of one table; each table has its own, so that one can change without the others."""

    def __init__(self, name: str) -> None:
        self.dice = random.Random(f"{SEED}/{name}")  # noqa: S311 - the same throws again, no secret

    def __call__(self, chance: float) -> bool:
        """Whether something of this chance happens."""
        return self.dice.random() < chance

    def day(self, first: date, days: int) -> date:
        """A working day from ``first`` on."""
        while True:
            day = first + timedelta(days=self.dice.randrange(days))
            if day.weekday() < 5 and day not in HOLIDAYS:  # noqa: PLR2004 - Monday to Friday
                return day

    def triangle(self, low: int, high: int, mode: int) -> int:
        """A whole number with a usual value."""
        return round(self.dice.triangular(low, high, mode))


def draw_answers(draw: Draw) -> Row:
    """Bases and answers of one ตำบล."""
    strength = min(0.95, max(0.08, draw.dice.gauss(MEAN, SPREAD)))
    drawn = {
        "committee": draw.triangle(13, 25, 16),
        "organizations": draw.triangle(14, 40, 17),
        "missions": draw.dice.choice((8, 9, 9, 9, 10)),
        "forum_projects": draw.triangle(3, 15, 7),
        "funds": draw.triangle(5, 30, 10),
    }
    for number in range(1, 24):
        own = min(1.0, max(0.0, draw.dice.gauss(strength, NOISE)))
        drawn[str(number)] = draw_answer(number, own, drawn)
    drawn["13"] = drawn["13"] if drawn["12"] else 0
    drawn["14"] = min(drawn["14"], drawn["12"])
    drawn["5"] = drawn["5"] if drawn["3"] else 0
    drawn["18"] = min(drawn["18"], drawn["2"])
    return {key: str(value) for key, value in drawn.items()}


def draw_answer(number: int, own: float, drawn: Mapping[str, int]) -> int:
    """One answer by the strength shown in it: 0 to 1."""
    if number in CHOICES:
        return 1 + round(2 * own)
    if number in COUNTS:
        return max(1 if number == 9 else 0, round(COUNTS[number] * own))  # noqa: PLR2004
    base, low, high = SHARES[number]
    return round(drawn[base] * (low + (high - low) * own))


def draw_notes(draw: Draw) -> str:
    """Evidence as written beside some indicators: "5=…; 9=…"."""
    chosen = draw.dice.sample(sorted(EVIDENCE, key=int), draw.dice.randint(1, 4))
    return "; ".join(f"{n}={EVIDENCE[n]}" for n in sorted(chosen, key=int))


def typed_date(draw: Draw, day: date) -> str:
    """A date as officers enter it: mostly a true date, sometimes text in พ.ศ."""
    if draw(0.92):
        return day.isoformat()
    return f"{day.day:02d}/{day.month:02d}/{day.year + 543}"


def round_rows(here: Iterable[Place], replacing: Mapping[str, Row]) -> list[Row]:
    """The forms of the round, one row per ตำบล, as typed."""
    rows = []
    for place in here:
        draw = Draw(f"form {place.code}")
        officer = draw.dice.randrange(len(OFFICERS) - 1)
        row = {
            "amphoe_code": place.amphoe_code,
            "amphoe": place.amphoe,
            "tambon_code": place.code,
            "tambon": place.name,
            **draw_answers(draw),
            "notes": draw_notes(draw),
            "assessor": f"นักวิชาการสมมติ {OFFICERS[officer]}. / {POSITIONS[officer]}",
            "assessed_on": typed_date(draw, draw.day(FIRST_DAY, DAYS)),
        }
        rows.append(plant(row, replacing.get(place.code, {})))
    return rows


def plant(row: Row, stated: Mapping[str, str]) -> Row:
    """The row with what is stated in place of what was drawn."""
    changed = {key: stated[key] for key in TYPED if stated.get(key)}
    return {**row, **{k: "" if v == LEFT_BLANK else v for k, v in changed.items()}}


def yes(happens: bool) -> str:
    """The word of the list."""
    return "ใช่" if happens else "ไม่ใช่"


def iso(day: date | None) -> str:
    """A date as text; "" for none."""
    return day.isoformat() if day else ""


def order_rows(forms: Iterable[Row], replacing: Mapping[str, Row]) -> list[Row]:
    """ศอช.อ. of every อำเภอ, ศอช.ต. and ก.บ.ต. of every ตำบล; some not sent, some sent late."""
    rows: list[Row] = []
    seen: set[str] = set()
    for form in forms:
        amphoe, tambon = form["amphoe_code"], form["tambon_code"]
        if amphoe not in seen:
            seen.add(amphoe)
            rows.append(order_row(amphoe, form["amphoe"], "ศอช.อ.", "15"))
        stated = replacing.get(tambon, {}).get("order_members") or form["committee"]
        rows.append(order_row(tambon, form["tambon"], "ศอช.ต.", stated))
        rows.append(order_row(tambon, form["tambon"], "ก.บ.ต.", ""))
    return rows


def order_row(code: str, area: str, kind: str, members: str) -> Row:
    """One order: most signed and sent by 31 March, some late, some not sent, a few missing."""
    draw = Draw(f"order {code} {kind}")
    board = kind == "ก.บ.ต."
    signed = draw.day(date(2021, 1, 18), 60)
    sent = signed + timedelta(days=draw.dice.randint(1, 24))
    missing = kind != "ศอช.ต." and draw(0.05)
    number = f"{draw.dice.randint(3, 180)}/2564"
    size = members or str(draw.triangle(13, 25, 17))
    row = {
        "area_code": code,
        "area": area,
        "order": kind,
        "number": "" if missing else number,
        "signed_on": "" if missing else iso(signed),
        "members": "" if missing else size,
        "qualified": "" if missing or not board else yes(draw(0.93)),
        "copy_sent_on": "" if missing or draw(0.06) else iso(sent),
    }
    row["reviewed"] = "" if missing else yes(draw(0.95))
    seated = row["qualified"] == yes(True)
    row["qualified_count"] = str(draw.dice.randint(1, 5)) if seated and draw(0.8) else ""
    return row


def plan_rows(forms: Iterable[Row]) -> list[Row]:
    """Plans at the end of April: some sent, most not due yet."""
    rows = []
    for form in forms:
        draw = Draw(f"plan {form['tambon_code']}")
        done = draw(0.4)
        sent = draw.day(date(2021, 4, 16), 14)
        row = {
            "tambon_code": form["tambon_code"],
            "tambon": form["tambon"],
            "integrated": yes(done or draw(0.5)) if draw(0.95) else "",
            "sent_to_amphoe_on": iso(sent) if done else "",
            "sent_to_local_on": iso(sent) if done and draw(0.75) else "",
            "kok_nong_na": yes(draw(0.65)) if draw(0.9) else "",
        }
        rows.append({**row, **draw_pushed(draw, planned=row["kok_nong_na"] == yes(True))})
    return rows


def draw_pushed(draw: Draw, *, planned: bool) -> Row:
    """Whether ศอช. was charged with the plan, and how far โคก หนอง นา has come."""
    runs = planned or draw(0.3)
    told = draw(0.85)
    return {
        "mission_assigned": yes(draw(0.9)) if draw(0.9) else "",
        "kok_nong_na_run": yes(runs) if told else "",
        "plots": str(draw.dice.randint(1, 9) if runs else 0) if told else "",
        "plan_level": draw.dice.choice(PLAN_LEVELS) if planned and draw(0.8) else "",
    }


def award_rows(forms: Iterable[Row]) -> list[Row]:
    """What each อำเภอ stated for the award; about one ตำบล in eight is nominated."""
    rows = []
    for form in forms:
        draw = Draw(f"award {form['tambon_code']}")
        strong = int(form["17"]) >= 8 if form["17"].isdigit() else False  # noqa: PLR2004
        known, nominated = strong or draw(0.35), strong and draw(0.55)
        stated = {
            "nominated": yes(nominated),
            "study_site": yes(draw(0.8 if nominated else 0.4)),
            "food": yes(draw(0.9)),
            "environment": yes(draw(0.85)),
            "immunity": yes(draw(0.85)),
            "last_award_year": draw.dice.choice(
                ("0", "0", "0", "0", "2555", "2559", "2561", "2563")
            ),
            "standard_year": draw.dice.choice(("0", "2560", "2561", "2562", "2563", "2563")),
            "note": "เป็นแหล่งศึกษาดูงานระดับอำเภอ" if nominated and draw(0.5) else "",
        }
        stated["last_award_level"] = (
            draw.dice.choice(AWARD_LEVELS) if stated["last_award_year"] != "0" else ""
        )
        keys = {"tambon_code": form["tambon_code"], "tambon": form["tambon"]}
        rows.append({**keys, **{k: v if known else "" for k, v in stated.items()}})
    return rows


def district_rows(forms: Iterable[Row], replacing: Mapping[str, Row]) -> list[Row]:
    """Who answered for each อำเภอ, when, under what file name, and what program saved it."""
    names = {form["amphoe_code"]: form["amphoe"] for form in forms}
    rows = []
    for number, (code, name) in enumerate(names.items(), start=1):
        draw = Draw(f"district {code}")
        stated = replacing.get(code, {})
        file = stated.get("file") or f"{code}_{name}_2564.xlsx"
        rows.append(
            {
                "amphoe_code": code,
                "amphoe": name,
                "file": file,
                "saved_by": stated.get("saved_by", ""),
                "coordinator": f"ผู้ประสานงานสมมติ {number}",
                "position": draw.dice.choice(POSITIONS),
                "phone": f"0 0000 {number:04d}",
                "certifier": f"พัฒนาการอำเภอสมมติ {number}",
                "reported_on": stated.get("reported_on") or iso(draw.day(date(2021, 4, 20), 11)),
                "remark": "ข้อมูลสมมติ สำหรับทดลองใช้โปรแกรม มิใช่ผลการประเมินจริง",
            }
        )
    return rows


def write(name: str, rows: list[Row]) -> None:
    """A table as a spreadsheet program opens it: UTF-8 with a mark."""
    with (HERE / name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def tables() -> dict[str, list[Row]]:
    """Every table by file name."""
    replacing = planted()
    forms = round_rows(places(), replacing)
    return {
        "round.csv": forms,
        "orders.csv": order_rows(forms, replacing),
        "plans.csv": plan_rows(forms),
        "awards.csv": award_rows(forms),
        "districts.csv": district_rows(forms, replacing),
    }


def main() -> None:
    """Write every table."""
    for name, rows in tables().items():
        write(name, rows)


if __name__ == "__main__":
    main()
