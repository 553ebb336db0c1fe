// SPDX-License-Identifier: Apache-2.0
/** The mapping: which of those activities count, for what, and how far. A quiz shows what somebody knows, never that they lead. */
import { collegeQuiz, courseId, observationId, quizId, simulationId } from './activities.ts';
import { competencies } from './competencies.ts';

const activity = (id: string) => ({ field: 'activity', op: 'eq', value: id });
const kind = (value: string) => ({ field: 'kind', op: 'eq', value });
const score = (op: 'gte' | 'lt', value: number) => ({ field: 'score', op, value });

const rules = competencies.flatMap(({ id, label, by }) =>
  by.map((way) => {
    switch (way) {
      case 'quiz':
        return {
          id: `${id}-quiz`,
          title: {
            en: `${label.en} check (quiz), 80 % or more`,
            de: `Prüfung „${label.de}“ (Quiz), ab 80 %`,
          },
          competency: id,
          kind: 'assessment',
          when: { all: [activity(quizId(id)), kind('attempt'), score('gte', 0.8)] },
          value: { from: 'score' },
          level: 'applies',
        };
      case 'observation':
        return {
          id: `${id}-observation`,
          title: { en: `${label.en}: observed on the quay`, de: `${label.de}: am Kai beobachtet` },
          competency: id,
          kind: 'observation',
          when: { all: [activity(observationId(id)), kind('observation')] },
          value: { from: 'score' },
        };
      case 'simulator':
        return {
          id: `${id}-simulator`,
          title: { en: `${label.en}: simulator exercise`, de: `${label.de}: Übung am Simulator` },
          competency: id,
          kind: 'assessment',
          when: { all: [activity(simulationId(id)), kind('attempt')] },
          value: { from: 'score' },
          weight: 0.8,
        };
      case 'course':
        return {
          id: `${id}-course`,
          title: { en: `${label.en}: course finished`, de: `${label.de}: Kurs abgeschlossen` },
          competency: id,
          kind: 'completion',
          when: { all: [activity(courseId(id)), kind('course-completion')] },
          value: { from: 'none' },
          level: 'knows',
        };
    }
  }),
);
const fromCollege = [
  ['hazard-spotting', collegeQuiz.safety, 'Harbour College: Safety check'],
  ['data-protection', collegeQuiz.data, 'Harbour College: Data protection'],
].map(([competency = '', quiz = '', title = '']) => ({
  id: `${competency}-college`,
  title: { en: title },
  competency,
  kind: 'assessment',
  when: { all: [activity(quiz), kind('attempt'), score('gte', 0.7)] },
  value: { from: 'score' },
  level: 'applies',
}));

export const mapping = {
  title: { en: 'Aldermouth, spring', de: 'Aldermouth, Frühjahr' },
  model: { model: 'highest' },
  // What must be shown again and again counts as last shown.
  models: Object.fromEntries(['emergency-response', 'quay-crane'].map((id) => [id, { model: 'latest' }])),
  rules: [...rules, ...fromCollege],
};
