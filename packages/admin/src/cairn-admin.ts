// SPDX-License-Identifier: Apache-2.0
/** The console: signs in, and shows one page of the registry. The address bar says which. */
import type { Page as Rows, SessionView } from '@cairn/api/contract';
import { base } from '@cairn/widgets/base';
import { tokens } from '@cairn/widgets/theme';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import { styles } from './cairn-admin.styles.ts';
import { type Page, pages } from './pages.ts';
import { call, Refused } from './requests.ts';

const refreshMs = 5000;
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
const cairn = html`<svg width="28" height="24" viewBox="0 0 28 24" aria-hidden="true">
  <ellipse cx="14" cy="5" rx="5" ry="3" class="held" />
  <ellipse cx="14" cy="12" rx="8" ry="3.4" class="held" />
  <ellipse cx="14" cy="19.4" rx="12" ry="3.8" class="held" />
</svg>`;

export class CairnAdmin extends LitElement {
  static override styles = [tokens, base, styles];
  static override properties = {
    session: { state: true },
    isAsked: { state: true },
    pageId: { state: true },
    rows: { state: true },
    next: { state: true },
    fault: { state: true },
    readAt: { state: true },
    filter: { state: true },
  };
  declare session: SessionView | null;
  /** Whether the server has said who is signed in. */
  declare isAsked: boolean;
  declare pageId: string;
  declare rows: readonly unknown[] | null;
  declare next: string | null;
  declare fault: string;
  declare readAt: number;
  /** What is added to the page's query. */
  declare filter: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.session = null;
    this.isAsked = false;
    this.pageId = location.hash.slice(1);
    this.rows = null;
    this.next = null;
    this.fault = '';
    this.readAt = Date.now();
    this.filter = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this.#onHash);
    // Only the first page by itself: what has been unfolded further down must not close under the reader.
    this.#timer = setInterval(() => {
      if (this.session && (this.rows?.length ?? 0) <= 100 && !document.hidden) void this.#read();
    }, refreshMs);
    void this.#begin();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.#onHash);
    clearInterval(this.#timer);
  }
  readonly #onHash = () => {
    this.pageId = location.hash.slice(1);
    this.filter = '';
    this.rows = null;
    void this.#read();
    void this.#arrive();
  };
  #nameTab(): void {
    document.title = `${this.session ? this.#page.title : 'Sign in'} · Cairn`;
  }
  /** A reader who does not see the page hears where they are. */
  async #arrive(): Promise<void> {
    this.#nameTab();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  get #page(): Page<unknown> {
    const [first] = pages;
    const found = pages.find(({ id }) => id === this.pageId) ?? first;
    if (!found) throw new Error('the console has no pages');
    return found;
  }

  async #begin(): Promise<void> {
    try {
      this.session = await call<SessionView>('GET', '/session');
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) this.fault = message(error);
    }
    this.isAsked = true;
    this.#nameTab();
    if (this.session) await this.#read();
  }
  async #read(cursor: string | null = null): Promise<void> {
    const { id, path } = this.#page;
    const { filter } = this;
    const query = [filter, cursor === null ? '' : `cursor=${cursor}`].filter((part) => part !== '').join('&');
    try {
      const { items, next } = await call<Rows<unknown>>('GET', `${path}${query === '' ? '' : `?${query}`}`);
      if (this.#page.id !== id || this.filter !== filter) return;
      this.rows = cursor === null ? items : [...(this.rows ?? []), ...items];
      this.next = next;
      this.fault = '';
      this.readAt = Date.now();
    } catch (error) {
      if (error instanceof Refused && error.status === 401) this.session = null;
      else this.fault = message(error);
    }
  }
  async #signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.fault = '';
    try {
      this.session = await call<SessionView>('POST', '/session', {
        email: form.get('email'),
        password: form.get('password'),
      });
      await this.#read();
      await this.#arrive();
    } catch (error) {
      this.fault = message(error);
    }
  }
  async #signOut(): Promise<void> {
    await call('DELETE', '/session').catch(() => undefined);
    this.session = null;
    this.rows = null;
    await this.#arrive();
  }
  async #change(path: '/quarantine/retry' | '/quarantine/drop', id: string): Promise<void> {
    try {
      await call('POST', path, { ids: [id] });
      await this.#read();
    } catch (error) {
      this.fault = message(error);
    }
  }

  /** The question is a dialog of the page: the keyboard is in it, and Escape leaves things as they are. */
  readonly #dialog: Ref<HTMLDialogElement> = createRef();
  #asked: { readonly id: string; readonly question: string } | null = null;
  #askToDrop(id: string, question: string): void {
    this.#asked = { id, question };
    this.requestUpdate();
    void this.updateComplete.then(() => this.#dialog.value?.showModal());
  }
  #answered(): void {
    const isYes = this.#dialog.value?.returnValue === 'drop';
    if (isYes && this.#asked) void this.#change('/quarantine/drop', this.#asked.id);
    this.#asked = null;
  }
  #dropDialog(): TemplateResult {
    return html`<dialog ${ref(this.#dialog)} aria-labelledby="question" @close=${() => this.#answered()}>
      <form method="dialog">
        <h2 id="question">Drop it?</h2>
        <p>${this.#asked?.question ?? ''}</p>
        <div class="buttons">
          <button value="keep" autofocus>Keep it</button>
          <button value="drop" class="danger">Drop it</button>
        </div>
      </form>
    </dialog>`;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.isAsked) return nothing;
    return this.session ? this.#console(this.session) : this.#signInForm();
  }
  #signInForm(): TemplateResult {
    return html`<main>
      <form @submit=${(event: SubmitEvent) => void this.#signIn(event)}>
        <div class="logo">${cairn} Cairn</div>
        <h1 tabindex="-1">Sign in</h1>
        <p class="muted">The first administrator was printed when Cairn was first started.</p>
        <label>Mail address <input name="email" type="email" autocomplete="username" required /></label>
        <label
          >Password <input name="password" type="password" autocomplete="current-password" required
        /></label>
        <p class="error" role="alert">${this.fault}</p>
        <button type="submit" class="primary">Sign in</button>
      </form>
    </main>`;
  }
  #console(session: SessionView): TemplateResult {
    const page = this.#page;
    return html`<header>
        <div class="logo">${cairn} Cairn</div>
        <nav aria-label="Console">
          ${pages.map(
            ({ id, title }) =>
              html`<a href="#${id}" aria-current=${id === page.id ? 'page' : 'false'}>${title}</a>`,
          )}
        </nav>
        <div class="who">
          ${session.email}<button type="button" @click=${() => void this.#signOut()}>Sign out</button>
        </div>
      </header>
      <main>
        <h1 tabindex="-1">${page.title}</h1>
        <p class="muted">${page.about}</p>
        <p class="error" role="alert">${this.fault}</p>
        ${this.#filters(page)}
        ${
          this.rows === null
            ? html`<p class="muted" role="status">Loading …</p>`
            : this.rows.length === 0
              ? html`<p>${page.empty}</p>`
              : this.#table(page, this.rows)
        }
        ${
          this.next === null
            ? nothing
            : html`<button type="button" class="more" @click=${() => void this.#read(this.next)}>
                Show more
              </button>`
        }
      </main>
      ${this.#dropDialog()}`;
  }
  #filters({ title, filters }: Page<unknown>): TemplateResult | typeof nothing {
    if (!filters) return nothing;
    const choose = (query: string) => {
      this.filter = query;
      this.rows = null;
      void this.#read();
    };
    return html`<div class="tally" role="group" aria-label=${title}>
      ${filters.map(
        (one) =>
          html`<button
            type="button"
            aria-pressed=${this.filter === one.query}
            @click=${() => choose(one.query)}
          >
            ${one.title}
          </button>`,
      )}
    </div>`;
  }
  #table(page: Page<unknown>, rows: readonly unknown[]): TemplateResult {
    const style = (i: number) => (page.columns[i]?.isNumber === true ? 'number' : '');
    return html`<div class="table" tabindex="0" role="region" aria-label=${page.title}>
      <table role="table">
        <thead>
          <tr role="row">
            ${page.columns.map(({ title }, i) =>
              title === ''
                ? html`<td role="cell"></td>`
                : html`<th role="columnheader" scope="col" class=${style(i)}>${title}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (item) =>
              html`<tr role="row">
                ${page
                  .row(item, this.readAt, {
                    retry: (id) => void this.#change('/quarantine/retry', id),
                    drop: (id, question) => this.#askToDrop(id, question),
                  })
                  .map(
                    (cell, i) =>
                      html`<td role="cell" class=${style(i)} data-title=${page.columns[i]?.title ?? ''}>
                        ${cell}
                      </td>`,
                  )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
customElements.define('cairn-admin', CairnAdmin);
