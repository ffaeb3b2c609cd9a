"""Fills in a form through LibreOffice's own interface, as a person would: cells are typed, formulas recalculate, it is saved.

The cells are a list of row, column (from 0) and value, or {"insert": rows before which a row is put in, "cells": the list}.

Usage: fill_uno.py PROFILE_ARGUMENT BLANK FILLED CELLS.json"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

PIPE = "tonghop-forms"


def prop(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


def desktop():
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            remote = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def main():
    profile, blank, filled, cells = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), json.loads(Path(sys.argv[4]).read_text("utf-8"))
    office = subprocess.Popen(
        ["soffice", profile, "--headless", "--norestore", f"--accept=pipe,name={PIPE};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    desk = desktop()
    document = desk.loadComponentFromURL(blank.as_uri(), "_blank", 0, (prop("Hidden", True),))
    sheet = document.Sheets.getByIndex(0)
    if isinstance(cells, dict):
        # A person does so on the protected sheet; the interface is refused, whatever the sheet allows.
        sheet.unprotect("")
        for row in cells["insert"]:
            sheet.Rows.insertByIndex(row, 1)
        cells = cells["cells"]
    for row, col, value in cells:
        cell = sheet.getCellByPosition(col, row)
        if isinstance(value, str):
            cell.setString(value)
        else:
            cell.setValue(value)
    document.calculateAll()
    document.storeToURL(filled.as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)
    try:
        desk.terminate()
    except Exception:
        pass
    office.wait(60)


main()
