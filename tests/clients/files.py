"""Photos in a store that speaks S3, against moto: they are there after a restart, and gone when they are withdrawn.

    python3 files.py PATH_OF_NQL
"""

import io, json, os, socket, subprocess, sys, tempfile, time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import boto3
import png

NQL = os.path.realpath(sys.argv[1])
data = tempfile.TemporaryDirectory()
KEYS = {
    "AWS_ACCESS_KEY_ID": "nql", "AWS_SECRET_ACCESS_KEY": "only-for-a-trial", "AWS_REGION": "eu-west-1",
    "AWS_ALLOW_HTTP": "true",
}
started = []


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(url):
    for _ in range(200):
        try:
            return urlopen(url)
        except HTTPError:
            return None
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def store(port):
    moto = os.path.join(os.path.dirname(sys.executable), "moto_server")
    process = subprocess.Popen([moto, "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    started.append(process)
    wait_for(f"http://127.0.0.1:{port}/moto-api/")
    return process


def bucket(port):
    there = {"endpoint_url": f"http://127.0.0.1:{port}", "region_name": KEYS["AWS_REGION"]}
    keys = {"aws_access_key_id": KEYS["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": KEYS["AWS_SECRET_ACCESS_KEY"]}
    return boto3.resource("s3", **there, **keys).Bucket("nql-files")


def names(port):
    """Names of what is in the bucket."""
    return sorted(kept.key for kept in bucket(port).objects.all())


def nql(*options, port, name="nql-files"):
    env = {**os.environ, **KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "NQL_LIMITS": "off"}
    command = [NQL, *options, "--data", os.path.join(data.name, "data"), "--files", f"s3://{name}/of-nql"]
    return command, env


def demo(port):
    command, env = nql("demo", "--listen", "127.0.0.1:0", "--json", port=port)
    log = open(os.path.join(data.name, "log"), "ab")
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
    started.append(process)
    line = process.stdout.readline()
    assert line, open(log.name).read()[-2000:]
    return process, json.loads(line)


def ask(query, variables=None):
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    try:
        answer = urlopen(Request(f"{address}/graphql", body, {"content-type": "application/json", **winner}))
    except HTTPError as error:
        answer = error
    return json.load(answer)


def add(award, sent):
    """Adds a photo; the prize and the photo, or nothing if this prize is not of the caller."""
    given = {"prizeAwardId": award, "uploadId": sent, "occasion": "HANDOVER", "shows": "De taart."}
    answer = ask(ADD, {"input": given})
    if answer.get("errors"):
        return None
    assert not answer["data"]["it"]["userErrors"], answer
    return award, answer["data"]["it"]["photo"]["id"]


ADD = "mutation($input: AddPhotoInput!) { it: addPhoto(input: $input) { photo { id } userErrors { code message } } }"
WITHDRAW = "mutation($input: WithdrawPhotoInput!) { it: withdrawPhoto(input: $input) { userErrors { code message } } }"
AWARD = "query($id: ID!) { node(id: $id) { ... on PrizeAward { photos { id } } } }"


def photo(address, headers, name):
    try:
        with urlopen(Request(f"{address}/photos/{name}", headers=headers)) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def picture():
    sent = io.BytesIO()
    png.Writer(width=32, height=32, greyscale=False).write(sent, [[8 * x % 256 for x in range(96)] for _ in range(32)])
    return sent.getvalue()


def upload(address, headers):
    try:
        request = Request(f"{address}/uploads?for=photo", picture(), {"content-type": "image/png", **headers})
        return json.load(urlopen(request))["id"]
    except HTTPError as error:
        return error.code


try:
    port = free_port()
    moto = store(port)
    # A store that does not let us in is known at the start.
    command, env = nql("demo", "--listen", "127.0.0.1:0", port=port, name="no-such-bucket")
    refused = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)
    assert refused.returncode != 0 and "s3://no-such-bucket/of-nql" in refused.stderr, refused

    bucket(port).create(CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_REGION"]})
    server, started_demo = demo(port)
    address = started_demo["address"]
    before = names(port)
    assert before and all(name.startswith("of-nql/") for name in before), before
    # A winner adds a photo to the prize, and sees it.
    added = None
    for user in started_demo["users"]:
        winner = {"authorization": f"Bearer {user['token']}", "x-nql-role": user["role"]}
        sent = upload(address, winner) if user["role"] == "TEACHER" else None
        if not isinstance(sent, str):
            continue
        for prize in ask("{ prizes(first: 100) { nodes { awards { id } } } }")["data"]["prizes"]["nodes"]:
            for award in prize["awards"]:
                added = added or add(award["id"], sent)
        if added:
            break
    award, old = added
    status, shown = photo(address, winner, old)
    assert status == 200 and shown[:2] == b"\xff\xd8", status
    there = names(port)
    assert len(there) == len(before) + 2, "the photo and its thumbnail"
    _, new = add(award, upload(address, winner))
    assert len(names(port)) == len(there) + 2

    # Another process of the same database reads them.
    server.kill()
    server.wait()
    server, started_demo = demo(port)
    address = started_demo["address"]
    assert photo(address, winner, new)[0] == 200 and photo(address, winner, old) == (200, shown)

    withdrawn = ask(WITHDRAW, {"input": {"photoId": new}})["data"]["it"]
    assert not withdrawn["userErrors"], withdrawn
    assert names(port) == there and photo(address, winner, new)[0] == 404

    # Without the store, what needs it fails by itself and leaves nothing; the rest goes on.
    moto.kill()
    moto.wait()
    seen = ask(AWARD, {"id": award})["data"]["node"]["photos"]
    given = {"prizeAwardId": award, "uploadId": upload(address, winner), "occasion": "HANDOVER", "shows": "De taart."}
    refused = ask(ADD, {"input": given})["errors"]
    assert refused[0]["extensions"]["code"] in ("INTERNAL_SERVER_ERROR", "TRY_LATER"), refused
    assert "127.0.0.1" not in json.dumps(refused), refused
    assert photo(address, winner, old)[0] >= 500
    assert ask(AWARD, {"id": award})["data"]["node"]["photos"] == seen
    print(f"note: {len(before)} files of the demo, two photos there and one of them gone; without the store {refused[0]['extensions']['code']}")
finally:
    for process in started:
        process.kill()
