// SPDX-License-Identifier: Apache-2.0
/** What is sent: Moodle's statements have no id, the endpoint gives them one. */
export type SampleStatement = Readonly<Record<string, unknown>> & {
  readonly id?: string;
  readonly timestamp: string;
};
export type SourceId = 'aldermouth-learning' | 'quay-observations' | 'crane-simulator';
