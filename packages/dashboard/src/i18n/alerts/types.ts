/** What the pages say: alerts. Sentences have `{placeholders}`. */
export interface AlertsWords {
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
    Record<'answer' | 'mean' | 'share' | 'mean-change' | 'share-change' | 'silence' | 'no-evidence' | 'dropped' | 'drift' | 'store', string>
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
  readonly onStore: string
}
