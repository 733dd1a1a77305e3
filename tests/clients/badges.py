"""A label as an Open Badge 3.0: checked by openbadgeslib, which knows nothing of us but the name of the issuer."""

from urllib.parse import urlsplit

import requests
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from demo import URL, headers

HERE = urlsplit(URL)
BASE = f"{HERE.scheme}://{HERE.netloc}"


def asked(role, query, **variables):
    answer = requests.post(URL, json={"query": query, "variables": variables}, headers=headers(role), timeout=30).json()
    assert "errors" not in answer, answer
    return answer["data"]


def fetch(address, *_, **__):
    """As the library would, but that the name of the demo is not on the web, and has no TLS."""
    place = urlsplit(address)
    answer = requests.get(BASE + place.path, timeout=30)
    answer.raise_for_status()
    return answer.content


def credential(label):
    it = asked(
        "TEACHER",
        "query($input: CredentialInput!) { it: credential(input: $input) { credentialFile { jwt } userErrors { code } } }",
        input={"labelId": label},
    )["it"]
    return it["credentialFile"]["jwt"] if not it["userErrors"] else it["userErrors"][0]["code"]


def act(name, label):
    kind = name[0].upper() + name[1:] + "Input"
    query = f"mutation($input: {kind}!) {{ it: {name}(input: $input) {{ userErrors {{ code message }} }} }}"
    it = asked("STAFF", query, input={"labelId": label, "reason": "Vergissing bij de ingave."})["it"]
    assert not it["userErrors"], it


def verdict(token):
    try:
        checked = OB3Verifier.for_issuer_did(DID, download=fetch).verify(token, check_status=True, download=fetch)
        return checked
    except OB3VerificationError as error:
        return str(error)


public = requests.get(f"{BASE}/.well-known/did.json", timeout=30).json()
DID = public["id"]
mine = asked("TEACHER", "{ labels(filter: { isValid: { eq: true } }) { nodes { id serial } } }")["labels"]["nodes"]
label = mine[0]["id"]
token = credential(label)
good = verdict(token)
assert not isinstance(good, str), good
print(f"{mine[0]['serial']} is good: {DID}")

act("revokeLabel", label)
refused = verdict(token)
assert isinstance(refused, str) and "'revocation' is set" in refused, refused
assert credential(label) == "REVOKED"
print(f"revoked: {refused}")
act("restoreLabel", label)
good = verdict(token)
assert not isinstance(good, str), good

head, claims, signature = token.split(".")
forged = verdict(".".join([head, claims[:-4] + ("AAAA" if claims[-4:] != "AAAA" else "BBBB"), signature]))
assert isinstance(forged, str), "a changed credential is believed"
print(f"changed: {forged}")
