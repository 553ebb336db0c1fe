// SPDX-License-Identifier: Apache-2.0
/** The mapping: which of those activities count, for what, and how far. A quiz shows what somebody knows, never that they lead. */
import { atCollege, courseId, observationId, quizId, simulationId } from './activities.ts';
import { competencies, framework } from './competencies.ts';

const activity = (id: string) => ({ field: 'activity', op: 'eq', value: id });
const kind = (value: string) => ({ field: 'kind', op: 'eq', value });
const score = (op: 'gte', value: number) => ({ field: 'score', op, value });

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
          kind: 'knowledge-test',
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
          kind: 'simulation',
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
/** What the college's own Moodle gives: a quiz, an assignment that a teacher graded, and a course that was finished. */
const fromCollege = [
  {
    id: 'hazard-spotting-college',
    title: {
      en: 'Harbour College: safety check, 70 % or more',
      de: 'Harbour College: Sicherheitstest, ab 70 %',
    },
    competency: 'hazard-spotting',
    kind: 'knowledge-test',
    when: { all: [activity(atCollege.safetyCheck), kind('attempt'), score('gte', 0.7)] },
    value: { from: 'score' },
    level: 'applies',
  },
  {
    id: 'hazard-spotting-risk-assessment',
    title: {
      en: 'Harbour College: own workplace assessed, 60 % or more',
      de: 'Harbour College: eigenen Arbeitsplatz beurteilt, ab 60 %',
    },
    competency: 'hazard-spotting',
    kind: 'performance',
    when: { all: [activity(atCollege.riskAssessment), kind('grading'), score('gte', 0.6)] },
    value: { from: 'score' },
    level: 'applies',
  },
  {
    id: 'data-protection-college',
    title: {
      en: 'Harbour College: data protection course finished',
      de: 'Harbour College: Kurs Datenschutz abgeschlossen',
    },
    competency: 'data-protection',
    kind: 'completion',
    when: { all: [activity(atCollege.dataProtectionCourse), kind('course-completion')] },
    value: { from: 'none' },
    level: 'knows',
  },
];

export const mapping = {
  title: { en: 'Aldermouth, spring', de: 'Aldermouth, Frühjahr' },
  model: { model: 'highest' },
  // What must be shown again and again counts as last shown.
  models: Object.fromEntries(['emergency-response', 'quay-crane'].map((id) => [id, { model: 'latest' }])),
  // What a group comes to: all of its competencies, shown beside its name.
  rollUps: Object.fromEntries(framework.relations.map(({ destination }) => [destination, { policy: 'all' }])),
  rules: [...rules, ...fromCollege],
};
