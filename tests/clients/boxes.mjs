// The form of a teacher and the screen of a juror: whatever is refused stands in Dutch beside the box that it is about. No
// message is read by the program: `path` leads into what was sent, and `criterion` names the box where nothing was sent.
import { execFileSync } from 'node:child_process';
import { check, headers, url } from './demo.mjs';

const LONG = 'x'.repeat(10_001);
const REFUSALS = 'userErrors { code path message currentVersion';

async function ask(headers, language, query, variables) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': language, ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  check(!errors, `${query} comes without errors`, errors);
  return data;
}

const shown = new Map();

/** Sends what is to be refused, in two languages, and puts each sentence beside its box. */
async function refused(who, name, input, wanted, facts = '') {
  const document = `mutation ($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${REFUSALS} ${facts} } } }`;
  const [dutch, english] = [
    (await ask(who, 'nl-BE, fr;q=0.5', document, { input }))[name].userErrors,
    (await ask(who, 'en', document, { input }))[name].userErrors,
  ];
  const met = dutch.map(({ code, path, criterion }) => `${code} ${box(input, path, criterion)}`);
  check(JSON.stringify(met.toSorted()) === JSON.stringify(wanted.toSorted()), `${name} refuses for ${wanted.join(', ')}`, met);
  dutch.forEach(({ code, message }, index) => {
    check(message && message !== english[index].message, `${name}: ${code} is said in Dutch`, message);
    shown.set(`${name} ${met[index]}`, message);
  });
}

/** Where a sentence stands: `answers.C1.text`, `summary`, or `form` for what is about all of it. */
function box(input, [root, ...steps], criterion) {
  check(root === 'input', 'a path begins at the input', root);
  let here = input;
  const names = [];
  for (const step of steps) {
    check(here !== undefined && here !== null, 'a path leads to what was sent', steps);
    here = here[step];
    names.push(here?.criterionCode ?? step);
  }
  if (['expectedVersion', 'applicationId', 'assignmentId'].includes(names[0])) return criterion ?? 'form';
  return names.join('.');
}

function token(email) {
  const data = `${process.env.temporary}/data`;
  const bearer = execFileSync(process.env.nql, ['token', '--data', data, '--user', email], { encoding: 'utf8' }).trim();
  return (role) => ({ authorization: `Bearer ${bearer}`, 'x-nql-role': role });
}

// ---- the form of a teacher ----
const staff = headers('STAFF');
const DRAFTS = '{ applications(first: 1, filter: { status: { eq: DRAFT } }) { nodes { id registration { id } teacher { email } } } }';
const [draft] = (await ask(staff, 'nl', DRAFTS)).applications.nodes;
const teacher = token(draft.teacher.email)('TEACHER');
const OPEN = 'mutation ($input: OpenApplicationFormInput!) { it: openApplicationForm(input: $input) { application { version } } }';
const opened = await ask(teacher, 'nl', OPEN, { input: { registrationId: draft.registration.id } });
const application = { applicationId: draft.id, expectedVersion: opened.it.application.version };
await refused(
  teacher,
  'saveApplicationDraft',
  {
    ...application,
    summary: LONG,
    answers: [{ criterionCode: 'C1', text: 'Goed.', example: LONG }, { criterionCode: 'C2', text: 'x' }, { criterionCode: 'C2' }, { criterionCode: 'X9' }],
  },
  ['SUMMARY_TOO_LONG summary', 'TEXT_TOO_LONG answers.C1.example', 'CRITERION_TWICE answers.C2', 'UNKNOWN_CRITERION answers.X9'],
  '... on SaveApplicationDraftError { criterion }',
);
await refused(teacher, 'saveApplicationDraft', { ...application, expectedVersion: 999, summary: 'Kort.' }, ['VERSION_CONFLICT form']);
await refused(teacher, 'submitApplication', { ...application, expectedVersion: 999 }, await missing(), '... on SubmitApplicationError { criterion }');
const CLOSE = 'mutation ($input: CloseApplicationFormInput!) { it: closeApplicationForm(input: $input) { application { version } } }';
const closed = await ask(teacher, 'nl', CLOSE, { input: { applicationId: draft.id } });
await refused(teacher, 'saveApplicationDraft', { ...application, expectedVersion: closed.it.application.version, summary: 'Kort.' }, ['FORM_SESSION_EXPIRED form']);

/** What the remarks of the draft say is what handing it in says. */
async function missing() {
  const query = 'query ($id: ID!) { application(id: $id) { remarks { code criterion { code } } } }';
  const { remarks } = (await ask(teacher, 'nl', query, { id: draft.id })).application;
  const hard = ['SUMMARY_MISSING', 'ANSWER_MISSING', 'OWN_CONTRIBUTION_MISSING', 'TWINSPACE_LINK_MISSING', 'CONSENT_MISSING'];
  const said = remarks.filter(({ code }) => hard.includes(code)).map(({ code, criterion }) => `${code} ${criterion?.code ?? 'form'}`);
  return [...said, 'VERSION_CONFLICT form'];
}

// ---- the screen of a juror ----
const WORK = '{ assignments(first: 50, filter: { status: { in: [ACCEPTED, IN_PROGRESS] } }) { nodes { id juror { email } evaluation { version } } } }';
const work = (await ask(staff, 'nl', WORK)).assignments.nodes;
const [open] = work;
check(open, 'somebody has still to judge');
const juror = token(open.juror.email)('JUROR');
const version = open.evaluation?.version ?? 0;
const evaluation = { assignmentId: open.id, expectedVersion: version };
await refused(
  juror,
  'saveEvaluationDraft',
  {
    ...evaluation,
    scores: [{ criterionCode: 'C1', score: 99 }, { criterionCode: 'C2', comment: LONG }, { criterionCode: 'C3', score: 1 }, { criterionCode: 'C3', score: 2 }, { criterionCode: 'X9', score: 1 }],
    comment: LONG,
    internalNote: LONG,
  },
  [
    'SCORE_OUT_OF_SCALE scores.C1', 'COMMENT_TOO_LONG scores.C2.comment', 'CRITERION_TWICE scores.C3', 'UNKNOWN_CRITERION scores.X9',
    'TEXT_TOO_LONG comment', 'TEXT_TOO_LONG internalNote',
  ],
  '... on SaveEvaluationDraftError { criterion }',
);
await refused(juror, 'saveEvaluationDraft', { ...evaluation, expectedVersion: 999 }, ['VERSION_CONFLICT form']);
const document = 'mutation ($input: SubmitEvaluationInput!) { it: submitEvaluation(input: $input) { userErrors { code criterion message path } } }';
const { it } = await ask(juror, 'nl', document, { input: evaluation });
for (const { code, criterion, message } of it.userErrors) {
  check(criterion, `${code} names its criterion`, message);
  shown.set(`submitEvaluation ${code} ${criterion}`, message);
}
check(it.userErrors.length > 0, 'an evaluation that is not complete is not taken');

for (const [where, message] of shown) console.log(`${where}: ${message}`);
