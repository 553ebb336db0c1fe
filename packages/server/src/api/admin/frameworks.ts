// SPDX-License-Identifier: Apache-2.0
/** `frameworks`: what is in force and was, files compared and imported, an administrator's steps. */
import type {
  FrameworkFileQuery,
  frameworkChangesSchema,
  frameworkDiffQuerySchema,
  frameworkExportQuerySchema,
  PlannedFramework,
} from '@cairn/api/contract';
import type { Policy } from '@cairn/engine';
import { diffFrameworks, formatById, type Framework, moreText, type Refused } from '@cairn/frameworks';
import { ProblemError } from '@cairn/lrs-adapter';
import type { z } from 'zod';
import {
  type Planned,
  planChanges,
  type PlannedPolicy,
  type PolicyInForce,
} from '../../frameworks/plan-upload.ts';
import { planFile } from '../../frameworks/planning.ts';
import { assertAgainst, publishPlanned } from '../../frameworks/publish-framework.ts';
import { type ApiContext, callerOf, type Handler } from '../context.ts';

const unknown = (id: string, where: string) =>
  new ProblemError(404, 'FRAMEWORK_UNKNOWN', 'No such framework', `No framework "${id}" is ${where}.`);

async function findIn(context: ApiContext, version?: string): Promise<Framework> {
  const { store, policies } = context.services;
  const id = context.params['framework'] ?? '';
  const policy =
    version === undefined ? (await policies.current())?.policy : await store.policies.find(version);
  const found = policy?.frameworks.find((one) => one.id === id);
  if (!found) throw unknown(id, version === undefined ? 'in force' : `in version ${version}`);
  return found;
}

const view =
  ({ version: policyVersion }: Policy) =>
  (framework: Framework) => {
    const { id, title, version, publisher = null, status = null, competencies, relations } = framework;
    const counts = { competencies: competencies.length, relations: relations.length };
    return { id, title, version, publisher, status, ...counts, policyVersion };
  };

export const listFrameworks: Handler = async ({ services: { policies } }) => {
  const compiled = await policies.current();
  return { items: compiled ? compiled.policy.frameworks.map(view(compiled.policy)) : [], next: null };
};

export const getFramework: Handler = (context) => findIn(context);

/** As it is compiled already: a large policy is not read anew for each request. */
async function inForceOf({ services: { store, policies } }: ApiContext): Promise<PolicyInForce> {
  const [compiled, sources] = await Promise.all([policies.current(), store.sources.list()]);
  return { policy: compiled?.policy ?? null, sources: sources.map(({ id }) => id) };
}

/** @throws {ProblemError} FRAMEWORK with every fault and its place. */
function assertPlanned(planned: PlannedPolicy): asserts planned is Planned {
  if (planned.ok) return;
  const { faults, more }: Refused = planned;
  throw new ProblemError(
    400,
    'FRAMEWORK',
    'This cannot be published',
    `Mend what \`errors\` lists${more === undefined ? '' : ` (${moreText(more)})`} and try again. Nothing was changed.`,
    faults,
  );
}

const answer = (planned: Planned, against: string | null, published: string | null): PlannedFramework => ({
  format: planned.format,
  encoding: planned.encoding,
  notes: [...planned.notes],
  diff: planned.diff as PlannedFramework['diff'],
  against,
  published,
});

const publishedBy = (context: ApiContext) => {
  const caller = callerOf(context);
  return caller.kind === 'admin' ? caller.session.email : 'portal';
};

const listOf = (given: string | readonly string[] | undefined): readonly string[] =>
  (typeof given === 'string' ? [given] : (given ?? []))
    .flatMap((one) => one.split(','))
    .map((one) => one.trim());

/** field=header, each. @throws {ProblemError} QUERY. */
function columnsOf(given: FrameworkFileQuery['column']): Readonly<Record<string, string>> {
  const pairs = (typeof given === 'string' ? [given] : (given ?? [])).map((pair) => {
    const [, field, header] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (field === undefined || header === undefined)
      throw new ProblemError(
        400,
        'QUERY',
        'The query is not as it must be',
        `column: "${pair}" is no field=header.`,
      );
    return [field.trim(), header] as const;
  });
  return Object.fromEntries(pairs);
}

async function planOf(context: ApiContext) {
  const query = context.query as FrameworkFileQuery;
  const bytes: unknown = context.request.body;
  const { store } = context.services;
  const inForce = await inForceOf(context);
  const against = inForce.policy?.version ?? null;
  assertAgainst(query.against, against);
  const reworded = listOf(query.reworded);
  const planned = await planFile({
    ...inForce,
    now: await store.now(),
    bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array(),
    format: query.format,
    options: {
      id: query.framework,
      title: query.title,
      language: query.language,
      sheet: query.sheet,
      columns: columnsOf(query.column),
    },
    decisions: {
      meaningChanged: listOf(query.meaning),
      reworded: reworded.includes('all') ? 'all' : reworded,
      evidence: query.evidence,
      removed: query.removed,
    },
  });
  assertPlanned(planned);
  return { planned, against };
}

export const diffFrameworkFile: Handler = async (context) => {
  const { planned, against } = await planOf(context);
  return answer(planned, against, null);
};

export const importFramework: Handler = async (context) => {
  const { planned, against } = await planOf(context);
  const by = { against, publishedBy: publishedBy(context) };
  return answer(planned, against, await publishPlanned(context.services.store, planned, by));
};

export const changeFramework: Handler = async (context) => {
  const { changes, publish, against: wanted } = context.body as z.output<typeof frameworkChangesSchema>;
  const { store } = context.services;
  const inForce = await inForceOf(context);
  const against = inForce.policy?.version ?? null;
  assertAgainst(wanted, against);
  const frameworkId = context.params['framework'] ?? '';
  const planned = planChanges({ ...inForce, frameworkId, changes, now: await store.now() });
  if (!planned) throw unknown(frameworkId, 'in force');
  assertPlanned(planned);
  const by = { against, publishedBy: publishedBy(context) };
  return answer(planned, against, publish ? await publishPlanned(store, planned, by) : null);
};

export const listFrameworkVersions: Handler = async (context) => {
  const id = context.params['framework'] ?? '';
  const versions = await context.services.store.policies.frameworkVersions(id);
  if (versions.length === 0) throw unknown(id, 'in any version');
  const items = versions.map(({ publishedAt, ...one }) => ({
    ...one,
    publishedAt: new Date(publishedAt).toISOString(),
  }));
  return { items, next: null };
};

export const diffFrameworkVersions: Handler = async (context) => {
  const { from, to } = context.query as z.output<typeof frameworkDiffQuerySchema>;
  const [before, after] = await Promise.all([findIn(context, from), findIn(context, to)]);
  return diffFrameworks(before, after);
};

export const exportFramework: Handler = async (context) => {
  const { format: id, version } = context.query as z.output<typeof frameworkExportQuerySchema>;
  const framework = await findIn(context, version);
  const format = formatById(id);
  if (!format) throw new Error(`the contract names a format "${id}" that there is not`);
  const { document, lost } = format.write(framework, context.services.url);
  const { response } = context;
  const name = framework.id.replace(/[^A-Za-z0-9._-]+/g, '-');
  response.set('Content-Disposition', `attachment; filename="${name}.${format.extension}"`);
  if (lost.length > 0) response.set('X-Cairn-Not-Held', lost.join('; '));
  response.type(format.mediaTypes[0] ?? 'application/octet-stream');
  if (format.content === 'json') response.send(JSON.stringify(document));
  else response.send(format.content === 'bytes' ? Buffer.from(document as Uint8Array) : document);
  return undefined;
};
