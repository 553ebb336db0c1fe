// SPDX-License-Identifier: Apache-2.0
/** Competencies of the group Quay work. */
import type { CompetencyPlan } from './competency-plan.ts';

export const quay: readonly CompetencyPlan[] = [
  {
    id: 'mooring-lines',
    label: { en: 'Mooring lines', de: 'Festmacherleinen' },
    statement: { en: 'A line under tension forgives nothing.', de: 'Eine Leine unter Zug verzeiht nichts.' },
    context: {
      en: 'Ships up to 200 metres at berths 1 to 4, with mooring boat, bollards and quick-release hooks, in swell.',
      de: 'Schiffe bis 200 Meter an Liegeplatz 1 bis 4, mit Festmacherboot, Pollern und Sliphaken, bei Schwell.',
    },
    indicators: {
      knows: {
        en: 'Marks the snap-back zones on a drawing of the berth.',
        de: 'Zeichnet die Rückschlagbereiche in einen Plan des Liegeplatzes ein.',
      },
      applies: {
        en: 'Puts the eye on the bollard from the side, never inside the bight.',
        de: 'Legt das Auge von der Seite auf den Poller, nie in der Bucht stehend.',
      },
      leads: {
        en: 'Sets the order of lines with the bridge and keeps both gangs in step.',
        de: 'Stimmt die Reihenfolge der Leinen mit der Brücke ab und hält beide Gruppen im Takt.',
      },
      coaches: {
        en: 'Stands beside a newcomer, hands off, and stops only what is dangerous.',
        de: 'Steht ohne einzugreifen neben Neuen und stoppt nur, was gefährlich ist.',
      },
    },
    kind: 'skill',
    by: ['observation', 'quiz'],
  },
  {
    id: 'gangway-access',
    label: { en: 'Gangway and access', de: 'Gangway und Zugang' },
    statement: {
      en: 'Everyone who boards walks over your work.',
      de: 'Wer an Bord geht, geht über Ihre Arbeit.',
    },
    context: {
      en: 'Ship’s and shore gangways with net and lighting, at a tidal range of up to four metres.',
      de: 'Schiffs- und Landgangways mit Netz und Licht, bei bis zu vier Metern Tidenhub.',
    },
    indicators: {
      knows: {
        en: 'Says the steepest angle allowed and who may board.',
        de: 'Nennt den größten erlaubten Winkel und wer an Bord darf.',
      },
      applies: {
        en: 'Rigs net, rails and light before the first person steps on.',
        de: 'Bringt Netz, Geländer und Licht an, bevor jemand die Gangway betritt.',
      },
      leads: {
        en: 'Follows the tide and has the gangway trimmed before it gets too steep.',
        de: 'Behält die Tide im Blick und lässt nachstellen, bevor es zu steil wird.',
      },
      coaches: {
        en: 'Has others inspect a gangway with a fault built in, and talks it through.',
        de: 'Lässt andere eine Gangway mit verstecktem Fehler prüfen und bespricht ihn.',
      },
    },
    kind: 'task',
    by: ['observation'],
  },
  {
    id: 'fender-inspection',
    label: { en: 'Fender inspection', de: 'Fender prüfen' },
    statement: { en: 'You see wear before the ship does.', de: 'Sie sehen den Verschleiß vor dem Schiff.' },
    context: {
      en: 'Cone and cylinder fenders with their chains, from the quay edge and the workboat, at low water.',
      de: 'Kegel- und Zylinderfender mit Ketten, von der Kaikante und vom Arbeitsboot, bei Niedrigwasser.',
    },
    indicators: {
      knows: {
        en: 'Tells a scuffed fender from a torn one on pictures.',
        de: 'Unterscheidet auf Bildern einen verschrammten von einem gerissenen Fender.',
      },
      applies: {
        en: 'Checks panel, rubber and each chain, and measures what is worn.',
        de: 'Prüft Platte, Gummi und jede Kette und misst den Verschleiß.',
      },
      leads: {
        en: 'Closes a berth for large ships when two fenders in a row fail.',
        de: 'Sperrt einen Liegeplatz für große Schiffe, wenn zwei Fender nacheinander ausfallen.',
      },
      coaches: {
        en: 'Compares last year’s pictures with others and has them say what grew.',
        de: 'Vergleicht mit anderen die Bilder vom Vorjahr und lässt sie sagen, was größer wurde.',
      },
    },
    kind: 'task',
    by: ['observation'],
  },
  {
    id: 'berth-preparation',
    label: { en: 'Berth preparation', de: 'Liegeplatz vorbereiten' },
    statement: {
      en: 'Clear, lit and ready before she arrives.',
      de: 'Frei, beleuchtet und bereit, bevor sie ankommt.',
    },
    context: {
      en: 'The last two hours before arrival, with berthing plan, flags, lights and crane positions.',
      de: 'Die letzten zwei Stunden vor Ankunft, mit Liegeplatzplan, Flaggen, Licht und Kranstellung.',
    },
    indicators: {
      knows: {
        en: 'Reads bow and stern marks from the berthing plan.',
        de: 'Liest Bug- und Heckmarken aus dem Liegeplatzplan.',
      },
      applies: {
        en: 'Has bollards free, lights on and flags set thirty minutes ahead.',
        de: 'Hat dreißig Minuten vorher Poller frei, Licht an und Flaggen gesetzt.',
      },
      leads: {
        en: 'Moves cranes and gangs when the pilot reports another time.',
        de: 'Stellt Krane und Gruppen um, wenn der Lotse eine andere Zeit meldet.',
      },
      coaches: {
        en: 'Lets others plan an arrival and asks what happens if she is late.',
        de: 'Lässt andere eine Ankunft planen und fragt, was bei Verspätung geschieht.',
      },
    },
    kind: 'task',
    by: ['observation'],
  },
  {
    id: 'shore-power',
    label: { en: 'Shore power', de: 'Landstrom' },
    statement: {
      en: 'High voltage is connected in the right order.',
      de: 'Hochspannung wird in der richtigen Folge verbunden.',
    },
    context: {
      en: 'The 6.6 kV shore connection of berths 3 and 4, with cable crane, earthing switch and key interlock.',
      de: 'Der 6,6-kV-Anschluss an Liegeplatz 3 und 4, mit Kabelkran, Erdungsschalter und Schlüsselsperre.',
    },
    indicators: {
      knows: {
        en: 'Puts the nine steps of connecting in their order.',
        de: 'Bringt die neun Schritte des Anschließens in die richtige Folge.',
      },
      applies: {
        en: 'Keeps the earthing key in the pocket until both plugs are locked.',
        de: 'Behält den Erdungsschlüssel, bis beide Stecker verriegelt sind.',
      },
      leads: {
        en: 'Agrees each switching step with the ship’s engineer by repeating it aloud.',
        de: 'Stimmt jeden Schaltschritt mit der Schiffstechnik ab und wiederholt ihn laut.',
      },
      coaches: {
        en: 'Talks a second person through a connection without touching anything.',
        de: 'Führt eine zweite Person durch den Anschluss, ohne selbst etwas anzufassen.',
      },
    },
    kind: 'skill',
    validFor: 'P36M',
    by: ['observation'],
  },
];
