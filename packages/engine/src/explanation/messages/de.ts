// SPDX-License-Identifier: Apache-2.0
/** Erklärungen auf Deutsch: einfache Worte, kein Vorwurf, Unbekanntes ist nie ein Mangel. */
import type { Messages, ScoreSpan } from './messages.types.ts';

const count = (n: number, one: string, many: string) => (n === 1 ? one : `${n} ${many}`);

const attempts: Readonly<Record<string, string>> = {
  'not-first': 'Die Regel nimmt nur den ersten Versuch, und es gibt einen früheren',
  'not-best': 'Die Regel nimmt nur den besten Versuch, und es gibt einen besseren',
  'not-last': 'Die Regel nimmt nur den letzten Versuch, und es gibt einen späteren',
};

function withScores({ from, to }: ScoreSpan): string {
  if (from === null) return to === null ? '' : `, mit höchstens ${to}`;
  return to === null ? `, mit ${from} oder mehr` : `, mit ${from} bis ${to}`;
}

export const de: Messages = {
  belowFirst: 'Unter der ersten Stufe',
  noLevel: 'keine Stufe',
  anActivity: 'einer Aktivität',
  kind: {
    assessment: 'Wissensprüfung',
    'knowledge-test': 'Wissensprüfung',
    performance: 'Leistung bei der Arbeit',
    simulation: 'Simulation',
    observation: 'Beobachtung bei der Arbeit',
    attestation: 'Bestätigung durch jemanden',
    assertion: 'Bestätigung durch jemanden',
    'prior-learning': 'Früher Gelerntes',
    manual: 'Eintrag auf Papier',
    completion: 'Abschluss',
  },

  unknown: 'Es ist nichts verzeichnet, das etwas darüber sagt, weder dafür noch dagegen.',
  tooLittle: 'Es gibt Nachweise, aber noch nicht genug für eine Stufe. Das ist kein Mangel.',
  pending: (level, day) => `Ab ${day} ist es ${level}.`,
  held: (level) => `${level}.`,
  heldBecause: (level, activity, day) => `${level}, wegen ${activity} am ${day}.`,
  expired: (level, day) =>
    `Es war ${level}. Das ist am ${day} abgelaufen; eine Auffrischung bringt es zurück.`,
  revoked: (level, day) =>
    `Es war ${level} und wurde am ${day} zurückgenommen. Neue Nachweise zählen ab dann.`,
  validUntil: (day) => `Es gilt bis ${day}.`,
  expiring: (day) => `Es läuft bald ab: Es gilt bis ${day}.`,
  grace: (ended, until) =>
    `Die Gültigkeit ist am ${ended} abgelaufen. Als Nachfrist zählt es noch bis ${until}.`,
  fades: (level, day) => `Wenn nichts hinzukommt, wird es am ${day}: ${level}.`,
  reason: {
    latest: () => 'Der letzte Nachweis entscheidet.',
    highest: () => 'Der beste gültige Nachweis entscheidet.',
    average: ({ n }) => `Es ist der Mittelwert aus ${count(n, 'einem Ergebnis', 'Ergebnissen')}.`,
    'n-of-mastery': ({ n, kept, needed, mark }, { percent }) =>
      `Von ${count(n, 'einem Ergebnis', 'Ergebnissen')} ${kept === 1 ? 'liegt eines' : `liegen ${kept}`} ${mark === null ? 'auf einer Stufe, die genügt' : `bei ${percent(mark)} oder darüber`}; nötig sind ${needed}.`,
    'weighted-average': ({ n, latest }, { percent }) =>
      n === 1
        ? 'Es ist das eine Ergebnis, das es gibt.'
        : `Das letzte Ergebnis wiegt ${percent(latest)}, der Mittelwert ${n === 2 ? 'des einen' : `der ${n - 1}`} davor den Rest.`,
    'decaying-average': ({ n, latest }, { percent }) =>
      n === 1
        ? 'Es ist das eine Ergebnis, das es gibt.'
        : `Jedes der ${n} Ergebnisse hat den Wert der Reihe nach um ${percent(latest)} des Abstands zu sich gezogen.`,
    'beta-bernoulli': ({ n, mean, low, high, within, by }, { percent }) =>
      `Aus ${count(n, 'einem Nachweis', 'Nachweisen')} geschätzt sind es ${percent(mean)}; mit ${percent(within)} Wahrscheinlichkeit liegt es zwischen ${percent(low)} und ${percent(high)}.${by === 'low' ? ' Das untere Ende entscheidet.' : ''}`,
    'knowledge-tracing': ({ n, known, mastery }, { percent }) =>
      `Nach ${count(n, 'einer Beobachtung', 'Beobachtungen')} wird es mit einer Wahrscheinlichkeit von ${percent(known)} gekonnt; als beherrscht gilt es ab ${percent(mastery)}.`,
    'recency-weighted': ({ n, halfLifeDays }, { number }) =>
      `Es ist der Mittelwert aus ${count(n, 'einem Ergebnis', 'Ergebnissen')}; je ${number(halfLifeDays)} Tage Alter wiegt ein Ergebnis halb so viel.`,
    any: ({ by, positive, negative }) =>
      `${positive === 0 ? 'Kein Nachweis zeigt' : positive === 1 ? 'Ein Nachweis zeigt' : `${positive} Nachweise zeigen`} eine Stufe, die genügt${negative === 0 ? '' : `, ${negative === 1 ? 'einer' : negative} nicht`}; ${by === 'any' ? 'einer reicht' : by === 'latest' ? 'der letzte entscheidet' : 'einer reicht, wenn keiner dagegen spricht'}.`,
    composed: ({ parts }, { list, level }) =>
      parts
        .map(
          ({ kinds, count: needed, have, levelId, isMet }) =>
            `${isMet ? 'Vorhanden' : 'Es fehlt'}: ${have} von ${needed} ${list(kinds.map((kind) => de.kind[kind] ?? kind))}${levelId === null ? '' : ` mit ${level(levelId)} oder höher`}.`,
        )
        .join(' '),
  },

  effect: {
    counts: ({ level, share, amount }, { percent }) =>
      share !== null
        ? `Es zeigt ${level} und hat ${percent(share)} des Gewichts.`
        : amount !== null
          ? `Es zeigt ${level} und hat das Ergebnis um ${percent(amount)} bewegt.`
          : `Es zeigt ${level}, und das Ergebnis steht darauf.`,
    superseded: ({ level }) => `Es zeigt ${level}, aber ein anderer Nachweis entscheidet.`,
    withheld: ({ withheld }) =>
      withheld?.need === undefined
        ? `Zählt jetzt nicht: ${attempts[withheld?.reason ?? ''] ?? 'Die Regel sieht auch auf andere Einträge'}.`
        : `Zählt noch nicht: Die Regel verlangt ${withheld.need}, die zusammengehören, und es gibt ${withheld.have ?? 0}.`,
    expired: ({ validTo }, { lastDay }) =>
      validTo === null
        ? 'Zählt nicht mehr: Die Zeit ist abgelaufen.'
        : `Zählt nicht mehr: Die Zeit ist am ${lastDay(validTo)} abgelaufen.`,
    withdrawn: () => 'Zählt nicht: Der Eintrag wurde für ungültig erklärt.',
    'not-yet': ({ at }, { day }) => `In die Zukunft datiert; zählt nicht vor ${day(at)}.`,
    'no-value': () => 'Sagt, dass es gemacht wurde, nicht wie gut, und zeigt keine Stufe.',
    revoked: ({ level }) => `Es zeigte ${level}. Das wurde danach zurückgenommen.`,
    revokes: () => 'Nimmt zurück, was davor galt.',
  },
  supersededBy: (level, decisive, day) => `Es zeigt ${level}. Es entscheidet: ${decisive} vom ${day}.`,
  decides: ({ level, validTo }, { lastDay }) =>
    validTo === null
      ? `Es entscheidet über die Stufe: ${level}. Es hat kein Ende.`
      : `Es entscheidet über die Stufe: ${level}. Es zählt bis ${lastDay(validTo)}.`,
  towards: ({ level }) => `Es zeigt ${level} und zählt, reicht aber allein nicht.`,

  rollUpMet: (proficient, total) => `Aus den Teilen: ${proficient} von ${total} genügen.`,
  rollUpNotMet: (missing) => `Aus den Teilen: Noch nicht genügt ${missing}.`,
  rollUpLapsed: (missing) => `Aus den Teilen: Abgelaufen ist ${missing}; eine Auffrischung bringt es zurück.`,
  rollUpUnknown: (unknown) => `Nichts bekannt ist von ${unknown}.`,
  rollUpCoverage: (coverage) => `Bekannt sind, nach Gewicht, ${coverage} der Teile.`,
  rollUpMean: (mean) => `Der gewichtete Mittelwert des Bekannten ist ${mean}.`,

  next: (level) => `Was zu ${level} führen würde`,
  renewal: (level) => `Was ${level} zurückbringen würde`,
  step: (pieces, rule, scores) =>
    `${pieces === 1 ? 'einmal' : `${pieces}-mal`} „${rule}“${withScores(scores)}${withScores(scores) === '' || pieces === 1 ? '' : ' jedes Mal'}`,
  untried: (rule) => `„${rule}“, wo mehrere Einträge zusammen zählen`,
  noWay: 'Keine geltende Regel führt mit höchstens zehn Nachweisen dorthin.',
};
