// Makes the GraphiQL fetcher that speaks for one identity. Headers of the header
// editor are sent too, but the identity chosen in the bar wins.
export function createFetcher(endpoint, { token, role }) {
  return async (params, options) => {
    const headers = new Headers(options?.headers);
    headers.set('content-type', 'application/json');
    headers.set('accept', 'application/graphql-response+json, application/json');
    if (token) {
      headers.set('authorization', `Bearer ${token}`);
      if (role) headers.set('x-nql-role', role);
    }
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
