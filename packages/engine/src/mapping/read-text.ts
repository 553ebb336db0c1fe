// SPDX-License-Identifier: Apache-2.0
/**
 * A mapping or a whole policy written by hand, in YAML or JSON, and the line of each of its faults. JSON is a kind of YAML; it is
 * read by its own parser, which is quicker, and its lines are looked up only when there is something to say.
 */
import { parseDocument, isNode, LineCounter, type Document, type YAMLError } from 'yaml';
import type { MappingFault } from './mapping-fault.types.ts';

/** Characters: what a mapping with all the rules that there may be comes to, with room. */
export const mostJson = 32_000_000;
export const mostYaml = 8_000_000;
/** References of a YAML text; it must not unfold into more than it is. */
const mostAliases = 100;

interface Place {
  readonly line: number;
  readonly column: number;
}
type Fault = Omit<MappingFault, 'severity'> & { readonly severity?: MappingFault['severity'] };

export type ReadText =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Faults with the lines of their places; of what is missing, the line of what it is missing from. */
      readonly placed: <F extends Fault>(faults: readonly F[]) => readonly (F & Partial<Place>)[];
    }
  | { readonly ok: false; readonly faults: readonly MappingFault[] };

const partsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function placesIn(document: Document.Parsed, lines: LineCounter): (pointer: string) => Place {
  const nodeAt = (path: readonly string[]): unknown =>
    document.getIn(
      path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      true,
    );
  return (pointer) => {
    for (let path = partsOf(pointer); path.length > 0; path = path.slice(0, -1)) {
      const node = nodeAt(path);
      if (isNode(node) && node.range) {
        const { line, col } = lines.linePos(node.range[0]);
        return { line, column: col };
      }
    }
    return { line: 1, column: 1 };
  };
}

function syntaxFault({ message, linePos, code }: YAMLError): MappingFault {
  const [at] = linePos ?? [];
  return {
    pointer: '',
    code: code === 'DUPLICATE_KEY' ? 'KEY_REPEATED' : 'NOT_YAML',
    message: (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '.'),
    severity: 'error',
    ...(at ? { line: at.line, column: at.col } : {}),
  };
}

const tooLong = (most: number): ReadText => ({
  ok: false,
  faults: [
    {
      pointer: '',
      code: 'TEXT_TOO_LONG',
      message: `This text is longer than ${most / 1_000_000} million characters. Name several activities in one rule by in, or write it as JSON.`,
      severity: 'error',
    },
  ],
});

function fromYaml(text: string): ReadText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', merge: false });
  if (document.errors.length > 0) return { ok: false, faults: document.errors.map(syntaxFault) };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [{ pointer: '', code: 'NOT_YAML', message, severity: 'error' }] };
  }
  const placeOf = placesIn(document, lines);
  return {
    ok: true,
    value,
    placed: (faults) => faults.map((fault) => ({ ...fault, ...placeOf(fault.pointer) })),
  };
}

function fromJson(text: string, value: unknown): ReadText {
  return {
    ok: true,
    value,
    placed: (faults) => {
      if (faults.length === 0 || text.length > mostYaml) return faults;
      const again = fromYaml(text);
      return again.ok ? again.placed(faults) : faults;
    },
  };
}

/** @returns the value and a way to place faults in the text; or what keeps it from being read, each with its line. */
export function readMappingText(text: string): ReadText {
  const trimmed = text.replace(/^\uFEFF/, '');
  if (trimmed.length > mostJson) return tooLong(mostJson);
  if (/^\s*[[{]/.test(trimmed))
    try {
      return fromJson(trimmed, JSON.parse(trimmed) as unknown);
    } catch {
      // Not JSON; with braces it may still be YAML, and if not, YAML says the line.
    }
  return trimmed.length > mostYaml ? tooLong(mostYaml) : fromYaml(trimmed);
}
