/** What the pages say: answer. Sentences have `{placeholders}`. */
export interface AnswerWords {
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
  readonly panelClose: string
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
