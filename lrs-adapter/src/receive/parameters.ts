// SPDX-License-Identifier: Apache-2.0
/**
 * Parameters of a request's address, read strictly on every resource (Communication 3.2): broken encodings, repeats, unknown
 * names and wrong values are refused by name. Names mind upper and lower case.
 */
import { type Actor, actorIdentifier, isUuid, parseTimestamp, validateStatement } from '@cairn/xapi';
import type { Request } from 'express';
import { z } from 'zod';
import { maxParameters } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';

function refuse(faults: readonly { readonly name: string; readonly message: string }[]): never {
  throw new ProblemError(
    400,
    'PARAMETER',
    'A parameter is wrong',
    faults.map(({ name, message }) => `?${name}: ${message}`).join('; '),
    faults.map(({ name, message }) => ({ pointer: `?${name}`, code: 'PARAMETER', message })),
  );
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** @throws {ProblemError} 400 for a broken encoding or a parameter that stands twice. */
export function givenParameters(url: string): ReadonlyMap<string, string> {
  const start = url.indexOf('?');
  const given = new Map<string, string>();
  for (const piece of start < 0 ? [] : url.slice(start + 1).split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = decode(equals < 0 ? piece : piece.slice(0, equals));
    const value = decode(equals < 0 ? '' : piece.slice(equals + 1));
    if (name === null || value === null)
      return refuse([{ name: piece.slice(0, 40), message: 'has a broken percent-encoding' }]);
    if (given.has(name)) return refuse([{ name, message: 'stands twice; send it once' }]);
    if (given.size >= maxParameters)
      return refuse([{ name, message: `is one of more than ${maxParameters}` }]);
    given.set(name, value);
  }
  return given;
}

/** @throws {ProblemError} 400 naming every parameter that is wrong. */
export function readParameters<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const result = schema.safeParse(Object.fromEntries(givenParameters(request.url)));
  if (result.success) return result.data;
  return refuse(
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((name) => ({
            name,
            message: 'is no parameter here; mind upper and lower case, or leave it out',
          }))
        : [{ name: issue.path.join('.'), message: issue.message }],
    ),
  );
}

/** Values are held to the rules of values in statements: is one good in its place? */
const isGood = (part: Readonly<Record<string, unknown>>): boolean =>
  validateStatement({
    actor: { mbox: 'mailto:a@b' },
    verb: { id: 'a:b' },
    object: { id: 'a:b' },
    ...part,
  }).length === 0;

/** What is missing is said as plainly as what is wrong. */
const needed = (what: string) =>
  z.string({ error: (issue) => (issue.input === undefined ? `is missing; it must be ${what}` : undefined) });

export const text = needed('a text').min(1, 'must not be empty');
export const uuid = needed('a UUID')
  .refine(isUuid, 'must be a UUID')
  .transform((id) => id.toLowerCase());
export const iri = needed('an absolute IRI').refine(
  // As an activity: of verbs one has a rule of its own, voided.
  (id) => isGood({ object: { id } }),
  'must be an absolute IRI like https://example.org/x',
);
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((given) => given === 'true');
export const moment = z.string().transform((given, context) => {
  const at = parseTimestamp(given);
  if (at === null)
    context.addIssue({ code: 'custom', message: 'must be an ISO 8601 timestamp like 2026-03-01T09:00:00Z' });
  return at ?? 0;
});
export interface AskedAgent {
  readonly actor: Actor;
  /** Canonical identifier. */
  readonly identifier: string;
}
export const agent = needed('a JSON agent').transform((given, context): AskedAgent => {
  try {
    const actor = JSON.parse(given) as Actor;
    const identifier = isGood({ actor }) ? actorIdentifier(actor) : null;
    if (identifier !== null) return { actor, identifier };
  } catch {
    // Said below: it is no agent either way.
  }
  context.addIssue({
    code: 'custom',
    message: 'must be a JSON agent or identified group like {"mbox":"mailto:ann@example.org"}',
  });
  return z.NEVER;
});
