import type {
  AnswerFilter,
  AnswerPage,
  AnswerSort,
  AnswerMoments,
  Neighbours,
  Bucket,
  GroupField,
  GroupStatistics,
  HeatmapResult,
  HistogramResult,
  Series,
  TokenStatistics,
  WindowMeasure,
  AlertScope,
} from '@logitscope/core'
import type { AnalyzedTrace, AppendResult } from './analyzed-trace.ts'
import type { ReadOptions } from './read-options.ts'

export interface SearchRequest {
  readonly filter: AnswerFilter
  readonly sort?: AnswerSort
  /** Opaque, from the page before; of the same filter and sort. */
  readonly cursor?: string
  /** 1 to 1 000. */
  readonly limit: number
  /** Count all answers of the filter too, as far as that goes (`AnswerPage.totalIsLeast`), and the tokens that it means (`AnswerPage.tokens`). */
  readonly count?: boolean
}

export interface SeriesRequest {
  readonly filter: AnswerFilter & { readonly from: number; readonly to: number }
  readonly bucket: Bucket
  /** IANA zone in which hours and days begin. */
  readonly zone: string
}

/** What a window holds, by the time of receipt, imports left out (core/alerts `WindowObservation` without the dropped captures). */
export interface WindowCounts {
  readonly traffic: number
  readonly evidence: number
  readonly measured: { readonly value: number; readonly count: number } | null
}

export interface WindowRequest {
  readonly scope: AlertScope
  /** Epoch ms of `receivedAt`, [from, to). */
  readonly from: number
  readonly to: number
  /** `null`: only traffic and evidence are wanted. */
  readonly measure: WindowMeasure | null
}

/** How long what is kept; absent means without end. Rollups stay. */
export interface RetentionPolicy {
  readonly maxAgeMs?: number
  /** Oldest answers go first where a project holds more. */
  readonly maxBytes?: number
  /** Where all projects together hold more, the oldest answers of all go. Bytes of answers, about; rollups are not counted. */
  readonly maxTotalBytes?: number
  readonly projects?: Readonly<Record<string, { readonly maxAgeMs?: number; readonly maxBytes?: number }>>
}

export interface EraseRequest {
  readonly session?: string
  readonly user?: string
  readonly ids?: readonly string[]
}

export interface StoreStatistics {
  readonly engine: string
  readonly schemaVersion: number
  readonly answers: number
  readonly tokens: number
  readonly bytes: number
  readonly freeBytes: number | null
  readonly oldest: number | null
  readonly newest: number | null
}

export interface StoreCapabilities {
  readonly fullTextSearch: boolean
  /** Answers may be written by more than one process. */
  readonly manyWriters: boolean
}

/** How often values of a field occur. */
export interface FieldCounts {
  readonly items: readonly { readonly value: string; readonly count: number }[]
  /** Only so many of the newest answers were counted, since an engine bounds what it looks at; `null`: all were. */
  readonly newest: number | null
}

/** One step of something long: how many were done now, and whether any are left. */
export interface StepResult {
  readonly done: number
  readonly more: boolean
}

/** Answers, their tokens and the statistics over them. All calls are safe at the same time; nothing is lost that was acknowledged. */
export interface TraceStore {
  readonly capabilities: StoreCapabilities
  /**
   * An equal answer in the form in which this store keeps it, for `append` later: where it is absent, or not called, `append` does the same. For
   * answers that wait for their batch: it takes little memory, and lets go of what `answer` holds. Its `trace` and `analysis` are made anew each
   * time they are asked for. Stays in its thread.
   */
  prepare?(answer: AnalyzedTrace): AnalyzedTrace
  /**
   * Stores a batch in one transaction, rollups included, and answers after the commit. A batch of an id that was committed before gives the
   * same outcomes again and changes nothing, so a caller whose acknowledgement was lost may send it again.
   */
  append(batch: readonly AnalyzedTrace[], options: { readonly batchId: string; readonly receivedAt: number }): Promise<AppendResult>
  get(id: string, options?: ReadOptions): Promise<AnalyzedTrace | null>
  /** A page may end early, with a `next`: an engine bounds what it looks at for each (`AnswerPage.next`). */
  search(request: SearchRequest, options?: ReadOptions): Promise<AnswerPage>
  /** The answers before and after one in the order of a list, each of the filter; `null` where no answer has the id. */
  neighbours(id: string, filter: AnswerFilter, sort: AnswerSort, options?: ReadOptions): Promise<Neighbours | null>
  /** Every answer of the filter, oldest first, in pages behind the scenes. */
  scan(filter: AnswerFilter, options?: ReadOptions): AsyncIterable<AnalyzedTrace>
  /** Answers stored after a cursor, in the order of their storing; `null` starts at the beginning. */
  changesSince(
    cursor: string | null,
    limit: number,
    options?: ReadOptions,
  ): Promise<{ readonly items: readonly AnalyzedTrace[]; readonly cursor: string }>
  series(request: SeriesRequest, options?: ReadOptions): Promise<Series>
  /** `metric`: a metric path that has a scale of bins in core/stats. */
  histogram(filter: AnswerFilter, metric: string, options?: ReadOptions): Promise<HistogramResult>
  heatmap(filter: AnswerFilter, options?: ReadOptions): Promise<HeatmapResult>
  tokens(filter: AnswerFilter, limit: number, options?: ReadOptions): Promise<TokenStatistics>
  groups(filter: AnswerFilter, by: readonly GroupField[], options?: ReadOptions): Promise<GroupStatistics>
  /** Count, mean and variance of metric paths over all answers of the filter, from their rows. */
  moments(filter: AnswerFilter, metrics: readonly string[], options?: ReadOptions): Promise<AnswerMoments>
  /** Distinct values of a field within a filter, most frequent first: for the filter menus. Of tags, `name:value`. */
  values(filter: AnswerFilter, field: GroupField | 'tag', limit: number, options?: ReadOptions): Promise<FieldCounts>
  window(request: WindowRequest, options?: ReadOptions): Promise<WindowCounts>
  /** Puts new analyses in place of the old ones, rollups included. */
  replaceAnalyses(
    batch: readonly { readonly id: string; readonly analysis: AnalyzedTrace['analysis'] }[],
  ): Promise<{ readonly replaced: number }>
  /** One small step of deleting what a policy no longer keeps. */
  retain(policy: RetentionPolicy, now: number): Promise<StepResult>
  /**
   * Deletes answers with their tokens, text, labels and search entries, and takes them out of the rollups. Those that were stored when it was asked;
   * in small steps that let other work come between, each of them whole. Where it is cut short, asking again deletes the rest.
   */
  erase(request: EraseRequest): Promise<{ readonly erased: number }>
  /** Counts the rollups of a range again from the rows that are there. */
  rebuildRollups(range: { readonly from: number; readonly to: number }): Promise<{ readonly answers: number }>
  /** Writes a consistent copy while reading and writing go on. */
  snapshot(target: string): Promise<{ readonly bytes: number }>
  stats(options?: ReadOptions): Promise<StoreStatistics>
  flush(): Promise<void>
  close(): Promise<void>
}
