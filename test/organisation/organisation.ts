// SPDX-License-Identifier: Apache-2.0
/** A plain organisation for tests and benchmarks: so many people and competencies, one rule each, statements without end. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningCairn } from '../running-cairn/running-cairn.ts';

const en = (text: string) => ({ en: text });
const homePage = 'https://hr.example';

export const personId = (i: number): string => `person-${i}`;
export const competencyId = (i: number): string => `competency-${i}`;

export const policyOf = (competencies: number) => {
  const ids = Array.from({ length: competencies }, (_, i) => competencyId(i));
  return {
    frameworks: [
      {
        id: 'f',
        title: en('F'),
        version: '1',
        scale: 's',
        scales: [
          {
            id: 's',
            name: en('S'),
            levels: [0.3, 0.6, 0.9].map((minScore, i) => ({
              id: `L${i + 1}`,
              rank: i + 1,
              name: en(`L${i + 1}`),
              proficient: i > 0,
              minScore,
            })),
          },
        ],
        competencies: ids.map((id) => ({ id, code: id, label: en(id), statement: en(id), kind: 'skill' })),
      },
    ],
    mapping: {
      title: en('M'),
      rules: ids.map((competency) => ({
        id: `${competency}-rule`,
        title: en(competency),
        competency,
        when: { field: 'activity', op: 'eq', value: `https://x.example/${competency}` },
        kind: 'knowledge-test',
        value: { from: 'score' },
      })),
    },
  };
};
export const peopleOf = (people: number) =>
  Array.from({ length: people }, (_, i) => ({
    id: personId(i),
    name: personId(i),
    identifiers: [{ actor: { account: { homePage, name: personId(i) } } }],
  }));
export const statementOf = (person: number, competency: number, scaled: number) => ({
  id: randomUUID(),
  actor: { account: { homePage, name: personId(person) } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
  object: { id: `https://x.example/${competencyId(competency)}` },
  result: { score: { scaled } },
  timestamp: new Date().toISOString(),
});

export async function poster(cairn: RunningCairn): Promise<(statements: unknown) => Promise<void>> {
  const authorization = `Basic ${Buffer.from(await cairn.firstSource()).toString('base64')}`;
  return async (statements) => {
    const response = await fetch(`${cairn.url}/xapi/statements`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' },
      body: JSON.stringify(statements),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  };
}

/** Signed in as the first administrator. */
export async function admin(cairn: RunningCairn, data: string) {
  const pair = (await readFile(path.join(data, 'first-admin'), 'utf8')).trim();
  const colon = pair.indexOf(':');
  const response = await fetch(`${cairn.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: pair.slice(0, colon), password: pair.slice(colon + 1) }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const call = async (path: string, init: RequestInit = {}) =>
    fetch(`${cairn.url}/api/v1${path}`, {
      ...init,
      headers: { Cookie: cookie, 'Content-Type': 'application/json' },
    });
  return {
    call,
    publish: async (competencies: number, people: number) => {
      await call('/people', { method: 'POST', body: JSON.stringify({ people: peopleOf(people) }) });
      await call('/policies', { method: 'POST', body: JSON.stringify(policyOf(competencies)) });
    },
  };
}
