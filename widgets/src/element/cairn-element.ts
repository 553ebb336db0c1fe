// SPDX-License-Identifier: Apache-2.0
/**
 * What every element of ours does: asks the server, stays up to date, and says plainly what it is waiting for. Subclasses say
 * what to ask (`load`) and how to draw it (`view`). It never throws into the host's page.
 */
import { type Client, RequestError } from '@cairn/api/client';
import { updateWhenLocaleChanges } from '@lit/localize';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { firstTag } from '../localisation/language-tag.ts';
import { languageOf, useLocale } from '../localisation/locale.ts';
import { dates, numbers } from '../localisation/formats.ts';
import { words } from '../localisation/words.ts';
import type { Dates } from '../standing/standing.ts';
import { base } from '../theme/base.ts';
import { tokens } from '../theme/tokens.ts';
import { type Connection, connectionTo, type GetToken } from './connection.ts';
import { noticeOf } from './notice.ts';
import { onPageLanguage } from './page-language.ts';
import { scriptServer } from './server.ts';
import { type Trouble, troubleOf } from './trouble.ts';

const firstRetrySeconds = 5;
const lastRetrySeconds = 60;
const slowMs = 3000;
/** Changes that come together are read once. */
const gatherMs = 30;

/** A page's own scripts take attributes away as well as setting them. */
export const given = (value: string | null): string | undefined =>
  value === null || value === '' ? undefined : value;
const text = { converter: { fromAttribute: given } };

export abstract class CairnElement<Data> extends LitElement {
  static override styles = [tokens, base];
  static override properties = {
    server: text,
    token: text,
    tokenUrl: { ...text, attribute: 'token-url' },
    getToken: { attribute: false },
    person: { converter: { fromAttribute: (value: string | null) => given(value) ?? 'me' } },
    framework: text,
    roleProfile: { ...text, attribute: 'role-profile' },
    at: text,
    theme: { reflect: true },
    data: { state: true },
    trouble: { state: true },
    isSlow: { state: true },
    isLive: { state: true },
    isOnline: { state: true },
    nextTry: { state: true },
    isInner: { attribute: false },
  };
  declare server: string | undefined;
  declare token: string | undefined;
  declare tokenUrl: string | undefined;
  /** The page's own way to a fresh token; goes before `token-url` and `token`. */
  declare getToken: GetToken | undefined;
  declare person: string;
  declare framework: string | undefined;
  declare roleProfile: string | undefined;
  declare at: string | undefined;
  declare theme: 'light' | 'dark' | undefined;
  declare data: Data | null;
  declare trouble: Trouble | null;
  declare isSlow: boolean;
  declare isLive: boolean;
  declare isOnline: boolean;
  /** Seconds until the next try; null = none is due. */
  declare nextTry: number | null;
  /** Part of another element of ours, which says for both how things stand and speaks to the page. */
  declare isInner: boolean;
  /** When `data` was read. */
  readAt = 0;
  #tries = 0;
  #generation = 0;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #unwatch: (() => void) | null = null;
  #unwatchLanguage: (() => void) | null = null;

  constructor() {
    super();
    updateWhenLocaleChanges(this);
    this.person = 'me';
    this.data = null;
    this.trouble = null;
    this.isSlow = false;
    this.isLive = true;
    this.isOnline = navigator.onLine;
    this.nextTry = null;
    this.isInner = false;
  }

  /** Everything the element shows, from the server. */
  protected abstract load(client: Client): Promise<Data>;
  protected abstract view(data: Data): TemplateResult;
  /** Placeholder of about the size of what comes. */
  protected abstract skeleton(): TemplateResult;
  /** After new data replaced old of the same person. */
  protected changed(_before: Data, _now: Data): void {
    // Not every element says what changed.
  }
  /** Whether what it shows changes with what is recorded: then it follows the stream of changes. */
  protected readonly follows: boolean = true;
  /** Forgets whatever was another person's, or another question's. */
  protected reset(): void {
    // Not every element keeps more than its data.
  }

  /** Properties that make it another question. */
  protected get asks(): readonly string[] {
    return ['server', 'token', 'tokenUrl', 'getToken', 'person', 'framework', 'roleProfile', 'at'];
  }
  /** An event to the page, through every shadow root. */
  tell(name: string, detail: object = {}): void {
    if (!this.isInner) this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
  /** A day is looked at as its end, in the reader's zone; anything else is an instant. */
  get asOf(): { at?: string } {
    const { at } = this;
    if (at === undefined || at === '') return {};
    const end = /^\d{4}-\d{2}-\d{2}$/.test(at) ? new Date(`${at}T23:59:59.999`) : null;
    return { at: end && !Number.isNaN(end.getTime()) ? end.toISOString() : at };
  }
  /** Whether what is shown is how it is now, as far as can be known. */
  protected get isCurrent(): boolean {
    return this.isOnline && this.isLive && !this.trouble && this.asOf.at === undefined;
  }
  /** Language tag for words, dates and numbers: the page's where it is translated, else English. */
  get locale(): string {
    const page = [this.lang, this.closest('[lang]')?.getAttribute('lang'), document.documentElement.lang];
    const asked = firstTag([...page, navigator.language]);
    const language = languageOf(asked);
    const tag = asked.split('-')[0] === language ? asked : language;
    // A page that only says "English" leaves to its reader how dates are written there.
    return firstTag([navigator.languages.find((one) => one.startsWith(`${tag}-`)), tag]);
  }
  protected get isRtl(): boolean {
    return getComputedStyle(this).direction === 'rtl';
  }

  protected get connection(): Connection {
    const server = (this.server ?? scriptServer).replace(/\/$/, '');
    if (this.getToken) return connectionTo(server, this.getToken);
    const { tokenUrl, token } = this;
    if (tokenUrl !== undefined)
      return connectionTo(server, {
        key: `url ${tokenUrl}`,
        getToken: async () => {
          const response = await fetch(tokenUrl, {
            headers: { Accept: 'application/jwt, text/plain, application/json' },
          });
          if (!response.ok) throw new RequestError(response.status, null);
          const text = (await response.text()).trim();
          return text.startsWith('{') ? (JSON.parse(text) as { token: string }).token : text;
        },
      });
    return connectionTo(server, {
      key: `token ${token ?? ''}`,
      getToken: () => Promise.resolve(token ?? ''),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#onOnline);
    addEventListener('offline', this.#onOnline);
    this.#unwatchLanguage = onPageLanguage(() => this.requestUpdate());
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#onOnline);
    removeEventListener('offline', this.#onOnline);
    this.#unwatchLanguage?.();
    this.#stop();
  }
  readonly #onOnline = () => {
    this.isOnline = navigator.onLine;
    if (this.isOnline) void this.refresh();
  };

  override willUpdate(changes: PropertyValues): void {
    if (!this.hasUpdated || this.asks.some((name) => changes.has(name))) this.#start();
    useLocale(this.locale);
  }

  #start(): void {
    this.#stop();
    // Another person's data must not stand there while theirs is on its way.
    this.data = null;
    this.trouble = null;
    this.isSlow = false;
    this.isLive = true;
    this.nextTry = null;
    this.#tries = 0;
    this.reset();
    this.later(slowMs, () => (this.isSlow = true));
    this.#watch();
    void this.refresh();
  }
  #watch(): void {
    if (!this.follows || this.#unwatch || this.asOf.at !== undefined) return;
    this.#unwatch = this.connection.watch(this.person, {
      onChange: () => this.later(gatherMs, () => void this.refresh()),
      onLive: () => this.#setLive(true, null),
      onAway: (nextTrySeconds) => this.#setLive(false, nextTrySeconds),
      onRefused: (error) => {
        this.#unwatch?.();
        this.#unwatch = null;
        this.#fail(error);
      },
    });
  }
  #stop(): void {
    this.#generation += 1;
    for (const timer of [...this.#timers, this.#countdown]) clearTimeout(timer);
    this.#timers.clear();
    this.#unwatch?.();
    this.#unwatch = null;
  }
  #setLive(isLive: boolean, nextTrySeconds: number | null): void {
    this.isLive = isLive;
    if (!this.trouble) this.#count(nextTrySeconds);
  }
  /** Ends with the element, and with the question that it belongs to. */
  protected later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  /** Reads again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    const generation = (this.#generation += 1);
    // Nobody has told since whether what was answered is still so.
    if (!this.isLive) this.connection.forget();
    try {
      const data = await this.load(this.connection.client);
      if (generation !== this.#generation) return;
      const before = this.data;
      this.data = data;
      this.readAt = Date.now();
      this.trouble = null;
      // After a refusal nobody follows the changes any more.
      this.#watch();
      this.#tries = 0;
      if (this.isLive) this.#count(null);
      if (before) this.changed(before, data);
      else this.tell('cairn-ready');
    } catch (error) {
      if (generation === this.#generation) this.#fail(error);
    }
  }
  #fail(error: unknown): void {
    const trouble = troubleOf(error);
    this.trouble = trouble;
    const { kind, detail } = trouble;
    // What the reader may not see any more does not stay on the page.
    if (kind === 'no-rights' || kind === 'nobody') this.data = null;
    this.tell('cairn-error', { kind, detail });
    if (kind !== 'error') return this.#count(null);
    const seconds = Math.min(lastRetrySeconds, firstRetrySeconds * 2 ** this.#tries);
    this.#tries += 1;
    this.#count(seconds, () => void this.refresh());
  }
  #countdown: ReturnType<typeof setTimeout> | undefined;
  /** Shows the seconds that are left, then acts. A count that was under way ends. */
  #count(seconds: number | null, act: () => void = () => undefined): void {
    clearTimeout(this.#countdown);
    this.nextTry = seconds;
    if (seconds === null) return;
    if (seconds <= 0) act();
    else this.#countdown = setTimeout(() => this.#count(seconds - 1, act), 1000);
  }
  readonly #tryNow = () => {
    this.connection.tryNow();
    void this.refresh();
  };

  /** When what is shown was read: the time of today, else with its day. */
  protected get readAtText(): string {
    const isToday = new Date(this.readAt).toDateString() === new Date().toDateString();
    return dates(this.locale, {
      timeStyle: 'short',
      ...(isToday ? {} : { dateStyle: 'medium' as const }),
    }).format(this.readAt);
  }
  /** In the reader's zone where none is named. */
  protected day(instant: string | number, timeZone?: string): string {
    return dates(this.locale, { dateStyle: 'medium', timeZone }).format(new Date(instant));
  }
  protected readonly dates: Dates = {
    day: (ms, timeZone) => this.day(ms, timeZone),
    inDays: (days) => new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' }).format(days, 'day'),
  };
  protected moment(instant: string): string {
    return dates(this.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
  }
  protected number(value: number): string {
    return numbers(this.locale).format(value);
  }
  protected percent(share: number): string {
    return numbers(this.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  }

  override render(): TemplateResult {
    const dir = this.isRtl ? 'rtl' : 'ltr';
    return html`<section
      part="widget"
      class="widget"
      dir=${dir}
      lang=${this.locale}
      aria-busy=${this.data === null && !this.trouble}
    >
      ${this.#notice()}${this.data ? this.#drawn(this.data) : this.trouble ? nothing : this.#loading()}
    </section>`;
  }
  /** An answer that cannot be drawn is none, and nothing of it goes on to the page. */
  #drawn(data: Data): TemplateResult | typeof nothing {
    try {
      return this.view(data);
    } catch (error) {
      this.later(0, () => {
        this.data = null;
        this.connection.forget();
        this.#fail(error);
      });
      return nothing;
    }
  }
  #loading(): TemplateResult {
    return html`<div role="status">
        <span class="visually-hidden">${words.loading()}</span
        >${this.isSlow ? html`<p class="muted">${words.stillLoading()}</p>` : nothing}
      </div>
      <div class="skeleton" aria-hidden="true">${this.skeleton()}</div>`;
  }
  #notice(): TemplateResult | typeof nothing {
    // What is around it says the rest.
    if (this.isInner && (this.data || !this.trouble)) return nothing;
    const { at } = this.asOf;
    return noticeOf(
      {
        isOnline: this.isOnline,
        isLive: this.isLive,
        hasData: this.data !== null,
        trouble: this.trouble,
        isOther: this.person !== 'me',
        readAt: this.readAtText,
        nextTry: this.nextTry,
        pastDay: at === undefined || Number.isNaN(Date.parse(at)) ? null : this.day(at),
        isAhead: at !== undefined && Date.parse(at) > Date.now(),
      },
      { tryNow: this.#tryNow, toToday: () => (this.at = undefined) },
    );
  }
}
