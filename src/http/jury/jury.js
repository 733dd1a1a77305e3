// Asks for the page about a jury and shows it. The token is kept in this variable only.
const who = document.querySelector('#who');
const what = document.querySelector('#what');
const said = document.querySelector('#said');
const page = document.querySelector('#page');
let token = '';
let users = [];

const CAMPAIGNS = '{ campaigns(first: 50) { nodes { id name status } } }';
const PAGE = `query($input: JuryHealthInput!) {
  juryHealth(input: $input) { juryHealth { page } userErrors { code message } }
}`;
const SIGN_IN = `mutation($input: SignInInput!) {
  signIn(input: $input) { sessionTokens { accessToken } userErrors { code message } }
}`;

/** What a code of the API means to whoever looks at this page; the API itself speaks English. */
const WORDS = {
  CREDENTIALS_WRONG: 'E-mail en wachtwoord horen niet bij elkaar.',
  RATE_LIMITED: 'Je probeert het te vaak. Wacht even en probeer het opnieuw.',
  UNAUTHENTICATED: 'Meld je aan, of meld je opnieuw aan.',
  FORBIDDEN: 'Deze pagina is voor medewerkers van het eTwinningteam.',
  TRY_LATER: 'Dat lukt nu niet. Probeer het over enkele ogenblikken opnieuw.',
  NOBODY_ASKED: 'Er is nog geen jurylid gevraagd.',
  OFFLINE: 'De server antwoordt niet. Probeer het over enkele ogenblikken opnieuw.',
};

/** An error of the API, in the words of this page. */
function told({ code, extensions }) {
  const word = code ?? extensions?.code ?? '';
  const request = extensions?.requestId ? `, verzoek ${extensions.requestId}` : '';
  return new Error(WORDS[word] ?? `Dat lukte niet (${word}${request}).`);
}

async function ask(query, variables) {
  const headers = { 'content-type': 'application/json', 'accept-language': 'nl' };
  if (token) Object.assign(headers, { authorization: `Bearer ${token}`, 'x-nql-role': 'STAFF' });
  const body = JSON.stringify({ query, variables });
  const answer = await fetch('/graphql', { method: 'POST', headers, body }).catch(() => undefined);
  const { data, errors } = (await answer?.json().catch(() => undefined)) ?? { errors: [{ code: 'OFFLINE' }] };
  if (errors) throw told(errors[0]);
  return data;
}

/** Does something, and says what went wrong. */
async function carefully(act) {
  said.textContent = '';
  try {
    await act();
  } catch (error) {
    said.textContent = error.message;
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
  const { juryHealth } = await ask(PAGE, { input });
  if (!juryHealth.juryHealth) throw told(juryHealth.userErrors[0] ?? {});
  page.srcdoc = juryHealth.juryHealth.page;
  page.hidden = false;
}

who.addEventListener('submit', (event) => {
  event.preventDefault();
  carefully(async () => {
    const { signIn } = await ask(SIGN_IN, { input: { email: who.email.value, password: who.password.value } });
    who.password.value = '';
    if (!signIn.sessionTokens) throw told(signIn.userErrors[0] ?? {});
    token = signIn.sessionTokens.accessToken;
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
