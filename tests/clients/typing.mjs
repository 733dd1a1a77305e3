// How many saves a second the server takes while teachers type: each saves one text after the other, without a pause.
// On SQLite, and on Postgres when DATABASE_URL names an empty database. A measurement, not a check.
//
//   node typing.mjs PATH_OF_NQL [TEACHERS] [SECONDS]
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const [nql, teachers = '200', seconds = '20'] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'nql-typing-'));
const env = { ...process.env, NQL_LIMITS: 'off', NQL_LOG: 'error' };
const server = spawn(nql, ['demo', '--listen', '127.0.0.1:0', '--data', data, '--json', '--scale', '150'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env,
});
let text = '';
for await (const part of server.stdout) {
  text += part;
  if (text.includes('\n')) break;
}
const { address, users } = JSON.parse(text);

async function ask(token, role, query, variables) {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-nql-role': role },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const DRAFTS = `query ($after: String) {
  applications(first: 100, after: $after, filter: { status: { eq: DRAFT } }) {
    nodes { id registration { id } teacher { email } }
    pageInfo { hasNextPage endCursor }
  }
}`;
const OPEN = `mutation ($input: OpenApplicationFormInput!) {
  openApplicationForm(input: $input) { application { version } userErrors { code } }
}`;
const SAVE = `mutation ($input: SaveApplicationDraftInput!) {
  saveApplicationDraft(input: $input) {
    application { version formSession { expiresAt } remarks { code field criterion { code } } } userErrors { code }
  }
}`;

const staff = users.find(({ role }) => role === 'STAFF');
const drafts = [];
for (let after = null; drafts.length < Number(teachers); ) {
  const { applications } = await ask(staff.token, 'STAFF', DRAFTS, { after });
  drafts.push(...applications.nodes);
  if (!applications.pageInfo.hasNextPage) break;
  after = applications.pageInfo.endCursor;
}
drafts.length = Math.min(drafts.length, Number(teachers));
const run = promisify(execFile);
for (const draft of drafts) {
  const { stdout } = await run(nql, ['token', '--data', data, '--user', draft.teacher.email], { env });
  draft.token = stdout.trim();
  const { openApplicationForm } = await ask(draft.token, 'TEACHER', OPEN, { input: { registrationId: draft.registration.id } });
  draft.version = openApplicationForm.application.version;
}

const times = [];
const end = Date.now() + Number(seconds) * 1000;
await Promise.all(
  drafts.map(async (draft) => {
    let written = '';
    while (Date.now() < end) {
      written = `${written} en toen schreven wij nog een zin van twaalf woorden erbij.`.slice(-1500).trimStart();
      const input = {
        applicationId: draft.id,
        expectedVersion: draft.version,
        answers: [{ criterionCode: 'C1', text: written }],
      };
      const begun = performance.now();
      const { saveApplicationDraft } = await ask(draft.token, 'TEACHER', SAVE, { input });
      times.push(performance.now() - begun);
      if (saveApplicationDraft.userErrors.length > 0) throw new Error(JSON.stringify(saveApplicationDraft));
      draft.version = saveApplicationDraft.application.version;
    }
  }),
);
server.kill('SIGTERM');
times.sort((one, other) => one - other);
const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(0);
console.log(
  `${drafts.length} teachers: ${(times.length / Number(seconds)).toFixed(0)} saves/s, ` +
    `median ${at(0.5)} ms, p99 ${at(0.99)} ms`,
);
process.exit(0);
