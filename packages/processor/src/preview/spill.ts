// SPDX-License-Identifier: Apache-2.0
/**
 * New evidence of people, put aside until it is their turn: in memory as long as it is little, else packed in one file that has
 * no name any more, so that it goes with the process however that ends. What is in memory at once does not grow with the history.
 */
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Evidence } from '@cairn/engine';

/** People are looked at in so many parts. */
export const spillParts = 256;
/** Characters held before they are written. */
const mostHeld = 32 << 20;
const [pack, unpack] = [promisify(deflateRaw), promisify(inflateRaw)];
const quick = { level: 1 } as const;

export interface Spill {
  readonly add: (personId: string, piece: Evidence) => Promise<void>;
  /** By person, each once; of one part. */
  readonly read: (part: number) => Promise<ReadonlyMap<string, readonly Evidence[]>>;
  readonly close: () => Promise<void>;
}

/** FNV-1a. */
export function spillPart(personId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < personId.length; i += 1) hash = Math.imul(hash ^ personId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % spillParts;
}

interface Chunk {
  readonly at: number;
  readonly length: number;
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cairn-preview-'));
  const file = await open(path.join(folder, 'evidence'), 'wx+', 0o600);
  await rm(folder, { recursive: true, force: true });
  return file;
}

/** @param most characters held in memory. */
export function createSpill(most = mostHeld): Spill {
  const held: string[][] = Array.from({ length: spillParts }, () => []);
  const chunks: Chunk[][] = Array.from({ length: spillParts }, () => []);
  let characters = 0;
  let file: FileHandle | null = null;
  let end = 0;

  async function flush(): Promise<void> {
    file ??= await openNameless();
    for (const [part, lines] of held.entries()) {
      if (lines.length === 0) continue;
      const bytes = await pack(lines.join('\n'), quick);
      await file.write(bytes, 0, bytes.length, end);
      chunks[part]?.push({ at: end, length: bytes.length });
      end += bytes.length;
      held[part] = [];
    }
    characters = 0;
  }
  async function readChunk({ at, length }: Chunk): Promise<readonly string[]> {
    const bytes = Buffer.alloc(length);
    await file?.read(bytes, 0, length, at);
    return (await unpack(bytes)).toString('utf8').split('\n');
  }

  return {
    add: async (personId, piece) => {
      const line = JSON.stringify([personId, piece]);
      held[spillPart(personId)]?.push(line);
      characters += line.length;
      if (characters >= most) await flush();
    },
    read: async (part) => {
      const people = new Map<string, Evidence[]>();
      const keep = (line: string) => {
        const [personId, piece] = JSON.parse(line) as [string, Evidence];
        const pieces = people.get(personId);
        if (pieces) pieces.push(piece);
        else people.set(personId, [piece]);
      };
      for (const chunk of chunks[part] ?? []) (await readChunk(chunk)).forEach(keep);
      held[part]?.forEach(keep);
      return people;
    },
    close: async () => {
      await file?.close();
    },
  };
}
