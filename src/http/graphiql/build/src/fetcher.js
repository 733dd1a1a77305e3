import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-ws';

// Makes the GraphiQL fetcher that speaks for one identity. Headers of the header
// editor are sent too, but the identity chosen in the bar wins.
export function createFetcher(endpoint, { token, role }) {
  const identity = token ? { authorization: `Bearer ${token}`, ...(role && { 'x-nql-role': role }) } : {};
  return async (params, options) => {
    if (isSubscription(params)) return watch(endpoint, { ...options?.headers, ...identity }, params);
    const headers = new Headers(options?.headers);
    headers.set('content-type', 'application/json');
    headers.set('accept', 'application/graphql-response+json, application/json');
    for (const [name, value] of Object.entries(identity)) headers.set(name, value);
    const response = await fetch(endpoint, {
      method: 'POST',
      credentials: 'same-origin',
      headers,
      body: JSON.stringify(params),
    });
    const body = await response.text();
    try {
      return JSON.parse(body);
    } catch {
      throw new Error(`HTTP ${response.status}, not a JSON body: ${body}`);
    }
  };
}

function isSubscription({ query, operationName }) {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false; // The server says what is wrong with it.
  }
}

// One socket for each operation: it closes when the operation is stopped.
function watch(endpoint, connectionParams, params) {
  const url = new URL(endpoint, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return createClient({ url: url.href, connectionParams, retryAttempts: 0 }).iterate(params);
}
