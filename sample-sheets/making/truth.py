"""What a sheet holds, written down beside it: the tables and findings that must come out."""

import calendar
import csv
import datetime
import json

COLUMNS = (
    "programme,period,unit_code,unit_name,section,seq,activity,sector_code,sector,provider,recipient,location,quantity,"
    "quantity_unit,start_date,end_date,date_precision,amount_vnd,amount_qualifier,budget_vnd,mobilised_vnd,in_kind_vnd,"
    "result,difficulties,proposals,note,extra,source_file,source_sheet,source_row"
).split(",")


def period(text):
    """`2018`, `2018-05`, `2018-05-03`, `2018-Q2`, `2018-H1`, `2016..2020`: first day, last day, precision."""
    if ".." in text:
        first, last = (period(part) for part in text.split(".."))
        return first[0], last[1], "range"
    year, _, rest = text.partition("-")
    year = int(year)
    if not rest:
        months, precision = (1, 12), "year"
    elif rest[0] == "Q":
        months, precision = (3 * int(rest[1]) - 2, 3 * int(rest[1])), "quarter"
    elif rest[0] == "H":
        months, precision = (6 * int(rest[1]) - 5, 6 * int(rest[1])), "half"
    elif "-" in rest:
        day = datetime.date.fromisoformat(text)
        return day, day, "day"
    else:
        months, precision = (int(rest), int(rest)), "month"
    last = calendar.monthrange(year, months[1])[1]
    return datetime.date(year, months[0], 1), datetime.date(year, months[1], last), precision


def row(**fields):
    """A line of an expected table; `time` as `period` takes it, `extra` as a mapping."""
    if time := fields.pop("time", None):
        fields["start_date"], fields["end_date"], fields["date_precision"] = period(time)
    if extra := fields.pop("extra", None):
        fields["extra"] = json.dumps(extra, ensure_ascii=False, separators=(",", ":"))
    unknown = set(fields) - set(COLUMNS)
    assert not unknown, unknown
    return {column: "" if fields.get(column) is None else str(fields[column]) for column in COLUMNS}


def write_table(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_tsv(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        for values in [head, *rows]:
            out.write("\t".join(str(value) for value in values) + "\n")
