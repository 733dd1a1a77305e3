"""The running demo, as run.sh started it: where it listens, and the headers of its people."""

import json
import os

with open(os.environ["NQL_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)

URL = DEMO["address"] + "/graphql"


def headers(role, nth=0):
    """What a person with this role sends; nothing for `ANONYMOUS`."""
    if role == "ANONYMOUS":
        return {}
    users = [user for user in DEMO["users"] if user["role"] == role]
    return {"authorization": "Bearer " + users[nth]["token"], "x-nql-role": role}
