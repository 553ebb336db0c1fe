// SPDX-License-Identifier: Apache-2.0
/** A reader that follows the order by Consistent-Through and never looks back. */
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Client } from './asking.ts';

export interface Reader {
  /** Resolves with all that it has seen, in order, when these are among them. */
  readonly stop: (ids: Iterable<string>) => Promise<readonly string[]>;
}

export function follow(client: Client): Reader {
  const seen: string[] = [];
  const state = { isDone: false, since: '1970-01-01T00:00:00.000Z' };
  /** What an answer holds up to the time that it tells itself is all there ever will be; one asked for later would hide what came late. */
  async function step(): Promise<void> {
    const page = await client.once(`/statements?ascending=true&limit=500&since=${state.since}`);
    if (!page) return;
    expect(page.status).toBe(200);
    const through = page.headers.get('x-experience-api-consistent-through') ?? '';
    const { statements, more = '' } = JSON.parse(page.text) as {
      readonly statements: readonly { readonly id: string; readonly stored: string }[];
      readonly more?: string;
    };
    // What was told as consistent stays so.
    expect(through >= state.since).toBe(true);
    // Of a page that is not the last, the last time may go on in the next.
    const last = statements.at(-1)?.stored ?? '';
    const found = statements.filter(({ stored }) => stored <= through && (more === '' || stored < last));
    seen.push(...found.map(({ id }) => id));
    state.since = more === '' ? through : (found.at(-1)?.stored ?? state.since);
    if (found.length === 0) await setTimeout(5);
  }
  const following = (async () => {
    while (!state.isDone) await step();
  })();
  following.catch(() => undefined);
  return {
    stop: async (ids) => {
      const missing = () => {
        const there = new Set(seen);
        return [...ids].filter((id) => !there.has(id));
      };
      const all = async () => {
        await expect.poll(missing, { timeout: 20_000, interval: 50 }).toEqual([]);
      };
      await Promise.race([all(), following]);
      state.isDone = true;
      await following;
      return seen;
    },
  };
}
