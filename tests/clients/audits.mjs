// The audits of the GraphQL-over-HTTP specification. What is MAY is told, and is no failure.
import { serverAudits } from 'graphql-http';
import { check, headers, url } from './demo.mjs';

async function audit(who, extra) {
  const fetchFn = (address, init = {}) => fetch(address, { ...init, headers: { ...init.headers, ...extra } });
  const results = [];
  for (const { fn } of serverAudits({ url, fetchFn })) results.push(await fn());
  const failed = results.filter((result) => result.status !== 'ok');
  for (const { id, name, reason } of failed) console.log(`${id} ${name}: ${reason}`);
  const without = failed.map(({ id, name }) => `${name.split(' ')[0]} ${id}`).join(', ');
  console.log(`note: as ${who} ${results.length - failed.length} of ${results.length} pass; without ${without || 'none'}`);
  // `notice` is MAY, `warn` is SHOULD, `error` is MUST.
  return failed.filter((result) => result.status !== 'notice');
}

const failed = [...(await audit('ANONYMOUS', {})), ...(await audit('ADMIN', headers('ADMIN')))];
check(failed.length === 0, 'every MUST and SHOULD passes', failed.map((result) => result.id));
