// SPDX-License-Identifier: Apache-2.0
/** One notice, in one place and one form: what is the matter, what happens next, what can be done. */
import { html, nothing, type TemplateResult } from 'lit';
import { words } from '../localisation/words.ts';
import type { Trouble } from './trouble.ts';

export interface Actions {
  readonly tryNow: () => void;
  readonly toToday: () => void;
}
export interface Standing {
  readonly isOnline: boolean;
  readonly isLive: boolean;
  readonly hasData: boolean;
  readonly trouble: Trouble | null;
  /** It is about somebody else than the reader. */
  readonly isOther: boolean;
  /** When what is shown was read, in words; to the day where that was not today. */
  readonly readAt: string;
  /** Seconds until the next try; null = none is due. */
  readonly nextTry: number | null;
  /** The day that is looked back at; null = now. */
  readonly pastDay: string | null;
  /** The day is not looked back at, but ahead to. */
  readonly isAhead: boolean;
}

/** The count goes on outside of what is read out: nobody wants to hear each second. */
const notice = (
  title: string,
  text: string,
  more: { readonly nextTry?: number | null; readonly action?: TemplateResult } = {},
) =>
  html`<div class="notice" part="notice">
    <div>
      <p role="status"><strong>${title}</strong> ${text}</p>
      ${typeof more.nextTry === 'number' ? html`<p class="muted">${words.nextTry(more.nextTry)}</p>` : nothing}
    </div>
    ${more.action ?? nothing}
  </div>`;
const button = (label: string, act: () => void) =>
  html`<button type="button" @click=${act}>${label}</button>`;

function ofTrouble(
  { kind, contact, reference }: Trouble,
  { hasData, isOther, readAt, nextTry }: Standing,
  { tryNow }: Actions,
): TemplateResult {
  switch (kind) {
    case 'no-rights':
      return notice(words.noRightsTitle(), words.noRights(contact));
    case 'signed-out':
      return notice(words.signedOutTitle(), words.signedOut(), {
        action: button(words.reload(), () => location.reload()),
      });
    case 'no-role':
      return isOther
        ? notice(words.othersRoleTitle(), words.othersRole(contact))
        : notice(words.noRoleTitle(), words.noRole(contact));
    case 'nobody':
      return isOther
        ? notice(words.strangerTitle(), words.stranger(contact))
        : notice(words.nobodyTitle(), words.nobody(contact));
    case 'asked-wrong':
      return notice(words.errorTitle(), words.askedWrong(contact));
    case 'error':
      return hasData
        ? notice(words.staleTitle(readAt), words.stale(), { nextTry, action: button(words.tryNow(), tryNow) })
        : notice(words.errorTitle(), words.error(contact, reference), {
            nextTry,
            action: button(words.tryNow(), tryNow),
          });
  }
}

/** Nothing: what is shown is how it is now. */
export function noticeOf(standing: Standing, actions: Actions): TemplateResult | typeof nothing {
  const { isOnline, isLive, hasData, trouble, readAt, nextTry, pastDay } = standing;
  if (!isOnline && (trouble || hasData))
    return notice(words.offlineTitle(), hasData ? words.offlineOld(readAt) : words.offlineNew());
  if (trouble) return ofTrouble(trouble, standing, actions);
  if (!hasData) return nothing;
  if (pastDay !== null)
    return notice(standing.isAhead ? words.asItWill(pastDay) : words.asItWas(pastDay), '', {
      action: button(words.toToday(), actions.toToday),
    });
  if (!isLive)
    return notice(words.staleTitle(readAt), words.stale(), {
      nextTry,
      action: button(words.tryNow(), actions.tryNow),
    });
  return nothing;
}
