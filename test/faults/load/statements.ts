// SPDX-License-Identifier: Apache-2.0
/**
 * Senders of statements of every kind: batches, wrong ones that must be refused, voids and references that meet their targets in any
 * order, attachments. Each looks at once whether what was acknowledged is so, and at the end whether all of it still is.
 */
import { createHash } from 'node:crypto';
import type { MongoClient } from 'mongodb';
import { expect } from 'vitest';
import type { Client } from './asking.ts';
import { commentedVerb, namingText, random, seed, textOf, uuid, voidedVerb } from './drawing.ts';

type Texts = ReadonlyMap<string, string>;
interface Reference {
  readonly activity: string;
  readonly ids: readonly string[];
}
export interface StatementSenders {
  /** One request or a few that belong together, drawn by chance. */
  readonly send: () => Promise<void>;
  readonly acknowledged: Texts;
  /** Those of the acknowledged that an acknowledged void names. */
  readonly voided: ReadonlySet<string>;
  readonly check: (mongo: MongoClient) => Promise<void>;
}

/** How long a reference may need after a writer was killed that had stored one of the two. */
const settled = { timeout: 10_000, interval: 50 };
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

function multipart(text: string, contents: readonly string[]) {
  const parts = contents.map(
    (content) =>
      `--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ${sha256(content)}\r\n\r\n${content}\r\n`,
  );
  return {
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: `--b\r\nContent-Type: application/json\r\n\r\n${text}\r\n${parts.join('')}--b--\r\n`,
  };
}
const attachmentText = (content: string) =>
  `{"usageType":"http://x.example/u","display":{"en":"x"},"contentType":"text/plain","length":${content.length},"sha2":"${sha256(content)}"}`;

export function createStatementSenders(client: Client): StatementSenders {
  const draw = random(seed);
  const acknowledged = new Map<string, string>();
  const voided = new Set<string>();
  const references: Reference[] = [];
  /** By the statement that brought them. */
  const contents = new Map<string, readonly string[]>();
  const refusedContents: string[] = [];
  let count = 0;
  const fresh = (what: string) => {
    count += 1;
    return `${seed} ${what} ${count}`;
  };
  const post = (body: string) => client.answer('/statements', { method: 'POST', body });

  /** A resend is never told that it is wrong. */
  async function store(texts: Texts): Promise<void> {
    expect((await post(`[${[...texts.values()].join(',')}]`)).status).toBe(200);
    for (const [id, text] of texts) acknowledged.set(id, text);
  }
  const storeOne = (id: string, text: string) => store(new Map([[id, text]]));
  /** Of two that name each other either may come first, or both at once. */
  async function storeInAnyOrder(target: readonly [string, string], naming: readonly [string, string]) {
    const [first, second] = draw() < 0.5 ? [target, naming] : [naming, target];
    if (draw() < 0.5) await Promise.all([storeOne(...first), storeOne(...second)]);
    else {
      await storeOne(...first);
      await storeOne(...second);
    }
  }

  async function sendBatch(): Promise<void> {
    const name = fresh('batch');
    const ids = Array.from({ length: 1 + Math.floor(draw() * 12) }, (_, i) => uuid(`${name} ${i}`));
    await store(new Map(ids.map((id) => [id, textOf(id)])));
  }
  async function sendWrong(): Promise<void> {
    const name = fresh('refused');
    const texts = [textOf(uuid(name)), textOf(uuid(`${name} 2`), ',"nonsense":1')];
    expect((await post(`[${texts.join(',')}]`)).status).toBe(400);
  }
  async function sendVoid(): Promise<void> {
    const name = fresh('void');
    const [target, voiding] = [uuid(`${name} target`), uuid(name)];
    const voidingText = namingText(voiding, voidedVerb, target);
    await storeInAnyOrder([target, textOf(target)], [voiding, voidingText]);
    voided.add(target);
    await checkVoided(target);
    // What voids cannot be voided.
    const again = uuid(`${name} again`);
    const wrong = [textOf(uuid(`${name} beside`)), namingText(again, voidedVerb, voiding)];
    expect((await post(`[${wrong.join(',')}]`)).status).toBe(400);
  }
  async function checkVoided(target: string): Promise<void> {
    const [bare, asVoided] = [`/statements?statementId=${target}`, `/statements?voidedStatementId=${target}`];
    expect((await client.answer(bare)).status).toBe(404);
    expect((await client.answer(asVoided)).status).toBe(200);
  }
  async function sendReference(): Promise<void> {
    const name = fresh('reference');
    const [target, naming] = [uuid(`${name} target`), uuid(name)];
    const activity = `https://x.example/of/${target}`;
    await storeInAnyOrder(
      [target, textOf(target, '', activity)],
      [naming, namingText(naming, commentedVerb, target)],
    );
    references.push({ activity, ids: [target, naming].toSorted() });
  }
  /** Who points to a statement is found by its activity too. */
  async function checkReference({ activity, ids }: Reference): Promise<void> {
    const found = async () => {
      const { text } = await client.answer(`/statements?activity=${encodeURIComponent(activity)}`);
      return (JSON.parse(text) as { readonly statements: readonly { readonly id: string }[] }).statements
        .map(({ id }) => id)
        .toSorted();
    };
    await expect.poll(found, settled).toEqual(ids);
  }
  async function sendAttachments(): Promise<void> {
    const name = fresh('attached');
    const id = uuid(name);
    // Some of them many have sent: content is kept once.
    const some = Array.from({ length: 1 + Math.floor(draw() * 3) }, (_, i) =>
      `${draw() < 0.3 ? seed : name} ${i} `.repeat(1 + Math.floor(draw() * 2000)),
    );
    const text = textOf(id, `,"attachments":[${some.map(attachmentText).join(',')}]`);
    const isWrong = draw() < 0.2;
    const own = `${name} of a refused statement`;
    const sent = isWrong
      ? multipart(textOf(id, `,"nonsense":1,"attachments":[${attachmentText(own)}]`), [own])
      : multipart(text, [...new Set(some)]);
    const { status } = await client.answer('/statements', { method: 'POST', ...sent });
    expect(status).toBe(isWrong ? 400 : 200);
    if (isWrong) refusedContents.push(sha256(own));
    else {
      acknowledged.set(id, text);
      contents.set(id, some);
    }
  }
  async function checkContents([id, some]: readonly [string, readonly string[]]): Promise<void> {
    const { text } = await client.answer(`/statements?statementId=${id}&attachments=true`);
    for (const content of some)
      expect(text).toContain(`X-Experience-API-Hash: ${sha256(content)}\r\n\r\n${content}\r\n`);
  }

  /** Each with its share. */
  const kinds = [
    ...Array.from({ length: 6 }, () => sendBatch),
    sendWrong,
    sendVoid,
    sendReference,
    sendAttachments,
  ];
  return {
    acknowledged,
    voided,
    send: async () => kinds[Math.floor(draw() * kinds.length)]?.(),
    check: async (mongo) => {
      expect([voided.size, references.length, contents.size].map((one) => one > 0)).toEqual([
        true,
        true,
        true,
      ]);
      for (const target of voided) await checkVoided(target);
      for (const reference of references) await checkReference(reference);
      for (const one of contents) await checkContents(one);
      const db = mongo.db('cairn');
      const raws = await db
        .collection<{ raw: string }>('statements')
        .find({}, { projection: { _id: 0, raw: 1 } })
        .toArray();
      expect(raws.map(({ raw }) => raw).toSorted()).toEqual([...acknowledged.values()].toSorted());
      const hashes = await db.collection<{ _id: string }>('attachments').distinct('_id');
      const named = [...contents.values()].flat().map(sha256);
      expect(hashes.toSorted()).toEqual([...new Set(named)].toSorted());
      expect(hashes.filter((hash) => refusedContents.includes(hash))).toEqual([]);
    },
  };
}
