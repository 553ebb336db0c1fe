// SPDX-License-Identifier: Apache-2.0
/** How far a statement has come and what its evidence does, in plain sentences. A missing one does not compile. */
import type { EvidenceEffect, SentenceLanguage, SaidInAll, WithheldPiece } from '@cairn/engine';

export type StatementState =
  'processed' | 'waiting' | 'aside' | 'refused' | 'unreadable' | 'voiding' | 'nothing-published';

type Say = (more: string) => string;
const states: Readonly<Record<SentenceLanguage, Readonly<Record<StatementState, Say>>>> = {
  en: {
    processed: () => 'The statement has been processed.',
    waiting: () => 'The statement waits to be processed.',
    aside: () =>
      'The statement is in quarantine or was dropped from it: nothing counts of it until it is retried.',
    refused: (more) => `The statement was never stored, and waits in quarantine: ${more}`,
    unreadable: (more) => `The statement cannot be read: ${more}`,
    voiding: (more) => `This statement voids ${more}, and counts for nothing itself.`,
    'nothing-published': () => 'No mapping is in force yet.',
  },
  de: {
    processed: () => 'Das Statement ist verarbeitet.',
    waiting: () => 'Das Statement wartet darauf, verarbeitet zu werden.',
    aside: () =>
      'Das Statement ist in Quarantäne oder wurde aus ihr verworfen: Nichts davon zählt, bis es erneut versucht wird.',
    refused: (more) => `Das Statement wurde nie gespeichert und wartet in Quarantäne: ${more}`,
    unreadable: (more) => `Das Statement lässt sich nicht lesen: ${more}`,
    voiding: (more) => `Dieses Statement widerruft ${more} und zählt selbst für nichts.`,
    'nothing-published': () => 'Noch ist keine Zuordnung in Kraft.',
  },
};

type Effect = EvidenceEffect | 'not-chosen' | 'nobody';
const effects: Readonly<Record<SentenceLanguage, Readonly<Record<Effect, string>>>> = {
  en: {
    counts: 'It counts now.',
    superseded: 'It is valid, but other evidence decides the level.',
    withheld: 'It waits for other statements that its rule asks for.',
    'not-chosen': 'Its rule takes one attempt alone, and that is another.',
    expired: 'Its validity has ended.',
    withdrawn: 'It is withdrawn, for the statement was voided.',
    'not-yet': 'It is dated ahead and counts from its date on.',
    'no-value': 'It says nothing of a level.',
    revoked: 'It was taken back by a later statement.',
    revokes: 'It takes back what was held before it.',
    nobody: 'Nobody is known whose evidence it could be.',
  },
  de: {
    counts: 'Er zählt jetzt.',
    superseded: 'Er gilt, aber ein anderer Nachweis entscheidet über die Stufe.',
    withheld: 'Er wartet auf andere Statements, die seine Regel verlangt.',
    'not-chosen': 'Seine Regel nimmt nur einen Versuch, und das ist ein anderer.',
    expired: 'Seine Gültigkeit ist zu Ende.',
    withdrawn: 'Er ist zurückgezogen, denn das Statement wurde widerrufen.',
    'not-yet': 'Er ist vordatiert und zählt ab seinem Datum.',
    'no-value': 'Er sagt nichts über eine Stufe.',
    revoked: 'Er wurde durch ein späteres Statement zurückgenommen.',
    revokes: 'Er nimmt zurück, was vor ihm galt.',
    nobody: 'Es ist niemand bekannt, dessen Nachweis es sein könnte.',
  },
};

export const stateSentences = (state: StatementState, more = ''): SaidInAll => ({
  en: states.en[state](more),
  de: states.de[state](more),
});
/** Which words an effect takes; null: nobody is known whose it is. A pattern may still be completed, an attempt was not the one. */
const effectIn = (effect: EvidenceEffect | null, withheld: WithheldPiece | null): Effect =>
  effect === 'withheld' && withheld?.need === undefined ? 'not-chosen' : (effect ?? 'nobody');
export function effectSentences(effect: EvidenceEffect | null, withheld: WithheldPiece | null): SaidInAll {
  const word = effectIn(effect, withheld);
  return { en: effects.en[word], de: effects.de[word] };
}
