import type { CarriedTable, StoreTrouble } from '../../alerts/types.ts'
import type { EntityKind } from '../../model/entity-finder.ts'
import type { ReasonCode } from '../../analyze/types.ts'
import type { ConditionState } from '../../profile/condition.ts'
import type { GlitchReason } from '../../detect/glitch/index.ts'
import type { DetectionKind } from '../../detect/types.ts'
import type { Metrics } from '../../metrics/types.ts'
import type { MetricPath, Profile } from '../../profile/types.ts'
import type { VerdictName } from '../../risk/verdict-name.ts'
import type { EvidenceBasis, EvidenceTier, FinishReason, IssueCode, Part } from '../../trace/types.ts'
import type { Analysis } from '../../analyze/types.ts'

/** Languages that the product speaks. */
export const LOCALES = ['en', 'tr'] as const
export type Locale = (typeof LOCALES)[number]

/** The known words of an open vocabulary. */
export type Known<Word extends string> = Word extends string
  ? string extends Word
    ? never
    : string & {} extends Word
      ? never
      : Word
  : never

/** A word's short name, and what it means in one sentence. */
export interface Explained {
  readonly name: string
  readonly meaning: string
}

/** Everything the product says about an answer, in one language. Codes that a newer version or a user's profile adds are shown as they are. */
export interface Messages {
  readonly metrics: Readonly<Record<keyof Metrics, Explained>>
  readonly metricPaths: Readonly<Record<Exclude<Known<MetricPath>, `metrics.${string}`>, string>>
  readonly detections: Readonly<Record<Known<DetectionKind>, Explained>>
  readonly entityKinds: Readonly<Record<EntityKind, string>>
  /** Facts about a detection; placeholders in braces. */
  readonly facts: {
    readonly entropyAtLeast: string
    readonly surprisal: string
    readonly peak: string
    readonly alsoPossible: string
    readonly logprob: string
    readonly meanAndLowest: string
    readonly sum: string
    readonly lowestAndSum: string
    readonly withoutValue: string
    readonly tokens: string
    readonly dropped: string
    readonly reached: string
    readonly belowMedian: string
    readonly atMost: string
    readonly copies: string
    readonly copiesOfWords: string
    readonly rises: string
    readonly falls: string
    readonly fieldValue: string
    readonly cutOff: string
    readonly chosen: string
    readonly amongAlternatives: string
  }
  readonly glitchReasons: Readonly<Record<GlitchReason, string>>
  readonly issues: Readonly<Record<Known<IssueCode>, string>>
  readonly reasons: Readonly<Record<Known<ReasonCode>, string>>
  /** Verdicts, by `verdictName`. */
  readonly actions: Readonly<Record<VerdictName, Explained>>
  readonly votes: Readonly<Record<string, string>>
  /** Further numbers of a vote. */
  readonly voteDetails: Readonly<Record<string, string>>
  readonly rules: Readonly<Record<string, string>>
  readonly states: Readonly<Record<ConditionState, string>>
  readonly bands: Readonly<Record<keyof Profile['bands'], Readonly<Record<string, string>>>>
  readonly tiers: Readonly<Record<EvidenceTier, Explained>>
  readonly bases: Readonly<Record<EvidenceBasis, Explained>>
  readonly finishes: Readonly<Record<FinishReason, string>>
  readonly parts: Readonly<Record<Part, string>>
  readonly languageSources: Readonly<Record<Analysis['language']['source'], string>>
  /** What a drift alarm says. Placeholders: {metric} {stratum} {size} {low} {high} {total} {within} {mix}. */
  readonly drift: {
    /** What is watched besides the metrics of an answer. */
    readonly metrics: Readonly<Record<'geometricMeanProbability', string>>
    readonly withinDown: string
    readonly withinUp: string
    readonly mixDown: string
    readonly mixUp: string
    readonly split: string
    readonly suspends: string
  }
  /** What an alert says of the store, by `StoreTrouble.kind`: what happened and what to do. Placeholders: {file} {detail}. */
  readonly store: Readonly<Record<StoreTrouble['kind'], { readonly what: string; readonly advice: string }>>
  /** What a new file has of a damaged one. Placeholders of the sentences: {tables}. */
  readonly carried: {
    readonly tables: Readonly<Record<CarriedTable['table'], string>>
    readonly over: string
    readonly lost: string
  }
  readonly sentences: {
    /** Said beside every verdict of the starting rules. */
    readonly startingRules: string
    readonly calibrated: string
    /** A level above the answer's group spoke. */
    readonly calibratedElsewhere: string
    /** Said where nothing fired: silence is no proof. */
    readonly noAlarm: string
    /** Placeholders: {score} {available} {max}. */
    readonly score: string
    /** Placeholders: {rule}. */
    readonly because: string
    readonly noRule: string
    /** Placeholders: {present} {tokens}: the share of reported tokens that came with an entry. */
    readonly completeness: string
    readonly completenessUnknown: string
    /** Placeholders: {k}. */
    readonly listed: string
    /** A confidence that the answer states itself. Placeholders: {value} {raw} {field}. */
    readonly stated: string
    /** Those of several answers. Placeholders: {count} {mean}. */
    readonly statedAll: string
  }
}
