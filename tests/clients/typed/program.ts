// A small program that the compiler checks against the schema. It is not run.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { AnythingDocument, ApplicationsDocument, HandInDocument, SaveDraftDocument, SimilaritiesDocument } from './generated';
import type { ApplicationLineFragment, ApplicationStatus, RefusalFragment } from './generated';

async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  });
  return (await response.json()).data;
}

/** A word for each status; the last line is for those that a later server may add. */
function word(status: ApplicationStatus): string {
  switch (status) {
    case 'DRAFT':
      return 'being written';
    case 'PUBLISHED':
      return 'the outcome is out';
    default:
      return 'with us';
  }
}

function line({ project, status, submittedAt }: ApplicationLineFragment): string {
  const day: string = submittedAt?.slice(0, 10) ?? 'not yet';
  return `${project?.title ?? '?'}: ${word(status)} (${day})`;
}

function reasons(refusals: readonly RefusalFragment[]): string[] {
  return refusals.map(({ message, path }) => `${path.join('.')}: ${message}`);
}

export async function drafts(): Promise<string[]> {
  const lines: string[] = [];
  let after: string | null | undefined;
  do {
    const { applications } = await ask(ApplicationsDocument, { after, filter: { status: { in: ['DRAFT'] } } });
    lines.push(...applications.nodes.map(line));
    after = applications.pageInfo.hasNextPage ? applications.pageInfo.endCursor : null;
  } while (after);
  return lines;
}

export async function saveAndHandIn(applicationId: string, expectedVersion: number, summary: string): Promise<string[]> {
  const saved = await ask(SaveDraftDocument, { input: { applicationId, expectedVersion, summary } });
  // Null beside an error in `errors`: what was asked for was not done, or nobody knows.
  if (!saved.saveApplicationDraft) return ['try again'];
  const { application, userErrors } = saved.saveApplicationDraft;
  const conflict = userErrors.find(({ reason }) => reason === 'VERSION_CONFLICT');
  if (conflict) return [`somebody saved version ${conflict.currentVersion} first`];
  if (!application) return reasons(userErrors);
  const handedIn = await ask(HandInDocument, { input: { applicationId, expectedVersion: application.version } });
  return reasons(handedIn.submitApplication?.userErrors ?? []);
}

export async function title(id: string): Promise<string | undefined> {
  const { node } = await ask(AnythingDocument, { id });
  return node?.__typename === 'Project' ? node.title : undefined;
}

export async function similar(projectId: string, campaignId: string): Promise<number> {
  const { similarities } = await ask(SimilaritiesDocument, { input: { projectId, campaignId } });
  return similarities?.comparison?.compared ?? 0;
}

export const mistakes = () => [
  // @ts-expect-error There is no such status.
  ask(ApplicationsDocument, { filter: { status: { eq: 'LOST' } } }),
  // @ts-expect-error The version is needed.
  ask(HandInDocument, { input: { applicationId: 'application_0' } }),
];
