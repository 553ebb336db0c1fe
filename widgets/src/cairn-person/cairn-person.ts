// SPDX-License-Identifier: Apache-2.0
/** `<cairn-person>`: whose competence the other elements of the page show. Who may read nobody but themselves sees nothing of it. */
import type { Client } from '@cairn/api/client';
import type { Me, ReadablePerson } from '@cairn/api/contract';
import { css, html, nothing, type TemplateResult } from 'lit';
import { CairnElement, given } from '../element/cairn-element.ts';
import { define } from '../element/define.ts';
import { personTags } from '../embed/tags.ts';
import { words } from '../localisation/words.ts';

interface Data {
  readonly me: Me;
  readonly people: readonly ReadablePerson[];
  /** There are more than these. */
  readonly hasMore: boolean;
}
const typingMs = 250;
const shownIn = personTags.join(',');

export class CairnPerson extends CairnElement<Data> {
  static override styles = [
    ...CairnElement.styles,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: end;
      }
      label {
        min-width: 0;
        max-width: 100%;
        display: flex;
        flex-direction: column;
        gap: 2px;
        color: var(--_muted);
        font-size: var(--_small);
      }
      @media print {
        form {
          display: none;
        }
      }
    `,
  ];
  static override properties = {
    ...CairnElement.properties,
    for: { converter: { fromAttribute: given } },
    named: { state: true },
    announcement: { state: true },
  };
  protected override readonly follows: boolean = false;
  /** Ids of the elements that show the person, with spaces between; without it all of ours in the page. */
  declare for: string | undefined;
  declare named: string;
  declare announcement: string;
  /** There have been more people than were listed: they can be searched. */
  #isSearched = false;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.named = '';
    this.announcement = '';
  }
  /** Choosing another person is no other question. */
  protected override get asks(): readonly string[] {
    return super.asks.filter((name) => name !== 'person');
  }
  protected async load(client: Client): Promise<Data> {
    const { named } = this;
    const [me, page] = await Promise.all([
      this.connection.ask('["me"]', () => client.me()),
      client.readable({ named: named === '' ? undefined : named }),
    ]);
    const byName = new Intl.Collator(this.locale).compare;
    return {
      me,
      people: page.items.toSorted((a, b) => byName(a.name, b.name)),
      hasMore: page.next !== null,
    };
  }
  protected skeleton(): TemplateResult {
    return html`<span class="long"></span>`;
  }

  protected view({ me, people, hasMore }: Data): TemplateResult {
    this.#isSearched ||= hasMore;
    if (people.length === 0 && this.named === '') return html``;
    const self = me.rights.includes('self') ? me.person : null;
    const others = people.filter(({ id }) => id !== self?.id);
    const isListed = (this.person === 'me' && self) || others.some(({ id }) => id === this.person);
    return html`<form part="form" @submit=${(event: Event) => event.preventDefault()}>
        ${
          this.#isSearched
            ? html`<label
                >${words.findPerson()}<input type="search" maxlength="100" @input=${this.#type}
              /></label>`
            : nothing
        }
        <label
          >${words.person()}<select @change=${this.#choose}>
            ${isListed ? nothing : html`<option value="" selected>${words.choosePerson()}</option>`}
            ${self ? html`<option value="me" .selected=${this.person === 'me'}>${words.me()} (${self.name})</option>` : nothing}
            ${this.#teams(others)}
          </select></label
        >
      </form>
      <p class="muted" role="status">
        ${people.length === 0 ? words.nobodyFound() : hasMore ? words.morePeople() : nothing}
        <span class="visually-hidden">${this.announcement}</span>
      </p>`;
  }
  #teams(people: readonly ReadablePerson[]): readonly TemplateResult[] {
    const options = (team: string | null) =>
      people
        .filter((one) => (one.team?.id ?? null) === team)
        .map(({ id, name }) => html`<option value=${id} .selected=${this.person === id}>${name}</option>`);
    const teams = new Map(people.flatMap(({ team }) => (team ? [[team.id, team.name] as const] : [])));
    return [
      ...[...teams].map(([id, name]) => html`<optgroup label=${name}>${options(id)}</optgroup>`),
      ...options(null),
    ];
  }

  readonly #type = (event: Event) => {
    const text = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.named = text;
      void this.refresh();
    }, typingMs);
  };
  readonly #choose = (event: Event) => {
    const { value: id, selectedOptions } = event.target as HTMLSelectElement;
    if (id === '') return;
    this.person = id;
    const name = selectedOptions[0]?.textContent ?? id;
    this.announcement = words.nowShown(name);
    for (const element of this.#shown()) element.setAttribute('person', id);
    this.tell('cairn-person', { person: id, name });
  };
  /** In the same tree as this element: a page may have widgets within parts of its own. */
  #shown(): readonly Element[] {
    const root = this.getRootNode() as Document | ShadowRoot;
    const ids = this.for?.split(/\s+/).filter((id) => id !== '');
    return ids
      ? ids.map((id) => root.getElementById(id)).filter((element) => element !== null)
      : [...root.querySelectorAll(shownIn)];
  }
}
define('cairn-person', CairnPerson);
