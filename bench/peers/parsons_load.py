"""Mobilize attendances to Postgres, the way a Parsons script does it: extract, unpack the dicts, copy."""

import os

import hard_texts
import parsons.mobilize_america.ma as mobilize_america
from parsons import MobilizeAmerica, Postgres

hard_texts.take_out()
mobilize_america.MA_URI = os.environ["MOBILIZE_API_URL"].rstrip("/") + "/"

attendances = MobilizeAmerica().get_attendances(os.environ["MOBILIZE_ORGANIZATION_ID"])
for column in ("person", "event", "timeslot", "sponsor"):
    attendances.unpack_dict(column)

Postgres().copy(attendances, "parsons_attendances", if_exists="drop")
