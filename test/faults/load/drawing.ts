// SPDX-License-Identifier: Apache-2.0
/** What a fault test draws by chance, repeatable from a seed: numbers, ids, and texts that only an exact text keeps. */
import { createHash } from 'node:crypto';

/** Another by CAIRN_SEED. */
export const seed = Number(process.env['CAIRN_SEED'] ?? 20_261_125);

/** mulberry32: 0..1. */
export function random(from: number): () => number {
  let next = from >>> 0;
  return () => {
    next = (next + 0x6d2b79f5) >>> 0;
    let t = Math.imul(next ^ (next >>> 15), 1 | next);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const uuid = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** With number forms, key order and keys that only an exact text keeps. `extra`: more members, after a comma. */
export const textOf = (id: string, extra = '', activity = 'https://x.example/a') =>
  `{"id" : "${id}","verb":{"id":"http://adlnet.gov/expapi/verbs/answered"}, "actor":{"mbox":"mailto:ann@example.org"},` +
  `"object":{"id":"${activity}"},"result":{"score":{"raw":1.50e1},"extensions":{"https://x.example/a.b":{"$c.d":1.0}}}${extra}}`;

/** Names another statement: voids it, or speaks of it. */
export const namingText = (id: string, verb: string, target: string) =>
  `{"id":"${id}", "actor":{"mbox":"mailto:bob@example.org"},"verb":{"id":"${verb}"},` +
  `"object":{"objectType":"StatementRef","id" : "${target}"}}`;
export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided';
export const commentedVerb = 'http://adlnet.gov/expapi/verbs/commented';
