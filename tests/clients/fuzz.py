"""Hooks of schemathesis: who is asking, operations that get somewhere, and what must never come back."""

import os
from pathlib import Path
from zlib import crc32

import requests
import schemathesis
from graphql import (
    FieldNode,
    IntValueNode,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectTypeDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_ast_schema,
    parse,
    print_ast,
    visit,
)

from hypothesis import strategies
from schemathesis.graphql import nodes

from demo import URL, headers

# An exact number is a text.
schemathesis.graphql.scalar("Decimal", strategies.decimals(-100, 100, places=2).map(str).map(nodes.String))

ROLES = ["TEACHER", "JUROR", "STAFF", "ADMIN", "SERVICE"]
ROLE = os.environ["NQL_ROLE"]
HEADERS = headers(ROLE)

# Where ids are found; each role may ask for some of these.
LISTS = [
    "applications { nodes { id } }",
    "applications { nodes { evidenceLinks { id } } }",
    "assignments { nodes { id evaluation { id } } }",
    "campaigns { nodes { id } }",
    "conflicts { nodes { id } }",
    "decisions { nodes { id } }",
    "jurors { nodes { id } }",
    "labels { nodes { id } }",
    "prizes { nodes { id awards { id } } }",
    "projects { nodes { id } }",
    "registrations { nodes { id } }",
    "schools { nodes { id } }",
    "users { nodes { id } }",
]
# Arguments whose name is not that of the kind.
KINDS = {"batch": "publication_batch", "item": "publication_item", "teacher": "user"}
# Texts and numbers that mean something.
WORDS = {
    "criterionCode": ["C1", "C2", "C3", "C4", "C5", "G1"],
    "schoolYear": ["2024-2025", "2025-2026", "2026-2027"],
    "url": ["https://twinspace.etwinning.net/1/home"],
}
NUMBERS = {
    "expectedVersion": ["0", "1", "2", "3", "4", "5", "6", "7"],
    "first": ["1", "2", "10", "100"],
    "last": ["1", "2", "10", "100"],
}
# They would end the token that the rest is asked with.
LAST = {"signOut", "changePassword"}


def ask(role, query):
    return requests.post(URL, json={"query": query}, headers=headers(role), timeout=30).json()


# The whole schema, as the repository has it.
DEFINITIONS = parse((Path(__file__).parent / "../../schema.graphql").read_text(encoding="utf-8"))


def policies():
    """Who may ask for each field."""
    allowed = {}
    for kind in DEFINITIONS.definitions:
        if isinstance(kind, ObjectTypeDefinitionNode):
            for field in kind.fields:
                for policy in field.directives or ():
                    audiences = policy.arguments[0].value.values
                    allowed[kind.name.value, field.name.value] = {audience.value for audience in audiences}
    return allowed


def gather(value, ids):
    """Puts the ids in an answer under the kind that each begins with."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            ids.setdefault(value["id"].rpartition("_")[0], set()).add(value["id"])
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            gather(part, ids)


def known_ids(roles):
    """Ids that people with these roles see, by kind."""
    ids = {}
    for role in roles:
        for query in LISTS:
            gather(ask(role, "{" + query + "}"), ids)
        for campaign in sorted(ids.get("campaign", [])):
            batches = f'publicationBatches(campaignId: "{campaign}")'
            gather(ask(role, f"{{ {batches} {{ nodes {{ id items {{ nodes {{ id }} }} }} }} }}"), ids)
    ids["any"] = set().union(*ids.values())
    return {kind: sorted(found) for kind, found in ids.items()}


SCHEMA = build_ast_schema(DEFINITIONS)
POLICIES = policies()
OWN = known_ids([ROLE])
ALL = known_ids(ROLES)


def snake(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


class Meaningful(Visitor):
    """Most arguments that were made up become one that exists, always the same for the same text; and fields that the role
    may not ask for are left out below the first level."""

    def __init__(self, types):
        super().__init__()
        self.types = types
        self.fields = []

    def enter_field(self, node, *_):
        parent = self.types.get_parent_type()
        allowed = POLICIES.get((parent.name if parent else None, node.name.value))
        if self.fields and allowed is not None and ROLE not in allowed:
            return self.REMOVE
        self.fields.append(node.name.value)
        return None

    def leave_field(self, *_):
        self.fields.pop()

    def leave_selection_set(self, node, *_):
        if node.selections:
            return None
        return SelectionSetNode(selections=(FieldNode(name=NameNode(value="__typename")),))

    def kind(self, name):
        """Of which kind the ids in this argument are; none if it holds no id."""
        if name in ("id", "ids"):
            return snake(self.fields[-1])
        kind = snake(name).rpartition("_")[0] if name.endswith(("Id", "Ids")) else None
        return KINDS.get(kind, kind)

    def exchange(self, name, value):
        if isinstance(value, ListValueNode):
            return ListValueNode(values=tuple(self.exchange(name, part) for part in value.values))
        if not isinstance(value, (StringValueNode, IntValueNode)):
            return value
        at = crc32(value.value.encode("utf-8", "surrogatepass")) + 1
        kind = self.kind(name)
        if at % 8 == 0:
            return value
        if name in ("after", "before") or (name == "last" and at % 4):
            return NullValueNode()
        if name == "idempotencyKey":
            return StringValueNode(value=str(at))
        if name in NUMBERS:
            return IntValueNode(value=NUMBERS[name][at // 8 % len(NUMBERS[name])])
        if kind:
            # Mostly what the role sees itself.
            ids = OWN if at % 4 else ALL
            words = ids.get(kind) or ALL.get(kind) or ALL["any"]
        elif name in WORDS:
            words = WORDS[name]
        else:
            return value
        return StringValueNode(value=words[at // 8 % len(words)])

    def leave_argument(self, node, *_):
        return type(node)(name=node.name, value=self.exchange(node.name.value, node.value))

    leave_object_field = leave_argument


@schemathesis.hook
def before_call(context, case, kwargs):
    types = TypeInfo(SCHEMA)
    case.body = print_ast(visit(parse(case.body), TypeInfoVisitor(types, Meaningful(types))))
    case.headers = {**(case.headers or {}), **HEADERS}


@schemathesis.check
def no_internal_error(ctx, response, case):
    """A refusal is an answer; an error of the server's own is not."""
    codes = [(error.get("extensions") or {}).get("code") for error in response.json().get("errors", [])]
    assert response.status_code < 500, f"status {response.status_code}"
    assert None not in codes, f"an error without a code: {response.text}"
    assert "INTERNAL_SERVER_ERROR" not in codes, f"an internal error: {response.text}"
    # Else the rest would be asked by nobody.
    assert ROLE == "ANONYMOUS" or response.status_code != 401, f"signed out: {response.text}"


if __name__ == "__main__":
    # The operations to try: what is not for the role is refused before anything runs.
    tried = [
        f"{kind}.{field}"
        for (kind, field), allowed in POLICIES.items()
        if kind in ("Query", "Mutation") and ROLE in allowed and field not in LAST
    ]
    print("^(" + "|".join(tried) + ")$")
