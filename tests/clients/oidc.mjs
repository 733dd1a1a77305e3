// Sign in with a real identity provider: authorization code with PKCE and a nonce, as a front end does it. Then the
// provider changes its keys, and then it stops, while nql runs on.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Provider from 'oidc-provider';
import { check } from './demo.mjs';

const EMAIL = 'ada@school.example';
const CLIENT = 'nql-front';
const secret = (bytes) => randomBytes(bytes).toString('base64url');
const folder = mkdtempSync(join(tmpdir(), 'nql-oidc-'));

// The provider: one person, one client without a secret, and the keys of the moment. It counts who asks for its keys.
let asked = 0;
let answer;
const server = createServer((request, response) => {
  if (request.url === '/jwks') asked += 1;
  answer(request, response);
});
const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
await listen(0);
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;
const callback = 'https://front.example/callback';

function key(kid, alg) {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...pair.privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

function open(key) {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: 'none',
        redirect_uris: [callback],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: key.alg,
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: [secret(16)] },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // The address in the ID token itself, and not only for those who ask again.
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@school.example`, email_verified: sub !== 'eve' }),
    }),
  });
  provider.on('server_error', (_, error) => console.error(error));
  answer = provider.callback();
}

// A browser, as far as it is needed: cookies, and redirects one by one.
function browser() {
  const jar = new Map();
  return async (address, form) => {
    const response = await fetch(new URL(address, issuer), {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';', 1)[0].split(/=(.*)/s);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    return { location: response.headers.get('location'), text: await response.text() };
  };
}

// What the front end does: it asks with a challenge and a nonce, somebody signs in, and the code brings the ID token.
async function idToken(login) {
  const discovered = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  const [verifier, nonce, state] = [secret(32), secret(16), secret(16)];
  const go = browser();
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid email',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    nonce,
    state,
  });
  let { location } = await go(`${discovered.authorization_endpoint}?${query}`);
  for (let step = 0; !location.startsWith(callback); step += 1) {
    check(step < 10, 'the provider comes to an end', location);
    if (new URL(location, issuer).pathname.startsWith('/interaction/')) {
      const page = await go(location);
      const prompt = page.text.match(/name="prompt" value="(\w+)"/)?.[1];
      check(prompt, 'the provider asks something', page.text);
      ({ location } = await go(location, prompt === 'login' ? { prompt, login, password: 'x' } : { prompt }));
    } else {
      ({ location } = await go(location));
    }
  }
  const back = new URL(location).searchParams;
  check(back.get('state') === state, 'the state comes back', location);
  const response = await fetch(discovered.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT,
      redirect_uri: callback,
      code: back.get('code'),
      code_verifier: verifier,
    }),
  });
  const tokens = await response.json();
  check(tokens.id_token, 'the code brings an ID token', tokens);
  return { idToken: tokens.id_token, nonce };
}

// nql, with nobody in it but Ada.
open(key('first', 'RS256'));
const providers = join(folder, 'providers.json');
writeFileSync(providers, JSON.stringify([{ name: 'School', issuer, audience: CLIENT, by: 'EMAIL' }]));
const data = ['--data', join(folder, 'data')];
spawnSync(process.env.NQL, ['migrate', 'up', ...data]);
const made = spawnSync(process.env.NQL, ['first-admin', '--email', EMAIL, '--name', 'Ada', ...data]);
check(made.status === 0, 'there is a first admin', String(made.stderr));
const nql = spawn(process.env.NQL, ['serve', '--listen', '127.0.0.1:0', '--providers', providers, ...data]);
process.on('exit', () => {
  nql.kill();
  rmSync(folder, { recursive: true, force: true });
});
const url = await new Promise((resolve, reject) => {
  let told = '';
  nql.stderr.on('data', (text) => {
    told += text;
    const found = told.match(/listens on (\S+)/);
    if (found) resolve(`${found[1]}/graphql`);
  });
  nql.on('exit', () => reject(new Error(told)));
});
nql.stdout.resume();

async function ask(query, variables, token) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

async function signIn(input) {
  const reply = await ask(
    `mutation SignIn($input: SignInWithProviderInput!) {
      signInWithProvider(input: $input) {
        sessionTokens { accessToken }
        userErrors { code message }
      }
    }`,
    { input },
  );
  check(!reply.errors, 'signing in is answered', reply);
  const { sessionTokens, userErrors } = reply.data.signInWithProvider;
  return { token: sessionTokens?.accessToken, code: userErrors[0]?.code, message: userErrors[0]?.message };
}

async function viewer(token) {
  const reply = await ask('{ viewer { email roles externalIdentities { issuer subject } } }', {}, token);
  check(reply.data?.viewer, 'somebody is signed in', reply);
  return reply.data.viewer;
}

// Ada gets in, once with each ID token; the rest of her account is as it was.
const first = await idToken('ada');
const ada = await viewer((await signIn(first)).token);
check(ada.email === EMAIL && ada.roles.join() === 'ADMIN', 'she is Ada', ada);
check(ada.externalIdentities[0]?.issuer === issuer, 'the account is linked', ada);
check((await signIn(first)).code === 'PROVIDER_TOKEN_INVALID', 'an ID token signs in once');
const other = { ...(await idToken('ada')), nonce: 'another' };
check((await signIn(other)).code === 'PROVIDER_TOKEN_INVALID', 'a nonce belongs to its token');
for (const login of ['bob', 'eve']) {
  check((await signIn(await idToken(login))).code === 'PROVIDER_TOKEN_INVALID', `${login} is nobody here`);
}
check(asked === 1, 'the keys were read once', asked);
console.log('note: code with PKCE and nonce, ID token with RS256: signed in; the keys were read once');

// The provider starts again with another key, of another kind. nql asks for it within a minute, and is not told to.
open(key('second', 'ES256'));
const begun = Date.now();
let again = await idToken('ada');
let reply = await signIn(again);
while (!reply.token && Date.now() - begun < 90_000) {
  check(reply.code === 'PROVIDER_TOKEN_INVALID', 'the new key is not known yet', reply);
  await wait(5_000);
  reply = await signIn(again);
}
check((await viewer(reply.token)).email === EMAIL, 'she gets in with the new key', reply);
check(asked === 2, 'the keys were read twice', asked);
console.log(
  `note: another key (ES256), nql not restarted: signed in after ${Math.round((Date.now() - begun) / 1000)} s; read twice`,
);

// It stops: who has a token of a known key gets in, and a key that nobody knows is told from a bad token.
const last = await idToken('ada');
open(key('third', 'RS256'));
const unknown = await idToken('ada');
server.closeAllConnections();
await new Promise((resolve) => server.close(resolve));
check((await signIn(last)).token, 'a known key is good while the provider is down');
const stopped = Date.now();
reply = await signIn(unknown);
while (reply.code === 'PROVIDER_TOKEN_INVALID' && Date.now() - stopped < 90_000) {
  await wait(5_000);
  reply = await signIn(unknown);
}
check(reply.code === 'PROVIDER_UNAVAILABLE', 'the provider is not there', reply);
console.log(`note: provider stopped: known key signs in; unknown key: ${reply.code}: ${reply.message}`);

// It is back: the same ID token is good, while its ten minutes last.
await listen(port);
await wait(10_000);
check((await signIn(unknown)).token, 'it is asked again after ten seconds');
console.log('note: provider back: signed in ten seconds later');
process.exit(0);
