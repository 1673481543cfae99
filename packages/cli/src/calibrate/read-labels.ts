import { missingColumns, parseLabelRecord, visibleText, type CalibrationIssue, type LabelRecord } from '@logitscope/core'
import { openBytes } from '../input/open-bytes.ts'
import { problemOf } from '../input/input-problem.ts'
import { UsageError } from '../usage-error.ts'
import { parseCsv } from './parse-csv.ts'

export interface ReadLabels {
  readonly labels: readonly LabelRecord[]
  readonly issues: readonly CalibrationIssue[]
}

async function textOf(path: string, stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8')
  let text = ''
  try {
    for await (const block of openBytes({ path, size: null }, stdin, () => undefined)) text += decoder.decode(block, { stream: true })
  } catch (error) {
    throw new UsageError(`labels ${path}: ${problemOf(path, error).message}`)
  }
  return text + decoder.decode()
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}

function csvRecords(text: string, path: string): readonly Fields[] {
  const { names, records } = parseCsv(text)
  const missing = missingColumns(names)
  if (missing === null) return records
  throw new UsageError(
    `labels ${path}: its first line must name the columns, such as traceId,label; it reads “${visibleText(names.join(', ')).slice(0, 80)}”: ${missing}`,
  )
}

function arrayRecords(text: string, path: string): readonly Fields[] {
  const list = parsed(text)
  if (Array.isArray(list) && list.every(isFields)) return list
  throw new UsageError(`labels ${path}: it begins like a JSON array, but is none of labels: [{"traceId": …, "label": "correct"}, …]`)
}

function recordsOf(text: string, path: string): readonly Fields[] {
  if (text.trim() === '') throw new UsageError(`labels ${path}: it is empty`)
  if (/^\s*\[/.test(text)) return arrayRecords(text, path)
  if (!/^\s*\{/.test(text)) return csvRecords(text, path)
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    const value = parsed(line)
    if (isFields(value)) return [value]
    throw new UsageError(
      `labels ${path}, line ${i + 1}: it is no JSON object; a label is {"traceId": …, "label": "correct" | "incorrect" | "unsure"}`,
    )
  })
}

/** Reads labels keyed by trace id from CSV with a header, JSON Lines or a JSON array; gzipped where the bytes are. Records that are no labels are issues. */
export async function readLabels(path: string, stdin: AsyncIterable<Uint8Array>): Promise<ReadLabels> {
  const text = (await textOf(path, stdin)).replace(/^\ufeff/, '')
  const labels: LabelRecord[] = []
  const issues = new Map<string, CalibrationIssue>()
  for (const record of recordsOf(text, path)) {
    const read = parseLabelRecord(record)
    if ('traceId' in read) {
      labels.push(read)
      continue
    }
    const before = issues.get(`${read.code} ${read.message}`)
    issues.set(`${read.code} ${read.message}`, before === undefined ? read : { ...before, count: before.count + 1 })
  }
  return { labels, issues: [...issues.values()] }
}
