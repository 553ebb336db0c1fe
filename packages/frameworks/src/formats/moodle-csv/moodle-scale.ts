// SPDX-License-Identifier: Apache-2.0
/**
 * Moodle's scales: names parted by commas, and a JSON array whose first member names the scale, the others which items are the
 * default and which are proficient. Any subset may be proficient; the default need not be.
 */
import { z } from 'zod';
import type { FrameworkFault } from '../../faults.ts';
import type { Scale } from '../../framework.schema.ts';

const flag = z.union([z.number(), z.string(), z.boolean()]).transform((value) => Number(value) === 1);
const configurationSchema = z.tuple(
  [z.object({ scaleid: z.union([z.string(), z.number()]).transform(String) })],
  z.object({
    id: z.coerce.number().int(),
    scaledefault: flag.default(false),
    proficient: flag.default(false),
  }),
);

export type ReadScale =
  { readonly ok: true; readonly scale: Scale } | { readonly ok: false; readonly message: string };

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
const wrong = (message: string): ReadScale => ({ ok: false, message });

export function readScale(values: string, configuration: string, language: string): ReadScale {
  const names = values.split(',').map((name) => name.trim());
  if (names.length > 50 || names.some((name) => name === ''))
    return wrong('The scale values are names parted by commas, 1 to 50 of them.');
  const parsed = configurationSchema.safeParse(parsedJson(configuration));
  if (!parsed.success)
    return wrong(
      'The scale configuration is a JSON array like [{"scaleid":"2"},{"id":2,"scaledefault":1,"proficient":1}].',
    );
  const [{ scaleid }, ...items] = parsed.data;
  const outside = items.find(({ id }) => id < 1 || id > names.length);
  if (outside)
    return wrong(`The scale configuration names item ${outside.id}; the scale has ${names.length}.`);
  const proficient = new Set(items.filter((item) => item.proficient).map(({ id }) => id));
  const given = items.find((item) => item.scaledefault);
  if (proficient.size === 0 || !given)
    return wrong('The scale configuration needs a default item and a proficient one at least.');
  return {
    ok: true,
    scale: {
      id: /^[A-Za-z0-9]{1,20}$/.test(scaleid) ? `scale-${scaleid}` : 'scale',
      name: { [language]: names.join(', ') },
      levels: names.map((name, i) => ({
        id: `l${i + 1}`,
        rank: i + 1,
        name: { [language]: name },
        proficient: proficient.has(i + 1),
      })),
      default: `l${given.id}`,
      kept: { moodle: { scaleid } },
    },
  };
}

/** Scales that are the same become one; another one under the same id gets an id of its own. */
export class ScaleShelf {
  readonly scales: Scale[] = [];
  readonly faults: FrameworkFault[] = [];

  /** @returns the id; undefined: the cells are wrong, and it is said. */
  add(cells: {
    readonly values: string;
    readonly configuration: string;
    readonly language: string;
    readonly pointer: string;
  }): string | undefined {
    const read = readScale(cells.values, cells.configuration, cells.language);
    if (!read.ok) {
      const { pointer } = cells;
      this.faults.push({ pointer, code: 'SCALE_CONFIGURATION', message: read.message });
      return undefined;
    }
    const { id, ...content } = read.scale;
    const text = JSON.stringify(content);
    const same = this.scales.find(({ id: _id, ...other }) => JSON.stringify(other) === text);
    if (same) return same.id;
    const taken = this.scales.filter((one) => one.id === id || one.id.startsWith(`${id}-`)).length;
    const own = taken === 0 ? id : `${id}-${taken + 1}`;
    this.scales.push({ id: own, ...content });
    return own;
  }
}

const moodleOf = ({ kept }: Scale): unknown => kept?.['moodle'];

/** The two cells of a scale. A level whose name has a comma would become two: it is written with a semicolon. */
export function scaleCells(scale: Scale, nameOf: (text: Scale['name']) => string): readonly [string, string] {
  const moodle = moodleOf(scale);
  const scaleid: unknown =
    typeof moodle === 'object' && moodle !== null ? Reflect.get(moodle, 'scaleid') : '1';
  const given = scale.default ?? scale.levels.find(({ proficient }) => proficient)?.id;
  const items = scale.levels.flatMap(({ id, rank, proficient }) =>
    proficient || id === given
      ? [
          {
            id: rank,
            ...(id === given ? { scaledefault: 1 } : {}),
            ...(proficient ? { proficient: 1 } : {}),
          },
        ]
      : [],
  );
  const names = scale.levels.map(({ name }) => nameOf(name).replaceAll(',', ';').trim());
  return [names.join(','), JSON.stringify([{ scaleid: String(scaleid) }, ...items])];
}
