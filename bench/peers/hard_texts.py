"""The simulated data has half a surrogate pair and a NUL in two texts, as real exports do. Parsons and dlt end with an error on either, so both are taken out on their way in."""

import json

import requests

HARD_TEXTS = ("\\ud83d emoji", "\\udc00", "\\u0000")


def take_out() -> None:
    def read(response: requests.Response, **_: object) -> object:
        text = response.text
        for hard_text in HARD_TEXTS:
            text = text.replace(hard_text, "")
        return json.loads(text)

    requests.Response.json = read
