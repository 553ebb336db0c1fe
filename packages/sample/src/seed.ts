// SPDX-License-Identifier: Apache-2.0
/** Makes the sample organisation through Cairn's own endpoints, as an administrator and as senders would. Can be broken off and gone on with. */
import XAPI, { type Statement } from '@xapi/xapi';
import { framework } from './organisation/competencies.ts';
import { mapping } from './organisation/mapping.ts';
import { peopleImport } from './organisation/people.ts';
import { roles } from './organisation/roles.ts';
import { collegeStatements } from './statements/college.ts';
import { sampleStatements } from './statements/sample-statements.ts';
import { timeZone } from './statements/working-hours.ts';

/** What has been made so far; kept by the caller, so that a broken-off seeding goes on where it was. */
export interface SampleRecord {
  /** ms since the epoch: the day that the statements are made for. */
  readonly day: number;
  readonly portalSecret: string | null;
  /** Source id → key and secret. */
  readonly sources: Readonly<Record<string, { readonly key: string; readonly secret: string }>>;
  readonly isDone: boolean;
}
export interface SeedOptions {
  readonly url: string;
  readonly admin: { readonly email: string; readonly password: string };
  readonly record: SampleRecord;
  readonly save: (record: SampleRecord) => Promise<void>;
  readonly onProgress: (done: number, all: number, what: string) => void;
}

const batch = 100;
export const portalId = 'quayside';
export const sources = [
  {
    id: 'aldermouth-learning',
    title: 'Aldermouth Learning',
    preset: 'moodle-logstore',
    dialect: 'moodle-logstore',
  },
  { id: 'quay-observations', title: 'Quay observations', preset: 'generic', dialect: 'generic' },
  { id: 'crane-simulator', title: 'Crane simulator', preset: 'generic', dialect: 'generic' },
  {
    id: 'harbour-college',
    title: 'Harbour College (Moodle)',
    preset: 'moodle-logstore',
    dialect: 'moodle-logstore',
  },
] as const;

class SeedError extends Error {}

async function signIn({ url, admin }: SeedOptions) {
  const call = async (method: string, path: string, body: unknown, cookie: string) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: cookie },
      body: JSON.stringify(body),
    });
  const session = await call('POST', '/session', admin, '');
  if (!session.ok) throw new SeedError(`The sample could not sign in: ${await session.text()}`);
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await call('POST', path, body, cookie);
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok)
      throw new SeedError(`The sample could not be made at ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
}

export async function seedSample(options: SeedOptions): Promise<SampleRecord> {
  const { url, save, onProgress } = options;
  let { record } = options;
  const keep = async (change: Partial<SampleRecord>) => {
    record = { ...record, ...change };
    await save(record);
  };
  const streams: readonly { readonly source: string; readonly statements: readonly unknown[] }[] = [
    ...sampleStatements(record.day),
    { source: 'harbour-college', statements: await collegeStatements(record.day) },
  ];
  const all = streams.reduce((sum, { statements }) => sum + statements.length, 0);
  onProgress(0, all, 'people and competencies');
  const post = await signIn(options);
  for (const source of sources) {
    if (record.sources[source.id]) continue;
    const { key, secret } = await post('/sources', source);
    await keep({ sources: { ...record.sources, [source.id]: { key: String(key), secret: String(secret) } } });
  }
  if (record.portalSecret === null) {
    const portal = {
      id: portalId,
      title: 'Quayside, the intranet of the Port of Aldermouth',
      origins: [new URL(url).origin],
      contact: 'the Training Office',
      rights: ['self', 'team:*'],
    };
    await keep({ portalSecret: String((await post('/portals', portal))['secret']) });
  }
  await post('/people', peopleImport);
  await post('/policies', { timeZone, frameworks: [framework], roles, mapping });

  let done = 0;
  for (const { source, statements } of streams) {
    const credentials = record.sources[source];
    if (!credentials) throw new SeedError(`The source ${source} has no credentials.`);
    const client = new XAPI({
      endpoint: `${url}/xapi/`,
      auth: XAPI.toBasicAuth(credentials.key, credentials.secret),
      version: '1.0.3',
    });
    for (let from = 0; from < statements.length; from += batch) {
      const part = statements.slice(from, from + batch) as Statement[];
      await client.sendStatements({ statements: part });
      done += part.length;
      onProgress(done, all, 'statements');
    }
  }
  await keep({ isDone: true });
  return record;
}
