// SPDX-License-Identifier: Apache-2.0
/** In which policy versions a framework was changed. A note of each lies beside the policy's text, so that no text has to be read. */
import { createHash } from 'node:crypto';
import type { Policy } from '@cairn/engine';

export interface FrameworkNote {
  readonly id: string;
  /** SHA-256 of its content. */
  readonly digest: string;
  /** As its publisher calls it. */
  readonly version: string;
  readonly competencies: number;
  readonly by: string;
}
export interface FrameworkVersion extends Omit<FrameworkNote, 'id' | 'digest'> {
  readonly policyVersion: string;
  /** ms since the epoch. */
  readonly publishedAt: number;
}
type Content = Pick<Policy, 'frameworks' | 'publishedBy'>;

export const frameworkNotes = ({ frameworks, publishedBy }: Content): readonly FrameworkNote[] =>
  frameworks.map((framework) => ({
    id: framework.id,
    digest: createHash('sha256').update(JSON.stringify(framework)).digest('hex'),
    version: framework.version,
    competencies: framework.competencies.length,
    by: publishedBy,
  }));

interface Noted {
  readonly version: string;
  readonly publishedAt: Date;
  readonly frameworks?: readonly FrameworkNote[] | undefined;
}

/** @param published the newest first. @param find of those without a note: published by an older Cairn. */
export async function frameworkVersions(
  published: AsyncIterable<Noted>,
  frameworkId: string,
  find: (version: string) => Promise<Content | null>,
): Promise<readonly FrameworkVersion[]> {
  const versions: FrameworkVersion[] = [];
  let laterDigest: string | undefined;
  let held: FrameworkVersion | null = null;
  for await (const { version, publishedAt, frameworks } of published) {
    const content = frameworks === undefined ? await find(version) : null;
    const notes = frameworks ?? (content ? frameworkNotes(content) : []);
    const note = notes.find(({ id }) => id === frameworkId);
    // Of a run of versions with the same content the oldest is the one that made it.
    if (held && laterDigest !== note?.digest) versions.push(held);
    held = note
      ? {
          policyVersion: version,
          publishedAt: publishedAt.getTime(),
          version: note.version,
          competencies: note.competencies,
          by: note.by,
        }
      : null;
    laterDigest = note?.digest;
  }
  return held ? [...versions, held] : versions;
}
