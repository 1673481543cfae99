import {
  labelInForce,
  summarizeAnswer,
  uuidv7,
  type AnswerFilter,
  type AnswerRecord,
  type AnswerSummary,
  type ReviewDraw,
  type ReviewItem,
  type ReviewRequest,
  type ReviewState,
} from '@logitscope/core'
import type { ControlStore, ReadOptions, TraceStore } from '@logitscope/store'
import { drawReview } from './draw-review.ts'

export interface ReviewSources {
  readonly reads: () => Pick<TraceStore, 'search' | 'get'>
  readonly control: () => Pick<ControlStore, 'getDocument' | 'putDocument' | 'labelsOf'>
  readonly now: () => number
  readonly random: () => number
}

/** Under which the draw is kept. */
export const DRAW_DOCUMENT = 'review/draw'
const PAGE = 1_000
/** Newest answers without a label that a draw looks at. */
const LARGEST_POOL = 100_000

async function poolOf(
  sources: ReviewSources,
  filter: AnswerFilter,
  options: ReadOptions,
): Promise<{ readonly pool: readonly AnswerSummary[]; readonly cut: boolean }> {
  const pool: AnswerSummary[] = []
  let cursor: string | undefined
  do {
    const page = await sources
      .reads()
      .search({ filter: { ...filter, labels: ['none'] }, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }, options)
    pool.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && pool.length < LARGEST_POOL)
  return { pool, cut: cursor !== undefined }
}

/** Draws answers to be labelled and keeps the draw, in place of the one before. */
export async function startReview(
  sources: ReviewSources,
  filter: AnswerFilter,
  request: ReviewRequest,
  options: ReadOptions,
): Promise<ReviewDraw> {
  const { pool, cut } = await poolOf(sources, filter, options)
  const { now, random } = sources
  const draw: ReviewDraw = {
    id: uuidv7(now(), random),
    drawnAt: now(),
    request,
    filter,
    pool: pool.length,
    cut,
    items: drawReview(pool, request, random),
  }
  await sources.control().putDocument(DRAW_DOCUMENT, draw)
  return draw
}

export async function currentDraw(sources: ReviewSources): Promise<ReviewDraw | null> {
  return ((await sources.control().getDocument(DRAW_DOCUMENT)) ?? null) as ReviewDraw | null
}

/** Every drawn answer that is still stored, with its labels. */
export async function* drawnRecords(
  sources: ReviewSources,
  draw: ReviewDraw,
  options: ReadOptions,
): AsyncGenerator<
  { readonly item: ReviewItem; readonly record: Omit<AnswerRecord, 'scale'>; readonly answer: AnswerSummary },
  void,
  undefined
> {
  for (const item of draw.items) {
    const found = await sources.reads().get(item.traceId, options)
    if (found === null) continue
    const { trace, analysis, imported } = found
    const labels = await sources.control().labelsOf(item.traceId)
    const label = labelInForce(labels)?.value ?? null
    yield {
      item,
      record: { trace, analysis, labels },
      answer: summarizeAnswer(trace, analysis, { receivedAt: trace.receivedAt ?? trace.startedAt, imported, label }),
    }
  }
}

/** The draw under way with its answers and their labels. */
export async function reviewState(sources: ReviewSources, options: ReadOptions): Promise<ReviewState> {
  const draw = await currentDraw(sources)
  if (draw === null) return { draw: null, items: [], labelled: 0 }
  const items: (ReviewItem & { readonly answer: AnswerSummary })[] = []
  for await (const { item, answer } of drawnRecords(sources, draw, options)) items.push({ ...item, answer })
  const { items: _, ...rest } = draw
  return { draw: rest, items, labelled: items.filter(({ answer }) => answer.label !== null).length }
}
