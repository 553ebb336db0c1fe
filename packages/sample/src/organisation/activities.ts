// SPDX-License-Identifier: Apache-2.0
/** Where things are learned and observed, and the addresses that statements name them by. */
import { competencies } from './competencies.ts';

export const learning = 'https://learning.aldermouth.example';
export const observations = 'https://observe.aldermouth.example';
export const simulator = 'https://simulator.aldermouth.example';
/** The Moodle that really sent its statements: a college that some of the people went to. */
export const college = 'http://127.0.0.1:8085';

/** Moodle numbers courses, their sections and course modules each by themselves: a quiz and a page are both modules. */
const number = (id: string) => competencies.findIndex((one) => one.id === id);
export const courseId = (id: string): string => `${learning}/course/view.php?id=${100 + number(id)}`;
export const sectionId = (id: string): string => `${learning}/course/section.php?id=${300 + number(id)}`;
export const quizModule = (id: string): number => 100 + number(id);
export const quizId = (id: string): string => `${learning}/mod/quiz/view.php?id=${quizModule(id)}`;
export const pageId = (id: string): string => `${learning}/mod/page/view.php?id=${200 + number(id)}`;
export const observationId = (id: string): string => `${observations}/forms/${id}`;
export const simulationId = (id: string): string => `${simulator}/exercises/${id}`;
export const atCollege = {
  safetyCheck: `${college}/mod/quiz/view.php?id=4`,
  riskAssessment: `${college}/mod/assign/view.php?id=5#submission`,
  dataProtectionCourse: `${college}/course/view.php?id=3`,
};
