// SPDX-License-Identifier: Apache-2.0
/**
 * Collection `definitions`: what is known of an activity, merged over all statements that defined it (xAPI Communication 2.5).
 * Not `activities`: that one counts what the processor has seen and may lag behind, this one is there with the statement.
 * It can be made again from the statements, so it need not wait for the journal.
 */
import { createHash, randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type ActivityDefinition, mergeActivityDefinitions, type SentDefinitions } from '@cairn/xapi';
import { type AnyBulkWriteOperation, Binary, MongoServerError } from 'mongodb';
import { collections, type Database } from './database.ts';
import { createTeachOlder } from './definitions/teach-older.ts';

export type { SentDefinitions } from '@cairn/xapi';

export interface DefinitionStore {
  /** There for readers when it resolves. What is known already costs no write, and mostly no question. */
  readonly learn: (sent: SentDefinitions) => Promise<void>;
  /**
   * Some more of what statements said that were there before definitions were kept, from the newest on: below what is known, which
   * came later. Whether there may be more. May be called by several at once, and ended at any moment.
   */
  readonly teachOlder: () => Promise<boolean>;
  readonly find: (activityIds: readonly string[]) => Promise<ReadonlyMap<string, ActivityDefinition>>;
}

interface DefinitionDocument {
  /** Hash of the activity's id, which may be long. */
  readonly _id: Binary;
  readonly activity: string;
  /** JSON text: a definition has keys that are no field names. */
  readonly text: string;
  readonly revision: number;
}

/** A sender that adds a language each time must not grow a document without end; beyond it the newest stands alone. */
const maxCharacters = 1_000_000;
/** How long a process believes that what it has merged is what is stored. */
const believedMs = 30_000;
const mostBelieved = 5000;
const mostBelievedCharacters = 4000;
/** Only other processes can be in the way: within one, merges wait for each other. */
const mostTries = 30;
const longestPauseMs = 20;

const idOf = (activity: string) => new Binary(createHash('sha256').update(activity).digest());
const isTaken = (error: unknown) => error instanceof MongoServerError && error.code === 11_000;

function merged(known: string | undefined, sent: readonly ActivityDefinition[]): string {
  const before = known === undefined ? undefined : (JSON.parse(known) as ActivityDefinition);
  const text = JSON.stringify(sent.reduce<ActivityDefinition | undefined>(mergeActivityDefinitions, before));
  return text.length <= maxCharacters ? text : JSON.stringify(sent.at(-1));
}

/** `sent` came before all that is known. */
function mergedBelow(known: string | undefined, sent: readonly ActivityDefinition[]): string {
  if (known === undefined) return merged(known, sent);
  const later = JSON.parse(known) as ActivityDefinition;
  const older = sent.reduce<ActivityDefinition | undefined>(mergeActivityDefinitions, undefined);
  const all = mergeActivityDefinitions(older, later);
  if (isEqualJson(all, later)) return known;
  const text = JSON.stringify(all);
  return text.length <= maxCharacters ? text : known;
}
type Merge = typeof merged;

interface Believed {
  readonly text: string;
  readonly definition: ActivityDefinition;
  readonly until: number;
}

/** On the path of every statement: comparing is a tenth of writing as text. Both come from JSON. */
function isEqualJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqualJson(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

export function createDefinitions({ db }: Database): DefinitionStore {
  const definitions = db.collection<DefinitionDocument>(collections.definitions);
  const believed = new Map<string, Believed>();

  function believe(activity: string, text: string): void {
    if (text.length > mostBelievedCharacters) return;
    if (believed.size >= mostBelieved) believed.clear();
    const definition = JSON.parse(text) as ActivityDefinition;
    believed.set(activity, { text, definition, until: performance.now() + believedMs });
  }
  const isNews = (activity: string, sent: readonly ActivityDefinition[]): boolean => {
    const known = believed.get(activity);
    if (!known || known.until < performance.now()) return true;
    return sent.some((one) => !isEqualJson(one, known.definition)) && merged(known.text, sent) !== known.text;
  };

  const read = async (activities: readonly string[]) =>
    new Map(
      (await definitions.find({ _id: { $in: activities.map(idOf) } }).toArray()).map((document) => [
        document.activity,
        document,
      ]),
    );

  /** What another writer has changed in between is left over. */
  async function mergeOnce(news: SentDefinitions, merge: Merge): Promise<SentDefinitions> {
    const known = await read([...news.keys()]);
    const writes: AnyBulkWriteOperation<DefinitionDocument>[] = [];
    const texts = new Map<string, string>();
    for (const [activity, sent] of news) {
      const before = known.get(activity);
      const text = merge(before?.text, sent);
      texts.set(activity, text);
      if (text === before?.text) continue;
      const filter = { _id: idOf(activity), revision: before?.revision ?? { $exists: false } };
      const update = { $set: { activity, text, revision: (before?.revision ?? 0) + 1 } };
      writes.push({ updateOne: { filter, update, upsert: before === undefined } });
    }
    const isWhole = writes.length === 0 || (await writeAll(writes));
    if (!isWhole) return news;
    for (const [activity, text] of texts) believe(activity, text);
    return new Map();
  }

  async function writeAll(writes: AnyBulkWriteOperation<DefinitionDocument>[]): Promise<boolean> {
    try {
      const { matchedCount, upsertedCount } = await definitions.bulkWrite(writes, { ordered: false });
      return matchedCount + upsertedCount === writes.length;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async function mergeAll(sent: SentDefinitions, merge: Merge): Promise<void> {
    let news = sent;
    for (let tries = 1; news.size > 0; tries += 1) {
      news = await mergeOnce(news, merge);
      if (news.size > 0 && tries >= mostTries)
        throw new Error('activity definitions change too fast to be merged');
      if (news.size > 0) await setTimeout(randomInt(longestPauseMs));
    }
  }

  let waiting = new Map<string, ActivityDefinition[]>();
  let last: Promise<void> = Promise.resolve();
  let planned: Promise<void> | null = null;
  /** What comes while a merge is under way goes together into the next. */
  const plan = (): Promise<void> =>
    (planned ??= last =
      last
        .catch(() => {})
        .then(() => {
          planned = null;
          const batch = waiting;
          waiting = new Map();
          return mergeAll(batch, merged);
        }));

  return {
    learn: async (sent) => {
      const news = [...sent].filter(([activity, list]) => isNews(activity, list));
      if (news.length === 0) return;
      for (const [activity, list] of news) waiting.set(activity, [...(waiting.get(activity) ?? []), ...list]);
      await plan();
    },
    teachOlder: createTeachOlder(db, (sent) => mergeAll(sent, mergedBelow)),
    find: async (activities) =>
      new Map(
        [...(await read(activities))].map(([activity, { text }]) => [
          activity,
          JSON.parse(text) as ActivityDefinition,
        ]),
      ),
  };
}
