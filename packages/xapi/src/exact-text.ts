// SPDX-License-Identifier: Apache-2.0
/**
 * The statement as it goes out in the format `exact`: the sender's own text, with only what the LRS has to say put in.
 * One scan, no parse: number forms, key order and white space stay. Flow: store → [here] → answer.
 */
import { endOfValue, eachMember, type MemberPlace, openBrace, quote } from './json-text.ts';

export interface ExactChanges {
  /** Top-level members that are the LRS's to say: in place of the sender's, or added (`stored`, `authority`). */
  readonly replaced?: Readonly<Record<string, unknown>>;
  /** Top-level members that the statement gets where the sender wrote none (`id`, `timestamp`, `version`). */
  readonly added?: Readonly<Record<string, unknown>>;
  /** How `timestamp` is written, of a SubStatement too: see `answeredTime` of the versions. Absent: as it came. */
  readonly writesTime?: (time: string) => string;
  /** Leaves out `contextAgents` and `contextGroups`, of a SubStatement too. For answers of 1.0.3. */
  readonly withoutContextActors?: boolean;
}

/** The text with pieces replaced, from front to back. */
class Splice {
  readonly text: string;
  private written = '';
  private done = 0;
  constructor(text: string) {
    this.text = text;
  }
  put(from: number, to: number, piece: string): void {
    this.written += this.text.slice(this.done, from) + piece;
    this.done = to;
  }
  finish(): string {
    return this.written + this.text.slice(this.done);
  }
}

const isObjectAt = (text: string, i: number) => text.charCodeAt(i) === openBrace;

/** A single activity becomes an array of one (xAPI 1.0.3 Data 2.4.6.2). */
function wrapSlots(splice: Splice, open: number): number {
  const { text } = splice;
  return eachMember(text, open, ({ value }) => {
    const end = endOfValue(text, value);
    if (!isObjectAt(text, value)) return end;
    splice.put(value, value, '[');
    splice.put(end, end, ']');
    return end;
  });
}

const contextActors = new Set(['contextAgents', 'contextGroups']);

function writeContext(splice: Splice, open: number, changes: ExactChanges): number {
  const { text } = splice;
  let previousEnd = -1;
  let hasKept = false;
  return eachMember(text, open, ({ key, start, value }) => {
    // Everything before was left out: its comma goes with it.
    if (!hasKept && previousEnd >= 0) splice.put(previousEnd, start, '');
    if (changes.withoutContextActors === true && contextActors.has(key)) {
      const end = endOfValue(text, value);
      splice.put(hasKept ? previousEnd : start, end, '');
      return (previousEnd = end);
    }
    hasKept = true;
    const isSlots = key === 'contextActivities' && isObjectAt(text, value);
    return (previousEnd = isSlots ? wrapSlots(splice, value) : endOfValue(text, value));
  });
}

function writeTime(splice: Splice, value: number, writesTime: (time: string) => string): number {
  const { text } = splice;
  const end = endOfValue(text, value);
  if (text.charCodeAt(value) !== quote) return end;
  const time = JSON.parse(text.slice(value, end)) as string;
  const written = writesTime(time);
  if (written !== time) splice.put(value, end, JSON.stringify(written));
  return end;
}

/** A member of a statement or of a SubStatement. */
function writePart(splice: Splice, { key, value }: MemberPlace, changes: ExactChanges): number {
  if (key === 'context' && isObjectAt(splice.text, value)) return writeContext(splice, value, changes);
  if (key === 'timestamp' && changes.writesTime) return writeTime(splice, value, changes.writesTime);
  return endOfValue(splice.text, value);
}

/** `text`: one valid statement. Costs about what JSON.parse of it costs. */
export function exactText(text: string, changes: ExactChanges): string {
  const { replaced = {}, added = {} } = changes;
  const splice = new Splice(text);
  const seen = new Set<string>();
  const open = text.indexOf('{');
  let lastEnd = open + 1;
  eachMember(text, open, (member) => {
    const { key, value } = member;
    seen.add(key);
    if (Object.hasOwn(replaced, key)) {
      lastEnd = endOfValue(text, value);
      splice.put(value, lastEnd, JSON.stringify(replaced[key]));
    } else if (key === 'object' && isObjectAt(text, value))
      // Only a SubStatement has parts of these names (the validator saw to it).
      lastEnd = eachMember(text, value, (part) => writePart(splice, part, changes));
    else lastEnd = writePart(splice, member, changes);
    return lastEnd;
  });
  const missing = Object.entries({ ...added, ...replaced }).filter(([key]) => !seen.has(key));
  const members = missing.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',');
  if (members !== '') splice.put(lastEnd, lastEnd, seen.size > 0 ? `,${members}` : members);
  return splice.finish();
}
