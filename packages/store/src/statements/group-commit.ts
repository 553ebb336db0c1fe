// SPDX-License-Identifier: Apache-2.0
/**
 * Joins concurrent appends: one durable write costs milliseconds of journal flush whatever it holds. What comes while commits
 * are under way waits for the next. After a clash each request goes alone, so that one cannot fail another.
 */
import type { AppendOutcome } from '../statements.types.ts';
import { type Batch, type Commit, commitGroup, isClash } from './commit-group.ts';

const mostStatements = 1000;
const mostAtOnce = 2;
const mostTries = 8;

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

async function alone(commit: Commit, { batch, resolve, reject }: Waiting): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      const [outcome] = await commitGroup(commit, [batch]);
      return resolve(outcome ?? { kind: 'stored', duplicates: [] });
    } catch (error) {
      if (!isClash(error) || tries >= mostTries) return reject(error);
    }
}

async function together(commit: Commit, group: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await commitGroup(
      commit,
      group.map(({ batch }) => batch),
    );
    group.forEach(({ resolve }, i) => resolve(outcomes[i] ?? { kind: 'stored', duplicates: [] }));
  } catch (error) {
    if (isClash(error)) for (const one of group) await alone(commit, one);
    else for (const { reject } of group) reject(error);
  }
}

export interface GroupCommit {
  readonly append: (batch: Batch) => Promise<AppendOutcome>;
  /** Resolves when nothing is under way any more. */
  readonly idle: () => Promise<void>;
}

export function createGroupCommit(commit: Commit): GroupCommit {
  const queue: Waiting[] = [];
  const running = new Set<Promise<void>>();

  function takeGroup(): Waiting[] {
    const group: Waiting[] = [];
    for (let size = 0; queue.length > 0;) {
      const next = queue[0];
      if (!next || (group.length > 0 && size + next.batch.length > mostStatements)) break;
      size += next.batch.length;
      group.push(next);
      queue.shift();
    }
    return group;
  }

  function pump(): void {
    while (queue.length > 0 && running.size < mostAtOnce) {
      const work = together(commit, takeGroup()).finally(() => {
        running.delete(work);
        pump();
      });
      running.add(work);
    }
  }

  return {
    append: (batch) =>
      new Promise((resolve, reject) => {
        queue.push({ batch, resolve, reject });
        pump();
      }),
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
