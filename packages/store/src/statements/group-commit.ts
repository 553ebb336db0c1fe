// SPDX-License-Identifier: Apache-2.0
/**
 * Joins concurrent appends: one durable write costs milliseconds of journal flush whatever it holds. What comes while commits
 * are under way waits for the next; nothing waits for company. What clashes with another writer is tried again, at last each
 * request by itself, so that one cannot fail another.
 */
import { setTimeout } from 'node:timers/promises';
import type { Database } from '../database.ts';
import type { AppendOutcome } from '../statements.types.ts';
import { commitGroup, isClash, isPassing } from './commit-group.ts';
import type { Sequence } from './sequence.ts';
import type { Batch } from './sort-out.ts';
import { createWriter, type Writer } from './writer.ts';

const mostStatements = 1000;
const mostCharacters = 8 << 20;
const mostAtOnce = 2;
/** After so many clashes a request goes alone. */
const triesTogether = 2;
/** A sender's patience is longer; a killed writer's leftovers, a new primary, a frozen database are shorter. */
const patienceMs = 25_000;
const [shortestPauseMs, longestPauseMs] = [2, 250];

interface Waiting {
  readonly batch: Batch;
  readonly characters: number;
  readonly until: number;
  tries: number;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

const nothing = () => undefined;
const charactersOf = (batch: Batch) => batch.reduce((sum, { text }) => sum + text.length, 0);

/** The next requests to go together. */
function takeGroup(queue: Waiting[]): readonly Waiting[] {
  let [statements, characters, length] = [0, 0, 0];
  for (const { batch, characters: more, tries } of queue) {
    statements += batch.length;
    characters += more;
    if (length > 0 && (statements > mostStatements || characters > mostCharacters || tries > triesTogether))
      break;
    length += 1;
    if (tries > triesTogether) break;
  }
  return queue.splice(0, length);
}

export interface GroupCommit {
  readonly append: (batch: Batch) => Promise<AppendOutcome>;
  /** Resolves when nothing is under way any more. */
  readonly idle: () => Promise<void>;
}

/** `onClash` is called when ids are held by somebody else: it may be one who died. */
export function createGroupCommit({
  database,
  sequence,
  onClash,
}: {
  readonly database: Database;
  readonly sequence: Sequence;
  readonly onClash: () => void;
}): GroupCommit {
  const queue: Waiting[] = [];
  const idleWriters: Writer[] = Array.from({ length: mostAtOnce }, () => createWriter(database, sequence));
  const running = new Set<Promise<void>>();
  const pausing = new Set<Promise<void>>();

  function again(one: Waiting): void {
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** one.tries) * (0.5 + Math.random() / 2);
    one.tries += 1;
    const pause = setTimeout(pauseMs).then(() => {
      pausing.delete(pause);
      queue.push(one);
      return pump();
    });
    pausing.add(pause);
  }
  function failed(group: readonly Waiting[], error: unknown): void {
    if (isClash(error)) onClash();
    const mayPass = isClash(error) || isPassing(error);
    for (const one of group)
      if (mayPass && performance.now() < one.until) again(one);
      else one.reject(error);
  }

  /** One writer at work until nothing waits. A group is answered when readers can see it. */
  async function work(writer: Writer): Promise<void> {
    let answer: () => void = nothing;
    for (let group = takeGroup(queue); group.length > 0; group = takeGroup(queue)) {
      const answerLast = answer;
      answer = nothing;
      try {
        const batches = group.map(({ batch }) => batch);
        const outcomes = await commitGroup({ database, writer, onTaken: answerLast }, batches);
        const answered = group;
        answer = () =>
          answered.forEach(({ resolve }, i) => resolve(outcomes[i] ?? { kind: 'stored', duplicates: [] }));
      } catch (error) {
        // Stored it is; whether readers see it already was to be told by what has failed.
        answerLast();
        failed(group, error);
      }
    }
    // A block that cannot be closed now is reaped.
    await writer.close().catch(nothing);
    answer();
  }

  function pump(): void {
    while (queue.length > 0) {
      const writer = idleWriters.pop();
      if (!writer) return;
      const job = work(writer).finally(() => {
        running.delete(job);
        idleWriters.push(writer);
        pump();
      });
      running.add(job);
    }
  }

  return {
    append: (batch) =>
      new Promise((resolve, reject) => {
        const until = performance.now() + patienceMs;
        queue.push({ batch, characters: charactersOf(batch), until, tries: 0, resolve, reject });
        pump();
      }),
    idle: async () => {
      while (running.size + pausing.size > 0) await Promise.all([...running, ...pausing]);
    },
  };
}
