"""Everybody in mobilize.users_to_sync to Action Network, the way a Parsons script does it: one call a row, one after another."""

import os

import parsons.action_network.action_network as action_network
from parsons import ActionNetwork, Postgres

action_network.API_URL = os.environ["AN_API_URL"].rstrip("/")

people = Postgres().query("SELECT given_name, family_name, email_address FROM mobilize.users_to_sync")
network = ActionNetwork()
failures = 0
for person in people:
    try:
        network.upsert_person(
            email_address=person["email_address"],
            given_name=person["given_name"],
            family_name=person["family_name"],
            tags=["Mobilize Event Attendee"],
        )
    except Exception:
        failures += 1
print(f"failures {failures}")
