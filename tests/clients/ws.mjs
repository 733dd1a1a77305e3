// graphql-ws: watches, is told of a change that comes over POST, and is closed when it may not come in.
//
// With NQL_OTHER, changes go to another process on the same database.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { check, headers, url } from './demo.mjs';

const socket = url.replace('http', 'ws');
const other = process.env.NQL_OTHER ? `${process.env.NQL_OTHER}/graphql` : url;

function client(connectionParams, onClosed) {
  return createClient({ url: socket, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, on: { closed: onClosed } });
}

async function post(role, query, variables) {
  const answer = await fetch(other, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers(role) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  check(!errors, 'a request is answered', errors);
  return data;
}

const DRAFT = `{
  applications(filter: { status: { eq: DRAFT } }) { nodes { id summary registration { id } campaign { id } } }
}`;
const {
  applications: {
    nodes: [draft],
  },
} = await post('TEACHER', DRAFT);
check(draft, 'the teacher has a draft');
// The form of the demo may have closed since: it is as old as the story.
const OPEN = `mutation ($input: OpenApplicationFormInput!) {
  openApplicationForm(input: $input) { application { version } userErrors { code } }
}`;
const opened = await post('TEACHER', OPEN, { input: { registrationId: draft.registration.id } });
check(opened.openApplicationForm.application, 'the form is open', opened);
draft.version = opened.openApplicationForm.application.version;

// A query over the socket is answered once.
const teacher = client(headers('TEACHER'));
const once = teacher.iterate({ query: '{ viewer { name } }' });
const { value } = await once.next();
check(value.data.viewer.name, 'a query is answered', value);
check((await once.next()).done, 'a query is over when it is answered');

// A mutation is refused there.
const mutation = teacher.iterate({ query: 'mutation { __typename }' });
await mutation.next().then(
  (answer) => check(false, 'a mutation is refused', answer),
  (errors) => check(errors[0]?.extensions.code === 'BAD_REQUEST', 'a mutation is refused', errors),
);

// The teacher watches her draft in one window, and writes in another.
const CHANGED = `subscription ($id: ID!) { applicationChanged(id: $id) { id application { version summary } } }`;
const changes = teacher.iterate({ query: CHANGED, variables: { id: draft.id } });
const change = changes.next();
// Staff see how far the campaign is, at once and with every change.
const staff = client(headers('STAFF'));
const PROGRESS = `subscription ($id: ID!) { campaignProgress(campaignId: $id) { applicationsInDraft applicationsComplete } }`;
const progress = staff.iterate({ query: PROGRESS, variables: { id: draft.campaign.id } });
const first = await progress.next();
check(first.value.data.campaignProgress.applicationsInDraft > 0, 'staff see drafts', first.value);

const SAVE = `mutation ($input: SaveApplicationDraftInput!) {
  saveApplicationDraft(input: $input) { application { version } userErrors { code } }
}`;
await new Promise((resolve) => setTimeout(resolve, 500));
const begun = performance.now();
const summary = `${draft.summary} Bijgewerkt.`;
const saved = await post('TEACHER', SAVE, {
  input: { applicationId: draft.id, expectedVersion: draft.version, summary },
});
check(saved.saveApplicationDraft.application, 'the draft is saved', saved);
const told = (await change).value.data.applicationChanged;
check(told.id === draft.id && told.application.summary === summary, 'the other window is told', told);
console.log(`note: told ${Math.round(performance.now() - begun)} ms after the draft was sent`);
await changes.return();

// What is not for a role is refused, and the socket stays.
const forbidden = teacher.iterate({ query: `subscription { assignmentChanged { id } }` });
await forbidden.next().then(
  (answer) => check(false, 'a teacher watches no assignments', answer),
  (errors) => check(errors[0]?.extensions.code === 'FORBIDDEN', 'FORBIDDEN', errors),
);

// A token that is not good closes it, with the code at which a client asks for another token.
const code = await new Promise((resolve) => {
  const broken = client({ authorization: 'Bearer broken' }, (event) => resolve(event.code));
  broken.iterate({ query: '{ viewer { id } }' }).next().catch(() => {});
});
check(code === 4403, 'the code is 4403', code);
await Promise.all([teacher.dispose(), staff.dispose()]);
