// SPDX-License-Identifier: Apache-2.0
/** The scale of a framework that comes without one. No cut points are made up: a rule on a score says first what they are. */
import type { Framework, Scale } from './framework.schema.ts';

export const usualScale: Scale = {
  id: 'competent',
  name: { en: 'Competent or not', de: 'Kompetent oder nicht' },
  levels: [
    {
      id: 'not-yet',
      rank: 1,
      name: { en: 'Not yet competent', de: 'Noch nicht kompetent' },
      proficient: false,
    },
    { id: 'competent', rank: 2, name: { en: 'Competent', de: 'Kompetent' }, proficient: true },
  ],
};

/** Those in force, or the usual one. */
export const scalesOf = (current: Framework | undefined): Pick<Framework, 'scale' | 'scales'> =>
  current ? { scale: current.scale, scales: current.scales } : { scale: usualScale.id, scales: [usualScale] };
