// SPDX-License-Identifier: Apache-2.0
import { type CompiledPolicy, type Evidence, knownBy, type LinkedEvidence } from '@cairn/engine';
import type { IdentityLink } from './domain.types.ts';
import { holdsAt, standsAt } from './people.ts';

/**
 * One person's evidence: through the links that held when it happened, by the rules and dialects in force. `known`: with what had
 * been recorded by then; null: with all there is.
 */
export function evidenceOfPerson(
  evidence: readonly Evidence[],
  links: readonly IdentityLink[],
  { isInForce }: Pick<CompiledPolicy, 'isInForce'>,
  known: number | null = null,
): readonly LinkedEvidence[] {
  const standing = new Map<string, IdentityLink[]>();
  for (const link of links)
    if (standsAt(link, known))
      standing.set(link.identifier, [...(standing.get(link.identifier) ?? []), link]);
  const linked = evidence.flatMap((piece) => {
    const link = standing.get(piece.subject)?.find((one) => holdsAt(one, piece.occurredAt));
    return link && isInForce(piece) ? [{ ...piece, linkedAt: link.linkedAt }] : [];
  });
  return known === null ? linked : knownBy(linked, known);
}
