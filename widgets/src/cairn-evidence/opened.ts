// SPDX-License-Identifier: Apache-2.0
/** One row of a list opened into its evidence. `<cairn-evidence>` is a file of its own, fetched when the first row is opened. */
import { html, type ReactiveController, type TemplateResult } from 'lit';
import type { CairnElement } from '../element/cairn-element.ts';
import { fetchFile } from '../embed/file.ts';
import { words } from '../localisation/words.ts';

const evidenceFile = () => import('./cairn-evidence.ts');

export class Opened implements ReactiveController {
  /** Id of the competency that is opened. */
  id: string | null = null;
  readonly #host: CairnElement<unknown>;
  #file: 'away' | 'there' | 'failed' = 'away';

  constructor(host: CairnElement<unknown>) {
    this.#host = host;
    host.addController(this);
  }
  hostConnected(): void {
    if (customElements.get('cairn-evidence')) this.#file = 'there';
  }

  readonly toggle = (id: string): void => {
    this.id = this.id === id ? null : id;
    this.#host.requestUpdate();
    if (this.id === null) return;
    this.#host.tell('cairn-select', { competency: id });
    void this.#fetch();
  };
  close(): void {
    this.id = null;
  }
  readonly #fetch = async (): Promise<void> => {
    if (this.#file === 'there') return;
    this.#file = 'away';
    this.#host.requestUpdate();
    this.#file = await fetchFile(evidenceFile).then(
      () => 'there' as const,
      () => 'failed' as const,
    );
    this.#host.requestUpdate();
  };

  /** The button that is the row's name. */
  button(id: string, label: string): TemplateResult {
    return html`<button
      type="button"
      class="name"
      aria-expanded=${this.id === id}
      @click=${() => this.toggle(id)}
    >
      <svg class="chevron" width="0.75em" height="0.75em" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M4 2l4 4-4 4" fill="none" stroke="var(--_muted)" stroke-width="1.8" /></svg
      ><span>${label}</span>
    </button>`;
  }
  /** What stands below the opened row. `rank`: of its headings, one below the heading that it stands under. */
  view(rank: 3 | 4): TemplateResult {
    return html`<div class="why" part="why">${this.#content(rank)}</div>`;
  }
  #content(rank: 3 | 4): TemplateResult {
    if (this.#file === 'away') return html`<p role="status" class="muted">${words.whyWait()}</p>`;
    if (this.#file === 'failed')
      return html`<p role="status">${words.whyFailed()}</p>
        <button type="button" @click=${() => void this.#fetch()}>${words.tryNow()}</button>`;
    const { server, token, tokenUrl, getToken, person, at, locale } = this.#host;
    return html`<cairn-evidence
      exportparts="because, evidence, next, notice"
      lang=${locale}
      .isInner=${true}
      .headingRank=${rank}
      .server=${server}
      .token=${token}
      .tokenUrl=${tokenUrl}
      .getToken=${getToken}
      .person=${person}
      .at=${at}
      .competency=${this.id ?? undefined}
    ></cairn-evidence>`;
  }
}
