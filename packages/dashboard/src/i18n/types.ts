/** Everything the pages say themselves; core's messages hold the words for codes. Sentences have `{placeholders}`. */
import type { AlertsWords } from './alerts/types.ts'
import type { AnswerWords } from './answer/types.ts'
import type { AnswersWords } from './answers/types.ts'
import type { CalibrationWords } from './calibration/types.ts'
import type { CompareWords } from './compare/types.ts'
import type { DriftWords } from './drift/types.ts'
import type { HelpWords } from './help/types.ts'
import type { ReviewWords } from './review/types.ts'
import type { SetupWords } from './setup/types.ts'

/** Words that the first page needs. */
export interface FirstWords {
  readonly pages: {
    readonly overview: string
    readonly answers: string
    readonly compare: string
    readonly alerts: string
    readonly review: string
    readonly calibration: string
    readonly setup: string
    readonly help: string
  }
  readonly shell: {
    readonly skip: string
    readonly navigation: string
    readonly language: string
    readonly theme: string
    readonly themes: { readonly system: string; readonly light: string; readonly dark: string }
    readonly live: { readonly connecting: string; readonly open: string; readonly reconnecting: string }
    readonly notFound: string
    readonly notFoundHint: string
    readonly toOverview: string
    readonly close: string
    readonly helpKey: string
  }
  readonly states: {
    readonly loading: string
    readonly offline: string
    readonly offlineHint: string
    readonly problem: string
    readonly missing: string
    readonly locked: string
    readonly retry: string
    readonly nothing: string
    readonly nothingHint: string
    readonly nothingStored: string
    readonly nothingStoredHint: string
    readonly showAll: string
    readonly clearFilters: string
  }
  readonly key: {
    readonly title: string
    readonly explain: string
    readonly label: string
    readonly enter: string
    readonly wrong: string
  }
  readonly filters: {
    readonly title: string
    readonly time: string
    readonly spans: Readonly<Record<'1h' | '6h' | '24h' | '7d' | '30d' | 'all', string>>
    readonly fixed: string
    readonly project: string
    readonly model: string
    readonly provider: string
    readonly promptVersion: string
    readonly language: string
    readonly tag: string
    readonly any: string
    readonly without: string
    readonly remove: string
    readonly clear: string
    readonly names: {
      readonly action: string
      readonly tier: string
      readonly finish: string
      readonly detection: string
      readonly label: string
      readonly flagged: string
      readonly imported: string
      readonly text: string
      readonly lowToken: string
      readonly cell: string
      readonly session: string
      readonly user: string
      readonly item: string
      readonly sampleGroup: string
    }
    readonly yes: string
    readonly no: string
    /** {positions} {probabilities} */
    readonly cellValue: string
  }
  readonly units: Readonly<Record<'nats' | 'bits', string>>
  readonly labels: Readonly<Record<'correct' | 'incorrect' | 'unsure' | 'none', string>>
  readonly dropReasons: Readonly<Record<string, string>>
  readonly overview: {
    readonly answers: string
    readonly tokens: string
    readonly evidence: string
    readonly evidenceMeaning: string
    readonly meanLogprob: string
    readonly lowShare: string
    readonly flagged: string
    readonly flaggedMeaning: string
    readonly latency: string
    readonly complete: string
    readonly completeMeaning: string
    readonly completenessUnknown: string
    readonly dropped: string
    readonly droppedMeaning: string
    /** {count} */
    readonly incomplete: string
    /** {low} {tokens} */
    readonly lowOf: string
    /** {count} */
    readonly withoutEvidence: string
    readonly ofAnswers: string
    readonly charts: {
      readonly avgLogprob: string
      readonly entropy: string
      readonly perplexity: string
      readonly lowShare: string
      readonly volume: string
      readonly latency: string
    }
    readonly legends: {
      readonly median: string
      readonly mean: string
      readonly band: string
      readonly interval: string
      readonly p50: string
      readonly p95: string
      readonly p95Short: string
      readonly answers: string
      readonly share: string
    }
    /** {low} {high} {last} {unit} */
    readonly chartSummary: string
    readonly chartEmpty: string
    readonly table: string
    readonly perBucket: Readonly<Record<'minute' | 'hour' | 'day', string>>
    readonly histogram: string
    readonly histogramMeaning: string
    /** {count} {from} {to} */
    readonly bar: string
    readonly missingMetric: string
    readonly heatmap: string
    readonly heatmapMeaning: string
    readonly heatmapPosition: string
    readonly heatmapProbability: string
    /** {tokens} {columns} */
    readonly heatmapSummary: string
    /** {positions} {probabilities} {share} {tokens} */
    readonly cell: string
    readonly cellUnknown: string
    readonly cellHint: string
    readonly share: string
    readonly verdicts: string
    readonly verdictsMeaning: string
    readonly lowTokens: string
    readonly lowTokensMeaning: string
    readonly noLowTokens: string
    readonly lowTimes: string
    readonly otherTokens: string
    readonly tiers: string
    readonly health: string
    readonly healthStates: Readonly<Record<'ok' | 'read-only' | 'content-dropped' | 'capture-dropped' | 'unavailable', string>>
    readonly captured: string
    readonly waiting: string
    readonly onDisk: string
    readonly free: string
    /** {time}: when the store last said how much it holds. */
    readonly figuresOld: string
    readonly figuresUnknown: string
    readonly token: string
    readonly time: string
    readonly startingRules: string
  }
}

/** Words of the other pages, loaded with the first of them. */
export interface MoreWords {
  readonly answers: AnswersWords
  readonly answer: AnswerWords
  readonly setup: SetupWords
  readonly alerts: AlertsWords
  readonly review: ReviewWords
  readonly compare: CompareWords
  readonly calibration: CalibrationWords
  readonly help: HelpWords
  readonly drift: DriftWords
}

export type Words = FirstWords & MoreWords
