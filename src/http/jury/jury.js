// Asks for the page about a jury and shows it. The token is kept in this variable only.
const who = document.querySelector('#who');
const what = document.querySelector('#what');
const said = document.querySelector('#said');
const page = document.querySelector('#page');
let token = '';
let users = [];

const CAMPAIGNS = '{ campaigns(first: 50) { nodes { id name status } } }';
const PAGE = `mutation($input: InspectJuryInput!) {
  inspectJury(input: $input) { health { page } userErrors { code message } }
}`;
const SIGN_IN = `mutation($input: SignInInput!) {
  signIn(input: $input) { session { accessToken } userErrors { message } }
}`;

async function ask(query, variables) {
  const headers = { 'content-type': 'application/json' };
  if (token) Object.assign(headers, { authorization: `Bearer ${token}`, 'x-nql-role': 'STAFF' });
  const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

/** Does something, and says what went wrong. */
async function carefully(act) {
  said.textContent = '';
  try {
    await act();
  } catch (error) {
    said.textContent = `Dat lukte niet: ${error.message}`;
  }
}

async function choose() {
  const { campaigns } = await ask(CAMPAIGNS);
  what.campaign.replaceChildren(...campaigns.nodes.map((one) => new Option(one.name, one.id)));
  const judging = campaigns.nodes.find((one) => one.status === 'EVALUATION');
  if (judging) what.campaign.value = judging.id;
  what.hidden = false;
}

async function show() {
  page.hidden = true;
  const input = { campaignId: what.campaign.value, track: what.track.value };
  const { inspectJury } = await ask(PAGE, { input });
  if (!inspectJury.health) {
    const isIdle = inspectJury.userErrors.some((error) => error.code === 'NOBODY_ASKED');
    said.textContent = isIdle ? 'Er is nog geen jurylid gevraagd.' : inspectJury.userErrors[0]?.message;
    return;
  }
  page.srcdoc = inspectJury.health.page;
  page.hidden = false;
}

who.addEventListener('submit', (event) => {
  event.preventDefault();
  carefully(async () => {
    const { signIn } = await ask(SIGN_IN, { input: { email: who.email.value, password: who.password.value } });
    who.password.value = '';
    if (!signIn.session) throw new Error(signIn.userErrors.map((error) => error.message).join('; '));
    token = signIn.session.accessToken;
    await choose();
  });
});

who.user.addEventListener('change', () => {
  token = users[who.user.value]?.token ?? '';
  carefully(choose);
});

what.addEventListener('submit', (event) => {
  event.preventDefault();
  carefully(show);
});

// Demo data only: people of the staff to act as.
const config = await (await fetch('/graphiql/config.json')).json();
users = config.users.filter((user) => user.role === 'STAFF');
if (users.length > 0) {
  who.user.replaceChildren(new Option('kies iemand', ''), ...users.map((user, place) => new Option(user.label, place)));
  document.querySelector('#demo').hidden = false;
}
