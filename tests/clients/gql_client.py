"""A client program with gql: reads the schema from the server, and checks its operations against it before sending."""

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import GraphQLError

from demo import URL, headers

PAGE = gql(
    """
    query Page($first: Int!, $status: [ApplicationStatus!]) {
      applications(first: $first, filter: { status: { in: $status } }) {
        totalCount
        nodes { id status version submittedAt }
      }
    }
    """
)
SUBMIT = gql(
    """
    mutation Submit($input: SubmitApplicationInput!) {
      submitApplication(input: $input) {
        application { id }
        userErrors { code ...Refusal }
      }
    }
    fragment Refusal on UserError { message path currentVersion }
    """
)


def client(role, is_checked=True):
    transport = RequestsHTTPTransport(url=URL, headers=headers(role), retries=0)
    return Client(transport=transport, fetch_schema_from_transport=is_checked)


def asked(session, document, **variables):
    document.variable_values = variables
    return session.execute(document)


with client("TEACHER") as teacher:
    # Reads, with variables.
    page = asked(teacher, PAGE, first=10, status=["DRAFT"])["applications"]
    assert page["totalCount"] == len(page["nodes"]) > 0, page
    assert all(node["status"] == "DRAFT" for node in page["nodes"]), page
    print(f"{page['totalCount']} drafts")

    # A mistake never leaves the program.
    try:
        teacher.execute(gql("{ applications { nodes { colour } } }"))
        raise SystemExit("a field that is not there was let through")
    except GraphQLError as error:
        print(f"not sent: {error.message}")

    # Nor does what is not for the role: the schema that the server told is the role's own.
    try:
        teacher.execute(gql("{ users { totalCount } }"))
        raise SystemExit("the schema of a teacher has the users in it")
    except GraphQLError as error:
        print(f"not sent: {error.message}")

with client("TEACHER", is_checked=False) as unchecked:
    # Sent all the same, it is an error of the server.
    try:
        unchecked.execute(gql("{ users { totalCount } }"))
        raise SystemExit("a teacher listed the users")
    except TransportQueryError as error:
        assert error.errors[0]["extensions"]["code"] == "FORBIDDEN", error.errors
        print(f"forbidden: {error.errors[0]['message']}")

with client("TEACHER") as teacher:
    # A refusal is an answer.
    draft = page["nodes"][0]
    given = {"applicationId": draft["id"], "expectedVersion": draft["version"] - 1}
    payload = asked(teacher, SUBMIT, input=given)["submitApplication"]
    assert payload["application"], payload  # as it is stored, to show beside what was sent
    conflict = [error for error in payload["userErrors"] if error["code"] == "VERSION_CONFLICT"]
    assert conflict and conflict[0]["currentVersion"] == draft["version"], payload
    print(f"refused: {conflict[0]['message']}")
