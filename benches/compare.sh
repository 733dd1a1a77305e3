#!/usr/bin/env bash
# Measures nql side by side with the limit (one hand-written statement per operation, served by axum) and
# PostGraphile 5, on one Postgres and the same rows. Prints the tables of docs/performance.md.
#
#   DATABASE_URL=postgres://... target/dist/nql demo --only-data --scale 30
#   DATABASE_URL=postgres://... benches/compare.sh
#
# `benches/compare.sh check` only finds out whether all of that still works: on a database of its own, which it makes on
# that Postgres, fills and drops, every operation is answered once and the same by all three. It builds what it runs
# without optimisation, or takes programs that are there: NQL_PROGRAM=target/debug/nql, LIMIT_PROGRAM=...
#
# Needs cargo, psql, jq, curl, wrk (not for the check) and npm. Everything listens on the loopback address and ends with the script.
# It writes scores into the database: give it one of its own.
set -euo pipefail
cd "$(dirname "$0")"

: "${DATABASE_URL:?the Postgres that holds the demo data}"
MODE=${1:-measure}
case $MODE in measure) profile=(--profile dist) ;; check) profile=() ;; *) echo "There is no $MODE." >&2 && exit 2 ;; esac
DURATION=${DURATION:-5}
ROUNDS=${ROUNDS:-3}
CONNECTIONS=${CONNECTIONS:-1 16 64}
OPERATIONS=${OPERATIONS:-q1 q2 q3 q4 m1}
SYSTEMS=${SYSTEMS:-limit nql postgraphile}
# Processes of PostGraphile, which uses one core each; the 16 connections are shared out.
export PG_WORKERS=${PG_WORKERS:-$(nproc)}
NQL=127.0.0.1:${NQL_PORT:-8700}
LIMIT=127.0.0.1:${LIMIT_PORT:-8701}
export PG_PORT=${PG_PORT:-8702}
POSTGRAPHILE=127.0.0.1:$PG_PORT
export DATABASE_URL

work=$(mktemp -d)
declare -A pid
finish() {
  for system in "${!pid[@]}"; do kill "${pid[$system]}" 2>/dev/null || true; done
  wait 2>/dev/null || true
  psql -qX "$DATABASE_URL" -c 'SET client_min_messages = error' -c 'DROP SCHEMA IF EXISTS bench CASCADE' > /dev/null || true
  [[ -z ${made:-} ]] || psql -qX "$server" -c "DROP DATABASE IF EXISTS $made WITH (FORCE)" > /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

say() { echo "$*" >&2; }
ask() { psql -qXAt -F ' ' "$DATABASE_URL" -c "$1"; }
runs() { [[ " $SYSTEMS " == *" $1 "* ]]; }

# ---- programs ----

wanted=()
if [[ -n ${NQL_PROGRAM:-} ]]; then echo "nql $(realpath "$NQL_PROGRAM")"; else wanted+=(--bin nql); fi > "$work/programs"
if [[ -n ${LIMIT_PROGRAM:-} ]]; then echo "limit $(realpath "$LIMIT_PROGRAM")"; elif runs limit; then wanted+=(--bench limit); fi >> "$work/programs"
if ((${#wanted[@]} > 0)); then
  say 'building'
  (cd .. && cargo build "${profile[@]}" "${wanted[@]}" --message-format=json-render-diagnostics) |
    jq -r 'select(.executable != null) | .target.name + " " + .executable' >> "$work/programs"
fi
program() { awk -v name="$1" '$1 == name { print $2 }' "$work/programs"; }

export NQL_DATA=$work/data NQL_TOKEN_MINUTES=1440 NQL_LIMITS=off
if [[ $MODE == check ]]; then
  CONNECTIONS=2 server=$DATABASE_URL made=nql_bench_$$
  psql -qX "$server" -c "CREATE DATABASE $made"
  DATABASE_URL=$(sed -E "s|^([a-z]+://[^/]*)(/[^?]*)?|\\1/$made|" <<< "$server")
  "$(program nql)" demo --only-data
fi
ask 'VACUUM ANALYZE'

# ---- what is asked ----

# The juror with the most to judge, the Flemish member of staff, the finished campaign with the most results.
read -r juror juror_email < <(ask "
  SELECT u.id, u.email FROM assignment a JOIN \"user\" u ON u.id = a.juror_id
  WHERE a.state IN ('ACCEPTED', 'IN_PROGRESS', 'SUBMITTED') AND u.status = 'ACTIVE'
  GROUP BY u.id ORDER BY count(*) DESC, u.id LIMIT 1")
read -r staff staff_email community < <(ask "
  SELECT u.id, u.email, u.community FROM \"user\" u JOIN user_role r ON r.user_id = u.id
  WHERE r.role = 'STAFF' AND u.status = 'ACTIVE' AND u.community = 'VL' ORDER BY u.id LIMIT 1")
read -r campaign track < <(ask "
  SELECT c.campaign_id, c.track FROM consolidation c JOIN campaign y ON y.id = c.campaign_id
  WHERE y.status IN ('DELIBERATION', 'PUBLISHED', 'ARCHIVED') GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1")
ask "SELECT application_id FROM assignment WHERE juror_id = '$juror' AND attested_at IS NOT NULL
  AND state IN ('ACCEPTED', 'IN_PROGRESS', 'SUBMITTED') ORDER BY due_at, id LIMIT 30" > "$work/applications"
# Evaluations that their jurors are writing: one for each connection, and one more.
read -r most < <(tr ' ' '\n' <<< "$CONNECTIONS" | sort -n | tail -1)
ask "SELECT a.id, e.id, a.juror_id, u.email FROM assignment a JOIN evaluation e ON e.assignment_id = a.id
  JOIN campaign y ON y.id = a.campaign_id JOIN \"user\" u ON u.id = a.juror_id
  WHERE a.state = 'IN_PROGRESS' AND e.state = 'DRAFT' AND y.status = 'EVALUATION' AND u.status = 'ACTIVE'
  ORDER BY e.id LIMIT $((most + 1))" > "$work/evaluations"

global() { echo "$1_${2//-/}"; }
# The body of a GraphQL request on one line: document, variables.
body() { jq -cn --rawfile query "$1" --argjson variables "$2" '{ query: $query, variables: $variables }'; }
graphql() { printf 'POST\t/graphql\t%s\n' "$(body "$1" "$2")"; }

# The saves for a system: each says which version of the evaluation it saw, by the token of its juror. The last two
# columns are the evaluation as the answer names it, and that token: when the answer is there, wrk sends the next
# save of this evaluation with the version that it told.
saves() {
  local assignment evaluation juror email version answered
  local score='"score":4,"comment":"Er is samengewerkt, en dat is te zien."'
  ask 'SELECT id, version FROM evaluation' > "$work/versions"
  while read -r assignment evaluation juror email; do
    version=$(awk -v id="$evaluation" '$1 == id { print $2 }' "$work/versions")
    answered=$(global evaluation "$evaluation")
    [[ $1 != postgraphile ]] || answered=$evaluation
    case $1 in
      nql)
        graphql operations/m1.graphql "{\"input\":{\"assignmentId\":\"$(global assignment "$assignment")\",
          \"expectedVersion\":$version,\"scores\":[{\"criterionCode\":\"C1\",$score}]}}"
        ;;
      limit)
        printf 'POST\t/m1\t{"me":"%s","assignment":"%s","expectedVersion":%s,"criterion":"C1",%s}\n' \
          "$juror" "$assignment" "$version" "$score"
        ;;
      postgraphile)
        graphql operations/postgraphile/m1.graphql "{\"input\":{\"juror\":\"$juror\",\"assignment\":\"$assignment\",
          \"expectedVersion\":$version,\"code\":\"C1\",$score}}"
        ;;
    esac | sed "s/\$/\t$answered\t${tokens[$email]:-}/"
  done < "$work/evaluations" > "$work/$1.m1"
}

for operation in q1 q2 q3 q4; do
  mine=operations/$operation.graphql theirs=operations/postgraphile/$operation.graphql
  nql=$work/nql.$operation limit=$work/limit.$operation postgraphile=$work/postgraphile.$operation
  case $operation in
    q1)
      graphql $mine '{}' > "$nql"
      graphql $theirs "{\"me\":\"$juror\"}" > "$postgraphile"
      printf 'GET\t/q1?me=%s\n' "$juror" > "$limit"
      ;;
    q2)
      graphql $mine "{\"campaignId\":\"$(global campaign "$campaign")\"}" > "$nql"
      graphql $theirs "{\"campaignId\":\"$campaign\",\"community\":\"$community\"}" > "$postgraphile"
      printf 'GET\t/q2?me=%s&campaign=%s\n' "$staff" "$campaign" > "$limit"
      ;;
    q3)
      while read -r id; do
        graphql $mine "{\"id\":\"$(global application "$id")\"}" >> "$nql"
        graphql $theirs "{\"id\":\"$id\",\"me\":\"$juror\"}" >> "$postgraphile"
        printf 'GET\t/q3?me=%s&id=%s\n' "$juror" "$id" >> "$limit"
      done < "$work/applications"
      ;;
    q4)
      graphql $mine "{\"campaignId\":\"$(global campaign "$campaign")\",\"track\":\"$track\"}" > "$nql"
      graphql $theirs "{\"campaignId\":\"$campaign\",\"track\":\"$track\",\"community\":\"$community\"}" > "$postgraphile"
      printf 'GET\t/q4?me=%s&campaign=%s&track=%s\n' "$staff" "$campaign" "$track" > "$limit"
      ;;
  esac
done

# ---- servers ----

await() {
  for _ in $(seq 120); do
    if curl -s -o "$work/awaited" "http://$2/"; then return; fi
    kill -0 "${pid[$1]}" 2>/dev/null || break
    sleep 0.5
  done
  say "$1 does not start:"
  cat "$work/$1.log" >&2
  exit 1
}

declare -A tokens=([juror]='' [staff]='')
if runs limit; then
  LIMIT_LISTEN=$LIMIT "$(program limit)" serve > "$work/limit.log" 2>&1 &
  pid[limit]=$!
  await limit "$LIMIT"
fi
if runs nql; then
  nql_program=$(program nql)
  tokens[juror]=$("$nql_program" token --user "$juror_email")
  tokens[staff]=$("$nql_program" token --user "$staff_email")
  for email in $(cut -d' ' -f4 "$work/evaluations" | sort -u); do
    tokens[$email]=$("$nql_program" token --user "$email")
  done
  "$nql_program" serve --listen "$NQL" > "$work/nql.log" 2>&1 &
  pid[nql]=$!
  await nql "$NQL"
fi
if runs postgraphile; then
  psql -qX "$DATABASE_URL" -c 'SET client_min_messages = error' -c 'DROP SCHEMA IF EXISTS bench CASCADE' -f postgraphile/functions.sql
  [[ -x postgraphile/node_modules/.bin/node ]] || (cd postgraphile && npm install --no-audit --no-fund >&2)
  (cd postgraphile && NODE_ENV=production GRAPHILE_ENV=production exec node_modules/.bin/node server.mjs) \
    > "$work/postgraphile.log" 2>&1 &
  pid[postgraphile]=$!
  await postgraphile "$POSTGRAPHILE"
fi

address() {
  case $1 in
    limit) echo "$LIMIT" ;;
    nql) echo "$NQL" ;;
    postgraphile) echo "$POSTGRAPHILE" ;;
  esac
}
who() {
  case $1 in
    q2 | q4) echo staff ;;
    *) echo juror ;;
  esac
}

# ---- the same answers ----

# A request of an operation, sent to a system: the $3rd.
send() {
  local method path body token
  # Tabs in a row count as one for read, so the empty columns are filled.
  IFS=$'\t' read -r method path body _ token < <(sed -n "$3p" "$work/$1.$2" | sed 's/\t$/\t-/; s/\t\t/\t-\t/')
  local arguments=(-sf -X "$method" -H 'content-type: application/json')
  [[ $2 == m1 ]] || token=${tokens[$(who "$2")]}
  [[ $1 != nql ]] || arguments+=(-H "authorization: Bearer $token" -H "x-nql-role: $(who "$2" | tr a-z A-Z)")
  [[ -z $body || $body == - ]] || arguments+=(--data-binary "$body")
  curl "${arguments[@]}" "http://$(address "$1")$path"
}

# How many rows of each kind an answer has; a connection of PostGraphile stands for a list.
rows() {
  jq -c 'def unwrap: walk(if type == "object" and (.nodes | type) == "array" then .nodes else . end);
    .data | unwrap | [.. | arrays | length] | sort' "$1"
}

# Whether all systems answer the same to the $2nd request of an operation.
same() {
  local system
  for system in $SYSTEMS; do
    [[ $1 != m1 ]] || saves "$system"
    send "$system" "$1" "$2" > "$work/$system.answer" || { say "$1: $system does not answer" && exit 1; }
    jq -e '(has("errors") or ([.. | .userErrors? // empty | .[]] | length > 0)) | not' "$work/$system.answer" > "$work/has" ||
      { say "$1: $system answers $(head -c 300 "$work/$system.answer")" && exit 1; }
  done
  if [[ $1 == m1 ]]; then
    # Each save counts the version up.
    sed -i 's/"version":[0-9]*/"version":0/' "$work"/*.answer
  fi
  if runs nql && runs limit; then
    diff <(jq . "$work/nql.answer") <(jq . "$work/limit.answer") > "$work/diff" ||
      { say "$1: nql and the limit differ:" && head -20 "$work/diff" >&2 && exit 1; }
  fi
  if runs nql && runs postgraphile && [[ $1 != m1 ]]; then
    [[ $(rows "$work/nql.answer") == "$(rows "$work/postgraphile.answer")" ]] ||
      { say "$1: nql answers $(rows "$work/nql.answer"), PostGraphile $(rows "$work/postgraphile.answer")" && exit 1; }
  fi
}

for operation in $OPERATIONS; do
  requests=$work/${SYSTEMS%% *}.$operation
  [[ $operation != m1 ]] || requests=$work/evaluations
  [[ -s $requests ]] || { say "$operation: no rows to ask for" && exit 1; }
  for number in $(seq "$(wc -l < "$requests")"); do
    [[ $operation == m1 && $number -gt 3 ]] || same "$operation" "$number"
  done
  say "$operation: $number requests, the same answers, the last of $(wc -c < "$work/${SYSTEMS%% *}.answer") bytes"
done

[[ $MODE == measure ]] || exit 0

# ---- load ----

# Requests per second, p99 (us), bad answers, failures of one run.
load() {
  local role
  role=$(who "$2")
  local token=''
  [[ $1 != nql ]] || token=${tokens[$role]}
  [[ $2 != m1 ]] || saves "$1"
  TOKEN=$token ROLE=${role^^} REQUESTS=$work/$1.$2 \
    wrk -t1 -c"$3" -d"$4"s --timeout 10s -s requests.lua "http://$(address "$1")/" | awk '/^RESULT/ { $1 = ""; print }'
}
# Proportional set size of a process and its children, in MB.
memory() {
  local process total=0
  for process in ${pid[$1]} $(pgrep -P "${pid[$1]}" || true); do
    total=$((total + $(awk '/^Pss:/ { print $2 }' "/proc/$process/smaps_rollup")))
  done
  echo $((total / 1024))
}
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else printf "-" }'; }
milliseconds() { awk -v a="$1" 'BEGIN { printf "%.1f", a / 1000 }'; }

declare -A most=()
for operation in $OPERATIONS; do
  for system in $SYSTEMS; do load "$system" "$operation" 4 2 > "$work/warm"; done
  for connections in $CONNECTIONS; do
    order=$SYSTEMS
    for round in $(seq "$ROUNDS"); do
      for system in $order; do
        load "$system" "$operation" "$connections" "$DURATION" > "$work/run"
        read -r rate p99 bad failed < "$work/run"
        ((bad == 0 && failed == 0)) || say "$operation: $system, $connections connections: $bad bad answers, $failed failures"
        echo "$rate" >> "$work/rate.$system.$operation.$connections"
        echo "$p99" >> "$work/p99.$system.$operation.$connections"
        now=$(memory "$system")
        ((now <= ${most[$system]:-0})) || most[$system]=$now
      done
      # Another one goes first in the next round.
      order="${order#* } ${order%% *}"
      say "$operation, $connections connections, round $round: done"
    done
  done
done

# ---- tables ----

echo "$(date -u +%F): $(nproc) cores for Postgres $(ask 'SHOW server_version' | cut -d' ' -f1), server and wrk; $ROUNDS rounds of $DURATION s, medians."
echo "$(ask "SELECT (SELECT count(*) FROM project) || ' projects, ' || (SELECT count(*) FROM application) || ' applications, ' || (SELECT count(*) FROM assignment) || ' assignments, ' || (SELECT count(*) FROM evaluation_score) || ' scores'")."
echo
echo '| operation | connections | limit req/s | nql req/s | PostGraphile req/s | nql : limit | nql : PostGraphile | p99 ms limit / nql / PostGraphile |'
echo '|---|---|---|---|---|---|---|---|'
for operation in $OPERATIONS; do
  for connections in $CONNECTIONS; do
    declare -A rate=() p99=()
    for system in limit nql postgraphile; do
      if runs "$system"; then
        rate[$system]=$(median < "$work/rate.$system.$operation.$connections")
        p99[$system]=$(milliseconds "$(median < "$work/p99.$system.$operation.$connections")")
      else
        rate[$system]=0 p99[$system]=-
      fi
    done
    printf '| %s | %s | %.0f | %.0f | %.0f | %s | %s | %s / %s / %s |\n' "$operation" "$connections" \
      "${rate[limit]}" "${rate[nql]}" "${rate[postgraphile]}" \
      "$(ratio "${rate[nql]}" "${rate[limit]}")" "$(ratio "${rate[nql]}" "${rate[postgraphile]}")" \
      "${p99[limit]}" "${p99[nql]}" "${p99[postgraphile]}"
  done
done
echo
echo '| memory under load (PSS, MB) | limit | nql | PostGraphile |'
echo '|---|---|---|---|'
echo "| most | ${most[limit]:--} | ${most[nql]:--} | ${most[postgraphile]:--} |"
