// SPDX-License-Identifier: Apache-2.0
/** Totara with logstore_xapi: Moodle's dialect, and the events of programs and seminars that only Totara sends. */
import type { Dialect, NormalStatement, ShownBy, StatementKind } from '../dialect.types.ts';
import { eventName, moodleLogstore } from '../moodle-logstore/moodle-logstore.ts';

const attendance = '\\mod_facetoface\\event\\take_attendance';

interface Meaning {
  readonly kind: StatementKind;
  readonly shownBy: ShownBy | null;
}
const meaningOfEvent: Readonly<Record<string, Meaning>> = {
  '\\totara_program\\event\\program_assigned': { kind: 'enrolment', shownBy: null },
  '\\mod_facetoface\\event\\signup_success': { kind: 'enrolment', shownBy: null },
  '\\mod_facetoface\\event\\cancel_booking': { kind: 'other', shownBy: null },
  [attendance]: { kind: 'module-completion', shownBy: 'attendance' },
};

/**
 * The plugin compares the status with a number, but databases give it as text: "not complete" is sent of those who were there
 * all the time too, so it says nothing.
 */
const completionOf = (event: string | null, completion: NormalStatement['completion']) =>
  event === attendance && completion === false ? null : completion;

export const totara: Dialect = {
  id: 'totara',
  version: 3,
  title: 'Totara (logstore_xapi)',
  scaledRange: moodleLogstore.scaledRange,
  recognise: ({ context }) => {
    const event = eventName(context?.extensions);
    if (event?.startsWith('\\totara_')) return 1;
    if (event?.startsWith('\\mod_facetoface\\')) return 0.95;
    return event === null ? 0 : 0.5;
  },
  normalise: (statement, source) => {
    const plain = moodleLogstore.normalise(statement, source);
    const event = eventName(statement.context?.extensions);
    const meaning =
      event !== null && Object.hasOwn(meaningOfEvent, event) ? meaningOfEvent[event] : undefined;
    return {
      ...plain,
      ...meaning,
      dialect: 'totara@3',
      completion: completionOf(event, plain.completion),
      // The session's length, also for those who came late.
      durationMs: event === attendance ? null : plain.durationMs,
    };
  },
  stableContent: moodleLogstore.stableContent,
};
