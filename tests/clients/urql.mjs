// A client program with urql: pages through a connection, and meets each kind of error.
import { Client, fetchExchange, gql } from '@urql/core';
import { check, headers, url } from './demo.mjs';

function client(headers) {
  return new Client({ url, preferGetMethod: false, fetchOptions: { headers }, exchanges: [fetchExchange] });
}

const staff = client(headers('STAFF'));
const teacher = client(headers('TEACHER'));

// Every page of a connection, until there is none.
const PAGE = gql`
  query Page($after: String) {
    applications(first: 25, after: $after) {
      totalCount
      nodes {
        id
        status
        project {
          title
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const ids = new Set();
let rows = 0;
let pages = 0;
let after = null;
let page;
do {
  const { data, error } = await staff.query(PAGE, { after });
  check(!error, 'a page comes without errors', error);
  page = data.applications;
  for (const node of page.nodes) ids.add(node.id);
  rows += page.nodes.length;
  pages += 1;
  after = page.pageInfo.endCursor;
} while (page.pageInfo.hasNextPage);
check(pages > 1, 'there are several pages', pages);
check(rows === page.totalCount, 'the pages hold totalCount rows', [rows, page.totalCount]);
check(ids.size === rows, 'no row comes twice', [ids.size, rows]);
console.log(`${rows} applications on ${pages} pages`);

// A refused mutation is an answer, not an error: the reasons are in `userErrors`.
const DRAFTS = gql`
  query Drafts {
    applications(filter: { status: { eq: DRAFT } }) {
      nodes {
        id
        version
      }
    }
  }
`;
const SUBMIT = gql`
  mutation Submit($input: SubmitApplicationInput!) {
    submitApplication(input: $input) {
      application {
        status
      }
      userErrors {
        code
        message
        path
        currentVersion
      }
    }
  }
`;
const drafts = await teacher.query(DRAFTS, {});
const [draft] = drafts.data?.applications.nodes ?? [];
check(draft, 'the teacher has a draft', drafts.error);
const stale = { input: { applicationId: draft.id, expectedVersion: draft.version - 1 } };
const refused = await teacher.mutation(SUBMIT, stale);
check(!refused.error, 'a refusal is no error', refused.error);
const { application, userErrors } = refused.data.submitApplication;
check(application?.status === 'DRAFT', 'nothing was handed in; what is stored is told', application);
const conflict = userErrors.find((error) => error.code === 'VERSION_CONFLICT');
check(conflict?.currentVersion === draft.version, 'the stored version is told', userErrors);
console.log(`refused: ${userErrors.map((error) => error.code)}`);

// What a role may not ask for.
const forbidden = await teacher.query(gql`query Users { users { totalCount } }`, {});
check(!forbidden.data, 'nothing comes with an error', forbidden.data);
check(forbidden.error?.graphQLErrors[0]?.extensions.code === 'FORBIDDEN', 'FORBIDDEN', forbidden.error);
console.log(`forbidden: ${forbidden.error.graphQLErrors[0].message}`);

// A broken token.
const broken = await client({ authorization: 'Bearer broken' }).query(gql`query Me { viewer { id } }`, {});
check(broken.error?.response?.status === 401, 'the status is 401', broken.error?.response?.status);
check(broken.error.graphQLErrors[0]?.extensions.code === 'UNAUTHENTICATED', 'UNAUTHENTICATED', broken.error);
console.log(`unauthenticated: ${broken.error.graphQLErrors[0].message}`);
