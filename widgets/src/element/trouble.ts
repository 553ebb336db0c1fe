// SPDX-License-Identifier: Apache-2.0
/** Why nothing (or nothing new) can be shown, as the reader must know it. */
import { RequestError } from '@cairn/api/client';

export interface Trouble {
  /** `asked-wrong`: the page asks for what is not there; waiting does not mend it. */
  readonly kind: 'no-rights' | 'signed-out' | 'no-role' | 'nobody' | 'asked-wrong' | 'error';
  /** Request id, for whoever is asked for help. */
  readonly reference: string | null;
  /** Whom to turn to, if the portal named somebody. */
  readonly contact: string | null;
  /** For the page's makers, in the event `cairn-error`. */
  readonly detail: string | null;
}

const kindOf = (status: number, code: string | undefined): Trouble['kind'] => {
  if (status === 401) return 'signed-out';
  if (status === 403) return 'no-rights';
  if (code === 'NO_ROLE') return 'no-role';
  if (code === 'PERSON_UNKNOWN') return 'nobody';
  return status === 400 || status === 404 ? 'asked-wrong' : 'error';
};

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof RequestError))
    return { kind: 'error', reference: null, contact: null, detail: null };
  const { status, problem } = error;
  return {
    kind: kindOf(status, problem?.code),
    reference: problem?.instance ?? null,
    contact: problem?.contact ?? null,
    detail: problem?.detail ?? null,
  };
}
