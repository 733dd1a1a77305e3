// The running demo, as run.sh started it: where it listens, and a token for each role.
import { readFileSync } from 'node:fs';

const demo = JSON.parse(readFileSync(process.env.NQL_DEMO, 'utf8'));

export const url = `${demo.address}/graphql`;

export function headers(role) {
  const user = demo.users.find((user) => user.role === role);
  return { authorization: `Bearer ${user.token}`, 'x-nql-role': role };
}

/** Ends the program when something is not as expected. */
export function check(holds, what, got) {
  if (holds) return;
  console.error(`not so: ${what}`, got === undefined ? '' : JSON.stringify(got));
  process.exit(1);
}
