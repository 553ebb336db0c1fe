// SPDX-License-Identifier: Apache-2.0
/**
 * What every element of ours does: asks the server, stays up to date, and says plainly what it is waiting for. Subclasses say
 * what to ask (`load`) and how to draw it (`view`). It never throws into the host's page.
 */
import { type Client, RequestError } from '@cairn/api/client';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { updateWhenLocaleChanges } from '@lit/localize';
import { firstTag } from '../localisation/language-tag.ts';
import { useLocale } from '../localisation/locale.ts';
import { words } from '../localisation/words.ts';
import { base } from '../theme/base.ts';
import { tokens } from '../theme/tokens.ts';
import { type Connection, connectionTo, type GetToken } from './connection.ts';
import { scriptServer } from './server.ts';

/** Why nothing (or nothing new) can be shown. */
interface Trouble {
  readonly kind: 'no-rights' | 'signed-out' | 'no-role' | 'nobody' | 'error';
  /** Request id, for whoever is asked for help. */
  readonly reference: string | null;
}
const firstRetrySeconds = 5;
const lastRetrySeconds = 60;
const slowMs = 3000;
/** Changes that come together are read once. */
const gatherMs = 30;

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof RequestError)) return { kind: 'error', reference: null };
  const code = error.problem?.code;
  const reference = error.problem?.instance ?? null;
  if (error.status === 401) return { kind: 'signed-out', reference };
  if (error.status === 403) return { kind: 'no-rights', reference };
  if (code === 'NO_ROLE') return { kind: 'no-role', reference };
  if (code === 'PERSON_UNKNOWN') return { kind: 'nobody', reference };
  return { kind: 'error', reference };
}

export abstract class CairnElement<Data> extends LitElement {
  static override styles = [tokens, base];
  static override properties = {
    server: {},
    token: {},
    tokenUrl: { attribute: 'token-url' },
    getToken: { attribute: false },
    person: {},
    framework: {},
    roleProfile: { attribute: 'role-profile' },
    at: {},
    theme: { reflect: true },
    data: { state: true },
    trouble: { state: true },
    isSlow: { state: true },
    isLive: { state: true },
    isOnline: { state: true },
    nextTry: { state: true },
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
  /** When `data` was read. */
  readAt = 0;
  #tries = 0;
  #generation = 0;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #unwatch: (() => void) | null = null;

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
  }

  /** Everything the element shows, from the server. */
  protected abstract load(client: Client): Promise<Data>;
  protected abstract view(data: Data): TemplateResult;
  /** Placeholder of about the size of what comes. */
  protected abstract skeleton(): TemplateResult;
  protected contactOf(_data: Data | null): string | null {
    return null;
  }
  /** After new data replaced old. */
  protected changed(_before: Data, _now: Data): void {
    // Not every element says what changed.
  }

  protected get asOf(): { at?: string } {
    return this.at === undefined || this.at === '' ? {} : { at: this.at };
  }
  /** Language tag for dates and numbers. */
  protected get locale(): string {
    const page = [this.lang, this.closest('[lang]')?.getAttribute('lang'), document.documentElement.lang];
    const tag = firstTag([...page, navigator.language]);
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
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#onOnline);
    removeEventListener('offline', this.#onOnline);
    this.#stop();
  }
  readonly #onOnline = () => {
    this.isOnline = navigator.onLine;
    if (this.isOnline && this.trouble) void this.refresh();
  };

  override willUpdate(changes: PropertyValues): void {
    const asks = ['server', 'token', 'tokenUrl', 'getToken', 'person', 'framework', 'roleProfile', 'at'];
    if (!this.hasUpdated || asks.some((name) => changes.has(name))) this.#start();
    useLocale(this.locale);
  }

  #start(): void {
    this.#stop();
    // Another person's data must not stand there while theirs is on its way.
    this.data = null;
    this.trouble = null;
    this.isSlow = false;
    this.#tries = 0;
    this.#later(slowMs, () => (this.isSlow = true));
    if (this.asOf.at === undefined)
      this.#unwatch = this.connection.watch(this.person, {
        onChange: () => this.#later(gatherMs, () => void this.refresh()),
        onLive: (isLive) => (this.isLive = isLive),
      });
    void this.refresh();
  }
  #stop(): void {
    this.#generation += 1;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#unwatch?.();
    this.#unwatch = null;
  }
  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  /** Reads again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    const generation = (this.#generation += 1);
    try {
      const data = await this.load(this.connection.client);
      if (generation !== this.#generation) return;
      const before = this.data;
      this.data = data;
      this.readAt = Date.now();
      this.trouble = null;
      this.nextTry = null;
      this.#tries = 0;
      if (before) this.changed(before, data);
      else this.dispatchEvent(new CustomEvent('cairn-ready', { bubbles: true, composed: true }));
    } catch (error) {
      if (generation !== this.#generation) return;
      this.trouble = troubleOf(error);
      this.dispatchEvent(
        new CustomEvent('cairn-error', {
          bubbles: true,
          composed: true,
          detail: { kind: this.trouble.kind },
        }),
      );
      if (this.trouble.kind === 'error') this.#retry();
    }
  }
  #retry(): void {
    const seconds = Math.min(lastRetrySeconds, firstRetrySeconds * 2 ** this.#tries);
    this.#tries += 1;
    const count = (left: number) => {
      this.nextTry = left;
      if (left === 0) void this.refresh();
      else this.#later(1000, () => count(left - 1));
    };
    count(seconds);
  }

  protected get time(): string {
    return new Intl.DateTimeFormat(this.locale, { timeStyle: 'short' }).format(this.readAt);
  }
  protected day(instant: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: 'medium' }).format(new Date(instant));
  }
  protected number(value: number): string {
    return new Intl.NumberFormat(this.locale).format(value);
  }
  protected percent(share: number): string {
    return new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);
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
      ${this.#notice()} ${this.data ? this.view(this.data) : this.trouble ? nothing : this.#loading()}
    </section>`;
  }
  #loading(): TemplateResult {
    return html`<div role="status">
        <span class="visually-hidden">${words.loading()}</span
        >${this.isSlow ? html`<p class="muted">${words.stillLoading()}</p>` : nothing}
      </div>
      <div class="skeleton" aria-hidden="true">${this.skeleton()}</div>`;
  }
  #troubleNotice(trouble: Trouble): TemplateResult {
    const { data } = this;
    const again = html`<button type="button" @click=${() => void this.refresh()}>${words.tryNow()}</button>`;
    switch (trouble.kind) {
      case 'no-rights':
        return notice(words.noRightsTitle(), words.noRights(this.contactOf(data)));
      case 'signed-out':
        return notice(
          words.signedOutTitle(),
          words.signedOut(),
          html`<button type="button" @click=${() => location.reload()}>${words.reload()}</button>`,
        );
      case 'no-role':
        return notice(words.noRoleTitle(), words.noRole(this.contactOf(data)));
      case 'nobody':
        return notice(words.nobodyTitle(), words.nobody(this.contactOf(data)));
      case 'error':
        return data
          ? notice(words.staleTitle(this.time), words.stale(this.nextTry), again)
          : notice(words.errorTitle(), words.error(this.nextTry, trouble.reference), again);
    }
  }
  #notice(): TemplateResult | typeof nothing {
    const { trouble, data } = this;
    if (!this.isOnline && (trouble || data))
      return notice(words.offlineTitle(), data ? words.offlineOld(this.time) : words.offlineNew());
    if (trouble) return this.#troubleNotice(trouble);
    if (data && !this.isLive) return notice(words.staleTitle(this.time), words.stale(null));
    if (data && this.asOf.at !== undefined)
      return notice(
        words.asItWas(this.day(this.asOf.at)),
        '',
        html`<button type="button" @click=${() => (this.at = undefined)}>${words.toToday()}</button>`,
      );
    return nothing;
  }
}

const notice = (title: string, text: string, action: TemplateResult | typeof nothing = nothing) =>
  html`<div class="notice" part="notice" role="status">
    <p><strong>${title}</strong> ${text}</p>
    ${action}
  </div>`;
