"""Mobilize attendances to a Google sheet, those who did not come in red, the way the Parsons training guide does it."""

import os

import gspread.http_client
import gspread.urls
import hard_texts
import parsons.mobilize_america.ma as mobilize_america
from parsons import GoogleSheets, MobilizeAmerica

hard_texts.take_out()
mobilize_america.MA_URI = os.environ["MOBILIZE_API_URL"].rstrip("/") + "/"
HERE = os.environ["GOOGLE_API_URL"].rstrip("/")
for module in (gspread.urls, gspread.http_client):
    for name, value in vars(module).items():
        if isinstance(value, str) and value.startswith("https://sheets.googleapis.com"):
            setattr(module, name, value.replace("https://sheets.googleapis.com", HERE))

RED = {"backgroundColor": {"red": 1.0, "green": 0.8, "blue": 0.8}}
SPREADSHEET = os.environ["SPREADSHEET_ID"]

attendances = MobilizeAmerica().get_attendances(os.environ["MOBILIZE_ORGANIZATION_ID"])
for column in ("person", "event", "timeslot"):
    attendances.unpack_dict(column)
attendances = attendances.cut("id", "attended", "status", "person_given_name", "person_family_name", "event_title")

sheets = GoogleSheets()
# Parsons writes no more rows than the tab has.
sheets.gspread_client.open_by_key(SPREADSHEET).sheet1.resize(rows=attendances.num_rows + 1)
sheets.overwrite_sheet(SPREADSHEET, attendances)
for number, row in enumerate(attendances, start=2):
    if row["attended"] is False:
        sheets.format_cells(SPREADSHEET, f"A{number}:F{number}", RED)
