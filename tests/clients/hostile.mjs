// What somebody can do to a server who only wants to do harm, with the memory of the process before and after:
// documents that are refused, answers that are too large, mutations hidden in fragments, connections that send nothing,
// wrong passwords for somebody else's account. Each with the bound that it must keep.
//
//   node hostile.mjs PATH_OF_NQL
//
// Callers come from many networks: every address of 127.0.0.0/8 is this machine.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const [nql] = process.argv.slice(2);
const run = promisify(execFile);
const data = mkdtempSync(join(tmpdir(), 'nql-hostile-'));
let failed = false;

function claim(holds, what, got) {
  console.log(`note: ${holds ? 'held' : 'BROKEN'}: ${what}${got === undefined ? '' : ` (${got})`}`);
  if (!holds) failed = true;
}

/** Starts the demo with the limits of production, and at most so many descriptors. */
async function start(descriptors = 4096) {
  const command = `ulimit -n ${descriptors}; exec "$0" demo --listen 127.0.0.1:0 --data "$1" --json`;
  const server = spawn('bash', ['-c', command, nql, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NQL_LOG: 'off' },
  });
  let text = '';
  for await (const part of server.stdout) {
    text += part;
    if (text.includes('\n')) break;
  }
  const { address, users } = JSON.parse(text);
  const stop = async () => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
  };
  return { address: new URL(address), users, pid: server.pid, stop };
}

const memory = ({ pid }) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** One operation from an address of its own; connections are kept for each. */
const agents = new Map();
function ask({ address }, query, { variables, user, from = '127.0.0.1', patience = 30_000 } = {}) {
  if (!agents.has(from)) agents.set(from, new http.Agent({ keepAlive: true, maxSockets: 4 }));
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (user) Object.assign(headers, { authorization: `Bearer ${user.token}`, 'x-nql-role': user.role });
  return new Promise((resolve, reject) => {
    const options = { host: address.hostname, port: address.port, path: '/graphql', method: 'POST', headers };
    const request = http.request({ ...options, localAddress: from, agent: agents.get(from), timeout: patience }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts);
        resolve({ status: answer.statusCode, size: text.length, body: JSON.parse(text.toString()) });
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.end(JSON.stringify({ query, variables }));
  });
}

function forget() {
  for (const agent of agents.values()) agent.destroy();
  agents.clear();
}

const codes = ({ body }) => (body.errors ?? []).map((error) => error.extensions.code);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// ---- documents that are refused: each another one, for eight seconds, from two hundred networks ----
{
  const server = await start();
  const { users } = server;
  const user = users.find(({ role }) => role === 'TEACHER');
  await ask(server, '{ viewer { id } }', { user });
  const wide = (number) =>
    Array.from({ length: 90 }, (_, place) => `x${number}_${place}: campaigns(first: 100) { nodes { id name schoolYear } }`);
  const hostile = [
    (number) => `{ ${wide(number).join(' ')} }`,
    (number) => `{ a${number}: applications { nodes { id } } } # ${'x'.repeat(30_000)}`,
    (number) => `query q${number} { viewer { id } nothing${number} }`,
    (number) => `query q${number}($a: Int) { ${wide(number).slice(0, 40).join(' ')} }`,
    (number) => `{ ${'{'.repeat(number % 60)} ${number} `,
  ];
  const before = memory(server);
  const end = Date.now() + 8000;
  let number = 0;
  let late = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (Date.now() < end) {
        number += 1;
        const from = `127.0.1.${1 + (number % 200)}`;
        const answer = await ask(server, hostile[number % hostile.length](number), { from });
        if (answer.status === 429) late += 1;
        else if (codes(answer).length === 0) claim(false, 'a hostile document is refused', JSON.stringify(answer.body).slice(0, 200));
      }
    }),
  );
  await pause(1000);
  const grown = memory(server) - before;
  claim(grown < 64, 'refused documents leave the memory where it was', `${number} documents, ${late} of them too many, ${grown.toFixed(0)} MB`);

  // ---- an answer that is too large, asked of a mutation ----
  const draft = await ask(server, '{ applications(filter: { status: { eq: DRAFT } }) { nodes { id registration { id } } } }', { user });
  const { id, registration } = draft.body.data.applications.nodes[0];
  await ask(server, 'mutation ($input: OpenApplicationFormInput!) { it: openApplicationForm(input: $input) { userErrors { code } } }', {
    user,
    variables: { input: { registrationId: registration.id } },
  });
  let deep = 'id';
  for (let level = 0; level < 5; level += 1) {
    deep = `id answers { text } project { id applications { ${deep} } members { user { id name schools { id } } } }`;
  }
  const renew = `mutation ($input: RenewFormSessionInput!) { it: renewFormSession(input: $input) { application { ${deep} } userErrors { code } } }`;
  const heavy = await Promise.all(
    Array.from({ length: 12 }, () => ask(server, renew, { user, variables: { input: { applicationId: id } } })),
  );
  const largest = Math.max(...heavy.map(({ size }) => size));
  claim(
    heavy.every((answer) => codes(answer).some((code) => ['QUERY_TOO_COMPLEX', 'RATE_LIMITED'].includes(code))),
    'a payload is weighed like a query',
    `${codes(heavy[0])}, largest answer ${(largest / 1e6).toFixed(2)} MB, memory ${memory(server).toFixed(0)} MB`,
  );

  // ---- a hundred mutations in a fragment ----
  const many = Array.from({ length: 99 }, (_, place) => `m${place}: refreshSession(input: { refreshToken: "x" }) { userErrors { code } }`);
  const hidden = await ask(server, `mutation { ...all } fragment all on Mutation { ${many.join(' ')} }`, { from: '127.0.2.1' });
  claim(hidden.body.data === undefined || hidden.body.data === null, 'a fragment hides no mutations', codes(hidden).join() || 'done');

  // ---- attempts of nobody: one network, fifteen seconds ----
  const audit = async () => {
    const staff = users.find(({ role }) => role === 'ADMIN');
    const trail = await ask(server, '{ auditTrail { totalCount } }', { user: staff });
    return trail.body.data.auditTrail.totalCount;
  };
  const rows = await audit();
  const until = Date.now() + 15_000;
  let attempts = 0;
  const one = 'mutation { refreshSession(input: { refreshToken: "x" }) { userErrors { code } } }';
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (Date.now() < until) {
        attempts += 1;
        await ask(server, one, { from: '127.0.2.2' });
      }
    }),
  );
  const told = (await audit()) - rows;
  claim(told < 50, 'refused attempts of nobody are summed', `${attempts} attempts, ${told} rows in the audit log`);

  // ---- somebody else's account ----
  const { stdout } = await run(nql, ['link', '--data', data, '--user', user.email]);
  const password = 'zeven wilde ganzen 47';
  const reset = 'mutation ($input: ResetPasswordInput!) { it: resetPassword(input: $input) { userErrors { code } } }';
  const set = await ask(server, reset, { variables: { input: { linkToken: stdout.trim(), newPassword: password } } });
  claim(set.body.data?.it.userErrors.length === 0, 'a password is set', JSON.stringify(set.body).slice(0, 200));
  const signIn = 'mutation ($input: SignInInput!) { it: signIn(input: $input) { sessionTokens { expiresAt } userErrors { code } } }';
  const enter = (given, from) => ask(server, signIn, { from, variables: { input: { email: user.email, password: given } } });
  let guesses = 0;
  for (let place = 0; place < 60; place += 1) {
    const answer = await enter(`onjuist ${place}`, `127.0.3.${1 + (place % 3)}`);
    if (answer.status === 200) guesses += 1;
  }
  let right = await enter(password, '127.0.4.1');
  const begun = Date.now();
  while (!right.body.data?.it?.sessionTokens && Date.now() - begun < 20_000) {
    await pause(1000);
    right = await enter(password, '127.0.4.1');
  }
  const waited = ((Date.now() - begun) / 1000).toFixed(0);
  claim(Boolean(right.body.data?.it?.sessionTokens), 'wrong passwords from elsewhere shut nobody out', `${guesses} guesses heard of 60, the owner waited ${waited} s`);
  let again = 0;
  for (let place = 0; place < 15; place += 1) {
    const answer = await enter(password, '127.0.4.1');
    if (answer.body.data?.it?.sessionTokens) again += 1;
  }
  claim(again === 15, 'right passwords are no attempts', `${again} of 15`);
  forget();
  await server.stop();
}

// ---- connections that send nothing, a hundred of them, and 64 descriptors ----
{
  const server = await start(64);
  const silent = Array.from({ length: 100 }, (_, place) => {
    const socket = net.connect({ host: server.address.hostname, port: server.address.port, localAddress: `127.0.5.${1 + (place % 50)}` });
    socket.on('error', () => {});
    return socket;
  });
  await pause(1000);
  const begun = Date.now();
  let answered = false;
  while (!answered && Date.now() - begun < 40_000) {
    try {
      const answer = await ask(server, '{ currentCampaign { id } }', { patience: 2000, from: '127.0.6.1' });
      answered = answer.status === 200;
    } catch {
      await pause(250);
    }
  }
  const waited = ((Date.now() - begun) / 1000).toFixed(1);
  claim(answered && Date.now() - begun < 20_000, 'silent connections do not shut the server', `answered after ${waited} s`);
  for (const socket of silent) socket.destroy();
  forget();
  await server.stop();
}
process.exit(failed ? 1 : 0);
