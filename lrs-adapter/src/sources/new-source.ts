// SPDX-License-Identifier: Apache-2.0
/** A source as an operator asks for it → as it is stored: the preset first, then what was said otherwise. */
import { dialectById, dialects } from '@cairn/dialects';
import { entrySource } from '@cairn/engine';
import { type NewSource, type Source, type SourceSettings, strictSettings } from '@cairn/store';
import { ProblemError } from '../problem-error.ts';
import { presetById, presets } from './registry.ts';

export interface AskedSource {
  readonly id: string;
  readonly title: string;
  readonly preset: string;
  readonly dialect?: string | undefined;
  readonly scaledRange?: Source['scaledRange'] | undefined;
  readonly scopes?: Source['scopes'] | undefined;
  readonly settings?: { readonly [K in keyof SourceSettings]?: SourceSettings[K] | undefined } | undefined;
}

const unknown = (what: 'preset' | 'dialect', asked: string, known: readonly { readonly id: string }[]) =>
  new ProblemError(
    400,
    `${what.toUpperCase()}_UNKNOWN`,
    `No such ${what}`,
    `"${asked}" is not known. There are: ${known.map(({ id }) => id).join(', ')}.`,
    [{ pointer: `/${what}`, code: `${what.toUpperCase()}_UNKNOWN`, message: `"${asked}" is not known.` }],
  );

/** @throws {ProblemError} 400 for a preset or dialect that nobody knows, with those that there are; 409 for Cairn's own. */
export function newSource(asked: AskedSource): NewSource {
  if (asked.id === entrySource)
    throw new ProblemError(
      409,
      'SOURCE_EXISTS',
      'This id is taken',
      `The source "${entrySource}" is Cairn's own: what is entered here comes from it. Choose another id.`,
    );
  const preset = presetById(asked.preset);
  if (!preset) throw unknown('preset', asked.preset, presets);
  const dialectId = asked.dialect ?? preset.dialect;
  const dialect = dialectById(dialectId);
  if (!dialect) throw unknown('dialect', dialectId, dialects);
  const said = Object.fromEntries(
    Object.entries(asked.settings ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<SourceSettings>;
  return {
    id: asked.id,
    title: asked.title,
    preset: preset.id,
    dialect: dialect.id,
    scaledRange: asked.scaledRange ?? dialect.scaledRange,
    scopes: asked.scopes ?? preset.scopes,
    settings: { ...strictSettings, ...preset.settings, ...said },
  };
}
