// SPDX-License-Identifier: Apache-2.0
/** The text of a policy as it lies in its document: as it is, or packed where it is large. 20,000 competencies are some 20 MB of text. */
import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { Binary } from 'mongodb';
import { StoreError } from '../store.errors.ts';

export type PolicyText = string | Binary;

/** Beyond it a text is packed; below, people may read it in the database. */
const packedFrom = 1_000_000;
/** What MongoDB takes in a document, less what else stands in it. */
const mostBytes = 16_000_000;

/** Packed beside the event loop. @throws {StoreError} POLICY_TOO_LARGE. */
export async function packPolicy(text: string): Promise<PolicyText> {
  if (text.length < packedFrom) return text;
  const packed = await promisify(gzip)(text);
  if (packed.length > mostBytes)
    throw new StoreError(
      'POLICY_TOO_LARGE',
      `All frameworks, roles and rules together are ${Math.round(packed.length / 1e6)} MB packed; a version holds 16 MB. Leave out what nobody needs of the largest framework, its extensions and notes first.`,
    );
  return new Binary(packed);
}

export const unpackPolicy = (stored: PolicyText): string =>
  typeof stored === 'string' ? stored : gunzipSync(stored.buffer).toString('utf8');
