// SPDX-License-Identifier: Apache-2.0
/**
 * The JSONPath that xAPI Profiles allow (Profile Structure 8.0, Statement Template Rules): names, whole numbers, `*`, unions by
 * comma, whole paths joined by `|`. No filters, no scripts, no recursive descent.
 */

/** Names or places to follow from a value; null: all that it holds. */
type Step = readonly (string | number)[] | null;
export type JsonPath = readonly (readonly Step[])[];

class PathFault extends Error {}

/** Reads one path list from the left; every method takes what it recognises and moves on. */
class Reader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }
  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }
  skipSpaces(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }
  take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }
  expect(word: string): void {
    if (!this.take(word)) this.fail(`"${word}" is expected`);
  }
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
  fail(why: string): never {
    throw new PathFault(`${why} at character ${this.#at + 1}`);
  }
}

const bareName = /[A-Za-z_$\u0080-\uFFFF][\w$\u0080-\uFFFF-]*/y;
const digits = /\d{1,6}/y;
const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;

function memberOf(reader: Reader): string | number {
  reader.skipSpaces();
  const text = reader.match(quoted);
  if (text !== undefined) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  const place = reader.match(digits);
  return place === undefined ? reader.fail('a name in quotes or a whole number is expected') : Number(place);
}

function bracketOf(reader: Reader): Step {
  reader.skipSpaces();
  if (reader.take('*')) {
    reader.skipSpaces();
    reader.expect(']');
    return null;
  }
  const members = [memberOf(reader)];
  for (reader.skipSpaces(); reader.take(','); reader.skipSpaces()) members.push(memberOf(reader));
  reader.expect(']');
  return members;
}

function stepsOf(reader: Reader): readonly Step[] {
  reader.skipSpaces();
  reader.expect('$');
  const steps: Step[] = [];
  for (;;)
    if (reader.take('[')) steps.push(bracketOf(reader));
    else if (reader.take('.'))
      steps.push(
        reader.take('*') ? null : [reader.match(bareName) ?? reader.fail('a name or * is expected')],
      );
    else return steps;
}

/** The path, or what is wrong with it. */
export function parseJsonPath(
  text: string,
): { readonly path: JsonPath; readonly fault?: never } | { readonly path?: never; readonly fault: string } {
  const reader = new Reader(text);
  try {
    const paths = [stepsOf(reader)];
    for (reader.skipSpaces(); reader.take('|'); reader.skipSpaces()) paths.push(stepsOf(reader));
    if (!reader.isAtEnd) reader.fail('nothing more is expected');
    return { path: paths };
  } catch (error) {
    if (error instanceof PathFault) return { fault: error.message };
    throw error;
  }
}

function childrenOf(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === null) return Object.values(value);
  return step.flatMap((key) => {
    const isFit = Array.isArray(value) === (typeof key === 'number');
    return isFit && Object.hasOwn(value, key) ? [Reflect.get(value, key) as unknown] : [];
  });
}

/** Everything that the path leads to, in order; each step of each path is one of `spend`. */
export function located(path: JsonPath, from: unknown, spend: (steps: number) => void): readonly unknown[] {
  return path.flatMap((steps) => {
    let values: readonly unknown[] = [from];
    for (const step of steps) {
      spend(values.length + 1);
      values = values.flatMap((value) => childrenOf(value, step));
    }
    return values;
  });
}
