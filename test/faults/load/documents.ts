// SPDX-License-Identifier: Apache-2.0
/**
 * Senders of documents: a log that all of them append to by its ETag, so that a change lost, doubled or taken back shows; and a state
 * of each one's own that is merged, replaced and removed, and must always be what its owner has made of it.
 */
import { expect } from 'vitest';
import type { MongoClient } from 'mongodb';
import type { Answer, Client } from './asking.ts';
import { random, seed } from './drawing.ts';

export interface DocumentSenders {
  /** One change by one of them. */
  readonly send: (sender: number) => Promise<void>;
  readonly check: (mongo: MongoClient) => Promise<void>;
}

const activity = 'activityId=https://x.example/a';
const logPath = `/activities/profile?${activity}&profileId=log`;
const statePath = (sender: number) =>
  `/activities/state?${activity}&stateId=of-${sender}&agent=${encodeURIComponent('{"mbox":"mailto:ann@example.org"}')}`;

type State = Readonly<Record<string, string>> | null;
const isPrefix = (a: readonly string[], b: readonly string[]) => a.every((token, i) => token === b[i]);
const conditionFor = ({ status, headers }: Answer): Readonly<Record<string, string>> =>
  status === 404 ? { 'if-none-match': '*' } : { 'if-match': headers.get('etag') ?? '' };

export function createDocumentSenders(client: Client): DocumentSenders {
  const draw = random(seed + 1);
  const [tokens, states] = [new Set<string>(), new Map<number, State>()];
  let longest: readonly string[] = [];
  let count = 0;

  /** What all of them see is one history: nothing that was acknowledged before is missing, and nothing seen is taken back. */
  async function readLog() {
    const before = [...tokens];
    const answer = await client.answer(logPath);
    const log = answer.status === 404 ? [] : (JSON.parse(answer.text) as { log: string[] }).log;
    expect(before.filter((token) => !log.includes(token))).toEqual([]);
    expect(isPrefix(log, longest) || isPrefix(longest, log)).toBe(true);
    if (log.length > longest.length) longest = log;
    return { answer, log };
  }
  async function append(token: string): Promise<void> {
    let isUnknown = false;
    for (;;) {
      const { answer, log } = await readLog();
      // The answer to an earlier sending was lost.
      if (isUnknown && log.includes(token)) break;
      expect(log).not.toContain(token);
      const body = JSON.stringify({ log: [...log, token] });
      const put = await client.once(logPath, { method: 'PUT', headers: conditionFor(answer), body });
      if (put?.status === 204) break;
      if (put) expect(put.status).toBe(412);
      isUnknown ||= put === null;
    }
    tokens.add(token);
  }

  async function readState(sender: number): Promise<{ readonly answer: Answer; readonly state: State }> {
    const answer = await client.answer(statePath(sender));
    return { answer, state: answer.status === 404 ? null : (JSON.parse(answer.text) as State) };
  }
  const changes = {
    merge: async (sender: number, token: string): Promise<State> => {
      const body = JSON.stringify({ [token]: token });
      const { status } = await client.answer(statePath(sender), { method: 'POST', body });
      expect(status).toBe(204);
      return { ...states.get(sender), [token]: token };
    },
    replace: async (sender: number, token: string): Promise<State> => {
      const next = { [token]: 'alone' };
      for (let isFirst = true; ; isFirst = false) {
        const { answer, state } = await readState(sender);
        if (!isFirst && state?.[token] === 'alone') return next;
        const body = JSON.stringify(next);
        const put = await client.once(statePath(sender), {
          method: 'PUT',
          headers: conditionFor(answer),
          body,
        });
        if (!put) continue;
        expect(put.status).toBe(204);
        return next;
      }
    },
    refused: async (sender: number, token: string): Promise<State> => {
      const { status } = await client.answer(statePath(sender), {
        method: 'PUT',
        headers: { 'if-match': '"0000000000000000000000000000000000000000"' },
        body: JSON.stringify({ [token]: 'refused' }),
      });
      expect(status).toBe(412);
      return states.get(sender) ?? null;
    },
    remove: async (sender: number): Promise<State> => {
      expect((await client.answer(statePath(sender), { method: 'DELETE' })).status).toBe(204);
      return null;
    },
  };
  const kinds = ['merge', 'merge', 'merge', 'replace', 'refused', 'remove'] as const;

  return {
    send: async (sender) => {
      count += 1;
      const token = `${sender}:${count}`;
      if (draw() < 0.5) return append(token);
      const kind = kinds[Math.floor(draw() * kinds.length)] ?? 'merge';
      states.set(sender, await changes[kind](sender, token));
      expect((await readState(sender)).state).toEqual(states.get(sender));
    },
    check: async (mongo) => {
      expect([tokens.size, states.size].map((one) => one > 0)).toEqual([true, true]);
      const { log } = await readLog();
      expect(log.toSorted()).toEqual([...tokens].toSorted());
      for (const [sender, state] of states) expect((await readState(sender)).state).toEqual(state);
      const there = [...states.values()].filter((state) => state !== null);
      expect(await mongo.db('cairn').collection('documents').countDocuments()).toBe(there.length + 1);
    },
  };
}
