// A whole year, from an empty database to the last mail, as its people live it: over HTTP and by the mails that reach
// them. The clock of a rehearsal takes it from September to the news of the European label in two minutes at most.
//
//   node year.mjs PATH_OF_NQL                             # SQLite
//   DATABASE_URL=postgres://... node year.mjs PATH_OF_NQL  # a database of its own on that Postgres; needs psql
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const run = promisify(execFile);
const nql = process.argv[2];
const data = mkdtempSync(join(tmpdir(), 'nql-year-'));
const begun = performance.now();

let server;
let database;
let step = 'the beginning';
function stop(code) {
  server?.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
  const over = () => process.exit(code);
  if (!database) return over();
  return run('psql', ['-qX', process.env.DATABASE_URL, '-c', `DROP DATABASE ${database} WITH (FORCE)`]).then(over, over);
}
function check(holds, what, got) {
  if (holds) return;
  throw new Error(`not so: ${what} ${got === undefined ? '' : JSON.stringify(got)}`);
}
function equal(got, expected, what) {
  check(JSON.stringify(got) === JSON.stringify(expected), `${what}: ${JSON.stringify(expected)}`, got);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(1));
process.on('uncaughtException', (error) => {
  console.error(`at ${step}: ${error.message ?? error}`);
  stop(1);
});

// ---- mail ----

const mails = [];
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData: async (stream, session, done) => {
    const mail = await simpleParser(stream);
    mails.push({ to: session.envelope.rcptTo[0].address, subject: mail.subject, text: mail.text, id: mail.messageId, date: mail.date });
    done();
  },
});
await new Promise((resolve) => sink.listen(0, '127.0.0.1', resolve));

async function until(what, found, seconds = 20) {
  for (const last = performance.now() + seconds * 1000; performance.now() < last; await wait(50)) {
    const value = await found();
    if (value) return value;
  }
  throw new Error(`it never came: ${what}`);
}
const SUBJECTS = {
  WELCOME: 'Welkom',
  REGISTRATION: 'Je inschrijving voor het kwaliteitslabel',
  COMPLETE: 'Je aanvraag is goed ontvangen',
  DRAFT: 'Je aanvraag wacht op je',
  ASKED: 'Wil je voor het kwaliteitslabel beoordelen?',
  REMINDER: 'Je beoordelingen voor het kwaliteitslabel',
  RESULT: 'Er is nieuws over je aanvraag',
  PRIZE: 'Er is nog meer nieuws over je eTwinningproject',
  EQL: 'Nieuws over het Europese kwaliteitslabel',
  LINK: 'Je link om je aan te melden',
};
const sent = (who, kind) => mails.filter(({ to, subject }) => to === who.email && subject.startsWith(SUBJECTS[kind]));
const mail = (who, kind, count = 1) =>
  until(`${kind} for ${who.email}`, () => sent(who, kind).length >= count && sent(who, kind)[count - 1]);

// ---- the server ----

const env = { ...process.env, NQL_LOG: 'info', NQL_DATA: data };
if (process.env.DATABASE_URL) {
  database = `nql_year_${process.pid}`;
  await run('psql', ['-qX', process.env.DATABASE_URL, '-c', `CREATE DATABASE ${database}`]);
  const url = new URL(process.env.DATABASE_URL);
  url.pathname = `/${database}`;
  env.DATABASE_URL = url.href;
}
const command = (...words) => run(nql, words, { env });

step = 'the installation';
await command('migrate', 'up', '--rehearsal');
await command('first-admin', '--email', 'ada@nql.example', '--name', 'Ada Beheer');
const options = ['serve', '--listen', '127.0.0.1:0', '--front-end', 'https://nql.example', '--mail-rate', '60000'];
options.push('--mail-from', 'NQL <no-reply@nql.example>', '--smtp', `smtp://127.0.0.1:${sink.server.address().port}?tls=none`);
server = spawn(nql, options, { env, stdio: ['ignore', 'ignore', 'pipe'] });
const log = [];
let address;
createInterface({ input: server.stderr }).on('line', (line) => {
  log.push(line);
  address ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
});
server.on('exit', (code) => {
  console.error(`the server stopped with ${code}\n${log.slice(-20).join('\n')}`);
  stop(1);
});
await until('the address of the server', () => address);

// ---- people ----

const person = (name, role, more = {}) => ({
  name,
  role,
  email: `${name.toLowerCase().replaceAll(' ', '.')}@${role.toLowerCase()}.example`,
  password: randomBytes(12).toString('hex'),
  ...more,
});
const ada = { ...person('Ada Beheer', 'ADMIN'), email: 'ada@nql.example' };
const everybody = [ada];

async function ask(who, query, variables, expectsError) {
  if (who?.password && !who.token) await signIn(who);
  const headers = { 'content-type': 'application/json', ...(who && { authorization: `Bearer ${who.token}`, 'x-nql-role': who.role }) };
  const response = await fetch(`${address}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const answer = await response.json();
  if (expectsError) return answer.errors?.[0].extensions.code;
  check(!answer.errors, `${query.slice(0, 90)} is answered to ${who?.name}`, answer.errors);
  return answer.data;
}
const MOVES = ['openCampaign', 'closeCampaign', 'startEvaluation', 'startDeliberation'];
async function attempt(who, mutation, input, shown = '__typename') {
  const name = MOVES.includes(mutation) ? 'MoveCampaign' : mutation[0].toUpperCase() + mutation.slice(1);
  const query = `mutation($input: ${name}Input!) { it: ${mutation}(input: $input) { ${shown} userErrors { code message } } }`;
  return (await ask(who, query, { input })).it;
}
/** A mutation that is accepted: the first field that was asked of its payload. */
async function act(who, mutation, input, shown) {
  const it = await attempt(who, mutation, input, shown);
  equal(it.userErrors, [], `${mutation} by ${who?.name} is accepted`);
  return Object.values(it)[0];
}
/** A mutation that is refused for exactly these reasons. */
async function refused(who, mutation, input, ...codes) {
  const { userErrors } = await attempt(who, mutation, input);
  equal(userErrors.map(({ code }) => code), codes, `${mutation} by ${who.name} is refused`);
}
async function signIn(who) {
  const { accessToken } = await act(undefined, 'signIn', { email: who.email, password: who.password }, 'sessionTokens { accessToken }');
  who.token = accessToken;
}
/** Somebody follows the link in a mail and chooses a password. */
async function enter(who, kind = 'WELCOME') {
  const { text } = await mail(who, kind);
  const linkToken = /sign-in#(\S+)/.exec(text)?.[1];
  check(linkToken, `the mail ${kind} has a link`, text);
  const input = { linkToken, newPassword: who.password };
  who.token = (await act(undefined, 'resetPassword', input, 'sessionTokens { accessToken }')).accessToken;
  await refused(who, 'resetPassword', input, 'LINK_INVALID');
}
async function moveTo(day) {
  if (!ada.token) await signIn(ada);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ada.token}`, 'x-nql-role': 'ADMIN' };
  const response = await fetch(`${address}/clock`, { method: 'POST', headers, body: JSON.stringify({ day }) });
  const answer = await response.json();
  check(response.ok && answer.now.startsWith(day), `the clock moves to ${day}`, answer);
  for (const who of everybody) delete who.token;
  step = day;
}
const version = async (who, kind, id) =>
  (await ask(who, `query($id: ID!) { it: ${kind}(id: $id) { version } }`, { id })).it.version;
const status = async (who, id) => (await ask(who, 'query($id: ID!) { application(id: $id) { status } }', { id })).application.status;

// ---- the office is set up ----

step = 'the set-up';
const now = new Date((await (await fetch(`${address}/clock`)).json()).now);
// The next September.
const year = now.getUTCFullYear() + (now.getUTCMonth() < 8 ? 0 : 1);
const on = (rest) => `${year}-${rest}`;
const next = (rest) => `${year + 1}-${rest}`;
await act(undefined, 'requestSignInLink', { email: ada.email }, 'isRequested');
await enter(ada, 'LINK');
equal(await ask({ ...ada, role: 'STAFF' }, '{ users { totalCount } }', {}, true), 'FORBIDDEN', 'an admin has the roles that were given');
await moveTo(on('09-02'));

async function user(made) {
  const { name, email, role, community, schoolId } = made;
  const input = { name, email, roles: [role], community, schoolId, ...(schoolId && { joinedSchoolOn: on('09-01') }) };
  made.id = (await act(ada, 'createUser', input, 'user { id }')).id;
  everybody.push(made);
  if (role !== 'SERVICE') await enter(made);
  return made;
}
const karolien = await user(person('Karolien Staf', 'STAFF', { community: 'VL' }));
const tom = await user(person('Tom Staf', 'STAFF', { community: 'VL' }));
const delphine = await user(person('Delphine Staf', 'STAFF', { community: 'FWB' }));
const website = await user(person('Website', 'SERVICE'));
const school = (name, community, country = 'BE') =>
  act(karolien, 'createSchool', { name, community, country, city: 'Gent', level: 'SECONDARY' }, 'school { id }').then(({ id }) => id);
const wegen = await school('De Zeven Wegen', 'VL');
const parc = await school('École du Parc', 'FWB');
const verdi = await school('Scuola Verdi', 'FOREIGN', 'IT');
const lotte = await user(person('Lotte Verhaegen', 'TEACHER', { schoolId: wegen }));
const wim = await user(person('Wim De Backer', 'TEACHER', { schoolId: wegen }));
const els = await user(person('Els Peeters', 'TEACHER', { schoolId: wegen }));
const bert = await user(person('Bert Maes', 'TEACHER', { schoolId: wegen }));
const claire = await user(person('Claire Dumont', 'TEACHER', { schoolId: parc }));

// ---- September: the campaign opens ----

const campaign = (
  await act(karolien, 'createCampaign', {
    schoolYear: `${year}-${year + 1}`, name: `Kwaliteitslabel ${year}`, registrationClosesOn: next('07-01'),
    submissionClosesOn: next('07-01'), esepWindowOpensOn: on('04-01'), esepWindowClosesOn: next('03-31'), evaluationsDueOn: next('09-15'),
    resultsPlannedOn: next('10-30'), contactEmail: 'etwinning@nql.example', contactUrl: 'https://www.nql.example',
    milestones: [
      { kind: 'RESULTS', takesPlaceOn: next('10-30'), text: 'Resultaten' },
      { kind: 'EQL_INFO', takesPlaceOn: `${year + 2}-03-02`, text: 'Europees kwaliteitslabel' },
    ],
  }, 'campaign { id }')
).id;
const advance = async (mutation) =>
  act(karolien, mutation, { campaignId: campaign, expectedVersion: await version(karolien, 'campaign', campaign) }, 'campaign { id }');
await moveTo(on('09-15'));
await advance('openCampaign');

// ---- the school year: projects ----

await moveTo(on('11-10'));
async function project(founder, title, partner, member) {
  const slug = title.toLowerCase().replaceAll(' ', '-');
  const input = {
    title, slug, summary: 'Leerlingen onderzoeken samen hun omgeving.', esepUrl: `https://esep.example/projects/${slug}`,
    esepRegisteredOn: on('05-02'), startedOn: on('10-01'), schoolId: founder.schoolId, isFounder: true,
    partners: [{ schoolId: partner, isFounder: true }],
  };
  const { id } = await act(founder, 'createProject', input, 'project { id }');
  if (member) {
    const joins = { projectId: id, email: member.email, schoolId: member.schoolId, role: 'PARTNER' };
    await act(founder, 'addProjectMember', joins, 'project { id }');
  }
  return id;
}
const bees = await project(lotte, 'De bijen', verdi, wim);
const wasps = await project(els, 'De wespen', verdi);
const border = await project(bert, 'Over de taalgrens', parc, claire);

// ---- spring: step 1 ----

await moveTo(next('05-04'));
for (const [who, id] of [[lotte, bees], [els, wasps], [bert, border]]) {
  await act(who, 'endProject', { projectId: id, expectedVersion: await version(who, 'project', id), endedOn: next('04-30') }, 'project { id }');
}
const answers = { hasActivityInSchoolYear: true, hasVisibleResults: true, hasCollaborated: true, hasCommunicated: true };
for (const [who, projectId] of [[lotte, bees], [wim, bees], [els, wasps], [bert, border], [claire, border]]) {
  const { id, status } = await act(who, 'submitRegistration', { campaignId: campaign, projectId, answers }, 'registration { id status }');
  equal(status, 'CONFIRMED', `the registration of ${who.name}`);
  who.registration = id;
  check((await mail(who, 'REGISTRATION')).text.includes('https://nql.example'), 'the mail leads to the front end');
}

// ---- and step 2 ----

await moveTo(next('06-02'));
const CRITERIA = ['C1', 'C2', 'C3', 'C4', 'C5'];
async function write(who) {
  const opened = await act(who, 'openApplicationForm', { registrationId: who.registration }, 'application { id version }');
  who.application = opened.id;
  const given = CRITERIA.map((criterionCode) => ({
    criterionCode, text: `Wat wij deden voor ${criterionCode}, stap voor stap.`, ownTeacher: 'Ik begeleidde de groepjes.',
    ownPupils: 'Zij toonden hun werk aan de partners.', example: 'De podcast van maart.',
  }));
  const input = { applicationId: opened.id, expectedVersion: opened.version, summary: 'Ons project in het kort.' };
  await act(who, 'saveApplicationDraft', { ...input, answers: given }, 'application { id }');
  await refused(who, 'saveApplicationDraft', { ...input, summary: 'Te laat.' }, 'VERSION_CONFLICT');
  for (const [kind, page, criterionCode] of [['TWINSPACE', ''], ['WORK_PLAN', '/plan', 'C1'], ['FINAL_PRODUCT', '/slot', 'C5']]) {
    const link = { applicationId: opened.id, kind, url: `https://esep.example/twinspace${page}`, label: kind, criterionCode };
    await act(who, 'addEvidenceLink', link, 'evidenceLink { id }');
  }
}
for (const who of [lotte, wim, els, bert, claire]) await write(who);
const applicants = [lotte, wim, bert, claire];
const handIn = async (who) => {
  const { application } = who;
  return { applicationId: application, expectedVersion: await version(who, 'application', application) };
};
await refused(lotte, 'submitApplication', await handIn(lotte), 'CONSENT_MISSING');
for (const who of applicants) {
  await act(who, 'declareConsent', await handIn(who), 'application { id }');
  await act(who, 'submitApplication', await handIn(who), 'application { id }');
  equal(await status(who, who.application), 'COMPLETE', `the application of ${who.name}`);
  await mail(who, 'COMPLETE');
}
await moveTo(next('06-24'));
const { queued } = await act(karolien, 'remindDrafts', { campaignId: campaign, untouchedForDays: 14 }, 'draftReminders { queued }');
equal(queued, 1, 'one teacher has a draft still');
await mail(els, 'DRAFT');

// ---- July: step 2 closes, and the jury is asked ----

await moveTo(next('07-02'));
equal(await status(els, els.application), 'LAPSED', 'a draft that was not handed in');
check((await attempt(els, 'openApplicationForm', { registrationId: els.registration })).userErrors.length > 0, 'step 2 is closed');
await advance('closeCampaign');
for (const [office, theirs] of [[karolien, [lotte, wim, bert]], [delphine, [claire]]]) {
  await act(office, 'admitApplications', { applicationIds: theirs.map(({ application }) => application) }, 'applications { id }');
}
await advance('startEvaluation');
const jury = [];
for (const name of ['Nadia Ouali', 'Frederik Allaert', 'Oscar Thys']) {
  const juror = person(name, 'JUROR');
  const input = {
    campaignId: campaign, tracks: ['NQL', 'BELGICA'], name, email: juror.email, experience: 'Gaf dertig jaar les.',
    languages: ['nl', 'fr'],
  };
  juror.id = (await act(karolien, 'inviteJuror', input, 'juror { id }')).id;
  everybody.push(juror);
  jury.push(juror);
  await enter(juror);
}
equal(await ask(jury[0], '{ assignments { totalCount } }'), { assignments: { totalCount: 0 } }, 'nothing is to be judged yet');
for (const track of ['NQL', 'BELGICA']) {
  const { id } = await act(karolien, 'simulateAssignment', { campaignId: campaign, track }, 'assignmentPlan { id }');
  const plan = await until(`the plan for ${track}`, async () => {
    const { node } = await ask(karolien, 'query($id: ID!) { node(id: $id) { ... on AssignmentPlan { status hash version failure } } }', { id });
    check(!['FAILED', 'IMPOSSIBLE', 'CANCELLED'].includes(node.status), 'a plan is found', node);
    return node.status === 'READY' && node;
  });
  await act(karolien, 'commitAssignmentPlan', { assignmentPlanId: id, expectedVersion: plan.version, expectedHash: plan.hash }, 'assignmentPlan { id }');
}
const WORK = '{ assignments(first: 50) { nodes { id version application { id } } } }';
for (const juror of jury) {
  await mail(juror, 'ASKED');
  juror.work = (await ask(juror, WORK)).assignments.nodes;
  check(juror.work.length > 0 && juror.work.every(({ application }) => application === null), 'nothing opens before a juror has answered', juror.work);
  for (const { id, version: seen } of juror.work) {
    const answer = { assignmentId: id, expectedVersion: seen, answer: 'ACCEPT' };
    await act(juror, 'respondToAssignment', answer, 'assignment { id }');
  }
  juror.work = (await ask(juror, WORK)).assignments.nodes;
}
equal(jury.flatMap(({ work }) => work).length, 8, 'two jurors for each of four applications');

// ---- summer: the jury judges, one of them late ----

await moveTo(next('08-20'));
async function judge(juror) {
  for (const { id, application } of juror.work) {
    const score = application.id === wim.application ? 1 : 4;
    const scores = [...CRITERIA, 'G1', 'G2', 'G3'].map((criterionCode) => ({ criterionCode, score, comment: `Over ${criterionCode}: zie het werkplan.` }));
    const saved = await act(juror, 'saveEvaluationDraft', { assignmentId: id, scores }, 'evaluation { version }');
    await act(juror, 'submitEvaluation', { assignmentId: id, expectedVersion: saved.version }, 'evaluation { id }');
  }
}
const late = jury[2];
for (const juror of jury.slice(0, 2)) await judge(juror);
for (const [day, count] of [[next('08-31'), 0], [next('09-02'), 1], [next('09-11'), 1], [next('09-14'), 2], [next('09-17'), 3]]) {
  await moveTo(day);
  if (count) await mail(late, 'REMINDER', count);
  await wait(300);
  equal(sent(late, 'REMINDER').length, count, `reminders of the juror who is late, on ${day}`);
}
for (const juror of jury.slice(0, 2)) equal(sent(juror, 'REMINDER').length, 0, 'nobody else is reminded');
await judge(late);

// ---- October: results, which nobody learns before they are out ----

await moveTo(next('10-05'));
for (const [office, theirs] of [[karolien, [lotte, wim, bert]], [delphine, [claire]]]) {
  await act(office, 'consolidateApplications', { applicationIds: theirs.map(({ application }) => application) }, 'consolidations { status }');
}
await advance('startDeliberation');
for (const track of ['NQL', 'BELGICA']) await act(karolien, 'proposeDecisions', { campaignId: campaign, track }, 'decisions { id }');
for (const who of applicants) {
  const office = who === claire ? delphine : karolien;
  const query = 'query($id: ID!) { application(id: $id) { decision { id version outcome } } }';
  who.decision = (await ask(office, query, { id: who.application })).application.decision;
  equal(who.decision.outcome, who === wim ? 'NOT_AWARDED' : 'AWARDED', `what ${who.name} earned`);
  const criteria = ['C1', 'C2', 'C3', 'C4', 'C5'].map((criterionCode) => ({ criterionCode, text: 'Zo voort.' }));
  const texts = { applicationId: who.application, expectedDecisionVersion: who.decision.version, motivation: 'De uitleg.', feedback: 'Het advies.', criteria };
  const shown = 'applications { decision { version } feedback { version } }';
  const [{ decision, feedback }] = await act(office, 'saveResultTexts', { items: [texts] }, shown);
  const seen = { applicationId: who.application, expectedDecisionVersion: decision.version, expectedFeedbackVersion: feedback.version };
  await act(office, 'approveResultTexts', { items: [seen] }, 'applications { id }');
}
const flemish = [lotte, wim, bert].map(({ decision }) => decision.id);
check((await attempt(karolien, 'ratifyDecisions', { decisionIds: flemish })).userErrors.length > 0, 'who proposed does not ratify');
await act(tom, 'ratifyDecisions', { decisionIds: flemish }, 'decisions { id }');
await act(delphine, 'ratifyDecisions', { decisionIds: [claire.decision.id] }, 'decisions { id }');
const prize = await act(karolien, 'definePrize', {
  campaignId: campaign, track: 'NQL', rank: 1, title: 'Hoofdprijs',
  components: [{ kind: 'MONEY', amountCents: 100_000, description: 'Voor een nieuw project' }],
}, 'prize { id }');
const award = await act(karolien, 'awardPrize', { prizeId: prize.id, projectId: bees, schoolIds: [wegen] }, 'prizeAward { id version }');
await act(tom, 'ratifyPrizeAward', { prizeAwardId: award.id, expectedVersion: award.version }, 'prizeAward { id }');
const batches = [];
for (const unit of [{ track: 'NQL', community: 'VL' }, { track: 'BELGICA' }]) {
  const batch = await act(karolien, 'preparePublication', { campaignId: campaign, ...unit }, 'publicationBatch { id setHash }');
  batches.push(await act(tom, 'approvePublication', { publicationBatchId: batch.id, expectedHash: batch.setHash }, 'publicationBatch { id version }'));
}
const FATE = 'query($id: ID!) { application(id: $id) { status decision { outcome } feedback { text } label { serial } } prizes { totalCount } }';
for (const who of applicants) {
  equal(await ask(who, FATE, { id: who.application }), {
    application: { status: 'IN_EVALUATION', decision: null, feedback: null, label: null }, prizes: { totalCount: 0 },
  }, `what ${who.name} knows before`);
}
await moveTo(next('10-30'));
equal(mails.filter(({ subject }) => subject.startsWith(SUBJECTS.RESULT)).length, 0, 'no mail tells a result before');
for (const { id, version: seen } of batches) await act(karolien, 'publishResults', { publicationBatchId: id, expectedVersion: seen }, 'publicationBatch { id }');
for (const who of applicants) {
  await mail(who, 'RESULT');
  const { application } = await ask(who, FATE, { id: who.application });
  equal([application.status, application.decision.outcome], ['PUBLISHED', who.decision.outcome], `what ${who.name} learns`);
  equal(application.label !== null, who !== wim, `whether ${who.name} has a label`);
}
await act(karolien, 'announcePrizes', { campaignId: campaign, track: 'NQL' }, 'prizeAwards { id }');
await mail(lotte, 'PRIZE');

// ---- a website, and the European label ----

await moveTo(`${year + 1}-11-12`);
const key = { userId: website.id, name: 'Website', scopes: ['LABEL_READ'], expiresOn: `${year + 2}-06-30` };
const { secret } = await act(ada, 'makeServiceKey', key, 'serviceKeyTokens { secret }');
const { accessToken } = await act(undefined, 'exchangeServiceKey', { secret }, 'serviceTokens { accessToken }');
const { labels } = await ask({ name: 'the website', role: 'SERVICE', token: accessToken }, '{ labels { totalCount } }');
equal(labels.totalCount, 3, 'labels on the website');
await act(karolien, 'recordForeignLabels', { projectId: bees, campaignId: campaign, countries: ['IT', 'PT'], source: 'Bericht van het steunpunt.' }, 'eqlCandidacy { id }');
await moveTo(`${year + 2}-03-03`);
check(!/\d[.,]\d/.test((await mail(lotte, 'EQL')).text), 'news of the European label has no figure of the jury');
equal(sent(wim, 'EQL').length, 0, 'who has no label hears nothing of it');
const cloned = await act(karolien, 'cloneCampaign', { campaignId: campaign, schoolYear: `${year + 2}-${year + 3}` }, 'campaign { status }');
equal(cloned.status, 'DRAFT', 'the next year is a copy');

// ---- the last mail ----

step = 'the end';
const count = async (filter) => (await ask(ada, `{ messages(${filter}first: 1) { totalCount } }`)).messages.totalCount;
await until('every mail has left', async () => (await count('filter: { status: { eq: PENDING } }, ')) === 0);
equal(await count('filter: { status: { eq: FAILED } }, '), 0, 'no mail was given up');
equal(mails.length, await count('filter: { status: { eq: SENT } }, '), 'as many mails as have left');
// A juror who answered what one mail asked is not asked by the next, which was on its way.
const spared = await count('filter: { status: { eq: CANCELLED }, template: { eq: ASSIGNMENT_INVITED } }, ');
equal(mails.length + spared, await count(''), 'as many mails as were written, but for those that came too late');
equal(new Set(mails.map(({ id }) => id)).size, mails.length, 'no mail came twice');
check(mails.every(({ date }) => Math.abs(date - Date.now()) < 600_000), 'for mail servers it is today');
await wait(2_000);
const { stdout } = await command('doctor');
check(!stdout.includes('FOUND') && stdout.includes('this is a rehearsal'), 'the doctor finds nothing', stdout);
const seconds = Math.round((performance.now() - begun) / 1000);
check(seconds < 120, 'a year takes two minutes at most', seconds);
console.log(`note: a year in ${seconds} s, ${mails.length} mails, on ${database ? 'Postgres' : 'SQLite'}`);
server.removeAllListeners('exit');
stop(0);
