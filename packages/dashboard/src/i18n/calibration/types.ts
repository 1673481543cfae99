/** What the pages say: calibration. Sentences have `{placeholders}`. */
export interface CalibrationWords {
  readonly fit: string
  readonly fitMeaning: string
  readonly fitNow: string
  readonly fitting: string
  readonly activate: string
  readonly inForce: string
  readonly goBack: string
  readonly goBackMeaning: string
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
  readonly anyTemplate: string
  readonly pooledMeaning: string
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
  readonly whatIf: string
  readonly whatIfMeaning: string
  readonly whatIfRisk: string
  /** {share} {low} {high} */
  readonly whatIfAnswered: string
  readonly whatIfWrong: string
  readonly whatIfNothing: string
  readonly noDraws: string
  /** {labels} {now} {then} */
  readonly moreLabels: string
  readonly promises: string
  readonly promiseAmong: string
  readonly promiseAverage: string
  readonly promiseNone: string
  readonly unchanged: string
}
