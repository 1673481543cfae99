import { carriedSentences, EN_MESSAGES } from '@logitscope/core'
import { existsSync } from 'node:fs'
import { SET_ASIDE_DOCUMENT, type SetAsideNote } from '../../contract/set-aside.ts'
import { StoreError } from '../../contract/store-error.ts'
import type { Connection } from '../connection.ts'
import { createEngine } from '../create-engine.ts'
import type { Engine } from '../engine.ts'
import { bytesOnDisk, damagedFiles, dataFile, freeBytes, suspectFile } from '../files.ts'
import { openConnection } from '../connection.ts'
import { MINUTE, rollupKey } from '../rollup/keys.ts'
import { recount } from '../rollup/rebuild.ts'
import { readRollupRow } from '../rollup/rollup-writer.ts'
import { seriesPoint } from '../rollup/series-point.ts'
import { SCHEMA_VERSION } from '../schema/migrations.ts'
import { versionOf } from '../schema/migrate.ts'

/** What one check found. */
export interface Finding {
  readonly check: 'file' | 'schema' | 'integrity' | 'answers' | 'search' | 'rollups' | 'space'
  readonly state: 'ok' | 'warning' | 'problem'
  /** What was seen, in words. */
  readonly message: string
  /** What to do; `null` where nothing is. */
  readonly advice: string | null
}

export interface ExamineOptions {
  /** Rollups are compared with a recount over this many of the newest minutes that have answers; default 60. */
  readonly minutes?: number
  /** Free space below which a warning is given, bytes; default 1 GiB. */
  readonly enoughBytes?: number
}

const CACHE_KIB = 512 * 1_024

const RESTORE =
  'Stop logitscope, keep this file, and start with a copy made by `logitscope backup`; what was stored since that copy can be exported from this file as far as it can be read.'

const ok = (check: Finding['check'], message: string): Finding => ({ check, state: 'ok', message, advice: null })

function guarded(check: Finding['check'], look: () => Finding): Finding {
  try {
    return look()
  } catch (error) {
    return { check, state: 'problem', message: error instanceof Error ? error.message : String(error), advice: RESTORE }
  }
}

function schema(connection: Connection): Finding {
  const version = versionOf(connection)
  if (version === SCHEMA_VERSION) return ok('schema', `schema version ${version}`)
  const isNewer = version > SCHEMA_VERSION
  return {
    check: 'schema',
    state: isNewer ? 'problem' : 'warning',
    message: `schema version ${version}, this program writes ${SCHEMA_VERSION}`,
    advice: isNewer
      ? 'Use the newer logitscope that wrote it.'
      : 'It is brought up to date, after a copy, when logitscope is started with it.',
  }
}

function integrity(connection: Connection): Finding {
  const problems = connection.all<{ integrity_check: string }>('PRAGMA integrity_check(20)').map((row) => row.integrity_check)
  if (problems.length === 1 && problems[0] === 'ok') return ok('integrity', 'every page of the file is sound')
  return { check: 'integrity', state: 'problem', message: problems.join('; '), advice: RESTORE }
}

function answers(connection: Connection): Finding {
  const [row] = connection.all<{ answers: number; counted: number; bare: number; orphans: number }>(
    `SELECT (SELECT count(*) FROM answers) AS answers, (SELECT COALESCE(sum(answers), 0) FROM project_sizes) AS counted,
       (SELECT count(*) FROM answers a WHERE NOT EXISTS (SELECT 1 FROM payloads p WHERE p.key = a.seq * 256)) AS bare,
       (SELECT count(DISTINCT key / 256) FROM payloads p WHERE NOT EXISTS (SELECT 1 FROM answers a WHERE a.seq = p.key / 256)) AS orphans`,
  )
  const { answers: count, counted, bare, orphans } = row!
  const faults = [
    ...(bare > 0 ? [`${bare} answers have lost their tokens`] : []),
    ...(orphans > 0 ? [`${orphans} payloads belong to no answer`] : []),
    ...(counted === count ? [] : [`the projects count ${counted} answers, the list has ${count}`]),
  ]
  if (faults.length === 0) return ok('answers', `${count} answers, each with its tokens`)
  return { check: 'answers', state: 'problem', message: faults.join('; '), advice: RESTORE }
}

function search(connection: Connection): Finding {
  const [row] = connection.all<{ answers: number; indexed: number }>(
    'SELECT (SELECT count(*) FROM answers) AS answers, (SELECT count(*) FROM search_docsize) AS indexed',
  )
  const { answers: count, indexed } = row!
  if (count === indexed) return ok('search', 'every answer is in the search index')
  return {
    check: 'search',
    state: 'problem',
    message: `the search index knows ${indexed} of ${count} answers`,
    advice: 'Searches may miss answers; nothing is lost. An export and an import into a new folder makes a whole index.',
  }
}

function sameCounts(engine: Engine, minutes: number): Finding {
  const newest = engine.connection.all<{ minute: number }>(
    `SELECT DISTINCT started_at / 60000 AS minute FROM answers ORDER BY started_at DESC LIMIT ?`,
    minutes,
  )
  let differing = 0
  for (const { minute } of newest) {
    recount(engine, minute * 60_000, (minute + 1) * 60_000, (_key, full, at, row) => {
      const kept = readRollupRow(engine.connection, rollupKey(MINUTE, full, at))
      if (told(kept.statistics) !== told(row.statistics)) differing += 1
    })
  }
  if (differing === 0) return ok('rollups', `statistics equal a recount in the newest ${newest.length} minutes with answers`)
  return {
    check: 'rollups',
    state: 'warning',
    message: `statistics differ from a recount in ${differing} of the newest ${newest.length} minutes with answers`,
    advice:
      'Where answers were deleted by retention that is as it should be: statistics keep them. Else a rebuild of the rollups counts again.',
  }
}

/** Statistics as text, to the digits that sums in another order share. */
function told(statistics: Parameters<typeof seriesPoint>[1]): string {
  return JSON.stringify(seriesPoint(0, statistics), (_, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  )
}

function space(folder: string, file: string, enough: number): Finding {
  const free = freeBytes(folder)
  const size = bytesOnDisk(file)
  if (free === null) return ok('space', `${size} bytes stored; the system does not say how much is free`)
  if (free >= enough) return ok('space', `${size} bytes stored, ${free} bytes free`)
  return {
    check: 'space',
    state: 'warning',
    message: `${size} bytes stored, only ${free} bytes free`,
    advice: 'Free some space, or set how long answers are kept (retention).',
  }
}

/** What the newest file has of the one that it stands in the place of, in words; empty where that is not known. */
function carriedInto(file: string): string {
  try {
    const connection = openConnection(file, { readOnly: true, elapsed: () => 0 })
    try {
      const row = connection.get<{ value: string }>('SELECT value FROM documents WHERE name = ?', SET_ASIDE_DOCUMENT)
      return row === undefined ? '' : carriedSentences((JSON.parse(row.value) as SetAsideNote).carried, EN_MESSAGES).join('; ')
    } finally {
      connection.close()
    }
  } catch {
    return ''
  }
}

/**
 * Examines the store in a folder: reads, explains, changes nothing. May be run while logitscope is running. Findings come in the order of the
 * checks; a check that needs what an earlier one found broken is left out.
 */
export function examineStore(folder: string, options: ExamineOptions = {}): readonly Finding[] {
  const file = dataFile(folder)
  if (!existsSync(file)) {
    return [
      {
        check: 'file',
        state: 'problem',
        message: `there is no ${file}`,
        advice: 'Check the folder (--data); it is made when logitscope is started.',
      },
    ]
  }
  const findings: Finding[] = []
  if (existsSync(suspectFile(folder))) {
    findings.push({
      check: 'file',
      state: 'warning',
      message: 'a read or write found damage before',
      advice: 'The next start looks at the whole file and sets it aside if it is damaged.',
    })
  }
  const aside = damagedFiles(folder)
  if (aside.length > 0) {
    const carried = carriedInto(file)
    findings.push({
      check: 'file',
      state: 'warning',
      message: `${aside.length === 1 ? 'a damaged file was' : `${aside.length} damaged files were`} set aside and a new one begun: ${aside.join(', ')}${carried === '' ? '' : `; ${carried}`}`,
      advice:
        'What was stored before is in there, as far as it can be read. To have it back, stop logitscope and put a backup in the place of logitscope.db. Delete what was set aside once nothing in it is missed.',
    })
  }
  let connection: Connection
  try {
    connection = openConnection(file, { readOnly: true, elapsed: () => 0 })
    // The check of an index goes to and fro in its table: with little memory each step would read the disk.
    connection.db.exec(`PRAGMA cache_size = -${CACHE_KIB}`)
  } catch (error) {
    return [
      ...findings,
      { check: 'file', state: 'problem', message: error instanceof StoreError ? error.message : String(error), advice: RESTORE },
    ]
  }
  try {
    const version = guarded('schema', () => schema(connection))
    const whole = guarded('integrity', () => integrity(connection))
    findings.push(version, whole)
    if (version.state === 'ok' && whole.state === 'ok') {
      const engine = createEngine(connection, { canWrite: false })
      // One view of the data for all of them: what is written meanwhile would look like a difference.
      connection.reading(undefined, () =>
        findings.push(
          guarded('answers', () => answers(connection)),
          guarded('search', () => search(connection)),
          guarded('rollups', () => sameCounts(engine, options.minutes ?? 60)),
        ),
      )
    }
    findings.push(space(folder, file, options.enoughBytes ?? 2 ** 30))
    return findings
  } finally {
    connection.close()
  }
}
