// SPDX-License-Identifier: Apache-2.0
/** For tests: two skills on a scale of two levels, the second proficient. */
import { type Framework, frameworkSchema } from '@cairn/frameworks';

const en = (text: string) => ({ en: text });

export const quayFramework: Framework = frameworkSchema.parse({
  id: 'quay',
  title: en('Quay'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('Scale'),
      levels: [
        { id: 'L1', rank: 1, name: en('Knows'), proficient: false, minScore: 0.4 },
        { id: 'L2', rank: 2, name: en('Applies'), proficient: true, minScore: 0.8 },
      ],
    },
  ],
  competencies: ['mooring', 'radio'].map((id) => ({
    id,
    code: id,
    uri: `https://quay.example/${id}`,
    label: en(id),
    statement: en(id),
    kind: 'skill',
  })),
});
