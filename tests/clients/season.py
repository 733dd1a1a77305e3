"""The weeks after the last evaluation, as an office lives them: how many calls they cost its staff.

    python3 season.py PATH_OF_NQL [SCALE]

The demo has a campaign that is being judged, in three communities. Its jurors hand in what is missing; from there on each
request of staff is counted, to the labels on paper. The clock is that of a rehearsal.
"""

import atexit, base64, collections, io, json, os, random, subprocess, sys, tempfile, time
from urllib.request import Request, urlopen
from urllib.error import HTTPError

import openpyxl

NQL = os.path.realpath(sys.argv[1])
SCALE = sys.argv[2] if len(sys.argv) > 2 else "4"
data = tempfile.TemporaryDirectory()
folder = ["--data", os.path.join(data.name, "data")]
begun = time.monotonic()
server = subprocess.Popen(
    [NQL, "demo", "--scale", SCALE, "--listen", "127.0.0.1:0", "--json", *folder],
    stdout=subprocess.PIPE, stderr=open(os.path.join(data.name, "log"), "wb"), text=True,
)
atexit.register(server.kill)
demo = json.loads(server.stdout.readline())
calls, of_office = collections.Counter(), collections.Counter()


class Person:
    """Somebody who is signed in; of staff each request is counted, once that has begun."""

    is_counted = False
    community = None

    def __init__(self, email, role):
        self.email, self.role, self.token = email, role, None

    def ask(self, query, variables=None, what=None):
        if self.token is None:
            minted = subprocess.run([NQL, "token", "--user", self.email, *folder], capture_output=True, text=True, check=True)
            self.token = minted.stdout.strip()
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        head = {"content-type": "application/json", "authorization": f"Bearer {self.token}", "x-nql-role": self.role}
        for _ in range(20):
            try:
                with urlopen(Request(demo["address"] + "/graphql", body, head)) as response:
                    answer = json.load(response)
                break
            except HTTPError as error:
                answer = json.load(error)
                if error.code != 429:
                    break
                time.sleep(float(error.headers.get("retry-after", 1)))
        if Person.is_counted and self.role in ("STAFF", "ADMIN"):
            calls[what or "reading"] += 1
            of_office[self.community, what or "reading"] += 1
        assert "errors" not in answer, (self.email, query[:90], answer["errors"])
        return answer["data"]

    def act(self, name, shown, **given):
        kind = "MoveCampaign" if name in ("startDeliberation",) else name[0].upper() + name[1:]
        operation = "query" if name in ("resultTextsSheet", "resultTextsPreview") else "mutation"
        query = f"{operation}($input: {kind}Input!) {{ it: {name}(input: $input) {{ {shown} userErrors {{ code message }} }} }}"
        it = self.ask(query, {"input": given}, name)["it"]
        return list(it.values())[0], it["userErrors"]

    def do(self, name, shown, **given):
        done, errors = self.act(name, shown, **given)
        assert not errors, (self.email, name, errors[:3])
        return done


def move_to(day):
    admin = Person(next(user["email"] for user in demo["users"] if user["role"] == "ADMIN"), "ADMIN")
    admin.ask("{ __typename }")
    head = {"content-type": "application/json", "authorization": f"Bearer {admin.token}", "x-nql-role": "ADMIN"}
    urlopen(Request(demo["address"] + "/clock", json.dumps({"day": day}).encode(), head)).read()
    for person in everybody:
        person.token = None


def pages(person, field, shown, filters="", **variables):
    """All rows of a list."""
    after, rows = None, []
    while True:
        declared = "".join(f", ${name}: ID!" for name in variables)
        query = f"query($after: String{declared}) {{ {field}(first: 100, after: $after{filters}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{ {shown} }} }} }}"
        page = person.ask(query, {"after": after, **variables}, f"reading {field}")[field]
        rows += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return rows


def upload(person, content):
    """Sends a spreadsheet; its id."""
    head = {
        "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "authorization": f"Bearer {person.token}", "x-nql-role": person.role,
    }
    with urlopen(Request(demo["address"] + "/uploads", content, head)) as response:
        sent = json.load(response)["id"]
    calls["upload"] += 1
    of_office[person.community, "upload"] += 1
    return sent


everybody = []


def staff_of(community):
    return next(person for person in staff if person.community == community)


def plan(office, track):
    """A plan of who judges what, made and committed."""
    planned = office.do("simulateAssignment", "assignmentPlan { id }", campaignId=campaign, track=track)["id"]
    query = "query($id: ID!) { node(id: $id) { ... on AssignmentPlan { status hash version failure } } }"
    for _ in range(600):
        seen = office.ask(query, {"id": planned})["node"]
        if seen["status"] == "READY":
            given = {"assignmentPlanId": planned, "expectedVersion": seen["version"], "expectedHash": seen["hash"]}
            return office.do("commitAssignmentPlan", "assignmentPlan { id }", **given)
        assert seen["status"] not in ("FAILED", "IMPOSSIBLE", "CANCELLED"), seen
        time.sleep(0.2)
    raise AssertionError("a plan is never ready")


def judge(juror, chance):
    """A juror takes what is asked, and hands in what is missing."""
    for one in pages(juror, "assignments", "id status version evaluation { status version }"):
        if one["status"] == "INVITED":
            juror.do("respondToAssignment", "assignment { id }", assignmentId=one["id"], expectedVersion=one["version"], answer="ACCEPT")
        elif one["status"] not in ("ACCEPTED", "IN_PROGRESS"):
            continue
        scores = [
            {"criterionCode": code, "score": chance.choice([3, 3, 4, 4, 5]), "comment": "Goed uitgewerkt, met voorbeelden."}
            for code in ("C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3")
        ]
        known = (one["evaluation"] or {}).get("version", 0)
        saved = juror.do("saveEvaluationDraft", "evaluation { version }", assignmentId=one["id"], expectedVersion=known, scores=scores, comment="Een sterk project, met een mooie samenwerking.")
        juror.do("submitEvaluation", "evaluation { id }", assignmentId=one["id"], expectedVersion=saved["version"])


ada = Person(next(user["email"] for user in demo["users"] if user["role"] == "ADMIN"), "ADMIN")
someone = Person(next(user["email"] for user in demo["users"] if user["role"] == "STAFF"), "STAFF")
people = pages(ada, "users", "id email roles community")
staff = []
for user in people:
    if "STAFF" in user["roles"]:
        person = Person(user["email"], "STAFF")
        person.community = user["community"]
        staff.append(person)
jurors = [Person(user["email"], "JUROR") for user in people if "JUROR" in user["roles"]]
everybody += [ada, someone, *staff, *jurors]
campaign = next(one["id"] for one in pages(someone, "campaigns", "id status") if one["status"] == "EVALUATION")

# ---- before: the jury hands in what is missing ----

offices = {community: staff_of(community) for community in ("VL", "FWB", "DG")}
# The jury is as large as without a scale: each juror agrees to more.
for one in pages(offices["VL"], "jurors", "id capacity version"):
    offices["VL"].do("updateJuror", "juror { id }", jurorId=one["id"], expectedVersion=one["version"], capacity=min(60, one["capacity"] * 4))
for community, track in (("VL", "NQL"), ("FWB", "NQL"), ("VL", "BELGICA")):
    plan(offices[community], track)
chance = random.Random(1)
for juror in jurors:
    judge(juror, chance)


def theirs(office, track):
    shown = "id status school { community } assignments { status } evaluations { status }"
    filters = ", filter: { campaignId: { eq: $c }, track: { eq: %s }, status: { in: [IN_EVALUATION, EVALUATED] } }" % track
    rows = pages(office, "applications", shown, filters, c=campaign)
    return [one for one in rows if one["school"]["community"] == office.community]


def merge(office, track, *statuses):
    """Merge what can be merged; how many were, and what stands in the way of the others."""
    merged, left = 0, []
    rows = [one["id"] for one in theirs(office, track)]
    for at in range(0, len(rows), 100):
        done, errors = office.act("consolidateApplications", "consolidations { status }", applicationIds=rows[at:at + 100])
        merged += len(done or [])
        left += [error for error in errors if error["code"] != "ALREADY_CONSOLIDATED"]
    return merged, left


Person.is_counted = True
weeks = time.monotonic()
move_to("2026-10-05")
units = [(community, track) for track in ("NQL", "BELGICA") for community in offices]


def dissolve(error):
    """A panel does not agree: the office dissolves it, and the evaluations are merged as they are."""
    application = error["message"].split("application_")[1].split()[0]
    offices["VL"].do("dissolvePanel", "application { id }", applicationId=f"application_{application}", reason="Ze vinden geen moment.")


judged = 0
for community, track in units:
    merged, left = merge(offices[community], track)
    for error in left:
        assert error["code"] == "PANEL_AT_WORK", error
        dissolve(error)
    if left:
        again, left = merge(offices[community], track)
        merged += again
    judged += len(theirs(offices[community], track))

seen = offices["VL"].ask("query($c: ID!) { campaign(id: $c) { version } }", {"c": campaign})["campaign"]
offices["VL"].do("startDeliberation", "campaign { id }", campaignId=campaign, expectedVersion=seen["version"])
for track in ("NQL", "BELGICA"):
    offices["VL"].do("proposeDecisions", "decisions { id }", campaignId=campaign, track=track)

# ---- texts, and the second person ----

SEEN = "id decision { id version outcome } feedback { version text }"


def seen_of(one):
    return {
        "applicationId": one["id"], "expectedDecisionVersion": one["decision"]["version"],
        "expectedFeedbackVersion": one["feedback"]["version"],
    }


ADVICE = "Lees bij elk criterium wat de jury je aanraadt."


def write_in_a_spreadsheet(office, unit):
    """The office fills in what is missing in a spreadsheet program; how many applications changed."""
    file = office.do("resultTextsSheet", "sheetFile { base64 }", **unit)
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(file["base64"])))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    on_the_whole = 1 + headings.index("Feedback")
    changed = [row for row in range(2, sheet.max_row + 1) if not sheet.cell(row, on_the_whole).value]
    for row in changed:
        sheet.cell(row, on_the_whole).value = ADVICE
    edited = io.BytesIO()
    book.save(edited)
    unit = {**unit, "uploadId": upload(office, edited.getvalue())}
    seen = office.do("resultTextsPreview", "resultTextsPreview { hash savedCount problemCount rows { row changes { column after } } }", **unit)
    assert (seen["savedCount"], seen["problemCount"]) == (len(changed), 0), seen
    assert {one["row"] for one in seen["rows"]} == set(changed), seen
    assert all(change["after"] == ADVICE for one in seen["rows"] for change in one["changes"]), seen
    return office.do("importResultTexts", f"applications {{ {SEEN} }}", **unit, expectedHash=seen["hash"])


decided = {}
for community, track in units:
    office = offices[community]
    made, errors = office.act("draftResultTexts", f"applications {{ {SEEN} }}", campaignId=campaign, track=track, community=community)
    if [error["code"] for error in errors] == ["NOTHING_TO_DRAFT"]:
        continue
    assert not errors, errors
    decided[community, track] = made
    if len(made) > 100:
        unit = {"campaignId": campaign, "track": track, "community": community}
        written = {one["id"]: one for one in write_in_a_spreadsheet(office, unit)}
        made[:] = [written.get(one["id"], one) for one in made]
    for some in (made[at:at + 100] for at in range(0, len(made), 100)):
        # What jurors wrote on no application as a whole, the office writes.
        bare = [one for one in some if not one["feedback"]["text"]]
        if bare:
            items = [{**seen_of(one), "feedback": ADVICE} for one in bare]
            saved = {one["id"]: one for one in office.do("saveResultTexts", f"applications {{ {SEEN} }}", items=items)}
            some = [saved.get(one["id"], one) for one in some]
        office.do("approveResultTexts", "applications { id }", items=[seen_of(one) for one in some])

seconds = {
    community: next((one for one in staff if one.community == community and one is not offices[community]), offices[community])
    for community in offices
}
for community, office in offices.items():
    ids = [one["decision"]["id"] for (of, _), made in decided.items() if of == community for one in made]
    for at in range(0, len(ids), 100):
        seconds[community].do("ratifyDecisions", "decisions { id }", decisionIds=ids[at:at + 100])

# ---- prizes ----

for track, title in (("NQL", "Hoofdprijs"), ("BELGICA", "Prijs Belgica")):
    part = {"kind": "MONEY", "amountCents": 50_000, "description": "Voor een nieuw project"}
    offices["VL"].do("definePrize", "prize { id }", campaignId=campaign, track=track, rank=1, title=title, components=[part])
    shown = "prizeProposal { prizeAwards { id version } choices { prizes { id } projects { id } } }"
    proposal = offices["VL"].do("proposePrizes", shown, campaignId=campaign, track=track)
    awards = proposal["prizeAwards"]
    for choice in proposal["choices"]:
        # Projects that nothing tells apart: a person chooses, and says why.
        project = choice["projects"][0]["id"]
        query = "query($c: ID!, $p: ID!) { applications(first: 100, filter: { campaignId: { eq: $c }, projectId: { eq: $p } }) { nodes { school { id } } } }"
        schools = offices["VL"].ask(query, {"c": campaign, "p": project}, "reading applications")["applications"]["nodes"]
        given = {"prizeId": choice["prizes"][0]["id"], "projectId": project, "schoolIds": [schools[0]["school"]["id"]]}
        awards.append(offices["VL"].do("awardPrize", "prizeAward { id version }", **given, reason="Gekozen door de jury."))
    for award in awards:
        seconds["VL"].do("ratifyPrizeAward", "prizeAward { id }", prizeAwardId=award["id"], expectedVersion=award["version"])

# ---- release ----

released = []
for community, track in units:
    if (community, track) not in decided or (track == "BELGICA" and community != "VL"):
        continue
    office, unit = offices[community], {"campaignId": campaign, "track": track}
    if track == "NQL":
        unit["community"] = community
    batch = office.do("preparePublication", "publicationBatch { id setHash }", **unit)
    approver = seconds[community] if seconds[community] is not office else ada
    batch = approver.do("approvePublication", "publicationBatch { id version }", publicationBatchId=batch["id"], expectedHash=batch["setHash"])
    released.append((office, batch))
move_to("2026-10-30")
slowest = 0
for office, batch in released:
    at = time.monotonic()
    office.do("publishResults", "publicationBatch { id }", publicationBatchId=batch["id"], expectedVersion=batch["version"])
    slowest = max(slowest, time.monotonic() - at)
for track in ("NQL", "BELGICA"):
    offices["VL"].do("announcePrizes", "prizeAwards { id }", campaignId=campaign, track=track)

# ---- labels on paper ----

labels = 0
for community, office in offices.items():
    design = {"signatoryName": "Sara Gilissen", "signatoryFunction": "Coördinator eTwinning"}
    office.do("setCertificateDesign", "certificateDesign { id }", campaignId=campaign, **design)
    rows = pages(office, "labels", "id status application { campaign { id } school { community } }")
    ids = [
        one["id"] for one in rows
        if one["status"] == "GRANTED" and one["application"] and one["application"]["campaign"]["id"] == campaign
        and one["application"]["school"]["community"] == community
    ]
    labels += len(ids)
    for at in range(0, len(ids), 100):
        office.do("issueCertificates", "labels { id }", labelIds=ids[at:at + 100])
        office.do("recordCollections", "labels { id }", labelIds=ids[at:at + 100], hasGift=True)

def sum_of(names, community=None):
    return sum(count for (of, name), count in of_office.items() if name in names and community in (None, of))


TEXTS = {"draftResultTexts", "saveResultTexts", "approveResultTexts"}
RELEASE = {"preparePublication", "approvePublication", "publishResults", "announcePrizes"}
total, reads = sum(calls.values()), sum(count for name, count in calls.items() if name.startswith("reading"))
texts, release = max(sum_of(TEXTS, community) for community in offices), sum_of(RELEASE)
print(f"note: {judged} applications, {labels} labels: {total} calls of three offices, {reads} of them reads")
print(f"note: {texts} for the texts of an office at most, {release} for the release; the slowest release took {slowest:.1f} s")
print(f"note: {time.monotonic() - weeks:.0f} s for what takes two weeks, {time.monotonic() - begun:.0f} s in all")
for name, count in calls.most_common():
    print(f"{count:4} {name}")
# An office with more than a hundred applications sends some of these twice.
assert judged >= 150 and texts <= 7 and release <= 30, calls
