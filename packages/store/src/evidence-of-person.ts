// SPDX-License-Identifier: Apache-2.0
import type { CompiledPolicy, Evidence, LinkedEvidence } from '@cairn/engine';
import type { IdentityLink } from './domain.types.ts';
import { holdsAt } from './people.ts';

/** One person's evidence: through the links that held when it happened, by the rules and dialects in force. */
export function evidenceOfPerson(
  evidence: readonly Evidence[],
  links: readonly IdentityLink[],
  { isInForce }: CompiledPolicy,
): readonly LinkedEvidence[] {
  return evidence.flatMap((piece) => {
    const link = links.find(
      ({ identifier, ...dates }) => identifier === piece.subject && holdsAt(dates, piece.occurredAt),
    );
    return link && isInForce(piece) ? [{ ...piece, linkedAt: link.linkedAt }] : [];
  });
}
