// SPDX-License-Identifier: Apache-2.0
/** The typed client, for browser and Node. Only types come from the contract: no validator goes into a page. */
import { createParser } from 'eventsource-parser';
import type {
  Expiring,
  Explanation,
  GapView,
  LiveEvent,
  Me,
  Page,
  Problem,
  Profile,
  ReadablePerson,
} from './contract.ts';

export interface AsOf {
  readonly at?: string | undefined;
  readonly known?: string | undefined;
}
export interface ClientOptions {
  /** Address of Cairn, without a slash at its end. */
  readonly server: string;
  /** A token that is valid now; asked again when one is refused. */
  readonly getToken: (isRefused: boolean) => Promise<string>;
}
/** What came back instead of an answer. `problem` is null when it was no problem document. */
export class RequestError extends Error {
  readonly status: number;
  readonly problem: Problem | null;
  constructor(status: number, problem: Problem | null) {
    super(problem?.title ?? `HTTP ${status}`);
    this.name = 'RequestError';
    this.status = status;
    this.problem = problem;
  }
}
export interface LiveHandlers {
  readonly onReady: () => void;
  readonly onChange: (change: LiveEvent) => void;
  /** Another policy version is in force: everything may differ. */
  readonly onPolicy: () => void;
}
export interface Client {
  readonly me: () => Promise<Me>;
  /** Whom else the token may read. */
  readonly readable: (query: {
    readonly named?: string | undefined;
    readonly cursor?: string | undefined;
  }) => Promise<Page<ReadablePerson>>;
  readonly profile: (person: string, query: AsOf & { framework?: string | undefined }) => Promise<Profile>;
  readonly gap: (person: string, query: AsOf & { role?: string | undefined }) => Promise<GapView>;
  readonly competency: (
    person: string,
    id: string,
    query: AsOf & { lang?: string | undefined },
  ) => Promise<Explanation>;
  readonly expiring: (
    person: string,
    query: AsOf & {
      role?: string | undefined;
      lang?: string | undefined;
      /** Days. */
      within?: string | undefined;
    },
  ) => Promise<Expiring>;
  /** Resolves when the server ends the stream, or `signal` does. @throws {RequestError} when it is refused; another error when it breaks or falls silent. */
  readonly live: (person: string, handlers: LiveHandlers, signal: AbortSignal) => Promise<void>;
}

const timeoutMs = 15_000;
/** The server speaks every 15 s; silence for longer is a dead connection. */
const silenceMs = 40_000;

function queryOf(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

async function refusal(response: Response): Promise<RequestError> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const problem = isProblem ? ((await response.json().catch(() => null)) as Problem | null) : null;
  return new RequestError(response.status, problem);
}

export function createClient({ server, getToken }: ClientOptions): Client {
  async function ask(path: string, accept: string, signal: AbortSignal): Promise<Response> {
    const once = async (isRefused: boolean) =>
      fetch(`${server}/api/v1${path}`, {
        signal,
        headers: { Accept: accept, Authorization: `Bearer ${await getToken(isRefused)}` },
        credentials: 'omit',
      });
    const first = await once(false);
    const response = first.status === 401 ? await once(true) : first;
    if (!response.ok) throw await refusal(response);
    return response;
  }
  const get = async <T>(path: string): Promise<T> => {
    const response = await ask(path, 'application/json', AbortSignal.timeout(timeoutMs));
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null) return answer as T;
    throw new Error('the answer is none of Cairn');
  };
  const of = (person: string) => `/people/${encodeURIComponent(person)}`;

  return {
    me: () => get('/me'),
    readable: ({ named, cursor }) => get(`/me/people${queryOf({ named, cursor })}`),
    profile: (person, { at, known, framework }) =>
      get(`${of(person)}/profile${queryOf({ at, known, framework })}`),
    gap: (person, { at, known, role }) => get(`${of(person)}/gap${queryOf({ at, known, role })}`),
    competency: (person, id, { at, known, lang }) =>
      get(`${of(person)}/competencies/${encodeURIComponent(id)}${queryOf({ at, known, lang })}`),
    expiring: (person, { at, known, role, lang, within }) =>
      get(`${of(person)}/expiring${queryOf({ at, known, role, lang, within })}`),
    live: async (person, { onReady, onChange, onPolicy }, signal) => {
      const own = new AbortController();
      const stop = () => own.abort();
      signal.addEventListener('abort', stop, { once: true });
      // A connection that says nothing any more is no stream that has ended well.
      const giveUp = () => own.abort(new Error(`nothing was heard for ${silenceMs} ms`));
      let timer = setTimeout(giveUp, silenceMs);
      const parser = createParser({
        onEvent: ({ event, data }) => {
          if (event === 'ready') onReady();
          else if (event === 'mastery') onChange(JSON.parse(data) as LiveEvent);
          else if (event === 'policy') onPolicy();
        },
      });
      try {
        const { body } = await ask(`/live${queryOf({ person })}`, 'text/event-stream', own.signal);
        const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
        for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
          clearTimeout(timer);
          timer = setTimeout(giveUp, silenceMs);
          parser.feed(chunk.value);
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        own.abort();
      }
    },
  };
}
