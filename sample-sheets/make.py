#!/usr/bin/env python3
"""Makes every sample sheet, and the tables and findings that must come out of them.

    python3 -m venv env && env/bin/pip install openpyxl==3.1.5 XlsxWriter xlwt==1.3.0 odfpy==1.4.1 msoffcrypto-tool
    env/bin/python sample-sheets/make.py                 everything but the files below
    env/bin/python sample-sheets/make.py --libreoffice   also the files that LibreOffice saves (needs soffice)

The same values give the same bytes: moments of saving are taken out of the files. Only what LibreOffice saves changes
from one version to the next, so those files are made on request.
The truth (`tests/samples/`) is written from the values that go into the workbooks, never from the program's output.
"""

import argparse
import pathlib
import shutil

from making import mistakes, quirks, round_2020_06, truth

HERE = pathlib.Path(__file__).parent
TRUTH = HERE.parent / "tests/samples"


def make_quirks():
    folder = HERE / "quirks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    tables, lines, readme = [], [], []
    for quirk in quirks.all_quirks():
        assert not (folder / quirk.name).exists(), quirk.name
        quirk.writer(quirk.book, folder / quirk.name)
        for record in quirk.records:
            record["source_file"] = record["source_file"] or quirk.name
        tables += quirk.records
        total = sum(int(record["amount_vnd"] or 0) for record in quirk.records)
        lines.append([quirk.name, len(quirk.records), total, ",".join(quirk.must), ",".join(quirk.never), quirk.state])
        must = ", ".join(code.replace("@", " at ") for code in quirk.must) or "—"
        never = ", ".join(quirk.never) or "—"
        readme.append(f"| `{quirk.name}` | {quirk.says} | {len(quirk.records)} | {total:,} | {must} | {never} | {quirk.state} |")
    truth.write_table(TRUTH / "quirks.csv", tables)
    truth.write_tsv(TRUTH / "quirks.tsv", ["file", "records", "amount_vnd", "codes", "never", "state"], lines)
    (folder / "README.md").write_text(quirks_readme(readme), encoding="utf-8")


def quirks_readme(lines):
    return "\n".join([
        "# Quirks, one a file",
        "",
        "The smallest workbook for each layout and way of typing that offices send. Made by `../make.py`, all invented.",
        "What must come out stands in the table: records, the sum of their amounts in đồng, findings that must be raised (at a cell, where it is given) and findings that must not.",
        "The records themselves are in `tests/samples/quirks.csv`; `cargo test --test samples` holds the program to all of it; what is `open` is not read right yet.",
        "",
        "Mỗi tệp là một cách trình bày hoặc cách gõ thường gặp, thu gọn còn vài dòng. Cột “records” là số dòng hoạt động phải đọc được, “đồng” là tổng kinh phí, “must” và “must not” là các mã góp ý phải có và không được có.",
        "",
        "| file | what it shows | records | đồng | must | must not | state |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *lines,
        "",
    ])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--libreoffice", action="store_true", help="also make the files that LibreOffice saves")
    arguments = arguments.parse_args()
    TRUTH.mkdir(parents=True, exist_ok=True)
    make_quirks()
    round_2020_06.make(HERE, TRUTH, arguments.libreoffice)
    mistakes.make(HERE, TRUTH)


if __name__ == "__main__":
    main()
