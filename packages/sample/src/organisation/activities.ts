// SPDX-License-Identifier: Apache-2.0
/** Where things are learned and observed, and the addresses that statements name them by. */
import { competencies } from './competencies.ts';

export const learning = 'https://learning.aldermouth.example';
export const observations = 'https://observe.aldermouth.example';
export const simulator = 'https://simulator.aldermouth.example';
/** The Moodle that really sent its statements: a college that some of the people went to. */
export const college = 'http://127.0.0.1:8085';

const number = (id: string) => 100 + competencies.findIndex((one) => one.id === id);
export const quizId = (id: string): string => `${learning}/mod/quiz/view.php?id=${number(id)}`;
export const courseId = (id: string): string => `${learning}/course/view.php?id=${number(id)}`;
export const observationId = (id: string): string => `${observations}/forms/${id}`;
export const simulationId = (id: string): string => `${simulator}/exercises/${id}`;
export const collegeQuiz = {
  safety: `${college}/mod/quiz/view.php?id=4`,
  data: `${college}/mod/quiz/view.php?id=10`,
};
