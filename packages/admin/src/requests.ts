// SPDX-License-Identifier: Apache-2.0
/** The console's requests. Its session is a cookie that no script can read. */
import type { Problem } from '@cairn/api/contract';

export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  constructor(status: number, problem: Problem | null) {
    super(problem ? `${problem.title}. ${problem.detail}` : `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

export async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new Refused(response.status, (await response.json().catch(() => null)) as Problem | null);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
