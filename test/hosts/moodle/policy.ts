// SPDX-License-Identifier: Apache-2.0
/** What counts in this course: the score of an attempt at its quiz, and whether Moodle calls the quiz passed. */
const en = (text: string) => ({ en: text });
const competency = (id: string, label: string) => ({
  id,
  code: id,
  kind: 'skill',
  label: en(label),
  statement: en(label),
});

export function policyOf(quiz: string) {
  const rule = (id: string, title: string, kind: string, from: string) => ({
    id,
    title: en(title),
    competency: id,
    kind: 'knowledge-test',
    when: {
      all: [
        { field: 'activity', op: 'eq', value: quiz },
        { field: 'kind', op: 'eq', value: kind },
      ],
    },
    value: { from },
  });
  return {
    frameworks: [
      {
        id: 'fire',
        title: en('Fire safety'),
        version: '1',
        scale: 'levels',
        scales: [
          {
            id: 'levels',
            name: en('Levels'),
            levels: [
              { id: 'knows', rank: 1, name: en('Knows'), proficient: false, minScore: 0.4 },
              { id: 'applies', rank: 2, name: en('Applies'), proficient: true, minScore: 0.7 },
            ],
          },
        ],
        competencies: [
          competency('knowledge', 'Knows what to do'),
          competency('passed', 'Has passed the check'),
        ],
      },
    ],
    mapping: {
      title: en('Fire safety course'),
      rules: [
        rule('knowledge', 'Score of the check', 'attempt', 'score'),
        rule('passed', 'Check passed', 'module-completion', 'success'),
      ],
    },
  };
}
