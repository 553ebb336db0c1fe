// SPDX-License-Identifier: Apache-2.0
/** Questions that several elements ask: asked alike, they are asked once. */
import { RequestError } from '@cairn/api/client';
import type { GapView } from '@cairn/api/contract';
import type { Connection } from './connection.ts';

export interface Asker {
  readonly person: string;
  readonly roleProfile: string | undefined;
  readonly asOf: { readonly at?: string };
}

export const askGap = ({ ask, client }: Connection, { person, roleProfile, asOf }: Asker): Promise<GapView> =>
  ask(JSON.stringify(['gap', person, roleProfile, asOf.at]), () =>
    client.gap(person, { role: roleProfile, ...asOf }),
  );

/** null: the person has no role, and so far nothing is asked of them. */
export const askGapIfRole = (connection: Connection, asker: Asker): Promise<GapView | null> =>
  askGap(connection, asker).catch((error: unknown) => {
    if (error instanceof RequestError && error.problem?.code === 'NO_ROLE') return null;
    throw error;
  });
