#!/usr/bin/env bash
# Real clients against a running server. Needs Node 20 or later, Python 3.10 or later, and their package registries.
#
#   tests/clients/run.sh [PATH OF nql]     # target/release/nql if left out, else target/debug/nql
#
# It starts the demo on a free port with data of its own, runs each check, prints a line for each, and exits with 1 if
# one failed. One check alone: CHECKS="urql gql" tests/clients/run.sh. A check has PATIENCE seconds (600 if not given).
#
#   audits        the audits of the GraphQL-over-HTTP specification, without a token and with one
#   urql          a client in JavaScript: pages, refusals, errors
#   boxes         the form of a teacher and the screen of a juror: each refusal in Dutch beside its box
#   ws            graphql-ws: watches over a WebSocket
#   codegen       types from schema.graphql, and a program that is checked against them; the schema of each role is valid
#   relay         the Relay compiler, with connections and nodes that are asked for again
#   oidc          a sign-in with an identity provider, which changes its keys, stops, and comes back (two minutes)
#   badges        a label as an Open Badge, checked by another library, good and revoked
#   files         photos in a store that speaks S3 (moto): there after a restart, gone when withdrawn
#   gql           a client in Python that checks its operations against the schema of the server
#   chaos         drafts are saved while the server is killed again and again: nothing that was answered is lost
#   faults        drafts are saved while the disk is full, calls to it fail, or connections to Postgres are cut: likewise
#                 (as root, for a small disk; FAULTS of them, 60 if not given)
#   year          a whole year, from an empty database to the last mail (two minutes; on Postgres with DATABASE_URL)
#   season        what the weeks after the last evaluation cost three offices with 150 applications, in calls
#   hostile       refused documents, large payloads, hidden mutations, silent connections, wrong passwords (a minute)
#   schemathesis  made-up operations as each role; none may end in an internal error (EXAMPLES of each, 25 if not given)
#
# A new check is a function `check_NAME` and its name in `CHECKS`.
set -euo pipefail
from=$PWD
cd "$(dirname "$0")"
clients=$PWD python=$PWD/.venv/bin/python

nql=${1:-}
if [ -n "$nql" ]; then
    nql=$(cd "$from" && realpath "$nql")
else
    for nql in ../../target/release/nql ../../target/debug/nql; do [ -x "$nql" ] && break; done
fi
[ -x "$nql" ] || { echo "There is no program at $nql: build it, or give its path." >&2; exit 2; }

temporary=$(mktemp -d)
server=
stop() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
    rm -rf "$temporary"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

check_audits() { node audits.mjs; }
check_urql() { node urql.mjs; }
check_boxes() { node boxes.mjs; }
check_ws() { node ws.mjs; }
check_codegen() {
    local role
    for role in ANONYMOUS TEACHER JUROR STAFF ADMIN SERVICE; do
        "$nql" schema --role "$role" >"$temporary/$role.graphql"
        node --input-type=module -e '
            import { readFileSync } from "node:fs";
            import { buildSchema, validateSchema } from "graphql";
            const errors = validateSchema(buildSchema(readFileSync(process.argv[1], "utf8")));
            if (errors.length) throw new Error(errors.join("\n"));' "$temporary/$role.graphql"
    done
    node_modules/.bin/graphql-codegen --config codegen.ts && node_modules/.bin/tsc --project .
    # What a teacher asks for, from what is for teachers.
    NQL_SCHEMA=$temporary/TEACHER.graphql NQL_OPERATIONS=typed/operations.graphql NQL_TYPES=$temporary/teacher.ts \
        node_modules/.bin/graphql-codegen --config codegen.ts
}
check_relay() { mkdir -p relay/__generated__ && node_modules/.bin/relay-compiler relay.config.json; }
check_oidc() { NQL=$nql node oidc.mjs; }
check_chaos() { node chaos.mjs "$nql"; }
check_faults() {
    [ "$(id -u)" = 0 ] || [ -n "${DATABASE_URL:-}" ] || { echo "note: skipped, as only root mounts a small disk"; return; }
    "$python" faults.py "$nql" "${FAULTS:-60}"
}
check_files() { "$python" files.py "$nql"; }
check_season() { "$python" season.py "$nql"; }
check_year() { node year.mjs "$nql"; }
check_hostile() { node hostile.mjs "$nql"; }
check_badges() { "$python" badges.py; }
check_gql() { "$python" gql_client.py; }
check_schemathesis() {
    local role only failed=0
    # Whom an admin may lock comes before the admin.
    for role in ANONYMOUS TEACHER JUROR SERVICE STAFF ADMIN; do
        echo "as $role"
        export NQL_ROLE=$role
        only=$("$python" fuzz.py) || return 1
        (cd "$temporary" && "$clients/.venv/bin/st" run "$clients/../../schema.graphql" --url "$address/graphql" --include-name-regex "$only" \
            --phases fuzzing --mode positive --max-examples "${EXAMPLES:-25}" --checks no_internal_error \
            --continue-on-failure --generation-database none --warnings off --no-color) || failed=1
    done
    return "$failed"
}

echo "packages"
npm ci --no-audit --no-fund --loglevel=error >/dev/null
[ -x "$python" ] || python3 -m venv .venv
"$python" -m pip install --quiet --disable-pip-version-check --requirement requirements.txt

echo "server"
"$nql" demo --listen 127.0.0.1:0 --data "$temporary/data" --json \
    >"$temporary/demo.json" 2>"$temporary/log" &
server=$!
for _ in $(seq 600); do
    [ -s "$temporary/demo.json" ] && break
    kill -0 "$server" 2>/dev/null || { cat "$temporary/log" >&2; exit 1; }
    sleep 0.2
done
export NQL_DEMO=$temporary/demo.json PYTHONPATH=$clients PYTHONDONTWRITEBYTECODE=1 SCHEMATHESIS_HOOKS=fuzz
address=$(node -p 'JSON.parse(require("fs").readFileSync(process.env.NQL_DEMO)).address')

# A check that waits for what never comes is a check that failed.
patience=${PATIENCE:-600}
export clients python nql temporary address
# shellcheck disable=SC2046 # each name is a word
export -f $(compgen -A function check_)
failed=0
for check in ${CHECKS:-audits urql boxes ws codegen relay oidc badges files gql year season chaos faults hostile schemathesis}; do
    begun=$SECONDS
    outcome=0
    timeout "$patience" bash -euo pipefail -c "check_$check" >"$temporary/$check.out" 2>&1 || outcome=$?
    [ "$outcome" != 124 ] || echo "It was not over after $patience seconds." >>"$temporary/$check.out"
    if [ "$outcome" = 0 ]; then
        echo "ok      $check ($((SECONDS - begun)) s)"
        sed -n 's/^note: /        /p' "$temporary/$check.out"
    else
        echo "FAILED  $check ($((SECONDS - begun)) s)"
        sed 's/^/        /' "$temporary/$check.out"
        failed=1
    fi
done
exit "$failed"
