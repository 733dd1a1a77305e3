// Kills the server at random moments while teachers save their drafts, starts it again, and compares: what was
// acknowledged is there, word for word. On SQLite, and on Postgres too when DATABASE_URL names an empty database.
//
//   node chaos.mjs PATH_OF_NQL [KILLS]
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [nql, kills = '20'] = process.argv.slice(2);
const data = mkdtempSync(join(tmpdir(), 'nql-chaos-'));

/** Starts the demo; its address and users come as one line. */
async function start() {
  const server = spawn(nql, ['demo', '--listen', '127.0.0.1:0', '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NQL_LIMITS: 'off', NQL_LOG: 'error' },
  });
  let text = '';
  for await (const part of server.stdout) {
    text += part;
    if (text.includes('\n')) break;
  }
  return { server, ...JSON.parse(text) };
}

async function ask({ address }, { token, role }, query, variables) {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-nql-role': role },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

const DRAFTS = `{ applications(filter: { status: { eq: DRAFT } }) { nodes { id version summary registration { id } } } }`;
const OPEN = `mutation ($input: OpenApplicationFormInput!) {
  openApplicationForm(input: $input) { application { version } userErrors { code } }
}`;
const SAVE = `mutation ($input: SaveApplicationDraftInput!) {
  saveApplicationDraft(input: $input) { application { version summary } userErrors { code } }
}`;

let house = await start();
const teachers = house.users.filter(({ role }) => role === 'TEACHER');
const drafts = [];
for (const { email } of teachers) {
  const teacher = house.users.find((user) => user.email === email);
  const { applications } = await ask(house, teacher, DRAFTS);
  for (const draft of applications.nodes) {
    drafts.push({ email, ...draft, said: [] });
    await ask(house, teacher, OPEN, { input: { registrationId: draft.registration.id } });
  }
}
if (drafts.length === 0) throw new Error('nobody has a draft');

let acknowledged = 0;
let lost = 0;
for (let kill = 1; kill <= Number(kills); kill += 1) {
  let isUp = true;
  const writers = drafts.map(async (draft) => {
    const teacher = house.users.find((user) => user.email === draft.email);
    while (isUp) {
      const summary = `${draft.id} ${kill} ${Math.random()}${' woord'.repeat(200)}`;
      draft.said.push(summary);
      const input = { applicationId: draft.id, expectedVersion: draft.version, summary };
      try {
        const { saveApplicationDraft } = await ask(house, teacher, SAVE, { input });
        if (!saveApplicationDraft.application) throw new Error(JSON.stringify(saveApplicationDraft));
        draft.version = saveApplicationDraft.application.version;
        Object.assign(draft, { summary, said: [] });
        acknowledged += 1;
      } catch (error) {
        if (isUp) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1500));
  const gone = new Promise((resolve) => house.server.once('exit', resolve));
  house.server.kill('SIGKILL');
  await gone;
  isUp = false;
  await Promise.all(writers);
  house = await start();
  for (const draft of drafts) {
    const teacher = house.users.find((user) => user.email === draft.email);
    const query = 'query ($id: ID!) { application(id: $id) { version summary } }';
    const { application } = await ask(house, teacher, query, { id: draft.id });
    // One save may have been done and its answer lost; nothing that was answered may be missing.
    const isThere = application.summary === draft.summary && application.version === draft.version;
    const isNext = draft.said.includes(application.summary) && application.version === draft.version + 1;
    if (!isThere && !isNext) {
      lost += 1;
      console.error('lost', draft.id, { stored: application.version, acknowledged: draft.version });
    }
    Object.assign(draft, application, { said: [] });
  }
}
house.server.kill('SIGKILL');
console.log(`note: ${kills} kills, ${drafts.length} drafts, ${acknowledged} saves acknowledged, ${lost} lost`);
process.exit(lost === 0 && acknowledged > 0 ? 0 : 1);
