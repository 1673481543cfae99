/** Everything the pages say themselves; core's messages hold the words for codes. Sentences have `{placeholders}`. */
import type { DriftWords } from './drift-words.ts'

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
  readonly answers: {
    readonly columns: Readonly<Record<'time' | 'answer' | 'verdict' | 'logprob' | 'entropy' | 'low' | 'tokens' | 'latency', string>>
    readonly noContent: string
    readonly emptyText: string
    readonly search: string
    readonly metricFilter: string
    readonly metric: string
    readonly from: string
    readonly below: string
    readonly add: string
    readonly sort: string
    readonly ascending: string
    readonly descending: string
    readonly pause: string
    readonly resume: string
    /** {count} */
    readonly news: string
    readonly total: string
    readonly atLeast: string
    /** Few or no answers fitted among the newest; older ones are looked at. */
    readonly lookingBack: string
  }
  readonly answer: {
    readonly text: string
    readonly navigation: string
    readonly previous: string
    readonly next: string
    readonly copy: string
    readonly copied: string
    readonly openJson: string
    readonly isRight: string
    readonly labelFailed: string
    readonly colourBy: string
    readonly measures: Readonly<Record<'probability' | 'entropy' | 'margin' | 'rank', string>>
    readonly legend: Readonly<Record<'hotspot' | 'entity' | 'alarm' | 'unknown', string>>
    readonly keys: string
    readonly stripLogprob: string
    readonly stripEntropy: string
    /** {tokens} {lowest} {at} */
    readonly stripSummary: string
    readonly panel: string
    readonly panelHint: string
    readonly token: string
    readonly tokens: string
    readonly part: string
    readonly special: string
    readonly chosen: string
    readonly unlisted: string
    readonly alternatives: string
    readonly noAlternatives: string
    readonly noTokens: string
    readonly facts: Readonly<
      Record<'probability' | 'logprob' | 'surprisal' | 'rank' | 'margin' | 'chosenMargin' | 'entropy' | 'entropyListed' | 'unknown', string>
    >
    readonly metrics: string
    /** {observed} {expected} */
    readonly offTop: string
    readonly score: string
    readonly firesWhen: string
    /** {count} */
    readonly points: string
    readonly undecided: string
    readonly found: string
    readonly nothingFound: string
    /** {count} */
    readonly moreFound: string
    readonly evidence: string
    readonly tier: string
    readonly completeness: string
    readonly basis: string
    readonly listed: string
    readonly noIssues: string
    readonly request: string
    readonly noRequest: string
    readonly streamed: string
    readonly rawTable: string
    readonly previousPage: string
    readonly nextPage: string
    /** {from} {to} {total} */
    readonly pageOf: string
    readonly profile: string
  }
  readonly setup: {
    readonly demo: string
    readonly upstreams: string
    readonly upstreamsMeaning: string
    readonly noUpstream: string
    readonly isDefault: string
    readonly found: string
    readonly content: string
    readonly contents: Readonly<Record<'full' | 'redacted' | 'none', string>>
    readonly connect: string
    readonly connectMeaning: string
    readonly headers: string
    readonly test: string
    readonly testMeaning: string
    readonly model: string
    readonly prompt: string
    readonly promptExample: string
    readonly send: string
    readonly sending: string
    readonly worked: string
    readonly failed: string
    readonly look: string
    readonly files: string
    readonly filesMeaning: string
  }
  readonly alerts: {
    readonly feed: string
    readonly feedMeaning: string
    /** Names of the rules that come with the product, by their id without `starting-`. */
    readonly starting: Readonly<Record<string, string>>
    readonly show: string
    readonly open: string
    readonly all: string
    readonly none: string
    readonly more: string
    readonly severities: Readonly<Record<'info' | 'warning' | 'critical', string>>
    readonly kinds: Readonly<Record<'alert-raised' | 'alert-repeated' | 'alert-resolved', string>>
    readonly noData: Readonly<Record<'no-traffic' | 'no-evidence' | 'captures-dropped' | 'too-few', string>>
    readonly deliveries: Readonly<Record<'pending' | 'delivered' | 'dead', string>>
    readonly against: string
    readonly held: string
    readonly quiet: string
    readonly theAnswers: string
    readonly theAnswer: string
    readonly acknowledge: string
    readonly acknowledged: string
    readonly rules: string
    readonly rulesMeaning: string
    readonly newRule: string
    readonly enabled: string
    readonly edit: string
    readonly name: string
    readonly severity: string
    readonly watches: string
    readonly formKinds: Readonly<
      Record<'answer' | 'mean' | 'share' | 'mean-change' | 'share-change' | 'silence' | 'no-evidence' | 'dropped' | 'drift', string>
    >
    readonly comparison: string
    readonly value: string
    readonly valueShare: string
    readonly windowMinutes: string
    readonly baselineMinutes: string
    readonly save: string
    readonly tryOut: string
    readonly cancel: string
    readonly delete: string
    readonly wouldHave: string
    readonly met: string
    readonly cut: string
    readonly meanOf: string
    readonly shareOf: string
    readonly onAnswer: string
    readonly onWindow: string
    readonly onChange: string
    readonly onSilence: string
    readonly onNoEvidence: string
    readonly onDropped: string
    readonly onDrift: string
  }
  readonly drift: DriftWords
  readonly review: {
    readonly start: string
    readonly startMeaning: string
    readonly size: string
    readonly by: string
    readonly orders: Readonly<Record<'entropy' | 'errorRisk', string>>
    readonly auditShare: string
    readonly auditMeaning: string
    readonly draw: string
    readonly emptyPool: string
    readonly progress: string
    readonly done: string
    readonly pool: string
    readonly position: string
    readonly audit: string
    readonly drawn: string
    readonly previous: string
    readonly next: string
    readonly whole: string
    readonly again: string
  }
  readonly compare: {
    readonly by: string
    readonly needTwo: string
    readonly needTwoHint: string
    readonly title: string
    readonly meaning: string
    readonly table: string
    readonly difference: string
    readonly verdict: string
    readonly newest: string
    readonly entropyAtLeast: string
    readonly notPassed: string
    readonly labelledWrong: string
    readonly higher: string
    readonly lower: string
    readonly undecided: string
    readonly pairs: string
    readonly pairsMeaning: string
    readonly pairCount: string
    readonly noPairs: string
    readonly cut: string
    readonly same: string
    readonly partAt: string
  }
  readonly calibration: {
    readonly fit: string
    readonly fitMeaning: string
    readonly fitNow: string
    readonly fitting: string
    readonly activate: string
    readonly inForce: string
    readonly fittedAt: string
    readonly suspended: string
    readonly refused: string
    readonly refusals: Readonly<Record<string, string>>
    readonly labels: string
    readonly labelsMeaning: string
    readonly progress: string
    readonly needs: string
    readonly enough: string
    readonly start: string
    readonly profile: string
    readonly sources: Readonly<Record<'stored' | 'file' | 'starting', string>>
    readonly noGroups: string
    readonly fitted: string
    readonly methods: Readonly<Record<'temperature' | 'platt' | 'isotonic' | 'logistic' | 'pooled', string>>
    readonly aurocMeaning: string
    readonly gain: string
    readonly gainMeaning: string
    readonly eceMeaning: string
    readonly floor: string
    readonly reliability: string
    readonly reliabilityMeaning: string
    readonly predicted: string
    readonly observed: string
    readonly risk: string
    readonly riskMeaning: string
    readonly answeredShare: string
    readonly errorShare: string
    readonly thresholdNote: string
    readonly promises: string
    readonly promiseAmong: string
    readonly promiseAverage: string
    readonly promiseNone: string
    readonly unchanged: string
  }
  readonly help: {
    readonly limits: string
    readonly limitsMeaning: string
    readonly limit: Readonly<
      Record<'hidden' | 'calibration' | 'falsehood' | 'cues' | 'truncated' | 'sampling', { readonly title: string; readonly text: string }>
    >
    readonly noExample: string
    readonly examples: string
    readonly numbers: string
    readonly numbersMeaning: string
    readonly terms: Readonly<
      Record<'completeness' | 'answered' | 'risk' | 'margin' | 'rank' | 'score', { readonly title: string; readonly text: string }>
    >
    readonly found: string
    readonly shortcuts: string
    /** Key, and what it does. */
    readonly keys: readonly (readonly [key: string, text: string])[]
  }
}

export type Words = FirstWords & MoreWords
